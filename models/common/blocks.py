"""Parts of conditional generators: modulated convolution blocks, whose normalisation is for training and folded at export."""

import torch
from torch import nn

SLOPE = 0.1


class Modulation(nn.Module):
    """Scale and shift of feature channels by a code of latent and conditions (FiLM, arXiv:1709.07871)."""

    def __init__(self, code: int, channels: int) -> None:
        super().__init__()
        self.scale, self.shift = nn.Linear(code, channels), nn.Linear(code, channels)
        self.channels = channels

    def forward(self, features: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        shape = (-1, self.channels, 1, 1, 1)
        return features * (1 + self.scale(code).reshape(shape)) + self.shift(code).reshape(shape)


class Block(nn.Module):
    """Convolution, normalisation (training only, folded at export), optional modulation by a code, activation.

    :param normalisation: of the convolution's output, a kind of `BatchNorm3d`
    :param code: length of the code, 0 for none
    """

    def __init__(self, convolution: nn.Conv3d, normalisation: nn.BatchNorm3d, code: int = 0) -> None:
        super().__init__()
        self.convolution = convolution
        self.normalisation: nn.Module = normalisation
        self.modulation = Modulation(code, convolution.out_channels) if code else None
        self.activation = nn.LeakyReLU(SLOPE)

    def forward(self, features: torch.Tensor, code: torch.Tensor | None = None) -> torch.Tensor:
        features = self.normalisation(self.convolution(features))
        if self.modulation is not None:
            features = self.modulation(features, code)
        return self.activation(features)


def conv(inputs: int, outputs: int, stride: int = 1, kernel: int = 3) -> nn.Conv3d:
    """Convolution whose start keeps the variance of activations, which matters without normalisation layers."""
    layer = nn.Conv3d(inputs, outputs, kernel, stride, kernel // 2)
    nn.init.kaiming_normal_(layer.weight, a=SLOPE, nonlinearity="leaky_relu")
    nn.init.zeros_(layer.bias)
    return layer


def convolution_weights(network: nn.Module, but: list[nn.Conv3d]) -> list[nn.Parameter]:
    """Weights of all convolutions but some."""
    left_out = {id(layer) for layer in but}
    return [module.weight for module in network.modules() if isinstance(module, nn.Conv3d) and id(module) not in left_out]


def freeze_statistics(network: nn.Module) -> None:
    """Use the running statistics of every normalisation from now on, so that training equals the exported graph."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm3d):
            module.eval()


def fold(network: nn.Module) -> nn.Module:
    """Fold every normalisation into its convolution, in place; evaluation mode."""
    network.eval()
    for module in network.modules():
        if isinstance(module, Block):
            module.convolution = nn.utils.fuse_conv_bn_eval(module.convolution, module.normalisation)
            module.normalisation = nn.Identity()
    return network
