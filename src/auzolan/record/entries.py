"""Entries: an accepted act with its facts, in canonical text, at most 16 KiB.

An entry says who asked for what, when, by which right, and what is so since. It is read for ever
as it was written. What the act means is the business of its room.
"""

from __future__ import annotations

import re
from typing import Annotated, Generic, TypeAlias, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta

from auzolan.foundation import canonical
from auzolan.foundation.canonical import INTEGER_MAX
from auzolan.foundation.ids import Digest, Id

ENTRY_VERSION = 1
ENTRY_BYTES_MAX = 16_384
ACTOR_OPERATOR = "operator"

_LONG_NUMBER = re.compile(rb"[0-9]{16}")  # most are digests; only then is a closer look paid for

A = TypeVar("A")
F = TypeVar("F")


class Act(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="type"):
    """What a person or machine asks for. Each subclass names its type and version as its tag."""

    def subject(self) -> str:
        """The digest of what a resolution of the members must have allowed, or an empty text."""
        return ""

    def person(self) -> str:
        """The member whose own affair this act is, or an empty text."""
        return ""

    def mandate_id(self) -> str:
        """The mandate that the act rests on, or an empty text."""
        return ""


class Fact(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="type"):
    """What is so since an act was accepted. Each subclass names its type and version as its tag."""


Facts: TypeAlias = tuple[Fact, ...]


class Operator(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="operator"):
    """The house vouches that the actor asked for this; nothing else proves it."""


class KeySigned(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="key"):
    """The member signed the act with her own Ed25519 key, both in hexadecimal."""

    key: Digest
    signature: Annotated[str, Meta(pattern=r"\A[0-9a-f]{128}\Z")]


class PasskeySigned(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="passkey"
):
    """A passkey assertion lies in the vault; here stands its commitment."""

    commitment: Digest


Auth = Operator | KeySigned | PasskeySigned


class Entry(msgspec.Struct, Generic[A, F], frozen=True, gc=False, forbid_unknown_fields=True):
    """One sealed line of the record.

    Attributes:
        act: what was asked for, restricted and sealed fields as commitments.
        actor: a member id, a one-time tag, or `operator`.
        at: milliseconds since 1970, UTC; never falls from one entry to the next.
        auth: what shows that the actor asked for it.
        charter: digest of the charter in force when it was decided.
        facts: what is so since.
        id: given by the client; the idempotency key.
        rules: the release whose rules decided.
        seq: place in the record, from 0.
        v: version of this shape.
    """

    act: A
    actor: Id
    at: Annotated[int, Meta(ge=0, le=INTEGER_MAX)]
    auth: Auth
    charter: Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
    facts: tuple[F, ...]
    id: Id
    rules: Annotated[str, Meta(pattern=r"\A[0-9a-z.+-]{1,32}\Z")]
    seq: Annotated[int, Meta(ge=0, le=INTEGER_MAX)]
    v: Annotated[int, Meta(ge=1, le=1)] = ENTRY_VERSION


class EntryTooLong(ValueError):
    """An entry would be longer than entries may be."""


def seal(entry: Entry[A, F]) -> bytes:
    """The entry's one text, whose hash becomes its leaf.

    Raises:
        EntryTooLong: longer than 16 KiB; bulk belongs into an annex.
        ValueError: a number of 2^53 or more.
    """
    text = canonical.encode(entry)
    if _LONG_NUMBER.search(text):
        canonical.checked(entry)
    if len(text) > ENTRY_BYTES_MAX:
        raise EntryTooLong(f"an entry has at most {ENTRY_BYTES_MAX} bytes; this one {len(text)}")
    return text


def act_message(origin: str, identity: str, actor: str, act: Act) -> bytes:
    """What a member signs when she signs an act herself.

    The origin ties it to one co-operative and the id to one submission, so that a signature can
    be used nowhere else and only once.

    Args:
        origin: the name of the log.
        identity: the id of the submission.
        actor: the member.
        act: the act with its commitments in place.
    """
    body = {"act": act, "actor": actor, "id": identity, "origin": origin}
    return b"auzolan/v1/act\x00" + canonical.encode(body)


def is_signed_by(auth: KeySigned, message: bytes) -> bool:
    """Whether the signature was made over this message by the key that it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(auth.key))
        key.verify(bytes.fromhex(auth.signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
