"""How the library that signs people in behaves here: nobody makes an account herself or has a password.

What it says to people and what it keeps about them is bent here to the house's words and its thrift. It
decides nothing about what somebody may do.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auzolan.house.accounts import letters, links, sessions, sign_in_pages
from auzolan.house.accounts.models import Person
from auzolan.house.accounts.places import address_in_place_of
from auzolan.house.accounts.security_log import CODE_SENT, SIGN_IN_FAILED, note

_CODE_MAIL = "account/email/login_code"
_DOES_NOT_FIT = gettext_lazy("This code or key does not fit. Look at it once more.")
_UNKNOWN_BYTES = 20
_TOO_MANY = frozenset({"too_many_login_attempts", "rate_limited"})


class Adapter(DefaultAccountAdapter):
    """Accounts come from admission or an invitation, never from a form that anybody can send."""

    error_messages = DefaultAccountAdapter.error_messages | {"incorrect_code": _DOES_NOT_FIT}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by herself."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the code, and beside it a link that does the same; no other letter of the library."""
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if template_prefix != _CODE_MAIL or person is None:
            return
        said = links.made_sign_in(person)
        link = letters.address("sign_in_link", said, person.language, self.request)
        sessions.note_begun(self.request, person)
        letters.send("sign_in", person.email, person.language, link=link, code=context["code"])
        sign_in_pages.note_letter(self.request)
        note(self.request, CODE_SENT, person)

    def pre_login(self, request: HttpRequest, user: Any, **said: Any) -> HttpResponse | None:
        """Go on with a sign-in that has shown its first factor, unless that was taken away since."""
        if sessions.was_shut_out(request, user):
            return _from_the_beginning(request, user)
        sessions.note_begun(request, user)
        found: HttpResponse | None = super().pre_login(request, user, **said)
        return found

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, unless the ways in which it began were taken away meanwhile.

        Raises:
            ImmediateHttpResponse: they were.
        """
        if sessions.was_shut_out(request, user):
            raise ImmediateHttpResponse(_from_the_beginning(request, user))
        super().login(request, user)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: notices tell people of changes, from the security log."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Show what went wrong; what went right the pages say themselves."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What is wrong, in plain words; where somebody tries too often, the page that says so.

        Raises:
            ImmediateHttpResponse: too many tries.
        """
        if code in _TOO_MANY:
            from auzolan.house.accounts.saying_no import too_many

            raise ImmediateHttpResponse(too_many(self.request))
        return super().validation_error(code, *args)

    def get_client_ip(self, request: HttpRequest) -> str:
        """A pseudonym in the shape of an address, so that no true one is kept anywhere."""
        return address_in_place_of(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A passkey goes before a code, since nobody can be talked out of it."""
        found = super().get_reauthentication_methods(user)
        return sorted(found, key=lambda one: "webauthn" not in one["id"])


class SecondFactors(DefaultMFAAdapter):
    """Passkeys, codes from an app, and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _DOES_NOT_FIT}

    def encrypt(self, text: str) -> str:
        """Hide a secret from whoever reads the file of accounts alone."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; where the portal's key is another by now, one that nobody knows."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(_UNKNOWN_BYTES)).decode("ascii")

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """What a new passkey is called until she says otherwise."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """The square that an app reads, to stand within a page: without a prologue."""
        text = super().build_totp_svg(url)
        return text[text.index("<svg") :]

    def _get_site_name(self) -> str:
        from allauth.core import context

        return str(context.request.coop.name)


def _from_the_beginning(request: HttpRequest, person: Person) -> HttpResponse:
    note(request, SIGN_IN_FAILED, person)
    return HttpResponseRedirect(reverse("account_login"))


def _box() -> Fernet:
    key = hashlib.blake2b(
        settings.SECRET_KEY.encode(), digest_size=32, person=b"auzolan/mfa"
    ).digest()
    return Fernet(base64.urlsafe_b64encode(key))
