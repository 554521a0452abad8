"""Losses of conditional growth models. Distances are in units of 20 mm, negative inside; tensors NCDHW."""

import torch
from torch.nn.functional import avg_pool3d, binary_cross_entropy_with_logits, relu

MASK_SHARPNESS = 20.0
"""Logit of the inside of a mask per unit (20 mm) of negative distance: 1 mm inside gives a probability of 0.73."""

CHANGE_SHARPNESS = 50.0
"""Likewise where a mask is compared with that of today: softer, the whole edge of today would count as half changed."""

CENSOR = 0.4
"""Distance (8 mm) beyond which only the side of an edge counts: how far away an edge is says nothing where there is none."""


def censored_error(predicted: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """|predicted - truth|, but 0 where both lie beyond `CENSOR` on the same side; same shape."""
    limited = truth.clamp(-CENSOR, CENSOR)
    error = (predicted - limited).abs()
    agrees = ((truth >= CENSOR) & (predicted >= CENSOR)) | ((truth <= -CENSOR) & (predicted <= -CENSOR))
    return torch.where(agrees, torch.zeros_like(error), error)


def censored_l1(predicted: torch.Tensor, truth: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Mean `censored_error` with voxel weights; 0 where all weights are 0."""
    return (censored_error(predicted, truth) * weight).sum() / weight.expand_as(truth).sum().clamp(min=1)


def weighted_l1_l2(predicted: torch.Tensor, truth: torch.Tensor, weight: torch.Tensor, bend: float = 0.5) -> torch.Tensor:
    """Mean of |e| + 2 e^2 with voxel weights, the square turning linear beyond `bend`.

    Pure L1 leaves a prediction of 0 where most changes are small; a pure square lets a cavity outweigh a hundred patients.
    """
    error = (predicted - truth).abs()
    square = torch.where(error < bend, 2 * error**2, 4 * bend * error - 2 * bend**2)
    return ((error + square) * weight).sum() / weight.expand_as(truth).sum().clamp(min=1)


def band_weight(truth: torch.Tensor, other: torch.Tensor, width: float = 0.4) -> torch.Tensor:
    """1 within `width` (in units of 20 mm) of either edge, else 0.05."""
    near = (truth.abs() < width) | (other.abs() < width)
    return torch.where(near, 1.0, 0.05)


def dice_and_entropy(distances: torch.Tensor, truth: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """1 - soft Dice plus cross-entropy in the band, of masks given by distances.

    :param weight: [N, C], 0 leaves a mask out (a structure that the input does not show)
    """
    logits, mask = -MASK_SHARPNESS * distances, (truth < 0).float()
    probability = torch.sigmoid(logits)
    axes = (2, 3, 4)
    overlap = (probability * mask).sum(axes)
    dice = (2 * overlap + 5) / (probability.sum(axes) + mask.sum(axes) + 5)
    band = ((truth.abs() < 0.6) | (distances.detach() < 0.1)).float()
    entropy = binary_cross_entropy_with_logits(logits.clamp(-12, 12), mask, reduction="none")
    entropy = (entropy * band).sum(axes) / band.sum(axes).clamp(min=1)
    return ((1 - dice + entropy) * weight).sum() / weight.sum().clamp(min=1)


def dice_of_change(distances: torch.Tensor, truth: torch.Tensor, last: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """1 - soft Dice of the voxels that differ from the mask of today: growth and shrinkage alike.

    :param last: distances of today, of the same shape
    :param weight: [N, C], 0 leaves a mask out
    """
    today = (last < 0).float()
    change = (torch.sigmoid(-CHANGE_SHARPNESS * distances) - today).abs()
    true_change = ((truth < 0).float() - today).abs()
    axes = (2, 3, 4)
    dice = (2 * (change * true_change).sum(axes) + 5) / (change.sum(axes) + true_change.sum(axes) + 5)
    return ((1 - dice) * weight).sum() / weight.sum().clamp(min=1)


def structural_dissimilarity(predicted: torch.Tensor, truth: torch.Tensor, data_range: float = 2.0) -> torch.Tensor:
    """1 - SSIM with a uniform 8^3 window at stride 4 (coarse, for training only; report with `metrics.ssim3d`)."""
    pool = lambda image: avg_pool3d(image, 8, stride=4)  # noqa: E731
    mean_p, mean_t = pool(predicted), pool(truth)
    variance_p, variance_t = pool(predicted**2) - mean_p**2, pool(truth**2) - mean_t**2
    covariance = pool(predicted * truth) - mean_p * mean_t
    c1, c2 = (0.01 * data_range) ** 2, (0.03 * data_range) ** 2
    ratio = (2 * mean_p * mean_t + c1) * (2 * covariance + c2)
    return 1 - (ratio / ((mean_p**2 + mean_t**2 + c1) * (variance_p + variance_t + c2))).mean()


def hinge_discriminator(real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    """Hinge loss of a discriminator's scores (arXiv:1705.02894)."""
    return relu(1 - real).mean() + relu(1 + fake).mean()
