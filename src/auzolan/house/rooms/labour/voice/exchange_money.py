"""The money of an exchange, from the movements on a member's accounts: what came and what left.

What an entry only moves between her accounts is nothing new and makes no line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from types import MappingProxyType

import msgspec

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.house.rooms.labour.paying.sheets_of_member import SheetOfMember
from auzolan.house.storage.reader import Reader
from auzolan.treasury.accounts import GROUPS, MICRO, PAYABLE, group_of
from auzolan.treasury.state import FundLot, MemberPosting

GAVE, RECEIVED, LEFT, COMMON = "gave", "received", "left", "common"

_WORK, _SURPLUS = "work", "surplus"
_OUT = MappingProxyType(
    {
        "paid": "to-your-bank", "returned": "came-back", "remittance": "tax",
        "unclaimed": "unclaimed", "loss": "loss", "exit": "deduction",
        "winding_up": "winding-up", "booking": "booking", "reversal": "booking",
    }
)  # fmt: skip
_IN = MappingProxyType(
    {
        "use": "royalties", "royalties": "royalties", "exit": "interest-on-capital",
        "winding_up": "winding-up", "booking": "booking", "reversal": "booking",
    }
)  # fmt: skip
_ALWAYS_OUT = frozenset({"paid", "returned"})
"""What concerns money on its way to her bank; what comes back is less that has left."""


class ExchangeLine(msgspec.Struct, frozen=True):
    """One line of an exchange.

    Attributes:
        side: `gave`, `received`, `left` (her accounts), `common` (for all), `seen` (a look at a
            figure of hers), `held` (a vote that she could take part in).
        kind: what it is.
        about: the sheet, batch, period or plan; may be empty.
        amount: in `unit`.
        unit: `EUR/2` for cents, `EUR/6` for millionths, `s`, `pieces`, `rows`, `items`, `labels`,
            `figures` or `people`.
        micro: the same in millionths where it moved her money, else 0; it counts in the sums.
        entry: where it stands.
        command: what shows or recomputes it.
    """

    side: str
    kind: str
    about: str
    amount: int
    unit: str
    micro: int
    entry: int
    command: str


def movements(reader: Reader, member: str) -> list[MemberPosting]:
    """The movements on a member's accounts, in order of entry."""
    return sorted(
        reader.rows(MemberPosting, member=member), key=lambda one: (one.entry, one.account)
    )


def micro_of(one: MemberPosting) -> int:
    """A movement in millionths of the currency, whatever its account counts in."""
    is_micro = GROUPS[group_of(one.account)].scale == MICRO
    return one.amount if is_micro else one.amount * MICRO_PER_CENT


def money_lines(
    moves: Sequence[MemberPosting], sheets: Sequence[SheetOfMember], currency: str
) -> list[ExchangeLine]:
    """The lines of money, in order of entry.

    Args:
        moves: all movements on a member's accounts.
        sheets: her lines of sheets of work, which say what each is made of.
        currency: of the books.
    Returns:
        Lines whose `micro` sums to what her accounts hold, those that left counted below zero.
    """
    by_entry: dict[int, list[MemberPosting]] = defaultdict(list)
    for one in moves:
        by_entry[one.entry].append(one)
    by_sheet = {sheet.work: sheet for sheet in sheets}
    lines: list[ExchangeLine] = []
    for entry in sorted(by_entry):
        lines += _lines_of_entry(by_entry[entry], by_sheet, currency)
    return lines


def _lines_of_entry(
    moves: Sequence[MemberPosting], sheets: dict[str, SheetOfMember], currency: str
) -> Iterator[ExchangeLine]:
    why, _, about = moves[0].why.partition(":")
    micro = sum(micro_of(one) for one in moves)
    line = _Line(about, moves[0].entry, currency, moves[0].member)
    if why == _WORK and about in sheets:
        sheet = sheets[about]
        assert sheet.owed_cents * MICRO_PER_CENT == micro, f"{about}: sheet and ledger differ"
        parts = {
            "pay": sheet.pay_cents, "interest": sheet.interest_cents, "topup": sheet.topup_cents,
        }  # fmt: skip
        yield from (line.cents(RECEIVED, kind, cents) for kind, cents in parts.items() if cents)
    elif why == _SURPLUS:
        for one in moves:
            kind = "surplus-cash" if one.account == PAYABLE else "surplus-capital"
            yield line.micro(RECEIVED, kind, micro_of(one))
    elif why == "contribution":
        yield line.micro(GAVE, "capital", micro)
    elif why in _ALWAYS_OUT or micro < 0:
        if micro:
            yield line.micro(LEFT, _OUT.get(why, "other"), -micro)
    elif micro:
        yield line.micro(RECEIVED, _IN.get(why, "other"), micro)


class _Line:
    """Makes the lines of one entry."""

    def __init__(self, about: str, entry: int, currency: str, member: str) -> None:
        self._about, self._entry, self._currency = about, entry, currency
        self._command = f"auzolan treasury statement {member} --format whole"

    def cents(self, side: str, kind: str, cents: int) -> ExchangeLine:
        """A line in whole cents."""
        return ExchangeLine(
            side=side, kind=kind, about=self._about, amount=cents, unit=f"{self._currency}/2",
            micro=cents * MICRO_PER_CENT, entry=self._entry, command=self._command,
        )  # fmt: skip

    def micro(self, side: str, kind: str, micro: int) -> ExchangeLine:
        """A line in cents where it is a whole number of them, else in millionths."""
        if micro % MICRO_PER_CENT == 0:
            return self.cents(side, kind, micro // MICRO_PER_CENT)
        return ExchangeLine(
            side=side, kind=kind, about=self._about, amount=micro, unit=f"{self._currency}/6",
            micro=micro, entry=self._entry, command=self._command,
        )  # fmt: skip


def commons_of(
    reader: Reader, moves: Sequence[MemberPosting], currency: str
) -> Iterator[ExchangeLine]:
    """What the surpluses that she had a part in put into funds for all, as education."""
    shared = {one.entry: one.why for one in moves if one.why.startswith(f"{_SURPLUS}:")}
    for lot in reader.rows(FundLot):
        if lot.entry in shared:
            yield ExchangeLine(
                side=COMMON, kind=lot.account.rpartition(":")[2], about=shared[lot.entry].partition(":")[2],
                amount=lot.amount_cents, unit=f"{currency}/2", micro=0, entry=lot.entry,
                command=f"auzolan record show {lot.entry}",
            )  # fmt: skip
