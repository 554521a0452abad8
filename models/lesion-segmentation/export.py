"""Export a checkpoint of lesion-segmentation: segment.onnx, golden output and manifest.json.

python models/lesion-segmentation/export.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.head_grid import CLIP, DIVISOR, FOREGROUND_FRACTION, HEAD_SHAPE
from common.onnx_export import export_graph, sha256_of
from common.rendering import SEQUENCES
from common.splits import ANATOMIES_BY_SET
from examples import OUTPUTS
from model import Segmenter, Widths

RELEASE = Path(__file__).resolve().parent / "release"
VERSION = "0.1.0"
GRAPH = "segment.onnx"
SEQUENCE_TITLES = {"t1": "T1", "t1c": "T1c", "t2": "T2", "flair": "FLAIR"}


def load_average(checkpoint: Path) -> tuple[Segmenter, dict]:
    """Averaged network of a checkpoint with its normalisation folded, and the checkpoint's other fields."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=False)
    network = Segmenter(Widths(**state["config"]["widths"]))
    network.load_state_dict(state["average"])
    return network.fold(), state


def golden_inputs() -> dict[str, np.ndarray]:
    """Inputs of the golden test: sin(0.37 i + 0.11 j), i flat voxel index, j channel; every sequence present."""
    index = np.arange(np.prod(HEAD_SHAPE), dtype=np.float64)
    channels = [np.sin(0.37 * index + 0.11 * channel) for channel in range(len(SEQUENCES))]
    images = np.stack(channels).reshape(1, len(SEQUENCES), *HEAD_SHAPE).astype(np.float32)
    return {"images": images, "present": np.ones((1, len(SEQUENCES)), np.float32)}


def open_session(path: Path, threads: int = 0) -> onnxruntime.InferenceSession:
    """CPU session of a graph.

    :param threads: 0 leaves the number to onnxruntime
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


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
    """Store the golden output (float32, little endian).

    :returns: the `golden` entry of the manifest
    """
    golden = folder / "golden"
    golden.mkdir(exist_ok=True)
    (logits,) = open_session(folder / GRAPH).run(["logits"], golden_inputs())
    (golden / "output.bin").write_bytes(logits.astype("<f4").tobytes())
    return {
        "input": {"formula": "sin(0.37*i+0.11*j)", "present": [1] * len(SEQUENCES)},
        "output": "golden/output.bin",
        "maxAbsError": 1e-2,
        "tensors": {"output": [{"name": "logits", "shape": list(logits.shape), "offset": 0}]},
    }


def manifest_of(graphs: list[dict], golden: dict, state: dict, measured: dict) -> dict:
    """Manifest as the model interface defines it.

    :param measured: `thresholds`, `trainedRanges` and `scenes`, from calibrate.py
    """
    depth, height, width = HEAD_SHAPE
    return {
        "schema": "longview.model/1",
        "kind": "segmentation",
        "id": "lesion-segmentation",
        "version": VERSION,
        "title": "Lesion segmentation: brain, core, necrosis or cavity, oedema from any of T1, T1c, T2, FLAIR",
        "organ": "brain",
        "modality": "MR",
        "dimensions": 3,
        "licence": "Apache-2.0",
        "graphs": graphs,
        "grid": {"size": [width, height, depth], "spacingMm": [2, 2, 2], "orientation": "LPS", "centre": "head-top"},
        "channels": list(SEQUENCES),
        "outputs": list(OUTPUTS),
        "normalisation": {
            "method": "foreground-z",
            "foregroundFraction": FOREGROUND_FRACTION,
            "clip": list(CLIP),
            "divisor": DIVISOR,
        },
        "segmentation": {"thresholds": measured["thresholds"]},
        "sequences": [{"sequence": SEQUENCE_TITLES[name], "required": False} for name in SEQUENCES],
        "trainedRanges": measured["trainedRanges"],
        "golden": golden,
        "training": {**training_of(state), "scenes": measured["scenes"]},
        "intendedUse": "research and teaching, not for diagnosis",
    }


def training_of(state: dict) -> dict:
    """Facts of the training run, for manifest and metrics; `segments` where its recipe changed on the way."""
    return {
        "segments": state["segments"],
        "seconds": round(state["seconds"]),
        "processorSeconds": round(state["processorSeconds"]),
        "device": state["config"]["device"],
        "steps": state["step"],
        "threads": state["config"]["threads"],
        "seed": state["config"]["seed"],
        "anatomies": list(ANATOMIES_BY_SET["train"]),
        "data": "simulated",
    }


def main() -> None:
    """Command line: export a checkpoint into the release folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--measured", type=Path, default=None, help="measured.json of calibrate.py")
    parser.add_argument("--release", type=Path, default=RELEASE)
    options = parser.parse_args()
    network, state = load_average(options.checkpoint)
    options.release.mkdir(parents=True, exist_ok=True)
    measured_path = options.measured or options.checkpoint.with_name("measured.json")
    measured = json.loads(measured_path.read_text())
    graphs = write_graph(network, options.release)
    manifest = manifest_of(graphs, write_golden(options.release), state, measured)
    (options.release / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    log = options.checkpoint.with_name("training-log.csv")
    if log.exists():
        shutil.copyfile(log, options.release / log.name)


if __name__ == "__main__":
    main()
