"""What a kept request asks, made ready to be read: its fields, what it would change, what is foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import msgspec
from django.http import QueryDict

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Doing, Effect, Who
from auzolan.house.doors.doing.asked_once import answered
from auzolan.house.doors.doing.fields import FILE, MONEY, YES, Field, fields_of
from auzolan.house.doors.doing.foreseen import foreseen
from auzolan.house.jobs.uploads import UploadGone
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.storage.reader import Reader, reader_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as a page shows it.

    Attributes:
        doing: what would be done.
        fields: what was said, filled in.
        effects: what it would change, by the books as they are now; of long work, as it was foreseen.
        refusal: why the house rules would say no now; None where they would not, or where that
            takes too long to be tried.
    """

    doing: Doing[Any]
    fields: Sequence[Field]
    effects: Sequence[Effect]
    refusal: Refusal | None


def shown(
    folder: Folder, doing: Doing[Any], who: Who, asked: msgspec.Struct, *, is_tried: bool
) -> Shown:
    """Make a request ready to be read.

    Args:
        folder: the co-operative's folder.
        doing: what would be done.
        who: who asked, as the books know her now.
        asked: the fields.
        is_tried: whether it is rehearsed, so that a refusal is seen beforehand.
    """
    with reader_of(folder) as reader:
        fields = fields_of(doing, reader, who, typed(asked, doing))
        effects = _effects(reader, doing, who, asked)
    foreseen = _rehearsed(folder, doing, who, asked) if is_tried and not doing.is_long else None
    refusal = foreseen if isinstance(foreseen, Refusal) else None
    return Shown(doing, [one for one in fields if one.widget != FILE], effects, refusal)


def _effects(
    reader: Reader, doing: Doing[Any], who: Who, asked: msgspec.Struct
) -> tuple[Effect, ...]:
    """What it would change; nothing where that stands in a file that is gone or of no use."""
    try:
        found = foreseen(reader, doing, who, asked)
    except UploadGone:
        return ()
    return () if isinstance(found, Refusal) else tuple(found)


def typed(asked: msgspec.Struct, doing: Doing[Any]) -> QueryDict:
    """The fields as somebody would have typed them."""
    found = QueryDict(mutable=True)
    kinds = {one.name: one.widget for one in _blank(doing)}
    for name in asked.__struct_fields__:
        value = getattr(asked, name)
        if isinstance(value, tuple | list):
            found.setlist(name, [str(one) for one in value])
        elif kinds.get(name) == YES:
            found[name] = "on" if value else ""
        elif kinds.get(name) == MONEY and isinstance(value, int):
            found[name] = f"{value // 100}.{value % 100:02d}"
        elif value is not None:
            found[name] = str(value)
    return found


def _blank(doing: Doing[Any]) -> list[Field]:
    """The fields of a doing without what the books say of them."""
    return fields_of(replace(doing, choices={}), cast(Reader, None), Who())


def _rehearsed(folder: Folder, doing: Doing[Any], who: Who, asked: msgspec.Struct) -> object:
    desk = RehearsalDesk(folder)
    try:
        return answered(desk, doing, who, asked)
    finally:
        desk.close()
