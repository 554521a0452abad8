"""Signed distance of a mask, negative inside; twin of the TypeScript side (model interface, 'Signed distance')."""

import numpy as np
from scipy.ndimage import distance_transform_edt, find_objects

EMPTY_DISTANCE_MM = 1000.0
"""Stands for 'no such structure'; every clip makes it the largest value."""


def signed_distance_mm(mask: np.ndarray, spacing_mm: float = 2.0) -> np.ndarray:
    """Distance to the edge of a mask: outside = distance to the nearest mask voxel centre minus half a voxel.

    :param mask: bool [D, H, W]
    :returns: float32 [D, H, W] mm, negative inside; `EMPTY_DISTANCE_MM` everywhere for an empty mask
    """
    if not mask.any():
        return np.full(mask.shape, EMPTY_DISTANCE_MM, np.float32)
    if mask.all():
        return np.full(mask.shape, -EMPTY_DISTANCE_MM, np.float32)
    signed = distance_transform_edt(~mask).astype(np.float32) * spacing_mm - spacing_mm / 2
    box = _box_round(mask)  # what is nearest to a voxel inside lies right beside the mask
    part = mask[box]
    inside = distance_transform_edt(part).astype(np.float32) * spacing_mm
    signed[box] = np.where(part, spacing_mm / 2 - inside, signed[box])
    return signed


def scaled_distance(distance_mm: np.ndarray, scale_mm: float = 20.0) -> np.ndarray:
    """Network's form of a distance: clip(mm / scale, -1, 1)."""
    return np.clip(distance_mm / scale_mm, -1, 1).astype(np.float32)


def _box_round(mask: np.ndarray) -> tuple[slice, ...]:
    """Box of a mask with one voxel more on every side, where there is one."""
    (box,) = find_objects(mask.astype(np.uint8))
    return tuple(slice(max(0, part.start - 1), part.stop + 1) for part in box)
