"""An encoder that looks once and a decoder that answers many times: their checkpoint, their two graphs, and running those."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from common.blocks import fold
from common.onnx_export import export_graph, sha256_of
from common.release import open_session
from common.run import read_checkpoint

FILES = {"encoder": "encoder.onnx", "decoder": "decoder.onnx"}


@dataclass(frozen=True)
class Ports:
    """Names of what goes into the two graphs and comes out, in order; what the encoder hands to the decoder has one name."""

    encoder_inputs: tuple[str, ...]
    encoder_outputs: tuple[str, ...]
    decoder_inputs: tuple[str, ...]
    decoder_outputs: tuple[str, ...]

    @property
    def results(self) -> tuple[str, ...]:
        """Outputs that are not handed on."""
        kept = [name for name in self.encoder_outputs if name not in self.decoder_inputs]
        return (*kept, *self.decoder_outputs)


def load_average(
    checkpoint: Path, encoder_type: type[nn.Module], decoder_type: type[nn.Module], widths_type: type
) -> tuple[nn.Module, nn.Module, dict]:
    """Averaged encoder and decoder of a checkpoint, normalisation folded, and the checkpoint's other fields.

    :param encoder_type: made from one `widths_type`, like `decoder_type`
    :param widths_type: made from the fields of `widths` in the run's configuration
    """
    state = read_checkpoint(checkpoint)
    widths = widths_type(**state["config"]["widths"])
    networks = {"encoder": encoder_type(widths), "decoder": decoder_type(widths)}
    for name, network in networks.items():
        network.load_state_dict(state["average"][name])
    layout = torch.channels_last_3d  # halves the time on CPU
    encoder, decoder = (fold(network).to(memory_format=layout) for network in networks.values())
    return encoder, decoder, state


def export_pair(encoder: nn.Module, decoder: nn.Module, ports: Ports, inputs: dict[str, np.ndarray], folder: Path) -> list[dict]:
    """Write both graphs into a folder.

    :param encoder: folded, like the decoder
    :param inputs: every input that is not handed on, by name; of each, only the shape counts and becomes the static shape
    :returns: the `graphs` entries of the manifest
    """
    known = {name: torch.zeros(value.shape) for name, value in inputs.items()}
    with torch.no_grad():
        handed = encoder(*(known[name] for name in ports.encoder_inputs))
    known |= dict(zip(ports.encoder_outputs, handed, strict=True))
    graphs = []
    for role, network, needed, given in (
        ("encoder", encoder, ports.encoder_inputs, ports.encoder_outputs),
        ("decoder", decoder, ports.decoder_inputs, ports.decoder_outputs),
    ):
        path = folder / FILES[role]
        shapes = export_graph(network, {name: known[name] for name in needed}, list(given), path)
        graphs.append({"role": role, "file": path.name, "sha256": sha256_of(path), **shapes})
    return graphs


def run_pair(folder: Path, ports: Ports, inputs: dict[str, np.ndarray], threads: int = 0) -> dict[str, np.ndarray]:
    """Run both exported graphs on one set of inputs.

    :param threads: 0 leaves the number to onnxruntime
    :returns: `ports.results` by name
    """
    known = dict(inputs)
    for role, needed, given in (
        ("encoder", ports.encoder_inputs, ports.encoder_outputs),
        ("decoder", ports.decoder_inputs, ports.decoder_outputs),
    ):
        found = open_session(folder / FILES[role], threads).run(list(given), {name: known[name] for name in needed})
        known |= dict(zip(given, found, strict=True))
    return {name: known[name] for name in ports.results}
