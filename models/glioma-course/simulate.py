"""Simulate the patients of a set and store each as one file of history and one file per future, outside the repository.

Every patient has its own seed, made of the run's seed, the set and the patient's number, so any file can be remade alone
and an interrupted run goes on where it stopped.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import scene_sets
from common.anatomy import load_fractions
from common.pair import Examples
from common.patient import Patient, Plan, simulate_patient, simulate_two_species_patient
from common.splits import ANATOMIES_BY_SET
from common.treatment import ARMS
from common.tumour_parameters import SHIFTED_RANGES, TRAINING_RANGES
from common.visit_intervals import read_intervals

SETS = (
    *("train", "validation", "same-distribution", "shifted", "different-physics", "arms", "arms-different-physics"),
    "inexact-outlines",
)
"""Sets that can be simulated; those after `validation` are for testing. A patient of an `arms` set has one future per arm;
`inexact-outlines` is different physics as an inexact observer outlines it."""

EXACT, INEXACT, MIXED = (0.0,), (0.5, 1.0), (0.0, 0.0, 0.5, 1.0)
OBSERVERS = {"train": MIXED, "validation": MIXED, "inexact-outlines": INEXACT}
"""How inexact the outlines of a set are (see `nuisance.perturb_mask`); exact where a set is not named."""

EDITIONS = {"different-physics": 1, "arms-different-physics": 1, "inexact-outlines": 1}
"""Added to the seed of sets that were drawn anew. The first edition of these showed that a core under radiotherapy with
temozolomide vanished far too often in training, which led to other ranges there (see README); it had done its duty as a test."""

OTHER_PHYSICS = ("different-physics", "arms-different-physics", "inexact-outlines")

POPULATION_SPEED_MM_PER_DAY = 0.03
"""Front speed that the fitted growth model assumes with a single visit."""


@dataclass(frozen=True)
class Sources(scene_sets.Sources):
    """Where anatomy and visit intervals are read, and where pairs are kept."""

    intervals: Path


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Options shared by every script that touches data."""
    scene_sets.add_source_options(parser, "glioma-course")
    table = scene_sets.SHARED_DATA / "real" / "visit-intervals-table" / "sailor_info.csv"
    parser.add_argument("--intervals", type=Path, default=table)


def sources_of(options: argparse.Namespace) -> Sources:
    """Sources named by the command line.

    :raises SystemExit: the anatomy or the table of intervals is absent
    """
    sources = scene_sets.sources_of(options)
    return Sources(sources.anatomy, sources.cache, scene_sets.existing(options.intervals, "--intervals"))


def future_files(cache: Path, set_name: str) -> list[Path]:
    """Futures of a set that exist so far, sorted."""
    return sorted((cache / set_name).glob("future-*.npz"))


def trained_futures(cache: Path, used: list[str]) -> list[Path]:
    """Those futures of the training set that a run has used.

    :param used: their names, from its checkpoint
    """
    names = set(used)
    return [path for path in future_files(cache, "train") if path.name in names]


def history_file(future: Path) -> Path:
    """File of the history that a future belongs to."""
    return future.with_name(f"history-{future.name.split('-')[1]}.npz")


def simulate_set(sources: Sources, set_name: str, patients: int, seed: int, workers: int) -> int:
    """Simulate every patient of a set that has no file yet; their number."""
    folder = sources.cache / set_name
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(patients) if not (folder / f"done-{number:05d}").exists()]
    scene_sets.run_jobs(_simulate_and_store, [(sources, set_name, number, seed) for number in missing], workers)
    return len(missing)


def simulate_one(sources: Sources, set_name: str, number: int, seed: int) -> tuple[Patient, int, np.random.Generator]:
    """Truth of one patient of a set, the number of its anatomy and the random generator to go on with."""
    rng = np.random.default_rng([seed + EDITIONS.get(set_name, 0), SETS.index(set_name), number])
    anatomies = ANATOMIES_BY_SET[set_name if set_name in ANATOMIES_BY_SET else "test"]
    anatomy = anatomies[number % len(anatomies)]
    fractions = load_fractions(sources.anatomy, sources.cache / "anatomy", anatomy)
    intervals = read_intervals(sources.intervals)
    while True:
        patient = _draw_patient(set_name, fractions, intervals, rng)
        if patient is not None:
            return patient, anatomy, rng


def _draw_patient(set_name: str, fractions, intervals, rng: np.random.Generator) -> Patient | None:
    plan = Plan(futures=3 if set_name == "train" else 1, every_arm=set_name.startswith("arms"))
    if set_name in OTHER_PHYSICS:
        patient = simulate_two_species_patient(fractions, intervals, rng, plan)
    else:
        ranges = SHIFTED_RANGES if set_name == "shifted" else TRAINING_RANGES
        patient = simulate_patient(fractions, intervals, ranges, rng, plan)
    if patient is not None and plan.every_arm and len(patient.futures) < len(ARMS):
        return None
    return patient


def _simulate_and_store(job: tuple[Sources, str, int, int]) -> None:
    sources, set_name, number, seed = job
    patient, anatomy, rng = simulate_one(sources, set_name, number, seed)
    folder = sources.cache / set_name
    examples = Examples(patient, POPULATION_SPEED_MM_PER_DAY, OBSERVERS.get(set_name, EXACT), rng)
    _store(folder / f"history-{number:05d}.npz", examples.history(), {"patient": number, "anatomy": anatomy})
    for index, future in enumerate(patient.futures):
        with_images = set_name not in ("train", "validation") and not set_name.startswith("arms")
        _store(folder / f"future-{number:05d}-{index}.npz", examples.future(future, with_images), {})
    (folder / f"done-{number:05d}").touch()


def _store(path: Path, example: dict, meta: dict) -> None:
    temporary = path.with_name(f"part-{path.name}")
    np.savez(temporary, meta=json.dumps({**example.pop("meta"), **meta}), **example)
    temporary.rename(path)


def main() -> None:
    """Command line: simulate one set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--patients", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--workers", type=int, default=2)
    add_source_options(parser)
    options = parser.parse_args()
    started = time.monotonic()
    made = simulate_set(sources_of(options), options.set, options.patients, options.seed, options.workers)
    seconds = time.monotonic() - started
    print(f"{made} patients in {seconds:.0f} s" + (f", {3600 * made / seconds:.0f} an hour" if made else ""))


if __name__ == "__main__":
    main()
