"""Train brain-atrophy: make scenes that are missing, train with checkpoints, resume where a run stopped.

python models/brain-atrophy/train.py --config models/brain-atrophy/config/small.json
"""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.adversarial_run import AdversarialRun
from common.loading import batches, stack
from common.run import ROUND_STEPS
from common.scene_sets import SceneTraining, scene_files
from examples import KINDS, LABELS, build_example, draw_kind, draw_question
from model import Decoder, Discriminator, Encoder, Widths, hidden_weights, proportions_of
from objective import MEASURED, halved, label_dice, label_loss, mean_step, spread_step
from scenes import MODEL, load_scene, make_scene_file

LOG_COLUMNS = (
    *("step", "seconds", "processorSeconds", "labels", "velocity", "change", "image", "adversarial", "discriminator"),
    *(f"dice-{LABELS[number]}" for number in MEASURED),
)

DICE_EVERY_STEPS = 5
"""Outlining a whole head for the log takes a sixth of a step."""


class Trainer(AdversarialRun):
    """Run of brain-atrophy."""

    warm_up_steps, lowest_rate = 60, 0.03

    def __init__(self, config: dict, checkpoint: Path) -> None:
        torch.manual_seed(config["seed"])
        widths = Widths(**config["widths"])
        networks = {"encoder": Encoder(widths), "decoder": Decoder(widths), "discriminator": Discriminator()}
        super().__init__(config, checkpoint, networks, hidden_weights)

    def train_step(self, batch: dict[str, torch.Tensor]) -> dict[str, float]:
        """One update of the generator and, once it takes part, of the discriminator."""
        batch, weights, terms = self.begin_step(batch), self.config["weights"], {}
        if is_encoder_frozen(self.config, self.step):
            features, labels = self._frozen_features(batch["image"])
        else:
            *features, labels, coarse = self.networks["encoder"].at_every_scale(batch["image"])
            terms["labels"] = weights["labels"] * label_loss(labels, coarse, batch["labels"])
        batch["proportions"] = proportions_of(torch.softmax(labels.detach(), dim=1))
        scan_labels, (batch, features) = batch["labels"], by_question(batch, features)
        spread = self.step % 2 == 1 and self.progress() >= self.config["spreadStart"]
        answered, image = (spread_step if spread else mean_step)(features, self.networks["decoder"], batch, weights)
        terms |= answered
        adversarial = self.is_adversarial()
        if adversarial:
            scores = self.networks["discriminator"](_beside(batch, image), batch["conditions"])
            terms["adversarial"] = -weights["adversarial"] * scores.mean()
        values = self.update_generator(terms)
        if adversarial:
            real, fake = (_beside(batch, answer) for answer in (halved(batch["answer"]), image.detach()))
            values["discriminator"] = self.update_discriminator(real, fake, batch["conditions"])
        if self.step % DICE_EVERY_STEPS == 0 and "labels" in terms:
            dice = label_dice(labels.detach(), scan_labels)
            values |= {f"dice-{LABELS[number]}": float(value) for number, value in zip(MEASURED, dice, strict=True)}
        self.end_step()
        return values

    def _frozen_features(self, image: torch.Tensor) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
        """Features and logits of the averaged encoder, which is the one that is released."""
        self.networks["encoder"].load_state_dict(self.average["encoder"].state_dict())
        with torch.no_grad():
            *features, labels = self.networks["encoder"].eval()(image)
        return tuple(features), labels


def is_encoder_frozen(config: dict, step: int) -> bool:
    """Whether the decoder trains alone by now, on several questions about every scan: its answers take longer than labels."""
    return step >= config["encoderFrozenFrom"] * config["steps"]


def by_question(batch: dict[str, torch.Tensor], features: Sequence[torch.Tensor]) -> tuple[dict, tuple[torch.Tensor, ...]]:
    """Questions about one scan as examples of their own: [N, Q, ...] -> [N Q, ...], and what belongs to a scan Q times."""
    count = batch["conditions"].shape[1]
    flat = {name: batch[name].flatten(0, 1) for name in ("conditions", "velocity", "answer")}
    repeated = {name: batch[name].repeat_interleave(count, 0) for name in ("image", "labels", "proportions")}
    return flat | repeated, tuple(feature.repeat_interleave(count, 0) for feature in features)


def _beside(batch: dict, image: torch.Tensor) -> torch.Tensor:
    """Scan and answer at 4 mm, one over the other."""
    return torch.cat([halved(batch["image"]), image], dim=1)


def draw_batch(paths: list[Path], config: dict, step: int) -> dict[str, torch.Tensor]:
    """Scans of random scenes with random questions, the same ones for the same step; mirrored left to right in half.

    A question of every kind about a scan once the encoder is frozen, one question before.
    """
    rng = np.random.default_rng([config["seed"], step])
    items = []
    for index in rng.integers(len(paths), size=config["batch"]):
        scene = load_scene(paths[int(index)])
        kinds = KINDS if is_encoder_frozen(config, step) else [draw_kind(scene, rng)]
        items.append(build_example(scene, [draw_question(scene, kind, rng) for kind in kinds], rng))
    return stack([mirrored(item) if rng.random() < 0.5 else item for item in items])


def mirrored(item: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The example of the mirrored head; a velocity to the left becomes one to the right."""
    flipped = {name: value if name == "conditions" else value.flip(-1) for name, value in item.items()}
    return flipped | {"velocity": flipped["velocity"] * torch.tensor([1.0, 1.0, -1.0]).view(3, 1, 1, 1)}


def next_round(trainer: Trainer, cache: Path) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of the next steps from the scenes that exist now."""
    paths = scene_files(cache, "train")
    trainer.used |= {path.name for path in paths}
    draw = partial(draw_batch, paths, trainer.config)
    return batches(draw, trainer.step, ROUND_STEPS, trainer.config["loaders"])


if __name__ == "__main__":
    SceneTraining(MODEL, make_scene_file, Trainer, next_round, LOG_COLUMNS).command(__doc__)
