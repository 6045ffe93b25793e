"""Which types a pipeline's file may name, and what a pipeline built of them must still be.

The list is what our own recipes need. A vectoriser could be told to open files by their names, or
to match by an expression that takes for ever; a tree could lead out of its own table. So settings
and trees are looked at too. Trains nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

_PLAIN = {
    ("DictNode", "builtins.dict"),
    ("JsonNode", "builtins.str"),
    ("ListNode", "builtins.list"),
    ("TupleNode", "builtins.tuple"),
    ("SliceNode", "builtins.slice"),
    ("TypeNode", "builtins.str"),
    ("TypeNode", "numpy.float64"),
    ("NdArrayNode", "numpy.ndarray"),
    ("NdArrayNode", "numpy.float64"),
    ("NdArrayNode", "numpy.uint64"),
    ("NdArrayNode", "numpy.int64"),
}
_PREDICTOR = "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"
_OBJECTS = (
    "sklearn.pipeline.Pipeline",
    "sklearn.compose._column_transformer.ColumnTransformer",
    "sklearn.feature_extraction.text.TfidfTransformer",
    "sklearn.feature_extraction.text.TfidfVectorizer",
    "sklearn.feature_extraction.text.HashingVectorizer",
    "sklearn.linear_model._logistic.LogisticRegression",
    "sklearn.preprocessing._data.StandardScaler",
    "sklearn.preprocessing._encoders.OneHotEncoder",
    "sklearn.preprocessing._label.LabelEncoder",
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.link.MultinomialLogit",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss.loss.HalfMultinomialLoss",
    _PREDICTOR,
)
_LOSSES = (
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn._loss._loss.CyHalfMultinomialLoss",
)
NODES: frozenset[tuple[object, str]] = frozenset(
    _PLAIN | {("ObjectNode", one) for one in _OBJECTS} | {("LossNode", one) for one in _LOSSES}
)
"""Loader and type of every node that a file may hold."""
TRUSTED = frozenset({_PREDICTOR})
"""What we trust beyond skops's own list; its tables are checked by `check_built`."""
_WORD = r"(?u)\b\w\w+\b"


def check_built(name: str, model: object) -> None:
    """Refuse a pipeline that its settings or its trees make unsafe to ask.

    Args:
        name: the file's name, for the text of a refusal.
        model: what was built of types on the list.
    Raises:
        ValueError: it is no pipeline, hides a method, reads files, matches by an expression of
            its own, or holds a tree that leads out of its table.
    """
    from sklearn.pipeline import Pipeline

    if not isinstance(model, Pipeline):
        raise ValueError(f"{name}: expected a pipeline; got {type(model).__name__}")
    for part in _parts(model):
        hidden = [key for key in vars(part) if callable(getattr(type(part), key, None))]
        if hidden:
            raise ValueError(f"{name}: {type(part).__name__} hides its own {hidden[0]}")
        if hasattr(part, "token_pattern"):
            _check_vectoriser(name, part)
        if type(part).__name__ == "TreePredictor":
            _check_tree(name, part)
        if type(part).__name__.startswith("HistGradientBoosting"):
            _check_trees_fit(name, part)


def _parts(model: object) -> Iterator[object]:
    """Walk every object of a library within a pipeline, each once."""
    seen: set[int] = set()
    waiting: list[object] = [model]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (str, bytes, int, float, type, np.generic)):
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, (list, tuple)):
            waiting.extend(one)
        elif hasattr(one, "__dict__") and type(one).__module__.startswith("sklearn."):
            yield one
            waiting.extend(vars(one).values())


def _check_vectoriser(name: str, part: object) -> None:
    said = {key: getattr(part, key, None) for key in ("input", "token_pattern", "decode_error")}
    plain = {"input": "content", "token_pattern": _WORD, "decode_error": "strict"}
    free = ("preprocessor", "tokenizer", "stop_words", "strip_accents")
    is_own = any(getattr(part, key, None) is not None for key in free)
    if said != plain or is_own or getattr(part, "analyzer", "") not in ("word", "char_wb"):
        raise ValueError(f"{name}: a vectoriser with settings of its own is not read")


def _check_tree(name: str, part: object) -> None:
    """A tree's table is read without bounds by the library: every step must stay within it."""
    from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE

    nodes = getattr(part, "nodes", None)
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or not len(nodes):
        raise ValueError(f"{name}: a tree has no table of nodes")
    if nodes.dtype != PREDICTOR_RECORD_DTYPE:
        raise ValueError(f"{name}: a tree's table has another layout")
    inner = nodes[nodes["is_leaf"] == 0]
    places = np.flatnonzero(nodes["is_leaf"] == 0)
    for side in ("left", "right"):
        # Children stand behind their parent, so that every walk ends.
        if (inner[side] >= len(nodes)).any() or (inner[side] <= places).any():
            raise ValueError(f"{name}: a tree leads out of its table")
    if nodes["is_categorical"].any() or not np.isfinite(nodes["value"]).all():
        raise ValueError(f"{name}: a tree holds a value that is not a finite number, or a category")
    if np.isnan(nodes["num_threshold"]).any():
        raise ValueError(f"{name}: a tree holds a threshold that is not a number")


def _check_trees_fit(name: str, model: object) -> None:
    rounds = getattr(model, "_predictors", None)
    width = getattr(model, "_n_features", None)
    if not isinstance(rounds, list) or type(width) is not int:
        raise ValueError(f"{name}: a model of trees has none")
    for tree in (tree for trees in rounds for tree in trees):
        nodes = tree.nodes
        inner = nodes[nodes["is_leaf"] == 0]
        if len(inner) and not 0 <= inner["feature_idx"].min() <= inner["feature_idx"].max() < width:
            raise ValueError(f"{name}: a tree asks for a feature that there is not")
