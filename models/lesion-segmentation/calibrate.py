"""Thresholds on validation anatomies and facts about the training scenes -> measured.json beside the checkpoint.

python models/lesion-segmentation/calibrate.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import metrics
from common.anatomy import VOXEL_ML
from common.release import open_session
from common.scene_sets import SETS, add_source_options, first_jobs, make_missing, scene_files, sources_of
from examples import OUTPUTS
from export import load_average, write_graph
from heads import CONTRAST_STREAM, probabilities, render_head
from scenes import MODEL, load_scene, make_scene_file

CANDIDATES = (0.3, 0.4, 0.5, 0.6, 0.7)
SUBSETS = ("t1+t1c+t2+flair", "t1c+flair", "t1c")
SMALLEST_GAIN = 0.005
"""Mean Dice that a threshold other than one half must gain to be taken."""


def choose_thresholds(session, paths: list[Path], seed: int) -> dict[str, float]:
    """Threshold of every mask with the best mean Dice over heads and three usual subsets.

    :param session: of the exported graph
    """
    scores: dict[str, list[list[float]]] = {name: [] for name in OUTPUTS}
    for number, path in enumerate(paths):
        example = render_head(load_scene(path), [seed, CONTRAST_STREAM, SETS.index("validation"), number])
        truth = example["truth"].numpy() > 0.5
        for subset in SUBSETS:
            found = probabilities(session, example, subset)
            for index, name in enumerate(OUTPUTS):
                if truth[index].any():
                    scores[name].append([metrics.dice(found[index] >= value, truth[index]) for value in CANDIDATES])
    return {name: _best(np.array(values).mean(axis=0)) for name, values in scores.items()}


def measure_scenes(paths: list[Path]) -> dict:
    """Ranges of the training scenes, 1st to 99th percentile, and their number."""
    core_ml = []
    for path in paths:
        with np.load(path) as stored:
            core_ml.append(float((stored["core"] >= 128).sum()) * VOXEL_ML)
    shown = [value for value in core_ml if value > 0]
    low, high = np.percentile(shown, [1, 99])
    return {
        "trainedRanges": {"spacingMm": [1, 6.5], "coreVolumeMl": [round(float(low), 2), round(float(high), 2)]},
        "scenes": len(paths),
    }


def _best(means: np.ndarray) -> float:
    half, best = CANDIDATES.index(0.5), int(np.argmax(means))
    return CANDIDATES[best if means[best] - means[half] >= SMALLEST_GAIN else half]


def main() -> None:
    """Command line: write measured.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=24)
    parser.add_argument("--threads", type=int, default=2)
    add_source_options(parser, MODEL)
    options = parser.parse_args()
    sources = sources_of(options)
    torch.set_num_threads(options.threads)
    network, state = load_average(options.checkpoint)
    seed = state["config"]["seed"]
    make_missing(make_scene_file, first_jobs(sources, "validation", options.heads, seed))
    with tempfile.TemporaryDirectory() as folder:
        write_graph(network, Path(folder))
        session = open_session(Path(folder) / "segment.onnx", options.threads)
        thresholds = choose_thresholds(session, scene_files(sources.cache, "validation")[: options.heads], seed)
    measured = {"thresholds": thresholds, **measure_scenes(scene_files(sources.cache, "train"))}
    options.checkpoint.with_name("measured.json").write_text(json.dumps(measured, indent=2) + "\n")


if __name__ == "__main__":
    main()
