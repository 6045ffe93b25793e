"""Legal presets of the distribution, and the one check of a distribution against its law.

Each preset is a module: its defaults, and its bounds as data with the article of each. Nothing here
is legal advice, nothing here reads a law: the numbers were put in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from auzolan.charter.distribution import (
    Base,
    Bearer,
    Condition,
    Distribution,
    Line,
    ResultClass,
    pool_weights,
)
from auzolan.charter.distribution_clauses import ARTICLE, Value, clauses_of
from auzolan.charter.laws import es_1999, es_pv_2019, ica, it, us_worker
from auzolan.charter.laws.bound import AT_LEAST, Bound, Choice, Law, When
from auzolan.foundation.money import BASIS_POINTS
from auzolan.foundation.refusals import Refusal

LAWS: Mapping[str, Law] = MappingProxyType(
    {module.LAW.name: module.LAW for module in (es_pv_2019, es_1999, us_worker, it, ica)}
)
"""The legal presets of the distribution by name."""


def law_named(name: str) -> Law | Refusal:
    """The legal preset of this name, or that there is none."""
    law = LAWS.get(name)
    if law is None:
        return Refusal(
            "charter.law_unknown", ARTICLE, f"There is no legal preset named {name}.",
            f"Choose one of: {', '.join(sorted(LAWS))}.",
        )  # fmt: skip
    return law


def breaches_of(article: Distribution, law: Law) -> tuple[Refusal, ...]:
    """All faults that keep a distribution from being in force, in a fixed order.

    Args:
        article: a distribution of the right shape.
        law: the preset whose bounds it may not leave.
    Returns:
        One refusal a fault: those of arithmetic, then those of the law; empty where it is sound.
    Source: the law of the preset; charter, article on surplus.
    """
    clauses = clauses_of(article)
    return (
        *_of_arithmetic(article),
        *(fault for bound in law.bounds for fault in _of_bound(clauses, bound)),
        *(fault for choice in law.choices for fault in _of_choice(clauses, choice)),
    )


def _of_arithmetic(article: Distribution) -> Iterator[Refusal]:
    weights = pool_weights(article.patronage)
    if sum(weights.values()) != BASIS_POINTS or len(article.patronage.pools) != len(
        {pool.basis for pool in article.patronage.pools}
    ):
        yield Refusal(
            "charter.pools_not_whole", ARTICLE,
            f"The pools make {sum(weights.values())} basis points.",
            f"Choose weights that make {BASIS_POINTS} together, each basis once.",
        )  # fmt: skip
    names = [line.name for line in article.lines]
    if len(clauses_of(article)) != _clauses_expected(article) or len({*names}) != len(names):
        yield Refusal(
            "charter.line_twice", ARTICLE, f"Two lines share a name or a clause: {', '.join(names)}.",
            "Give every line a name of its own.",
        )  # fmt: skip
    for line in article.lines:
        if 0 < line.max_cents < line.min_cents:
            yield Refusal(
                "charter.line_limits_crossed", ARTICLE,
                f"{line.name} would be at least {line.min_cents} and at most {line.max_cents} cents.",
                "Choose a maximum that is not below the minimum, or 0 for none.",
            )  # fmt: skip
    yield from _of_sums(article)
    yield from _of_orders(article)


def _clauses_expected(article: Distribution) -> int:
    empty = Distribution(lines=(), interest=article.interest, patronage=article.patronage)
    per_line = 11
    return len(clauses_of(empty)) + per_line * len(article.lines)


def _of_sums(article: Distribution) -> Iterator[Refusal]:
    """Lines of fixed parts cannot take more than there is, each class of result for itself."""
    for name in ResultClass:
        lines = [one for one in article.lines if one.result_class in (name, ResultClass.ALL)]
        total = sum(_most_bp(line) for line in lines if line.base != Base.REST)
        if total > BASIS_POINTS:
            yield Refusal(
                "charter.lines_over_whole", ARTICLE,
                f"The lines on the result of {name} make {total} basis points.",
                f"Choose parts that make {BASIS_POINTS} at most.",
            )  # fmt: skip
            return


def _most_bp(line: Line) -> int:
    """The most that a line may take, its condition met or not."""
    return (
        line.part_bp if line.condition == Condition.NEVER else max(line.part_bp, line.condition_bp)
    )


def _of_orders(article: Distribution) -> Iterator[Refusal]:
    order = article.losses.order
    if len({*order}) != len(order) or not order or order[-1] != Bearer.CARRIED:
        yield Refusal(
            "charter.losses_order", ARTICLE, f"A loss would go to: {', '.join(order)}.",
            "Name each bearer once, and `carried` last: it takes what is left.",
        )  # fmt: skip
    claims = article.dissolution.order
    if len({*claims}) != len(claims) or claims[:1] != ("creditors",):
        yield Refusal(
            "charter.dissolution_order", ARTICLE, f"At the end would be served: {', '.join(claims)}.",
            "Name each claim once, and the creditors first.",
        )  # fmt: skip


def _holds(clauses: dict[str, Value], when: When | None) -> bool:
    return when is None or clauses.get(when.clause) == when.value


def _of_bound(clauses: dict[str, Value], bound: Bound) -> Iterator[Refusal]:
    found = sum(value for name in bound.clauses if isinstance(value := clauses.get(name, 0), int))
    is_kept = found >= bound.amount if bound.comparison == AT_LEAST else found <= bound.amount
    if _holds(clauses, bound.when) and not is_kept:
        yield Refusal(
            "charter.beyond_law", bound.article,
            f"{' + '.join(bound.clauses)} would be {found}; "
            f"the law asks for {bound.comparison} {bound.amount}.",
            f"Choose {bound.comparison} {bound.amount}.",
        )  # fmt: skip


def _of_choice(clauses: dict[str, Value], choice: Choice) -> Iterator[Refusal]:
    found = clauses.get(choice.clause)
    if _holds(clauses, choice.when) and found is not None and found not in choice.allowed:
        yield Refusal(
            "charter.beyond_law", choice.article,
            f"{choice.clause} would be {found}; the law allows {' or '.join(choice.allowed)}.",
            f"Choose {' or '.join(choice.allowed)}.",
        )  # fmt: skip
