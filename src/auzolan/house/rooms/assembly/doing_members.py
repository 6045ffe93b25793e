"""What a member does in the assembly at a door, beside proposing and voting.

She endorses, comments and answers, stands, declares an interest, gives her proxy, and asks with others
for an assembly, an item, a confirming vote or a suspension. Whether she may, the rules say.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, LongText, Name, ShortText, Who
from auzolan.house.rooms.assembly import attending, drafting, petitioning
from auzolan.house.rooms.assembly import doing_choices as choices
from auzolan.house.rooms.assembly.clause_values import moment_from
from auzolan.house.rooms.assembly.doing_measures import short_id
from auzolan.house.rooms.assembly.measure_forms import NameOrNone
from auzolan.house.rooms.members.choosing import others


class ProposalAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which proposal."""

    proposal: Name


class MeetingAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which meeting."""

    meeting: Name


class CommentAsked(ProposalAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What somebody has to say about a proposal."""

    text: LongText


class AnswerAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the author answers to a comment."""

    comment: Name
    text: LongText


class ProxyAsked(MeetingAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who votes for somebody at a meeting."""

    holder: Name


class PetitionAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What members are to ask for together; `about` is empty for an assembly."""

    kind: Literal["call", "add_item", "confirm", "suspend"]
    about: NameOrNone = ""
    reasons: LongText


class SignAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which petition."""

    petition: Name


class ConveneAsked(SignAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The assembly that a petition asked for: its agenda in order, and when it opens."""

    agenda: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50)]
    opens: ShortText = ""
    second_call: ShortText = ""


class AddItemAsked(SignAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The item that a petition asked for, and the meeting on whose agenda it comes."""

    meeting: Name
    proposal: Name


class ChallengeAsked(ProposalAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a decision is wrong."""

    grounds: LongText


def _endorse(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return drafting.endorse(desk, member=who.member, proposal=asked.proposal)


def _withdraw(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return drafting.withdraw(desk, member=who.member, proposal=asked.proposal)


def _comment(desk: Desk, who: Who, asked: CommentAsked) -> Answer:
    return drafting.comment(desk, member=who.member, proposal=asked.proposal, text=asked.text)


def _answer(desk: Desk, who: Who, asked: AnswerAsked) -> Answer:
    return drafting.answer(desk, member=who.member, comment=asked.comment, text=asked.text)


def _nominate(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return attending.nominate(desk, member=who.member, proposal=asked.proposal)


def _stand_down(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return attending.stand_down(desk, member=who.member, proposal=asked.proposal)


def _declare(desk: Desk, who: Who, asked: ProposalAsked) -> Answer:
    return attending.declare_interest(desk, member=who.member, proposal=asked.proposal)


def _give_proxy(desk: Desk, who: Who, asked: ProxyAsked) -> Answer:
    return attending.give_proxy(desk, member=who.member, meeting=asked.meeting, holder=asked.holder)


def _revoke_proxy(desk: Desk, who: Who, asked: MeetingAsked) -> Answer:
    return attending.revoke_proxy(desk, member=who.member, meeting=asked.meeting)


def _petition(desk: Desk, who: Who, asked: PetitionAsked) -> Answer:
    return petitioning.petition(
        desk, member=who.member, petition=short_id(desk, "petition"), kind=asked.kind,
        about=asked.about, reasons=asked.reasons,
    )  # fmt: skip


def _sign(desk: Desk, who: Who, asked: SignAsked) -> Answer:
    return petitioning.sign(desk, member=who.member, petition=asked.petition)


def _convene(desk: Desk, who: Who, asked: ConveneAsked) -> Answer:
    opens_at, second_call_at = moment_from(asked.opens), moment_from(asked.second_call)
    if isinstance(opens_at, Refusal):
        return opens_at
    if isinstance(second_call_at, Refusal):
        return second_call_at
    return petitioning.convene(
        desk, member=who.member, meeting=short_id(desk, "meeting"), petition=asked.petition,
        agenda=asked.agenda, opens_at=opens_at, second_call_at=second_call_at,
    )  # fmt: skip


def _add_item(desk: Desk, who: Who, asked: AddItemAsked) -> Answer:
    return petitioning.add_item(
        desk, member=who.member, meeting=asked.meeting, proposal=asked.proposal,
        petition=asked.petition,
    )  # fmt: skip


def _challenge(desk: Desk, who: Who, asked: ChallengeAsked) -> Answer:
    return petitioning.challenge(
        desk, member=who.member, challenge=short_id(desk, "challenge"), proposal=asked.proposal,
        grounds=asked.grounds,
    )  # fmt: skip


MEMBERS: tuple[Doing[Any], ...] = (
    Doing("assembly.endorse", ProposalAsked, _endorse,
          choices={"proposal": choices.drafts}, leads_to="decisions"),
    Doing("assembly.withdraw", ProposalAsked, _withdraw,
          choices={"proposal": choices.own_open}, leads_to="decisions"),
    Doing("assembly.comment", CommentAsked, _comment,
          choices={"proposal": choices.discussed}, leads_to="decisions"),
    Doing("assembly.answer", AnswerAsked, _answer,
          choices={"comment": choices.unanswered}, leads_to="decisions"),
    Doing("assembly.nominate", ProposalAsked, _nominate,
          choices={"proposal": choices.elections}, leads_to="decisions"),
    Doing("assembly.stand_down", ProposalAsked, _stand_down,
          choices={"proposal": choices.elections}, leads_to="decisions"),
    Doing("assembly.declare_interest", ProposalAsked, _declare,
          choices={"proposal": choices.to_declare}, leads_to="decisions"),
    Doing("assembly.give_proxy", ProxyAsked, _give_proxy,
          choices={"meeting": choices.meetings_to_come, "holder": others},
          leads_to="decisions"),
    Doing("assembly.revoke_proxy", MeetingAsked, _revoke_proxy,
          choices={"meeting": choices.own_proxies}, leads_to="decisions"),
    Doing("assembly.petition", PetitionAsked, _petition,
          choices={"about": choices.petitioned}, leads_to="decisions"),
    Doing("assembly.sign", SignAsked, _sign,
          choices={"petition": choices.petitions}, leads_to="decisions"),
    Doing("assembly.convene", ConveneAsked, _convene,
          choices={"petition": choices.own_carried, "agenda": choices.admitted},
          leads_to="decisions"),
    Doing("assembly.add_item", AddItemAsked, _add_item,
          choices={"petition": choices.own_carried, "meeting": choices.meetings_to_come,
                   "proposal": choices.admitted}, leads_to="decisions"),
    Doing("assembly.challenge", ChallengeAsked, _challenge,
          choices={"proposal": choices.decided}, leads_to="decisions"),
)  # fmt: skip
