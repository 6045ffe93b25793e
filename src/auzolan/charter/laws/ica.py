"""`ica`: the third co-operative principle alone, for groups that no law of another preset binds.

It names no number: some of the savings are indivisible, and members share by what they do with the
co-operative. On deciding, the second principle is one member, one vote, and what the house demands of
every charter serves it. Every other choice is the charter's.
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
)
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, Bound, Choice, Law

_THIRD = "ICA Statement on the Co-operative Identity, principle 3"

DISTRIBUTION = Distribution(
    lines=(
        Line(
            name="obligatory_reserve", part_bp=1_000,
            purpose=Purpose.DEVELOPMENT, account=AccountClass.INDIVISIBLE_RESERVE,
        ),
        Line(
            name="education", part_bp=0,
            purpose=Purpose.EDUCATION, account=AccountClass.FUND,
        ),
    ),
    interest=Interest(own_bp=0, legal_bp=0, margin_bp=0, limit_bp=0),
    patronage=Patronage(
        pools=(Pool(basis=Basis.LABOUR, weight_bp=6_000), Pool(basis=Basis.DATA, weight_bp=4_000)),
        employee_weight_bp=0,
    ),
)  # fmt: skip

LAW = Law(
    name="ica",
    title="ICA Statement on the Co-operative Identity",
    distribution=DISTRIBUTION,
    bounds=(
        Bound(("obligatory_reserve_bp",), AT_LEAST, 1, _THIRD),
        Bound(("pool_equal_bp",), AT_MOST, 0, _THIRD),
    ),
    choices=(
        Choice("obligatory_reserve_account", ("indivisible_reserve", "obligatory_reserve"), _THIRD),
    ),
)
