"""The queue of long work: putting a request in, doing it, stopping it, and going on after a crash.

A job is done under the number of its request. Done again after a crash, its acts have the same ids, and
the desk answers them as it did before.
"""

from __future__ import annotations

import logging

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_tasks import task

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Answer, Who
from auzolan.house.doors.doing.asked_once import do_once
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.open_desk import writing
from auzolan.house.jobs import requests
from auzolan.house.jobs.listening import Ear, is_stopping
from auzolan.house.jobs.models import Job
from auzolan.house.jobs.progress import Cancelled, heard_by
from auzolan.house.jobs.waking import wake
from auzolan.house.ports import system_ports
from auzolan.house.telling import logs

JOBS_EACH_MAX = 20
KEPT_DAYS = 90
_log = logging.getLogger(__name__)
_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)
_CAN_GO_ON = (Job.State.STOPPED, Job.State.FAILED)


def begin(name: str, who: Who, asked: msgspec.Struct, number: str) -> str:
    """Put a request into the queue; the same number again gives the same job.

    Args:
        name: of the doing.
        who: who asks.
        asked: its fields.
        number: of the form that was sent.
    Returns:
        The id of the job.
    Raises:
        ValueError: the number has not the form that it must have.
        TooMuchWaits: she has too much waiting already.
        NumberUsed: under this number she has asked for something else.
        NotKept: a file that it names is not here.
    """
    job_id = requests.kept_id(name, who, number)
    with transaction.atomic(using="plain"):
        known = Job.objects.filter(pk=job_id).first()
        if known is not None:
            requests.check_same(known.digest, asked)
            return job_id
        requests.check_files(who, asked)
        waiting = Job.objects.filter(member=who.member, party=who.party, state__in=_UNDER_WAY)
        if waiting.count() >= JOBS_EACH_MAX:
            raise requests.TooMuchWaits(JOBS_EACH_MAX)
        said = requests.written(asked)
        Job.objects.create(
            id=job_id, doing=name, asked=said, digest=requests.digest_of(said), member=who.member,
            party=who.party, number=number, made_on=requests.today(),
        )  # fmt: skip
        work.enqueue(job_id)
    wake()
    return job_id


def stop(job: Job) -> None:
    """Ask that a job stop: at once where it waits, at its next word where it runs."""
    Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(state=Job.State.STOPPED)
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(stop_asked=True)


def go_on(job: Job) -> bool:
    """Put what stopped or failed into the queue again, under its number.

    Returns:
        Whether it could be; what is done or refused is not done again.
    """
    with transaction.atomic(using="plain"):
        found = Job.objects.filter(pk=job.pk, state__in=_CAN_GO_ON).exclude(asked="")
        is_back = bool(found.update(state=Job.State.WAITING, stop_asked=False, fault=""))
        if is_back:
            work.enqueue(job.pk)
    wake()
    return is_back


def put_back() -> int:
    """Put back what was running or waiting when the process ended; for the one worker, at its start.

    Returns:
        How many jobs will be done.
    """
    from django_tasks_db.models import DBTaskResult

    with transaction.atomic(using="plain"):
        DBTaskResult.objects.filter(task_path=work.module_path).delete()
        Job.objects.filter(state=Job.State.RUNNING).update(
            state=Job.State.WAITING, began=0, stage_began=0, told=0
        )
        left = list(Job.objects.filter(state=Job.State.WAITING).values_list("pk", flat=True))
        for job_id in left:
            work.enqueue(job_id)
    return len(left)


def forget_old() -> None:
    """Forget jobs that have been over for long; what they did stands on the record."""
    from datetime import timedelta

    oldest = requests.today() - timedelta(days=KEPT_DAYS)
    Job.objects.filter(~Q(state__in=_UNDER_WAY), made_on__lt=oldest).delete()


@task()
def work(job_id: str) -> None:
    """Do one job; called by the worker."""
    now = system_ports().clock()
    taken = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, began=now, stage_began=now, told=now, stage="", done=0, total=None
    )
    if taken:
        _end(Job.objects.get(pk=job_id), *_worked(Job.objects.get(pk=job_id)))


def _worked(job: Job) -> tuple[Job.State, Answer | str]:
    try:
        answer = _done(job)
    except Cancelled:
        return (Job.State.WAITING if is_stopping() else Job.State.STOPPED), ""
    except Exception as fault:  # noqa: BLE001  whatever broke, the job must not stay under way
        _log.exception("A job failed.")
        return Job.State.FAILED, type(fault).__name__
    if answer is None:
        return Job.State.FAILED, "another release"
    return (Job.State.REFUSED if isinstance(answer, Refusal) else Job.State.DONE), answer


def _done(job: Job) -> Answer | None:
    """What the flow answers; None where this release asks for something else."""
    doing = doings().get(job.doing)
    asked = requests.read(doing, job.asked) if doing is not None else None
    if doing is None or asked is None:
        return None
    who = requests.visit_now(job.member, job.party).who
    with writing(Folder(settings.AUZOLAN_FOLDER)) as desk, heard_by(Ear(job)):
        return do_once(desk, doing, who, asked, job.number)


def _end(job: Job, state: Job.State, came: Answer | str) -> None:
    logs.tell(logs.Event.JOB_FAILED if state is Job.State.FAILED else logs.Event.JOB_DONE)
    job.refresh_from_db()
    job.state = state
    job.began = job.stage_began = job.told = 0
    job.stop_asked = False
    job.fault = came if isinstance(came, str) else ""
    if isinstance(came, Refusal):
        job.refusal = requests.written_refusal(came)
    elif not isinstance(came, str):
        job.seq = came.seq
    if state in {Job.State.DONE, Job.State.REFUSED}:
        job.asked = job.number = ""
    job.save()
