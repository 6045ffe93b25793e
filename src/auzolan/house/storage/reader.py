"""Reading the books as of one moment, rows of history included: for pages and commands.

No rule reads through it, and it can write nothing. Since it sees one moment, what is asked twice is
answered from memory, as far as it is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import NamedTuple, TypeVar, cast

from auzolan.audit.folder import Folder
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation.books import Key, Row, Scalar, key_getter, order_of
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.lending import lent_books
from auzolan.house.storage.log import Head, Log
from auzolan.house.storage.schema import select_page, select_where
from auzolan.house.storage.store import Database
from auzolan.house.storage.together import TOGETHER_MAX, Question, rows_in, statement_of

R = TypeVar("R", bound=Row)

_ROWS_KEPT, _ANSWERS_KEPT, _ENTRIES_KEPT = 5_000, 500, 500
"""Longer answers, and what comes after so many, are asked for anew."""


class Told(NamedTuple):
    """That an entry is there: its number, the act with its version, its moment."""

    seq: int
    act: str
    at: int


class Reader:
    """The rows and entries of a folder, as they were when it was opened."""

    def __init__(self, folder: Folder, database: Database) -> None:
        self.folder = folder
        self.log = Log(database)
        self._db = database
        self._answers: dict[Question, Sequence[Row]] = {}
        self._entries: dict[int, AnyEntry] = {}
        self._bodies: dict[int, bytes] = {}
        self._told: dict[tuple[tuple[str, ...], int], Sequence[Told]] = {}
        self._head: Head | None = None
        self._books: TableBooks | None = None

    def rows(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows in which these fields have these values, in order of key."""
        question = (row, tuple(equals.items()))
        known = self._answers.get(question)
        if known is not None:
            return list(cast("Sequence[R]", known))
        wider = self._wider(row, equals)
        if wider is not None:
            return [
                one for one in wider
                if all(getattr(one, name) == value for name, value in equals.items())
            ]  # fmt: skip
        query = select_where(row, tuple(equals))
        answer = self._db.execute(query, tuple(equals.values()))
        found = _in_order(row, (row(*values) for values in answer))
        if len(found) <= _ROWS_KEPT and len(self._answers) < _ANSWERS_KEPT:
            self._answers[question] = tuple(found)
        return found

    def ask(self, *questions: Question) -> None:
        """Ask many questions in one statement, so that `rows` and `get` answer them from memory.

        It changes no answer: what was not asked for here is asked for when it is wanted.

        Args:
            questions: made by `asked`; narrow ones, since their answers are kept however long.
        """
        fresh = [one for one in dict.fromkeys(questions) if not self._is_known(one)]
        for start in range(0, len(fresh), TOGETHER_MAX):
            some = fresh[start : start + TOGETHER_MAX]
            found = rows_in(some, self._db.execute(*statement_of(some)))
            for question, values in zip(some, found, strict=True):
                row = question[0]
                self._answers[question] = _in_order(row, (row(*one) for one in values))

    def _is_known(self, question: Question) -> bool:
        row, equals = question
        return question in self._answers or self._wider(row, dict(equals)) is not None

    def _wider(self, row: type[R], equals: Mapping[str, Scalar]) -> Sequence[R] | None:
        """What was answered to a wider question, so that the rest is a matter of leaving out."""
        questions = [(row, ()), *((row, (field,)) for field in equals.items())]
        answers = [self._answers[one] for one in questions if one in self._answers]
        return cast("Sequence[R]", min(answers, key=len)) if answers else None

    def get(self, row: type[R], *key: Scalar) -> R | None:
        """The row of this key, or None."""
        found = self.rows(row, **dict(zip(row.KEY, key, strict=True)))
        return found[0] if found else None

    def page(
        self, row: type[R], equals: Mapping[str, Scalar], after: Sequence[Scalar], limit: int
    ) -> list[R]:
        """The next rows in which these fields have these values, in the order of the stored key.

        Args:
            row: the row type.
            equals: the fields that are asked for, and their values.
            after: the stored key of the last row that was seen; empty at the beginning.
            limit: how many at most.
        """
        query = select_page(row, tuple(equals), is_first=not after)
        values = (*equals.values(), *after, limit)
        return [row(*found) for found in self._db.execute(query, values)]

    def some(self, row: type[R], keys: Sequence[tuple[Scalar, ...]]) -> dict[tuple[Scalar, ...], R]:
        """The rows of these keys that there are, by key: one question instead of one each."""
        questions = {key: (row, tuple(zip(row.KEY, key, strict=True))) for key in keys}
        missing = [key for key in questions if not self._is_known(questions[key])]
        found = [row(*values) for values in self._db.fetch(row, missing)] if missing else []
        by_key = {tuple(getattr(one, name) for name in row.KEY): one for one in found}
        known = {key: self.get(row, *key) for key in questions.keys() - set(missing)}
        if len(self._answers) + len(missing) < _ANSWERS_KEPT:
            for key in missing:
                self._answers[questions[key]] = (by_key[key],) if key in by_key else ()
        return by_key | {key: one for key, one in known.items() if one is not None}

    def entry(self, seq: int) -> AnyEntry:
        """One entry.

        Raises:
            LookupError: there is none of this number.
        """
        return self._entries.get(seq) or self._kept(seq, self.log.body(seq))

    def body(self, seq: int) -> bytes:
        """The text of one entry.

        Raises:
            LookupError: there is none of this number.
        """
        return self._bodies.get(seq) or self.log.body(seq)

    def entries(self, seqs: Iterable[int]) -> dict[int, AnyEntry]:
        """Some entries by number, in few questions; one that is not there is left out."""
        wanted = sorted(set(seqs))
        missing = [seq for seq in wanted if seq not in self._entries]
        fresh = {seq: self._kept(seq, body) for seq, body in self.log.bodies(missing)}
        return {
            seq: one for seq in wanted if (one := fresh.get(seq) or self._entries.get(seq))
        }  # fmt: skip

    def entries_of(self, act: str, *, since: int = 0) -> Iterator[int]:
        """The numbers of the entries of one kind of act, from `since` on, in order."""
        return (one.seq for one in self.told((act,), since=since))

    def told(self, acts: Sequence[str], *, since: int = 0) -> Iterator[Told]:
        """The entries of some kinds of acts from `since` on, in order, without what they say."""
        places = ",".join("?" * len(acts))
        where = f"act IN ({places}) AND seq >= ?"
        query = f"SELECT seq, act, at FROM record_entry WHERE {where} ORDER BY seq"  # noqa: S608
        known = self._told.get((tuple(acts), since))
        if known is not None:
            return iter(known)
        told = (Told(*found) for found in self._db.execute(query, (*acts, since)))
        first = tuple(islice(told, _ROWS_KEPT))
        if len(first) < _ROWS_KEPT and len(self._told) < _ANSWERS_KEPT:
            self._told[tuple(acts), since] = first
        return chain(first, told)

    @property
    def books(self) -> TableBooks:
        """The same rows as a rule sees them; for reading only."""
        self._books = self._books or _BooksOfReader(self, self._db)
        return self._books

    def head(self) -> Head:
        """The end of the record."""
        self._head = self._head or self.log.head()
        return self._head

    def moments(self, seqs: Iterable[int]) -> dict[int, int]:
        """The moments of some entries, in few questions."""
        return dict(self.log.moments(sorted(set(seqs))))

    def _kept(self, seq: int, body: bytes) -> AnyEntry:
        found = read_entry(body)
        if len(self._entries) < _ENTRIES_KEPT:
            self._entries[seq], self._bodies[seq] = found, body
        return found


class _BooksOfReader(TableBooks):
    """Books whose rows are those of a reader, so that rules and pages ask for each of them once."""

    def __init__(self, reader: Reader, database: Database) -> None:
        super().__init__(database)
        self._reader = reader

    def get(self, row: type[R], key: Key) -> R | None:
        """The row of this key, or None."""
        self._readable(row)
        return self._reader.get(row, *order_of(key))

    def find(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows whose declared index equals these values, in order of key."""
        self._readable(row)
        self._search(row, equals)  # the same questions are allowed as anywhere else
        return self._reader.rows(row, **equals)


def _in_order(row: type[R], found: Iterable[R]) -> list[R]:
    """Rows in order of key."""
    key = key_getter(row)
    return sorted(found, key=lambda one: order_of(key(one)))


@contextmanager
def reader_of(folder: Folder) -> Iterator[Reader]:
    """Read a folder as of one moment, without holding up the desk.

    Raises:
        DatabaseRefused: there is no sound database in the folder.
    """
    with lent_books(folder) as books:
        yield Reader(folder, books)
