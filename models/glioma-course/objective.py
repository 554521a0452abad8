"""What glioma-course is trained to minimise.

Two kinds of step take turns. Mean step: latent 0 against the true future (masks, distances, images). Spread step: two futures
of two latents under E|X - y| - E|X - X'| / 2 of every distance near an edge and of the log volumes, which is their continuous
ranked probability score and smallest when the futures are spread like the truth (Gneiting & Raftery, JASA 102:359, 2007);
no posterior network is needed and the latent cannot collapse unpunished. Images of a drawn future are held to the truth
where its masks agree with the truth, and by the discriminator everywhere.
"""

import torch

from common import losses
from model import EXTRAPOLATED, FITTED, IMAGES, LAST_DISTANCES, LAST_IMAGES, LATENT_SIZE, TISSUE, Decoder, Encoder

SMALLEST_VOLUME = 15.0
"""Voxels added to a volume before its logarithm is taken, so that a vanished lesion stays finite."""


def mean_step(encoder: Encoder, decoder: Decoder, batch: dict, weights: dict[str, float]) -> tuple[dict, dict]:
    """Future of latent 0.

    :returns: weighted terms, and the future: `distances` [N, 2, ...] in units of 20 mm, `residual` [N, 4, ...]
    """
    latent = torch.zeros(len(batch["conditions"]), LATENT_SIZE, device=batch["conditions"].device)
    future = forecast(encoder, decoder, batch, latent)
    truth = batch["distances"]
    masks = shown_channels(batch)[1]
    terms = {
        "distance": weights["distance"] * losses.censored_l1(future["distances"], truth, _band(batch) * masks),
        "mask": weights["mask"] * losses.dice_and_entropy(future["distances"], truth, masks[:, :, 0, 0, 0]),
        "change": weights["change"]
        * losses.dice_of_change(future["distances"], truth, batch["volume"][:, LAST_DISTANCES], masks[:, :, 0, 0, 0]),
        "volume": weights["volume"]
        * ((log_volume(future["distances"]) - _true_log_volume(truth)).abs() * masks[..., 0, 0, 0]).mean(),
    }
    return {**terms, **_image_terms(future, batch, weights)}, future


def spread_step(encoder: Encoder, decoder: Decoder, batch: dict, weights: dict[str, float]) -> tuple[dict, dict]:
    """Two futures of two random latents; the first one with its images.

    :returns: weighted terms, and the first future as `mean_step` returns it
    """
    size = (len(batch["conditions"]), LATENT_SIZE)
    features = encoder(batch["volume"], batch["conditions"])
    latents = [torch.randn(size, device=batch["conditions"].device) for _ in range(2)]
    codes = [decoder.encode_conditions(batch["conditions"], latent) for latent in latents]
    (finest, first), (_, second) = (decoder.distances(*features, code) for code in codes)
    drawn = {"distances": first, "residual": decoder.image_change(finest, features[-1], first, codes[0])}
    truth, masks = batch["distances"], shown_channels(batch)[1]
    weight = _band(batch) * masks
    apart = (first.clamp(-losses.CENSOR, losses.CENSOR) - second.clamp(-losses.CENSOR, losses.CENSOR)).abs()
    score = 0.5 * sum(losses.censored_error(future, truth) for future in (first, second)) - 0.5 * apart
    volumes, true_volume = (log_volume(first), log_volume(second)), _true_log_volume(truth)
    volume_score = 0.5 * sum((volume - true_volume).abs() for volume in volumes) - 0.5 * (volumes[0] - volumes[1]).abs()
    entropy = 0.5 * sum(losses.dice_and_entropy(future, truth, masks[:, :, 0, 0, 0]) for future in (first, second))
    terms = {
        "distance": weights["distance"] * (score * weight).sum() / weight.expand_as(truth).sum().clamp(min=1),
        "volume": weights["volume"] * (volume_score * masks[..., 0, 0, 0]).mean(),
        "mask": weights["spreadMask"] * entropy,
        "image": weights["image"] * losses.weighted_l1_l2(drawn["residual"], batch["residual"], _image_weight(drawn, batch)),
    }
    return terms, drawn


def forecast(encoder: Encoder, decoder: Decoder, batch: dict, latent: torch.Tensor) -> dict[str, torch.Tensor]:
    """One future of a batch.

    :returns: `distances` [N, 2, ...] in units of 20 mm, `residual` [N, 4, ...]
    """
    features = encoder(batch["volume"], batch["conditions"])
    core, oedema, residual = decoder(*features, batch["conditions"], latent)
    return {"distances": torch.cat([core, oedema], dim=1), "residual": residual}


def log_volume(distances: torch.Tensor) -> torch.Tensor:
    """Logarithm of the soft volume in voxels of masks given by distances, [N, C]."""
    return (torch.sigmoid(-losses.MASK_SHARPNESS * distances).sum((2, 3, 4)) + SMALLEST_VOLUME).log()


def shown_channels(batch: dict) -> tuple[torch.Tensor, torch.Tensor]:
    """1 for each sequence and each mask (core, oedema) that the input shows, [N, 4, 1, 1, 1] and [N, 2, 1, 1, 1]."""
    conditions = batch["conditions"]
    images = conditions[:, 5 : 5 + IMAGES, None, None, None]
    masks = torch.stack([torch.ones_like(conditions[:, 9]), conditions[:, 9]], dim=1)[:, :, None, None, None]
    return images, masks


def observation(future: dict, batch: dict) -> torch.Tensor:
    """What the discriminator looks at, [N, 11, 64, 64, 64]; things not shown are 0 for real and fake alike."""
    images, masks = shown_channels(batch)
    last = batch["volume"][:, LAST_IMAGES]
    soft = torch.sigmoid(-losses.MASK_SHARPNESS * future["distances"]) * masks
    return torch.cat([last, (last + future["residual"]) * images, soft, batch["volume"][:, TISSUE : TISSUE + 1]], dim=1)


def _image_terms(future: dict, batch: dict, weights: dict[str, float]) -> dict[str, torch.Tensor]:
    shown = shown_channels(batch)[0]
    last = batch["volume"][:, LAST_IMAGES]
    return {
        "image": weights["image"] * losses.weighted_l1_l2(future["residual"], batch["residual"], _near_lesion(batch) * shown),
        "structure": weights["structure"]
        * losses.structural_dissimilarity((last + future["residual"]) * shown, (last + batch["residual"]) * shown),
    }


def _near_lesion(batch: dict) -> torch.Tensor:
    """Voxel weights that favour the lesion of today and of the true future, [N, 1, ...]."""
    lesion = (torch.minimum(batch["distances"], batch["volume"][:, LAST_DISTANCES]) < 0.2).amax(dim=1, keepdim=True)
    return 0.25 + 1.25 * lesion.float()


def _image_weight(drawn: dict, batch: dict) -> torch.Tensor:
    """Weights of the images of a drawn future: 0 where it has other masks than the truth, [N, 4, ...]."""
    shown, masks = shown_channels(batch)
    differs = ((drawn["distances"].detach() < 0) != (batch["distances"] < 0)) & (masks > 0)
    return _near_lesion(batch) * shown * ~differs.any(dim=1, keepdim=True)


def _band(batch: dict) -> torch.Tensor:
    truth, volume = batch["distances"], batch["volume"]
    near = torch.maximum(losses.band_weight(truth, volume[:, EXTRAPOLATED]), losses.band_weight(truth, volume[:, FITTED]))
    return torch.maximum(near, losses.band_weight(truth, volume[:, LAST_DISTANCES]))


def _true_log_volume(truth: torch.Tensor) -> torch.Tensor:
    return ((truth < 0).float().sum((2, 3, 4)) + SMALLEST_VOLUME).log()
