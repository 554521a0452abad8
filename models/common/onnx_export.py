"""PyTorch module -> one ONNX graph of the allowed operators, with static shapes and its checksum."""

import hashlib
from pathlib import Path

import onnx
import torch

OPSET = 17

ALLOWED_OPERATORS = frozenset(
    {
        "Conv",
        "Add",
        "Mul",
        "LeakyRelu",
        "Resize",
        "Concat",
        "Sigmoid",
        "Tanh",
        "Gemm",
        "Reshape",
        "Transpose",
        "Slice",
        "Constant",
    }
)
"""Operators that every execution provider runs in three dimensions; `Constant` holds weights and shapes only."""


def export_graph(
    module: torch.nn.Module, inputs: dict[str, torch.Tensor], outputs: list[str], path: Path
) -> dict[str, list[dict]]:
    """Write a module as ONNX and check it.

    :param inputs: example tensors by name, in the order of `forward`; their shapes become the static shapes
    :param outputs: names of the outputs in order
    :returns: `inputs` and `outputs`, each a list of name, shape, type as the manifest wants them
    :raises ValueError: the graph uses an operator outside `ALLOWED_OPERATORS`
    """
    module = module.eval().to(memory_format=torch.contiguous_format)
    torch.onnx.export(
        module,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        opset_version=OPSET,
        dynamo=False,
        do_constant_folding=True,
    )
    graph = onnx.load(str(path))
    drop_identities(graph.graph)
    onnx.save(graph, str(path))
    onnx.checker.check_model(graph)
    unknown = sorted({node.op_type for node in graph.graph.node} - ALLOWED_OPERATORS)
    if unknown:
        raise ValueError(f"operators outside the allowed list: {', '.join(unknown)}")
    return {"inputs": describe(graph.graph.input), "outputs": describe(graph.graph.output)}


def drop_identities(graph: onnx.GraphProto) -> None:
    """Remove Identity nodes, which the exporter writes where two weights are equal, in place."""
    sources = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Identity"}
    for node in graph.node:
        for index, name in enumerate(node.input):
            while name in sources:
                name = sources[name]
            node.input[index] = name
    kept = [node for node in graph.node if node.op_type != "Identity"]
    del graph.node[:]
    graph.node.extend(kept)


def describe(values) -> list[dict]:
    """Name, shape and type of graph inputs or outputs.

    :param values: repeated ValueInfoProto
    """
    return [
        {"name": value.name, "shape": [size.dim_value for size in value.type.tensor_type.shape.dim], "type": "float32"}
        for value in values
    ]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
