"""An election through the desk: nominations, ballots, stages on the page, as a picture, verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.assembly.resolutions import Choose, Elect, RecallOfficer
from auzolan.audit.verify import verify
from auzolan.charter.offices import sitting_in
from auzolan.foundation.moments import DAY_MS
from auzolan.house.asking import reading
from auzolan.house.rooms.assembly import attending, flows
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.assembly.queries import result_page
from auzolan.house.rooms.assembly.stage_plot import stage_chart
from auzolan.house.rooms.assembly.stages import StageTable
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.members.queries import member_page
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from house.small_desk import SmallDesk, accepted, refused
from support.deciding import opened, poll_of, propose_and_admit, row_of

VOTES = {"ana": "1,2", "ben": "1,2", "eve": "2,1", "ida": "3", "joe": "3,2"}


def council(small: SmallDesk) -> tuple[str, ...]:
    """Elect the whole council: ana, ida and joe stand, all five vote."""
    desk = small.desk
    propose_and_admit(desk, Elect("council", 3, 1_460), "seats", author="eve", secretary="ida")
    for member in ("ana", "ida", "joe"):
        accepted(attending.nominate(desk, member=member, proposal="seats"))
    opened(desk, "seats", secretary="ida")
    for member, choice in VOTES.items():
        accepted(flows.cast(desk, member=member, proposal="seats", choice=choice))
    accepted(flows.close(desk, actor="ida", proposal="seats"))
    accepted(flows.certify(desk, actor="ben", proposal="seats"))
    return tuple(poll_of(desk, "seats").elected.split(","))


def sitting(small: SmallDesk) -> frozenset[str]:
    """Who sits in the council now."""
    with reading(small.desk.folder) as now:
        return sitting_in(now.books, "council", small.clock.at)


def stages(small: SmallDesk, proposal: str) -> StageTable:
    """The stages that were published."""
    with reader_of(small.desk.folder) as reader:
        page = result_page(reader, proposal)
    assert page is not None
    assert page.stages is not None
    return page.stages


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five, in which joe alone sits in the council."""
    return SmallDesk(tmp_path / "coop")


def test_a_council_is_elected_and_its_stages_are_published(small: SmallDesk) -> None:
    """Goal: end to end. Method: seats, terms and the table that anyone reads, votes conserved."""
    assert sitting(small) == {"joe"}
    elected = council(small)
    assert set(elected) == {"ana", "ida", "joe"}
    assert sitting(small) == set(elected)
    table = stages(small, "seats")
    assert (table.valid, table.quota) == (500_000, 200_000)
    for stage in table.stages:
        held = sum(one.votes_e5 for one in stage.votes)
        assert held + stage.non_transferable + stage.loss == table.valid
    first = table.stages[0]
    assert [(one.name, one.votes_e5) for one in first.votes] == [
        ("ana", 200_000), ("ida", 100_000), ("joe", 200_000),
    ]  # fmt: skip
    assert {one.name for stage in table.stages for one in stage.votes if one.is_elected} == {
        *elected
    }


def test_the_stages_are_drawn_with_names_quota_and_words(small: SmallDesk) -> None:
    """Goal: a picture that says what its table says. Method: read its points and description."""
    council(small)
    table = stages(small, "seats")
    chart = stage_chart(table, title="Council", words=str.title).to_dict()
    assert "quota 2.00000 of 5.00000 votes" in chart["description"]
    texts = str(chart)
    assert all(f"{place} {name}" in texts for place, name in ((1, "Ana"), (2, "Ida"), (3, "Joe")))
    points = next(lines for lines in chart["datasets"].values() if "who" in lines[0])
    assert sum(one["votes_e5"] for one in points if one["stage"] == 1) == table.valid
    dark = {one["who"] for one in points if one["state"] == "elected"}
    assert dark == {"1 Ana", "2 Ida", "3 Joe"}
    with pytest.raises(ValueError, match="only the count of an election"):
        stage_chart(StageTable(0, 0, ()), title="Nothing")


def test_an_election_verifies_from_the_public_files(small: SmallDesk) -> None:
    """Goal: anyone counts again. Method: verify the folder, every level that it allows."""
    council(small)
    publish(small.desk)
    small.desk.close()
    for level in ("public", "auditor"):
        report = verify(small.desk.folder.path, level=level)
        assert not report.differences, report


def test_a_recall_off_the_agenda_is_opened_at_an_assembly_under_way(small: SmallDesk) -> None:
    """Goal: the house finds the meeting. Method: recall during a poll about colours, carried out."""
    council(small)
    desk = small.desk
    propose_and_admit(desk, Choose(("red", "blue")), "colours", author="eve", secretary="ida")
    opened(desk, "colours", secretary="ida")
    oust = RecallOfficer("council", "joe")
    propose_and_admit(desk, oust, "oust", author="eve", secretary="ida")
    accepted(flows.open_poll(desk, actor="ida", proposal="oust"))
    poll = poll_of(desk, "oust")
    assert (poll.roll, poll.majority) == (4, ">=2/3")
    assert poll.meeting == row_of(desk, "colours").meeting
    no_tag = flows.cast(desk, member="joe", proposal="oust", choice="no")
    assert refused(no_tag) == "assembly.no_tag"
    for member in ("ana", "ben", "eve", "ida"):
        choice = "no" if member == "ana" else "yes"
        accepted(flows.cast(desk, member=member, proposal="oust", choice=choice))
    accepted(flows.close(desk, actor="ida", proposal="oust"))
    accepted(flows.certify(desk, actor="ben", proposal="oust"))
    small.clock.at += 3 * DAY_MS
    accepted(execute(desk, actor="ida", proposal="oust"))
    assert sitting(small) == {"ana", "ida"}


def test_a_class_is_set_at_the_desk_and_counts_from_the_next_notice(small: SmallDesk) -> None:
    """Goal: she takes a class, the office of admissions a section. Method: set, and by another."""
    answer = members.set_class(
        small.desk, actor="joe", member="eve", class_name="collaborator", section="north"
    )
    assert refused(answer) == "members.class_own"
    accepted(members.set_class(small.desk, actor="eve", member="eve", class_name="collaborator"))
    accepted(
        members.set_class(
            small.desk, actor="ana", member="eve", class_name="collaborator", section="north"
        )
    )
    with reader_of(small.desk.folder) as reader:
        page = member_page(reader, "eve")
    assert page is not None
    assert (page.class_name, page.section) == ("collaborator", "north")
