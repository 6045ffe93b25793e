"""The letters about accounts, each in its reader's language: plain text, and no figure of anybody."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from auzolan.audit.folder import Folder
from auzolan.house.accounts import mail
from auzolan.house.front import front_of
from auzolan.house.rooms.charter.page_queries import coop_of

OWN_MACHINE = "http://localhost:8000"
"""Where the portal is found when nobody has said otherwise."""


def send(kind: str, to: str, language: str, **gaps: str) -> None:
    """Write a letter and hand it to the outbox.

    Args:
        kind: its template, `accounts/mail/<kind>.txt`; the first line is the subject.
        to: whose address.
        language: in which it is written.
        gaps: what stands in its gaps.
    """
    _written(kind, to, language, gaps).send()


def as_if_sent(kind: str, to: str, language: str, **gaps: str) -> None:
    """Do all that sending a letter takes, and send none: so that nobody tells by the time who is known."""
    letter = _written(kind, to, language, gaps)
    mail.weigh(Folder(settings.AUZOLAN_FOLDER), letter.message().as_bytes())


def _written(kind: str, to: str, language: str, gaps: Mapping[str, str]) -> EmailMessage:
    with translation.override(language):
        coop = coop_of(Folder(settings.AUZOLAN_FOLDER))
        name = coop.name if coop is not None else "Auzolan"
        text = render_to_string(f"accounts/mail/{kind}.txt", {**gaps, "coop": name})
    subject, _, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", None, [to])


def address(name: str, said: str, language: str, request: HttpRequest | None = None) -> str:
    """The whole address of a page that a letter leads to.

    Args:
        name: the page's name.
        said: what stands in its address.
        language: in which the page is shown.
        request: from which the letter comes; the settings' address goes before its own.
    """
    with translation.override(language):
        path = reverse(name, args=[said])
    public = front_of(Folder(settings.AUZOLAN_FOLDER)).public_address
    if public:
        return public + path
    return request.build_absolute_uri(path) if request is not None else OWN_MACHINE + path
