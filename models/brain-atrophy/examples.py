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


KINDS = tuple((backward, told) for backward in (True, False) for told in (True, False))
"""Healthy counterpart and years to come, each with the course told and not told."""


def draw_kind(scene: Scene, rng: np.random.Generator) -> tuple[bool, bool]:
    """One of `KINDS`: back in half of the draws, less often where the answer is nothing."""
    backward = bool(rng.random() < (BACKWARD_SHARE_HEALTHY if scene.meta["course"] == "healthy" else 0.5))
    return backward, bool(rng.random() < 0.5)


def draw_question(scene: Scene, kind: tuple[bool, bool], rng: np.random.Generator) -> Question:
    """A question of one of `KINDS`: age told in half; years of disease in half where the course is told, else in a quarter.

    That nothing is told is what the image must answer for.
    """
    backward, told = kind
    course = scene.meta["course"] if told else None
    has_years = not backward or rng.random() < (0.5 if told else 0.25)
    years = scene.meta["yearsSince" if backward else "yearsAhead"] if has_years else None
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


@dataclass(frozen=True)
class Look:
    """What one scanner makes of one head: contrast, texture, and the resolution of its images.

    :param means: brightness of `CLASSES`; :param outside: factor of those outside the brain, [D, H, W]
    :param texture: factor of everything, [D, H, W], which belongs to the head
    :param top: brightest of the brain's means; :param gamma: of the curve from brightness to image
    :param slice_mm: thickness of slices across `axis`; :param blur: share of smoothing in the slices
    """

    means: np.ndarray
    outside: torch.Tensor
    texture: torch.Tensor
    top: float
    gamma: float
    slice_mm: float
    axis: int
    blur: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "Look":
        """A random head on a random scanner."""
        means = _draw_means(rng)
        texture = 1 + TEXTURE_SHARE * (
            KnotField((48, 56, 48), rng, 0.7).at(_WHOLE) + KnotField((14, 16, 14), rng, 0.7).at(_WHOLE)
        )
        gamma = float(np.exp(rng.normal(0, 0.15)))
        resolution = _slice_mm(rng), int(rng.integers(3)), float(rng.uniform(0, 0.6))
        return cls(means, _outside_factor(rng), texture, float(means[1:4].max()), gamma, *resolution)

    def painted(self, classes: torch.Tensor) -> torch.Tensor:
        """Brightness of a head without texture, [D, H, W].

        :param classes: float32 [len(CLASSES), D, H, W]
        """
        values = torch.from_numpy(self.means.astype(np.float32))
        inner, outer = slice(0, OUTSIDE_BRAIN), slice(OUTSIDE_BRAIN, None)
        return _weighted(values[inner], classes[inner]) + self.outside * _weighted(values[outer], classes[outer])

    def shown(self, brightness: torch.Tensor) -> torch.Tensor:
        """Values of an image without noise."""
        return stretch(brightness, self.top, self.gamma)

    def acquired(self, clean: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        """An image as it is stored: blurred, in slices, with noise."""
        seen = resolve(clean, self.slice_mm, self.axis, self.blur)
        return magnitude(seen, float(rng.uniform(0.004, 0.04)) * self.top, rng)


def draw_bias(rng: np.random.Generator) -> torch.Tensor:
    """Brightness of a coil over the head, [D, H, W], about 1."""
    return torch.exp(KnotField((4, 4, 4), rng).at(_WHOLE) * float(rng.uniform(0, 0.2)))


def build_example(scene: Scene, questions: list[Question], rng: np.random.Generator) -> dict[str, torch.Tensor]:
    """One scan with some questions and their answers.

    :returns: `image` [1, ...] normalised, `labels` [7, ...], and by question `conditions` [Q, 9], `velocity` [Q, 3, .../2] in
        voxels, `answer` [Q, 1, ...] the image of the answer, without noise, in units of `image`; float32
    """
    look, bias = Look.draw(rng), draw_bias(rng)
    painted = look.painted(scene.classes)
    clean = look.shown(painted * look.texture * bias)
    seen = look.acquired(clean, rng)
    statistics = foreground_statistics(seen.numpy())
    velocities = [answer_of(scene, question) for question in questions]
    answers = []
    for question, velocity in zip(questions, velocities, strict=True):
        backwards = exponential(refined(velocity), -1.0)
        led = sample(clean[None], backwards)[0]
        if question.backward:  # the true counterpart has its own partial volumes; its texture is that of the scan
            counterpart = look.shown(look.painted(scene.without_disease))
            led = led + counterpart - sample(look.shown(painted)[None], backwards)[0]
        answers.append(normalise_head(led, statistics)[None])
    return {
        "image": normalise_head(seen, statistics)[None],
        "conditions": torch.stack([conditions_of(question) for question in questions]),
        "labels": label_maps(scene),
        "velocity": torch.stack(velocities),
        "answer": torch.stack(answers),
    }


_WHOLE = (slice(None),) * 3


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
