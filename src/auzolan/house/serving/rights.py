"""Rights on every call: the books as of the newest entry, and what they say, kept until they change.

The decision itself is the pure room's (`licensing.serving_rights`). What it says of a licence is kept
while no entry is made and no moment passes at which it could change; the head of the record is looked
at on every call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from auzolan.audit.folder import Folder
from auzolan.charter.state import charter_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_books
from auzolan.house.storage.sqlite import file_at
from auzolan.house.storage.store import Database
from auzolan.learning.state import Model
from auzolan.licensing.serving_rights import (
    Verdict,
    awaited_by,
    clock_refused,
    key_of,
    used_up,
    verdict,
)
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.state import ApiKey, Licence

_HEAD = "SELECT size, at FROM record_head"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as the books have it now.

    Attributes:
        licence: the licence that her key belongs to.
        key: id of the key.
        model: the model that she may call.
        part_bp: the members' part of a fee, in basis points.
        awaited: people who have said no and wait for the model's deadline; their rows are not read.
    """

    licence: Licence
    key: str
    model: Model
    part_bp: int
    awaited: frozenset[str]


@dataclass(slots=True)
class _Known:
    """What was read since the last entry."""

    size: int
    at: int
    books: TableBooks
    callers: dict[str, Caller | Refusal] = field(default_factory=dict)
    verdicts: dict[str, tuple[int, Verdict]] = field(default_factory=dict)


class Rights:
    """Asks the books of one folder on behalf of several threads.

    Args:
        folder: the co-operative's folder.
        clock: the present moment.
    """

    def __init__(self, folder: Folder, clock: Callable[[], int]) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._file = file_at(folder.database)
        self._db: Database = open_books(folder)
        self._is_lost = False
        self._known = _Known(-1, 0, TableBooks(self._db))

    def close(self) -> None:
        """Close the books."""
        with self._lock:
            self._db.close()

    def caller(self, digest: str) -> Caller | Refusal:
        """Who calls with the key of this SHA-256."""
        with self._lock:
            return self._caller(self._refreshed(), digest)

    def moment(
        self, digest: str, *, last_at: int, pending: int | None
    ) -> tuple[int, Caller] | Refusal:
        """The moment of a call that may be answered now, or the first refusal.

        Args:
            digest: SHA-256 of the key.
            last_at: moment of the last metered call of its licence.
            pending: calls of it that no recorded segment holds; None for a call that was answered
                before, which uses up nothing.
        """
        with self._lock:
            known = self._refreshed()
            caller = self._caller(known, digest)
            if isinstance(caller, Refusal):
                return caller
            # Read after the head: an entry of this house is never later than this moment.
            at = self._clock()
            refused = (
                clock_refused(at, max(known.at, last_at, caller.licence.last_use_at))
                or self._verdict(known, caller, at).refusal
                or (None if pending is None else used_up(caller.licence, pending))
            )
            return refused or (at, caller)

    def _caller(self, known: _Known, digest: str) -> Caller | Refusal:
        found = known.callers.get(digest)
        if found is None:
            with _reading(self._db):
                found = _caller_of(known, key_of(known.books, digest))
            # Guessed keys would fill the house's memory.
            if not isinstance(found, Refusal):
                known.callers[digest] = found
        return found

    def _verdict(self, known: _Known, caller: Caller, at: int) -> Verdict:
        asked_at, found = known.verdicts.get(caller.key, (0, None))
        if found is None or not asked_at <= at < found.until:
            with _reading(self._db):
                found = verdict(known.books, caller.licence.licence, caller.key, at)
            known.verdicts[caller.key] = (at, found)
        return found

    def _refreshed(self) -> _Known:
        file = file_at(self._folder.database)
        if self._is_lost or file != self._file:  # tables that were rebuilt are another file
            fresh = open_books(self._folder)
            self._db.close()
            self._db, self._file, self._is_lost = fresh, file, False
            self._known = _Known(-1, 0, TableBooks(self._db))
        try:
            size, at = self._db.execute(_HEAD).fetchone() or (0, 0)
        except Exception:
            self._is_lost = True  # of either store; opened afresh for the next call
            raise
        if (size, at) != (self._known.size, self._known.at):
            self._known = _Known(size, at, TableBooks(self._db))
        return self._known


@contextmanager
def _reading(database: Database) -> Iterator[None]:
    """One moment of the books for several questions."""
    database.begin_reading()
    try:
        yield
    finally:
        database.rollback()


def _caller_of(known: _Known, key: ApiKey | None) -> Caller | Refusal:
    licence = known.books.get(Licence, key.licence) if key is not None else None
    # Here too, since looking a use up asks for nothing else.
    if key is None or licence is None or key.revoked_at >= 0:
        return Refusal(
            "licensing.key_unknown", ARTICLE,
            "This key is unknown, revoked, or of another licence.",
            "Ask the co-operative for a key of this licence.",
        )  # fmt: skip
    model = known.books.get(Model, licence.model)
    assert model is not None, "a licence is granted for a model that exists"
    part_bp = charter_of(known.books).royalties.part_bp
    return Caller(licence, key.key, model, part_bp, awaited_by(known.books, model.model).members)
