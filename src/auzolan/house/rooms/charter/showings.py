"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from auzolan.charter.state import CharterVersion, Mandate
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.charter import queries
from auzolan.house.rooms.charter.queries import (
    CharterPage,
    Difference,
    MandateLine,
    VersionLine,
    until_text,
)
from auzolan.house.storage.reader import Reader

_DIGITS_MAX = 9


class InLanguage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """In which language the texts of the articles are wanted."""

    language: Annotated[
        Literal["en", "es", "eu"], Meta(description="The language of the articles' texts.")
    ] = "en"


def _rules(reader: Reader, who: Who, *, asked: InLanguage) -> CharterPage | None:
    return queries.charter_page(reader, asked.language)


def _versions(reader: Reader, who: Who) -> Sequence[VersionLine]:
    return [
        VersionLine(one.version, one.digest, one.seq, iso_from_moment(one.at))
        for one in reader.rows(CharterVersion)
    ]


def _changes(reader: Reader, who: Who, *, version: str, asked: InLanguage) -> Difference | None:
    is_number = version.isascii() and version.isdigit() and len(version) <= _DIGITS_MAX
    if not is_number:
        return None
    return queries.difference_of(reader, int(version) - 1, int(version), asked.language)


def _mandates(reader: Reader, who: Who) -> Sequence[MandateLine]:
    return [
        MandateLine(
            one.mandate, one.power, one.holder, iso_from_moment(one.from_at),
            until_text(one.until_at), bool(one.spent),
        )
        for one in reader.rows(Mandate)
    ]  # fmt: skip


SHOWINGS: tuple[Showing, ...] = (
    Showing("charter.rules", "rules", CharterPage, _rules, asks=InLanguage),
    Showing("charter.versions", "rules/versions", VersionLine, _versions, key="version"),
    Showing(
        "charter.changes", "rules/versions/{version}/changes", Difference, _changes,
        asks=InLanguage,
    ),
    Showing("charter.mandates", "mandates", MandateLine, _mandates, key="mandate"),
)  # fmt: skip
