"""What pages ask of the charter: the co-operative itself, its house rules, and earlier versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from auzolan.audit.folder import Folder
from auzolan.charter.acts import Amend, Found
from auzolan.charter.articles import Article, Charter, charter_from_text
from auzolan.charter.clauses import CLAUSES, replaced
from auzolan.charter.state import CharterInForce, CharterVersion
from auzolan.house.founding import DEMO_SUFFIX
from auzolan.house.rooms.charter.tables import CharterInForceTable, CharterVersionTable
from auzolan.house.rooms.record.page_queries import entries_of_kinds, words_of
from auzolan.house.storage.models import rows_of

REAL_ROWS_ORIGIN = f"yogurt{DEMO_SUFFIX}"
_FOUND, _AMEND = "charter.found/1", "charter.amend/1"


@dataclass(frozen=True, slots=True)
class Coop:
    """The co-operative whose folder is open.

    Attributes:
        folder: where it lies.
        origin: the name of its record.
        name: what it calls itself; its origin where the name has been erased.
        charter: its house rules in force.
    """

    folder: Folder
    origin: str
    name: str
    charter: Charter

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
        """The folder's own name, as commands on a page show it."""
        return self.folder.path.name


class CoopRequest(HttpRequest):
    """A request as the portal hands it to a page: it knows the co-operative."""

    coop: Coop


@dataclass(frozen=True, slots=True)
class Clause:
    """One value that a vote can change in the house rules, by name, as `surplus.reserve_bp`."""

    name: str
    value: int | str


@dataclass(frozen=True, slots=True)
class ArticleOnPage:
    """An article with its numbers."""

    root: str
    article: Article
    clauses: tuple[Clause, ...]


def coop_of(folder: Folder) -> Coop | None:
    """The co-operative of a folder, or None before it was founded."""
    found = rows_of(CharterInForce, CharterInForceTable.objects.all())
    if not found:
        return None
    row = found[0]
    name = words_of(folder, [0]).get((0, "name"), row.origin)
    return Coop(folder, row.origin, name, charter_from_text(row.text))


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
    first, *amendments = entries_of_kinds([_FOUND, _AMEND])
    assert isinstance(first.act, Found), "a record begins with its founding"
    charter = first.act.charter
    for entry in amendments:
        if entry.seq < seq and isinstance(entry.act, Amend):
            charter = replaced(charter, entry.act.changes)
    return charter


def articles_of(charter: Charter) -> list[ArticleOnPage]:
    """The articles in order of number, each with what a vote can change in it."""
    found = [
        ArticleOnPage(root, article, tuple(_clauses(root, article)))
        for root in CLAUSES
        if isinstance(article := getattr(charter, root), Article)
    ]
    return sorted(found, key=lambda one: one.article.number)


def value_of(charter: Charter, clause: str) -> int | str:
    """What the house rules say in one clause.

    Raises:
        AttributeError: there is no such clause.
    """
    root, _, field = clause.partition(".")
    return _value(getattr(charter, root), field)


def article_number(charter: Charter, act: str) -> int | None:
    """The article that says who may ask for an act, or None for the founding itself."""
    return next((right.article for right in charter.rights if right.act == act), None)


def _clauses(root: str, article: Article) -> list[Clause]:
    return [Clause(f"{root}.{field}", _value(article, field)) for field in CLAUSES[root]]


def _value(article: Article, field: str) -> int | str:
    value: int | str = getattr(article, field)
    return value
