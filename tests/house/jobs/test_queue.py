"""Long work: begun once, told as it goes, stopped, refused, broken off, and gone on with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doing import Doing, Effect, Who
from auzolan.house.jobs import queue, requests
from auzolan.house.jobs.listening import lines_of, stop_all
from auzolan.house.jobs.models import LOG_LINES_MAX, Job
from auzolan.house.jobs.shown import shown
from auzolan.house.jobs.uploads import keep
from auzolan.house.rooms.contributions.bringing import ImportAsked
from auzolan.house.storage.reader import reader_of
from support.portal import sign_in
from support.slow_doing import NAME, SLOW, SlowAsked, add
from support.strong import sign_in_strongly

NUMBER = "a-number-of-a-form"


@pytest.fixture(autouse=True)
def slow(coop: Path) -> Iterator[None]:
    """The catalogue with the slow doing."""
    take_out = add()
    stop_all(stop=False)
    yield
    stop_all(stop=False)
    take_out()


def grants(coop: Path) -> int:
    """How many grants stand on the record."""
    with reader_of(Folder(coop)) as reader:
        return len(list(reader.entries_of("consent.grant/1")))


def begun(count: int = 3, number: str = NUMBER, **more: object) -> Job:
    """A job of m003, as it waits."""
    asked = SlowAsked(count=count, **more)  # type: ignore[arg-type]
    return Job.objects.get(pk=queue.begin(NAME, Who("m003"), asked, number))


def worked(job: Job) -> Job:
    """The job after it was its turn."""
    queue.work.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_job_is_done_and_leads_to_its_entry(coop: Path) -> None:
    """Goal: what was asked is done. Method: one job; its receipt is the last grant."""
    job = worked(begun())
    assert (job.state, job.done, job.total, grants(coop)) == ("done", 3, 3, 3)
    with reader_of(Folder(coop)) as reader:
        assert job.seq is not None
        assert reader.entry(job.seq).actor == "m003"


def test_a_job_that_is_over_keeps_no_moment_and_no_number(coop: Path) -> None:
    """Goal: nothing ties a person to the moment of an act. Method: the row after the end."""
    job = worked(begun())
    assert (job.began, job.stage_began, job.told, job.number, job.asked) == (0, 0, 0, "", "")


def test_one_form_is_one_job_however_often_it_is_sent(coop: Path) -> None:
    """Goal: a second click begins nothing. Method: the same number before and after the work."""
    first = begun()
    assert begun().pk == first.pk
    worked(first)
    assert begun().pk == first.pk
    worked(first)
    assert grants(coop) == 3
    assert Job.objects.count() == 1


def test_a_number_names_one_request_also_when_its_job_is_over(coop: Path) -> None:
    """Goal: nobody is told that another request was done. Method: other words, before and after."""
    first = begun()
    for _ in range(2):
        with pytest.raises(requests.NumberUsed):
            begun(count=4)
        worked(first)
    assert first.state == "done"
    assert Job.objects.count() == 1


def test_a_digest_of_what_was_asked_cannot_be_guessed_at(coop: Path) -> None:
    """Goal: a table that leaks tells nothing. Method: the digest is none of the bare words."""
    job = worked(begun())
    said = requests.written(SlowAsked(count=3))
    assert job.digest == requests.digest_of(said)
    assert job.digest != hashlib.sha256(said.encode()).hexdigest()


def test_a_file_that_is_not_here_is_refused_before_it_is_queued(coop: Path) -> None:
    """Goal: nobody waits for what cannot be. Method: no such file; one that goes after the work."""
    who = Who("m003")
    missing = ImportAsked(file="0" * 32, kind="purchases")
    with pytest.raises(requests.NotKept) as no:
        queue.begin("contributions.import", who, missing, NUMBER)
    assert no.value.refusal.code == "access.file_gone"
    assert not Job.objects.exists()
    here = ImportAsked(file=keep(Folder(coop), who, [b"a,b\n1,2\n"]), kind="purchases")
    job = queue.begin("contributions.import", who, here, NUMBER)
    (coop / "uploads" / here.file).unlink()
    assert queue.begin("contributions.import", who, here, NUMBER) == job


def test_another_persons_number_is_another_job(coop: Path) -> None:
    """Goal: nobody lands in another's job. Method: one number, two members."""
    asked = SlowAsked(count=1)
    ids = {queue.begin(NAME, Who(one), asked, NUMBER) for one in ("m001", "m003")}
    assert len(ids) == 2


@pytest.mark.parametrize("number", ["", "short", "x" * 129, "with spaces in it"])
def test_a_number_of_another_form_begins_nothing(coop: Path, number: str) -> None:
    """Goal: numbers come from forms. Method: numbers that no form draws."""
    with pytest.raises(ValueError, match="8 to 128"):
        begun(number=number)
    assert Job.objects.count() == 0


def test_a_job_that_stops_keeps_what_it_did_and_goes_on_without_doing_it_twice(coop: Path) -> None:
    """Goal: stop is safe. Method: stop after the second grant, then let it go on to the end."""
    job = begun(count=4, breaks_at=3)
    assert worked(job).state == "failed"
    assert grants(coop) == 2
    Job.objects.filter(pk=job.pk).update(asked='{"count":4,"purpose":"research"}')
    assert queue.go_on(job)
    assert worked(job).state == "done"
    assert grants(coop) == 4


def test_a_fault_is_told_by_its_kind_alone(coop: Path) -> None:
    """Goal: no text of a fault reaches a table or a page. Method: one that names a person."""
    job = worked(begun(breaks_at=1))
    assert (job.state, job.fault) == ("failed", "RuntimeError")
    assert "secret" not in "".join(str(value) for value in vars(job).values())


def test_a_refusal_is_kept_with_its_article_and_remedy(coop: Path) -> None:
    """Goal: the page can say why. Method: a purpose that the house rules do not know."""
    job = worked(begun(purpose="no-such-purpose"))
    refusal = requests.read_refusal(job.refusal)
    assert job.state == "refused"
    assert refusal is not None
    assert refusal.article
    assert refusal.remedy
    assert grants(coop) == 0


def test_a_job_hears_that_it_shall_stop(coop: Path) -> None:
    """Goal: the stop button works. Method: stop is asked before the first word of the flow."""
    job = begun()
    Job.objects.filter(pk=job.pk).update(state="running")
    queue.stop(job)
    job.refresh_from_db()
    assert job.stop_asked
    Job.objects.filter(pk=job.pk).update(state="waiting", stop_asked=True)
    assert worked(job).state == "stopped"
    assert grants(coop) == 0


def test_a_job_that_waits_is_stopped_at_once(coop: Path) -> None:
    """Goal: nothing begins after it was stopped. Method: stop, then its turn comes."""
    job = begun()
    queue.stop(job)
    assert worked(job).state == "stopped"
    assert grants(coop) == 0


def test_at_the_end_of_the_process_a_job_waits_for_the_next(coop: Path) -> None:
    """Goal: a clean stop loses nothing. Method: the process ends while it works; then put back."""
    job = begun()
    stop_all()
    assert worked(job).state == "waiting"
    stop_all(stop=False)
    assert queue.put_back() == 1
    assert worked(job).state == "done"


def test_what_was_running_when_the_process_died_is_put_back(coop: Path) -> None:
    """Goal: a crash leaves no job hanging. Method: a row that says it runs, and nobody runs it."""
    job = begun()
    Job.objects.filter(pk=job.pk).update(state="running", began=5, told=5)
    assert queue.put_back() == 1
    job.refresh_from_db()
    assert (job.state, job.began) == ("waiting", 0)


def test_the_log_is_bounded(coop: Path) -> None:
    """Goal: a long job fills no table. Method: more words than lines may be."""
    from auzolan.house.jobs.listening import Ear

    job = begun()
    ear = Ear(job)
    for nth in range(LOG_LINES_MAX + 50):
        ear(f"stage {nth}", 0, None)
    job.refresh_from_db()
    lines = lines_of(job)
    assert len(lines) == LOG_LINES_MAX
    assert lines[-1][1] == f"stage {LOG_LINES_MAX + 49}"


def test_one_person_cannot_fill_the_queue(coop: Path) -> None:
    """Goal: room for others. Method: one more than one person may have waiting."""
    for nth in range(queue.JOBS_EACH_MAX):
        begun(number=f"number-{nth:04d}")
    with pytest.raises(requests.TooMuchWaits) as told:
        begun(number="number-9999")
    assert told.value.refusal.code == "access.too_much_waits"


def test_a_job_is_shown_to_whoever_asked_for_it_and_to_the_operator(coop: Path) -> None:
    """Goal: nobody else sees what somebody does. Method: the page as four people."""
    job = begun()
    seen = {
        one: sign_in_strongly(Client(), one).get(f"/en/jobs/{job.pk}/").status_code
        for one in ("m001", "m002", "m003")
    }
    assert seen == {"m001": 200, "m002": 404, "m003": 200}
    assert Client().get(f"/en/jobs/{job.pk}/").status_code == 302


def test_the_page_shows_how_far_it_is_and_stops_it(coop: Path) -> None:
    """Goal: stage, n of m, and a stop that works without script. Method: the page, then the button."""
    job = begun()
    Job.objects.filter(pk=job.pk).update(
        state="running", stage="importing", done=2, total=8, began=1, stage_began=1, told=60_001
    )
    client = sign_in(Client(), "m003")
    text = client.get(f"/en/jobs/{job.pk}/").content.decode()
    assert "Bringing in the rows" in text
    assert "2 of 8" in text
    assert "about 3 minutes left" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    answer = client.post(f"/en/jobs/{job.pk}/", {"ask": "stop"})
    job.refresh_from_db()
    assert (answer.status_code, job.stop_asked) == (302, True)


def test_a_script_gets_the_changing_part_alone(coop: Path) -> None:
    """Goal: polling is light, and ends. Method: the part as htmx asks for it, before and after."""
    job, client = begun(), sign_in(Client(), "m003")
    before = client.get(f"/en/jobs/{job.pk}/", HTTP_HX_REQUEST="true").content.decode()
    worked(job)
    after = client.get(f"/en/jobs/{job.pk}/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in before
    assert 'hx-trigger="every 2s"' in before
    assert "hx-trigger" not in after


def test_what_long_work_changes_is_worked_out_once(coop: Path) -> None:
    """Goal: a page that loads itself anew reads no large file each time. Method: count the readings."""
    counted: list[int] = []

    def effects(reader: object, who: Who, asked: SlowAsked) -> list[Effect]:
        counted.append(asked.count)
        return [Effect("contributions.not_used_yet", {"lines": len(counted)})]

    def seen(doing: Doing[SlowAsked], count: int) -> list[Effect]:
        asked = SlowAsked(count=count)
        return list(shown(Folder(coop), doing, Who("m003"), asked, is_tried=False).effects)

    long_work = replace(SLOW, name="test.foreseen_once", effects=effects)
    assert [seen(long_work, 3) for _ in range(3)] == [seen(long_work, 3)] * 3
    assert counted == [3]
    seen(long_work, 4)
    assert counted == [3, 4], "other work is foreseen by itself"
    short_work = replace(long_work, is_long=False)
    assert seen(short_work, 3) != seen(short_work, 3), "what is done at once is foreseen each time"


@pytest.mark.parametrize("asked", ["", "{", '{"other":1}', '{"count":"many"}'])
def test_a_request_that_this_release_cannot_read_fails_and_hangs_nowhere(
    coop: Path, asked: str
) -> None:
    """Goal: an upgrade leaves no job under way for ever. Method: rows written in another form."""
    job = begun()
    Job.objects.filter(pk=job.pk).update(asked=asked)
    assert (worked(job).state, job.fault) == ("failed", "another release")
