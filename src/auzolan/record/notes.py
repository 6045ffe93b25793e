"""Signed notes and checkpoints: what the co-operative signs about the whole record.

A note is text with Ed25519 signatures below it; a checkpoint is a note that states the size and
root of a log. This module writes and reads both, strictly: one meaning has one spelling. It
deliberately neither makes nor stores keys, and does not judge whether a root is right.

Everything malformed, unsigned or wrongly signed raises ValueError, so that no caller can go on
with the text of a note that did not verify.

Source: C2SP signed-note and tlog-checkpoint (https://c2sp.org).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from auzolan.record.merkle import EMPTY_ROOT, HASH_SIZE

NOTE_BYTES_MAX: Final = 1_000_000
"""Largest note that is read; room for 100 signatures of the longest known kind."""

SIGNATURES_MAX: Final = 100
"""Largest number of signature lines in a note."""

_ED25519: Final = b"\x01"
_SIGNATURE_SIZE: Final = 64
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,19}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key that may sign notes, under its name."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        """Refuse a name or key that no note could carry."""
        _check_name(self.name)
        if len(self.public_key) != 32:
            raise ValueError(f"an Ed25519 public key has 32 bytes; got {len(self.public_key)}")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line says which key made it."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return sha256(named).digest()[:4]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that signs notes under a name; the key never shows in its text."""

    name: str
    private_key: Ed25519PrivateKey = field(repr=False)
    verifier_key: VerifierKey = field(init=False)
    """The public half; worked out once, since every call to the desk signs."""

    def __post_init__(self) -> None:
        """Refuse a name that no note could carry."""
        public_key = self.private_key.public_key().public_bytes_raw()
        object.__setattr__(self, "verifier_key", VerifierKey(self.name, public_key))


def parse_vkey(text: str) -> VerifierKey:
    """Read a verifier key from its one line of text.

    Args:
        text: `<name>+<key id, 8 hex digits>+<base64 of 0x01 and the public key>`.
    Returns:
        The key.
    Raises:
        ValueError: another shape or spelling, or the key id is not that of name and key.
    Source: C2SP signed-note; verifier keys as in golang.org/x/mod/sumdb/note.
    """
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise ValueError(f"expected <name>+<key id>+<key>; got {text!r}")
    typed_key = decode_base64(parts[2])
    if typed_key[:1] != _ED25519:
        raise ValueError(f"expected an Ed25519 key (type 01); got type {typed_key[:1].hex()!r}")
    key = VerifierKey(parts[0], typed_key[1:])
    if format_vkey(key) != text:
        raise ValueError(f"expected {format_vkey(key)!r} for this name and key; got {text!r}")
    return key


def format_vkey(key: VerifierKey) -> str:
    """Write a verifier key as one line of text, without a newline.

    Args:
        key: the key.
    Returns:
        The text that `parse_vkey` reads.
    Source: C2SP signed-note; verifier keys as in golang.org/x/mod/sumdb/note.
    """
    return f"{key.name}+{key.key_id.hex()}+{encode_base64(_ED25519 + key.public_key)}"


def sign_note(text: bytes, signers: Sequence[Signer]) -> bytes:
    """Sign a text, with one line for each signer in the order given.

    Args:
        text: UTF-8 that ends in a newline and holds no other control character.
        signers: 1 to 100 of them, no name and key twice.
    Returns:
        The note: text, blank line, signature lines.
    Raises:
        ValueError: the text cannot be the text of a note, or the number of signers is wrong.
    Source: C2SP signed-note, "Format" and "Ed25519 signatures".
    """
    _check_text(_decode_utf8(text))
    keys = [signer.verifier_key for signer in signers]
    if not 1 <= len(keys) <= SIGNATURES_MAX or len(set(keys)) != len(keys):
        raise ValueError(f"a note has 1 to {SIGNATURES_MAX} different signers; got {len(keys)}")
    lines = [
        f"\u2014 {key.name} {encode_base64(key.key_id + signer.private_key.sign(text))}\n"
        for signer, key in zip(signers, keys, strict=True)
    ]
    return text + b"\n" + "".join(lines).encode()


def verify_note(note: bytes, vkeys: Iterable[VerifierKey]) -> bytes:
    """Return the text of a note, if a key that we know has signed it.

    Signatures by unknown keys are ignored. One bad signature by a known key refuses the
    note, however many good ones stand beside it.

    Args:
        note: the whole note.
        vkeys: the keys that the caller trusts.
    Returns:
        The text, with its last newline.
    Raises:
        ValueError: the note is malformed, a known key's signature is bad, or no known key
            has signed.
    Source: C2SP signed-note, "Signatures".
    """
    text, _ = _verified(note, vkeys)
    return text


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log states about itself: its name, how many entries, and their root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be written, or could be read as something else."""
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line or _CONTROL.search(line):
                raise ValueError(f"a checkpoint line is not empty and printable; got {line!r}")
        if not 0 <= self.size < 2**64:
            raise ValueError(f"a log size is 0 to 2**64 - 1; got {self.size}")
        if len(self.root) != HASH_SIZE:
            raise ValueError(f"a root has {HASH_SIZE} bytes; got {len(self.root)}")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise ValueError("a log without entries has the empty root; got another")

    def encode(self) -> bytes:
        """Write the text of the checkpoint, ready to be signed.

        Returns:
            Origin, size, root and extension lines, each with a newline.
        Source: C2SP tlog-checkpoint, "Note text".
        """
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def decode(cls, text: bytes) -> Checkpoint:
        """Read the text of a checkpoint; only the one right spelling is taken.

        Args:
            text: at least three lines, each with a newline; without signatures.
        Returns:
            The checkpoint. It means nothing unless the text came from `verify_note`.
        Raises:
            ValueError: a line is missing, empty or spelled in another way.
        Source: C2SP tlog-checkpoint, "Note text".
        """
        lines = _decode_utf8(text).split("\n")
        if len(lines) < 4 or lines.pop():
            raise ValueError("a checkpoint has at least 3 lines, each ending in a newline")
        origin, size, root, *extensions = lines
        return cls(origin, parse_decimal(size), decode_base64(root), tuple(extensions))


def sign_checkpoint(checkpoint: Checkpoint, signers: Sequence[Signer]) -> bytes:
    """Sign a checkpoint as a note.

    Args:
        checkpoint: what the log states.
        signers: 1 to 100; the log's own key is named as its origin.
    Returns:
        The note.
    Raises:
        ValueError: the number of signers is wrong.
    Source: C2SP tlog-checkpoint, "Signatures".
    """
    return sign_note(checkpoint.encode(), signers)


def verify_checkpoint(note: bytes, vkeys: Iterable[VerifierKey]) -> Checkpoint:
    """Return the checkpoint of a note that the log itself has signed.

    A key under another name than the origin (a witness) may sign too, but a checkpoint
    counts only with the signature of a known key named as the origin: otherwise any key we
    trust for one log could speak for another.

    Args:
        note: the whole note.
        vkeys: the keys that the caller trusts.
    Returns:
        The checkpoint.
    Raises:
        ValueError: the note does not verify, is no checkpoint, or is not signed by its log.
    Source: C2SP tlog-checkpoint, "Signatures".
    """
    text, names = _verified(note, vkeys)
    checkpoint = Checkpoint.decode(text)
    if checkpoint.origin not in names:
        raise ValueError(
            f"expected a signature by {checkpoint.origin!r}; got one by {sorted(names)}"
        )
    return checkpoint


def encode_base64(data: bytes) -> str:
    """Write bytes as standard base64 with padding (RFC 4648 section 4)."""
    return b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """Read standard base64, in its one canonical spelling only.

    Args:
        text: base64 with padding, no spaces.
    Returns:
        The bytes.
    Raises:
        ValueError: another alphabet, missing padding, or bits set behind the last byte.
    Source: RFC 4648 sections 3.5 and 4.
    """
    data = b64decode(text, validate=True)
    # The decoder ignores the unused bits of the last digit, so two texts could mean the same.
    if encode_base64(data) != text:
        raise ValueError(f"expected canonical base64 {encode_base64(data)!r}; got {text!r}")
    return data


def parse_decimal(text: str) -> int:
    """Read a whole number from ASCII digits without leading zeros.

    Args:
        text: `0`, or 1 to 20 digits of which the first is not 0.
    Returns:
        0 to 2**64 - 1.
    Raises:
        ValueError: anything else.
    Source: C2SP tlog-checkpoint, "Note text".
    """
    if _DECIMAL.fullmatch(text) is None or int(text) >= 2**64:
        raise ValueError(f"expected decimal digits without leading zeros, < 2**64; got {text!r}")
    return int(text)


def _verified(note: bytes, vkeys: Iterable[VerifierKey]) -> tuple[bytes, set[str]]:
    """Text of a note, and the names of the known keys that signed it (at least one)."""
    known = {(key.name, key.key_id): key for key in vkeys}
    text, signatures = _parse(note)
    signed: set[VerifierKey] = set()
    for name, signature in signatures:
        key = known.get((name, signature[:4]))
        if key is None:
            continue
        if key in signed:
            raise ValueError(f"expected one signature by {name!r}; got two")
        if not _holds(key, signature[4:], text):
            raise ValueError(f"the signature by {name!r} does not fit the text of the note")
        signed.add(key)
    if not signed:
        raise ValueError(
            f"expected a signature by one of {sorted(name for name, _ in known)}; "
            f"got {[name for name, _ in signatures]}"
        )
    return text, {key.name for key in signed}


def _parse(note: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Text of a note, and name and bytes (key id, signature) of each line below it."""
    if len(note) > NOTE_BYTES_MAX:
        raise ValueError(f"a note has at most {NOTE_BYTES_MAX} bytes; got {len(note)}")
    whole = _decode_utf8(note)
    end = whole.rfind("\n\n")
    if end < 0 or not whole.endswith("\n"):
        raise ValueError("expected text, a blank line, and signature lines that end in a newline")
    text, lines = whole[: end + 1], whole[end + 2 : -1].split("\n")
    _check_text(text)
    if len(lines) > SIGNATURES_MAX:
        raise ValueError(f"a note has at most {SIGNATURES_MAX} signatures; got {len(lines)}")
    return text.encode(), [_parse_signature(line) for line in lines]


def _parse_signature(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014":
        raise ValueError(f"expected an em dash, a name and a signature; got {line!r}")
    _check_name(parts[1])
    signature = decode_base64(parts[2])
    if len(signature) < 5:
        raise ValueError(f"a signature has more than 4 bytes; got {len(signature)}")
    return parts[1], signature


def _holds(key: VerifierKey, signature: bytes, text: bytes) -> bool:
    if len(signature) != _SIGNATURE_SIZE:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _check_name(name: str) -> None:
    bad = not name or "+" in name or any(one.isspace() or one < " " for one in name)
    if bad:
        raise ValueError(f"a key name is not empty and has no space, control or plus; got {name!r}")


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("a note's text ends in a newline and has no other control character")


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"expected UTF-8; got byte {error.start} that is not") from error
