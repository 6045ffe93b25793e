"""An election through the portal: seats proposed, candidates who stand, ranked ballots, the count by stages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.assembly.state import Ballot, Candidate, Poll, Proposal
from auzolan.house.storage.reader import reader_of
from support.acting import PEOPLE, Acting, acting_in, founded
from support.portal import Page

DAYS_AGO = 13
STAND, DOWN = ("m003", "m006", "m007"), "m008"


@pytest.fixture(scope="module")
def at_election(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An election of two to the council, with three who stand and one who stood down, as voting opens."""
    path = founded(tmp_path_factory.mktemp("election") / "coop", DAYS_AGO, (*PEOPLE, DOWN))
    with acting_in(path, DAYS_AGO) as act:
        act.done(
            "m002", "assembly.propose_election", organ_elected="council", seats="2",
            title="A new council",
        )  # fmt: skip
        name = proposal_in(act).proposal
        for member in (*STAND, DOWN):
            act.done(member, "assembly.nominate", proposal=name)
        act.done(DOWN, "assembly.stand_down", proposal=name)
        act.done("m001", "assembly.admit", proposal=name)
        act.done("m001", "assembly.call", agenda=name)
        act.days_on(11)
        act.done("m001", "assembly.open_poll", proposal=name)
    return path


@pytest.fixture
def act(at_election: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people the day after, in a copy of one's own."""
    shutil.copytree(at_election, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO) as acting:
        acting.days_on(12)
        yield acting


def proposal_in(act: Acting) -> Proposal:
    """The election."""
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(Proposal)
    return row


def test_the_ballot_ranks_those_who_stand_by_name(act: Acting) -> None:
    """Goal: no numbers to learn. Method: one select for each place, with names; who stood down is gone."""
    text = act.page("m005", f"decisions/{proposal_in(act).proposal}/")
    assert text.count('name="ranking"') == len(STAND)
    for member in STAND:
        assert f"Person {member}" in text
    card = text.partition('class="form ballot-form"')[2].partition("</form>")[0]
    assert f"Person {DOWN}" not in card
    page = Page(text)
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))


def test_a_ranking_is_taken_in_its_order_without_its_gaps(act: Acting) -> None:
    """Goal: plain selects make a ballot. Method: third, nobody, first; the ballot says 3,1."""
    act.done("m005", "assembly.cast", proposal=proposal_in(act).proposal, ranking=["3", "", "1"])
    with reader_of(act.folder) as reader:
        assert [one.choice for one in reader.rows(Ballot)] == ["3,1"]


@pytest.mark.parametrize("ranking", [["1", "1"], ["9"], ["0"], ["one"], ["1,2"]])
def test_a_ranking_that_is_none_is_refused(act: Acting, ranking: list[str]) -> None:
    """Goal: bad input has a page. Method: twice the same, the number of nobody, words."""
    name = proposal_in(act).proposal
    answer = act.do("m005", "assembly.cast", proposal=name, ranking=ranking)
    assert answer.status_code in {409, 422}
    with reader_of(act.folder) as reader:
        assert reader.rows(Ballot) == []


def test_the_result_has_its_stages_once_it_is_counted_twice(act: Acting) -> None:
    """Goal: anyone sees how the seats were filled. Method: rank, close, certify; then the page."""
    name = proposal_in(act).proposal
    for member, ranking in zip(
        PEOPLE[:5], (["1", "2"], ["1"], ["2", "1"], ["1", "3"], ["2"]), strict=True
    ):
        act.done(member, "assembly.cast", proposal=name, ranking=ranking)
    assert "stage by stage" not in act.page("m005", f"decisions/{name}/")
    act.days_on(8)
    act.done("m001", "assembly.close", proposal=name)
    act.done("m002", "assembly.certify", proposal=name)
    text = act.page("m005", f"decisions/{name}/")
    assert "stage by stage" in text
    with reader_of(act.folder) as reader:
        (poll,) = reader.rows(Poll)
        seated = {one.member for one in reader.rows(Candidate)} & set(poll.elected.split(","))
    assert seated == {"m003", "m006"}


def test_nobody_stands_once_voting_is_open(act: Acting) -> None:
    """Goal: candidates are known before the vote. Method: stand, and stand down, too late."""
    name = proposal_in(act).proposal
    assert act.do("m005", "assembly.nominate", proposal=name).status_code in {409, 422}
    assert act.do("m003", "assembly.stand_down", proposal=name).status_code in {409, 422}


def test_the_plain_form_of_a_ballot_keeps_the_order_of_a_ranking(act: Acting) -> None:
    """Goal: boxes to tick would lose the order. Method: the general form asks for lines; 2 before 1."""
    name = proposal_in(act).proposal
    text = act.page("m005", f"do/assembly.cast/?proposal={name}")
    assert '<textarea name="ranking"' in text
    act.done("m005", "assembly.cast", proposal=name, ranking="2\r\n1")
    with reader_of(act.folder) as reader:
        assert [one.choice for one in reader.rows(Ballot)] == ["2,1"]
