"""The record's own tables in the database against the record: entries and head, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from auzolan.audit.database import EntryTuple, blob
from auzolan.audit.explain import note_texts
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.audit.stream import Block
from auzolan.cooperative import RULES, AnyEntry
from auzolan.record.notes import VerifierKey, verify_checkpoint

_COLUMNS = ("seq", "id", "at", "actor", "act", "leaf")
_TAGS = {kind: str(kind.__struct_config__.tag) for kind in RULES}


class Head(NamedTuple):
    """The end of the record as `record_head` should hold it."""

    size: int
    root: bytes
    frontier: bytes
    at: int


def compare_rows(findings: Findings, block: Block, entries: Sequence[AnyEntry]) -> None:
    """Compare the rows of a block of entries with the entries.

    Args:
        findings: where differences are noted.
        block: the block, with the rows that the database holds.
        entries: its entries, as far as they could be read.
    """
    pairs = zip(entries, block.leaves, block.bodies, strict=False)
    made: list[EntryTuple] = [
        (entry.seq, entry.id, entry.at, entry.actor, _TAGS[type(entry.act)], leaf, body)
        for entry, leaf, body in pairs
    ]
    findings.checked("rows of record_entry", len(made))
    if made == block.rows:
        return
    there = {row[0]: row for row in block.rows or ()}
    for right in made:
        _compare_row(findings, right, there.get(right[0]))


def _compare_row(findings: Findings, right: EntryTuple, row: EntryTuple | None) -> None:
    about = f"record_entry {right[0]}"
    if row is None:
        findings.differ(right[0], about, "row", expected="an entry", found="no row")
        return
    if row[6] != right[6]:
        note_texts(findings, right[0], about, expected=right[6], found=blob(row[6]))
    for name, ours, theirs in zip(_COLUMNS, right, row, strict=False):
        if ours != theirs:
            findings.differ(right[0], about, name, expected=_plain(ours), found=_plain(theirs))


def check_head(
    findings: Findings, expected: Head, stored: tuple[int, bytes, bytes, int, str] | None,
    vkey: VerifierKey | None,
) -> None:  # fmt: skip
    """Compare `record_head` with the record, and verify its signed note.

    Args:
        findings: where differences are noted.
        expected: what follows from the entries.
        stored: size, root, frontier, moment and note as the database has them.
        vkey: the key in force after the last entry.
    """

    def differ(field: str, right: object, there: object) -> None:
        findings.differ(NO_ENTRY, "record_head", field, expected=right, found=there)

    if stored is None:
        if expected.size:
            differ("row", "the head of the record", "no row")
        return
    for name, ours, theirs in zip(Head._fields, expected, stored, strict=False):
        if ours != theirs:
            differ(name, _plain(ours), _plain(theirs))
    try:
        signed = verify_checkpoint(blob(stored[4]), [vkey] if vkey is not None else [])
    except ValueError as fault:
        differ("checkpoint", "a head signed by the log's key", fault)
        return
    findings.checked("heads in the database")
    if (signed.size, signed.root) != (expected.size, expected.root):
        differ("checkpoint", f"{expected.size} entries", f"{signed.size} entries")


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
