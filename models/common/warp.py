"""Random affine and elastic variation of an anatomy, sampled straight into a cube round a point."""

import numpy as np
import torch
from torch.nn.functional import grid_sample, interpolate


def sample_cube(fractions: np.ndarray, centre_voxel: np.ndarray, size: int, rng: np.random.Generator) -> torch.Tensor:
    """Cut a randomly warped cube out of an anatomy: mirror, rotation, scale, shear and smooth elastic.

    :param fractions: uint8 [K, D, H, W], 0..255, 2 mm
    :param centre_voxel: [3] D, H, W; the point that lands in the middle of the cube
    :param size: edge of the cube in voxels
    :returns: float32 [K, size, size, size], 0..1
    """
    steps = torch.linspace(-(size - 1) / 2, (size - 1) / 2, size)
    grid = torch.stack(torch.meshgrid(steps, steps, steps, indexing="ij"), dim=-1)
    matrix = torch.tensor(random_linear(rng), dtype=torch.float32)
    warped = grid @ matrix.T + _elastic(size, rng) + torch.tensor(centre_voxel, dtype=torch.float32)
    shape = torch.tensor(fractions.shape[1:], dtype=torch.float32)
    normalised = (2 * warped + 1) / shape - 1
    source = torch.from_numpy(fractions)[None].float()
    cube = grid_sample(source, normalised.flip(-1)[None], mode="bilinear", align_corners=False)[0] / 255
    missing = 1 - cube[:-1].sum(dim=0)
    cube[0] += missing.clamp(min=0)
    return cube


def random_linear(rng: np.random.Generator) -> np.ndarray:
    """Random linear map in D, H, W: mirror left-right in half of the draws, up to ~9 degrees, scale 0.9..1.1, shear.

    :returns: float64 [3, 3]
    """
    angles = rng.normal(0, 0.08, 3)
    matrix = np.eye(3)
    for axis, angle in enumerate(angles):
        first, second = [other for other in range(3) if other != axis]
        rotation = np.eye(3)
        rotation[first, first] = rotation[second, second] = np.cos(angle)
        rotation[first, second], rotation[second, first] = -np.sin(angle), np.sin(angle)
        matrix = matrix @ rotation
    matrix = matrix @ (np.diag(rng.uniform(0.9, 1.1, 3)) + rng.normal(0, 0.02, (3, 3)))
    if rng.random() < 0.5:
        matrix = matrix @ np.diag([1.0, 1.0, -1.0])
    return matrix


def smooth_field(size: int, knots: int, rng: np.random.Generator, channels: int = 1) -> torch.Tensor:
    """Smooth random field of about unit standard deviation.

    :param knots: independent values along each edge; fewer is smoother
    :returns: float32 [channels, size, size, size]
    """
    coarse = torch.tensor(rng.normal(size=(1, channels, knots, knots, knots)), dtype=torch.float32)
    fine = interpolate(coarse, size=(size, size, size), mode="trilinear", align_corners=True)[0]
    return fine / fine.std().clamp(min=1e-6)


def _elastic(size: int, rng: np.random.Generator) -> torch.Tensor:
    amplitude_voxel = rng.uniform(0, 1.2)
    return smooth_field(size, 6, rng, channels=3).permute(1, 2, 3, 0) * amplitude_voxel
