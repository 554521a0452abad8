"""Networks of glioma-course: encoder and decoder (shipped), discriminator (training only).

The decoder mixes the two hints that it is given (linear extrapolation and fitted growth model), adds a correction, and predicts
the change of the images; its last layer starts at zero, so an untrained network stands half-way between the two rivals.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from common.rendering import SEQUENCES
from dataset import CHANNELS, CONDITIONS

INPUT_CHANNELS = len(CHANNELS)
CONDITION_COUNT = len(CONDITIONS)
IMAGES = len(SEQUENCES)
LATENT_SIZE = 16
LAST_IMAGES = slice(0, IMAGES)
LAST_DISTANCES = slice(8, 10)
EXTRAPOLATED, FITTED = slice(14, 16), slice(16, 18)
TISSUE = 18
CONTEXT_CHANNELS = IMAGES + 7
IMAGE_WIDTH = 12
EDGE_SHARPNESS = 5.0
"""Distances enter the image branch as tanh(5 x distance / 20 mm), which is steep at the edge and flat elsewhere."""
SLOPE = 0.1

CHANGE_SCALE = 0.2
"""Factor of the last layer of the distances: without it one early Adam step moves every edge by millimetres."""


@dataclass(frozen=True)
class Widths:
    """Channels at 64^3 (decoder only), 32^3, 16^3 and 8^3."""

    full: int = 8
    half: int = 16
    quarter: int = 48
    eighth: int = 96


class Encoder(nn.Module):
    """`volume` [N, 20, 64, 64, 64] and `conditions` [N, 17] -> three feature maps and what the decoder needs at full size."""

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        self.at_half = nn.ModuleList([_conv(INPUT_CHANNELS, widths.half, 2), _conv(widths.half, widths.half)])
        self.at_quarter = nn.ModuleList([_conv(widths.half, widths.quarter, 2), _conv(widths.quarter, widths.quarter)])
        self.at_eighth = nn.ModuleList([_conv(widths.quarter, widths.eighth, 2), _conv(widths.eighth, widths.eighth)])
        self.condition = nn.Linear(CONDITION_COUNT, widths.eighth)
        self.activation = nn.LeakyReLU(SLOPE)

    def forward(self, volume: torch.Tensor, conditions: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """:returns: feature1..feature3 from fine to coarse, and `context` [N, 11, 64, 64, 64]: last images, last, extrapolated
        and fitted distances, tissue"""
        feature1 = self._level(self.at_half, volume)
        feature2 = self._level(self.at_quarter, feature1)
        coarse = self.activation(self.at_eighth[0](feature2))
        coarse = coarse + self.condition(conditions).reshape(-1, coarse.shape[1], 1, 1, 1)
        feature3 = self.activation(self.at_eighth[1](coarse))
        parts = [volume[:, part] for part in (LAST_IMAGES, LAST_DISTANCES, EXTRAPOLATED, FITTED)]
        return feature1, feature2, feature3, torch.cat([*parts, volume[:, TISSUE : TISSUE + 1]], dim=1)

    def _level(self, layers: nn.ModuleList, features: torch.Tensor) -> torch.Tensor:
        for layer in layers:
            features = self.activation(layer(features))
        return features


class Modulation(nn.Module):
    """Scale and shift of feature channels by the code of latent and conditions (FiLM, arXiv:1709.07871)."""

    def __init__(self, code: int, channels: int) -> None:
        super().__init__()
        self.scale, self.shift = nn.Linear(code, channels), nn.Linear(code, channels)
        self.channels = channels

    def forward(self, features: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        shape = (-1, self.channels, 1, 1, 1)
        return features * (1 + self.scale(code).reshape(shape)) + self.shift(code).reshape(shape)


class Decoder(nn.Module):
    """Feature maps, context, `conditions`, `latent` -> `coreSdf`, `oedemaSdf`, `imageResidual`."""

    CODE = 48

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        self.code = nn.ModuleList([nn.Linear(LATENT_SIZE + CONDITION_COUNT, self.CODE), nn.Linear(self.CODE, self.CODE)])
        self.at_eighth = _conv(widths.eighth, widths.eighth)
        self.to_quarter = _conv(widths.eighth, widths.quarter, kernel=1)
        self.at_quarter = _conv(2 * widths.quarter, widths.quarter)
        self.to_half = _conv(widths.quarter, widths.half, kernel=1)
        self.at_half = nn.ModuleList([_conv(2 * widths.half, widths.half), _conv(widths.half, widths.half)])
        self.to_full = _conv(widths.half, widths.full, kernel=1)
        self.at_full = _conv(widths.full + CONTEXT_CHANNELS - IMAGES, widths.full)
        self.last = _conv(widths.full, 4)
        self.image = nn.ModuleList([_conv(widths.full + IMAGES + 4, IMAGE_WIDTH), _conv(IMAGE_WIDTH, IMAGES)])
        self.modulations = nn.ModuleList([Modulation(self.CODE, size) for size in (widths.eighth, widths.quarter, widths.half)])
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.activation = nn.LeakyReLU(SLOPE)
        for layer in (self.last, self.image[1]):
            nn.init.zeros_(layer.weight)

    def forward(self, feature1, feature2, feature3, context, conditions, latent):
        """:returns: distances / 20 mm [N, 1, 64, 64, 64] twice, and image change [N, 4, 64, 64, 64]"""
        features, distances = self.distances(feature1, feature2, feature3, context, conditions, latent)
        return distances[:, 0:1], distances[:, 1:2], self._image_change(features, context, distances)

    def distances(self, feature1, feature2, feature3, context, conditions, latent):
        """Masks alone, without the cost of the images.

        :returns: finest features [N, C, 64, 64, 64] and distances / 20 mm [N, 2, 64, 64, 64]
        """
        code = torch.cat([latent, conditions], dim=1)
        for layer in self.code:
            code = self.activation(layer(code))
        coarse = self.activation(self.modulations[0](self.at_eighth(feature3), code))
        quarter = torch.cat([self.upsample(self.to_quarter(coarse)), feature2], dim=1)
        quarter = self.activation(self.modulations[1](self.at_quarter(quarter), code))
        half = torch.cat([self.upsample(self.to_half(quarter)), feature1], dim=1)
        half = self.activation(self.modulations[2](self.at_half[0](half), code))
        half = self.activation(self.at_half[1](half))
        full = torch.cat([self.upsample(self.to_full(half)), context[:, IMAGES:]], dim=1)
        full = self.activation(self.at_full(full))
        change = self.last(full)
        extrapolated, fitted = context[:, IMAGES + 2 : IMAGES + 4], context[:, IMAGES + 4 : IMAGES + 6]
        hint = extrapolated + torch.sigmoid(change[:, 2:4]) * (fitted + extrapolated * -1)
        return full, hint + change[:, 0:2] * CHANGE_SCALE

    def _image_change(self, features: torch.Tensor, context: torch.Tensor, distances: torch.Tensor) -> torch.Tensor:
        edges = torch.tanh(EDGE_SHARPNESS * torch.cat([context[:, IMAGES : IMAGES + 2], distances.detach()], dim=1))
        hidden = self.activation(self.image[0](torch.cat([features, context[:, 0:IMAGES], edges], dim=1)))
        return self.image[1](hidden)


class Discriminator(nn.Module):
    """PatchGAN over last and future images, soft masks and tissue; one score per 8^3 patch, spectral norm throughout."""

    CHANNELS = 2 * IMAGES + 3

    def __init__(self) -> None:
        super().__init__()
        self.first = spectral_norm(nn.Conv3d(self.CHANNELS, 16, 4, 2, 1))
        self.second = spectral_norm(nn.Conv3d(16, 32, 4, 2, 1))
        self.third = spectral_norm(nn.Conv3d(32, 64, 4, 2, 1))
        self.condition = spectral_norm(nn.Linear(CONDITION_COUNT, 64))
        self.score = spectral_norm(nn.Conv3d(64, 1, 3, 1, 1))
        self.activation = nn.LeakyReLU(0.2)

    def forward(self, observation: torch.Tensor, conditions: torch.Tensor) -> torch.Tensor:
        """:param observation: [N, 11, 64, 64, 64]; :returns: [N, 1, 8, 8, 8]"""
        features = self.activation(self.second(self.activation(self.first(observation))))
        features = self.third(features) + self.condition(conditions).reshape(-1, 64, 1, 1, 1)
        return self.score(self.activation(features))


def _conv(inputs: int, outputs: int, stride: int = 1, kernel: int = 3) -> nn.Conv3d:
    """Convolution whose start keeps the variance of activations, which matters without normalisation layers."""
    layer = nn.Conv3d(inputs, outputs, kernel, stride, kernel // 2)
    nn.init.kaiming_normal_(layer.weight, a=SLOPE, nonlinearity="leaky_relu")
    nn.init.zeros_(layer.bias)
    return layer
