"""Many narrow questions to the books in one statement, for pages that show a whole of many parts.

It is text and its reading back; it opens no database and keeps no answer. All columns travel as texts,
since the parts of one answer have one type in each column, and come back as what the row says they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import column_kinds, quoted, table_name

Question = tuple[type[Row], tuple[tuple[str, Scalar], ...]]
"""A row type, and the fields that have given values; of no field for all rows."""

TOGETHER_MAX = 100
"""How many questions one statement holds; databases take some hundred parts."""


def asked(row: type[Row], **equals: Scalar) -> Question:
    """The question for the rows in which these fields have these values."""
    return row, tuple(equals.items())


def statement_of(questions: Sequence[Question]) -> tuple[str, list[Scalar]]:
    """The statement that asks all of them, and its parameters.

    Args:
        questions: 1 to `TOGETHER_MAX`.
    """
    assert 0 < len(questions) <= TOGETHER_MAX, "a statement holds so many questions"
    shapes = tuple((row, tuple(name for name, _ in equals)) for row, equals in questions)
    return _select(shapes), [value for _, equals in questions for _, value in equals]


def rows_in(
    questions: Sequence[Question], found: Iterable[Sequence[Scalar]]
) -> list[list[tuple[Scalar, ...]]]:
    """The values of the rows that each question found, in the order of the questions.

    Args:
        questions: that the statement was made of.
        found: what the database answered.
    """
    kinds = [tuple(column_kinds(row).values()) for row, _ in questions]
    answers: list[list[tuple[Scalar, ...]]] = [[] for _ in questions]
    for number, *texts in found:
        of_row = kinds[int(number)]
        # What fills up a shorter row stands behind its last column.
        values = zip(of_row, texts, strict=False)
        answers[int(number)].append(tuple(kind(text) for kind, text in values))
    return answers


@lru_cache(maxsize=128)
def _select(shapes: tuple[tuple[type[Row], tuple[str, ...]], ...]) -> str:
    width = max(len(row.__struct_fields__) for row, _ in shapes)
    return " UNION ALL ".join(
        _part(number, row, names, width) for number, (row, names) in enumerate(shapes)
    )


def _part(number: int, row: type[Row], names: tuple[str, ...], width: int) -> str:
    columns = [f"CAST({quoted(name)} AS TEXT)" for name in row.__struct_fields__]
    columns += ["''"] * (width - len(columns))
    where = " AND ".join(f"{quoted(name)} = ?" for name in names)
    text = f"SELECT {number}, {', '.join(columns)} FROM {quoted(table_name(row))}"  # noqa: S608
    return f"{text} WHERE {where}" if where else text
