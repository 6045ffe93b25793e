"""`es-pv-2019`: the Basque Co-operatives Act 11/2019, articles 60 to 75.

The defaults follow the practice of the Mondragon group: interest of 7.5 per cent, 40 per cent of
the result at most, patronage as capital but for a fifth. Deductions on leaving bind compulsory
contributions; a charter that tells them apart passes only these.
"""

from __future__ import annotations

from auzolan.charter.distribution import (
    AccountClass,
    Basis,
    Condition,
    Distribution,
    Interest,
    Line,
    Patronage,
    Pool,
    Purpose,
    Rounding,
)
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, Bound, Choice, Law, Share, When

_SURPLUS = "Act 11/2019, art. 70"
_INTEREST = "Act 11/2019, art. 63"
_REPAYMENT = "Act 11/2019, art. 66"
_END = "Act 11/2019, on winding up"
_RELIEF = When("education_condition", Condition.RESERVE_BELOW_HALF_CAPITAL)
_FULL = ("gross", "net", "before_tax", "available")

DISTRIBUTION = Distribution(
    lines=(
        Line(
            name="obligatory_reserve", part_bp=2_000, rounding=Rounding.UP,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.OBLIGATORY_RESERVE,
        ),
        Line(
            name="education", part_bp=1_000, rounding=Rounding.UP,
            purpose=Purpose.EDUCATION, account=AccountClass.FUND,
        ),
        Line(
            name="intercooperation", part_bp=1_000,
            purpose=Purpose.INTERCOOPERATION, account=AccountClass.FUND,
        ),
        Line(
            name="promotion", part_bp=200,
            purpose=Purpose.PROMOTION, account=AccountClass.FUND,
        ),
        Line(
            name="solidarity", part_bp=200,
            purpose=Purpose.SOLIDARITY, account=AccountClass.FUND,
        ),
        Line(
            name="voluntary", part_bp=600,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.INDIVISIBLE_RESERVE,
        ),
    ),
    interest=Interest(own_bp=750, legal_bp=325, margin_bp=600, limit_bp=4_000),
    patronage=Patronage(
        pools=(Pool(basis=Basis.LABOUR, weight_bp=6_000), Pool(basis=Basis.DATA, weight_bp=4_000)),
        employee_weight_bp=2_500,
        employee_cash_bp=10_000,
        cash_bp=2_000,
        solidarity_ratio=6,
        holder_parts=3,
    ),
)  # fmt: skip

LAW = Law(
    name="es-pv-2019",
    title="Basque Co-operatives Act 11/2019",
    distribution=DISTRIBUTION,
    bounds=(
        Bound(("obligatory_reserve_bp",), AT_LEAST, 2_000, _SURPLUS),
        Bound(("education_bp",), AT_LEAST, 1_000, _SURPLUS),
        Bound(("obligatory_reserve_bp", "education_bp"), AT_LEAST, 3_000, _SURPLUS),
        # Half of the minimum, while the reserve is below half of the capital.
        Bound(("education_condition_bp",), AT_LEAST, 500, _SURPLUS, _RELIEF),
        Bound(("obligatory_reserve_max_cents",), AT_MOST, 0, _SURPLUS),
        Bound(("education_max_cents",), AT_MOST, 0, _SURPLUS),
        Bound(("interest_margin_bp",), AT_MOST, 600, _INTEREST),
        Bound(("exit_unjustified_bp",), AT_MOST, 2_000, _REPAYMENT),
        Bound(("exit_expulsion_bp",), AT_MOST, 3_000, _REPAYMENT),
        Bound(("exit_years",), AT_MOST, 5, _REPAYMENT),
        Bound(("holder_parts",), AT_LEAST, 3, "Act 11/2019, art. 60"),
    ),
    choices=(
        Choice("obligatory_reserve_base", _FULL, _SURPLUS),
        Choice("education_base", _FULL, _SURPLUS),
        Choice("obligatory_reserve_class", ("all",), _SURPLUS),
        Choice("education_class", ("all",), _SURPLUS),
        Choice("obligatory_reserve_rounding", ("up",), _SURPLUS),
        Choice("education_rounding", ("up",), _SURPLUS),
        Choice("obligatory_reserve_condition", ("never",), _SURPLUS),
        Choice("obligatory_reserve_account", ("obligatory_reserve",), "Act 11/2019, art. 71"),
        Choice("education_account", ("fund",), "Act 11/2019, art. 72"),
        Choice("dissolution_residue", ("co_operation",), _END),
    ),
    shares=(
        Share(("obligatory_reserve",), 2_000, _SURPLUS),
        Share(("education",), 500, _SURPLUS),
    ),
)
