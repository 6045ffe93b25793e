"""How far a closed period's surplus is on its way to the members: figures, plan, vote, share, payout."""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import ShareSurplus
from auzolan.assembly.state import EXECUTED, PASSED, Proposal
from auzolan.house.rooms.assembly.tables import ProposalTable
from auzolan.house.rooms.treasury.tables import PayoutTable, PlanTable, WithholdingTable
from auzolan.house.rooms.valuation.tables import ValuationTable
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.reader import Reader
from auzolan.treasury.state import CANCELLED, DISTRIBUTED, Payout, Plan, Withholding
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned
from auzolan.treasury.surplus.year_books import planned_from
from auzolan.valuation.state import Valuation

POWER = "treasury.distribute"
_DISTRIBUTE = str(Distribute.__struct_config__.tag)
_LOOKED_AT_MAX = 50


@dataclass(frozen=True, slots=True)
class SharesOfPeriod:
    """What there is of the sharing of one period.

    Attributes:
        figures: the newest figures of worth that somebody else has computed again; empty for none.
        figures_entry: their entry.
        plan: the plan that was booked, else the newest.
        proposal: the proposal to share by it; empty for none.
        vote_entry: the entry of the proposal once it has passed.
        is_passed: whether it can be executed or was.
        share_entry: the entry that shared it.
        tax_entry: the entry that kept back tax.
        payout_entry: the first payout after it.
    """

    figures: str = ""
    figures_entry: int | None = None
    plan: Plan | None = None
    proposal: str = ""
    vote_entry: int | None = None
    is_passed: bool = False
    share_entry: int | None = None
    tax_entry: int | None = None
    payout_entry: int | None = None

    @property
    def terms(self) -> DistributionPlanned | None:
        """The whole of the plan: each line with the clause that says how much."""
        return planned_from(self.plan) if self.plan is not None else None


def shares_of(reader: Reader, period: str) -> SharesOfPeriod:
    """How far the sharing of a period is."""
    checked = ValuationTable.objects.exclude(rechecked_by="").order_by("-entry")
    figures = next(iter(rows_of(Valuation, checked[:1])), None)
    plans = rows_of(Plan, PlanTable.objects.filter(period=period).order_by("-state", "entry"))
    plan = plans[-1] if plans else None
    base = SharesOfPeriod(
        figures.valuation if figures is not None else "",
        figures.entry if figures is not None else None, plan,
    )  # fmt: skip
    return base if plan is None else _voted(reader, base, plan)


def _voted(reader: Reader, base: SharesOfPeriod, plan: Plan) -> SharesOfPeriod:
    proposal = _proposal_of(plan)
    shared = _shared_at(reader, plan)
    is_passed = proposal is not None and proposal.state in {PASSED, EXECUTED}
    return SharesOfPeriod(
        base.figures, base.figures_entry, plan,
        proposal=proposal.proposal if proposal is not None else "",
        vote_entry=proposal.entry if proposal is not None and is_passed else None,
        is_passed=is_passed, share_entry=shared, tax_entry=_taxed_at(plan),
        payout_entry=_paid_at(shared),
    )  # fmt: skip


def _proposal_of(plan: Plan) -> Proposal | None:
    found = rows_of(Proposal, ProposalTable.objects.filter(power=POWER).order_by("-entry"))
    for row in found[:_LOOKED_AT_MAX]:
        measure = measure_from_text(row.measure)
        if isinstance(measure, ShareSurplus) and measure.plan == plan.plan:
            return row
    return None


def _shared_at(reader: Reader, plan: Plan) -> int | None:
    if plan.state != DISTRIBUTED:
        return None
    for seq in reader.entries_of(_DISTRIBUTE, since=plan.entry):
        act = reader.entry(seq).act
        if isinstance(act, Distribute) and act.plan == plan.plan:
            return seq
    return None


def _taxed_at(plan: Plan) -> int | None:
    rows = rows_of(Withholding, WithholdingTable.objects.filter(plan=plan.plan))
    return rows[0].entry if rows else None


def _paid_at(shared: int | None) -> int | None:
    if shared is None:
        return None
    later = PayoutTable.objects.filter(entry__gt=shared).exclude(state=CANCELLED)
    rows = rows_of(Payout, later.order_by("entry")[:1])
    return rows[0].entry if rows else None
