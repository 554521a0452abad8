"""T1, T1 with contrast agent, T2 and FLAIR of a simulated patient, from class fractions and cell density.

Per-class Gaussian texture with partial volume, ring enhancement with a dark centre on T1c, a bright halo on T2 and FLAIR. The
texture belongs to the patient and is shared by all visits; contrast, bias, noise and resolution belong to a scanner.
"""

from dataclasses import dataclass

import numpy as np
import torch

from common.anatomy import CLASSES
from common.warp import smooth_field

SEQUENCES = ("t1", "t1c", "t2", "flair")
"""Order of every axis of images."""

_TYPICAL = {  # air, white, cortex, deepGrey, fluid, soft, bone, fat
    "t1": (0.02, 0.68, 0.50, 0.56, 0.20, 0.45, 0.16, 0.85),
    "t1c": (0.02, 0.66, 0.50, 0.56, 0.20, 0.45, 0.16, 0.85),
    "t2": (0.02, 0.38, 0.52, 0.46, 0.98, 0.40, 0.12, 0.62),
    "flair": (0.02, 0.46, 0.58, 0.56, 0.10, 0.45, 0.14, 0.62),
}
_PIVOT = {"t1": 0.57, "t1c": 0.56, "t2": 0.45, "flair": 0.54}
"""Brightness round which the contrast between white and grey matter is stretched."""


@dataclass(frozen=True)
class Scanner:
    """One draw of contrast, bias, noise and lesion appearance; `means` per sequence follow `CLASSES`.

    Lesion values are in units of the images: `enhancement` above tissue, `necrosis` against fluid on T1c, `oedema_dark` a share
    on T1 and T1c, `oedema_bright` above tissue on FLAIR and T2, `core_dark` a share on T1, `core_flair` the dead centre on FLAIR.
    """

    means: dict[str, np.ndarray]
    enhancement: float
    necrosis: float
    oedema_dark: float
    oedema_bright: dict[str, float]
    core_dark: float
    core_flair: float
    bias: dict[str, torch.Tensor]
    noise: dict[str, float]
    slice_mm: dict[str, float]


@dataclass(frozen=True)
class Lesion:
    """Soft maps of a visit, float32 [D, H, W] 0..1: enhancing rim, dead centre, whole abnormality, core."""

    rim: torch.Tensor
    dead: torch.Tensor
    oedema: torch.Tensor
    core: torch.Tensor


def draw_scanner(size: int, rng: np.random.Generator) -> Scanner:
    """Draw a scanner for cubes of an edge of `size` voxels."""
    means = {name: np.array(_TYPICAL[name]) * rng.uniform(0.88, 1.12, len(CLASSES)) for name in SEQUENCES}
    for name in SEQUENCES:
        contrast = rng.uniform(0.6, 1.3)
        means[name][1:4] = _PIVOT[name] + contrast * (means[name][1:4] - _PIVOT[name])
    return Scanner(
        means,
        rng.uniform(0.25, 0.75),
        rng.uniform(-0.2, 0.0),
        rng.uniform(0.04, 0.14),
        {"flair": rng.uniform(0.28, 0.62), "t2": rng.uniform(0.25, 0.5)},
        rng.uniform(0.05, 0.25),
        rng.uniform(0.45, 0.95),
        {name: torch.exp(smooth_field(size, 3, rng)[0] * rng.uniform(0, 0.07)) for name in SEQUENCES},
        {name: rng.uniform(0.006, 0.03) for name in SEQUENCES},
        {name: draw_slice_mm(rng) for name in SEQUENCES},
    )


def draw_slice_mm(rng: np.random.Generator) -> float:
    """Slice thickness: half of the draws near 1-2 mm, the rest up to 6.5 mm."""
    return float(rng.uniform(1, 2)) if rng.random() < 0.5 else float(rng.uniform(2, 6.5))


def draw_texture(size: int, rng: np.random.Generator) -> torch.Tensor:
    """Tissue texture of a patient shared by all visits, float32 [2, D, H, W], about unit deviation."""
    fine = smooth_field(size, size // 2, rng, channels=2)
    return 0.6 * fine + 0.8 * smooth_field(size, 9, rng, channels=2)


def soften_lesion(
    density: torch.Tensor, edges: tuple[float, float, float], texture: torch.Tensor, scar: torch.Tensor | None = None
) -> Lesion:
    """Soft lesion maps from a density.

    :param edges: cell density at the edge of core, oedema, necrosis
    :param texture: from `draw_texture`; makes the dead centre irregular
    :param scar: share of the density that is dead cells, 0..1; inside the core, more than two thirds looks like necrosis
    """
    core_edge, oedema_edge, necrosis_edge = edges
    core = torch.sigmoid((density - core_edge) / 0.05)
    dead = torch.sigmoid((density - necrosis_edge + 0.02 * texture[0]) / 0.02)
    if scar is not None:
        deep = torch.sigmoid((density - core_edge - 0.12) / 0.03)
        dead = torch.maximum(dead, deep * torch.sigmoid((scar - 0.66 + 0.03 * texture[0]) / 0.06))
    oedema = torch.sigmoid((density - oedema_edge) / 0.03)
    return Lesion(core * (1 - dead), dead * core, oedema, core)


def render(fractions: torch.Tensor, lesion: Lesion, texture: torch.Tensor, scanner: Scanner, sequence: str) -> torch.Tensor:
    """Noise-free image of one visit.

    :param fractions: float32 [len(CLASSES), D, H, W]
    :returns: float32 [D, H, W], arbitrary units of the scanner
    """
    means = torch.tensor(scanner.means[sequence], dtype=torch.float32)
    plain = torch.einsum("k,kdhw->dhw", means, fractions) * (1 + 0.035 * texture[SEQUENCES.index(sequence) % 2])
    parenchyma = fractions[1:4].sum(dim=0)
    if sequence in ("t1", "t1c"):
        lesioned = _t1(plain, parenchyma, lesion, texture, scanner, sequence == "t1c")
    else:
        lesioned = _t2(plain, fractions, lesion, texture, scanner, sequence)
    return lesioned * scanner.bias[sequence]


def acquire(image: torch.Tensor, noise: float, slice_mm: float, rng: np.random.Generator) -> torch.Tensor:
    """Rician noise, then the resolution of thick slices along the first axis.

    :param noise: standard deviation of each channel of the complex signal, in image units
    """
    real = image + torch.from_numpy(rng.standard_normal(image.shape, dtype=np.float32) * np.float32(noise))
    imaginary = torch.from_numpy(rng.standard_normal(image.shape, dtype=np.float32) * np.float32(noise))
    return thicken(torch.sqrt(real**2 + imaginary**2), slice_mm)


def thicken(image: torch.Tensor, slice_mm: float, spacing_mm: float = 2.0) -> torch.Tensor:
    """Resample to slices of a thickness along the first axis and back, linearly; nothing up to the grid's spacing."""
    if slice_mm <= spacing_mm * 1.1:
        return image
    depth = image.shape[0]
    slices = max(4, round(depth * spacing_mm / slice_mm))
    columns = image.reshape(depth, -1).T[None]
    thick = torch.nn.functional.interpolate(columns, size=slices, mode="area")
    return torch.nn.functional.interpolate(thick, size=depth, mode="linear")[0].T.reshape(image.shape)


def _t1(plain, parenchyma, lesion: Lesion, texture, scanner: Scanner, contrast_agent: bool) -> torch.Tensor:
    base = plain * (1 - scanner.oedema_dark * lesion.oedema * parenchyma)
    bright = 0.6 + scanner.enhancement * (1 + 0.12 * texture[1])
    rim = bright if contrast_agent else base * (1 - scanner.core_dark)
    with_rim = base * (1 - lesion.rim) + rim * lesion.rim
    return with_rim * (1 - lesion.dead) + (0.42 + scanner.necrosis) * lesion.dead


def _t2(plain, fractions, lesion: Lesion, texture, scanner: Scanner, sequence: str) -> torch.Tensor:
    weight = fractions[1] + 0.75 * fractions[2] + 0.85 * fractions[3]
    halo = plain + scanner.oedema_bright[sequence] * (1 + 0.05 * texture[0]) * lesion.oedema * weight
    core = halo * (1 - 0.18 * lesion.rim)
    dead_value = 0.35 + 0.5 * scanner.core_flair if sequence == "flair" else 0.6 + 0.35 * scanner.core_flair
    dead = lesion.dead * fractions[1:4].sum(dim=0)
    return core * (1 - dead) + dead_value * dead
