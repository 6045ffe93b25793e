"""What a withdrawal means for models: each one that learned from her rows must be retrained.

It marks models and the moment by which they must be replaced. It stops no server: who serves a
model asks its state and moment first.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.acts import Grant, Granted, Withdraw, Withdrawn
from auzolan.consent.gate import purposes_of
from auzolan.foundation.books import Books
from auzolan.learning.state import REPLACED, TO_RETRAIN, Model, Snapshot, SnapshotPart, snapshot_of
from auzolan.members.acts import Leave, Left
from auzolan.record.case import Case


def apply_withdrawn_models(books: Books, case: Case, act: Withdraw, fact: Withdrawn) -> None:
    """Mark every model that holds her rows of this kind."""
    for snapshot in _snapshots_with(books, fact.member):
        if snapshot.kind == fact.kind:
            _mark(books, snapshot, fact.retrain_by)


def apply_granted_models(books: Books, case: Case, act: Grant, fact: Granted) -> None:
    """Mark every model that holds her rows of this kind for a purpose she has taken back."""
    if not fact.retrain_by:
        return
    allowed = purposes_of(charter_of(books), fact.mask)
    for snapshot in _snapshots_with(books, fact.member):
        if snapshot.kind == fact.kind and snapshot.purpose not in allowed:
            _mark(books, snapshot, fact.retrain_by)


def apply_left_models(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Mark every model that holds any of her rows."""
    for snapshot in _snapshots_with(books, fact.member):
        _mark(books, snapshot, fact.retrain_by)


def _snapshots_with(books: Books, member: str) -> Iterator[Snapshot]:
    names = {part.snapshot for part in books.find(SnapshotPart, member=member)}
    for name in sorted(names):
        yield snapshot_of(books, name)


def _mark(books: Books, snapshot: Snapshot, retrain_by: int) -> None:
    for model in books.find(Model, snapshot=snapshot.snapshot):
        if model.state == REPLACED:
            continue
        # The earliest withdrawal sets the moment; a later one never gives more time.
        by = min(model.retrain_by, retrain_by) if model.state == TO_RETRAIN else retrain_by
        books.put(msgspec.structs.replace(model, state=TO_RETRAIN, retrain_by=by))
