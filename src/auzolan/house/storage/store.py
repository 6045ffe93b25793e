"""The port between the desk and a database: what both stores can do, and nothing of SQL's dialects.

A store opens no transaction on its own and knows no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from auzolan.audit.connection import Readable
from auzolan.foundation.books import Row, Scalar
from auzolan.house.storage.guards import Ledger

Values = Sequence[tuple[Scalar | bytes, ...]]
"""Rows as tuples, each in order of the columns."""

Columns = Sequence[Sequence[Scalar]]
"""Rows as columns of one length."""

NOT_NEW = "is not new"


class WriterWaits(Exception):
    """Another writer holds the store and did not give it back in time; nothing was written."""


class StoreReplaced(Exception):
    """The tables were rebuilt or restored since they were opened; writing here would be lost."""


class CommitUnknown(Exception):
    """The store was lost while it committed: what was sent may stand or not."""


class TryAgain(Exception):
    """The store could not put this transaction in order with others; it was undone."""


class Database(Readable, Protocol):
    """An open store of record and books, outside or inside one transaction."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def begin(self) -> None:
        """Open a transaction that writes, as the only writer.

        Raises:
            WriterWaits: another writer holds the store.
            StoreReplaced: it is no longer the one that was opened.
        """

    def begin_reading(self) -> None:
        """Open a transaction that sees the store as it is at its first question."""

    def commit(self) -> None:
        """Make what was written durable; it is on the disk when this returns.

        Raises:
            CommitUnknown: the connection broke, and nobody knows on which side of it.
            TryAgain: it was undone; the same work may succeed.
        """

    def rollback(self) -> None:
        """Undo what was written; nothing happens outside a transaction."""

    def fetch(self, row: type[Row], keys: Values) -> Iterable[tuple[Scalar, ...]]:
        """The rows of these keys, in no order; a key without a row gives none."""

    def together(self) -> AbstractContextManager[None]:
        """Within it, writings need not be answered one by one; their faults come at its end."""

    def insert(self, row: type[Row], values: Values) -> None:
        """Add rows that are new.

        Raises:
            AssertionError: a key is taken.
        """

    def upsert(self, row: type[Row], values: Values) -> None:
        """Write rows whole, new or in the place of those with their keys."""

    def move(self, ledger: Ledger, same: Mapping[str, Scalar], columns: Columns) -> None:
        """Write many postings and what they make of balances, under the guards of a set.

        Args:
            ledger: which; it names what varies within a set.
            same: the fields of a posting that have one value for all.
            columns: what varies, then the amount, then the balance; each key once.
        Raises:
            AssertionError: a key stands there twice.
        """

    def delete(self, row: type[Row], keys: Iterable[tuple[Scalar, ...]]) -> None:
        """Take rows away."""

    def append(self, table: str, names: tuple[str, ...], values: Values) -> None:
        """Add rows to a table of the record."""
