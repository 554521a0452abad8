"""The scores of futures and the tests over patients keep their laws, and the golden file is what they give today."""

import json
import math

import numpy as np
import pytest

import make_statistics_golden as maker
from common import probability_metrics

GOLDEN = json.loads((maker.ROOT / "test/golden/statistics.json").read_text())


@pytest.mark.parametrize("case", GOLDEN["futures"], ids=lambda case: case["name"])
def test_gives_the_golden_scores_of_futures(case):
    now = maker.future_scores(case)
    for name, expected in case["scores"].items():
        assert now[name] == (expected if expected is None else pytest.approx(expected, abs=1e-9)), name


def test_gives_the_golden_statistics():
    now = json.loads(json.dumps(maker.golden()))
    for part in ("wilcoxon", "holm", "kappa", "wilson", "crps", "interval"):
        for ours, expected in zip(now[part], GOLDEN[part], strict=True):
            for name, value in expected.items():
                assert ours[name] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)), (part, name)


def test_a_perfect_forecast_costs_nothing():
    truth = maker.ball(maker.PLAIN, [12, 12, 10, 6])
    band = probability_metrics.edge_band(truth, 1.0)
    assert probability_metrics.calibration_error(truth.astype(float), truth, band) == 0
    assert probability_metrics.log_loss(truth.astype(float), truth, band, 20) == pytest.approx(-math.log(39 / 40))
    assert probability_metrics.energy_distance([truth, truth], truth) == 0


def test_kappa_of_chance_is_about_zero():
    rng = np.random.default_rng(2)
    ours, actual = rng.integers(0, 4, 4000).tolist(), rng.integers(0, 4, 4000).tolist()
    assert abs(probability_metrics.quadratic_kappa(ours, actual, 4)) < 0.05
