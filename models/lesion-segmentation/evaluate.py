"""Evaluate an exported lesion-segmentation on simulated heads of held-out anatomies -> metrics.json.

python models/lesion-segmentation/evaluate.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import metrics
from common.anatomy import SPACING_MM, VOXEL_ML
from common.release import open_session, training_of, weights_of
from common.scene_sets import SETS, add_source_options, first_jobs, make_missing, scene_files, sources_of
from common.statistics import spread_of
from examples import OUTPUTS
from export import GRAPH, RELEASE, load_average
from heads import CONTRAST_STREAM, PREPARATIONS, SUBSETS, probabilities, render_head
from scenes import MODEL, load_scene, make_scene_file

HEADS = 72
"""Every sixth head is healthy, so 60 have a lesion."""

PREPARED_SUBSETS = ("t1+t1c+t2+flair", "t1c")


def score_masks(found: np.ndarray, truth: np.ndarray) -> dict[str, dict[str, float]]:
    """Dice, HD95 and absolute volume error of every mask that the head has; false volume of those that it has not.

    :param found: bool [4, D, H, W]; :param truth: likewise
    """
    scores = {}
    for index, name in enumerate(OUTPUTS):
        if truth[index].any():
            scores[name] = {
                "dice": metrics.dice(found[index], truth[index]),
                "hd95Mm": metrics.hd95_mm(found[index], truth[index], SPACING_MM),
                "volumeErrorPercent": abs(metrics.volume_error_percent(found[index], truth[index])),
            }
        else:
            scores[name] = {"falseMl": float(found[index].sum()) * VOXEL_ML}
    return scores


def score_head(session, path: Path, thresholds: dict[str, float], seed: list[int]) -> dict:
    """Scores of one head: every subset with a random preparation, two subsets with each fixed preparation."""
    scene = load_scene(path)
    level = np.array([thresholds[name] for name in OUTPUTS], np.float32)[:, None, None, None]
    example = render_head(scene, seed)
    truth = example["truth"].numpy() > 0.5
    row = {"number": scene.meta["number"], "kind": scene.meta["kind"], "anatomy": scene.meta["anatomy"]}
    row |= {"sliceMm": example["sliceMm"], "stripped": example["stripped"], "prepared": {}}
    row["volumesMl"] = {name: float(truth[index].sum()) * VOXEL_ML for index, name in enumerate(OUTPUTS)}
    row["subsets"] = {subset: score_masks(probabilities(session, example, subset) >= level, truth) for subset in SUBSETS}
    if scene.meta["kind"] != "healthy" and scene.meta["number"] % 2 == 0:
        for preparation in PREPARATIONS:
            example = render_head(scene, seed, preparation)
            truth = example["truth"].numpy() > 0.5
            row["prepared"][preparation] = {
                subset: score_masks(probabilities(session, example, subset) >= level, truth) for subset in PREPARED_SUBSETS
            }
    return row


def summarise(rows: list[dict]) -> dict:
    """Scores of single heads -> metrics.json without the facts of the training run."""
    scored = {name: _group([row["subsets"][name] for row in rows]) for name in SUBSETS}
    prepared = [row for row in rows if row["prepared"]]
    healthy = [row for row in rows if row["kind"] == "healthy"]
    with_lesion = [row for row in rows if row["kind"] != "healthy"]
    return {
        "heads": len(rows),
        "healthyHeads": len(healthy),
        "anatomies": sorted({row["anatomy"] for row in rows}),
        "segmentation": scored,
        "byKind": {
            kind: {name: _group([row["subsets"][name] for row in rows if row["kind"] == kind]) for name in PREPARED_SUBSETS}
            for kind in sorted({row["kind"] for row in rows} - {"healthy"})
        },
        "preparation": {
            name: {subset: _group([row["prepared"][name][subset] for row in prepared]) for subset in PREPARED_SUBSETS}
            for name in PREPARATIONS
        },
        "falsePositiveMl": {subset: _false_volumes(healthy, subset) for subset in SUBSETS},
        "falsePositiveMlInHeadsWithLesion": {subset: _false_volumes(with_lesion, subset) for subset in SUBSETS},
    }


def _false_volumes(rows: list[dict], subset: str) -> dict:
    """Volume of every mask but the brain in the heads that do not have it."""
    scores = [row["subsets"][subset] for row in rows]
    return {name: spread_of([score[name]["falseMl"] for score in scores if "falseMl" in score[name]]) for name in OUTPUTS[1:]}


def _group(scores: list[dict]) -> dict:
    measures = ("dice", "hd95Mm", "volumeErrorPercent")
    return {
        name: {measure: spread_of([score[name][measure] for score in scores if measure in score[name]]) for measure in measures}
        for name in OUTPUTS
    }


def main() -> None:
    """Command line: write metrics.json and the scores of every head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=HEADS)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--threads", type=int, default=2)
    add_source_options(parser, MODEL)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    sources, state = sources_of(options), load_average(options.checkpoint)[1]
    seed = state["config"]["seed"]
    make_missing(make_scene_file, first_jobs(sources, "test", options.heads, seed))
    manifest = json.loads((options.release / "manifest.json").read_text())
    thresholds = manifest["segmentation"]["thresholds"]
    session = open_session(options.release / GRAPH, options.threads)
    rows_path = options.checkpoint.with_name("scores.json")
    rows = []
    for number, path in enumerate(scene_files(sources.cache, "test")[: options.heads]):
        rows.append(score_head(session, path, thresholds, [seed, CONTRAST_STREAM, SETS.index("test"), number]))
        rows_path.write_text(json.dumps(rows))
    real = options.checkpoint.with_name("real.json")
    result = {
        "schema": "longview.metrics/1",
        "model": MODEL,
        **weights_of(manifest),
        "thresholds": thresholds,
        **summarise(rows),
        "realPatients": json.loads(real.read_text()) if real.exists() else None,
        "training": training_of(state, options.checkpoint),
    }
    (options.release / "metrics.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
