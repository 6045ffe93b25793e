"""Strikes: what stops, towards whom, for whom, and that no permission ends with one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.acts import EndTrust, Entrust
from auzolan.consent.state import ConsentStatement, StrikeRow
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms, Struck
from auzolan.consent.taxonomy import END_USES, OPERATIONS, covers
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.learning.state import SERVING, Model
from rooms.consent.consent_coop import ROWS, ConsentCoop, permit

FAR = 4_000_000_000_000
PARTIES = ("", "milk-ltd", "dairy")


def strike(
    operation: str = "train", end_use: str = "commercial", *, name: str = "late-pay",
    party: tuple[str, ...] | None = None, until: int = 0,
) -> Strike:  # fmt: skip
    """A strike against training for companies, unless other terms are named."""
    return Strike("m", StrikeTerms(name, operation, end_use, party, until))


def trusting() -> ConsentCoop:
    """Ana and Ben allow commercial training to everybody; Ana has entrusted the co-operative."""
    coop = ConsentCoop()
    coop.grant("ana", "commercial")
    coop.grant("ben", "commercial")
    coop.do(Entrust("ana"), "ana")
    return coop


def stopped(coop: ConsentCoop, member: str = "ana", *, party: str = "milk-ltd") -> bool:
    """Whether her batch may not be used by a company, because of a strike."""
    why = coop.why(member, end_use="commercial", party=party)
    assert why in ((), ("suspended",))
    return bool(why)


def test_a_strike_is_refused_in_its_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = trusting()
    coop.do(strike())
    bad: dict[str, object] = {"operation": "fly", "end_use": "war", "party": ()}
    for expected, mended in (
        ("unknown.operation", {"operation": "train"}),
        ("unknown.end_use", {"end_use": "commercial"}),
        ("consent.strike_exists", {"name": "second"}),
        ("consent.strikes_nothing", {"party": None}),
    ):
        assert coop.code(strike(**bad)) == expected
        bad |= mended
    assert coop.code(strike(**bad)) == ""
    assert coop.code(strike(name="second", until=coop.at)) == "consent.strikes_nothing"
    assert coop.code(strike(name="second", until=MOMENT_MAX + 1)) == "consent.strikes_nothing"
    assert coop.code(strike(name="second", until=coop.at + 1)) == ""


def test_a_strike_that_does_not_go_on_cannot_be_ended() -> None:
    """Goal: one end. Method: an unknown one, one ended already, one that is over by itself."""
    coop = trusting()
    assert coop.code(EndStrike("m", "late-pay")) == "consent.no_such_strike"
    coop.do(strike())
    coop.do(EndStrike("m", "late-pay"))
    assert coop.code(EndStrike("m", "late-pay")) == "consent.no_such_strike"
    coop.do(strike(name="short", until=coop.at + DAY_MS))
    coop.at += DAY_MS
    assert coop.code(EndStrike("m", "short")) == "consent.no_such_strike"


def test_a_strike_stops_those_who_entrusted_and_nobody_else() -> None:
    """Goal: a strike binds who gave the co-operative her voice. Method: trust, strike, end the trust."""
    coop = trusting()
    assert isinstance(coop.do(strike()), Struck)
    assert (stopped(coop, "ana"), stopped(coop, "ben")) == (True, False)
    coop.do(Entrust("ben"), "ben")
    assert stopped(coop, "ben")
    coop.do(EndTrust("ana"), "ana")
    assert not stopped(coop, "ana")


def test_a_strike_towards_everybody_leaves_the_cooperative_its_own_work() -> None:
    """Goal: members do not strike against themselves. Method: the house's own request, then others'."""
    coop = trusting()
    coop.do(strike())
    assert [stopped(coop, party=party) for party in PARTIES] == [False, True, True]
    coop.do(EndStrike("m", "late-pay"))
    coop.do(strike(name="one", party=("milk-ltd",)))
    assert [stopped(coop, party=party) for party in PARTIES] == [False, True, False]


def test_a_strike_ends_by_a_vote_or_on_its_day() -> None:
    """Goal: every permission holds again as it did. Method: look before, within and after."""
    coop = trusting()
    before = coop.books.find(ConsentStatement, member="ana")
    coop.do(strike())
    assert stopped(coop)
    coop.do(EndStrike("m", "late-pay"))
    assert not stopped(coop)
    ends = coop.at + DAY_MS
    coop.do(strike(name="day", until=ends))
    coop.at = ends - 1
    assert stopped(coop)
    coop.at = ends
    assert not stopped(coop)
    assert coop.books.find(ConsentStatement, member="ana") == before


def test_a_strike_is_no_withdrawal() -> None:
    """Goal: no model is made again. Method: train, strike, look at the model."""
    coop = trusting()
    coop.seal(purpose="commercial")
    coop.use("u1", purpose="commercial")
    coop.train("m1", "u1", 2 * ROWS)
    before = coop.books.get(Model, "m1")
    coop.do(strike())
    assert stopped(coop)
    assert before is not None
    assert (before.state, before.retrain_by) == (SERVING, 0)
    assert coop.books.get(Model, "m1") == before


def test_a_prohibition_still_says_its_own_reason_beside_a_strike() -> None:
    """Goal: a strike allows nothing. Method: no permission at all, under a strike and after it."""
    coop = trusting()
    coop.do(Entrust("eve"), "eve")
    coop.do(strike())
    assert coop.why("eve", end_use="commercial", party="milk-ltd") == ("suspended",)
    coop.do(EndStrike("m", "late-pay"))
    assert coop.why("eve", end_use="commercial", party="milk-ltd") == ("not_permitted",)


@pytest.mark.parametrize("end_use", ["research", "commercial"])
def test_a_strike_names_its_operation_with_all_below_and_one_end_use(end_use: str) -> None:
    """Goal: what is stopped is what was voted. Method: every operation against every struck one."""
    for struck in OPERATIONS:
        coop = ConsentCoop()
        coop.do(Entrust("ana"), "ana")
        for place, operation in enumerate(OPERATIONS):
            if operation not in ("replica", "share"):
                coop.do(permit(name=f"p{place}", operation=operation, end_use="research"), "ana")
        coop.do(strike(struck, end_use))
        for asked in OPERATIONS:
            if asked in ("replica", "share"):
                continue
            is_meant = covers(struck, asked) or covers(asked, struck)
            expected = end_use == "research" and is_meant
            found = coop.why(operation=asked, party="milk-ltd") == ("suspended",)
            assert found == expected, (struck, asked)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(OPERATIONS), st.sampled_from(END_USES),
            st.none() | st.sets(st.sampled_from(PARTIES[1:]), min_size=1),
            st.integers(0, 5), st.integers(0, 5),
        ),
        max_size=6,
    ),
    st.sampled_from(OPERATIONS), st.sampled_from(("research", "commercial")),
    st.sampled_from(PARTIES), st.integers(0, 12),
)  # fmt: skip
def test_a_use_stops_while_any_strike_stops_it(
    strikes: list[tuple[str, str, set[str] | None, int, int]], operation: str, end_use: str,
    party: str, later: int,
) -> None:  # fmt: skip
    """Goal: no strike hides another. Method: several, some of a few seconds, against their words."""
    coop = ConsentCoop()
    coop.do(Entrust("ana"), "ana")
    told = []
    for place, (what, what_for, towards, seconds, wait) in enumerate(strikes):
        coop.at += 1_000 * wait
        until = coop.at + 1_000 * seconds if seconds else 0
        names = None if towards is None else tuple(sorted(towards))
        told.append((what, what_for, names, coop.at, until or FAR))
        coop.do(strike(what, what_for, name=f"s{place}", party=names, until=until))
    coop.at += 1_000 * later
    expected = any(
        (covers(what, operation) or covers(operation, what))
        and covers(what_for, end_use) and begins <= coop.at < ends
        and (party != "" if names is None else party in names)
        for what, what_for, names, begins, ends in told
    )  # fmt: skip
    why = coop.why(operation=operation, end_use=end_use, party=party)
    assert ("suspended" in why) == expected
    assert coop.books.count(StrikeRow) == len(strikes)
