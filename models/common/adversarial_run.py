"""Training run of a generator of two networks, encoder and decoder, with a discriminator: what does not depend on the model."""

import copy
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from common import losses
from common.blocks import freeze_statistics
from common.loading import Batch
from common.muon import Muon
from common.run import TrainingRun, read_checkpoint

GENERATOR = ("encoder", "decoder")
LARGEST_GRADIENT = 20.0


class AdversarialRun(TrainingRun):
    """Networks, averages of the generator, optimisers and counters; `save` and `load` make it resumable.

    :param networks: `encoder`, `decoder`, `discriminator`
    :param hidden_weights: of a network, which take orthogonalised steps
    """

    warm_up_steps: int
    lowest_rate: float
    """Share of the learning rates that is left at the end."""

    def __init__(
        self,
        config: dict,
        checkpoint: Path,
        networks: dict[str, nn.Module],
        hidden_weights: Callable[[nn.Module], list[nn.Parameter]],
    ) -> None:
        super().__init__(config, checkpoint)
        self.device = torch.device(config["device"])
        layout = torch.channels_last_3d  # halves the time of a step on CPU
        self.networks = {name: network.to(self.device, memory_format=layout) for name, network in networks.items()}
        self.average = {name: copy.deepcopy(self.networks[name]) for name in GENERATOR}
        hidden = [weight for name in GENERATOR for weight in hidden_weights(self.networks[name])]
        chosen = {id(weight) for weight in hidden}
        self.generator_steps = {
            "hidden": Muon(hidden, config["hiddenLearningRate"]),
            "rest": torch.optim.Adam(
                [weight for weight in self._weights() if id(weight) not in chosen], config["learningRate"], betas=(0.9, 0.99)
            ),
        }
        self.discriminator_step = torch.optim.Adam(
            self.networks["discriminator"].parameters(), config["discriminatorLearningRate"], betas=(0.5, 0.99)
        )
        self.used: set[str] = set()
        if checkpoint.exists():
            self.load()

    def load(self) -> None:
        """Continue from the checkpoint; `segments` keeps what the configuration said until there."""
        state = read_checkpoint(self.path)  # states of random numbers stay on the processor
        self.restore(state)
        torch.set_rng_state(state["random"])
        if self.device.type == "cuda" and state.get("deviceRandom") is not None:
            torch.cuda.set_rng_state(state["deviceRandom"], self.device)
        self.record_changes(state["config"])

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        self.write(self.state())

    def state(self) -> dict:
        """Everything that a checkpoint holds; a model adds its own."""
        return {
            "networks": {name: network.state_dict() for name, network in self.networks.items()},
            "average": {name: network.state_dict() for name, network in self.average.items()},
            "generatorSteps": {name: optimiser.state_dict() for name, optimiser in self.generator_steps.items()},
            "discriminatorStep": self.discriminator_step.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "processorSeconds": self.processor_seconds,
            "config": self.config,
            "segments": self.segments,
            "used": sorted(self.used),
            "random": torch.get_rng_state(),
            "deviceRandom": torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None,
        }

    def restore(self, state: dict) -> None:
        """Take up what `state` gave."""
        for name, network in self.networks.items():
            network.load_state_dict(state["networks"][name])
        for name, network in self.average.items():
            network.load_state_dict(state["average"][name])
        for name, optimiser in self.generator_steps.items():
            optimiser.load_state_dict(state["generatorSteps"][name])
        self.discriminator_step.load_state_dict(state["discriminatorStep"])
        self.step, self.seconds = state["step"], state["seconds"]
        self.processor_seconds = state.get("processorSeconds", float("nan"))  # older runs did not count it
        self.segments, self.used = state["segments"], set(state["used"])

    def begin_step(self, batch: Batch) -> Batch:
        """Learning rates and normalisation of this step; the batch where the networks are."""
        self.set_learning_rates(self.generator_steps, self.warm_up_steps, self.lowest_rate)
        if self.progress() >= self.config["frozenStatisticsFrom"]:
            for name in GENERATOR:
                freeze_statistics(self.networks[name])
        return {name: _place(value, self.device) for name, value in batch.items()}

    def is_adversarial(self) -> bool:
        """Whether the discriminator takes part by now."""
        return self.progress() >= self.config["discriminatorStart"]

    def update_generator(self, terms: dict[str, torch.Tensor]) -> dict[str, float]:
        """One step down the sum of some terms; their values."""
        for name in GENERATOR:
            self.networks[name].zero_grad(set_to_none=True)
        sum(terms.values()).backward()
        torch.nn.utils.clip_grad_norm_(self._weights(), LARGEST_GRADIENT)
        for optimiser in self.generator_steps.values():
            optimiser.step()
        return {name: float(value.detach()) for name, value in terms.items()}

    def update_discriminator(self, real: torch.Tensor, fake: torch.Tensor, conditions: torch.Tensor) -> float:
        """One step of the discriminator; its hinge loss."""
        discriminator = self.networks["discriminator"]
        loss = losses.hinge_discriminator(discriminator(real, conditions), discriminator(fake, conditions))
        self.discriminator_step.zero_grad(set_to_none=True)
        loss.backward()
        self.discriminator_step.step()
        return float(loss.detach())

    def end_step(self) -> None:
        """Update the averages and count the step."""
        decay = min(self.config["averageDecay"], (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, network in self.average.items():
                for mean, current in zip(network.parameters(), self.networks[name].parameters(), strict=True):
                    mean.lerp_(current, 1 - decay)
                for mean, current in zip(network.buffers(), self.networks[name].buffers(), strict=True):
                    mean.lerp_(current, 1 - decay) if mean.is_floating_point() else mean.copy_(current)
        self.step += 1

    def _weights(self) -> list[nn.Parameter]:
        return [weight for name in GENERATOR for weight in self.networks[name].parameters()]


def _place(value: torch.Tensor, device: torch.device) -> torch.Tensor:
    return value.to(device, memory_format=torch.channels_last_3d) if value.ndim == 5 else value.to(device)
