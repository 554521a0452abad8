"""Writes test/golden/rivals.json: the simple methods and the dose of a prescription, by their Python definitions.

Run from the repository root:
python test/python/make_rival_golden.py && npx prettier --config .config/prettier.json --write test/golden/rivals.json
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models"))

from common import extrapolation  # noqa: E402
from common.fisher_kolmogorov_fit import Outlines, fit_and_grow  # noqa: E402
from common.signed_distance import signed_distance_mm  # noqa: E402
from common.treatment import dose_map_gy  # noqa: E402

SIZE = 32
"""Edge of a cubic grid of 2 mm, [D, H, W] = [z, y, x]; positions and radii below are in voxels."""

MIDDLE = 15.5
FRONT_SPEED_MM_PER_DAY = 0.04

GROWTH = [
    {"before": before, "after": after, "interval": interval, "horizon": horizon}
    for before, after, interval, horizon in [
        (10, 12, 60, 90),
        (12, 10, 60, 90),
        (5, 5, 30, 365),
        (1, 30, 14, 120),
        (30, 0.5, 30, 365),
        (8.25, 9.5, 101, 17),
    ]
]
"""Volumes in millilitres, days."""

LESIONS = [
    {"name": "two visits", "last": [5, 9], "previous": [4.2, 8], "days": [90, 60], "wall": None},
    {"name": "two visits, core alone", "last": [6, None], "previous": [4, None], "days": [120, 90], "wall": None},
    {"name": "a shrinking lesion", "last": [4, 8], "previous": [5.5, 9], "days": [60, 40], "wall": None},
    {"name": "one visit", "last": [5, 8.5], "previous": None, "days": [150, 0], "wall": None},
    {"name": "one visit, core alone", "last": [5, None], "previous": None, "days": [90, 0], "wall": None},
    {"name": "beside fluid", "last": [5, 8], "previous": [4.5, 7.2], "days": [180, 60], "wall": 20},
]
"""Radii of core and whole abnormality; days: horizon, interval; wall: first column x that is no tissue."""


def ball(radius: float) -> np.ndarray:
    """Voxels of SIZE^3 nearer to the middle than a radius in voxels."""
    axis = np.arange(SIZE) - MIDDLE
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    return z**2 + y**2 + x**2 < radius**2


def growth_of(case: dict) -> dict:
    """Growth of the equivalent radius up to the horizon by both rules, mm."""
    before, after, interval = case["before"] * 1000, case["after"] * 1000, case["interval"]
    rate = extrapolation.radial_rate_mm_per_day(before, after, interval)
    exponential = extrapolation.exponential_growth_mm(before, after, interval, case["horizon"])
    return {"linearMm": rate * case["horizon"], "exponentialMm": exponential}


def tissue_of(case: dict) -> np.ndarray:
    """Tissue left of the wall, [D, H, W] 0..1."""
    tissue = np.ones([SIZE] * 3, np.float32)
    if case["wall"] is not None:
        tissue[..., case["wall"] :] = 0
    return tissue


def outlines_of(radii: list | None) -> Outlines | None:
    """Outlines of two concentric balls."""
    if radii is None:
        return None
    return Outlines(*[None if radius is None else signed_distance_mm(ball(radius)) for radius in radii])


def grown_of(case: dict) -> dict:
    """Voxels of core and whole abnormality of the fitted growth model at the horizon, and how many lie beyond x = 20."""
    masks = fit_and_grow(
        outlines_of(case["last"]), outlines_of(case["previous"]), tuple(case["days"]), tissue_of(case), FRONT_SPEED_MM_PER_DAY
    )
    return {
        "core": int(masks[0].sum()),
        "oedema": None if case["last"][1] is None else int(masks[1].sum()),
        "beyond": int(masks[1][..., 20:].sum()),
    }


def extrapolated_of(case: dict) -> list[float]:
    """Extrapolated distance of the core along x through the middle, after 6.5 mm of growth."""
    distance = extrapolation.extrapolate_distance_mm(outlines_of(case["last"]).core_mm, 6.5, tissue_of(case))
    return [float(value) for value in distance[15, 15]]


def golden() -> dict:
    """Everything that the file holds."""
    dose = dose_map_gy(ball(5), ball(15), 54)
    return {
        "size": SIZE,
        "spacingMm": 2,
        "frontSpeedMmPerDay": FRONT_SPEED_MM_PER_DAY,
        "growth": [{**case, **growth_of(case)} for case in GROWTH],
        "lesions": [{**case, "extrapolatedMm": extrapolated_of(case), "grown": grown_of(case)} for case in LESIONS],
        "dose": {"coreRadius": 5, "brainRadius": 15, "prescribedGy": 54, "alongXGy": [float(gray) for gray in dose[15, 15]]},
    }


if __name__ == "__main__":
    (ROOT / "test/golden/rivals.json").write_text(json.dumps(golden()) + "\n")
