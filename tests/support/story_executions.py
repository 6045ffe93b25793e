"""The sentences about carrying decisions out, to the letter or otherwise.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from msgspec.structs import replace

from auzolan.assembly.resolutions import (
    ChangeCharter,
    Dissolve,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.articles import Change
from auzolan.licensing.acts import License
from auzolan.treasury.capital.winding_up_acts import WindUp
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.acts import Distribute
from support import story_exits, story_groups
from support.story_decisions import mandate_of
from support.story_people import ACTS
from support.story_teller import Teller
from support.story_text import StoryError

says = ACTS.says


@says("{who:who} carries out {proposal:thing}")
def carries_out(t: Teller, who: str, proposal: str) -> None:  # noqa: C901 - a case a measure
    mandate, measure = mandate_of(t, proposal), t.measures[proposal]
    match measure:
        case ChangeCharter():
            t.ask(who, Amend(mandate, measure.changes))
        case GrantLicence():
            t.ask(who, License(mandate, measure.terms))
        case ShareSurplus():
            t.ask(who, Distribute(mandate, measure.plan, measure.plan_digest))
        case FillOffice(office=office, holder=holder, days=days):
            t.ask(who, Appoint(mandate, office, holder, days))
        case RecallOfficer(office=office, holder=holder):
            t.ask(who, Recall(mandate, office, holder))
        case SettleExit(terms=terms):
            story_exits.open_exit(t, who, proposal, mandate, terms)
        case Dissolve(winding_up=winding_up, plan_digest=plan_digest):
            t.ask(who, WindUp(mandate, winding_up, plan_digest))
        case StrikeUses(terms=terms):
            story_groups.strike(t, who, mandate, terms)
        case EndStrikeVote(strike=strike):
            story_groups.end_strike(t, who, mandate, strike)
        case GroupDecides(decision=decision):
            story_groups.decide_for_group(t, who, mandate, decision)
        case _:
            raise StoryError(f"{t.place}: nothing carries {proposal} out")


@says("{who:who} changes {clause:clause} to {value:count} by the vote on {proposal:thing}")
def changes_by(t: Teller, who: str, clause: str, value: int, proposal: str) -> None:
    t.ask(who, Amend(mandate_of(t, proposal), (Change(clause, value),)))


@says("{who:who} changes {clause:clause} to {value:count} without a vote")
def changes_unasked(t: Teller, who: str, clause: str, value: int) -> None:
    t.ask(who, Amend("none", (Change(clause, value),)))


@says("{who:who} shares {plan:thing} by the vote on {proposal:thing}")
def shares(t: Teller, who: str, plan: str, proposal: str) -> None:
    digest = t.row(Plan, plan).plan_digest
    t.ask(who, Distribute(mandate_of(t, proposal), plan, digest))


@says("{who:who} grants the licence {licence:thing} of {proposal:thing} for {fee:money} instead")
def licenses_otherwise(t: Teller, who: str, licence: str, proposal: str, fee: int) -> None:
    measure = t.measures[proposal]
    if not isinstance(measure, GrantLicence) or measure.terms.licence != licence:
        raise StoryError(f"{t.place}: {proposal} is no proposal of the licence {licence}")
    terms = replace(measure.terms, fee_cents=fee)
    t.ask(who, License(mandate_of(t, proposal), terms))
