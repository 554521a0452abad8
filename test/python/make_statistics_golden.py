"""Writes test/golden/statistics.json: scores of sampled futures and tests over patients, by their Python definitions.

Run from the repository root:
python test/python/make_statistics_golden.py && npx prettier --config .config/prettier.json --write test/golden/statistics.json
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models"))

from common import metrics, probability_metrics  # noqa: E402
from make_metric_golden import PLAIN, THICK, ball, number  # noqa: E402

FUTURES = [
    {
        "name": "near the truth",
        "grid": PLAIN,
        "actual": [12, 12, 10, 6],
        "brain": [13, 12, 10, 9],
        "futures": [[12, 12, 10, 5.5], [12.5, 12, 10, 6.2], [11, 12, 10, 6], [12, 13, 9, 7], [12, 12, 10, 4]],
    },
    {
        "name": "thick slices, all too small",
        "grid": THICK,
        "actual": [15, 13, 4, 11],
        "brain": [15, 13, 4, 14],
        "futures": [[15, 13, 4, 4], [15, 12, 4, 5], [14, 13, 4, 7]],
    },
    {"name": "all alike", "grid": PLAIN, "actual": [12, 12, 10, 6], "brain": [12, 12, 10, 12], "futures": [[12, 12, 10, 6]] * 4},
    {"name": "an empty one", "grid": PLAIN, "actual": [5, 5, 5, 3], "brain": [5, 5, 5, 9], "futures": [None, [5, 5, 5, 3]]},
    {"name": "no truth", "grid": PLAIN, "actual": None, "brain": [12, 12, 10, 9], "futures": [[12, 12, 10, 3], None]},
]
"""Balls as in make_metric_golden; the probability of a voxel is its share of the futures, float32."""


def paired(kind: str, count: int) -> list[float]:
    """Differences of pairs: smooth, with ties, or with zeros."""
    index = np.arange(1, count + 1)
    smooth = np.sin(1.7 * index) + 0.3
    if kind == "smooth":
        return [float(value) for value in np.round(smooth, 6)]
    ties = np.round(2 * smooth) / 2
    return [float(value) for value in (ties if kind == "zeros" else np.where(ties == 0, 0.5, ties))]


PAIRED = [(kind, count) for kind in ("smooth", "ties", "zeros") for count in (1, 3, 8, 13, 14, 30, 50, 51, 80)]

P_VALUES = [[0.01, 0.04, 0.03], [0.2, 0.2, 0.9, 0.001], [0.5], [0.0, 1.0]]

CLASSES = [
    ([0, 1, 2, 3, 3, 2], [0, 1, 2, 3, 3, 2], 4),
    ([0, 1, 2, 3, 3, 2, 0, 1], [0, 2, 2, 3, 1, 2, 3, 1], 4),
    ([3, 3, 3], [3, 3, 3], 4),
    ([0, 0, 3], [3, 3, 0], 4),
]

SHARES = [(18, 20), (0, 3), (3, 3), (1, 7), (57, 60)]

VOLUMES = [([1.0, 2.0, 4.0, 8.0], 3.0), ([5.0] * 6, 7.5), ([0.0, 0.2, 0.1], 0.0), ([12.1, 9.4, 15.3, 11.8, 10.2], 13.0)]

SMALLEST_ML = 0.01


def future_scores(case: dict) -> dict:
    """Scores of sampled futures of one case."""
    grid = case["grid"]
    spacing = tuple(reversed(grid["spacingMm"]))
    actual, brain = ball(grid, case["actual"]), ball(grid, case["brain"])
    futures = [ball(grid, where) for where in case["futures"]]
    probability = np.mean(futures, axis=0).astype(np.float32)
    band = probability_metrics.edge_band(actual, spacing, brain)
    return {
        "bandVoxels": int(band.sum()),
        "calibrationError": number(probability_metrics.calibration_error(probability, actual, band)),
        "logLoss": number(probability_metrics.log_loss(probability, actual, band, len(futures))),
        "energyDistance": number(probability_metrics.energy_distance(futures, actual)),
    }


def golden() -> dict:
    """The whole file."""
    values = [number(value) for value in np.round(np.cos(2.3 * np.arange(1, 25)) * 10, 6)]
    mean, low, high = metrics.bootstrap_ci(np.array(values, float), resamples=20000, seed=1)
    names = [{f"p{k}": p for k, p in enumerate(values)} for values in P_VALUES]
    return {
        "futures": [{**case, "scores": future_scores(case)} for case in FUTURES],
        "wilcoxon": [
            {"differences": d, "p": metrics.paired_wilcoxon(np.array(d), np.zeros(len(d)))}
            for d in (paired(kind, count) for kind, count in PAIRED)
        ],
        "holm": [{"p": p, "adjusted": metrics.holm(p)} for p in names],
        "kappa": [
            {"ours": ours, "actual": actual, "classes": k, "kappa": number(probability_metrics.quadratic_kappa(ours, actual, k))}
            for ours, actual, k in CLASSES
        ],
        "wilson": [{"hits": h, "total": n, "interval": list(metrics.wilson_interval(h, n))} for h, n in SHARES],
        "crps": [
            {"samplesMl": samples, "actualMl": actual, "crps": metrics.crps_log_volume(np.array(samples), actual, SMALLEST_ML)}
            for samples, actual in VOLUMES
        ],
        "interval": [
            {
                "samplesMl": samples,
                "share": share,
                "interval": list(probability_metrics.log_volume_interval(samples, share, SMALLEST_ML, 0.1)),
            }
            for samples, _ in VOLUMES
            for share in (0.5, 0.9)
        ],
        "bootstrap": {"values": values, "mean": mean, "low": low, "high": high},
    }


if __name__ == "__main__":
    (ROOT / "test/golden/statistics.json").write_text(json.dumps(golden(), indent=1) + "\n")
