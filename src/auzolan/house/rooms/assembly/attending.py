"""What a member does about a meeting for herself: stand, declare an interest, give a proxy.

Whether she may, and until when, the rules say.
"""

from __future__ import annotations

from auzolan.assembly.acts import DeclareInterest, GiveProxy, Nominate, RevokeProxy, StandDown
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt


def nominate(desk: Desk, *, member: str, proposal: str) -> Receipt | Refusal:
    """Stand in an election, oneself."""
    return ask(desk, drawn(desk, "nominate"), member, Nominate(proposal))


def stand_down(desk: Desk, *, member: str, proposal: str) -> Receipt | Refusal:
    """Stand no longer, before the poll opens."""
    return ask(desk, drawn(desk, "stand-down"), member, StandDown(proposal))


def declare_interest(desk: Desk, *, member: str, proposal: str) -> Receipt | Refusal:
    """Say that one has an interest of one's own in a proposal, and so no vote on it."""
    return ask(desk, drawn(desk, "interest"), member, DeclareInterest(proposal))


def give_proxy(desk: Desk, *, member: str, meeting: str, holder: str) -> Receipt | Refusal:
    """Let another member vote in one's place at one meeting."""
    return ask(desk, drawn(desk, "proxy"), member, GiveProxy(meeting, holder))


def revoke_proxy(desk: Desk, *, member: str, meeting: str) -> Receipt | Refusal:
    """Take one's proxy back."""
    return ask(desk, drawn(desk, "revoke-proxy"), member, RevokeProxy(meeting))
