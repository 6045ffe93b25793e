"""The pages of offices: what waits for each, judging without a name, files that are sent, long work."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from auzolan.house.desk import Desk
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.doors.portal.doing_words import doing_words
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour.work import task_flows, work_flows
from auzolan.house.rooms.labour.work.task_flows import NewTask
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import Submission, WorkLog
from auzolan.learning.state import Snapshot
from auzolan.treasury.state import Contribution, Hold
from house.small_desk import purchases
from support.acting import Acting, acting_in, founded
from support.portal import accept, sign_in

DAYS_AGO, HOUR = 2, 3_600
WORKER, LEAD, TREASURER, AUDITOR, DATA = "m006", "m004", "m004", "m002", "m003"
ROOMS = ("treasury", "licensing", "learning", "valuation", "labour")


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven, founded two days ago."""
    return founded(tmp_path_factory.mktemp("offices") / "coop", DAYS_AGO)


@dataclass
class AtWork:
    """Offices at their pages, with three pieces of work that wait."""

    act: Acting
    desk: Desk

    def pieces(self) -> list[Submission]:
        """All pieces, in order of id."""
        with reader_of(self.act.folder) as reader:
            return reader.rows(Submission)

    def yes(self, waits: str, second: str = AUDITOR) -> str:
        """A second person's yes; the page of the request after it."""
        assert waits.startswith("/en/waiting/")
        answer = self.act.of(second).post(waits, {"ask": "yes"})
        assert answer.status_code == 302
        return self.act.page(second, waits.removeprefix("/en/"))


@pytest.fixture
def offices(beginning: Path, tmp_path: Path) -> Iterator[AtWork]:
    """A task and three pieces of work, none judged."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO) as act:
        desk = open_desk(act.folder).desk
        new = NewTask("label", "Say what is in the picture.", hour_cents=1_800)
        accept(task_flows.open_task(desk, actor=LEAD, new=new))
        lines = [
            NewWork(one, task="label", seconds=HOUR, items=60) for one in (WORKER, "m005", "m007")
        ]
        accept(work_flows.log_work(desk, actor=LEAD, log="l1", period="2026", lines=lines))
        yield AtWork(act, desk)


def test_work_waits_by_task_and_never_by_person(offices: AtWork) -> None:
    """Goal: no list of people with figures. Method: queue and judging page, searched for names."""
    queue = offices.act.page(LEAD, "steward/")
    assert "Work to be judged" in queue
    assert "3 pieces" in queue
    assert "/steward/work/?task=label" in queue
    page = offices.act.page(LEAD, "steward/work/?task=label")
    assert all(one.submission in page for one in offices.pieces())
    for text in (queue, page):
        main = text[text.index("<main") : text.index("</main>")]
        assert not re.search(r"m00[567]|Person m", main)
        assert "3,600" not in main


def test_the_queue_shows_each_office_its_own(offices: AtWork) -> None:
    """Goal: who holds no office for it sees nothing of it. Method: data's and work's queues."""
    offices.act.done("m005", "consent.request", asks="see", words="All about me, please.")
    data, lead = offices.act.page(DATA, "steward/"), offices.act.page(LEAD, "steward/")
    assert "Members ask about their data" in data
    assert "/do/consent.answer/?request=" in data
    assert "Members ask about their data" not in lead
    assert "Work to be judged" not in data


def test_accepting_from_the_page_empties_the_queue(offices: AtWork) -> None:
    """Goal: it opens its doing filled in. Method: follow the link, then accept all of the task."""
    page = offices.act.page(LEAD, "steward/work/?task=label")
    link = next(one for one in re.findall(r'href="([^"]+)"', page) if "labour.accept_all" in one)
    form = offices.act.page(LEAD, link.replace("&amp;", "&").removeprefix("/en/"))
    assert '<option value="label" selected>' in form or 'value="label" checked' in form
    offices.act.done(LEAD, "labour.accept_all", task="label", reason="Looked through.")
    assert {one.state for one in offices.pieces()} == {"accepted"}
    assert "Work to be judged" not in offices.act.page(LEAD, "steward/")


def test_a_rejection_needs_a_reason_that_its_maker_reads(offices: AtWork) -> None:
    """Goal: nobody is turned down in silence. Method: an empty reason, then one."""
    mine = next(one for one in offices.pieces() if one.member == WORKER)
    answer = offices.act.do(LEAD, "labour.reject", submission=mine.submission, reason=" ")
    assert answer.status_code == 422
    offices.act.done(LEAD, "labour.reject", submission=mine.submission, reason="Off the guide.")
    assert "Off the guide." in offices.act.page(WORKER, f"members/{WORKER}/work/")


def test_settling_work_needs_two_and_pays_what_was_accepted(offices: AtWork) -> None:
    """Goal: two people for pay. Method: settle in the treasurer's name, with the auditor's yes."""
    offices.act.done(LEAD, "labour.accept_all", reason="Looked through.")
    waits = offices.act.do(TREASURER, "labour.settle")["Location"]
    assert {one.owing for one in offices.pieces()} == {1}
    assert "is owed to those who did it" in offices.yes(waits)
    assert {one.owing for one in offices.pieces()} == {0}


def test_capital_of_several_comes_as_a_file(offices: AtWork) -> None:
    """Goal: a list is taken whole or not at all. Method: a sound file, and one with a bad line."""
    good_bytes = b"member,amount_cents\nm005,500\nm006,700\n"
    good = SimpleUploadedFile("paid.csv", good_bytes)
    said = {"kind": "voluntary", "reference": "Statement 7"}
    waits = offices.act.do(TREASURER, "treasury.contribute_list", paid=good, **said)["Location"]
    asked = offices.act.of(AUDITOR).get(waits).content.decode()
    assert "names 2 people and comes to €12.00" in asked
    assert hashlib.sha256(good_bytes).hexdigest()[:16] in asked
    offices.yes(waits)
    with reader_of(offices.act.folder) as reader:
        (row,) = reader.rows(Contribution)
    assert row.amount_cents == 1_200
    bad = SimpleUploadedFile("paid.csv", b"member,amount_cents\nm005,much\n")
    foreseen = offices.act.of(TREASURER).post(
        "/en/do/treasury.contribute_list/", {"paid": bad, **said}
    )
    assert foreseen.status_code == 409
    assert "treasury.list_not_sound" in foreseen.content.decode()
    with reader_of(offices.act.folder) as reader:
        assert len(reader.rows(Contribution)) == 1


def test_what_moves_no_money_needs_no_second_person(offices: AtWork) -> None:
    """Goal: two people only where it matters. Method: a day that no calendar has, then a hold."""
    fields = {"hold": "rent", "account": "bank", "amount_cents": "0.00", "until": "2026-02-31"}
    assert offices.act.do(TREASURER, "treasury.hold", **fields).status_code == 409
    with reader_of(offices.act.folder) as reader:
        assert not reader.rows(Hold)


def test_a_data_set_is_gathered_in_the_queue_of_long_work(offices: AtWork) -> None:
    """Goal: long work has a page of its own. Method: seal as a job, do the job, look at the books."""
    from auzolan.house.jobs import queue
    from auzolan.house.jobs.models import Job

    for number, member in enumerate(("m005", "m006")):
        offered = contributions.offer_rows(
            offices.desk, member=member, kind="purchases", columns=purchases(number, 4),
            batch=f"{member}-1",
        )  # fmt: skip
        assert not hasattr(offered, "code"), offered
        offices.act.done(member, "consent.grant", kind="purchases", purposes=["research"])
    answer = offices.act.do(
        DATA, "learning.seal", snapshot="s1", kind="purchases", purpose="research"
    )
    assert answer["Location"].startswith("/en/jobs/")
    (job,) = Job.objects.all()
    queue.work.func(job.pk)
    with reader_of(offices.act.folder) as reader:
        row = reader.get(Snapshot, "s1")
    assert row is not None
    assert (row.members, row.rows) == (2, 8)
    page = offices.act.page(DATA, "steward/data/")
    assert f'href="/en/record/{row.entry}/"' in page


def test_a_log_of_work_comes_as_a_file(offices: AtWork) -> None:
    """Goal: no spreadsheet is typed in. Method: a log in the house's columns, done as a job."""
    from auzolan.house.jobs import queue
    from auzolan.house.jobs.models import Job

    lines = (
        "member,task,work_class,basis,seconds,items,pay_micro,paid_seconds,judgments,batch\n"
        "m005,label,work,measured,1800,30,,,0,\n"
    )
    sent = SimpleUploadedFile("log.csv", lines.encode())
    offices.act.do(LEAD, "labour.log_work", file=sent)
    (job,) = Job.objects.all()
    queue.work.func(job.pk)
    with reader_of(offices.act.folder) as reader:
        assert len(reader.rows(WorkLog)) == 2
    assert len(offices.pieces()) == 4


@pytest.mark.parametrize("name", sorted(one for one in doings() if doings()[one].room in ROOMS))
def test_every_doing_of_these_rooms_is_asked_in_words(name: str) -> None:
    """Goal: nothing is asked by its raw name. Method: fields of the doing against its words."""
    words, asked = doing_words()[name], doings()[name].asks.__struct_fields__
    assert set(words.fields) == set(asked), name
    said = [words.name, words.button, words.done, words.lead]
    said += [part for one in words.fields.values() for part in (one.label, one.help)]
    for text in map(str, said):
        assert not re.search(r"\b(user|token|resource|asset|node)s?\b", text, re.IGNORECASE), text


def test_what_moves_money_needs_a_second_person() -> None:
    """Goal: none is forgotten. Method: the acts that book money by one office's word, one by one."""
    alone = {
        "treasury.book", "treasury.book_list", "treasury.reverse", "treasury.post_hold",
        "treasury.close_period", "treasury.withhold", "treasury.remit_withholding",
        "treasury.accrue", "treasury.settle_royalties", "treasury.take_in_bank_file",
        "treasury.report_payout", "treasury.settle_payout", "treasury.return_payments",
        "treasury.clear_suspense", "treasury.contribute", "treasury.contribute_list",
        "treasury.pay_exit", "treasury.lapse", "licensing.invoice", "licensing.receive",
        "licensing.meter", "licensing.revoke", "licensing.accrue_uses", "labour.settle",
        "labour.record_work", "labour.assign_index", "labour.set_reference",
    }  # fmt: skip
    found = {name for name, one in doings().items() if one.room in ROOMS and one.needs_second}
    assert alone <= found


def test_members_without_an_office_are_turned_away(beginning: Path, tmp_path: Path) -> None:
    """Goal: deny by default. Method: a member at the pages of offices, and at their doings."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO):
        plain = sign_in(Client(), WORKER)
        for address in ("steward/", "steward/money/", "steward/work/", "steward/companies/",
                        "payouts/p/bank-file.xml", "do/treasury.book/", "do/labour.accept/"):  # fmt: skip
            assert plain.get(f"/en/{address}").status_code == 403, address


def test_an_empty_list_of_data_sets_leads_to_the_form(offices: AtWork) -> None:
    """Goal: no shell is needed for the next step. Method: the page before anything is sealed."""
    with reader_of(offices.act.folder) as reader:
        assert not reader.rows(Snapshot)
    text = offices.act.page(DATA, "steward/data/")
    empty = text.partition("Nothing has been gathered yet.")[2].partition("</section>")[0]
    assert 'href="/en/do/learning.seal/"' in empty
    assert "auzolan learning" not in text
