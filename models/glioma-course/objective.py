"""What glioma-course is trained to minimise: reconstruction, masks, latent divergence, adversarial realism."""

import torch

from common import losses
from model import EXTRAPOLATED, TISSUE, Decoder, Encoder, Posterior


def forecast(encoder: Encoder, decoder: Decoder, batch: dict, latent: torch.Tensor) -> dict[str, torch.Tensor]:
    """One future of a batch.

    :returns: `distances` [N, 2, ...] in units of 20 mm, `residual` [N, 2, ...]
    """
    features = encoder(batch["volume"], batch["conditions"])
    core, oedema, residual = decoder(*features, batch["conditions"], latent)
    return {"distances": torch.cat([core, oedema], dim=1), "residual": residual}


def draw_latent(posterior: Posterior, batch: dict, mean_share: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Latent of each example: the posterior's sample, or 0 for a share of examples so that 0 means the mean future.

    :returns: latent [N, 16] and the divergence of the posterior
    """
    extrapolated = batch["volume"][:, EXTRAPOLATED]
    mean, log_variance = posterior(batch["distances"], batch["residual"], extrapolated, batch["conditions"])
    sample = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
    zero = torch.rand(len(mean), 1, device=mean.device) < mean_share
    return torch.where(zero, torch.zeros_like(sample), sample), losses.divergence(mean, log_variance)


def reconstruction(predicted: dict, batch: dict, weights: dict[str, float]) -> dict[str, torch.Tensor]:
    """Weighted terms of the error against the true future; structures and sequences not shown do not count."""
    truth, extrapolated = batch["distances"], batch["volume"][:, EXTRAPOLATED]
    shown_images, shown_masks = shown_channels(batch)
    distances = predicted["distances"]
    band = losses.band_weight(truth, extrapolated) * shown_masks
    lesion = (torch.minimum(truth[:, 1:], batch["volume"][:, 5:6]) < 0.2).float()
    lesion = torch.maximum(lesion, (torch.minimum(truth[:, :1], batch["volume"][:, 4:5]) < 0.2).float())
    image_weight = (0.25 + 1.25 * lesion) * shown_images
    last = batch["volume"][:, 0:2]
    return {
        "image": weights["image"] * losses.weighted_l1_l2(predicted["residual"], batch["residual"], image_weight),
        "distance": weights["distance"] * losses.weighted_l1(distances.clamp(-1.2, 1.2), truth, band),
        "mask": weights["mask"] * losses.dice_and_entropy(distances, truth, shown_masks[:, :, 0, 0, 0]),
        "structure": weights["structure"]
        * losses.structural_dissimilarity(
            (last + predicted["residual"]) * shown_images, (last + batch["residual"]) * shown_images
        ),
    }


def shown_channels(batch: dict) -> tuple[torch.Tensor, torch.Tensor]:
    """1 for each sequence (T1c, FLAIR) and each mask (core, oedema) that the input shows, [N, 2, 1, 1, 1] each."""
    conditions = batch["conditions"]
    images = conditions[:, 3:5, None, None, None]
    masks = torch.stack([torch.ones_like(conditions[:, 5]), conditions[:, 5]], dim=1)[:, :, None, None, None]
    return images, masks


def observation(future: dict, batch: dict) -> torch.Tensor:
    """What the discriminator looks at, [N, 7, 64, 64, 64]; things not shown are 0 for real and fake alike."""
    images, masks = shown_channels(batch)
    last = batch["volume"][:, 0:2]
    soft = torch.sigmoid(-losses.MASK_SHARPNESS * future["distances"]) * masks
    return torch.cat([last, (last + future["residual"]) * images, soft, batch["volume"][:, TISSUE : TISSUE + 1]], dim=1)
