"""Losses, spread steps, calibration and statistics over patients: laws that need no data."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from made_examples import ball, make_example

from calibrate import calibration_of, choose_scale, trained_ranges, training_counts
from common import losses, metrics
from common.conformal import conformal_margin, interval_score, leave_one_out
from common.metrics import fair_crps
from common.response import CLASSES, volume_response
from common.signed_distance import signed_distance_mm
from common.statistics import bootstrap, paired, ratio_of_means, share, spread_of
from objective import spread_step


def test_losses_are_smallest_at_the_truth():
    truth = torch.tensor(signed_distance_mm(ball(10)) / 20)[None, None]
    shown = torch.ones(1, 1)
    right = losses.dice_and_entropy(truth, truth, shown)
    wrong = losses.dice_and_entropy(truth + 0.2, truth, shown)
    assert float(right) < float(wrong)
    assert float(losses.structural_dissimilarity(truth, truth)) == pytest.approx(0, abs=1e-5)


def test_structure_that_is_not_shown_does_not_count():
    truth = torch.tensor(signed_distance_mm(ball(10)) / 20)[None, None]
    assert float(losses.dice_and_entropy(truth + 0.3, truth, torch.zeros(1, 1))) == 0


def test_a_spread_step_prefers_futures_that_are_spread_like_the_truth():
    """Distances shifted by the first latent times a spread, truths shifted by a standard normal times 0.1."""
    base = torch.tensor(signed_distance_mm(ball(10)) / 20)[None, None].repeat(1, 2, 1, 1, 1)

    def score(spread: float) -> float:
        torch.manual_seed(0)
        decoder = SimpleNamespace(
            encode_conditions=lambda conditions, latent: latent,
            distances=lambda feature, code: (None, feature + spread * code[:, 0].reshape(-1, 1, 1, 1, 1)),
            image_change=lambda *_: torch.zeros(1, 4, *base.shape[2:]),
        )
        total = 0.0
        for shift in 0.1 * torch.randn(40):
            volume = torch.zeros(1, 20, *base.shape[2:])
            volume[:, 8:18] = base.repeat(1, 5, 1, 1, 1)
            batch = {"volume": volume, "conditions": torch.ones(1, 17), "distances": (base + shift).clamp(-1, 1)}
            batch["residual"] = torch.zeros(1, 4, *base.shape[2:])
            encoder = lambda *_: (base,)  # noqa: E731
            terms, _ = spread_step(encoder, decoder, batch, {"distance": 1.0, "volume": 1.0, "spreadMask": 0.0, "image": 0.0})
            total += float(terms["distance"])
        return total

    assert score(0.1) < score(0.0)
    assert score(0.1) < score(0.4)


def test_conformal_interval_covers_the_calibration_cases():
    truths = np.random.default_rng(0).normal(size=200)
    width = conformal_margin(np.full(200, -0.5), np.full(200, 0.5), truths)
    assert np.mean(np.abs(truths) <= 0.5 + width) >= 0.9
    assert conformal_margin(np.full(50, -9.0), np.full(50, 9.0), truths[:50]) == 0


def test_margin_in_proportion_to_the_spread_wins_where_errors_are():
    rng = np.random.default_rng(1)
    scales = np.repeat([0.1, 2.0], 100)
    truths, lows, highs = scales * rng.normal(size=200), -0.3 * scales, 0.3 * scales
    even, proportional = (leave_one_out(lows, highs, truths, scale) for scale in (np.ones(200), scales))
    assert proportional["coverage"] == pytest.approx(0.9, abs=0.04)
    assert proportional["intervalScore"] < even["intervalScore"]


def test_interval_score_is_the_width_and_a_fine_for_missing():
    assert interval_score(np.array([0.0]), np.array([2.0]), np.array([1.0])) == 2
    assert interval_score(np.array([0.0]), np.array([2.0]), np.array([3.0])) == pytest.approx(22)


def test_fair_crps_does_not_depend_on_the_number_of_samples():
    rng = np.random.default_rng(2)
    means = [np.mean([fair_crps(rng.normal(size=count), rng.normal()) for _ in range(4000)]) for count in (3, 20)]
    assert means[0] == pytest.approx(means[1], abs=0.03)


def test_scale_with_the_smallest_score_is_chosen():
    assert choose_scale({0.5: [0.3, 0.3], 1.0: [0.2, 0.2], 2.0: [0.1, 0.4]}) == 1.0
    assert choose_scale({0.5: [0.2], 1.0: [0.2], 2.0: [0.2]}) == 1.0


def test_calibration_entry_widens_futures_that_are_too_alike():
    rng = np.random.default_rng(3)
    rows = []
    for _ in range(40):
        centre = rng.normal()
        rows.append(
            {
                "byScale": {scale: (centre + 0.1 * scale * rng.normal(size=8)).tolist() for scale in (0.5, 1.0, 3.0)},
                "sampled": (centre + 0.3 * rng.normal(size=20)).tolist(),
                "truth": (truth := centre + 0.6 * rng.normal()),
                "truthInMiddle": truth,
                "horizonDays": 90,
            }
        )
    entry = calibration_of(rows)
    assert entry["latentScale"] == 3.0
    assert entry["volumeLog90"] > 0.1
    assert entry["volumeLog50"] < entry["volumeLog90"]
    assert set(entry["marginsLeaveOneOut"]) == {"additive", "multiplicative", "rootOfHorizon", "horizon"}


def test_trained_ranges_are_pairs_of_numbers():
    metas = [make_example(number, arm=arm).meta for number, arm in enumerate(("none", "radiotherapy", "temozolomide"))]
    metas[2]["daysBeforeLast"] = [0, 20, 90]
    ranges = trained_ranges(metas)
    assert all(len(pair) == 2 and pair[0] <= pair[1] for pair in ranges.values())
    assert ranges["intervalDays"] == [20, 30]
    assert ranges["earlierIntervalDays"] == [90, 90]
    counts = training_counts(metas)
    assert counts["futures"] == counts["patients"] == 3
    assert counts["futuresByArm"]["radiotherapy"] == 1


def test_spread_leaves_out_what_is_not_a_number():
    entry = spread_of([1.0, 2.0, float("nan"), float("inf")])
    assert (entry["mean"], entry["median"], entry["count"]) == (1.5, 1.5, 2)
    assert spread_of([])["mean"] is None


def test_paired_difference_and_ratio():
    ours, theirs = np.arange(1.0, 21), np.arange(1.0, 21) * 2
    assert paired(ours, theirs)["difference"] == -10.5
    assert paired(ours, theirs)["p"] < 0.001
    ratio = ratio_of_means(ours, np.append(theirs[:-1], np.nan))
    assert ratio["value"] == 0.5
    assert ratio["ci95"] == [0.5, 0.5]


def test_shares_and_bootstrap_without_cases_have_no_value():
    assert share([])["value"] is None
    assert bootstrap(lambda picks: 1.0, 0)["value"] is None
    assert share([True] * 18 + [False] * 2)["ci95"] == pytest.approx([0.699, 0.972], abs=1e-3)


def test_ssim_map_has_the_mean_of_ssim():
    rng = np.random.default_rng(4)
    one, other = rng.normal(size=(2, 16, 16, 16))
    mask = ball(6, size=16)
    assert metrics.ssim_map(one, other, 2.0)[mask].mean() == pytest.approx(metrics.ssim3d(one, other, 2.0, mask))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (10, 0, "CR"),
        (10, 3.5, "PR"),
        (10, 3.6, "SD"),
        (10, 13.9, "SD"),
        (10, 14, "PD"),
        (0.1, 5, "PD"),
        (0.3, 0.6, None),
        (0.3, 0, "CR"),
        (0, 0, None),
    ],
)
def test_response_by_volume(before, after, expected):
    found = volume_response(before, after)
    assert (None if found is None else CLASSES[found]) == expected
