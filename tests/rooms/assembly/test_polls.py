"""A poll: opened with one tag for each member on the roll, voted in, put off once, over."""

from __future__ import annotations

import pytest

from auzolan.assembly.acts import BallotCast, CastBallot, DeclareInterest, OpenPoll, PollOpened
from auzolan.assembly.resolutions import ChangeCharter, Choose, Elect, FillOffice, RecallOfficer
from auzolan.assembly.state import Ballot, Candidate, RollTag
from auzolan.charter.articles import Change
from auzolan.foundation.books import NotDisclosed
from auzolan.foundation.moments import DAY_MS, HOUR_MS
from auzolan.members.state import ACTIVE, COLLABORATOR, FULL, INACTIVE, LEFT, Member
from support.small_assembly import START, SmallAssembly, charter_with, done, refused, tag_of

CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))
COLOURS = Choose(("red", "blue", "green"))


def noticed(members: int = 5, **more: object) -> SmallAssembly:
    """An assembly with one item, at the moment of its first call."""
    made = SmallAssembly(members, **more)
    made.admitted(CASH)
    done(made.call("p"))
    made.at = made.meeting().opens_at
    return made


def polling(members: int = 5, **more: object) -> SmallAssembly:
    """An open poll."""
    made = noticed(members, **more)
    done(made.open())
    return made


# --- opening --------------------------------------------------------------------------------------


def test_a_poll_has_a_tag_for_each_member_on_the_roll() -> None:
    """Goal: one member, one vote. Method: compare fact and rows with the members."""
    made = noticed()
    assert done(made.open()) == (PollOpened("p", "p", 5, 0, START + 17 * DAY_MS),)
    tags = made.books.find(RollTag, poll="p")
    assert {one.tag for one in tags} == {tag_of("p", f"m{n}") for n in range(5)}
    assert {(one.class_name, one.voted) for one in tags} == {(FULL, 0)}


def test_who_came_after_the_notice_has_no_vote_and_who_left_has_none_either() -> None:
    """Goal: nobody is admitted to vote. Method: one the moment before the notice, one after."""
    made = SmallAssembly()
    made.admitted(CASH)
    made.admit("early", since=made.at)
    done(made.call("p"))
    made.at += 1
    made.admit("late")
    made.books.put(Member("m4", LEFT, START - 1, 4))
    done(made.open())
    roll = {one.tag for one in made.books.find(RollTag, poll="p")}
    assert roll == {tag_of("p", one) for one in ("early", "m0", "m1", "m2", "m3")}
    assert refused(made.vote("late", "yes")) == "assembly.not_on_roll"
    assert refused(made.vote("m4", "yes")) == "assembly.not_on_roll"


def test_tags_for_somebody_admitted_after_the_record_date_are_refused() -> None:
    """Goal: the count of tags must equal the roll. Method: one tag too many for a latecomer."""
    made = noticed()
    made.admit("late")
    tags, classes = made.tags("p")
    more = {"class": [*classes, FULL], "tag": sorted([*tags, tag_of("p", "late")])}
    assert refused(made.open("p", made.annexes.make("tags/2", more))) == "assembly.roll_differs"


@pytest.mark.parametrize("measure", [FillOffice("secretary", "m1", 30),
                                     RecallOfficer("secretary", "m1")])  # fmt: skip
def test_whom_a_measure_is_about_and_who_has_an_interest_do_not_vote(measure: object) -> None:
    """Goal: nobody judges her own case. Method: an office, and a declared interest."""
    made = SmallAssembly()
    made.hold("secretary", "m1")
    made.admitted(measure)
    done(made.do(DeclareInterest("p"), actor="m2"))
    done(made.call("p"))
    (fact,) = done(made.open())
    assert isinstance(fact, PollOpened)
    assert fact.roll == 3
    assert refused(made.vote("m1", "yes")) == "assembly.not_on_roll"
    assert refused(made.vote("m2", "yes")) == "assembly.not_on_roll"


def test_in_a_poll_of_the_council_its_holders_vote() -> None:
    """Goal: an organ decides by those who sit in it. Method: two of five hold the office."""
    made = SmallAssembly()
    made.hold("council", "m1")
    made.hold("council", "m3")
    made.admitted(FillOffice("data", "m4", 30), organ="council")
    done(made.call("p", organ="council", days=0))
    (fact,) = done(made.open())
    assert isinstance(fact, PollOpened)
    assert fact.roll == 2
    assert refused(made.vote("m0", "yes")) == "assembly.not_on_roll"
    done(made.vote("m3", "yes"))


def test_what_is_on_no_agenda_is_not_voted_on() -> None:
    """Goal: decisions off the agenda are void. Method: unknown, a draft, admitted, then called."""
    made = SmallAssembly()
    tags = made.annexes.make("tags/2", {"class": [FULL], "tag": [tag_of("p", "m0")]})
    assert refused(made.do(OpenPoll("p", tags))) == "assembly.proposal_unknown"
    done(made.propose(CASH))
    assert refused(made.do(OpenPoll("p", tags))) == "assembly.off_the_agenda"
    made.admitted(CASH, "q")
    assert refused(made.do(OpenPoll("q", tags))) == "assembly.off_the_agenda"
    done(made.call("q"))
    assert refused(made.do(OpenPoll("q", tags))) == "assembly.not_yet_open"
    done(made.open("q"))
    assert refused(made.open("q")) == "assembly.wrong_state"


def test_a_poll_opened_late_ends_as_much_later() -> None:
    """Goal: an officer's delay takes no time from voters. Method: open two days late."""
    made = noticed()
    made.at += 2 * DAY_MS
    (fact,) = done(made.open())
    assert isinstance(fact, PollOpened)
    assert fact.ends_at == made.at + 7 * DAY_MS == made.poll().ends_at


def test_opening_refuses_unsound_tags_in_its_fixed_order() -> None:
    """Goal: the roll is exactly the members. Method: each fault, the later ones still there."""
    made = noticed(4)
    made.admit(tag_of("p", "m0"), since=START - 1)
    tags = [tag_of("p", f"m{n}") for n in range(5)]
    good = sorted([*tags[1:], tag_of("p", tags[0])])

    def opened(given: list[str], *, kind: str = "tags/2", classes: str = FULL) -> str:
        columns = {"class": [classes] * len(given), "tag": given}
        answer = made.open("p", made.annexes.make(kind, columns))
        return answer.code if not isinstance(answer, tuple) else ""

    assert opened(["short", "short"]) == "assembly.tags_malformed"
    assert opened(good, kind="tags/1") == "assembly.tags_malformed"
    assert opened(good, classes="noble") == "assembly.tags_malformed"
    assert opened([good[0], good[0]]) == "assembly.tag_twice"
    assert opened(good[::-1][:3]) == "assembly.tags_not_sorted"
    assert opened(sorted(tags)[:3] if tags[0] in sorted(tags)[:3] else [tags[0]]) == (
        "assembly.tag_names_member"
    )
    assert opened(good[:4]) == "assembly.roll_differs"
    assert opened(good, classes=COLLABORATOR) == "assembly.roll_differs"
    assert not opened(good)


def test_a_poll_that_nobody_may_vote_in_is_not_opened() -> None:
    """Goal: nothing passes by nobody. Method: the only member has an interest."""
    made = SmallAssembly(1)
    made.admitted(CASH)
    done(made.do(DeclareInterest("p"), actor="m0"))
    done(made.call("p"))
    assert refused(made.open()) == "assembly.roll_empty"


def test_an_election_in_which_nobody_stands_is_not_opened() -> None:
    """Goal: an election elects. Method: no candidate, then one."""
    made = SmallAssembly()
    made.admitted(Elect("council", 1, 1_000))
    done(made.call("p"))
    assert refused(made.open()) == "assembly.nobody_stands"
    made.books.put(Candidate("p", 1, "m1"))
    (fact,) = done(made.open())
    assert isinstance(fact, PollOpened)
    assert fact.candidates == 1


def test_a_class_is_shown_only_where_its_cap_binds() -> None:
    """Goal: a ballot of a class of one is a secret too. Method: below the cap, and above it."""
    for inactive, shown in ((1, FULL), (2, INACTIVE)):
        classes = dict.fromkeys((f"m{n}" for n in range(4)), FULL)
        classes |= dict.fromkeys((f"i{n}" for n in range(inactive)), INACTIVE)
        made = SmallAssembly(classes)
        made.admitted(CASH)
        done(made.call("p"))
        done(made.open())
        names = [one.class_name for one in made.books.find(RollTag, poll="p")]
        assert sorted(names) == sorted([FULL] * 4 + [shown] * inactive)


# --- voting ---------------------------------------------------------------------------------------


def test_voting_refuses_in_its_fixed_order() -> None:
    """Goal: one test per refusal, and their order. Method: all faults, one repaired at a time."""
    made = SmallAssembly()
    act, nobody = CastBallot("p", "maybe"), tag_of("p", "nobody")
    assert refused(made.do(act, actor=nobody)) == "assembly.proposal_unknown"
    made.admitted(CASH)
    assert refused(made.do(act, actor=nobody)) == "assembly.wrong_state"
    done(made.call("p"))
    assert refused(made.do(act, actor=nobody)) == "assembly.wrong_state"
    done(made.open())
    made.at = made.poll().ends_at
    assert refused(made.do(act, actor=nobody)) == "assembly.poll_over"
    made.at -= 1
    assert refused(made.do(act, actor=nobody)) == "assembly.not_on_roll"
    assert refused(made.vote("m0", "maybe")) == "assembly.choice_unknown"
    assert refused(made.vote("m0", "1")) == "assembly.choice_unknown"
    done(made.vote("m0", "blank"))


def test_nobody_votes_after_the_close() -> None:
    """Goal: a result stays a result. Method: all vote, the poll is closed early, one votes again."""
    made = polling()
    for place in range(5):
        done(made.vote(f"m{place}", "yes"))
    done(made.close())
    assert refused(made.vote("m0", "no")) == "assembly.poll_over"
    done(made.certify())
    assert refused(made.vote("m0", "no")) == "assembly.poll_over"


def test_a_tag_of_one_poll_does_not_vote_in_another() -> None:
    """Goal: one tag, one poll. Method: two polls of one meeting."""
    made = SmallAssembly()
    made.admitted(CASH)
    made.admitted(CASH, "q")
    done(made.call("p", "q"))
    done(made.open("p"))
    done(made.open("q"))
    act = CastBallot("q", "yes")
    assert refused(made.do(act, actor=tag_of("p", "m0"))) == "assembly.not_on_roll"
    done(made.do(act, actor=tag_of("q", "m0")))


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ("2", ""),
        ("3,1,2", ""),
        ("blank", ""),
        ("1,1", "assembly.ranking_twice"),
        ("1,4", "assembly.ranking_unknown"),
        ("1,2,3,1", "assembly.ranking_overlong"),
        ("0,1", "assembly.choice_unknown"),
        ("1, 2", "assembly.choice_unknown"),
        ("yes", "assembly.choice_unknown"),
        ("", "assembly.choice_unknown"),
    ],
)
def test_a_ranking_names_each_of_those_who_stand_once_at_most(choice: str, code: str) -> None:
    """Goal: only rankings that can be counted are cast. Method: each fault in turn."""
    made = SmallAssembly()
    made.admitted(COLOURS)
    done(made.call("p"))
    done(made.open())
    answer = made.vote("m0", choice)
    assert refused(answer) == code if code else done(answer)


def test_nothing_of_a_ballot_but_its_tag_stands_in_open_rows() -> None:
    """Goal: secrecy until the close. Method: public books keep roll and turnout, no choice."""
    made = polling(disclosed=False)
    done(made.vote("m0", "yes"))
    done(made.vote("m0", "no"))
    assert made.books.get(RollTag, ("p", tag_of("p", "m0"))) == RollTag(
        "p", tag_of("p", "m0"), FULL, 1
    )
    assert (made.poll().voted, made.poll().yes, made.poll().no) == (1, 0, 0)
    with pytest.raises(NotDisclosed):
        made.books.get(Ballot, ("p", tag_of("p", "m0")))


# --- the last hours -------------------------------------------------------------------------------


def large(members: int = 40) -> SmallAssembly:
    """A poll of forty, whose quorum of a tenth is four."""
    return polling(members)


def test_a_ballot_that_makes_the_quorum_at_the_last_hour_puts_the_end_off_once() -> None:
    """Goal: no decision at the last minute. Method: three early, the fourth late; then more."""
    made = large()
    for place in range(3):
        done(made.vote(f"m{place}", "yes"))
    ends_at = made.poll().ends_at
    made.at = ends_at - 24 * HOUR_MS
    later = ends_at + 48 * HOUR_MS
    assert done(made.vote("m3", "yes")) == (BallotCast("p", later),)
    assert (made.poll().ends_at, made.poll().extended) == (later, 1)
    made.at = later - 1
    assert done(made.vote("m4", "no")) == (BallotCast("p", later),)
    made.at = later
    assert refused(made.vote("m5", "no")) == "assembly.poll_over"


@pytest.mark.parametrize(("before_ms", "is_put_off"), [(0, True), (1, False)])
def test_the_last_hours_begin_at_their_moment(before_ms: int, is_put_off: bool) -> None:
    """Goal: the bound is exact. Method: the moment itself, and one before."""
    made = large()
    for place in range(3):
        done(made.vote(f"m{place}", "yes"))
    ends_at = made.poll().ends_at
    made.at = ends_at - 24 * HOUR_MS - before_ms
    done(made.vote("m3", "yes"))
    assert (made.poll().ends_at > ends_at) == is_put_off


def test_changing_ones_mind_at_the_last_hour_puts_nothing_off() -> None:
    """Goal: only a ballot that makes the quorum counts. Method: three vote, one of them again."""
    made = large()
    for place in range(3):
        done(made.vote(f"m{place}", "yes"))
    ends_at = made.poll().ends_at
    made.at = ends_at - 1
    done(made.vote("m0", "no"))
    assert made.poll().ends_at == ends_at


def test_a_charter_may_put_nothing_off() -> None:
    """Goal: 0 hours is never. Method: no extension."""
    made = polling(40, charter=charter_with("decisions", extension_hours=0))
    ends_at = made.poll().ends_at
    made.at = ends_at - 1
    for place in range(4):
        done(made.vote(f"m{place}", "yes"))
    assert (made.poll().ends_at, made.poll().extended) == (ends_at, 0)


def test_members_who_never_belonged_are_on_no_roll() -> None:
    """Goal: a tag is no bearer right to membership. Method: count active members and tags."""
    made = polling(7)
    active = made.books.count(Member, standing=ACTIVE)
    assert made.books.count(RollTag, poll="p") == active == 7
