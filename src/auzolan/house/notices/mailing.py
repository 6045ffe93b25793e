"""Mail of notices: at once or once a day, text alone, each in its reader's language, and never twice.

A notice is marked before its mail goes. Where the server says no, it is tried again, later and later.
Where a crash comes between, nobody knows whether it went: it is not sent again, and stays on the page.
No mail holds an amount, a name of a person or a text of a member.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Sequence
from smtplib import SMTPException

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.accounts.models import Person
from auzolan.house.front import front_of
from auzolan.house.notices.models import Mark, Notice
from auzolan.house.notices.words import SENTENCES
from auzolan.house.ports import Ports, system_ports
from auzolan.house.rooms.charter.page_queries import coop_of
from auzolan.house.telling import logs

DIGEST_HOUR_MS = 7 * 3_600 * SECOND_MS
DIGEST = "digest"
MAILS_A_ROUND = 50
DIGEST_LINES_MAX = 50
WAITS_S = (60, 300, 1_800, 7_200, 43_200)
"""How long until a mail that did not go is tried again; after the last it is given up."""
_Mail = Notice.Mail


def mail_due(folder: Folder, *, ports: Ports | None = None) -> int:
    """Send what is to be sent now: single notices, and at seven in the morning UTC the digests.

    Returns:
        How many mails were tried.
    """
    now = (ports or system_ports()).clock()
    _gather_digests(now)
    tried = 0
    due = Notice.objects.filter(next_at__lte=now)
    for notice in due.filter(mail=_Mail.NOW).order_by("pk")[:MAILS_A_ROUND]:
        tried += _send(folder, [notice], _Mail.NOW, now)
    lines = due.filter(mail=_Mail.DUE)
    whose = lines.order_by("member", "party").values_list("member", "party").distinct()
    for member, party in list(whose[:MAILS_A_ROUND]):
        hers = list(lines.filter(member=member, party=party).order_by("pk"))
        tried += _send(folder, hers, _Mail.DUE, now)
    return tried


def _gather_digests(now: int) -> None:
    """Once a day, after seven: what was kept for the digest is due."""
    day = (now - DIGEST_HOUR_MS) // DAY_MS
    mark, is_new = Mark.objects.get_or_create(name=DIGEST, defaults={"reached": day})
    if not is_new and mark.reached < day:
        Notice.objects.filter(mail=_Mail.DIGEST).update(mail=_Mail.DUE)
        Mark.objects.filter(name=DIGEST).update(reached=day)


def _send(folder: Folder, notices: Sequence[Notice], how: Notice.Mail, now: int) -> int:
    ids = [one.pk for one in notices]
    ours = Notice.objects.filter(pk__in=ids, mail=how)
    first = notices[0]
    person = Person.objects.filter(member=first.member, party=first.party, is_active=True).first()
    if person is None:
        ours.update(mail=_Mail.NONE)  # who has no account reads on the page once she has one
        return 0
    if not ours.update(mail=_Mail.SENDING):
        return 0
    tries = max(one.tries for one in notices) + 1
    try:
        _mail(folder, person, notices).send()
    except (OSError, SMTPException):
        logs.tell(logs.Event.NOTICE_FAILED, level=logging.WARNING)
        again = Notice.objects.filter(pk__in=ids)
        if tries > len(WAITS_S):
            again.update(mail=_Mail.GIVEN_UP, tries=tries)
        else:
            again.update(mail=how, tries=tries, next_at=now + WAITS_S[tries - 1] * SECOND_MS)
        return 1
    Notice.objects.filter(pk__in=ids).update(mail=_Mail.SENT, tries=tries)
    return 1


def _mail(folder: Folder, person: Person, notices: Sequence[Notice]) -> EmailMessage:
    base = front_of(folder).public_address
    coop = coop_of(folder)
    name = coop.name if coop is not None else "Auzolan"
    with translation.override(person.language):
        said = [sentence(one) for one in notices[:DIGEST_LINES_MAX]]
        choices = f"{base}{reverse('notice_choices')}"
        more = len(notices) - len(said)
        subject = said[0] if len(notices) == 1 else _news(len(notices))
        lines = [f"- {one}" for one in said] if len(notices) > 1 else said
        if more:
            lines.append(ngettext("- and %(n)s more", "- and %(n)s more", more) % {"n": more})
        where = f"{base}{reverse('notices')}"
        body = "\n".join([
            *lines, "", _("See more here, after you have signed in:"), where, "",
            _("No amount stands in our mail. We never ask for a code or a password by mail."),
            _("Choose what you are told, and how:"), choices, "",
        ])  # fmt: skip
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": _message_id(folder, notices)}
    if base:
        headers["List-Unsubscribe"] = f"<{choices}>"
    return EmailMessage(f"{name}: {subject}", body, to=[person.email], headers=headers)


def _news(count: int) -> str:
    return ngettext("%(n)s piece of news", "%(n)s pieces of news", count) % {"n": count}


def sentence(notice: Notice) -> str:
    """What a notice says, in the language at hand."""
    values = msgspec.json.decode(notice.values, type=dict[str, str])
    return str(SENTENCES[notice.what]) % values


def _message_id(folder: Folder, notices: Sequence[Notice]) -> str:
    """The same for the same notices, so that a mail server can tell a repeat."""
    said = " ".join(str(one.pk) for one in notices).encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]
    return f"<{digest}@{front_of(folder).host or 'auzolan.invalid'}>"
