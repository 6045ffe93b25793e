"""Plain tables of programs: their keys, the places that are told of entries, and what each was told.

They keep days, and moments only of what is still to be sent: a moment would lie beside ballots. No secret
of a key is kept, only a digest of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

NAME_SIZE_MAX = 80
URL_SIZE_MAX = 500


class ProgramKey(models.Model):
    """A key with which a program comes in for a person.

    Attributes:
        key_id: the part of the key that is no secret, 12 hexadecimal digits.
        digest: SHA-256 of the secret part.
        owner: as whom the program comes; it may never do more than she.
        name: what she calls it.
        scopes: what it may do: actions of the matrix, or `do:consent.*`, `read:*`.
        is_strong: whether she had shown a second factor when she made it.
        made_on: the day.
        expires_on: the last day on which it opens anything; a year later at most.
        last_used_on: the day of the last use.
        revoked_on: the day on which she took it back.
    """

    key_id = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="program_keys"
    )
    name = models.CharField(max_length=NAME_SIZE_MAX)
    scopes = models.JSONField(default=list)
    is_strong = models.BooleanField(default=False)
    made_on = models.DateField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        """One table, named as what it holds."""

        db_table = "programs_key"
        ordering: ClassVar[list[str]] = ["-made_on", "-id"]

    def __str__(self) -> str:
        """The part that is no secret."""
        return self.key_id


class Endpoint(models.Model):
    """An address elsewhere that is told of entries.

    Attributes:
        public_id: 16 hexadecimal digits.
        owner: who wants to know; she is told only what she may read.
        url: where to, always https.
        secret: what signs the messages; it has to be kept, since each is signed with it.
        topics: names of acts as `consent.grant`, or `*`.
        paused: whether she has stopped it for now.
        from_seq: entries before this one are not told.
        made_on: the day.
    """

    public_id = models.CharField(max_length=16, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endpoints"
    )
    url = models.CharField(max_length=URL_SIZE_MAX)
    secret = models.CharField(max_length=80)
    topics = models.JSONField(default=list)
    paused = models.BooleanField(default=False)
    from_seq = models.BigIntegerField(default=0)
    made_on = models.DateField()

    class Meta:
        """One table, named as what it holds."""

        db_table = "programs_endpoint"
        ordering: ClassVar[list[str]] = ["-made_on", "-id"]

    def __str__(self) -> str:
        """The id; addresses stay out of logs."""
        return self.public_id


class Delivery(models.Model):
    """That an endpoint is told of one entry, once.

    Attributes:
        endpoint: which.
        entry: the number of the entry.
        act: its act, without the version.
        state: one of `State`.
        tries: how often it was sent.
        next_at: when it is sent again, milliseconds UTC; 0 once it is over.
        answered_status: the last answer; 0 where there was none.
        fault: what went wrong last, in a few words; never what the other side said.
    """

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting"
        TOLD = "told"
        GIVEN_UP = "given_up"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.BigIntegerField()
    act = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.IntegerField(default=0)
    next_at = models.BigIntegerField(default=0)
    answered_status = models.IntegerField(default=0)
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        """One line for each endpoint and entry, so that nobody is told twice of the same."""

        db_table = "programs_delivery"
        ordering: ClassVar[list[str]] = ["-entry"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["endpoint", "entry"], name="programs_told_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "next_at"], name="programs_due")
        ]

    def __str__(self) -> str:
        """Which endpoint, which entry."""
        return f"{self.endpoint}:{self.entry}"


class Mark(models.Model):
    """Up to where the record has been read for deliveries.

    Attributes:
        name: `deliveries`.
        seq: the next entry to read.
    """

    name = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField(default=0)

    class Meta:
        """One table, named as what it holds."""

        db_table = "programs_mark"

    def __str__(self) -> str:
        """The name and the place."""
        return f"{self.name} {self.seq}"


class PartyRequest(models.Model):
    """Something that a company asks of the co-operative; done once the books or an office say so.

    Attributes:
        party: the short open name of the company.
        kind: one of `Kind`.
        licence: about which licence; empty where it asks for one.
        model: which model it wants to call.
        purpose: what for.
        answers: how many answers it thinks of.
        words: what it says besides.
        digest: of the terms that it says yes to, of the key that it drew, or of its certificate.
        withdrawal: the entry that a certificate is about; -1 for all else.
        made_on: the day.
        answered_on: the day on which an office answered, where the books do not say it.
        answer: what the office wrote.
    """

    class Kind(models.TextChoices):
        """What is asked."""

        LICENCE = "licence"
        ACCEPT = "accept"
        KEY = "key"
        CERTIFICATE = "certificate"

    party = models.CharField(max_length=48, db_index=True)
    kind = models.CharField(max_length=11, choices=Kind)
    licence = models.CharField(max_length=48, blank=True, default="")
    model = models.CharField(max_length=48, blank=True, default="")
    purpose = models.CharField(max_length=80, blank=True, default="")
    answers = models.BigIntegerField(default=0)
    words = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    withdrawal = models.BigIntegerField(default=-1)
    made_on = models.DateField()
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        """One table, named as what it holds."""

        db_table = "programs_party_request"
        ordering: ClassVar[list[str]] = ["-made_on", "-id"]

    def __str__(self) -> str:
        """What is asked, and by which company."""
        return f"{self.kind} {self.party}"
