"""The auditor's page: what waits, entries by lot, and a whole check that finds what was changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Who
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.open_desk import writing
from auzolan.house.doors.portal.open_pages.auditor import RUN, SAMPLE_MAX, sample
from auzolan.house.jobs import queue
from auzolan.house.jobs.models import Job
from auzolan.house.rooms.record.doings import VerifyAsked
from auzolan.house.storage.reader import reader_of
from support.portal import Page, opened_copy, sign_in

AUDITOR = "m002"
NUMBER = "a-number-of-a-form"


@pytest.fixture
def coop(real: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the real co-operative, to be changed by one test."""
    with opened_copy(real, tmp_path / "coop") as path:
        yield path


def checked(number: str = NUMBER) -> Job:
    """A whole check that m002 has asked for, after its turn."""
    job = Job.objects.get(pk=queue.begin(RUN, Who(AUDITOR), VerifyAsked(), number))
    queue.work.call(job.pk)
    job.refresh_from_db()
    return job


@given(st.text(max_size=20), st.integers(0, 300), st.integers(1, SAMPLE_MAX))
def test_a_lot_draws_each_entry_once_and_the_same_ones_again(
    seed: str, total: int, size: int
) -> None:
    """Goal: a sample that anybody can repeat. Method: any seed; twice; within what there is."""
    drawn = sample(seed, total, size)
    assert drawn == sample(seed, total, size) == sorted(set(drawn))
    assert len(drawn) == min(size, total)
    assert all(0 <= one < total for one in drawn)
    assert set(sample(seed, total, max(1, size // 2))) <= set(drawn)


def test_each_entry_is_drawn_about_as_often() -> None:
    """Goal: the lot favours none. Method: 2,000 seeds, 10 of 40; each entry near a quarter."""
    times = [0] * 40
    for place in range(2_000):
        for one in sample(f"seed {place}", 40, 10):
            times[one] += 1
    assert sum(times) == 20_000
    assert min(times) > 400
    assert max(times) < 600


def test_a_whole_check_without_a_difference_says_up_to_where(coop: Path) -> None:
    """Goal: the auditor sees that nothing differs. Method: a check, then her page."""
    job = checked()
    with reader_of(Folder(coop)) as reader:
        size = reader.head().size
    assert (job.state, job.seq, job.refusal) == ("done", size - 1, "")
    text = sign_in(Client(), AUDITOR).get("/en/audit/").content.decode()
    assert "Nothing differs" in text
    assert f"/en/record/{size - 1}/" in Page(text).links


def test_a_whole_check_names_where_the_books_were_changed_and_no_value(coop: Path) -> None:
    """Goal: what somebody changed is found; no amount of a person lands in the queue's table.

    Method: change a member's moment of joining in the database, and check.
    """
    with closing(sqlite3.connect(coop / "auzolan.db")) as database:
        database.execute("UPDATE members_member SET since = 123456789 WHERE member = 'm003'")
        database.commit()
    job = checked()
    assert job.state == "refused"
    assert "record.differs" in job.refusal
    assert "members_member m003" in job.refusal
    assert "123456789" not in job.refusal
    text = sign_in(Client(), AUDITOR).get("/en/audit/").content.decode()
    assert "It found something" in text
    assert "members_member m003" in text


def test_a_check_that_cannot_be_made_says_so_in_plain_words(coop: Path) -> None:
    """Goal: no fault of the program where a file is damaged. Method: spoil the vault's database."""
    with writing(Folder(coop)) as desk:
        (coop / "vault" / "vault.db").write_bytes(b"this is no database any more" * 200)
        answer = doings()[RUN].does(desk, Who(AUDITOR), VerifyAsked())
    assert isinstance(answer, Refusal)
    assert answer.code == "record.cannot_be_checked"


def test_the_page_is_the_auditors_alone(coop: Path) -> None:
    """Goal: nobody else. Method: a visitor, a member without the office, and the auditor."""
    assert Client().get("/en/audit/").status_code == 302
    assert sign_in(Client(), "m003").get("/en/audit/").status_code == 403
    answer = sign_in(Client(), AUDITOR).get("/en/audit/?seed=lot&size=2")
    assert answer.status_code == 200
    assert "/en/do/record.verify/?next=/en/audit/" in Page(answer.content.decode()).links


@pytest.mark.parametrize("size", ["0", "-3", "x", "100000", "٣"])
def test_an_odd_size_still_draws(coop: Path, size: str) -> None:
    """Goal: bad input is no fault. Method: sizes out of range; between one entry and all."""
    answer = sign_in(Client(), AUDITOR).get("/en/audit/", {"seed": "<b>lot</b>", "size": size})
    assert answer.status_code == 200
    assert "<b>lot</b>" not in answer.content.decode()
