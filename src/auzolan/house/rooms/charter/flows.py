"""What a door does about the charter: carry out a change, an appointment or a recall that was voted."""

from __future__ import annotations

from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.articles import Change
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt
from auzolan.record.annexes import AnnexRef


def amend(
    desk: Desk, *, actor: str, mandate: str, changes: tuple[Change, ...],
    texts: AnnexRef | None = None,
) -> Receipt | Refusal:  # fmt: skip
    """Put the voted clauses in force, and the voted texts of articles."""
    return ask(desk, named("amend", mandate), actor, Amend(mandate, changes, texts))


def appoint(
    desk: Desk, *, actor: str, mandate: str, office: str, holder: str, days: int
) -> Receipt | Refusal:
    """Put the voted member into the office."""
    act = Appoint(mandate, office, holder, days)
    return ask(desk, named("appoint", mandate), actor, act)


def recall(desk: Desk, *, actor: str, mandate: str, office: str, holder: str) -> Receipt | Refusal:
    """Take the office from its holder, as voted."""
    return ask(desk, named("recall", mandate), actor, Recall(mandate, office, holder))
