"""Mail of notices: at once, once a day, again after a failure, and never twice."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, override_settings

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.accounts.models import Person
from auzolan.house.notices import mailing
from auzolan.house.notices.making import make
from auzolan.house.notices.models import Notice
from auzolan.house.notices.rules import Told
from support.moments import at_moment
from support.portal import sign_in

HOUR_MS = 3_600 * SECOND_MS
MORNING = 20_000 * DAY_MS + 7 * HOUR_MS
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def post_box(coop: Path) -> None:
    """Mail is kept in memory, and m003 has an account."""
    sign_in(Client(), "m003")


class Closed(EmailBackend):
    """A server that takes no mail."""

    def send_messages(self, messages: object) -> int:
        """Say no."""
        raise SMTPException("try again later")


class Dying(EmailBackend):
    """A process that dies just when its mail has gone."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:  # type: ignore[override]
        """Send, and die."""
        super().send_messages(messages)
        raise KeyboardInterrupt


def mailed(coop: Path, at: int) -> int:
    """How many mails lie in the box after a round at this moment."""
    with override_settings(EMAIL_BACKEND=LOCMEM):
        mailing.mail_due(Folder(coop), ports=at_moment(at))
    return len(mail.outbox)


def told(what: str, source: str = "e1", member: str = "m003", **values: str) -> None:
    """One notice."""
    make(source, [Told(what, member, values)])


def test_an_immediate_notice_is_mailed_once(coop: Path) -> None:
    """Goal: at once, and never twice. Method: three rounds."""
    told("paid")
    assert [mailed(coop, MORNING + nth) for nth in range(3)] == [1, 1, 1]
    assert mail.outbox[0].to == ["m003@people.invalid"]


def test_the_rest_waits_for_seven_in_the_morning_and_comes_as_one(coop: Path) -> None:
    """Goal: one mail a day. Method: rounds before and after seven, UTC, on two days."""
    assert mailed(coop, MORNING - HOUR_MS) == 0
    told("poll_opened", proposal="longer-polls")
    told("request_answered", source="e2")
    assert mailed(coop, MORNING - 1) == 0
    assert mailed(coop, MORNING) == 1
    assert mailed(coop, MORNING + HOUR_MS) == 1
    body = str(mail.outbox[0].body)
    assert "The vote on longer-polls has begun." in body
    assert "What you asked about your data was answered." in body
    told("rows_used", source="e3", model="one")
    assert mailed(coop, MORNING + 23 * HOUR_MS) == 1
    assert mailed(coop, MORNING + DAY_MS) == 2


def test_a_mail_that_does_not_go_is_tried_later_and_later_and_given_up(coop: Path) -> None:
    """Goal: a sick server is not stormed. Method: one that refuses; the moments of all tries."""
    told("paid")
    tries, at = [], MORNING
    for _ in range(2_000):
        before = Notice.objects.get().tries
        with override_settings(EMAIL_BACKEND=f"{__name__}.Closed"):
            mailing.mail_due(Folder(coop), ports=at_moment(at))
        if Notice.objects.get().tries != before:
            tries.append(at)
        at += 60 * SECOND_MS
    gaps = [(later - one) // SECOND_MS for one, later in pairwise(tries)]
    assert gaps == list(mailing.WAITS_S)
    assert Notice.objects.get().mail == "given_up"


def test_a_crash_after_sending_sends_nothing_again(coop: Path) -> None:
    """Goal: never twice. Method: the process dies when the mail has gone and before that is noted."""
    told("paid")
    with pytest.raises(KeyboardInterrupt), override_settings(EMAIL_BACKEND=f"{__name__}.Dying"):
        mailing.mail_due(Folder(coop), ports=at_moment(MORNING))
    assert len(mail.outbox) == 1
    assert mailed(coop, MORNING + DAY_MS) == 1


def test_a_mail_speaks_its_readers_language_and_holds_no_amount(coop: Path) -> None:
    """Goal: plain, private mail. Method: language of the account is used; text alone; no digits."""
    told("payment_refused")
    assert mailed(coop, MORNING) == 1
    message = mail.outbox[0]
    assert message.content_subtype == "plain"
    assert not getattr(message, "alternatives", [])
    said = str(message.body).replace("m003", "")
    assert not any(sign.isdigit() for sign in said)


def test_a_mail_names_the_page_on_which_to_choose(coop: Path) -> None:
    """Goal: nobody is stuck with mail. Method: with a public address, the header names the page."""
    front = '[portal]\npublic_address = "https://coop.example"\nproxy = "127.0.0.1"\n'
    (coop / "settings.toml").write_text(front)
    told("paid")
    assert mailed(coop, MORNING) == 1
    message = mail.outbox[0]
    assert (
        message.extra_headers["List-Unsubscribe"] == "<https://coop.example/en/settings/notices/>"
    )
    assert "https://coop.example/en/notices/" in str(message.body)


def test_who_has_no_account_gets_no_mail_and_keeps_the_notice(coop: Path) -> None:
    """Goal: no mail to nobody. Method: a member without an account."""
    told("paid", member="m002")
    assert mailed(coop, MORNING) == 0
    assert Notice.objects.get(member="m002").mail == "none"


def test_who_cannot_sign_in_any_more_gets_no_mail(coop: Path) -> None:
    """Goal: a closed account is closed. Method: it was switched off after the notice."""
    told("paid")
    Person.objects.filter(member="m003").update(is_active=False)
    assert mailed(coop, MORNING) == 0
