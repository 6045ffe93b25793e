"""Who signs in, and as whom; links for signing in, applications, and the security log.

What she may do is never kept here: the books say it at each request. No time of a member's doings is
kept either, which would lie beside those of ballots: days, or the hour in the security log.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

NAME_SIZE_MAX = 200
WORDS_SIZE_MAX = 2_000


class People(BaseUserManager["Person"]):
    """Makes accounts; nobody has a password."""

    def create_user(self, email: str, **fields: Any) -> Person:
        """Make an account without a password."""
        person = Person(email=self.normalize_email(email), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The account of an address, however its letters are written."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in: a member, or somebody who acts for a company.

    Attributes:
        email: where her mail goes; the only personal thing here.
        member: the id of the member she is; empty for others.
        party: the id of the company she acts for; empty for others.
        is_active: whether she may sign in at all.
        language: in which her mail is written.
        seen_on: the day of her last visit; never the time, which would lie beside those of ballots.
    """

    last_login = None  # Django would keep the moment of each sign-in
    email = models.EmailField(unique=True)
    member = models.CharField(max_length=48, blank=True, default="", db_index=True)
    party = models.CharField(max_length=48, blank=True, default="", db_index=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")
    seen_on = models.DateField(null=True, blank=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """One table, named as what it holds."""

        db_table = "accounts_person"

    def __str__(self) -> str:
        """The id, never the address: this text may reach a log."""
        return self.member or self.party or f"account {self.pk}"

    @classmethod
    def of_member(cls, member: str) -> Self | None:
        """The account of a member, or None."""
        return cls._default_manager.filter(member=member).first()


class OneTimeLink(models.Model):
    """A link that went out by mail; it works once, and not for long.

    Attributes:
        digest: SHA-256 of what stands in the link; the link itself is kept nowhere.
        person: whose it is.
        purpose: `sign_in`, or `address` for a new address.
        email: the new address, where it is about one.
        expires_at: until when it works, milliseconds since 1970.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=8)
    email = models.EmailField(blank=True, default="")
    expires_at = models.BigIntegerField(db_index=True)

    class Meta:
        """One table, named as what it holds."""

        db_table = "accounts_link"


class Application(models.Model):
    """Somebody asks to join. It is erased once it is decided, and after ninety days in any case.

    Attributes:
        member: the id she will be known by if she is taken in; drawn by chance.
        name: hers; it goes to the vault with the act, and nowhere else.
        email: where the answer goes; confirmed by a link before anybody reads the application.
        why: what she wrote.
        language: in which she wrote it.
        rules_version: which version of the house rules she accepted.
        asked_on: the day.
        is_confirmed: whether the address is hers.
    """

    member = models.CharField(max_length=48, unique=True)
    name = models.CharField(max_length=NAME_SIZE_MAX)
    email = models.EmailField(db_index=True)
    why = models.TextField(max_length=WORDS_SIZE_MAX, blank=True, default="")
    language = models.CharField(max_length=8, default="en")
    rules_version = models.IntegerField()
    asked_on = models.DateField(db_index=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        """One table, named as what it holds."""

        db_table = "accounts_application"

    def __str__(self) -> str:
        """The id, never the name: this text may reach a log."""
        return self.member


class SecurityNote(models.Model):
    """One line of the security log, kept for ninety days.

    Attributes:
        hour: when, rounded down to the hour, milliseconds since 1970.
        what: one of `security_log.KINDS`.
        person_id: the account, without a tie that would hold up its deletion; 0 where none is known.
        route: the name of the page's address; never the address, which may hold an id.
        place: a pseudonym of where it came from that holds for one day; empty where none is known.
    """

    hour = models.BigIntegerField(db_index=True)
    what = models.CharField(max_length=32)
    person_id = models.BigIntegerField(default=0, db_index=True)
    route = models.CharField(max_length=64, blank=True, default="")
    place = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        """One table, named as what it holds."""

        db_table = "accounts_security"


class DayKey(models.Model):
    """The key of a day, from which pseudonyms of places are made; gone with the day."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    class Meta:
        """One table, named as what it holds."""

        db_table = "accounts_day_key"


class Kept(models.Model):
    """The cache's table, in the shape that Django's database cache asks for: limits of bursts."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """One table; settings name it too."""

        db_table = "plain_cache"
