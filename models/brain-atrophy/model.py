"""Networks of brain-atrophy: encoder with labels and decoder with velocity (shipped), discriminator (training only).

The encoder looks at the whole head and labels it; it does not know what is asked. The decoder turns its
features, the question and a latent into a velocity at 4 mm and a small change of brightness. Its last layers start at zero, so an
untrained network says that nothing has changed.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import conv3d
from torch.nn.utils.parametrizations import spectral_norm

from common.blocks import SLOPE, Block, conv, convolution_weights
from examples import CONDITIONS, LABELS, YEARS_SCALE

LATENT_SIZE = 16
CONDITION_COUNT = len(CONDITIONS)
LABEL_COUNT = len(LABELS)
BLOCK = 8
"""Voxels of a block of 2 x 2 x 2."""

VELOCITY_SCALE = 0.5
"""Voxels of 2 mm per unit of the last layer."""

BRIGHTNESS_SCALE = 0.1

PROPORTIONS = {
    "white": (-1.14, 0.09),
    "grey": (-1.00, 0.13),
    "sulcalFluid": (-1.42, 0.22),
    "ventricles": (-3.68, 0.72),
    "hippocampus": (-5.50, 0.32),
    "deepGrey": (-3.71, 0.14),
}
"""Logarithm of the labels' shares of the intracranial space in training scenes: mean and standard deviation."""

SMALLEST_VOLUME = 1.0
"""Voxels that a label that was not found counts as."""

TYPICAL_YEARS = 3.0
"""Years for which the last layer's answer stands where they are told, and which it means where they are not."""

YEARS, IS_BACKWARD, HAS_YEARS = (CONDITIONS.index(name) for name in ("years", "isBackward", "hasYears"))


@dataclass(frozen=True)
class Widths:
    """Channels at 4, 8, 16 and 32 mm."""

    half: int = 16
    quarter: int = 40
    eighth: int = 64
    sixteenth: int = 80


def _block(inputs: int, outputs: int, stride: int = 1, code: int = 0) -> Block:
    return Block(conv(inputs, outputs, stride), nn.BatchNorm3d(outputs, momentum=0.03), code)


class Encoder(nn.Module):
    """`image` [N, 1, D, H, W], edges divisible by 16 -> features at 4, 8, 16 and 32 mm, and `labels` logits [N, 7, D, H, W].

    Every block of 2 x 2 x 2 voxels enters as 8 channels at 4 mm, and 8 x 7 channels leave as the labels of such a block: nothing
    is lost, and no layer runs at 2 mm.
    """

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        sizes = (widths.half, widths.quarter, widths.eighth, widths.sixteenth)
        self.enter = _block(BLOCK, sizes[0])
        self.deepen = nn.ModuleList(_block(size, size) for size in sizes)
        self.down = nn.ModuleList(_block(fine, coarse, 2) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True))
        self.narrow = nn.ModuleList(conv(coarse, fine, kernel=1) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True))
        self.join = nn.ModuleList(_block(2 * size, size) for size in sizes[:-1])
        self.before_labels = _block(sizes[0] + BLOCK, sizes[0])
        self.labels = conv(sizes[0], BLOCK * LABEL_COUNT)
        self.coarse_labels = nn.ModuleList(conv(size, LABEL_COUNT, kernel=1) for size in sizes[1:-1])
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.register_buffer("corners", torch.eye(BLOCK).reshape(BLOCK, 1, 2, 2, 2), persistent=False)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """:returns: feature1..feature4 from fine to coarse, and `labels`"""
        *features, labels, _ = self.at_every_scale(image)
        return *features, labels

    def at_every_scale(self, image: torch.Tensor) -> tuple:
        """As `forward`, and a list of the label logits at 8 and 16 mm, for training: they teach the deep layers early."""
        blocks = conv3d(image, self.corners, stride=2)
        levels = [self.deepen[0](self.enter(blocks))]
        for down, deepen in zip(self.down, self.deepen[1:], strict=True):
            levels.append(deepen(down(levels[-1])))
        decoded = [levels[-1]]
        for narrow, join, level in zip(reversed(self.narrow), reversed(self.join), reversed(levels[:-1]), strict=True):
            decoded.append(join(torch.cat([self.upsample(narrow(decoded[-1])), level], dim=1)))
        decoded.reverse()
        labels = spread_blocks(self.labels(self.before_labels(torch.cat([decoded[0], blocks], dim=1))), LABEL_COUNT)
        return *decoded, labels, [head(part) for head, part in zip(self.coarse_labels, decoded[1:], strict=False)]


class Decoder(nn.Module):
    """Features, `conditions` [N, 9], `latent` [N, 16], `proportions` [N, 6] -> `velocity`, `brightness`.

    Velocities are [N, 3, D/2, H/2, W/2] in voxels of 2 mm.

    The proportions of the brain, which no place in it shows, tell how far a disease has gone where nobody does.

    Where the years are told, the last layer's answer is multiplied by them: that more years mean more change need not be learnt,
    and no years mean no change.
    """

    CODE = 48

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        sizes = (widths.half, widths.quarter, widths.eighth, widths.sixteenth)
        known = LATENT_SIZE + CONDITION_COUNT + len(PROPORTIONS)
        self.code = nn.ModuleList([nn.Linear(known, self.CODE), nn.Linear(self.CODE, self.CODE)])
        typical, spread = torch.tensor(list(PROPORTIONS.values())).T
        self.register_buffer("proportion_scale", 1 / spread, persistent=False)
        self.register_buffer("proportion_shift", -typical / spread, persistent=False)
        self.deepest = _block(sizes[3], sizes[3], code=self.CODE)
        self.narrow = nn.ModuleList(conv(coarse, fine, kernel=1) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True))
        self.join = nn.ModuleList(_block(2 * size, size, code=self.CODE) for size in sizes[:-1])
        self.last_block = _block(sizes[0], sizes[0], code=self.CODE)
        self.last = conv(sizes[0], 4)
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.activation = nn.LeakyReLU(SLOPE)
        nn.init.zeros_(self.last.weight)

    def forward(self, feature1, feature2, feature3, feature4, conditions, latent, proportions):
        """:returns: velocity times years, change of brightness at 4 mm in units of the image"""
        code = torch.cat([latent, conditions, proportions * self.proportion_scale + self.proportion_shift], dim=1)
        for layer in self.code:
            code = self.activation(layer(code))
        features = self.deepest(feature4, code)
        skipped = (feature1, feature2, feature3)
        for narrow, join, level in zip(reversed(self.narrow), reversed(self.join), reversed(skipped), strict=True):
            features = join(torch.cat([self.upsample(narrow(features)), level], dim=1), code)
        found = self.last(self.last_block(features, code)) * _years_factor(conditions)
        return found[:, 0:3] * VELOCITY_SCALE, found[:, 3:4] * BRIGHTNESS_SCALE


class Discriminator(nn.Module):
    """PatchGAN over a scan and a later or earlier image of the same place, [N, 2, ...] at 4 mm; spectral norm throughout."""

    def __init__(self) -> None:
        super().__init__()
        self.first = spectral_norm(nn.Conv3d(2, 16, 4, 2, 1))
        self.second = spectral_norm(nn.Conv3d(16, 32, 4, 2, 1))
        self.condition = spectral_norm(nn.Linear(CONDITION_COUNT, 32))
        self.score = spectral_norm(nn.Conv3d(32, 1, 3, 1, 1))
        self.activation = nn.LeakyReLU(0.2)

    def forward(self, images: torch.Tensor, conditions: torch.Tensor) -> torch.Tensor:
        features = self.second(self.activation(self.first(images)))
        return self.score(self.activation(features + self.condition(conditions).reshape(-1, 32, 1, 1, 1)))


def _years_factor(conditions: torch.Tensor) -> torch.Tensor:
    """Told years over `TYPICAL_YEARS`, 1 where they are not told; [N, 1, 1, 1, 1]."""
    signed, backward, told = (conditions[:, index : index + 1] for index in (YEARS, IS_BACKWARD, HAS_YEARS))
    years = signed * (backward * -2 + 1) * (YEARS_SCALE / TYPICAL_YEARS)  # an absolute value, in operators that graphs may use
    return (told * years + told * -1 + 1).reshape(-1, 1, 1, 1, 1)


def hidden_weights(network: nn.Module) -> list[nn.Parameter]:
    """Weights of the convolutions that neither see the image first nor give an output."""
    if isinstance(network, Encoder):
        return convolution_weights(network, [network.enter.convolution, network.labels, *network.coarse_labels])
    return convolution_weights(network, [network.last])


def proportions_of(shares: torch.Tensor) -> torch.Tensor:
    """Logarithm of every label's share of the intracranial space, [N, 6].

    :param shares: of the labels, [N, 7, D, H, W]
    """
    volumes = shares[:, 1:].sum((2, 3, 4)).clamp(min=SMALLEST_VOLUME)
    return (volumes / volumes.sum(dim=1, keepdim=True)).log()


def spread_blocks(values: torch.Tensor, channels: int) -> torch.Tensor:
    """Channels of 2 x 2 x 2 blocks -> voxels: [N, 8 * channels, D, H, W] -> [N, channels, 2 D, 2 H, 2 W]."""
    count, _, depth, height, width = values.shape
    parts = values.reshape(count * channels, 2, 2, 2, depth, height, width).permute(0, 4, 1, 5, 2, 6, 3)
    return parts.reshape(count, channels, 2 * depth, 2 * height, 2 * width)
