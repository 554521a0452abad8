"""What brain-atrophy is trained to minimise.

Labels by cross-entropy and Dice at every scale. The answer in two kinds of step that take turns: mean step, latent 0 against the
true velocity, its regional change and its image; spread step, two latents under E|X - y| - E|X - X'| / 2 of the same figures,
their continuous ranked probability score (Gneiting & Raftery, JASA 102:359, 2007). Velocities are in voxels of 2 mm, 4 mm apart.
"""

import torch
from torch.nn.functional import avg_pool3d

from common.velocity_field import exponential, sample
from examples import LABELS
from model import LATENT_SIZE, Decoder
from scenes import COARSE

LABEL_SCALES = (1.0, 0.4, 0.3)
"""Weight of the label loss at 2, 8 and 16 mm."""

LABEL_WEIGHTS = (0.5, 1.0, 1.0, 1.0, 2.0, 4.0, 2.0)
"""Weight of every label in cross-entropy and Dice."""

OUTSIDE_WEIGHT = 0.05
"""Weight of the velocity outside the brain, where it must die away."""

STEEPER_FROM = {"velocity": 0.5, "change": 0.1}
"""Error at which the squared half of a penalty overtakes the absolute half: voxels of 2 mm, logarithm of a change of volume."""

MEASURED = tuple(range(1, len(LABELS)))
"""Labels whose change of volume is compared."""


def label_loss(fine: torch.Tensor, coarse: list[torch.Tensor], truth: torch.Tensor) -> torch.Tensor:
    """Cross-entropy plus 1 - soft Dice at every scale.

    :param fine: logits [N, 7, D, H, W]; :param coarse: logits at 8 and 16 mm; :param truth: shares like `fine`
    """
    losses = []
    for logits in (fine, *coarse):
        factor = truth.shape[-1] // logits.shape[-1]
        losses.append(_label_loss(logits, avg_pool3d(truth, factor) if factor > 1 else truth))
    return sum(weight * loss for weight, loss in zip(LABEL_SCALES, losses, strict=True))


def _label_loss(logits: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    weight = torch.tensor(LABEL_WEIGHTS, device=logits.device)
    logarithm = torch.log_softmax(logits, dim=1)
    axes = (2, 3, 4)
    entropy = -(share * logarithm * weight.view(1, -1, 1, 1, 1)).sum(dim=1).mean()
    probability = logarithm.exp()
    dice = (2 * (probability * share).sum(axes) + 5) / (probability.sum(axes) + share.sum(axes) + 5)
    return 4 * entropy + ((1 - dice) * weight).sum() / (weight.sum() * len(logits))


def label_dice(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Dice of every label but the background, as outlined by the largest share; [6], mean over the batch."""
    found, right = logits.argmax(dim=1), truth.argmax(dim=1)
    scores = []
    for number in MEASURED:
        one, other = found == number, right == number
        scores.append((2 * (one & other).sum() + 1e-6) / (one.sum() + other.sum() + 1e-6))
    return torch.stack(scores)


def mean_step(features: tuple, decoder: Decoder, batch: dict, weights: dict[str, float]) -> tuple[dict, torch.Tensor]:
    """Answer of latent 0.

    :param features: of the encoder
    :returns: weighted terms, and the image of the answer at 4 mm [N, 1, ...]
    """
    velocity, brightness = decoder(*features, batch["conditions"], _latent(batch, zero=True), batch["proportions"])
    inside, shares = _weights(batch)
    changes, true_changes = regional_change(velocity, shares), regional_change(batch["velocity"], shares)
    image = answer_image(batch["image"], velocity, brightness)
    terms = {
        "velocity": weights["velocity"] * (penalty(velocity - batch["velocity"], "velocity") * inside).sum() / inside.sum() / 3,
        "change": weights["change"] * penalty(changes - true_changes, "change").mean(),
        "image": weights["image"] * ((image - halved(batch["answer"])).abs() * inside).sum() / inside.sum(),
    }
    return terms, image


def spread_step(features: tuple, decoder: Decoder, batch: dict, weights: dict[str, float]) -> tuple[dict, torch.Tensor]:
    """Answers of two latents.

    :returns: as `mean_step`, the image of the first
    """
    drawn = [decoder(*features, batch["conditions"], _latent(batch, zero=False), batch["proportions"]) for _ in range(2)]
    inside, shares = _weights(batch)
    velocities = [velocity for velocity, _ in drawn]
    changes = [regional_change(velocity, shares) for velocity in velocities]
    score = _ranked(velocities, batch["velocity"])
    terms = {
        "velocity": weights["velocity"] * (score * inside).sum() / inside.sum() / 3,
        "change": weights["change"] * _ranked(changes, regional_change(batch["velocity"], shares)).mean(),
    }
    return terms, answer_image(batch["image"], *drawn[0])


def penalty(error: torch.Tensor, of: str) -> torch.Tensor:
    """Half absolute, half squared error.

    The median of what fits a question that tells little lies near no change, because many brains are healthy; the squared half
    draws the answer to the mean, which the image decides.

    :param of: of `STEEPER_FROM`
    """
    return 0.5 * (error.abs() + error.square() / STEEPER_FROM[of])


def regional_change(velocity: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """Mean divergence of every measured label, which is the logarithm of its change of volume while it is small; [N, 6].

    :param shares: [N, 6, ...] of the velocity's grid
    """
    divergence = sum(torch.gradient(velocity[:, axis], dim=axis + 1)[0] for axis in range(3)) / COARSE
    totals = shares.sum((2, 3, 4)).clamp(min=1)
    return (divergence[:, None] * shares).sum((2, 3, 4)) / totals


def answer_image(scan: torch.Tensor, velocity: torch.Tensor, brightness: torch.Tensor) -> torch.Tensor:
    """Scan at 4 mm led along a velocity, with its change of brightness; [N, 1, ...]."""
    coarse = halved(scan)
    led = [sample(image, exponential(one / COARSE, -1.0)) for image, one in zip(coarse, velocity, strict=True)]
    return torch.stack(led) + brightness


def halved(maps: torch.Tensor) -> torch.Tensor:
    """Maps of 2 mm on the grid of the velocities."""
    return avg_pool3d(maps, COARSE)


def _ranked(drawn: list[torch.Tensor], truth: torch.Tensor) -> torch.Tensor:
    return 0.5 * sum((one - truth).abs() for one in drawn) - 0.5 * (drawn[0] - drawn[1]).abs()


def _latent(batch: dict, zero: bool) -> torch.Tensor:
    size = (len(batch["conditions"]), LATENT_SIZE)
    device = batch["conditions"].device
    return torch.zeros(size, device=device) if zero else torch.randn(size, device=device)


def _weights(batch: dict) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight of every voxel of 4 mm, [N, 1, ...], and shares of the measured labels there."""
    shares = halved(batch["labels"])
    return OUTSIDE_WEIGHT + (1 - OUTSIDE_WEIGHT) * (1 - shares[:, 0:1]), shares[:, 1:]
