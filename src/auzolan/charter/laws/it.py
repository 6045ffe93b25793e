"""`it`: Italian co-operatives: the legal reserve and the mutual fund.

Limits on dividends and on what workers may share by contract are not here. How members decide is the
charter's choice within what the house demands of every charter; the Civil Code asks for more.
"""

from __future__ import annotations

from auzolan.charter.distribution import (
    AccountClass,
    Basis,
    Distribution,
    Interest,
    Line,
    Patronage,
    Pool,
    Purpose,
    Rounding,
)
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, Bound, Choice, Law, Share

_RESERVE = "Codice civile, art. 2545-quater"
_FUND = "Legge 59/1992, art. 11(4)"
_FULL = ("gross", "net", "before_tax", "available")

DISTRIBUTION = Distribution(
    lines=(
        Line(
            name="obligatory_reserve", part_bp=3_000, rounding=Rounding.UP,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.OBLIGATORY_RESERVE,
        ),
        Line(
            name="mutual_fund", part_bp=300, rounding=Rounding.UP,
            purpose=Purpose.MUTUAL_FUND, account=AccountClass.FUND,
        ),
    ),
    interest=Interest(own_bp=0, legal_bp=0, margin_bp=0, limit_bp=0),
    patronage=Patronage(
        pools=(Pool(basis=Basis.LABOUR, weight_bp=6_000), Pool(basis=Basis.DATA, weight_bp=4_000)),
        employee_weight_bp=0,
    ),
)  # fmt: skip

LAW = Law(
    name="it",
    title="Italian Civil Code and Act 59/1992",
    distribution=DISTRIBUTION,
    bounds=(
        Bound(("obligatory_reserve_bp",), AT_LEAST, 3_000, _RESERVE),
        Bound(("mutual_fund_bp",), AT_LEAST, 300, _FUND),
        Bound(("obligatory_reserve_max_cents",), AT_MOST, 0, _RESERVE),
        Bound(("mutual_fund_max_cents",), AT_MOST, 0, _FUND),
    ),
    choices=(
        Choice("obligatory_reserve_base", _FULL, _RESERVE),
        Choice("mutual_fund_base", _FULL, _FUND),
        Choice("obligatory_reserve_class", ("all",), _RESERVE),
        Choice("mutual_fund_class", ("all",), _FUND),
        Choice("obligatory_reserve_rounding", ("up",), _RESERVE),
        Choice("mutual_fund_rounding", ("up",), _FUND),
        Choice("obligatory_reserve_condition", ("never",), _RESERVE),
        Choice("mutual_fund_condition", ("never",), _FUND),
        Choice("obligatory_reserve_account", ("obligatory_reserve",), _RESERVE),
        Choice("mutual_fund_account", ("fund",), _FUND),
    ),
    shares=(
        Share(("obligatory_reserve",), 3_000, _RESERVE),
        Share(("mutual_fund",), 300, _FUND),
    ),
)
