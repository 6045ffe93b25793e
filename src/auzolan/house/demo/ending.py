"""The second half of a demo's year: worth, votes, the licensee, the surplus."""

from __future__ import annotations

from auzolan.assembly.acts import PollClosed
from auzolan.assembly.resolutions import ChangeCharter, GrantLicence, Measure, ShareSurplus
from auzolan.charter.distribution import Basis
from auzolan.foundation.moments import (
    DAY_MS,
    day_from_moment,
    moment_from_iso,
)
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.people import AUDIT, DATA, SECRETARY, TREASURY
from auzolan.house.demo.telling import (
    NEXT_YEAR,
    PLAN,
    VALUATION,
    YEAR,
    DemoBroken,
    Stage,
    Told,
    all_done,
    done,
    refused,
)
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.charter import flows as charter
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.submission import Receipt
from auzolan.licensing.royalties import due_cents
from auzolan.treasury.ledger.acts import PeriodClosed
from auzolan.treasury.surplus.acts import DistributionPlanned
from auzolan.valuation.acts import Valued

SHARE = "share-2024"
METERED_DAYS = 122
POLL_DAYS = 7
SPRING, WINTER = "spring-2024", "winter-2025"


def value(stage: Stage) -> Told:
    """Value everyone's rows, and have a second person compute it again."""
    setting = stage.setting
    stage.on("2024-04-09")
    made = done(
        valuation.value(
            stage.desk, actor=DATA, valuation=VALUATION, model=setting.model,
            recipe=setting.valuation,
        )
    )  # fmt: skip
    no = valuation.recheck(stage.desk, actor=DATA, valuation=VALUATION)
    stage.on("2024-04-11")
    done(valuation.recheck(stage.desk, actor=AUDIT, valuation=VALUATION))
    people = next(fact.members for fact in made.facts if isinstance(fact, Valued))
    return Told(
        (
            (
                f"The rows of {people} people are valued by exact KNN-Shapley, k = "
                f"{setting.valuation.k}, each with a 95 % interval over the test rows."
            ),
            refused(no, "charter.not_in_office"),
            (
                f"{AUDIT} computes it again from rows and recipe and finds every line equal; "
                "only now may money use it."
            ),
        ),
        real="the rows and every value",
        made_up="who holds the two offices",
    )


def vote(stage: Stage) -> Told:
    """Two votes of all members: a change of the charter, and the licence."""
    change, customer = stage.setting.charter_vote, stage.setting.customer
    stage.on("2024-04-15")
    early = _granted(stage)
    _propose(
        stage, change.proposal, ChangeCharter((change.change,)), title=change.title,
        reasons=change.reasons,
    )  # fmt: skip
    stage.notes["proposal_entry"] = _propose(
        stage, customer.proposal, GrantLicence(customer.terms),
        title=f"License the model to {customer.name}",
        reasons=f"The offer came through {stage.setting.leaver}, whose sister works there.",
    )  # fmt: skip
    proposals = (change.proposal, customer.proposal)
    _call(stage, SPRING, "2024-04-26", *proposals)
    changed, granted = _poll(stage, "2024-04-26", *proposals)
    cooling = _amended(stage)
    stage.on("2024-05-18")
    done(_amended(stage))
    done(_granted(stage))
    return Told(
        (
            refused(early, "charter.no_mandate"),
            (
                "Both proposals are checked by machine, and notice is given on 15 April: the "
                "polls open on 26 April, after ten days and more, and last a week."
            ),
            f"{change.told}: {_counts(changed)}.",
            f"{customer.told}: {_counts(granted)}.",
            refused(cooling, "charter.mandate_cooling_off"),
            (
                "After fourteen days of cooling-off for the charter and three for the licence both "
                "are carried out: the charter has version 2, and the licence is granted."
            ),
        ),
        real="nothing",
        made_up=f"the proposals, {customer.name}, who votes and how",
    )


def _amended(stage: Stage) -> Receipt | Refusal:
    vote = stage.setting.charter_vote
    return charter.amend(
        stage.desk, actor=SECRETARY, mandate=f"mandate-{vote.proposal}", changes=(vote.change,)
    )


def _granted(stage: Stage) -> Receipt | Refusal:
    customer = stage.setting.customer
    return licensing.grant(
        stage.desk, actor=TREASURY, mandate=f"mandate-{customer.proposal}", terms=customer.terms
    )


def earn(stage: Stage) -> Told:
    """The licensee uses the model day by day and pays its fee and its use."""
    customer = stage.setting.customer
    terms = customer.terms
    stage.on("2024-05-19")
    _receive(stage, terms.fee_cents, "fee")
    first = moment_from_iso("2024-05-20")
    counts = stage.people.predictions(METERED_DAYS)
    for place, predictions in enumerate(counts):
        day = day_from_moment(first + place * DAY_MS)
        stage.on(day_from_moment(first + (place + 1) * DAY_MS), "00:30:00")
        done(
            licensing.meter(
                stage.desk, actor=DATA, licence=terms.licence, day=day, predictions=predictions
            )
        )
    used_cents = due_cents(sum(counts) * terms.price_micro)
    stage.on("2024-09-30")
    _receive(stage, used_cents, "use")
    return Told(
        (
            (
                f"{customer.name.capitalize()} uses {sum(counts):,} predictions on {METERED_DAYS} days, "
                "each day reported once."
            ),
            (
                f"It pays its fee of {stage.money(terms.fee_cents)} and "
                f"{stage.money(used_cents)} for the use."
            ),
        ),
        real=f"nothing: there is no {customer.name.removeprefix('the ')}",
        made_up=f"{customer.name}, the counts, the payments",
    )


def share(stage: Stage) -> Told:
    """Close the year, plan, vote on the plan, share the surplus to the cent."""
    stage.on("2025-01-07")
    closing = done(
        treasury.close_period(stage.desk, actor=TREASURY, period=YEAR, next_period=NEXT_YEAR)
    )
    closed = next(fact for fact in closing.facts if isinstance(fact, PeriodClosed))
    planning = done(
        treasury.plan(stage.desk, actor=TREASURY, plan=PLAN, period=YEAR, valuation=VALUATION)
    )
    planned = next(fact for fact in planning.facts if isinstance(fact, DistributionPlanned))
    early = treasury.distribute(stage.desk, actor=TREASURY, mandate=f"mandate-{SHARE}", plan=PLAN)
    _propose(
        stage, SHARE, ShareSurplus(PLAN, planned.plan_digest), title="Share the surplus of 2024",
        reasons="As the charter says, to the cent.",
    )  # fmt: skip
    _call(stage, WINTER, "2025-01-18", SHARE)
    (tally,) = _poll(stage, "2025-01-18", SHARE)
    stage.on("2025-01-30")
    done(treasury.distribute(stage.desk, actor=TREASURY, mandate=f"mandate-{SHARE}", plan=PLAN))
    stage.notes["surplus_cents"] = planned.result_cents

    money = stage.money
    return Told(
        (
            (
                f"The year closes: income {money(closed.income_cents)}, wages "
                f"{money(closed.expense_cents)}, surplus {money(closed.result_cents)}."
            ),
            refused(early, "charter.no_mandate"),
            (
                f"Notice is given again, and on 18 January the polls open. "
                f"The plan is voted: {_counts(tally)}."
            ),
            _divided(stage, planned),
            (
                f"Of the members' part {money(planned.cash_cents)} is payable and "
                f"{money(planned.capitalised_cents)} becomes capital; all accounts sum to zero."
            ),
        ),
        real="what each one's data is worth to the model",
        made_up="the money, the work, the vote",
    )


def _divided(stage: Stage, planned: DistributionPlanned) -> str:
    """Where a result goes: the lines of the charter, the members' part, its pools."""
    lines = [
        f"{_LINES[line.name]} {stage.money(line.cents)}" for line in planned.waterfall if line.cents
    ]
    pools = ", ".join(f"{stage.money(pool.cents)} {_POOLS[pool.basis]}" for pool in planned.pools)
    members = f"members {stage.money(planned.patronage_cents)}"
    said = ", ".join((*lines, members))
    return f"{said[0].upper()}{said[1:]}: {pools}."


_LINES = {
    "obligatory_reserve": "reserve", "education": "education", "collective": "collective account",
}  # fmt: skip
_POOLS = {
    Basis.DATA: "by data", Basis.LABOUR: "by work", Basis.EQUAL: "equally",
    Basis.VALUE: "by the worth of rows", Basis.LABELS: "by labels given",
}  # fmt: skip


def _receive(stage: Stage, amount_cents: int, what: str) -> None:
    customer = stage.setting.customer
    done(
        licensing.receive(
            stage.desk, actor=TREASURY, licence=customer.terms.licence, period=YEAR,
            amount_cents=amount_cents, reference=f"{customer.payer}, {what} {YEAR}",
            id=f"receive-{customer.terms.licence}-{what}",
        )
    )  # fmt: skip


def _propose(stage: Stage, proposal: str, measure: Measure, *, title: str, reasons: str) -> int:
    return done(
        assembly.propose(
            stage.desk, member="m050", proposal=proposal, measure=measure, title=title,
            reasons=reasons,
        )
    ).seq  # fmt: skip


def _call(stage: Stage, meeting: str, day_open: str, *proposals: str) -> None:
    """Have proposals admitted and give notice of the assembly that decides on them."""
    for proposal in proposals:
        done(assembly.admit(stage.desk, actor=SECRETARY, proposal=proposal))
    done(
        assembly.call(
            stage.desk, actor=SECRETARY, meeting=meeting, agenda=proposals,
            opens_at=moment_from_iso(day_open),
        )
    )  # fmt: skip


def forget_voters(stage: Stage) -> int:
    """Destroy who voted under which tag, where the result can be challenged no more."""
    destroyed = 0
    for proposal in (stage.setting.charter_vote.proposal, stage.setting.customer.proposal):
        forgotten = assembly.forget_tags(stage.desk, proposal=proposal)
        if isinstance(forgotten, Refusal):
            raise DemoBroken(str(forgotten))
        destroyed += forgotten
    return destroyed


def _poll(stage: Stage, day_open: str, *proposals: str) -> list[PollClosed]:
    """Open polls on one day, let people vote for a week, close, count twice."""
    first = moment_from_iso(day_open)
    stage.on(day_open)
    for proposal in proposals:
        done(assembly.open_poll(stage.desk, actor=SECRETARY, proposal=proposal))
    votes = {proposal: stage.people.votes(proposal, POLL_DAYS) for proposal in proposals}
    for day in range(POLL_DAYS):
        stage.on(day_from_moment(first + day * DAY_MS), "21:00:00")
        for proposal in proposals:
            all_done(assembly.cast_all(stage.desk, proposal=proposal, votes=votes[proposal][day]))
    stage.on(day_from_moment(first + (POLL_DAYS + 1) * DAY_MS))
    tallies = []
    for proposal in proposals:
        receipt = done(assembly.close(stage.desk, actor=SECRETARY, proposal=proposal))
        tallies += [fact for fact in receipt.facts if isinstance(fact, PollClosed)]
        done(assembly.certify(stage.desk, actor=AUDIT, proposal=proposal))
    return tallies


def _counts(tally: PollClosed) -> str:
    return f"{tally.yes} yes, {tally.no} no, {tally.abstain} abstain of {tally.roll}"
