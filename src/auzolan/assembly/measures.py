"""Measures: what a proposal would do, and whether it could be done at all.

A measure that could never be executed is refused before anybody votes on it. Executing it is the
business of the room that it concerns, which checks again on that day.
"""

from __future__ import annotations

from typing import assert_never

from auzolan.assembly.acts import (
    ChangeCharter,
    Dissolve,
    FillOffice,
    GrantLicence,
    Measure,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
)
from auzolan.charter.acts import Appoint, Recall
from auzolan.charter.articles import Charter
from auzolan.charter.clauses import amended, majority_needed
from auzolan.charter.distribution import Reason
from auzolan.charter.rules import decide_appoint, decide_recall
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import License
from auzolan.licensing.rules import decide_license
from auzolan.members.rules import guard_appointee
from auzolan.record.case import Case
from auzolan.treasury.capital.exit_rules import exit_refusal
from auzolan.treasury.capital.winding_up_rules import winding_up_voted
from auzolan.treasury.state import PLANNED, Plan


def power_of(measure: Measure) -> str:
    """The act that carries a measure out; its mandate gives exactly this power."""
    match measure:
        case ChangeCharter():
            return "charter.amend"
        case GrantLicence():
            return "licensing.grant"
        case ShareSurplus():
            return "treasury.distribute"
        case FillOffice():
            return "charter.appoint"
        case RecallOfficer():
            return "charter.recall"
        case SettleExit():
            return "treasury.open_exit"
        case Dissolve():
            return "treasury.wind_up"
        case _:
            assert_never(measure)


def majority_of(measure: Measure, charter: Charter) -> int:
    """The majority that a measure needs, in basis points of yes and no, to be exceeded.

    To put somebody out needs the greater majority: a narrow one could rid itself of the rest. So
    does the end, which nothing undoes.
    """
    if isinstance(measure, ChangeCharter):
        return majority_needed(charter, measure.changes)
    if isinstance(measure, Dissolve):
        return charter.decisions.entrenched_majority_bp
    if isinstance(measure, SettleExit) and measure.terms.reason == Reason.EXPULSION:
        return charter.decisions.entrenched_majority_bp
    return charter.decisions.majority_bp


def measure_refusal(books: Books, measure: Measure, case: Case) -> Refusal | None:
    """Why a measure could not be carried out even if all said yes, or None.

    Args:
        books: the state now.
        measure: what is proposed.
        case: the circumstances of the proposal.
    Returns:
        The first refusal; for all but a plan it is that of the act that would carry it out. What an
        exit comes to is restricted, and looked at on the day only.
    """
    match measure:
        case ChangeCharter(changes=changes):
            changed = amended(charter_of(books), changes)
            return changed if isinstance(changed, Refusal) else None
        case GrantLicence(terms=terms):
            # Granting has no effect of its own here: the licence's rule says whether it could be.
            granted = decide_license(books, License(mandate="", terms=terms), case)
            return granted if isinstance(granted, Refusal) else None
        case ShareSurplus():
            return _plan_refusal(books, measure)
        case FillOffice(office=office, holder=holder, days=days):
            appoint = Appoint("", office, holder, days)
            stands = guard_appointee(books, appoint, case)
            given = stands or decide_appoint(books, appoint, case)
            return given if isinstance(given, Refusal) else None
        case RecallOfficer(office=office, holder=holder):
            recalled = decide_recall(books, Recall("", office, holder), case)
            return recalled if isinstance(recalled, Refusal) else None
        case SettleExit(terms=exit_terms):
            return exit_refusal(books, exit_terms)
        case Dissolve(winding_up=winding_up, plan_digest=plan_digest):
            voted = winding_up_voted(books, winding_up, plan_digest)
            return voted if isinstance(voted, Refusal) else None
        case _:
            assert_never(measure)


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
