"""Groups and strikes before the members: who votes, what is refused before the vote, what it binds."""

from __future__ import annotations

from typing import get_args

import pytest

from auzolan.assembly.acts import Revise
from auzolan.assembly.measures import measure_refusal, power_of, tier_of
from auzolan.assembly.resolutions import (
    Choose,
    EndStrikeVote,
    FillOffice,
    GroupDecides,
    Measure,
    StrikeUses,
)
from auzolan.assembly.rolls import roll_of
from auzolan.assembly.state import PASSED, REJECTED
from auzolan.assembly.terms import terms_of
from auzolan.charter.article import Tier
from auzolan.charter.needs import BY_RESOLUTION
from auzolan.charter.state import charter_of
from auzolan.consent.acts import Entrust, Scope, Terms
from auzolan.consent.gate import Gate, asked
from auzolan.consent.group_acts import (
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLift,
    GroupPermit,
    GroupProhibit,
    InviteToGroup,
    JoinGroup,
    LeaveGroup,
    PlaceBatch,
)
from auzolan.consent.state import ConsentStatement
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.contributions.state import Batch
from auzolan.members.state import COLLABORATOR, FULL
from support.small_assembly import SECRETARY, SmallAssembly, done, refused

TRAIN = Terms("train", "research", 0, 0, None, None, None, 1)
YES = GroupPermit("choir", Scope(), TRAIN, None, credit=False)
NO = GroupProhibit("choir", Scope(), TRAIN)
STRIKE = StrikeTerms("late-pay", "train", "research", None, 0)


def with_group(
    made: SmallAssembly | None = None, members: tuple[str, ...] = ("m1", "m2", "m3")
) -> SmallAssembly:
    """An assembly of five with a choir of some, among whose rows is a batch of `m1`."""
    made = made or SmallAssembly(5)
    made.hold("data", SECRETARY)
    first, *others = members
    done(made.do(FormGroup("choir", first), actor=first))
    for one in others:
        join(made, one, by=first)
    made.books.add(Batch("b1", first, "purchases", 3, "0" * 64, made.seq, -1))
    done(made.do(PlaceBatch("b1", "choir", first), actor=first))
    return made


def join(made: SmallAssembly, member: str, *, by: str = "m1") -> None:
    """Somebody is asked to join the choir, and does."""
    done(made.do(InviteToGroup("choir", member, by), actor=by))
    done(made.do(JoinGroup("choir", member), actor=member))


def proposed(made: SmallAssembly, decision: GroupDecision, name: str = "p") -> None:
    """A member of the choir proposes what it is to say, and it is admitted."""
    made.author = "m1"
    made.admitted(GroupDecides(decision), name)


def may_train(made: SmallAssembly) -> bool:
    """Whether the choir's batch may be used to train for research, now."""
    wanted = asked(kind="purchases", operation="train", end_use="research", at=made.at)
    return Gate(made.books, charter_of(made.books), wanted).batch("m1", "b1").decision.allow


def test_every_measure_leads_to_an_act_that_needs_a_resolution_or_to_none() -> None:
    """Goal: nothing is voted that nobody could carry out. Method: each kind of measure."""
    from auzolan.assembly.measures import _POWERS

    assert set(_POWERS) == set(get_args(Measure))
    assert {power for power in _POWERS.values() if power} == set(BY_RESOLUTION)


# --- who votes ------------------------------------------------------------------------------------


def test_only_members_of_the_group_as_of_the_notice_vote() -> None:
    """Goal: whose rows, whose vote. Method: one joins after the notice, one leaves after it."""
    made = with_group(members=("m1", "m2", "m3", "m4"))
    proposed(made, YES)
    made.at += 1
    done(made.call("p"))
    made.at += 1
    join(made, "m0")
    done(made.do(LeaveGroup("choir", "m4"), actor="m4"))
    made.at = made.meeting().opens_at
    roll = roll_of(made.books, made.row(), made.meeting(), made.at)
    assert [one.member for one in roll] == ["m1", "m2", "m3"]
    done(made.open())
    assert made.poll().roll == 3
    assert refused(made.vote("m0", "yes")) == "assembly.not_on_roll"


def test_on_everything_else_all_members_vote() -> None:
    """Goal: a group takes no vote from anybody. Method: an office, with a group beside it."""
    made = with_group()
    made.admitted(FillOffice("data", "m4", 30))
    done(made.call("p"))
    made.at = made.meeting().opens_at
    roll = roll_of(made.books, made.row(), made.meeting(), made.at)
    assert [one.member for one in roll] == ["m0", "m1", "m2", "m3"]


def test_a_group_that_shrank_below_three_opens_no_poll() -> None:
    """Goal: a vote among two is no secret. Method: one leaves between the notice and the poll."""
    made = with_group()
    proposed(made, YES)
    done(made.call("p"))
    done(made.do(LeaveGroup("choir", "m3"), actor="m3"))
    assert refused(made.open()) == "assembly.roll_too_small"
    for one in ("m1", "m2"):
        done(made.do(LeaveGroup("choir", one), actor=one))
    assert refused(made.open()) == "assembly.roll_empty"


def test_no_class_is_shown_and_none_is_capped_in_a_group() -> None:
    """Goal: a ballot of a class of one is no secret. Method: two collaborators among three."""
    made = with_group(
        SmallAssembly({"m0": FULL, "m1": FULL, "m2": COLLABORATOR, "m3": COLLABORATOR})
    )
    proposed(made, YES)
    done(made.call("p"))
    made.at = made.meeting().opens_at
    _, classes = made.tags("p")
    assert classes == [FULL] * 3
    done(made.open())
    for member, choice in (("m1", "no"), ("m2", "yes"), ("m3", "yes")):
        done(made.vote(member, choice))
    done(made.close_at_end())
    done(made.certify())
    assert made.row().state == PASSED


def test_only_a_member_of_the_group_asks_it_to_decide() -> None:
    """Goal: nobody busies a group from outside. Method: propose and revise, from in and outside."""
    made = with_group()
    assert refused(made.propose(GroupDecides(YES), actor="m0")) == "assembly.not_of_the_group"
    done(made.propose(GroupDecides(YES), actor="m1"))
    done(made.propose(Choose(("a", "b")), "q", actor="m0"))
    again = Revise("q", GroupDecides(YES), made.base(), "ab" * 32)
    assert refused(made.do(again, actor="m0")) == "assembly.not_of_the_group"
    done(made.do(Revise("p", GroupDecides(NO), made.base(), "ab" * 32), actor="m1"))


@pytest.mark.parametrize("organ", ["council", "delegates"])
def test_no_smaller_organ_decides_for_a_group(organ: str) -> None:
    """Goal: only its members. Method: propose it to an organ that does not sit, or is not theirs."""
    made = with_group()
    code = refused(made.propose(GroupDecides(YES), actor="m1", organ=organ))
    assert code in {"assembly.not_for_this_organ", "assembly.organ_absent"}


# --- what it needs and does -----------------------------------------------------------------------


def test_what_a_group_says_needs_the_majority_of_a_policy() -> None:
    """Goal: one rule for all policies. Method: tier, terms and power of each decision."""
    made = with_group()
    charter = charter_of(made.books)
    for decision in (YES, NO):
        measure = GroupDecides(decision)
        assert tier_of(made.books, measure, made.case("m1")) == Tier.POLICY
        terms = terms_of(charter, measure, proposal="p", poll="p", tier=Tier.POLICY)
        assert terms.majority == charter.decisions.policy_majority
        assert power_of(measure) == "consent.decide_for_group"


def test_a_group_says_yes_then_no_and_takes_both_back() -> None:
    """Goal: the whole way of a group's word. Method: vote and carry out four times, ask the gate."""
    made = with_group()
    made.author = "m1"
    assert not may_train(made)
    names = []
    for name, decision, expected in (
        ("yes", YES, True), ("no", NO, False), ("lift-no", None, True), ("lift-yes", None, False),
    ):  # fmt: skip
        said = decision or GroupLift("choir", names[-1 if name == "lift-no" else -2])
        mandate = made.mandated(GroupDecides(said), name)
        names.append(f"group-{made.seq}")
        done(made.ask(DecideForGroup(mandate, said), actor=SECRETARY))
        names = names[:2]
        assert may_train(made) == expected, name


def test_a_lost_vote_of_a_group_allows_nothing() -> None:
    """Goal: a majority decides. Method: one yes, two no; then carry it out all the same."""
    made = with_group()
    proposed(made, YES)
    made.decide(votes={"m1": "yes", "m2": "no", "m3": "no"})
    assert made.row().state == REJECTED
    act = DecideForGroup("mandate-p", YES)
    assert refused(made.ask(act, actor=SECRETARY)) == "charter.no_mandate"
    assert not may_train(made)


def test_what_is_carried_out_is_what_was_voted_and_once() -> None:
    """Goal: the subject binds. Method: other terms under the mandate, the right ones, again."""
    made = with_group()
    made.author = "m1"
    mandate = made.mandated(GroupDecides(YES))
    wider = GroupPermit("choir", Scope(), Terms("train", "commercial", 0, 0, None, None, None, 1),
                        None, credit=False)  # fmt: skip
    for other in (wider, NO, GroupPermit("choir", Scope(), TRAIN, None, credit=True)):
        answer = made.ask(DecideForGroup(mandate, other), actor=SECRETARY)
        assert refused(answer) == "charter.mandate_for_something_else"
    assert refused(made.ask(DecideForGroup(mandate, YES), actor="m1")) == "charter.not_in_office"
    done(made.ask(DecideForGroup(mandate, YES), actor=SECRETARY))
    answer = made.ask(DecideForGroup(mandate, YES), actor=SECRETARY)
    assert refused(answer) == "charter.mandate_spent"


def test_a_group_is_asked_only_for_what_could_be_carried_out() -> None:
    """Goal: nobody votes in vain. Method: an unknown group, a small one, an unknown term."""
    made = with_group(members=("m1", "m2"))
    for decision, code in (
        (GroupLift("quartet", "group-1"), "consent.no_such_group"),
        (YES, "consent.group_too_small"),
    ):
        assert refused(made.propose(GroupDecides(decision), actor="m1")) == code
    join(made, "m3")
    unknown = GroupProhibit("choir", Scope(), Terms("fly", "research", 0, 0, None, None, None, 1))
    for decision, code in (
        (unknown, "unknown.operation"), (GroupLift("choir", "group-1"), "consent.no_such_statement"),
    ):  # fmt: skip
        assert refused(made.propose(GroupDecides(decision), actor="m1")) == code


# --- strikes --------------------------------------------------------------------------------------


def test_a_strike_is_voted_by_all_begun_and_ended_by_votes() -> None:
    """Goal: the whole way of a strike. Method: vote, begin, vote, end; the gate each time."""
    made = with_group()
    terms = {"kind": "purchases", "operation": "train", "end_use": "research"}
    done(made.do(Entrust("m1"), actor="m1"))

    def suspended() -> bool:
        wanted = asked(**terms, at=made.at, party="milk-ltd")
        found = Gate(made.books, charter_of(made.books), wanted).batch("m1", "b1")
        return "suspended" in found.decision.reasons

    mandate = made.mandated(StrikeUses(STRIKE), "strike")
    assert made.poll("strike").roll == 5
    assert not suspended()
    done(made.ask(Strike(mandate, STRIKE), actor=SECRETARY))
    assert suspended()
    assert refused(made.propose(StrikeUses(STRIKE), "again")) == "consent.strike_exists"
    mandate = made.mandated(EndStrikeVote("late-pay"), "end")
    assert suspended()
    done(made.ask(EndStrike(mandate, "late-pay"), actor=SECRETARY))
    assert not suspended()
    assert refused(made.propose(EndStrikeVote("late-pay"), "more")) == "consent.no_such_strike"
    assert not made.books.find(ConsentStatement, member="m1")


def test_a_strike_that_could_not_be_is_refused_before_the_vote() -> None:
    """Goal: nobody votes in vain. Method: each fault of the terms."""
    made = SmallAssembly(3)
    for terms, code in (
        (StrikeTerms("s", "fly", "research", None, 0), "unknown.operation"),
        (StrikeTerms("s", "train", "war", None, 0), "unknown.end_use"),
        (StrikeTerms("s", "train", "research", (), 0), "consent.strikes_nothing"),
        (StrikeTerms("s", "train", "research", None, 1), "consent.strikes_nothing"),
    ):
        found = measure_refusal(made.books, StrikeUses(terms), made.case("m0"))
        assert found is not None
        assert found.code == code


def test_the_vote_on_a_strike_is_on_its_terms_and_on_nothing_else() -> None:
    """Goal: the subject binds. Method: the act with each term changed has another subject."""
    measure = StrikeUses(STRIKE)
    assert Strike("m", STRIKE).subject() == measure.subject()
    others = (
        StrikeTerms("other", "train", "research", None, 0),
        StrikeTerms("late-pay", "share", "research", None, 0),
        StrikeTerms("late-pay", "train", "commercial", None, 0),
        StrikeTerms("late-pay", "train", "research", ("milk-ltd",), 0),
        StrikeTerms("late-pay", "train", "research", None, 2**42),
    )
    assert len({Strike("m", one).subject() for one in (*others, STRIKE)}) == 6
    assert EndStrike("m", "late-pay").subject() == EndStrikeVote("late-pay").subject()
    assert EndStrike("m", "other").subject() != EndStrikeVote("late-pay").subject()
