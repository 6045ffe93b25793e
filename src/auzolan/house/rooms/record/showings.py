"""What can be read of this room by programs and as files; see `house/doing.py`.

What an entry keeps closed stays closed here, for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.audit.folder import Folder
from auzolan.foundation.books import Scalar
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.record import queries
from auzolan.house.storage.reader import Reader
from auzolan.record.frontier import leaf_hash
from auzolan.record.notes import parse_vkey, verify_checkpoint

_SEQ_DIGITS_MAX = 15


class EntryText(msgspec.Struct, frozen=True):
    """One entry of the record, as it is published.

    Attributes:
        seq: its number, from 0.
        act: what was asked, with its version.
        at: its moment, UTC.
        actor: who asked: a member, a one-time tag, or the house.
        leaf: its leaf hash, hexadecimal.
        text: its canonical text, byte for byte what the leaf hash is made from.
    """

    seq: int
    act: str
    at: str
    actor: str
    leaf: str
    text: str


class HeadOfRecord(msgspec.Struct, frozen=True):
    """The published head of the record, and the key that checks it.

    Attributes:
        size: entries under the root.
        root: of the tree over all of them, hexadecimal.
        note: the signed checkpoint.
        vkey: the verifier key.
    """

    size: int
    root: str
    note: str
    vkey: str


class EntriesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From which entry on."""

    since: Annotated[int, Meta(ge=0, description="The first entry that is wanted.")] = 0


def _entries(
    reader: Reader, who: Who, *, after: tuple[Scalar, ...], limit: int, asked: EntriesAsked
) -> Sequence[EntryText]:
    start = max(asked.since, int(after[0]) + 1 if after else 0)
    bodies = reader.log.entries(start, start + limit)
    return [_text(start + place, bytes(body)) for place, (_, body) in enumerate(bodies)]


def _entry(reader: Reader, who: Who, *, seq: str) -> EntryText | None:
    number = _number(seq)
    return _text(number, reader.log.body(number)) if number is not None else None


def _text(seq: int, body: bytes) -> EntryText:
    head = msgspec.json.decode(body, type=_Outside)
    return EntryText(
        seq, head.act.type, iso_from_moment(head.at), head.actor, leaf_hash(body).hex(),
        body.decode(),
    )  # fmt: skip


def _checkpoint(reader: Reader, who: Who) -> HeadOfRecord | None:
    return head_of(reader.folder)


def head_of(folder: Folder) -> HeadOfRecord | None:
    """The published head, or None where nothing that verifies has been published."""
    try:
        note = folder.checkpoint.read_bytes()
        vkey = folder.verifier_key.read_text(encoding="ascii").strip()
        found = verify_checkpoint(note, [parse_vkey(vkey)])
    except (OSError, ValueError):
        return None
    return HeadOfRecord(found.size, found.root.hex(), note.decode(), vkey)


def _proof(reader: Reader, who: Who, *, seq: str) -> queries.Proof | None:
    number = _number(seq)
    try:
        return queries.proof_of(reader, number) if number is not None else None
    except (OSError, ValueError):
        return None


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _SEQ_DIGITS_MAX
    return int(text) if is_number else None


class _ActName(msgspec.Struct, frozen=True):
    type: str


class _Outside(msgspec.Struct, frozen=True):
    act: _ActName
    at: int
    actor: str


SHOWINGS: tuple[Showing, ...] = (
    Showing(
        "record.entries", "record/entries", EntryText, _entries, key="seq", asks=EntriesAsked,
        seeks=True,
    ),
    Showing("record.entry", "record/entries/{seq}", EntryText, _entry),
    Showing("record.checkpoint", "record/checkpoint", HeadOfRecord, _checkpoint),
    Showing("record.proof", "record/proof/{seq}", queries.Proof, _proof),
)  # fmt: skip
