"""Working on a draft before it is called: revise, endorse, withdraw, comment, answer.

All texts are sealed. What is drafted, and whether it may go on, the rules say.
"""

from __future__ import annotations

from auzolan.assembly.acts import Answer, Comment, Endorse, Revise, Withdraw
from auzolan.assembly.resolutions import Measure
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt

_UNKNOWN = "0" * 64


def revise(
    desk: Desk, *, member: str, proposal: str, measure: Measure, reasons: str
) -> Receipt | Refusal:
    """Put another measure in a draft's place, against the charter in force."""
    with reading(desk.folder) as now:
        in_force = now.books.get(CharterInForce, IN_FORCE)
    base = in_force.digest if in_force is not None else _UNKNOWN
    act = Revise(proposal, measure, base, UNSEALED)
    return ask(desk, drawn(desk, "revise"), member, act, {"reasons": reasons})


def endorse(desk: Desk, *, member: str, proposal: str) -> Receipt | Refusal:
    """Support a draft; once it is revised, a member may do so again."""
    return ask(desk, drawn(desk, "endorse"), member, Endorse(proposal))


def withdraw(desk: Desk, *, member: str, proposal: str) -> Receipt | Refusal:
    """Take one's own proposal back."""
    return ask(desk, named("withdraw-proposal", proposal), member, Withdraw(proposal))


def comment(desk: Desk, *, member: str, proposal: str, text: str) -> Receipt | Refusal:
    """Say something about a proposal, under one's name."""
    name = drawn(desk, "comment")
    return ask(desk, name, member, Comment(name, proposal, UNSEALED), {"text": text})


def answer(desk: Desk, *, member: str, comment: str, text: str) -> Receipt | Refusal:
    """Answer a comment, as the author of the proposal."""
    return ask(desk, named("answer", comment), member, Answer(comment, UNSEALED), {"text": text})
