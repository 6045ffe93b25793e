"""`es-1999`: the Spanish Co-operatives Act 27/1999 as reformed in 2026.

A fifth and a twentieth of the surplus before tax, and half of what was earned with third parties,
go to reserve and education. The numbers of other articles are the charter's own choice here.
"""

from __future__ import annotations

from auzolan.charter.distribution import (
    AccountClass,
    Base,
    Basis,
    Distribution,
    Interest,
    Line,
    Patronage,
    Pool,
    Purpose,
    ResultClass,
    Rounding,
)
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, Bound, Choice, Law

_SURPLUS = "Act 27/1999, art. 58(1)"
_THIRD_PARTIES = "Act 27/1999, art. 58(2)"
_BEFORE_TAX = ("gross", "net", "before_tax")

DISTRIBUTION = Distribution(
    lines=(
        Line(
            name="obligatory_reserve", part_bp=2_000, base=Base.BEFORE_TAX,
            result_class=ResultClass.MEMBERS, rounding=Rounding.UP,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.OBLIGATORY_RESERVE,
        ),
        Line(
            name="education", part_bp=500, base=Base.BEFORE_TAX,
            result_class=ResultClass.MEMBERS, rounding=Rounding.UP,
            purpose=Purpose.EDUCATION, account=AccountClass.FUND,
        ),
        Line(
            name="third_party_reserve", part_bp=5_000, base=Base.BEFORE_TAX,
            result_class=ResultClass.THIRD_PARTIES, rounding=Rounding.UP,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.OBLIGATORY_RESERVE,
        ),
        Line(
            name="voluntary", part_bp=600, base=Base.AVAILABLE,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.DIVISIBLE_RESERVE,
        ),
    ),
    interest=Interest(own_bp=600, legal_bp=325, margin_bp=600, limit_bp=4_000),
    patronage=Patronage(
        pools=(Pool(basis=Basis.LABOUR, weight_bp=6_000), Pool(basis=Basis.DATA, weight_bp=4_000)),
        employee_weight_bp=2_500,
        holder_parts=3,
    ),
)  # fmt: skip

LAW = Law(
    name="es-1999",
    title="Spanish Co-operatives Act 27/1999",
    distribution=DISTRIBUTION,
    bounds=(
        Bound(("obligatory_reserve_bp",), AT_LEAST, 2_000, _SURPLUS),
        Bound(("education_bp",), AT_LEAST, 500, _SURPLUS),
        Bound(("third_party_reserve_bp",), AT_LEAST, 5_000, _THIRD_PARTIES),
        Bound(("obligatory_reserve_max_cents",), AT_MOST, 0, _SURPLUS),
        Bound(("education_max_cents",), AT_MOST, 0, _SURPLUS),
        Bound(("third_party_reserve_max_cents",), AT_MOST, 0, _THIRD_PARTIES),
        Bound(("losses_years",), AT_MOST, 7, "Act 27/1999, art. 59(1)"),
    ),
    choices=(
        Choice("obligatory_reserve_base", _BEFORE_TAX, _SURPLUS),
        Choice("education_base", _BEFORE_TAX, _SURPLUS),
        Choice("third_party_reserve_base", _BEFORE_TAX, _THIRD_PARTIES),
        Choice("obligatory_reserve_class", ("all", "members"), _SURPLUS),
        Choice("education_class", ("all", "members"), _SURPLUS),
        Choice("third_party_reserve_class", ("third_parties",), _THIRD_PARTIES),
        Choice("obligatory_reserve_rounding", ("up",), _SURPLUS),
        Choice("education_rounding", ("up",), _SURPLUS),
        Choice("third_party_reserve_rounding", ("up",), _THIRD_PARTIES),
        Choice("obligatory_reserve_condition", ("never",), _SURPLUS),
        Choice("education_condition", ("never",), _SURPLUS),
        Choice("third_party_reserve_condition", ("never",), _THIRD_PARTIES),
        Choice("obligatory_reserve_account", ("obligatory_reserve",), _SURPLUS),
        Choice("education_account", ("fund",), _SURPLUS),
        Choice("third_party_reserve_account", ("obligatory_reserve",), _THIRD_PARTIES),
        Choice("dissolution_residue", ("co_operation",), "Act 27/1999, art. 75"),
    ),
)
