"""Train glioma-course: simulate what is missing, train with checkpoints, resume where a run stopped.

python models/glioma-course/train.py --config models/glioma-course/config/small.json
"""

import argparse
import copy
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import losses
from common.loading import batches, stack
from common.muon import Muon
from common.run import ROUND_STEPS, TrainingRun
from dataset import TrainingExamples, population_rates
from model import Decoder, Discriminator, Encoder, Widths, freeze_statistics, hidden_weights
from objective import mean_step, observation, spread_step
from simulate import add_source_options, future_files, simulate_set, sources_of

LOG_COLUMNS = ("step", "seconds", "distance", "mask", "change", "volume", "image", "structure", "adversarial", "discriminator")
"""`distance` and `volume` of a spread step are ranked probability scores; of a mean step, absolute errors. Both are averaged
together."""
WARM_UP_STEPS = 150
LOWEST_RATE = 0.04
"""Share of the learning rates that is left at the end."""


class Trainer(TrainingRun):
    """Networks, optimisers and counters of one run; `save` and `load` make it resumable."""

    def __init__(self, config: dict, checkpoint: Path) -> None:
        torch.manual_seed(config["seed"])
        super().__init__(config, checkpoint)
        self.device = torch.device(config["device"])
        widths = Widths(**config["widths"])
        networks = {
            "encoder": Encoder(widths),
            "decoder": Decoder(widths),
            "discriminator": Discriminator(),
        }
        layout = torch.channels_last_3d  # halves the time of a step on CPU
        self.networks = {name: network.to(self.device, memory_format=layout) for name, network in networks.items()}
        self.average = {name: copy.deepcopy(self.networks[name]) for name in ("encoder", "decoder")}
        hidden = [weight for name in self.average for weight in hidden_weights(self.networks[name])]
        chosen = {id(weight) for weight in hidden}
        rest = [weight for name in self.average for weight in self.networks[name].parameters() if id(weight) not in chosen]
        self.generator_steps = {
            "hidden": Muon(hidden, config["hiddenLearningRate"]),
            "rest": torch.optim.Adam(rest, config["learningRate"], betas=(0.9, 0.99)),
        }
        self.discriminator_step = torch.optim.Adam(
            self.networks["discriminator"].parameters(), config["discriminatorLearningRate"], betas=(0.5, 0.99)
        )
        self.population: dict[str, float] = {}
        self.used: set[str] = set()
        if checkpoint.exists():
            self.load()

    def load(self) -> None:
        """Continue from the checkpoint; `segments` keeps what the configuration said until there."""
        state = torch.load(self.path, map_location=self.device, weights_only=False)
        for name, network in self.networks.items():
            network.load_state_dict(state["networks"][name])
        for name, network in self.average.items():
            network.load_state_dict(state["average"][name])
        for name, optimiser in self.generator_steps.items():
            optimiser.load_state_dict(state["generatorSteps"][name])
        self.discriminator_step.load_state_dict(state["discriminatorStep"])
        self.step, self.seconds, self.population = state["step"], state["seconds"], state["population"]
        self.segments, self.used = state["segments"], set(state["used"])
        torch.set_rng_state(state["random"])
        self.record_changes(state["config"])

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        self.write(
            {
                "networks": {name: network.state_dict() for name, network in self.networks.items()},
                "average": {name: network.state_dict() for name, network in self.average.items()},
                "generatorSteps": {name: optimiser.state_dict() for name, optimiser in self.generator_steps.items()},
                "discriminatorStep": self.discriminator_step.state_dict(),
                "step": self.step,
                "seconds": self.seconds,
                "population": self.population,
                "config": self.config,
                "segments": self.segments,
                "used": sorted(self.used),
                "random": torch.get_rng_state(),
            }
        )

    def train_step(self, batch: dict[str, torch.Tensor]) -> dict[str, float]:
        """One update of the generator and, once it takes part, of the discriminator."""
        self.set_learning_rates(self.generator_steps, WARM_UP_STEPS, LOWEST_RATE)
        if self.progress() >= self.config["frozenStatisticsFrom"]:
            for name in self.average:
                freeze_statistics(self.networks[name])
        batch = {name: _place(value, self.device) for name, value in batch.items()}
        spread = self.config["spread"] and self.step % 2 == 1 and self.progress() >= self.config["spreadStart"]
        step = spread_step if spread else mean_step
        weights = self.config["weights"]
        terms, future = step(self.networks["encoder"], self.networks["decoder"], batch, weights)
        adversarial = self.progress() >= self.config["discriminatorStart"]
        fake = observation(future, batch) if adversarial else None
        if adversarial:
            scores = self.networks["discriminator"](fake, batch["conditions"])
            terms["adversarial"] = -weights["adversarial"] * scores.mean()
        for name in self.average:
            self.networks[name].zero_grad(set_to_none=True)
        sum(terms.values()).backward()
        torch.nn.utils.clip_grad_norm_([weight for name in self.average for weight in self.networks[name].parameters()], 20.0)
        for optimiser in self.generator_steps.values():
            optimiser.step()
        values = {name: float(value.detach()) for name, value in terms.items()}
        if adversarial:
            values["discriminator"] = self._train_discriminator(fake.detach(), batch)
        self._update_average()
        self.step += 1
        return values

    def _train_discriminator(self, fake: torch.Tensor, batch: dict) -> float:
        real = observation({"distances": batch["distances"], "residual": batch["residual"]}, batch)
        discriminator = self.networks["discriminator"]
        loss = losses.hinge_discriminator(discriminator(real, batch["conditions"]), discriminator(fake, batch["conditions"]))
        self.discriminator_step.zero_grad(set_to_none=True)
        loss.backward()
        self.discriminator_step.step()
        return float(loss.detach())

    def _update_average(self) -> None:
        decay = min(self.config["averageDecay"], (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, network in self.average.items():
                for mean, current in zip(network.parameters(), self.networks[name].parameters(), strict=True):
                    mean.lerp_(current, 1 - decay)
                for mean, current in zip(network.buffers(), self.networks[name].buffers(), strict=True):
                    mean.lerp_(current, 1 - decay) if mean.is_floating_point() else mean.copy_(current)


def _place(value: torch.Tensor, device: torch.device) -> torch.Tensor:
    return value.to(device, memory_format=torch.channels_last_3d) if value.ndim == 5 else value.to(device)


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
