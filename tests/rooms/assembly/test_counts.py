"""Closing and certifying: quorum, majorities, rankings; what follows, and what never does."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.assembly.acts import Certified, Certify, ClosePoll, PollClosed
from auzolan.assembly.count_rules import apply_poll_closed
from auzolan.assembly.life import word_at
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Elect,
    FillOffice,
    Measure,
    Restructure,
)
from auzolan.assembly.state import (
    ADMITTED,
    EXECUTED,
    FAILED_QUORUM,
    PASSED,
    REJECTED,
    Ballot,
    Candidate,
)
from auzolan.charter.acts import Amend, MandateGiven
from auzolan.charter.articles import Change
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.moments import DAY_MS
from auzolan.members.state import COLLABORATOR, FULL, LEFT, Member
from support.small_assembly import (
    AUDITOR,
    SALT,
    SECRETARY,
    START,
    SmallAssembly,
    charter_with,
    done,
    put_in_force,
    refused,
    tag_of,
)

CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))
SLOWER = ChangeCharter((Change("decisions.policy_cooling_days", 5),))
PAY = ChangeCharter((Change("labour.index_ratio_max", 4),))
LETTERS = {"y": "yes", "n": "no", "a": "abstain", "b": "blank"}


def polling(votes: str = "", roll: int = 5, measure: Measure = CASH) -> SmallAssembly:
    """An open poll with one ballot a letter: y, n, a or b."""
    made = SmallAssembly(roll)
    made.admitted(measure)
    done(made.call("p"))
    done(made.open())
    for place, letter in enumerate(votes):
        done(made.vote(f"m{place}", LETTERS[letter]))
    return made


def closed(made: SmallAssembly) -> PollClosed:
    """Close at the end of the poll, and the fact of it."""
    (fact,) = done(made.close_at_end())
    assert isinstance(fact, PollClosed)
    return fact


# --- the whole way --------------------------------------------------------------------------------


def test_a_measure_that_passes_becomes_a_mandate_after_cooling_off() -> None:
    """Goal: the loop from proposal to mandate. Method: walk it, compare every fact and word."""
    made = polling("yyyn")
    fact = closed(made)
    assert (fact.yes, fact.no, fact.abstain, fact.blank, fact.roll) == (3, 1, 0, 0, 5)
    assert (fact.quorum, fact.passed, fact.elected) == (True, True, ())
    at = made.at
    given = MandateGiven(
        "mandate-p", "charter.amend", "", CASH.subject(), at + 14 * DAY_MS, at + 104 * DAY_MS
    )
    certified = Certified("p", "p", PASSED, "mandate-p", 0, fact.tally_digest)
    assert done(made.certify()) == (certified, given)
    row, mandate = made.row(), made.books.get(Mandate, "mandate-p")
    assert (row.state, row.mandate, row.certified_at) == (PASSED, "mandate-p", at)
    words = [
        word_at(row, made.meeting(), made.poll(), mandate, moment)
        for moment in (at, given.from_at - 1, given.from_at, given.until_at - 1, given.until_at)
    ]
    assert words == ["cooling", "cooling", "executable", "executable", "expired"]


@pytest.mark.parametrize(
    ("measure", "days"), [(PAY, 3), (CASH, 14), (FillOffice("data", "m1", 30), 3)]
)
def test_each_tier_cools_off_for_its_days(measure: Measure, days: int) -> None:
    """Goal: what is harder to change waits longer. Method: policy, bylaw, an order."""
    made = SmallAssembly()
    made.admitted(measure)
    given = made.decide()[-1]
    assert isinstance(given, MandateGiven)
    assert given.from_at == made.at + days * DAY_MS


def test_an_order_of_the_council_need_not_cool_off() -> None:
    """Goal: orders are quick and small. Method: a council of two fills an office."""
    made = SmallAssembly()
    for holder in ("m1", "m2"):
        made.hold("council", holder)
    made.admitted(FillOffice("data", "m4", 30), organ="council")
    given = made.decide(organ="council", days=0)[-1]
    assert isinstance(given, MandateGiven)
    assert given.from_at == made.at


def test_what_was_decided_is_carried_out_once() -> None:
    """Goal: a mandate is spent. Method: amend twice; before, after and long after its time."""
    made = SmallAssembly()
    made.admitted(CASH)
    made.decide()
    act = Amend("mandate-p", CASH.changes)
    assert refused(made.ask(act, actor=SECRETARY)) == "charter.mandate_cooling_off"
    made.at += 14 * DAY_MS
    done(made.ask(act, actor=SECRETARY))
    assert made.row().state == EXECUTED
    assert refused(made.ask(act, actor=SECRETARY)) == "charter.mandate_spent"
    late = SmallAssembly()
    late.admitted(CASH)
    late.decide()
    late.at += (14 + 90) * DAY_MS
    assert refused(late.ask(act, actor=SECRETARY)) == "charter.mandate_expired"


def test_nothing_else_than_what_was_voted_is_carried_out() -> None:
    """Goal: exact bytes. Method: the mandate of one value for another value."""
    made = SmallAssembly()
    mandate = made.mandated(CASH)
    other = Amend(mandate, (Change("surplus.cash_bp", 3_001),))
    assert refused(made.ask(other, actor=SECRETARY)) == "charter.mandate_for_something_else"


# --- quorum and majority --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "roll", "measure", "state"),
    [
        ("yynn", 5, PAY, REJECTED),  # more than half: a tie is not
        ("yyn", 5, PAY, PASSED),
        ("yyyaaaabb", 9, PAY, PASSED),  # abstentions and blanks are no valid votes
        ("aab", 5, PAY, REJECTED),  # without a yes, never
        ("yyynn", 5, CASH, PASSED),  # at least three fifths: exactly so many are
        ("yynna", 5, CASH, REJECTED),
        ("y", 10, PAY, PASSED),  # a tenth of the roll at the second call
        ("y", 11, PAY, FAILED_QUORUM),
        ("n", 11, PAY, FAILED_QUORUM),
        ("b", 10, PAY, REJECTED),
    ],
)
def test_known_cases_come_out_as_the_articles_say(
    votes: str, roll: int, measure: Measure, state: str
) -> None:
    """Goal: quorum and majority, exactly. Method: hand-made polls around each bound."""
    made = polling(votes, roll, measure)
    closed(made)
    certified = done(made.certify())[0]
    assert isinstance(certified, Certified)
    assert certified.state == state == made.row().state
    assert bool(made.row().mandate) == (state == PASSED)


def test_a_hundred_votes_are_a_quorum_of_any_roll() -> None:
    """Goal: whichever is less. Method: 99 and 100 of 1,100."""
    for votes, quorum in ((99, False), (100, True)):
        assert closed(polling("y" * votes, 1_100, PAY)).quorum is quorum


def test_an_entrenched_article_needs_two_readings_and_half_of_the_roll() -> None:
    """Goal: tier 1. Method: too few, then both readings, with the same words and a mandate."""
    short = polling("yy", 5, SLOWER)
    closed(short)
    assert done(short.certify())[0].state == FAILED_QUORUM
    made = polling("yyn", 5, SLOWER)
    assert closed(made).passed
    (certified,) = done(made.certify())
    assert isinstance(certified, Certified)
    assert (certified.state, certified.mandate) == (ADMITTED, "")
    assert certified.not_before == made.at + 30 * DAY_MS
    row = made.row()
    assert (row.state, row.reading, row.round) == (ADMITTED, 2, 2)
    assert word_at(row, None, None, None, made.at) == "second_reading"
    given = made.decide("p", {"m0": "yes", "m1": "yes", "m2": "no"}, days=30)[-1]
    assert isinstance(given, MandateGiven)
    assert given.mandate == "mandate-p.2"
    assert given.from_at == made.at + 30 * DAY_MS


def test_a_second_reading_that_fails_gives_nothing() -> None:
    """Goal: two readings are two votes. Method: yes, then no."""
    made = polling("yyyyy", 5, SLOWER)
    closed(made)
    done(made.certify())
    facts = made.decide("p", dict.fromkeys(("m0", "m1", "m2"), "no"), days=30)
    assert [fact.state for fact in facts] == [REJECTED]


def test_a_merger_needs_less_where_most_attend() -> None:
    """Goal: the relief by attendance. Method: 3 of 5 yes with all there, and with fewer there."""
    merger = Restructure("merger", "cd" * 32)
    for votes, roll, passed in (("yyynn", 5, True), ("yyynn", 7, False), ("yyyyn", 7, True)):
        assert closed(polling(votes, roll, merger)).passed is passed
    made = polling("yyyyy", 5, merger)
    closed(made)
    (certified,) = done(made.certify())
    assert isinstance(certified, Certified)
    assert (certified.state, certified.mandate) == (PASSED, "")


def test_votes_of_a_capped_class_count_for_less() -> None:
    """Goal: collaborators never have half of the votes. Method: 2 full against 4 collaborators."""
    classes = {"f0": FULL, "f1": FULL} | {f"c{n}": COLLABORATOR for n in range(4)}
    for sides, passed in (("yn", True), ("ny", False)):
        made = SmallAssembly(classes)
        made.admitted(PAY)
        done(made.call("p"))
        done(made.open())
        for member, name in classes.items():
            done(made.vote(member, LETTERS[sides[name == COLLABORATOR]]))
        fact = closed(made)
        assert fact.yes + fact.no == 6  # members, not weighted votes
        assert fact.passed is passed


# --- no self-effect -------------------------------------------------------------------------------


def test_a_lowered_threshold_does_not_pass_itself() -> None:
    """Goal: a poll runs under the charter of its notice. Method: half say yes to needing half."""
    lower = ChangeCharter((Change("decisions.bylaw_majority", ">1/2"),))
    made = polling("yyynn", 5, lower)
    assert not closed(made).passed


def test_a_threshold_raised_meanwhile_is_not_taken_down_under_the_old_one() -> None:
    """Goal: no ladder through simultaneous votes.

    Method: two amendments of one clause, both passed under two thirds; once the first is carried
    out the second is not.
    """
    raise_it = ChangeCharter(
        (
            Change("decisions.entrenched_majority", ">=4/5"),
            Change("decisions.structural_majority", ">=4/5"),
        )
    )
    lower_it = ChangeCharter((Change("decisions.bylaw_majority", ">1/2"),))
    made = SmallAssembly(10)
    votes = {f"m{n}": "yes" if n < 8 else "no" for n in range(10)}
    seven = {**votes, "m7": "no"}
    for name, measure in (("up", raise_it), ("down", lower_it)):
        made.admitted(measure, name)
    for _ in range(2):
        done(made.call("up", "down"))
        for name, cast in (("up", votes), ("down", seven)):
            done(made.open(name))
            for member, choice in cast.items():
                done(made.vote(member, choice, name))
            done(made.close(name))
            done(made.certify(name))
        made.at += 30 * DAY_MS
    done(made.ask(Amend("mandate-up.2", raise_it.changes), actor=SECRETARY))
    down = made.ask(Amend("mandate-down.2", lower_it.changes), actor=SECRETARY)
    assert refused(down) == "assembly.harder_now"


def test_an_amendment_edits_the_charter_that_members_read() -> None:
    """Goal: no stale edit. Method: two noticed together; one before the other's poll or execution."""
    first = ChangeCharter((Change("labour.floor_cents_hour", 1_600),))
    second = ChangeCharter((Change("labour.index_ratio_max", 5),))
    for is_voted in (False, True):
        made = SmallAssembly()
        made.admitted(first, "first")
        made.admitted(second, "second")
        made.admitted(Choose(("red", "blue")), "advice")
        done(made.call("first", "second", "advice"))
        for name in ("first", "second")[: 1 + is_voted]:
            done(made.open(name))
            for member in range(5):
                done(made.vote(f"m{member}", "yes", name))
            done(made.close(name))
            done(made.certify(name))
        if is_voted:
            made.at += 30 * DAY_MS
            done(made.ask(Amend("mandate-first", first.changes), actor=SECRETARY))
            late = made.ask(Amend("mandate-second", second.changes), actor=SECRETARY)
            assert refused(late) == "assembly.base_stale"
        else:
            put_in_force(made, charter_with("labour", floor_cents_hour=1_600))
            assert refused(made.open("second")) == "assembly.base_stale"
            done(made.open("advice"))
    assert charter_of(made.books).decisions.bylaw_majority == ">=3/5"


# --- rankings -------------------------------------------------------------------------------------


def ranked(measure: Measure, votes: list[str], *standing: str) -> SmallAssembly:
    """A ranked poll of as many members as votes, all cast."""
    made = SmallAssembly(len(votes))
    made.admitted(measure)
    for number, member in enumerate(standing, 1):
        made.books.put(Candidate("p", number, member))
    done(made.call("p"))
    done(made.open())
    for place, choice in enumerate(votes):
        done(made.vote(f"m{place}", choice))
    return made


def test_a_choice_between_options_is_advice() -> None:
    """Goal: a preference allows nothing. Method: a Condorcet winner that few put first."""
    votes = ["1,2,3"] * 4 + ["3,2,1"] * 3 + ["2,1,3"] * 2
    made = ranked(Choose(("red", "blue", "green")), votes)
    fact = closed(made)
    assert (fact.elected, fact.ranked, fact.passed) == (("blue",), 9, True)
    (certified,) = done(made.certify())
    assert isinstance(certified, Certified)
    assert (certified.state, certified.mandate) == (PASSED, "")


def test_an_election_begins_the_terms_of_those_elected() -> None:
    """Goal: from rankings to offices. Method: two seats by transferable vote; one elected left."""
    votes = ["1,2"] * 5 + ["3"] * 3 + ["2"]
    made = ranked(Elect("council", 2, 1_000), votes, "m1", "m2", "m3")
    fact = closed(made)
    assert fact.elected == ("m1", "m3")
    made.books.put(Member("m3", LEFT, START, 4))
    facts = done(made.certify())
    until = made.at + 1_000 * DAY_MS
    assert facts[1:] == (MandateGiven("seat-p-1", "council", "m1", "", made.at, until),)
    assert made.row().state == EXECUTED


def test_the_stages_published_are_those_of_the_count() -> None:
    """Goal: the table of a count is checked. Method: another number, and none at all."""
    made = ranked(Elect("council", 1, 1_000), ["1", "1", "2"], "m1", "m2")
    ballots = made.disclosed()
    right = made.stages("p", ballots)
    assert right is not None
    columns = made.annexes.read(right)
    names = dict(zip(columns.names, map(list, columns.columns), strict=True))
    wrong = made.annexes.make("stages/1", {**names, "votes": [1] * len(names["votes"])})
    for stages in (None, wrong):
        act = ClosePoll("p", ballots, stages)
        assert refused(made.do(act, actor=SECRETARY)) == "assembly.stages_differ"
    done(made.do(ClosePoll("p", ballots, right), actor=SECRETARY))
    plain = polling("yyyyy")
    act = ClosePoll("p", plain.disclosed(), plain.annexes.make("stages/1", names))
    assert refused(plain.do(act, actor=SECRETARY)) == "assembly.stages_differ"


def test_without_quorum_nobody_is_elected() -> None:
    """Goal: a handful elects nobody. Method: one ballot of eleven."""
    made = SmallAssembly(11)
    made.admitted(Elect("council", 1, 1_000))
    made.books.put(Candidate("p", 1, "m1"))
    done(made.call("p"))
    done(made.open())
    done(made.vote("m0", "1"))
    fact = closed(made)
    assert (fact.quorum, fact.passed, fact.elected) == (False, False, ())
    assert done(made.certify())[0].state == FAILED_QUORUM


def test_lots_hang_on_the_ballots_and_not_on_the_officer() -> None:
    """Goal: nobody chooses a lot. Method: equal votes; the same ballots give the same winner."""
    winners = {
        closed(ranked(Elect("council", 1, 1_000), ["1", "2"] * 2, "m1", "m2")).elected
        for _ in range(3)
    }
    assert len(winners) == 1


# --- closing --------------------------------------------------------------------------------------


def test_a_poll_closes_early_only_when_every_tag_has_voted() -> None:
    """Goal: nobody is cut off. Method: four of five, then all five, before the end."""
    made = polling("yyyn")
    made.at = made.poll().ends_at - 1
    assert refused(made.close()) == "assembly.poll_running"
    done(made.vote("m4", "no"))
    done(made.close())


def test_the_ballots_disclosed_must_be_exactly_those_that_count() -> None:
    """Goal: no ballot changed, lost, invented or swapped. Method: each tampering in turn."""
    made = polling("yna")
    made.at = made.poll().ends_at
    kept = made.books.columns(Ballot, ("choice", "entry", "tag"), poll="p")
    spare = tag_of("p", "m4")
    wrong = [
        made.disclosed(choice=["blank"] * 3),
        made.disclosed(entry=[kept["entry"][0], kept["entry"][1], 999]),
        made.disclosed(tag=[*kept["tag"][:2], spare]),
        made.annexes.make("ballots/1", {
            name: column[::-1] for name, column in {**kept, "salt": [SALT] * 3}.items()}),
        made.annexes.make("ballots/1", {
            name: column[:2] for name, column in {**kept, "salt": [SALT] * 3}.items()}),
        made.annexes.make("ballots/1", {
            "choice": [*kept["choice"], "yes"], "entry": [*kept["entry"], 99],
            "tag": [*kept["tag"], spare], "salt": [SALT] * 4}),
    ]  # fmt: skip
    for ref in wrong:
        answer = made.do(ClosePoll("p", ref, None), actor=SECRETARY)
        assert refused(answer) == "assembly.ballots_differ"
    done(made.close())


def test_closing_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = SmallAssembly()
    bad = made.annexes.make("ballots/2", {"choice": ["x"]})
    one = {"choice": ["yes"], "entry": [1], "salt": [SALT], "tag": [tag_of("p", "m1")]}
    other = made.annexes.make("ballots/1", one)
    act = ClosePoll("p", bad, bad)
    assert refused(made.do(act)) == "assembly.proposal_unknown"
    made.admitted(CASH)
    assert refused(made.do(act)) == "assembly.wrong_state"
    done(made.call("p"))
    done(made.open())
    assert refused(made.do(act)) == "assembly.poll_running"
    made.at = made.poll().ends_at
    assert refused(made.do(act)) == "assembly.ballots_malformed"
    assert refused(made.do(ClosePoll("p", other, bad))) == "assembly.ballots_differ"
    assert refused(made.do(ClosePoll("p", made.disclosed(), bad))) == "assembly.stages_differ"
    done(made.close())
    assert refused(made.close()) == "assembly.wrong_state"


def test_certifying_refuses_in_its_fixed_order() -> None:
    """Goal: one test per refusal, and their order. Method: all faults, repaired one at a time."""
    made = SmallAssembly()
    wrong = Certify("p", "00" * 32)
    assert refused(made.do(wrong, actor=SECRETARY)) == "assembly.proposal_unknown"
    made = polling("yyyyy")
    assert refused(made.do(wrong, actor=SECRETARY)) == "assembly.wrong_state"
    done(made.close())
    assert refused(made.do(wrong, actor=SECRETARY)) == "assembly.same_officer"
    assert refused(made.do(wrong, actor=AUDITOR)) == "assembly.tally_differs"
    assert made.books.get(Mandate, "mandate-p") is None
    done(made.certify())
    assert refused(made.certify()) == "assembly.wrong_state"


def test_a_tally_with_more_ballots_than_members_is_not_applied() -> None:
    """Goal: replay stops in doubt. Method: a fact whose counts exceed its roll."""
    made = polling("yyyyy")
    act = ClosePoll("p", made.disclosed(), None)
    (fact,) = done(made.close())
    with pytest.raises(AssertionError, match="more ballots than members"):
        apply_poll_closed(
            made.books, made.case(SECRETARY), act, msgspec.structs.replace(fact, no=1)
        )
