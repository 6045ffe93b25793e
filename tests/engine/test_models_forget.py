"""Rows leave a model as if they had never been in: counts, closed forms and shards."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

pytest.importorskip("sklearn", reason="scikit-learn is in the extra `models`")
pytest.importorskip("safetensors", reason="safetensors is in the extra `models`")

from auzolan.engine.models import train_and_test
from auzolan.engine.models.counts import CountsTrainer
from auzolan.engine.models.ridge import RidgeTrainer
from auzolan.engine.models.ridge_weights import load
from auzolan.engine.models.rows import Rows
from auzolan.engine.models.shards import ShardsTrainer, shard_of
from auzolan.engine.models.unlearning import changed_members, unlearn
from auzolan.learning.recipes import (
    CountsRecipe,
    ModelRecipe,
    RidgeRecipe,
    ShardsRecipe,
    TabularRecipe,
)
from engine.model_rows import MEMBERS, many_rows, masks, tables

COUNTS = CountsRecipe("label", ("text",), ("kind",), words_max=2)
RIDGE = RidgeRecipe("label", ("number",), ("kind",), ("text",), buckets_log2=4)
MEETS = RidgeRecipe("number", (), ("kind", "label"), ("text",), answer="number", buckets_log2=4)
SHARDS = ShardsRecipe("label", ("number",), ("kind",), ("text",), shards=3, buckets_log2=4)


@given(tables, masks)
def test_counts_without_some_rows_are_the_counts_of_a_training_without_them(
    rows: Rows, leaves: np.ndarray
) -> None:
    """Goal: tier 0 forgets to the last byte. Method: any rows leave; compare with a fresh count."""
    trainer, gone = CountsTrainer(COUNTS), leaves[: len(rows)]
    old = trainer.train(rows)
    if gone.all():
        with pytest.raises(ValueError, match="no rows are left"):
            trainer.forget(old.artefact, rows.where(gone))
        return
    assert trainer.forget(old.artefact, rows.where(gone)) == trainer.train(rows.where(~gone))


@pytest.mark.parametrize("recipe", [RIDGE, MEETS])
@given(rows=tables, leaves=masks)
def test_a_down_dated_ridge_is_a_retrained_one(
    recipe: RidgeRecipe, rows: Rows, leaves: np.ndarray
) -> None:
    """Goal: tier 1 within 10^-8, and in fact to the last bit. Method: weights of both, and bytes."""
    trainer, gone = RidgeTrainer(recipe), leaves[: len(rows)]
    if gone.all():
        return
    found = trainer.downdate(trainer.train(rows).state, rows.where(gone))
    fresh = trainer.train(rows.where(~gone))
    gap = np.abs(load(found.artefact, recipe).weights - load(fresh.artefact, recipe).weights)
    assert gap.max() <= 1e-8
    assert found == fresh


def test_ridge_solves_what_the_library_solves() -> None:
    """Goal: the closed form is right. Method: scikit-learn's ridge on standardised features."""
    from sklearn.linear_model import Ridge

    rows = many_rows(300)
    recipe = RidgeRecipe("target", ("number",), ("kind",), answer="number", number_steps=100)
    weights = load(RidgeTrainer(recipe).train(rows).artefact, recipe)
    kinds = sorted(set(rows.columns["kind"]))
    x = np.array(
        [
            [round(float(number) * 100), *(float(kind == one) for one in kinds)]
            for number, kind in zip(rows.columns["number"], rows.columns["kind"], strict=True)
        ]
    )
    y = np.array([round(float(value) * 100) for value in rows.columns["target"]], dtype=float)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    peer = Ridge(alpha=len(x) * recipe.penalty_millionths / 1e6, solver="cholesky").fit(z, y)
    ours = np.hstack([np.ones((len(x), 1)), x]) @ weights.weights[:, 0]
    assert ours == pytest.approx(peer.predict(z), rel=1e-8)


@pytest.mark.parametrize("family", ["counts", "ridge", "ridge state of others"])
def test_rows_that_were_never_in_cannot_be_taken_out(family: str) -> None:
    """Goal: a wrong deletion is no deletion. Method: rows with a word, a kind, a label unknown."""
    rows = many_rows(40)
    for name, value in (("kind", "violet"), ("label", "unheard"), ("text", "never said")):
        odd = rows.where(np.arange(40) < 1)
        odd = Rows({**odd.columns, name: [value]}, odd.owners)
        if family == "counts":
            made = CountsTrainer(COUNTS)
            with pytest.raises(ValueError, match="never counted"):
                made.forget(made.train(rows).artefact, odd)
        elif family == "ridge":
            ridge = RidgeTrainer(RidgeRecipe("label", ("number",), ("kind",)))
            if name != "text":  # this recipe reads no text
                with pytest.raises(ValueError, match="never in this model"):
                    ridge.downdate(ridge.train(rows).state, odd)
        else:
            with pytest.raises(ValueError, match="another recipe"):
                RidgeTrainer(RIDGE).downdate(RidgeTrainer(MEETS_MANY).train(rows).state, odd)


MEETS_MANY = RidgeRecipe("number", (), ("kind",), answer="number")


@settings(max_examples=25)
@given(tables, masks)
def test_a_shard_that_is_trained_anew_leaves_the_model_of_a_fresh_training(
    rows: Rows, leaves: np.ndarray
) -> None:
    """Goal: tier 2 forgets to the last byte. Method: rows of any members leave; both ways."""
    trainer, gone = ShardsTrainer(SHARDS), leaves[: len(rows)]
    after = rows.where(~gone)
    touched = changed_members(rows, after)
    if not len(after):
        return
    found = trainer.retrain(trainer.train(rows).artefact, after, touched)
    hit = {shard_of(SHARDS, member) for member in touched}
    assert found.trained == trainer.train(after)
    assert set(found.shards_hit) == hit
    assert found.is_whole == (2 * len(hit) > 3)


def test_one_members_rows_lie_in_one_shard_and_touch_no_other() -> None:
    """Goal: isolation. Method: change one member's labels; only her shard's weights differ."""
    from auzolan.engine.models.shards import load as shards_of

    rows = many_rows(300)
    recipe = ShardsRecipe("label", ("number",), ("kind",), ("text",), shards=4, buckets_log2=6)
    member = rows.owners[0]
    labels = [
        "low" if owner == member else label
        for owner, label in zip(rows.owners, rows.columns["label"], strict=True)
    ]
    twin = Rows({**rows.columns, "label": labels}, rows.owners)
    pairs = zip(
        *(shards_of(ShardsTrainer(recipe).train(one).artefact, recipe) for one in (rows, twin)),
        strict=True,
    )
    same = [np.array_equal(one.coefficients, two.coefficients) for one, two in pairs]
    assert same.count(False) == 1
    assert same.index(False) == shard_of(recipe, member)


def test_the_seed_of_a_recipe_deals_members_anew_and_evenly() -> None:
    """Goal: shards are of a size, and keyed. Method: 10,000 names under two seeds."""
    names = [f"m{number}" for number in range(10_000)]
    one, two = (
        np.array([shard_of(ShardsRecipe("y", ("x",), seed=seed), name) for name in names])
        for seed in (0, 1)
    )
    assert np.bincount(one, minlength=5).min() > 1_800
    assert 0.15 < (one == two).mean() < 0.25


def test_a_shard_that_changed_without_its_member_being_named_is_found_out() -> None:
    """Goal: no shard is kept that knows other rows. Method: rows vanish of a member not named."""
    rows = many_rows(200)
    trainer = ShardsTrainer(SHARDS)
    old = trainer.train(rows)
    one = rows.owners[0]
    other = next(m for m in rows.owners if shard_of(SHARDS, m) != shard_of(SHARDS, one))
    after = rows.where(~rows.of(frozenset({one, other})))
    with pytest.raises(ValueError, match="train the whole anew"):
        trainer.retrain(old.artefact, after, frozenset({one}))


FAMILIES = [
    (COUNTS, "counted out"),
    (RIDGE, "down-dated"),
    (ShardsRecipe("label", ("number",), ("kind",), shards=8, buckets_log2=5), "shards"),
    (TabularRecipe("label", ("number",), ("kind",)), "retrained"),
]


@pytest.mark.parametrize(("recipe", "way"), FAMILIES)
def test_unlearning_gives_the_model_of_the_rows_that_are_left(
    recipe: ModelRecipe, way: str
) -> None:
    """Goal: one call for every tier, the split for the test included.

    Method: a whole member leaves, and half the rows of another, which moves what of hers is
    tested; compare with a training on what is left.
    """
    rows = many_rows(240)
    old, _ = train_and_test(recipe, rows)
    halved = np.array([owner == "m002" for owner in rows.owners]) & (np.arange(240) % 2 == 0)
    after = rows.where(~(rows.of(frozenset({"m001"})) | halved))
    found = unlearn(recipe, old, rows, after)
    fresh, _ = train_and_test(recipe, after)
    assert found.way == way
    assert found.members == 2
    assert found.trained == fresh
    assert found.trained.digest != old.digest


def test_members_whose_rows_stay_are_not_touched() -> None:
    """Goal: no more is undone than must be. Method: all orders of members' rows between them."""
    rows = many_rows(60)
    order = np.argsort(rows.owners, kind="stable").tolist()
    turned = Rows(
        {name: [held[place] for place in order] for name, held in rows.columns.items()},
        [rows.owners[place] for place in order],
    )
    assert changed_members(rows, turned) == frozenset()
    assert changed_members(rows, rows.where(~rows.of(frozenset({"m003"})))) == {"m003"}
    assert set(MEMBERS) & set(rows.owners) == set()
