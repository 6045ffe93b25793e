"""What groups mean for models: a batch that changes hands, or a group's no, and who is made again.

A model rests on the word of whoever decided about its rows when they were used. When another decides
from now on, or the same says no, the models that hold these rows are made again; a model too many,
never one too few.
"""

from __future__ import annotations

from collections.abc import Iterable

from auzolan.consent.acts import GuardianSet, SetGuardian
from auzolan.consent.group_acts import (
    BatchPlaced,
    BatchTakenOut,
    DecideForGroup,
    GroupLifted,
    GroupProhibited,
    LeaveGroup,
    LeftGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.group_rules import batches_in
from auzolan.consent.state import ConsentStatement, GroupBatch
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.learning.retirement import concerns, mark, snapshots_with
from auzolan.learning.state import SnapshotPart
from auzolan.record.case import Case


def apply_group_prohibited_models(
    books: Books, case: Case, act: DecideForGroup, fact: GroupProhibited
) -> None:
    """Mark every model that was made, from the group's rows, by what it now forbids."""
    _mark_group(books, case, fact.statement, fact.retrain_by)


def apply_group_lifted_models(
    books: Books, case: Case, act: DecideForGroup, fact: GroupLifted
) -> None:
    """Mark every model that may have been made by what the group no longer permits."""
    if fact.retrain_by:
        _mark_group(books, case, fact.statement, fact.retrain_by)


def apply_batch_placed_models(books: Books, case: Case, act: PlaceBatch, fact: BatchPlaced) -> None:
    """Mark every model that holds the batch: the group has not said yes to it."""
    _mark_batches(books, case, (fact.batch,), fact.retrain_by)


def apply_batch_taken_out_models(
    books: Books, case: Case, act: TakeBatchOut, fact: BatchTakenOut
) -> None:
    """Mark every model that holds the batch: the group's yes no longer counts for it."""
    _mark_batches(books, case, (fact.batch,), fact.retrain_by)


def apply_left_group_models(books: Books, case: Case, act: LeaveGroup, fact: LeftGroup) -> None:
    """Mark every model that holds a batch which leaves the group with its owner.

    Applied after the batches have been taken out, which is how they are found.
    """
    if fact.retrain_by:
        gone = [
            one.batch
            for batch in books.find(Batch, member=fact.member)
            for one in books.find(GroupBatch, batch=batch.batch)
            if one.group_id == fact.group_id and one.until == case.at
        ]
        _mark_batches(books, case, gone, fact.retrain_by)


def apply_guardian_set_models(
    books: Books, case: Case, act: SetGuardian, fact: GuardianSet
) -> None:
    """Mark every model that holds her rows: what she allowed needed another voice than hers."""
    if fact.retrain_by:
        for snapshot in snapshots_with(books, fact.member):
            mark(books, case, snapshot, fact.member, fact.retrain_by)


def _mark_group(books: Books, case: Case, name: str, retrain_by: int) -> None:
    said = books.get(ConsentStatement, name)
    assert said is not None, f"the statement {name} was never made"
    batches = (said.batch,) if said.batch else batches_in(books, said.group_id)
    _mark_batches(books, case, batches, retrain_by, said)


def _mark_batches(
    books: Books, case: Case, batches: Iterable[str], retrain_by: int,
    said: ConsentStatement | None = None,
) -> None:  # fmt: skip
    for name in sorted(set(batches)):
        batch = books.get(Batch, name)
        assert batch is not None, f"nobody offered the batch {name}"
        for snapshot in snapshots_with(books, batch.member):
            holds = books.get(SnapshotPart, (snapshot.snapshot, name)) is not None
            if holds and (said is None or concerns(books, said, snapshot)):
                mark(books, case, snapshot, batch.member, retrain_by)
