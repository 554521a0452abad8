"""Score stored examples in several processes; every row is kept at once, so an interrupted run goes on.

Rows of the model and of the rival network lie beside their checkpoints, each in a folder named after its weights: a rival that
comes later, or another model, leaves the other's rows as they are.
"""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from common.onnx_export import sha256_of
from dataset import Example, inputs_of, load_example
from forecasts import DETERMINISTIC, MODEL, Forecaster, rival_masks, volumes_ml
from scores import ALL, describe, score_example, score_rival


@dataclass(frozen=True)
class Network:
    """A network that is scored, and where its rows are kept.

    :param latent_scale: of the sampled futures; a network that samples none does not depend on it
    """

    checkpoint: Path
    latent_scale: float
    folder: Path

    @classmethod
    def of(cls, checkpoint: Path, latent_scale: float | None = None) -> "Network":
        """Rows go to `scores/` beside the checkpoint."""
        scale = "" if latent_scale is None else f"-scale{latent_scale:g}"
        return cls(checkpoint, latent_scale or 0.0, checkpoint.parent / "scores" / f"{sha256_of(checkpoint)[:12]}{scale}")

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


@dataclass(frozen=True)
class Scoring:
    """What is scored: the model, and the rival network where there is one."""

    model: Network
    rival: Network | None

    @classmethod
    def of(cls, checkpoint: Path, deterministic: Path | None, latent_scale: float) -> "Scoring":
        """Of two checkpoints."""
        return cls(Network.of(checkpoint, latent_scale), None if deterministic is None else Network.of(deterministic))

    def rows(self, kind: str, paths: list[Path], workers: int) -> list[dict]:
        """One row for every path, in their order, with the rival's part.

        :param kind: `test`, `points` or `arm`
        """
        rows = self.model.rows(kind, paths, workers)
        if self.rival is None or f"rival-{kind}" not in _SCORERS:
            return rows
        return [joined_row(*pair) for pair in zip(rows, self.rival.rows(f"rival-{kind}", paths, workers), strict=True)]


def joined_row(row: dict, of_rival: dict) -> dict:
    """A row with what the rival adds to every entry by method."""
    return row | {name: row[name] | entry for name, entry in of_rival.items() if isinstance(entry, dict)}


def _score_share(job: tuple[Network, str, list[Path], Path]) -> None:
    network, kind, paths, target = job
    torch.set_num_threads(1)
    forecaster = Forecaster.open(network.checkpoint)
    with target.open("a") as file:
        file.write("\n")
        for path in paths:
            row = _SCORERS[kind](load_example(path), forecaster, network.latent_scale)
            file.write(json.dumps({"file": path.name, "written": path.stat().st_mtime_ns, **row}) + "\n")
            file.flush()


def _score_test(example: Example, model: Forecaster, latent_scale: float) -> dict:
    return score_example(example, model, (example.meta["patient"], latent_scale))


def _score_rival_test(example: Example, rival: Forecaster, _latent_scale: float) -> dict:
    return score_rival(example, rival)


def _score_points(example: Example, model: Forecaster, _latent_scale: float) -> dict:
    """Core volume that every method names, for the errors on validation patients."""
    inputs = inputs_of(example, ALL, model.population)
    masks = {MODEL: model.mean_distances(model.encode(inputs)) < 0, **rival_masks(example, inputs, model.population)}
    return describe(example) | {"coreMl": {name: float(volumes_ml(mask[0])) for name, mask in masks.items()}}


def _score_rival_points(example: Example, rival: Forecaster, _latent_scale: float) -> dict:
    return {"coreMl": {DETERMINISTIC: _core_ml(example, rival)}}


def _score_arm(example: Example, model: Forecaster, _latent_scale: float) -> dict:
    """Volume of the mean future under the example's arm."""
    return describe(example) | {"coreMl": _core_ml(example, model)}


def _core_ml(example: Example, network: Forecaster) -> float:
    inputs = inputs_of(example, ALL, network.population)
    return float(volumes_ml(network.mean_distances(network.encode(inputs))[0] < 0))


_SCORERS = {
    "test": _score_test,
    "points": _score_points,
    "arm": _score_arm,
    "rival-test": _score_rival_test,
    "rival-points": _score_rival_points,
}
