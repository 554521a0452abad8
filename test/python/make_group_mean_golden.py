"""Writes test/golden/group-means.json: what made-up mean velocities say of a made-up head in models/brain-atrophy.

The TypeScript twin reads it: velocities and head are formulas that both sides know.
Run from the repository root: python test/python/make_group_mean_golden.py && npx prettier --write test/golden/group-means.json
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "models"), str(ROOT / "models" / "brain-atrophy")]

from examples import LABELS, Question  # noqa: E402
from group_means import DEVIATION, KEYS, MIDDLE, SHAPE, Frame, GroupMeans  # noqa: E402

SCENES = {"healthy": 30, "mci": 20, "ad": 10}
QUESTIONS = (
    {"direction": "ahead", "course": "ad", "years": 4.0},
    {"direction": "ahead", "course": None, "years": 2.0},
    {"direction": "since", "course": "mci", "years": 3.0},
    {"direction": "since", "course": None, "years": None},
)
VOXELS = 40


def field_of(number: int) -> torch.Tensor:
    """Velocity of the formula, voxels of 2 mm per year, [3, *SHAPE] along superior, posterior, left."""
    k, j, i = np.meshgrid(*[np.arange(size) for size in SHAPE], indexing="ij")
    parts = [np.sin(0.1 * k + 0.2 * axis) * np.cos(0.07 * i) * np.sin(0.05 * j + 0.3 + number) for axis in range(3)]
    return torch.from_numpy(0.1 * np.stack(parts)).float()


def head_shares() -> torch.Tensor:
    """An ellipsoid within the skull, off the middle and of another size than the standard one."""
    k, j, i = np.meshgrid(*[np.arange(size) for size in SHAPE], indexing="ij")
    inside = ((k - 25) / 15) ** 2 + ((j - 26) / 21) ** 2 + ((i - 22) / 14) ** 2 < 1
    shares = torch.zeros(len(LABELS), *SHAPE)
    shares[LABELS.index("white")] = torch.from_numpy(inside).float()
    shares[LABELS.index("background")] = 1 - shares[LABELS.index("white")]
    return shares


def main() -> None:
    """Write the file."""
    rates = {key: {"hippocampus": -0.01 * (number + 1)} for number, key in enumerate(KEYS)}
    years = {key: 12.0 * (number + 2) for number, key in enumerate(KEYS)}
    means = GroupMeans({key: field_of(number) for number, key in enumerate(KEYS)}, rates, years, SCENES)
    frame = Frame.of(head_shares())
    index = np.linspace(0, np.prod(SHAPE) - 1, VOXELS).astype(int)
    answers = []
    for asked in QUESTIONS:
        question = Question(asked["direction"] == "since", asked["course"], asked["years"], None)
        velocity = means.answer(question, frame).velocity.numpy().reshape(3, -1)[:, index]
        weights = means._weights(question)
        logarithm = sum(weight * rates[key]["hippocampus"] for key, weight in weights.items())
        answers.append(
            {**asked, "velocity": np.round(velocity, 5).tolist(), "hippocampusPercent": 100 * float(np.expm1(logarithm))}
        )
    fields = [
        {
            "direction": direction,
            "course": course,
            "years": years[(direction, course)],
            "hippocampus": rates[(direction, course)]["hippocampus"],
        }
        for direction, course in KEYS
    ]
    content = {
        "size": list(reversed(SHAPE)),
        "centreVoxel": list(MIDDLE),
        "deviationVoxel": list(DEVIATION),
        "scenes": SCENES,
        "fields": fields,
        "index": index.tolist(),
        "answers": answers,
    }
    (ROOT / "test/golden/group-means.json").write_text(json.dumps(content))


if __name__ == "__main__":
    main()
