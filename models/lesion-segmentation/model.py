"""Network of lesion-segmentation: a fully convolutional U-Net from any subset of four sequences to four masks.

The images enter at every scale, so that coarse layers need not see them through the few fine channels. Batch normalisation
helps training and is folded into the convolutions by `fold`; the exported graph has none.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import avg_pool3d, conv3d

SEQUENCE_COUNT = 4
OUTPUT_COUNT = 4
PADDED_SEQUENCES = 8
"""Image channels in training, the last ones 0: a convolution of 4 channels takes ten times as long on a CPU."""

SLOPE = 0.1
PRIOR_LOGITS = (-1.0, -2.0, -2.5, -2.0)
"""Start of the last bias: rare masks start rare, but not so rare that soft Dice has no slope."""


@dataclass(frozen=True)
class Widths:
    """Channels at 2, 4, 8, 16 and 32 mm."""

    full: int = 8
    half: int = 24
    quarter: int = 48
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

    def fold(self, unused_inputs: int) -> None:
        """Fold the normalisation into the convolution and drop its last inputs, in place."""
        self.convolution = nn.utils.fuse_conv_bn_eval(self.convolution.eval(), self.normalisation.eval())
        self.normalisation = nn.Identity()
        kept = self.convolution.in_channels - unused_inputs
        self.convolution.weight = nn.Parameter(self.convolution.weight[:, :kept].detach().clone())
        self.convolution.in_channels = kept


class Segmenter(nn.Module):
    """`images` [N, 4, D, H, W] (edges divisible by 16) and `present` [N, 4] -> `logits` [N, 4, D, H, W]."""

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        sizes = (widths.full, widths.half, widths.quarter, widths.eighth, widths.sixteenth)
        self.first = Block(PADDED_SEQUENCES, sizes[0], conditions=SEQUENCE_COUNT)
        self.down = nn.ModuleList(
            Block(fine, coarse, 2, SEQUENCE_COUNT) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True)
        )
        self.deepen = nn.ModuleList(Block(size + PADDED_SEQUENCES, size) for size in sizes[1:])
        self.narrow = nn.ModuleList(nn.Conv3d(coarse, fine, 1) for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True))
        self.join = nn.ModuleList([Block(sizes[0], sizes[0]), *(Block(2 * size, size) for size in sizes[1:-1])])
        self.last = nn.Conv3d(sizes[0], OUTPUT_COUNT, 3, padding=1)
        self.coarse = nn.ModuleList(nn.Conv3d(size, OUTPUT_COUNT, 1) for size in sizes[1:-1])
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        mean = torch.eye(SEQUENCE_COUNT).reshape(SEQUENCE_COUNT, SEQUENCE_COUNT, 1, 1, 1) / 8
        self.register_buffer("pooling", mean.repeat(1, 1, 2, 2, 2), persistent=False)
        with torch.no_grad():
            self.last.weight *= 0.3
            for head in (self.last, *self.coarse):
                head.bias.copy_(torch.tensor(PRIOR_LOGITS))

    def forward(self, images: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        return self.last(self._decode(images, present)[-1])

    def at_every_scale(self, images: torch.Tensor, present: torch.Tensor) -> list[torch.Tensor]:
        """Logits at 16, 8, 4 and 2 mm, for training: the coarse ones teach the deep layers early."""
        features = self._decode(images, present)
        return [head(part) for head, part in zip(reversed(self.coarse), features[:-1], strict=True)] + [self.last(features[-1])]

    def hidden_weights(self) -> list[nn.Parameter]:
        """Weights of all convolutions but the first and the heads."""
        blocks = [*self.down, *self.deepen, *self.join]
        return [block.convolution.weight for block in blocks] + [layer.weight for layer in self.narrow]

    def fold(self) -> "Segmenter":
        """Fold every normalisation into its convolution and drop the padded inputs, in place; evaluation mode."""
        self.eval()
        padded = {id(block) for block in (self.first, *self.deepen)}
        for module in self.modules():
            if isinstance(module, Block):
                module.fold(PADDED_SEQUENCES - SEQUENCE_COUNT if id(module) in padded else 0)
        return self

    def _decode(self, images: torch.Tensor, present: torch.Tensor) -> list[torch.Tensor]:
        """Features of the decoder from coarse to fine."""
        missing = self.first.convolution.in_channels - SEQUENCE_COUNT
        if missing:
            images = torch.cat([images, torch.zeros_like(images[:, :missing])], dim=1)
        features = self.first(images, present)
        skipped, decoded = [], []
        for down, deepen in zip(self.down, self.deepen, strict=True):
            skipped.append(features)
            images = self._halve(images)
            features = deepen(torch.cat([down(features, present), images], dim=1))
        for narrow, join, fine in zip(reversed(self.narrow), reversed(self.join), reversed(skipped), strict=True):
            coarse = self.upsample(narrow(features))
            features = join(coarse + fine if fine is skipped[0] else torch.cat([coarse, fine], dim=1))
            decoded.append(features)
        return decoded

    def _halve(self, images: torch.Tensor) -> torch.Tensor:
        """Mean of blocks of 2 x 2 x 2 voxels; a convolution in the exported graph, where average pooling is not allowed."""
        return conv3d(images, self.pooling, stride=2) if torch.onnx.is_in_onnx_export() else avg_pool3d(images, 2)
