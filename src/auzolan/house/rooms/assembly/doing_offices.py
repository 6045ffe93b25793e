"""What the holders of offices do in the assembly at a door: admit, call, open, close, count, decide.

A measure that passed is carried out here by the office that it needs; what it does was voted.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Day, Doing, LongText, Name, ShortText, Who
from auzolan.house.rooms.assembly import doing_choices as choices
from auzolan.house.rooms.assembly import flows, petitioning
from auzolan.house.rooms.assembly.clause_values import moment_from
from auzolan.house.rooms.assembly.doing_measures import short_id
from auzolan.house.rooms.assembly.doing_members import ProposalAsked
from auzolan.house.rooms.assembly.execution import execute

Organ = Literal["assembly", "council", "monitoring", "social", "appeals", "delegates"]
Act = Annotated[str, Meta(pattern=r"\A[a-z]+\.[a-z_]{1,40}\Z")]


class CallAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A meeting: its agenda in order, and its two calls, as soon as may be where nothing is said."""

    agenda: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50)]
    opens: ShortText = ""
    second_call: ShortText = ""
    organ: Organ = "assembly"


class DecideAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What becomes of a challenge, and why."""

    challenge: Name
    answer: Literal["uphold", "dismiss"]
    reasons: LongText


class PauseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which kind of act is to stop, until when, and why."""

    power: Act
    until: Day
    reasons: LongText


class AgreeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which pause."""

    pause: Name


def _admit(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return flows.admit(desk, actor=who.member, proposal=asked.proposal)


def _call(desk: Desk, who: Who, asked: CallAsked) -> Answer:
    opens_at, second_call_at = moment_from(asked.opens), moment_from(asked.second_call)
    if isinstance(opens_at, Refusal):
        return opens_at
    if isinstance(second_call_at, Refusal):
        return second_call_at
    return flows.call(
        desk, actor=who.member, meeting=short_id(desk, "meeting"), agenda=asked.agenda,
        organ=asked.organ, opens_at=opens_at, second_call_at=second_call_at,
    )  # fmt: skip


def _open(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return flows.open_poll(desk, actor=who.member, proposal=asked.proposal)


def _close(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return flows.close(desk, actor=who.member, proposal=asked.proposal)


def _certify(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return flows.certify(desk, actor=who.member, proposal=asked.proposal)


def _decide(desk: Desk, who: Who, asked: DecideAsked) -> Answer:
    decide = petitioning.uphold if asked.answer == "uphold" else petitioning.dismiss
    return decide(desk, actor=who.member, challenge=asked.challenge, reasons=asked.reasons)


def _pause(desk: Desk, who: Who, asked: PauseAsked) -> Answer:
    until_at = moment_from(asked.until)
    if isinstance(until_at, Refusal):
        return until_at
    assert until_at is not None, "the shape of what is asked holds a day"
    return petitioning.pause(
        desk, actor=who.member, pause=short_id(desk, "pause"), power=asked.power,
        until_at=until_at, reasons=asked.reasons,
    )  # fmt: skip


def _agree(desk: Desk, who: Who, asked: AgreeAsked) -> Answer:
    return petitioning.agree_to_pause(desk, actor=who.member, pause=asked.pause)


def _execute(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return execute(desk, actor=who.member, proposal=asked.proposal)


OFFICES: tuple[Doing[Any], ...] = (
    Doing("assembly.admit", ProposalAsked, _admit,
          choices={"proposal": choices.endorsed}, leads_to="decisions"),
    Doing("assembly.call", CallAsked, _call,
          choices={"agenda": choices.admitted}, leads_to="decisions"),
    Doing("assembly.open_poll", ProposalAsked, _open,
          choices={"proposal": choices.noticed}, leads_to="decisions"),
    Doing("assembly.close", ProposalAsked, _close,
          choices={"proposal": choices.voting}, leads_to="decisions"),
    Doing("assembly.certify", ProposalAsked, _certify,
          choices={"proposal": choices.counted}, leads_to="decisions"),
    Doing("assembly.decide_challenge", DecideAsked, _decide,
          choices={"challenge": choices.challenges}, leads_to="decisions"),
    Doing("assembly.pause", PauseAsked, _pause,
          choices={"power": choices.pausable}, leads_to="decisions"),
    Doing("assembly.agree_to_pause", AgreeAsked, _agree,
          choices={"pause": choices.pauses}, leads_to="decisions"),
    Doing("assembly.execute", ProposalAsked, _execute,
          choices={"proposal": choices.executable}, leads_to="decisions"),
)  # fmt: skip
