"""Train lesion-segmentation: make scenes that are missing, train with checkpoints, resume where a run stopped.

python models/lesion-segmentation/train.py --config models/lesion-segmentation/config/small.json
"""

import copy
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import avg_pool3d, binary_cross_entropy_with_logits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.blocks import freeze_statistics
from common.loading import batches, stack
from common.muon import Muon
from common.run import ROUND_STEPS, TrainingRun
from common.scene_sets import SceneTraining, scene_files
from examples import OUTPUTS, draw_training_example
from model import Segmenter, Widths
from scenes import MODEL, load_scene, make_scene_file

LOG_COLUMNS = ("step", "seconds", "processorSeconds", "loss", "entropy", *(f"dice-{name}" for name in OUTPUTS))
WARM_UP_STEPS = 60
LOWEST_RATE = 0.02
"""Share of the learning rates that is left at the end."""

MASK_WEIGHTS = (0.5, 2.0, 0.7, 1.2)
"""Weight of brain, core, necrosis or cavity, and oedema."""

WITHOUT_CONTRAST_AGENT = (1.0, 0.3, 0.3, 1.0)
WITHOUT_WATER_SEQUENCE = (1.0, 1.0, 1.0, 0.4)
"""Factors where T1c, or both T2 and FLAIR, are absent, because then the input hardly shows a structure."""

INSIDE_WEIGHTS = (1.0, 5.0, 5.0, 2.5)
"""Cross-entropy of a voxel inside a mask against one outside: without it the rare masks stay empty for hundreds of steps."""

SCALE_WEIGHTS = (0.3, 0.4, 0.5, 1.0)
"""Weight of the loss at 16, 8, 4 and 2 mm."""

SMOOTH_VOXELS = 60.0


class Trainer(TrainingRun):
    """Network, its average, optimiser and counters of one run; `save` and `load` make it resumable."""

    def __init__(self, config: dict, checkpoint: Path) -> None:
        torch.manual_seed(config["seed"])
        super().__init__(config, checkpoint)
        self.device = torch.device(config["device"])
        network = Segmenter(Widths(**config["widths"]))
        self.network = network.to(self.device, memory_format=torch.channels_last_3d)
        self.average = copy.deepcopy(self.network)
        hidden = self.network.hidden_weights()
        chosen = {id(weight) for weight in hidden}
        rest = [parameter for parameter in self.network.parameters() if id(parameter) not in chosen]
        self.optimisers = {
            "hidden": Muon(hidden, config["hiddenLearningRate"]),
            "rest": torch.optim.AdamW(rest, config["learningRate"], (0.9, 0.99), weight_decay=1e-4),
        }
        if checkpoint.exists():
            self.load()

    def load(self) -> None:
        """Continue from the checkpoint."""
        state = torch.load(self.path, map_location=self.device, weights_only=False)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        for name, optimiser in self.optimisers.items():
            optimiser.load_state_dict(state["optimisers"][name])
        self.step, self.seconds, self.segments = state["step"], state["seconds"], state["segments"]
        self.processor_seconds = state["processorSeconds"]
        self.record_changes(state["config"])

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        self.write(
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimisers": {name: optimiser.state_dict() for name, optimiser in self.optimisers.items()},
                "step": self.step,
                "seconds": self.seconds,
                "processorSeconds": self.processor_seconds,
                "config": self.config,
                "segments": self.segments,
            }
        )

    def train_step(self, batch: dict[str, torch.Tensor]) -> dict[str, float]:
        """One update of the network and of its average."""
        self.network.train()
        if self.progress() >= self.config["frozenStatisticsFrom"]:
            freeze_statistics(self.network)
        self.set_learning_rates(self.optimisers, WARM_UP_STEPS, LOWEST_RATE)
        layout = torch.channels_last_3d  # truth too, or the backward pass falls out of the fast layout
        images, truth = (batch[name].to(self.device, memory_format=layout) for name in ("images", "truth"))
        present = batch["present"].to(self.device)
        loss, values = loss_at_every_scale(self.network.at_every_scale(images, present), truth, present)
        self.network.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        for optimiser in self.optimisers.values():
            optimiser.step()
        self._update_average()
        self.step += 1
        return values

    def _update_average(self) -> None:
        decay = min(self.config["averageDecay"], (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, current in zip(self.average.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(current, 1 - decay)
            for mean, current in zip(self.average.buffers(), self.network.buffers(), strict=True):
                mean.copy_(current)


def loss_at_every_scale(
    logits: list[torch.Tensor], truth: torch.Tensor, present: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """Weighted sum of the losses at all scales; the truth of a coarse voxel is the share of its volume.

    :param logits: from coarse to fine
    :returns: loss, and figures of the finest scale for the log
    """
    parts = []
    for found in logits:
        factor = truth.shape[-1] // found.shape[-1]
        share = avg_pool3d(truth, factor) if factor > 1 else truth
        parts.append(segmentation_loss(found, share, present, SMOOTH_VOXELS / factor**3))
    return sum(weight * loss for weight, (loss, _) in zip(SCALE_WEIGHTS, parts, strict=True)), parts[-1][1]


def segmentation_loss(
    logits: torch.Tensor, truth: torch.Tensor, present: torch.Tensor, smooth: float
) -> tuple[torch.Tensor, dict[str, float]]:
    """1 - soft Dice plus cross-entropy per mask, weighted by how well the present sequences show it.

    :param logits: [N, 4, D, H, W]; :param truth: likewise, 0..1; :param present: [N, 4] 0 or 1
    :param smooth: voxels added above and below in Dice
    :returns: loss, and figures for the log
    """
    weight = mask_weights(present)
    probability = torch.sigmoid(logits)
    axes = (2, 3, 4)
    overlap = (probability * truth).sum(axes)
    dice = (2 * overlap + smooth) / (probability.sum(axes) + truth.sum(axes) + smooth)
    inside = torch.tensor(INSIDE_WEIGHTS, device=logits.device).view(1, -1, 1, 1, 1)
    entropy = binary_cross_entropy_with_logits(logits, truth, pos_weight=inside, reduction="none").mean(axes)
    loss = ((1 - dice + 4 * entropy) * weight).sum() / weight.sum()
    values = {"loss": float(loss.detach()), "entropy": float(entropy.detach().mean())}
    shown = truth.sum(axes) > 0
    for index, name in enumerate(OUTPUTS):
        if shown[:, index].any():
            values[f"dice-{name}"] = float(dice.detach()[shown[:, index], index].mean())
    return loss, values


def mask_weights(present: torch.Tensor) -> torch.Tensor:
    """Weight of every mask of every example, [N, 4].

    :param present: [N, 4] T1, T1c, T2, FLAIR
    """
    weight = torch.tensor(MASK_WEIGHTS, device=present.device).expand(len(present), -1)
    agent, water = present[:, 1:2], present[:, 2:4].amax(dim=1, keepdim=True)
    less = [torch.tensor(factor, device=present.device) for factor in (WITHOUT_CONTRAST_AGENT, WITHOUT_WATER_SEQUENCE)]
    return weight * torch.where(agent > 0, 1.0, less[0]) * torch.where(water > 0, 1.0, less[1])


def draw_batch(paths: list[Path], config: dict, step: int) -> dict[str, torch.Tensor]:
    """Random cubes of random scenes, the same ones for the same step; small cubes come in larger batches."""
    rng = np.random.default_rng([config["seed"], step])
    size, count = config["crops"][int(rng.integers(len(config["crops"])))]
    return stack([draw_training_example(load_scene(paths[int(rng.integers(len(paths)))]), size, rng) for _ in range(count)])


def next_round(trainer: Trainer, cache: Path) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of the next steps from the scenes that exist now."""
    draw = partial(draw_batch, scene_files(cache, "train"), trainer.config)
    return batches(draw, trainer.step, ROUND_STEPS, trainer.config["loaders"])


if __name__ == "__main__":
    SceneTraining(MODEL, make_scene_file, Trainer, next_round, LOG_COLUMNS).command(__doc__)
