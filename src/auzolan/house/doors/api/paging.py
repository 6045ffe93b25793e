"""Pages of a list: a cursor says after which line the next one begins.

A cursor names the key of the last line, not a count, so that lines that come or go meanwhile are neither
repeated nor left out. It is signed: one that was made up is refused. It gives no right to anything.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest

from auzolan.foundation.books import Scalar
from auzolan.house.doing import Showing
from auzolan.house.doors.api.problem import Stopped, malformed

_MAC_DIGITS = 20
Key = tuple[Scalar, ...]


def cursor_of(name: str, key: Key) -> str:
    """The cursor of the page that begins after a key."""
    body = base64.urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()
    return f"{body}.{_mac(name, body)}"


def key_of(name: str, cursor: str) -> Key:
    """The key after which a page begins; empty for the first page.

    Raises:
        Stopped: the cursor was not made here, for this list.
    """
    if not cursor:
        return ()
    body, _, mac = cursor.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(name, body).encode()):
        raise _made_up()
    try:
        text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return tuple(msgspec.json.decode(text, type=list[int | str]))
    except (binascii.Error, ValueError) as fault:
        raise _made_up() from fault


def page_of(showing: Showing, found: Iterable[Any], after: Key, limit: int) -> list[Any]:
    """The next lines of a list that is sorted by its key, and one more where there is one."""
    rest: Iterable[Any] = found
    if after and not showing.seeks:
        rest = (one for one in found if key_in(showing, one) > after)
    return list(islice(rest, limit + 1))


def key_in(showing: Showing, one: object) -> Key:
    """The key of a line."""
    return tuple(getattr(one, name) for name in showing.keys)


def next_link(request: HttpRequest, cursor: str) -> str:
    """The address of the next page, as the header `Link` names it.

    Source: RFC 8288, section 3.
    """
    asked = {name: value for name, value in request.GET.items() if name != "cursor"}
    return f'<{request.path}?{urlencode({**asked, "cursor": cursor})}>; rel="next"'


def cells_of(one: msgspec.Struct, names: Sequence[str]) -> Iterator[str | int]:
    """A line as cells: numbers and texts as they are, all else as JSON."""
    for name in names:
        value = getattr(one, name)
        if isinstance(value, bool):
            yield str(value).lower()
        elif isinstance(value, int | str):
            yield value
        elif value is None:
            yield ""
        else:
            yield msgspec.json.encode(value).decode()


def _mac(name: str, body: str) -> str:
    said = f"auzolan/v1/cursor\x00{name}\x00{body}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:_MAC_DIGITS]


def _made_up() -> Stopped:
    return malformed("cursor", "it was not given out here for this list")
