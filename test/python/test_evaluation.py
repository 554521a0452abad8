"""Evaluation of glioma-course on made-up patients: scores, summary, arms, memorisation, card."""

import json
import math
import os
from types import SimpleNamespace

import card
import numpy as np
import pytest
from made_examples import SIZE, ball, make_example, make_forecaster, make_rows

import evaluate
import score_files
from arms import summarise_arms
from cases import choose_cases
from common.compact_json import compact_json, without_nan
from common.probability_metrics import energy_distance
from common.treatment import ARMS
from dataset import inputs_of
from forecasts import EXPONENTIAL, LINEAR, MODEL, NO_CHANGE, SIMPLE_RIVALS, draw_latents, rival_masks, volumes_ml
from memorisation import Bank, nearest
from scores import ALL, Truth, explained_change, score_futures, score_images, score_masks
from simulate import trained_futures
from summary import summarise_set
from targets import judge

POPULATION = {"core": 0.03, "oedema": 0.02}


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return [{"file": f"future-{number:05d}-0.npz", **row} for number, row in enumerate(make_rows())]


@pytest.fixture(scope="module")
def metrics(rows) -> dict:
    residuals = evaluate.residuals_of(rows)
    entry = summarise_set(rows, (0.1, 0.4), residuals)
    return {
        "schema": "longview.metrics/1",
        "imageRange": 2.0,
        "definitions": evaluate.DEFINITIONS,
        "testSets": dict.fromkeys(evaluate.TEST_SETS, entry),
        "arms": {"arms": summarise_arms(arm_rows())},
        "memorisation": None,
        "training": {"rival": None},
        "examples": [],
    }


def arm_rows(wrong: bool = False) -> list[dict]:
    """Six patients; every treatment shrinks the core, each arm more than the one before, ours by half as much."""
    rows = []
    for patient in range(6):
        for number, arm in enumerate(ARMS):
            true, ours = 20.0 - 3 * number - patient, 20.0 - 1.5 * number
            rows.append({"patient": patient, "arm": arm, "trueMl": {"core": true}, "coreMl": 40 - ours if wrong else ours})
    return rows


def test_a_perfect_forecast_has_perfect_scores():
    truth = Truth.of(make_example(0))
    core = score_masks(truth.masks, truth)["core"]
    assert (core["dice"], core["growthRegionDice"], core["skill"], core["volumeErrorPercent"]) == (1, 1, 1, 0)
    assert score_masks(truth.last, truth)["core"]["skill"] == 0


def test_oedema_that_nobody_saw_and_tiny_cores_are_left_out():
    hidden, tiny = Truth.of(make_example(0, shows_oedema=False)), Truth.of(make_example(0, radii_mm=(8, 2, 8)))
    assert score_masks(hidden.masks, hidden)["oedema"] is None
    scores = score_masks(tiny.last, tiny)["core"]
    assert math.isnan(scores["volumeErrorPercent"])
    assert scores["volumeErrorMl"] > 0


def test_images_and_explained_change_of_the_truth():
    example = make_example(0)
    truth = Truth.of(example)
    images = score_images(example.images[:4], example.images[:4], truth)
    assert images["t1c"]["ssimLesion"] == pytest.approx(1)
    assert explained_change(example.residual, example.residual, truth)["flair"] == 1
    assert explained_change(np.zeros_like(example.residual), example.residual, truth)["flair"] == 0


def test_energy_distance_equals_its_definition():
    truth = Truth.of(make_example(0))
    futures = [ball(radius) for radius in (9, 11, 0, 13)]
    assert score_futures(futures, truth)["energyDistance"] == pytest.approx(energy_distance(futures, truth.masks[0]), abs=1e-6)


def test_rivals_follow_their_rules():
    example = make_example(0)
    masks = rival_masks(example, inputs_of(example, ALL, POPULATION), POPULATION)
    assert set(masks) == set(SIMPLE_RIVALS)
    cores = {name: float(volumes_ml(mask[0])) for name, mask in masks.items()}
    assert cores[NO_CHANGE] < cores[LINEAR] < cores[EXPONENTIAL]
    assert cores[EXPONENTIAL] <= 8.5 * cores[NO_CHANGE]
    assert all((mask[1] >= mask[0]).all() for mask in masks.values())


def test_latents_are_repeatable_and_scaled():
    one, twice = draw_latents(3, 7, 1.0), draw_latents(3, 7, 2.0)
    assert one.shape == (3, 16)
    assert (one * 2 == twice).all()


def test_rows_survive_json_and_an_interrupted_run(tmp_path, monkeypatch, rows):
    scored = []

    def score(example, *_):
        scored.append(example)
        return {"value": float("nan") if example == "future-1.npz" else 1.0}

    monkeypatch.setattr(score_files, "Forecaster", SimpleNamespace(open=lambda path: None))
    monkeypatch.setattr(score_files, "load_example", lambda path: path.name)
    monkeypatch.setitem(score_files._SCORERS, "test", score)
    scoring = score_files.Network(tmp_path, 1.0, tmp_path / "scores")
    paths = [tmp_path / "made" / f"future-{number}.npz" for number in range(3)]
    paths[0].parent.mkdir()
    for path in paths:
        path.touch()
    scoring.rows("test", paths[:2], 1)
    with (tmp_path / "scores" / "made-test-0.jsonl").open("a") as file:
        file.write('{"file": "future-2.npz", "val')
    found = scoring.rows("test", paths, 1)
    assert [row["file"] for row in found] == [path.name for path in paths]
    assert scored == [path.name for path in paths]
    os.utime(paths[0], ns=(1, 1))
    scoring.rows("test", paths, 1)
    assert scored[3:] == [paths[0].name]


def test_a_rival_that_comes_later_leaves_the_rows_of_the_model_alone(tmp_path, monkeypatch):
    asked = []

    def score(name):
        return lambda example, *_: asked.append((name, example)) or {"coreMl": {name: 1.0}, "visits": 2}

    monkeypatch.setattr(score_files, "Forecaster", SimpleNamespace(open=lambda path: None))
    monkeypatch.setattr(score_files, "load_example", lambda path: path.name)
    for kind, name in (("points", MODEL), ("rival-points", "deterministic-network")):
        monkeypatch.setitem(score_files._SCORERS, kind, score(name))
    path = tmp_path / "made" / "future-0.npz"
    path.parent.mkdir()
    path.touch()
    network, rival = (score_files.Network(tmp_path, 1.0, tmp_path / name) for name in ("model", "rival"))
    alone = score_files.Scoring(network, None).rows("points", [path], 1)
    both = score_files.Scoring(network, rival).rows("points", [path], 1)
    assert list(alone[0]["coreMl"]) == [MODEL]
    assert list(both[0]["coreMl"]) == [MODEL, "deterministic-network"] and both[0]["visits"] == 2
    assert [name for name, _ in asked] == [MODEL, "deterministic-network"]


def test_summary_has_the_shape_that_the_release_promises(metrics):
    entry = metrics["testSets"]["different-physics"]
    assert entry["patients"] == 5
    for method in (MODEL, *SIMPLE_RIVALS, "deterministic-network"):
        for structure in ("core", "oedema"):
            for measure in ("dice", "growthRegionDice", "volumeErrorPercent", "volumeErrorLog", "hd95Mm", "assdMm", "jaccard"):
                assert {"mean", "median", "ci95"} <= set(entry["methods"][method][structure][measure])
    best = entry["pairedVsBestRival"]["growthRegionDice"]
    assert {"rival", "difference", "ci95", "p"} <= set(best)
    assert {"value", "ci95"} <= set(entry["coverage90"])
    assert entry["counts"]["oedemaNotShown"] == 1
    assert entry["counts"]["trueCoreEmpty"] == 1
    assert entry["methods"][MODEL]["oedema"]["dice"]["count"] == 4
    assert entry["methods"]["no-change"]["core"]["growthRegionDice"]["mean"] == 0
    assert sum(entry["ranks"]) == 5
    plain = without_nan(metrics)
    assert json.loads(compact_json(plain)) == json.loads(json.dumps(plain, allow_nan=False))


def test_arms_that_agree_and_arms_that_do_not():
    right, wrong = summarise_arms(arm_rows()), summarise_arms(arm_rows(wrong=True))
    assert right["sign"]["shareOfEffects"]["value"] == right["order"]["concordantPairs"]["value"] == 1
    assert right["order"]["kendallTau"]["mean"] == 1
    assert right["byArm"]["resection"]["errorMl"]["mean"] == 1.5
    assert right["sign"]["ifEveryTreatmentShrank"]["value"] == right["order"]["ifOrderWereFixed"]["value"] == 1
    assert wrong["sign"]["shareOfPatients"]["value"] == wrong["order"]["concordantPairs"]["value"] == 0


def test_small_effects_are_ignored_and_counted():
    rows = arm_rows()
    for row in rows:
        row["trueMl"] = {"core": 20.0 if row["arm"] != "resection" else 1.0}
    entry = summarise_arms(rows)
    assert (entry["effects"], entry["effectsIgnored"]) == (24, 18)
    assert entry["order"]["pairsIgnored"] == 60 - 6 * 4


def test_a_copied_lesion_is_nearer_than_a_new_one_even_mirrored():
    rng = np.random.default_rng(0)

    def lesion(offset: float, patient: int) -> tuple[np.ndarray, np.ndarray, int]:
        masks = np.stack([ball(8) | ball(5, offset), ball(14) | ball(8, offset + 1)])
        return masks, rng.normal(size=(SIZE, SIZE, SIZE)), patient

    stored = [lesion(offset, number) for number, offset in enumerate((8.0, 12.0))]
    mirrored = (stored[0][0][:, :, :, ::-1], stored[0][1][:, :, ::-1], 9)
    shapes, patches = nearest(Bank.of(stored), Bank.of([mirrored, lesion(17.0, 10)]))
    assert shapes[0] < 0.01 < 0.05 < shapes[1]
    assert patches[0] < patches[1]
    among = nearest(Bank.of(stored), Bank.of(stored), leave_out_own_patient=True)[0]
    assert (among > 0.005).all()


def test_only_futures_that_a_run_used_count_as_trained_on(tmp_path):
    names = [f"future-{number:05d}-0.npz" for number in range(3)]
    (tmp_path / "train").mkdir()
    for name in names:
        (tmp_path / "train" / name).touch()
    assert [path.name for path in trained_futures(tmp_path, [names[2], names[0], "future-00009-0.npz"])] == [names[0], names[2]]


def test_cases_are_chosen_by_score_and_show_something(rows):
    cases = choose_cases("shifted", rows)
    assert [case.kind for case in cases] == ["worst-1", "worst-2", "typical-untreated", "typical-treated"]
    assert all(case.row["trueMl"]["core"] > 0 for case in cases)


def test_card_says_what_the_figures_say(tmp_path, metrics):
    manifest = made_manifest()
    text = card.render_card(metrics, manifest)
    judgements = judge(metrics)
    missed = [item for item in judgements if item.met is False]
    assert missed
    for item in missed:
        assert f"| {item.title} | {item.wanted} | {item.found} | **missed** |" in text
    for words in ("simulated data only", "Risk of bias", "was not trained", "Treatment arms", "Limits", "Never for diagnosis"):
        assert words in text
    assert " nan" not in text


def test_judgement_follows_the_figures(metrics):
    better = json.loads(json.dumps(without_nan(metrics)))
    entry = better["testSets"]["different-physics"]
    for key in ("pairedVsBestRival", "pairedVsBestSimpleRival"):
        entry[key]["growthRegionDice"] = {"rival": "fisher-kolmogorov", "difference": 0.2, "ci95": [0.1, 0.3], "p": 0.001}
    title = "growth-region Dice of the core, different physics, above the best rival of all"
    assert {item.title: item.met for item in judge(better)}[title] is True
    entry["pairedVsBestRival"]["growthRegionDice"]["ci95"] = [-0.01, 0.3]
    assert {item.title: item.met for item in judge(better)}[title] is False


def test_plots_are_small_files(tmp_path, metrics):
    names = card.draw_plots(metrics, tmp_path)
    assert set(names) == {"growth-region-dice.png", "calibration.png", "crps.png", "arms.png"}
    assert all(1000 < (tmp_path / name).stat().st_size <= 150_000 for name in names)


def test_forecaster_gives_futures_and_their_mean():
    example, model = make_example(0), make_forecaster()
    encoded = model.encode(inputs_of(example, ALL, POPULATION))
    distances, change = model.mean(encoded)
    assert distances.shape == (2, SIZE, SIZE, SIZE)
    assert change.shape == (4, SIZE, SIZE, SIZE)
    assert np.allclose(model.mean_distances(encoded), distances)
    futures = list(model.sample(encoded, draw_latents(2, 0, 3.0)))
    assert (futures[0] != futures[1]).any()


def made_manifest() -> dict:
    """Manifest fields that the card reads."""
    kinds = ("additive", "multiplicative")
    return {
        **{"id": "glioma-course", "version": "0.2.0", "title": "Made", "licence": "Apache-2.0", "latentSize": 16},
        "intendedUse": "research",
        "trainedRanges": {
            name: [1, 2]
            for name in ("coreVolumeMl", "oedemaVolumeMl", "horizonDays", "intervalDays", "startDays", "doseGy", "ageYears")
        },
        "populationRateMmPerDay": POPULATION,
        "calibration": {
            **{"volumeLog90": 0.4, "latentScale": 1.0, "validationPatients": 60, "coverageOfFuturesAlone": 0.7},
            "crpsByLatentScale": {"1": 0.3},
            "marginsLeaveOneOut": {name: {"coverage": 0.9, "meanWidth": 1.0, "intervalScore": 2.0} for name in kinds},
        },
        "training": {
            **{
                "segments": [],
                "config": {"learningRate": 0.002},
                "seconds": 60,
                "steps": 10,
                "device": "cpu",
                "threads": 1,
                "seed": 1,
                "anatomies": [1],
                "futures": 3,
                "patients": 3,
            },
            **{"futuresByArm": {"none": 3}, "futuresByVisits": {"1": 3}, "futuresByPhysics": {"isotropic": 3}},
        },
    }
