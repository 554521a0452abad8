"""Scale of the latent, split-conformal calibration on validation patients, and ranges seen in training -> measured.json.

python models/glioma-course/calibrate.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.conformal import COVERAGE, conformal_margin, leave_one_out
from common.metrics import fair_crps
from common.run import read_checkpoint
from common.statistics import rounded
from common.treatment import ARMS
from dataset import GRID_SIZE, inputs_of, load_example
from forecasts import MODEL_FUTURES, Forecaster, draw_latents, middle_of, middle_slice, volumes_ml
from scores import ALL, log_volume
from simulate import add_source_options, future_files, history_file, sources_of, trained_futures

LATENT_SCALES = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
SCALE_FUTURES = 8
"""Futures per patient and scale while the scale is chosen, on the middle of the grid; the score used does not depend on their
number."""


def choose_scale(scores: dict[float, list[float]]) -> float:
    """Scale with the smallest mean score; the one nearest to 1 among equals.

    :param scores: per scale, one CRPS of the log core volume per patient
    """
    return min(scores, key=lambda scale: (round(float(np.mean(scores[scale])), 6), abs(np.log(scale))))


def margins(lows: np.ndarray, highs: np.ndarray, truths: np.ndarray, horizons_days: np.ndarray) -> dict:
    """Kinds of margin, each calibrated on all validation patients but the one that it is tried on.

    :returns: per kind: `coverage`, `meanWidth`, `intervalScore` of intervals of log volume
    """
    scales = {
        "additive": np.ones(len(truths)),
        "multiplicative": np.maximum((highs - lows) / 2, 0.02),
        "rootOfHorizon": np.sqrt(horizons_days / 365),
        "horizon": horizons_days / 365,
    }
    trials = {name: leave_one_out(lows, highs, truths, scale) for name, scale in scales.items()}
    return {name: {key: rounded(value) for key, value in trial.items()} for name, trial in trials.items()}


def calibration_of(rows: list[dict]) -> dict:
    """Entry `calibration` of the manifest.

    :param rows: per validation patient: `byScale` {scale: log volumes in the middle of the grid}, `truthInMiddle`, `truth`,
        `horizonDays`, `sampled` log volumes
    """
    lows, highs = np.quantile([row["sampled"] for row in rows], [0.05, 0.95], axis=1)
    quarter, three_quarters = np.quantile([row["sampled"] for row in rows], [0.25, 0.75], axis=1)
    truths, horizons = (np.array([row[name] for row in rows]) for name in ("truth", "horizonDays"))
    scores = crps_by_scale(rows)
    return {
        "volumeLog90": round(conformal_margin(lows, highs, truths), 4),
        "latentScale": choose_scale(scores),
        "volumeLog50": round(conformal_margin(quarter, three_quarters, truths, coverage=0.5), 4),
        "validationPatients": len(rows),
        "crpsByLatentScale": {f"{scale:g}": round(float(np.mean(values)), 4) for scale, values in scores.items()},
        "medianSpreadLogVolume": round(float(np.median(np.std([row["sampled"] for row in rows], axis=1))), 4),
        "coverageOfFuturesAlone": round(float(np.mean((lows <= truths) & (truths <= highs))), 4),
        "marginsLeaveOneOut": margins(lows, highs, truths, horizons),
    }


def crps_by_scale(rows: list[dict]) -> dict[float, list[float]]:
    """Fair CRPS of the log core volume of every validation patient, per scale of the latent."""
    scales = rows[0]["byScale"]
    return {scale: [fair_crps(np.array(row["byScale"][scale]), row["truthInMiddle"]) for row in rows] for scale in scales}


def measure(checkpoint: Path, paths: list[Path], workers: int) -> list[dict]:
    """Rows of `calibration_of` for validation files; the scale is chosen before the futures of the interval are drawn."""
    jobs = [(checkpoint, paths[part::workers]) for part in range(workers)]
    rows = _in_processes(_measure_scales, jobs)
    scale = choose_scale(crps_by_scale(rows))
    sampled = {row["file"]: row for row in _in_processes(_sample_futures, [(*job, scale) for job in jobs])}
    return [{**row, **sampled[row["file"]]} for row in sorted(rows, key=lambda row: row["file"])]


def _in_processes(function, jobs: list[tuple]) -> list[dict]:
    if len(jobs) == 1:
        return function(jobs[0])
    with ProcessPoolExecutor(len(jobs)) as pool:
        return [row for share in pool.map(function, jobs) for row in share]


def _measure_scales(job: tuple[Path, list[Path]]) -> list[dict]:
    rows = []
    for path, example, model, encoded in _encoded(*job):
        number = example.meta["patient"]
        middle = middle_of(encoded)
        by_scale = {scale: _sampled(model, middle, SCALE_FUTURES, (number, scale)) for scale in LATENT_SCALES}
        truth, inside = example.future[0] < 0, middle_slice(GRID_SIZE)
        volumes = {"truth": truth, "truthInMiddle": truth[inside, inside, inside]}
        logarithms = {name: float(log_volume(volumes_ml(mask))) for name, mask in volumes.items()}
        rows.append({"file": path.name, "byScale": by_scale, **logarithms, "horizonDays": example.meta["horizonDays"]})
    return rows


def _sample_futures(job: tuple[Path, list[Path], float]) -> list[dict]:
    rows = []
    for path, example, model, encoded in _encoded(*job[:2]):
        latent = (10_000 + example.meta["patient"], job[2])
        rows.append({"file": path.name, "sampled": _sampled(model, encoded, MODEL_FUTURES, latent)})
    return rows


def _encoded(checkpoint: Path, paths: list[Path]):
    torch.set_num_threads(1)
    model = Forecaster.open(checkpoint)
    for path in paths:
        example = load_example(path)
        yield path, example, model, model.encode(inputs_of(example, ALL, model.population))


def _sampled(model: Forecaster, encoded: tuple, count: int, latent: tuple[int, float]) -> list[float]:
    """Log core volumes of sampled futures.

    :param latent: seed and scale
    """
    masks = model.sample(encoded, draw_latents(count, *latent))
    return [float(log_volume(volumes_ml(mask[0]))) for mask in masks]


def trained_ranges(metas: list[dict]) -> dict:
    """1st to 99th percentile of the volumes that training examples contained, whole range of everything else.

    :param metas: `meta` of history and future together, one per example
    """
    volumes = np.array([meta["volumesMl"][0] for meta in metas])
    limits = np.quantile(volumes, [0.01, 0.99], axis=0).round(2)
    treated = [meta for meta in metas if meta["arm"] != "none"]
    ages = [meta["ageYears"] for meta in metas]
    return {
        "horizonDays": _range([meta["horizonDays"] for meta in metas]),
        "intervalDays": _range([meta["daysBeforeLast"][1] for meta in metas if len(meta["daysBeforeLast"]) > 1]),
        "earlierIntervalDays": _range([meta["daysBeforeLast"][2] for meta in metas if len(meta["daysBeforeLast"]) > 2]),
        "startDays": _range([meta["startDays"] for meta in treated]),
        "doseGy": _range([meta["prescribedGy"] for meta in treated if "radiotherapy" in meta["arm"]]),
        "ageYears": [int(np.floor(min(ages))), int(np.ceil(max(ages)))],
        "coreVolumeMl": limits[:, 0].tolist(),
        "oedemaVolumeMl": limits[:, 1].tolist(),
        "spacingMm": [1, 6.5],
    }


def training_counts(metas: list[dict]) -> dict:
    """Number of futures and of simulated patients trained on, by arm, by visits and by physics."""
    return {
        "futures": len(metas),
        "patients": len({meta["patient"] for meta in metas}),
        "futuresByArm": {name: sum(meta["arm"] == name for meta in metas) for name in ARMS},
        "futuresByVisits": {str(count): sum(len(meta["daysBeforeLast"]) == count for meta in metas) for count in (1, 2, 3)},
        "futuresByPhysics": dict(sorted(Counter(meta["family"].split("+")[0] for meta in metas).items())),
    }


def read_metas(paths: list[Path]) -> list[dict]:
    """`meta` of every future with its history's."""
    metas = []
    for path in paths:
        with np.load(path) as later, np.load(history_file(path)) as seen:
            metas.append({**json.loads(str(seen["meta"])), **json.loads(str(later["meta"]))})
    return metas


def _range(values: list[float]) -> list[float]:
    return [min(values), max(values)]


def main() -> None:
    """Command line: write measured.json beside the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--patients", type=int, default=None, help="at most so many validation patients")
    parser.add_argument("--out", type=Path, default=None, help="default: measured.json beside the checkpoint")
    add_source_options(parser)
    options = parser.parse_args()
    cache = sources_of(options).cache
    metas = read_metas(trained_futures(cache, read_checkpoint(options.checkpoint)["used"]))
    rows = measure(options.checkpoint, future_files(cache, "validation")[: options.patients], options.workers)
    measured = {
        "trainedRanges": trained_ranges(metas),
        "counts": training_counts(metas),
        "calibration": calibration_of(rows),
        "coverage": COVERAGE,
    }
    target = options.out or options.checkpoint.with_name("measured.json")
    target.write_text(json.dumps(measured, indent=2) + "\n")


if __name__ == "__main__":
    main()
