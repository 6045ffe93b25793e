"""`es-1999`: the Spanish Co-operatives Act 27/1999: articles 14 to 44 on deciding, 58 on the surplus.

A fifth and a twentieth of the surplus before tax, and half of what was earned with third parties,
go to reserve and education, as reformed in 2026. The Act asks for two thirds of those present to
change the statutes; here they are two thirds of yes and no, and the statutes are the articles of the
tiers 1 and 2. To recall somebody off the agenda it asks for a majority of all votes unless the
statutes choose less; here it is one of yes and no. It lets statutes do without a quorum on second
call; the house does not.
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
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, EXACTLY, Bound, Choice, Law, Limit
from auzolan.charter.laws.house import YEAR

_SURPLUS = "Act 27/1999, art. 58(1)"
_THIRD_PARTIES = "Act 27/1999, art. 58(2)"
_COLLABORATORS = "Act 27/1999, art. 14"
_CONVENED = "Act 27/1999, art. 23(3)"
_NOTICE = "Act 27/1999, art. 24(1)"
_ADDED = "Act 27/1999, art. 24(2)"
_QUORUM = "Act 27/1999, art. 25(1)"
_UNSEEN = "Act 27/1999, art. 25(3)"
_PROXIES = "Act 27/1999, art. 27(1)"
_MAJORITY = "Act 27/1999, art. 28(1)"
_STATUTES = "Act 27/1999, art. 28(2)"
_FOUR_FIFTHS = "Act 27/1999, art. 28(3)"
_DELEGATES = "Act 27/1999, art. 30(1)"
_CHALLENGE = "Act 27/1999, art. 31(3)"
_SUSPENSION = "Act 27/1999, art. 31(5)"
_COUNCIL = "Act 27/1999, art. 33"
_TERM = "Act 27/1999, art. 35(1)"
_RECALL = "Act 27/1999, art. 35(3)"
_AUDIT = "Act 27/1999, art. 38(2)"
_APPEALS = "Act 27/1999, art. 44(2)"
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
    limits=(
        Limit("meetings.collaborators_votes", AT_MOST, "<=3/10", _COLLABORATORS),
        Limit("meetings.convene_bp", AT_MOST, 2_000, _CONVENED),
        Limit("meetings.notice_days", AT_LEAST, 15, _NOTICE),
        Limit("meetings.notice_days_max", AT_MOST, 60, _NOTICE),
        Limit("meetings.agenda_bp", AT_MOST, 1_000, _ADDED),
        Limit("meetings.agenda_days", AT_LEAST, 8, _ADDED),
        Limit("decisions.first_call_quorum", AT_LEAST, ">1/2", _QUORUM),
        Limit("meetings.secret_bp", AT_MOST, 1_000, _UNSEEN),
        Limit("meetings.proxies_max", AT_MOST, 2, _PROXIES),
        Limit("decisions.policy_majority", AT_LEAST, ">1/2", _MAJORITY),
        Limit("decisions.bylaw_majority", AT_LEAST, ">=2/3", _STATUTES),
        Limit("decisions.entrenched_majority", AT_LEAST, ">=2/3", _STATUTES),
        Limit("decisions.structural_majority", AT_LEAST, ">=2/3", _STATUTES),
        # Attendance relieves nobody from two thirds, so that even all who come do not.
        Limit("decisions.structural_attendance", EXACTLY, "", _STATUTES),
        Limit("decisions.policy_majority", AT_MOST, ">=4/5", _FOUR_FIFTHS),
        Limit("decisions.bylaw_majority", AT_MOST, ">=4/5", _FOUR_FIFTHS),
        Limit("decisions.entrenched_majority", AT_MOST, ">=4/5", _FOUR_FIFTHS),
        Limit("decisions.structural_majority", AT_MOST, ">=4/5", _FOUR_FIFTHS),
        Limit("organs.delegates_term_days", AT_MOST, 3 * YEAR, _DELEGATES),
        Limit("decisions.challenge_days", AT_LEAST, 365, _CHALLENGE),
        Limit("decisions.suspension_large_bp", AT_MOST, 2_000, _SUSPENSION),
        Limit("decisions.suspension_middle_bp", AT_MOST, 2_000, _SUSPENSION),
        Limit("decisions.suspension_small_bp", AT_MOST, 2_000, _SUSPENSION),
        Limit("organs.council_seats", AT_LEAST, 3, _COUNCIL),
        Limit("organs.council_seats", AT_MOST, 15, _COUNCIL),
        Limit("organs.council_term_days", AT_LEAST, 3 * YEAR, _TERM),
        Limit("organs.council_term_days", AT_MOST, 6 * YEAR, _TERM),
        Limit("organs.recall_majority", AT_LEAST, ">1/2", _RECALL),
        Limit("organs.monitoring_seats", AT_LEAST, 1, _AUDIT),
        Limit("organs.monitoring_term_days", AT_LEAST, 3 * YEAR, _AUDIT),
        Limit("organs.monitoring_term_days", AT_MOST, 6 * YEAR, _AUDIT),
        Limit("organs.appeals_seats", AT_LEAST, 3, _APPEALS, unless=0),
    ),
    deciding=(
        ("meetings.collaborators_votes", "<=3/10"),
        ("meetings.notice_days", 15),
        ("meetings.agenda_days", 8),
        ("decisions.bylaw_majority", ">=2/3"),
        ("decisions.structural_attendance", ""),
        ("decisions.suspension_large_bp", 2_000),
        ("decisions.suspension_middle_bp", 2_000),
        ("organs.monitoring_seats", 1),
    ),
)
