"""What members do together, and against a decision: petitions, challenges, pauses.

All reasons are sealed. How many must sign, and what follows, the rules say.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.assembly.acts import AddItem, Convene
from auzolan.assembly.petition_acts import (
    AgreeToPause,
    Challenge,
    DecideChallenge,
    KeepPause,
    Pause,
    Petition,
    Sign,
)
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.assembly.dry_run import lay_down_dry_run
from auzolan.house.rooms.assembly.flows import times_of
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt


def petition(
    desk: Desk, *, member: str, petition: str, kind: str, about: str, reasons: str
) -> Receipt | Refusal:
    """Begin a petition, signing it first; `about` is empty for one that asks for an assembly."""
    act = Petition(petition, kind, about, UNSEALED)
    return ask(desk, named("petition", petition), member, act, {"reasons": reasons})


def sign(desk: Desk, *, member: str, petition: str) -> Receipt | Refusal:
    """Sign a petition."""
    return ask(desk, drawn(desk, "sign"), member, Sign(petition))


def convene(
    desk: Desk, *, member: str, meeting: str, petition: str, agenda: Sequence[str],
    opens_at: int | None = None, second_call_at: int | None = None,
) -> Receipt | Refusal:  # fmt: skip
    """Give notice of the assembly that a carried petition asked for; times are as in `call`."""
    with reading(desk.folder) as now:
        dry_run = lay_down_dry_run(desk, now, agenda)
        opens_at, second_call_at = times_of(desk, now, opens_at, second_call_at)
    act = Convene(meeting, petition, tuple(agenda), opens_at, second_call_at, dry_run)
    return ask(desk, named("convene", meeting), member, act)


def add_item(
    desk: Desk, *, member: str, meeting: str, proposal: str, petition: str
) -> Receipt | Refusal:
    """Add the item that a carried petition asked for to the agenda of a called meeting."""
    with reading(desk.folder) as now:
        dry_run = lay_down_dry_run(desk, now, (proposal,))
    act = AddItem(meeting, proposal, petition, dry_run)
    return ask(desk, named("add-item", petition), member, act)


def challenge(
    desk: Desk, *, member: str, challenge: str, proposal: str, grounds: str
) -> Receipt | Refusal:
    """Challenge a certified decision."""
    act = Challenge(challenge, proposal, UNSEALED)
    return ask(desk, named("challenge", challenge), member, act, {"grounds": grounds})


def uphold(desk: Desk, *, actor: str, challenge: str, reasons: str) -> Receipt | Refusal:
    """Uphold a challenge, which annuls the decision."""
    act = DecideChallenge(challenge, upheld=True, reasons=UNSEALED)
    return ask(desk, named("decide", challenge), actor, act, {"reasons": reasons})


def dismiss(desk: Desk, *, actor: str, challenge: str, reasons: str) -> Receipt | Refusal:
    """Dismiss a challenge; the decision holds."""
    act = DecideChallenge(challenge, upheld=False, reasons=UNSEALED)
    return ask(desk, named("decide", challenge), actor, act, {"reasons": reasons})


def pause(
    desk: Desk, *, actor: str, pause: str, power: str, until_at: int, reasons: str
) -> Receipt | Refusal:
    """Ask for a pause of one kind of act, as the council."""
    act = Pause(pause, power, until_at, UNSEALED)
    return ask(desk, named("pause", pause), actor, act, {"reasons": reasons})


def agree_to_pause(desk: Desk, *, actor: str, pause: str) -> Receipt | Refusal:
    """Agree to a pause, as another organ."""
    return ask(desk, named("agree", pause), actor, AgreeToPause(pause))


def keep_pause(
    desk: Desk, *, actor: str, mandate: str, pause: str, until_at: int
) -> Receipt | Refusal:
    """Carry out the members' decision to keep a pause."""
    return ask(desk, named("keep", mandate), actor, KeepPause(mandate, pause, until_at))
