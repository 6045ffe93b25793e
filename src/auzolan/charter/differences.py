"""What differs between two versions of the charter: clauses with their values, and texts.

It reads no record: the versions are given. What a difference means for people is for others to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from auzolan.charter.acts import Amend, Amended, Found
from auzolan.charter.articles import Charter
from auzolan.charter.clauses import clauses_of_charter, replaced, value_of_clause
from auzolan.charter.texts import ARTICLES
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Entry, Fact


@dataclass(frozen=True, slots=True)
class Version:
    """A charter as an entry put it in force, and the annex of its texts."""

    seq: int
    charter: Charter
    texts: AnnexRef


class ClauseChange(msgspec.Struct, frozen=True):
    """A clause and what it says in both versions."""

    clause: str
    before: int | str
    after: int | str


class TextChange(msgspec.Struct, frozen=True):
    """An article whose text differs; empty where there is none."""

    article: str
    before: str
    after: str


def versions_of(entries: Iterable[Entry[Act, Fact]]) -> Iterator[Version]:
    """The versions that the founding and the amendments of a record made, first to last.

    Args:
        entries: those of the acts `charter.found` and `charter.amend`, in order; others are passed.
    """
    version = None
    for entry in entries:
        if isinstance(entry.act, Found):
            version = Version(entry.seq, entry.act.charter, entry.act.texts)
            yield version
        elif isinstance(entry.act, Amend):
            assert version is not None, "a record begins with its founding"
            fact = next(fact for fact in entry.facts if isinstance(fact, Amended))
            texts = fact.texts or version.texts
            charter = replaced(version.charter, entry.act.changes, texts.digest)
            version = Version(entry.seq, charter, texts)
            yield version


def clause_changes(before: Charter, after: Charter) -> tuple[ClauseChange, ...]:
    """Every clause that says something else, in the order of the articles.

    Both charters have the same clauses, since no vote adds a line to the surplus.
    """
    names = (
        f"{root}.{field}" for root, fields in clauses_of_charter(after).items() for field in fields
    )
    pairs = ((name, value_of_clause(before, name), value_of_clause(after, name)) for name in names)
    return tuple(ClauseChange(name, one, other) for name, one, other in pairs if one != other)


def text_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[TextChange, ...]:
    """Every article whose text differs, in the order of the articles.

    Args:
        before: the texts of the one version in a language, by article.
        after: those of the other, in the same language.
    """
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in ARTICLES)
    return tuple(TextChange(name, a, b) for name, a, b in pairs if a != b)
