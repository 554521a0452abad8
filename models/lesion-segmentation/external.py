"""External check: Dice against the given masks of real patients, T1c alone -> real.json beside the checkpoint.

python models/lesion-segmentation/external.py --checkpoint <run>/checkpoint.pt

Nothing is trained or tuned on these scans; the network and its thresholds are fixed before. The masks outline the enhancing
tumour as the collection's observers saw it; spacing is approximate (see the data's SOURCE.txt).
"""

import argparse
import json
import sys
from pathlib import Path

import nibabel
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import metrics
from common.dicom_series import read_series
from common.head_volume import Volume, network_inputs, on_grid_of
from common.release import open_session
from common.scene_sets import SHARED_DATA
from common.statistics import spread_of
from examples import OUTPUTS
from export import GRAPH, RELEASE

DATA = SHARED_DATA / "real" / "glioblastoma-two-dates-dicom"
CORE, NECROSIS, OEDEMA = (OUTPUTS.index(name) for name in ("core", "necrosisOrCavity", "oedema"))


def read_mask(path: Path, volume: Volume) -> np.ndarray:
    """Mask of a NIfTI file at the voxels of a volume, nearest neighbour.

    :returns: bool, shape of `volume.values`
    """
    image = nibabel.load(str(path))
    to_lps = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine
    mask = Volume(np.asarray(image.dataobj).transpose(2, 1, 0).astype(np.float32), to_lps)
    depth, height, width = volume.values.shape
    k, j, i = np.meshgrid(np.arange(depth), np.arange(height), np.arange(width), indexing="ij")
    world = np.stack([i, j, k], axis=-1) @ volume.affine[:3, :3].T + volume.affine[:3, 3]
    return mask.at(world, 0.0) > 0.5


def outline(session, volume: Volume, thresholds: dict[str, float]) -> np.ndarray:
    """Masks of one T1c at its own voxels, bool [4, k, j, i]."""
    inputs, centre = network_inputs({"t1c": volume})
    (logits,) = session.run(["logits"], inputs)
    probability = torch.sigmoid(torch.from_numpy(logits[0])).numpy()
    return np.stack([on_grid_of(volume, probability[index], centre) >= thresholds[name] for index, name in enumerate(OUTPUTS)])


def score_scan(found: np.ndarray, truth: np.ndarray, volume: Volume) -> dict[str, float]:
    """Scores of core, and of core without its dead part, against a mask.

    :param found: bool [4, k, j, i]; :param truth: bool [k, j, i]
    """
    spacing = np.linalg.norm(volume.affine[:3, :3], axis=0)[::-1]
    voxel_ml = float(np.prod(spacing)) / 1000
    return {
        "dice": metrics.dice(found[CORE], truth),
        "diceEnhancing": metrics.dice(found[CORE] & ~found[NECROSIS], truth),
        "hd95Mm": metrics.hd95_mm(found[CORE], truth, tuple(spacing)),
        "volumeRatio": float(found[CORE].sum() / max(1, truth.sum())),
        "foundMl": float(found[CORE].sum()) * voxel_ml,
        "maskMl": float(truth.sum()) * voxel_ml,
        "brainMl": float(found[0].sum()) * voxel_ml,
    }


def scans_of(data: Path) -> list[tuple[str, str, Path, Path]]:
    """Case, date, folder and mask of every scan."""
    found = []
    for mask in sorted(data.glob("case-*/*-tumour-mask.nii.gz")):
        date = mask.name.removesuffix("-tumour-mask.nii.gz")
        found.append((mask.parent.name, date, mask.parent / date, mask))
    return found


def main() -> None:
    """Command line: score every real scan with the released graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, help="real.json is written beside it")
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    thresholds = json.loads((options.release / "manifest.json").read_text())["segmentation"]["thresholds"]
    session = open_session(options.release / GRAPH)
    rows = []
    for case, date, folder, mask in scans_of(options.data):
        volume = read_series(folder)
        found = outline(session, volume, thresholds)
        rows.append({"case": case, "date": date, **score_scan(found, read_mask(mask, volume), volume)})
    summary = {name: spread_of([row[name] for row in rows]) for name in ("dice", "diceEnhancing", "hd95Mm", "volumeRatio")}
    result = {"sequences": "t1c", "scans": rows, "summary": summary}
    options.checkpoint.with_name("real.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
