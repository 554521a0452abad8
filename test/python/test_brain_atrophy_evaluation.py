"""brain-atrophy: calibration, scores of a head, summary, targets, card, pictures, the real scan."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from made_brains import (
    ATROPHY,
    KnowingReader,
    made_calibration,
    made_manifest,
    made_rows,
    made_scene,
)

from common.compact_json import compact_json
from common.head_grid import HEAD_SHAPE
from common.head_volume import Volume
from common.judgement import Judgement, targets_part
from common.release import training_of
from common.row_files import kept_rows
from common.splits import ANATOMIES_BY_SET

CALIBRATE, SCORES, SUMMARY, CARD, REAL = ATROPHY.calibrate, ATROPHY.scores, ATROPHY.summary, ATROPHY.card, ATROPHY.real_scan
REGIONS = ATROPHY.answers.REGIONS
ASKED = ATROPHY.heads.ASKED


@pytest.fixture(scope="module")
def means(request):
    """Group means of one healthy and two diseased heads."""
    folder = request.getfixturevalue("tmp_path_factory").mktemp("scenes")
    paths = [folder / f"scene-{number:05d}.npz" for number in range(3)]
    for path, course in zip(paths, ("healthy", "mci", "ad"), strict=True):
        ATROPHY.scenes.store_scene(path, made_scene(course, years=(0.0 if course == "healthy" else 4.0, 3.0)))
    return ATROPHY.group_means.GroupMeans.of(paths)


@pytest.fixture(scope="module")
def perfect(means):
    """Row of an even head whose reader knows the truth."""
    scene = made_scene()
    return SCORES.score_scene(scene, KnowingReader(scene), means, 1.0)


@pytest.fixture(scope="module")
def metrics():
    """Content of metrics.json from made rows."""
    result = {
        "schema": "longview.metrics/1",
        "definitions": ATROPHY.evaluate.DEFINITIONS,
        **SUMMARY.summarise(made_rows(), made_calibration()),
        "examples": [],
    }
    return json.loads(compact_json(result))


def test_the_true_answer_has_no_error_and_the_best_image(perfect):
    for asked in ASKED:
        entry, bounds = perfect["asked"][asked], perfect["bounds"]["since" if asked.startswith("since") else "ahead"]
        ours = entry[SCORES.MODEL]
        assert ours["fieldErrorMm"] < 1e-4 and ours["mapErrorPercent"] < 1e-3
        assert ours["ssim"] == pytest.approx(bounds[SCORES.PERFECT]["ssim"])
        assert bounds[SCORES.NO_CHANGE]["ssimMoved"] < ours["ssimMoved"] < 1
        assert bounds[SCORES.NO_CHANGE]["fieldErrorMm"] > 0.3
        imposed = perfect["imposed"]["since" if asked.startswith("since") else "ahead"]
        assert ours["changes"] == pytest.approx(imposed, abs=1e-3)


def test_labels_that_are_the_truth_overlap_wholly(perfect):
    assert all(entry["dice"] == 1 and abs(entry["volumeErrorPercent"]) < 1e-3 for entry in perfect["labels"].values())
    assert perfect["labels"]["ventricles"]["trueMl"] > 5


def test_futures_are_drawn_for_told_questions_of_even_heads(perfect):
    assert [asked for asked in ASKED if "futures" in perfect["asked"][asked]] == ["since", "ahead"]
    assert len(perfect["asked"]["ahead"]["futures"]["ventricles"]) == SCORES.FUTURES


def test_a_healthy_head_is_not_asked_since_when_and_half_an_answer_has_half_the_change(means):
    scene = made_scene("healthy", number=1)
    row = SCORES.score_scene(scene, KnowingReader(scene, share=0.5), means, 1.0)
    assert "since" not in row["asked"] and row["imposed"]["since"]["ventricles"] == pytest.approx(0, abs=0.01)
    found = row["asked"]["aheadUntold"][SCORES.MODEL]
    assert 0.3 < found["changes"]["ventricles"] / row["imposed"]["ahead"]["ventricles"] < 0.6
    assert found["mapErrorPercent"] == pytest.approx(0.5 * row["bounds"]["ahead"][SCORES.NO_CHANGE]["mapErrorPercent"], rel=0.1)
    assert np.isnan(row["bounds"]["since"][SCORES.NO_CHANGE]["ssimMoved"])


def test_a_line_through_known_points():
    imposed = np.linspace(-10, 0, 30)
    line = SUMMARY.line_of(imposed, 0.8 * imposed - 1)
    assert (line["slope"], line["intercept"], line["r2"], line["count"]) == (0.8, -1.0, 1.0, 30)
    assert line["ci95"] == [0.8, 0.8]
    noisy = SUMMARY.line_of(imposed, 0.8 * imposed + np.random.default_rng(0).normal(0, 2, 30))
    assert noisy["ci95"][0] < 0.8 < noisy["ci95"][1] and 0.3 < noisy["r2"] < 0.95
    assert SUMMARY.line_of(imposed, np.full(30, -30.0))["explained"] < 0
    assert SUMMARY.line_of([1.0, 1.0], [2.0, 3.0])["slope"] is None


def test_summary_has_the_shape_that_the_program_reads(metrics):
    entry = metrics["testSets"]["held-out-anatomies"]
    assert entry["patients"] == 9 and entry["patientsByCourse"] == {"healthy": 3, "mci": 3, "ad": 3}
    assert entry["anatomies"] == [15, 16] and set(entry["questions"]) == set(ASKED)
    for region in ("hippocampus", "ventricles", "grey", "white", "deepGrey", "brain"):
        assert {"slope", "intercept", "r2", "ci95"} <= set(metrics["recoveredVsImposed"][region])
        assert metrics["recoveredVsImposed"][region]["slope"] == pytest.approx(0.8, abs=0.1)
    assert {"mean", "median", "ci95"} <= set(metrics["labelDice"]["hippocampus"])
    assert entry["questions"]["since"]["patients"] == 6 and entry["questions"]["sinceUntold"]["patients"] == 9


def test_false_change_of_controls_is_spread_over_the_years(metrics):
    false = metrics["controlFalseChangePercentPerYear"]
    assert (false["years"], false["controls"]) == (4.0, 3)
    rows = [row for row in made_rows() if row["course"] == "healthy"]
    sizes = [abs(row["asked"]["sinceUntold"][SCORES.MODEL]["changes"]["hippocampus"]) / 4 for row in rows]
    assert false["hippocampus"]["median"] == pytest.approx(np.median(sizes), abs=1e-3)
    assert set(false["hippocampus"]["quantiles"]) == {"0.5", "0.75", "0.9", "0.95"}


def test_a_gain_is_positive_where_ours_is_better(metrics):
    question = metrics["testSets"]["held-out-anatomies"]["questions"]["ahead"]
    every = question["pairedVsEveryRival"]
    assert every[f"mapErrorPercent/{SCORES.FIELD}"]["difference"] == pytest.approx(2, abs=0.2)
    assert every[f"ssim/{SCORES.FIELD}"]["difference"] == pytest.approx(0.03)
    assert every[f"mapErrorPercent/{SCORES.FIELD}"]["pHolm"] >= every[f"mapErrorPercent/{SCORES.FIELD}"]["p"]
    assert question["pairedVsBestRival"]["hippocampus"]["rival"] in (SCORES.FIELD, SCORES.RATE)
    assert question["pairedVsBestRival"]["mapErrorPercent"]["rival"] == SCORES.FIELD


def test_intervals_cover_by_futures_and_margin(metrics):
    coverage = metrics["testSets"]["held-out-anatomies"]["questions"]["ahead"]["coverage90"]["hippocampus"]
    assert coverage["count"] == 5
    assert coverage["meanWidthPercent"] > 2 and coverage["value"] >= coverage["withoutMargin"]


def test_targets_follow_the_figures(metrics):
    judged = {item.title: item.met for item in ATROPHY.targets.judge(metrics, None)}
    assert judged["mean Dice, hippocampi"] is True
    assert judged["recovered against imposed change, hippocampi, years to come; course and age told"] is True
    assert judged["real T1 of a healthy adult"] is None
    worse = json.loads(json.dumps(metrics))
    worse["labelDice"]["hippocampus"]["mean"] = 0.7
    line = worse["testSets"]["held-out-anatomies"]["questions"]["ahead"]["recoveredVsImposed"][SCORES.MODEL]["hippocampus"]
    line["r2"] = 0.4
    real = {"volumes": [{"title": "ventricles", "isInside": False}, {"title": "white", "isInside": None}]}
    judged = {item.title: item.met for item in ATROPHY.targets.judge(worse, real)}
    assert judged["mean Dice, hippocampi"] is False
    assert judged["recovered against imposed change, hippocampi, years to come; course and age told"] is False
    assert judged["real T1 of a healthy adult"] is False


def test_a_table_of_targets_counts_them():
    text = targets_part(
        [Judgement("a", "b", "c", True), Judgement("d", "e", "f", False), Judgement("g", "h", "i", None)], "Note."
    )
    assert "1 of 3 were met, 1 were missed. Note." in text and "| d | e | f | **missed** |" in text


def test_card_says_what_the_figures_say(metrics):
    text = CARD.render_card(metrics, made_manifest())
    for words in (
        "no real longitudinal pair",
        "An assumption",
        "Never for diagnosis",
        "Risk of bias",
        "Not measured here",
    ):
        assert words in text
    for item in ATROPHY.targets.judge(metrics, None):
        assert f"| {item.title} | {item.wanted} | {item.found} |" in text
    assert " nan" not in text and "None" not in text


def test_card_shows_two_dates_and_a_real_scan_where_they_were_measured(metrics):
    volumes = dict.fromkeys(REAL.TITLES, 10.0) | {"intracranial": 1400.0, "brain": 1200.0, "ventricles": 60.0}
    changes = {name: dict.fromkeys(REGIONS, -1.0) for name in REAL.QUESTIONS}
    line = {"slope": 0.93, "ci95": [0.8, 1.0], "r2": 0.9}
    spread = {"mean": 1.23, "ci95": [1.0, 2.0]}
    two_dates = {
        "method": "Symmetric",
        "heads": 12,
        "unchangedHeads": 3,
        "nullPercent": 4.25,
        "recoveredVsImposed": {"hippocampus": line},
        "absoluteErrorPercent": {"hippocampus": spread},
        "forecastMinusRegistration": {"hippocampus": {"difference": 0.5, "ci95": [0.25, 0.75]}},
    }
    text = CARD.render_card(metrics, made_manifest(), {"volumes": REAL.rows_of(volumes), "changesPercent": changes}, two_dates)
    assert "| hippocampi | 0.93 (0.80 to 1.00) | 0.90 | 1.23 (1.00 to 2.00) | 0.50 (0.25 to 0.75) |" in text
    assert "| ventricles | 60.0 | 4.29 | 5 to 40 | **outside** |" in text and "Not measured here" not in text


def test_figures_of_two_dates_are_those_of_the_maps_that_come_back(tmp_path):
    two_dates, scene = ATROPHY.two_dates, made_scene()
    head = KnowingReader(scene).look(torch.zeros(1, *HEAD_SHAPE))
    change = np.full(HEAD_SHAPE, np.log(0.9), np.float32)
    change[:, :10] = np.nan
    for name in ("change", "map"):
        two_dates._write(tmp_path / f"{name}.nii.gz", change)
    found = two_dates.recovered(head, tmp_path)
    assert found["hippocampus"] == pytest.approx(-10, abs=0.01)
    assert two_dates.false_percent(head, tmp_path) == pytest.approx(10, abs=0.01)
    still = dict.fromkeys(REGIONS, 0.0)
    ten = dict.fromkeys(REGIONS, -10.0)
    figures = two_dates.figures_of([(ten, found, still), (still, still, ten)])
    assert figures["forecastMinusRegistration"]["hippocampus"]["difference"] == pytest.approx(10, abs=0.01)
    assert figures["recoveredVsImposed"]["hippocampus"]["slope"] == pytest.approx(1, abs=0.001)


def test_two_dates_differ_by_coil_and_noise_alone_where_no_years_lie_between():
    scene = made_scene()
    same = ATROPHY.two_dates.two_scans(scene, 0.0, np.random.default_rng(3))
    years = ATROPHY.two_dates.two_scans(scene, 8.0, np.random.default_rng(3))
    assert torch.equal(same[0], years[0]) and not torch.equal(same[1], years[1])
    assert float((same[0] - same[1]).abs().mean()) > 0


def test_plots_are_small_files(tmp_path, metrics):
    names = ATROPHY.plots.draw_plots(metrics, tmp_path)
    assert all(1000 < (tmp_path / name).stat().st_size <= 150_000 for name in names)


def test_cases_are_chosen_by_score():
    rows = made_rows()
    cases = ATROPHY.cases.choose_cases(rows)
    assert [case.kind for case in cases] == ["typical", "worst", "control"] * 2
    worst = cases[1].row["asked"]["sinceUntold"][SCORES.MODEL]["mapErrorPercent"]
    assert worst == max(
        row["asked"]["sinceUntold"][SCORES.MODEL]["mapErrorPercent"] for row in rows if row["course"] != "healthy"
    )


def test_a_case_is_drawn_as_a_small_picture(tmp_path, perfect):
    scene = made_scene()
    truth = SCORES.Truth.of(scene, False, 1, "test")
    reader = KnowingReader(scene)
    head = reader.look(truth.scan)
    case = ATROPHY.cases.Case("ahead", "typical", perfect)
    answer = reader.answer(head, ATROPHY.heads.question_of(scene, "ahead"))
    ATROPHY.cases.draw_case(case, truth, head, answer, tmp_path / case.file)
    assert 1000 < (tmp_path / case.file).stat().st_size <= 150_000


def test_loss_is_negative_on_both_ways_through_time():
    determinant, mask = torch.full((1, 1, 2), 0.9), torch.tensor([[[True, False]]])
    ahead = ATROPHY.cases.percent_of(determinant, mask)
    back = ATROPHY.cases.percent_of(1 / determinant, mask, backward=True)
    assert ahead[0, 0, 0] == pytest.approx(-10.54, abs=0.01) and back[0, 0, 0] == pytest.approx(ahead[0, 0, 0])
    assert np.isnan(ahead[0, 0, 1])


def trial_rows(spread: float) -> list[dict]:
    """Forty heads whose truths are spread like futures of a given scale."""
    rng, rows = np.random.default_rng(1), []
    for _ in range(40):
        drawn = rng.normal(0, 1, 4)
        futures = {f"{scale:g}": dict.fromkeys(REGIONS, (scale * drawn).tolist()) for scale in CALIBRATE.LATENT_SCALES}
        entry = {"imposed": dict.fromkeys(REGIONS, spread * rng.normal()), "futures": futures}
        rows.append({"asked": {"ahead": entry}})
    return rows


@pytest.mark.parametrize("spread", [0.5, 1.5, 3.2])
def test_the_scale_of_the_latent_follows_the_spread_of_the_truths(spread):
    scores = CALIBRATE.scores_by_scale(trial_rows(spread))
    chosen = min(scores, key=scores.__getitem__)
    assert spread / 1.6 <= chosen <= spread * 1.6


def test_margins_make_the_intervals_cover():
    rng = np.random.default_rng(2)
    rows = []
    for number in range(30):
        entry = {
            "imposed": dict.fromkeys(REGIONS, rng.normal(0, 3)),
            "futures": dict.fromkeys(REGIONS, rng.normal(0, 1, 20).tolist()),
            "scale": 1.0 + number % 4,
        }
        rows.append({"asked": {asked: entry for asked in ASKED if number % 3 or asked != "since"}})
    margins, alone = CALIBRATE.margins_of(rows)
    entries = [row["asked"]["ahead"] for row in rows]
    lows, highs = CALIBRATE.interval_of(np.array([entry["futures"]["brain"] for entry in entries]))
    truths = CALIBRATE.logarithm([entry["imposed"]["brain"] for entry in entries])
    margin = margins["ahead"]["brain"] * np.array([entry["scale"] for entry in entries]) + 1e-4
    assert alone["ahead"]["brain"] < 0.8
    assert np.mean((lows - margin <= truths) & (truths <= highs + margin)) >= 0.9


def test_an_interval_never_loses_more_than_everything():
    lows, highs = ATROPHY.intervals.interval_of(np.array([[-60.0, -50.0, 300.0]]))
    assert ATROPHY.intervals.percent(lows - 5.0)[0] > -100 and ATROPHY.intervals.percent(highs)[0] <= 300
    assert ATROPHY.intervals.scale_of(None) == 1 and ATROPHY.intervals.scale_of(2.5) == 2.5


def test_margins_of_volumes_hold_nine_of_ten_heads():
    rng = np.random.default_rng(3)
    rows = [{"volumesMl": dict.fromkeys(REGIONS, [100 * float(np.exp(rng.normal(0, 0.1))), 100.0])} for _ in range(40)]
    margin = CALIBRATE.volume_margins(rows)["hippocampus"]
    errors = [abs(np.log(row["volumesMl"]["hippocampus"][0] / 100)) for row in rows]
    assert 0.1 < margin < 0.3 and np.mean(np.array(errors) <= margin + 1e-4) >= 0.9


def test_the_threshold_of_the_map_hides_most_of_what_controls_show():
    levels = CALIBRATE.NULL_LEVELS
    rows = [{"falsePercent": (4 * levels).tolist()}, {"falsePercent": (8 * levels).tolist()}, {"asked": {}}]
    assert CALIBRATE.null_percent(rows) == pytest.approx(7.2, abs=0.05)
    with pytest.raises(ValueError, match="no control"):
        CALIBRATE.null_percent([{"asked": {}}])


def test_facts_of_the_training_scenes():
    metas = [
        {"course": "ad", "ageYears": 60.0, "yearsSince": 2.0, "yearsAhead": 1.0},
        {"course": "healthy", "ageYears": 80.0, "yearsSince": 0.0, "yearsAhead": 5.0},
        {"course": "mci", "ageYears": 70.0, "yearsSince": 5.0, "yearsAhead": 2.0},
    ]
    facts = CALIBRATE.scene_facts(metas)
    assert facts["trainedRanges"]["yearsOfDisease"] == [2, 5] and facts["trainedRanges"]["ageYears"] == [60, 80]
    assert facts["training"] == {"scenes": 3, "scenesByCourse": {"healthy": 1, "mci": 1, "ad": 1}}
    assert CALIBRATE.mean_years_since(metas) == 3.5


def test_a_validation_head_is_measured(tmp_path, monkeypatch):
    scene = made_scene("healthy", number=2)
    monkeypatch.setattr(CALIBRATE, "_reader", lambda path: KnowingReader(scene, spread=0.3))
    monkeypatch.setattr(CALIBRATE, "load_scene", lambda path: scene)
    trial = CALIBRATE.Trial(tmp_path)(tmp_path)
    assert set(trial["asked"]) == {"ahead"} and set(trial["asked"]["ahead"]["futures"]) == {
        "0.5",
        "0.75",
        "1",
        "1.5",
        "2.2",
        "3.2",
    }
    row = CALIBRATE.Measurement(tmp_path, 1.0)(tmp_path)
    assert set(row["asked"]) == {"sinceUntold", "ahead", "aheadUntold"}
    assert max(row["falsePercent"]) < 1e-3
    spread = np.std(row["asked"]["ahead"]["futures"]["ventricles"])
    assert 0.1 * row["asked"]["ahead"]["imposed"]["ventricles"] < spread < row["asked"]["ahead"]["imposed"]["ventricles"]


def count_bytes(path: Path) -> dict:
    """A score that can be told apart after the file has changed."""
    return {"bytes": len(path.read_bytes())}


def test_rows_are_kept_until_their_scene_changes(tmp_path):
    scenes = [tmp_path / f"scene-{number:05d}.npz" for number in range(3)]
    for path in scenes:
        path.write_bytes(b"12")
    folder = tmp_path / "rows"
    kept_rows(count_bytes, scenes[:2], folder, 1)
    (folder / "scene-00002.part").write_text('{"half')
    scored = []
    rows = kept_rows(lambda path: scored.append(path.name) or count_bytes(path), scenes, folder, 1)
    assert scored == ["scene-00002.npz"] and [row["bytes"] for row in rows] == [2, 2, 2]
    scenes[0].write_bytes(b"123")
    os.utime(scenes[0], ns=(1, 1))
    assert kept_rows(count_bytes, scenes, folder, 1)[0]["bytes"] == 3
    with pytest.raises(ValueError, match="no scenes"):
        kept_rows(count_bytes, [], folder, 1)


def test_hippocampi_of_both_sides_are_measured_apart():
    shares = ATROPHY.examples.label_maps(made_scene(shift=(0, 0, 5)))
    volumes = REAL.volumes_of(shares)
    assert volumes["hippocampusLeft"] == pytest.approx(volumes["hippocampusRight"], rel=0.05)
    shares[5, :, :, : HEAD_SHAPE[2] // 2] = 0
    assert REAL.volumes_of(shares)["hippocampusRight"] < 0.2 * REAL.volumes_of(shares)["hippocampusLeft"]
    rows = {row["name"]: row for row in REAL.rows_of(volumes)}
    assert rows["white"]["isInside"] is None and rows["ventricles"]["isInside"] is True
    assert rows["intracranial"]["percentOfIntracranial"] == 100


def test_a_real_scan_comes_to_the_head_grid_at_two_resolutions():
    head = torch.nn.functional.interpolate(made_scene().classes[None, 1:4].sum(dim=1, keepdim=True), scale_factor=0.5)[0, 0]
    affine = np.diag([4.0, 4.0, 4.0, 1.0])
    affine[:3, 3] = (10, -20, 5)
    real = REAL.RealHead.of(Volume(100 * head.numpy(), affine))
    assert real.image.shape == (1, *HEAD_SHAPE) and real.fine.shape == (1, *(2 * size for size in HEAD_SHAPE))
    halved = torch.nn.functional.avg_pool3d(real.fine, 2)
    assert float((halved - real.image).abs().mean()) < 0.02
    still = ATROPHY.answers.Answer(torch.zeros(3, 48, 56, 48), torch.zeros(1, 48, 56, 48))
    assert np.abs(real.led(still) - real.fine[0].numpy()).max() < 1e-3


def test_manifest_names_the_group_means_and_asks_for_what_the_conditions_need():
    state = {"config": {"device": "cpu", "threads": 1, "seed": 1}, "seconds": 1.0, "step": 2}
    measured = {
        "trainedRanges": {},
        "calibration": made_calibration(),
        "groupMeans": {"file": "group-means.bin"},
        "training": {"scenes": 3, "scenesByCourse": {}},
    }
    training = training_of(state, Path("checkpoint.pt"))
    manifest = ATROPHY.export.manifest_of([], {}, training, measured)
    assert manifest["kind"] == "atrophy" and manifest["groupMeans"]["file"] == "group-means.bin"
    assert [field["id"] for field in manifest["form"]] == ["course", "years", "yearsOfDisease", "ageYears"]
    assert set(manifest["calibration"]["marginLogarithm"]) == {"since", "sinceUntold", "ahead", "aheadUntold"}
    assert manifest["training"]["anatomies"] == list(ANATOMIES_BY_SET["train"]) and manifest["training"]["scenes"] == 3
