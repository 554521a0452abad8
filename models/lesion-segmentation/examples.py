"""Stored scenes -> network inputs and truth: contrast, acquisition and cropping drawn anew for every use."""

from dataclasses import dataclass

import numpy as np
import torch

from common.acquisition import magnitude, resolve, shift, stretch
from common.anatomy import CLASSES
from common.head_grid import HEAD_SHAPE, KnotField, foreground_statistics, normalise_head
from common.rendering import SEQUENCES, draw_slice_mm
from contrast import Maps, draw_looks, paint
from scenes import BRAIN_STEP_MM, DEPTH_STEP_MM, Scene

OUTPUTS = ("brain", "core", "necrosisOrCavity", "oedema")
STRIDE = 4
"""Every fourth voxel along each axis gives the statistics of a whole image."""

WHOLE = (slice(None),) * 3


@dataclass(frozen=True)
class Acquisition:
    """Everything that is drawn once per example apart from contrast and fields.

    :param present: bool per sequence
    :param noise: deviation over the brightest tissue
    :param slice_mm: slice thickness per sequence; :param slice_axis: axis across the slices
    :param strip_mm: distance to the brain beyond which the image is 0, None with the head
    :param wedge: cut-off plane of a removed face (position, slope), None with a face
    """

    present: np.ndarray
    slice_mm: np.ndarray
    slice_axis: np.ndarray
    noise: np.ndarray
    blur: np.ndarray
    gamma: np.ndarray
    shift_voxel: np.ndarray
    clip: np.ndarray
    bias: np.ndarray
    strip_mm: float | None
    wedge: tuple[float, float] | None
    planes: tuple[int, int]


@dataclass(frozen=True)
class LesionEdges:
    """Where lesions end: level of the stored oedema, and thickness of the living rim in mm (inf: no dead centre)."""

    oedema: float
    oedema_softness: float
    rim_mm: float
    rim_roughness_mm: float
    enhances: bool


def draw_subset(rng: np.random.Generator) -> np.ndarray:
    """Which sequences are present: all in 30 %, T1c alone in 22 %, T1c and FLAIR in 12 %, else any subset."""
    dice = rng.random()
    if dice < 0.30:
        return np.ones(4, bool)
    if dice < 0.52:
        return np.array([False, True, False, False])
    if dice < 0.64:
        return np.array([False, True, False, True])
    while True:
        present = rng.random(4) < 0.5
        if present.any():
            return present


def draw_acquisition(rng: np.random.Generator) -> Acquisition:
    """Random scanner and preparation."""
    thick = rng.random()
    common = draw_slice_mm(rng)
    slices = np.array([common if rng.random() < 0.6 else draw_slice_mm(rng) for _ in SEQUENCES])
    axis = 0 if thick < 0.7 else int(rng.integers(3))
    lowest, highest = (int(rng.integers(0, 36)), int(rng.integers(0, 14))) if rng.random() < 0.4 else (0, 0)
    return Acquisition(
        draw_subset(rng),
        slices,
        np.array([axis if rng.random() < 0.85 else rng.integers(3) for _ in SEQUENCES]),
        rng.uniform(0.004, 0.045, 4),
        np.where(rng.random(4) < 0.5, 0.0, rng.uniform(0.2, 0.8, 4)),
        np.exp(rng.normal(0, 0.18, 4)),
        np.where(rng.random((4, 1)) < 0.5, 0.0, rng.normal(0, 0.33, (4, 3))).clip(-0.75, 0.75),
        np.where(rng.random(4) < 0.12, rng.uniform(0.75, 1.1, 4), np.inf),
        rng.uniform(0, 0.22, 4) * (rng.random(4) < 0.8),
        float(rng.uniform(-2, 5)) if rng.random() < 0.4 else None,
        (float(rng.uniform(4, 30)), float(rng.uniform(0.2, 0.9))) if rng.random() < 0.15 else None,
        (lowest, HEAD_SHAPE[0] - highest),
    )


def draw_edges(rng: np.random.Generator) -> LesionEdges:
    """Random lesion edges; a fifth has no dead centre, one in fifteen does not enhance at all."""
    return LesionEdges(
        float(rng.uniform(0.12, 0.6)) if rng.random() < 0.9 else 0.97,
        float(rng.uniform(0.01, 0.05)),
        float(np.exp(rng.uniform(np.log(2.0), np.log(9.0)))) if rng.random() < 0.8 else float("inf"),
        float(rng.uniform(0.3, 3.5)),
        rng.random() >= 0.065,
    )


def soft_maps(scene: Scene, edges: LesionEdges, necrosis: torch.Tensor, where: tuple[slice, ...]) -> Maps:
    """Maps of a scene at a part of the grid.

    :param necrosis: field that makes the dead centre irregular, at that part
    """
    first, second = np.divmod(scene.classes[where], 8)
    share = torch.from_numpy(scene.share[where].astype(np.float32) / 255)
    fractions = torch.zeros(len(CLASSES), *share.shape)
    fractions.scatter_(0, torch.from_numpy(first.astype(np.int64))[None], share[None])
    fractions.scatter_add_(0, torch.from_numpy(second.astype(np.int64))[None], 1 - share[None])
    core, cavity = _unit(scene.core[where]), _unit(scene.cavity[where])
    depth = torch.from_numpy(scene.depth[where].astype(np.float32) * DEPTH_STEP_MM)
    dead = core * torch.sigmoid((depth + edges.rim_roughness_mm * necrosis - edges.rim_mm) / 0.7) * (depth > 1.5)
    leaked = _unit(scene.oedema[where])
    oedema = torch.maximum(torch.sigmoid((leaked - edges.oedema) / edges.oedema_softness), core) * (leaked > 0.02) * (1 - cavity)
    distractors = torch.from_numpy(scene.distractors[(slice(None), *where)].astype(np.float32) / 255) * (1 - core)
    if not edges.enhances:
        core, dead = torch.zeros_like(core), torch.zeros_like(dead)
    return Maps(fractions, core, dead, oedema, distractors)


def truth_of(scene: Scene, maps: Maps, where: tuple[slice, ...]) -> torch.Tensor:
    """Masks in the order of OUTPUTS, float32 0 or 1 [4, ...]; a cavity is no part of core or oedema."""
    cavity = _unit(scene.cavity[where]) >= 0.5
    core = (maps.rim >= 0.5) & ~cavity
    tissue = maps.fractions[1:4].sum(dim=0) > 0.4
    oedema = core | ((maps.oedema >= 0.5) & tissue & ~cavity)
    brain = torch.from_numpy(scene.brain[where] < 0)
    return torch.stack([brain, core, (core & (maps.dead >= 0.5)) | cavity, oedema]).float()


def build_example(
    scene: Scene, where: tuple[slice, ...], rng: np.random.Generator, acquisition: Acquisition | None = None
) -> dict:
    """One example of a part of the grid.

    :param where: slices of the head grid
    :param acquisition: drawn where None
    :returns: `images` [4, ...] normalised over the whole head, `present` [4], `truth` [4, ...], float32 tensors
    """
    acquisition = acquisition or draw_acquisition(rng)
    looks, edges = draw_looks(rng), draw_edges(rng)
    coarse = (slice(STRIDE // 2, None, STRIDE),) * 3
    fields = {name: _texture(rng) for name in ("texture", "patches")}
    fields |= {"variety": [KnotField((20, 24, 20), rng)], "necrosis": [KnotField((24, 28, 24), rng)]}
    here, sparse = ({name: _sum_at(parts, part) for name, parts in fields.items()} for part in (where, coarse))
    maps, rough = (soft_maps(scene, edges, f["necrosis"], part) for f, part in ((here, where), (sparse, coarse)))
    images = torch.zeros(4, *maps.rim.shape)
    for index, name in enumerate(SEQUENCES):
        if not acquisition.present[index]:
            continue
        bias = KnotField((4, 4, 4), rng)
        shade = [torch.exp(bias.at(part) * acquisition.bias[index]) for part in (where, coarse)]
        clean = (paint(maps, here, looks[name]) * shade[0], paint(rough, sparse, looks[name]) * shade[1])
        top = float(looks[name].means[1:4].max())
        whole = _finish(magnitude(clean[1], acquisition.noise[index] * top, rng), acquisition, index, top)
        whole = _hide(whole, scene, coarse, acquisition)
        crop = _resolve(clean[0], acquisition, index)
        crop = _finish(magnitude(crop, acquisition.noise[index] * top, rng), acquisition, index, top)
        crop = _hide(crop, scene, where, acquisition)
        images[index] = normalise_head(crop, foreground_statistics(whole.numpy()))
    return {
        "images": images,
        "present": torch.from_numpy(acquisition.present.astype(np.float32)),
        "truth": truth_of(scene, maps, where) * _scanned(where, acquisition),
    }


def draw_crop(scene: Scene, size: int, rng: np.random.Generator) -> tuple[slice, ...]:
    """Random cube; round a lesion in three fifths of the draws where there is one, else round a voxel of the brain."""
    lesion = np.flatnonzero((scene.core >= 128) | (scene.cavity >= 128)) if rng.random() < 0.6 else np.empty(0)
    pool = lesion if len(lesion) else np.flatnonzero(scene.brain < 30)
    middle = np.array(np.unravel_index(pool[rng.integers(len(pool))], HEAD_SHAPE)) + rng.integers(-size // 3, size // 3 + 1, 3)
    starts = [int(np.clip(m - size // 2, 0, edge - size)) for m, edge in zip(middle, HEAD_SHAPE, strict=True)]
    return tuple(slice(start, start + size) for start in starts)


def draw_training_example(scene: Scene, size: int, rng: np.random.Generator) -> dict:
    """One random cube of a scene, mirrored left-right in half of the draws, front to back in 15 % (headers err)."""
    example = build_example(scene, draw_crop(scene, size, rng), rng)
    for axis, share in ((-1, 0.5), (-2, 0.15)):
        if rng.random() < share:
            example = {name: value.flip(axis) if value.ndim == 4 else value for name, value in example.items()}
    return example


def _unit(values: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(values.astype(np.float32) / 255)


def _texture(rng: np.random.Generator) -> list[KnotField]:
    """Parts of voxel size and of a few centimetres."""
    return [KnotField((48, 56, 48), rng, 0.6), KnotField((14, 16, 14), rng, 0.8)]


def _sum_at(parts: list[KnotField], where: tuple[slice, ...]) -> torch.Tensor:
    return sum(part.at(where) for part in parts)


def _resolve(image: torch.Tensor, acquisition: Acquisition, index: int) -> torch.Tensor:
    """Misregistration, in-plane blur and thick slices."""
    moved = shift(image, acquisition.shift_voxel[index])
    slice_mm, axis = float(acquisition.slice_mm[index]), int(acquisition.slice_axis[index])
    return resolve(moved, slice_mm, axis, acquisition.blur[index])


def _finish(image: torch.Tensor, acquisition: Acquisition, index: int, top: float) -> torch.Tensor:
    return stretch(image, top, acquisition.gamma[index], acquisition.clip[index])


def _hide(image: torch.Tensor, scene: Scene, where: tuple[slice, ...], acquisition: Acquisition) -> torch.Tensor:
    """Zero what was stripped, removed with the face, or not scanned (on the whole grid: top and bottom planes)."""
    brain_mm = torch.from_numpy(scene.brain[where].astype(np.float32) * BRAIN_STEP_MM)
    keep = torch.ones_like(image, dtype=torch.bool)
    if acquisition.strip_mm is not None:
        keep &= brain_mm < acquisition.strip_mm
    planes, rows, _ = (torch.arange(size)[part] for part, size in zip(where, HEAD_SHAPE, strict=True))
    if acquisition.wedge is not None:
        position, slope = acquisition.wedge
        face = (rows[None, :, None] + slope * planes[:, None, None]) < position + 12 * slope
        keep &= ~(face & (brain_mm > 4))
    return torch.where(keep & _scanned(where, acquisition), image, 0.0)


def _scanned(where: tuple[slice, ...], acquisition: Acquisition) -> torch.Tensor:
    """Planes between the lowest and the highest that was scanned, bool [D, 1, 1]."""
    planes = torch.arange(HEAD_SHAPE[0])[where[0]]
    return ((planes >= acquisition.planes[0]) & (planes < acquisition.planes[1]))[:, None, None]
