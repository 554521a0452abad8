"""Forecasts of glioma-course and its rivals for one pair, all from the same visible inputs."""

import numpy as np
import torch

from common.fisher_kolmogorov_fit import forecast_masks
from dataset import SDF_SCALE_MM, Pair
from model import LATENT_SIZE

VOXEL_ML = 0.008
MODEL_FUTURES = 20
"""Sampled futures per forecast."""

RIVALS = ("no-change", "linear-extrapolation", "fisher-kolmogorov")


def mean_future(encoder, decoder, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The network's mean future (latent 0).

    :param inputs: from `dataset.inputs_of`
    :returns: `distancesMm` [2, 64, 64, 64] and `residual` [2, 64, 64, 64]
    """
    with torch.no_grad():
        features, conditions = _encode(encoder, inputs)
        core, oedema, residual = decoder(*features, conditions, torch.zeros(1, LATENT_SIZE))
    return {
        "distancesMm": torch.cat([core, oedema], dim=1)[0].numpy() * SDF_SCALE_MM,
        "residual": residual[0].numpy(),
    }


def sample_volumes_ml(encoder, decoder, inputs: dict[str, np.ndarray], count: int, seed: int) -> np.ndarray:
    """Volumes of core and oedema of sampled futures, [count, 2] ml."""
    latents = torch.randn(count, LATENT_SIZE, generator=torch.Generator().manual_seed(seed))
    volumes = []
    with torch.no_grad():
        features, conditions = _encode(encoder, inputs)
        for latent in latents:
            _, distances = decoder.distances(*features, conditions, latent[None])
            volumes.append((distances[0] < 0).sum(dim=(1, 2, 3)).numpy() * VOXEL_ML)
    return np.array(volumes)


def rival_masks(pair: Pair, inputs: dict[str, np.ndarray], population: dict[str, float]) -> dict[str, np.ndarray]:
    """Masks of core and whole abnormality at the horizon by every rival, bool [2, 64, 64, 64] each."""
    days = (pair.meta["horizonDays"], pair.meta["intervalDays"])
    fitted = forecast_masks(pair.distances[:4], days, pair.tissue >= 0.5, population["core"])
    return {
        "no-change": pair.distances[:2] < 0,
        "linear-extrapolation": inputs["extrapolatedMm"] < 0,
        "fisher-kolmogorov": fitted,
    }


def _encode(encoder, inputs: dict[str, np.ndarray]) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
    conditions = torch.from_numpy(inputs["conditions"])[None]
    volume = torch.from_numpy(inputs["volume"])[None].contiguous(memory_format=torch.channels_last_3d)
    return encoder(volume, conditions), conditions
