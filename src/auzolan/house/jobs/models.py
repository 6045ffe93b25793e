"""Plain tables of long work, and of what waits for a second person.

Losing them changes nothing that anybody owns, owes or decides: what was done stands on the record.
They keep days, and moments only while work is under way, since a moment would lie beside ballots.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

LOG_LINES_MAX = 200


class Job(models.Model):
    """One piece of long work.

    Attributes:
        id: follows from the request's number, so that one request is one job.
        doing: the name of what is done.
        asked: the fields, in canonical JSON; empty once it is over.
        member: who asked; empty for a company.
        party: the company that asked; empty for a member.
        number: the secret number of the request; empty once it is over.
        digest: of the fields, under a secret of the house; it stays, so that the number of a request
            that is over is not answered for another one.
        state: one of `State`.
        stage: what it is at, as the flow calls it.
        done: how much of this stage is done.
        total: how much there is; empty where that is not known.
        began: since when it runs, milliseconds UTC; 0 while it does not run.
        stage_began: since when this stage runs.
        told: when the flow last told how far it is.
        stop_asked: whether somebody asked that it stop.
        seq: the entry that came of it.
        refusal: why the house rules said no, in JSON.
        fault: the kind of a fault, never its text.
        log: lines in JSON: seconds since the beginning, stage, done, total; at most 200.
        made_on: the day on which it was asked.
    """

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"
        STOPPED = "stopped"

    id = models.CharField(max_length=32, primary_key=True)
    doing = models.CharField(max_length=60)
    asked = models.TextField(blank=True)
    member = models.CharField(max_length=48, blank=True, db_index=True)
    party = models.CharField(max_length=48, blank=True, db_index=True)
    number = models.CharField(max_length=128, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING, db_index=True)
    stage = models.CharField(max_length=120, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    began = models.BigIntegerField(default=0)
    stage_began = models.BigIntegerField(default=0)
    told = models.BigIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    seq = models.BigIntegerField(null=True)
    refusal = models.TextField(blank=True)
    fault = models.CharField(max_length=120, blank=True)
    log = models.TextField(default="[]")
    made_on = models.DateField()

    class Meta:
        """One table, named as what it holds."""

        db_table = "jobs_job"
        ordering: ClassVar[list[str]] = ["-made_on", "id"]

    def __str__(self) -> str:
        """What it does, never for whom: this text may reach a log."""
        return f"{self.doing} ({self.state})"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state not in {self.State.WAITING, self.State.RUNNING}


class Waiting(models.Model):
    """A request that is done once a second person has said yes.

    Attributes:
        id: follows from the request's number, so that one request waits once.
        doing: the name of what would be done.
        asked: the fields, in canonical JSON.
        member: who asked first.
        number: the secret number of the request; empty once it is over.
        state: one of `State`.
        second: who said yes or no.
        reason: why she said no, or why the first took it back.
        seq: the entry that came of it.
        job: the long work that came of it.
        refusal: why the house rules said no when it was to be done, in JSON.
        made_on: the day on which it was asked.
        until: the last day on which somebody may say yes.
    """

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting"
        DONE = "done"
        DECLINED = "declined"
        BACK = "back"
        REFUSED = "refused"
        EXPIRED = "expired"

    id = models.CharField(max_length=32, primary_key=True)
    doing = models.CharField(max_length=60)
    asked = models.TextField()
    member = models.CharField(max_length=48, db_index=True)
    number = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING, db_index=True)
    second = models.CharField(max_length=48, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    seq = models.BigIntegerField(null=True)
    job = models.CharField(max_length=32, blank=True)
    refusal = models.TextField(blank=True)
    made_on = models.DateField()
    until = models.DateField()

    class Meta:
        """One table, named as what it holds."""

        db_table = "jobs_waiting"
        ordering: ClassVar[list[str]] = ["-made_on", "id"]

    def __str__(self) -> str:
        """What it would do, never who asked."""
        return f"{self.doing} ({self.state})"


class Upload(models.Model):
    """A file that came and waits to be used; erased with its row once used, or after a day.

    Attributes:
        id: 32 hexadecimal digits that nobody can guess; also the file's name.
        member: who sent it; empty for a company.
        party: the company that sent it.
        kind: what its first bytes say it is.
        size: bytes.
        until: when it is erased, milliseconds UTC.
    """

    id = models.CharField(max_length=32, primary_key=True)
    member = models.CharField(max_length=48, blank=True, db_index=True)
    party = models.CharField(max_length=48, blank=True, db_index=True)
    kind = models.CharField(max_length=8)
    size = models.BigIntegerField()
    until = models.BigIntegerField(db_index=True)

    class Meta:
        """One table, named as what it holds."""

        db_table = "jobs_upload"

    def __str__(self) -> str:
        """The kind alone."""
        return self.kind
