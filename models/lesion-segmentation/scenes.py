"""Make and store heads with lesions: soft maps on the head grid, from which images are rendered anew for every use.

python models/lesion-segmentation/scenes.py --set train --count 300
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.ndimage import binary_closing, binary_fill_holes, distance_transform_edt, label

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.anatomy import SPACING_MM, load_fractions
from common.head_grid import HEAD_SHAPE, sample_head
from common.mass_effect import displacement_mm, push
from common.random_draws import log_uniform
from common.scene_sets import SceneJob, scene_command, store
from common.signed_distance import signed_distance_mm
from distractors import draw_distractors
from lesions import LesionMaps, add_cavity, add_tumour, no_lesion

MODEL = "lesion-segmentation"
KINDS = ("tumour", "several", "cavity", "healthy")
KIND_SHARES = (0.6, 0.13, 0.13, 0.14)
TEST_KINDS = ("tumour", "tumour", "several", "cavity", "tumour", "healthy")
"""Kinds of the test set, in turn."""

BRAIN_STEP_MM = 0.1
DEPTH_STEP_MM = 0.1
SHIFT_VOXEL = 7.0


@dataclass(frozen=True)
class Scene:
    """One head; arrays [D, H, W] of HEAD_SHAPE.

    :param classes: uint8, two most frequent classes of a voxel as first * 8 + second
    :param share: uint8, share of the first of them
    :param core: uint8, soft core, >= 128 is core
    :param depth: uint8, tenths of a millimetre inside the core
    :param oedema: uint8, square root of the leaked share: 255 at the source, falling off round it
    :param cavity: uint8, soft
    :param brain: int8, tenths of a millimetre of signed distance to the brain, negative inside
    :param distractors: uint8 [3, D, H, W] vessel, dura, plexus
    """

    classes: np.ndarray
    share: np.ndarray
    core: np.ndarray
    depth: np.ndarray
    oedema: np.ndarray
    cavity: np.ndarray
    brain: np.ndarray
    distractors: np.ndarray
    meta: dict


def make_scene(fractions: np.ndarray, kind: str, rng: np.random.Generator) -> Scene:
    """One head of a kind; draws again until it has the lesions of its kind.

    :param fractions: uint8 anatomy from `common.anatomy.tissue_fractions`
    """
    while True:
        head = sample_head(fractions, rng, SHIFT_VOXEL)
        maps = no_lesion()
        if _add_lesions(maps, head, kind, rng):
            break
    if kind != "healthy" and rng.random() < 0.5:
        head, maps = _displace(head, maps, rng.uniform(2, 8))
    brain_mm = _brain_distance_mm(head, maps)
    distractors = draw_distractors(head, brain_mm, rng)
    order = torch.topk(head[:-1], 2, dim=0)
    total = order.values.sum(dim=0).clamp(min=1e-6)
    core = np.rint(maps.core * 255).astype(np.uint8)
    depth = distance_transform_edt(core >= 128) * SPACING_MM if (core >= 128).any() else np.zeros(HEAD_SHAPE)
    return Scene(
        (order.indices[0] * 8 + order.indices[1]).numpy().astype(np.uint8),
        (order.values[0] / total * 255).round().numpy().astype(np.uint8),
        core,
        np.clip(np.rint(depth / DEPTH_STEP_MM), 0, 255).astype(np.uint8),
        np.rint(np.sqrt(np.clip(maps.oedema, 0, 1)) * 255).astype(np.uint8),
        np.rint(np.clip(maps.cavity, 0, 1) * 255).astype(np.uint8),
        np.clip(np.rint(brain_mm / BRAIN_STEP_MM), -127, 127).astype(np.int8),
        np.rint(np.stack([distractors[name] for name in ("vessel", "dura", "plexus")]).clip(0, 1) * 255).astype(np.uint8),
        {"kind": kind},
    )


def load_scene(path: Path) -> Scene:
    """Read one scene file."""
    with np.load(path) as stored:
        names = ("classes", "share", "core", "depth", "oedema", "cavity", "brain", "distractors")
        return Scene(*(stored[name] for name in names), json.loads(str(stored["meta"])))


def store_scene(path: Path, scene: Scene) -> None:
    """Write one scene file whole or not at all."""
    store(path, {name: value for name, value in vars(scene).items() if name != "meta"}, scene.meta)


def make_scene_file(job: SceneJob) -> None:
    """Make and store one scene."""
    rng, testing = job.random(), job.set_name == "test"
    anatomy = job.anatomy(job.number // len(TEST_KINDS) if testing else job.number)
    fractions = load_fractions(job.sources.anatomy, job.sources.cache / "anatomy", anatomy)
    drawn = str(rng.choice(KINDS, p=KIND_SHARES))
    scene = make_scene(fractions, TEST_KINDS[job.number % len(TEST_KINDS)] if testing else drawn, rng)
    scene.meta.update(anatomy=anatomy, number=job.number)
    store_scene(job.path, scene)


def _add_lesions(maps: LesionMaps, head: torch.Tensor, kind: str, rng: np.random.Generator) -> bool:
    if kind == "healthy":
        return True
    if kind == "cavity":
        return add_cavity(maps, head, log_uniform((4, 50), rng), rng)
    if kind == "several":
        made = [add_tumour(maps, head, log_uniform((0.2, 12), rng), rng) for _ in range(int(rng.integers(2, 6)))]
        return any(made)
    return add_tumour(maps, head, log_uniform((0.4, 60), rng), rng)


def _displace(head: torch.Tensor, maps: LesionMaps, cap_mm: float) -> tuple[torch.Tensor, LesionMaps]:
    """Push tissue and lesions outwards from the core and cavity."""
    field = displacement_mm((maps.core >= 0.5) | (maps.cavity >= 0.5), cap_mm)
    lesions = torch.from_numpy(np.stack([maps.core, maps.oedema, maps.cavity]))
    moved = push(torch.cat([head, lesions]), field).clamp(0, 1)
    core, oedema, cavity = (channel.numpy().copy() for channel in moved[-3:])
    core[binary_fill_holes(core >= 0.5) & (core < 0.5) & (cavity < 0.5)] = 1.0
    return moved[:-3], LesionMaps(core, oedema, cavity)


def _brain_distance_mm(head: torch.Tensor, maps: LesionMaps) -> np.ndarray:
    """Signed distance to the brain: tissue, lesions, ventricles and narrow sulci, as skull stripping would keep them."""
    tissue = (head[1:4].sum(dim=0).numpy() > 0.5) | (maps.core >= 0.5) | (maps.cavity >= 0.5)
    groups, count = label(tissue)
    if count > 1:
        tissue = groups == 1 + np.argmax(np.bincount(groups.ravel())[1:])
    padded = np.pad(tissue, 4)
    brain = binary_fill_holes(binary_closing(padded, iterations=3))[4:-4, 4:-4, 4:-4]
    return signed_distance_mm(brain, SPACING_MM)


if __name__ == "__main__":
    scene_command(__doc__, MODEL, make_scene_file)
