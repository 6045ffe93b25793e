"""The peer of `desk.py`: the package eventsourcing doing durable load-decide-save on SQLite.

It runs in an environment of its own, with the same pragmas as the desk (WAL, synchronous=FULL).
Its decision is the same question that ours ends with (is she a member, is the purpose known); it
checks no right, seals nothing, signs nothing and keeps no tables.

    _desk_peer.py fill FOLDER EVENTS
    _desk_peer.py measure FOLDER MEMBERS JOINED
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import eventsourcing.sqlite as peer_sqlite
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from _measure import obey

FILL_AT_ONCE = 1000
SEED = 20_250_101
PURPOSES = {"research", "commercial"}


class DurablePool(peer_sqlite.SQLiteConnectionPool):
    """The package's own pool, with the pragma that makes a commit durable in WAL mode."""

    def _create_connection(self) -> peer_sqlite.SQLiteConnection:
        made = super()._create_connection()
        made.cursor().execute("PRAGMA synchronous = FULL")
        return made


peer_sqlite.SQLiteConnectionPool = DurablePool


class Member(Aggregate):
    """A member and what she allows."""

    @event("Admitted")
    def __init__(self, member: str, contribution_cents: int) -> None:
        self.member = member
        self.contribution_cents = contribution_cents
        self.standing = "active"
        self.purposes: list[str] = []

    @staticmethod
    def create_id(member: str) -> UUID:
        return uuid5(NAMESPACE_URL, member)

    def grant(self, purposes: list[str]) -> None:
        """Decide first, then trigger the event."""
        if self.standing != "active" or not PURPOSES.issuperset(purposes):
            raise ValueError("refused")
        self.allow(purposes=purposes)

    @event("Granted")
    def allow(self, purposes: list[str]) -> None:
        self.purposes = purposes


def opened(path: Path) -> Application:
    path.mkdir(exist_ok=True)
    os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
    os.environ["SQLITE_DBNAME"] = str(path / "peer.db")
    app: Application = Application()
    with app.recorder.datastore.transaction(commit=False) as cursor:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
            cursor.execute(f"PRAGMA {pragma}")
            found = cursor.fetchone()[0]
            assert found == wanted, f"{pragma} is {found}"
    return app


def admit(app: Application, members: Sequence[str]) -> None:
    app.save(*[Member(member, 10_000) for member in members])


def grant(app: Application, pairs: Sequence[tuple[str, list[str]]]) -> None:
    loaded = []
    for member, purposes in pairs:
        found: Member = app.repository.get(Member.create_id(member))
        found.grant(purposes)
        loaded.append(found)
    app.save(*loaded)


def wishes(members: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for place in count():
        purposes = ["research"] if place % 2 else ["research", "commercial"]
        yield members[place % len(members)], purposes


def members_of(prefix: str, number: int) -> list[str]:
    return [f"{prefix}{place:07d}" for place in range(number)]


def fill(path: Path, events: int) -> None:
    app = opened(path)
    names = members_of("m", events // 2)
    for done in range(0, len(names), FILL_AT_ONCE):
        some = names[done : done + FILL_AT_ONCE]
        admit(app, some)
        grant(app, list(islice(wishes(some), len(some))))
    app.close()


def measure(path: Path, members: int, joined: int) -> None:
    app = opened(path)
    joining = (f"n{number:07d}" for number in count())
    names = members_of("m", members) + members_of("n", joined)
    random.Random(SEED).shuffle(names)
    sources = {"grants": wishes(names), "admissions": joining}
    obey(
        sources,
        {"grants": lambda some: grant(app, some), "admissions": lambda some: admit(app, some)},
    )
    app.close()


def main(arguments: Sequence[str]) -> None:
    verb, folder, *numbers = arguments
    {"fill": fill, "measure": measure}[verb](Path(folder), *map(int, numbers))


if __name__ == "__main__":
    main(sys.argv[1:])
