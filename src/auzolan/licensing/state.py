"""The rows of the licensing room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row


class Licence(Row, frozen=True, gc=False):
    """A licence with what has been used, accrued (micro-units, fee included) and paid (cents)."""

    KEY: ClassVar = ("licence",)
    INDEXES: ClassVar = (("model",),)

    licence: str
    licensee: str
    model: str
    purpose: str
    fee_cents: int
    price_micro: int
    predictions_max: int
    from_at: int
    until_at: int
    predictions: int
    accrued_micro: int
    paid_cents: int
    entry: int


class MeteredDay(Row, frozen=True, gc=False):
    """One day's reported use; a day is reported once."""

    KEY: ClassVar = ("licence", "day")

    licence: str
    day: str
    predictions: int
    entry: int
