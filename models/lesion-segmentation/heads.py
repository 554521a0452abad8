"""Whole held-out heads for calibration and evaluation: one acquisition each, any subset of its sequences, any preparation."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import onnxruntime
import torch

from common.rendering import SEQUENCES
from examples import WHOLE, Acquisition, build_example, draw_acquisition
from scenes import Scene

SUBSETS = tuple("+".join(names) for count in range(len(SEQUENCES), 0, -1) for names in combinations(SEQUENCES, count))
"""Every non-empty subset of the sequences, largest first, for example `t1c+flair`."""

PREPARATIONS = ("thin, with head", "thick, with head", "thin, stripped")
THIN_MM, THICK_MM, STRIP_MM = 1.0, 5.0, 1.0
CONTRAST_STREAM = 100
"""Second number of the seeds of contrast and acquisition, apart from the seeds that made the scenes."""


def render_head(scene: Scene, seed: list[int], preparation: str | None = None) -> dict:
    """All four sequences of one head; the same seed gives the same contrast, bias and lesion edges.

    :param preparation: one of PREPARATIONS, or None for a random one as in training
    """
    rng = np.random.default_rng(seed)
    acquisition = replace(draw_acquisition(rng), present=np.ones(len(SEQUENCES), bool))
    if preparation is not None:
        acquisition = _prepared(acquisition, preparation)
    example = build_example(scene, WHOLE, rng, acquisition)
    return {**example, "sliceMm": acquisition.slice_mm.tolist(), "stripped": acquisition.strip_mm is not None}


def probabilities(session: onnxruntime.InferenceSession, example: dict, subset: str) -> np.ndarray:
    """Probability of every mask from a subset of the sequences, float32 [4, D, H, W].

    :param subset: names joined by +
    """
    present = np.array([[name in subset.split("+") for name in SEQUENCES]], np.float32)
    images = example["images"].numpy()[None] * present[:, :, None, None, None]
    (logits,) = session.run(["logits"], {"images": images, "present": present})
    return torch.sigmoid(torch.from_numpy(logits[0])).numpy()


def _prepared(acquisition: Acquisition, preparation: str) -> Acquisition:
    slice_mm = THICK_MM if preparation.startswith("thick") else THIN_MM
    return replace(
        acquisition,
        slice_mm=np.full(len(SEQUENCES), slice_mm),
        slice_axis=np.zeros(len(SEQUENCES), int),
        strip_mm=STRIP_MM if preparation.endswith("stripped") else None,
        wedge=None,
    )
