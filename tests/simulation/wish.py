"""A wish: a submission with what a model cannot see in it, and what a yes to it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auzolan.assembly.resolutions import (
    ChangeCharter,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.house.submission import Receipt, Submission
from auzolan.licensing.acts import LicenceTerms

Take = Callable[[Receipt], None]
Lines = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A submission, with what the model cannot see in it.

    Attributes:
        submission: what goes to both desks.
        lines: the lines of the annex that the act names, by member or tag.
        is_sound: False where it has no act's shape, or names an annex that is not there.
        is_proven: False where a signature does not fit the act.
        table: the lines of an annex that holds more than amounts, in its order.
    """

    submission: Submission
    lines: Lines | None = None
    is_sound: bool = True
    is_proven: bool = True
    table: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        """The name of the act, without its version."""
        return str(type(self.submission.act).__struct_config__.tag).rpartition("/")[0]


def what_of(measure: Measure) -> object:
    """The content of a measure, to be compared as it is."""
    match measure:
        case ChangeCharter(changes=changes):
            return tuple((one.clause, one.value) for one in changes)
        case GrantLicence(terms=terms) | StrikeUses(terms=terms):
            return tuple(sorted(terms_of(terms).items()))
        case EndStrikeVote(strike=said) | GroupDecides(decision=said):
            return said
        case ShareSurplus():
            return (measure.plan, measure.plan_digest)
        case FillOffice() | RecallOfficer():
            return (measure.office, measure.holder, getattr(measure, "days", 0))
        case Dissolve():
            return (measure.winding_up, measure.plan_digest)
        case SettleExit(terms=terms):
            return (terms.member, terms.reason, terms.deduction_bp, terms.transfer_to)
        case RatifyPause():
            return (measure.pause, measure.until_at)
        case Elect():
            return (measure.organ, measure.seats, measure.days, measure.section)
    raise AssertionError(f"no year holds {measure}")


def what_of_act(act: Any) -> object:
    """The content that an act would carry out."""
    if hasattr(act, "changes"):
        return tuple((one.clause, one.value) for one in act.changes)
    if hasattr(act, "deduction_bp"):
        return (act.member, act.reason, act.deduction_bp, act.transfer_to)
    if hasattr(act, "terms"):
        return tuple(sorted(terms_of(act.terms).items()))
    if hasattr(act, "decision"):
        return act.decision
    if hasattr(act, "strike"):
        return act.strike
    if hasattr(act, "office"):
        return (act.office, act.holder, getattr(act, "days", 0))
    if hasattr(act, "winding_up"):
        return (act.winding_up, act.plan_digest)
    if hasattr(act, "pause"):
        return (act.pause, act.until_at)
    return (act.plan, act.plan_digest)


def terms_of(terms: LicenceTerms | StrikeTerms) -> dict[str, Any]:
    """Terms by name, to be compared as they are."""
    return {name: getattr(terms, name) for name in terms.__struct_fields__}
