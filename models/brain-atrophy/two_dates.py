"""Measure the change between two simulated dates by the application's deformable registration -> two-dates.json.

python models/brain-atrophy/two_dates.py --checkpoint <run>/checkpoint.pt

Either date has its own coil and its own noise; head, contrast and slices are the same. The application gets the two images and
the brain that the model's labels have, as it would with a patient, and gives back the change of every voxel. Needs `npm ci`.
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nibabel
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from answers import REGIONS, Head, Reader
from calibrate import imposed
from common.anatomy import SPACING_MM
from common.compact_json import compact_json
from common.head_grid import foreground_statistics, normalise_head
from common.onnx_export import sha256_of
from common.release import released_manifest, training_of
from common.scene_sets import add_source_options, first_jobs, make_missing, scene_files, sources_of
from common.statistics import paired, spread_of
from common.velocity_field import exponential, jacobian_determinant, sample
from examples import Look, draw_bias
from export import RELEASE
from heads import question_of
from scenes import MODEL, Scene, load_scene, make_scene_file, refined
from summary import line_of

HEADS, UNCHANGED_HEADS = 24, 6
NULL_SHARE = 0.95
FILE = "two-dates.json"
METHOD = "Symmetric deformable registration of the two dates by the application (`core/register/deform`)"
REPOSITORY = Path(__file__).resolve().parents[2]
MEASURE = ("npm", "run", "--silent", "measure-pair", "--")
PAIR_STREAM = 200
"""Second number of the seeds of both dates' scanners."""


def two_scans(scene: Scene, years: float, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """A head now and after some of its years to come, float32 [D, H, W], each in arbitrary units of its own."""
    look = Look.draw(rng)
    now = look.painted(scene.classes) * look.texture
    later = sample(now[None], exponential(refined(scene.ahead * years), -1.0))[0]
    return tuple(look.acquired(look.shown(one * draw_bias(rng)), rng) for one in (now, later))


@dataclass(frozen=True)
class Bench:
    """Where pairs are measured.

    :param folder: of the pairs, one folder each
    """

    reader: Reader
    folder: Path

    def measure(self, path: Path, years: float | None = None) -> tuple[Scene, Head, Path]:
        """Store a scene's dates and have them measured.

        :param years: between the dates; None for those of the scene
        :returns: scene, the earlier head as the model sees it, and the folder with change.nii.gz and map.nii.gz
        """
        scene = load_scene(path)
        rng = np.random.default_rng([self.reader.state["config"]["seed"], PAIR_STREAM, scene.meta["number"]])
        pair = self.folder / (path.stem if years is None else f"{path.stem}-{years:g}-years")
        earlier, later = two_scans(scene, scene.meta["yearsAhead"] if years is None else years, rng)
        head = self.reader.look(normalise_head(earlier, foreground_statistics(earlier.numpy()))[None])
        pair.mkdir(parents=True, exist_ok=True)
        for name, values in {"earlier": earlier, "later": later, "brain": head.shares[0] < 0.5}.items():
            _write(pair / f"{name}.nii.gz", values.numpy().astype(np.float32))
        subprocess.run([*MEASURE, pair.resolve()], cwd=REPOSITORY, check=True)
        return scene, head, pair


def _read(path: Path) -> np.ndarray:
    """Array [superior, posterior, left] of a NIfTI file."""
    return np.asarray(nibabel.load(path).dataobj, np.float32).transpose(2, 1, 0)


def _write(path: Path, values: np.ndarray) -> None:
    """NIfTI of an array [superior, posterior, left]."""
    affine = np.diag([-SPACING_MM, -SPACING_MM, SPACING_MM, 1.0])
    nibabel.save(nibabel.Nifti1Image(values.transpose(2, 1, 0), affine), path)


def recovered(head: Head, pair: Path) -> dict[str, float]:
    """Regional change that ln(later / earlier) means, percent; where nothing is trusted, nothing has changed."""
    logarithm = np.nan_to_num(_read(pair / "change.nii.gz"))
    return head.regions.changes_percent(torch.from_numpy(np.exp(logarithm)), backward=False)


def false_percent(head: Head, pair: Path) -> float:
    """Size of the change on the map that most of the brain of an unchanged head stays below, percent."""
    return float(np.nanquantile(np.abs(100 * np.expm1(_read(pair / "map.nii.gz")[head.brain.numpy()])), NULL_SHARE))


def foretold(reader: Reader, head: Head, scene: Scene) -> dict[str, float]:
    """Regional change that the model expects of the earlier date alone, course, years and age told, percent."""
    answer = reader.answer(head, question_of(scene, "ahead"))
    return head.regions.changes_percent(jacobian_determinant(answer.displacement()), backward=False)


def figures_of(rows: list[tuple[dict, dict, dict]]) -> dict:
    """Lines and errors by region, and by how much the model's forecast errs more than the registration.

    :param rows: imposed, recovered and foretold change of every pair
    """
    lines, errors, pairs = {}, {}, {}
    for region in REGIONS:
        true, found, expected = np.array([[one[region] for one in row] for row in rows]).T
        lines[region] = line_of(true, found)
        errors[region] = spread_of(np.abs(found - true).tolist())
        pairs[region] = paired(np.abs(expected - true), np.abs(found - true))
    return {"recoveredVsImposed": lines, "absoluteErrorPercent": errors, "forecastMinusRegistration": pairs}


def main() -> None:
    """Command line: write the pairs beside the checkpoint, have them measured, write two-dates.json into the release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=HEADS)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--workers", type=int, default=2)
    add_source_options(parser, MODEL)
    options = parser.parse_args()
    torch.set_num_threads(1)
    sources, reader = sources_of(options), Reader(options.checkpoint)
    released_manifest(options.release, training_of(reader.state, options.checkpoint))
    make_missing(make_scene_file, first_jobs(sources, "test", options.heads, reader.state["config"]["seed"]), options.workers)
    bench = Bench(reader, options.checkpoint.parent / "two-dates" / sha256_of(options.checkpoint)[:12])
    paths, rows = scene_files(sources.cache, "test")[: options.heads], []
    for path in paths:
        scene, head, pair = bench.measure(path)
        rows.append((imposed(scene, False), recovered(head, pair), foretold(reader, head, scene)))
    unchanged = [false_percent(head, pair) for _, head, pair in (bench.measure(path, 0.0) for path in paths[:UNCHANGED_HEADS])]
    null = {"unchangedHeads": len(unchanged), "nullPercent": round(float(np.median(unchanged)), 2)}
    result = {
        "manifest": sha256_of(options.release / "manifest.json"),
        "method": METHOD,
        "heads": len(rows),
        **null,
        **figures_of(rows),
    }
    (options.release / FILE).write_text(compact_json(result))


if __name__ == "__main__":
    main()
