"""One request, done once: its name, and what is done under it.

A form carries a number drawn when it was shown. Sent twice, by a second click, a reload or a program
that heard no answer, it is one request, also over a crash: the ids of its acts follow from it, and the
desk answers the same id with the same answer. The key is secret, so that nobody can tell from an id
whose ballot an entry is.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any

import msgspec
from django.conf import settings

from auzolan.house.asking import once
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, Who
from auzolan.house.jobs.uploads import UploadGone, used
from auzolan.house.own_hand import OwnHand, by_own_hand
from auzolan.house.submission import Receipt

ONCE = re.compile(r"[A-Za-z0-9._~-]{8,128}\Z")


def drawn_once() -> str:
    """A fresh number for a form."""
    return secrets.token_hex(16)


def do_once(
    desk: Desk, doing: Doing[Any], who: Who, asked: msgspec.Struct, number: str,
    hand: OwnHand | None = None,
) -> Answer:  # fmt: skip
    """Do a doing under the number of its request, signed by her own hand where there is one.

    Raises:
        ValueError: the number is too short, too long, or has other signs.
        DeskStopped: see `Desk.submit`.
    """
    if not ONCE.match(number):
        raise ValueError("the number of a request has 8 to 128 letters and digits")
    with once(key_of(doing.name, who, number)), by_own_hand(hand):
        answer = answered(desk, doing, who, asked)
    if isinstance(answer, Receipt):
        used(who, asked)
    return answer


def answered(desk: Desk, doing: Doing[Any], who: Who, asked: msgspec.Struct) -> Answer:
    """What the flow answers; that a file of hers is no longer here is a refusal as any other."""
    try:
        return doing.does(desk, who, asked)
    except UploadGone as gone:
        return gone.refusal


def key_of(name: str, who: Who, number: str) -> bytes:
    """The secret key of a request, from which the ids and salts of its acts follow."""
    said = "\x00".join(("auzolan/v1/once", name, who.member, who.party, number)).encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()
