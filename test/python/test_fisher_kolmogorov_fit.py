"""The fitted growth model recovers what made its observations, and never leaves tissue."""

import numpy as np
import pytest

from common.extrapolation import equivalent_radius_mm
from common.fisher_kolmogorov_fit import CORE_EDGE, OEDEMA_EDGE, Outlines, fit_and_grow, profile_density
from common.signed_distance import signed_distance_mm

SIZE = 40


def ball(radius_mm: float) -> np.ndarray:
    axis = (np.arange(SIZE) - SIZE // 2) * 2.0
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    return z**2 + y**2 + x**2 <= radius_mm**2


def outlines(core_mm: float, oedema_mm: float | None) -> Outlines:
    return Outlines(signed_distance_mm(ball(core_mm)), None if oedema_mm is None else signed_distance_mm(ball(oedema_mm)))


def radius_mm(mask: np.ndarray) -> float:
    return equivalent_radius_mm(mask.sum() * 8.0)


@pytest.mark.parametrize("oedema_mm", [18.0, None])
def test_profile_shows_its_outlines(oedema_mm):
    density = profile_density(outlines(10, oedema_mm), 3.0)
    assert np.array_equal(density > CORE_EDGE, ball(10))
    if oedema_mm:
        assert np.array_equal(density > OEDEMA_EDGE, ball(oedema_mm))


@pytest.mark.parametrize("speed", [0.02, 0.06])
def test_growth_goes_on_at_the_speed_between_two_visits(speed):
    previous, last = outlines(9, 17), outlines(9 + 60 * speed, 17 + 60 * speed)
    masks = fit_and_grow(last, previous, (60, 60), np.ones([SIZE] * 3, np.float32), 0.5)
    expected = [radius_mm(ball(radius + 120 * speed)) for radius in (9, 17)]
    assert [radius_mm(mask) for mask in masks] == pytest.approx(expected, abs=1.2)


def test_a_single_visit_grows_at_the_speed_of_the_population():
    slow, fast = (fit_and_grow(outlines(10, 18), None, (90, 0), np.ones([SIZE] * 3, np.float32), v) for v in (0.01, 0.08))
    assert fast[0].sum() > slow[0].sum() > ball(9).sum()


def test_growth_stays_in_tissue():
    tissue = np.ones([SIZE] * 3, np.float32)
    tissue[: SIZE // 2 - 4] = 0
    masks = fit_and_grow(outlines(10, 18), None, (200, 0), tissue, 0.08)
    was = ball(18)
    assert not (masks[1] & (tissue == 0) & ~was).any()
