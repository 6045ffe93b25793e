"""Voting at a door, at the first click. What a ballot says stands in the vault alone.

Nothing here notes who voted when. A ranked poll takes the numbers of candidates in order.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, Name, Who
from auzolan.house.rooms.assembly import doing_choices as choices
from auzolan.house.rooms.assembly import flows
from auzolan.house.rooms.assembly.measure_forms import NameOrNone

Number = Annotated[str, Meta(pattern=r"\A[1-9][0-9]{0,2}\Z")]


class CastAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ballot: a word, or a ranking by number with the first choice first; and whose it is."""

    proposal: Name
    choice: Literal["yes", "no", "abstain", "blank", ""] = ""
    ranking: Annotated[tuple[Number, ...], Meta(max_length=100)] = ()
    on_behalf: NameOrNone = ""


def _cast(desk: Desk, who: Who, asked: CastAsked) -> Answer:
    if bool(asked.choice) == bool(asked.ranking):
        return Refusal(
            "assembly.ballot_empty", "house, assembly",
            "A ballot is yes, no, abstain or blank, or a ranking: one of them.",
            "Choose one answer, or rank at least one candidate.",
        )  # fmt: skip
    return flows.cast(
        desk, member=who.member, proposal=asked.proposal,
        choice=asked.choice or ",".join(asked.ranking), on_behalf=asked.on_behalf,
    )  # fmt: skip


VOTING: tuple[Doing[Any], ...] = (
    Doing("assembly.cast", CastAsked, _cast,
          choices={"proposal": choices.voting, "on_behalf": choices.givers},
          at_once=True, leads_to="decisions"),
)  # fmt: skip
