"""Training: ask for the use, read exactly those rows, train, keep the model, report it.

No row is read before the desk has allowed the use. Somebody who withdraws meanwhile stops the
training between its steps, or keeps what came of it from being taken in. Nothing here decides or
chooses a row; taking rows out of a model is in `retraining`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auzolan.audit.folder import Folder
from auzolan.audit.rows import Columns, columns_without, join_batch, read_batch, root_of_batch
from auzolan.charter.state import charter_of
from auzolan.consent.taxonomy import covers
from auzolan.contributions.state import Batch
from auzolan.foundation import canonical
from auzolan.foundation.ids import checked_id
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import Reading, ask, moment_of, named, reading
from auzolan.house.desk import Desk
from auzolan.house.storage.files import write_durably
from auzolan.house.submission import Receipt
from auzolan.learning import recipes
from auzolan.learning.acts import Evaluate, EvaluateGroups, GroupResult, Seal, Train, Use
from auzolan.learning.recipes import ModelRecipe, Recipe
from auzolan.learning.refusals import refused_today
from auzolan.learning.release_rules import GROUP_ROWS_MIN
from auzolan.learning.state import REPLACED, Model, Snapshot, SnapshotPart, snapshot_of

if TYPE_CHECKING:
    from auzolan.house.rooms.learning.fitting import Fitted


@dataclass(frozen=True, slots=True)
class Part:
    """A batch of a snapshot: whose, the root that the record holds of its rows, and what is left out.

    `without` names rows of the batch that are not in the snapshot, as ranges.
    """

    batch: str
    member: str
    root: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of several batches as one table, with the member of each row."""

    columns: Columns
    owners: list[str]


@dataclass(frozen=True, slots=True)
class SealedFor:
    """What a snapshot is sealed for beside its purpose, as in the act `learning.seal`."""

    operation: str = "train"
    party: str = ""
    territory: str = ""
    model_class: str = ""


PLAIN = SealedFor()


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What came of a training.

    Attributes:
        receipt: the entry of the model.
        model: its id.
        artefact: digest and name of its file.
        rows: rows of the snapshot.
        rows_trained: those of them that were not kept for the test.
        total: test rows.
        correct: test rows that the model got right.
        baseline_correct: test rows that the commonest answer of the training rows got right.
        has_converged: whether the solver stopped by itself.
        how: how it came about, as in the act `learning.train`.
        groups: groups that it was tested by.
    """

    receipt: Receipt
    model: str
    artefact: str
    rows: int
    rows_trained: int
    total: int
    correct: int
    baseline_correct: int
    has_converged: bool
    how: str = "trained"
    groups: int = 0


def seal(
    desk: Desk, *, actor: str, snapshot: str, kind: str, purpose: str, sealed_for: SealedFor = PLAIN
) -> Receipt | Refusal:
    """Seal a snapshot of all rows of a kind that may be used for a purpose now."""
    act = Seal(
        snapshot, kind, purpose, sealed_for.operation, sealed_for.party, sealed_for.territory,
        sealed_for.model_class,
    )  # fmt: skip
    return ask(desk, named("seal", snapshot), actor, act)


def use(
    desk: Desk, *, actor: str, use: str, snapshot: str, purpose: str, operation: str
) -> Receipt | Refusal:
    """Ask to read a snapshot once, for one operation; nothing is read here.

    A receipt that is repeated says what was allowed then. Rows are read now, so consent is asked
    once more before such a use goes on.
    """
    receipt = ask(desk, named("use", use), actor, Use(use, snapshot, purpose, operation))
    if isinstance(receipt, Refusal) or not receipt.repeated:
        return receipt
    with reading(desk.folder) as now:
        at = moment_of(now, desk.ports.clock)
        refused = refused_today(
            now.books, snapshot_of(now.books, snapshot), charter_of(now.books), at=at,
            operation=operation,
        )  # fmt: skip
    return refused or receipt


def train(
    desk: Desk, *, actor: str, model: str, snapshot: str, recipe: ModelRecipe,
    replaces: str = "", group_column: str = "",
) -> TrainReport | Refusal:  # fmt: skip
    """Train a model on a snapshot, test it, and put both on the record.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        model: the id of the new model.
        snapshot: what it learns from; its rows are noted on the record where they are not yet.
        recipe: every choice there is.
        replaces: the model it takes over from, or an empty text.
        group_column: a column that says to which group a row belongs: it is tested by group too.
    Returns:
        The report, or the first refusal.
    Raises:
        FileNotFoundError: the rows are not in the vault.
        ValueError: rows in the vault are not those on the record, or cannot be trained on.
    """
    allowed = use_to_train(desk, actor=actor, model=model, snapshot=snapshot)
    if isinstance(allowed, Refusal):
        return allowed

    from auzolan.engine.models.stopping import Stopped, watched
    from auzolan.house.rooms.learning.fitting import fit
    from auzolan.house.rooms.learning.manifest_files import note_rows
    from auzolan.house.rooms.learning.watching import ConsentWatch

    rows = load_rows(desk.folder, parts_of(desk.folder, snapshot))
    noted = note_rows(desk, actor=actor, snapshot=snapshot)
    if isinstance(noted, Refusal):
        return noted
    watch = ConsentWatch(desk, snapshot, _sealed_for(desk, snapshot).operation)
    try:
        with watched(watch):
            fitted = fit(recipe, rows.columns, rows.owners, group_column=group_column)
    except Stopped:
        return watch.stopped()
    return report_model(
        desk, actor, Making(model, snapshot, recipe, replaces), fitted, rows=len(rows.owners)
    )


@dataclass(frozen=True, slots=True)
class Making:
    """Which model is made of what, by which recipe, in the place of which."""

    model: str
    snapshot: str
    recipe: ModelRecipe
    replaces: str


def purpose_of(desk: Desk, snapshot: str) -> str:
    """The purpose for which a snapshot was sealed; that of an unknown one the desk refuses."""
    return _sealed_for(desk, snapshot).purpose


def use_to_train(desk: Desk, *, actor: str, model: str, snapshot: str) -> Receipt | Refusal:
    """Ask to read a snapshot for the training of one model."""
    sealed = _sealed_for(desk, snapshot)
    return use(
        desk, actor=actor, use=named("train", model), snapshot=snapshot, purpose=sealed.purpose,
        operation=sealed.operation,
    )  # fmt: skip


def report_model(
    desk: Desk, actor: str, making: Making, fitted: Fitted, *, rows: int
) -> TrainReport | Refusal:
    """Keep a model's file, and put the model and its tests on the record.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        making: what it is; its use was asked for by `use_to_train`.
        fitted: the model and how it answered.
        rows: rows that were read, those of the test among them.
    Returns:
        The report, or the refusal; consent is asked once more here.
    """
    from auzolan.house.rooms.learning.fitting import destroy_model, keep_model

    trained = fitted.trained
    keep_model(desk.folder, trained)
    act = Train(
        making.model, named("train", making.model), keep_recipe(desk.folder, making.recipe),
        trained.digest, rows, making.replaces, recipes.tier_of(making.recipe), fitted.how,
    )  # fmt: skip
    receipt = ask(desk, named("train", making.model), actor, act)
    if isinstance(receipt, Refusal):
        # No model, so no retraining would ever destroy what it holds of somebody who said no.
        with reading(desk.folder) as now:
            kept = {row.artefact for row in now.books.rows(Model) if row.state != REPLACED}
        destroy_model(desk.folder, trained.digest, is_named=kept.__contains__)
        return receipt
    tested = _report_test(desk, actor, making, fitted)
    if isinstance(tested, Refusal):
        return tested
    return TrainReport(
        receipt, making.model, trained.digest, rows, trained.n_rows, fitted.total, fitted.correct,
        fitted.baseline_correct, trained.has_converged, fitted.how, len(fitted.groups),
    )  # fmt: skip


def load_rows(folder: Folder, parts: Sequence[Part]) -> Rows:
    """Read the rows of batches, each checked against its root on the record.

    Args:
        folder: the co-operative's folder.
        parts: the batches, at least one, all of one kind.
    Returns:
        Their rows in order of the parts.
    Raises:
        FileNotFoundError: a batch is not in the vault, or was erased.
        ValueError: a batch's rows are not those that were offered, or columns differ.
    """
    table: Columns = {}
    owners: list[str] = []
    for part in parts:
        columns, salts = read_batch(folder, part.batch)
        if root_of_batch(columns, salts) != part.root:
            raise ValueError(f"the rows of {part.batch} in the vault are not those on the record")
        columns = columns_without(columns, part.without)
        join_batch(table, columns, batch=part.batch)
        owners.extend([part.member] * len(next(iter(columns.values()), [])))
    return Rows(table, owners)


def parts_of(folder: Folder, snapshot: str) -> list[Part]:
    """The batches of a snapshot, in order of their ids."""
    with reading(folder) as now:
        found = now.books.find(SnapshotPart, snapshot=snapshot)
        return [Part(one.batch, one.member, _root_of(now, one.batch), one.without) for one in found]


def keep_recipe(folder: Folder, recipe: Recipe) -> str:
    """Keep a recipe under its digest, durable when this returns the digest."""
    digest = recipes.digest(recipe)
    write_durably(folder.recipes / f"{digest}.json", canonical.encode(recipe))
    return digest


def recipe_of(folder: Folder, digest: str) -> Recipe:
    """The recipe of this digest.

    Raises:
        FileNotFoundError: it is not in the folder.
        ValueError: the file is not that recipe.
    """
    recipe = recipes.decode((folder.recipes / f"{digest}.json").read_bytes())
    if recipes.digest(recipe) != digest:
        raise ValueError(f"the file of the recipe {digest[:12]} holds another recipe")
    return recipe


def _report_test(desk: Desk, actor: str, making: Making, fitted: Fitted) -> Receipt | Refusal:
    name = named("test", making.model)
    purpose = _sealed_for(desk, making.snapshot).purpose
    allowed = use(
        desk, actor=actor, use=name, snapshot=making.snapshot, purpose=purpose,
        operation="evaluate",
    )  # fmt: skip
    if isinstance(allowed, Refusal):
        return allowed
    counts = (fitted.total, fitted.correct, fitted.baseline_correct)
    tested = ask(desk, name, actor, Evaluate(making.model, name, *counts))
    groups = group_results(fitted)
    if isinstance(tested, Refusal) or not groups:
        return tested
    act = EvaluateGroups(making.model, name, groups)
    return ask(desk, named("groups", making.model), actor, act)


def group_results(fitted: Fitted) -> tuple[GroupResult, ...]:
    """The groups of a test as the record takes them; none where they are too few to be shown.

    A group whose name is no short id stands under a digest of it.
    """
    if any(one.rows < GROUP_ROWS_MIN for one in fitted.groups):
        return ()
    return tuple(GroupResult(_group_id(one.name), one.total, one.correct) for one in fitted.groups)


def _group_id(name: str) -> str:
    try:
        return checked_id(name)
    except ValueError:
        return named("group", hashlib.sha256(name.encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What a snapshot was sealed for."""

    purpose: str
    operation: str


def _sealed_for(desk: Desk, snapshot: str) -> _Sealed:
    """What a snapshot was sealed for; an unknown one gets a purpose and the desk's refusal."""
    with reading(desk.folder) as now:
        row = now.books.get(Snapshot, snapshot)
    if row is None:
        return _Sealed("unknown", "train")
    return _Sealed(row.purpose, row.operation if covers("train", row.operation) else "train")


def _root_of(now: Reading, batch: str) -> str:
    row = now.books.get(Batch, batch)
    assert row is not None, f"a snapshot holds the batch {batch}, which was never offered"
    return row.root
