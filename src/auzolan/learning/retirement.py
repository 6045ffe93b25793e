"""What saying no means for models: each one that learned from her rows must be made again.

It marks models, the duty and the moment by which they must be replaced, by how exactly each can
forget. It stops no server: who serves a model asks its state and moment first.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auzolan.charter.articles import Charter
from auzolan.charter.state import charter_of
from auzolan.consent.acts import (
    Grant,
    Granted,
    Lift,
    Lifted,
    Prohibit,
    Prohibited,
    Withdraw,
    Withdrawn,
)
from auzolan.consent.masks import purposes_of
from auzolan.consent.reach import forbids_part_of, names_against, names_of
from auzolan.consent.state import PROHIBIT, ConsentStatement
from auzolan.consent.taxonomy import end_use_bit, operation_bit
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, HOUR_MS
from auzolan.learning.state import (
    REPLACED,
    TO_RETRAIN,
    Model,
    ModelDuty,
    Snapshot,
    SnapshotPart,
    UseOfRows,
    snapshot_of,
)
from auzolan.members.acts import Leave, Left
from auzolan.record.case import Case

EXACT, CLOSED_FORM, SHARDS, WHOLE, APPROXIMATE = range(5)


def deadline(charter: Charter, tier: int, at: int, latest: int) -> int:
    """The moment by which a model of a tier must have forgotten.

    Args:
        charter: the charter in force.
        tier: how exactly the model can forget, 0 to 4.
        at: the moment of the withdrawal.
        latest: the moment that the entry names, for models that are trained whole.
    Returns:
        Never later than `latest`. A model that forgets approximately is owed as a whole one is.
    Source: charter, article on consent.
    """
    clause = charter.consent
    spans = {
        EXACT: clause.exact_hours * HOUR_MS,
        CLOSED_FORM: clause.downdate_hours * HOUR_MS,
        SHARDS: clause.shard_days * DAY_MS,
    }
    return min(latest, at + spans[tier]) if tier in spans else latest


def apply_withdrawn_models(books: Books, case: Case, act: Withdraw, fact: Withdrawn) -> None:
    """Mark every model that holds her rows of this kind."""
    for snapshot in snapshots_with(books, fact.member):
        if snapshot.kind == fact.kind:
            mark(books, case, snapshot, fact.member, fact.retrain_by)


def apply_granted_models(books: Books, case: Case, act: Grant, fact: Granted) -> None:
    """Mark every model that holds her rows of this kind for a purpose she has taken back."""
    if not fact.retrain_by:
        return
    allowed = purposes_of(charter_of(books), fact.mask)
    for snapshot in snapshots_with(books, fact.member):
        if snapshot.kind == fact.kind and snapshot.purpose not in allowed:
            mark(books, case, snapshot, fact.member, fact.retrain_by)


def apply_prohibited_models(books: Books, case: Case, act: Prohibit, fact: Prohibited) -> None:
    """Mark every model that was made by what she now forbids."""
    _mark_concerned(books, case, fact.statement, fact.retrain_by)


def apply_lifted_models(books: Books, case: Case, act: Lift, fact: Lifted) -> None:
    """Mark every model that may have been made by what she no longer permits.

    Whether something else of hers permits it too is not asked here: a model too many is made again,
    never one too few.
    """
    if fact.retrain_by:
        _mark_concerned(books, case, fact.statement, fact.retrain_by)


def apply_left_models(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Mark every model that holds any of her rows."""
    for snapshot in snapshots_with(books, fact.member):
        mark(books, case, snapshot, fact.member, fact.retrain_by)


def _mark_concerned(books: Books, case: Case, name: str, retrain_by: int) -> None:
    said = books.get(ConsentStatement, name)
    assert said is not None, f"the statement {name} was never made"
    for snapshot in snapshots_with(books, said.member):
        if concerns(books, said, snapshot) and _has_batch(books, said, snapshot):
            mark(books, case, snapshot, said.member, retrain_by)


def concerns(books: Books, said: ConsentStatement, snapshot: Snapshot) -> bool:
    """Whether a statement is about what a snapshot was sealed for, or what was done with it.

    A snapshot is sealed for one operation and may be used for others that its people allow.
    """
    is_no = said.effect == PROHIBIT
    limits = (
        (names_of(said.party), snapshot.party),
        (names_against(said.territory, snapshot.territory, is_no=is_no), snapshot.territory),
        (names_against(said.model_class, snapshot.model_class, is_no=is_no), snapshot.model_class),
    )
    return (
        said.kind in ("", snapshot.kind)
        and all(names is None or name in names for names, name in limits)
        and any(_is_about(said, one, snapshot.purpose) for one in _done_with(books, snapshot))
    )


def _done_with(books: Books, snapshot: Snapshot) -> set[str]:
    uses = {model.use for model in books.find(Model, snapshot=snapshot.snapshot)}
    found = books.get_many(UseOfRows, sorted(uses))
    return {snapshot.operation, *(use.operation for use in found if use is not None)}


def _is_about(said: ConsentStatement, operation: str, end_use: str) -> bool:
    if said.effect == PROHIBIT:
        # It means terms of later versions too, which its bits cannot know.
        return forbids_part_of(said.operation, operation) and forbids_part_of(said.end_use, end_use)
    return bool(said.operations & operation_bit(operation) and said.end_uses & end_use_bit(end_use))


def _has_batch(books: Books, said: ConsentStatement, snapshot: Snapshot) -> bool:
    return not said.batch or books.get(SnapshotPart, (snapshot.snapshot, said.batch)) is not None


def snapshots_with(books: Books, member: str) -> Iterator[Snapshot]:
    """The snapshots that hold rows of a member, in order of id."""
    names = {part.snapshot for part in books.find(SnapshotPart, member=member)}
    for name in sorted(names):
        yield snapshot_of(books, name)


def mark(books: Books, case: Case, snapshot: Snapshot, member: str, retrain_by: int) -> None:
    """Mark every model of a snapshot that still serves: by when it forgets a member, and why.

    Args:
        books: the state.
        case: the entry that says so.
        snapshot: what the models were made from.
        member: whose rows.
        retrain_by: the latest moment for a model that is trained whole.
    """
    charter = charter_of(books)
    for model in books.find(Model, snapshot=snapshot.snapshot):
        if model.state == REPLACED:
            continue
        due = deadline(charter, model.tier, case.at, retrain_by)
        # The earliest withdrawal sets the moment; a later one never gives more time.
        by = min(model.retrain_by, due) if model.state == TO_RETRAIN else due
        books.put(msgspec.structs.replace(model, state=TO_RETRAIN, retrain_by=by))
        books.put(ModelDuty(case.seq, model.model, member, case.at, due, -1, ""))
