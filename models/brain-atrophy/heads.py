"""Held-out heads for calibration and evaluation: one scan each, the questions that are asked about it, and their true answers."""

import numpy as np
import torch

from common.scene_sets import SETS
from examples import Question, build_example
from scenes import Scene

CONTRAST_STREAM = 100
"""Second number of the seeds of contrast and acquisition, apart from the seeds that made the scenes."""

ASKED = ("since", "sinceUntold", "ahead", "aheadUntold")
"""Healthy counterpart and years to come, with course, years and age told, and with nothing told but the years to come."""

WORDS = {
    "since": "since the disease began; course, years and age told",
    "sinceUntold": "since the disease began; nothing told",
    "ahead": "years to come; course and age told",
    "aheadUntold": "years to come; only their number told",
}


def is_backward(asked: str) -> bool:
    """Whether a question of `ASKED` is about the healthy counterpart."""
    return asked.startswith("since")


def is_asked(asked: str, course: str) -> bool:
    """Whether a question makes sense: nobody asks for the counterpart of a brain that is said to be healthy."""
    return not (asked == "since" and course == "healthy")


def question_of(scene: Scene, asked: str) -> Question:
    """A question of `ASKED` about a scene."""
    told, backward = not asked.endswith("Untold"), is_backward(asked)
    years = scene.meta["yearsSince" if backward else "yearsAhead"]
    return Question(
        backward,
        scene.meta["course"] if told else None,
        years if told or not backward else None,
        scene.meta["ageYears"] if told else None,
    )


def render(scene: Scene, backward: bool, seed: int, set_name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Scan of a head, the same one in both directions, and the image of the true answer without noise; [1, D, H, W] each."""
    rng = np.random.default_rng([seed, CONTRAST_STREAM, SETS.index(set_name), scene.meta["number"]])
    example = build_example(scene, [question_of(scene, "since" if backward else "ahead")], rng)
    return example["image"], example["answer"][0]
