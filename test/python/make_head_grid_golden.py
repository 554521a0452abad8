"""Writes test/golden/head-grid.json: how models/common places, samples and normalises heads of several grids.

The heads are made by a closed formula that the TypeScript test repeats, so that only grids and results are stored.
Run from the repository root: python test/python/make_head_grid_golden.py && npx prettier --write test/golden/head-grid.json
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models"))

from common.head_grid import HEAD_SHAPE, foreground_statistics  # noqa: E402
from common.head_volume import Volume, network_inputs  # noqa: E402

TILT = 0.25
COSINE, SINE = float(np.cos(TILT)), float(np.sin(TILT))
CASES = [
    {
        "name": "axial, thick slices",
        "size": [66, 76, 30],
        "spacingMm": [3, 3, 6.5],
        "originMm": [-90, -120, -90],
        "directions": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    },
    {
        "name": "sagittal, from the right, upside down",
        "size": [80, 70, 50],
        "spacingMm": [3, 3, 4],
        "originMm": [98, -125, 108],
        "directions": [[0, 1, 0], [0, 0, -1], [-1, 0, 0]],
    },
    {
        "name": "tilted towards the nose",
        "size": [66, 80, 50],
        "spacingMm": [3, 3, 4.5],
        "originMm": [-90, -95, -125],
        "directions": [[1, 0, 0], [0, COSINE, SINE], [0, -SINE, COSINE]],
    },
]
SAMPLES = 24


def brightness(world: np.ndarray) -> np.ndarray:
    """Head around a middle, on a neck, with a bright ball; 0 in air.

    :param world: [..., 3] LPS mm
    """
    x, y, z = np.moveaxis(world - np.array([8.0, -12.0, 10.0]), -1, 0)
    tissue = 90 + 30 * np.sin(x / 15) * np.cos(y / 20) + 15 * np.sin(z / 12)
    head = np.sqrt((x / 68) ** 2 + (y / 84) ** 2 + (z / 78) ** 2) < 1
    neck = (z < -60) & (np.hypot(x, y - 40) < 30)
    ball = np.sqrt((x - 25) ** 2 + (y + 15) ** 2 + (z - 20) ** 2) < 16
    return np.where(ball, 200.0, np.where(head | neck, tissue, 0.0)).astype(np.float32)


def volume_of(case: dict) -> Volume:
    """The head on the grid of a case."""
    affine = np.eye(4)
    affine[:3, :3] = np.array(case["directions"], float).T * np.array(case["spacingMm"], float)
    affine[:3, 3] = case["originMm"]
    columns, rows, slices = case["size"]
    k, j, i = np.meshgrid(np.arange(slices), np.arange(rows), np.arange(columns), indexing="ij")
    return Volume(brightness(np.stack([i, j, k], axis=-1) @ affine[:3, :3].T + affine[:3, 3]), affine)


def measured(case: dict) -> dict:
    """The case with the grid's centre and some voxels of the T1c channel."""
    volume = volume_of(case)
    inputs, centre = network_inputs({"t1c": volume})
    channel = inputs["images"][0, 1].reshape(-1)
    index = np.linspace(0, channel.size - 1, SAMPLES).astype(int) + 17 * np.arange(SAMPLES)
    index = index[index < channel.size]
    return {
        **case,
        "centreMm": centre.tolist(),
        "index": index.tolist(),
        "normalised": [round(float(value), 5) for value in channel[index]],
    }


def main() -> None:
    """Write the file."""
    assert HEAD_SHAPE == (96, 112, 96) and foreground_statistics(np.zeros(3)) == (0.0, 1.0)
    path = ROOT / "test/golden/head-grid.json"
    path.write_text(json.dumps({"cases": [measured(case) for case in CASES]}))


if __name__ == "__main__":
    main()
