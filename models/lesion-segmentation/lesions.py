"""Lesions of a whole head: grown tumours with their oedema, and resection cavities with what is left at their rim."""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import binary_fill_holes, distance_transform_edt, gaussian_filter, map_coordinates

from common import growth
from common.anatomy import SPACING_MM, VOXEL_ML
from common.head_grid import HEAD_SHAPE, smooth_box
from common.random_draws import log_uniform
from common.tumour_parameters import TRAINING_RANGES, draw_parameters

BOX = 72
"""Edge in voxels of the cube in which one lesion grows."""

LONGEST_GROWTH_DAYS = 4000


@dataclass
class LesionMaps:
    """Soft maps on the head grid, float32 0..1 [D, H, W]; `oedema` is 1 in the source and falls off round it."""

    core: np.ndarray
    oedema: np.ndarray
    cavity: np.ndarray


def no_lesion() -> LesionMaps:
    """Maps of a healthy head."""
    return LesionMaps(*(np.zeros(HEAD_SHAPE, np.float32) for _ in range(3)))


def add_tumour(maps: LesionMaps, head: torch.Tensor, core_ml: float, rng: np.random.Generator) -> bool:
    """Grow one tumour from a random point of the cerebrum and merge it into the maps.

    :param head: float32 [K + 1, D, H, W] class fractions and the cerebrum
    :returns: False where this draw gave no tumour
    """
    place = _draw_place(head, rng)
    if place is None:
        return False
    box, seed = place
    white, grey = head[(1, *box)], _grey_with_sulci(head[(slice(None), *box)])
    parameters = draw_parameters(TRAINING_RANGES, rng)
    faces = _faces(white, grey, parameters.diffusivity_mm2_per_day, rng.uniform(2, 30), rng)
    edge = parameters.core_edge + rng.uniform(0, 0.16) * smooth_box(white.shape, 12, rng)[0].clamp(-2, 2)
    density = _grow(_ball(white.shape, seed, 4.0)[None] * (white + grey >= 0.5), faces, parameters, (edge, core_ml))
    if density is None:
        return False
    core = torch.sigmoid((density - edge) / 0.05).numpy()
    core[density.numpy() < 0.02] = 0
    core = _deform(core, rng) * (white + grey > 0.3).numpy()
    filled = binary_fill_holes(core >= 0.5)
    core[filled & (core < 0.5)] = 1.0
    _merge(maps.core, core, box)
    _merge(maps.oedema, _spread_oedema(core, white, grey, rng), box)
    return True


def add_cavity(maps: LesionMaps, head: torch.Tensor, volume_ml: float, rng: np.random.Generator) -> bool:
    """Cut an irregular hole into the cerebrum, filled with fluid; often leave enhancing tissue on parts of its rim.

    :param head: changed in place
    :returns: False where there is no room
    """
    place = _draw_place(head, rng)
    if place is None:
        return False
    box, seed = place
    white, grey = head[(1, *box)].clone(), head[(2, *box)] + head[(3, *box)]
    tissue = (white + grey).numpy()
    radius = (3 * volume_ml / VOXEL_ML / (4 * np.pi)) ** (1 / 3)
    distance = np.sqrt(sum((index - centre) ** 2 for index, centre in zip(np.indices(tissue.shape), seed, strict=True)))
    wobble = smooth_box(white.shape, 9, rng)[0].numpy()
    cavity = (distance < radius * (1 + 0.22 * wobble)) & (tissue > 0.3)
    if cavity.sum() < 40:
        return False
    soft = np.clip(gaussian_filter(cavity.astype(np.float32), 0.5), 0, 1) * (cavity | (tissue > 0.05))
    core = np.zeros_like(soft)
    if rng.random() < 0.65:
        core = _remnant(cavity, tissue, rng)
    halo = np.maximum(core, gaussian_filter(cavity.astype(np.float32), 1.0) > 0.3).astype(np.float32)
    _merge(maps.cavity, soft, box)
    _merge(maps.core, core, box)
    _merge(maps.oedema, _spread_oedema(halo, white, grey, rng), box)
    hole = torch.from_numpy(soft)
    head[(slice(None), *box)] *= 1 - hole
    head[(4, *box)] += hole
    return True


def _remnant(cavity: np.ndarray, tissue: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Enhancing tissue on part of the rim of a cavity, 3 to 12 mm thick."""
    outside_mm = distance_transform_edt(~cavity) * SPACING_MM
    thickness = rng.uniform(3, 12) * np.clip(smooth_box(cavity.shape, 7, rng)[0].numpy() + rng.uniform(-0.6, 0.8), 0, 1.3)
    soft = 1 / (1 + np.exp(-(thickness - outside_mm) / 0.8))
    return (soft * (thickness > 1) * ~cavity * (tissue > 0.3)).astype(np.float32)


def _draw_place(head: torch.Tensor, rng: np.random.Generator) -> tuple[tuple[slice, ...], np.ndarray] | None:
    """Box round a random point of the cerebrum and the point inside that box."""
    candidates = torch.nonzero((head[-1] > 0.6) & (head[1:4].sum(dim=0) > 0.7))
    if len(candidates) < 500:
        return None
    point = candidates[int(rng.integers(len(candidates)))].numpy()
    starts = [int(np.clip(value - BOX // 2, 0, size - BOX)) for value, size in zip(point, HEAD_SHAPE, strict=True)]
    return tuple(slice(start, start + BOX) for start in starts), point - np.array(starts)


def _grey_with_sulci(head: torch.Tensor) -> torch.Tensor:
    """Grey matter and the narrow sulci beside it, which a tumour fills; wide fluid stays a barrier."""
    wide = torch.nn.functional.avg_pool3d(head[4][None, None], 5, stride=1, padding=2)[0, 0]
    return head[2] + head[3] + head[4] * (wide < 0.5)


def _ball(shape: tuple[int, ...], centre: np.ndarray, squared_width: float) -> torch.Tensor:
    axes = [(torch.arange(size) - float(middle)) ** 2 for size, middle in zip(shape, centre, strict=True)]
    squared = axes[0].view(-1, 1, 1) + axes[1].view(1, -1, 1) + axes[2].view(1, 1, -1)
    return 0.9 * torch.exp(-squared / squared_width)


def _faces(white: torch.Tensor, grey: torch.Tensor, value: float, ratio: float, rng: np.random.Generator) -> list[torch.Tensor]:
    values = growth.diffusivity(white, grey, value, ratio)[None]
    if rng.random() < 0.5:
        return growth.face_conductivities(values)
    logarithms = smooth_box(white.shape, 5, rng, channels=3) * rng.uniform(0.2, 0.6)
    factors = torch.exp(logarithms - logarithms.mean(dim=0, keepdim=True)).clamp(0.3, 3.0)
    return growth.face_conductivities(values, factors[None])


def _grow(
    density: torch.Tensor, faces: list[torch.Tensor], parameters, target: tuple[torch.Tensor, float]
) -> torch.Tensor | None:
    """Grow until the visible core has a volume.

    :param target: density at the edge of the core per voxel, and ml
    :returns: [D, H, W], or None where it takes too long
    """
    edge, core_ml = target
    rates = {"proliferation": torch.tensor([parameters.proliferation_per_day]), "kill": torch.zeros(1)}
    step = growth.stable_step_days(max(float(face.max()) for face in faces), parameters.proliferation_per_day, SPACING_MM)
    day, days = 0.0, max(6 * step, 3.0)
    while float((density[0] > edge).sum()) * VOXEL_ML < core_ml:
        growth.advance(density, faces, rates, torch.tensor([days]), step)
        day += days
        if day > LONGEST_GROWTH_DAYS:
            return None
    return density[0]


def _deform(core: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Lobes and dents that growth in two tissues does not give: a random displacement of up to about 8 mm."""
    strength = max(0.0, rng.uniform(-1.0, 3.5))
    field = smooth_box(core.shape, int(rng.integers(6, 12)), rng, channels=3).clamp(-2, 2).numpy() * strength
    return map_coordinates(core, np.indices(core.shape, np.float32) + field, order=1, mode="constant").clip(0, 1)


def _spread_oedema(source: np.ndarray, white: torch.Tensor, grey: torch.Tensor, rng: np.random.Generator) -> np.ndarray:
    """Fluid that leaks from a source along white matter: diffusion with the source held, for a random reach of 5 to 28 mm."""
    faces = _faces(white, grey, 1.0, log_uniform((1.5, 15), rng), rng)
    reach_mm = log_uniform((5, 28), rng)
    step = growth.stable_step_days(max(float(face.max()) for face in faces), 0.0, SPACING_MM)
    held, spread = torch.from_numpy(source)[None], torch.from_numpy(source)[None].clone()
    still = {"proliferation": torch.zeros(1), "kill": torch.zeros(1)}
    days = reach_mm**2 / 2 / 10
    for _ in range(10):
        growth.advance(spread, faces, still, torch.tensor([float(days)]), step)
        spread = torch.maximum(spread, held)
    return spread[0].numpy()


def _merge(target: np.ndarray, part: np.ndarray, box: tuple[slice, ...]) -> None:
    np.maximum(target[box], part, out=target[box])
