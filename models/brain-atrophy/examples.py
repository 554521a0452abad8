"""Stored scenes -> a T1 scan as it might be, and what is asked and answered about it: both directions of time."""

from dataclasses import dataclass

import numpy as np
import torch

from common.acquisition import magnitude, resolve, stretch
from common.anatomy import CLASSES
from common.head_grid import KnotField, foreground_statistics, normalise_head
from common.rendering import draw_scanner, draw_slice_mm
from common.structures import STRUCTURES
from common.velocity_field import exponential, sample
from scenes import COURSES, Scene, refined

LABELS = ("background", "white", "grey", "sulcalFluid", "ventricles", "hippocampus", "deepGrey")
"""Order of the label channels; `white` has the brainstem, `grey` the cortex of brain and cerebellum and the amygdala."""

_PARTS = {
    "white": ("white", "brainstem", "cerebellumWhite"),
    "grey": ("cortex", "cerebellumGrey", "amygdala"),
    "sulcalFluid": ("sulcalFluid",),
    "ventricles": ("ventricles",),
    "hippocampus": ("hippocampus",),
    "deepGrey": ("deepGrey",),
}

CONDITIONS = (
    *(f"is{course.capitalize()}" for course in COURSES),
    "isUnknown",
    "years",
    "isBackward",
    "hasYears",
    "age",
    "hasAge",
)
YEARS_SCALE, AGE_SCALE = 10.0, 100.0
THICKEST_SLICE_MM = 2.0
BACKWARD_SHARE_HEALTHY = 0.3
TEXTURE_SHARE = 0.03
OUTSIDE_BRAIN = CLASSES.index("soft")
"""First of the classes outside the brain and its fluid, but for air."""


@dataclass(frozen=True)
class Question:
    """What is asked about a scan.

    :param backward: towards the healthy counterpart; forward, to a brain of later years
    :param course: of `COURSES`, None where it is not known
    :param years: of disease until the scan, or to come; None where the years of disease are not known
    """

    backward: bool
    course: str | None
    years: float | None
    age_years: float | None


def label_maps(scene: Scene) -> torch.Tensor:
    """Share of every label, float32 [len(LABELS), *HEAD_SHAPE]."""
    parts = [sum(scene.structures[STRUCTURES.index(name)] for name in _PARTS[label]) for label in LABELS[1:]]
    return torch.stack([1 - sum(parts), *parts]).clamp(0, 1)


def draw_question(scene: Scene, rng: np.random.Generator) -> Question:
    """Backward in half of the draws, less often where the answer is nothing; course told in two thirds, years and age in half."""
    backward = bool(rng.random() < (BACKWARD_SHARE_HEALTHY if scene.meta["course"] == "healthy" else 0.5))
    course = scene.meta["course"] if rng.random() < 0.67 else None
    told = not backward or rng.random() < 0.5
    years = scene.meta["yearsSince" if backward else "yearsAhead"] if told else None
    return Question(backward, course, years, scene.meta["ageYears"] if rng.random() < 0.5 else None)


def conditions_of(question: Question) -> torch.Tensor:
    """Values of `CONDITIONS`, float32 [9]; years are negative backwards."""
    sign = -1.0 if question.backward else 1.0
    values = [
        *(question.course == course for course in COURSES),
        question.course is None,
        sign * (question.years or 0.0) / YEARS_SCALE,
        question.backward,
        question.years is not None,
        (question.age_years or 0.0) / AGE_SCALE,
        question.age_years is not None,
    ]
    return torch.tensor([float(value) for value in values])


def answer_of(scene: Scene, question: Question) -> torch.Tensor:
    """Velocity times years of the true answer at 4 mm, in voxels of 2 mm, float32 [3, D/2, H/2, W/2]."""
    if question.backward:
        return scene.since * -scene.meta["yearsSince"]
    return scene.ahead * scene.meta["yearsAhead"]


def build_example(scene: Scene, question: Question, rng: np.random.Generator) -> dict[str, torch.Tensor]:
    """One scan with a question and its answer.

    :returns: `image` [1, ...] normalised, `conditions` [9], `labels` [7, ...], `velocity` [3, .../2] in voxels,
        `answer` [1, ...] the image of the answer, without noise, in units of `image`; float32
    """
    means = _draw_means(rng)
    texture = 1 + TEXTURE_SHARE * (KnotField((48, 56, 48), rng, 0.7).at(_WHOLE) + KnotField((14, 16, 14), rng, 0.7).at(_WHOLE))
    bias = torch.exp(KnotField((4, 4, 4), rng).at(_WHOLE) * float(rng.uniform(0, 0.2)))
    top = float(means[1:4].max())
    gamma = float(np.exp(rng.normal(0, 0.15)))
    outside = _outside_factor(rng)
    painted = _paint(scene.classes, means, outside)
    clean = stretch(painted * texture * bias, top, gamma)
    velocity = answer_of(scene, question)
    backwards = exponential(refined(velocity), -1.0)
    led = sample(clean[None], backwards)[0]
    if question.backward:  # the true counterpart has its own partial volumes; its texture is that of the scan
        counterpart = stretch(_paint(scene.without_disease, means, outside), top, gamma)
        led = led + counterpart - sample(stretch(painted, top, gamma)[None], backwards)[0]
    seen = resolve(clean, _slice_mm(rng), int(rng.integers(3)), float(rng.uniform(0, 0.6)))
    seen = magnitude(seen, float(rng.uniform(0.004, 0.04)) * top, rng)
    statistics = foreground_statistics(seen.numpy())
    return {
        "image": normalise_head(seen, statistics)[None],
        "conditions": conditions_of(question),
        "labels": label_maps(scene),
        "velocity": velocity,
        "answer": normalise_head(led, statistics)[None],
    }


_WHOLE = (slice(None),) * 3


def _paint(classes: torch.Tensor, means: np.ndarray, outside: torch.Tensor) -> torch.Tensor:
    values = torch.from_numpy(means.astype(np.float32))
    inner, outer = slice(0, OUTSIDE_BRAIN), slice(OUTSIDE_BRAIN, None)
    return _weighted(values[inner], classes[inner]) + outside * _weighted(values[outer], classes[outer])


def _weighted(values: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
    return torch.tensordot(values, classes, dims=1)


def _outside_factor(rng: np.random.Generator) -> torch.Tensor:
    """Brightness of skull, muscle and fat from place to place: marrow, vessels and cavities, of which the maps know nothing."""
    coarse, fine = KnotField((9, 11, 9), rng).at(_WHOLE), KnotField((24, 28, 24), rng).at(_WHOLE)
    cavities = torch.sigmoid((coarse + 0.5 * fine - float(rng.uniform(1.2, 3.0))) / 0.2)
    return torch.exp(float(rng.uniform(0, 0.35)) * (coarse + fine)) * (1 - float(rng.uniform(0.5, 1)) * cavities)


def _draw_means(rng: np.random.Generator) -> np.ndarray:
    """Brightness of every class on T1: white over deep grey over cortex over fluid, everything outside the brain at random."""
    means = draw_scanner(4, rng).means["t1"].copy()
    fluid, white = float(rng.uniform(0.04, 0.3)), float(means[1])
    cortex = fluid + (white - fluid) * float(rng.uniform(0.45, 0.8))
    means[CLASSES.index("fluid")], means[CLASSES.index("cortex")] = fluid, cortex
    means[CLASSES.index("deepGrey")] = cortex + (white - cortex) * float(rng.uniform(0.1, 0.75))
    means[OUTSIDE_BRAIN:] *= rng.uniform(0.4, 1.6, len(CLASSES) - OUTSIDE_BRAIN)
    return means


def _slice_mm(rng: np.random.Generator) -> float:
    return min(THICKEST_SLICE_MM, draw_slice_mm(rng)) if rng.random() < 0.9 else draw_slice_mm(rng)
