"""Ranges seen in training and split-conformal calibration on validation patients -> measured.json.

python models/glioma-course/calibrate.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dataset import Visibility, inputs_of, load_pair
from export import load_average
from forecasts import MODEL_FUTURES, sample_volumes_ml
from simulate import add_source_options, pair_files, sources_of

COVERAGE = 0.90
SMALLEST_VOLUME_ML = 0.008


def conformal_half_width(lows: np.ndarray, highs: np.ndarray, truths: np.ndarray, coverage: float = COVERAGE) -> float:
    """Half-width to add on each side of intervals so that they cover a share of the calibration cases.

    :param lows: [N] lower ends; :param highs: [N] upper ends; :param truths: [N]
    :returns: >= 0, same unit; the ceil((N + 1) coverage)-th smallest excess (conformalised quantiles, arXiv:1905.03222)
    """
    excess = np.sort(np.maximum(lows - truths, truths - highs))
    rank = min(len(excess), int(np.ceil((len(excess) + 1) * coverage)))
    return max(0.0, float(excess[rank - 1]))


def log_volume(millilitres: np.ndarray) -> np.ndarray:
    """Natural logarithm of a volume in ml, with one voxel as the floor."""
    return np.log(np.maximum(millilitres, SMALLEST_VOLUME_ML))


def calibrate(paths: list[Path], encoder, decoder, population: dict[str, float]) -> dict:
    """Conformal half-width of core log-volume over validation pairs; every second pair is shown with one visit only."""
    lows, highs, truths, spreads = [], [], [], []
    for number, path in enumerate(paths):
        pair = load_pair(path)
        inputs = inputs_of(pair, Visibility(previous=number % 2 == 0), population)
        volumes = log_volume(sample_volumes_ml(encoder, decoder, inputs, MODEL_FUTURES, seed=number)[:, 0])
        low, high = np.quantile(volumes, [0.05, 0.95])
        lows.append(low)
        highs.append(high)
        spreads.append(float(volumes.std()))
        truths.append(float(log_volume(np.array((pair.distances[4] < 0).sum() * 0.008))))
    half_width = conformal_half_width(np.array(lows), np.array(highs), np.array(truths))
    return {
        "volumeLog90": round(half_width, 4),
        "validationPatients": len(paths),
        "medianSpreadLogVolume": round(float(np.median(spreads)), 4),
    }


def trained_ranges(paths: list[Path]) -> dict:
    """1st to 99th percentile of what training pairs contained (whole range for days)."""
    metas = []
    for path in paths:
        with np.load(path) as stored:
            metas.append(json.loads(str(stored["meta"])))
    volumes = np.array([meta["volumesLastMl"] for meta in metas])
    intervals = [meta["intervalDays"] for meta in metas if meta["intervalDays"] > 0]
    limits = np.quantile(volumes, [0.01, 0.99], axis=0).round(2)
    return {
        "horizonDays": [14, 365],
        "intervalDays": [min(intervals), max(intervals)],
        "coreVolumeMl": limits[:, 0].tolist(),
        "oedemaVolumeMl": limits[:, 1].tolist(),
        "spacingMm": [1, 6.5],
    }


def training_counts(paths: list[Path]) -> dict[str, int]:
    """Number of pairs and of simulated patients trained on."""
    return {"pairs": len(paths), "patients": len({path.stem.split("-")[1] for path in paths})}


def main() -> None:
    """Command line: write measured.json beside the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    add_source_options(parser)
    options = parser.parse_args()
    torch.set_num_threads(1)
    sources = sources_of(options)
    encoder, decoder, state = load_average(options.checkpoint)
    paths = pair_files(sources.cache, "train")
    measured = {
        "trainedRanges": trained_ranges(paths),
        "counts": training_counts(paths),
        "calibration": calibrate(pair_files(sources.cache, "validation"), encoder, decoder, state["population"]),
    }
    options.checkpoint.with_name("measured.json").write_text(json.dumps(measured, indent=2) + "\n")


if __name__ == "__main__":
    main()
