"""What every training run does, whatever the network: schedule, clock, checkpoints, log, record of changed configurations."""

import csv
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch

from common.loading import Batch

LOG_EVERY_STEPS = 20
CHECKPOINT_EVERY_SECONDS = 120
ROUND_STEPS = 200
"""Steps after which a run looks for new data."""


def read_checkpoint(path: Path) -> dict:
    """Everything that a checkpoint holds, on the processor."""
    return torch.load(path, map_location="cpu", weights_only=False)


class TrainingRun(ABC):
    """Counters and schedule of a run that can be resumed.

    :param config: at least `steps`, `minutes`, `learningRate`, `hiddenLearningRate`
    :param path: checkpoint
    """

    def __init__(self, config: dict, path: Path) -> None:
        self.config, self.path = config, path
        self.step, self.seconds, self.processor_seconds = 0, 0.0, 0.0
        self.segments: list[dict] = []

    @abstractmethod
    def train_step(self, batch: Batch) -> dict[str, float]:
        """One update; figures for the log."""

    @abstractmethod
    def save(self) -> None:
        """Write the checkpoint."""

    def progress(self) -> float:
        """Share of the run that is over, by steps or by time, whichever is further."""
        return max(self.step / self.config["steps"], self.seconds / 60 / self.config["minutes"])

    def set_learning_rates(self, optimisers: dict[str, torch.optim.Optimizer], warm_up_steps: int, lowest: float) -> None:
        """Warm-up, then half a cosine down to a share of the configured rates.

        :param optimisers: `hidden` and `rest`
        """
        cosine = 0.5 * (1 + np.cos(np.pi * min(1.0, self.progress())))
        factor = min(1.0, (self.step + 1) / warm_up_steps) * (lowest + (1 - lowest) * cosine)
        for name, rate in (("hidden", "hiddenLearningRate"), ("rest", "learningRate")):
            for group in optimisers[name].param_groups:
                group["lr"] = self.config[rate] * factor

    def record_changes(self, before: dict) -> None:
        """Keep in `segments` what the configuration said until now, where it says something else from here on."""
        changed = [f"{name} {before.get(name)}" for name, value in self.config.items() if before.get(name) != value]
        if changed:
            self.segments.append({"untilStep": self.step, "recipe": "; ".join(changed)})

    def write(self, state: dict) -> None:
        """Write the checkpoint whole or not at all."""
        temporary = self.path.with_suffix(".part")
        torch.save(state, temporary)
        temporary.rename(self.path)

    def train(self, next_round: Callable[[], Iterable[Batch]], log_path: Path, columns: tuple[str, ...]) -> None:
        """Train until the steps or the minutes of the configuration are used up.

        :param next_round: batches of the next steps, from the data that exist by then
        :param columns: of the log: `step`, `seconds`, `processorSeconds` where wanted, then figures of `train_step`
        """
        recent: list[dict[str, float]] = []
        started = saved = time.monotonic()
        already, worked = self.seconds, self.processor_seconds - time.process_time()
        while self.progress() < 1:
            for batch in next_round():
                recent.append(self.train_step(batch))
                self.seconds, self.processor_seconds = already + time.monotonic() - started, worked + time.process_time()
                if self.step % LOG_EVERY_STEPS == 0:
                    self._write_log(log_path, columns, recent)
                    recent = []
                if time.monotonic() - saved > CHECKPOINT_EVERY_SECONDS:
                    self.save()
                    saved = time.monotonic()
                if self.progress() >= 1:
                    break
        self.save()

    def _write_log(self, path: Path, columns: tuple[str, ...], recent: list[dict[str, float]]) -> None:
        counters = {"step": self.step, "seconds": round(self.seconds, 1), "processorSeconds": round(self.processor_seconds, 1)}
        means = {
            name: round(float(np.mean([row[name] for row in recent if name in row] or [0.0])), 4)
            for name in columns
            if name not in counters
        }
        new = not path.exists()
        with path.open("a", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if new:
                writer.writerow(columns)
            writer.writerow([(counters | means)[name] for name in columns])
