"""What a settlement writes down, as lines of annexes: by person, by submission, by batch.

It computes nothing beyond sums of what stands on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import Annex

SETTLED_PAY_KIND = "pay/2"
SUBMISSIONS_KIND = "settled/1"
PAID_KIND = "paid/1"


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One member's work as owed by a settlement; the columns of `pay/2`.

    Attributes:
        member: who.
        seconds: that the floor covers.
        accepted_seconds: of work that is accepted.
        paid_seconds: for which prices were meant.
        weight_centi: accepted seconds times job index in hundredths.
        items: that were accepted.
        pay_cents: prices, rounded up once.
        interest_cents: on prices that a wrong rejection held back, rounded up once.
        topup_cents: what lifts pay to the floor; below zero where a price takes its place.
        floor_cents: what the floor asks for `seconds`, rounded up.
    """

    member: str
    seconds: int
    accepted_seconds: int
    paid_seconds: int
    weight_centi: int
    items: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    floor_cents: int

    @property
    def owed_cents(self) -> int:
        """Pay, interest and top-up together."""
        return self.pay_cents + self.interest_cents + self.topup_cents


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """What a settlement counted of one submission; the columns of `settled/1`.

    Attributes:
        submission: its id.
        state: since.
        floor_period: within which it is held against the floor; empty for work that is not.
        seconds: counted now.
        hour_cents: the floor of an hour of them.
        owed_micro: of its price, 10^-6 of the currency.
    """

    submission: str
    state: str
    floor_period: str
    seconds: int
    hour_cents: int
    owed_micro: int


_PAY_NUMBERS = (
    "seconds", "accepted_seconds", "paid_seconds", "weight_centi", "items", "pay_cents",
    "interest_cents", "topup_cents", "floor_cents",
)  # fmt: skip
_SUBMISSION_TEXTS = ("submission", "state", "floor_period")
_SUBMISSION_NUMBERS = ("seconds", "hour_cents", "owed_micro")


def settled_pay_columns(lines: Sequence[SettledLine]) -> dict[str, list[int] | list[str]]:
    """The columns of a `pay/2` annex; `owed_cents` is its amount."""
    found: dict[str, list[int] | list[str]] = {"member": [line.member for line in lines]}
    for name in (*_PAY_NUMBERS, "owed_cents"):
        found[name] = [getattr(line, name) for line in lines]
    return found


def settled_pay_from_annex(annex: Annex) -> list[SettledLine]:
    """Read back what `settled_pay_columns` wrote.

    Raises:
        AssertionError: a line's sum differs from its parts.
        ValueError: a column is missing or of the wrong type.
    """
    columns = [numbers(annex, name) for name in _PAY_NUMBERS]
    lines = [SettledLine(*line) for line in zip(texts(annex, "member"), *columns, strict=True)]
    owed_cents = [line.owed_cents for line in lines]
    assert owed_cents == numbers(annex, "owed_cents"), "what is owed is pay, interest and top-up"
    return lines


def submission_columns(lines: Sequence[SubmissionLine]) -> dict[str, list[int] | list[str]]:
    """The columns of a `settled/1` annex; `owed_micro` is its amount."""
    return {
        name: [getattr(line, name) for line in lines]
        for name in (*_SUBMISSION_TEXTS, *_SUBMISSION_NUMBERS)
    }


def submissions_from_annex(annex: Annex) -> list[SubmissionLine]:
    """Read back what `submission_columns` wrote.

    Raises:
        ValueError: a column is missing or of the wrong type.
    """
    named = [texts(annex, name) for name in _SUBMISSION_TEXTS]
    counts = [numbers(annex, name) for name in _SUBMISSION_NUMBERS]
    return [SubmissionLine(*line) for line in zip(*named, *counts, strict=True)]


def paid_columns(batches: Sequence[str]) -> dict[str, list[str]]:
    """The column of a `paid/1` annex: rows that may pass the gate now."""
    return {"batch": list(batches)}


def paid_from_annex(annex: Annex) -> list[str]:
    """Read back what `paid_columns` wrote.

    Raises:
        ValueError: the column is missing or of the wrong type.
    """
    return texts(annex, "batch")
