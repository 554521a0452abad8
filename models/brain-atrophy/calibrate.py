"""Calibration of brain-atrophy on validation anatomies, facts about its training scenes, group means -> measured.json.

python models/brain-atrophy/calibrate.py --checkpoint <run>/checkpoint.pt

Futures are drawn at the scale of the latent with the least continuous ranked probability score; split-conformal margins widen the
90 % intervals of regional change; the change that controls seem to have says what a map may not show. `group-means.bin` and
`measured.json` are written beside the checkpoint.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from answers import REGIONS, Changes, Head, Reader, Regions, latents_of
from common.anatomy import VOXEL_ML
from common.atrophy_rates import COURSES
from common.compact_json import compact_json
from common.conformal import conformal_margin
from common.metrics import fair_crps
from common.onnx_export import sha256_of
from common.row_files import kept_rows
from common.run import read_checkpoint
from common.scene_sets import add_source_options, first_jobs, make_missing, scene_files, sources_of
from common.velocity_field import jacobian_determinant
from examples import THICKEST_SLICE_MM, label_maps
from group_means import GroupMeans, true_changes
from heads import ASKED, is_asked, question_of, render
from intervals import interval_of, logarithm, scale_of
from scenes import MODEL, Scene, load_scene, make_scene_file
from scores import FUTURES, SMALLEST_JACOBIAN

HEADS = 32
LATENT_SCALES = (0.5, 0.75, 1.0, 1.5, 2.2, 3.2)
SCALE_FUTURES = 4
"""Futures per scale while the scale is chosen; the score used does not depend on their number."""

NULL_SHARE = 0.95
"""Share of brain and ventricles of controls whose false change lies below the threshold of the map."""

NULL_LEVELS = np.linspace(0, 1, 201)


@dataclass(frozen=True)
class Trial:
    """Futures of a validation head at every scale; called with the file of a scene."""

    checkpoint: Path

    def __call__(self, path: Path) -> dict:
        """Row: per question `imposed` change and, by scale, the futures'; told ones of even heads, untold ones of odd heads."""
        scene, head, reader = _seen(self.checkpoint, path)
        drawn, asked_of = latents_of(scene.meta["number"], SCALE_FUTURES), {}
        for asked in ASKED[scene.meta["number"] % 2 :: 2]:
            if not is_asked(asked, scene.meta["course"]):
                continue
            question = question_of(scene, asked)
            middle = _middle(reader, head, question)
            futures = {f"{scale:g}": _columns(reader.futures(head, question, drawn * scale, middle)) for scale in LATENT_SCALES}
            asked_of[asked] = {"imposed": imposed(scene, question.backward), "futures": futures}
        return {"asked": asked_of}


@dataclass(frozen=True)
class Measurement:
    """Futures of a validation head at one scale, and the false change of a control; called with the file of a scene."""

    checkpoint: Path
    scale: float

    def __call__(self, path: Path) -> dict:
        """Row: per question `imposed` change and the futures'; of a control `falsePercent`, |100 log J| at `NULL_LEVELS`."""
        scene, head, reader = _seen(self.checkpoint, path)
        drawn, row = self.scale * latents_of(scene.meta["number"], FUTURES), {"asked": {}}
        row["volumesMl"] = _volumes_ml(head, Regions(label_maps(scene)))
        for asked in ASKED:
            if not is_asked(asked, scene.meta["course"]):
                continue
            question = question_of(scene, asked)
            futures = reader.futures(head, question, drawn, _middle(reader, head, question))
            entry = {"imposed": imposed(scene, question.backward), "futures": _columns(futures)}
            row["asked"][asked] = entry | {"scale": scale_of(question.years)}
        if scene.meta["course"] == "healthy":
            displacement = reader.answer(head, question_of(scene, "sinceUntold")).displacement()
            logarithm = jacobian_determinant(displacement).clamp(min=SMALLEST_JACOBIAN).log()[head.trusted]
            row["falsePercent"] = np.quantile(100 * logarithm.abs().numpy(), NULL_LEVELS).round(4).tolist()
        return row


@cache
def _reader(checkpoint: Path) -> Reader:
    return Reader(checkpoint)


def _seen(checkpoint: Path, path: Path) -> tuple[Scene, Head, Reader]:
    reader, scene = _reader(checkpoint), load_scene(path)
    return scene, reader.look(render(scene, True, reader.state["config"]["seed"], "validation")[0]), reader


def _middle(reader: Reader, head: Head, question) -> tuple:
    answer = reader.answer(head, question)
    return answer, head.regions.changes_percent(jacobian_determinant(answer.displacement()), question.backward)


def _volumes_ml(head: Head, true: Regions) -> dict[str, list[float]]:
    """Found and true volume of every region."""
    pairs = zip(REGIONS, head.regions.totals.tolist(), true.totals.tolist(), strict=True)
    return {region: [VOXEL_ML * found, VOXEL_ML * right] for region, found, right in pairs}


def _columns(futures: list[Changes]) -> dict[str, list[float]]:
    return {region: [future[region] for future in futures] for region in REGIONS}


def imposed(scene: Scene, backward: bool) -> Changes:
    """True regional change of a scene, by its true labels."""
    velocity, years = (scene.since, scene.meta["yearsSince"]) if backward else (scene.ahead, scene.meta["yearsAhead"])
    return true_changes(velocity * years, Regions(label_maps(scene)), backward)


def scores_by_scale(rows: list[dict]) -> dict[float, float]:
    """Fair CRPS of regional change by scale of the latent, each question and region over what it is on average over all scales.

    :param rows: of `Trial`
    """
    table = []
    for asked in ASKED:
        entries = [row["asked"][asked] for row in rows if asked in row["asked"]]
        for region in REGIONS if entries else ():
            scores = [
                np.mean(
                    [fair_crps(np.array(entry["futures"][f"{scale:g}"][region]), entry["imposed"][region]) for entry in entries]
                )
                for scale in LATENT_SCALES
            ]
            table.append(np.array(scores) / max(float(np.mean(scores)), 1e-9))
    return dict(zip(LATENT_SCALES, np.mean(table, axis=0).round(4).tolist(), strict=True))


def margins_of(rows: list[dict]) -> tuple[dict[str, Changes], dict[str, Changes]]:
    """Conformal margin of every question and region, and the share that the futures alone cover.

    :param rows: of `Measurement`
    :returns: margins of ln(later / earlier), per year where the question tells the years; shares
    """
    margins: dict[str, Changes] = {}
    alone: dict[str, Changes] = {}
    for asked in ASKED:
        entries = [row["asked"][asked] for row in rows if asked in row["asked"]]
        scales = np.array([entry["scale"] for entry in entries])
        margins[asked], alone[asked] = {}, {}
        for region in REGIONS:
            lows, highs = interval_of(np.array([entry["futures"][region] for entry in entries]))
            truths = logarithm([entry["imposed"][region] for entry in entries])
            margins[asked][region] = round(conformal_margin(lows, highs, truths, scales), 5)
            alone[asked][region] = round(float(np.mean((lows <= truths) & (truths <= highs))), 3)
    return margins, alone


def volume_margins(rows: list[dict]) -> Changes:
    """Margin of ln(volume) of every region: 90 % of the validation heads' true volumes lie within it of those found.

    :param rows: of `Measurement`
    """
    margins = {}
    for region in REGIONS:
        found, true = np.log(np.array([row["volumesMl"][region] for row in rows])).T
        margins[region] = round(conformal_margin(found, found, true), 4)
    return margins


def null_percent(rows: list[dict]) -> float:
    """|100 log J| that most of the brain of all controls together stays below.

    :param rows: of `Measurement`
    :raises ValueError: no controls
    """
    controls = [row["falsePercent"] for row in rows if "falsePercent" in row]
    if not controls:
        raise ValueError("no control among the validation heads")
    return float(np.quantile(np.concatenate(controls), NULL_SHARE))


def scene_facts(metas: list[dict]) -> dict:
    """Entries `trainedRanges` and `training` of measured.json."""
    since = [meta["yearsSince"] for meta in metas if meta["course"] != "healthy"]
    return {
        "trainedRanges": {
            "ageYears": _range([meta["ageYears"] for meta in metas]),
            "years": _range([meta["yearsAhead"] for meta in metas]),
            "yearsOfDisease": _range(since),
            "spacingMm": [1, THICKEST_SLICE_MM],
        },
        "training": {
            "scenes": len(metas),
            "scenesByCourse": {course: sum(meta["course"] == course for meta in metas) for course in COURSES},
        },
    }


def mean_years_since(metas: list[dict]) -> float:
    """Mean years of the training scenes with a disease: over them a change is spread whose years nobody knows."""
    return round(float(np.mean([meta["yearsSince"] for meta in metas if meta["course"] != "healthy"])), 2)


def _range(values: list[float]) -> list[float]:
    return [round(float(np.min(values)), 1), round(float(np.max(values)), 1)]


def calibrate(checkpoint: Path, paths: list[Path], workers: int, disease_years: float) -> dict:
    """Entry `calibration` of the manifest.

    :param paths: validation scenes; :param disease_years: what the threshold per year divides by
    """
    folder = checkpoint.parent / "calibration" / sha256_of(checkpoint)[:12]
    by_scale = scores_by_scale(kept_rows(Trial(checkpoint), paths, folder / "scales", workers))
    scale = min(by_scale, key=lambda one: (by_scale[one], abs(np.log(one))))
    print(f"scale of the latent: {scale:g}", flush=True)
    rows = kept_rows(Measurement(checkpoint, scale), paths, folder / f"scale-{scale:g}", workers)
    margins, alone = margins_of(rows)
    threshold = null_percent(rows)
    return {
        "latentScale": scale,
        "relativeCrpsByLatentScale": {f"{one:g}": score for one, score in by_scale.items()},
        "marginLogarithm": margins,
        "volumeMarginLogarithm": volume_margins(rows),
        "coverageOfFuturesAlone": alone,
        "nullPercent": round(threshold, 2),
        "nullPercentPerYear": round(threshold / disease_years, 3),
        "meanYearsSince": disease_years,
        "validationHeads": len(rows),
        "validationControls": sum("falsePercent" in row for row in rows),
    }


def main() -> None:
    """Command line: write measured.json and group-means.bin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=HEADS)
    parser.add_argument("--workers", type=int, default=2)
    add_source_options(parser, MODEL)
    options = parser.parse_args()
    torch.set_num_threads(1)
    sources = sources_of(options)
    state = read_checkpoint(options.checkpoint)
    seed, used = state["config"]["seed"], set(state["used"])
    make_missing(make_scene_file, first_jobs(sources, "validation", options.heads, seed), options.workers)
    training = [path for path in scene_files(sources.cache, "train") if path.name in used]
    metas = [json.loads(str(np.load(path)["meta"])) for path in training]
    paths = scene_files(sources.cache, "validation")[: options.heads]
    calibration = calibrate(options.checkpoint, paths, options.workers, mean_years_since(metas))
    means = GroupMeans.of(training).write(options.checkpoint.parent)
    measured = {"calibration": calibration, "groupMeans": means, **scene_facts(metas)}
    options.checkpoint.with_name("measured.json").write_text(compact_json(measured))


if __name__ == "__main__":
    main()
