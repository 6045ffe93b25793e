"""Obeying withdrawals: a new snapshot without the rows, a new model from the old one, and the old one gone.

How a model forgets follows from its recipe: counts are counted out, sums subtracted, shards trained
anew, all else trained anew as a whole. Every way gives what a training on the rows that are left
gives. Approximate methods have no place here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from auzolan.charter.state import charter_of
from auzolan.engine.models import Rows as ModelRows
from auzolan.engine.models import rows_for_test
from auzolan.engine.models.stopping import Stopped, watched
from auzolan.engine.models.unlearning import unlearn
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.learning.fitting import STATE, Fitted, destroy_model, fit, tested
from auzolan.house.rooms.learning.flows import (
    Making,
    Part,
    Rows,
    SealedFor,
    TrainReport,
    load_rows,
    parts_of,
    recipe_of,
    report_model,
    seal,
    use_to_train,
)
from auzolan.house.rooms.learning.manifest_files import note_rows
from auzolan.house.rooms.learning.watching import ConsentWatch
from auzolan.learning.recipes import (
    CountsRecipe,
    ModelRecipe,
    PaidRecipe,
    RidgeRecipe,
    ShardsRecipe,
)
from auzolan.learning.refusals import article_of, no_such_model
from auzolan.learning.state import REPLACED, TO_RETRAIN, Model, Snapshot, snapshot_of

if TYPE_CHECKING:
    from auzolan.engine.models.trained import Trained

WITHIN_DAYS = 7
Way = Literal["forget", "whole"]
_NUMBER = re.compile(r"-[0-9]{1,9}\Z")
_ID_SIZE_MAX = 48


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What came of one model that had to be made again: a report, or why it was not."""

    model: str
    retrain_by: int
    outcome: TrainReport | Refusal


@dataclass(frozen=True, slots=True)
class _Old:
    """A model that another will take over from, and the names of what takes over."""

    model: Model
    snapshot: Snapshot
    recipe: ModelRecipe
    new_model: str
    new_snapshot: str


def retrain(desk: Desk, *, actor: str, model: str, way: Way = "forget") -> TrainReport | Refusal:
    """Make a model again from the rows that may be used today, and let it take over.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        model: the model that is replaced.
        way: "forget" takes out what left, by what the recipe allows; "whole" trains all anew.
    Returns:
        The report of the new model, or the first refusal. The old model's file is destroyed.
    Raises:
        FileNotFoundError: rows that may be used are not in the vault.
        ValueError: rows in the vault are not those on the record, or too few are left.
    """
    old = _old(desk, model)
    if isinstance(old, Refusal):
        return old
    was = old.snapshot
    sealed = seal(
        desk, actor=actor, snapshot=old.new_snapshot, kind=was.kind, purpose=was.purpose,
        sealed_for=SealedFor(was.operation, was.party, was.territory, was.model_class),
    )  # fmt: skip
    if isinstance(sealed, Refusal):
        return sealed
    allowed = use_to_train(desk, actor=actor, model=old.new_model, snapshot=old.new_snapshot)
    if isinstance(allowed, Refusal):
        return allowed
    rows = load_rows(desk.folder, parts_of(desk.folder, old.new_snapshot))
    noted = note_rows(desk, actor=actor, snapshot=old.new_snapshot)
    if isinstance(noted, Refusal):
        return noted
    watch = ConsentWatch(desk, old.new_snapshot, was.operation)
    try:
        with watched(watch):
            fitted = (_forgotten(desk, old, rows) if way == "forget" else None) or fit(
                old.recipe, rows.columns, rows.owners
            )
    except Stopped:
        return watch.stopped()
    making = Making(old.new_model, old.new_snapshot, old.recipe, model)
    report = report_model(desk, actor, making, fitted, rows=len(rows.owners))
    if isinstance(report, Refusal):
        return report
    _destroy_replaced(desk, old.model)
    return report


def obey(desk: Desk, *, actor: str, within_days: int = WITHIN_DAYS) -> list[Obeyed]:
    """Make every model again whose moment comes soon; run weekly, and daily for fast ones.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        within_days: models whose moment lies further ahead wait for the next run, so that one
            retraining obeys many withdrawals.
    Returns:
        What came of each, the most urgent first. A model that cannot be made again (nobody is
        left in it) is reported and goes on refusing to serve.
    """
    return [
        Obeyed(name, by, _retrained(desk, actor, name)) for by, name in _owed(desk, within_days)
    ]


class OwedLine(msgspec.Struct, frozen=True):
    """A model that had to be made again, by when, and what came of it."""

    model: str
    by: str
    outcome: str


def owed_models(desk: Desk, *, within_days: int = WITHIN_DAYS) -> list[OwedLine]:
    """What `obey` would make again; nothing is done."""
    return [
        OwedLine(name, iso_from_moment(by), "to be made again")
        for by, name in _owed(desk, within_days)
    ]


def line_of(obeyed: Obeyed) -> OwedLine:
    """What came of a model, in a line."""
    came = obeyed.outcome
    said = f"refused: {came.code}" if isinstance(came, Refusal) else f"{came.model} ({came.how})"
    return OwedLine(obeyed.model, iso_from_moment(obeyed.retrain_by), said)


def _owed(desk: Desk, within_days: int) -> list[tuple[int, str]]:
    with reading(desk.folder) as now:
        at = moment_of(now, desk.ports.clock)
        return sorted(
            (row.retrain_by, row.model)
            for row in now.books.rows(Model)
            if row.state == TO_RETRAIN and row.retrain_by <= at + within_days * DAY_MS
        )


def _retrained(desk: Desk, actor: str, name: str) -> TrainReport | Refusal:
    """One model made again; what cannot be learned from does not hold up the others."""
    try:
        return retrain(desk, actor=actor, model=name)
    except (ValueError, FileNotFoundError) as fault:
        return Refusal(
            "learning.cannot_retrain", "house, learning",
            f"{name} was not made again: {fault}.",
            "It stops serving in time; look into its rows and recipe.",
        )  # fmt: skip


def _old(desk: Desk, name: str) -> _Old | Refusal:
    with reading(desk.folder) as now:
        books = now.books
        article = article_of(charter_of(books))
        model = books.get(Model, name)
        if model is None:
            return no_such_model(name, article)
        if model.state == REPLACED:
            return Refusal(
                "learning.already_replaced", article,
                f"Another model has taken over from {name}.",
                "Name the model that serves now.",
            )  # fmt: skip
        snapshot = snapshot_of(books, model.snapshot)
        new_model = _next(name, lambda one: books.get(Model, one) is not None)
        new_snapshot = _next(snapshot.snapshot, lambda one: books.get(Snapshot, one) is not None)
    try:
        recipe = recipe_of(desk.folder, model.recipe)
    except FileNotFoundError:
        recipe = None
    if recipe is None or isinstance(recipe, PaidRecipe):
        return Refusal(
            "learning.recipe_not_ours", article,
            f"{name} was trained with tools of its maker's own; this house has no recipe of it.",
            f"Train it there again: auzolan learning export {new_snapshot} DIR",
        )  # fmt: skip
    return _Old(model, snapshot, recipe, new_model, new_snapshot)


def _next(name: str, is_taken: Callable[[str], bool]) -> str:
    """The next free name: `yogurt-2` after `yogurt` and `yogurt-1`."""
    found = _NUMBER.search(name)
    number = int(found[0][1:]) if found else 1
    base = name[: found.start()] if found else name
    while True:
        number += 1
        tail = f"-{number}"
        wanted = base[: _ID_SIZE_MAX - len(tail)] + tail
        if not is_taken(wanted):
            return wanted


def _forgotten(desk: Desk, old: _Old, after: Rows) -> Fitted | None:
    """The old model without what left; None where only a training of the whole gives that."""
    kept = _kept(desk, old)
    if kept is None:
        return None
    left = ModelRows(after.columns, after.owners)
    if isinstance(old.recipe, ShardsRecipe):
        return _by_shards(desk, old, kept, left)
    touched = _touched(desk, old)
    before = _rows_before(desk, old, touched)
    if before is None:
        return None
    now = left.where(left.of(touched))
    made = unlearn(old.recipe, kept, before, now)
    return tested(old.recipe, made.trained, left, "downdated")


def _by_shards(desk: Desk, old: _Old, kept: Trained, left: ModelRows) -> Fitted:
    from auzolan.engine.models.shards import ShardsTrainer

    assert isinstance(old.recipe, ShardsRecipe)
    known = left.where(~rows_for_test(old.recipe, left))
    # Whose rows changed follows from the record: nothing that was withdrawn is read for it.
    found = ShardsTrainer(old.recipe).retrain(kept.artefact, known, _touched(desk, old))
    return tested(old.recipe, found.trained, left, "trained" if found.is_whole else "shards")


def _kept(desk: Desk, old: _Old) -> Trained | None:
    """The old model as its files hold it; None where it can only be trained anew."""
    from auzolan.engine.models.trained import Trained

    if not isinstance(old.recipe, CountsRecipe | RidgeRecipe | ShardsRecipe):
        return None
    path = desk.folder.model_file(old.model.artefact)
    state = desk.folder.models / f"{old.model.artefact}{STATE}"
    if path is None or (isinstance(old.recipe, RidgeRecipe) and not state.is_file()):
        return None
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != old.model.artefact:
        raise ValueError(f"the file of {old.model.model} is not the model on the record")
    held = state.read_bytes() if state.is_file() else b""
    return Trained(content, path.suffix, old.model.artefact, old.model.recipe, 0, "", state=held)


def _touched(desk: Desk, old: _Old) -> frozenset[str]:
    """The members whose rows are not the same in both snapshots."""
    before, after = (
        {(one.member, one.batch, one.without) for one in parts_of(desk.folder, name)}
        for name in (old.snapshot.snapshot, old.new_snapshot)
    )
    return frozenset(member for member, _, _ in before ^ after)


def _rows_before(desk: Desk, old: _Old, touched: frozenset[str]) -> ModelRows | None:
    """What these members had in the old snapshot, read for nothing but to be taken out.

    None where some of it is erased: then the whole is trained anew, which needs none of it.
    """
    parts: list[Part] = [
        one for one in parts_of(desk.folder, old.snapshot.snapshot) if one.member in touched
    ]
    if not parts:
        return None
    try:
        rows = load_rows(desk.folder, parts)
    except FileNotFoundError:
        return None
    return ModelRows(rows.columns, rows.owners)


def _destroy_replaced(desk: Desk, old: Model) -> None:
    with reading(desk.folder) as now:
        named = {row.artefact for row in now.books.rows(Model) if row.state != REPLACED}
    destroy_model(desk.folder, old.artefact, is_named=named.__contains__)
