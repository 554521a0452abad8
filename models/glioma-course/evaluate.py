"""Evaluate glioma-course and its rivals on simulated test sets and on treatment arms -> metrics.json.

python models/glioma-course/evaluate.py --checkpoint <run>/checkpoint.pt [--deterministic <rival's run>/checkpoint.pt]
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from arms import summarise_arms
from cases import write_examples
from common.compact_json import compact_json
from common.release import released_manifest, training_of, weights_of
from common.run import read_checkpoint
from export import RELEASE, load_average
from forecasts import DETERMINISTIC, MODEL, Forecaster
from memorisation import check_memorisation
from score_files import Scoring
from scores import IMAGE_RANGE, ONE_EMPTY_MM, SMALLEST_ML, SMALLEST_RELATIVE_ML, log_volume
from simulate import Sources, add_source_options, future_files, simulate_set, sources_of, trained_futures
from summary import summarise_set

TEST_SETS = ("same-distribution", "shifted", "different-physics", "inexact-outlines")
ARM_SETS = ("arms", "arms-different-physics")
DEFINITIONS = {
    "growthRegionDice": "Dice of the voxels that changed since the last visit, growth and shrinkage alike. The last visit is "
    "taken as it was outlined: exactly, but for inexact-outlines, where undoing the observer's error counts as change",
    "emptyMasks": "Dice and Jaccard: both empty 1, one empty 0; HD95 and ASSD: left out where either is empty; hd95MmPenalised: "
    f"{ONE_EMPTY_MM:.0f} mm (diagonal of the grid) where one is empty; see `counts`",
    "volumeErrorPercent": f"left out where the true volume is below {SMALLEST_RELATIVE_ML} ml; volumeErrorMl has every patient",
    "volumeErrorLog": f"|ln(forecast / true volume)|, both at least {SMALLEST_RELATIVE_ML} ml; every patient",
    "skill": "mean and interval: (Dice - that of no change) / (1 - that of no change) of set means; median: of patients",
    "rivals": "no simple rival knows of a treatment; the fitted growth model sees outlines, dates and one tissue map",
    "differentPhysics": "other growth law (two species, nutrient, necrosis) and mass effect; the same treatment law, scars, "
    "pseudo-progression and rendering as in training",
    "crps": "pairs of different futures only, so that futures and errors of a rival are on a par, however many",
    "logVolume": f"natural logarithm of ml, empty counts as {SMALLEST_ML} ml",
    "images": "against a future scan by a scanner of its own; noise ceiling: a second scan of the same truth by a third scanner; "
    "perfect change: the last scan with the true change, the most that a forecast of this kind can reach",
    "explainedChange": "share of the squared true change (last scanner, no noise) near the lesion that the forecast explains",
    "crpsConformalised": "each method's volume with its own log-volume errors on validation patients as its distribution",
    "response": "volume criterion of RANO 2.0; RECIST 1.1 and areas are scored by `longview evaluate` alone",
    "p": "two-sided Wilcoxon signed-rank, as it is; pHolm: adjusted over every rival, structure and metric of the set (of the "
    "subset in `subsets`); the two comparisons of CRPS are single questions and are not adjusted",
    "oedema": "patients whose oedema nobody outlined are left out",
}


@dataclass(frozen=True)
class Plan:
    """What is evaluated, and how much of it.

    :param seed: of the training run; the test patients are drawn with it
    """

    sets: tuple[str, ...]
    arm_sets: tuple[str, ...]
    patients: int
    arm_patients: int
    seed: int
    workers: int


def futures_of(sources: Sources, name: str, patients: int, seed: int, workers: int) -> list[Path]:
    """Futures of the first patients of a set; simulates what is missing."""
    simulate_set(sources, name, patients, seed, workers)
    return [path for path in future_files(sources.cache, name) if int(path.name.split("-")[1]) < patients]


def residuals_of(rows: list[dict]) -> dict[str, list[float]]:
    """Log-volume errors of every method on validation patients, true minus forecast."""
    return {
        name: [float(log_volume(row["trueMl"]["core"]) - log_volume(row["coreMl"][name])) for row in rows]
        for name in rows[0]["coreMl"]
    }


def evaluate(scoring: Scoring, sources: Sources, plan: Plan, calibration: dict) -> tuple[dict, dict[str, list[dict]]]:
    """Entries `testSets`, `arms` and `validation` of metrics.json, and the rows of the test sets.

    :param calibration: of the manifest
    """
    validation = scoring.rows("points", future_files(sources.cache, "validation"), plan.workers)
    residuals = residuals_of(validation)
    half_widths = (calibration.get("volumeLog50", 0.0), calibration["volumeLog90"])
    rows = {}
    for name in plan.sets:
        paths = futures_of(sources, name, plan.patients, plan.seed, plan.workers)
        rows[name] = scoring.rows("test", paths, plan.workers)
        print(f"{name}: {len(rows[name])} patients scored", flush=True)
    arms = {}
    for name in plan.arm_sets:
        paths = futures_of(sources, name, plan.arm_patients, plan.seed, plan.workers)
        arms[name] = summarise_arms(scoring.rows("arm", paths, plan.workers))
        print(f"{name}: {arms[name]['patients']} patients under five arms", flush=True)
    entries = {
        "testSets": {name: summarise_set(values, half_widths, residuals) for name, values in rows.items()},
        "arms": arms,
        "validation": {"patients": len(validation), "calibration": calibration},
    }
    return entries, rows


def rival_training(checkpoint: Path | None, ours: dict) -> dict | None:
    """How the deterministic network was trained; None, said on the terminal, where there is none.

    :param ours: configuration of the model
    :raises SystemExit: the network is no fair rival
    """
    if checkpoint is None or not checkpoint.exists():
        reason = "no --deterministic" if checkpoint is None else f"no file {checkpoint}"
        print(f"{DETERMINISTIC} is left out: {reason}", flush=True)
        return None
    state = read_checkpoint(checkpoint)
    if state["config"]["spread"] or state["config"]["discriminatorStart"] <= 1:
        raise SystemExit(f"{checkpoint} was trained with spread steps or a discriminator: see config/deterministic.json")
    if state["config"]["widths"] != ours["widths"]:
        raise SystemExit(f"{checkpoint} has other widths than the model: see config/deterministic*.json")
    return training_of(state, checkpoint)


def parse() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--deterministic", type=Path, default=None, help="checkpoint of the rival of config/deterministic.json")
    parser.add_argument("--patients", type=int, default=64)
    parser.add_argument("--arm-patients", type=int, default=40)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sets", nargs="*", default=list(TEST_SETS))
    parser.add_argument("--arm-sets", nargs="*", default=list(ARM_SETS))
    add_source_options(parser)
    return parser.parse_args()


def main() -> None:
    """Write metrics.json and the example pictures; rows of single patients stay in the run folder."""
    options = parse()
    sources = sources_of(options)
    encoder, decoder, state = load_average(options.checkpoint)
    training = training_of(state, options.checkpoint)
    manifest = released_manifest(options.release, training)
    calibration = manifest["calibration"]
    rival = rival_training(options.deterministic, state["config"])
    scoring = Scoring.of(options.checkpoint, options.deterministic if rival else None, calibration["latentScale"])
    plan = Plan(
        sets=tuple(options.sets),
        arm_sets=tuple(options.arm_sets),
        patients=options.patients,
        arm_patients=options.arm_patients,
        seed=state["config"]["seed"],
        workers=options.workers,
    )
    entries, rows = evaluate(scoring, sources, plan, calibration)
    model = Forecaster(encoder, decoder, state["population"])
    trained_on = trained_futures(sources.cache, state["used"])
    tested = [path for name in plan.sets for path in future_files(sources.cache, name)[: plan.patients]]
    memorisation = check_memorisation(
        trained_on, tested, model, calibration["latentScale"], scoring.model.folder / "training-bank.npz"
    )
    result = {
        "schema": "longview.metrics/1",
        "model": MODEL,
        **weights_of(manifest),
        "imageRange": IMAGE_RANGE,
        "definitions": DEFINITIONS,
        **entries,
        "memorisation": {"sets": list(plan.sets), **memorisation},
        "training": {**training, "rival": rival},
    }
    result["examples"] = write_examples(rows, sources.cache, model, options.release / "plots")
    (options.release / "metrics.json").write_text(compact_json(result))


if __name__ == "__main__":
    main()
