"""The tables of the record: entries, the head of the log, openings of restricted fields, rows.

The first three hold no rows of the books: the desk writes them itself, in the transaction that
seals an entry. Sealed fields have no place here; their openings lie in the vault, where they can be erased.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from auzolan.house.storage.models import SequenceField, Table, table_of
from auzolan.record.state import LogKey, SealedField


class RecordEntry(Table):
    """One entry as it was sealed; `body` is its canonical text, `leaf` that text's leaf hash."""

    seq = SequenceField(primary_key=True)
    identity = models.TextField(unique=True, db_column="id")
    at = models.BigIntegerField()
    actor = models.TextField()
    act = models.TextField()
    leaf = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        db_table = "record_entry"
        # Pages ask what one person did, and for the entries of a few kinds; no rule does.
        indexes: ClassVar = [
            models.Index(fields=["act", "seq"], name="record_entry_by_act"),
            models.Index(fields=["actor", "seq"], name="record_entry_by_actor"),
        ]


class RecordHead(Table):
    """The log as it stands: one row, `slot` 1, written in the transaction of its last entry.

    `frontier` is what `Frontier.to_bytes` wrote; `checkpoint` is the signed note of this size.
    """

    slot = SequenceField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier = models.BinaryField()
    at = models.BigIntegerField()
    checkpoint = models.TextField()

    class Meta:
        db_table = "record_head"
        constraints = [
            models.CheckConstraint(condition=models.Q(slot=1), name="record_head_is_one_row")
        ]


class RecordOpening(Table):
    """What opens one restricted field of an entry's act; `value` is canonical JSON."""

    pk = models.CompositePrimaryKey("seq", "field")
    seq = models.BigIntegerField()
    field = models.TextField()
    salt = models.TextField()
    value = models.TextField()

    class Meta:
        db_table = "record_opening"


SealedFieldTable = table_of(SealedField)
LogKeyTable = table_of(LogKey)
