"""Evaluate an exported glioma-course and its rivals on three simulated test sets -> metrics.json.

python models/glioma-course/evaluate.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from calibrate import log_volume
from common import metrics
from dataset import STRUCTURES, Visibility, inputs_of, load_pair
from export import RELEASE, load_average, training_of
from forecasts import MODEL_FUTURES, VOXEL_ML, mean_future, rival_masks, sample_volumes_ml
from simulate import add_source_options, pair_files, simulate_set, sources_of
from summary import summarise_set

TEST_SETS = ("same-distribution", "shifted", "different-physics")
MODEL = "glioma-course"
IMAGE_RANGE = 2.0
"""Fixed range for SSIM and PSNR, in normalised units (8 standard deviations of healthy tissue)."""


def score_masks(masks: np.ndarray, truth: np.ndarray, last: np.ndarray) -> dict[str, dict[str, float]]:
    """Dice, growth-region Dice, signed volume error and HD95 of core and oedema.

    :param masks: bool [2, D, H, W]; :param truth: likewise; :param last: masks of the last visible visit
    """
    return {
        name: {
            "dice": metrics.dice(masks[index], truth[index]),
            "growthRegionDice": metrics.growth_region_dice(masks[index], truth[index], last[index]),
            "volumeErrorPercent": abs(metrics.volume_error_percent(masks[index], truth[index])),
            "signedVolumeErrorPercent": metrics.volume_error_percent(masks[index], truth[index]),
            "hd95Mm": metrics.hd95_mm(masks[index], truth[index], 2.0),
        }
        for index, name in enumerate(STRUCTURES)
    }


def score_images(images: np.ndarray, truth: np.ndarray, brain: np.ndarray, lesion: np.ndarray) -> dict[str, float]:
    """SSIM and PSNR, mean over T1c and FLAIR, over the brain and round the lesion.

    :param images: [2, D, H, W] normalised; :param lesion: bool, abnormality at either date and 10 mm round it
    """
    scores: dict[str, float] = {}
    box = _bounding_box(lesion & brain)
    for name, mask, cut in (("", brain, (slice(None),) * 3), ("Lesion", lesion & brain, box)):
        pairs = [(image[cut], actual[cut], IMAGE_RANGE, mask[cut]) for image, actual in zip(images, truth, strict=True)]
        scores[f"ssim{name}"] = float(np.mean([metrics.ssim3d(*pair) for pair in pairs]))
        scores[f"psnrDb{name}"] = float(np.mean([metrics.psnr_db(*pair) for pair in pairs]))
    return scores


def _bounding_box(mask: np.ndarray, margin: int = 6) -> tuple[slice, ...]:
    """Box of a mask with room for the window of SSIM."""
    return tuple(slice(max(0, int(axis.min()) - margin), int(axis.max()) + margin + 1) for axis in np.nonzero(mask))


def score_pair(path: Path, encoder, decoder, population: dict[str, float], number: int) -> dict:
    """Scores of every method on one test pair with everything visible that was simulated."""
    pair = load_pair(path)
    inputs = inputs_of(pair, Visibility(), population)
    truth, last = pair.distances[4:6] < 0, pair.distances[0:2] < 0
    future = mean_future(encoder, decoder, inputs)
    masks = {MODEL: future["distancesMm"] < 0, **rival_masks(pair, inputs, population)}
    methods = {name: score_masks(value, truth, last) for name, value in masks.items()}
    near = np.minimum(pair.distances[5], pair.distances[1]) < 10
    brain = (pair.tissue >= 0.5) | truth[1] | last[1]
    actual, again = pair.future_images[:2], pair.future_images[2:]
    methods[MODEL]["image"] = score_images(pair.images[:2] + future["residual"], actual, brain, near)
    methods["no-change"]["image"] = score_images(pair.images[:2], actual, brain, near)
    samples = sample_volumes_ml(encoder, decoder, inputs, MODEL_FUTURES, seed=number)[:, 0]
    true_ml = float(truth[0].sum()) * VOXEL_ML
    points = {name: float(value[0].sum()) * VOXEL_ML for name, value in masks.items()}
    return {
        "patient": pair.meta["patient"],
        "family": pair.meta["family"],
        "horizonDays": pair.meta["horizonDays"],
        "visits": 2 if pair.meta["intervalDays"] > 0 else 1,
        "methods": methods,
        "noiseCeiling": score_images(again, actual, brain, near),
        "coreVolumeMl": true_ml,
        "sampledLogVolumes": log_volume(samples).tolist(),
        "crps": metrics.crps_log_volume(samples, true_ml),
        "crpsOfPoint": {name: metrics.crps_log_volume(np.array([value]), true_ml) for name, value in points.items()},
    }


def score_set(sources, set_name: str, patients: int, checkpoint: Path, workers: int) -> list[dict]:
    """Simulate what is missing of a test set and score every patient's pair, one thread per worker."""
    seed = load_average(checkpoint)[2]["config"]["seed"]
    simulate_set(sources, set_name, patients, seed, workers)
    paths = pair_files(sources.cache, set_name)[:patients]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(_score_job, [(path, checkpoint, number) for number, path in enumerate(paths)]))


def _score_job(job: tuple[Path, Path, int]) -> dict:
    path, checkpoint, number = job
    torch.set_num_threads(1)
    encoder, decoder, state = load_average(checkpoint)
    return score_pair(path, encoder, decoder, state["population"], number)


def main() -> None:
    """Command line: write metrics.json and the scores of every patient."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--patients", type=int, default=60)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep-scores", action="store_true", help="keep the scores of sets that are not named")
    parser.add_argument("--sets", nargs="*", default=list(TEST_SETS))
    add_source_options(parser)
    options = parser.parse_args()
    sources = sources_of(options)
    state = load_average(options.checkpoint)[2]
    rows_path = options.checkpoint.with_name("scores.json")
    rows = json.loads(rows_path.read_text()) if rows_path.exists() and options.keep_scores else {}
    for name in options.sets:
        rows[name] = score_set(sources, name, options.patients, options.checkpoint, options.workers)
        rows_path.write_text(json.dumps(rows))
    half_width = json.loads((options.release / "manifest.json").read_text())["calibration"]["volumeLog90"]
    result = {
        "schema": "longview.metrics/1",
        "model": MODEL,
        "imageRange": IMAGE_RANGE,
        "testSets": {name: summarise_set(values, MODEL, half_width) for name, values in rows.items()},
        "training": training_of(state),
    }
    (options.release / "metrics.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
