"""Structures of a healthy head that light up with contrast agent: vessels, dura and sinuses, choroid plexus."""

import numpy as np
import torch
from scipy.ndimage import distance_transform_edt, gaussian_filter

from common.head_grid import HEAD_SHAPE, smooth_box


def draw_distractors(head: torch.Tensor, brain_mm: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Soft maps of bright structures.

    :param head: float32 [K + 1, D, H, W]
    :param brain_mm: signed distance to the brain, mm, negative inside
    :returns: `vessel`, `dura`, `plexus`, float32 0..1 [D, H, W]
    """
    bone_voxel = distance_transform_edt((head[6] < 0.5).numpy()).astype(np.float32)
    return {
        "vessel": _vessels(head, brain_mm, rng),
        "dura": _dura(head, brain_mm, bone_voxel, rng),
        "plexus": _plexus(head, bone_voxel, rng),
    }


def _vessels(head: torch.Tensor, brain_mm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Random walks of 1 voxel's width, most along fluid, some through tissue."""
    fluid, tree = head[4].numpy(), np.zeros(HEAD_SHAPE, np.float32)
    starts = np.argwhere((brain_mm < 3) & (fluid > 0.4))
    deep = np.argwhere(brain_mm < -10)
    if len(starts) == 0 or len(deep) == 0:
        return tree
    for _ in range(int(rng.integers(10, 45))):
        through_tissue = rng.random() < 0.2
        pool = deep if through_tissue else starts
        _walk(tree, pool[rng.integers(len(pool))].astype(float), None if through_tissue else fluid, rng)
    return np.clip(gaussian_filter(tree, 0.45) * 2.2, 0, 1)


def _walk(tree: np.ndarray, point: np.ndarray, fluid: np.ndarray | None, rng: np.random.Generator) -> None:
    direction, value = rng.normal(size=3), rng.uniform(0.4, 1.0)
    for _ in range(int(rng.integers(10, 45))):
        options = direction / (np.linalg.norm(direction) + 1e-6) + rng.normal(0, 0.45, (5, 3))
        options /= np.linalg.norm(options, axis=1, keepdims=True)
        cells = np.rint(point + options).astype(int)
        if (cells < 0).any() or (cells >= np.array(HEAD_SHAPE)).any():
            return
        best = 0 if fluid is None else int(np.argmax(fluid[tuple(cells.T)] + rng.uniform(0, 0.1, 5)))
        direction, point = options[best], point + options[best]
        tree[tuple(cells[best])] = value


def _dura(head: torch.Tensor, brain_mm: np.ndarray, bone_voxel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Patchy sheet between brain and bone, thick in a few places as venous sinuses are."""
    sheet = (brain_mm > -1) & (brain_mm < 10) & (bone_voxel > 0) & (bone_voxel <= 1.5)
    patches = smooth_box(HEAD_SHAPE, 9, rng)[0].numpy()
    sinus = (brain_mm > -3) & (brain_mm < 10) & (bone_voxel > 0) & (bone_voxel <= 3.2) & (patches > 1.5)
    soft = np.clip(0.1 + 0.35 * patches, 0, 0.7) * sheet
    return gaussian_filter(np.maximum(soft, sinus).astype(np.float32), 0.4)


def _plexus(head: torch.Tensor, bone_voxel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Small clumps in the ventricles."""
    clumps = smooth_box(HEAD_SHAPE, (30, 34, 30), rng)[0].numpy()
    inside = (head[4].numpy() > 0.5) & (bone_voxel > 11)
    return gaussian_filter((inside & (clumps > rng.uniform(0.7, 1.6))).astype(np.float32), 0.4)
