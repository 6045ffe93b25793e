"""Being heard about work: each refusal, what is written, and that no figure shows one person."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.cooperative import RULES
from auzolan.foundation.moments import DAY_MS, moment_from_iso
from auzolan.labour.state import (
    PENDING,
    PulseAnswer,
    PulseRow,
    PulseTag,
    Rating,
    Submission,
    Task,
)
from auzolan.labour.voice.acts import (
    ASKED,
    RATED,
    AnswerPulse,
    IssuerRated,
    OpenPulse,
    PulseOpened,
    RateIssuer,
)
from auzolan.labour.voice.rules import quarter_of, scores_of
from auzolan.labour.voice.voices import (
    UNKNOWN,
    RatedWork,
    entries_of_full_blocks,
    full_blocks,
    pooled_ratings,
    pooled_score,
    pulse_result,
)
from auzolan.record.annexes import AnnexRef
from support.small_coop import AT, SEALED, SmallCoop

PEOPLE = tuple(f"m{number:03d}" for number in range(1, 13))
QUARTER = "2026-q1"
TAGS = tuple(f"{number:032x}" for number in range(12))
GOOD = "4,4,4,4,4,4"


def submission(name: str, member: str, tag: str, **fields: object) -> Submission:
    row = Submission(
        submission=name, log="l1", period="2026-q1", member=member, tag=tag, task="t1",
        work_class="work", basis="measured", seconds=60, paid_seconds=60, items=1, judgments=1,
        pay_micro=0, batch="", logged_at=AT, state=PENDING, waits_since=AT, decided_at=0,
        decided_by="", owing=1, entry=0,
    )  # fmt: skip
    return msgspec.structs.replace(row, **fields)


@pytest.fixture
def coop() -> SmallCoop:
    found = SmallCoop().admit(*PEOPLE)
    found.books.add(Task("t1", "milk-ltd", "texts", "work", 0, 1_500, 600, 0, 1_500, 0, -1))
    found.books.add(submission("s1", "m001", "a" * 32))
    return found


def tags(coop: SmallCoop, listed: tuple[str, ...] = TAGS, last_class: str = "full") -> AnnexRef:
    classes = ["full"] * (len(listed) - 1) + [last_class]
    return coop.annexes.make("tags/2", {"class": classes, "tag": list(listed)})


def pulse(coop: SmallCoop, name: str = QUARTER) -> OpenPulse:
    return OpenPulse(name, tags(coop), 14)


def test_a_rating_is_given_once_by_whoever_did_the_work(coop: SmallCoop) -> None:
    """Goal: each refusal of a rating, in order. Method: every fault at once, mended in turn."""
    faulty = RateIssuer("s9", "9", SEALED)
    assert coop.refused(faulty, actor="b" * 32) == "labour.submission_unknown"
    faulty = msgspec.structs.replace(faulty, submission="s1")
    assert coop.refused(faulty, actor="b" * 32) == "labour.not_your_submission"
    assert coop.refused(faulty, actor="m001") == "labour.not_your_submission"
    assert coop.refused(faulty, actor="a" * 32) == "labour.scores_malformed"
    sound = msgspec.structs.replace(faulty, scores="4,0,1,5")
    assert coop.done(sound, actor="a" * 32) == IssuerRated("milk-ltd")
    assert coop.refused(sound, actor="a" * 32) == "labour.rated_already"
    rating = coop.books.get(Rating, "s1")
    assert rating == Rating("s1", "milk-ltd", "m001", 4, 0, 1, 5, coop.seq - 1)


def test_work_without_a_task_was_done_for_the_co_operative(coop: SmallCoop) -> None:
    """Goal: own tasks can be rated too. Method: a submission of no task."""
    coop.books.add(submission("s2", "m002", "c" * 32, task=""))
    assert coop.done(RateIssuer("s2", "1,1,1,1", SEALED), actor="c" * 32) == IssuerRated("")


def test_no_act_takes_a_rating_or_an_answer_away() -> None:
    """Goal: issuers cannot remove ratings. Method: the only acts that write them, of all there are."""
    about = {
        kind.__struct_config__.tag
        for kind in RULES
        if any(word in str(kind.__struct_config__.tag) for word in ("rate", "rating", "pulse"))
    }
    of_labour = {tag for tag in about if str(tag).startswith("labour.")}
    assert of_labour == {"labour.rate/1", "labour.open_pulse/1", "labour.answer_pulse/1"}


@pytest.mark.parametrize("text", ["", "4", "4,4,4", "4,4,4,4,4", "6,4,4,4", "0,0,0,0", "4,4,4,4\n",
                                  "-1,4,4,4", "4, 4,4,4", "04,4,4,4"])  # fmt: skip
def test_scores_are_as_many_whole_numbers_as_are_asked(text: str) -> None:
    """Goal: nothing else becomes a figure. Method: texts just beside the form."""
    assert scores_of(text, RATED) is None


def test_a_quarter_is_that_of_the_calendar() -> None:
    """Goal: the borders of quarters. Method: the last and the first moments of some."""
    for day, name in (
        ("2026-01-01", "2026-q1"),
        ("2026-04-01", "2026-q2"),
        ("2026-12-31", "2026-q4"),
    ):
        assert quarter_of(moment_from_iso(day)) == name
    assert quarter_of(moment_from_iso("2026-04-01") - 1) == "2026-q1"


def test_all_are_asked_once_a_quarter_with_a_tag_each(coop: SmallCoop) -> None:
    """Goal: each refusal of opening a pulse, then what is written. Method: one fault at a time."""
    assert coop.refused(pulse(coop, "2026-q2")) == "labour.pulse_misnamed"
    few = SmallCoop().admit(*PEOPLE[:9])
    assert few.refused(pulse(few)) == "labour.pulse_too_few"
    bad = {
        "labour.pulse_tags_not_sorted": (tags(coop, TAGS[::-1]), tags(coop, TAGS[:11] + TAGS[10:11])),
        "labour.pulse_roll_differs": (tags(coop, TAGS[:11]),),
        "labour.pulse_tags_malformed": (
            tags(coop, ("x",)), tags(coop, last_class="inactive"),
        ),
    }  # fmt: skip
    for code, lists in bad.items():
        for listed in lists:
            assert coop.refused(OpenPulse(QUARTER, listed, 14)) == code
    opened = coop.done(pulse(coop))
    assert opened == PulseOpened(QUARTER, 12, AT + 14 * DAY_MS)
    assert coop.refused(pulse(coop)) == "labour.pulse_held"
    assert coop.books.count(PulseTag, pulse=QUARTER) == 12


def test_a_tag_that_names_a_member_is_refused() -> None:
    """Goal: an answer says nothing about who gave it. Method: a member whose id is a tag."""
    coop = SmallCoop().admit(*PEOPLE[:11], TAGS[3])
    assert coop.refused(pulse(coop)) == "labour.pulse_tag_names_member"


def test_a_tag_answers_until_the_end_and_its_latest_counts(coop: SmallCoop) -> None:
    """Goal: refusals of answers in order; one tag is one answer. Method: answer twice, then late."""
    answer = AnswerPulse(QUARTER, GOOD)
    assert coop.refused(answer, actor=TAGS[0]) == "labour.pulse_unknown"
    coop.done(pulse(coop))
    assert coop.refused(answer, actor="m001") == "labour.not_asked"
    malformed = AnswerPulse(QUARTER, "4,4,4,4")
    assert coop.refused(malformed, actor=TAGS[0]) == "labour.scores_malformed"
    coop.done(answer, actor=TAGS[0])
    coop.done(AnswerPulse(QUARTER, "1,1,1,1,1,1"), actor=TAGS[0])
    row = coop.books.get(PulseRow, QUARTER)
    assert row is not None
    assert row.answered == 1
    assert [one.answers for one in coop.books.rows(PulseAnswer)] == ["1,1,1,1,1,1"]
    coop.at = row.until_at
    assert coop.refused(malformed, actor="m001") == "labour.pulse_over"


def test_a_pulse_shows_nothing_before_its_end_and_nothing_of_few() -> None:
    """Goal: no answer is seen alone. Method: nine and ten answers, before and after the end."""
    answers = [PulseAnswer(QUARTER, tag, "5,4,3,2,1,0", 0) for tag in TAGS[:10]]
    row = PulseRow(QUARTER, 12, 10, AT, 0)
    assert pulse_result(row, answers, at=AT - 1, least=10).scores == ()
    assert pulse_result(row, answers[:9], at=AT, least=10).scores == ()
    scores = pulse_result(row, answers, at=AT, least=10).scores
    assert [one.mean_centi for one in scores] == [500, 400, 300, 200, 100, UNKNOWN]
    assert [one.name for one in scores] == list(ASKED)


def test_a_mean_is_rounded_half_up() -> None:
    """Goal: the named rounding. Method: 8 answers of 1 and one of 2: 1.111; 200 with a half cent."""
    assert pooled_score("pay", [(one, 1) for one in "abcdefgh"] + [("i", 2)], 9).mean_centi == 111
    said = [(str(number), 1 + (number == 0)) for number in range(200)]
    assert pooled_score("pay", said, 200).mean_centi == 101


ratings = st.lists(
    st.tuples(st.sampled_from("abcdefghij"), st.tuples(*[st.integers(0, 5)] * 4)), max_size=40
)


@settings(max_examples=200, deadline=None)
@given(ratings, st.integers(2, 6))
def test_no_new_rating_moves_a_figure_by_less_than_a_block(
    said: list[tuple[str, tuple[int, int, int, int]]], least: int
) -> None:
    """Goal: comparing two looks never shows one person. Method: look after every rating.

    Whenever a figure changes, at least `least` people have said something since it last changed.
    """
    rows = [
        RatedWork("milk-ltd", "2026-q1", member, scores, entry)
        for entry, (member, scores) in enumerate(said)
    ]
    shown: list[tuple[int, int]] = [(UNKNOWN, UNKNOWN)] * len(RATED)
    since: list[set[str]] = [set() for _ in RATED]
    for size in range(1, len(rows) + 1):
        latest = rows[size - 1]
        found = pooled_ratings(rows[:size], least)
        scores = found[0].scores if found else ()
        for place in range(len(RATED)):
            if latest.scores[place]:
                since[place].add(latest.member)
            now = (scores[place].people, scores[place].mean_centi) if scores else (UNKNOWN, UNKNOWN)
            if now != shown[place]:
                assert len(since[place]) >= least
                shown[place], since[place] = now, set()
            elif len(since[place]) >= least:
                since[place] = set()  # a full block that happened to leave the figure as it was


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(1, 6))
def test_blocks_hold_enough_people_and_nothing_twice(people: list[str], least: int) -> None:
    """Goal: the definition of a block. Method: count the people of each, and of what is left."""
    blocks = full_blocks(people, least)
    places = [place for block in blocks for place in block]
    assert places == list(range(len(places)))
    assert all(len({people[place] for place in block}) == least for block in blocks)
    assert len(set(people[len(places) :])) < least


def test_whoever_rates_most_weighs_no_more() -> None:
    """Goal: one person is one voice. Method: a hundred ratings of 1 by one, of 5 by four others."""
    said = [("a", 1)] * 100 + [(one, 5) for one in "bcde"]
    found = pooled_score("pay", said, 5)
    assert (found.people, found.mean_centi) == (5, int(Fraction(100 * 21, 5)))


def test_words_are_shown_of_full_blocks_alone() -> None:
    """Goal: no word of an unfinished block. Method: seven people, blocks of three."""
    rows = [RatedWork("", "p", one, (1, 1, 1, 1), entry) for entry, one in enumerate("abcdefg")]
    assert entries_of_full_blocks(rows[::-1], 3) == (0, 1, 2, 3, 4, 5)


def test_ratings_are_kept_apart_by_issuer_and_period() -> None:
    """Goal: no sum beside which those left out could be seen. Method: two issuers, two periods."""
    rows = [
        RatedWork(issuer, period, member, (4, 4, 4, 4), entry)
        for entry, (issuer, period, member) in enumerate(
            [("x", "p1", one) for one in "abc"]
            + [("x", "p2", one) for one in "ab"]
            + [("", "p1", one) for one in "abc"]
        )
    ]
    assert [(one.issuer, one.period) for one in pooled_ratings(rows, 3)] == [
        ("", "p1"),
        ("x", "p1"),
    ]
