"""The co-operative's life in plain lines: each story is told to both desks, with equal results.

A story is a file beside this one. What its lines may say stands in `support/story_*.py`; a line
that is not understood fails with its place. `python -m pytest tests/stories -k consent` tells one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auzolan.foundation.moments import DAY_MS, day_from_moment, moment_from_iso
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.treasury.accounts import COMPULSORY
from auzolan.treasury.state import Account, MemberAccount
from support.replay import assert_tables_equal_replay
from support.story_acts import ACTS
from support.story_checks import CHECKS
from support.story_desks import AnyDesk, MemoryDesk, TableDesk, assert_equal_desks
from support.story_teller import ORIGIN, Teller, holds, tell
from support.story_text import Phrase, Sentence, Story, StoryError, read_story, story_from

FOLDER = Path(__file__).parent
NOBODY = "nobody"
OTHER: dict[str, Callable[[Any], Any]] = {
    "count": lambda value: value + 1,
    "money": lambda value: value + 1,
    "day": lambda value: day_from_moment(moment_from_iso(value) + DAY_MS),
    "who": lambda value: NOBODY,
    "people": lambda value: (*value, NOBODY),
    "thing": lambda value: "no-such-thing",
    "purposes": lambda value: ("research",) if value != ("research",) else (),
}
"""What to change in a sentence, by the kind of word; kinds that are missing are left alone."""
STORIES = sorted(FOLDER.glob("*.story"))


def ports_of(seed: str = "stories") -> Ports:
    """Clock and chance that are equal for both desks."""
    return Ports(SetClock(moment_from_iso("2026-01-01")), SeededChance(seed))


def teller_of(desk: AnyDesk, ports: Ports) -> Teller:
    """A teller who draws from what the desk draws from."""
    assert isinstance(ports.clock, SetClock)
    return Teller(desk, ports.clock, ports.chance)


def told_in_memory(story: Story) -> Teller:
    """Tell a story to the pure rooms."""
    ports = ports_of()
    return tell(story, teller_of(MemoryDesk(ports, ORIGIN), ports), acts=ACTS, checks=CHECKS)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_comes_out_equal_on_the_pure_rooms_and_on_the_desk(
    path: Path, tmp_path: Path
) -> None:
    """Goal: one logic, two stores. Method: one text, equal clock and chance, compare everything."""
    story = read_story(path)
    in_memory = told_in_memory(story)
    ports = ports_of()
    desk = TableDesk(tmp_path, ports, ORIGIN)
    in_tables = tell(story, teller_of(desk, ports), acts=ACTS, checks=CHECKS)
    assert in_memory.told == in_tables.told
    assert_equal_desks(in_memory.desk, desk)
    for seq in range(desk.size()):
        assert in_memory.desk.body(seq) == desk.body(seq)
        assert in_memory.desk.openings(seq) == desk.openings(seq)
        assert in_memory.desk.words(seq) == desk.words(seq)
    assert assert_tables_equal_replay(tmp_path) == desk.size()
    desk.close()


def test_there_are_enough_stories_and_each_has_a_title_and_a_check() -> None:
    """Goal: stories say something. Method: count them; each has a refusal or a `then`."""
    stories = [read_story(path) for path in STORIES]
    assert len(stories) >= 14
    assert len({story.title for story in stories}) == len(stories)
    for story in stories:
        assert any(step.refused or step.thens for step in story.steps), story.name
    assert sum(1 for story in stories for step in story.steps if step.refused) >= 40


def test_every_sentence_that_is_known_is_told_by_some_story() -> None:
    """Goal: no dead words. Method: find the phrase of every line of every story."""
    used = set()
    for path in STORIES:
        for step in read_story(path).steps:
            phrase, words = ACTS.find(step.sentence)
            used.add(phrase.pattern)
            if "rest" in words:
                used.add(ACTS.find(type(step.sentence)(path.name, words["rest"]))[0].pattern)
            used |= {CHECKS.find(then)[0].pattern for then in step.thens}
    assert [one.pattern for one in ACTS.phrases + CHECKS.phrases if one.pattern not in used] == []


# --- a story that is wrong fails ------------------------------------------------------------------

GOOD = """\
# A story that holds.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana and ben join, each paying 100.00 EUR
            then the capital of ana is 100.00 EUR
            then all accounts sum to zero
2026-02-01  eve offers 10 rows of birdsong
            refused: contributions.not_a_member (eve)
            then the record has 3 entries
"""


def test_the_story_that_the_next_tests_break_holds() -> None:
    """Goal: those tests fail for their own reason. Method: tell it unbroken."""
    assert told_in_memory(story_from(GOOD, "good")).desk.size() == 3


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("capital of ana is 100.00", "capital of ana is 100.01", "good:5: capital in cents"),
        ("has 3 entries", "has 4 entries", "good:9: entries: expected 4, found 3"),
        ("not_a_member (eve)", "not_a_member (ana)", "does not say 'ana'"),
        ("contributions.not_a_member", "contributions.unknown_kind", "good:8: expected contr"),
        ("eve offers", "ana offers", "good:8: expected contributions.not_a_member, found"),
        ("            refused: contributions.not_a_member (eve)\n", "", "good:7: refused: contr"),
        ("100.00 EUR\n            then all", "90.00 EUR\n            then all", "found 10000"),
        ("each paying 100.00", "each paying 99.00", "good:4: contribution in cents"),
    ],
)
def test_a_story_that_does_not_hold_fails_with_its_line(right: str, wrong: str, said: str) -> None:
    """Goal: assertions check. Method: change one word of a story that holds."""
    assert right in GOOD
    with pytest.raises(StoryError) as failure:
        told_in_memory(story_from(GOOD.replace(right, wrong), "good"))
    assert said in str(failure.value)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("# A story that holds.\n", "", "good:1: a story begins"),
        ("2026-02-01  eve", "2026-02-01 eve", "good:7: not a line of a story"),
        ("2026-02-01  eve", "2026-01-01  eve", "good:7: 2026-01-01 comes before"),
        ("2026-02-01  eve", "2026-02-30  eve", "day is out of range"),
        ("            then the record", "        then the record", "good:9: not a line"),
        ("            then the record", "            so the record", "good:9: not a line"),
        ("10 rows of birdsong", "ten rows of birdsong", "good:7: this is not understood"),
        ("sum to zero", "sum to nought", "good:6: this is not understood"),
        (" (eve)", "", "good:8: not a line of a story"),
    ],
)
def test_a_line_that_is_not_understood_fails_with_its_place(
    right: str, wrong: str, said: str
) -> None:
    """Goal: nothing is skipped silently. Method: misspell one line at a time."""
    assert right in GOOD
    with pytest.raises((StoryError, ValueError), match="day is|good:") as failure:
        told_in_memory(story_from(GOOD.replace(right, wrong), "good"))
    assert said in str(failure.value)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_then_of_every_story_fails_when_what_it_says_is_changed(path: Path) -> None:
    """Goal: no `then` is empty talk. Method: change each amount, day and name; none may hold."""
    changed: list[str] = []

    def check(teller: Teller, phrase: Phrase, words: dict[str, Any]) -> None:
        holds(teller, phrase, words)
        for name, kind in phrase.kinds.items():
            if kind not in OTHER:
                continue
            changed.append(f"{teller.place}: {phrase.pattern}: {name}")
            with pytest.raises(StoryError):
                holds(teller, phrase, words | {name: OTHER[kind](words[name])})
            teller.ids.pop(NOBODY, None)

    ports = ports_of()
    teller = teller_of(MemoryDesk(ports, ORIGIN), ports)
    tell(read_story(path), teller, acts=ACTS, checks=CHECKS, check=check)
    assert changed


def test_a_ledger_that_is_a_cent_off_is_not_said_to_sum_to_zero() -> None:
    """Goal: `sum to zero` looks. Method: tamper with one row of each ledger in memory."""
    bank = Account("bank", "bank", "EUR/2", "", 20_001)
    for row in (bank, MemberAccount("m001", COMPULSORY, 10_001)):
        teller = told_in_memory(story_from(GOOD, "good"))
        assert isinstance(teller.desk, MemoryDesk)
        teller.desk.books.put(row)
        with pytest.raises(StoryError, match="sum|members' capital"):
            _say(teller, "all accounts sum to zero")


@pytest.mark.parametrize(
    "sentence",
    [
        'no entry holds the words "admit"',
        "the answer of before is given again",
        'the name of ana reads "Eve Agirre"',
        "nobody can read the name of ana, and its entry stands",
        "the last entry is signed with the key of ana",
        "eve is a member",
        "ana is no member any more",
    ],
)
def test_what_is_not_so_cannot_be_said(sentence: str) -> None:
    """Goal: the other checks look too. Method: say what is false after a story that holds."""
    teller = told_in_memory(story_from(GOOD, "good"))
    with pytest.raises(StoryError):
        _say(teller, sentence)


def _say(teller: Teller, sentence: str) -> None:
    holds(teller, *CHECKS.find(Sentence("said", sentence)))
