"""Wishes about capital that comes, tax kept back, and the end."""

from __future__ import annotations

from auzolan.assembly.resolutions import Dissolve
from auzolan.treasury.capital.contribution_acts import Contribute, ContributionKind
from auzolan.treasury.capital.contribution_rules import CONTRIBUTION_KIND
from auzolan.treasury.capital.winding_up_acts import Creditor, PlanWindingUp, WindUp
from auzolan.treasury.capital.withholding_acts import RemitWithholding, Withhold
from simulation.draw_ledger import lay
from simulation.drawing import Wishes
from simulation.wish import Lines, Wish

ZEROS = "0" * 64
CREDITORS = (
    (), (), (Creditor("power", 17),), (Creditor("power", 1), Creditor("power", 1)),
    (Creditor("power", 10**12),),
)  # fmt: skip


def contribute(w: Wishes) -> Wish:
    owing = [member for member, cents in w.model.dues.items() if cents]
    kind = ContributionKind.COMPULSORY if owing and w.rng.random() < 0.7 else None
    kind = kind or w.rng.choice(list(ContributionKind))
    lines: Lines = {}
    for _ in range(w.rng.randint(1, 3)):
        member = w.rng.choice(owing) if owing and w.rng.random() < 0.7 else w.member()
        due = w.model.dues.get(member, 0)
        lines[member] = (max(1, w.rng.choice((due, due, due + 1, due // 2, 500, 20_000))),)
    ref = lay(w, CONTRIBUTION_KIND, lines)
    act = Contribute(w.fresh("c", dict.fromkeys(w.model.contributions)), kind, ref, "")
    return w.wish(w.officer("treasury.contribute"), act, lines, reference="a transfer")


def withhold(w: Wishes) -> Wish:
    shared = [name for name, one in w.model.plans.items() if one.is_done]
    plan = w.some(shared if w.rng.random() < 0.9 else w.model.plans)
    return w.wish(w.officer("treasury.withhold"), Withhold(plan))


def remit(w: Wishes) -> Wish:
    act = RemitWithholding(w.fresh("t", dict.fromkeys(w.model.remittances)), "")
    return w.wish(w.officer("treasury.remit_withholding"), act, reference="a form")


def plan_end(w: Wishes) -> Wish:
    given_up = ("dairy",) if w.rng.random() < 0.1 and not _owes(w) else ()
    act = PlanWindingUp(w.fresh("e", w.model.ends), w.rng.choice(CREDITORS), given_up)
    return w.wish(w.officer("treasury.plan_winding_up"), act)


def _owes(w: Wishes) -> bool:
    return w.model.accounts.get("receivable:dairy", 0) > 0


def dissolve(w: Wishes, name: str) -> Dissolve:
    """The measure to end as planned."""
    return Dissolve(name, w.model.ends.get(name, (ZEROS, {}))[0] or ZEROS)


def wind_up(w: Wishes, mandate: str, name: str) -> Wish:
    measure = dissolve(w, name)
    act = WindUp(mandate, measure.winding_up, measure.plan_digest)
    return w.wish(w.officer("treasury.wind_up"), act)


def wind_up_unasked(w: Wishes) -> Wish:
    return wind_up(w, w.some(w.model.mandates), w.some(w.model.ends))
