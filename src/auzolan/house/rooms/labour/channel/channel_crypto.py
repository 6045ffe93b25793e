"""Letters that only their readers can open: sealed on the sender's side, to each reader's own key.

X25519 for each reader, HKDF over SHA-256, ChaCha20-Poly1305. Length and number of readers are
rounded up. It opens no file and knows no office; nothing here proves who wrote a letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta

from auzolan.foundation import canonical
from auzolan.foundation.ids import Digest, Id

READERS_MAX = 1_000
SLOTS_AT_ONCE = 32
SIZES = (1_024, 4_096, 16_384, 65_536)
"""What the inside of a letter is filled up to, in bytes."""
SENDER_CHARACTERS_MAX = 40
_KEY_SIZE, _SLOT_SIZE, _LENGTH_SIZE = 32, 48, 4
_ONCE = bytes(12)
"""The nonce: every key is used once, so that it may be the same."""
_LETTER, _SLOT, _READER = (
    b"auzolan/v1/channel-letter\x00",
    b"auzolan/v1/channel-slot\x00",
    b"auzolan/v1/channel-reader\x00",
)

Signature = Annotated[str, Meta(pattern=r"\A([0-9a-f]{128})?\Z")]
NoneOrKey = Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")]


class ReaderKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reader and the key that letters to her are sealed to, all in hexadecimal.

    `signature` is by `signed_by`, the key that she registered on the record; both are empty where
    only the house's word binds the key to her.
    """

    member: Id
    key: Digest
    signed_by: NoneOrKey = ""
    signature: Signature = ""


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed letter.

    Attributes:
        v: version of this shape.
        readers: digest of the list of keys that it was sealed to.
        once: the sender's key for this letter alone.
        slots: the letter's key, sealed to each reader; some are chance, so that readers are not
            counted.
        body: the sealed inside.
    """

    v: Annotated[int, Meta(ge=1, le=1)]
    readers: Digest
    once: Annotated[bytes, Meta(min_length=_KEY_SIZE, max_length=_KEY_SIZE)]
    slots: Annotated[tuple[bytes, ...], Meta(min_length=1, max_length=READERS_MAX + SLOTS_AT_ONCE)]
    body: Annotated[bytes, Meta(max_length=SIZES[-1] + 16)]


class Inside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What readers see: a name that the sender chose, and her words."""

    sender: Annotated[str, Meta(min_length=1, max_length=SENDER_CHARACTERS_MAX)]
    text: Annotated[str, Meta(min_length=1, max_length=SIZES[-1])]


def new_key(chance: Callable[[int], bytes]) -> tuple[str, str]:
    """A reader's private and public key, in hexadecimal."""
    private = chance(_KEY_SIZE)
    return private.hex(), public_of(private.hex())


def public_of(private: str) -> str:
    """The public key of a private one, both in hexadecimal.

    Raises:
        ValueError: it is no key.
    """
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    return key.public_key().public_bytes_raw().hex()


def is_sound(key: str) -> bool:
    """Whether letters can be sealed to a public key; a few points of the curve open to anybody."""
    try:
        tried = X25519PrivateKey.from_private_bytes(bytes(range(_KEY_SIZE)))
        tried.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(key)))
    except ValueError:
        return False
    return True


def fingerprint(key: str) -> str:
    """What people compare, over a table or a telephone: eight groups of four."""
    text = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32]
    return " ".join(text[place : place + 4] for place in range(0, 32, 4))


def reader_message(member: str, key: str, origin: str) -> bytes:
    """What a member signs to say that a channel key is hers, in this co-operative."""
    return _READER + canonical.encode({"key": key, "member": member, "origin": origin})


def signed_reader(member: str, key: str, origin: str, signing: Ed25519PrivateKey) -> ReaderKey:
    """A reader's key, bound to her by the key that she registered on the record."""
    signature = signing.sign(reader_message(member, key, origin)).hex()
    return ReaderKey(member, key, signing.public_key().public_bytes_raw().hex(), signature)


def is_signed(reader: ReaderKey, origin: str) -> bool:
    """Whether the signature on a reader's key holds."""
    try:
        signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(reader.signed_by))
        message = reader_message(reader.member, reader.key, origin)
        signer.verify(bytes.fromhex(reader.signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def digest_of(readers: Iterable[ReaderKey]) -> str:
    """The digest of a list of readers, in whatever order they come."""
    return canonical.digest(sorted((one.member, one.key) for one in readers))


def seal_letter(inside: Inside, readers: list[ReaderKey], chance: Callable[[int], bytes]) -> Letter:
    """Seal a letter to all of these readers and to nobody else.

    Args:
        inside: name and words.
        readers: 1 to 1,000, with keys that are sound.
        chance: where keys come from; the machine's, never a seed.
    Raises:
        ValueError: no reader, too many, or words that are too long.
    """
    if not 1 <= len(readers) <= READERS_MAX:
        raise ValueError(f"a letter has 1 to {READERS_MAX} readers; got {len(readers)}")
    digest, letter_key = digest_of(readers), chance(_KEY_SIZE)
    own = X25519PrivateKey.from_private_bytes(chance(_KEY_SIZE))
    once = own.public_key().public_bytes_raw()
    about = _about(once, digest)
    slots = []
    for reader in readers:
        public = bytes.fromhex(reader.key)
        shared = own.exchange(X25519PublicKey.from_public_bytes(public))
        slot_key = _slot_key(shared, once, public)
        slots.append(ChaCha20Poly1305(slot_key).encrypt(_ONCE, letter_key, about))
    slots += [chance(_SLOT_SIZE) for _ in range(-len(slots) % SLOTS_AT_ONCE)]
    body = ChaCha20Poly1305(letter_key).encrypt(_ONCE, _filled(inside), about)
    # Sealed keys look like chance, so that their order says nothing of the readers'.
    return Letter(1, digest, once, tuple(sorted(slots)), body)


def open_letter(letter: Letter, private: str) -> Inside | None:
    """The inside of a letter, or None where this key is not among those it was sealed to."""
    own = X25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    about = _about(letter.once, letter.readers)
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(letter.once))
        slot_key = _slot_key(shared, letter.once, own.public_key().public_bytes_raw())
        for slot in letter.slots:
            letter_key = _opened(slot_key, slot, about)
            filled = _opened(letter_key, letter.body, about) if letter_key else None
            if filled is not None:
                length = int.from_bytes(filled[:_LENGTH_SIZE], "big")
                content = filled[_LENGTH_SIZE : _LENGTH_SIZE + length]
                return msgspec.json.decode(content, type=Inside)
    except ValueError:
        return None
    return None


def _opened(key: bytes, sealed: bytes, about: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(_ONCE, sealed, about)
    except InvalidTag:
        return None


def _about(once: bytes, digest: str) -> bytes:
    return _LETTER + once + bytes.fromhex(digest)


def _slot_key(shared: bytes, once: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_SIZE, salt=None, info=_SLOT + once + public).derive(shared)


def _filled(inside: Inside) -> bytes:
    content = msgspec.json.encode(inside)
    msgspec.json.decode(content, type=Inside)  # a struct's limits hold only where it is read
    size = next((size for size in SIZES if len(content) + _LENGTH_SIZE <= size), 0)
    if not size:
        raise ValueError(f"a letter holds at most {SIZES[-1]:,} bytes with its frame")
    return (
        len(content).to_bytes(_LENGTH_SIZE, "big")
        + content
        + bytes(size - _LENGTH_SIZE - len(content))
    )
