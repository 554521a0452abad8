"""Sets of simulated scenes on disk: where anatomy is read and files are kept, making what is missing, training on them.

Every scene has its own seed, made of the run's seed, the set and its number, so any file can be remade alone and an
interrupted run goes on where it stopped.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch

from common.loading import Batch
from common.run import TrainingRun
from common.splits import ANATOMIES_BY_SET

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SETS = ("train", "validation", "test")

Job = TypeVar("Job")
Run = TypeVar("Run", bound=TrainingRun)


@dataclass(frozen=True)
class Sources:
    """Where anatomy is read and simulated files are kept."""

    anatomy: Path
    cache: Path


@dataclass(frozen=True)
class SceneJob:
    """One scene that is to be made."""

    sources: Sources
    set_name: str
    number: int
    seed: int

    @property
    def path(self) -> Path:
        """File of the scene."""
        return self.sources.cache / self.set_name / f"scene-{self.number:05d}.npz"

    def anatomy(self, in_turn: int) -> int:
        """Number of a label map of the set."""
        numbers = ANATOMIES_BY_SET[self.set_name]
        return numbers[in_turn % len(numbers)]

    def random(self) -> np.random.Generator:
        """Random numbers of this scene alone."""
        return np.random.default_rng([self.seed, SETS.index(self.set_name), self.number])


def add_source_options(parser: argparse.ArgumentParser, model: str) -> None:
    """Options shared by every script that touches data."""
    parser.add_argument("--anatomy", type=Path, default=SHARED_DATA / "anatomy" / "synthseg-labels")
    parser.add_argument("--cache", type=Path, default=SHARED_DATA.parents[1] / "cache" / model)


def sources_of(options: argparse.Namespace) -> Sources:
    """Sources named by the command line.

    :raises SystemExit: the anatomy is absent
    """
    return Sources(existing(options.anatomy, "--anatomy"), options.cache)


def existing(path: Path, option: str) -> Path:
    """The path of an option.

    :raises SystemExit: nothing is there
    """
    if not path.exists():
        raise SystemExit(f"missing data: {path} (see {option})")
    return path


def scene_files(cache: Path, set_name: str) -> list[Path]:
    """Scenes of a set that exist so far, sorted."""
    return sorted((cache / set_name).glob("scene-*.npz"))


def run_jobs(function: Callable[[Job], None], jobs: list[Job], workers: int) -> None:
    """Do jobs one after another or in several processes, each on one thread."""
    if workers > 1:
        with ProcessPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for _ in pool.map(function, jobs, chunksize=1):
                pass
        return
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for job in jobs:
        function(job)
    torch.set_num_threads(threads)


def first_jobs(sources: Sources, set_name: str, count: int, seed: int) -> list[SceneJob]:
    """The first scenes of a set."""
    return [SceneJob(sources, set_name, number, seed) for number in range(count)]


def make_missing(make: Callable[[SceneJob], None], jobs: list[SceneJob], workers: int = 1) -> None:
    """Make the scenes that have no file yet."""
    for folder in {job.path.parent for job in jobs}:
        folder.mkdir(parents=True, exist_ok=True)
    run_jobs(make, [job for job in jobs if not job.path.exists()], workers)


def store(path: Path, arrays: dict[str, np.ndarray], meta: dict) -> None:
    """Write one file whole or not at all."""
    temporary = path.with_name(f"part-{path.name}")
    np.savez_compressed(temporary, meta=json.dumps(meta), **arrays)
    temporary.rename(path)


def scene_command(description: str, model: str, make: Callable[[SceneJob], None]) -> None:
    """Command line: make the scenes of one set."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--workers", type=int, default=2)
    add_source_options(parser, model)
    options = parser.parse_args()
    sources = sources_of(options)
    make_missing(make, first_jobs(sources, options.set, options.count, options.seed), options.workers)


@dataclass(frozen=True)
class SceneTraining:
    """What the training command of a model needs.

    :param open_run: run of a configuration and a checkpoint, which goes on where one exists
    :param next_round: batches of the next steps from the scenes of a cache
    :param columns: of the log
    """

    model: str
    make: Callable[[SceneJob], None]
    open_run: Callable[[dict, Path], Run]
    next_round: Callable[[Run, Path], Iterable[Batch]]
    columns: tuple[str, ...]

    def command(self, description: str) -> None:
        """Command line: scenes and training in one command."""
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--config", type=Path, required=True)
        parser.add_argument("--run", type=Path, default=None, help="folder of checkpoint and log (default: cache/run)")
        parser.add_argument("--skip-scenes", action="store_true", help="train on the scenes that exist already")
        add_source_options(parser, self.model)
        options = parser.parse_args()
        config, sources = json.loads(options.config.read_text()), sources_of(options)
        if not options.skip_scenes:
            make_missing(self.make, first_jobs(sources, "train", config["scenes"], config["seed"]), config["workers"])
        if len(scene_files(sources.cache, "train")) < config["fewestScenesToStart"]:
            raise SystemExit(f"{config['fewestScenesToStart']} training scenes needed")
        torch.set_num_threads(config["threads"])
        folder = options.run or sources.cache / "run"
        folder.mkdir(parents=True, exist_ok=True)
        run = self.open_run(config, folder / "checkpoint.pt")
        run.train(partial(self.next_round, run, sources.cache), folder / "training-log.csv", self.columns)
