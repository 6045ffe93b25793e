"""Reading the charter: what is in force, every version there has been, and what they differ in."""

from __future__ import annotations

import msgspec

from auzolan.charter.article import Article
from auzolan.charter.articles import Charter, charter_from_text
from auzolan.charter.clauses import clauses_of_charter, value_of_clause
from auzolan.charter.differences import (
    ClauseChange,
    TextChange,
    clause_changes,
    text_changes,
    versions_of,
)
from auzolan.charter.organs import organs_due
from auzolan.charter.state import IN_FORCE, CharterInForce, CharterVersion, Mandate
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.rooms.charter.texts import texts_in, texts_of
from auzolan.house.storage.reader import Reader
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annexes import ref_from_text

_FOUND, _AMEND = "charter.found/1", "charter.amend/1"


def charter_in_force(reader: Reader) -> Charter:
    """The charter in force.

    Raises:
        AssertionError: the co-operative has not been founded; nobody reads a folder before that.
    """
    row = reader.get(CharterInForce, IN_FORCE)
    assert row is not None, "a co-operative has a charter from its founding on"
    return charter_from_text(row.text)


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


class ArticleText(msgspec.Struct, frozen=True):
    """The human text of an article."""

    article: str
    text: str


class CharterPage(msgspec.Struct, frozen=True):
    """The charter in force with its texts in one language, its versions and the mandates.

    `organs_due` are the organs that the co-operative's size asks for and the charter gives no seats.
    """

    digest: str
    origin: str
    charter: Charter
    texts: tuple[ArticleText, ...]
    versions: tuple[VersionLine, ...]
    mandates: tuple[MandateLine, ...]
    organs_due: tuple[str, ...]


class Difference(msgspec.Struct, frozen=True):
    """What two versions differ in: clauses with their values, texts in one language."""

    before: int
    after: int
    clauses: tuple[ClauseChange, ...]
    texts: tuple[TextChange, ...]


def difference_of(reader: Reader, before: int, after: int, language: str) -> Difference | None:
    """What two versions differ in, or None where there is no such version."""
    numbers = sorted({*reader.entries_of(_FOUND), *reader.entries_of(_AMEND)})
    versions = {one.charter.version: one for one in versions_of(map(reader.entry, numbers))}
    if before not in versions or after not in versions:
        return None
    one, other = versions[before], versions[after]
    texts = [texts_in(texts_of(reader.folder, each.texts), language) for each in (one, other)]
    return Difference(
        before, after, clause_changes(one.charter, other.charter), text_changes(*texts)
    )


def charter_page(reader: Reader, language: str) -> CharterPage | None:
    """The charter in force, its texts in this language, or None before the founding."""
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
    texts = texts_in(texts_of(reader.folder, ref_from_text(row.texts)), language)
    charter = charter_from_text(row.text)
    active = sum(one.standing == ACTIVE for one in reader.rows(Member))
    return CharterPage(
        row.digest, row.origin, charter,
        tuple(ArticleText(article, text) for article, text in texts.items()),
        versions, mandates, organs_due(charter, active),
    )  # fmt: skip


def until_text(moment: int) -> str:
    """A moment, or `always` for what has no end."""
    try:
        return iso_from_moment(moment)
    except OverflowError:
        return "always"


def clause_lines(charter: Charter, root: str) -> list[tuple[str, str]]:
    """What an article says, clause by clause, and what was settled at the founding; for a terminal."""
    article: Article = getattr(charter, root)
    names = clauses_of_charter(charter)[root]
    settled = [
        (name, ", ".join(value) or "none")
        for name, value in msgspec.structs.asdict(article).items()
        if isinstance(value, tuple) and name not in names
    ]
    found = []
    for name in names:
        value = value_of_clause(charter, f"{root}.{name}")
        shown = f"{value:,}" if isinstance(value, int) else value.replace(",", ", ") or "none"
        found.append((name, shown))
    return settled + found
