"""Planning and distributing a surplus: each refusal, their order, and every cent of a plan."""

import msgspec
import pytest

from auzolan.charter.articles import charter_from_text, charter_text
from auzolan.charter.distribution import Bearer
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.record.annexes import ref_from_text
from auzolan.treasury.accounts import COMPULSORY, PAYABLE, RETURNS
from auzolan.treasury.ledger.acts import BeginClosing, ClosePeriod
from auzolan.treasury.state import (
    DISTRIBUTED,
    Account,
    Plan,
    Posting,
)
from auzolan.treasury.surplus.acts import (
    Borne,
    Distribute,
    Distributed,
    DistributionPlanned,
    PlanDistribution,
)
from auzolan.treasury.surplus.planning import digest_of
from auzolan.treasury.surplus.sharing_rules import (
    apply_distribution_planned,
)
from rooms.treasury.small_year import (
    CLOSE,
    PLAN,
    balances,
    nonzero,
    planned,
    theirs,
    with_a_surplus,
)
from support.small_coop import SEALED, SmallCoop

# --- planning --------------------------------------------------------------------------------------


def test_a_plan_id_is_used_once(closed: SmallCoop) -> None:
    """Goal: what was voted cannot be overwritten. Method: plan twice, then under another id."""
    closed.done(PLAN)
    assert closed.refused(PLAN) == "treasury.plan_taken"
    closed.done(PlanDistribution("p2", "2026-q1", "v1"))


def test_a_plan_needs_a_period_and_a_valuation(closed: SmallCoop) -> None:
    """Goal: nothing is planned from nothing. Method: either is unknown."""
    assert closed.refused(PlanDistribution("p1", "2030", "v1")) == "treasury.period_unknown"
    assert closed.refused(PlanDistribution("p1", "2026-q1", "v9")) == "treasury.valuation_unknown"


def test_an_open_period_is_not_shared(closed: SmallCoop) -> None:
    """Goal: only a final result is shared. Method: the period that is running."""
    assert closed.refused(PlanDistribution("p1", "2026-q2", "v1")) == "treasury.period_still_open"


def test_money_waits_for_a_second_look_at_the_value(closed: SmallCoop) -> None:
    """Goal: one person alone cannot set what data is worth. Method: a value nobody rechecked."""
    closed.value({"ana": 1}, rechecked_by="")
    assert closed.refused(PLAN) == "treasury.value_not_rechecked"


def test_a_voted_recipe_is_the_only_one_that_shares_a_surplus(closed: SmallCoop) -> None:
    """Goal: nobody tries recipes until one pays her. Method: vote another one, then its own."""
    in_force = closed.books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    charter = charter_from_text(in_force.text)
    for recipe, code in (("a" * 64, "treasury.recipe_not_voted"), ("4" * 64, "")):
        worth = msgspec.structs.replace(charter.worth, recipe=recipe)
        text = charter_text(msgspec.structs.replace(charter, worth=worth))
        closed.books.put(msgspec.structs.replace(in_force, text=text))
        if code:
            assert closed.refused(PLAN) == code
    assert isinstance(closed.done(PLAN), DistributionPlanned)


def test_a_result_of_nothing_is_not_shared(coop: SmallCoop) -> None:
    """Goal: no empty plan is voted on. Method: as much came in as was spent; with tax it is a loss."""
    coop.earn(10_000)
    coop.done(coop.work(("ana", 3_600, 10_000)))
    coop.value({"ana": 1})
    coop.done(CLOSE)
    assert coop.refused(PLAN) == "treasury.no_surplus"
    fact = coop.done(PlanDistribution("p1", "2026-q1", "v1", tax_cents=1))
    assert isinstance(fact, DistributionPlanned)
    assert fact.loss_cents == 1


def test_a_surplus_needs_somebody_to_share_with(closed: SmallCoop) -> None:
    """Goal: no share by head without heads. Method: all have left."""
    for member in ("ana", "ben", "eve"):
        closed.leave(member)
    assert closed.refused(PLAN) == "treasury.no_members"


def test_a_surplus_is_shared_once(closed: SmallCoop) -> None:
    """Goal: no euro is shared twice. Method: distribute, then plan and distribute again."""
    first = planned(closed)
    second = planned(closed, PlanDistribution("p2", "2026-q1", "v1"))
    closed.done(first)
    assert closed.refused(first) == "treasury.already_distributed"
    assert closed.refused(second) == "treasury.already_distributed"
    assert closed.refused(PlanDistribution("p3", "2026-q1", "v1")) == "treasury.already_distributed"


def test_plans_are_refused_in_the_order_of_the_ladder(closed: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: faults mended in turn."""
    closed.done(planned(closed))
    closed.value({"ana": 1}, rechecked_by="")
    codes = [
        closed.refused(PlanDistribution("p1", "2030", "v9")),
        closed.refused(PlanDistribution("p2", "2030", "v9")),
        closed.refused(PlanDistribution("p2", "2026-q1", "v9")),
        closed.refused(PlanDistribution("p2", "2026-q2", "v1")),
        closed.refused(PlanDistribution("p2", "2026-q1", "v1")),
    ]
    for member in ("ana", "ben", "eve"):
        closed.leave(member)
    closed.done(ClosePeriod("2026-q2", "2026-q3"))
    codes += [closed.refused(PlanDistribution("p2", "2026-q2", "v1"))]
    closed.value({"ana": 1})
    codes += [closed.refused(PlanDistribution("p2", "2026-q2", "v1"))]
    assert codes == [
        "treasury.plan_taken",
        "treasury.period_unknown",
        "treasury.valuation_unknown",
        "treasury.period_still_open",
        "treasury.already_distributed",
        "treasury.value_not_rechecked",
        "treasury.no_surplus",
    ]


def test_a_plan_follows_worth_work_and_heads(closed: SmallCoop) -> None:
    """Goal: the weights are the ones of the books. Method: by hand, 60/10/30 and 60/30/10.

    1,000.00: reserve 600, education 100, members 300: data 180, labour 90, heads 30. Data 3:1,
    since eve's worth below zero counts as none; work 2:1; heads alike. Cash is a fifth.
    """
    fact = closed.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    pools = {str(pool.basis): pool.cents for pool in fact.pools}
    assert pools == {"data": 18_000, "labour": 9_000, "equal": 3_000}
    assert {line.name: line.cents for line in fact.waterfall if line.cents} == {
        "obligatory_reserve": 60_000, "education": 10_000
    }  # fmt: skip
    assert fact.waterfall[0].clause == "surplus.obligatory_reserve_bp"
    lines = closed.annexes.read(fact.lines)
    assert lines.kind == "distribution/2"
    assert list(zip(*(lines.column(name) for name in (
        "member", "interest_cents", "data_cents", "labour_cents", "equal_cents", "cash_cents",
        "capitalised_cents", "opening_cents", "closing_cents", "amount_cents",
    )), strict=True)) == [
        ("ana", 0, 13_500, 6_000, 1_000, 4_100, 16_400, 10_000, 26_400, 20_500),
        ("ben", 0, 4_500, 0, 1_000, 1_100, 4_400, 10_000, 14_400, 5_500),
        ("eve", 0, 0, 3_000, 1_000, 800, 3_200, 10_000, 13_200, 4_000),
    ]  # fmt: skip


def test_who_left_in_the_period_keeps_the_part_of_her_work_only(coop: SmallCoop) -> None:
    """Goal: work done counts, worth and head need standing to the end. Method: ana leaves in it."""
    with_a_surplus(coop)
    coop.leave("ana")
    coop.done(CLOSE)
    fact = coop.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    lines = coop.annexes.read(fact.lines)
    assert lines.column("member") == ("ana", "ben", "eve")
    assert lines.column("data_cents") == (0, 18_000, 0)
    assert lines.column("labour_cents") == (6_000, 0, 3_000)
    assert lines.column("equal_cents") == (0, 1_500, 1_500)
    assert lines.column("cash_cents")[0] == 6_000
    assert lines.column("capitalised_cents")[0] == 0


def test_who_left_after_the_period_keeps_all_her_parts_in_cash(closed: SmallCoop) -> None:
    """Goal: she was a member to its end. Method: ana leaves after the close; all but cash as ever."""
    stays = closed.done(PLAN)
    assert isinstance(stays, DistributionPlanned)
    closed.leave("ana")
    fact = closed.done(PlanDistribution("p2", "2026-q1", "v1"))
    assert isinstance(fact, DistributionPlanned)
    before, after = closed.annexes.read(stays.lines), closed.annexes.read(fact.lines)
    for name in before.names:
        if name not in {"cash_cents", "capitalised_cents", "closing_cents"}:
            assert after.column(name) == before.column(name), name
    assert after.column("cash_cents") == (20_500, *before.column("cash_cents")[1:])
    assert after.column("capitalised_cents") == (0, *before.column("capitalised_cents")[1:])
    assert after.column("closing_cents") == (10_000, *before.column("closing_cents")[1:])


def test_who_left_while_the_period_was_closing_was_a_member_to_its_end(coop: SmallCoop) -> None:
    """Goal: the span ends when the next opens. Method: begin closing, leave, close, plan."""
    with_a_surplus(coop)
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    coop.leave("ana")
    coop.done(CLOSE)
    fact = coop.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    assert coop.annexes.read(fact.lines).column("data_cents") == (13_500, 4_500, 0)


def test_every_number_of_a_plan_is_under_its_digest(closed: SmallCoop) -> None:
    """Goal: what is voted is what is booked. Method: change each field; the digest changes."""
    fact = closed.done(PLAN)
    assert isinstance(fact, DistributionPlanned)
    seen = {digest_of(fact)}
    for name in fact.__struct_fields__:
        if name == "plan_digest":
            continue
        value = getattr(fact, name)
        if isinstance(value, int):
            other: object = value + 1
        elif isinstance(value, str):
            other = value + "x"
        elif isinstance(value, tuple):
            other = value[1:] if value else (Borne(Bearer.CARRIED, 1),)
        else:
            other = msgspec.structs.replace(value, total=value.total + 1)
        seen.add(digest_of(msgspec.structs.replace(fact, **{name: other})))
    assert len(seen) == len(fact.__struct_fields__)
    changed = msgspec.structs.replace(fact, plan="p9", cash_cents=fact.cash_cents + 1)
    with pytest.raises(AssertionError, match="digest"):
        apply_distribution_planned(closed.books, closed.case(), PLAN, changed)


# --- distributing ----------------------------------------------------------------------------------


def test_only_a_plan_that_exists_is_booked(closed: SmallCoop) -> None:
    """Goal: nothing is shared without a plan. Method: none was made."""
    assert closed.refused(Distribute("mandate-1", "p1", SEALED)) == "treasury.plan_unknown"


def test_only_the_plan_that_was_voted_is_booked(closed: SmallCoop) -> None:
    """Goal: not one number differs from the vote. Method: another digest."""
    planned(closed)
    assert closed.refused(Distribute("mandate-1", "p1", SEALED)) == "treasury.plan_differs"


def test_a_surplus_that_has_changed_is_not_booked(closed: SmallCoop) -> None:
    """Goal: a plan never shares what is not there. Method: a cent is missing from the result."""
    act = planned(closed)
    closed.books.put(Account("result:2026-q1", "result", "EUR/2", "2026-q1", -99_999))
    assert closed.refused(act) == "treasury.surplus_changed"


def test_distributions_are_refused_in_the_order_of_the_ladder(closed: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: faults mended in turn."""
    act = planned(closed)
    other = planned(closed, PlanDistribution("p2", "2026-q1", "v1"))
    closed.done(act)
    codes = [
        closed.refused(Distribute("mandate-1", "p9", SEALED)),
        closed.refused(Distribute("mandate-1", "p2", SEALED)),
        closed.refused(other),
    ]
    row = closed.books.get(Plan, "p1")
    assert row is not None
    closed.books.put(msgspec.structs.replace(row, state="planned"))
    codes += [closed.refused(other)]
    assert codes == [
        "treasury.plan_unknown",
        "treasury.plan_differs",
        "treasury.already_distributed",
        "treasury.surplus_changed",
    ]


def test_a_distribution_empties_the_result_to_the_cent(closed: SmallCoop) -> None:
    """Goal: every cent has an owner. Method: read all accounts after the hand example."""
    assert closed.done(planned(closed)) == Distributed("p1", "2026-q1")
    assert nonzero(balances(closed)) == {
        "bank": 135_000, COMPULSORY: -30_000, RETURNS: -24_000, "fund:education": -10_000,
        "payable": -11_000, "reserve:obligatory": -60_000,
    }  # fmt: skip
    assert theirs(closed, PAYABLE) == {"ana": 7_100, "ben": 1_100, "eve": 2_800}
    assert theirs(closed, RETURNS) == {"ana": 16_400, "ben": 4_400, "eve": 3_200}
    row = closed.books.get(Plan, "p1")
    assert row is not None
    assert row.state == DISTRIBUTED
    assert closed.annexes.read(ref_from_text(row.lines)).kind == "distribution/2"
    last = [row for row in closed.history if isinstance(row, Posting)][-1]
    assert last.period == "2026-q2"
