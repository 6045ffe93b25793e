"""Belonging through the portal: leaving with its effects told, keys, classes, and one's own period."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.doings import shares_from_text
from auzolan.house.storage.reader import reader_of
from auzolan.members.state import Member, MemberKey
from support.acting import Acting, acting_in, founded

KEY = "0f" * 32


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven."""
    return founded(tmp_path_factory.mktemp("belonging") / "coop")


@pytest.fixture
def act(beginning: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people in a copy of one's own."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop") as acting:
        yield acting


def member(act: Acting, name: str) -> Member:
    """Her row."""
    with reader_of(act.folder) as reader:
        row = reader.get(Member, name)
    assert row is not None
    return row


def test_leaving_tells_what_ends_and_what_stays(act: Acting) -> None:
    """Goal: nobody leaves unawares. Method: the first sending changes nothing, the second does."""
    client, sent = act.of("m006"), {"once": "number-of-a-form"}
    text = client.post("/en/do/members.leave/", sent).content.decode()
    assert "Your membership and your vote end at once." in text
    assert "Your capital comes back to you" in text
    assert member(act, "m006").standing == "active"
    assert client.post("/en/do/members.leave/", {**sent, "sure": "1"}).status_code == 302
    assert member(act, "m006").standing == "left"
    assert act.page("m006", "members/m006/money/"), "who has left still sees what is hers"


def test_a_key_of_ones_own_is_registered(act: Acting) -> None:
    """Goal: she can sign for herself. Method: a key, and one that is none."""
    act.done("m006", "members.register_key", key=KEY)
    with reader_of(act.folder) as reader:
        assert [one.key for one in reader.rows(MemberKey, member="m006")] == [KEY]
    assert act.do("m006", "members.register_key", key="not a key").status_code == 422


def test_only_she_puts_herself_into_a_class_with_fewer_votes(act: Acting) -> None:
    """Goal: no officer dims a vote. Method: she does, a neighbour may not ask, the office is refused."""
    sent = {"member": "m006", "class_name": "inactive"}
    assert act.do("m007", "members.set_class", **sent).status_code == 403
    assert act.do("m001", "members.set_class", **sent).status_code == 409
    act.done("m006", "members.set_class", **sent)
    assert member(act, "m006").class_name == "inactive"


def test_rows_and_shares_that_nobody_can_read_are_said_plainly(act: Acting) -> None:
    """Goal: typing is forgiven, guessing is not. Method: the office of audit settles with odd texts."""
    sent = {"batch": "b-1", "shares": "m006 100", "reason": "They agreed."}
    answer = act.do("m002", "contributions.settle", rows="the first ones", sure="", **sent)
    assert answer.status_code == 409
    assert "Write numbers of rows from 0" in answer.content.decode()
    assert shares_from_text("m018 40\n m019: 10,5 %\n") == [("m018", 4_000), ("m019", 1_050)]
    assert isinstance(shares_from_text("m018 40 and more"), Refusal)


def test_unknown_words_of_a_program_change_nothing(act: Acting) -> None:
    """Goal: no mass assignment. Method: a form that also names somebody else as the actor."""
    sent = {"kind": "purchases", "purpose": "research", "member": "m007", "actor": "m007"}
    act.done("m006", "consent.switch_on", **sent)
    with reader_of(act.folder) as reader:
        entry = reader.entry(reader.log.head().size - 1)
    assert entry.actor == "m006"
