"""The meter's file: one line for each answered call, with what a retry and a segment need of it.

A file of its own, so that an answer never waits for the desk. It holds members' shares and licensees'
questions, so it is private, and forgets questions a month after their calls were recorded. It decides
nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from auzolan.foundation import canonical
from auzolan.licensing.use_shares import share_use

OPEN = 0
SET_ASIDE = -1
_WAIT_S = 30
_CHECKPOINT_PAGES = 4_000
"""SQLite copies its log back when it is this long: seldom, since some answer waits for it; but its
file is written over after that, which a disk does faster than letting it grow."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answered (
    id INTEGER PRIMARY KEY,
    licence TEXT NOT NULL,
    request TEXT NOT NULL,
    body TEXT NOT NULL,
    model TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    call TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    fee_micro INTEGER NOT NULL CHECK (fee_micro >= 0),
    members_micro INTEGER NOT NULL CHECK (members_micro BETWEEN 0 AND fee_micro),
    question BLOB,
    answer TEXT,
    salt BLOB NOT NULL,
    weights TEXT NOT NULL,
    shares_salt BLOB NOT NULL,
    segment INTEGER NOT NULL DEFAULT 0,
    UNIQUE (licence, request)
);
CREATE INDEX IF NOT EXISTS answered_segment ON answered (licence, segment);
CREATE INDEX IF NOT EXISTS answered_kept ON answered (licence, at) WHERE answer IS NOT NULL;
"""
_COLUMNS = (
    "licence, request, body, model, snapshot, call, at, fee_micro, members_micro, question, answer,"
    " salt, weights, shares_salt"
)
_WEIGHTS_AT = 12
_WEIGHTS = msgspec.json.Decoder(dict[str, int])


@dataclass(frozen=True, slots=True)
class Answered:
    """An answered call.

    Attributes:
        licence: under which.
        request: the licensee's name for the call (`Idempotency-Key`).
        body: SHA-256 of what she sent.
        model: the model that answered.
        snapshot: what the model learned from.
        call: its random name on the record, 32 hexadecimal digits.
        at: the moment at which it was metered.
        fee_micro: what it costs, in millionths.
        members_micro: the members' part of that.
        question: what she sent; None once it is forgotten.
        answer: what she got; None once it is forgotten.
        salt: of the digest that names question and answer on the record.
        weights: what each one's rows are worth for the answer, whole numbers above 0.
        shares_salt: of the digest that names the shares.
        segment: the segment it belongs to; `OPEN` or `SET_ASIDE`.
    """

    licence: str
    request: str
    body: str
    model: str
    snapshot: str
    call: str
    at: int
    fee_micro: int
    members_micro: int
    question: bytes | None
    answer: str | None
    salt: bytes
    weights: dict[str, int]
    shares_salt: bytes
    segment: int = OPEN

    @property
    def shares(self) -> dict[str, int]:
        """Millionths above 0 by member; they make the members' part."""
        return share_use(self.members_micro, self.weights, ())


class Journal:
    """The file of answered calls, over one connection; threads that share it take turns.

    Args:
        path: the file; made where missing, readable by the house alone.
    """

    def __init__(self, path: Path) -> None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        self._db = sqlite3.connect(
            path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
        )
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA secure_delete = ON")  # what is forgotten is not left in the file
        self._db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def begin(self) -> None:
        """Open a transaction that writes."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make what was written durable; it is on the disk when this returns."""
        self._db.execute("COMMIT")

    def rollback(self) -> None:
        """Undo what was written; nothing happens outside a transaction."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def add(self, one: Answered) -> None:
        """Add an answered call."""
        places = ",".join("?" * 14)
        self._db.execute(
            f"INSERT INTO answered ({_COLUMNS}) VALUES ({places})",  # noqa: S608
            (
                one.licence, one.request, one.body, one.model, one.snapshot, one.call, one.at,
                one.fee_micro, one.members_micro, one.question, one.answer, one.salt,
                _text_of(one.weights), one.shares_salt,
            ),
        )  # fmt: skip

    def by_request(self, licence: str, request: str) -> Answered | None:
        """The call that a licensee named so, or None."""
        return next(self._found("licence = ? AND request = ?", (licence, request)), None)

    def by_call(self, call: str) -> Answered | None:
        """The call of this name on the record, or None."""
        return next(self._found("call = ?", (call,)), None)

    def in_segment(self, licence: str, segment: int, most: int = -1) -> list[Answered]:
        """The calls of a segment, or those that are open, in the order in which they came."""
        return list(
            self._found("licence = ? AND segment = ? ORDER BY id LIMIT ?", (licence, segment, most))
        )

    def count_beyond(self, licence: str, segment: int) -> int:
        """How many calls are open or in a segment after this one."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM answered WHERE licence = ? AND (segment = 0 OR segment > ?)",
                (licence, segment),
            ).fetchone()[0]
        )

    def last_at(self, licence: str) -> int:
        """The moment of the last call under a licence, 0 where there is none."""
        found = self._db.execute(
            "SELECT at FROM answered WHERE licence = ? ORDER BY id DESC LIMIT 1", (licence,)
        ).fetchone()
        return int(found[0]) if found else 0

    def licences(self) -> list[str]:
        """The licences with calls that wait or whose questions are still kept, in order."""
        # An answer is forgotten only once its call is recorded or set aside.
        query = "SELECT DISTINCT licence FROM answered WHERE answer IS NOT NULL"
        found = self._db.execute(query)
        return sorted(str(licence) for (licence,) in found)

    def newest_segment(self, licence: str) -> int:
        """The highest segment that calls were put into, 0 where there is none."""
        query = "SELECT max(segment) FROM answered WHERE licence = ?"
        return max(0, int(self._db.execute(query, (licence,)).fetchone()[0] or 0))

    def count_in(self, licence: str, segment: int) -> int:
        """How many calls were put into a segment."""
        query = "SELECT count(*) FROM answered WHERE licence = ? AND segment = ?"
        return int(self._db.execute(query, (licence, segment)).fetchone()[0])

    def note_recorded(self, licence: str, segment: int, calls: Iterable[str]) -> None:
        """Note that calls stand in a segment on the record; those it does not know are left out."""
        self._db.executemany(
            "UPDATE answered SET segment = ? WHERE licence = ? AND call = ?",
            [(segment, licence, call) for call in calls],
        )

    def put_into(self, segment: int, calls: Iterable[Answered]) -> None:
        """Put calls into a segment, with the members' part as it is given here."""
        self._db.executemany(
            "UPDATE answered SET segment = ?, members_micro = ? WHERE call = ?",
            [(segment, one.members_micro, one.call) for one in calls],
        )

    def set_aside(self, calls: Sequence[str]) -> None:
        """Take calls out for good: they are neither recorded nor charged."""
        self._db.executemany(
            "UPDATE answered SET segment = -1 WHERE call = ?", [(call,) for call in calls]
        )

    def forget(self, licence: str, *, segment: int, before: int) -> int:
        """Forget questions and answers of recorded calls that are older; gives how many."""
        done = self._db.execute(
            "UPDATE answered SET question = NULL, answer = NULL WHERE licence = ? AND at < ? "
            "AND (segment BETWEEN 1 AND ? OR segment = -1) AND answer IS NOT NULL",
            (licence, before, segment),
        )
        return done.rowcount

    def _found(self, where: str, values: tuple[object, ...]) -> Iterator[Answered]:
        query = f"SELECT {_COLUMNS}, segment FROM answered WHERE {where}"  # noqa: S608
        for row in self._db.execute(query, values):
            fields: list[Any] = list(row)
            fields[_WEIGHTS_AT] = _WEIGHTS.decode(fields[_WEIGHTS_AT])
            yield Answered(*fields)


def _text_of(weights: dict[str, int]) -> str:
    return canonical.encode(weights).decode()
