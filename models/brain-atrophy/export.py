"""Export a checkpoint of brain-atrophy: encoder.onnx, decoder.onnx, golden output and manifest.json.

python models/brain-atrophy/export.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.blocks import fold
from common.head_grid import HEAD_SHAPE
from common.onnx_export import export_graph, sha256_of
from common.release import golden_volume, head_grid_fields, open_session, store_golden, training_of, write_release
from examples import AGE_SCALE, CONDITIONS, LABELS, YEARS_SCALE
from model import LATENT_SIZE, Decoder, Encoder, Widths
from scenes import COARSE, MODEL

RELEASE = Path(__file__).resolve().parent / "release"
VERSION = "0.1.0"
FEATURES = ["feature1", "feature2", "feature3", "feature4"]
OUTPUTS = ["velocity", "brightness"]
GOLDEN_CONDITIONS = [0.0, 0.0, 1.0, 0.0, 0.4, 0.0, 1.0, 0.72, 1.0]
"""Alzheimer's disease, four years ahead, 72 years old."""


def load_average(checkpoint: Path) -> tuple[Encoder, Decoder, dict]:
    """Averaged encoder and decoder of a checkpoint, normalisation folded, and the checkpoint's other fields."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=False)
    widths = Widths(**state["config"]["widths"])
    networks = {"encoder": Encoder(widths), "decoder": Decoder(widths)}
    for name, network in networks.items():
        network.load_state_dict(state["average"][name])
    encoder, decoder = (fold(network).to(memory_format=torch.channels_last_3d) for network in networks.values())
    return encoder, decoder, state


def golden_inputs() -> dict[str, np.ndarray]:
    """Inputs of the golden test."""
    return {
        "image": golden_volume(1, HEAD_SHAPE),
        "conditions": np.array([GOLDEN_CONDITIONS], np.float32),
        "latent": np.sin(np.arange(LATENT_SIZE, dtype=np.float64) + 1)[None].astype(np.float32),
    }


def write_graphs(encoder: Encoder, decoder: Decoder, folder: Path) -> list[dict]:
    """Write both graphs into a folder.

    :param encoder: folded, like the decoder
    :returns: the `graphs` entry of the manifest
    """
    image = torch.zeros(1, 1, *HEAD_SHAPE)
    with torch.no_grad():
        *features, _ = encoder(image)
    asked = {"conditions": torch.zeros(1, len(CONDITIONS)), "latent": torch.zeros(1, LATENT_SIZE)}
    graphs = []
    for role, network, inputs, outputs in (
        ("encoder", encoder, {"image": image}, [*FEATURES, "labels"]),
        ("decoder", decoder, {**dict(zip(FEATURES, features, strict=True)), **asked}, OUTPUTS),
    ):
        path = folder / f"{role}.onnx"
        shapes = export_graph(network, inputs, outputs, path)
        graphs.append({"role": role, "file": path.name, "sha256": sha256_of(path), **shapes})
    return graphs


def run_release(folder: Path, inputs: dict[str, np.ndarray], threads: int = 0) -> dict[str, np.ndarray]:
    """Run both exported graphs on one set of inputs (image, conditions, latent).

    :returns: `labels` and the decoder's outputs by name
    """
    *features, labels = open_session(folder / "encoder.onnx", threads).run([*FEATURES, "labels"], {"image": inputs["image"]})
    feed = dict(zip(FEATURES, features, strict=True)) | {name: inputs[name] for name in ("conditions", "latent")}
    found = open_session(folder / "decoder.onnx", threads).run(OUTPUTS, feed)
    return {"labels": labels, **dict(zip(OUTPUTS, found, strict=True))}


def manifest_of(graphs: list[dict], golden: dict, state: dict, measured: dict) -> dict:
    """Manifest as the model interface defines it.

    :param measured: `trainedRanges`, `scenes` and `calibration`, from calibrate.py
    """
    return {
        "schema": "longview.model/1",
        "kind": "atrophy",
        "id": MODEL,
        "version": VERSION,
        "title": "Brain atrophy: healthy counterpart, atrophy map and the brain in some years from one T1",
        "organ": "brain",
        "modality": "MR",
        "dimensions": 3,
        "licence": "Apache-2.0",
        "graphs": graphs,
        **head_grid_fields(),
        "channels": ["t1"],
        "labels": list(LABELS),
        "conditions": list(CONDITIONS),
        "conditionScales": {"years": YEARS_SCALE, "age": AGE_SCALE},
        "latentSize": LATENT_SIZE,
        "velocity": {"every": COARSE},
        "sequences": [{"sequence": "T1", "required": True}],
        "trainedRanges": measured["trainedRanges"],
        "calibration": measured["calibration"],
        "golden": golden,
        "training": {**training_of(state), "scenes": measured["scenes"]},
        "intendedUse": "research and teaching, not for diagnosis",
    }


def main() -> None:
    """Command line: export a checkpoint into the release folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--release", type=Path, default=RELEASE)
    options = parser.parse_args()
    encoder, decoder, state = load_average(options.checkpoint)
    options.release.mkdir(parents=True, exist_ok=True)
    graphs = write_graphs(encoder, decoder, options.release)
    outputs = run_release(options.release, golden_inputs())
    golden = store_golden(
        options.release,
        {name: outputs[name] for name in OUTPUTS},
        {"conditions": GOLDEN_CONDITIONS, "latent": "sin(k+1)"},
        1e-2,
    )
    measured = json.loads(options.checkpoint.with_name("measured.json").read_text())
    write_release(options.release, manifest_of(graphs, golden, state, measured), options.checkpoint)


if __name__ == "__main__":
    main()
