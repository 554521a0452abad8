"""Export a checkpoint of lesion-segmentation: segment.onnx, golden output and manifest.json.

python models/lesion-segmentation/export.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.head_grid import HEAD_SHAPE
from common.onnx_export import export_graph, sha256_of
from common.release import (
    golden_volume,
    head_grid_fields,
    identity_fields,
    open_session,
    store_golden,
    training_of,
    write_release,
)
from common.rendering import SEQUENCES
from common.run import read_checkpoint
from examples import OUTPUTS
from model import Segmenter, Widths

RELEASE = Path(__file__).resolve().parent / "release"
TITLE = "Lesion segmentation: brain, core, necrosis or cavity, oedema from any of T1, T1c, T2, FLAIR"
VERSION = "0.1.0"
GRAPH = "segment.onnx"
SEQUENCE_TITLES = {"t1": "T1", "t1c": "T1c", "t2": "T2", "flair": "FLAIR"}


def load_average(checkpoint: Path) -> tuple[Segmenter, dict]:
    """Averaged network of a checkpoint with its normalisation folded, and the checkpoint's other fields."""
    state = read_checkpoint(checkpoint)
    network = Segmenter(Widths(**state["config"]["widths"]))
    network.load_state_dict(state["average"])
    return network.fold(), state


def golden_inputs() -> dict[str, np.ndarray]:
    """Inputs of the golden test; every sequence present."""
    return {"images": golden_volume(len(SEQUENCES), HEAD_SHAPE), "present": np.ones((1, len(SEQUENCES)), np.float32)}


def write_graph(network: Segmenter, folder: Path) -> list[dict]:
    """Write the graph into a folder.

    :param network: folded
    :returns: the `graphs` entry of the manifest
    """
    inputs = {"images": torch.zeros(1, len(SEQUENCES), *HEAD_SHAPE), "present": torch.zeros(1, len(SEQUENCES))}
    path = folder / GRAPH
    shapes = export_graph(network, inputs, ["logits"], path)
    return [{"role": "segment", "file": path.name, "sha256": sha256_of(path), **shapes}]


def write_golden(folder: Path) -> dict:
    """Store the golden output; the `golden` entry of the manifest."""
    (logits,) = open_session(folder / GRAPH).run(["logits"], golden_inputs())
    return store_golden(folder, {"logits": logits}, {"present": [1] * len(SEQUENCES)}, 1e-2)


def manifest_of(graphs: list[dict], golden: dict, training: dict, measured: dict) -> dict:
    """Manifest as the model interface defines it.

    :param training: from `training_of`
    :param measured: `thresholds`, `trainedRanges` and `scenes`, from calibrate.py
    """
    return {
        **identity_fields("segmentation", "lesion-segmentation", VERSION, TITLE),
        "graphs": graphs,
        **head_grid_fields(),
        "channels": list(SEQUENCES),
        "outputs": list(OUTPUTS),
        "segmentation": {"thresholds": measured["thresholds"]},
        "sequences": [{"sequence": SEQUENCE_TITLES[name], "required": False} for name in SEQUENCES],
        "trainedRanges": measured["trainedRanges"],
        "golden": golden,
        "training": {**training, "scenes": measured["scenes"]},
    }


def main() -> None:
    """Command line: export a checkpoint into the release folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--measured", type=Path, default=None, help="measured.json of calibrate.py")
    parser.add_argument("--release", type=Path, default=RELEASE)
    options = parser.parse_args()
    measured_path = options.measured or options.checkpoint.with_name("measured.json")
    measured = json.loads(measured_path.read_text())
    network, state = load_average(options.checkpoint)
    options.release.mkdir(parents=True, exist_ok=True)
    graphs = write_graph(network, options.release)
    training = training_of(state, options.checkpoint)
    manifest = manifest_of(graphs, write_golden(options.release), training, measured)
    write_release(options.release, manifest, options.checkpoint)


if __name__ == "__main__":
    main()
