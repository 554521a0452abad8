"""The rivals `linear-extrapolation` and `exponential-extrapolation`: what two visits show goes on.

Linear: the equivalent radius goes on growing at the same rate. Exponential: the volume goes on growing by the same factor.
"""

import numpy as np

RATE_LIMITS_MM_PER_DAY = (-0.10, 0.15)
"""Smallest and largest radial rate that two visits may imply."""

EXPONENT_LIMITS_PER_DAY = (-0.03, 0.05)
"""Smallest and largest exponent that two visits may imply."""

LARGEST_GROWTH_FACTOR = 8.0
"""No volume is extrapolated exponentially beyond this multiple of the last one."""

OUTSIDE_TISSUE_MM = 1.0
"""Distance given to voxels where no tumour can live."""


def equivalent_radius_mm(volume_mm3: float) -> float:
    """Radius of the sphere of the same volume."""
    return (3 * volume_mm3 / (4 * np.pi)) ** (1 / 3)


def radial_rate_mm_per_day(volume_before_mm3: float, volume_after_mm3: float, interval_days: float) -> float:
    """Change of the equivalent radius per day, clamped to `RATE_LIMITS_MM_PER_DAY`."""
    change = equivalent_radius_mm(volume_after_mm3) - equivalent_radius_mm(volume_before_mm3)
    return float(np.clip(change / interval_days, *RATE_LIMITS_MM_PER_DAY))


def exponential_growth_mm(volume_before_mm3: float, volume_after_mm3: float, interval_days: float, horizon_days: float) -> float:
    """Growth of the equivalent radius up to the horizon where the volume goes on multiplying as between two visits.

    :param volume_before_mm3: > 0
    :param volume_after_mm3: > 0
    :returns: mm, negative for a shrinking lesion
    """
    exponent = np.clip(np.log(volume_after_mm3 / volume_before_mm3) / interval_days, *EXPONENT_LIMITS_PER_DAY)
    factor = min(float(np.exp(exponent * horizon_days)), LARGEST_GROWTH_FACTOR)
    return equivalent_radius_mm(volume_after_mm3 * factor) - equivalent_radius_mm(volume_after_mm3)


def extrapolate_distance_mm(distance_mm: np.ndarray, growth_mm: float, tissue: np.ndarray) -> np.ndarray:
    """Signed distance at the horizon: last distance minus the growth, kept inside tissue.

    :param distance_mm: [D, H, W] mm of the last visit, negative inside; an empty mask stays empty
    :param growth_mm: radial rate times horizon, or the result of `exponential_growth_mm`
    :param tissue: [D, H, W], >= 0.5 where a tumour can live
    :returns: float32 [D, H, W] mm
    """
    if not (distance_mm < 0).any():
        return distance_mm.astype(np.float32)
    moved = distance_mm - growth_mm
    allowed = (tissue >= 0.5) | (distance_mm < 0)
    return np.where(allowed, moved, np.maximum(moved, OUTSIDE_TISSUE_MM)).astype(np.float32)
