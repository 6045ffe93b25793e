"""What the small model says about proposals, polls, the charter and the record.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

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
from auzolan.house.submission import Receipt
from simulation.judge_exits import can_leave
from simulation.judge_money import can_license
from simulation.small_model import (
    DAY,
    FUND_LINES,
    OFFICES,
    Mandate,
    Proposal,
    SmallModel,
    Term,
)
from simulation.wish import Take, Wish, what_of

LINES = ("obligatory_reserve", "voluntary", *FUND_LINES)

# --- decisions --------------------------------------------------------------------------------


def propose(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(wish.submission.actor) or act.proposal in m.proposals:
        return None
    power, is_sound = _weighed(m, act.measure, at)
    if not is_sound:
        return None

    def take(receipt: Receipt) -> None:
        is_hard = power == "charter.amend" and any(
            change.clause.startswith(("consent.", "decisions.")) for change in act.measure.changes
        )
        is_hard |= power == "treasury.wind_up"
        is_hard |= getattr(getattr(act.measure, "terms", None), "reason", "") == "expulsion"
        kind = "entrenched_majority_bp" if is_hard else "majority_bp"
        m.proposals[act.proposal] = Proposal(
            power, what_of(act.measure), m.clauses[f"decisions.{kind}"],
            m.clauses["decisions.quorum_bp"],
        )  # fmt: skip

    return take


def _weighed(m: SmallModel, measure: Measure, at: int) -> tuple[str, bool]:
    match measure:
        case ChangeCharter(changes=changes):
            return "charter.amend", _is_lawful(m, [(one.clause, one.value) for one in changes])
        case GrantLicence(terms=terms):
            return "licensing.grant", can_license(m, terms, at)
        case ShareSurplus():
            plan = m.plans.get(measure.plan)
            is_open = plan is not None and plan.digest == measure.plan_digest and not plan.is_done
            return "treasury.distribute", is_open
        case Dissolve():
            digest, _ = m.ends.get(measure.winding_up, ("", {}))
            return "treasury.wind_up", bool(digest) and digest == measure.plan_digest
        case FillOffice():
            return "charter.appoint", _can_appoint(m, measure)
        case RecallOfficer():
            return "charter.recall", _can_recall(m, measure, at)
        case SettleExit(terms=terms):
            return "treasury.open_exit", can_leave(m, terms)


def _can_appoint(m: SmallModel, seat: Any) -> bool:
    return seat.office in OFFICES and bool(m.active.get(seat.holder))


def _can_recall(m: SmallModel, seat: Any, at: int) -> bool:
    is_in = seat.office in OFFICES and seat.holder in m.holders(seat.office, at)
    return is_in and not m.is_alone(seat.holder, [seat.office], at)


def _is_lawful(m: SmallModel, changes: list[tuple[str, int | str]]) -> bool:
    """Whether a charter with these changes would be within law, arithmetic and kernel."""
    names = [clause for clause, _ in changes]
    if not set(names) <= set(m.clauses) or len(set(names)) < len(names):
        return False
    then = m.clauses | dict(changes)
    ceilings = {"bp": 10_000, "days": 3_650, "rows": 1_000_000}
    if then == m.clauses or any(
        then[name] > ceilings.get(name.rpartition("_")[2], 2**53 - 1) for name in names
    ):
        return False
    simple = then["decisions.majority_bp"]
    return (
        then["surplus.obligatory_reserve_bp"] >= 2_000
        and then["surplus.education_bp"] >= 1_000
        and sum(then[f"surplus.{line}_bp"] for line in LINES) <= 10_000
        and then["consent.erase_days"] <= 30
        and then["payouts.withholding_bp"] <= 5_000
        and 1 <= then["surplus.entry_instalments"] <= 120
        and then["decisions.quorum_bp"] >= 1_000
        and 5_000 <= simple <= then["decisions.entrenched_majority_bp"] < 10_000
        and min(then["decisions.poll_days"], then["decisions.mandate_days"]) >= 1
        and 1 <= then["labour.index_ratio_max"] <= 100
    )


def open_poll(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state != "proposed" or wish.lines is None:
        return None
    if len(wish.lines) != sum(m.active.values()):
        return None

    def take(receipt: Receipt) -> None:
        proposal.state = "polling"
        proposal.tags = frozenset(wish.lines or ())
        proposal.ends = receipt.at + m.clauses["decisions.poll_days"] * DAY

    return take


def cast(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal, tag = m.proposals.get(act.proposal), wish.submission.actor
    if proposal is None or proposal.state != "polling" or at >= proposal.ends:
        return None
    if tag not in proposal.tags or act.choice not in ("yes", "no", "abstain"):
        return None

    def take(receipt: Receipt) -> None:
        proposal.votes[tag] = (act.choice, receipt.seq)

    return take


def close_poll(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state != "polling" or wish.lines is None:
        return None
    if at < proposal.ends and len(proposal.votes) < len(proposal.tags):
        return None
    if {tag: seq for tag, (seq,) in wish.lines.items()} != {
        tag: seq for tag, (_, seq) in proposal.votes.items()
    }:
        return None

    def take(receipt: Receipt) -> None:
        choices = [choice for choice, _ in proposal.votes.values()]
        yes, no, abstain = (choices.count(one) for one in ("yes", "no", "abstain"))
        proposal.state, proposal.tally = "closed", (yes, no, abstain)
        proposal.has_passed = yes * 10_000 > proposal.majority * (yes + no) and len(
            choices
        ) * 10_000 >= proposal.quorum * len(proposal.tags)
        proposal.closed_by = wish.submission.actor
        proposal.digest = getattr(receipt.facts[0], "tally_digest", "")

    return take


def certify(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    proposal = m.proposals.get(act.proposal)
    if proposal is None or proposal.state != "closed" or act.tally_digest != proposal.digest:
        return None
    if wish.submission.actor == proposal.closed_by:
        return None

    def take(receipt: Receipt) -> None:
        proposal.state = "certified"
        if proposal.has_passed:
            start = receipt.at + m.clauses["decisions.cooling_days"] * DAY
            end = start + m.clauses["decisions.mandate_days"] * DAY
            mandate = Mandate(proposal.power, proposal.what, start, end)
            m.mandates[f"mandate-{act.proposal}"] = mandate

    return take


def amend(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    changes = [(one.clause, one.value) for one in act.changes]
    if not _is_lawful(m, changes):
        return None

    def take(receipt: Receipt) -> None:
        m.clauses.update(changes)
        m.version += 1

    return take


def appoint(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not _can_appoint(m, act):
        return None

    def take(receipt: Receipt) -> None:
        term = Term(act.holder, receipt.at, receipt.at + act.days * DAY)
        m.terms[act.office].append(term)

    return take


def recall(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not _can_recall(m, act, at):
        return None

    def take(receipt: Receipt) -> None:
        m.cut(act.holder, [act.office])

    return take


# --- the record -------------------------------------------------------------------------------


def redact(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.sealed.get((act.entry, act.field)):
        return None

    def take(receipt: Receipt) -> None:
        m.sealed[act.entry, act.field] = False

    return take


def rotate_key(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.old_key != m.log_key or act.new_key == m.log_key:
        return None

    def take(receipt: Receipt) -> None:
        m.log_key = act.new_key

    return take
