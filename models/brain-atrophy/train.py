"""Train brain-atrophy: make scenes that are missing, train with checkpoints, resume where a run stopped.

python models/brain-atrophy/train.py --config models/brain-atrophy/config/small.json
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
from torch.nn.functional import avg_pool3d

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import losses
from common.loading import batches, stack
from common.muon import Muon
from common.run import ROUND_STEPS, TrainingRun
from examples import LABELS, build_example, draw_question
from model import Decoder, Discriminator, Encoder, Widths, freeze_statistics, hidden_weights
from objective import MEASURED, label_dice, label_loss, mean_step, spread_step
from scenes import add_source_options, load_scene, make_set, scene_files, sources_of

LOG_COLUMNS = (
    *("step", "seconds", "processorSeconds", "labels", "velocity", "change", "image", "adversarial", "discriminator"),
    *(f"dice-{LABELS[number]}" for number in MEASURED),
)
WARM_UP_STEPS = 60
LOWEST_RATE = 0.03
"""Share of the learning rates that is left at the end."""


class Trainer(TrainingRun):
    """Networks, averages, optimisers and counters of one run; `save` and `load` make it resumable."""

    def __init__(self, config: dict, checkpoint: Path) -> None:
        torch.manual_seed(config["seed"])
        super().__init__(config, checkpoint)
        self.device = torch.device(config["device"])
        widths = Widths(**config["widths"])
        networks = {"encoder": Encoder(widths), "decoder": Decoder(widths), "discriminator": Discriminator()}
        layout = torch.channels_last_3d
        self.networks = {name: network.to(self.device, memory_format=layout) for name, network in networks.items()}
        self.average = {name: copy.deepcopy(self.networks[name]) for name in ("encoder", "decoder")}
        hidden = [weight for name in self.average for weight in hidden_weights(self.networks[name])]
        chosen = {id(weight) for weight in hidden}
        rest = [weight for name in self.average for weight in self.networks[name].parameters() if id(weight) not in chosen]
        self.optimisers = {
            "hidden": Muon(hidden, config["hiddenLearningRate"]),
            "rest": torch.optim.Adam(rest, config["learningRate"], betas=(0.9, 0.99)),
        }
        critic = self.networks["discriminator"].parameters()
        self.discriminator_step = torch.optim.Adam(critic, config["discriminatorLearningRate"], betas=(0.5, 0.99))
        self.used: set[str] = set()
        if checkpoint.exists():
            self.load()

    def load(self) -> None:
        """Continue from the checkpoint."""
        state = torch.load(self.path, map_location=self.device, weights_only=False)
        for name, network in self.networks.items():
            network.load_state_dict(state["networks"][name])
        for name, network in self.average.items():
            network.load_state_dict(state["average"][name])
        for name, optimiser in self.optimisers.items():
            optimiser.load_state_dict(state["optimisers"][name])
        self.discriminator_step.load_state_dict(state["discriminatorStep"])
        self.step, self.seconds, self.processor_seconds = state["step"], state["seconds"], state["processorSeconds"]
        self.segments, self.used = state["segments"], set(state["used"])
        torch.set_rng_state(state["random"])
        self.record_changes(state["config"])

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        self.write(
            {
                "networks": {name: network.state_dict() for name, network in self.networks.items()},
                "average": {name: network.state_dict() for name, network in self.average.items()},
                "optimisers": {name: optimiser.state_dict() for name, optimiser in self.optimisers.items()},
                "discriminatorStep": self.discriminator_step.state_dict(),
                "step": self.step,
                "seconds": self.seconds,
                "processorSeconds": self.processor_seconds,
                "config": self.config,
                "segments": self.segments,
                "used": sorted(self.used),
                "random": torch.get_rng_state(),
            }
        )

    def train_step(self, batch: dict[str, torch.Tensor]) -> dict[str, float]:
        """One update of the generator and, once it takes part, of the discriminator."""
        self.set_learning_rates(self.optimisers, WARM_UP_STEPS, LOWEST_RATE)
        if self.progress() >= self.config["frozenStatisticsFrom"]:
            for name in self.average:
                freeze_statistics(self.networks[name])
        batch = {name: value.to(self.device) for name, value in batch.items()}
        weights = self.config["weights"]
        *features, labels, coarse = self.networks["encoder"].at_every_scale(batch["image"])
        spread = self.step % 2 == 1 and self.progress() >= self.config["spreadStart"]
        terms, image = (spread_step if spread else mean_step)(tuple(features), self.networks["decoder"], batch, weights)
        terms["labels"] = weights["labels"] * label_loss(labels, coarse, batch["labels"])
        adversarial = self.progress() >= self.config["discriminatorStart"]
        if adversarial:
            scores = self.networks["discriminator"](_beside(batch, image), batch["conditions"])
            terms["adversarial"] = -weights["adversarial"] * scores.mean()
        for name in self.average:
            self.networks[name].zero_grad(set_to_none=True)
        sum(terms.values()).backward()
        torch.nn.utils.clip_grad_norm_([weight for name in self.average for weight in self.networks[name].parameters()], 20.0)
        for optimiser in self.optimisers.values():
            optimiser.step()
        values = {name: float(value.detach()) for name, value in terms.items()}
        if adversarial:
            values["discriminator"] = self._train_discriminator(image.detach(), batch)
        dice = label_dice(labels.detach(), batch["labels"])
        values |= {f"dice-{LABELS[number]}": float(value) for number, value in zip(MEASURED, dice, strict=True)}
        self._update_average()
        self.step += 1
        return values

    def _train_discriminator(self, fake: torch.Tensor, batch: dict) -> float:
        critic = self.networks["discriminator"]
        real = critic(_beside(batch, avg_pool3d(batch["answer"], 2)), batch["conditions"])
        loss = losses.hinge_discriminator(real, critic(_beside(batch, fake), batch["conditions"]))
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
                    mean.copy_(current)


def _beside(batch: dict, image: torch.Tensor) -> torch.Tensor:
    """Scan and answer at 4 mm, one over the other."""
    return torch.cat([avg_pool3d(batch["image"], 2), image], dim=1)


def draw_batch(paths: list[Path], config: dict, step: int) -> dict[str, torch.Tensor]:
    """Scans of random scenes with random questions, the same ones for the same step; mirrored left to right in half."""
    rng = np.random.default_rng([config["seed"], step])
    items = []
    for index in rng.integers(len(paths), size=config["batch"]):
        scene = load_scene(paths[int(index)])
        items.append(build_example(scene, draw_question(scene, rng), rng))
    return stack([mirrored(item) if rng.random() < 0.5 else item for item in items])


def mirrored(item: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The example of the mirrored head; a velocity to the left becomes one to the right."""
    flipped = {name: value.flip(-1) if value.ndim == 4 else value for name, value in item.items()}
    return {**flipped, "velocity": flipped["velocity"] * torch.tensor([1.0, 1.0, -1.0]).view(3, 1, 1, 1)}


def next_round(trainer: Trainer, cache: Path) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of the next steps from the scenes that exist now."""
    paths = scene_files(cache, "train")
    trainer.used |= {path.name for path in paths}
    draw = partial(draw_batch, paths, trainer.config)
    return batches(draw, trainer.step, ROUND_STEPS, trainer.config["loaders"])


def main() -> None:
    """Command line: scenes and training in one command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=None, help="folder of checkpoint and log (default: cache/run)")
    parser.add_argument("--skip-scenes", action="store_true", help="train on the scenes that exist already")
    add_source_options(parser)
    options = parser.parse_args()
    config, sources = json.loads(options.config.read_text()), sources_of(options)
    torch.set_num_threads(config["threads"])
    if not options.skip_scenes:
        make_set(sources, "train", config["scenes"], config["seed"], config["workers"])
    if len(scene_files(sources.cache, "train")) < config["fewestScenesToStart"]:
        raise SystemExit(f"{config['fewestScenesToStart']} training scenes needed")
    folder = options.run or sources.cache / "run"
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(config, folder / "checkpoint.pt")
    trainer.train(partial(next_round, trainer, sources.cache), folder / "training-log.csv", LOG_COLUMNS)


if __name__ == "__main__":
    main()
