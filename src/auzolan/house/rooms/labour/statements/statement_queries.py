"""What commands and pages ask about labour-impact statements. It computes no figure.

Figures are read from the entry that published them: what was stated stays stated, whatever the
books say today.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import vault_of
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.labour.statements import impact_types as types
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import LabourStatement, StatementComment, WageReference
from auzolan.labour.statements.acts import (
    UNKNOWN,
    LabourFigures,
    PublishStatement,
    StatementPublished,
)
from auzolan.labour.statements.rules import DATASET, MODEL
from auzolan.labour.watching.matrix import KEPT
from auzolan.learning.state import Model

ERASED, SEALED = "erased", "sealed"
_TEXTS = ("purpose", "effect", "consultation", "support", "not_known")


@dataclass(frozen=True, slots=True)
class Published:
    """A statement's row with what its entry says.

    Attributes:
        row: its row.
        act: what was published.
        figures: what was worked out.
        actor: who published it.
    """

    row: LabourStatement
    act: PublishStatement
    figures: LabourFigures
    actor: str


def statement_lines(reader: Reader) -> list[types.StatementLine]:
    """All statements, the newest first."""
    rows = sorted(reader.rows(LabourStatement), key=lambda row: -row.entry)
    return [
        types.StatementLine(
            row.statement, row.about, row.name, row.entry, iso_from_moment(row.comment_by),
            row.comments, row.open_comments, newest_about(reader, row.about, row.name) == row,
        )
        for row in rows
    ]  # fmt: skip


def newest_about(reader: Reader, about: str, name: str) -> LabourStatement | None:
    """The statement that counts about a dataset or a model, if there is one."""
    found = reader.rows(LabourStatement, about=about, name=name)
    return max(found, key=lambda row: row.entry, default=None)


def statement_of(reader: Reader, name: str, *, inside: bool) -> types.LabourImpact | None:
    """A statement as a document, or None where there is no such statement.

    Args:
        reader: the folder as of one moment.
        name: the statement; or a model or a dataset, of which the newest is taken.
        inside: whether texts and comments of members are in it, which are for members alone;
            in their place stands `sealed`.
    """
    published = _published(reader, name)
    if published is None:
        return None
    row, act = published.row, published.act
    said = _words(reader, row.entry) if inside else dict.fromkeys(_TEXTS, SEALED)
    charter = charter_in_force(reader)
    return types.LabourImpact(
        format=types.FORMAT, statement=row.statement, about=row.about, name=row.name,
        entry=row.entry, published_by=published.actor,
        published_at=iso_from_moment(row.published_at), comment_by=iso_from_moment(row.comment_by),
        newest=newest_about(reader, row.about, row.name) == row,
        currency=charter.currency, people_min=charter.labour.group_public_min,
        metrics=KEPT, figures=figures_in_words(published.figures),
        floor_sources=_floor_sources(reader, published.figures),
        words=types.Words(
            said.get("purpose", ERASED), act.jobs, said.get("effect", ERASED),
            said.get("consultation", ERASED), said.get("support", ERASED),
            said.get("not_known", ERASED),
        ),
        comments=row.comments, open_comments=row.open_comments,
        remarks=_remarks(reader, row.statement) if inside else (),
    )  # fmt: skip


def label_of(reader: Reader, model: str) -> types.LabourLabel | None:
    """What a model's card says of the labour behind it; None where nothing was stated."""
    row = newest_about(reader, MODEL, model)
    if row is None:
        return None
    found = figures_in_words(_of_row(reader, row).figures)
    return types.LabourLabel(
        statement=row.statement, entry=row.entry, people=found.people, seconds=_seconds(found),
        before_cents=found.before.p50, after_cents=found.after.p50, floor_cents=found.floor_cents,
        rejections=found.rejections, overturned=found.overturned, unknown=unknowns(found),
        open_comments=row.open_comments,
    )  # fmt: skip


def figures_in_words(figures: LabourFigures) -> types.Figures:
    """The figures of an entry with `unknown` in the place of what is not known."""
    plain = msgspec.to_builtins(figures)
    plain["places"] = [{"place": place, "people": people} for place, people in figures.places]
    return msgspec.convert(_in_words(plain), types.Figures)


def unknowns(figures: types.Figures) -> int:
    """How many figures are not known."""
    return _count_unknown(msgspec.to_builtins(figures))


def _in_words(value: object) -> object:
    match value:
        case dict():
            return {name: _in_words(one) for name, one in value.items()}
        case list() | tuple():
            return [_in_words(one) for one in value]
        case int() if value == UNKNOWN:
            return types.UNKNOWN
    return value


def _count_unknown(value: object) -> int:
    match value:
        case dict():
            return sum(map(_count_unknown, value.values()))
        case list() | tuple():
            return sum(map(_count_unknown, value))
    return int(value == types.UNKNOWN)


def _seconds(figures: types.Figures) -> types.Known:
    times = [time for one in figures.hours for time in (one.measured, one.claimed, one.agreed)]
    known = [time for time in times if isinstance(time, int)]
    if len(known) < len(times) and not any(known):
        return "unknown"  # what is kept back is more than the nothing that is known
    return sum(known) if known else "unknown"


def _published(reader: Reader, name: str) -> Published | None:
    row = reader.get(LabourStatement, name)
    if row is None:
        row = newest_about(reader, MODEL, name) or newest_about(reader, DATASET, name)
    if row is None:
        model = reader.get(Model, name)
        row = newest_about(reader, DATASET, model.snapshot) if model is not None else None
    return _of_row(reader, row) if row is not None else None


def _of_row(reader: Reader, row: LabourStatement) -> Published:
    entry = reader.entry(row.entry)
    (fact,) = [one for one in entry.facts if isinstance(one, StatementPublished)]
    assert isinstance(entry.act, PublishStatement), "a statement names the entry that published it"
    return Published(row, entry.act, fact.figures, entry.actor)


def _floor_sources(reader: Reader, figures: LabourFigures) -> tuple[types.FloorSource, ...]:
    if figures.floor_cents == UNKNOWN:
        return ()
    found = reader.rows(WageReference, basis=figures.floor_basis, cents_hour=figures.floor_cents)
    return tuple(
        types.FloorSource(one.place, one.basis, one.cents_hour, one.source, one.document, one.entry)
        for one in found
    )


def _remarks(reader: Reader, statement: str) -> tuple[types.CommentOnIt, ...]:
    rows = sorted(reader.rows(StatementComment, statement=statement), key=lambda row: row.entry)
    return tuple(
        types.CommentOnIt(
            row.comment, row.member, row.entry, _words(reader, row.entry).get("words", ERASED),
            row.answered,
            _words(reader, row.answered).get("words", ERASED) if row.answered >= 0 else "",
        )
        for row in rows
    )  # fmt: skip


def _words(reader: Reader, entry: int) -> dict[str, str]:
    with vault_of(reader.folder) as vault:
        openings = vault.openings_of(entry)
    return {name: str(opening.value) for name, opening in openings.items()}
