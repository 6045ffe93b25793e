"""Training a softmax model by a recipe, keeping it as safetensors, and counting its hits.

Weights are floats and may differ in the last bits from machine to machine; they enter the record
only as a digest. What money uses are valuations, never these weights. No pickle is written or
read, nothing is tuned on the test rows, and no row is chosen here.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save as write

from auzolan.engine import artefacts
from auzolan.foundation import canonical
from auzolan.learning import recipes
from auzolan.learning.purchases import Purchases, features, training_matrix
from auzolan.learning.recipes import TrainingRecipe

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

FORMAT = "softmax/1"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A softmax model: the class with the largest score is predicted.

    Attributes:
        coefficients: shape (c, d).
        intercepts: shape (c,).
        classes: class codes, ascending; shape (c,).
        recipe: digest of the recipe that steered the training.
    """

    coefficients: FloatArray
    intercepts: FloatArray
    classes: IntArray
    recipe: str


@dataclass(frozen=True, slots=True)
class Trained:
    """The outcome of a training.

    Attributes:
        weights: the model as safetensors.
        digest: SHA-256 of `weights`.
        recipe: digest of the recipe.
        n_rows: training rows.
        iterations: steps the solver took.
        has_converged: whether it stopped before the most steps allowed.
        baseline: class code met most often in training; ties go to the smallest.
    """

    weights: bytes
    digest: str
    recipe: str
    n_rows: int
    iterations: int
    has_converged: bool
    baseline: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Hits on test rows, as counts.

    Attributes:
        correct: rows the model predicts.
        total: test rows.
        baseline_correct: rows that always naming the commonest training class predicts.
    """

    correct: int
    total: int
    baseline_correct: int


def train(recipe: TrainingRecipe, x: FloatArray, y: IntArray) -> Trained:
    """Fit multinomial logistic regression with an L2 penalty.

    Args:
        recipe: every choice there is.
        x: features of shape (n, d), finite.
        y: class codes of shape (n,), at least two different ones.
    Returns:
        The weights, their digest and how the solver ended.
    Raises:
        ValueError: shapes do not match, a feature is not finite, or one class only.
    """
    # Late: loading the library takes a second, which reading and predicting do not need.
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    if x.ndim != 2 or y.shape != (len(x),) or not np.isfinite(x).all():
        raise ValueError(f"expected finite (n, d) and (n,); got {x.shape} and {y.shape}")
    if len(np.unique(y)) < 2:
        raise ValueError("training needs rows of at least two classes")
    recipe_digest = recipes.digest(recipe)
    solver = LogisticRegression(
        C=recipe.inverse_l2_millionths / 1_000_000,
        l1_ratio=0.0,
        dual=False,
        tol=recipe.tolerance_billionths / 1_000_000_000,
        fit_intercept=True,
        intercept_scaling=1,
        class_weight=None,
        random_state=recipe.seed,
        solver="lbfgs",
        max_iter=recipe.iterations_max,
        verbose=0,
        warm_start=False,
    )
    with warnings.catch_warnings():
        # Not hidden: `has_converged` says it, and the caller shows it.
        warnings.simplefilter("ignore", ConvergenceWarning)
        solver.fit(x, y)
    iterations = int(solver.n_iter_.max())
    model = Model(
        _one_row_a_class(np.asarray(solver.coef_, dtype=np.float64)),
        _one_row_a_class(np.asarray(solver.intercept_, dtype=np.float64)),
        np.asarray(solver.classes_, dtype=np.int64),
        recipe_digest,
    )
    weights = save(model)
    return Trained(
        weights=weights,
        digest=hashlib.sha256(weights).hexdigest(),
        recipe=recipe_digest,
        n_rows=len(x),
        iterations=iterations,
        has_converged=iterations < recipe.iterations_max,
        baseline=commonest(y),
    )


def train_and_evaluate(recipe: TrainingRecipe, table: Purchases) -> tuple[Trained, Evaluation]:
    """Train on each household's earlier purchases and test on its last.

    Args:
        recipe: every choice there is, the split included.
        table: all rows that may be used.
    Returns:
        The training and its hits on the test rows.
    Raises:
        ValueError: the split leaves no test rows, or training rows of one class only.
    """
    known = features(
        table, loyalty_keep_bp=recipe.loyalty_keep_bp, test_share_bp=recipe.test_share_bp
    )
    x, y, is_test = training_matrix(known, recipe), table.choice, known.is_test
    trained = train(recipe, x[~is_test], y[~is_test])
    model = load(trained.weights)
    return trained, evaluate(model, x[is_test], y[is_test], baseline=trained.baseline)


def save(model: Model) -> bytes:
    """Write a model as safetensors; the same model always gives the same bytes.

    Args:
        model: what to write.
    Returns:
        The file's bytes.
    """
    # One name only: the library writes several in an order that changes from call to call.
    about = canonical.encode({"format": FORMAT, "recipe": model.recipe}).decode("ascii")
    tensors = {
        "classes": np.ascontiguousarray(model.classes),
        "coefficients": np.ascontiguousarray(model.coefficients),
        "intercepts": np.ascontiguousarray(model.intercepts),
    }
    content: bytes = write(tensors, metadata={"auzolan": about})
    return content


def load(content: bytes) -> Model:
    """Read a model back, refusing any other artefact.

    Args:
        content: what `save` wrote.
    Returns:
        The model.
    Raises:
        ValueError: not safetensors, or not a sound softmax model.
    """
    artefact = artefacts.read("model.safetensors", content)
    if set(artefact.tensors) != {"classes", "coefficients", "intercepts"}:
        raise ValueError(f"not a softmax model: it holds {', '.join(sorted(artefact.tensors))}")
    classes = artefact.tensors["classes"]
    coefficients = artefact.tensors["coefficients"]
    intercepts = artefact.tensors["intercepts"]
    n = len(classes) if classes.ndim == 1 else 0
    if n < 2 or coefficients.ndim != 2 or len(coefficients) != n or intercepts.shape != (n,):
        raise ValueError("not a softmax model: shapes of classes and weights do not match")
    if classes.dtype != np.int64 or (np.diff(classes) <= 0).any():
        raise ValueError("not a softmax model: classes are not ascending codes")
    if coefficients.dtype != np.float64 or intercepts.dtype != np.float64:
        raise ValueError("not a softmax model: weights are not float64")
    if not (np.isfinite(coefficients).all() and np.isfinite(intercepts).all()):
        raise ValueError("not a softmax model: a weight is not a finite number")
    return Model(
        coefficients.astype(np.float64),
        intercepts.astype(np.float64),
        classes.astype(np.int64),
        _recipe_of(artefact.metadata.get("auzolan", "")),
    )


def predict(model: Model, x: FloatArray) -> IntArray:
    """Name the class with the largest score; equal scores go to the smallest code.

    Args:
        model: the model.
        x: features of shape (n, d).
    Returns:
        Class codes of shape (n,).
    Raises:
        ValueError: another number of features than the model's.
    """
    if x.ndim != 2 or x.shape[1] != model.coefficients.shape[1]:
        raise ValueError(f"expected (n, {model.coefficients.shape[1]}); got {x.shape}")
    scores = x @ model.coefficients.T + model.intercepts
    return model.classes[np.argmax(scores, axis=1)]


def evaluate(model: Model, x: FloatArray, y: IntArray, *, baseline: int) -> Evaluation:
    """Count the hits of a model and of the simplest guess on the same rows.

    Args:
        model: the model.
        x: test features of shape (n, d), n >= 1.
        y: their class codes.
        baseline: the class that the simplest guess always names, from the training rows.
    Returns:
        Counts.
    Raises:
        ValueError: no rows, or shapes that do not match.
    """
    if not len(x) or y.shape != (len(x),):
        raise ValueError(f"expected (n, d) and (n,) with n >= 1; got {x.shape} and {y.shape}")
    return Evaluation(
        correct=int(np.count_nonzero(predict(model, x) == y)),
        total=len(y),
        baseline_correct=int(np.count_nonzero(y == baseline)),
    )


def commonest(y: IntArray) -> int:
    """Name the class met most often; ties go to the smallest code.

    Args:
        y: class codes of shape (n,), n >= 1.
    Returns:
        A class code.
    """
    codes, counts = np.unique(y, return_counts=True)
    return int(codes[np.argmax(counts)])


def _one_row_a_class(values: FloatArray) -> FloatArray:
    """Give two classes a row each; the library keeps only the second, the first being 0."""
    return np.concatenate([np.zeros_like(values), values]) if len(values) == 1 else values


def _recipe_of(about: str) -> str:
    try:
        table = msgspec.json.decode(about.encode(), type=dict[str, str])
    except ValueError:
        table = {}
    if set(table) != {"format", "recipe"} or table["format"] != FORMAT:
        raise ValueError("not a softmax model: its metadata name no format or another")
    return table["recipe"]
