"""Limits: what a law or the house demands of how members decide, as data, and the one check of it.

A limit bounds one clause of the articles on decisions, meetings and organs. Parts are compared as
fractions with their strictness, never as decimals. What a member may prefer within is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auzolan.charter.deciding import Decisions, Meetings, Organs
from auzolan.charter.laws.bound import Comparison, Differ, Limit
from auzolan.charter.thresholds import is_at_least, is_at_most
from auzolan.foundation.refusals import Refusal


def value_in(articles: tuple[Decisions, Meetings, Organs], clause: str) -> int | str:
    """What a clause of one of the three articles says."""
    root, _, field = clause.partition(".")
    decisions, meetings, organs = articles
    article = {"decisions": decisions, "meetings": meetings, "organs": organs}[root]
    value: int | str = getattr(article, field)
    return value


def breaches_of_limits(
    articles: tuple[Decisions, Meetings, Organs], limits: Iterable[Limit], code: str
) -> Iterator[Refusal]:
    """The limits that these articles break.

    Args:
        articles: on decisions, meetings and organs; their parts can be read.
        limits: of a law, or of the house.
        code: of the refusals.
    Returns:
        One refusal a broken limit, in order.
    Source: the article of each limit.
    """
    for limit in limits:
        found = value_in(articles, limit.clause)
        if found == limit.unless or _is_kept(found, limit):
            continue
        yield Refusal(
            code, limit.article,
            f"{limit.clause} would be {found or 'none'}; it must be "
            f"{limit.comparison} {limit.amount or 'none'}.",
            f"Choose {limit.comparison} {limit.amount or 'none'}.",
        )  # fmt: skip


def breaches_of_differ(
    articles: tuple[Decisions, Meetings, Organs], pairs: Iterable[Differ]
) -> Iterator[Refusal]:
    """The pairs of clauses that say the same and may not; one refusal each, in order."""
    for pair in pairs:
        one = value_in(articles, pair.one)
        if value_in(articles, pair.seats) and one == value_in(articles, pair.other):
            yield Refusal(
                "charter.terms_coincide", pair.article,
                f"{pair.one} and {pair.other} would both be {one}; the two organs would end as one.",
                "Choose another term for one of them.",
            )  # fmt: skip


def _is_kept(found: int | str, limit: Limit) -> bool:
    amount = limit.amount
    if limit.comparison == Comparison.EXACTLY:
        return found == amount
    if isinstance(found, str):
        assert isinstance(amount, str), f"{limit.clause} is a part, and so is its limit"
        compare = is_at_least if limit.comparison == Comparison.AT_LEAST else is_at_most
        return bool(found) and compare(found, amount)
    assert isinstance(amount, int), f"{limit.clause} is a number, and so is its limit"
    return found >= amount if limit.comparison == Comparison.AT_LEAST else found <= amount
