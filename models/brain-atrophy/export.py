"""Export a checkpoint of brain-atrophy: encoder.onnx, decoder.onnx, group-means.bin, golden output and manifest.json.

python models/brain-atrophy/export.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import network_pair
from common.head_grid import HEAD_SHAPE
from common.network_pair import Ports, export_pair, run_pair
from common.release import golden_volume, head_grid_fields, identity_fields, store_golden, training_of, write_release
from examples import AGE_SCALE, CONDITIONS, LABELS, YEARS_SCALE
from model import LATENT_SIZE, Decoder, Encoder, Widths
from scenes import COARSE, MODEL

RELEASE = Path(__file__).resolve().parent / "release"
TITLE = "Brain atrophy: healthy counterpart, atrophy map and the brain in some years from one T1"
VERSION = "0.1.0"
FEATURES = ("feature1", "feature2", "feature3", "feature4")
PORTS = Ports(
    encoder_inputs=("image",),
    encoder_outputs=(*FEATURES, "labels"),
    decoder_inputs=(*FEATURES, "conditions", "latent", "proportions"),
    decoder_outputs=("velocity", "brightness"),
)
GOLDEN_CONDITIONS = [0.0, 0.0, 1.0, 0.0, 0.4, 0.0, 1.0, 0.72, 1.0]
"""Alzheimer's disease, four years ahead, 72 years old."""

GOLDEN_PROPORTIONS = [-1.2, -1.05, -1.2, -3.0, -6.0, -3.8]
"""Wide ventricles and small hippocampi."""


COURSE_LABELS = {
    "unknown": "Unknown",
    "healthy": "Healthy ageing",
    "mci": "Mild cognitive impairment",
    "ad": "Alzheimer's disease",
}
FORM = [
    {
        "id": "course",
        "label": "Supposed course",
        "type": "choice",
        "options": [{"value": value, "label": label} for value, label in COURSE_LABELS.items()],
        "default": "unknown",
    },
    {"id": "years", "label": "Years ahead", "type": "integer", "unit": "y", "minimum": 1, "maximum": 6, "default": 3},
    {
        "id": "yearsOfDisease",
        "label": "Years of disease until the scan",
        "type": "integer",
        "unit": "y",
        "minimum": 1,
        "maximum": 9,
        "optional": True,
        "when": {"field": "course", "values": ["mci", "ad"]},
    },
    {"id": "ageYears", "label": "Age", "type": "integer", "unit": "y", "minimum": 18, "maximum": 95, "optional": True},
]
"""What the window asks for, in order."""


def load_average(checkpoint: Path) -> tuple[Encoder, Decoder, dict]:
    """Averaged encoder and decoder of a checkpoint, normalisation folded, and the checkpoint's other fields."""
    return network_pair.load_average(checkpoint, Encoder, Decoder, Widths)


def golden_inputs() -> dict[str, np.ndarray]:
    """Inputs of the golden test."""
    return {
        "image": golden_volume(1, HEAD_SHAPE),
        "conditions": np.array([GOLDEN_CONDITIONS], np.float32),
        "proportions": np.array([GOLDEN_PROPORTIONS], np.float32),
        "latent": np.sin(np.arange(LATENT_SIZE, dtype=np.float64) + 1)[None].astype(np.float32),
    }


def write_golden(folder: Path, inputs: dict[str, np.ndarray]) -> dict:
    """Store the golden output of the decoder; the `golden` entry of the manifest.

    :param inputs: `golden_inputs`
    """
    outputs = run_pair(folder, PORTS, inputs)
    decoded = {name: outputs[name] for name in PORTS.decoder_outputs}
    listed = {"conditions": GOLDEN_CONDITIONS, "proportions": GOLDEN_PROPORTIONS, "latent": "sin(k+1)"}
    return store_golden(folder, decoded, listed, 1e-2)


def manifest_of(graphs: list[dict], golden: dict, training: dict, measured: dict) -> dict:
    """Manifest as the model interface defines it.

    :param training: from `training_of`
    :param measured: measured.json of calibrate.py
    """
    return {
        **identity_fields("atrophy", MODEL, VERSION, TITLE),
        "graphs": graphs,
        **head_grid_fields(),
        "channels": ["t1"],
        "labels": list(LABELS),
        "conditions": list(CONDITIONS),
        "conditionScales": {"years": YEARS_SCALE, "age": AGE_SCALE},
        "latentSize": LATENT_SIZE,
        "velocity": {"every": COARSE},
        "sequences": [{"sequence": "T1", "required": True}],
        "form": FORM,
        "trainedRanges": measured["trainedRanges"],
        "calibration": measured["calibration"],
        "groupMeans": measured["groupMeans"],
        "golden": golden,
        "training": {**training, **measured["training"]},
    }


def main() -> None:
    """Command line: export a checkpoint into the release folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--release", type=Path, default=RELEASE)
    options = parser.parse_args()
    measured = json.loads(options.checkpoint.with_name("measured.json").read_text())
    encoder, decoder, state = load_average(options.checkpoint)
    options.release.mkdir(parents=True, exist_ok=True)
    means = measured["groupMeans"]["file"]
    shutil.copyfile(options.checkpoint.with_name(means), options.release / means)
    inputs = golden_inputs()
    graphs = export_pair(encoder, decoder, PORTS, inputs, options.release)
    golden, training = write_golden(options.release, inputs), training_of(state, options.checkpoint)
    write_release(options.release, manifest_of(graphs, golden, training, measured), options.checkpoint)


if __name__ == "__main__":
    main()
