"""A member's part of every plan: the whole division with its clauses, and what of it is hers.

Exact shares come from the plan worked out again; where that cannot be done to the last cent, the
amounts stand as they were recorded and the statement says so.
"""

from __future__ import annotations

from auzolan.assembly.life import poll_id
from auzolan.assembly.state import EXECUTED, PASSED, TALLIED, Poll, Proposal
from auzolan.charter.articles import Charter
from auzolan.charter.state import Mandate
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.money import part_of
from auzolan.house.rooms.record.member_file import proved_lines
from auzolan.house.rooms.record.queries import proof_of
from auzolan.house.rooms.treasury.statement_plans import charter_at, year_plan_of
from auzolan.house.rooms.treasury.statement_types import (
    InterestOwn,
    LineProof,
    Objection,
    OwnPool,
    PayIndex,
    ProofPart,
    Vote,
    WaterfallLine,
    YearPart,
)
from auzolan.house.rooms.valuation.queries import annex_of
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import WorkOfMember
from auzolan.record.annexes import Annex, ref_from_text
from auzolan.treasury.state import DISTRIBUTED, Period, Plan
from auzolan.treasury.surplus.acts import DistributionPlanned, subject_of_plan
from auzolan.treasury.surplus.columns import column_sum
from auzolan.treasury.surplus.year_books import planned_from
from auzolan.treasury.surplus.year_plan import YearPlan, pool_lines

AUDIT = "audit"
_PLANNED = str(DistributionPlanned.__struct_config__.tag)
_INTEREST = "surplus.interest_bp"


def years_of(reader: Reader, member: str) -> tuple[YearPart, ...]:
    """Her part of every plan in which she has a line, oldest period first, then by entry."""
    opened = {row.period: row.opened for row in reader.rows(Period)}
    plans = sorted(reader.rows(Plan), key=lambda plan: (opened[plan.period], plan.entry))
    reader.entries(plan.entry for plan in plans)  # in one question
    years = []
    for plan in plans:
        annex = annex_of(reader, plan.lines)
        if member in annex.column("member"):
            years.append(_year(reader, plan, annex, member))
    return tuple(years)


def _year(reader: Reader, plan: Plan, annex: Annex, member: str) -> YearPart:
    place = list(annex.column("member")).index(member)
    mine = {name: annex.column(name)[place] for name in annex.names}
    fact, again = planned_from(plan), year_plan_of(reader, plan)
    charter = charter_at(reader, plan.entry)
    work = reader.get(WorkOfMember, plan.period, member)
    vote = vote_on(reader, subject_of_plan(plan.plan, plan.plan_digest))
    return YearPart(
        plan=plan.plan, period=plan.period, state=plan.state, entry=plan.entry,
        plan_digest=plan.plan_digest, vote=vote, is_recomputed=again is not None,
        opening_cents=int(mine["opening_cents"]), closing_cents=int(mine["closing_cents"]),
        seconds=work.seconds if work is not None else 0,
        pay_cents=work.owed_cents if work is not None else 0,
        pay_index=_pay_index(reader, plan.period, member, charter),
        lines=_lines(fact), interest=_interest(fact, again, place, int(mine["interest_cents"])),
        pools=_pools(fact, again, place, mine),
        cash_cents=int(mine["cash_cents"]), capitalised_cents=int(mine["capitalised_cents"]),
        loss_cents=int(mine.get("loss_cents", 0)),
        warnings=tuple(one.code for one in fact.warnings),
        proof=_proof(plan, annex, member), receipt=_receipt(reader, plan.entry),
        objection=_objection(reader, plan, vote),
    )  # fmt: skip


def _lines(fact: DistributionPlanned) -> tuple[WaterfallLine, ...]:
    """The whole way down; what is taken out is below zero, so that the last line is the sum."""
    if fact.loss_cents:
        borne = [_line(str(one.bearer), one.cents, "surplus.losses_order") for one in fact.borne]
        first = (_line("result", fact.result_cents), _line("tax", -fact.tax_cents))
        # What is neither of this year's loss is of before: made good by the result, or over.
        before = -sum(line.cents for line in (*first, *borne))
        past = (_line("past_losses", before, "surplus.losses_years"),) if before else ()
        return (*first, *past, *borne)
    lines = [
        _line("result", fact.result_cents),
        _line("tax", -fact.tax_cents),
        _line("interest", -fact.interest_cents, _INTEREST),
        _line("past_losses", -fact.made_good_cents),
    ]
    lines += [
        WaterfallLine(
            name=one.name, clause=one.clause, part_bp=one.part_bp, base_cents=one.base_cents,
            cents=-one.cents,
        )
        for one in fact.waterfall
    ]  # fmt: skip
    left = sum(line.cents for line in lines)
    assert left == fact.patronage_cents, "the lines lead down to the members' part"
    return tuple(
        line for line in (*lines, _line("patronage", left)) if line.cents or line.name == "result"
    )


def _line(name: str, cents: int, clause: str = "") -> WaterfallLine:
    return WaterfallLine(name=name, clause=clause, part_bp=0, base_cents=0, cents=cents)


def _interest(
    fact: DistributionPlanned, again: YearPlan | None, place: int, cents: int
) -> InterestOwn:
    exact = ""
    if again is not None:
        paid = again.interest
        by_rate = part_of(int(again.members.capital[place]), paid.rate_bp)
        exact = str(by_rate if paid.shared is None else paid.shared.exact(place))
    return InterestOwn(
        rate_bp=fact.interest_bp, clause=_INTEREST, all_cents=fact.interest_cents,
        limit_cents=again.interest.limit_cents if again is not None else -1,
        is_limited=again is not None and again.interest.shared is not None,
        exact=exact, cents=cents,
    )  # fmt: skip


def _pools(
    fact: DistributionPlanned, again: YearPlan | None, place: int, mine: dict[str, int | str]
) -> tuple[OwnPool, ...]:
    found = []
    exact = {one.basis: one for one in pool_lines(again, place)} if again is not None else {}
    shared = {one.basis: one.shares for one in again.part.pools} if again is not None else {}
    for pool in fact.pools:
        own, shares = exact.get(pool.basis), shared.get(pool.basis)
        found.append(
            OwnPool(
                basis=str(pool.basis), clause=f"surplus.pool_{pool.basis}_bp",
                pool_cents=pool.cents, cents=int(mine[f"{pool.basis}_cents"]),
                weight=int(shares.weights[place]) if shares is not None else 0,
                weights=column_sum(shares.weights) if shares is not None else 0,
                exact=str(own.exact) if own is not None else "",
                got_spare_cent=own is not None and own.got_spare_cent,
                spare_cents=int(shares.spare.sum()) if shares is not None else 0,
                is_capped=own is not None and own.is_capped,
            )
        )  # fmt: skip
    return tuple(found)


def _pay_index(reader: Reader, period: str, member: str, charter: Charter) -> PayIndex | None:
    """The index that her hours were weighed with; None where she did not work."""
    own = reader.get(WorkOfMember, period, member)
    if own is None or not own.seconds:
        return None
    worked = {
        row.member: row.weight_centi // row.seconds
        for row in reader.rows(WorkOfMember, period=period)
        if row.seconds
    }
    mine = worked[member]
    return PayIndex(
        index_centi=mine, lowest_centi=min(worked.values()), highest_centi=max(worked.values()),
        workers=len(worked),
        ratio_max=charter.labour.index_ratio_max,
    )  # fmt: skip


def _proof(plan: Plan, annex: Annex, member: str) -> LineProof | None:
    ref = ref_from_text(plan.lines)
    for line in proved_lines(annex, member, plan.entry, _PLANNED):
        return LineProof(
            kind=line.kind, root=ref.root, total=ref.total, leaves=line.n_leaves,
            names=line.names, values=line.values,
            parts=tuple(
                ProofPart(amount=one.amount, salt=one.salt, place=one.place, path=one.proof)
                for one in line.parts
            ),
        )  # fmt: skip
    return None


def _receipt(reader: Reader, seq: int) -> str:
    """The receipt of an entry, empty where it is not published yet."""
    try:
        return proof_of(reader, seq).receipt
    except (LookupError, OSError):
        return ""


def vote_on(reader: Reader, subject: str) -> Vote | None:
    """The newest vote on a subject."""
    found = [row for row in reader.rows(Proposal) if row.subject == subject]
    return vote_of(reader, max(found, key=lambda row: row.entry)) if found else None


def vote_of(reader: Reader, row: Proposal) -> Vote:
    """How a vote went, as far as it may be known."""
    poll = reader.get(Poll, poll_id(row.proposal, row.round))
    if poll is None:
        return Vote(
            proposal=row.proposal, state=row.state, yes=0, no=0, abstain=0, roll=0, ends="",
            entry=row.entry,
        )  # fmt: skip
    ends = iso_from_moment(poll.ends_at) if poll.ends_at else ""
    return Vote(
        proposal=row.proposal, state=row.state, yes=poll.yes, no=poll.no, abstain=poll.abstain,
        roll=poll.roll, ends=ends, entry=row.entry,
    )  # fmt: skip


def _objection(reader: Reader, plan: Plan, vote: Vote | None) -> Objection:
    at = reader.head().at
    holders = {
        row.holder
        for row in reader.rows(Mandate, power=AUDIT)
        if not row.spent and row.from_at <= at < row.until_at
    }
    stage, until = "before_poll", ""
    if plan.state == DISTRIBUTED:
        stage = "booked"
    elif vote is not None and vote.state in (TALLIED, PASSED, EXECUTED):
        stage = "cooling_off"
        row = reader.get(Proposal, vote.proposal)
        mandate = reader.get(Mandate, row.mandate) if row is not None else None
        until = iso_from_moment(mandate.from_at) if mandate is not None else ""
    elif vote is not None:
        stage, until = "poll", vote.ends
    return Objection(stage=stage, until=until, to=tuple(sorted(holders)))
