"""What the store itself refuses, beneath all rules: the promises of ledger and record as triggers.

History is only ever added to, at the end. When the head of the record moves, the legs of every new
entry sum to zero, none of them lies in a closed period, and each balance has changed by exactly
the sum of its new postings; by induction every balance is the sum of all its postings. No member's
balance is below zero. Both stores hold the same promises, each in its own words.

A large set of postings enters by a door of its own: it is staged, and one row in the door's table
makes a trigger look at all of it at once and write it. While that trigger runs, and only then, the
row by row watch of balances stands aside.

A guard knows columns and no rule: who may post, and why, is not its matter. An owner of the
database can take guards away; that is what the audit is for.
"""

# ruff: noqa: S608  (all names are our own; no value is ever part of a text)

from __future__ import annotations

from dataclasses import dataclass

from auzolan.cooperative import ROWS
from auzolan.foundation.books import Row
from auzolan.foundation.tables import listed, table_name
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Period, Posting

GUARD = "the store's own guard"
"""How every refusal of a guard begins."""

SET_IS_EVEN = "a balance is the sum of its postings, and not below zero"

ENTRY_FIELDS = ("entry", "seq")
"""What a history row may call the entry that wrote it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Postings and the balances that they move.

    Attributes:
        postings: the history rows; they have the fields `entry` and `period`.
        accounts: the rows with balances.
        key: the fields that name an account in both.
        amount, balance: the fields that hold the numbers.
        zero_by: within these fields the amounts sum to zero; none where they need not.
        is_floored: whether no balance may be below zero.
        varies: the fields of the key that vary within a set of postings of one kind; none where
            postings are written one by one.
    """

    postings: type[Row]
    accounts: type[Row]
    key: tuple[str, ...]
    amount: str
    balance: str
    zero_by: tuple[str, ...] = ()
    is_floored: bool = False
    varies: tuple[str, ...] = ()

    @property
    def moved(self) -> str:
        """The table of what balances and postings have moved apart in this transaction."""
        return f"guard_{table_name(self.accounts)}"

    @property
    def staged(self) -> str:
        """The table on which a set lies before it is looked at as a whole."""
        return f"{self.moved}_staged"

    @property
    def door(self) -> str:
        """The table through which a set enters; outside of that it is empty."""
        return f"{self.moved}_door"

    @property
    def uneven(self) -> str:
        """What is found in a staged set whose balances are not the old ones and their postings.

        It stands in the trigger of the door, where NEW is the row that holds what is the same.
        """
        joined = " AND ".join(f'a."{name}" = {value}' for name, value in self._key.items())
        floor = " OR s.balance < 0" if self.is_floored else ""
        return (
            f"EXISTS (SELECT 1 FROM {self.staged} AS s "
            f"LEFT JOIN {table_name(self.accounts)} AS a ON {joined} "
            f'WHERE s.balance <> COALESCE(a."{self.balance}", 0) + s.amount{floor})'
        )

    @property
    def taken_in(self) -> tuple[str, ...]:
        """The statements that write a staged set and close the door behind it."""
        varies, given = listed(self.varies), ", ".join(f'NEW."{name}"' for name in self.same)
        posted = (
            f"INSERT INTO {table_name(self.postings)} "
            f'({listed(self.same)}, {varies}, "{self.amount}") '
            f"SELECT {given}, {varies}, amount FROM {self.staged}"
        )
        balanced = (
            f'INSERT INTO {table_name(self.accounts)} ({listed(self.key)}, "{self.balance}") '
            f"SELECT {', '.join(self._key.values())}, s.balance FROM {self.staged} AS s WHERE TRUE "
            f'ON CONFLICT ({listed(self.key)}) DO UPDATE SET "{self.balance}" = '
            f'excluded."{self.balance}"'
        )
        return posted, balanced, f"DELETE FROM {self.door}"

    @property
    def _key(self) -> dict[str, str]:
        """Where the door's trigger finds each field of an account's key."""
        return {name: f'{"s" if name in self.varies else "NEW"}."{name}"' for name in self.key}

    @property
    def same(self) -> tuple[str, ...]:
        """The fields of a posting that have one value for a whole set."""
        names = self.postings.__struct_fields__
        return tuple(name for name in names if name not in (*self.varies, self.amount))


LEDGERS = (
    Ledger(Posting, Account, ("account",), "amount", "balance", zero_by=("entry",)),
    Ledger(
        MemberPosting, MemberAccount, ("member", "account"), "amount", "balance",
        is_floored=True, varies=("member",),
    ),
)  # fmt: skip
PERIODS = table_name(Period)
"""The table of periods: `closed` is the entry that closed one, or below zero."""


def entry_fields() -> dict[str, str]:
    """The tables that are only ever added to, each with the column that names its entry."""
    found = {"record_entry": "seq", "record_opening": "seq"}
    for row in ROWS:
        if row.HISTORY:
            names = row.__struct_fields__
            found[table_name(row)] = next(name for name in ENTRY_FIELDS if name in names)
    return found


def refusal(table: str, promise: str) -> str:
    """What a guard says, as text within SQL's quotes."""
    return f"{GUARD} of {table}: {promise}".replace("'", "''")
