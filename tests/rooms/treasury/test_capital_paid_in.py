"""Capital that comes: instalments and the fee on joining, what is due first, the holder limit."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.presets import founding_charter
from auzolan.members.acts import Admit, Admitted
from auzolan.members.state import ACTIVE, Member
from auzolan.treasury.accounts import BANK, COMPULSORY, OBLIGATORY, RETURNS, VOLUNTARY
from auzolan.treasury.capital.contribution_acts import Contribute, Contributed, ContributionKind
from auzolan.treasury.capital.contribution_rules import CONTRIBUTION_KIND, due_of
from auzolan.treasury.state import Contribution, Subscription
from support.plain_charter import PLAIN
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury, treasury

DUE, FREE = ContributionKind.COMPULSORY, ContributionKind.VOLUNTARY


def coop_with(*members: str, **clauses: int) -> SmallTreasury:
    """A co-operative whose members joined under these clauses, by the rule itself."""
    coop = SmallTreasury(founding_charter(clauses={**PLAIN, **clauses}))
    for member in members:
        coop.done(Admit(member, SEALED))
        coop.books.put(Member(member=member, standing=ACTIVE, since=coop.at, entry=coop.seq))
    return coop


def paid(
    coop: SmallTreasury,
    amounts: Mapping[str, int],
    kind: ContributionKind = DUE,
    *,
    as_: str = "c1",
) -> Contribute:
    """The act that notes these amounts."""
    return Contribute(as_, kind, coop.lines(amounts, CONTRIBUTION_KIND), SEALED)


def test_joining_in_instalments_books_the_first_and_the_fee() -> None:
    """Goal: only what came is booked. Method: 100.00 in three parts, with a fee of 2.5 per cent."""
    coop = SmallTreasury(
        founding_charter(clauses={**PLAIN, "entry_instalments": 3, "entry_fee_bp": 250})
    )
    fact = coop.done(Admit("ana", SEALED))
    assert fact == Admitted("ana", 3_334, 6_666, 2, 250)
    assert (coop.own(BANK), coop.own(COMPULSORY), coop.own(OBLIGATORY)) == (3_584, 3_334, 250)
    assert coop.books.get(Subscription, "ana") == Subscription("ana", 6_666, 0, 2, 1)
    coop.audit()


def test_joining_at_once_leaves_nothing_due() -> None:
    """Goal: one instalment is the whole of it. Method: the default charter."""
    coop = coop_with("ana")
    assert coop.own(COMPULSORY) == 10_000
    assert coop.books.get(Subscription, "ana") is None
    assert coop.refused(paid(coop, {"ana": 1})) == "treasury.more_than_due"


def test_what_is_due_is_paid_and_not_a_cent_more() -> None:
    """Goal: compulsory capital ends at the contribution. Method: pay in pieces; one cent too much."""
    coop = coop_with("ana", "ben", entry_instalments=3)
    fact = coop.done(paid(coop, {"ana": 3_333, "ben": 1_000}))
    assert fact == Contributed("c1", 4_333, 2)
    assert coop.books.get(Subscription, "ana") == Subscription("ana", 6_666, 3_333, 2, 1)
    assert coop.books.get(Subscription, "ben") == Subscription("ben", 6_666, 1_000, 2, 2)
    assert coop.refused(paid(coop, {"ana": 3_334}, as_="c2")) == "treasury.more_than_due"
    coop.done(paid(coop, {"ana": 3_333}, as_="c2"))
    assert coop.books.get(Subscription, "ana") == Subscription("ana", 6_666, 6_666, 2, 1)
    assert coop.theirs(COMPULSORY) == {"ana": 10_000, "ben": 4_334}
    assert coop.books.get(Contribution, "c2") == Contribution("c2", "compulsory", 3_333, 4)
    coop.audit()


def test_more_of_ones_own_will_comes_after_what_is_due() -> None:
    """Goal: instalments first. Method: a voluntary cent while one is due, and when none is."""
    coop = coop_with("ana", "ben", "eve", "kim", entry_instalments=2)
    assert coop.refused(paid(coop, {"ana": 1}, FREE)) == "treasury.due_first"
    coop.done(paid(coop, dict.fromkeys(("ana", "ben", "eve", "kim"), 5_000)))
    coop.done(paid(coop, {"ana": 1}, FREE, as_="c2"))
    assert coop.theirs(VOLUNTARY) == {"ana": 1}
    coop.audit()


def test_nobody_adds_more_than_a_third_of_all_capital() -> None:
    """Goal: one part in three, to the cent. Method: four with 100.00; 50.00 is a third, 50.01 more.

    With 100.00 + x of 400.00 + x, a third is met at x = 50.00 exactly.
    """
    coop = coop_with("ana", "ben", "eve", "kim")
    assert coop.refused(paid(coop, {"ana": 5_001}, FREE)) == "treasury.holder_over_limit"
    coop.done(paid(coop, {"ana": 5_000}, FREE))
    assert coop.refused(paid(coop, {"ana": 1}, FREE, as_="c2")) == "treasury.holder_over_limit"
    coop.audit()


def test_those_who_add_together_are_judged_together() -> None:
    """Goal: the order of a list decides nothing. Method: three add what one could not add alone."""
    coop = coop_with("ana", "ben", "eve", "kim")
    coop.done(paid(coop, {"ana": 50_000, "ben": 50_000, "eve": 50_000, "kim": 50_000}, FREE))
    assert coop.own(VOLUNTARY) == 200_000


def test_founders_hold_more_than_a_third_and_may() -> None:
    """Goal: what must be brought in is never refused. Method: two founders pay what is due."""
    coop = coop_with("ana", "ben", entry_instalments=2)
    coop.done(paid(coop, {"ana": 5_000}))
    assert coop.theirs(COMPULSORY) == {"ana": 10_000, "ben": 5_000}


def test_the_limit_can_be_off_and_counts_returns() -> None:
    """Goal: `holder_parts` is obeyed. Method: off under another law; returns count as capital."""
    free = SmallTreasury(founding_charter(preset="ica"))
    free.admit("ana", "ben")
    assert free.charter.surplus.distribution.patronage.holder_parts == 0
    free.done(paid(free, {"ana": 10**9}, FREE))
    coop = coop_with("ana", "ben", "eve", "kim")
    coop.give(RETURNS, {"ana": 5_000})
    assert coop.refused(paid(coop, {"ana": 1}, FREE)) == "treasury.holder_over_limit"


def test_contributing_is_refused_in_the_order_of_the_ladder() -> None:
    """Goal: each reason, in order. Method: one act with every fault, mended in turn."""
    coop = treasury(founding_charter(clauses=PLAIN))
    coop.done(paid(coop, {"s001": 1}, FREE, as_="taken"))
    coop.leave("ben")
    steps: tuple[tuple[str, Mapping[str, int], str], ...] = (
        ("taken", {"ana": 0}, "treasury.contribution_taken"),
        ("c1", {"ana": 0, "ben": 1}, "treasury.lines_malformed"),
        ("c1", {}, "treasury.lines_malformed"),
        ("c1", {"ben": 10**15}, "treasury.not_a_member"),
        ("c1", {"zoe": 10**15}, "treasury.not_a_member"),
        ("c1", {"ana": 10**15, "m001": 1}, "treasury.own_contribution"),
        ("c1", {"ana": 10**15}, "treasury.holder_over_limit"),
    )
    for as_, amounts, code in steps:
        assert coop.refused(paid(coop, amounts, FREE, as_=as_)) == code
    much = dict.fromkeys(("ana", "eve", "s001", "s002"), 10**14)
    assert coop.refused(paid(coop, much, FREE)) == "treasury.too_large"
    coop.done(paid(coop, {"ana": 1, "eve": 1}, FREE))


def test_the_treasurer_does_not_note_her_own_capital() -> None:
    """Goal: two pairs of eyes on what is one's own. Method: herself, among others, then another."""
    coop = treasury(founding_charter(clauses=PLAIN))
    amounts = dict.fromkeys(("ana", "ben", "eve", "m001"), 2)
    act = paid(coop, amounts, FREE)
    assert coop.refused(act, actor="m001") == "treasury.own_contribution"
    assert coop.refused(act, actor="ana") == "treasury.own_contribution"
    coop.done(act, actor="s001")
    assert coop.theirs(VOLUNTARY) == amounts


@given(
    st.integers(1, 30_000),
    st.integers(1, 12),
    st.lists(st.integers(1, 9_000), max_size=8),
)
def test_however_it_is_paid_the_contribution_is_met_exactly(
    contribution: int, instalments: int, pieces: list[int]
) -> None:
    """Goal: paid and due make the contribution. Method: pay any pieces; those too large are refused."""
    charter = founding_charter(
        clauses={**PLAIN, "entry_instalments": instalments}, contribution_cents=contribution
    )
    coop = SmallTreasury(charter)
    coop.done(Admit("ana", SEALED))
    coop.books.put(Member(member="ana", standing=ACTIVE, since=coop.at, entry=coop.seq))
    for place, cents in enumerate(pieces):
        act = paid(coop, {"ana": cents}, as_=f"c{place}")
        due = due_of(coop.books, "ana")
        if cents > due:
            assert coop.refused(act) == "treasury.more_than_due"
            continue
        coop.done(act)
        assert due_of(coop.books, "ana") == due - cents
    assert coop.own(COMPULSORY) + due_of(coop.books, "ana") == contribution
    coop.audit()


@pytest.mark.parametrize("kind", ["legs/1", "returns/1"])
def test_lines_of_another_kind_are_no_contributions(kind: str) -> None:
    """Goal: a list is read in one way. Method: the same columns under another name."""
    coop = treasury()
    act = Contribute("c1", FREE, coop.lines({"ana": 1}, kind), SEALED)
    assert coop.refused(act) == "treasury.lines_malformed"
