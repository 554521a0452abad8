"""Forecasts of glioma-course and its rivals for one example, all from the same visible inputs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from common.anatomy import VOXEL_ML
from common.extrapolation import exponential_growth_mm, extrapolate_distance_mm
from dataset import STRUCTURES, Example, radial_rates
from export import load_average
from model import LATENT_SIZE, Decoder, Encoder

SDF_SCALE_MM = 20.0
MODEL_FUTURES = 20
"""Sampled futures per forecast."""

MODEL, DETERMINISTIC = "glioma-course", "deterministic-network"
NO_CHANGE, LINEAR, EXPONENTIAL, FITTED = "no-change", "linear-extrapolation", "exponential-extrapolation", "fisher-kolmogorov"
SIMPLE_RIVALS = (NO_CHANGE, LINEAR, EXPONENTIAL, FITTED)


@dataclass
class Forecaster:
    """A trained network with what it needs to forecast.

    :param population: radial rates assumed with a single visit, mm/day
    """

    encoder: Encoder
    decoder: Decoder
    population: dict[str, float]

    @classmethod
    def open(cls, checkpoint: Path) -> "Forecaster":
        """Averaged weights of a checkpoint."""
        encoder, decoder, state = load_average(checkpoint)
        return cls(encoder, decoder, state["population"])

    def encode(self, inputs: dict[str, np.ndarray]) -> tuple[torch.Tensor, ...]:
        """Features of one example, its conditions last; for `mean` and `sample`.

        :param inputs: from `dataset.inputs_of`
        """
        conditions = torch.from_numpy(inputs["conditions"])[None]
        volume = torch.from_numpy(inputs["volume"])[None].contiguous(memory_format=torch.channels_last_3d)
        with torch.inference_mode():
            return *self.encoder(volume, conditions), conditions

    def mean(self, encoded: tuple[torch.Tensor, ...]) -> tuple[np.ndarray, np.ndarray]:
        """The mean future (latent 0): distances in mm [2, D, H, W] and the change of the images [4, D, H, W]."""
        return self.future(encoded, torch.zeros(LATENT_SIZE))

    def future(self, encoded: tuple[torch.Tensor, ...], latent: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
        """Future of one latent [16], like `mean`."""
        with torch.inference_mode():
            core, oedema, residual = self.decoder(*encoded, latent[None])
        return torch.cat([core, oedema], dim=1)[0].numpy() * SDF_SCALE_MM, residual[0].numpy()

    def mean_distances(self, encoded: tuple[torch.Tensor, ...]) -> np.ndarray:
        """Distances of the mean future alone, mm [2, D, H, W]."""
        return next(self._distances(encoded, torch.zeros(1, LATENT_SIZE)))

    def sample(self, encoded: tuple[torch.Tensor, ...], latents: torch.Tensor):
        """Masks of core and whole abnormality of sampled futures, one bool [2, D, H, W] after another.

        :param latents: [count, 16], scaled
        """
        for distances in self._distances(encoded, latents):
            yield distances < 0

    def _distances(self, encoded: tuple[torch.Tensor, ...], latents: torch.Tensor):
        *features, conditions = encoded
        for latent in latents:
            with torch.inference_mode():
                code = self.decoder.encode_conditions(conditions, latent[None])
                distances = self.decoder.distances(*features, code)[1]
            yield distances[0].numpy() * SDF_SCALE_MM


def middle_slice(size: int) -> slice:
    """The middle three quarters of an edge of so many voxels."""
    margin = size // 8
    return slice(margin, size - margin)


def middle_of(encoded: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """Encoded example cut to the middle of its grid: 0.42 of the cost, for searches that need no edge of the grid."""
    *features, conditions = encoded
    cut = []
    for feature in features:
        inside = middle_slice(feature.shape[-1])
        cut.append(feature[..., inside, inside, inside])
    return *cut, conditions


def draw_latents(count: int, seed: int, scale: float) -> torch.Tensor:
    """Latent vectors of a seed, [count, 16]."""
    return scale * torch.randn(count, LATENT_SIZE, generator=torch.Generator().manual_seed(seed))


def volumes_ml(masks: np.ndarray) -> np.ndarray:
    """Volumes of masks [..., D, H, W] in ml."""
    return masks.sum(axis=(-3, -2, -1)) * VOXEL_ML


def joined(masks: np.ndarray, shows_oedema: bool) -> np.ndarray:
    """Masks [2, D, H, W] whose whole abnormality contains the core, as the application draws them."""
    return np.stack([masks[0], masks[0] | masks[1]]) if shows_oedema else masks


def rival_masks(example: Example, inputs: dict[str, np.ndarray], population: dict[str, float]) -> dict[str, np.ndarray]:
    """Masks of core and whole abnormality at the horizon by every simple rival, bool [2, D, H, W] each."""
    masks = {
        NO_CHANGE: example.distances[0:2] < 0,
        LINEAR: inputs["extrapolatedMm"] < 0,
        EXPONENTIAL: _exponential_mm(example, population) < 0,
        FITTED: example.fitted < 0,
    }
    return {name: joined(value, example.meta["showsOedema"]) for name, value in masks.items()}


def _exponential_mm(example: Example, population: dict[str, float]) -> np.ndarray:
    """Distances of `exponential-extrapolation`; the linear rule where two visits do not show the structure."""
    meta, linear = example.meta, radial_rates(example.meta, population)
    interval = meta["daysBeforeLast"][1] if len(meta["daysBeforeLast"]) > 1 else 0
    result = []
    for index in range(len(STRUCTURES)):
        before, after = meta["volumesMl"][1][index], meta["volumesMl"][0][index]
        if interval > 0 and before > 0 and after > 0:
            growth_mm = exponential_growth_mm(before * 1000, after * 1000, interval, meta["horizonDays"])
        else:
            growth_mm = linear[index] * meta["horizonDays"]
        result.append(extrapolate_distance_mm(example.distances[index], growth_mm, example.tissue))
    return np.stack(result)
