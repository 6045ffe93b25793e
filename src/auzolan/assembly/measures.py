"""Measures: what a proposal would do, and whether it could be done at all.

A measure that could never be executed is refused before anybody votes on it. Executing it is the
business of the room that it concerns, which checks again on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import assert_never

import msgspec

from auzolan.assembly.elections import election_refusal
from auzolan.assembly.pause_rules import keep_refusal
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.charter.acts import Appoint, Recall
from auzolan.charter.amending import amendment_of
from auzolan.charter.article import Tier
from auzolan.charter.organs import organ_of
from auzolan.charter.rules import decide_appoint, decide_recall
from auzolan.charter.state import charter_of
from auzolan.consent.chartering import unknown_words
from auzolan.consent.group_decisions import group_vote_refused
from auzolan.consent.strike_rules import strike_end_refused, strike_refused
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import License
from auzolan.licensing.rules import decide_license
from auzolan.members.rules import guard_appointee
from auzolan.record.case import Case
from auzolan.treasury.capital.exit_rules import exit_refusal
from auzolan.treasury.capital.winding_up_rules import winding_up_voted
from auzolan.treasury.state import PLANNED, Plan

_DECODER: msgspec.json.Decoder[Measure] = msgspec.json.Decoder(Measure)


def measure_text(measure: Measure) -> str:
    """A measure's canonical text, as the books keep it."""
    return canonical.encode(measure).decode()


@lru_cache(maxsize=256)
def measure_from_text(text: str) -> Measure:
    """Read a measure from its canonical text."""
    return canonical.decode(text.encode(), _DECODER)


_POWERS: Mapping[type[Measure], str] = MappingProxyType(
    {
        ChangeCharter: "charter.amend", GrantLicence: "licensing.grant",
        ShareSurplus: "treasury.distribute", FillOffice: "charter.appoint",
        RecallOfficer: "charter.recall", SettleExit: "treasury.open_exit",
        Dissolve: "treasury.wind_up", RatifyPause: "assembly.keep_pause",
        StrikeUses: "consent.strike", EndStrikeVote: "consent.end_strike",
        GroupDecides: "consent.decide_for_group", Elect: "", Choose: "", Restructure: "",
    }
)  # fmt: skip


def power_of(measure: Measure) -> str:
    """The act that carries a measure out; empty where its result is the end of it."""
    return _POWERS[type(measure)]


def concerned_by(measure: Measure) -> frozenset[str]:
    """Whom a measure is about, so that they have no vote on it; candidates keep theirs."""
    match measure:
        case FillOffice(holder=holder) | RecallOfficer(holder=holder):
            return frozenset({holder})
        case _:
            return frozenset()


def tier_of(books: Books, measure: Measure, case: Case) -> int | Refusal:
    """The one tier of a measure, which says how hard it is to carry, or why it cannot be done.

    Args:
        books: the state now.
        measure: what is proposed.
        case: the circumstances of the proposal.
    Returns:
        That of the articles it changes; 4 for offices that are no organ, which a council may fill;
        3 for all else. Or the refusal of `measure_refusal`.
    Source: charter, its tiers; article on decisions.
    """
    if isinstance(measure, ChangeCharter):
        found = amendment_of(books, measure.changes, measure.texts, case)
        if isinstance(found, Refusal):
            return found
        return unknown_words(found.charter) or int(found.tier)
    refusal = measure_refusal(books, measure, case)
    if refusal is not None:
        return refusal
    is_order = isinstance(measure, FillOffice | RecallOfficer) and not organ_of(measure.office)
    return int(Tier.ORDER if is_order else Tier.POLICY)


def measure_refusal(  # noqa: C901, PLR0912 - a case a measure
    books: Books, measure: Measure, case: Case
) -> Refusal | None:
    """Why a measure could not be carried out even if all said yes, or None.

    Args:
        books: the state now.
        measure: what is proposed.
        case: the circumstances of the proposal.
    Returns:
        The first refusal; where an act would carry it out, that of the act. What an exit comes to
        is restricted, and looked at on the day only.
    """
    match measure:
        case ChangeCharter(changes=changes, texts=texts):
            found = amendment_of(books, changes, texts, case)
            return found if isinstance(found, Refusal) else unknown_words(found.charter)
        case GrantLicence(terms=terms):
            # Granting has no effect of its own here: the licence's rule says whether it could be.
            return _refusal_in(decide_license(books, License(mandate="", terms=terms), case))
        case ShareSurplus():
            return _plan_refusal(books, measure)
        case FillOffice(office=office, holder=holder, days=days):
            appoint = Appoint("", office, holder, days)
            stands = guard_appointee(books, appoint, case)
            return stands or _refusal_in(decide_appoint(books, appoint, case))
        case RecallOfficer(office=office, holder=holder):
            return _refusal_in(decide_recall(books, Recall("", office, holder), case))
        case SettleExit(terms=exit_terms):
            return exit_refusal(books, exit_terms)
        case Dissolve(winding_up=winding_up, plan_digest=plan_digest):
            voted = winding_up_voted(books, winding_up, plan_digest)
            return voted if isinstance(voted, Refusal) else None
        case Elect():
            return election_refusal(books, measure, case.at)
        case Choose():
            return _options_refusal(books, measure)
        case Restructure():
            return None
        case RatifyPause():
            return keep_refusal(books, measure.pause, measure.until_at, case.at)
        case StrikeUses(terms=strike_terms):
            return strike_refused(books, strike_terms, case.at)
        case EndStrikeVote(strike=strike):
            return strike_end_refused(books, strike, case.at)
        case GroupDecides(decision=decision):
            return group_vote_refused(books, decision, case.at)
        case _:
            assert_never(measure)


def _refusal_in(answer: object) -> Refusal | None:
    return answer if isinstance(answer, Refusal) else None


def _plan_refusal(books: Books, measure: ShareSurplus) -> Refusal | None:
    article = f"Art. {charter_of(books).decisions.number}"
    plan = books.get(Plan, measure.plan)
    if plan is None:
        return Refusal(
            "assembly.plan_unknown", article,
            f"There is no plan {measure.plan} for a surplus.",
            "Ask the treasury to work out the plan first.",
        )  # fmt: skip
    if plan.plan_digest != measure.plan_digest:
        return Refusal(
            "assembly.plan_differs", article,
            f"The plan {measure.plan} has the digest {plan.plan_digest[:12]}, "
            f"not {measure.plan_digest[:12]}.",
            "Propose the plan as it stands on the record.",
        )  # fmt: skip
    if plan.state != PLANNED:
        return Refusal(
            "assembly.plan_done", article,
            f"The plan {measure.plan} is {plan.state} already.",
            "There is nothing left to decide about it.",
        )  # fmt: skip
    return None


def _options_refusal(books: Books, measure: Choose) -> Refusal | None:
    if len(set(measure.options)) == len(measure.options):
        return None
    return Refusal(
        "assembly.option_twice", f"Art. {charter_of(books).decisions.number}",
        "One option is listed twice, so that its votes would be split.",
        "List each option once.",
    )  # fmt: skip
