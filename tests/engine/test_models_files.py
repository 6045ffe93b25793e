"""Files of models that others bring: nothing runs, nothing reaches out, nothing lies in wait."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is in the extra `models`")
pytest.importorskip("skops", reason="skops is in the extra `models`")

from safetensors.numpy import save
from sklearn.preprocessing import FunctionTransformer
from skops import io as skops

from auzolan.engine import models
from auzolan.engine.artefacts import Limits
from auzolan.engine.models import skops_files
from auzolan.engine.models.opening import check_artefact
from auzolan.learning.recipes import CountsRecipe, RidgeRecipe, TabularRecipe, TextRecipe
from engine.model_rows import many_rows

ROWS = many_rows(200)
TEXT = TextRecipe("label", ("text",), vocabulary="words")
TREES = TabularRecipe("label", ("number",), ("kind",), learner="boosting", rounds=2)
SOUND = {"text": models.train(TEXT, ROWS).artefact, "trees": models.train(TREES, ROWS).artefact}


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(held: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as file:
        for name, content in held.items():
            file.writestr(name, content)
    return out.getvalue()


def with_schema(content: bytes, change: Callable[[dict], None]) -> bytes:
    """Change every node of a sound file's schema."""
    held = unpacked(content)
    schema = json.loads(held["schema.json"])

    def walk(one: object) -> None:
        if isinstance(one, dict):
            change(one)
            for value in one.values():
                walk(value)
        elif isinstance(one, list):
            for value in one:
                walk(value)

    walk(schema)
    return packed({**held, "schema.json": json.dumps(schema).encode()})


class Runs:
    """A pickle of this would create a folder when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize(
    "name", ["m.safetensors", "m.skops", "m.onnx", "m.pkl", "m.joblib", "m.pt"]
)
@pytest.mark.parametrize("wrap", ["plain", "zlib", "gzip", "bz2", "xz", "torch"])
def test_a_pickle_is_refused_under_every_name_and_in_every_wrapping(
    name: str, wrap: str, tmp_path: Path
) -> None:
    """Goal: no code of others runs. Method: a pickle with a visible effect, as tools write it."""
    import bz2
    import gzip
    import lzma
    import zlib

    trap = tmp_path / "it_ran"
    content = pickle.dumps(Runs(trap))
    wraps: dict[str, Callable[[bytes], bytes]] = {
        "plain": bytes, "zlib": zlib.compress, "gzip": gzip.compress, "bz2": bz2.compress,
        "xz": lzma.compress,
        "torch": lambda held: packed({"archive/data.pkl": held, "archive/version": b"3"}),
    }  # fmt: skip
    with pytest.raises(ValueError, match=name.replace(".", r"\.")):
        check_artefact(name, wraps[wrap](content))
    if wrap == "torch" and name == "m.skops":
        with pytest.raises(ValueError, match="holds a pickle"):
            check_artefact(name, wraps[wrap](content))
    assert not trap.exists()


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_pipeline_is_taken_and_written_again_as_it_was(kind: str) -> None:
    """Goal: no honest file is refused. Method: check, read, write."""
    content = SOUND[kind]
    assert len(check_artefact("model.skops", content)) == 64
    assert skops_files.write(skops_files.read("model.skops", content)) == content


def test_types_that_are_not_on_the_list_are_refused_whatever_skops_thinks_of_them() -> None:
    """Goal: the list is ours and short. Method: a function of the system, and a sound estimator."""
    from sklearn.pipeline import Pipeline
    from sklearn.svm import SVC

    poisoned = skops.dumps(Pipeline([("x", FunctionTransformer(os.system))]))
    with pytest.raises(ValueError, match=r"is not on the list of safe types"):
        check_artefact("model.skops", poisoned)
    with pytest.raises(ValueError, match=r"sklearn\.svm\._classes\.SVC"):
        check_artefact("model.skops", skops.dumps(Pipeline([("x", SVC())])))
    with pytest.raises(ValueError, match="not on the list"):
        skops_files.write(Pipeline([("x", SVC())]))
    last = skops_files.read("model.skops", SOUND["text"]).steps[-1][1]  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="expected a pipeline; got LogisticRegression"):
        check_artefact("model.skops", skops.dumps(last))


@pytest.mark.parametrize(
    ("module", "kind", "loader"),
    [
        ("builtins", "eval", "TypeNode"),
        ("os", "system", "FunctionNode"),
        ("subprocess", "Popen", "ObjectNode"),
        ("builtins", "getattr", "OperatorFuncNode"),
        ("sklearn.pipeline", "Pipeline", "MethodNode"),
        ("builtins", "str", "ObjectNode"),
        ("functools", "partial", "PartialNode"),
    ],
)
def test_a_node_that_loads_anything_else_is_refused(module: str, kind: str, loader: str) -> None:
    """Goal: no loader but ours. Method: put a foreign one in the place of each value in turn."""

    def change(node: dict) -> None:
        if node.get("__loader__") == "JsonNode" and node.get("content") == "true":
            node.update(__module__=module, __class__=kind, __loader__=loader)

    with pytest.raises(ValueError, match="is not on the list of safe types"):
        check_artefact("model.skops", with_schema(SOUND["text"], change))


def _set(key: str, text: str) -> Callable[[dict], None]:
    def change(node: dict) -> None:
        if key in node and isinstance(node[key], dict):
            node[key] = {
                "__class__": "str", "__module__": "builtins", "__loader__": "JsonNode",
                "content": text, "is_json": True,
            }  # fmt: skip

    return change


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("input", '"filename"', "vectoriser with settings of its own"),
        ("token_pattern", '"(a+)+$"', "vectoriser with settings of its own"),
        ("preprocessor", '"x"', "vectoriser with settings of its own"),
        ("_sklearn_version", '"1.2.0"', "written by scikit-learn 1.2.0"),
    ],
)
def test_a_pipeline_whose_settings_reach_out_is_refused(key: str, text: str, fault: str) -> None:
    """Goal: types alone are not enough. Method: sound types, one setting changed.

    A vectoriser told that its input is a file's name would open whatever a question names.
    """
    content = with_schema(SOUND["text"], _set(key, text))
    with pytest.raises(ValueError, match=fault):
        check_artefact("model.skops", content)


def test_a_method_cannot_be_hidden_behind_a_value() -> None:
    """Goal: what is asked is the library's own. Method: an attribute named as a method."""

    def change(node: dict) -> None:
        content = node.get("content")
        if node.get("__class__") == "LogisticRegression":
            content["content"]["predict_proba"] = {
                "__class__": "str", "__module__": "builtins", "__loader__": "TypeNode",
            }  # fmt: skip
            content["key_types"]["content"].append(
                {"__class__": "str", "__module__": "builtins", "__loader__": "TypeNode"}
            )

    with pytest.raises(ValueError, match="LogisticRegression hides its own predict_proba"):
        check_artefact("model.skops", with_schema(SOUND["text"], change))


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("left", 10**6, "leads out of its table"),
        ("right", 0, "leads out of its table"),
        ("feature_idx", 99, "a feature that there is not"),
        ("value", np.nan, "not a finite number"),
        ("is_categorical", 1, "or a category"),
        ("num_threshold", np.nan, "not a number"),
    ],
)
def test_a_tree_that_leads_out_of_its_table_is_refused(
    field: str, value: float, fault: str
) -> None:
    """Goal: the library reads trees without bounds, so we look first. Method: one field changed."""
    held = unpacked(SOUND["trees"])
    for name, content in held.items():
        if name.endswith(".npy"):
            array = np.load(io.BytesIO(content))
            if array.dtype.names and field in array.dtype.names:
                array[field][0] = value
                out = io.BytesIO()
                np.save(out, array)
                held[name] = out.getvalue()
    with pytest.raises(ValueError, match=fault):
        check_artefact("model.skops", packed(held))


def npy(array: np.ndarray, **options: bool) -> bytes:
    out = io.BytesIO()
    np.save(out, array, **options)
    return out.getvalue()


HEADER = b"\x93NUMPY\x01\x00\x76\x00"


def _claim(text: str) -> bytes:
    return HEADER + text.encode().ljust(117) + b"\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (npy(np.array([0.5, np.inf])), "not a finite number"),
        (npy(np.array([np.nan])), "not a finite number"),
        (npy(np.array([{}]), allow_pickle=True), "which its"),
        (
            _claim("{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }"),
            "which its",
        ),
        (_claim("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }"), "which its"),
        (_claim("__import__('os').system('x')"), "no sound array"),
        (b"hello", "no sound array"),
        (b"", "no sound array"),
    ],
)
def test_an_array_that_is_not_what_it_claims_is_refused(content: bytes, fault: str) -> None:
    """Goal: no array is unpacked on its word. Method: one wrong array in a sound file."""
    held = unpacked(SOUND["text"])
    held["0.npy"] = content
    with pytest.raises(ValueError, match=fault):
        check_artefact("model.skops", packed(held))


def test_an_archive_is_not_unpacked_beyond_its_limits() -> None:
    """Goal: memory stays capped. Method: a bomb, foreign names, no schema, deep JSON, repeats."""
    held = unpacked(SOUND["text"])
    limits = Limits(file_bytes_max=2**21)
    bomb = packed({**held, "99.npy": bytes(2**22)}, zipfile.ZIP_DEFLATED)
    with pytest.raises(ValueError, match="unpacks to more than"):
        check_artefact("model.skops", bomb, limits)
    with pytest.raises(ValueError, match="is larger than 10 bytes"):
        check_artefact("model.skops", SOUND["text"], Limits(file_bytes_max=10))
    for name in ("../evil.npy", "a.py", "0.npz", "/etc/passwd"):
        with pytest.raises(ValueError, match="not skops"):
            check_artefact("model.skops", packed({**held, name: b"x"}))
    with pytest.raises(ValueError, match="holds no schema"):
        check_artefact("model.skops", packed({"0.npy": npy(np.zeros(1))}))
    for text in (b"[" * 200_000, b'{"a":1,"a":2}', b"\xff", b"{"):
        with pytest.raises(ValueError, match="not a sound skops file"):
            check_artefact("model.skops", packed({**held, "schema.json": text}))


def test_every_cut_of_a_pipelines_file_is_refused() -> None:
    """Goal: half a file is no file. Method: cuts all through the file."""
    content = SOUND["text"]
    for size in [*range(0, 200, 7), *range(200, len(content), 1_999)]:
        with pytest.raises(ValueError, match=r"model\.skops"):
            check_artefact("model.skops", content[:size])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_are_refused(value: float) -> None:
    """Goal: no model answers nonsense. Method: one weight of a sound file of tensors."""
    with pytest.raises(ValueError, match="w holds a weight that is not a finite number"):
        check_artefact("m.safetensors", save({"w": np.array([0.0, value])}))
    assert len(check_artefact("m.safetensors", save({"w": np.array([0.0, 1.0])}))) == 64


@pytest.mark.parametrize(
    "recipe", [CountsRecipe("label", ("text",)), RidgeRecipe("label", ("number",))]
)
def test_every_cut_of_a_counted_model_is_refused(recipe: CountsRecipe | RidgeRecipe) -> None:
    """Goal: a truncated file of tensors never answers. Method: cuts all through the file."""
    content = models.train(recipe, ROWS).artefact
    for size in range(0, len(content), 11):
        with pytest.raises(ValueError, match=r"safetensors"):
            models.predict(content[:size], recipe, ROWS)


@pytest.mark.parametrize(
    "name", ["model", "model.bin", "model.h5", "model.gguf", "model.skops.pkl"]
)
def test_other_endings_are_not_opened(name: str) -> None:
    """Goal: three formats and no fourth. Method: sound bytes under other names."""
    with pytest.raises(ValueError, match=r"only \.safetensors|may hold a pickle"):
        check_artefact(name, SOUND["text"])


def test_counts_that_cannot_be_counts_are_refused() -> None:
    """Goal: nobody counts less than nothing. Method: sound tensors, one thing wrong."""
    from auzolan.engine.models import about
    from auzolan.engine.models.counts import About, load
    from auzolan.learning.recipes import digest

    recipe = CountsRecipe("label", ("text",))
    said = About(digest(recipe), ("a", "b"))
    tensors = {
        "rows": np.array([2, 3]), "tokens": np.array([-5, 7, 7]), "labels": np.array([0, 0, 1]),
        "counts": np.array([1, 2, 3]),
    }  # fmt: skip
    assert load(about.write(said, tensors), recipe).classes == ("a", "b")
    for name, value, fault in (
        ("rows", [2, 0], "not above 0"),
        ("counts", [1, 2, -3], "not above 0"),
        ("counts", [1, 2, 4], "more often than its label"),
        ("labels", [0, 0, 2], "label is unknown"),
        ("labels", [0, 1, 1], "do not ascend"),
        ("tokens", [9, 7, 7], "do not ascend"),
        ("rows", [2.0, 3.0], "expected int64"),
        ("tokens", [1, 2], "expected int64"),
    ):
        with pytest.raises(ValueError, match=fault):
            load(about.write(said, {**tensors, name: np.array(value)}), recipe)
    with pytest.raises(ValueError, match="no tensor counts"):
        load(
            about.write(said, {name: tensors[name] for name in ("rows", "tokens", "labels")}),
            recipe,
        )
    with pytest.raises(ValueError, match="another recipe"):
        load(about.write(About("0" * 64, ("a", "b")), tensors), recipe)
    with pytest.raises(ValueError, match="metadata are another's"):
        load(save(tensors), recipe)
