"""Network of lesion-segmentation: a fully convolutional U-Net from any subset of four sequences to four masks.

Batch normalisation helps training and is folded into the convolutions by `fold`; the exported graph has none.
"""

from dataclasses import dataclass

import torch
from torch import nn

SEQUENCE_COUNT = 4
OUTPUT_COUNT = 4
PADDED_SEQUENCES = 8
"""Input channels in training, the last ones 0: a convolution of 4 channels takes ten times as long on a CPU."""
SLOPE = 0.1
PRIOR_LOGITS = (-1.0, -4.0, -5.0, -3.5)
"""Start of the last bias: how rare brain, core, necrosis and oedema are."""


@dataclass(frozen=True)
class Widths:
    """Channels at 2, 4, 8, 16 and 32 mm."""

    full: int = 8
    half: int = 16
    quarter: int = 32
    eighth: int = 64
    sixteenth: int = 80


class Block(nn.Module):
    """Convolution, normalisation (training only), optional shift by a condition, activation."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1, conditions: int = 0) -> None:
        super().__init__()
        self.convolution = nn.Conv3d(inputs, outputs, 3, stride, 1)
        nn.init.kaiming_normal_(self.convolution.weight, a=SLOPE, nonlinearity="leaky_relu")
        nn.init.zeros_(self.convolution.bias)
        self.normalisation: nn.Module = nn.BatchNorm3d(outputs, momentum=0.03)
        self.condition = nn.Linear(conditions, outputs) if conditions else None
        self.activation = nn.LeakyReLU(SLOPE)

    def forward(self, features: torch.Tensor, present: torch.Tensor | None = None) -> torch.Tensor:
        features = self.normalisation(self.convolution(features))
        if self.condition is not None:
            features = features + self.condition(present).reshape(-1, features.shape[1], 1, 1, 1)
        return self.activation(features)

    def fold(self) -> None:
        """Fold the normalisation into the convolution, in place."""
        self.convolution = nn.utils.fuse_conv_bn_eval(self.convolution.eval(), self.normalisation.eval())
        self.normalisation = nn.Identity()


class Segmenter(nn.Module):
    """`images` [N, 4, D, H, W] (edges divisible by 16) and `present` [N, 4] -> `logits` [N, 4, D, H, W]."""

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        sizes = (widths.full, widths.half, widths.quarter, widths.eighth, widths.sixteenth)
        self.first = Block(PADDED_SEQUENCES, sizes[0], conditions=SEQUENCE_COUNT)
        self.down = nn.ModuleList(
            Block(fine, coarse, 2, SEQUENCE_COUNT) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True)
        )
        self.deepen = nn.ModuleList(Block(size, size) for size in sizes[1:])
        self.narrow = nn.ModuleList(nn.Conv3d(coarse, fine, 1) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True))
        self.join = nn.ModuleList(Block(2 * size, size) for size in sizes[:-1])
        self.last = nn.Conv3d(sizes[0], OUTPUT_COUNT, 3, padding=1)
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        with torch.no_grad():
            self.last.weight *= 0.3
            self.last.bias.copy_(torch.tensor(PRIOR_LOGITS))

    def forward(self, images: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        missing = self.first.convolution.in_channels - SEQUENCE_COUNT
        if missing:
            images = torch.cat([images, torch.zeros_like(images[:, :missing])], dim=1)
        features = self.first(images, present)
        skipped = []
        for down, deepen in zip(self.down, self.deepen, strict=True):
            skipped.append(features)
            features = deepen(down(features, present))
        for narrow, join, fine in zip(reversed(self.narrow), reversed(self.join), reversed(skipped), strict=True):
            features = join(torch.cat([self.upsample(narrow(features)), fine], dim=1))
        return self.last(features)

    def freeze_statistics(self) -> None:
        """Use the running statistics of the normalisation from now on, so that training equals the exported graph."""
        for module in self.modules():
            if isinstance(module, nn.BatchNorm3d):
                module.eval()

    def fold(self) -> "Segmenter":
        """Fold every normalisation into its convolution and drop the padded inputs, in place; evaluation mode."""
        self.eval()
        for module in self.modules():
            if isinstance(module, Block):
                module.fold()
        first = self.first.convolution
        first.weight = nn.Parameter(first.weight[:, :SEQUENCE_COUNT].detach().clone())
        first.in_channels = SEQUENCE_COUNT
        return self
