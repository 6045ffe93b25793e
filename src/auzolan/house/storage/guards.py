"""What the store itself refuses, beneath all rules: the promises of ledger and record as triggers.

History is only ever added to, at the end. When the head of the record moves, the legs of every new
entry sum to zero, none of them lies in a closed period, and each balance has changed by exactly
the sum of its new postings; by induction every balance is the sum of all its postings. Legs sum to
zero in each asset. An account keeps its name and what it counts; none that has a floor falls below
zero on its own side. Both stores hold the same promises, each in its own words.

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
from auzolan.treasury.accounts import DEBIT, GROUPS
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Period, Posting

GUARD = "the store's own guard"
"""How every refusal of a guard begins."""

SET_IS_EVEN = "a balance is the sum of its postings, and not below zero"
NAME_IS_KEPT = "an account keeps its name and what it counts"
SET_IS_NEW = "a set enters alone, once, and into an entry that is not sealed"
SET_IS_ONE = "what is one for a whole set is as its door says, in each of its postings"
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
        asset: the field of an account that says what it counts; within an entry and one asset the
            amounts sum to zero; empty where they need not.
        group: the field of an account that names its group, which says whether it has a floor and
            on which side; empty where all accounts have one, at zero.
        varies: the fields of the key that vary within a set of postings of one kind; none where
            postings are written one by one.
    """

    postings: type[Row]
    accounts: type[Row]
    key: tuple[str, ...]
    amount: str
    balance: str
    asset: str = ""
    group: str = ""
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

    @property
    def kept(self) -> tuple[str, ...]:
        """The fields of an account that never change: all but its balance."""
        return tuple(name for name in self.accounts.__struct_fields__ if name != self.balance)

    def changes(self, names: tuple[str, ...]) -> str:
        """The condition that an update gives one of these fields another value."""
        return " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in names)

    def is_other(self, rows: str, named: str) -> str:
        """What is found where a posting of a set is of another period or reason than its door."""
        names = (name for name in self.same if name not in self.set_key)
        other = " OR ".join(f'{rows}."{name}" <> {named}."{name}"' for name in names)
        ours = f"{table_name(self.postings)} AS {rows} WHERE {self.of_set(rows, named)}"
        return f"EXISTS (SELECT 1 FROM {ours} AND ({other}))"

    def is_below(self, row: str = "") -> str:
        """The condition that a balance is below zero, on the side on which its group grows."""
        balance = f'{row}"{self.balance}"'
        if not self.group:
            return f"{balance} < 0"
        found = []
        for side in sorted({group.side for group in GROUPS.values() if group.has_floor}):
            names = (name for name, one in GROUPS.items() if one.has_floor and one.side == side)
            listed = ", ".join(f"'{name}'" for name in names)
            sign = "<" if side == DEBIT else ">"
            found.append(f'({row}"{self.group}" IN ({listed}) AND {balance} {sign} 0)')
        return " OR ".join(found)

    def is_uneven(self, new: str) -> str:
        """What is found where the legs of an entry do not sum to zero in each asset.

        A leg whose account is not there counts as one of an asset of its own.
        """
        joined = " AND ".join(f'a."{name}" = p."{name}"' for name in self.key)
        return (
            f"EXISTS (SELECT 1 FROM {table_name(self.postings)} AS p "
            f"LEFT JOIN {table_name(self.accounts)} AS a ON {joined} WHERE {new} "
            f'GROUP BY p.entry, a."{self.asset}" HAVING SUM(p."{self.amount}") <> 0)'
        )

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
        return (
            f"EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS n, SUM({balance}) AS total, "
            f"MIN({balance}) AS least {all_there_are}) AS everybody, "
            f"(SELECT COUNT(*) AS n {ours}) AS members "
            f"WHERE {named}.total <> (CASE WHEN everybody.n = members.n THEN everybody.total "
            f"ELSE (SELECT SUM({balance}) {theirs} WHERE {self.of_set('p', named)}) END) OR everybody.least < 0)"
        )

    @property
    def same(self) -> tuple[str, ...]:
        """The fields of a posting that have one value for a whole set."""
        names = self.postings.__struct_fields__
        return tuple(name for name in names if name not in (*self.varies, self.amount))


LEDGERS = (
    Ledger(Posting, Account, ("account",), "amount", "balance", "asset", "group_name"),
    Ledger(
        MemberPosting, MemberAccount, ("member", "account"), "amount", "balance",
        varies=("member",),
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
