"""Where programs are told: naming an address, pausing it, giving it up.

Each endpoint has a secret of its own, shown once, with which the receiver checks that a message is ours.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from auzolan.cooperative.rules import RULES
from auzolan.house.accounts.models import Person
from auzolan.house.programs.keys import today
from auzolan.house.programs.models import URL_SIZE_MAX, Endpoint
from auzolan.house.rooms.record.page_queries import entries_total

ALL = "*"
ENDPOINTS_EACH_MAX = 5
TOPICS_MAX = 100
SECRET_BEGINS = "whsec_"  # noqa: S105  only how each secret begins
_SECRET_BYTES = 32
_PORT = 443


class EndpointRefused(ValueError):
    """Nobody can be told there; the text says which part is wrong: url, topics, many_addresses."""


def add(owner: Person, url: str, topics: Iterable[str]) -> Endpoint:
    """Name an address that is told of new entries from now on.

    Args:
        owner: she is told only what she may read.
        url: an https address without a name or password in it.
        topics: names of acts, as `consent.grant`; or `*` for all.
    Returns:
        The endpoint; its secret is shown to her once.
    Raises:
        EndpointRefused: the address or a topic is none, or she has five already.
    """
    chosen = sorted(set(topics))
    known = set(topic_names())
    if not 1 <= len(chosen) <= TOPICS_MAX or not set(chosen) <= {ALL, *known}:
        raise EndpointRefused("topics")
    if Endpoint.objects.filter(owner=owner).count() >= ENDPOINTS_EACH_MAX:
        raise EndpointRefused("many_addresses")
    return Endpoint.objects.create(
        public_id=secrets.token_hex(8), owner=owner, url=checked_url(url), secret=_fresh_secret(),
        topics=chosen, from_seq=entries_total(), made_on=today(),
    )  # fmt: skip


def checked_url(url: str) -> str:
    """The address itself, if messages may go there.

    Raises:
        EndpointRefused: it is not https at its usual port, names no host, or carries a name, a password
            or a part after #.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORT
    except ValueError as fault:
        raise EndpointRefused("url") from fault
    is_plain = not (parts.username or parts.password or parts.fragment)
    is_text = url.isascii() and url.isprintable() and " " not in url
    is_ours = len(url) <= URL_SIZE_MAX and parts.scheme == "https" and bool(parts.hostname)
    if not (is_ours and is_plain and is_text and port == _PORT):
        raise EndpointRefused("url")
    return url


def remove(owner: Person, public_id: str) -> bool:
    """Forget an address of one's own, and what it was told; whether there was one."""
    return bool(Endpoint.objects.filter(owner=owner, public_id=public_id).delete()[0])


def pause(owner: Person, public_id: str) -> bool:
    """Stop telling an address of one's own for now; whether there was one."""
    return bool(Endpoint.objects.filter(owner=owner, public_id=public_id).update(paused=True))


def pause_all(owner: Person) -> int:
    """Stop telling all addresses of somebody; how many were told until now."""
    return Endpoint.objects.filter(owner=owner, paused=False).update(paused=True)


def go_on(owner: Person, public_id: str) -> bool:
    """Tell an address of one's own again, also of what came meanwhile; whether there was one."""
    return bool(Endpoint.objects.filter(owner=owner, public_id=public_id).update(paused=False))


def topic_names() -> list[str]:
    """The acts that programs may be told of, without their versions; none that is done under a tag."""
    from auzolan.charter.rights_bounds import KERNEL_RIGHTS

    under_tags = {act for act, by in KERNEL_RIGHTS if by == "tag"}
    names = {str(act.__struct_config__.tag).rpartition("/")[0] for act in RULES}
    return sorted(names - under_tags)


def _fresh_secret() -> str:
    return SECRET_BEGINS + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
