"""Polls recounted from what is published: rankings, capped classes, second readings, stages."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from audit.conftest import copied
from audit.forging import (
    annex_path,
    change_cell,
    differences,
    entries_of,
    entry_with,
    found,
    reforge,
)
from auzolan.assembly.acts import PollClosed, PollOpened
from auzolan.assembly.resolutions import ChangeCharter, Choose, Measure
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.cooperative import AnyEntry
from auzolan.house.rooms.assembly import flows
from auzolan.house.rooms.record import flows as record
from auzolan.members.acts import SetClass
from auzolan.members.state import COLLABORATOR
from house.small_desk import MEMBERS, SmallDesk, accepted
from support.deciding import decided, opened, poll_of, propose_and_admit

SLOWER = ChangeCharter((Change("decisions.policy_cooling_days", 5),))
COLOURS = Choose(("red", "blue", "green"))
RANKINGS = ("1,2,3", "2,1", "2,3,1", "blank", "3")


def _count(small: SmallDesk, name: str, measure: Measure, votes: dict[str, str]) -> None:
    desk = small.desk
    propose_and_admit(desk, measure, name, author="ana", secretary="ida")
    opened(desk, name, secretary="ida")
    for member, choice in votes.items():
        accepted(flows.cast(desk, member=member, proposal=name, choice=choice))
    small.clock.at = type(small.clock.at)(poll_of(desk, name).ends_at)
    accepted(flows.close(desk, actor="ida", proposal=name))
    accepted(flows.certify(desk, actor="ben", proposal=name))


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A ranked poll, one with capped votes, and an article read twice."""
    small = SmallDesk(tmp_path_factory.mktemp("polls") / "coop")
    _count(small, "colour", COLOURS, dict(zip(MEMBERS, RANKINGS, strict=True)))
    for place, member in enumerate(("ana", "ben", "eve")):
        act = SetClass(member, COLLABORATOR, "")
        accepted(flows.ask(small.desk, f"class-{place}", member, act))
    pay = ChangeCharter((Change("labour.index_ratio_max", 4),))
    votes = {"ana": "yes", "ben": "yes", "eve": "yes", "ida": "no", "joe": "no"}
    _count(small, "pay", pay, votes)
    decided(small.desk, SLOWER, "slower", author="ana", secretary="ida", auditor="ben")
    record.publish(small.desk)
    small.desk.close()
    return small.desk.folder


@pytest.fixture
def coop(counted: Folder, tmp_path: Path) -> Folder:
    """A copy of it."""
    return copied(counted, tmp_path)


@pytest.mark.parametrize("level", ["public", "auditor"])
def test_anyone_recounts_polls_of_every_kind(counted: Folder, level: str) -> None:
    """Goal: every poll is recounted. Method: verify a folder with four polls; no difference."""
    report = found(counted, level=level)
    assert report.differences == ()
    assert report.checked["tallies"] == 4
    assert report.checked["ballots"] == 20


def test_three_collaborators_do_not_outvote_two_members(counted: Folder) -> None:
    """Goal: the cap reaches the record. Method: 3 yes against 2 no, and it did not pass."""
    entry = next(e for e in _closings(counted) if e.facts[0].poll == "pay")
    fact = entry.facts[0]
    assert isinstance(fact, PollClosed)
    assert (fact.yes, fact.no, fact.passed) == (3, 2, False)


def _closings(folder: Folder) -> list[AnyEntry]:
    return [e for e in entries_of(folder) if isinstance(e.facts[0], PollClosed)]


def test_a_changed_stage_table_is_caught(coop: Folder) -> None:
    """Goal: nobody redraws a count. Method: one number of the published stages."""
    entry = entry_with(coop, "assembly.close/1")
    assert entry.act.stages is not None
    change_cell(annex_path(coop, entry.act.stages), "votes", 0, 1)
    assert differences(coop, level="public")


def test_a_roll_of_another_size_than_its_tags_is_caught(coop: Folder) -> None:
    """Goal: no quorum by a small roll. Method: say that two may vote, re-sign everything."""

    def change(one: AnyEntry) -> AnyEntry:
        facts = tuple(
            replace(fact, roll=2) if isinstance(fact, PollOpened) and fact.poll == "pay" else fact
            for fact in one.facts
        )
        return replace(one, facts=facts)

    reforge(coop, change)
    found_at = {(one.account, one.field) for one in differences(coop, level="public")}
    assert ("poll pay", "roll") in found_at


def test_another_winner_is_caught(coop: Folder) -> None:
    """Goal: the result is that of the ballots. Method: name another winner, re-sign everything."""

    def change(one: AnyEntry) -> AnyEntry:
        if isinstance(one.facts[0], PollClosed) and one.facts[0].poll == "colour":
            return replace(one, facts=(replace(one.facts[0], elected=("green",)),))
        return one

    reforge(coop, change)
    assert "elected" in {one.field for one in differences(coop, level="public")}


def test_a_capped_result_that_is_turned_round_is_caught(coop: Folder) -> None:
    """Goal: caps are recounted. Method: say that the capped yes carried it, re-sign everything."""

    def change(one: AnyEntry) -> AnyEntry:
        if isinstance(one.facts[0], PollClosed) and one.facts[0].poll == "pay":
            return replace(one, facts=(replace(one.facts[0], passed=True),))
        return one

    reforge(coop, change)
    assert "passed" in {one.field for one in differences(coop, level="public")}
