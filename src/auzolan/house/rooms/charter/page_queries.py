"""What pages ask of the charter: the co-operative itself, its house rules, and earlier versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from django.http import HttpRequest

from auzolan.audit.folder import Folder
from auzolan.charter.article import Article
from auzolan.charter.articles import Charter, charter_from_text
from auzolan.charter.clauses import SURPLUS, clauses_of_charter, value_of_clause
from auzolan.charter.differences import (
    ClauseChange,
    TextChange,
    Version,
    clause_changes,
    text_changes,
    versions_of,
)
from auzolan.charter.state import IN_FORCE, CharterInForce, CharterVersion
from auzolan.house.founding import DEMO_SUFFIX
from auzolan.house.rooms.charter.tables import CharterInForceTable, CharterVersionTable
from auzolan.house.rooms.charter.texts import texts_in, texts_of
from auzolan.house.rooms.record.page_queries import entries_of_kinds, words_of
from auzolan.house.storage.models import row_of, rows_of
from auzolan.record.annexes import ref_from_text

if TYPE_CHECKING:
    from auzolan.house.doors.access.visit import Visit

REAL_ROWS_ORIGIN = f"yogurt{DEMO_SUFFIX}"
_SAYS_NOTHING = (0, "never", "all", "available", "down", "none")
"""What most clauses of the surplus say, which would hide the others on a page."""
_FOUND, _AMEND = "charter.found/1", "charter.amend/1"


@dataclass(frozen=True)
class Coop:
    """The co-operative whose folder is open.

    Attributes:
        folder: where it lies.
        origin: the name of its record.
        charter: its house rules in force.
    """

    folder: Folder
    origin: str
    charter: Charter

    @cached_property
    def name(self) -> str:
        """What it calls itself; its origin where the name has been erased."""
        vault = self.folder.vault_database
        files = (vault, vault.with_name(f"{vault.name}-wal"))
        return _name_of(self.folder, tuple(map(_stamp, files))) or self.origin

    @property
    def is_demo(self) -> bool:
        """Whether all of this was made up to show how it works."""
        return self.origin.endswith(DEMO_SUFFIX)

    @property
    def has_real_rows(self) -> bool:
        """Whether its rows are the real purchases that the demo learns from."""
        return self.origin == REAL_ROWS_ORIGIN

    @property
    def folder_name(self) -> str:
        """The folder's own name as a shell reads it, for commands that a page shows."""
        return quote(self.folder.path.resolve().name)


class CoopRequest(HttpRequest):
    """A request as the portal hands it to a page: it knows the co-operative, and who visits."""

    coop: Coop
    visit: Visit
    unread: int
    """How many notices wait, where a page has counted them already; set by no other."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One number or choice of the house rules, by its name, as `surplus.education_bp`."""

    name: str
    value: int | str


@dataclass(frozen=True, slots=True)
class ArticleOnPage:
    """An article with its text and its numbers."""

    root: str
    article: Article
    text: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class ChangesOnPage:
    """What a version of the house rules changed, and the entry that put it in force."""

    version: int
    seq: int
    clauses: tuple[ClauseChange, ...]
    texts: tuple[TextChange, ...]


@lru_cache(maxsize=8)
def _name_of(folder: Folder, changed: tuple[tuple[int, int], ...]) -> str:
    # When the vault's files changed is a part of the key: a name that was erased is read no more.
    return words_of(folder, [0]).get((0, "name"), "")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def coop_of(folder: Folder) -> Coop | None:
    """The co-operative of a folder, or None before it was founded."""
    found = row_of(CharterInForce, IN_FORCE)
    if found is None:
        return None
    return Coop(folder, found.origin, charter_from_text(found.text))


def versions() -> list[CharterVersion]:
    """Every version of the house rules, newest first."""
    return rows_of(CharterVersion, CharterVersionTable.objects.order_by("-version"))


def version_of(digest: str) -> CharterVersion | None:
    """The version of this digest."""
    found = rows_of(CharterVersion, CharterVersionTable.objects.filter(digest=digest))
    return found[0] if found else None


def charter_as_of(seq: int) -> Charter:
    """The house rules under which an entry was decided.

    Raises:
        AssertionError: the record does not begin with its founding.
    """
    *_, last = (one for one in all_versions() if one.seq < seq)
    return last.charter


def all_versions() -> list[Version]:
    """Every version of the house rules with its charter, first to last."""
    return list(versions_of(entries_of_kinds([_FOUND, _AMEND])))


def changes_of_version(folder: Folder, number: int, language: str) -> ChangesOnPage | None:
    """What a version changed in the one before it; None where there is no such pair."""
    found = {one.charter.version: one for one in all_versions()}
    before, after = found.get(number - 1), found.get(number)
    if before is None or after is None:
        return None
    texts = [texts_in(texts_of(folder, one.texts), language) for one in (before, after)]
    return ChangesOnPage(
        number, after.seq, clause_changes(before.charter, after.charter), text_changes(*texts)
    )


def texts_in_force(folder: Folder, language: str) -> Mapping[str, str]:
    """The human texts of the house rules by article, in this language or another that there is."""
    (row,) = rows_of(CharterInForce, CharterInForceTable.objects.all())
    return texts_in(texts_of(folder, ref_from_text(row.texts)), language)


def articles_of(charter: Charter, texts: Mapping[str, str]) -> list[ArticleOnPage]:
    """The articles in order of number, each with its text and what a vote can change in it."""
    found = [
        ArticleOnPage(root, article, texts.get(root, ""), tuple(_clauses(charter, root, names)))
        for root, names in clauses_of_charter(charter).items()
        if isinstance(article := getattr(charter, root), Article)
    ]
    return sorted(found, key=lambda one: one.article.number)


def article_number(charter: Charter, act: str) -> int | None:
    """The article that says who may ask for an act, or None for the founding itself."""
    return next((right.article for right in charter.rights if right.act == act), None)


def _clauses(charter: Charter, root: str, names: tuple[str, ...]) -> list[Clause]:
    found = [Clause(f"{root}.{name}", value_of_clause(charter, f"{root}.{name}")) for name in names]
    return [clause for clause in found if root != SURPLUS or clause.value not in _SAYS_NOTHING]
