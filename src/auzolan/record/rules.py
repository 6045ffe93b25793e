"""The record's own two decisions: may a sealed field be erased, may the log's key change."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.record.acts import KeyRotated, Redact, Redacted, RotateKey
from auzolan.record.case import Case
from auzolan.record.notes import parse_vkey
from auzolan.record.state import LOG, LogKey, SealedField

ARTICLE = "house, record"


def rotation_message(origin: str, old_key: str, new_key: str) -> bytes:
    """What the new key signs to show that its holder agrees to take over from the old one."""
    return b"auzolan/v1/rotate\x00" + f"{origin}\n{old_key}\n{new_key}\n".encode()


def decide_redact(books: Books, act: Redact, case: Case) -> tuple[Redacted, ...] | Refusal:
    """Whether a sealed field may be erased: it must exist and not be erased already."""
    field = books.get(SealedField, (act.entry, act.field))
    if field is None:
        return Refusal(
            "record.no_such_sealed_field", ARTICLE,
            f"Entry {act.entry} has no sealed field called {act.field}.",
            "Look at the entry: only its sealed fields can be erased.",
        )  # fmt: skip
    if field.erased_at >= 0:
        return Refusal(
            "record.already_erased", ARTICLE,
            f"Entry {field.erased_at} erased this field already.", "Nothing more is needed.",
        )  # fmt: skip
    return (Redacted(act.entry, act.field),)


def apply_redacted(books: Books, case: Case, act: Redact, fact: Redacted) -> None:
    """Remember which entry erased the field."""
    books.put(SealedField(fact.entry, fact.field, case.seq))


def decide_rotate_key(books: Books, act: RotateKey, case: Case) -> tuple[KeyRotated, ...] | Refusal:
    """Whether the log's key may change: the old one is in use, and the new one has agreed."""
    row = books.get(LogKey, LOG)
    if row is None or row.vkey != act.old_key:
        return Refusal(
            "record.not_the_key_in_use", ARTICLE,
            "The old key named here is not the one that signs the record now.",
            "Name the key that stands in public/vkey.",
        )  # fmt: skip
    try:
        new_key = parse_vkey(act.new_key)
        public = Ed25519PublicKey.from_public_bytes(new_key.public_key)
        public.verify(
            bytes.fromhex(act.new_signature),
            rotation_message(row.origin, act.old_key, act.new_key),
        )
    except (InvalidSignature, ValueError):
        return Refusal(
            "record.new_key_did_not_sign", ARTICLE,
            "The new key did not sign this change, or is not a verifier key.",
            "Sign the change with the new key and ask again.",
        )  # fmt: skip
    if new_key.name != row.origin or act.new_key == act.old_key:
        return Refusal(
            "record.key_of_another_log", ARTICLE,
            f"The new key must be another key named {row.origin}.",
            "Make a new key under the name of this record.",
        )  # fmt: skip
    return (KeyRotated(act.new_key),)


def apply_key_rotated(books: Books, case: Case, act: RotateKey, fact: KeyRotated) -> None:
    """Checkpoints from this entry on carry the new key."""
    row = books.get(LogKey, LOG)
    assert row is not None, "a key was rotated before there was one"
    books.put(LogKey(LOG, fact.new_key, row.origin, case.seq))
