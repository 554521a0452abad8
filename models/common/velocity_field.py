"""Stationary velocity fields: from a prescribed divergence, integrated to a diffeomorphism, and what that does to volumes.

Arrays are [D, H, W] of voxels; velocities [3, D, H, W] in voxels per year along the same axes. A point x of today lies at
phi(x) = x + u(x) after `exponential(v, years)`; det J of phi is the volume of a bit of tissue over its volume today.
Prescribed divergence after Khanal et al., Front Neurosci 11:132 (2017).
"""

import numpy as np
import torch
from scipy.ndimage import gaussian_filter
from scipy.sparse import coo_matrix, diags
from scipy.sparse.linalg import cg
from torch.nn.functional import grid_sample

TOLERANCE = 1e-4
MOST_ITERATIONS = 2000
SMOOTHING_VOXEL = 0.6
LARGEST_STEP_VOXEL = 0.25
"""Longest step along an axis of the first displacement, before it is squared."""


class NoFluxFlow:
    """Gradient flows of a prescribed divergence that stay inside a region; the region's equations are set up once.

    :param inside: bool [D, H, W], connected
    """

    def __init__(self, inside: np.ndarray) -> None:
        self.inside = inside
        numbers = np.full(inside.shape, -1)
        numbers[inside] = np.arange(int(inside.sum()))
        self.pairs = [_neighbours(numbers, axis) for axis in range(3)]
        first, second = np.concatenate(self.pairs, axis=1)
        ones, count = np.ones(len(first)), int(inside.sum())
        links = coo_matrix((ones, (first, second)), (count, count))
        links = (links + links.T).tocsr()
        degree = np.asarray(links.sum(axis=1)).ravel()
        self.minus_laplacian = diags(degree) - links
        self.preconditioner = diags(1 / np.maximum(degree, 1))

    def velocity(self, divergence: np.ndarray, start: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Velocity of a divergence, whose mean over the region is taken off, so that volume is kept.

        :param divergence: float [D, H, W] per year
        :param start: potential of a similar divergence, to start from
        :returns: velocity float32 [3, D, H, W], smoothed a little; potential float64 [voxels inside]
        :raises RuntimeError: the equations were not solved
        """
        wanted = divergence[self.inside]
        potential, failed = cg(
            self.minus_laplacian, wanted.mean() - wanted, start, rtol=TOLERANCE, maxiter=MOST_ITERATIONS, M=self.preconditioner
        )
        if failed:
            raise RuntimeError(f"no flow after {MOST_ITERATIONS} iterations")
        velocity = np.zeros((3, int(self.inside.sum())))
        for part, (first, second) in zip(velocity, self.pairs, strict=True):
            flux = 0.5 * (potential[second] - potential[first])
            part[first] += flux
            part[second] += flux
        field = np.zeros((3, *self.inside.shape), np.float32)
        field[:, self.inside] = velocity
        return np.stack([gaussian_filter(part, SMOOTHING_VOXEL) for part in field]), potential


def exponential(velocity: torch.Tensor, years: float) -> torch.Tensor:
    """Displacement after some years, by scaling and squaring.

    :param velocity: float32 [3, D, H, W], voxels per year
    :param years: negative for the way back
    :returns: float32 [3, D, H, W], voxels
    """
    longest = float(velocity.detach().abs().max()) * abs(years)
    squarings = max(0, int(np.ceil(np.log2(max(longest, 1e-9) / LARGEST_STEP_VOXEL))))
    displacement = velocity * (years / 2**squarings)
    for _ in range(squarings):
        displacement = displacement + sample(displacement, displacement)
    return displacement


def sample(field: torch.Tensor, displacement: torch.Tensor, mode: str = "bilinear") -> torch.Tensor:
    """Field at x + displacement(x), linear; the edge value goes on outside.

    :param field: float32 [C, D, H, W]; :param displacement: float32 [3, D, H, W] voxels
    """
    shape, device = displacement.shape[1:], displacement.device
    axes = torch.meshgrid(*[torch.arange(size, dtype=torch.float32, device=device) for size in shape], indexing="ij")
    points = [(2 * (axis + part) + 1) / size - 1 for axis, part, size in zip(axes, displacement, shape, strict=True)]
    grid = torch.stack(points[::-1], dim=-1)[None]
    return grid_sample(field[None], grid, mode=mode, padding_mode="border", align_corners=False)[0]


def jacobian_determinant(displacement: torch.Tensor) -> torch.Tensor:
    """Determinant of the derivative of x + displacement(x), central differences, float32 [D, H, W]."""
    rows = []
    for index in range(3):
        derivatives = torch.gradient(displacement[index])
        rows.append([part + (1.0 if axis == index else 0.0) for axis, part in enumerate(derivatives)])
    (a, b, c), (d, e, f), (g, h, i) = rows
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _neighbours(numbers: np.ndarray, axis: int) -> np.ndarray:
    """Pairs of voxels inside that touch along an axis, int [2, pairs]."""
    size = numbers.shape[axis]
    pairs = np.stack([numbers.take(range(0, size - 1), axis).ravel(), numbers.take(range(1, size), axis).ravel()])
    return pairs[:, (pairs >= 0).all(axis=0)]
