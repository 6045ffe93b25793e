"""The sheets of work and of pay, as lines of an annex.

It judges no line: whether somebody is a member, or worked too long, is the business of `rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import Annex

WORK_KIND = "work/1"
PAY_KIND = "pay/1"
_WORK_NAMES = ("member", "pay_cents", "seconds")


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One member's work as agreed: whole seconds, and whole cents before any lifting."""

    member: str
    seconds: int
    pay_cents: int


@dataclass(frozen=True, slots=True)
class PayLine:
    """One member's work as owed; her job index in hundredths is the one at booking."""

    member: str
    seconds: int
    index_centi: int
    pay_cents: int
    topup_cents: int

    @property
    def owed_cents(self) -> int:
        """Pay and top-up together."""
        return self.pay_cents + self.topup_cents

    @property
    def weight_centi(self) -> int:
        """What these hours count in sharing a surplus: seconds times index."""
        return self.seconds * self.index_centi


def work_from_annex(annex: Annex) -> list[WorkLine]:
    """Read a sheet of work.

    Args:
        annex: kind `work/1`, columns member, pay_cents (the amount), seconds.
    Returns:
        Its lines, in the annex's order.
    Raises:
        ValueError: another kind, other columns, or a column of the wrong type.
    """
    if (annex.kind, annex.amount, annex.names) != (WORK_KIND, "pay_cents", _WORK_NAMES):
        raise ValueError(
            f"a {WORK_KIND} sheet has the columns {', '.join(_WORK_NAMES)} and sums pay_cents; "
            f"got {annex.kind} with {', '.join(annex.names)}, summing {annex.amount or 'nothing'}"
        )
    columns = (texts(annex, "member"), numbers(annex, "seconds"), numbers(annex, "pay_cents"))
    return [WorkLine(*line) for line in zip(*columns, strict=True)]


def pay_columns(lines: Sequence[PayLine]) -> dict[str, list[int] | list[str]]:
    """The columns of a `pay/1` annex; `owed_cents` is its amount."""
    return {
        "member": [line.member for line in lines],
        "seconds": [line.seconds for line in lines],
        "index_centi": [line.index_centi for line in lines],
        "pay_cents": [line.pay_cents for line in lines],
        "topup_cents": [line.topup_cents for line in lines],
        "owed_cents": [line.owed_cents for line in lines],
    }


def pay_from_annex(annex: Annex) -> list[PayLine]:
    """Read back what `pay_columns` wrote.

    Raises:
        AssertionError: a line's sum differs from its parts.
        ValueError: a column is missing or of the wrong type.
    """
    columns = (
        texts(annex, "member"),
        numbers(annex, "seconds"),
        numbers(annex, "index_centi"),
        numbers(annex, "pay_cents"),
        numbers(annex, "topup_cents"),
    )
    lines = [PayLine(*line) for line in zip(*columns, strict=True)]
    owed_cents = [line.owed_cents for line in lines]
    assert owed_cents == numbers(annex, "owed_cents"), "what is owed is pay and top-up together"
    return lines
