"""What the store itself refuses, beneath all rules: the promises of ledger and record as triggers.

History is only ever added to, at the end. When the head of the record moves, the legs of every new
entry sum to zero, none of them lies in a closed period, and each balance has changed by exactly
the sum of its new postings; by induction every balance is the sum of all its postings. No member's
balance is below zero. Both stores hold the same promises, each in its own words.

A large set of postings enters by a door of its own. While a row stands in the door's table, the
postings that it names are let in without a look at each; when the row says that it closes, a
trigger adds them all to the balances at once, so that these follow the postings by themselves, and
compares what they come to with what the rules have worked out. All other rows are watched one by
one as ever, and no entry is sealed while a door stands open.

A guard knows columns and no rule: who may post, and why, is not its matter. An owner of the
database can take guards away; that is what the audit is for.
"""

# ruff: noqa: S608  (all names are our own; no value is ever part of a text)

from __future__ import annotations

from dataclasses import dataclass

from auzolan.cooperative import ROWS
from auzolan.foundation.books import Row
from auzolan.foundation.tables import table_name
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Period, Posting

GUARD = "the store's own guard"
"""How every refusal of a guard begins."""

SET_IS_EVEN = "a balance is the sum of its postings, and not below zero"
SET_IS_NEW = "a set enters alone, once, and into an entry that is not sealed"
SET_IS_WHOLE = "a set that has begun is closed as it was opened"

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
    def door(self) -> str:
        """The table through which a set enters; outside of that it is empty."""
        return f"{self.moved}_door"

    @property
    def entered(self) -> str:
        """The table of the entries and periods of postings that the head has not passed yet."""
        return f"{self.moved}_entered"

    @property
    def set_key(self) -> tuple[str, ...]:
        """The fields that name a set: its entry, and of the key what does not vary within it."""
        return ("entry", *(name for name in self.key if name not in self.varies))

    def of_set(self, rows: str, named: str) -> str:
        """The condition that rows belong to the set that another row names."""
        return " AND ".join(f'{rows}."{name}" = {named}."{name}"' for name in self.set_key)

    def is_off(self, named: str) -> str:
        """What is found where the balances of a set are not what the rules say, or below zero.

        Where everybody with such an account is in the set, which is the common case, nobody has to
        be looked up by name: that costs five times as much.
        """
        postings, accounts = table_name(self.postings), table_name(self.accounts)
        fixed = (name for name in self.set_key if name in self.key)
        ours = f"FROM {postings} AS p WHERE {self.of_set('p', named)}"
        among = " AND ".join(f'a."{name}" = {named}."{name}"' for name in fixed)
        all_there_are = f"FROM {accounts} AS a WHERE {among}"
        joined = " AND ".join(f'a."{name}" = p."{name}"' for name in self.key)
        theirs = f"FROM {postings} AS p JOIN {accounts} AS a ON {joined}"
        balance = f'a."{self.balance}"'
        floor = " OR everybody.least < 0" if self.is_floored else ""
        return (
            f"EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS n, SUM({balance}) AS total, "
            f"MIN({balance}) AS least {all_there_are}) AS everybody, "
            f"(SELECT COUNT(*) AS n {ours}) AS members "
            f"WHERE {named}.total <> (CASE WHEN everybody.n = members.n THEN everybody.total "
            f"ELSE (SELECT SUM({balance}) {theirs} WHERE {self.of_set('p', named)}) END){floor})"
        )

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
