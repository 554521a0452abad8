"""Evaluate brain-atrophy and its rivals on simulated heads of held-out anatomies -> metrics.json and example pictures.

python models/brain-atrophy/evaluate.py --checkpoint <run>/checkpoint.pt

Scores of single heads are kept beside the checkpoint, one file each; an interrupted evaluation goes on where it stopped.
"""

import argparse
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cases import write_examples
from common.compact_json import compact_json
from common.onnx_export import sha256_of
from common.release import released_manifest, training_of, weights_of
from common.row_files import kept_rows
from common.run import read_checkpoint
from common.scene_sets import add_source_options, first_jobs, make_missing, scene_files, sources_of
from export import RELEASE
from scenes import MODEL, make_scene_file
from scores import FUTURES, IMAGE_RANGE, MOVED_MM, Scoring
from summary import summarise

HEADS = 72
DEFINITIONS = {
    "recoveredVsImposed": "least squares of the change that the model finds, by its own labels, on the imposed one, by the true "
    "labels, % of the earlier volume; slope with ci95, intercept in % points. At the top: question `since`",
    "since": "from the healthy counterpart to the scan; course, years of disease and age told; heads with a disease only",
    "sinceUntold": "likewise, nothing told; every head, with nothing imposed on controls",
    "ahead": "from the scan to the years to come; course and age told",
    "aheadUntold": "likewise, only the number of years told",
    "recoveredVsImposedWithDisease": "heads with a disease only: what is left where the difference from controls does not help",
    "explained": "1 - squared error / spread of the imposed change, without a line through it; below 0 a constant is better",
    "controlFalseChangePercentPerYear": "size of the change that controls seem to have in `sinceUntold`, over the mean years of "
    "disease in training (`years`)",
    "fieldErrorMm": "mean length of the error of the displacement in the skull",
    "mapErrorPercent": "mean error of 100 log J in brain tissue, voxel by voxel",
    "ssim": f"in the skull, against the image of the true answer without noise, range {IMAGE_RANGE} normalised units; "
    "perfect-answer: the true field applied to the noisy scan, the most that an answer of this kind can reach",
    "ssimMoved": f"where the true answer moves the brain by more than {MOVED_MM} mm; heads where it does",
    "rivals": "group-mean-field: mean velocity of the training scenes of the told course, laid over the skull by place and size, "
    "times years; group-mean-rate: mean yearly rate of every region, no field; no-change. An unknown course is the mixture of "
    "the training scenes, an unknown span their mean",
    "pairedVsBestRival": "error of the rival minus ours, above 0 we are better; the rival with the smallest mean error. p: "
    "two-sided Wilcoxon signed-rank; pHolm: adjusted over every rival and measure of the question",
    "coverage90": f"5th to 95th percentile of {FUTURES} futures widened by the margin of the manifest; drawn for told questions "
    "of even heads and untold ones of odd heads",
    "crps": "of regional change, percentage points; does not depend on the number of futures",
}


def parse() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=HEADS)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--workers", type=int, default=2)
    add_source_options(parser, MODEL)
    return parser.parse_args()


def main() -> None:
    """Write metrics.json and the example pictures."""
    options = parse()
    torch.set_num_threads(1)
    sources = sources_of(options)
    state = read_checkpoint(options.checkpoint)
    training = training_of(state, options.checkpoint)
    manifest = released_manifest(options.release, training)
    calibration = manifest["calibration"]
    make_missing(make_scene_file, first_jobs(sources, "test", options.heads, state["config"]["seed"]), options.workers)
    scoring = Scoring(options.checkpoint, options.release, calibration["latentScale"])
    weights = f"{sha256_of(options.checkpoint)[:12]}-scale{scoring.latent_scale:g}"
    paths = scene_files(sources.cache, "test")[: options.heads]
    rows = kept_rows(scoring, paths, options.checkpoint.parent / "scores" / weights, options.workers)
    result = {
        "schema": "longview.metrics/1",
        "model": MODEL,
        **weights_of(manifest),
        "imageRange": IMAGE_RANGE,
        "definitions": DEFINITIONS,
        **summarise(rows, calibration),
        "training": training,
    }
    result["examples"] = write_examples(rows, sources.cache, scoring, options.release / "plots")
    (options.release / "metrics.json").write_text(compact_json(result))


if __name__ == "__main__":
    main()
