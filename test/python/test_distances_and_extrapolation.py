"""Signed distance, the linear rival, and the split: the laws that the TypeScript twin must obey as well."""

import numpy as np
import pytest

from common.extrapolation import (
    LARGEST_GROWTH_FACTOR,
    equivalent_radius_mm,
    exponential_growth_mm,
    extrapolate_distance_mm,
    radial_rate_mm_per_day,
)
from common.signed_distance import EMPTY_DISTANCE_MM, scaled_distance, signed_distance_mm
from common.splits import ANATOMIES_BY_SET, set_of_anatomy


def ball(radius_mm: float, size: int = 32) -> np.ndarray:
    axis = (np.arange(size) - size // 2) * 2.0
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    return z**2 + y**2 + x**2 <= radius_mm**2


def test_distance_is_negative_exactly_inside():
    mask = ball(14)
    assert np.array_equal(signed_distance_mm(mask) < 0, mask)


def test_distance_is_half_a_voxel_on_both_sides_of_a_flat_edge():
    mask = np.zeros((16, 8, 8), bool)
    mask[:8] = True
    profile = signed_distance_mm(mask)[:, 4, 4]
    assert profile[7] == -1 and profile[8] == 1 and profile[0] == -15 and profile[15] == 15


def test_distance_of_a_complement_is_the_negative():
    mask = ball(11)
    assert np.allclose(signed_distance_mm(~mask), -signed_distance_mm(mask))


def test_empty_mask_is_far_everywhere():
    distance = signed_distance_mm(np.zeros((8, 8, 8), bool))
    assert (distance == EMPTY_DISTANCE_MM).all()
    assert (scaled_distance(distance) == 1).all()


def test_extrapolation_at_zero_days_changes_nothing():
    mask = ball(14)
    result = extrapolate_distance_mm(signed_distance_mm(mask), 0, np.ones(mask.shape))
    assert np.array_equal(result < 0, mask)


def test_extrapolation_grows_the_radius_of_a_ball():
    mask = ball(12)
    result = extrapolate_distance_mm(signed_distance_mm(mask), 6, np.ones(mask.shape))
    grown_mm = equivalent_radius_mm((result < 0).sum() * 8.0) - equivalent_radius_mm(mask.sum() * 8.0)
    assert grown_mm == pytest.approx(6, abs=1.0)  # half a voxel


def test_extrapolation_stays_in_tissue_but_keeps_the_last_mask():
    mask, tissue = ball(12), np.ones((32, 32, 32))
    tissue[:16] = 0
    result = extrapolate_distance_mm(signed_distance_mm(mask), 15, tissue) < 0
    assert np.array_equal(result[:16], mask[:16])
    assert result[16:].sum() > mask[16:].sum()


def test_empty_mask_stays_empty():
    distance = signed_distance_mm(np.zeros((8, 8, 8), bool))
    assert not (extrapolate_distance_mm(distance, 55, np.ones((8, 8, 8))) < 0).any()


@pytest.mark.parametrize(("before", "after", "days", "rate"), [(1e3, 1e3, 30, 0), (1e3, 1e6, 10, 0.15), (1e6, 1e3, 10, -0.1)])
def test_rate_is_clamped(before, after, days, rate):
    assert radial_rate_mm_per_day(before, after, days) == pytest.approx(rate)


def test_exponential_growth_doubles_a_volume_in_its_doubling_time():
    grown_mm = exponential_growth_mm(1000, 2000, 60, 60)
    assert equivalent_radius_mm(2000) + grown_mm == pytest.approx(equivalent_radius_mm(4000))


def test_exponential_growth_is_bounded():
    grown_mm = exponential_growth_mm(1000, 8000, 30, 365)
    assert equivalent_radius_mm(8000) + grown_mm == pytest.approx(equivalent_radius_mm(8000 * LARGEST_GROWTH_FACTOR))
    assert exponential_growth_mm(8000, 1000, 30, 365) > -equivalent_radius_mm(1000)


def test_no_anatomy_is_in_two_sets():
    numbers = [number for anatomies in ANATOMIES_BY_SET.values() for number in anatomies]
    assert len(numbers) == len(set(numbers)) == 16
    assert set_of_anatomy(16) == "test"
    with pytest.raises(ValueError, match="no set"):
        set_of_anatomy(17)
