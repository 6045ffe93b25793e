"""Who votes for another, and who has no vote on an item."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.acts import (
    Admit,
    DeclareInterest,
    GiveProxy,
    ProxyRevoked,
    Revise,
    RevokeProxy,
)
from auzolan.assembly.resolutions import Choose, RecallOfficer
from auzolan.assembly.state import Proxy
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave
from support.small_assembly import (
    SEALED,
    SECRETARY,
    SmallAssembly,
    charter_with,
    done,
    refused,
    tag_of,
)

ADVICE = Choose(("red", "blue"))
OTHER = Choose(("green", "blue"))


def spring(members: int = 8, *, organ: str = "assembly", **clauses: int) -> SmallAssembly:
    """A called meeting with one item."""
    made = SmallAssembly(members, charter=charter_with("meetings", **clauses))
    made.admitted(ADVICE, organ=organ)
    done(made.call("p", meeting="spring", organ=organ))
    return made


def give(made: SmallAssembly, giver: str, holder: str, meeting: str = "spring"):
    """Give a proxy."""
    return made.do(GiveProxy(meeting, holder), actor=giver)


def take(made: SmallAssembly, giver: str, meeting: str = "spring"):
    """Take it back."""
    return made.do(RevokeProxy(meeting), actor=giver)


# --- proxies ------------------------------------------------------------------------------------------


def test_a_third_proxy_is_refused_with_its_article() -> None:
    """Goal: two at most, in writing, for one meeting. Method: three, one taken back, another meeting."""
    made = spring()
    for giver in ("m1", "m2"):
        done(give(made, giver, "m0"))
    answer = give(made, "m3", "m0")
    assert refused(answer) == "assembly.proxies_full"
    assert isinstance(answer, Refusal)
    assert answer.article == "Art. 9"
    assert done(take(made, "m1")) == (ProxyRevoked("spring"),)
    done(give(made, "m3", "m0"))
    made.admitted(ADVICE, "q")
    done(made.call("q", meeting="autumn"))
    done(give(made, "m1", "m0", "autumn"))


def test_a_charter_may_allow_no_proxy_at_all() -> None:
    """Goal: the number is the charter's. Method: none."""
    assert refused(give(spring(proxies_max=0), "m1", "m0")) == "assembly.proxies_full"


def test_giving_a_proxy_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = spring()
    made.admit("late", since=made.at + 1)
    for giver in ("m1", "m2"):
        done(give(made, giver, "m0"))
    assert refused(give(made, "late", "late", "autumn")) == "assembly.meeting_unknown"
    made.at += 10 * DAY_MS
    assert refused(give(made, "late", "late")) == "assembly.proxy_too_late"
    made.at -= 1
    assert refused(give(made, "late", "late")) == "assembly.proxy_to_oneself"
    assert refused(give(made, "late", "m0")) == "assembly.proxy_off_roll"
    assert refused(give(made, "m3", "late")) == "assembly.proxy_off_roll"
    assert refused(give(made, "m3", "nobody")) == "assembly.proxy_off_roll"
    assert refused(give(made, "m1", "m2")) == "assembly.proxy_given_already"
    assert refused(give(made, "m0", "m4")) == "assembly.proxy_passed_on"
    assert refused(give(made, "m4", "m1")) == "assembly.proxy_passed_on"
    assert refused(give(made, "m4", "m0")) == "assembly.proxies_full"
    done(give(made, "m4", "m5"))


def test_who_sits_in_an_organ_sits_in_person() -> None:
    """Goal: a seat is not lent. Method: a meeting of the council."""
    assert refused(give(spring(organ="council"), "m1", "m0")) == "assembly.proxy_for_an_organ"


def test_a_proxy_can_be_taken_back_once_and_at_any_time() -> None:
    """Goal: it stays her vote. Method: during the poll, again, and for no meeting."""
    made = spring()
    done(give(made, "m1", "m0"))
    done(made.open())
    done(take(made, "m1"))
    assert refused(take(made, "m1")) == "assembly.no_proxy"
    assert refused(take(made, "m1", "autumn")) == "assembly.meeting_unknown"


def test_a_proxy_takes_no_vote_off_the_roll() -> None:
    """Goal: one member, one tag, whoever casts it. Method: the roll, and both votes."""
    made = spring()
    done(give(made, "m1", "m0"))
    done(made.open())
    assert made.poll().roll == 8
    for member in ("m0", "m1"):
        done(made.vote(member, "1"))
    assert made.poll().voted == 2


@given(
    st.lists(st.tuples(st.sampled_from("gtl"), st.integers(0, 6), st.integers(0, 6)), max_size=30)
)
def test_proxies_stay_within_their_bounds_whatever_happens(
    steps: list[tuple[str, int, int]],
) -> None:
    """Goal: at most two a holder, one a giver, no chain, all of them members. Method: random acts."""
    made, here = spring(7), set(range(7))
    for step, one, other in steps:
        if step == "g":
            give(made, f"m{one}", f"m{other}")
        elif step == "t":
            take(made, f"m{one}")
        elif one in here:
            done(made.do(Leave(f"m{one}", SEALED), actor=f"m{one}"))
            here.discard(one)
        rows = made.books.rows(Proxy)
        holders = Counter(row.holder for row in rows)
        assert max(holders.values(), default=0) <= 2
        assert not {row.giver for row in rows} & set(holders)
        assert {row.giver for row in rows} | set(holders) <= {f"m{place}" for place in here}


# --- interests ----------------------------------------------------------------------------------------


def declare(made: SmallAssembly, member: str, name: str = "p"):
    """Declare an interest."""
    return made.do(DeclareInterest(name), actor=member)


def test_who_declares_an_interest_has_no_vote_on_that_item_alone() -> None:
    """Goal: abstention by declaration. Method: the rolls of two items, and a ballot that fails."""
    made = SmallAssembly(8)
    made.admitted(ADVICE)
    made.admitted(ADVICE, "q")
    done(made.call("p", "q"))
    done(declare(made, "m3"))
    for name, roll in (("p", 7), ("q", 8)):
        done(made.open(name))
        assert made.poll(name).roll == roll
    assert refused(made.vote("m3", "1")) == "assembly.not_on_roll"
    assert tag_of("p", "m3") not in made.tags("p")[0]
    done(made.vote("m3", "1", "q"))


def test_declaring_an_interest_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: each fault, and too late."""
    made = SmallAssembly(8)
    assert refused(declare(made, "nobody")) == "assembly.proposal_unknown"
    made.admitted(ADVICE)
    assert refused(declare(made, "nobody")) == "assembly.not_in_standing"
    done(declare(made, "m3"))
    assert refused(declare(made, "m3")) == "assembly.has_no_vote"
    done(made.call("p"))
    done(made.open())
    assert refused(declare(made, "m4")) == "assembly.wrong_state"


def test_whom_a_recall_is_about_need_not_declare_it() -> None:
    """Goal: nobody votes on her own recall. Method: she declares, and the roll without her."""
    made = SmallAssembly(8)
    made.hold("data", "m4")
    made.hold("data", "m5")
    made.admitted(RecallOfficer("data", "m4"))
    assert refused(declare(made, "m4")) == "assembly.has_no_vote"
    done(made.call("p"))
    done(made.open())
    assert made.poll().roll == 7


def test_revising_a_draft_takes_no_vote_from_who_had_an_interest_in_another() -> None:
    """Goal: an author cannot shape the roll. Method: declare, revise, and declare again."""
    made = SmallAssembly(8)
    done(made.propose(ADVICE))
    done(declare(made, "m3"))
    done(made.do(Revise("p", OTHER, made.base(), SEALED)))
    done(declare(made, "m4"))
    done(made.do(Admit("p"), actor=SECRETARY))
    done(made.call("p"))
    done(made.open())
    assert made.poll().roll == 7
    assert refused(made.vote("m4", "1")) == "assembly.not_on_roll"
    done(made.vote("m3", "1"))


@pytest.mark.parametrize("members", [1, 3])
def test_an_item_in_which_everybody_has_an_interest_finds_no_voter(members: int) -> None:
    """Goal: no poll of nobody. Method: all declare."""
    made = SmallAssembly(members)
    made.admitted(ADVICE)
    for place in range(members):
        done(declare(made, f"m{place}"))
    done(made.call("p"))
    assert refused(made.open()) == "assembly.roll_empty"
