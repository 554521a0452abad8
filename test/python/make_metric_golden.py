"""Writes test/golden/metrics.json: small cases with the scores of models/common/metrics.py.

The cases are made by closed formulas that the TypeScript test repeats, so that only parameters and scores are stored.
Run from the repository root: python test/python/make_metric_golden.py && npx prettier --write test/golden/metrics.json
"""

import json
import math
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models"))

from common import metrics  # noqa: E402

PLAIN = {"size": [28, 24, 20], "spacingMm": [1.0, 1.0, 1.0]}
THICK = {"size": [30, 26, 9], "spacingMm": [0.9375, 0.9375, 6.5]}
"""size and spacing as [columns, rows, slices], the order of core; arrays here are [slices, rows, columns]."""

CASES = [
    {"name": "equal balls", "grid": PLAIN, "predicted": [12, 12, 10, 6], "actual": [12, 12, 10, 6], "baseline": [12, 12, 10, 4]},
    {
        "name": "shifted and grown",
        "grid": PLAIN,
        "predicted": [12, 12, 10, 7],
        "actual": [14, 11, 9, 6],
        "baseline": [12, 12, 10, 4],
    },
    {"name": "shrunken", "grid": PLAIN, "predicted": [12, 12, 10, 3], "actual": [12, 12, 10, 4.5], "baseline": [12, 12, 10, 6]},
    {"name": "far apart", "grid": PLAIN, "predicted": [5, 5, 5, 3], "actual": [22, 18, 15, 3], "baseline": [5, 5, 5, 3]},
    {"name": "cut by the edge", "grid": PLAIN, "predicted": [0, 0, 0, 8], "actual": [1, 2, 0, 8], "baseline": [0, 0, 0, 6]},
    {"name": "thick slices", "grid": THICK, "predicted": [15, 13, 4, 9], "actual": [13, 13, 4, 11], "baseline": [15, 13, 4, 7]},
    {"name": "one voxel", "grid": PLAIN, "predicted": [9, 9, 9, 0.1], "actual": [9, 9, 12, 0.1], "baseline": None},
    {"name": "nothing predicted", "grid": PLAIN, "predicted": None, "actual": [12, 12, 10, 5], "baseline": [12, 12, 10, 4]},
    {"name": "nothing there", "grid": PLAIN, "predicted": [12, 12, 10, 5], "actual": None, "baseline": None},
    {"name": "both empty", "grid": PLAIN, "predicted": None, "actual": None, "baseline": None},
]
"""Balls as [column, row, slice, radius in mm] around a voxel; null is an empty mask."""


def ball(grid: dict, where: list[float] | None) -> np.ndarray:
    """Mask of the voxels whose centre lies within the radius."""
    nx, ny, nz = grid["size"]
    if where is None:
        return np.zeros((nz, ny, nx), bool)
    z, y, x = np.mgrid[:nz, :ny, :nx].astype(np.float64)
    sx, sy, sz = grid["spacingMm"]
    i, j, k, radius = where
    return ((x - i) * sx) ** 2 + ((y - j) * sy) ** 2 + ((z - k) * sz) ** 2 <= radius * radius


def wave(grid: dict, phase: float, strength: float) -> np.ndarray:
    """Smooth image with fine ripples; float32 as in core."""
    nx, ny, nz = grid["size"]
    z, y, x = np.mgrid[:nz, :ny, :nx].astype(np.float64)
    smooth = 100 + 40 * np.sin(0.31 * x) * np.cos(0.23 * y + 0.4 * z)
    return (smooth + strength * np.sin(2.1 * x + 1.7 * y + 1.3 * z + phase)).astype(np.float32)


def number(value: float) -> float | None:
    """JSON has no nan and no infinity."""
    return float(value) if math.isfinite(value) else None


def scores(case: dict) -> dict:
    """All scores of one case."""
    grid = case["grid"]
    predicted, actual, baseline = (ball(grid, case[key]) for key in ("predicted", "actual", "baseline"))
    spacing = tuple(reversed(grid["spacingMm"]))
    before, after, inside = wave(grid, 0.0, 3.0), wave(grid, 0.8, 6.0), ball(grid, [14, 12, 5, 11])
    return {
        "dice": metrics.dice(predicted, actual),
        "jaccard": metrics.jaccard(predicted, actual),
        "growthRegionDice": metrics.growth_region_dice(predicted, actual, baseline),
        "volumeErrorPercent": number(metrics.volume_error_percent(predicted, actual)),
        "hd95Mm": number(metrics.hd95_mm(predicted, actual, spacing)),
        "assdMm": number(metrics.assd_mm(predicted, actual, spacing)),
        "ssim": metrics.ssim3d(before, after, 120.0, inside),
        "psnrDb": number(metrics.psnr_db(before, after, 120.0, inside)),
        "nmse": number(metrics.nmse(before, after, inside)),
    }


def golden() -> dict:
    """The whole file."""
    return {
        "image": {"phases": [0.0, 0.8], "strengths": [3.0, 6.0], "inside": [14, 12, 5, 11], "range": 120.0},
        "skill": [[s, n, number(metrics.skill_over_persistence(s, n))] for s, n in [(0.8, 0.5), (0.4, 0.5), (1.0, 1.0)]],
        "cases": [{**case, "scores": scores(case)} for case in CASES],
    }


if __name__ == "__main__":
    text = json.dumps(golden(), indent=1) + "\n"
    (ROOT / "test/golden/metrics.json").write_text(text)
