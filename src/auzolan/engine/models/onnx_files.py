"""Models as ONNX: a tabular pipeline written for others, and files of others checked before use.

Neither a custom operator nor data outside the file nor a loop is taken. Runs no model.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from auzolan.engine.artefacts import Limits, refuse_content
from auzolan.engine.models import pipelines
from auzolan.engine.models.tabular import pipeline_of
from auzolan.learning.recipes import TabularRecipe

if TYPE_CHECKING:
    from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto

_FIRST_BYTE = b"\x08"  # the field of its version; every writer puts it first
_DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml"})
_ENDLESS = frozenset({"Loop", "Scan"})
_NODES_MAX = 100_000
_OPSETS = {"": 18, "ai.onnx.ml": 3}
_DEFAULT = Limits()


def exported(content: bytes, recipe: TabularRecipe) -> bytes:
    """Write a tabular model as ONNX: inputs `numbers` (float32) and `categories` (text).

    Outputs are `label` and `probabilities`. Numbers are single precision there, so that a row at
    the edge between two labels can be answered differently.

    Args:
        content: the model's file.
        recipe: its recipe.
    Raises:
        ValueError: the file is refused.
        ImportError: skl2onnx is not installed (extra `onnx`).
    """
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType

    pipeline = pipelines.load(content, pipeline_of(recipe))
    inputs = []
    if recipe.numbers:
        inputs.append(("numbers", FloatTensorType([None, len(recipe.numbers)])))
    if recipe.categories:
        inputs.append(("categories", StringTensorType([None, len(recipe.categories)])))
    with warnings.catch_warnings():
        # The writer gives truths where numbers are meant; the extra keeps protobuf at a version
        # that takes them, and says so each time.
        warnings.simplefilter("ignore", DeprecationWarning)
        made = to_onnx(
            pipeline, initial_types=inputs, target_opset=_OPSETS, options={"zipmap": False},
            name="auzolan",
        )  # fmt: skip
    written: bytes = made.SerializeToString(deterministic=True)
    check("exported.onnx", written)
    return written


def check(name: str, content: bytes, limits: Limits = _DEFAULT) -> None:
    """Refuse an ONNX file that reaches beyond itself, or is not sound.

    Args:
        name: its file name, for the text of a refusal.
        content: the file's bytes.
        limits: how much it may claim.
    Raises:
        ValueError: too large, another format, an operator that is not of the standard, data
            outside the file, a loop, or a weight that is not finite.
        ImportError: onnx is not installed (extra `onnx`).
    """
    if len(content) > limits.file_bytes_max:
        raise ValueError(f"{name} is larger than {limits.file_bytes_max} bytes")
    refuse_content(name, content, expected="ONNX")
    if not content.startswith(_FIRST_BYTE):
        raise ValueError(f"{name}: the content is not ONNX")
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model_from_string(content)
    except DecodeError as fault:
        raise ValueError(f"{name}: the content is not ONNX ({str(fault)[:80]})") from fault
    _check_reach(name, model)
    try:
        onnx.checker.check_model(model)
    except (onnx.checker.ValidationError, ValueError, TypeError) as fault:
        raise ValueError(f"{name}: not a sound model ({str(fault)[:200]})") from fault


def _check_reach(name: str, model: ModelProto) -> None:
    if len(model.functions) or len(model.training_info):
        raise ValueError(f"{name}: a model with functions of its own is not read")
    foreign = sorted({one.domain for one in model.opset_import} - _DOMAINS)
    if foreign:
        raise ValueError(f"{name}: operators of {', '.join(foreign)} are not read")
    nodes = 0
    for graph in _graphs(model.graph):
        nodes += len(graph.node)
        if nodes > _NODES_MAX:
            raise ValueError(f"{name}: more than {_NODES_MAX} operators")
        for node in graph.node:
            _check_node(name, node)
        for tensor in graph.initializer:
            _check_tensor(name, tensor)
        for sparse in graph.sparse_initializer:
            _check_tensor(name, sparse.values)
            _check_tensor(name, sparse.indices)


def _graphs(graph: GraphProto) -> Iterator[GraphProto]:
    """A graph and the graphs within its operators."""
    waiting = [graph]
    while waiting:
        one = waiting.pop()
        yield one
        for node in one.node:
            for attribute in node.attribute:
                waiting.extend(attribute.graphs)
                if attribute.HasField("g"):
                    waiting.append(attribute.g)


def _check_node(name: str, node: NodeProto) -> None:
    if node.domain not in _DOMAINS:
        raise ValueError(f"{name}: the operator {node.op_type} of {node.domain} is not read")
    if node.op_type in _ENDLESS:
        raise ValueError(f"{name}: the operator {node.op_type} may run for ever and is not read")
    for attribute in node.attribute:
        _check_attribute(name, node.op_type, attribute)


def _check_attribute(name: str, of: str, attribute: AttributeProto) -> None:
    numbers = np.array([attribute.f, *attribute.floats], dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name}: {of} holds a weight that is not a finite number")
    tensors = list(attribute.tensors)
    if attribute.HasField("t"):
        tensors.append(attribute.t)
    for sparse in [attribute.sparse_tensor, *attribute.sparse_tensors]:
        tensors.extend([sparse.values, sparse.indices])
    for tensor in tensors:
        _check_tensor(name, tensor)


def _check_tensor(name: str, tensor: TensorProto) -> None:
    from onnx import TensorProto as Kinds
    from onnx import numpy_helper

    if tensor.data_location == Kinds.EXTERNAL or len(tensor.external_data):
        raise ValueError(f"{name}: {tensor.name or 'a tensor'} lies outside the file")
    if tensor.data_type not in (Kinds.FLOAT, Kinds.DOUBLE, Kinds.FLOAT16):
        return
    try:
        values = numpy_helper.to_array(tensor)
    except (ValueError, TypeError) as fault:
        raise ValueError(f"{name}: {tensor.name} is no sound tensor ({str(fault)[:80]})") from fault
    if not np.isfinite(values).all():
        raise ValueError(f"{name}: {tensor.name} holds a weight that is not a finite number")
