"""What the small model says about measures: which could be carried out today, and how hard it is.

Content only: who may propose it, and how it is voted on, is said by the judges of decisions.
"""

from __future__ import annotations

from fractions import Fraction
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
from simulation.judge_asides import can_elect, can_keep
from simulation.judge_exits import can_leave
from simulation.judge_groups import can_vote
from simulation.judge_money import can_license
from simulation.judge_saying import can_end_strike, can_strike
from simulation.small_deciding import part_of
from simulation.small_model import SmallModel
from simulation.small_money import FUND_LINES
from simulation.small_rights import APART, OFFICES, ORGANS

LINES = ("obligatory_reserve", "voluntary", *FUND_LINES)
TIERS = {"consent": 1, "decisions": 1, "labour": 3}
BYLAW, ENTRENCHED = Fraction(3, 5), Fraction(2, 3)


def about(measure: Measure) -> str:
    return measure.holder if isinstance(measure, FillOffice | RecallOfficer) else ""


def group_of(measure: Measure) -> str:
    """Whose rows a measure is about, where only a group decides."""
    return measure.decision.group_id if isinstance(measure, GroupDecides) else ""


def is_theirs(m: SmallModel, measure: Measure, author: str) -> bool:
    """Whether somebody may ask for this: a group is asked by its own members."""
    group = group_of(measure)
    return not group or author in m.saying.groups[group].members


def power_of(measure: Measure) -> str:
    return {
        ChangeCharter: "charter.amend", GrantLicence: "licensing.grant",
        ShareSurplus: "treasury.distribute", FillOffice: "charter.appoint",
        RecallOfficer: "charter.recall", SettleExit: "treasury.open_exit",
        Dissolve: "treasury.wind_up", RatifyPause: "assembly.keep_pause", Elect: "",
        StrikeUses: "consent.strike", EndStrikeVote: "consent.end_strike",
        GroupDecides: "consent.decide_for_group",
    }[type(measure)]  # fmt: skip


def weighed(m: SmallModel, measure: Measure, base: str, at: int) -> int | None:
    """The tier of a measure that could be carried out today, or None."""
    match measure:
        case ChangeCharter(changes=changes):
            tiers = {TIERS.get(one.clause.partition(".")[0], 2) for one in changes}
            is_sound = is_lawful(m, [(one.clause, one.value) for one in changes])
            is_sound = is_sound and len(tiers) == 1 and base == m.charter
            return tiers.pop() if is_sound else None
        case FillOffice():
            return _tier_of_seat(measure, is_sound=can_appoint(m, measure, at))
        case RecallOfficer():
            return _tier_of_seat(measure, is_sound=can_recall(m, measure, at))
        case StrikeUses() | EndStrikeVote() | GroupDecides():
            return 3 if _can_be_said(m, measure, at) else None
    return 3 if _can_be_done(m, measure, at) else None


def _tier_of_seat(seat: FillOffice | RecallOfficer, *, is_sound: bool) -> int | None:
    if not is_sound:
        return None
    return 3 if seat.office in ("audit", *ORGANS) else 4


def _can_be_said(
    m: SmallModel, measure: StrikeUses | EndStrikeVote | GroupDecides, at: int
) -> bool:
    match measure:
        case StrikeUses(terms=terms):
            return can_strike(m, terms, at)
        case EndStrikeVote(strike=strike):
            return can_end_strike(m, strike, at)
        case GroupDecides(decision=decision):
            return can_vote(m, decision, at)


def _can_be_done(m: SmallModel, measure: Measure, at: int) -> bool:
    match measure:
        case GrantLicence(terms=terms):
            return can_license(m, terms, at)
        case ShareSurplus():
            plan = m.plans.get(measure.plan)
            return plan is not None and plan.digest == measure.plan_digest and not plan.is_done
        case Dissolve():
            digest, _ = m.ends.get(measure.winding_up, ("", {}))
            return bool(digest) and digest == measure.plan_digest
        case SettleExit(terms=terms):
            return can_leave(m, terms)
        case RatifyPause(pause=pause, until_at=until_at):
            return can_keep(m, pause, until_at, at)
        case Elect():
            return can_elect(m, measure, at)
    return False


def can_appoint(m: SmallModel, seat: Any, at: int) -> bool:
    if seat.office not in OFFICES or not m.active.get(seat.holder):
        return False
    held = {office for office in OFFICES if seat.holder in m.holders(office, at)}
    if any(seat.office in pair and pair & held - {seat.office} for pair in APART):
        return False
    if seat.office not in ORGANS:
        return True
    seats, days = ORGANS[seat.office]
    sitting = m.sitting(seat.office, at) - {seat.holder}
    return seat.days <= days and len(sitting) < seats


def can_recall(m: SmallModel, seat: Any, at: int) -> bool:
    is_in = seat.office in OFFICES and seat.holder in m.holders(seat.office, at)
    return is_in and not m.is_alone(seat.holder, [seat.office], at)


def is_lawful(m: SmallModel, changes: list[tuple[str, int | str]]) -> bool:
    """Whether a charter with these changes would be within law, arithmetic and kernel."""
    names = [clause for clause, _ in changes]
    if not set(names) <= set(m.clauses) or len(set(names)) < len(names):
        return False
    then: dict[str, Any] = m.clauses | dict(changes)
    ceilings = {"bp": 10_000, "days": 3_650, "rows": 1_000_000, "record": 1}
    if then == m.clauses or any(
        isinstance(then[name], int)
        and then[name] > ceilings.get(name.rpartition("_")[2], 2**53 - 1)
        for name in names
    ):
        return False
    simple, strictly = part_of(then["decisions.policy_majority"])
    return (
        then["surplus.obligatory_reserve_bp"] >= 2_000
        and then["surplus.education_bp"] >= 1_000
        and sum(then[f"surplus.{line}_bp"] for line in LINES) <= 10_000
        and then["consent.erase_days"] <= 30
        and then["payouts.withholding_bp"] <= 5_000
        and 1 <= then["surplus.entry_instalments"] <= 120
        and (Fraction(1, 2), True) <= (simple, strictly) <= (BYLAW, False)
        and then["decisions.policy_cooling_days"] <= then["decisions.bylaw_cooling_days"]
        and 10 <= then["meetings.notice_days"] <= then["meetings.notice_days_max"]
        and 1 <= then["labour.index_ratio_max"] <= 100
        and then["labour.accept_days"] <= 7
        and then["labour.appeal_days"] >= 14
    )
