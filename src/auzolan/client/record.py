"""The room record. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_record import EntryText, HeadOfRecord, Proof, RedactAsked, VerifyAsked


class Record:
    """What can be asked of the room record."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def checkpoint(
        self,
    ) -> HeadOfRecord:
        """The published head of the record, and the key that checks it.

        Scope: `read:record.checkpoint`.
        """
        return self._door.one("record/checkpoint", HeadOfRecord)

    def entries(
        self,
        *,
        since: int | None = None,
    ) -> Iterator[EntryText]:
        """One entry of the record, as it is published.

        Scope: `read:record.entries`.
        """
        return self._door.lines("record/entries", EntryText, {"since": since})

    def entry(
        self,
        *,
        seq: str,
    ) -> EntryText:
        """One entry of the record, as it is published.

        Scope: `read:record.entry`.
        """
        return self._door.one(f"record/entries/{part(seq)}", EntryText)

    def proof(
        self,
        *,
        seq: str,
    ) -> Proof:
        """The proof that an entry stands in the published record, and the receipt that holds it all.

        Scope: `read:record.proof`.
        """
        return self._door.one(f"record/proof/{part(seq)}", Proof)

    def redact(
        self,
        *,
        entry: int,
        field: str,
        reason: str,
        once: str = "",
    ) -> Done:
        """Erase a sealed text.

        Scope: `do:record.redact`.

        Args:
            entry: Which entry?
            field: Which of its texts?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = RedactAsked(entry=entry, field=field, reason=reason)
        return self._door.do("record.redact", asked, Done, once)

    def verify(
        self,
        *,
        once: str = "",
    ) -> Later:
        """Check everything.

        Scope: `do:record.verify`. It takes long, and is done in the queue.

        Args:
            once: the number of this request; drawn where empty.
        """
        asked = VerifyAsked()
        return self._door.do("record.verify", asked, Later, once)
