"""Losses, calibration and the Fisher-Kolmogorov rival: laws that need no data."""

import numpy as np
import pytest
import torch

from calibrate import conformal_half_width
from common import losses
from common.fisher_kolmogorov_fit import density_from_distances, forecast_masks
from common.signed_distance import signed_distance_mm


def test_losses_are_smallest_at_the_truth():
    truth = torch.tensor(signed_distance_mm(ball(10)) / 20)[None, None]
    shown = torch.ones(1, 1)
    right = losses.dice_and_entropy(truth, truth, shown)
    wrong = losses.dice_and_entropy(truth + 0.2, truth, shown)
    assert float(right) < float(wrong)
    assert float(losses.weighted_l1(truth, truth, torch.ones_like(truth))) == 0
    assert float(losses.structural_dissimilarity(truth, truth)) == pytest.approx(0, abs=1e-5)


def test_divergence_of_the_standard_normal_is_zero():
    assert float(losses.divergence(torch.zeros(3, 16), torch.zeros(3, 16))) == 0


def test_structure_that_is_not_shown_does_not_count():
    truth = torch.tensor(signed_distance_mm(ball(10)) / 20)[None, None]
    assert float(losses.dice_and_entropy(truth + 0.3, truth, torch.zeros(1, 1))) == 0


def test_conformal_interval_covers_the_calibration_cases():
    rng = np.random.default_rng(0)
    truths = rng.normal(size=200)
    width = conformal_half_width(np.full(200, -0.5), np.full(200, 0.5), truths)
    assert np.mean(np.abs(truths) <= 0.5 + width) >= 0.9
    assert conformal_half_width(np.full(50, -9.0), np.full(50, 9.0), truths[:50]) == 0


def test_density_has_its_level_sets_at_the_edges():
    distances = np.stack([signed_distance_mm(ball(8)), signed_distance_mm(ball(16))])
    density = density_from_distances(distances, 3.0, np.ones(distances.shape[1:]))
    assert np.array_equal(density > 0.65, distances[0] < 0)
    assert np.array_equal(density > 0.12, distances[1] < 0)


def test_fitted_growth_recovers_a_growing_ball():
    masks = [signed_distance_mm(ball(radius)) for radius in (10, 16, 8, 14)]
    distances = np.stack(masks)
    forecast = forecast_masks(distances, (40.0, 40.0), np.ones((40, 40, 40), bool), 0.02)
    assert forecast[0].sum() > (distances[0] < 0).sum()
    assert (forecast[1] | ~forecast[0]).all()


def ball(radius_mm: float, size: int = 40) -> np.ndarray:
    axis = (np.arange(size) - size // 2) * 2.0
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    return z**2 + y**2 + x**2 <= radius_mm**2
