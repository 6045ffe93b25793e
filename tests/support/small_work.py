"""Submissions as rows, for tests about what comes after they were handed in."""

from __future__ import annotations

import msgspec

from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import ACCEPTED, PENDING, REJECTED, Submission
from auzolan.labour.work.acts import SettleWork, WorkSettled
from support.small_coop import AT, SmallCoop

HOUR = 3_600


def submission(name: str, member: str = "ana", **fields: object) -> Submission:
    """An hour of accepted work at 10.00, unless the fields say otherwise."""
    row = Submission(
        submission=name, log="log1", period="2026-q1", member=member,
        tag=name.encode().hex().ljust(32, "0")[:32], task="", work_class="work", basis="measured",
        seconds=HOUR, paid_seconds=HOUR, items=10, judgments=20, pay_micro=10_000_000, batch="",
        logged_at=AT, state=ACCEPTED, waits_since=AT, decided_at=AT, decided_by="m001", owing=1,
        entry=0,
    )  # fmt: skip
    return msgspec.structs.replace(row, **fields)


def waiting(name: str, member: str = "ana", **fields: object) -> Submission:
    """The same, not decided on yet."""
    undecided: dict[str, object] = {"state": PENDING, "decided_at": 0, "decided_by": ""}
    return submission(name, member, **(undecided | fields))


def rejected(name: str, member: str = "ana", **fields: object) -> Submission:
    """The same, turned down at the moment of the log."""
    turned_down: dict[str, object] = {"state": REJECTED, "rejected_at": AT}
    return submission(name, member, **(turned_down | fields))


def hand_in(coop: SmallCoop, *rows: Submission) -> None:
    """Put submissions into the books."""
    for row in rows:
        coop.books.put(row)


def overturn(coop: SmallCoop, name: str) -> None:
    """A panel has overturned a rejection: the work is accepted and owing again."""
    row = row_of(coop, name)
    coop.books.put(msgspec.structs.replace(row, state=ACCEPTED, owing=1))


def settle(coop: SmallCoop, work: str = "w1", period: str = "2026-q1") -> WorkSettled:
    """Settle all that is due."""
    fact = coop.done(SettleWork(work, period))
    assert isinstance(fact, WorkSettled)
    return fact


def row_of(coop: SmallCoop, name: str) -> Submission:
    """A submission as it stands."""
    row = coop.books.get(Submission, name)
    assert row is not None
    return row


def days_go(coop: SmallCoop, days: int) -> None:
    """Let days go by."""
    coop.at += days * DAY_MS
