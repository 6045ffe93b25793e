"""Signing a doing with one's own passkey: what the device is asked, and what it answered.

Whether the answer fits, the desk checks; here it is only read. What is not one act in her own name,
the same each time it is looked at, is offered to no passkey.
"""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from binascii import Error
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from django.conf import settings
from msgspec import Meta

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.accounts.signing_passkeys import OwnPasskey, host_of, passkeys_of
from auzolan.house.asking import once
from auzolan.house.doing import Answer, Doing, Who
from auzolan.house.doors.doing.asked_once import answered, key_of
from auzolan.house.own_hand import OwnHand, by_own_hand
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.members.state import Passkey
from auzolan.record.passkeys import Assertion, PasskeyFault
from auzolan.record.state import LOG, LogKey

ANSWER_SIZE_MAX = 20_000
_Part = Annotated[str, Meta(min_length=1, max_length=6_000)]


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page's script hands on of a device's answer, each in base64url."""

    authenticator: _Part
    client: _Part
    passkey: _Part
    signature: _Part


@dataclass(frozen=True, slots=True)
class Seen:
    """What would be entered, and what a passkey would have to sign for it.

    Attributes:
        answer: as the desk would answer.
        asks: what the browser is asked; None where this cannot be signed.
    """

    answer: Answer
    asks: dict[str, object] | None


def seen(doing: Doing[Any], who: Who, asked: msgspec.Struct, number: str) -> Seen:
    """Try a doing and write nothing, with what her passkeys would sign."""
    folder = Folder(settings.AUZOLAN_FOLDER)
    mine = _usable(folder, who.member)
    if not mine:
        return Seen(rehearsed(doing, who, asked), None)
    answer, challenge = _foreseen(folder, doing, who, asked, number)
    if isinstance(answer, Refusal) or challenge is None:
        return Seen(answer, None)
    if _foreseen(folder, doing, who, asked, number)[1] != challenge:
        return Seen(answer, None)  # something in it is drawn anew each time
    asks: dict[str, object] = {
        "challenge": _spelt(challenge), "host": host_of(folder),
        "passkeys": [_spelt(one.handle) for one in mine],
    }  # fmt: skip
    return Seen(answer, asks)


def rehearsed(doing: Doing[Any], who: Who, asked: msgspec.Struct) -> Answer:
    """What the desk would answer; nothing is written."""
    with closing(RehearsalDesk(Folder(settings.AUZOLAN_FOLDER))) as desk:
        return answered(desk, doing, who, asked)


def own_hand(
    doing: Doing[Any], who: Who, asked: msgspec.Struct, *, number: str, said: str
) -> OwnHand | Refusal | None:
    """The hand that signs a doing.

    Args:
        doing: what is done.
        who: she who asks.
        asked: the fields.
        number: of the request, the same as when she looked at it.
        said: the device's answer, as the page sent it; empty where she did not sign.
    Returns:
        None where she did not sign; a refusal where what came is no answer of a passkey of hers, or
        the doing is none that can be signed.
    """
    if not said:
        return None
    folder = Folder(settings.AUZOLAN_FOLDER)
    assertion = _read(said, _usable(folder, who.member), who)
    if isinstance(assertion, Refusal):
        return assertion
    answer, challenge = _foreseen(folder, doing, who, asked, number)
    if isinstance(answer, Refusal):
        return answer
    if challenge is None:
        return answers.not_for_passkeys()
    with reader_of(folder) as reader:
        return _hand(reader, doing, who, number, assertion)


def shown_by(seq: int, member: str) -> str:
    """How an entry of hers says that she asked for it: `operator`, `key` or `passkey`.

    Empty for an entry that names another or nobody, and where there is none.
    """
    with reader_of(Folder(settings.AUZOLAN_FOLDER)) as reader:
        try:
            entry = reader.entry(seq)
        except LookupError:
            return ""
    return str(type(entry.auth).__struct_config__.tag) if entry.actor == member else ""


def _usable(folder: Folder, member: str) -> list[OwnPasskey]:
    """Her passkeys that sign for her at this address."""
    mine = [one for one in passkeys_of(member) if one.key]
    if not mine:
        return []
    host = host_of(folder)
    with reader_of(folder) as reader:
        rows = reader.rows(Passkey, member=member, active=1)
    registered = {row.key for row in rows if row.host == host}
    return [one for one in mine if one.key in registered]


def _foreseen(
    folder: Folder, doing: Doing[Any], who: Who, asked: msgspec.Struct, number: str
) -> tuple[Answer, bytes | None]:
    with reader_of(folder) as reader:
        hand = _hand(reader, doing, who, number, None)
    with once(hand.key), by_own_hand(hand):
        answer = rehearsed(doing, who, asked)
    return answer, hand.challenge


def _hand(
    reader: Reader, doing: Doing[Any], who: Who, number: str, assertion: Assertion | None
) -> OwnHand:
    log = reader.get(LogKey, LOG)
    assert log is not None, "a record that was founded has a key"
    return OwnHand(who.member, log.origin, key_of(doing.name, who, number), assertion)


def _read(said: str, mine: list[OwnPasskey], who: Who) -> Assertion | Refusal:
    """A device's answer, read strictly."""
    try:
        if len(said) > ANSWER_SIZE_MAX:
            raise ValueError("too long")
        found = msgspec.json.decode(said, type=_Said)
        handle = _bytes(found.passkey)
        parts = {
            name: _bytes(getattr(found, name)).hex()
            for name in ("authenticator", "client", "signature")
        }
        keys = [one.key for one in mine if one.handle == handle]
        if not keys:
            return answers.passkey_refused(who.member, PasskeyFault.NOT_HERS)
        return msgspec.convert({**parts, "key": keys[0]}, Assertion)
    except (ValueError, Error, RecursionError):
        return answers.unreadable_passkey()


def _bytes(text: str) -> bytes:
    """Bytes from base64url without padding; refused in any other spelling."""
    content = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _spelt(content) != text:
        raise ValueError("not in canonical spelling")
    return content


def _spelt(content: bytes) -> str:
    return urlsafe_b64encode(content).decode("ascii").rstrip("=")
