"""The record's two decisions: erasing a sealed field, changing the log's key."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.refusals import Refusal
from auzolan.record.acts import Redact, Redacted, RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import (
    apply_key_rotated,
    apply_redacted,
    decide_redact,
    decide_rotate_key,
    rotation_message,
)
from auzolan.record.state import LOG, LogKey, SealedField
from support import case_of

ORIGIN = "tests.demo.invalid"


def signer(number: int, name: str = ORIGIN) -> Signer:
    """A key of a given number."""
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def vkey(number: int, name: str = ORIGIN) -> str:
    """Its verifier key."""
    return format_vkey(signer(number, name).verifier_key)


def books() -> MemoryBooks:
    """A record with one sealed field and key number 1."""
    made = MemoryBooks()
    made.put(SealedField(3, "name", -1))
    made.put(LogKey(LOG, vkey(1), ORIGIN, 0))
    return made


def rotation(old: int, new: int, *, signed_by: int, name: str = ORIGIN) -> RotateKey:
    """The act that changes key `old` to `new`."""
    message = rotation_message(ORIGIN, vkey(old), vkey(new, name))
    signature = signer(signed_by).private_key.sign(message).hex()
    return RotateKey(vkey(old), vkey(new, name), signature)


def code(answer: object) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Refusal)
    return answer.code


def test_a_sealed_field_is_erased_once() -> None:
    """Goal: only what is sealed and still there. Method: other field, right field, again."""
    state = books()
    assert code(decide_redact(state, Redact(3, "member", ""), case_of())) == (
        "record.no_such_sealed_field"
    )
    act = Redact(3, "name", "")
    assert decide_redact(state, act, case_of()) == (Redacted(3, "name"),)
    apply_redacted(state, case_of(seq=9), act, Redacted(3, "name"))
    assert state.get(SealedField, (3, "name")) == SealedField(3, "name", 9)
    assert code(decide_redact(state, act, case_of())) == "record.already_erased"


def test_the_log_key_changes_when_both_keys_agree() -> None:
    """Goal: no key takes over alone. Method: wrong old key, unsigned, other name, then right."""
    state = books()
    for act, expected in (
        (rotation(2, 3, signed_by=3), "record.not_the_key_in_use"),
        (rotation(1, 2, signed_by=1), "record.new_key_did_not_sign"),
        (RotateKey(vkey(1), "no key at all", "0" * 128), "record.new_key_did_not_sign"),
        (rotation(1, 2, signed_by=2, name="other.demo.invalid"), "record.key_of_another_log"),
        (rotation(1, 1, signed_by=1), "record.key_of_another_log"),
    ):
        assert code(decide_rotate_key(state, act, case_of())) == expected
    act = rotation(1, 2, signed_by=2)
    facts = decide_rotate_key(state, act, case_of())
    assert not isinstance(facts, Refusal)
    apply_key_rotated(state, case_of(seq=5), act, facts[0])
    assert state.get(LogKey, LOG) == LogKey(LOG, vkey(2), ORIGIN, 5)
