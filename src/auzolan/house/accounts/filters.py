"""How templates write what stands around an account. Nothing is decided here."""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.template import Context
from django.utils.functional import Promise

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import SECOND_MS
from auzolan.house.accounts import mail, words
from auzolan.house.accounts.signing_passkeys import Signs, signs_of
from auzolan.house.doors.portal.filters import day_of_text

register = template.Library()


@register.filter
def security_says(what: str) -> str | Promise:
    """A line of the security log in words."""
    return words.SECURITY[what]


@register.filter
def hour_of(moment: int) -> str:
    """The hour of a line, milliseconds since 1970."""
    begun = datetime.fromtimestamp(moment / SECOND_MS, UTC)
    ends = (begun.hour + 1) % 24
    gaps = {"day": day_of_moment(begun), "from": f"{begun.hour:02d}", "to": f"{ends:02d}"}
    return str(words.WITHIN_HOUR) % gaps


@register.filter
def day_of_moment(moment: datetime) -> str:
    """The day of a moment, in words."""
    return day_of_text(moment.date().isoformat())


@register.simple_tag(takes_context=True)
def signs_for_you(context: Context, passkey: Authenticator) -> Signs:
    """Whether one of her passkeys signs what she does, and whether it could."""
    return signs_of(passkey, context["request"].visit.member)


@register.simple_tag
def mail_is_held_up() -> bool:
    """Whether letters should leave and do not."""
    return mail.is_held_up(Folder(settings.AUZOLAN_FOLDER))


@register.filter
def device(said: str) -> str:
    """What a browser says of itself, as people call it."""
    browser = next((name for sign, name in words.BROWSERS if sign in said), "")
    system = next((name for sign, name in words.SYSTEMS if sign in said), "")
    if not browser or not system:
        return browser or system or str(words.UNKNOWN_DEVICE)
    return str(words.BROWSER_ON) % {"browser": browser, "system": system}
