"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.doing import Showing, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.learning.card import CardNow, card_now
from auzolan.house.rooms.learning.queries import (
    ModelLine,
    SnapshotLine,
    learning_page,
)
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import SnapshotPart, UseOfRows


class OwnUseLine(msgspec.Struct, frozen=True):
    """One use of a dataset in which rows of hers were; `rows` are hers."""

    entry: int
    at: str
    use: str
    snapshot: str
    purpose: str
    operation: str
    rows: int


def own_uses(reader: Reader, member: str) -> list[OwnUseLine]:
    """Every use of a dataset in which a member's rows were, oldest first."""
    rows: dict[str, int] = {}
    for part in reader.rows(SnapshotPart, member=member):
        rows[part.snapshot] = rows.get(part.snapshot, 0) + part.rows
    uses = [one for name in rows for one in reader.rows(UseOfRows, snapshot=name)]
    return [
        OwnUseLine(
            one.entry, iso_from_moment(one.at), one.use, one.snapshot, one.purpose, one.operation,
            rows[one.snapshot],
        )
        for one in sorted(uses, key=lambda one: one.entry)
    ]  # fmt: skip


def _uses(reader: Reader, who: Who, member: str) -> Sequence[OwnUseLine]:
    return own_uses(reader, member)


def _snapshots(reader: Reader, who: Who) -> Sequence[SnapshotLine]:
    return learning_page(reader).snapshots


def _models(reader: Reader, who: Who) -> Sequence[ModelLine]:
    return learning_page(reader).models


def _model(reader: Reader, who: Who, model: str) -> CardNow | None:
    return card_now(reader, model, system_ports().clock())


SHOWINGS: tuple[Showing, ...] = (
    Showing(
        "learning.uses", "members/{member}/uses", OwnUseLine, _uses, key="entry", about="member"
    ),
    Showing("learning.snapshots", "snapshots", SnapshotLine, _snapshots, key="snapshot"),
    Showing("learning.models", "models", ModelLine, _models, key="model"),
    Showing("learning.model", "models/{model}", CardNow, _model),
)  # fmt: skip
