"""The refusals that several rules of learning share, and its say in an act of another room.

It writes no row; which rule asks first is the business of `rules`.
"""

from __future__ import annotations

from auzolan.charter.articles import Charter
from auzolan.charter.state import charter_of
from auzolan.contributions.acts import Share
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.learning.sealing import asked_of, objections
from auzolan.learning.state import (
    REPLACED,
    Model,
    Snapshot,
    SnapshotPart,
    UseOfRows,
    snapshot_of,
)
from auzolan.record.case import Case

NAMES_MAX = 3
EVALUATE = "evaluate"


def guard_share(books: Books, act: Share, case: Case) -> Refusal | None:
    """Refuse new shares of a batch that a snapshot holds: worth may rest on the old ones.

    Says nothing about a batch that does not exist: the contributions' room does.

    Source: charter, article on worth.
    """
    batch = books.get(Batch, act.batch)
    if batch is None:
        return None
    for part in books.find(SnapshotPart, member=batch.member):
        if part.batch == batch.batch:
            return Refusal(
                "contributions.in_a_snapshot", f"Art. {charter_of(books).worth.number}",
                f"The batch {batch.batch} is in the snapshot {part.snapshot} already.",
                "Shares are registered before that; a dispute can be settled later.",
            )  # fmt: skip
    return None


def refused_today(
    books: Books, snapshot: Snapshot, charter: Charter, *, at: int, operation: str = ""
) -> Refusal | None:
    """The refusal of a use that somebody in the snapshot would refuse today, or None.

    Args:
        books: the state.
        snapshot: what would be read.
        charter: the charter in force.
        at: the moment of the use.
        operation: what would be done; that of the snapshot where empty.
    """
    found = objections(books, snapshot, charter, asked_of(snapshot, at, operation))
    if found.members:
        count = len(found.members)
        named = ", ".join(found.members[:NAMES_MAX]) + (", ..." if count > NAMES_MAX else "")
        return Refusal(
            "consent.purpose_not_granted", article_of(charter),
            f"{snapshot.purpose} is not allowed by {count} "
            f"{'person' if count == 1 else 'people'} with {found.rows} rows "
            f"of {snapshot.snapshot}: {named}.",
            "Seal a new snapshot; it leaves their rows out.",
        )  # fmt: skip
    if found.rows_erased:
        return Refusal(
            "learning.rows_erased", article_of(charter),
            f"{found.rows_erased} rows of {snapshot.snapshot} exist no longer.",
            "Seal a new snapshot of the rows that are left.",
        )  # fmt: skip
    return None


def cannot_replace(
    books: Books, replaced: Model, snapshot: Snapshot, artefact: str, article: str
) -> Refusal | None:
    """The refusal of a model that takes over from the wrong one, or None."""
    before = snapshot_of(books, replaced.snapshot)
    if (before.kind, before.purpose) != (snapshot.kind, snapshot.purpose):
        return Refusal(
            "learning.replaces_another_thing", article,
            f"{replaced.model} learned from {before.kind} for {before.purpose}, "
            f"not from {snapshot.kind} for {snapshot.purpose}.",
            "Replace a model of the same kind and purpose, or none.",
        )  # fmt: skip
    if replaced.state == REPLACED:
        return Refusal(
            "learning.already_replaced", article,
            f"Another model has taken over from {replaced.model}.",
            "Name the model that serves now.",
        )  # fmt: skip
    if replaced.artefact == artefact:
        return Refusal(
            "learning.same_artefact", article,
            f"The file of the new model is that of {replaced.model}: nothing was forgotten.",
            "Train on the new snapshot, under another seed if the same file comes out again.",
        )  # fmt: skip
    return None


def use_for_test(books: Books, *, model: str, use: str, article: str) -> UseOfRows | Refusal:
    """The use under which a model was tested, or the first refusal of it.

    The order: the use exists, the model exists, the use is for a test, and of the model's rows.

    Args:
        books: the state.
        model: the model.
        use: the use.
        article: what the refusal rests on.
    """
    found = books.get(UseOfRows, use)
    if found is None:
        return no_such_use(use, article)
    tested = books.get(Model, model)
    if tested is None:
        return no_such_model(model, article)
    if found.operation != EVALUATE:
        return other_operation(found, EVALUATE, article)
    if found.snapshot != tested.snapshot:
        return Refusal(
            "learning.other_snapshot", article,
            f"{use} reads {found.snapshot}; {model} was trained on {tested.snapshot}.",
            f"Ask for a use of {tested.snapshot}.",
        )  # fmt: skip
    return found


def article_of(charter: Charter) -> str:
    """The article that this room's rules rest on, as refusals name it."""
    return f"Art. {charter.consent.number}"


def no_such_use(use: str, article: str) -> Refusal:
    """Nobody asked before reading."""
    return Refusal(
        "learning.no_such_use", article,
        f"Nobody was allowed a use {use}.",
        "Ask for the use before a row is read.",
    )  # fmt: skip


def no_such_model(model: str, article: str) -> Refusal:
    """The model is not on the record."""
    return Refusal(
        "learning.no_such_model", article,
        f"There is no model {model}.",
        "Look up the models on the record.",
    )  # fmt: skip


def other_operation(use: UseOfRows, operation: str, article: str) -> Refusal:
    """The use was allowed for something else."""
    return Refusal(
        "learning.other_operation", article,
        f"The use {use.use} was allowed to {use.operation}, not to {operation}.",
        f"Ask for a use whose operation is {operation}.",
    )  # fmt: skip


def unknown_operation(operation: str, article: str) -> Refusal:
    """Nobody has said what this would do with rows."""
    return Refusal(
        "unknown.operation", article,
        f"Nobody knows an operation called {operation}.",
        "Use a term of the taxonomy, as train, evaluate or train.finetune.",
    )  # fmt: skip


def unknown_territory(territory: str, article: str) -> Refusal:
    """No country is called so, and nobody could have forbidden it."""
    return Refusal(
        "unknown.territory", article,
        f"{territory} is no country of ISO 3166-1.",
        "Write two capital letters, as ES or FR, or nothing for nowhere in particular.",
    )  # fmt: skip
