"""Form 1099-PATR for `us-worker`: what its boxes say of one year's patronage.

It files nothing, knows no tax number and withholds no tax.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.distribution import Notices
from auzolan.treasury.surplus.year_plan import YearPlan


class Form1099Patr(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The boxes of one member, whole cents; boxes that a plan cannot fill are 0.

    Attributes:
        box_1_patronage_dividends: in money, and in qualified notices at their stated amount.
        box_2_nonpatronage_distributions: a worker co-operative has none.
        box_3_per_unit_retain_allocations: a worker co-operative has none.
        box_4_federal_income_tax_withheld: no tax is withheld here.
        box_5_redeemed_nonqualified_notices: a plan redeems none.
        nonqualified_notices: capitalised and not to be reported until it is redeemed; no box.
    """

    box_1_patronage_dividends: int
    box_2_nonpatronage_distributions: int
    box_3_per_unit_retain_allocations: int
    box_4_federal_income_tax_withheld: int
    box_5_redeemed_nonqualified_notices: int
    nonqualified_notices: int


def forms_1099_patr(plan: YearPlan) -> dict[str, Form1099Patr]:
    """The form of every member with patronage; employees who are no members get none.

    Args:
        plan: of a charter with notices.
    Returns:
        By member id; empty where the charter's notices are `none`.
    Source: 26 U.S.C. 1385(a), 1388(a), (c), (d); Form 1099-PATR, boxes 1 to 5.
    """
    notices = plan.article.patronage.notices
    if notices == Notices.NONE:
        return {}
    found = {}
    columns = (plan.part.cash.tolist(), plan.part.capitalised.tolist())
    people = zip(plan.members.ids, *columns, plan.members.employee.tolist(), strict=True)
    for member, cash, capitalised, is_employee in people:
        if is_employee or not cash + capitalised:
            continue
        qualified = capitalised if notices == Notices.QUALIFIED else 0
        found[member] = Form1099Patr(cash + qualified, 0, 0, 0, 0, capitalised - qualified)
    return found
