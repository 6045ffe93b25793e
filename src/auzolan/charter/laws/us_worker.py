"""`us-worker`: worker co-operatives under Subchapter T of the Internal Revenue Code.

Patronage in qualified written notices needs a fifth in money; it is paid by the fifteenth day of
the ninth month after the year. States ask for more, and none of that is here.
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
from auzolan.charter.laws.bound import AT_LEAST, Bound, Choice, Law, When

_NOTICES = "26 U.S.C. 1388(c)(1)"
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
)
