"""Score stored examples in several processes; every row goes to the run folder at once, so an interrupted run goes on."""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from common.onnx_export import sha256_of
from dataset import Example, inputs_of, load_example
from forecasts import DETERMINISTIC, MODEL, Forecaster, rival_masks, volumes_ml
from scores import ALL, describe, score_example


@dataclass(frozen=True)
class Scoring:
    """What is scored and where rows are kept.

    :param deterministic: checkpoint of the rival network, or None
    :param folder: of the rows; belongs to these weights and this latent scale alone
    """

    checkpoint: Path
    deterministic: Path | None
    latent_scale: float
    folder: Path

    @classmethod
    def of(cls, checkpoint: Path, deterministic: Path | None, latent_scale: float) -> "Scoring":
        """Rows go to `scores/` beside the checkpoint, into a folder named after what was scored."""
        weights = [sha256_of(path)[:12] for path in (checkpoint, deterministic) if path is not None]
        name = "-".join([*weights, f"scale{latent_scale:g}"])
        return cls(checkpoint, deterministic, latent_scale, checkpoint.parent / "scores" / name)

    def rows(self, kind: str, paths: list[Path], workers: int) -> list[dict]:
        """One row for every path, in their order.

        :param kind: a key of `_SCORERS`
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if not paths:
            raise ValueError(f"no patients to score ({kind})")
        name = f"{paths[0].parent.name}-{kind}"
        known = self._known(name)
        missing = [path for path in paths if known.get(path.name, {}).get("written") != path.stat().st_mtime_ns]
        shares = [missing[part::workers] for part in range(workers)]
        jobs = [(self, kind, share, self.folder / f"{name}-{part}.jsonl") for part, share in enumerate(shares) if share]
        if len(jobs) == 1:
            _score_share(jobs[0])
        elif jobs:
            with ProcessPoolExecutor(len(jobs)) as pool:
                list(pool.map(_score_share, jobs))
        known = self._known(name)
        return [known[path.name] for path in paths]

    def _known(self, name: str) -> dict[str, dict]:
        rows = {}
        for path in sorted(self.folder.glob(f"{name}-*.jsonl")):
            for line in path.read_text().splitlines():
                try:
                    row = json.loads(line)
                except ValueError:  # the last line of a run that was stopped
                    continue
                rows[row["file"]] = row
        return rows


def _score_share(job: tuple[Scoring, str, list[Path], Path]) -> None:
    scoring, kind, paths, target = job
    torch.set_num_threads(1)
    model = Forecaster.open(scoring.checkpoint)
    deterministic = Forecaster.open(scoring.deterministic) if scoring.deterministic else None
    with target.open("a") as file:
        file.write("\n")
        for path in paths:
            example = load_example(path)
            row = _SCORERS[kind](example, model, deterministic, scoring.latent_scale)
            file.write(json.dumps({"file": path.name, "written": path.stat().st_mtime_ns, **row}) + "\n")
            file.flush()


def _score_test(example: Example, model: Forecaster, deterministic: Forecaster | None, latent_scale: float) -> dict:
    return score_example(example, model, deterministic, (example.meta["patient"], latent_scale))


def _score_points(example: Example, model: Forecaster, deterministic: Forecaster | None, _latent_scale: float) -> dict:
    """Core volume that every method names, for the errors on validation patients."""
    inputs = inputs_of(example, ALL, model.population)
    masks = {MODEL: model.mean_distances(model.encode(inputs)) < 0, **rival_masks(example, inputs, model.population)}
    if deterministic is not None:
        theirs = inputs_of(example, ALL, deterministic.population)
        masks[DETERMINISTIC] = deterministic.mean_distances(deterministic.encode(theirs)) < 0
    return describe(example) | {"coreMl": {name: float(volumes_ml(mask[0])) for name, mask in masks.items()}}


def _score_arm(example: Example, model: Forecaster, _deterministic: Forecaster | None, _latent_scale: float) -> dict:
    """Volume of the mean future under the example's arm."""
    inputs = inputs_of(example, ALL, model.population)
    return describe(example) | {"coreMl": float(volumes_ml(model.mean_distances(model.encode(inputs))[0] < 0))}


_SCORERS = {"test": _score_test, "points": _score_points, "arm": _score_arm}
