"""Erasing what has been kept long enough: once a day, by whoever comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from auzolan.audit.folder import Folder
from auzolan.house.accounts import links, mail, security_log
from auzolan.house.accounts.models import Application, Kept
from auzolan.house.ports import system_ports

APPLICATION_DAYS = 90
_DAY_S = 86_400
_DONE = "accounts.tidied"


def tidy() -> None:
    """Erase old lines, links, letters, applications and sessions, unless that was done today."""
    if not cache.add(_DONE, 1, timeout=_DAY_S):
        return
    now = system_ports().clock()
    security_log.forget_old(now)
    links.forget_old(now)
    mail.forget_old(Folder(settings.AUZOLAN_FOLDER))
    before = datetime.now(UTC).date() - timedelta(days=APPLICATION_DAYS)
    Application.objects.filter(asked_on__lt=before).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    Kept.objects.filter(expires__lt=timezone.now()).delete()  # moments of bursts that are over
