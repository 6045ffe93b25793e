"""Challenges: in time, decided by somebody without a part in it, suspended meanwhile, annulled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.acts import Admit
from auzolan.assembly.petition_acts import Challenge, ChallengeDecided, DecideChallenge, Petition
from auzolan.assembly.resolutions import ChangeCharter, Elect, RecallOfficer
from auzolan.assembly.state import (
    ANNULLED,
    DISMISSED,
    EXECUTED,
    MOOT,
    PASSED,
    UPHELD,
    Candidate,
    ChallengeRow,
)
from auzolan.charter.acts import Amend
from auzolan.charter.articles import Change
from auzolan.charter.offices import holders_of
from auzolan.charter.state import Mandate
from auzolan.foundation.moments import DAY_MS
from support.small_assembly import SEALED, SECRETARY, SmallAssembly, done, refused

CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))
COOLING, MANDATE, YEAR = 14 * DAY_MS, 90 * DAY_MS, 365 * DAY_MS


def passed(members: int = 5) -> SmallAssembly:
    """An assembly whose bylaw change has just been certified; m4 sits in the appeals committee."""
    made = SmallAssembly(members)
    made.hold("appeals", "m4")
    made.admitted(CASH)
    made.decide()
    return made


def challenge(made: SmallAssembly, name: str = "c", by: str = "m0", of: str = "p"):
    """Challenge a decision."""
    return made.do(Challenge(name, of, SEALED), actor=by)


def decide(made: SmallAssembly, *, upheld: bool, name: str = "c", by: str = "m4"):
    """Decide a challenge."""
    return made.ask(DecideChallenge(name, upheld, SEALED), actor=by)


def suspend(made: SmallAssembly, name: str = "s"):
    """Petition for a suspension, in an assembly in which one signature is enough."""
    return made.do(Petition(name, "suspend", "p", SEALED), actor="m0")


def amend(made: SmallAssembly):
    """Carry the amendment out."""
    return made.ask(Amend("mandate-p", CASH.changes), actor=SECRETARY)


def state(made: SmallAssembly, name: str = "c") -> str:
    """The state of a challenge."""
    row = made.books.get(ChallengeRow, name)
    assert row is not None
    return row.state


def mandate(made: SmallAssembly, name: str = "mandate-p") -> Mandate:
    """A mandate."""
    row = made.books.get(Mandate, name)
    assert row is not None
    return row


# --- in time ------------------------------------------------------------------------------------------


def test_a_decision_can_be_challenged_for_a_year_and_no_longer() -> None:
    """Goal: the window is exact. Method: its last moment, and the next one."""
    made = passed()
    made.at += YEAR
    assert refused(challenge(made)) == "assembly.challenge_too_late"
    made.at -= 1
    done(challenge(made))


def test_challenging_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = passed()
    done(challenge(made))
    assert refused(challenge(made, by="nobody", of="none")) == "assembly.not_in_standing"
    assert refused(challenge(made, of="none")) == "assembly.challenge_taken"
    assert refused(challenge(made, "c2", of="none")) == "assembly.proposal_unknown"
    done(made.propose(CASH, "q"))
    assert refused(challenge(made, "c2", of="q")) == "assembly.wrong_state"
    made.at += YEAR
    assert refused(challenge(made, "c2")) == "assembly.challenged_already"
    assert refused(challenge(made, "c2", by="m1")) == "assembly.challenge_too_late"


def test_a_challenge_alone_stops_nothing() -> None:
    """Goal: one member cannot hold up all others. Method: carry out while a challenge is pending."""
    made = passed()
    done(challenge(made))
    made.at += COOLING
    done(amend(made))
    assert made.row().state == EXECUTED


# --- by whom ------------------------------------------------------------------------------------------


def test_nobody_decides_a_challenge_of_what_she_has_challenged_or_is_about() -> None:
    """Goal: no judge in her own cause. Method: a challenger, another challenger, one recalled."""
    made = passed()
    made.hold("appeals", "m0")
    done(challenge(made, by="m4"))
    done(challenge(made, "c2", by="m0"))
    for name in ("c", "c2"):
        for judge in ("m0", "m4"):
            assert refused(decide(made, upheld=False, name=name, by=judge)) == (
                "assembly.own_challenge"
            )
    made.hold("data", "m1")
    made.hold("data", "m2")
    made.hold("appeals", "m1")
    made.admitted(RecallOfficer("data", "m1"), "q")
    made.decide("q")
    done(challenge(made, "c3", of="q"))
    assert refused(decide(made, upheld=True, name="c3", by="m1")) == "assembly.own_challenge"
    done(decide(made, upheld=True, by="m1"))


def test_deciding_a_challenge_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: no office, no challenge, decided already."""
    made = passed()
    assert refused(decide(made, upheld=True, by="m1")) == "charter.not_in_office"
    assert refused(decide(made, upheld=True)) == "assembly.challenge_unknown"
    done(challenge(made))
    done(decide(made, upheld=False))
    assert refused(decide(made, upheld=True)) == "assembly.challenge_decided"
    assert state(made) == DISMISSED


# --- upheld -------------------------------------------------------------------------------------------


def test_an_upheld_challenge_annuls_the_decision_for_good() -> None:
    """Goal: what was annulled never runs. Method: uphold; then every way to go on."""
    made = passed()
    done(challenge(made))
    done(challenge(made, "c2", by="m1"))
    assert done(decide(made, upheld=True)) == (ChallengeDecided("c", "p", True, 0),)
    assert (state(made), state(made, "c2")) == (UPHELD, MOOT)
    assert made.row().state == ANNULLED
    made.at += COOLING
    assert refused(amend(made)) == "charter.mandate_spent"
    assert refused(challenge(made, "c3", by="m2")) == "assembly.wrong_state"
    assert refused(made.do(Admit("p"), actor=SECRETARY)) == "assembly.wrong_state"


def test_a_suspended_decision_that_is_annulled_rests_no_longer_but_is_spent() -> None:
    """Goal: one end only. Method: suspend, then uphold."""
    made = passed()
    done(challenge(made))
    done(suspend(made))
    done(decide(made, upheld=True))
    assert (mandate(made).spent, mandate(made).suspended) == (1, 0)


@pytest.mark.parametrize("others_hold_it", [True, False])
def test_annulling_an_election_ends_its_seats_and_leaves_no_office_empty(
    others_hold_it: bool,
) -> None:
    """Goal: seats go with the election. Method: with and without somebody else in the office."""
    made = SmallAssembly(5)
    made.hold("appeals", "m4")
    if others_hold_it:
        made.hold("council", "m3")
    made.admitted(Elect("council", 2, 365))
    done(made.call("p"))
    for number, member in enumerate(("m0", "m1"), 1):
        made.books.add(Candidate("p", number, member))
    done(made.open())
    for place in range(5):
        done(made.vote(f"m{place}", "1,2"))
    done(made.close())
    done(made.certify())
    assert made.row().state == EXECUTED
    assert {"m0", "m1"} <= holders_of(made.books, "council", made.at)
    made.at += DAY_MS
    done(challenge(made, by="m2"))
    done(decide(made, upheld=True))
    assert made.row().state == ANNULLED
    assert holders_of(made.books, "council", made.at) == (
        {"m3"} if others_hold_it else {"m0", "m1"}
    )
    made.hold("council", "m2")
    assert not {"m0", "m1"} & holders_of(made.books, "council", made.at)


# --- suspended ----------------------------------------------------------------------------------------


@given(wait=st.integers(0, COOLING + MANDATE - 1), rest=st.integers(0, 400 * DAY_MS))
def test_a_suspended_mandate_cannot_be_used_and_regains_exactly_the_lost_days(
    wait: int, rest: int
) -> None:
    """Goal: a dismissed challenge costs nothing. Method: the usable time, left before and after."""
    made = passed()
    done(challenge(made))
    from_at, until_at = mandate(made).from_at, mandate(made).until_at
    made.at += wait
    left = until_at - max(made.at, from_at)
    done(suspend(made))
    made.at += rest
    assert refused(amend(made)) == "charter.mandate_suspended"
    done(decide(made, upheld=False))
    ends_at = mandate(made).until_at
    assert ends_at - max(made.at, from_at) == left
    made.at = max(made.at, from_at, ends_at - 1)
    done(amend(made))


def test_a_mandate_rests_until_the_last_challenge_is_dismissed() -> None:
    """Goal: no challenge is overtaken by another. Method: two of them, dismissed in turn."""
    made = passed()
    done(challenge(made))
    done(challenge(made, "c2", by="m1"))
    made.at += COOLING
    done(suspend(made))
    until_at = mandate(made).until_at
    made.at += DAY_MS
    done(decide(made, upheld=False))
    assert refused(amend(made)) == "charter.mandate_suspended"
    made.at += DAY_MS
    done(decide(made, upheld=False, name="c2"))
    assert mandate(made).until_at == until_at + 2 * DAY_MS
    done(amend(made))


def test_only_a_challenged_decision_that_could_still_run_is_suspended() -> None:
    """Goal: nothing else rests. Method: unchallenged, suspended twice, lapsed, carried out."""
    made = passed()
    assert refused(suspend(made)) == "assembly.not_challenged"
    done(challenge(made))
    done(suspend(made))
    assert refused(suspend(made, "s2")) == "assembly.nothing_to_suspend"
    done(decide(made, upheld=False))
    assert refused(suspend(made, "s2")) == "assembly.not_challenged"
    done(challenge(made, "c2", by="m1"))
    made.at += COOLING + MANDATE
    assert refused(suspend(made, "s2")) == "assembly.nothing_to_suspend"
    made.at -= 1
    done(amend(made))
    assert refused(suspend(made, "s2")) == "assembly.nothing_to_suspend"
    assert made.row().state == EXECUTED


def test_a_dismissed_challenge_leaves_a_decision_that_was_not_suspended_as_it_was() -> None:
    """Goal: only what rested is put off. Method: dismiss after some days."""
    made = passed()
    before = mandate(made)
    done(challenge(made))
    made.at += 30 * DAY_MS
    done(decide(made, upheld=False))
    assert mandate(made) == before
    assert made.row().state == PASSED
