"""Writes test/golden/velocity.json: where made-up velocities lead in models/common, and what that does to volumes.

The TypeScript twin reads it: the velocities are a formula that both sides know.
Run from the repository root: python test/python/make_velocity_golden.py && npx prettier --write test/golden/velocity.json
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models"))

from common.velocity_field import exponential, jacobian_determinant  # noqa: E402

CASES = (
    {"name": "gentle", "size": [12, 11, 10], "voxelsPerYear": 0.05, "years": 3.0},
    {"name": "gentle, backwards", "size": [12, 11, 10], "voxelsPerYear": 0.05, "years": -3.0},
    {"name": "strong", "size": [12, 11, 10], "voxelsPerYear": 0.3, "years": 6.0},
)
VOXELS = 24


def velocity_of(case: dict) -> torch.Tensor:
    """Velocity of the formula, [3, D, H, W] along D, H, W; `size` is columns, rows, slices."""
    columns, rows, slices = case["size"]
    z, y, x = np.meshgrid(np.arange(slices), np.arange(rows), np.arange(columns), indexing="ij")
    parts = (np.sin(0.5 * z) * np.cos(0.4 * x), np.sin(0.6 * y + 0.2 * z), np.cos(0.45 * x - 0.3 * y))
    return torch.from_numpy(case["voxelsPerYear"] * np.stack(parts)).float()


def measured(case: dict) -> dict:
    """The case with what models/common makes of it: displacement along columns, rows, slices and Jacobian of some voxels."""
    displacement = exponential(velocity_of(case), case["years"])
    columns, rows, slices = case["size"]
    index = np.linspace(0, columns * rows * slices - 1, VOXELS).astype(int)
    along = displacement.numpy().reshape(3, -1)[::-1, index]
    jacobian = jacobian_determinant(displacement).numpy().ravel()[index]
    return {**case, "index": index.tolist(), "along": np.round(along, 5).tolist(), "jacobian": np.round(jacobian, 5).tolist()}


def main() -> None:
    """Write the file."""
    (ROOT / "test/golden/velocity.json").write_text(json.dumps({"cases": [measured(case) for case in CASES]}))


if __name__ == "__main__":
    main()
