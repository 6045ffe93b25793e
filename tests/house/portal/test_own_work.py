"""One's own work through the portal: pay before one begins, time, appeals, peers, being heard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auzolan.house.desk import Desk
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.rooms.labour.voice import voice_flows
from auzolan.house.rooms.labour.work import appeal_flows, task_flows, work_flows
from auzolan.house.rooms.labour.work.task_flows import NewTask
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import AppealRow, PulseRow, Rating, Submission, WorkPlace
from support.acting import Acting, acting_in, founded
from support.portal import accept

DAYS_AGO = 2
HOUR = 3_600
DRAWN = "Judge it by"
PEOPLE = tuple(f"m{number:03d}" for number in range(1, 13))
SCORES = {"pay": "4", "fairness": "3", "speed": "5", "communication": "0"}


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of twelve, founded two days ago: a pulse asks nobody where there are fewer than ten."""
    return founded(tmp_path_factory.mktemp("work") / "coop", DAYS_AGO, PEOPLE)


@dataclass
class Working:
    """People at work, and their pieces of it."""

    act: Acting
    desk: Desk

    def piece(self, member: str) -> str:
        """The one piece of a member's work that was logged."""
        with reader_of(self.act.folder) as reader:
            rows = reader.rows(Submission, member=member)
        (row,) = [one for one in rows if one.task == "label"]
        return row.submission

    def state(self, member: str) -> str:
        """Where it stands."""
        with reader_of(self.act.folder) as reader:
            row = reader.get(Submission, self.piece(member))
        assert row is not None
        return row.state


@pytest.fixture
def at_work(beginning: Path, tmp_path: Path) -> Iterator[Working]:
    """A task; an hour of m005 accepted, of m006 turned down, of m007 handed back."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO) as act:
        desk = open_desk(act.folder).desk
        found = Working(act, desk)
        new = NewTask("label", "Say what is in the picture.", hour_cents=1_800, issuer="milk-ltd")
        accept(task_flows.open_task(desk, actor="m004", new=new))
        lines = [
            NewWork(one, task="label", seconds=HOUR, items=60) for one in ("m005", "m006", "m007")
        ]
        accept(work_flows.log_work(desk, actor="m004", log="l1", period="2026", lines=lines))
        accept(
            work_flows.accept(
                desk, actor="m004", submissions=[found.piece("m005")], reason="Looked through."
            )
        )
        off, again = found.piece("m006"), found.piece("m007")
        accept(work_flows.reject(desk, actor="m004", submission=off, reason="Off the guide."))
        accept(work_flows.revise(desk, actor="m004", submission=again, reason="Look once more."))
        yield found


def test_pay_is_known_before_one_begins(at_work: Working) -> None:
    """Goal: price by item and by hour first. Method: the page of somebody who has done nothing."""
    text = at_work.act.page("m002", "members/m002/work/")
    assert "€18.00" in text
    assert "No hour of yours is paid below" in text
    assert "paid by the hour" in text


def test_time_is_claimed_and_waits_to_be_judged(at_work: Working) -> None:
    """Goal: her own time counts. Method: ninety minutes of training, and the page."""
    at_work.act.done("m002", "labour.claim_time", work_class="training", minutes="90")
    with reader_of(at_work.act.folder) as reader:
        (row,) = reader.rows(Submission, member="m002")
    assert (row.seconds, row.work_class, row.state) == (90 * 60, "training", "pending")
    assert "waits to be judged" in at_work.act.page("m002", "members/m002/work/")


def test_the_same_claim_sent_twice_is_one_piece_of_work(at_work: Working) -> None:
    """Goal: a double click pays once. Method: the same number of the same form, twice."""
    sent = {"work_class": "admin", "minutes": "10", "sure": "1", "once": "the-very-same-number"}
    client = at_work.act.of("m002")
    first, again = (client.post("/en/do/labour.claim_time/", sent)["Location"] for _ in range(2))
    assert first == again
    with reader_of(at_work.act.folder) as reader:
        assert len(reader.rows(Submission, member="m002")) == 1


def test_a_rejection_is_appealed_and_peers_judge_it(at_work: Working) -> None:
    """Goal: due process by forms alone. Method: she appeals, a panel is seated, its peers judge."""
    act = at_work.act
    assert "Off the guide." in act.page("m006", "members/m006/work/")
    act.done("m006", "labour.appeal", submission=at_work.piece("m006"), words="The guide says so.")
    piece = at_work.piece("m006")
    accept(appeal_flows.seat_panel(at_work.desk, actor="m005", submission=piece))
    peers = [one for one in PEOPLE if DRAWN in act.page(one, f"members/{one}/panel/")]
    assert len(peers) == 3
    for peer in peers:
        page = act.page(peer, f"members/{peer}/panel/")
        if DRAWN not in page:
            continue  # the others have decided already
        assert "The guide says so." in page
        assert "m006" not in page
        assert f"/en/members/{peer}/panel/" in act.page(peer, "home/"), "home says that it waits"
        sent = {"submission": piece, "verdict": "overturn", "reason": "The guide does say so."}
        act.done(peer, "labour.judge_appeal", **sent)
    with reader_of(act.folder) as reader:
        row = reader.get(AppealRow, piece)
    assert row is not None
    assert row.outcome == "overturn"


def test_nobody_learns_who_sits_on_a_panel(at_work: Working) -> None:
    """Goal: a panel is secret. Method: in a demo all may look, and still at no panel of another."""
    act = at_work.act
    act.done("m006", "labour.appeal", submission=at_work.piece("m006"), words="The guide says so.")
    accept(appeal_flows.seat_panel(at_work.desk, actor="m005", submission=at_work.piece("m006")))
    for member in PEOPLE:
        if member != "m006":
            assert act.of("m006").get(f"/en/members/{member}/panel/").status_code == 403


def test_work_that_came_back_is_handed_in_again(at_work: Working) -> None:
    """Goal: a second chance. Method: m007 hands in again, and it waits anew."""
    act = at_work.act
    assert "Look once more." in act.page("m007", "members/m007/work/")
    act.done("m007", "labour.hand_in_again", submission=at_work.piece("m007"), minutes="75")
    assert at_work.state("m007") == "pending"


def test_the_work_of_another_can_be_neither_appealed_nor_rated(at_work: Working) -> None:
    """Goal: tags are one's own. Method: m002 names pieces of others."""
    act = at_work.act
    appealed = act.do("m002", "labour.appeal", submission=at_work.piece("m006"), words="Mine.")
    rated = act.do("m002", "labour.rate", submission=at_work.piece("m005"), **SCORES)
    assert {appealed.status_code, rated.status_code} <= {409, 422}
    with reader_of(act.folder) as reader:
        assert not reader.rows(Rating)
        assert not reader.rows(AppealRow)


def test_whom_she_worked_for_is_rated_once(at_work: Working) -> None:
    """Goal: one rating for a piece of work. Method: the same again is not even offered."""
    act = at_work.act
    act.done("m005", "labour.rate", submission=at_work.piece("m005"), **SCORES)
    again = act.do("m005", "labour.rate", submission=at_work.piece("m005"), words="More", **SCORES)
    assert again.status_code == 422
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(Rating)
    assert (row.pay, row.fairness, row.speed, row.communication) == (4, 3, 5, 0)


def test_all_are_asked_how_their_work_is(at_work: Working) -> None:
    """Goal: everybody is heard. Method: a pulse, her to-do, her answer, and the count."""
    act = at_work.act
    accept(voice_flows.open_pulse(at_work.desk, actor="m001", days=14))
    assert "/en/do/labour.answer_pulse/" in act.page("m002", "home/")
    scores = dict.fromkeys(("pay", "hours", "safety", "say", "respect", "learning"), "4")
    act.done("m002", "labour.answer_pulse", **scores)
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(PulseRow)
    assert row.answered == 1


def test_she_says_where_she_works(at_work: Working) -> None:
    """Goal: the floor of her place. Method: the form, the books, the page."""
    at_work.act.done("m002", "labour.set_place", place="ES-PV")
    with reader_of(at_work.act.folder) as reader:
        (row,) = reader.rows(WorkPlace, member="m002")
    assert row.place == "ES-PV"
    assert "You work in ES-PV." in at_work.act.page("m002", "members/m002/work/")
