"""What goes wrong with inputs: segmentations that differ by observer, thick slices, imperfect tissue maps."""

import numpy as np
import torch
from scipy.ndimage import binary_fill_holes

from common.rendering import thicken
from common.signed_distance import signed_distance_mm
from common.warp import smooth_field


def perturb_mask(mask: np.ndarray, slice_mm: float, strength: float, rng: np.random.Generator) -> np.ndarray:
    """Move the edge of a mask by a smooth random amount in proportion to its size, and by thick slices.

    :param mask: bool [D, H, W], cube
    :param strength: 0 leaves the mask; 1 gives a Dice of about 0.85 at worst
    :returns: bool [D, H, W]; the mask itself where the change would empty it
    """
    if strength <= 0 or not mask.any():
        return mask
    radius_mm = (3 * mask.sum() * 8.0 / (4 * np.pi)) ** (1 / 3)
    smooth = smooth_field(mask.shape[0], 12, rng)[0].numpy()
    offset_mm = strength * radius_mm * (rng.uniform(0, 0.09) * smooth + rng.uniform(-0.045, 0.045))
    distance = signed_distance_mm(mask) + offset_mm
    if slice_mm > 3:
        distance = thicken(torch.from_numpy(distance.clip(-60, 60)), slice_mm).numpy()
    changed = binary_fill_holes(distance < 0)
    return changed if changed.sum() >= 8 else mask


def perturb_tissue(tissue: torch.Tensor, strength: float, rng: np.random.Generator) -> torch.Tensor:
    """Blur and bias a tissue map, 0..1, as an automatic segmentation would.

    :param tissue: float32 [D, H, W]
    """
    noise = smooth_field(tissue.shape[0], 24, rng)[0] * 0.18 * strength
    soft = torch.nn.functional.avg_pool3d(tissue[None, None], 3, stride=1, padding=1)[0, 0]
    mix = float(rng.uniform(0, 0.5)) * strength
    return ((1 - mix) * tissue + mix * soft + noise * ((tissue > 0.02) & (tissue < 0.98))).clamp(0, 1)
