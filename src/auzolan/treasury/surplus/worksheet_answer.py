"""The answer to a worksheet, as plain JSON of whole numbers.

Lines, members and warnings always; the loss, exits and tax forms only where there are some. It
computes nothing that the plan does not hold.
"""

from __future__ import annotations

from auzolan.charter.distribution import Basis, pool_weights
from auzolan.treasury.capital.exits import Redemption, redemption
from auzolan.treasury.surplus.columns import column_sum
from auzolan.treasury.surplus.us_forms import Form1099Patr, forms_1099_patr
from auzolan.treasury.surplus.worksheet import Planned
from auzolan.treasury.surplus.year_plan import YearPlan

Numbers = dict[str, int]
Schedule = dict[str, int | str | list[Numbers]]
Answer = dict[
    str,
    Numbers | dict[str, Numbers] | list[str] | dict[str, Schedule] | dict[str, Form1099Patr],
]


def answer(planned: Planned) -> Answer:
    """What `auzolan treasury plan --worksheet` gives with `--json`.

    Args:
        planned: a worksheet with its plan.
    Returns:
        `lines`, `members`, `warnings`; `loss` in a year with one, `exits` where the worksheet names
        some, `forms_1099_patr` under a charter with notices.
    Source: reference, worksheets.
    """
    plan = planned.plan
    found: Answer = {"lines": lines_of(plan), "members": members_of(plan)}
    if plan.loss is not None:
        found["loss"] = {
            "loss": plan.loss.loss_cents,
            "voluntary_reserve": plan.loss.voluntary_reserve_cents,
            "obligatory_reserve": plan.loss.obligatory_reserve_cents,
            "members": column_sum(plan.loss.members),
            "carried": plan.loss.carried_cents,
            "carried_years": plan.loss.years,
        }
    if planned.sheet.exits:
        found["exits"] = {one: _schedule(of) for one, of in redemptions(planned).items()}
    if forms := forms_1099_patr(plan):
        found["forms_1099_patr"] = forms
    found["warnings"] = sorted({one.code.value for one in plan.warnings})
    return found


def lines_of(plan: YearPlan) -> Numbers:
    """Every line of the waterfall by name, whole cents, in order."""
    return {
        "interest": column_sum(plan.interest.cents),
        "net": plan.waterfall.net_cents,
        "available": plan.waterfall.available_cents,
        **{amount.line.name: amount.cents for amount in plan.waterfall.lines},
        "patronage": plan.waterfall.patronage_cents,
    }


def members_of(plan: YearPlan) -> dict[str, Numbers]:
    """Every one's amounts by id, whole cents; pools that the charter does not use are left out."""
    empty = [0] * len(plan.members)
    columns = {"interest": plan.interest.cents.tolist()}
    shared = {pool.basis: pool.shares.cents.tolist() for pool in plan.part.pools}
    for basis, weight in pool_weights(plan.article.patronage).items():
        if weight or basis in (Basis.LABOUR, Basis.DATA):
            columns[basis.value] = shared.get(basis, empty)
    columns["patronage"] = plan.part.amount.tolist()
    columns["cash"] = plan.part.cash.tolist()
    columns["capitalised"] = plan.part.capitalised.tolist()
    if plan.loss is not None:
        columns["loss"] = plan.loss.members.tolist()
    columns["closing_capital"] = plan.closing.tolist()
    names = tuple(columns)
    rows = zip(*columns.values(), strict=True)
    return {
        member: dict(zip(names, row, strict=True))
        for member, row in zip(plan.members.ids, rows, strict=True)
    }


def redemptions(planned: Planned) -> dict[str, Redemption]:
    """The schedule of everyone who leaves, from her closing capital."""
    capital = dict(zip(planned.plan.members.ids, planned.plan.closing.tolist(), strict=True))
    return {
        one.id: redemption(
            planned.plan.article,
            capital_cents=capital[one.id],
            compulsory_cents=capital[one.id] if one.compulsory is None else one.compulsory,
            reason=one.reason,
        )
        for one in planned.sheet.exits
    }


def _schedule(of: Redemption) -> Schedule:
    return {
        "reason": of.reason.value,
        "capital": of.capital_cents,
        "deduction": of.deduction_cents,
        "transferred": of.transferred_cents,
        "redeemable": sum(one.principal_cents for one in of.instalments),
        "interest": sum(one.interest_cents for one in of.instalments),
        "instalments": [
            {
                "year": one.year,
                "principal": one.principal_cents,
                "interest": one.interest_cents,
                "total": one.principal_cents + one.interest_cents,
            }
            for one in of.instalments
        ],
    }
