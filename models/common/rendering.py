"""T1 with contrast agent and FLAIR of a simulated patient, from class fractions and cell density.

Per-class Gaussian texture with partial volume, ring enhancement with a dark centre on T1c, a bright halo on FLAIR. The
texture belongs to the patient and is shared by all visits; contrast, bias, noise and resolution belong to a scanner.
"""

from dataclasses import dataclass

import numpy as np
import torch

from common.anatomy import CLASSES
from common.warp import smooth_field

SEQUENCES = ("t1c", "flair")

_TYPICAL = {  # air, white, cortex, deepGrey, fluid, soft, bone, fat
    "t1c": (0.02, 0.66, 0.50, 0.56, 0.20, 0.45, 0.16, 0.85),
    "flair": (0.02, 0.46, 0.58, 0.56, 0.10, 0.45, 0.14, 0.62),
}


@dataclass(frozen=True)
class Scanner:
    """One draw of contrast, bias, noise and lesion appearance; `means` per sequence follow `CLASSES`."""

    means: dict[str, np.ndarray]
    enhancement: float
    necrosis: float
    oedema_dark: float
    oedema_bright: float
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
    contrast = rng.uniform(0.6, 1.3)
    means["t1c"][1:4] = 0.56 + contrast * (means["t1c"][1:4] - 0.56)
    bias = {name: torch.exp(smooth_field(size, 3, rng)[0] * rng.uniform(0, 0.07)) for name in SEQUENCES}
    slices = {name: draw_slice_mm(rng) for name in SEQUENCES}
    return Scanner(
        means,
        rng.uniform(0.25, 0.75),
        rng.uniform(-0.2, 0.0),
        rng.uniform(0.04, 0.14),
        rng.uniform(0.28, 0.62),
        rng.uniform(0.45, 0.95),
        bias,
        {name: rng.uniform(0.006, 0.03) for name in SEQUENCES},
        slices,
    )


def draw_slice_mm(rng: np.random.Generator) -> float:
    """Slice thickness: half of the draws near 1-2 mm, the rest up to 6.5 mm."""
    return float(rng.uniform(1, 2)) if rng.random() < 0.5 else float(rng.uniform(2, 6.5))


def draw_texture(size: int, rng: np.random.Generator) -> torch.Tensor:
    """Tissue texture of a patient shared by all visits, float32 [2, D, H, W], about unit deviation."""
    fine = smooth_field(size, size // 2, rng, channels=2)
    return 0.6 * fine + 0.8 * smooth_field(size, 9, rng, channels=2)


def soften_lesion(density: torch.Tensor, edges: tuple[float, float, float], texture: torch.Tensor) -> Lesion:
    """Soft lesion maps from a density.

    :param edges: cell density at the edge of core, oedema, necrosis
    :param texture: from `draw_texture`; makes the dead centre irregular
    """
    core_edge, oedema_edge, necrosis_edge = edges
    core = torch.sigmoid((density - core_edge) / 0.05)
    dead = torch.sigmoid((density - necrosis_edge + 0.02 * texture[0]) / 0.02)
    oedema = torch.sigmoid((density - oedema_edge) / 0.03)
    return Lesion(core * (1 - dead), dead * core, oedema, core)


def render(fractions: torch.Tensor, lesion: Lesion, texture: torch.Tensor, scanner: Scanner, sequence: str) -> torch.Tensor:
    """Noise-free image of one visit.

    :param fractions: float32 [len(CLASSES), D, H, W]
    :returns: float32 [D, H, W], arbitrary units of the scanner
    """
    means = torch.tensor(scanner.means[sequence], dtype=torch.float32)
    index = SEQUENCES.index(sequence)
    plain = torch.einsum("k,kdhw->dhw", means, fractions) * (1 + 0.035 * texture[index])
    tissue = fractions[1:4].sum(dim=0)
    lesioned = (
        _t1c(plain, tissue, lesion, texture, scanner) if sequence == "t1c" else _flair(plain, fractions, lesion, texture, scanner)
    )
    return lesioned * scanner.bias[sequence]


def acquire(image: torch.Tensor, noise: float, slice_mm: float, rng: np.random.Generator) -> torch.Tensor:
    """Rician noise, then the resolution of thick slices along the first axis.

    :param noise: standard deviation of each channel of the complex signal, in image units
    """
    real = image + torch.tensor(rng.normal(0, noise, image.shape), dtype=torch.float32)
    imaginary = torch.tensor(rng.normal(0, noise, image.shape), dtype=torch.float32)
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


def _t1c(plain, tissue, lesion: Lesion, texture, scanner: Scanner) -> torch.Tensor:
    base = plain * (1 - scanner.oedema_dark * lesion.oedema * tissue)
    bright = scanner.enhancement * (1 + 0.12 * texture[1])
    with_rim = base * (1 - lesion.rim) + (0.6 + bright) * lesion.rim
    return with_rim * (1 - lesion.dead) + (0.42 + scanner.necrosis) * lesion.dead


def _flair(plain, fractions, lesion: Lesion, texture, scanner: Scanner) -> torch.Tensor:
    weight = fractions[1] + 0.75 * fractions[2] + 0.85 * fractions[3]
    halo = plain + scanner.oedema_bright * (1 + 0.05 * texture[0]) * lesion.oedema * weight
    core = halo * (1 - 0.18 * lesion.rim)
    dead_value = 0.35 + 0.5 * scanner.core_flair
    return core * (1 - lesion.dead * fractions[1:4].sum(dim=0)) + (dead_value * lesion.dead * fractions[1:4].sum(dim=0))
