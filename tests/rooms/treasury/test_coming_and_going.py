"""Joining, leaving, unclaimed money and the end: every schedule adds up and rounds as it says."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.distribution import (
    Claim,
    Dissolution,
    Distribution,
    Entry,
    Reason,
    Residue,
)
from auzolan.charter.distribution_clauses import Value, with_clauses
from auzolan.charter.laws import LAWS
from auzolan.foundation.refusals import Refusal
from auzolan.members.joining import joining
from auzolan.treasury.capital.dissolution import wind_up
from auzolan.treasury.capital.exits import claim_ends, redemption

CENTS = st.integers(0, 2**53 - 1)


def article(**changes: Value) -> Distribution:
    found = with_clauses(LAWS["es-pv-2019"].distribution, changes)
    assert not isinstance(found, Refusal)
    return found


def test_a_member_who_leaves_is_paid_in_fifths_with_legal_interest() -> None:
    """Goal: the schedule by hand. Method: 1,000.03 at 3.25 % on what is unpaid."""
    found = redemption(
        article(), capital_cents=100_003, compulsory_cents=0, reason=Reason.JUSTIFIED
    )
    assert [one.principal_cents for one in found.instalments] == [
        20_001, 20_001, 20_001, 20_000, 20_000
    ]  # fmt: skip
    assert [one.interest_cents for one in found.instalments] == [3_250, 2_600, 1_950, 1_300, 650]


@given(
    CENTS, st.integers(1, 5), st.sampled_from(list(Reason)), st.integers(0, 3_000), st.integers(0, 9_999)
)  # fmt: skip
def test_capital_is_deducted_handed_on_or_paid_back_to_the_cent(
    capital: int, years: int, reason: Reason, bp: int, legal: int
) -> None:
    """Goal: nothing is lost on the way. Method: any capital, reason, years and rates."""
    of = article(exit_years=years, exit_expulsion_bp=bp, interest_legal_bp=legal)
    found = redemption(of, capital_cents=capital, compulsory_cents=capital // 2, reason=reason)
    parts = [one.principal_cents for one in found.instalments]
    assert sum(parts) + found.deduction_cents + found.transferred_cents == capital
    assert not parts or max(parts) - min(parts) <= 1
    unpaid = sum(parts)
    for one in found.instalments:
        assert one.interest_cents == (Fraction(unpaid * legal, 10_000) + Fraction(1, 2)).__floor__()
        unpaid -= one.principal_cents
    deducts = {Reason.EXPULSION: Fraction(capital // 2 * bp, 10_000).__floor__()}
    assert found.deduction_cents == deducts.get(reason, 0)
    lengths = {Reason.TRANSFER: 0, Reason.DEATH: 1}
    assert len(found.instalments) == lengths.get(reason, years)


@pytest.mark.parametrize("compulsory", [-1, 101])
def test_compulsory_capital_lies_within_all_of_it(compulsory: int) -> None:
    """Goal: no deduction from what is not there. Method: one below, one above."""
    with pytest.raises(ValueError, match="compulsory"):
        redemption(
            article(), capital_cents=100, compulsory_cents=compulsory, reason=Reason.EXPULSION
        )


@pytest.mark.parametrize(
    ("day", "years", "ends"),
    [
        (dt.date(2026, 6, 30), 5, dt.date(2031, 6, 30)),
        (dt.date(2024, 2, 29), 5, dt.date(2029, 3, 1)),
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 29)),
    ],
)
def test_a_claim_ends_on_the_day_of_its_year(day: dt.date, years: int, ends: dt.date) -> None:
    """Goal: the last day is certain. Method: a usual day and leap days."""
    assert claim_ends(day, years) == ends


@given(CENTS, st.integers(1, 120), st.integers(0, 10_000))
def test_instalments_make_the_contribution_and_the_fee_rounds_up(
    cents: int, instalments: int, fee_bp: int
) -> None:
    """Goal: joining costs what the charter says. Method: sums and exact fractions."""
    found = joining(Entry(instalments=instalments, fee_bp=fee_bp), cents)
    assert sum(found.instalments) == cents
    assert len(found.instalments) == instalments
    assert list(found.instalments) == sorted(found.instalments, reverse=True)
    assert found.instalments[0] - found.instalments[-1] <= 1
    assert found.fee_cents == -((-cents * fee_bp) // 10_000)


def test_a_negative_contribution_is_a_value_error() -> None:
    """Goal: no nonsense in. Method: minus one cent."""
    with pytest.raises(ValueError, match="contribution"):
        joining(Entry(), -1)


def test_the_claims_are_served_in_order_and_the_rest_is_locked() -> None:
    """Goal: creditors, education, capital, and no member gets the rest. Method: by hand."""
    claims = {
        Claim.CREDITORS: {"bank": 50},
        Claim.EDUCATION_FUND: {"education": 20},
        Claim.COMPULSORY_CAPITAL: {"ana": 10, "ben": 20},
    }
    rich = wind_up(Dissolution(), 1_000, claims)
    assert (rich.residue, rich.residue_cents) == (Residue.CO_OPERATION, 900)
    poor = wind_up(Dissolution(), 80, claims)
    assert poor.residue_cents == 0
    by_claim = {one.claim: dict(one.paid) for one in poor.served}
    assert by_claim[Claim.CREDITORS] == {"bank": 50}
    assert by_claim[Claim.COMPULSORY_CAPITAL] == {"ana": 3, "ben": 7}


@given(
    st.integers(0, 10**6),
    st.dictionaries(
        st.sampled_from(list(Claim)),
        st.dictionaries(st.sampled_from(["ana", "ben", "eve"]), st.integers(0, 10**6)),
    ),
)
def test_winding_up_gives_out_all_there_is_and_no_claim_overtakes_another(
    assets: int, claims: dict[Claim, dict[str, int]]
) -> None:
    """Goal: the order is kept to the cent. Method: a later claim is paid only after a full one."""
    found = wind_up(Dissolution(), assets, claims)
    paid = [sum(one.paid.values()) for one in found.served]
    assert sum(paid) + found.residue_cents == assets
    full = True
    for one, cents in zip(found.served, paid, strict=True):
        assert cents <= one.asked_cents
        assert full or cents == 0
        full = full and cents == one.asked_cents
    assert found.residue_cents == 0 or full


def test_a_claim_that_the_charter_does_not_know_is_a_value_error() -> None:
    """Goal: nobody is passed over in silence. Method: an order without creditors; a debt below 0."""
    with pytest.raises(ValueError, match="creditors"):
        wind_up(Dissolution(order=(Claim.COMPULSORY_CAPITAL,)), 5, {Claim.CREDITORS: {"bank": 1}})
    with pytest.raises(ValueError, match=">= 0"):
        wind_up(Dissolution(), 5, {Claim.CREDITORS: {"bank": -1}})
