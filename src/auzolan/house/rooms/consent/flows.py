"""What a door does about consent: hand the member's word to the desk, each time under a new id.

It decides nothing. A caller who may have to ask twice gives an id of its own, and gives it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.consent.acts import Grant, Withdraw
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt, Submission


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member allows for her rows of a kind: exactly these purposes."""

    member: str
    kind: str
    purposes: tuple[str, ...]


def grant(
    desk: Desk, *, member: str, kind: str, purposes: Sequence[str], id: str | None = None
) -> Receipt | Refusal:
    """Allow exactly these purposes from now on."""
    act = Grant(member, kind, tuple(purposes))
    return ask(desk, id or drawn(desk, "grant"), member, act)


def grant_all(desk: Desk, wishes: Sequence[Wish]) -> list[Receipt | Refusal]:
    """Hand in the grants of many members, each her own act, in one transaction."""
    return desk.submit(
        [
            Submission(drawn(desk, "grant"), one.member, Grant(one.member, one.kind, one.purposes))
            for one in wishes
        ]
    )


def withdraw(
    desk: Desk, *, member: str, kind: str, guardian: str = "", id: str | None = None
) -> Receipt | Refusal:
    """Stop all use of her rows of a kind, at once; a guardian asks for a minor."""
    act = Withdraw(member, kind, guardian)
    return ask(desk, id or drawn(desk, "withdraw"), act.person(), act)
