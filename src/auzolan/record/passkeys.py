"""Acts signed with a passkey: what the device signed, read strictly, and whether it fits an act.

A passkey signs a challenge that a site sets, never a text. So the challenge is made from the very
bytes that a key would sign, and an assertion fits one act of one record and no other. This module
knows no member and no book; it reads no CBOR, and does not look at the counter of a device: passkeys
that are shared between devices always say 0, and people send in another order than they sign.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from enum import Enum
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from msgspec import Meta

from auzolan.foundation import canonical

PROOF = "auth"
"""What the opening of an assertion is called: it stands where the entry says how it was asked for."""

OWN_MACHINE = "localhost"
"""The one name under which browsers let a passkey work without TLS."""

_DOMAIN = b"auzolan/v1/passkey\x00"
_ES256, _ED25519 = "es256", "ed25519"
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?\Z")
_PORT_MAX = 65_535
_HASH_SIZE, _FLAGS_AT, _BARE_SIZE = 32, 32, 37
_IS_PRESENT, _IS_CHECKED, _IS_NEW, _HAS_MORE = 0x01, 0x04, 0x40, 0x80

PasskeyKey = Annotated[
    str, Meta(pattern=r"\A(es256-0[23][0-9a-f]{64}|ed25519-[0-9a-f]{64})\Z")
]  # fmt: skip
"""A public key with its kind: a point of P-256, compressed, or an Ed25519 key; in hexadecimal."""

Host = Annotated[
    str,
    Meta(max_length=253,
         pattern=r"\A(localhost|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+)\Z"),
]  # fmt: skip
"""The name of a site, to which a device binds its passkeys."""


class Assertion(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What a device answered to a challenge; all but `key` in hexadecimal.

    Attributes:
        authenticator: what the device says of itself: 37 to 1,024 bytes.
        client: what the browser says it asked for: JSON of at most 4,096 bytes.
        key: the public key that is to fit.
        signature: DER for `es256`, 64 bytes for `ed25519`.
    """

    authenticator: Annotated[str, Meta(pattern=r"\A([0-9a-f]{2}){37,1024}\Z")]
    client: Annotated[str, Meta(pattern=r"\A([0-9a-f]{2}){2,4096}\Z")]
    key: PasskeyKey
    signature: Annotated[str, Meta(pattern=r"\A([0-9a-f]{2}){8,80}\Z")]


class PasskeyFault(Enum):
    """Why an assertion does not show that somebody asked for an act, in the order of asking."""

    NOT_HERS = "the passkey did not sign for this member then"
    UNREADABLE = "what the browser or the device says cannot be read"
    OTHER_ACT = "it was made for something else"
    OTHER_PLACE = "it was made at another address"
    NOT_CHECKED = "the device did not check who holds it"
    NOT_SIGNED = "its signature does not fit"


_DECODER = msgspec.json.Decoder(Assertion)


def assertion_text(assertion: Assertion) -> str:
    """The text of which the commitment in the entry is made."""
    return canonical.encode(assertion).decode()


def read_assertion(text: str) -> Assertion:
    """Read an assertion strictly.

    Raises:
        ValueError: it is none, or not in canonical spelling.
    """
    return canonical.decode(text.encode(), _DECODER)


def is_key(text: str) -> bool:
    """Whether a key of the right form is one: not every number is a point of the curve."""
    try:
        _public_key(text)
    except ValueError:
        return False
    return True


def passkey_challenge(message: bytes) -> bytes:
    """The challenge that a passkey signs for an act.

    Args:
        message: as `act_message` gives it, which is what a key signs.
    Returns:
        32 bytes.
    """
    return hashlib.sha256(_DOMAIN + message).digest()


def fault_of(assertion: Assertion, host: str, challenge: bytes) -> PasskeyFault | None:
    """What keeps an assertion from being an answer to this challenge, made at this site.

    Args:
        assertion: with the key that is to fit; whose that is, is asked elsewhere.
        host: the name of the site that the key was registered for.
        challenge: of the act, 32 bytes.
    Returns:
        The first fault, or None.
    Source: W3C Web Authentication Level 2, section 7.2, steps 11 to 20.
    """
    client, device = bytes.fromhex(assertion.client), bytes.fromhex(assertion.authenticator)
    said = _said(client)
    if said is None or not _is_of_its_size(device):
        return PasskeyFault.UNREADABLE
    if said.get("type") != "webauthn.get" or said.get("challenge") != _spelt(challenge):
        return PasskeyFault.OTHER_ACT
    is_here = device[:_HASH_SIZE] == hashlib.sha256(host.encode()).digest()
    if not is_here or not _is_at(said.get("origin"), host) or said.get("crossOrigin", False):
        return PasskeyFault.OTHER_PLACE
    flags = device[_FLAGS_AT]
    if not flags & _IS_PRESENT or not flags & _IS_CHECKED:
        return PasskeyFault.NOT_CHECKED
    message = device + hashlib.sha256(client).digest()
    return None if _fits(assertion, message) else PasskeyFault.NOT_SIGNED


def _said(client: bytes) -> dict[str, object] | None:
    """What the browser says, each thing once; None where that is not so."""
    try:
        said = json.loads(client.decode("utf-8"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _is_of_its_size(device: bytes) -> bool:
    """Whether there is no more than the flags announce; a new key has no place in an answer."""
    flags = device[_FLAGS_AT]
    return not flags & _IS_NEW and (len(device) > _BARE_SIZE) == bool(flags & _HAS_MORE)


def _spelt(challenge: bytes) -> str:
    return urlsafe_b64encode(challenge).decode("ascii").rstrip("=")


def _is_at(origin: object, host: str) -> bool:
    """Whether an origin is this very site, at any port: over TLS, or on one's own machine."""
    found = _ORIGIN.match(origin) if isinstance(origin, str) else None
    if found is None or found["host"] != host or int(found["port"] or 1) > _PORT_MAX:
        return False
    return found["scheme"] == "https" or host == OWN_MACHINE


def _public_key(text: str) -> ec.EllipticCurvePublicKey | Ed25519PublicKey:
    kind, _, digits = text.partition("-")
    content = bytes.fromhex(digits)
    if kind == _ED25519:
        return Ed25519PublicKey.from_public_bytes(content)
    if kind != _ES256:
        raise ValueError(f"a passkey is {_ES256} or {_ED25519}; got {kind[:20]}")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), content)


def _fits(assertion: Assertion, message: bytes) -> bool:
    signature = bytes.fromhex(assertion.signature)
    try:
        key = _public_key(assertion.key)
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, message)
        else:
            key.verify(signature, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
