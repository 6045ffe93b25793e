"""Closing every door of an account at once: sessions, ways of signing in, links, keys, webhooks, requests.

For who has lost what she signs in with, and for an account that is in other hands. Whose the account is, where
her mail goes, and who may ask for this is decided elsewhere; no book is changed.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from auzolan.house.accounts.models import OneTimeLink, Person
from auzolan.house.jobs import queue
from auzolan.house.jobs.models import Job, Waiting
from auzolan.house.programs import endpoints, keys


def close_every_door(person: Person) -> None:
    """Take away all by which anybody comes in as somebody, and stop what was asked in her name.

    A request of a session or a key that is being answered at this moment is answered; the next is not.
    """
    with transaction.atomic(using="plain"):
        end_sessions(person)
        Authenticator.objects.filter(user=person).delete()
        OneTimeLink.objects.filter(person=person).delete()
        EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
        keys.revoke_all(person)
        endpoints.pause_all(person)
        _stop_requests(person)


def end_sessions(person: Person) -> int:
    """End all sessions of an account, also those that are beginning in another process.

    Returns:
        How many stood in the list.
    """
    with transaction.atomic(using="plain"):
        person.set_unusable_password()  # nobody has one; each session carries a digest of this chance
        person.save(update_fields=["password"])
        found = UserSession.objects.filter(user=person)
        names = list(found.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=names).delete()
        found.delete()
    return len(names)


def end_other_sessions(request: HttpRequest, person: Person) -> None:
    """End all sessions of somebody but the one at hand, which gets a new name."""
    end_sessions(person)
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)


def _stop_requests(person: Person) -> None:
    if not (person.member or person.party):
        return
    if person.member:
        waits = Waiting.objects.filter(member=person.member, state=Waiting.State.WAITING)
        waits.update(state=Waiting.State.BACK, number="")
    hers = Job.objects.filter(member=person.member, party=person.party)
    for job in hers.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)):
        queue.stop(job)
