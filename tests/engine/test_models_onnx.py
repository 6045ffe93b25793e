"""ONNX: what we write answers as the model does; what others bring cannot reach out of itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is in the extra `onnx`")
pytest.importorskip("skl2onnx", reason="skl2onnx is in the extra `onnx`")

import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from auzolan.engine import models
from auzolan.engine.artefacts import Limits
from auzolan.engine.models import onnx_files
from auzolan.engine.models.opening import check_artefact
from auzolan.learning.recipes import TabularRecipe
from engine.model_rows import many_rows


@pytest.mark.parametrize("learner", ["logistic", "boosting"])
def test_a_tabular_model_answers_alike_as_onnx(learner: str) -> None:
    """Goal: others can run what we trained. Method: the reference runtime beside our answers."""
    rows = many_rows(300)
    recipe = TabularRecipe("label", ("number",), ("kind",), learner=learner, rounds=3)
    content = models.train(recipe, rows).artefact
    written = onnx_files.exported(content, recipe)
    inputs = {
        "numbers": np.array([[float(one)] for one in rows.columns["number"]], dtype=np.float32),
        "categories": np.array([[one] for one in rows.columns["kind"]]),
    }
    found = ReferenceEvaluator(written).run(None, inputs)[0]
    ours = models.predict(content, recipe, rows)
    # Single precision may turn a row at the very edge of two labels.
    assert sum(a == b for a, b in zip(found.tolist(), ours, strict=True)) >= 297
    assert len(check_artefact("model.onnx", written)) == 64


def small() -> onnx.ModelProto:
    """A model that multiplies by a matrix."""
    weights = numpy_helper.from_array(np.eye(2, dtype=np.float32), name="w")
    node = helper.make_node("MatMul", ["x", "w"], ["y"])
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 2]) for name in ("x", "y")
    ]
    graph = helper.make_graph([node], "g", ends[:1], ends[1:], [weights])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])


def _external(model: onnx.ModelProto) -> None:
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")


def _hidden_external(model: onnx.ModelProto) -> None:
    inner = TensorProto(name="deep", data_type=TensorProto.FLOAT, dims=[1])
    inner.external_data.add(key="location", value="secret")
    model.graph.node.append(helper.make_node("Constant", [], ["z"], value=inner))


def _custom(model: onnx.ModelProto) -> None:
    model.graph.node[0].domain = "com.evil"


def _custom_set(model: onnx.ModelProto) -> None:
    model.opset_import.append(helper.make_opsetid("com.evil", 1))


def _function(model: onnx.ModelProto) -> None:
    model.functions.add(name="f", domain="")


def _loop(model: onnx.ModelProto) -> None:
    inner = helper.make_graph([], "inner", [], [])
    model.graph.node.append(helper.make_node("Loop", ["", ""], ["z"], body=inner))


def _inner_custom(model: onnx.ModelProto) -> None:
    node = helper.make_node("Evil", [], ["q"], domain="com.evil")
    inner = helper.make_graph([node], "inner", [], [])
    model.graph.node.append(
        helper.make_node("If", ["x"], ["z"], then_branch=inner, else_branch=inner)
    )


def _not_a_number(model: onnx.ModelProto) -> None:
    bad = numpy_helper.from_array(np.array([[1, np.nan], [0, 1]], dtype=np.float32), name="w")
    model.graph.initializer[0].CopyFrom(bad)


def _infinite_attribute(model: onnx.ModelProto) -> None:
    model.graph.node.append(helper.make_node("LeakyRelu", ["x"], ["z"], alpha=float("inf")))


def _short(model: onnx.ModelProto) -> None:
    model.graph.initializer[0].raw_data = b"abc"


def _unknown_operator(model: onnx.ModelProto) -> None:
    model.graph.node[0].op_type = "RunShell"


@pytest.mark.parametrize(
    ("poison", "fault"),
    [
        (_external, "w lies outside the file"),
        (_hidden_external, "deep lies outside the file"),
        (_custom, "MatMul of com.evil is not read"),
        (_custom_set, "operators of com.evil are not read"),
        (_function, "functions of its own"),
        (_loop, "Loop may run for ever"),
        (_inner_custom, "Evil of com.evil"),
        (_not_a_number, "w holds a weight that is not a finite number"),
        (_infinite_attribute, "LeakyRelu holds a weight"),
        (_short, "no sound tensor|not a sound model"),
        (_unknown_operator, "not a sound model"),
    ],
)
def test_a_poisoned_model_is_refused_with_its_reason(
    poison: Callable[[onnx.ModelProto], None], fault: str
) -> None:
    """Goal: no file reaches beyond itself. Method: a sound model, one thing changed."""
    model = small()
    check_artefact("model.onnx", model.SerializeToString())
    poison(model)
    with pytest.raises(ValueError, match=fault):
        check_artefact("model.onnx", model.SerializeToString())


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "not ONNX"),
        (b"hello", "not ONNX"),
        (b"\x08\x07" + b"\xff" * 40, "not ONNX"),
        (b"\x08\x07", "not a sound model"),
        (b"PK\x03\x04" + bytes(40), "zip archive"),
    ],
)
def test_what_is_not_onnx_is_refused(content: bytes, fault: str) -> None:
    """Goal: names prove nothing. Method: other bytes under the name, and a file too large."""
    with pytest.raises(ValueError, match=fault):
        check_artefact("model.onnx", content)
    with pytest.raises(ValueError, match="larger than 8 bytes"):
        check_artefact("model.onnx", small().SerializeToString(), Limits(file_bytes_max=8))


def test_every_cut_of_a_model_is_refused() -> None:
    """Goal: half a file is no file. Method: all shorter prefixes."""
    content = small().SerializeToString()
    for size in range(len(content)):
        with pytest.raises(ValueError, match=r"model\.onnx"):
            check_artefact("model.onnx", content[:size])
