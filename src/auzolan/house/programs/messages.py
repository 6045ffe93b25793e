"""What an endpoint is told: that an entry of a kind is there, and where; signed.

No name, no amount and no actor stands in a message. Whoever wants to know more asks, with her own rights.

Source: Standard Webhooks, specification 1.0.0.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

import msgspec

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.programs.endpoints import SECRET_BEGINS
from auzolan.house.programs.models import Delivery


class Told(msgspec.Struct, frozen=True):
    """The body of a message.

    Attributes:
        id: of the message; the same at each repeat.
        type: the act, without its version.
        entry: its number on the record.
        at: the moment of the entry, UTC.
        link: the page of the entry.
    """

    id: str
    type: str
    entry: int
    at: str
    link: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to be sent."""

    url: str
    body: bytes
    headers: dict[str, str]


def message_of(delivery: Delivery, at: int, link: str, now: int) -> Message:
    """The message of a delivery.

    Args:
        delivery: which.
        at: the moment of its entry.
        link: the page of the entry.
        now: milliseconds UTC; the receiver refuses what was signed long ago.
    """
    endpoint = delivery.endpoint
    name = f"msg_{endpoint.public_id}_{delivery.entry}"
    body = msgspec.json.encode(Told(name, delivery.act, delivery.entry, iso_from_moment(at), link))
    stamp = str(now // 1_000)
    headers = {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": signature_of(endpoint.secret, name, stamp, body),
    }
    return Message(endpoint.url, body, headers)


def signature_of(secret: str, name: str, stamp: str, body: bytes) -> str:
    """The signature over a message.

    Args:
        secret: `whsec_` and base64.
        name: the header `webhook-id`.
        stamp: the header `webhook-timestamp`, whole seconds.
        body: as it is sent.
    Returns:
        `v1,` and the HMAC-SHA256 in base64.
    Source: Standard Webhooks 1.0.0, signature scheme, symmetric.
    """
    key = base64.b64decode(secret.removeprefix(SECRET_BEGINS))
    digest = hmac.new(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()
