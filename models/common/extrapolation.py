"""The rival `linear-extrapolation`: the equivalent radius goes on growing at the rate seen between two visits."""

import numpy as np

RATE_LIMITS_MM_PER_DAY = (-0.10, 0.15)
"""Smallest and largest radial rate that two visits may imply."""

OUTSIDE_TISSUE_MM = 1.0
"""Distance given to voxels where no tumour can live."""


def equivalent_radius_mm(volume_mm3: float) -> float:
    """Radius of the sphere of the same volume."""
    return (3 * volume_mm3 / (4 * np.pi)) ** (1 / 3)


def radial_rate_mm_per_day(volume_before_mm3: float, volume_after_mm3: float, interval_days: float) -> float:
    """Change of the equivalent radius per day, clamped to `RATE_LIMITS_MM_PER_DAY`."""
    change = equivalent_radius_mm(volume_after_mm3) - equivalent_radius_mm(volume_before_mm3)
    return float(np.clip(change / interval_days, *RATE_LIMITS_MM_PER_DAY))


def extrapolate_distance_mm(
    distance_mm: np.ndarray, rate_mm_per_day: float, horizon_days: float, tissue: np.ndarray
) -> np.ndarray:
    """Signed distance at the horizon: last distance minus rate times horizon, kept inside tissue.

    :param distance_mm: [D, H, W] mm of the last visit, negative inside; an empty mask stays empty
    :param tissue: [D, H, W], >= 0.5 where a tumour can live
    :returns: float32 [D, H, W] mm
    """
    if not (distance_mm < 0).any():
        return distance_mm.astype(np.float32)
    moved = distance_mm - rate_mm_per_day * horizon_days
    allowed = (tissue >= 0.5) | (distance_mm < 0)
    return np.where(allowed, moved, np.maximum(moved, OUTSIDE_TISSUE_MM)).astype(np.float32)
