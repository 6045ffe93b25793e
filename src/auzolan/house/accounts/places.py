"""Where a request comes from, as a pseudonym that holds for one day. The address itself is kept nowhere.

Limits of bursts and the security log need to tell one place from another, and need no more. The key of
the pseudonyms is drawn anew each day and the old one destroyed, so that nobody can work them back.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from datetime import UTC, date, datetime

from django.http import HttpRequest

from auzolan.house.accounts.models import DayKey

_KEY_BYTES = 32
_PREFIX = 64
"""A household has a whole /64 of IPv6 addresses, and changes within it as it likes."""


def place_of(request: HttpRequest) -> str:
    """The pseudonym of a request's place: sixteen hexadecimal digits.

    A web server with TLS in front has already been asked for the true address; see `house/front.py`.
    """
    said = _network_of(str(request.META.get("REMOTE_ADDR", "")))
    key = _key_of(datetime.now(UTC).date())
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:16]


def address_in_place_of(request: HttpRequest) -> str:
    """The pseudonym in the shape of an address, for a library that asks for one."""
    place = place_of(request)
    return f"fd{place[:2]}:{place[2:6]}:{place[6:10]}:{place[10:14]}::"


def _network_of(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _PREFIX), strict=False))


def _key_of(day: date) -> bytes:
    kept = DayKey.objects.filter(day=day).first()
    if kept is None:
        drawn = secrets.token_bytes(_KEY_BYTES)
        kept, _ = DayKey.objects.get_or_create(day=day, defaults={"key": drawn})
        DayKey.objects.exclude(day=day).delete()
    return bytes(kept.key)
