"""Mass effect: tissue pushed outwards by a growing core, as a capped, smooth backward displacement."""

import numpy as np
import torch
from scipy.ndimage import gaussian_filter

from common.velocity_field import sample

SMALLEST_JACOBIAN = 0.3


def displacement_mm(core: np.ndarray, cap_mm: float, width_mm: float = 8.0, spacing_mm: float = 2.0) -> np.ndarray:
    """Outward displacement: minus the gradient of the smoothed core, scaled to a largest length.

    :param core: bool [D, H, W]
    :param cap_mm: largest displacement, 5..8 mm; lowered until the Jacobian stays above `SMALLEST_JACOBIAN`
    :returns: float32 [3, D, H, W] mm along D, H, W
    """
    smooth = gaussian_filter(core.astype(np.float32), width_mm / spacing_mm)
    field = -np.stack(np.gradient(smooth)).astype(np.float32)
    longest = float(np.sqrt((field**2).sum(axis=0)).max())
    if longest < 1e-6:
        return np.zeros_like(field)
    radius_mm = (3 * core.sum() * spacing_mm**3 / (4 * np.pi)) ** (1 / 3)
    length = min(cap_mm, 0.4 * radius_mm)
    field *= length / longest
    while jacobian(field, spacing_mm).min() < SMALLEST_JACOBIAN:
        field *= 0.8
    return field


def jacobian(field_mm: np.ndarray, spacing_mm: float = 2.0) -> np.ndarray:
    """Determinant of the Jacobian of the backward map x -> x - displacement(x), [D, H, W]."""
    gradient = np.stack([np.stack(np.gradient(component, spacing_mm)) for component in field_mm])
    matrix = np.eye(3, dtype=np.float32)[:, :, None, None, None] - gradient
    return np.linalg.det(np.moveaxis(matrix, (0, 1), (-2, -1)))


def push(volumes: torch.Tensor, field_mm: np.ndarray, spacing_mm: float = 2.0) -> torch.Tensor:
    """Displace volumes: the value at x comes from x - displacement(x), linear, edge values outside.

    :param volumes: float32 [K, D, H, W]
    """
    return sample(volumes, torch.from_numpy(field_mm) / -spacing_mm)
