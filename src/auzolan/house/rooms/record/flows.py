"""What a door does about the record itself: publish it, and erase what a sealed field said.

It changes no entry. An erasure is on the record before the vault forgets, so that a crash between
the two leaves something to finish and never something to hide.
"""

from __future__ import annotations

from auzolan.contributions.acts import Erase
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.publisher import Publisher
from auzolan.house.rooms.consent.receipt_files import emit
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.storage.database import open_books
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.house.vault.erasures import keep_mark, mark_of, rows_changed_ns
from auzolan.house.vault.rows import erase_batch
from auzolan.record.acts import Redact
from auzolan.record.entries import Act
from auzolan.record.notes import Checkpoint
from auzolan.record.state import SealedField


def publish(desk: Desk) -> Checkpoint:
    """Bring the published record up to the last entry, and the members' receipts with it.

    Returns:
        The published checkpoint.
    Raises:
        RecordAhead: the published record does not continue into the database.
        OSError: a file cannot be written.
    """
    connection = open_books(desk.folder)
    try:
        checkpoint = Publisher(desk.folder, connection).catch_up()
    finally:
        connection.close()
    assert checkpoint is not None, "a record that was founded has an entry"
    emit(desk.folder)
    return checkpoint


def redact(desk: Desk, *, actor: str, entry: int, field: str, reason: str) -> Receipt | Refusal:
    """Erase what a sealed field of an entry said; its commitment stays for ever.

    Asked again after a crash it finishes what was begun.
    """
    identity = named("redact", str(entry), field)
    answer = ask(desk, identity, actor, Redact(entry, field, UNSEALED), {"reason": reason})
    with reading(desk.folder) as now:
        row = now.books.get(SealedField, (entry, field))
    if row is not None and row.erased_at >= 0:
        with vault_of(desk.folder) as vault:
            vault.erase_opening(entry, field)
    return answer


def erase_again(desk: Desk) -> int:
    """Apply every erasure on the record to the vault once more, as after restoring a backup.

    Returns:
        How many fields and batches the record has as erased.
    """
    with reading(desk.folder) as now:
        fields = [row for row in now.books.rows(SealedField) if row.erased_at >= 0]
        batches = [row for row in now.books.rows(Batch) if row.erased_at >= 0]
        size = now.log.head().size
    with vault_of(desk.folder) as vault:
        for row in fields:
            vault.erase_opening(row.entry, row.field)
        for batch in batches:
            if desk.folder.batch_rows(batch.batch).exists():
                erase_batch(desk.folder, batch.batch)
            vault.drop_marks(batch.batch)
    keep_mark(desk.folder, size)
    return len(fields) + len(batches)


def erase_what_came_back(desk: Desk) -> int:
    """Apply the record's erasures to a vault that is behind them, as a restored one is.

    Asked whenever a desk is opened for work; where nothing was erased since, and no file of rows
    came or went, it looks at two numbers and is done.

    Returns:
        How many batches had come back and are destroyed again.
    """
    mark = mark_of(desk.folder)
    with reader_of(desk.folder) as reader:
        seqs = [
            seq
            for act in (Erase, Redact)
            for seq in reader.entries_of(tag_of(act), since=mark.through)
        ]
        if not seqs and mark.rows_changed_ns == rows_changed_ns(desk.folder):
            return 0
        acts = [reader.entry(seq).act for seq in seqs]
        erased = [row.batch for row in reader.rows(Batch) if row.erased_at >= 0]
        size = reader.log.head().size
    back = [one for one in erased if desk.folder.batch_rows(one).exists()]
    with vault_of(desk.folder) as vault:
        for act in acts:
            if isinstance(act, Redact):
                vault.erase_opening(act.entry, act.field)
            elif isinstance(act, Erase):
                vault.drop_marks(act.batch)
        for batch in back:
            erase_batch(desk.folder, batch)
            vault.drop_marks(batch)
    keep_mark(desk.folder, size)
    return len(back)


def tag_of(act: type[Act]) -> str:
    """The name of an act as entries hold it, with its version."""
    return str(act.__struct_config__.tag)
