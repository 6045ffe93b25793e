"""Training: ask for the use, read exactly those rows, train, keep the model, report it.

No row is read before the desk has allowed the use. What the desk then refuses (somebody withdrew
meanwhile) leaves a file that nothing names. Nothing here decides or chooses a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.audit.rows import Columns, join_batch, read_batch, root_of_batch
from auzolan.charter.state import charter_of
from auzolan.contributions.state import Batch
from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import Reading, ask, named, reading
from auzolan.house.desk import Desk
from auzolan.house.storage.files import write_durably
from auzolan.house.submission import Receipt
from auzolan.learning import recipes
from auzolan.learning.acts import Evaluate, Seal, Train, Use
from auzolan.learning.recipes import Recipe, TrainingRecipe
from auzolan.learning.refusals import refused_today
from auzolan.learning.state import Snapshot, SnapshotPart, snapshot_of


@dataclass(frozen=True, slots=True)
class Part:
    """A batch of a snapshot: whose, and the root that the record holds of its rows."""

    batch: str
    member: str
    root: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of several batches as one table, with the member of each row."""

    columns: Columns
    owners: list[str]


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


def seal(desk: Desk, *, actor: str, snapshot: str, kind: str, purpose: str) -> Receipt | Refusal:
    """Seal a snapshot of all rows of a kind that may be used for a purpose now."""
    return ask(desk, named("seal", snapshot), actor, Seal(snapshot, kind, purpose))


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
        refused = refused_today(now.books, snapshot_of(now.books, snapshot), charter_of(now.books))
    return refused or receipt


def train(
    desk: Desk, *, actor: str, model: str, snapshot: str, recipe: TrainingRecipe,
    replaces: str = "",
) -> TrainReport | Refusal:  # fmt: skip
    """Train a model on a snapshot, test it, and put both on the record.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        model: the id of the new model.
        snapshot: what it learns from.
        recipe: every choice there is.
        replaces: the model it takes over from, or an empty text.
    Returns:
        The report, or the first refusal.
    Raises:
        FileNotFoundError: the rows are not in the vault.
        ValueError: rows in the vault are not those on the record, or cannot be trained on.
    """
    purpose = _purpose_of(desk, snapshot)
    allowed = use(
        desk, actor=actor, use=named("train", model), snapshot=snapshot, purpose=purpose,
        operation="train",
    )  # fmt: skip
    if isinstance(allowed, Refusal):
        return allowed

    from auzolan.engine.training import train_and_evaluate
    from auzolan.learning.purchases import purchases

    rows = load_rows(desk.folder, parts_of(desk.folder, snapshot))
    trained, result = train_and_evaluate(recipe, purchases(rows.columns, rows.owners))
    write_durably(desk.folder.models / f"{trained.digest}.safetensors", trained.weights, mode=0o600)
    act = Train(
        model, named("train", model), keep_recipe(desk.folder, recipe), trained.digest,
        len(rows.owners), replaces,
    )  # fmt: skip
    receipt = ask(desk, named("train", model), actor, act)
    if isinstance(receipt, Refusal):
        return receipt
    counts = (result.total, result.correct, result.baseline_correct)
    tested = _report_test(
        desk, actor, model=model, snapshot=snapshot, purpose=purpose, counts=counts
    )
    if isinstance(tested, Refusal):
        return tested
    return TrainReport(
        receipt, model, trained.digest, len(rows.owners), trained.n_rows, *counts,
        has_converged=trained.has_converged,
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
        join_batch(table, columns, batch=part.batch)
        owners.extend([part.member] * len(salts))
    return Rows(table, owners)


def parts_of(folder: Folder, snapshot: str) -> list[Part]:
    """The batches of a snapshot, in order of their ids."""
    with reading(folder) as now:
        found = now.books.find(SnapshotPart, snapshot=snapshot)
        return [Part(one.batch, one.member, _root_of(now, one.batch)) for one in found]


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


def _report_test(
    desk: Desk, actor: str, *, model: str, snapshot: str, purpose: str,
    counts: tuple[int, int, int],
) -> Receipt | Refusal:  # fmt: skip
    name = named("test", model)
    allowed = use(
        desk, actor=actor, use=name, snapshot=snapshot, purpose=purpose, operation="evaluate"
    )
    if isinstance(allowed, Refusal):
        return allowed
    return ask(desk, name, actor, Evaluate(model, name, *counts))


def _purpose_of(desk: Desk, snapshot: str) -> str:
    """What a snapshot was sealed for; an unknown one gets a purpose and the desk's refusal."""
    with reading(desk.folder) as now:
        row = now.books.get(Snapshot, snapshot)
        return row.purpose if row is not None else "unknown"


def _root_of(now: Reading, batch: str) -> str:
    row = now.books.get(Batch, batch)
    assert row is not None, f"a snapshot holds the batch {batch}, which was never offered"
    return row.root
