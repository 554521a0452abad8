"""Figures of single scenes, each in a file of its own: an interrupted run goes on, and several processes share the work."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common.scene_sets import run_jobs

Score = Callable[[Path], dict]


@dataclass(frozen=True)
class _Job:
    score: Score
    scene: Path
    target: Path


def kept_rows(score: Score, scenes: list[Path], folder: Path, workers: int) -> list[dict]:
    """One row for every scene, in their order; rows that are missing or of another edition of their scene are made.

    :param score: makes the row of a scene; a function that other processes can import
    :param folder: of the rows, named after everything that they depend on but the scenes
    :raises ValueError: no scenes
    """
    if not scenes:
        raise ValueError(f"no scenes to measure for {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [_Job(score, scene, folder / f"{scene.stem}.json") for scene in scenes]
    run_jobs(_make_row, [job for job in jobs if _known(job) is None], workers)
    return [_known(job) for job in jobs]


def _known(job: _Job) -> dict | None:
    """Row of a scene; None where there is none, or one of another edition of the scene."""
    if not job.target.exists():
        return None
    row = json.loads(job.target.read_text())
    return row if row["written"] == job.scene.stat().st_mtime_ns else None


def _make_row(job: _Job) -> None:
    row = {"file": job.scene.name, "written": job.scene.stat().st_mtime_ns, **job.score(job.scene)}
    part = job.target.with_suffix(".part")
    part.write_text(json.dumps(row))
    part.rename(job.target)
