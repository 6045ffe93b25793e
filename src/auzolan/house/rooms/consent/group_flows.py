"""What a door does about groups: form, invite, join, leave; place a batch, and take it out.

It decides nothing. How a group votes is the business of the assembly.
"""

from __future__ import annotations

from auzolan.consent.group_acts import (
    FormGroup,
    InviteToGroup,
    JoinGroup,
    LeaveGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt


def form_group(desk: Desk, *, member: str, group: str, id: str | None = None) -> Receipt | Refusal:
    """Begin a group."""
    return ask(desk, id or drawn(desk, "form-group"), member, FormGroup(group, member))


def invite(
    desk: Desk, *, member: str, group: str, invited_by: str, id: str | None = None
) -> Receipt | Refusal:
    """Ask a member to join one's group."""
    act = InviteToGroup(group, member, invited_by)
    return ask(desk, id or drawn(desk, "invite"), invited_by, act)


def join(desk: Desk, *, member: str, group: str, id: str | None = None) -> Receipt | Refusal:
    """Join a group that has asked one to."""
    return ask(desk, id or drawn(desk, "join"), member, JoinGroup(group, member))


def leave(desk: Desk, *, member: str, group: str, id: str | None = None) -> Receipt | Refusal:
    """Leave a group at once, with one's rows."""
    return ask(desk, id or drawn(desk, "leave-group"), member, LeaveGroup(group, member))


def place(
    desk: Desk, *, member: str, batch: str, group: str, id: str | None = None
) -> Receipt | Refusal:
    """Put a batch among the rows of one's group."""
    return ask(desk, id or drawn(desk, "place"), member, PlaceBatch(batch, group, member))


def take_out(desk: Desk, *, member: str, batch: str, id: str | None = None) -> Receipt | Refusal:
    """Take a batch out of its group."""
    return ask(desk, id or drawn(desk, "take-out"), member, TakeBatchOut(batch, member))
