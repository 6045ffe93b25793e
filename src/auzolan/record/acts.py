"""What can be asked of the record itself: erase a sealed field, change the log's key."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

VerifierKey = Annotated[str, Meta(min_length=10, max_length=300)]


class Redact(Act, frozen=True, gc=False, tag="record.redact/1"):
    """Erase what one sealed field of an entry said; its commitment stays."""

    entry: Whole
    field: Id
    reason: Sealed


class RotateKey(Act, frozen=True, gc=False, tag="record.rotate_key/1"):
    """Sign checkpoints with another key from here on; both keys sign the change."""

    old_key: VerifierKey
    new_key: VerifierKey
    new_signature: Annotated[str, Meta(pattern=r"\A[0-9a-f]{128}\Z")]


class Redacted(Fact, frozen=True, gc=False, tag="record.redacted/1"):
    """The opening of this field is gone; whoever keeps a copy must destroy it."""

    entry: Whole
    field: Id


class KeyRotated(Fact, frozen=True, gc=False, tag="record.key_rotated/1"):
    """Checkpoints from this entry on carry the new key."""

    new_key: VerifierKey
