"""glioma-course: start of training, release files, ONNX against PyTorch."""

import hashlib
import json

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from conftest import GLIOMA_COURSE
from train import read_config

from common.network_pair import export_pair, run_pair
from common.onnx_export import ALLOWED_OPERATORS, describe
from dataset import CHANNELS, CONDITIONS
from export import PORTS, golden_inputs
from model import EXTRAPOLATED, FITTED, LAST_DISTANCES, NOTHING, START_OF_GATES, Decoder, Encoder, Widths

SMALL = Widths(2, 4, 4, 4)


def test_untrained_network_mixes_what_it_is_given():
    torch.manual_seed(0)
    encoder, decoder = Encoder(SMALL), Decoder(SMALL)
    volume, conditions = torch.randn(1, len(CHANNELS), 32, 32, 32), torch.rand(1, len(CONDITIONS))
    with torch.no_grad():
        core, oedema, residual = decoder(*encoder(volume, conditions), conditions, torch.randn(1, 16))
    to_fitted, to_last, to_nothing = torch.sigmoid(torch.tensor(START_OF_GATES))
    rivals = volume[:, EXTRAPOLATED] * (1 - to_fitted) + volume[:, FITTED] * to_fitted
    mixed = rivals * (1 - to_last) + volume[:, LAST_DISTANCES] * to_last
    expected = mixed * (1 - to_nothing) + NOTHING * to_nothing
    assert torch.allclose(torch.cat([core, oedema], dim=1), expected, atol=1e-5)
    assert float(residual.abs().max()) == 0


@pytest.mark.parametrize(("ours", "theirs"), [("small.json", "deterministic.json"), ("full.json", "deterministic-full.json")])
def test_deterministic_rival_differs_in_losses_alone(ours, theirs):
    model, rival = (read_config(GLIOMA_COURSE / "config" / name) for name in (ours, theirs))
    assert {name for name in model if model[name] != rival[name]} == {"spread", "discriminatorStart"}
    assert not rival["spread"]
    assert rival["discriminatorStart"] > 1
    assert set(rival) == set(model)


def test_exported_graphs_equal_the_modules(tmp_path):
    torch.manual_seed(0)
    encoder, decoder = Encoder(SMALL), Decoder(SMALL)
    torch.nn.init.normal_(decoder.last.weight, std=0.1)
    inputs = golden_inputs()
    export_pair(encoder.eval(), decoder.eval(), PORTS, inputs, tmp_path)
    exported = run_pair(tmp_path, PORTS, inputs)
    tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}
    with torch.no_grad():
        features = encoder(tensors["volume"], tensors["conditions"])
        expected = decoder(*features, tensors["conditions"], tensors["latent"])
    for name, value in zip(PORTS.decoder_outputs, expected, strict=True):
        assert np.abs(exported[name] - value.numpy()).max() < 1e-4


def test_manifest_equals_graphs_and_checksums(release_folder):
    manifest = json.loads((release_folder / "manifest.json").read_text())
    for entry in manifest["graphs"]:
        data = (release_folder / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        graph = onnx.load_from_string(data)
        assert describe(graph.graph.input) == entry["inputs"]
        assert describe(graph.graph.output) == entry["outputs"]
        assert graph.opset_import[0].version == 17
        assert {node.op_type for node in graph.graph.node} <= ALLOWED_OPERATORS


def test_every_decoder_input_is_known_to_the_encoder(release_folder):
    encoder, decoder = json.loads((release_folder / "manifest.json").read_text())["graphs"]
    known = {tensor["name"] for tensor in encoder["inputs"] + encoder["outputs"]} | {"latent"}
    assert {tensor["name"] for tensor in decoder["inputs"]} <= known


def test_resize_is_nearest_asymmetric_floor(release_folder):
    nodes = [node for node in onnx.load(release_folder / "decoder.onnx").graph.node if node.op_type == "Resize"]
    assert nodes
    for node in nodes:
        values = {attribute.name: attribute.s.decode() for attribute in node.attribute if attribute.s}
        assert values["mode"] == "nearest"
        assert values["coordinate_transformation_mode"] == "asymmetric"
        assert values["nearest_mode"] == "floor"


def test_golden_output_is_reproduced(release_folder):
    golden = json.loads((release_folder / "manifest.json").read_text())["golden"]
    stored = np.fromfile(release_folder / golden["output"], "<f4")
    outputs = run_pair(release_folder, PORTS, golden_inputs())
    for tensor in golden["tensors"]["output"]:
        size = int(np.prod(tensor["shape"]))
        expected = stored[tensor["offset"] : tensor["offset"] + size].reshape(tensor["shape"])
        assert np.abs(outputs[tensor["name"]] - expected).max() <= golden["maxAbsError"]


def test_futures_differ_with_the_latent(release_folder):
    inputs = golden_inputs()
    first = run_pair(release_folder, PORTS, inputs)["coreSdf"]
    inputs["latent"] = -inputs["latent"]
    assert np.abs(run_pair(release_folder, PORTS, inputs)["coreSdf"] - first).max() > 1e-4


def test_decoder_runs_without_any_custom_provider(release_folder):
    session = onnxruntime.InferenceSession(str(release_folder / "decoder.onnx"), providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == list(PORTS.decoder_outputs)
