"""Taking rows out of a model, by its tier: counted out, subtracted, shard by shard, or anew.

Whatever the way, what comes is what a training on the rows that are left gives. Approximate
methods have no place here. Decides no deadline and asks nobody; rows that were withdrawn are read
for nothing but to be taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from auzolan.engine.models import rows_for_test, trainer_for
from auzolan.engine.models.rows import Rows
from auzolan.engine.models.trained import Trained
from auzolan.learning.recipes import CountsRecipe, ModelRecipe, RidgeRecipe, ShardsRecipe

Way = Literal["counted out", "down-dated", "shards", "retrained"]
Line = tuple[tuple[int | str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unlearned:
    """A model without the rows that left.

    Attributes:
        trained: the new model.
        way: how the rows were taken out.
        members: members whose rows changed.
        shards_hit: with "shards", the shards that were trained anew.
    """

    trained: Trained
    way: Way
    members: int
    shards_hit: tuple[int, ...] = ()


def unlearn(recipe: ModelRecipe, old: Trained, before: Rows, after: Rows) -> Unlearned:
    """Make the model that a training on `after` gives, at the price of what left.

    Args:
        recipe: what the old model was trained by.
        old: the old model, with its state where the recipe keeps one.
        before: the rows that it was trained and tested on.
        after: the rows that are left, in the same order.
    Raises:
        ValueError: the old model is another recipe's or other rows', or no rows are left.
    """
    touched = changed_members(before, after)
    if isinstance(recipe, CountsRecipe | RidgeRecipe):
        removed, added = (_training_rows_of(recipe, rows, touched) for rows in (before, after))
        if isinstance(recipe, CountsRecipe):
            from auzolan.engine.models.counts import CountsTrainer

            made = CountsTrainer(recipe).forget(old.artefact, removed, added)
            return Unlearned(made, "counted out", len(touched))
        from auzolan.engine.models.ridge import RidgeTrainer

        made = RidgeTrainer(recipe).downdate(old.state, removed, added)
        return Unlearned(made, "down-dated", len(touched))
    is_test = rows_for_test(recipe, after)
    if isinstance(recipe, ShardsRecipe):
        from auzolan.engine.models.shards import ShardsTrainer

        found = ShardsTrainer(recipe).retrain(old.artefact, after.where(~is_test), touched)
        way: Way = "retrained" if found.is_whole else "shards"
        return Unlearned(found.trained, way, len(touched), found.shards_hit)
    return Unlearned(trainer_for(recipe).train(after, is_test), "retrained", len(touched))


def changed_members(before: Rows, after: Rows) -> frozenset[str]:
    """Name the members whose rows are not the same, in the same order, as before."""
    old, new = _by_member(before), _by_member(after)
    return frozenset(one for one in {*old, *new} if old.get(one) != new.get(one))


def _training_rows_of(recipe: ModelRecipe, rows: Rows, members: frozenset[str]) -> Rows:
    """What of some members' rows is trained on; which are tested hangs on their own rows alone."""
    own = rows.where(rows.of(members))
    return own.where(~rows_for_test(recipe, own))


def _by_member(rows: Rows) -> Mapping[str, Line]:
    names = sorted(rows.columns)
    lines = zip(*(rows.columns[name] for name in names), strict=True)
    found: dict[str, list[tuple[int | str, ...]]] = {}
    for owner, line in zip(rows.owners, lines, strict=True):
        found.setdefault(owner, []).append(line)
    return {owner: tuple(held) for owner, held in found.items()}
