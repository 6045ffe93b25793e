"""Capital that leaves: on which terms, where every cent of it goes, and what nobody claims."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.articles import Charter
from auzolan.charter.distribution import Reason
from auzolan.charter.distribution_clauses import Value
from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import DAY_MS, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Left
from auzolan.members.state import LEFT, Member
from auzolan.treasury.accounts import (
    BANK,
    COMPULSORY,
    OBLIGATORY,
    PAYABLE,
    PAYING,
    REDEMPTION,
    RETURNS,
    VOLUNTARY,
)
from auzolan.treasury.capital.exit_acts import (
    CapitalTakenOver,
    ExitOpened,
    ExitPaid,
    Lapse,
    Lapsed,
    OpenExit,
    PayExit,
)
from auzolan.treasury.capital.exits import due_on, instalments, loss_borne
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.ledger.posting import Leg, Movement, post, post_members
from auzolan.treasury.payouts.acts import CancelPayout, ClearSuspense, ExportPayout
from auzolan.treasury.state import CLOSED, Claim, Exit, Period, open_period
from support.plain_charter import PLAIN
from support.small_coop import AT, SEALED
from support.small_treasury import SmallTreasury, treasury

CLOSE = ClosePeriod("2026-q1", "2026-q2")
HELD = (RETURNS, VOLUNTARY, COMPULSORY)


def charter(**clauses: Value) -> Charter:
    return founding_charter(clauses={**PLAIN, **clauses})


def opening(
    member: str = "ana", reason: Reason = Reason.JUSTIFIED, *, bp: int = 0, to: str = "",
    exit_id: str = "x1",
) -> OpenExit:  # fmt: skip
    return OpenExit("mandate-p1", exit_id, member, reason, bp, to)


def give(coop: SmallTreasury, member: str, amounts: Mapping[str, int]) -> None:
    """A member has this capital besides her contribution; the money is in the bank."""
    for account, cents in amounts.items():
        for books in (coop.books, coop.public):
            post(books, coop.case(), open_period(books), (Leg(BANK, cents), Leg(account, -cents)))
        movement = Movement(account, open_period(coop.books), "given")
        post_members(coop.books, coop.case(), movement, {member: cents})
        coop.seq += 1


def lose(coop: SmallTreasury, cents: int, *, period: str = "2025") -> None:
    """An earlier period has left a loss that is carried."""
    for books in (coop.books, coop.public):
        books.put(Period(period, CLOSED, -cents, 0, 0, 0, "0" * 64))
        legs = (Leg(f"loss:{period}", cents), Leg(BANK, -cents))
        post(books, coop.case(), open_period(books), legs)
    coop.seq += 1


def gone(coop: SmallTreasury, member: str = "ana") -> None:
    """She leaves, and the period in which she left is closed."""
    coop.leave(member)
    coop.done(CLOSE)


def on(coop: SmallTreasury, day: str) -> None:
    coop.at = moment_from_iso(day)


def opened(coop: SmallTreasury, act: OpenExit | None = None) -> ExitOpened:
    fact = coop.done(act or opening())
    assert isinstance(fact, ExitOpened)
    coop.audit()
    return fact


@pytest.fixture
def coop() -> SmallTreasury:
    return treasury()


# --- where it goes ---------------------------------------------------------------------------------


def test_capital_of_who_left_is_paid_back_in_yearly_fifths(coop: SmallTreasury) -> None:
    """Goal: the schedule reaches her. Method: 100.00 and 50.03, by hand, at 3.25 %."""
    give(coop, "ana", {RETURNS: 5_003})
    gone(coop)
    fact = opened(coop)
    assert (fact.redeemed_cents, fact.years, fact.legal_bp) == (15_003, 5, 325)
    assert [coop.theirs(account).get("ana", 0) for account in HELD] == [0, 0, 0]
    assert coop.theirs(REDEMPTION) == {"ana": 15_003}
    found = []
    for year in range(1, 6):
        on(coop, f"{2026 + year}-01-01")
        paid = coop.done(PayExit("x1", year))
        assert isinstance(paid, ExitPaid)
        found.append((paid.principal_cents, paid.interest_cents))
        coop.audit()
    assert found == [(3_001, 488), (3_001, 390), (3_001, 293), (3_000, 195), (3_000, 98)]
    assert coop.theirs(REDEMPTION) == {}
    assert coop.theirs(PAYABLE) == {"ana": 15_003 + 1_464}
    assert coop.own("expense:2026-q2:interest") == 1_464


def test_a_deduction_takes_from_the_contribution_only(coop: SmallTreasury) -> None:
    """Goal: what was earned or added stays whole. Method: a fifth of 100.00, of 190.00 in all."""
    coop = treasury(charter(exit_unjustified_bp=2_000))
    give(coop, "ana", {RETURNS: 5_000, VOLUNTARY: 4_000})
    gone(coop)
    fact = opened(coop, opening(reason=Reason.UNJUSTIFIED, bp=2_000))
    assert (fact.deduction_cents, fact.redeemed_cents) == (2_000, 17_000)
    assert coop.own(OBLIGATORY) == 2_000


def test_who_takes_capital_over_has_it_as_what_she_added_freely(coop: SmallTreasury) -> None:
    """Goal: nothing is deducted twice. Method: ana hands 150.00 to ben; the sums stay."""
    give(coop, "ana", {RETURNS: 3_000, VOLUNTARY: 2_000})
    give(coop, "eve", {VOLUNTARY: 50_000})
    coop.leave("ana")
    facts = coop.answer(opening(reason=Reason.TRANSFER, to="ben"))
    assert not isinstance(facts, Refusal)
    assert facts[1] == CapitalTakenOver("ben", 15_000)
    opened(coop, opening(reason=Reason.TRANSFER, to="ben"))
    assert coop.theirs(VOLUNTARY) == {"ben": 15_000, "eve": 50_000}
    assert coop.theirs(COMPULSORY) == {"ben": 10_000, "eve": 10_000}
    assert coop.theirs(RETURNS) == coop.theirs(REDEMPTION) == {}
    row = coop.books.get(Exit, "x1")
    assert row is not None
    assert (row.redeemed_cents, row.years) == (0, 0)
    assert coop.refused(PayExit("x1", 1)) == "treasury.exit_over"


def test_who_stays_and_hands_capital_on_keeps_her_contribution(coop: SmallTreasury) -> None:
    """Goal: membership keeps its stake. Method: ana stays; 50.00 go, 100.00 remain."""
    give(coop, "ana", {RETURNS: 3_000, VOLUNTARY: 2_000})
    give(coop, "eve", {VOLUNTARY: 50_000})
    opened(coop, opening(reason=Reason.TRANSFER, to="ben"))
    assert coop.theirs(COMPULSORY)["ana"] == 10_000
    assert coop.theirs(VOLUNTARY) == {"ben": 5_000, "eve": 50_000}
    again = opening(reason=Reason.TRANSFER, to="ben", exit_id="x2")
    assert coop.refused(again) == "treasury.no_capital"


def test_the_end_of_a_membership_by_vote_is_in_the_same_entry(coop: SmallTreasury) -> None:
    """Goal: nobody leaves for the dead. Method: both reasons, for a member and for who had left."""
    for reason in (Reason.DEATH, Reason.EXPULSION):
        facts = coop.answer(opening("ben", reason))
        assert not isinstance(facts, Refusal)
        assert [type(fact) for fact in facts] == [ExitOpened, Left]
    gone(coop, "ben")
    facts = coop.answer(opening("ben", Reason.DEATH))
    assert not isinstance(facts, Refusal)
    assert [type(fact) for fact in facts] == [ExitOpened]
    assert isinstance(facts[0], ExitOpened)
    assert facts[0].years == 1


@settings(max_examples=60, deadline=None)
@given(
    held=st.tuples(*[st.integers(0, 10**9)] * 3), others=st.integers(0, 10**9),
    losses=st.lists(st.integers(1, 10**9), max_size=3),
    reason=st.sampled_from([one for one in Reason if one != Reason.TRANSFER]),
    bp=st.integers(0, 2_000), legal=st.integers(0, 2_000), years=st.integers(1, 5),
)  # fmt: skip
def test_every_cent_of_an_exit_is_somewhere(
    *, held: tuple[int, int, int], others: int, losses: list[int], reason: Reason, bp: int,
    legal: int, years: int,
) -> None:  # fmt: skip
    """Goal: conserved, whatever the case. Method: a second calculation by fractions, then pay all."""
    rules = charter(
        exit_unjustified_bp=bp, exit_expulsion_bp=bp, exit_years=years, interest_legal_bp=legal
    )
    coop = treasury(rules)
    give(coop, "ana", dict(zip(HELD, held, strict=True)))
    give(coop, "eve", {VOLUNTARY: others + sum(losses)})
    for place, cents in enumerate(losses):
        lose(coop, cents, period=f"20{10 + place}")
    if reason == Reason.EXPULSION:
        coop.done(CLOSE)
    else:
        gone(coop)
    takes = bp if reason in (Reason.UNJUSTIFIED, Reason.EXPULSION) else 0
    mine, everybody = sum(held) + 10_000, sum(coop.own(one) for one in HELD)
    fact = opened(coop, opening(reason=reason, bp=takes))

    loss = min(mine, int(Fraction(sum(losses) * mine, everybody)))
    stake = min(held[2] + 10_000, mine - loss)
    deduction = stake * takes // 10_000
    assert (fact.loss_cents, fact.deduction_cents) == (loss, deduction)
    assert fact.redeemed_cents == mine - loss - deduction
    assert sum(coop.own(one) for one in HELD) == everybody - mine
    assert sum(coop.own(f"loss:20{10 + place}") for place in range(len(losses))) == (
        sum(losses) - loss
    )
    assert coop.own(OBLIGATORY) == deduction

    interest, year = 0, 0
    row = coop.books.get(Exit, "x1")
    assert row is not None
    for year in range(1, row.years + 1):
        on(coop, f"{2026 + year}-01-01")
        paid = coop.done(PayExit("x1", year))
        assert isinstance(paid, ExitPaid)
        interest += paid.interest_cents
    coop.audit()
    assert coop.theirs(REDEMPTION) == {}
    assert coop.theirs(PAYABLE).get("ana", 0) == fact.redeemed_cents + interest
    assert coop.refused(PayExit("x1", year + 1)) == "treasury.exit_over"


def test_the_part_of_a_loss_is_the_part_of_capital() -> None:
    """Goal: rounded down, never more than she has. Method: every case of small numbers."""
    for everybody in range(8):
        for mine in range(everybody + 1):
            for losses in range(12):
                found = loss_borne(mine, all_capital_cents=everybody, losses_cents=losses)
                assert 0 <= found <= mine
                exact = losses * mine
                assert found == mine or found * everybody <= exact < (found + 1) * max(1, everybody)


# --- who may, when ---------------------------------------------------------------------------------


def test_exits_are_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: the order is part of the contract. Method: faults mended in turn."""
    gone(coop, "ben")
    opened(coop, opening("ben", exit_id="taken"))
    coop.seq += 1
    bad = Reason.UNJUSTIFIED
    codes = [coop.refused(opening("nobody", bad, bp=1, to="eve", exit_id="taken"))]
    codes += [coop.refused(opening("nobody", bad, bp=1, to="eve"))]
    codes += [coop.refused(opening("ana", bad, bp=1, to="eve"))]
    codes += [coop.refused(opening("ana", bad, bp=1))]
    coop.leave("ana")
    codes += [coop.refused(opening("ana", bad, bp=1))]
    codes += [coop.refused(opening("ana", bad))]
    for books in (coop.books, coop.public):
        books.put(Period("2024", CLOSED, -500, 0, 0, 0, "0" * 64))
        post(books, coop.case(), "2026-q2", (Leg("result:2024", 500), Leg(BANK, -500)))
    coop.seq += 1
    coop.done(ClosePeriod("2026-q2", "2026-q3"))
    codes += [coop.refused(opening("ana", bad))]
    assert codes == [
        "treasury.exit_taken",
        "treasury.no_such_member",
        "treasury.transfer_unclear",
        "treasury.still_a_member",
        "treasury.deduction_too_high",
        "treasury.her_period_open",
        "treasury.loss_not_shared",
    ]


def test_a_deduction_one_basis_point_too_high_names_clause_and_law() -> None:
    """Goal: the article is in the answer. Method: each reason at its limit, and one above."""
    coop = treasury(charter(exit_unjustified_bp=1_999, exit_expulsion_bp=3_000))
    gone(coop)
    limits = {Reason.UNJUSTIFIED: 1_999, Reason.EXPULSION: 3_000}
    for reason in (Reason.JUSTIFIED, Reason.UNJUSTIFIED, Reason.EXPULSION, Reason.DEATH):
        limit, who = limits.get(reason, 0), "eve" if reason == Reason.EXPULSION else "ana"
        assert not isinstance(coop.answer(opening(who, reason, bp=limit)), Refusal)
        refused = coop.answer(opening(who, reason, bp=limit + 1))
        assert isinstance(refused, Refusal)
        assert refused.code == "treasury.deduction_too_high"
        if limit:
            assert f"surplus.exit_{reason}_bp" in refused.article
            assert "Act 11/2019, art. 66" in refused.article


def test_nobody_is_put_out_after_she_has_left() -> None:
    """Goal: leaving is final, and no larger deduction follows. Method: expel before and after."""
    coop = treasury(charter(exit_expulsion_bp=3_000))
    act = opening("ana", Reason.EXPULSION, bp=3_000)
    assert not isinstance(coop.answer(act), Refusal)
    gone(coop)
    assert coop.refused(act) == "treasury.left_already"
    assert opened(coop).deduction_cents == 0


def test_a_transfer_needs_a_taker_in_good_standing_and_below_the_limit(
    coop: SmallTreasury,
) -> None:
    """Goal: one member at most a third. Method: to nobody, to herself, to one cent too many."""
    handing = {to: opening(reason=Reason.TRANSFER, to=to) for to in ("", "ana", "zoe", "ben")}
    assert coop.refused(handing[""]) == "treasury.transfer_unclear"
    assert coop.refused(handing["ana"]) == "treasury.transfer_unclear"
    assert coop.refused(handing["zoe"]) == "treasury.taker_not_a_member"
    coop.leave("ana")
    give(coop, "eve", {VOLUNTARY: 29_999})
    refused = coop.answer(handing["ben"])
    assert isinstance(refused, Refusal)
    assert refused.code == "treasury.holder_over_limit"
    assert "surplus.holder_parts; Act 11/2019, art. 60" in refused.article
    give(coop, "eve", {VOLUNTARY: 1})
    assert not isinstance(coop.answer(handing["ben"]), Refusal)


def test_a_year_is_payable_on_its_day_once_and_in_order(coop: SmallTreasury) -> None:
    """Goal: never a day early, never twice. Method: one millisecond before midnight, and at it."""
    gone(coop)
    opened(coop)
    on(coop, "2027-01-01")
    coop.at -= 1
    assert coop.refused(PayExit("x1", 1)) == "treasury.exit_too_early"
    coop.at += 1
    assert coop.refused(PayExit("x9", 1)) == "treasury.no_such_exit"
    assert coop.refused(PayExit("x1", 2)) == "treasury.exit_out_of_order"
    coop.done(PayExit("x1", 1))
    assert coop.refused(PayExit("x1", 1)) == "treasury.exit_paid"
    assert coop.refused(PayExit("x1", 2)) == "treasury.exit_too_early"
    assert coop.refused(PayExit("x1", 6)) == "treasury.exit_over"


@pytest.mark.parametrize(
    ("left_on", "year", "due"),
    [
        ("2028-02-29", 1, "2029-02-28"), ("2028-02-29", 4, "2032-02-29"),
        ("2027-12-31", 1, "2028-12-31"), ("2096-02-29", 4, "2100-02-28"),
    ],
)  # fmt: skip
def test_a_year_counts_from_the_day_she_left(left_on: str, year: int, due: str) -> None:
    """Goal: leap days are on her side. Method: dates by hand, and the rule beside the function."""
    day = dt.date.fromisoformat(left_on)
    assert due_on(day, year).isoformat() == due
    coop = treasury()
    on(coop, left_on)
    gone(coop)
    on(coop, due)
    coop.at -= DAY_MS
    opened(coop)
    for earlier in range(1, year):
        coop.done(PayExit("x1", earlier))
    assert coop.refused(PayExit("x1", year)) == "treasury.exit_too_early"
    coop.at += DAY_MS
    coop.done(PayExit("x1", year))


def test_the_legal_rate_is_the_one_of_the_opening(coop: SmallTreasury) -> None:
    """Goal: a later vote changes no schedule. Method: the exit keeps its rate and years."""
    gone(coop)
    opened(coop)
    row = coop.books.get(Exit, "x1")
    assert row is not None
    assert (row.legal_bp, row.years) == (325, 5)
    assert instalments(10_000, years=5, legal_bp=325)[0].interest_cents == 325


def test_a_schedule_that_cannot_be_paid_is_a_value_error() -> None:
    """Goal: no silent loss. Method: something to pay and no years; amounts below zero."""
    assert instalments(0, years=0, legal_bp=325) == ()
    for cents, years, legal in ((1, 0, 0), (-1, 1, 0), (1, 1, -1)):
        with pytest.raises(ValueError, match="cannot be paid back"):
            instalments(cents, years=years, legal_bp=legal)


# --- what nobody claims ------------------------------------------------------------------------------


def test_what_nobody_claims_goes_to_the_reserve_on_its_day_once(coop: SmallTreasury) -> None:
    """Goal: never a day early, never twice. Method: 30.00 owed; five years; a day before, the day."""
    coop.owe({"ana": 3_000, "ben": 1_000})
    assert coop.refused(Lapse("ana")) == "treasury.not_a_former_member"
    assert coop.refused(Lapse("zoe")) == "treasury.not_a_former_member"
    on(coop, "2028-02-29")
    coop.leave("ana")
    on(coop, "2033-03-01")
    coop.at -= 1
    assert coop.refused(Lapse("ana")) == "treasury.claim_not_over"
    coop.at += 1
    assert coop.done(Lapse("ana")) == Lapsed("ana", 3_000)
    assert coop.own(OBLIGATORY) == 3_000
    assert coop.theirs(PAYABLE) == {"ben": 1_000}
    assert coop.refused(Lapse("ana")) == "treasury.nothing_unclaimed"
    coop.audit()


def test_the_years_begin_anew_with_whatever_becomes_payable(coop: SmallTreasury) -> None:
    """Goal: no claim ends sooner than it should. Method: money of each kind, years after leaving."""
    gone(coop)
    opened(coop)
    assert coop.books.get(Claim, "ana") == Claim("ana", AT)
    on(coop, "2027-06-01")
    coop.done(PayExit("x1", 1))
    assert coop.books.get(Claim, "ana") == Claim("ana", moment_from_iso("2027-06-01"))
    on(coop, "2028-06-01")
    coop.done(coop.book(("expense:other", 500), owed={"ana": 500}, period="2026-q2"))
    on(coop, "2033-05-31")
    assert coop.refused(Lapse("ana")) == "treasury.claim_not_over"
    on(coop, "2033-06-01")
    assert coop.done(Lapse("ana")) == Lapsed("ana", 2_000 + 325 + 500)
    assert coop.books.get(Claim, "ben") is None


def test_money_on_its_way_never_lapses_and_starts_anew_when_it_comes_back(
    coop: SmallTreasury,
) -> None:
    """Goal: a payout in between counts. Method: gathered on the last day, given up, sent, returned."""
    coop.fund(10_000)
    coop.owe({"ana": 3_000})
    coop.leave("ana")
    coop.payees("ana")
    on(coop, "2031-01-01")
    coop.draft("out", "2031-02-01")
    assert coop.theirs(PAYING) == {"ana": 3_000}
    assert coop.refused(Lapse("ana")) == "treasury.nothing_unclaimed"
    coop.done(CancelPayout("out"))
    assert coop.refused(Lapse("ana")) == "treasury.claim_not_over"
    coop.draft("next", "2031-02-01")
    coop.approve("next")
    coop.done(ExportPayout("next", SEALED))
    coop.settle("next")
    on(coop, "2031-03-01")
    coop.done(coop.returns({"ana": 3_000}, payout="next"))
    coop.done(ClearSuspense("next", "2026-q1"))
    assert coop.theirs(PAYABLE) == {"ana": 3_000}
    on(coop, "2036-02-29")
    assert coop.refused(Lapse("ana")) == "treasury.claim_not_over"
    on(coop, "2036-03-01")
    assert coop.done(Lapse("ana")) == Lapsed("ana", 3_000)
    coop.audit()


def test_capital_that_comes_after_an_exit_has_an_exit_of_its_own(coop: SmallTreasury) -> None:
    """Goal: nothing is stranded. Method: a second exit for what a later booking brought."""
    gone(coop)
    opened(coop)
    assert coop.refused(opening(exit_id="x2")) == "treasury.no_capital"
    give(coop, "ana", {RETURNS: 700})
    fact = opened(coop, opening(exit_id="x2"))
    assert (fact.returns_cents, fact.redeemed_cents) == (700, 700)
    assert coop.books.get(Member, "ana") is not None
    assert coop.books.find(Member, standing=LEFT)[0].member == "ana"
