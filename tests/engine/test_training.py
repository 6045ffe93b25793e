"""Training by a recipe: same recipe and rows, same bytes; counts that can be counted again."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is in the extra `demo`")
pytest.importorskip("safetensors", reason="safetensors is in the extra `demo`")

from safetensors.numpy import save as write

from auzolan.engine import training
from auzolan.learning.recipes import TrainingRecipe, digest


def rows(*, classes: int, n: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """Rows in one cloud a class, far enough apart to learn."""
    made = np.random.default_rng(5)
    y = np.arange(n, dtype=np.int64) % classes
    centres = np.array([[0, 0], [6, 0], [0, 6]])[:classes]
    return centres[y] + made.normal(size=(n, 2)), y + 10


@pytest.mark.parametrize("classes", [2, 3])
def test_a_trained_model_is_read_back_and_predicts_as_the_library_does(classes: int) -> None:
    """Goal: what is kept is what was trained. Method: scikit-learn's own predictions."""
    from sklearn.linear_model import LogisticRegression

    x, y = rows(classes=classes)
    trained = training.train(TrainingRecipe(), x, y)
    model = training.load(trained.weights)
    peer = LogisticRegression(C=1.0, max_iter=1_000).fit(x, y)
    grid = np.random.default_rng(6).uniform(-3, 9, (500, 2))
    assert training.predict(model, grid).tolist() == peer.predict(grid).tolist()
    assert model.recipe == trained.recipe == digest(TrainingRecipe())
    assert training.save(model) == trained.weights
    assert trained.digest == hashlib.sha256(trained.weights).hexdigest()
    assert trained.has_converged
    assert trained.n_rows == 120


def test_the_same_recipe_and_rows_give_the_same_bytes() -> None:
    """Goal: a digest names one model. Method: train twice; another recipe differs."""
    x, y = rows(classes=3)
    first = training.train(TrainingRecipe(), x, y)
    assert training.train(TrainingRecipe(), x, y) == first
    assert training.train(TrainingRecipe(inverse_l2_millionths=1), x, y).digest != first.digest


def test_a_training_that_stops_early_says_so() -> None:
    """Goal: an unfinished model is known as such. Method: one step allowed."""
    trained = training.train(TrainingRecipe(iterations_max=1), *rows(classes=3))
    assert not trained.has_converged
    assert trained.iterations == 1


def test_hits_are_counted_beside_the_simplest_guess() -> None:
    """Goal: accuracy comes with what it is worth. Method: a model worked by hand."""
    model = training.Model(
        np.array([[0.0], [1.0]]), np.array([0.0, 0.0]), np.array([3, 8]), digest(TrainingRecipe())
    )
    x = np.array([[-1.0], [0.0], [1.0], [2.0]])
    y = np.array([3, 3, 3, 8])
    assert training.predict(model, x).tolist() == [3, 3, 8, 8]
    assert training.evaluate(model, x, y, baseline=8) == training.Evaluation(3, 4, 1)
    assert training.commonest(np.array([9, 2, 2, 9, 4])) == 2


def test_rows_that_cannot_be_learned_from_are_refused() -> None:
    """Goal: no model of nonsense. Method: one class, uneven shapes, not a number, no rows."""
    x, y = rows(classes=2)
    with pytest.raises(ValueError, match="at least two classes"):
        training.train(TrainingRecipe(), x, np.zeros_like(y))
    with pytest.raises(ValueError, match="expected finite"):
        training.train(TrainingRecipe(), x[:-1], y)
    with pytest.raises(ValueError, match="expected finite"):
        training.train(TrainingRecipe(), np.where(x > 0, np.nan, x), y)
    model = training.load(training.train(TrainingRecipe(), x, y).weights)
    with pytest.raises(ValueError, match="n >= 1"):
        training.evaluate(model, x[:0], y[:0], baseline=10)
    with pytest.raises(ValueError, match=r"expected \(n, 2\)"):
        training.predict(model, np.zeros((1, 3)))


ABOUT = '{"format":"softmax/1","recipe":"' + "0" * 64 + '"}'


@pytest.mark.parametrize(
    ("change", "about", "fault"),
    [
        ({"extra": np.zeros(1)}, ABOUT, "it holds"),
        ({"classes": np.array([1])}, ABOUT, "do not match"),
        ({"classes": np.array([2, 1])}, ABOUT, "not ascending"),
        ({"classes": np.array([1.0, 2.0])}, ABOUT, "not ascending"),
        ({"intercepts": np.zeros(3)}, ABOUT, "do not match"),
        ({"intercepts": np.zeros(2, dtype=np.float32)}, ABOUT, "not float64"),
        ({"coefficients": np.full((2, 2), np.inf)}, ABOUT, "not a finite number"),
        ({}, '{"format":"other/1","recipe":"x"}', "no format or another"),
        ({}, "hello", "no format or another"),
    ],
)
def test_an_artefact_that_is_no_softmax_model_is_refused(
    change: dict[str, np.ndarray], about: str, fault: str
) -> None:
    """Goal: only a sound model is used. Method: sound safetensors, one thing wrong."""
    tensors = {
        "classes": np.array([1, 2]),
        "coefficients": np.zeros((2, 2)),
        "intercepts": np.zeros(2),
    }
    assert training.load(write(tensors, metadata={"auzolan": ABOUT})).recipe == "0" * 64
    with pytest.raises(ValueError, match=fault):
        training.load(write(tensors | change, metadata={"auzolan": about}))
