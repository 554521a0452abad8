"""Export a checkpoint of glioma-course: encoder.onnx, decoder.onnx, golden output and manifest.json.

python models/glioma-course/export.py --checkpoint <run>/checkpoint.pt
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import network_pair
from common.extrapolation import RATE_LIMITS_MM_PER_DAY
from common.network_pair import Ports, export_pair, run_pair
from common.release import golden_volume, identity_fields, store_golden, training_of, write_release
from common.treatment import ARMS
from dataset import CHANNELS, CONDITIONS
from model import INPUT_CHANNELS, LATENT_SIZE, Decoder, Encoder, Widths
from simulate import POPULATION_SPEED_MM_PER_DAY

RELEASE = Path(__file__).resolve().parent / "release"
TITLE = "Glioma course: growth and response of core and oedema with T1, T1c, T2 and FLAIR"
VERSION = "0.3.0"
GRID = 64
FEATURES = ("feature1", "feature2", "feature3", "context")
PORTS = Ports(
    encoder_inputs=("volume", "conditions"),
    encoder_outputs=FEATURES,
    decoder_inputs=(*FEATURES, "conditions", "latent"),
    decoder_outputs=("coreSdf", "oedemaSdf", "imageResidual"),
)
GOLDEN_CONDITIONS = [0.25, 0.25, 0.5, 1, 1, 1, 1, 1, 1, 1, 0.5, 1, 0, 1, 1, 0.05, 0.2]

FORM = [
    {"id": "horizonDays", "label": "Horizon", "type": "integer", "unit": "d", "minimum": 14, "maximum": 365, "default": 90},
    {
        "id": "arm",
        "label": "Treatment",
        "type": "choice",
        "options": [
            {"value": "none", "label": "None"},
            {"value": "resection", "label": "Resection"},
            {"value": "radiotherapy", "label": "Radiotherapy"},
            {"value": "temozolomide", "label": "Temozolomide"},
            {"value": "radiotherapy-temozolomide", "label": "Radiotherapy and temozolomide"},
        ],
        "default": "none",
    },
    {
        "id": "startDays",
        "label": "Start of treatment after the last scan",
        "type": "integer",
        "unit": "d",
        "minimum": -450,
        "maximum": 180,
        "default": 0,
        "when": {"field": "arm", "values": [arm for arm in ARMS if arm != "none"]},
    },
    {
        "id": "doseGy",
        "label": "Prescribed dose",
        "type": "integer",
        "unit": "Gy",
        "minimum": 20,
        "maximum": 80,
        "default": 60,
        "when": {"field": "arm", "values": [arm for arm in ARMS if "radiotherapy" in arm]},
    },
    {
        "id": "ageYears",
        "label": "Age",
        "type": "integer",
        "unit": "y",
        "minimum": 18,
        "maximum": 95,
        "optional": True,
    },
]
"""What the window asks for, in order."""


def load_average(checkpoint: Path) -> tuple[Encoder, Decoder, dict]:
    """Averaged encoder and decoder of a checkpoint, normalisation folded, and the checkpoint's other fields."""
    return network_pair.load_average(checkpoint, Encoder, Decoder, Widths)


def golden_inputs() -> dict[str, np.ndarray]:
    """Inputs of the golden test."""
    return {
        "volume": golden_volume(INPUT_CHANNELS, (GRID, GRID, GRID)),
        "conditions": np.array([GOLDEN_CONDITIONS], np.float32),
        "latent": np.sin(np.arange(LATENT_SIZE, dtype=np.float64) + 1)[None].astype(np.float32),
    }


def write_golden(folder: Path, inputs: dict[str, np.ndarray]) -> dict:
    """Store the golden output; the `golden` entry of the manifest.

    :param inputs: `golden_inputs`
    """
    outputs = run_pair(folder, PORTS, inputs)
    return store_golden(folder, outputs, {"conditions": GOLDEN_CONDITIONS, "latent": "sin(k+1)"}, 1e-3)


def manifest_of(graphs: list[dict], golden: dict, training: dict, population: dict[str, float], measured: dict) -> dict:
    """Manifest as the model interface defines it.

    :param training: from `training_of`
    :param population: radial rates assumed with a single visit, mm/day
    :param measured: `trainedRanges`, `counts` and `calibration`, from calibrate.py
    """
    return {
        **identity_fields("course", "glioma-course", VERSION, TITLE),
        "graphs": graphs,
        "grid": {"size": [GRID] * 3, "spacingMm": [2, 2, 2], "orientation": "LPS", "centre": "core-centroid"},
        "channels": list(CHANNELS),
        "conditions": list(CONDITIONS),
        "latentSize": LATENT_SIZE,
        "sdfScaleMm": 20,
        "normalisation": {"method": "tissue-z", "clip": [-4, 12], "divisor": 4},
        "sequences": [{"sequence": name, "required": False} for name in ("T1", "T1c", "T2", "FLAIR")],
        "visits": {"min": 1, "max": 3},
        "form": FORM,
        "trainedRanges": measured["trainedRanges"],
        "populationRateMmPerDay": population,
        "populationFrontSpeedMmPerDay": POPULATION_SPEED_MM_PER_DAY,
        "rateLimitsMmPerDay": list(RATE_LIMITS_MM_PER_DAY),
        "calibration": measured["calibration"],
        "golden": golden,
        "training": {**training, **measured["counts"]},
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
    encoder, decoder, state = load_average(options.checkpoint)
    options.release.mkdir(parents=True, exist_ok=True)
    inputs = golden_inputs()
    graphs = export_pair(encoder, decoder, PORTS, inputs, options.release)
    golden, training = write_golden(options.release, inputs), training_of(state, options.checkpoint)
    manifest = manifest_of(graphs, golden, training, state["population"], measured)
    write_release(options.release, manifest, options.checkpoint)


if __name__ == "__main__":
    main()
