"""What every export writes in the same way: facts of the training, golden output, manifest, log."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime

from common.head_grid import CLIP, DIVISOR, FOREGROUND_FRACTION, HEAD_SHAPE
from common.splits import ANATOMIES_BY_SET

GOLDEN_FORMULA = "sin(0.37*i+0.11*j)"
"""Golden input: i flat voxel index, j channel."""


def golden_volume(channels: int, shape: tuple[int, int, int]) -> np.ndarray:
    """Values of `GOLDEN_FORMULA`, float32 [1, channels, D, H, W]."""
    index = np.arange(np.prod(shape), dtype=np.float64)
    values = [np.sin(0.37 * index + 0.11 * channel) for channel in range(channels)]
    return np.stack(values).reshape(1, channels, *shape).astype(np.float32)


def store_golden(folder: Path, outputs: dict[str, np.ndarray], inputs: dict[str, list[float]], max_abs_error: float) -> dict:
    """Store golden outputs one behind the other (float32, little endian); offsets count values.

    :param outputs: by name; :param inputs: those that are lists of numbers, by name
    :returns: the `golden` entry of the manifest
    """
    path = folder / "golden" / "output.bin"
    path.parent.mkdir(exist_ok=True)
    tensors, offset = [], 0
    for name, value in outputs.items():
        tensors.append({"name": name, "shape": list(value.shape), "offset": offset})
        offset += value.size
    path.write_bytes(b"".join(value.astype("<f4").tobytes() for value in outputs.values()))
    return {
        "input": {"formula": GOLDEN_FORMULA, **inputs},
        "output": "golden/output.bin",
        "maxAbsError": max_abs_error,
        "tensors": {"output": tensors},
    }


def open_session(path: Path, threads: int = 0) -> onnxruntime.InferenceSession:
    """CPU session of a graph.

    :param threads: 0 leaves the number to onnxruntime
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def training_of(state: dict, checkpoint: Path) -> dict:
    """Facts of the training run of a checkpoint, for manifest and metrics.

    `config` is the recipe at its end, `segments` what that said differently before; `processorSeconds` is left out where not
    all of the run was counted. `remarks` are those of `remarks.json` beside the checkpoint, if any: what a person did to the run
    or its data that no configuration says.

    :param state: content of the checkpoint
    """
    remarks = checkpoint.with_name("remarks.json")
    worked = state.get("processorSeconds", float("nan"))
    counted = {"processorSeconds": round(worked)} if np.isfinite(worked) else {}
    return {
        "config": state["config"],
        "segments": state.get("segments", []),
        "seconds": round(state["seconds"]),
        **counted,
        "device": state["config"]["device"],
        "steps": state["step"],
        "threads": state["config"]["threads"],
        "seed": state["config"]["seed"],
        "anatomies": list(ANATOMIES_BY_SET["train"]),
        "data": "simulated",
        **({"remarks": json.loads(remarks.read_text())} if remarks.exists() else {}),
    }


def identity_fields(kind: str, model_id: str, version: str, title: str) -> dict:
    """Manifest entries that say what a model is; all of ours look at magnetic resonance volumes of the brain."""
    return {
        "schema": "longview.model/1",
        "kind": kind,
        "id": model_id,
        "version": version,
        "title": title,
        "organ": "brain",
        "modality": "MR",
        "dimensions": 3,
        "licence": "Apache-2.0",
        "intendedUse": "research and teaching, not for diagnosis",
    }


def weights_of(manifest: dict) -> dict:
    """`version` and `graphs` (checksum by role), which tie figures to the weights that they were measured with."""
    return {"version": manifest["version"], "graphs": {graph["role"]: graph["sha256"] for graph in manifest["graphs"]}}


def released_manifest(release: Path, training: dict) -> dict:
    """Manifest of a release.

    :param training: of the checkpoint that is measured
    :raises SystemExit: the release was made from another checkpoint
    """
    manifest = json.loads((release / "manifest.json").read_text())
    released = manifest["training"]
    if any(released[name] != training[name] for name in ("steps", "seconds", "seed")):
        raise SystemExit(f"release is of step {released['steps']}, checkpoint of step {training['steps']}: export first")
    return manifest


def recipe_words(training: dict) -> str:
    """How a training run was configured, for a card.

    :param training: of the manifest
    """
    plain = {name: value for name, value in training["config"].items() if name not in ("seed", "device", "threads", "steps")}
    lines = [f"Recipe at the end: {', '.join(f'{name} {value}' for name, value in plain.items())}."]
    lines += [f"Until step {part['untilStep']}: {part['recipe']}." for part in training["segments"]]
    return "\n".join(f"- {line}" for line in [*lines, *training.get("remarks", [])])


def head_grid_fields() -> dict:
    """Manifest entries of a model that sees a whole head: `grid` and `normalisation`."""
    depth, height, width = HEAD_SHAPE
    return {
        "grid": {"size": [width, height, depth], "spacingMm": [2, 2, 2], "orientation": "LPS", "centre": "head-top"},
        "normalisation": {
            "method": "foreground-z",
            "foregroundFraction": FOREGROUND_FRACTION,
            "clip": list(CLIP),
            "divisor": DIVISOR,
        },
    }


def write_release(folder: Path, manifest: dict, checkpoint: Path) -> None:
    """Write manifest.json, and the training log that lies beside the checkpoint."""
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    log = checkpoint.with_name("training-log.csv")
    (folder / log.name).unlink(missing_ok=True)
    if log.exists():
        shutil.copyfile(log, folder / log.name)
