"""The plan of a year: its lines, its limits, its losses and every refusal."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from auzolan.charter.distribution import Basis, Distribution
from auzolan.charter.distribution_clauses import Value, with_clauses
from auzolan.charter.laws import LAWS
from auzolan.foundation.money import CENTS_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.losses import average_to_funds
from auzolan.treasury.surplus.snapshot import Members, Standing, members_from
from auzolan.treasury.surplus.us_forms import Form1099Patr, forms_1099_patr
from auzolan.treasury.surplus.waterfall import ClassResult, LineAmount, YearResult
from auzolan.treasury.surplus.year_plan import (
    WarningCode,
    YearPlan,
    assert_whole,
    plan_year,
    pool_lines,
    unlawful_shares,
)

LAW = LAWS["es-pv-2019"]
ANA = Standing("ana", hours=100, index=100, capital=100_000, points=3)
BEN = Standing("ben", hours=300, index=200, capital=50_000, points=1)
EVE = Standing("eve", hours=100, index=100, employee=True)


def article(preset: str = "es-pv-2019", **changes: Value) -> Distribution:
    found = with_clauses(LAWS[preset].distribution, changes)
    assert not isinstance(found, Refusal), found
    return found


def people(*standings: Standing) -> Members:
    found = members_from(standings or (ANA, BEN, EVE))
    assert not isinstance(found, Refusal), found
    return found


def year(gross: int, past: int = 0, tax: int = 0, **more: int) -> YearResult:
    return YearResult(ClassResult(gross, past, tax), **more)


def planned(of: Distribution, result: YearResult, *standings: Standing) -> YearPlan:
    found = plan_year(of, result, people(*standings))
    assert not isinstance(found, Refusal), found
    return found


def lines(plan: YearPlan) -> dict[str, LineAmount]:
    return {amount.line.name: amount for amount in plan.waterfall.lines}


def codes(plan: YearPlan) -> set[WarningCode]:
    return {one.code for one in plan.warnings}


def refused(of: Distribution, result: YearResult, *standings: Standing) -> Refusal:
    found = plan_year(of, result, people(*standings))
    assert isinstance(found, Refusal)
    return found


# --- lines ---------------------------------------------------------------------------------------


def test_a_line_keeps_its_minimum_and_its_maximum() -> None:
    """Goal: limits in cents hold to the cent. Method: 2 % of 10,000.00 between limits."""
    free = {"interest_bp": 0}
    at_least = planned(article(promotion_min_cents=20_001, **free), year(1_000_000))
    at_most = planned(article(promotion_max_cents=19_999, **free), year(1_000_000))
    assert lines(at_least)["promotion"].cents == 20_001
    assert lines(at_most)["promotion"].cents == 19_999
    assert lines(at_most)["promotion"].exact == Fraction(20_000)


def test_a_line_that_finds_too_little_is_cut_and_says_so() -> None:
    """Goal: nobody gives more than there is. Method: a minimum above the rest."""
    plan = planned(article(interest_bp=0, voluntary_min_cents=10**9), year(1_000))
    assert lines(plan)["voluntary"].is_cut
    assert plan.waterfall.patronage_cents == 0
    assert WarningCode.LINE_CUT in codes(plan)


def test_the_order_of_the_lines_says_who_is_served_first() -> None:
    """Goal: order is charter data. Method: one cent, two orders."""
    order = tuple(line.name for line in LAW.distribution.lines)
    first = planned(article(interest_bp=0), year(1))
    turned = planned(article(interest_bp=0, lines_order=("education", *(
        name for name in order if name != "education"))), year(1))  # fmt: skip
    assert (lines(first)["obligatory_reserve"].cents, lines(first)["education"].cents) == (1, 0)
    assert (lines(turned)["obligatory_reserve"].cents, lines(turned)["education"].cents) == (0, 1)


@pytest.mark.parametrize(
    ("base", "cents"),
    [("gross", 20_000), ("net", 19_850), ("available", 16_850), ("rest", 9_773)],
)
def test_each_base_is_the_amount_of_its_name(base: str, cents: int) -> None:
    """Goal: before or after interest, losses and tax. Method: 2 % of each, by hand.

    Result 10,000.00; interest 5 % of 1,500.00 is 75.00; losses 500.00; tax 1,000.00. The lines before
    promotion take 42 % of 8,425.00 and leave 4,886.50 as its `rest`.
    """
    of = article(interest_bp=500, promotion_base=base, voluntary_bp=200)
    of = article_with_order(of)
    plan = planned(of, year(1_000_000, past=50_000, tax=100_000))
    assert lines(plan)["promotion"].cents == cents


def article_with_order(of: Distribution) -> Distribution:
    order = ("obligatory_reserve", "education", "intercooperation", "solidarity", "promotion")
    found = with_clauses(of, {"lines_order": (*order, "voluntary")})
    assert not isinstance(found, Refusal)
    return found


def test_half_of_what_third_parties_bring_goes_to_the_reserve() -> None:
    """Goal: es-1999 by class. Method: 1,000.01 from members, 500.01 from others, tax after."""
    result = YearResult(ClassResult(100_001, 0, 10_000), ClassResult(50_001, 0, 5_000))
    plan = planned(article("es-1999", interest_bp=0), result)
    assert lines(plan)["obligatory_reserve"].cents == 20_001
    assert lines(plan)["education"].cents == 5_001
    assert lines(plan)["third_party_reserve"].cents == 25_001
    assert lines(plan)["voluntary"].base_cents == 150_002 - 15_000


def test_a_class_with_a_loss_is_set_off_against_the_others() -> None:
    """Goal: no line is taken of what is not there. Method: members lose, third parties gain."""
    result = YearResult(ClassResult(-30_000), ClassResult(50_000))
    plan = planned(article("es-1999", interest_bp=0), result)
    assert lines(plan)["obligatory_reserve"].base_cents == 0
    assert lines(plan)["third_party_reserve"].base_cents == 20_000
    assert plan.waterfall.available_cents == 20_000


@pytest.mark.parametrize(("reserve", "part"), [(74_999, 500), (75_000, 1_000)])
def test_the_education_part_is_halved_while_the_reserve_is_below_half_the_capital(
    reserve: int, part: int
) -> None:
    """Goal: the condition's edge. Method: a reserve of half of 1,500.00, and a cent less."""
    of = article(
        education_condition="reserve_below_half_capital", education_condition_bp=500, interest_bp=0
    )
    plan = planned(of, year(100_000, obligatory_reserve_cents=reserve))
    assert lines(plan)["education"].part_bp == part
    assert lines(plan)["education"].cents == 10 * part
    assert unlawful_shares(plan, LAW) == ()


def test_a_plan_that_misses_the_law_by_a_cent_is_found() -> None:
    """Goal: the law is asked of cents too. Method: move one cent out of the reserve."""
    plan = planned(article(), year(100_001))
    assert unlawful_shares(plan, LAW) == ()
    reserve, *others = plan.waterfall.lines
    short = (replace(reserve, cents=reserve.cents - 1), *others)
    forged = replace(plan, waterfall=replace(plan.waterfall, lines=short))
    assert [share.article for share in unlawful_shares(forged, LAW)] == ["Act 11/2019, art. 70"]
    with pytest.raises(AssertionError, match="divided whole"):
        assert_whole(forged)


# --- interest ------------------------------------------------------------------------------------


def test_interest_rounds_half_a_cent_up_and_never_exceeds_the_legal_cap() -> None:
    """Goal: rate and rounding. Method: 9.25 % of 2.00 is 18.5 cents; own rate 10 %."""
    plan = planned(article(interest_bp=1_000), year(10**6), replace_capital(ANA, 200), BEN)
    assert plan.interest.rate_bp == 925
    assert int(plan.interest.cents[0]) == 19


def replace_capital(one: Standing, cents: int) -> Standing:
    return Standing(one.id, one.hours, one.index, cents, one.points)


@pytest.mark.parametrize(("gross", "binds"), [(28_125, False), (28_124, True)])
def test_the_limit_of_interest_binds_from_one_cent_on(gross: int, binds: bool) -> None:
    """Goal: 40 % of the result is the most. Method: 112.50 of interest, results around it."""
    plan = planned(article(), year(gross))
    assert (plan.interest.shared is not None) is binds
    assert (WarningCode.INTEREST_LIMITED in codes(plan)) is binds
    assert plan.interest.cents.tolist() == (
        [7_500, 0 + 3_750, 0] if not binds else [7_499, 3_750, 0]
    )


def test_a_year_that_tax_takes_whole_bears_no_interest() -> None:
    """Goal: interest is paid from what is left. Method: tax equal to the result."""
    plan = planned(article(), year(100_000, tax=100_000))
    assert plan.interest.cents.sum() == 0
    assert plan.waterfall.available_cents == 0
    assert plan.loss is None


def test_past_losses_that_the_year_cannot_make_good_are_named() -> None:
    """Goal: nothing is forgotten. Method: more past losses than result."""
    plan = planned(article(interest_bp=0), year(100_000, past=100_001))
    assert plan.waterfall.past_losses_left_cents == 1
    assert plan.waterfall.patronage_cents == 0
    assert WarningCode.PAST_LOSSES_LEFT in codes(plan)


# --- patronage -----------------------------------------------------------------------------------


def test_an_employee_counts_in_her_part_and_is_paid_in_cash() -> None:
    """Goal: a quarter, all in cash. Method: two with equal work, one employed."""
    plan = planned(
        article(pool_labour_bp=10_000, pool_data_bp=0),
        year(12_500), Standing("ana", 10, 100), Standing("eve", 10, 100, employee=True),
    )  # fmt: skip
    ana, eve = plan.part.amount.tolist()
    assert (ana, eve) == (5_000, 1_250)
    assert plan.part.cash.tolist() == [1_000, 1_250]
    assert plan.closing.tolist() == [4_000, 0]


def test_every_cent_of_a_pool_is_explained_by_a_fraction() -> None:
    """Goal: the statement's exact share. Method: three to one on an odd pool."""
    plan = planned(article(), year(100_007))
    for place in range(3):
        for line in pool_lines(plan, place):
            assert line.cents == line.exact.__floor__() + line.got_spare_cent
    assert {line.basis for line in pool_lines(plan, 0)} == {Basis.LABOUR, Basis.DATA}
    sums = [sum(line.cents for line in pool_lines(plan, place)) for place in range(3)]
    assert sums == plan.part.amount.tolist()


def test_nobody_gets_more_of_a_pool_than_the_cap_of_concentration() -> None:
    """Goal: the cap holds to the cent, the rest goes on. Method: 3:1 by data under 60 %."""
    of = article(pool_labour_bp=0, pool_data_bp=10_000, concentration_bp=6_000, interest_bp=0)
    plan = planned(of, year(10_000))
    assert plan.waterfall.patronage_cents == 5_000
    assert plan.part.amount.tolist() == [3_000, 2_000, 0]
    assert pool_lines(plan, 0)[0].is_capped
    assert pool_lines(plan, 0)[0].exact == 3_000


def test_a_cap_that_cannot_be_kept_is_refused() -> None:
    """Goal: no cent without an owner. Method: two who share under a cap of 49.99 %."""
    found = refused(article(concentration_bp=4_999), year(1_000_000))
    assert (found.code, "concentration_bp" in found.remedy) == ("treasury.cap_out_of_reach", True)


@pytest.mark.parametrize("clause", ["pool_data_bp", "pool_labour_bp", "pool_usage_bp"])
def test_a_pool_in_which_nobody_has_a_weight_is_refused(clause: str) -> None:
    """Goal: weights that are all zero are refused. Method: each basis alone, empty."""
    weights: dict[str, Value] = {"pool_labour_bp": 0, "pool_data_bp": 0, clause: 10_000}
    found = refused(article(**weights), year(1_000), Standing("ana", capital=5))
    assert found.code == "treasury.weights_all_zero"
    assert clause in found.remedy


@pytest.mark.parametrize(("index", "ok"), [(600, True), (601, False)])
def test_a_pay_index_above_the_solidarity_ratio_is_refused(index: int, ok: bool) -> None:
    """Goal: six times the lowest and no more. Method: the edge and one beyond."""
    found = plan_year(
        article(), year(1_000), people(ANA, Standing("zoe", hours=1, index=index, points=1))
    )
    assert isinstance(found, Refusal) is not ok
    if isinstance(found, Refusal):
        assert found.code == "treasury.index_above_ratio"
        assert "zoe" in found.because


@pytest.mark.parametrize(("capital", "warned"), [((5, 5, 5), False), ((5, 6, 5), True)])
def test_a_holder_of_more_than_a_third_is_a_warning_and_no_refusal(
    capital: tuple[int, ...], warned: bool
) -> None:
    """Goal: exactly a third is fine. Method: three equal, then a cent more for one."""
    who = [
        Standing(name, 1, 100, cents, 1)
        for name, cents in zip(("ana", "ben", "eve"), capital, strict=True)
    ]
    plan = planned(article(interest_bp=0), year(0), *who)
    assert (WarningCode.HOLDER_OVER_LIMIT in codes(plan)) is warned


# --- losses --------------------------------------------------------------------------------------


def test_a_loss_goes_down_the_order_of_its_bearers() -> None:
    """Goal: voluntary reserve, average rule, members, carried. Method: 1,000.00 by hand.

    100.00 voluntary; the average of 30 % and 10 % is a fifth, 200.00; 700.00 by members: labour
    420.00 as 1:6:0.25, data 280.00 as 3:1.
    """
    result = replace(
        year(-100_000, voluntary_reserve_cents=10_000, obligatory_reserve_cents=90_000),
        past_years=((1_000, 300), (0, 0), (1_000, 100)),
    )
    plan = planned(article(), result)
    assert plan.loss is not None
    assert plan.loss.voluntary_reserve_cents == 10_000
    assert plan.loss.obligatory_reserve_cents == 20_000
    assert plan.loss.carried_cents == 0
    assert sum(plan.loss.members.tolist()) == 70_000
    assert plan.loss.members.tolist() == [6_000 + 21_000, 36_000 + 7_000, 0]
    assert plan.closing.tolist() == [100_000 - 27_000, 50_000 - 43_000, 0]


def test_members_bear_down_to_their_capital_and_the_rest_is_carried() -> None:
    """Goal: nobody owes. Method: a loss greater than all there is."""
    plan = planned(article(), year(-1_000_000))
    assert plan.loss is not None
    assert plan.closing.tolist() == [0, 0, 0]
    assert (plan.loss.carried_cents, plan.loss.years) == (1_000_000 - 150_000, 5)
    assert WarningCode.LOSS_CARRIED in codes(plan)


def test_tax_above_the_result_is_a_loss() -> None:
    """Goal: after tax is what counts. Method: a surplus of 1.00 and tax of 3.00."""
    plan = planned(article(), year(100, tax=300))
    assert plan.loss is not None
    assert plan.loss.loss_cents == 200


def test_the_average_is_of_the_last_years_with_a_surplus() -> None:
    """Goal: the average rule. Method: six years of which five count, and none."""
    years = ((100, 100), (100, 50), (100, 40), (0, 0), (100, 30), (100, 20), (200, 20))
    assert average_to_funds(years, 5) == Fraction(3, 10)
    assert average_to_funds((), 5) == 0


def test_a_loss_is_refused_where_nobody_has_a_weight() -> None:
    """Goal: activity must be known. Method: a loss and people without work or data."""
    found = refused(article(), year(-100), Standing("ana", capital=100))
    assert found.code == "treasury.weights_all_zero"


# --- losses whose years are over -----------------------------------------------------------------


def test_a_loss_whose_years_are_over_falls_to_the_members() -> None:
    """Goal: carrying ends. Method: 600.00 due, 100.00 earned; 50.00 in the voluntary reserve.

    The result makes good 100.00, the reserve bears 50.00, the members 450.00: labour 270.00 as
    1:6:0.25, data 180.00 as 3:1. No interest, and nothing from the obligatory reserve.
    """
    result = replace(
        year(10_000, past=60_000, voluntary_reserve_cents=5_000, losses_due_cents=60_000),
        obligatory_reserve_cents=90_000, past_years=((1_000, 300),),
    )  # fmt: skip
    plan = planned(article(), result)
    assert plan.loss is not None
    assert (plan.loss.loss_cents, plan.loss.old_cents) == (50_000, 50_000)
    assert (plan.loss.voluntary_reserve_cents, plan.loss.obligatory_reserve_cents) == (5_000, 0)
    assert sum(plan.loss.members.tolist()) == 45_000
    assert plan.loss.carried_cents == 0
    assert plan.interest.cents.tolist() == [0, 0, 0]
    assert {WarningCode.INTEREST_LIMITED, WarningCode.LOSSES_DUE} <= codes(plan)


@pytest.mark.parametrize("order", [("carried",), ("members", "carried")])
def test_members_bear_what_is_over_even_where_the_charter_only_carries(
    order: tuple[str, ...],
) -> None:
    """Goal: no charter carries for ever. Method: orders with and without the members."""
    plan = planned(article(losses_order=order), year(-1_000, past=700, losses_due_cents=700))
    assert plan.loss is not None
    by_order = 1_000 if "members" in order else 0
    assert sum(plan.loss.members.tolist()) == 700 + by_order
    assert plan.loss.carried_cents == 1_000 - by_order


@pytest.mark.parametrize(("due", "interest"), [(96_000, 4_000), (88_750, 11_250), (0, 11_250)])
def test_what_is_over_comes_before_interest_on_capital(due: int, interest: int) -> None:
    """Goal: nobody earns on capital that owes a loss. Method: 1,000.00 earned; more and less due."""
    plan = planned(article(), year(100_000, past=96_000, losses_due_cents=due))
    assert plan.loss is None
    assert int(plan.interest.cents.sum()) == interest


def test_an_old_loss_beyond_all_capital_stays_and_is_named() -> None:
    """Goal: nobody owes, nothing is forgotten. Method: due 2,000.00 with 1,500.00 of capital."""
    plan = planned(article(), year(0, past=200_000, losses_due_cents=200_000))
    assert plan.loss is not None
    assert plan.closing.tolist() == [0, 0, 0]
    named = {one.code: one.about for one in plan.warnings}
    assert named[WarningCode.LOSSES_UNCOVERED] == named[WarningCode.PAST_LOSSES_LEFT] == "50000"
    broke = planned(
        article(),
        year(0, past=9, losses_due_cents=9),
        Standing("zoe", hours=1, index=100, points=1),
    )
    assert broke.loss is None
    assert WarningCode.LOSSES_UNCOVERED in codes(broke)


def test_a_new_loss_finds_what_an_old_one_has_left() -> None:
    """Goal: nothing is taken twice. Method: old and new loss both want the same money."""
    of = article(losses_order=("voluntary_reserve", "members", "carried"))
    result = year(-100_000, past=100_000, losses_due_cents=100_000, voluntary_reserve_cents=30_000)
    plan = planned(of, result)
    assert plan.loss is not None
    assert plan.loss.voluntary_reserve_cents == 30_000
    assert sum(plan.loss.members.tolist()) == 150_000
    assert (plan.loss.old_cents, plan.loss.carried_cents) == (100_000, 20_000)


# --- people --------------------------------------------------------------------------------------

PEOPLE = {
    "treasury.nobody_shares": [],
    "treasury.member_twice": [ANA, BEN, ANA],
    "treasury.weight_negative": [Standing("ana", points=-1)],
    "treasury.too_large": [Standing("ana", points=CENTS_MAX + 1)],
    "treasury.index_missing": [Standing("ana", hours=1)],
}


@pytest.mark.parametrize("code", PEOPLE)
def test_people_that_do_not_fit_are_refused(code: str) -> None:
    """Goal: no plan from a faulty list. Method: one fault each."""
    found = members_from(PEOPLE[code])
    assert isinstance(found, Refusal)
    assert (found.code, bool(found.remedy)) == (code, True)


def test_capital_that_cannot_be_counted_is_refused() -> None:
    """Goal: sums stay exact. Method: two with the most there can be."""
    most = [Standing(name, capital=CENTS_MAX) for name in ("ana", "ben")]
    found = members_from(most)
    assert isinstance(found, Refusal)
    assert found.code == "treasury.too_large"


def test_columns_are_in_order_of_id_whoever_is_named_first() -> None:
    """Goal: ties go to the smallest id. Method: a list out of order."""
    found = people(EVE, BEN, ANA)
    assert found.ids == ("ana", "ben", "eve")
    assert found.employee.tolist() == [False, False, True]
    assert found.capital.tolist() == [100_000, 50_000, 0]


def test_a_hundred_thousand_members_are_planned_without_python_integers() -> None:
    """Goal: size costs little. Method: weights of a large co-operative stay in 64 bits."""
    count = 100_000
    numbers = np.arange(count, dtype=np.int64)
    many = Members(
        ids=tuple(f"m{place:06d}" for place in range(count)),
        hours=numbers % 2_000, index=100 + numbers % 500, time=numbers % 2_000,
        capital=numbers * 7, points=numbers * 10**4, value=numbers * 10**3,
        usage=numbers, labels=numbers, head=numbers * 0 + 1,
        employee=numbers % 100 == 0, left=numbers < 0,
    )  # fmt: skip
    plan = plan_year(article(), year(10**11), many)
    assert not isinstance(plan, Refusal)
    assert all(pool.shares.weights.dtype == np.int64 for pool in plan.part.pools)


# --- 1099-PATR -----------------------------------------------------------------------------------


def test_the_tax_form_reports_money_and_qualified_notices() -> None:
    """Goal: box 1 by 26 U.S.C. 1385(a). Method: the same year qualified and not."""
    qualified = planned(article("us-worker"), year(10_000))
    nonqualified = planned(article("us-worker", notices="nonqualified", cash_bp=0), year(10_000))
    assert qualified.part.amount.tolist() == [1_286, 7_714, 0]
    assert forms_1099_patr(qualified) == {
        "ana": Form1099Patr(1_286, 0, 0, 0, 0, 0),
        "ben": Form1099Patr(7_714, 0, 0, 0, 0, 0),
    }
    assert forms_1099_patr(nonqualified)["ana"] == Form1099Patr(0, 0, 0, 0, 0, 1_286)
    assert forms_1099_patr(planned(article(), year(10_000))) == {}
