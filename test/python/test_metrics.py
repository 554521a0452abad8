"""The scores keep their laws, and the golden file is what they give today."""

import json
import math

import numpy as np
import pytest

import make_metric_golden as maker
from common import metrics

GOLDEN = json.loads((maker.ROOT / "test/golden/metrics.json").read_text())


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_gives_the_golden_scores(case):
    now = maker.scores(case)
    for name, expected in case["scores"].items():
        assert now[name] == (expected if expected is None else pytest.approx(expected, abs=1e-9)), name


def test_dice_and_jaccard_say_the_same():
    d, j = metrics.dice(*two_balls()), metrics.jaccard(*two_balls())
    assert j == pytest.approx(d / (2 - d))


def test_overlap_and_surface_distance_are_symmetric():
    a, b = two_balls()
    assert metrics.dice(a, b) == metrics.dice(b, a)
    assert metrics.hd95_mm(a, b, (3, 1, 1)) == metrics.hd95_mm(b, a, (3, 1, 1))
    assert metrics.assd_mm(a, b, 2.0) == pytest.approx(2 * metrics.assd_mm(a, b, 1.0))


def test_no_change_never_finds_the_growth_region():
    baseline, actual = two_balls()
    assert metrics.growth_region_dice(baseline, actual, baseline) == 0
    assert metrics.growth_region_dice(actual, actual, baseline) == 1


def test_equal_images_are_perfect():
    image = maker.wave(maker.PLAIN, 0, 3)
    assert metrics.ssim3d(image, image, 100) == pytest.approx(1)
    assert metrics.psnr_db(image, image, 100) == math.inf
    assert metrics.nmse(image, image) == 0


def test_bootstrap_interval_holds_the_mean_and_is_repeatable():
    values = np.random.default_rng(3).normal(1, 1, 40)
    mean, low, high = metrics.bootstrap_ci(values, seed=5)
    assert low < mean < high
    assert metrics.bootstrap_ci(values, seed=5) == (mean, low, high)
    assert metrics.bootstrap_ci(np.append(values, np.nan), seed=5) == (mean, low, high)


def test_wilcoxon_sees_a_shift_and_no_shift():
    values = np.random.default_rng(4).normal(0, 1, 30)
    assert metrics.paired_wilcoxon(values + 1, values) < 1e-4
    assert metrics.paired_wilcoxon(values, values) == 1


def test_holm_multiplies_and_never_decreases():
    assert metrics.holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})


def test_crps_of_one_certain_future_is_its_error():
    assert metrics.crps_log_volume(np.full(20, 2.0), 4.0) == pytest.approx(math.log(2))


def test_wilson_interval_of_18_of_20():
    # Published value for 18/20: 0.699 to 0.972.
    assert metrics.wilson_interval(18, 20) == pytest.approx((0.699, 0.972), abs=1e-3)


def two_balls() -> tuple[np.ndarray, np.ndarray]:
    return maker.ball(maker.PLAIN, [12, 12, 10, 5]), maker.ball(maker.PLAIN, [14, 12, 9, 6])
