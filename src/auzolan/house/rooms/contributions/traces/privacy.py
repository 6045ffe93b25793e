"""What is taken out of a text before a row is made of it: other people's names, and long addresses.

It finds what can be found without guessing: e-mail addresses, @handles, web addresses. It does not
find people who are called by their names in plain words, nor telephone numbers; the preview is there
so that their owner looks.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from auzolan.house.rooms.contributions.traces.choices import UrlKept

SOMEONE = "@someone"
NO_PAGE = "(address)"
_LOCAL_ENDINGS = (".local", ".localhost", ".lan", ".internal", ".intranet", ".home.arpa")
_HOST = re.compile(r"[\w.-]{1,253}\Z")
# Also as addresses write it: %40, and %2540 where they were written twice.
_AT = r"(?:[@\uff20]|%(?:25)*40)"
_PERSON = re.compile(rf"(?<![\w.+%-])(?:[\w.+%-]*{_AT}\w(?:[\w.-]*\w)?)+")
_ADDRESS = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}'\u2019\u201d\u00bb"


@dataclass(slots=True)
class Tally:
    """How often something of other people was taken out."""

    people: int = 0
    quotations: int = 0


@lru_cache(maxsize=8)
def page_of(text: str) -> SplitResult | None:
    """A web address in its parts; None where it is none, or leads into her own machine or house."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").rstrip(".")
        parts.port  # noqa: B018  a port that is no number shows here
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return None if _is_local(host) else parts


@lru_cache(maxsize=10_000)
def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return not _HOST.match(host) or "." not in host or host.endswith(_LOCAL_ENDINGS)


def shortened(parts: SplitResult, kept: UrlKept, tally: Tally) -> str:
    """As much of an address as is kept; a name and password before the host never are."""
    host = (parts.hostname or "").rstrip(".")
    if kept is UrlKept.HOST:
        return host
    if kept is UrlKept.PATH:
        return without_people(host + parts.path, tally)
    bracketed = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port is not None else ""
    return without_people(parts._replace(netloc=bracketed + port).geturl(), tally)


def without_people(text: str, tally: Tally) -> str:
    """A text in which each e-mail address and handle is `@someone`."""
    made, count = _PERSON.subn(SOMEONE, text)
    tally.people += count
    return made


def cleaned(text: str, kept: UrlKept, tally: Tally) -> str:
    """A text with its web addresses shortened as a field of them would be, and without people."""

    def short(found: re.Match[str]) -> str:
        address = found[0].rstrip(_AFTER)
        spelled = address if "://" in address else f"https://{address}"
        parts = page_of(spelled)
        said = NO_PAGE if parts is None else shortened(parts, kept, tally)
        return said + found[0][len(address) :]

    return without_people(_ADDRESS.sub(short, text), tally)
