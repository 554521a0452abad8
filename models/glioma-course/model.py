"""Networks of glioma-course: encoder and decoder (shipped), discriminator (training only).

The decoder mixes what it is given (linear extrapolation, fitted growth model, last outline, nothing left), adds a correction,
and predicts the change of the images; its last layer starts at zero, so an untrained network stands near the two rivals.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from common.blocks import SLOPE, Block, conv, convolution_weights
from common.rendering import SEQUENCES
from dataset import CHANNELS, CONDITIONS

INPUT_CHANNELS = len(CHANNELS)
CONDITION_COUNT = len(CONDITIONS)
IMAGES = len(SEQUENCES)
LATENT_SIZE = 16
LAST_IMAGES = slice(0, IMAGES)
LAST_DISTANCES = slice(8, 10)
EXTRAPOLATED, FITTED = slice(14, 16), slice(16, 18)
DISTANCES = slice(8, 18)
TISSUE = 18
CONTEXT_CHANNELS = IMAGES + 7
IMAGE_WIDTH = 16
EDGE_SHARPNESS = 5.0
"""Distances enter the image branch as tanh(5 x distance / 20 mm), which is steep at the edge and flat elsewhere."""
CHANGE_SCALE = 0.5
"""Factor of the correction of the distances: without it one early Adam step moves every edge by millimetres."""

START_OF_GATES = (0.0, -1.5, -3.0)
"""Logits with which the gates start: half-way between the two rivals, a fifth of the last outline, hardly ever nothing."""

NORMALISED_EDGE = 24
"""Edge of the middle of the grid, in voxels of full size, that normalisation measures features in."""

NOTHING = 0.4
"""Distance that stands for 'nothing left', 8 mm."""


@dataclass(frozen=True)
class Widths:
    """Channels at 64^3 (decoder only), 32^3, 16^3 and 8^3."""

    full: int = 8
    half: int = 16
    quarter: int = 48
    eighth: int = 96


class MiddleNorm(nn.BatchNorm3d):
    """Batch normalisation with the statistics of the middle of the grid, where the lesion is.

    Those of the whole grid belong to its border and to tissue far away: features near the lesion are then hundredths of a unit
    wide, every activation is linear there, and the network learns nothing but a constant.

    :param edge: of the middle, in voxels of these features
    """

    def __init__(self, channels: int, edge: int) -> None:
        super().__init__(channels, momentum=0.03)
        self.edge = edge

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return super().forward(features)
        cut = [slice((size - self.edge) // 2, (size + self.edge) // 2) for size in features.shape[2:]]
        middle = features[(..., *cut)]
        variance, mean = torch.var_mean(middle, dim=(0, 2, 3, 4), correction=0)
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance, self.momentum)
            self.num_batches_tracked += 1
        scale = self.weight * torch.rsqrt(variance + self.eps)
        shape = (1, -1, 1, 1, 1)
        return features * scale.reshape(shape) + (self.bias - mean * scale).reshape(shape)


def _block(inputs: int, outputs: int, level: int, stride: int = 1, code: int = 0) -> Block:
    """Block of this model.

    :param level: of its output: 0 at full size, 1 at half
    """
    return Block(conv(inputs, outputs, stride), MiddleNorm(outputs, NORMALISED_EDGE >> level), code)


class Encoder(nn.Module):
    """`volume` [N, 20, 64, 64, 64] and `conditions` [N, 17] -> three feature maps and what the decoder needs at full size."""

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        half, quarter, eighth = widths.half, widths.quarter, widths.eighth
        self.at_half = nn.Sequential(_block(INPUT_CHANNELS, half, 1, 2), _block(half, half, 1))
        self.at_quarter = nn.Sequential(_block(half, quarter, 2, 2), _block(quarter, quarter, 2))
        self.at_eighth = nn.ModuleList([_block(quarter, eighth, 3, 2), _block(eighth, eighth, 3)])
        self.condition = nn.Linear(CONDITION_COUNT, eighth)
        self.register_buffer("far_away", _far_away(INPUT_CHANNELS, DISTANCES), persistent=False)

    def forward(self, volume: torch.Tensor, conditions: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """:returns: feature1..feature3 from fine to coarse, and `context` [N, 11, 64, 64, 64]: last images, last, extrapolated
        and fitted distances, tissue"""
        feature1 = self.at_half(volume + self.far_away)
        feature2 = self.at_quarter(feature1)
        coarse = self.at_eighth[0](feature2)
        feature3 = self.at_eighth[1](coarse + self.condition(conditions).reshape(-1, coarse.shape[1], 1, 1, 1))
        parts = [volume[:, part] for part in (LAST_IMAGES, LAST_DISTANCES, EXTRAPOLATED, FITTED)]
        return feature1, feature2, feature3, torch.cat([*parts, volume[:, TISSUE : TISSUE + 1]], dim=1)


class Decoder(nn.Module):
    """Feature maps, context, `conditions`, `latent` -> `coreSdf`, `oedemaSdf`, `imageResidual`."""

    CODE = 48

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        self.code = nn.ModuleList([nn.Linear(LATENT_SIZE + CONDITION_COUNT, self.CODE), nn.Linear(self.CODE, self.CODE)])
        full, half, quarter, eighth = widths.full, widths.half, widths.quarter, widths.eighth
        self.at_eighth = _block(eighth, eighth, 3, code=self.CODE)
        self.to_quarter = conv(eighth, quarter, kernel=1)
        self.at_quarter = _block(2 * quarter, quarter, 2, code=self.CODE)
        self.to_half = conv(quarter, half, kernel=1)
        self.at_half = nn.ModuleList([_block(2 * half, half, 1, code=self.CODE), _block(half, half, 1)])
        self.to_full = conv(half, full, kernel=1)
        self.at_full = _block(full + CONTEXT_CHANNELS - IMAGES, full, 0, code=self.CODE)
        self.last = conv(full, 8)
        self.overall = nn.Linear(self.CODE, 8)
        self.image = _block(full + IMAGES + 4, IMAGE_WIDTH, 0, code=self.CODE)
        self.last_image = conv(IMAGE_WIDTH, IMAGES)
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.activation = nn.LeakyReLU(SLOPE)
        self.register_buffer("far_away", _far_away(CONTEXT_CHANNELS - IMAGES, slice(0, 6)), persistent=False)
        for layer in (self.last, self.overall, self.last_image):
            nn.init.zeros_(layer.weight)
        with torch.no_grad():
            self.overall.bias.copy_(torch.tensor([0.0, 0.0, *[logit for logit in START_OF_GATES for _ in range(2)]]))

    def forward(self, feature1, feature2, feature3, context, conditions, latent):
        """:returns: distances / 20 mm [N, 1, 64, 64, 64] twice, and image change [N, 4, 64, 64, 64]"""
        code = self.encode_conditions(conditions, latent)
        features, distances = self.distances(feature1, feature2, feature3, context, code)
        return distances[:, 0:1], distances[:, 1:2], self.image_change(features, context, distances, code)

    def encode_conditions(self, conditions: torch.Tensor, latent: torch.Tensor) -> torch.Tensor:
        """Code of conditions and latent that modulates every level, [N, CODE]."""
        code = torch.cat([latent, conditions], dim=1)
        for layer in self.code:
            code = self.activation(layer(code))
        return code

    def distances(self, feature1, feature2, feature3, context, code):
        """Masks alone, without the cost of the images.

        :returns: finest features [N, C, 64, 64, 64] and distances / 20 mm [N, 2, 64, 64, 64]
        """
        coarse = self.at_eighth(feature3, code)
        quarter = self.at_quarter(torch.cat([self.upsample(self.to_quarter(coarse)), feature2], dim=1), code)
        half = self.at_half[0](torch.cat([self.upsample(self.to_half(quarter)), feature1], dim=1), code)
        half = self.at_half[1](half)
        given = context[:, IMAGES:] + self.far_away
        full = self.at_full(torch.cat([self.upsample(self.to_full(half)), given], dim=1), code)
        change = self.last(full) + self.overall(code).reshape(-1, 8, 1, 1, 1)
        gates = torch.sigmoid(change[:, 2:8])
        last, extrapolated, fitted = (context[:, IMAGES + 2 * part : IMAGES + 2 * part + 2] for part in range(3))
        hint = _mix(extrapolated, fitted, gates[:, 0:2])
        hint = _mix(hint, last, gates[:, 2:4])
        hint = hint + gates[:, 4:6] * (NOTHING + hint * -1)
        return full, hint + change[:, 0:2] * CHANGE_SCALE

    def image_change(
        self, features: torch.Tensor, context: torch.Tensor, distances: torch.Tensor, code: torch.Tensor
    ) -> torch.Tensor:
        """Change of the images [N, 4, 64, 64, 64] that goes with the masks of `distances`, which give their features."""
        edges = torch.tanh(EDGE_SHARPNESS * torch.cat([context[:, IMAGES : IMAGES + 2], distances.detach()], dim=1))
        return self.last_image(self.image(torch.cat([features, context[:, 0:IMAGES], edges], dim=1), code))


def hidden_weights(network: nn.Module) -> list[nn.Parameter]:
    """Weights of the convolutions that neither see the input first nor give an output."""
    is_encoder = isinstance(network, Encoder)
    return convolution_weights(network, [network.at_half[0].convolution] if is_encoder else [network.last, network.last_image])


def _far_away(channels: int, distances: slice) -> torch.Tensor:
    """What is added to channels so that a place far from every edge, like the padding of a convolution, is 0."""
    shift = torch.zeros(1, channels, 1, 1, 1)
    shift[:, distances] = -1.0
    return shift


def _mix(one: torch.Tensor, other: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    """`one` where the share is 0, `other` where it is 1."""
    return one + share * (other + one * -1)


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
