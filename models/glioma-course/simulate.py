"""Simulate the patients of a set and store their pairs as one file each, outside the repository.

Every patient has its own seed, made of the run's seed, the set and the patient's number, so any file can be remade alone
and an interrupted run goes on where it stopped.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.anatomy import load_fractions
from common.pair import build_pair
from common.patient import Patient, simulate_patient
from common.splits import ANATOMIES_BY_SET
from common.tumour_parameters import SHIFTED_RANGES, TRAINING_RANGES
from common.visit_intervals import read_intervals

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SETS = ("train", "validation", "same-distribution", "shifted", "different-physics")
"""Sets that can be simulated; the last three are test sets."""


@dataclass(frozen=True)
class Sources:
    """Where anatomy and visit intervals are read, and where pairs are kept."""

    anatomy: Path
    intervals: Path
    cache: Path


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Options shared by every script that touches data."""
    parser.add_argument("--anatomy", type=Path, default=SHARED_DATA / "anatomy" / "synthseg-labels")
    parser.add_argument("--intervals", type=Path, default=SHARED_DATA / "real" / "visit-intervals-table" / "sailor_info.csv")
    parser.add_argument("--cache", type=Path, required=False, default=SHARED_DATA.parents[1] / "cache" / "glioma-course")


def sources_of(options: argparse.Namespace) -> Sources:
    """Sources named by the command line.

    :raises SystemExit: the anatomy or the table of intervals is absent
    """
    for path in (options.anatomy, options.intervals):
        if not path.exists():
            raise SystemExit(f"missing data: {path} (see --anatomy and --intervals)")
    return Sources(options.anatomy, options.intervals, options.cache)


def pair_files(cache: Path, set_name: str) -> list[Path]:
    """Pairs of a set that exist so far, sorted."""
    return sorted((cache / set_name).glob("pair-*.npz"))


def simulate_set(sources: Sources, set_name: str, patients: int, seed: int, workers: int) -> None:
    """Simulate every patient of a set that has no file yet."""
    folder = sources.cache / set_name
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(patients) if not (folder / f"done-{number:05d}").exists()]
    jobs = [(sources, set_name, number, seed) for number in missing]
    if workers <= 1:
        for job in jobs:
            _simulate_and_store(job)
        return
    with ProcessPoolExecutor(workers) as pool:
        for _ in pool.map(_simulate_and_store, jobs, chunksize=1):
            pass


def simulate_one(sources: Sources, set_name: str, number: int, seed: int) -> tuple[Patient, int, np.random.Generator]:
    """Truth of one patient of a set, the number of its anatomy and the random generator to go on with."""
    rng = np.random.default_rng([seed, SETS.index(set_name), number])
    anatomies = ANATOMIES_BY_SET[set_name if set_name in ANATOMIES_BY_SET else "test"]
    anatomy = anatomies[number % len(anatomies)]
    fractions = load_fractions(sources.anatomy, sources.cache / "anatomy", anatomy)
    intervals = read_intervals(sources.intervals)
    while True:
        patient = _draw_patient(set_name, fractions, intervals, rng)
        if patient is not None:
            return patient, anatomy, rng


def _draw_patient(set_name: str, fractions, intervals, rng: np.random.Generator) -> Patient | None:
    if set_name == "different-physics":
        from common.two_species import simulate_two_species_patient

        return simulate_two_species_patient(fractions, intervals, rng)
    ranges = SHIFTED_RANGES if set_name == "shifted" else TRAINING_RANGES
    return simulate_patient(fractions, intervals, ranges, rng)


def _simulate_and_store(job: tuple[Sources, str, int, int]) -> None:
    sources, set_name, number, seed = job
    torch.set_num_threads(1)
    patient, anatomy, rng = simulate_one(sources, set_name, number, seed)
    for_test = set_name not in ("train", "validation")
    for index, visits in enumerate(_choose_visits(len(patient.days), rng, 3 if set_name == "train" else 1)):
        example = build_pair(patient, visits, rng, with_truth_images=for_test)
        meta = {**example.pop("meta"), "patient": number, "anatomy": anatomy}
        folder = sources.cache / set_name
        temporary = folder / f"part-{number:05d}-{index}.npz"
        np.savez(temporary, meta=json.dumps(meta), **example)
        temporary.rename(folder / f"pair-{number:05d}-{index}.npz")
    (sources.cache / set_name / f"done-{number:05d}").touch()


def _choose_visits(count: int, rng: np.random.Generator, most: int) -> list[tuple[int | None, int, int]]:
    """Up to `most` different (previous, last, future) triples; a single visible visit only where there are two dates."""
    if count == 2:
        return [(None, 0, 1)]
    triples = [(a, b, c) for a in range(count) for b in range(a + 1, count) for c in range(b + 1, count)]
    chosen = rng.permutation(len(triples))[:most]
    return [triples[index] for index in chosen]


def main() -> None:
    """Command line: simulate one set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--patients", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--workers", type=int, default=2)
    add_source_options(parser)
    options = parser.parse_args()
    simulate_set(sources_of(options), options.set, options.patients, options.seed, options.workers)


if __name__ == "__main__":
    main()
