"""`es-pv-2019`: the Basque Co-operatives Act 11/2019, articles 31 to 58 and 60 to 75.

The defaults follow the practice of the Mondragon group: interest of 7.5 per cent, 40 per cent of
the result at most, patronage as capital but for a fifth. Deductions on leaving bind compulsory
contributions; a charter that tells them apart passes only these. A term of years is counted in years
of 365 days. Written votes, minutes and registers are not here, and neither are votes in proportion to
activity, which the Act allows to legal persons (art. 37(2)): the house gives each member one.
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
from auzolan.charter.laws.bound import (
    AT_LEAST,
    AT_MOST,
    Bound,
    Choice,
    Differ,
    Law,
    Limit,
    Share,
    When,
)
from auzolan.charter.laws.house import YEAR

_SURPLUS = "Act 11/2019, art. 70"
_INTEREST = "Act 11/2019, art. 63"
_REPAYMENT = "Act 11/2019, art. 66"
_END = "Act 11/2019, on winding up"
_RELIEF = When("education_condition", Condition.RESERVE_BELOW_HALF_CAPITAL)
_INACTIVE = "Act 11/2019, art. 31(2)"
_CONVENED = "Act 11/2019, art. 35(3)"
_ADDED = "Act 11/2019, art. 35(4)"
_NOTICE = "Act 11/2019, art. 35(6)"
_CALLS = "Act 11/2019, art. 35(7)"
_QUORUM = "Act 11/2019, art. 36(2)"
_PROXIES = "Act 11/2019, art. 36(4)"
_UNSEEN = "Act 11/2019, art. 36(8)"
_COLLABORATORS = "Act 11/2019, art. 37(4)"
_MAJORITY = "Act 11/2019, art. 38(1)"
_STRUCTURE = "Act 11/2019, art. 38(2)"
_DELEGATES = "Act 11/2019, art. 40(1)"
_CHALLENGE = "Act 11/2019, art. 41(3)"
_SUSPENSION = "Act 11/2019, art. 41(5)"
_TERM = "Act 11/2019, art. 46(1)"
_RECALL = "Act 11/2019, art. 46(2)"
_COUNCIL = "Act 11/2019, art. 47(1)"
_MONITORING = "Act 11/2019, art. 53(1)"
_APPEALS = "Act 11/2019, art. 58(2)"
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
    limits=(
        Limit("meetings.inactive_votes", AT_MOST, "<=1/5", _INACTIVE),
        Limit("meetings.convene_bp", AT_MOST, 2_000, _CONVENED),
        Limit("meetings.agenda_bp", AT_MOST, 1_000, _ADDED),
        Limit("meetings.agenda_days", AT_LEAST, 5, _ADDED),
        Limit("meetings.notice_days", AT_LEAST, 10, _NOTICE),
        Limit("meetings.notice_days_max", AT_MOST, 60, _NOTICE),
        Limit("meetings.call_gap_minutes", AT_LEAST, 30, _CALLS),
        Limit("decisions.first_call_quorum", AT_LEAST, ">1/2", _QUORUM),
        Limit("decisions.second_call_quorum", AT_LEAST, ">=1/10", _QUORUM),
        Limit("decisions.second_call_votes", AT_LEAST, 100, _QUORUM),
        Limit("meetings.proxies_max", AT_MOST, 2, _PROXIES),
        Limit("meetings.secret_bp", AT_MOST, 1_000, _UNSEEN),
        Limit("meetings.collaborators_votes", AT_MOST, "<1/2", _COLLABORATORS),
        Limit("decisions.policy_majority", AT_LEAST, ">1/2", _MAJORITY),
        Limit("decisions.structural_majority", AT_LEAST, ">=2/3", _STRUCTURE),
        Limit("decisions.structural_attendance", AT_LEAST, ">=3/4", _STRUCTURE, unless=""),
        # The Act also lets smaller ones have delegates where coming together is gravely hard.
        Limit("organs.delegates_from", AT_LEAST, 500, _DELEGATES, unless=0),
        Limit("decisions.challenge_days", AT_LEAST, 365, _CHALLENGE),
        Limit("decisions.suspension_large_bp", AT_MOST, 1_000, _SUSPENSION),
        Limit("decisions.suspension_large_from", AT_MOST, 50, _SUSPENSION),
        Limit("decisions.suspension_middle_bp", AT_MOST, 1_500, _SUSPENSION),
        Limit("decisions.suspension_middle_from", AT_MOST, 9, _SUSPENSION),
        Limit("decisions.suspension_small_bp", AT_MOST, 2_000, _SUSPENSION),
        Limit("organs.council_term_days", AT_LEAST, 2 * YEAR, _TERM),
        Limit("organs.council_term_days", AT_MOST, 5 * YEAR, _TERM),
        Limit("organs.recall_majority", AT_LEAST, ">=2/3", _RECALL),
        Limit("organs.council_seats", AT_LEAST, 3, _COUNCIL),
        Limit("organs.monitoring_seats", AT_LEAST, 3, _MONITORING, unless=0),
        Limit("organs.monitoring_from", AT_MOST, 100, _MONITORING),
        Limit("organs.appeals_term_days", AT_LEAST, 3 * YEAR, _APPEALS),
    ),
    differ=(
        Differ(
            "organs.monitoring_term_days",
            "organs.council_term_days",
            "organs.monitoring_seats",
            _MONITORING,
        ),
    ),
)
