"""Signing a reader of pages in as somebody who has shown a second factor."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from support.portal import sign_in


def sign_in_strongly(client: Client, member: str) -> Client:
    """Sign in as a member whose offices open what they open."""
    from auzolan.house.accounts.models import Person

    sign_in(client, member)
    request = HttpRequest()
    request.session = client.session  # type: ignore[assignment]
    request.user = Person.objects.get(member=member)
    record_authentication(request, request.user, "mfa", id=1, type="totp")
    request.session.save()
    return client
