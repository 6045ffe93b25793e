"""The vault's small tables: sealed openings, ballot tags, marks of rows, member ids at the door.

It is a database of its own, so that erasing here never touches the record. `secure_delete` makes
SQLite overwrite what is deleted; backups are another matter and have their own deadline.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from auzolan.audit.folder import Folder
from auzolan.house.storage.database import refusal_of
from auzolan.record.fields import Opening

_TABLES = """
CREATE TABLE IF NOT EXISTS sealed_opening (
    entry INTEGER NOT NULL, field TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (entry, field)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballot_tag (
    poll TEXT NOT NULL, member TEXT NOT NULL, tag TEXT NOT NULL,
    PRIMARY KEY (poll, member)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attendance (
    meeting TEXT NOT NULL, member TEXT NOT NULL,
    PRIMARY KEY (meeting, member)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS row_mark (
    mark BLOB NOT NULL, batch TEXT NOT NULL, PRIMARY KEY (mark, batch)) WITHOUT ROWID;
"""

_ASKED_AT_ONCE = 500


class Vault:
    """Opens the vault of a folder; every method is durable when it returns."""

    def __init__(self, folder: Folder) -> None:
        folder.vault.mkdir(mode=0o700, exist_ok=True)
        self._db = sqlite3.connect(
            folder.vault_database, isolation_level=None, timeout=30, check_same_thread=False
        )
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.executescript(_TABLES)
        except sqlite3.Error as fault:
            self._db.close()
            raise refusal_of(folder.vault_database, fault) from fault

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def keep_openings(self, openings: Iterable[tuple[int, Opening]]) -> None:
        """Keep what opens sealed fields, by entry; an orphan of a lost commit is overwritten."""
        rows = [(seq, one.name, one.salt, str(one.value)) for seq, one in openings]
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO sealed_opening VALUES (?, ?, ?, ?)", rows)

    def openings_of(self, entry: int) -> dict[str, Opening]:
        """What opens the sealed fields of an entry, as far as it has not been erased."""
        found = self._db.execute(
            "SELECT field, salt, value FROM sealed_opening WHERE entry = ?", (entry,)
        )
        return {name: Opening(name, salt, value) for name, salt, value in found}

    def openings_of_some(self, entries: Iterable[int]) -> dict[int, dict[str, Opening]]:
        """The same for many entries in few questions; an entry without any is left out."""
        wanted = sorted(set(entries))
        found: dict[int, dict[str, Opening]] = {}
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            some = wanted[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(some))
            query = (
                f"SELECT entry, field, salt, value FROM sealed_opening WHERE entry IN ({places})"  # noqa: S608
            )
            for entry, name, salt, value in self._db.execute(query, some):
                found.setdefault(entry, {})[name] = Opening(name, salt, value)
        return found

    def erase_opening(self, entry: int, field: str) -> None:
        """Destroy what opens one sealed field."""
        self._db.execute("DELETE FROM sealed_opening WHERE entry = ? AND field = ?", (entry, field))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep_tags(self, poll: str, tags: Mapping[str, str]) -> None:
        """Keep which member holds which one-time tag of a poll."""
        rows = [(poll, member, tag) for member, tag in sorted(tags.items())]
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM ballot_tag WHERE poll = ?", (poll,))
            self._db.executemany("INSERT INTO ballot_tag VALUES (?, ?, ?)", rows)

    def tags_of_member(self, member: str, polls: Iterable[str]) -> dict[str, str]:
        """Under which tags a member answers in some polls, by poll, as far as there is any."""
        wanted = sorted(set(polls))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            some = wanted[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT poll, tag FROM ballot_tag WHERE member = ? AND poll IN ({places})"  # noqa: S608
            found.update(self._db.execute(query, [member, *some]))
        return found

    def tag_of(self, poll: str, member: str) -> str | None:
        """The tag under which a member votes, or None where the map is gone or never was."""
        found = self._db.execute(
            "SELECT tag FROM ballot_tag WHERE poll = ? AND member = ?", (poll, member)
        ).fetchone()
        return found[0] if found else None

    def tags_of(self, poll: str, members: Sequence[str]) -> dict[str, str]:
        """The tags of these members, as far as the map holds them."""
        found: dict[str, str] = {}
        for start in range(0, len(members), _ASKED_AT_ONCE):
            some = members[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT member, tag FROM ballot_tag WHERE poll = ? AND member IN ({places})"  # noqa: S608
            found.update(self._db.execute(query, (poll, *some)).fetchall())
        return found

    def keep_attendance(self, meeting: str, member: str) -> None:
        """Keep that a member who gave a proxy votes herself at this meeting."""
        self._db.execute("INSERT OR IGNORE INTO attendance VALUES (?, ?)", (meeting, member))

    def has_attended(self, meeting: str, member: str) -> bool:
        """Whether a member who gave a proxy has voted herself at this meeting."""
        query = "SELECT 1 FROM attendance WHERE meeting = ? AND member = ?"
        return self._db.execute(query, (meeting, member)).fetchone() is not None

    def destroy_attendance(self, meeting: str) -> None:
        """Destroy who of those who gave a proxy voted herself, once the meeting is long over."""
        self._db.execute("DELETE FROM attendance WHERE meeting = ?", (meeting,))

    def destroy_tags(self, poll: str) -> int:
        """Destroy the map from members to tags once a result can no longer be challenged."""
        gone = self._db.execute("DELETE FROM ballot_tag WHERE poll = ?", (poll,)).rowcount
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def keep_marks(self, batch: str, marks: Iterable[bytes]) -> None:
        """Keep the keyed marks by which equal rows are found again."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT OR IGNORE INTO row_mark VALUES (?, ?)", [(mark, batch) for mark in marks]
            )

    def marks_known(self, marks: list[bytes]) -> set[bytes]:
        """Which of these marks a batch carries already."""
        known: set[bytes] = set()
        for start in range(0, len(marks), _ASKED_AT_ONCE):
            some = marks[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT mark FROM row_mark WHERE mark IN ({places})"  # noqa: S608
            known.update(mark for (mark,) in self._db.execute(query, some))
        return known

    def batches_of_marks(self, marks: list[bytes]) -> dict[bytes, str]:
        """The batch that carries each of these marks; marks that none carries are left out."""
        found: dict[bytes, str] = {}
        for start in range(0, len(marks), _ASKED_AT_ONCE):
            some = marks[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT mark, batch FROM row_mark WHERE mark IN ({places})"  # noqa: S608
            found.update(self._db.execute(query, some))
        return found

    def drop_marks(self, batch: str) -> None:
        """Forget the marks of a batch that was erased."""
        self._db.execute("DELETE FROM row_mark WHERE batch = ?", (batch,))
