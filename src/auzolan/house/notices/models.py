"""Plain tables of notices: what somebody is told, how she wants to be told, how far was followed.

They keep days and no moments, since a moment would lie beside ballots; the one moment is that of the
next try to send a mail that did not go.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Notice(models.Model):
    """One thing that one person is told, once.

    Attributes:
        source: what it comes from: `e` and an entry, `c` and a poll that closes, `w` and a request
            that waits, `s` and a line of the security log, `d` and an address with an entry that it
            was not told of.
        what: names its sentence in `words.SENTENCES`.
        member: who is told; empty for a company.
        party: the company that is told; empty for a member.
        values: what stands in the gaps of the sentence, in JSON; never an amount.
        page: the name of the page that tells more, and its arguments, with `|` between.
        made_on: the day.
        is_read: whether she has seen it.
        mail: one of `Mail`.
        tries: how often its mail was tried.
        next_at: before when its mail is not tried again, milliseconds UTC.
    """

    class Mail(models.TextChoices):
        """What becomes of its mail."""

        NONE = "none"
        NOW = "now"
        DIGEST = "digest"
        DUE = "due"
        SENDING = "sending"
        SENT = "sent"
        GIVEN_UP = "given_up"

    source = models.CharField(max_length=64)
    what = models.CharField(max_length=32)
    member = models.CharField(max_length=48, blank=True)
    party = models.CharField(max_length=48, blank=True)
    values = models.TextField(default="{}")
    page = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    is_read = models.BooleanField(default=False)
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.NONE)
    tries = models.IntegerField(default=0)
    next_at = models.BigIntegerField(default=0)

    class Meta:
        """One table, named as what it holds; nobody is told the same twice."""

        db_table = "notices_notice"
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "what", "member", "party"], name="notices_told_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "is_read"], name="notices_of_member"),
            models.Index(fields=["party", "is_read"], name="notices_of_party"),
            models.Index(fields=["mail", "next_at"], name="notices_to_mail"),
        ]

    def __str__(self) -> str:
        """What, never whom."""
        return self.what


class Choice(models.Model):
    """How somebody wants to be told of one kind of thing, where she has chosen.

    Attributes:
        member: who; empty for a company.
        party: the company; empty for a member.
        kind: one of `kinds.KINDS`.
        how: one of `kinds.How`.
    """

    member = models.CharField(max_length=48, blank=True)
    party = models.CharField(max_length=48, blank=True)
    kind = models.CharField(max_length=16)
    how = models.CharField(max_length=8)

    class Meta:
        """One table, named as what it holds."""

        db_table = "notices_choice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "party", "kind"], name="notices_one_choice")
        ]

    def __str__(self) -> str:
        """Of what, never whose."""
        return f"{self.kind}: {self.how}"


class Mark(models.Model):
    """How far something has been followed.

    Attributes:
        name: what is followed.
        reached: the next to look at: an entry, a line, or the last day done.
    """

    name = models.CharField(max_length=64, primary_key=True)
    reached = models.BigIntegerField()

    class Meta:
        """One table, named as what it holds."""

        db_table = "notices_mark"

    def __str__(self) -> str:
        """The name and the place."""
        return f"{self.name} {self.reached}"
