"""What the store itself refuses, beneath all rules: the promises of ledger and record as triggers.

History is only ever added to, at the end. When the head of the record moves, the legs of every new
entry sum to zero, none of them lies in a closed period, and each balance has changed by exactly
the sum of its new postings; by induction every balance is the sum of all its postings. No member's
balance is below zero. Both stores hold the same promises, each in its own words.

A guard knows columns and no rule: who may post, and why, is not its matter. An owner of the
database can take guards away; that is what the audit is for.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.cooperative import ROWS
from auzolan.foundation.books import Row
from auzolan.foundation.tables import table_name
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Period, Posting

GUARD = "the store's own guard"
"""How every refusal of a guard begins."""

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
    """

    postings: type[Row]
    accounts: type[Row]
    key: tuple[str, ...]
    amount: str
    balance: str
    zero_by: tuple[str, ...] = ()
    is_floored: bool = False

    @property
    def moved(self) -> str:
        """The table of what balances and postings have moved apart in this transaction."""
        return f"guard_{table_name(self.accounts)}"


LEDGERS = (
    Ledger(Posting, Account, ("account",), "amount", "balance", zero_by=("entry",)),
    Ledger(
        MemberPosting, MemberAccount, ("member", "account"), "amount", "balance",
        is_floored=True,
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
