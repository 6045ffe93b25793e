"""A proposal's way: proposed, polled, closed, certified, and every way to be refused on it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.acts import (
    BallotCast,
    CastBallot,
    Certified,
    Certify,
    ChangeCharter,
    ClosePoll,
    GrantLicence,
    Measure,
    OpenPoll,
    PollClosed,
    PollOpened,
    Propose,
    Proposed,
    ShareSurplus,
)
from auzolan.assembly.rules import (
    apply_ballot_cast,
    apply_certified,
    apply_poll_closed,
    apply_poll_opened,
    apply_proposed,
    decide_cast_ballot,
    decide_certify,
    decide_close_poll,
    decide_open_poll,
    decide_propose,
)
from auzolan.assembly.state import CERTIFIED, Ballot, Proposal, RollTag
from auzolan.charter.acts import MandateGiven
from auzolan.charter.articles import Change, charter_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import REPLACED, SERVING, Model
from auzolan.licensing.acts import LicenceTerms
from auzolan.members.state import ACTIVE, LEFT, Member
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.treasury.state import DISTRIBUTED, PLANNED, Plan
from support import MemoryAnnexes, case_of
from support.plain_charter import plain_charter

START = 1_700_000_000_000
END = START + 7 * DAY_MS
SEALED = "ab" * 32
SPLIT = ChangeCharter((Change("surplus.obligatory_reserve_bp", 4_500),))
TERMS = LicenceTerms("dairy", "alba", "yogurt", "commercial", 500_000, 100, 1_000, 90)
PLAN_DIGEST = "cd" * 32


def tag(place: int) -> str:
    return f"{place:032x}"


class Assembly:
    """An assembly of a few members on memory books, driven through rules and appliers."""

    def __init__(self, members: int = 5, *, disclosed: bool = True) -> None:
        self.books = MemoryBooks(disclosed=disclosed)
        self.annexes = MemoryAnnexes()
        self.seq = 10
        charter = charter_text(plain_charter())
        self.books.add(CharterInForce(IN_FORCE, "ef" * 32, charter, "birds.example/log"))
        for place in range(members):
            self.books.add(Member(f"m{place}", ACTIVE, START, place))
        self.books.add(Member("gone", LEFT, START, 99))

    def case(self, actor: str = "m0", at: int = START) -> Case:
        self.seq += 1
        return case_of(actor, at, self.seq, self.annexes)

    def propose(self, measure: Measure = SPLIT, name: str = "split", actor: str = "m0"):
        act, case = Propose(name, measure, SEALED, SEALED), self.case(actor)
        facts = decide_propose(self.books, act, case)
        if not isinstance(facts, Refusal):
            assert isinstance(facts[0], Proposed)
            apply_proposed(self.books, case, act, facts[0])
        return facts

    def open(self, ref: AnnexRef | None = None, name: str = "split", roll: int = 5):
        ref = ref or self.tags([tag(place) for place in range(roll)])
        act, case = OpenPoll(name, ref), self.case("secretary")
        facts = decide_open_poll(self.books, act, case)
        if not isinstance(facts, Refusal):
            assert isinstance(facts[0], PollOpened)
            apply_poll_opened(self.books, case, act, facts[0])
        return facts

    def cast(self, place: int, choice: str, at: int = START, name: str = "split"):
        act, case = CastBallot(name, choice), self.case(tag(place), at)
        facts = decide_cast_ballot(self.books, act, case)
        if not isinstance(facts, Refusal):
            assert facts == (BallotCast(name),)
            apply_ballot_cast(self.books, case, act, facts[0])
        return facts

    def close(self, ref: AnnexRef | None = None, at: int = END, name: str = "split"):
        act, case = ClosePoll(name, ref or self.disclosed()), self.case("secretary", at)
        facts = decide_close_poll(self.books, act, case)
        if not isinstance(facts, Refusal):
            assert isinstance(facts[0], PollClosed)
            apply_poll_closed(self.books, case, act, facts[0])
        return facts

    def certify(self, digest: str | None = None, actor: str = "auditor", at: int = END):
        proposal = self.books.get(Proposal, "split")
        act = Certify("split", digest or (proposal.tally_digest if proposal else "00" * 32))
        case = self.case(actor, at)
        facts = decide_certify(self.books, act, case)
        if not isinstance(facts, Refusal):
            assert isinstance(facts[0], Certified)
            apply_certified(self.books, case, act, facts[0])
        return facts

    def tags(self, tags: list[str]) -> AnnexRef:
        return self.annexes.make("tags/1", {"tag": tags})

    def disclosed(self, name: str = "split", **other: list[int | str]) -> AnnexRef:
        """The ballots that count, as the officer lays them down, with columns replaced."""
        columns = self.books.columns(Ballot, ("choice", "entry", "tag"), proposal=name)
        columns["salt"] = [SEALED] * len(columns["tag"])
        return self.annexes.make("ballots/1", {**columns, **other})


def polling(votes: str = "", roll: int = 5) -> Assembly:
    """An open poll with one ballot a letter: y, n or a."""
    made = Assembly(roll)
    made.propose()
    made.open(roll=roll)
    for place, letter in enumerate(votes):
        made.cast(place, {"y": "yes", "n": "no", "a": "abstain"}[letter])
    return made


def refused(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


# --- the whole way ------------------------------------------------------------------------------


def test_a_measure_that_passes_becomes_a_mandate_after_cooling_off() -> None:
    """Goal: the loop from proposal to mandate. Method: walk it, compare every fact."""
    made = Assembly()
    subject = SPLIT.subject()
    assert made.propose() == (Proposed("split", "charter.amend", subject, 5_000, 2_000),)
    assert made.open() == (PollOpened("split", 5, END),)
    for place, choice in enumerate(["yes", "yes", "no", "abstain"]):
        assert made.cast(place, choice) == (BallotCast("split"),)
    (closed,) = made.close()
    assert isinstance(closed, PollClosed)
    assert (closed.yes, closed.no, closed.abstain, closed.roll, closed.passed) == (2, 1, 1, 5, True)
    assert made.certify() == (
        Certified("split", True),
        MandateGiven(
            "mandate-split", "charter.amend", "", subject, END + 7 * DAY_MS, END + 97 * DAY_MS
        ),
    )
    row = made.books.get(Proposal, "split")
    assert row is not None
    assert (row.state, row.closed_by, row.passed) == (CERTIFIED, "secretary", 1)


def test_a_measure_that_fails_gives_no_mandate() -> None:
    """Goal: no power without a yes. Method: a tie."""
    made = polling("yynn")
    made.close()
    assert made.certify() == (Certified("split", False),)


def test_a_measure_without_quorum_fails() -> None:
    """Goal: a handful does not decide for all. Method: 1 yes of 6 at a quorum of 20 %."""
    for roll, passed in ((6, False), (5, True)):
        (closed,) = polling("y", roll=roll).close()
        assert isinstance(closed, PollClosed)
        assert closed.passed is passed


def test_an_entrenched_article_needs_the_greater_majority() -> None:
    """Goal: tiers reach the tally. Method: 3 of 5 carries a bylaw, not an entrenched article."""
    entrenched = ChangeCharter((Change("decisions.quorum_bp", 2_500),))
    for measure, passed in ((SPLIT, True), (entrenched, False)):
        made = Assembly()
        made.propose(measure)
        made.open()
        for place, choice in enumerate(["yes"] * 3 + ["no"] * 2):
            made.cast(place, choice)
        (closed,) = made.close()
        assert isinstance(closed, PollClosed)
        assert closed.passed is passed


def test_the_latest_ballot_of_a_tag_counts() -> None:
    """Goal: one member, one vote; minds may change. Method: vote twice."""
    made = polling("yy")
    made.cast(0, "no")
    made.cast(0, "abstain")
    (closed,) = made.close()
    assert isinstance(closed, PollClosed)
    assert (closed.yes, closed.no, closed.abstain) == (1, 0, 1)


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["yes", "no", "abstain"]))))
def test_any_sequence_of_ballots_is_tallied_by_each_tags_last(
    votes: list[tuple[int, str]],
) -> None:
    """Goal: rules and appliers together count right. Method: an independent dictionary."""
    made = polling()
    for place, choice in votes:
        made.cast(place, choice)
    (closed,) = made.close()
    assert isinstance(closed, PollClosed)
    last = list(dict(votes).values())
    assert [closed.yes, closed.no, closed.abstain] == [
        last.count(choice) for choice in ("yes", "no", "abstain")
    ]
    assert closed.passed == (len(last) >= 1 and last.count("yes") > last.count("no"))


def test_nothing_of_a_ballot_but_its_tag_stands_in_open_rows() -> None:
    """Goal: secrecy until the close. Method: public books keep roll and proposal, no ballot."""
    made = Assembly(disclosed=False)
    made.propose()
    made.open()
    made.cast(0, "yes")
    assert made.books.get(RollTag, ("split", tag(0))) == RollTag("split", tag(0))
    with pytest.raises(NotDisclosed):
        made.books.get(Ballot, ("split", tag(0)))


# --- proposing ----------------------------------------------------------------------------------


def model(state: str = SERVING, purpose: str = "commercial") -> Model:
    return Model("yogurt", "s1", "u1", purpose, "11" * 32, "22" * 32, state, 0, 0, 5)


def plan(state: str = PLANNED) -> Plan:
    return Plan("plan1", "p2024", PLAN_DIGEST, state, 9, 9, 5, 0, 3, 2, 1, 0, "", "", 6)


def test_only_a_member_in_good_standing_proposes() -> None:
    """Goal: members decide what comes to a vote. Method: a stranger, and one who left."""
    assert refused(Assembly().propose(actor="nobody")) == "assembly.not_in_standing"
    assert refused(Assembly().propose(actor="gone")) == "assembly.not_in_standing"


def test_a_proposal_needs_an_id_of_its_own() -> None:
    """Goal: a result belongs to one measure. Method: propose twice under one id."""
    made = Assembly()
    made.propose()
    assert refused(made.propose()) == "assembly.proposal_taken"


def test_a_proposals_id_leaves_room_for_its_mandate() -> None:
    """Goal: every mandate has a sound id. Method: 40 characters pass, 41 do not."""
    decoder = msgspec.json.Decoder(Propose)
    for length, sound in ((40, True), (41, False)):
        text = msgspec.json.encode(Propose("p" * length, SPLIT, SEALED, SEALED))
        if sound:
            assert decoder.decode(text).proposal == "p" * length
        else:
            with pytest.raises(msgspec.ValidationError):
                decoder.decode(text)


def test_a_change_that_breaks_the_law_is_refused_before_the_vote() -> None:
    """Goal: nobody votes for nothing. Method: a reserve below the law; the law is named."""
    low = ChangeCharter((Change("surplus.obligatory_reserve_bp", 1_000),))
    answer = Assembly().propose(low)
    assert refused(answer) == "charter.beyond_law"
    assert isinstance(answer, Refusal)
    assert answer.article.startswith("Act 11/2019")


def test_a_licence_that_could_not_be_granted_is_refused_before_the_vote() -> None:
    """Goal: nobody votes for nothing. Method: no model, another purpose, a replaced model."""
    made = Assembly()
    assert refused(made.propose(GrantLicence(TERMS))) == "licensing.model_unknown"
    made.books.put(model(purpose="research"))
    assert refused(made.propose(GrantLicence(TERMS))) == "licensing.purpose_differs"
    made.books.put(model(state=REPLACED))
    assert isinstance(made.propose(GrantLicence(TERMS)), Refusal)
    made.books.put(model())
    (fact,) = made.propose(GrantLicence(TERMS))
    assert isinstance(fact, Proposed)
    assert (fact.power, fact.subject) == ("licensing.grant", GrantLicence(TERMS).subject())


def test_a_plan_that_could_not_be_booked_is_refused_before_the_vote() -> None:
    """Goal: members vote on the plan they see. Method: none, another digest, one already done."""
    made, measure = Assembly(), ShareSurplus("plan1", PLAN_DIGEST)
    assert refused(made.propose(measure)) == "assembly.plan_unknown"
    made.books.put(plan(DISTRIBUTED))
    other = ShareSurplus("plan1", "00" * 32)
    assert refused(made.propose(other)) == "assembly.plan_differs"
    assert refused(made.propose(measure)) == "assembly.plan_done"
    made.books.put(plan())
    (fact,) = made.propose(measure)
    assert isinstance(fact, Proposed)
    assert (fact.power, fact.subject) == ("treasury.distribute", measure.subject())


def test_proposing_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = Assembly()
    made.propose()
    bad = ChangeCharter((Change("rights.x", 1),))
    assert refused(made.propose(bad, actor="gone")) == "assembly.not_in_standing"
    assert refused(made.propose(bad)) == "assembly.proposal_taken"
    assert refused(made.propose(bad, name="other")) == "charter.kernel"


# --- opening a poll -----------------------------------------------------------------------------


def opening(tags: list[str], kind: str = "tags/1") -> object:
    made = Assembly()
    made.propose()
    return made.open(made.annexes.make(kind, {"tag": tags}))


def test_a_poll_needs_its_proposal() -> None:
    """Goal: no poll out of nothing. Method: open before proposing, and twice."""
    made = Assembly()
    assert refused(made.open()) == "assembly.proposal_unknown"
    made.propose()
    made.open()
    assert refused(made.open()) == "assembly.wrong_state"


def test_opening_refuses_unsound_tags_in_its_fixed_order() -> None:
    """Goal: the roll is exactly the members. Method: each fault, the later ones still there."""
    good = [tag(place) for place in range(5)]
    assert refused(opening(["short", "short"])) == "assembly.tags_malformed"
    assert refused(opening(good, kind="lists/1")) == "assembly.tags_malformed"
    assert refused(opening([tag(1), tag(1)])) == "assembly.tag_twice"
    assert refused(opening([tag(2), tag(1)])) == "assembly.tags_not_sorted"
    assert refused(opening(good[:4])) == "assembly.roll_differs"
    assert refused(opening([*good, tag(5)])) == "assembly.roll_differs"
    assert not isinstance(opening(good), Refusal)


def test_a_tag_never_equals_the_id_of_a_member() -> None:
    """Goal: votes are not tied to voters. Method: a member whose id looks like a tag."""
    made = Assembly(4)
    made.books.add(Member(tag(3), ACTIVE, START, 50))
    made.propose()
    assert refused(made.open()) == "assembly.tag_names_member"


# --- voting -------------------------------------------------------------------------------------


def test_voting_refuses_in_its_fixed_order() -> None:
    """Goal: one test per refusal, and their order. Method: all faults, one repaired at a time."""
    made = Assembly()
    assert refused(made.cast(9, "maybe", at=END)) == "assembly.proposal_unknown"
    made.propose()
    assert refused(made.cast(9, "maybe", at=END)) == "assembly.wrong_state"
    made.open()
    assert refused(made.cast(9, "maybe", at=END)) == "assembly.poll_over"
    assert refused(made.cast(9, "maybe", at=END - 1)) == "assembly.not_on_roll"
    assert refused(made.cast(1, "maybe", at=END - 1)) == "assembly.choice_unknown"
    assert made.cast(1, "yes", at=END - 1) == (BallotCast("split"),)


def test_a_tag_of_one_poll_does_not_vote_in_another() -> None:
    """Goal: one tag, one poll. Method: two polls with different tags."""
    made = polling()
    made.propose(name="other")
    made.open(made.tags([tag(place) for place in range(50, 55)]), name="other")
    assert refused(made.cast(0, "yes", name="other")) == "assembly.not_on_roll"
    assert not isinstance(made.cast(50, "yes", name="other"), Refusal)


# --- closing ------------------------------------------------------------------------------------


def test_a_poll_closes_early_only_when_every_tag_has_voted() -> None:
    """Goal: nobody is cut off. Method: four of five, then all five, before the end."""
    made = polling("yyyn")
    assert refused(made.close(at=END - 1)) == "assembly.poll_running"
    made.cast(4, "no")
    assert not isinstance(made.close(at=START), Refusal)


def test_a_poll_is_closed_once() -> None:
    """Goal: one result. Method: close twice; no ballot afterwards."""
    made = polling("yy")
    made.close()
    assert refused(made.close()) == "assembly.wrong_state"
    assert refused(made.cast(2, "no")) == "assembly.wrong_state"


def test_the_ballots_disclosed_must_be_exactly_those_that_count() -> None:
    """Goal: no ballot changed, lost, invented or swapped. Method: each tampering in turn."""
    made = polling("yna")
    kept = made.books.columns(Ballot, ("choice", "entry", "tag"), proposal="split")
    wrong = [
        made.disclosed(choice=["yes", "yes", "abstain"]),
        made.disclosed(entry=[kept["entry"][0], kept["entry"][1], 999]),
        made.disclosed(tag=[tag(0), tag(1), tag(4)]),
        made.annexes.make("ballots/1", {
            name: column[::-1] for name, column in {**kept, "salt": [SEALED] * 3}.items()}),
        made.annexes.make("ballots/1", {
            name: column[:2] for name, column in {**kept, "salt": [SEALED] * 3}.items()}),
        made.annexes.make("ballots/1", {
            "choice": [*kept["choice"], "yes"], "entry": [*kept["entry"], 99],
            "tag": [*kept["tag"], tag(4)], "salt": [SEALED] * 4}),
    ]  # fmt: skip
    for ref in wrong:
        assert refused(made.close(ref)) == "assembly.ballots_differ"
    assert not isinstance(made.close(), Refusal)


def test_closing_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = Assembly()
    bad = made.annexes.make("ballots/2", {"choice": ["x"]})
    other = made.annexes.make(
        "ballots/1", {"choice": ["yes"], "entry": [1], "salt": [SEALED], "tag": [tag(1)]}
    )
    assert refused(made.close(bad, at=START)) == "assembly.proposal_unknown"
    made.propose()
    assert refused(made.close(bad, at=START)) == "assembly.wrong_state"
    made.open()
    assert refused(made.close(bad, at=START)) == "assembly.poll_running"
    assert refused(made.close(bad)) == "assembly.ballots_malformed"
    assert refused(made.close(other)) == "assembly.ballots_differ"


# --- certifying ---------------------------------------------------------------------------------


def test_certifying_refuses_in_its_fixed_order() -> None:
    """Goal: one test per refusal, and their order. Method: all faults, repaired one at a time."""
    made = Assembly()
    assert refused(made.certify("00" * 32, actor="secretary")) == "assembly.proposal_unknown"
    made = polling("yy")
    assert refused(made.certify("00" * 32, actor="secretary")) == "assembly.wrong_state"
    made.close()
    assert refused(made.certify("00" * 32, actor="secretary")) == "assembly.same_officer"
    assert refused(made.certify("00" * 32)) == "assembly.tally_differs"
    assert not isinstance(made.certify(), Refusal)
    assert refused(made.certify()) == "assembly.wrong_state"


def test_a_tally_with_more_ballots_than_members_is_not_applied() -> None:
    """Goal: replay stops in doubt. Method: a fact whose counts exceed its roll."""
    made = polling("yy")
    act = ClosePoll("split", made.disclosed())
    with pytest.raises(AssertionError, match="more ballots than members"):
        apply_poll_closed(
            made.books, made.case("secretary", END), act,
            PollClosed("split", 4, 2, 0, 5, True, "00" * 32),
        )  # fmt: skip
