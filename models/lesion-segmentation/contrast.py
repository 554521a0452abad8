"""Scanner contrasts of a head: half in the order that real sequences have, half with random class means.

Lesion cues stay what they are in reality whatever the means: with contrast agent the core is brighter than the tissue round
it and its dead part dark; oedema is brighter than white matter on T2 and FLAIR; oedema is no brighter than tissue on T1.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch

from common.anatomy import CLASSES
from common.rendering import SEQUENCES, draw_scanner

DISTRACTORS = ("vessel", "dura", "plexus")


@dataclass(frozen=True)
class Look:
    """Contrast of one sequence in arbitrary units; lesion values are brightness, not differences.

    :param means: [len(CLASSES)] brightness of each class
    :param texture: relative deviation of the tissue texture
    :param variety: how far soft tissue outside the skull varies
    :param rim: enhancing (or, without agent, solid) part of the core
    :param rim_texture: deviation of patches inside the rim
    :param dead: dead centre
    :param oedema: whole abnormality outside the core
    :param oedema_mix: share by which oedema replaces tissue, 0..1
    :param distractors: brightness of vessel, dura, plexus
    """

    means: np.ndarray
    texture: float
    variety: float
    rim: float
    rim_texture: float
    dead: float
    oedema: float
    oedema_mix: float
    distractors: tuple[float, float, float]


@dataclass(frozen=True)
class Maps:
    """Soft maps at any set of voxels, float32 0..1: classes [K, ...], the rest [...]; distractors [3, ...]."""

    fractions: torch.Tensor
    rim: torch.Tensor
    dead: torch.Tensor
    oedema: torch.Tensor
    distractors: torch.Tensor


def draw_looks(rng: np.random.Generator) -> dict[str, Look]:
    """Contrast of the four sequences of one visit."""
    scanner = draw_scanner(4, rng)
    realistic = rng.random() < 0.5
    looks = {}
    for name in SEQUENCES:
        keep_order = realistic or rng.random() < 0.15
        means = scanner.means[name].copy() if keep_order else _random_means(name, rng)
        if keep_order:
            means[5:] *= rng.uniform(0.5, 1.5, 3)
        looks[name] = _look(name, means, rng)
    return looks


def paint(maps: Maps, fields: dict[str, torch.Tensor], look: Look) -> torch.Tensor:
    """Noise-free brightness without bias.

    :param fields: `texture`, `patches` and `variety` at the same voxels, about unit deviation
    :returns: float32, shape of `maps.rim`
    """
    means = torch.from_numpy(look.means.astype(np.float32))
    plain = torch.tensordot(means, maps.fractions, dims=1) * (1 + look.texture * fields["texture"])
    plain = plain + look.variety * maps.fractions[5] * fields["variety"]
    for index, value in enumerate(look.distractors):
        weight = maps.distractors[index]
        plain = plain * (1 - weight) + value * weight
    tissue = maps.fractions[1:4].sum(dim=0)
    weight = look.oedema_mix * maps.oedema * tissue
    lesioned = plain * (1 - weight) + look.oedema * (1 + 0.04 * fields["texture"]) * weight
    rim = look.rim + look.rim_texture * fields["patches"].clamp(-2, 2)
    lesioned = lesioned * (1 - maps.rim) + rim * maps.rim
    dead = look.dead * (1 + 0.06 * fields["texture"])
    return (lesioned * (1 - maps.dead) + dead * maps.dead).clamp(min=0)


def without_texture(look: Look) -> Look:
    """The same contrast without random variation, to compare brightness."""
    return replace(look, texture=0.0, variety=0.0, rim_texture=0.0)


def _random_means(name: str, rng: np.random.Generator) -> np.ndarray:
    """Random brightness per class; air dark, fluid mostly on the side of tissue where the sequence has it."""
    means = rng.uniform(0.15, 1.0, len(CLASSES))
    means[0] = rng.uniform(0, 0.06)
    low, high = means[1:4].min(), means[1:4].max()
    if rng.random() < (0.85 if name == "t2" else 0.9):
        means[4] = rng.uniform(high, high + 0.6) if name == "t2" else rng.uniform(0.05, max(0.08, low - 0.03))
    means[6] = rng.uniform(0.02, 0.45)
    means[7] = rng.uniform(0.2, 1.4)
    return means


def _look(name: str, means: np.ndarray, rng: np.random.Generator) -> Look:
    draw = {"t1": _on_t1, "t1c": _on_t1c}.get(name, _on_t2)
    lesion = draw(name, means, rng)
    white = means[1]
    bright = white + rng.uniform(0.0, 0.9, 3) if name == "t1c" else means[4] + (white - means[4]) * rng.uniform(-0.2, 1.1, 3)
    if name != "t1c" and rng.random() < 0.6:
        bright[0] = rng.uniform(0.02, 0.25)
    return Look(
        means,
        rng.uniform(0.01, 0.07),
        rng.uniform(0, 0.35) * means[5],
        distractors=tuple(float(max(0.0, value)) for value in bright),
        **lesion,
    )


def _on_t1c(_: str, means: np.ndarray, rng: np.random.Generator) -> dict:
    low, high = means[1:4].min(), means[1:4].max()
    rim = high + rng.uniform(0.12, 0.75)
    return {
        "rim": rim,
        "rim_texture": rng.uniform(0, 0.4) * (rim - high),
        "dead": rng.uniform(min(0.12, 0.5 * low), low + 0.25 * (rim - low)),
        "oedema": low * rng.uniform(0.65, 1.0),
        "oedema_mix": rng.uniform(0.2, 0.9),
    }


def _on_t1(_: str, means: np.ndarray, rng: np.random.Generator) -> dict:
    low, high = means[1:4].min(), means[1:4].max()
    bleeds = rng.random() < 0.12
    return {
        "rim": rng.uniform(0.65 * low, 0.5 * (low + high)),
        "rim_texture": rng.uniform(0, 0.08),
        "dead": high * rng.uniform(1.0, 1.5) if bleeds else low * rng.uniform(0.3, 0.95),
        "oedema": low * rng.uniform(0.65, 1.0),
        "oedema_mix": rng.uniform(0.2, 0.9),
    }


def _on_t2(name: str, means: np.ndarray, rng: np.random.Generator) -> dict:
    white, high = means[1], means[1:4].max()
    oedema = max(white + rng.uniform(0.12, 0.6), high + rng.uniform(-0.02, 0.3))
    fluid = means[4]
    return {
        "rim": white + (oedema - white) * rng.uniform(0.25, 1.15),
        "rim_texture": rng.uniform(0, 0.1),
        "dead": rng.uniform(min(fluid, oedema), max(fluid, oedema) + 0.1) if name == "flair" else oedema * rng.uniform(0.7, 1.4),
        "oedema": oedema,
        "oedema_mix": rng.uniform(0.65, 1.0),
    }
