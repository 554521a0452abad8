"""What a scanner does to a clean image: noise, blur, thick slices, misregistration, and what preparation does to brightness."""

import numpy as np
import torch
from scipy.ndimage import gaussian_filter

from common.rendering import thicken


def magnitude(image: torch.Tensor, deviation: float, rng: np.random.Generator) -> torch.Tensor:
    """Magnitude of a noisy signal."""
    return (image + torch.from_numpy(rng.standard_normal(image.shape, dtype=np.float32)) * float(deviation)).abs()


def resolve(image: torch.Tensor, slice_mm: float, axis: int, blur_voxel: float = 0.0) -> torch.Tensor:
    """In-plane blur and thick slices across an axis."""
    values = image.numpy()
    if blur_voxel > 0:
        values = gaussian_filter(values, blur_voxel, truncate=3)
    turned = torch.from_numpy(np.ascontiguousarray(np.moveaxis(values, axis, 0)))
    return thicken(turned, slice_mm).movedim(0, axis)


def shift(image: torch.Tensor, voxels) -> torch.Tensor:
    """Image moved by parts of a voxel along each axis, linear.

    :param voxels: three numbers between -1 and 1
    """
    for axis, amount in enumerate(voxels):
        if amount:
            image = torch.lerp(image, image.roll(int(np.sign(amount)), axis), abs(float(amount)))
    return image


def stretch(image: torch.Tensor, top: float, gamma: float, clip: float = np.inf) -> torch.Tensor:
    """Gamma round the brightest tissue, and clipping of the brightest values.

    :param top: brightness of the brightest tissue; :param clip: over 1.5 times that
    """
    image = top * (image / top) ** float(gamma)
    return image.clamp(max=float(clip) * 1.5 * top) if np.isfinite(clip) else image
