"""Rows of several kinds for one page, through Django's connection and in one question.

What they say is of the same moment as the page's other questions. Nothing is kept after the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from django.db import connection

from auzolan.foundation.books import Row, key_getter, order_of
from auzolan.house.storage.together import TOGETHER_MAX, Question, rows_in, statement_of

R = TypeVar("R", bound=Row)


class PageRows:
    """The rows that questions found, by their type."""

    def __init__(self, found: Mapping[type[Row], list[Row]]) -> None:
        self._found = found

    def of(self, row: type[R]) -> list[R]:
        """The rows of a type, in order of key: all that were found, by whichever question."""
        key = key_getter(row)
        return sorted(cast("list[R]", self._found.get(row, [])), key=lambda one: order_of(key(one)))


def rows_together(*questions: Question) -> PageRows:
    """Ask for rows of several kinds in one statement, or in one for each hundred questions.

    Args:
        questions: made by `asked`; two of one type ask for different rows.
    """
    found: dict[type[Row], list[Row]] = {}
    for start in range(0, len(questions), TOGETHER_MAX):
        some = questions[start : start + TOGETHER_MAX]
        text, values = statement_of(some)
        with connection.cursor() as cursor:
            cursor.execute(text.replace("?", "%s"), values)
            answers = rows_in(some, cursor.fetchall())
        for (row, _), answer in zip(some, answers, strict=True):
            found.setdefault(row, []).extend(row(*one) for one in answer)
    return PageRows(found)
