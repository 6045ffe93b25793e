"""Answering and attributing by any family: the file's own answer, and the rows that are nearest."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import msgspec
import numpy as np
import pytest

from auzolan.engine.answering import (
    PurchaseAnswerer,
    answerer_for,
    artefact_of,
    purchase_asked,
    row_asked,
)
from auzolan.engine.attributing import attributor_for
from auzolan.engine.models import train, trainer_for
from auzolan.engine.models.rows import Rows
from auzolan.engine.training import train as train_softmax
from auzolan.learning.purchases import BRANDS, features, purchases, training_matrix
from auzolan.learning.recipes import CountsRecipe, RidgeRecipe, TrainingRecipe
from auzolan.valuation.payable.canonical_rows import Merging
from auzolan.valuation.payable.terms import HeldBatch, Terms

WORDS = {"ana": "kaixo eguna ona", "ben": "good day to you", "eve": "guten tag an alle"}
LABELS = {"ana": "eu", "ben": "en", "eve": "de"}
COUNTS = CountsRecipe(label="language", text=("text",), test_share_bp=0)
RIDGE = RidgeRecipe(
    label="kind", numbers=("size",), categories=("colour",), test_share_bp=0, number_steps=10
)


def terms(*rows: tuple[str, int], merging: Merging = Merging.OBSERVATION) -> Terms:
    """Each one's batch of so many rows."""
    batches = tuple(
        HeldBatch(f"{who}-1", who, n, place, ((who, 10_000),), {})
        for place, (who, n) in enumerate(rows)
    )
    return Terms(merging, 0, 0, batches, -1)


def texts() -> tuple[dict[str, list[int | str]], Terms]:
    """Four texts of each of three, in her language."""
    columns: dict[str, list[int | str]] = {"text": [], "language": []}
    for who, words in WORDS.items():
        for number in range(4):
            columns["text"].append(f"{words} {who}{number}")
            columns["language"].append(LABELS[who])
    return columns, terms(*((who, 4) for who in WORDS))


def bought(n: int) -> dict[str, list[int | str]]:
    """Purchases of one household."""
    columns: dict[str, list[int | str]] = {
        "household": [1] * n, "position": list(range(n)),
        "choice": [BRANDS[place % 4] for place in range(n)],
    }  # fmt: skip
    for number, brand in enumerate(BRANDS):
        columns[f"feat_{brand}"] = [int((place + number) % 3 == 0) for place in range(n)]
        columns[f"price_{brand}"] = [
            f"{5 + (place + number) % 4}.{place % 10}" for place in range(n)
        ]
    return columns


def asked_as(columns: dict[str, list[int | str]], place: int) -> dict[str, int | str | list[str]]:
    """The question that a row was, with what was bought before it."""
    question: dict[str, int | str | list[str]] = {
        name: values[place]
        for name, values in columns.items()
        if name.startswith(("feat_", "price_"))
    }
    question["history"] = [str(one) for one in columns["choice"][:place]]
    return question


def test_a_text_is_answered_and_credited_to_those_who_wrote_alike(tmp_path: Path) -> None:
    """Goal: her words, her credit. Method: three languages; ask in each."""
    columns, held = texts()
    made = train(COUNTS, Rows(columns, held.owners()))
    (tmp_path / f"{made.digest}.safetensors").write_bytes(made.artefact)
    answerer = answerer_for(tmp_path, made.digest, COUNTS)
    attributor = attributor_for(COUNTS, columns, held)
    for who, words in WORDS.items():
        laid = answerer.read({"text": words})
        assert answerer.answer(laid) == LABELS[who]
        weights = attributor.weights(laid, LABELS[who])
        assert max(weights, key=lambda member: weights[member]) == who
        assert attributor.weights(laid, "klingon") == {}
    assert attributor.game.members == tuple(sorted(WORDS))


def test_numbers_and_values_are_laid_out_on_one_scale(tmp_path: Path) -> None:
    """Goal: a table's nearest rows. Method: two clouds of points, then a question in each."""
    columns: dict[str, list[int | str]] = {
        "size": [*range(6), *range(50, 56)], "colour": ["red"] * 6 + ["blue"] * 6,
        "kind": ["small"] * 6 + ["large"] * 6,
    }  # fmt: skip
    held = terms(("ana", 6), ("ben", 6))
    made = train(RIDGE, Rows(columns, held.owners()))
    (tmp_path / f"{made.digest}.safetensors").write_bytes(made.artefact)
    answerer, attributor = (
        answerer_for(tmp_path, made.digest, RIDGE),
        attributor_for(RIDGE, columns, held),
    )
    laid = answerer.read({"size": 2, "colour": "red"})
    assert answerer.answer(laid) == "small"
    assert set(attributor.weights(laid, "small")) == {"ana"}
    laid = answerer.read({"size": 52, "colour": "blue"})
    assert set(attributor.weights(laid, answerer.answer(laid))) == {"ben"}
    assert trainer_for(RIDGE).predict(made.artefact, row_asked({"size": 52, "colour": "blue"})) == [
        answerer.answer(laid)
    ]


def test_a_purchase_is_answered_as_in_training(tmp_path: Path) -> None:
    """Goal: a served answer is the model's. Method: each row as a question with its history."""
    columns, recipe = bought(12), TrainingRecipe()
    table = purchases(columns)
    known = features(table, loyalty_keep_bp=recipe.loyalty_keep_bp, test_share_bp=0)
    made = train_softmax(recipe, training_matrix(known, recipe), table.choice)
    (tmp_path / f"{made.digest}.safetensors").write_bytes(made.weights)
    answerer = answerer_for(tmp_path, made.digest, recipe)
    assert isinstance(answerer, PurchaseAnswerer)
    for place in range(12):
        question = asked_as(columns, place)
        laid = purchase_asked(question, recipe.loyalty_keep_bp)
        assert (laid.loyalty[-1] == known.loyalty[place]).all()
        x = training_matrix(laid, recipe)[-1]
        assert np.array_equal(x, training_matrix(known, recipe)[place])
        assert answerer.answer(answerer.read(question)) in BRANDS


def test_another_file_or_recipe_is_refused(tmp_path: Path) -> None:
    """Goal: the model on the record or none. Method: no file, a changed one, another recipe's."""
    columns, held = texts()
    made = train(COUNTS, Rows(columns, held.owners()))
    with pytest.raises(FileNotFoundError, match="no file"):
        answerer_for(tmp_path, made.digest, COUNTS)
    path = tmp_path / f"{made.digest}.safetensors"
    path.write_bytes(made.artefact + b" ")
    with pytest.raises(ValueError, match="another model"):
        artefact_of(tmp_path, made.digest)
    path.write_bytes(made.artefact)
    other = msgspec.structs.replace(COUNTS, words_max=2)
    with pytest.raises(ValueError, match="recipe"):
        answerer_for(tmp_path, made.digest, other)
    with pytest.raises(ValueError, match="softmax"):
        answerer_for(tmp_path, made.digest, TrainingRecipe())


@pytest.mark.parametrize("question", [{}, {"text": ["a", "b"]}, {f"c{n}": 1 for n in range(201)}])
def test_a_question_that_is_no_row_is_refused(question: dict[str, int | str | list[str]]) -> None:
    """Goal: limits hold. Method: nothing, a list, too many columns."""
    with pytest.raises(ValueError, match="column|one value"):
        row_asked(question)


def test_a_copy_earns_nothing_beside_the_earlier_row() -> None:
    """Goal: what is held twice counts once, also by the use. Method: a work that Eve copied later."""
    columns, held = texts()
    works = Terms(Merging.WORK, 0, 0, held.batches, -1)
    before = attributor_for(COUNTS, columns, works)
    copied = {name: [*values, *values[:4]] for name, values in columns.items()}
    more = Terms(Merging.WORK, 0, 0, (*held.batches, terms(("ida", 4)).batches[0]), -1)
    again = attributor_for(COUNTS, copied, _registered_later(more))
    laid = row_asked({"text": WORDS["ana"]})
    assert again.weights(laid, "eu") == before.weights(laid, "eu")
    assert "ida" not in again.game.members
    assert all(part == Fraction(1) for owners in again.game.owners for _, part in owners)


def _registered_later(held: Terms) -> Terms:
    *first, last = held.batches
    late = HeldBatch(last.batch, last.member, last.rows, 99, last.shares, last.settled)
    return Terms(held.merging, 0, 0, (*first, late), -1)
