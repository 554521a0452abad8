"""Train glioma-course: simulate what is missing, train with checkpoints, resume where a run stopped.

python models/glioma-course/train.py --config models/glioma-course/config/small.json
"""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.adversarial_run import AdversarialRun
from common.loading import batches, stack
from common.run import ROUND_STEPS
from dataset import TrainingExamples, population_rates
from model import Decoder, Discriminator, Encoder, Widths, hidden_weights
from objective import mean_step, observation, spread_step
from simulate import add_source_options, future_files, simulate_set, sources_of

LOG_COLUMNS = ("step", "seconds", "distance", "mask", "change", "volume", "image", "structure", "adversarial", "discriminator")
"""`distance` and `volume` of a spread step are ranked probability scores; of a mean step, absolute errors. Both are averaged
together."""


class Trainer(AdversarialRun):
    """Run of glioma-course; `population` holds the radial rates assumed with a single visit, mm/day."""

    warm_up_steps, lowest_rate = 150, 0.04

    def __init__(self, config: dict, checkpoint: Path) -> None:
        torch.manual_seed(config["seed"])
        self.population: dict[str, float] = {}
        widths = Widths(**config["widths"])
        networks = {"encoder": Encoder(widths), "decoder": Decoder(widths), "discriminator": Discriminator()}
        super().__init__(config, checkpoint, networks, hidden_weights)

    def state(self) -> dict:
        """See `AdversarialRun`."""
        return {**super().state(), "population": self.population}

    def restore(self, state: dict) -> None:
        """See `AdversarialRun`."""
        super().restore(state)
        self.population = state["population"]

    def train_step(self, batch: dict[str, torch.Tensor]) -> dict[str, float]:
        """One update of the generator and, once it takes part, of the discriminator."""
        batch, weights = self.begin_step(batch), self.config["weights"]
        spread = self.config["spread"] and self.step % 2 == 1 and self.progress() >= self.config["spreadStart"]
        step = spread_step if spread else mean_step
        terms, future = step(self.networks["encoder"], self.networks["decoder"], batch, weights)
        adversarial = self.is_adversarial()
        fake = observation(future, batch) if adversarial else None
        if adversarial:
            scores = self.networks["discriminator"](fake, batch["conditions"])
            terms["adversarial"] = -weights["adversarial"] * scores.mean()
        values = self.update_generator(terms)
        if adversarial:
            real = observation({"distances": batch["distances"], "residual": batch["residual"]}, batch)
            values["discriminator"] = self.update_discriminator(real, fake.detach(), batch["conditions"])
        self.end_step()
        return values


class Round:
    """Batches of the next steps from the examples that exist now."""

    def __init__(self, trainer: Trainer, examples: TrainingExamples, paths: list[Path]) -> None:
        self.config, self.examples, self.paths = trainer.config, examples, paths
        examples.size = next(size for until, size in self.config["gridSizes"] if trainer.progress() < until)

    def files(self, step: int) -> list[Path]:
        """Files of the examples of a step."""
        rng = np.random.default_rng([self.config["seed"], step])
        return [self.paths[index] for index in rng.integers(len(self.paths), size=self.config["batch"])]

    def draw(self, step: int) -> dict[str, torch.Tensor]:
        """Batch of a step."""
        rng = np.random.default_rng([self.config["seed"], step, 1])
        return stack([self.examples.draw(path, rng) for path in self.files(step)])


def next_round(trainer: Trainer, examples: TrainingExamples, cache: Path) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of the next steps from the patients that exist now; what they are made of is noted in `used`."""
    part = Round(trainer, examples, future_files(cache, "train"))
    for batch in batches(part.draw, trainer.step, ROUND_STEPS, trainer.config["loaders"]):
        trainer.used |= {path.name for path in part.files(trainer.step)}
        yield batch


def read_config(path: Path) -> dict:
    """Configuration of a file; what it does not name comes from the file beside it that it names as `like`."""
    config = json.loads(path.read_text())
    return {**read_config(path.with_name(config.pop("like"))), **config} if "like" in config else config


def main() -> None:
    """Command line: data and training in one command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=None, help="folder of checkpoint and log (default: cache/run)")
    parser.add_argument("--skip-simulation", action="store_true", help="train on the patients that exist already")
    add_source_options(parser)
    options = parser.parse_args()
    config, sources = read_config(options.config), sources_of(options)
    if not options.skip_simulation:
        for name, patients in (("train", config["trainPatients"]), ("validation", config["validationPatients"])):
            simulate_set(sources, name, patients, config["seed"], config["workers"])
    paths = future_files(sources.cache, "train")
    if len(paths) < config["fewestFuturesToStart"]:
        raise SystemExit(f"{len(paths)} training futures, {config['fewestFuturesToStart']} needed")
    torch.set_num_threads(config["threads"])
    folder = options.run or sources.cache / "run"
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(config, folder / "checkpoint.pt")
    if not trainer.population:
        trainer.population = population_rates(paths)
        trainer.save()
    rounds = partial(next_round, trainer, TrainingExamples(trainer.population), sources.cache)
    trainer.train(rounds, folder / "training-log.csv", LOG_COLUMNS)


if __name__ == "__main__":
    main()
