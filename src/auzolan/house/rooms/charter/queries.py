"""Reading the charter: the text in force and every version there has been."""

from __future__ import annotations

import msgspec

from auzolan.charter.articles import Article, Charter, charter_from_text
from auzolan.charter.clauses import clauses_of_charter, value_of_clause
from auzolan.charter.state import IN_FORCE, CharterInForce, CharterVersion, Mandate
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.storage.reader import Reader


class VersionLine(msgspec.Struct, frozen=True):
    """One version of the charter, and the entry that put it in force."""

    version: int
    digest: str
    entry: int
    at: str


class MandateLine(msgspec.Struct, frozen=True):
    """One mandate; `holder` is empty where any holder of the office may use it."""

    mandate: str
    power: str
    holder: str
    from_at: str
    until_at: str
    spent: bool


class CharterPage(msgspec.Struct, frozen=True):
    """The charter in force, its versions and the mandates."""

    digest: str
    origin: str
    charter: Charter
    versions: tuple[VersionLine, ...]
    mandates: tuple[MandateLine, ...]


def charter_page(reader: Reader) -> CharterPage | None:
    """The charter in force, or None before the founding."""
    row = reader.get(CharterInForce, IN_FORCE)
    if row is None:
        return None
    versions = tuple(
        VersionLine(one.version, one.digest, one.seq, iso_from_moment(one.at))
        for one in reader.rows(CharterVersion)
    )
    mandates = tuple(
        MandateLine(
            one.mandate, one.power, one.holder, iso_from_moment(one.from_at),
            until_text(one.until_at), bool(one.spent),
        )
        for one in reader.rows(Mandate)
    )  # fmt: skip
    return CharterPage(row.digest, row.origin, charter_from_text(row.text), versions, mandates)


def until_text(moment: int) -> str:
    """A moment, or `always` for what has no end."""
    try:
        return iso_from_moment(moment)
    except OverflowError:
        return "always"


def clause_lines(charter: Charter, root: str) -> list[tuple[str, str]]:
    """What an article says, clause by clause, and what was settled at the founding; for a terminal."""
    article: Article = getattr(charter, root)
    settled = [
        (name, ", ".join(value) or "none")
        for name, value in msgspec.structs.asdict(article).items()
        if isinstance(value, tuple)
    ]
    found = []
    for name in clauses_of_charter(charter)[root]:
        value = value_of_clause(charter, f"{root}.{name}")
        found.append((name, f"{value:,}" if isinstance(value, int) else value))
    return settled + found
