"""Booking work: lay a sheet down, then hand in the act that names it. It measures nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from auzolan.foundation.books import Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, lay_down_once, named
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt
from auzolan.labour.acts import AssignIndex, RecordWork
from auzolan.labour.lines import WORK_KIND

Line: TypeAlias = tuple[str, int, int]
"""A member, whole seconds of work, the agreed pay in cents."""


def assign_index(
    desk: Desk, *, actor: str, member: str, index_centi: int, work_class: str = "",
    id: str | None = None,
) -> Receipt | Refusal:  # fmt: skip
    """Set the index by which a member's hours of a class weigh, or of all that have none of their own."""
    act = AssignIndex(member, index_centi, work_class)
    return ask(desk, id or drawn(desk, "index"), actor, act)


def record_work(
    desk: Desk, *, actor: str, work: str, period: str, lines: Sequence[Line]
) -> Receipt | Refusal:
    """Book a sheet of work; pay below the floor is lifted by the rule.

    Args:
        desk: the desk.
        actor: who holds the office of treasury.
        work: the id of the sheet.
        period: the open period.
        lines: one line a member.
    """
    columns: dict[str, Sequence[Scalar]] = {
        "member": [line[0] for line in lines],
        "seconds": [line[1] for line in lines],
        "pay_cents": [line[2] for line in lines],
    }
    identity = named("work", work)
    sheet = lay_down_once(desk, identity, WORK_KIND, columns, amount="pay_cents")
    return ask(desk, identity, actor, RecordWork(work, period, sheet))
