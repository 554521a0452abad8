"""Grid of a whole head: where it lies, how images on it are normalised, smooth fields and warped anatomy on it.

Twin of the TypeScript side of lesion-segmentation: foreground, placement and normalisation must agree with it.
"""

from functools import cache

import numpy as np
import torch
from torch.nn.functional import grid_sample, interpolate

from common.anatomy import SPACING_MM
from common.warp import random_linear

HEAD_SHAPE = (96, 112, 96)
"""Voxels of 2 mm along superior, posterior, left."""

FOREGROUND_FRACTION = 0.1
CLIP = (-4.0, 8.0)
DIVISOR = 4.0
TOP_AREA_MM2 = 500.0
TOP_TO_CENTRE_MM = 88.0
HEAD_DEPTH_MM = 160.0
"""Part below the top whose width decides where the middle is; what lies lower is neck."""


def foreground_of(image: np.ndarray) -> np.ndarray:
    """Voxels brighter than a tenth of the 99th percentile of the positive voxels.

    :param image: any shape
    :returns: bool, all False where nothing is positive
    """
    positive = image[image > 0]
    if positive.size == 0:
        return np.zeros(image.shape, bool)
    return image > FOREGROUND_FRACTION * np.percentile(positive, 99)


def head_centre(foreground: np.ndarray, spacing_mm: float = SPACING_MM) -> np.ndarray:
    """Centre of the grid in voxel indices of a foreground mask: 88 mm below the top, middle of the head across.

    :param foreground: bool [D, H, W], growing towards superior, posterior, left
    :returns: float64 [3] D, H, W
    :raises ValueError: no plane has 5 cm2 of foreground
    """
    areas = foreground.sum(axis=(1, 2)) * spacing_mm**2
    planes = np.nonzero(areas >= TOP_AREA_MM2)[0]
    if len(planes) == 0:
        raise ValueError("no plane shows a head")
    top = int(planes[-1])
    lowest = max(0, top - round(HEAD_DEPTH_MM / spacing_mm))
    _, rows, columns = np.nonzero(foreground[lowest : top + 1])
    middle = [0.5 * (np.percentile(axis, 1) + np.percentile(axis, 99)) for axis in (rows, columns)]
    return np.array([top - TOP_TO_CENTRE_MM / spacing_mm, *middle])


def foreground_statistics(values: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation over the foreground of an image; (0, 1) where there is none."""
    inside = values[foreground_of(values)]
    if inside.size == 0:
        return 0.0, 1.0
    return float(inside.mean()), float(inside.std()) or 1.0


def normalise_head(image, statistics: tuple[float, float]):
    """clip((x - mean) / deviation, -4, 8) / 4.

    :param image: array or tensor
    :param statistics: from `foreground_statistics` of the whole grid
    """
    mean, deviation = statistics
    return ((image - mean) / deviation).clip(*CLIP) / DIVISOR


def smooth_box(shape: tuple[int, ...], knots: tuple[int, ...] | int, rng: np.random.Generator, channels: int = 1) -> torch.Tensor:
    """Smooth random field of about unit standard deviation on a box.

    :param knots: independent values along each axis; fewer is smoother
    :returns: float32 [channels, *shape]
    """
    counts = (knots,) * 3 if isinstance(knots, int) else knots
    coarse = torch.from_numpy(rng.standard_normal((1, channels, *counts), dtype=np.float32))
    fine = interpolate(coarse, size=shape, mode="trilinear", align_corners=True)[0]
    return fine / fine.std().clamp(min=1e-6)


class KnotField:
    """Smooth random field on the head grid that is evaluated only where it is needed; about `deviation` everywhere."""

    RESTORE = 1.84
    """Inverse of the deviation that linear interpolation leaves of unit knots, (2/3)^1.5."""

    def __init__(self, knots: tuple[int, int, int], rng: np.random.Generator, deviation: float = 1.0) -> None:
        self.values = rng.standard_normal(knots, dtype=np.float32) * np.float32(deviation * self.RESTORE)

    def at(self, where: tuple[slice, ...]) -> torch.Tensor:
        """Values at a part of the grid, float32 [D, H, W]."""
        field = torch.from_numpy(self.values)
        for axis, part in enumerate(where):
            weights = _linear_weights(HEAD_SHAPE[axis], self.values.shape[axis])[part]
            field = torch.tensordot(field, weights, dims=([0], [1]))
        return field


@cache
def _linear_weights(size: int, knots: int) -> torch.Tensor:
    """Weights of knots at every voxel, float32 [size, knots]; the outer knots lie on the outer voxels."""
    position = torch.linspace(0, knots - 1, size)
    return (1 - (position[:, None] - torch.arange(knots)).abs()).clamp(min=0)


def sample_head(fractions: np.ndarray, rng: np.random.Generator, shift_voxel: float) -> torch.Tensor:
    """Randomly warped anatomy on the head grid: mirror, rotation, scale, shear, elastic, shifted placement.

    :param fractions: uint8 [K, D, H, W], 0..255, 2 mm, first channel air, last channel a seed region
    :param shift_voxel: largest shift of the grid along each axis
    :returns: float32 [K, *HEAD_SHAPE], 0..1
    """
    head = sample_at(fractions, draw_places(fractions, rng, shift_voxel))
    head[0] += (1 - head[:-1].sum(dim=0)).clamp(min=0)
    return head


def draw_places(fractions: np.ndarray, rng: np.random.Generator, shift_voxel: float) -> torch.Tensor:
    """Random places of the head grid in an anatomy, as `sample_head` draws them.

    :returns: float32 [*HEAD_SHAPE, 3], coordinates of `grid_sample`
    """
    axes = [torch.arange(size, dtype=torch.float32) - (size - 1) / 2 for size in HEAD_SHAPE]
    grid = torch.stack(torch.meshgrid(*axes, indexing="ij"), dim=-1)
    matrix = torch.tensor(random_linear(rng), dtype=torch.float32)
    centre = head_centre(fractions[0] < 128) + rng.uniform(-shift_voxel, shift_voxel, 3)
    elastic = smooth_box(HEAD_SHAPE, (6, 7, 6), rng, channels=3).permute(1, 2, 3, 0) * rng.uniform(0, 1.5)
    points = grid @ matrix.T + elastic + torch.tensor(centre, dtype=torch.float32)
    return ((2 * points + 1) / torch.tensor(fractions.shape[1:], dtype=torch.float32) - 1).flip(-1)


def sample_at(maps: np.ndarray, places: torch.Tensor) -> torch.Tensor:
    """Maps of an anatomy at some places, linear.

    :param maps: uint8 [K, D, H, W], 0..255; :param places: from `draw_places`
    :returns: float32 [K, *HEAD_SHAPE], 0..1
    """
    return grid_sample(torch.from_numpy(maps)[None].float(), places[None], mode="bilinear", align_corners=False)[0] / 255
