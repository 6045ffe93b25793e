"""`us-worker`: worker co-operatives under Subchapter T, deciding as California's law has it.

Patronage in qualified written notices needs a fifth in money; it is paid by the fifteenth day of
the ninth month after the year. On deciding, federal law is silent; two dates of California's
Corporations Code are here, each member's one vote (s. 12480) is the house's own kernel, and all other
numbers are the charter's choice within what the house demands. Other states ask for other things.
"""

from __future__ import annotations

from auzolan.charter.distribution import (
    AccountClass,
    Basis,
    Dissolution,
    Distribution,
    Interest,
    Line,
    Notices,
    Patronage,
    Pool,
    Purpose,
    Residue,
)
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, Bound, Choice, Law, Limit, When
from auzolan.charter.laws.house import YEAR

_NOTICES = "26 U.S.C. 1388(c)(1)"
_RECORD_DATE = "California Corporations Code, s. 12481(a), (b)"
_QUALIFIED = When("notices", "qualified")

DISTRIBUTION = Distribution(
    lines=(
        Line(
            name="collective", part_bp=1_000,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.INDIVISIBLE_RESERVE,
        ),
    ),
    interest=Interest(own_bp=0, legal_bp=0, margin_bp=0, limit_bp=0),
    patronage=Patronage(
        pools=(Pool(basis=Basis.LABOUR, weight_bp=10_000),),
        # Patronage belongs to patrons: an employee who is no member has wages.
        employee_weight_bp=0,
        cash_bp=2_000,
        notices=Notices.QUALIFIED,
    ),
    dissolution=Dissolution(residue=Residue.MEMBERS),
)  # fmt: skip

LAW = Law(
    name="us-worker",
    title="Internal Revenue Code, Subchapter T",
    distribution=DISTRIBUTION,
    bounds=(Bound(("cash_bp",), AT_LEAST, 2_000, _NOTICES, _QUALIFIED),),
    choices=(
        Choice("cash_rounding", ("up",), _NOTICES, _QUALIFIED),
        Choice("notices", ("qualified", "nonqualified"), "26 U.S.C. 1388(c), (d)"),
    ),
    limits=(
        # The roll is fixed at the notice: that day is the record date.
        Limit("meetings.notice_days", AT_LEAST, 10, _RECORD_DATE),
        Limit("meetings.notice_days_max", AT_MOST, 60, _RECORD_DATE),
    ),
    deciding=(("organs.council_term_days", 2 * YEAR), ("meetings.proxies_max", 0)),
)
