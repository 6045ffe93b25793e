"""The columns of an annex as what they should hold: numbers, texts, or an amount for each member.

A column of an annex may hold numbers or texts; here it is one of them or an error. It judges no
line: whether somebody is a member, or was paid too much, is the business of rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from auzolan.record.annexes import Annex

MEMBER = "member"


def numbers(annex: Annex, name: str) -> list[int]:
    """A column of whole numbers.

    Raises:
        ValueError: there is no such column, or it holds a text.
    """
    column = annex.column(name)
    if not all(issubclass(kind, int) for kind in set(map(type, column))):
        raise ValueError(f"the column {name} of {annex.kind} holds whole numbers only")
    return list(cast("Sequence[int]", column))


def texts(annex: Annex, name: str) -> list[str]:
    """A column of texts.

    Raises:
        ValueError: there is no such column, or it holds a number.
    """
    column = annex.column(name)
    if not all(issubclass(kind, str) for kind in set(map(type, column))):
        raise ValueError(f"the column {name} of {annex.kind} holds texts only")
    return list(cast("Sequence[str]", column))


def amounts_by_member(annex: Annex, *, kind: str, amount: str) -> dict[str, int]:
    """An annex that says of each member how much, and nothing else.

    Args:
        annex: with the columns member and `amount`, which it sums.
        kind: what it must be.
        amount: the name of the amount.
    Returns:
        Amounts above zero by member, in the order of the lines.
    Raises:
        ValueError: another kind or other columns, a member twice, or an amount not above zero.
    """
    expected = (kind, amount, tuple(sorted((amount, MEMBER))))
    if (annex.kind, annex.amount, annex.names) != expected:
        raise ValueError(
            f"{kind} has the columns {MEMBER} and {amount}, which it sums; "
            f"got {annex.kind} with {', '.join(annex.names)}"
        )
    members, amounts = texts(annex, MEMBER), numbers(annex, amount)
    found = dict(zip(members, amounts, strict=True))
    if len(found) != len(members) or min(amounts, default=0) <= 0:
        raise ValueError("each member stands once, with more than zero")
    return found
