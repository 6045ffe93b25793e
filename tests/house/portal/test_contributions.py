"""One member's rows: brought through the portal, looked at first, kept with a certificate."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.http import HttpResponse

from auzolan.contributions.state import Batch, BatchShare
from auzolan.foundation import canonical
from auzolan.house.doing import Who
from auzolan.house.doors.doing.asked_once import do_once
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.jobs import queue
from auzolan.house.jobs.models import Job
from auzolan.house.jobs.uploads import keep
from auzolan.house.rooms.contributions.bringing import ImportAsked
from auzolan.house.rooms.contributions.certificates import (
    Certificate,
    CertifiedRow,
    check_certificate,
)
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from house.small_desk import purchases
from support.acting import Acting, acting_in, founded

KIND = "purchases"
BAD_LINE = "not-a-number"


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven in which nobody has brought anything."""
    return founded(tmp_path_factory.mktemp("rows") / "coop")


@pytest.fixture
def act(beginning: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people in a copy of one's own."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop") as acting:
        yield acting


def csv_of(rows: int = 8, *, is_bad: bool = False) -> bytes:
    """A file of purchases, with one bad line where it is asked for."""
    columns = purchases(1, rows)
    lines = [",".join(columns)]
    lines += [",".join(map(str, values)) for values in zip(*columns.values(), strict=True)]
    if is_bad:
        lines.append(lines[-1].replace(lines[-1].split(",")[0], BAD_LINE, 1))
    return "\n".join([*lines, ""]).encode()


def sent(act: Acting, member: str, content: bytes) -> str:
    """A file that she has sent, by its number."""
    return keep(act.folder, Who(member), [content])


def brought(act: Acting, member: str, content: bytes, **fields: str) -> Job:
    """Her file as a job that has had its turn."""
    asked = {"file": sent(act, member, content), "kind": KIND, "delimiter": ",", **fields}
    answer = act.do(member, "contributions.import", **asked)
    assert answer.status_code == 302, answer.content.decode()
    job = Job.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])
    queue.work.call(job.pk)
    job.refresh_from_db()
    return job


def looked_at(act: Acting, member: str, content: bytes) -> HttpResponse:
    """What she sees before she says yes."""
    asked = {"file": sent(act, member, content), "kind": KIND, "delimiter": ","}
    answer: HttpResponse = act.of(member).post(
        "/en/do/contributions.import/", {**asked, "once": "number-of-a-form"}
    )
    return answer


def batches(act: Acting, member: str) -> list[Batch]:
    """What she has brought."""
    with reader_of(act.folder) as reader:
        return reader.rows(Batch, member=member)


def certificate(act: Acting, member: str, batch: str) -> bytes:
    """The certificate as she downloads it, once its entry is published."""
    publish(open_desk(act.folder).desk)
    answer = act.of(member).get(f"/en/members/{member}/certificates/{batch}.json")
    assert answer.status_code == 200
    return bytes(answer.content)


def test_a_file_is_looked_at_before_anything_is_kept(act: Acting) -> None:
    """Goal: she knows what comes of a file. Method: good and bad lines on the page, no batch yet."""
    text = looked_at(act, "m002", csv_of(is_bad=True)).content.decode()
    assert "8 rows of the kind purchases can be taken." in text
    assert "Line 10 is left out: household" in text
    assert BAD_LINE in text
    assert not batches(act, "m002")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (csv_of(1).splitlines()[0] + b"\n", "no rows below its header"),
        (csv_of(1).splitlines()[0] + b"\n" + b"x\n" * 3, "line 2: "),
        (b"one,two\n1,2\n", "missing: "),
    ],
)
def test_a_file_of_no_use_is_not_offered_to_be_brought(
    act: Acting, content: bytes, why: str
) -> None:
    """Goal: no button that leads to a no. Method: files with nothing good in them, looked at."""
    answer = looked_at(act, "m002", content)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert why in text
    assert "Bring these rows" not in text
    assert 'name="sure"' not in text
    assert not Job.objects.exists()


def test_rows_are_brought_once_and_shown(act: Acting) -> None:
    """Goal: what she brings is hers, once. Method: a file twice; the second time nothing is new."""
    job = brought(act, "m002", csv_of(is_bad=True))
    assert job.state == "done", job.refusal
    (batch,) = batches(act, "m002")
    assert (batch.rows, batch.entry) == (8, job.seq)
    page = act.page("m002", "members/m002/contributions/")
    assert "8 rows" in page
    assert "They rest: you have not allowed any use." in page
    again = brought(act, "m002", csv_of())
    assert again.state == "refused"
    assert "nothing_new" in again.refusal
    assert len(batches(act, "m002")) == 1


def test_a_request_that_is_done_again_after_a_crash_brings_nothing_twice(act: Acting) -> None:
    """Goal: a killed process costs nothing. Method: the same request twice, as after a kill."""
    desk, doing = open_desk(act.folder).desk, doings()["contributions.import"]
    asked = ImportAsked(file=sent(act, "m002", csv_of()), kind=KIND)
    first, again = (do_once(desk, doing, Who("m002"), asked, "the-same-number") for _ in range(2))
    assert isinstance(first, Receipt)
    assert isinstance(again, Receipt)
    assert first.seq == again.seq
    assert len(batches(act, "m002")) == 1


def test_the_file_of_somebody_else_cannot_be_brought(act: Acting) -> None:
    """Goal: a number opens no other's file. Method: m003 sends the number of a file of m002."""
    asked = {"file": sent(act, "m002", csv_of()), "kind": KIND, "delimiter": ",", "sure": "1"}
    answer = act.of("m003").post(
        "/en/do/contributions.import/", {**asked, "once": "a-number-of-a-form"}
    )
    if answer.status_code == 302:
        job = Job.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])
        queue.work.call(job.pk)
        job.refresh_from_db()
        assert job.state == "refused"
    assert not batches(act, "m003")


def test_a_certificate_holds_without_a_network_and_breaks_when_it_is_altered(act: Acting) -> None:
    """Goal: she can prove what she brought. Method: as downloaded, then one value, then the entry."""
    brought(act, "m002", csv_of())
    (batch,) = batches(act, "m002")
    content = certificate(act, "m002", batch.batch)
    vkey = act.folder.verifier_key.read_text().strip()
    found = check_certificate(content, vkey=vkey)
    assert (found.rows, found.entry, found.broken) == (8, batch.entry, ())
    assert len(found.held) == 3
    made = canonical.decode(content, msgspec.json.Decoder(Certificate))
    assert made.rows is not None
    first = CertifiedRow({**made.rows[0].row, "position": 99}, made.rows[0].salt)
    forged = msgspec.structs.replace(made, rows=(first, *made.rows[1:]))
    assert len(check_certificate(canonical.encode(forged), vkey=vkey).broken) == 1
    claimed = msgspec.structs.replace(made, member="m003")
    assert len(check_certificate(canonical.encode(claimed), vkey=vkey).broken) == 1
    lied = msgspec.structs.replace(made, entry=made.entry.replace('"rows":8', '"rows":9'))
    assert len(check_certificate(canonical.encode(lied), vkey=vkey).broken) == 2
    with pytest.raises(ValueError, match="."):
        check_certificate(b'{"format":"something else"}')


def test_nobody_gets_the_certificate_of_another(act: Acting) -> None:
    """Goal: rows go to her alone. Method: her batch under another's address, and her address."""
    brought(act, "m002", csv_of())
    (batch,) = batches(act, "m002")
    certificate(act, "m002", batch.batch)
    asked = act.of("m003").get(f"/en/members/m003/certificates/{batch.batch}.json")
    assert asked.status_code == 404


def test_shares_are_typed_as_people_write_them(act: Acting) -> None:
    """Goal: no form needs basis points. Method: two lines; what is left over is hers; a bad line."""
    brought(act, "m002", csv_of())
    (batch,) = batches(act, "m002")
    bad = act.do("m002", "contributions.share", batch=batch.batch, shares="half for m003")
    assert bad.status_code == 409
    assert "is no share" in bad.content.decode()
    answer = act.do("m002", "contributions.share", batch=batch.batch, shares="m003 40\nm004 10.5 %")
    if answer.status_code == 302:
        with reader_of(act.folder) as reader:
            rows = reader.rows(BatchShare, batch=batch.batch)
        assert {one.member: one.share_bp for one in rows} == {
            "m002": 4_950, "m003": 4_000, "m004": 1_050,
        }  # fmt: skip
    else:
        assert "works" in answer.content.decode(), "only works have makers"


def test_rows_are_destroyed_only_by_the_office_and_only_once_stopped(act: Acting) -> None:
    """Goal: erasing follows a no. Method: offered for choice only after she has withdrawn."""
    brought(act, "m002", csv_of())
    (batch,) = batches(act, "m002")
    asked = {"batch": batch.batch, "reason": "She withdrew."}
    assert act.do("m003", "contributions.erase", **asked).status_code == 422
    act.done("m002", "consent.switch_on", kind=KIND, purpose="research")
    act.done("m002", "consent.withdraw", kind=KIND)
    assert "You stopped all use of them." in act.page("m002", "members/m002/contributions/")
    assert act.do("m005", "contributions.erase", **asked).status_code in {403, 409}
    act.done("m003", "contributions.erase", **asked)
    assert "Erased for good." in act.page("m002", "members/m002/contributions/")
