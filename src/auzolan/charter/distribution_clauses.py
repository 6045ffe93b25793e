"""Clauses of the distribution: every number and choice by one flat name, read and replaced.

`education_bp` is the part of the line `education`; `pool_data_bp` the weight of the pool by data.
These are the names in a worksheet and in bounds. Nothing here asks whether a law allows a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from auzolan.charter.distribution import Basis, Distribution, Line, Pool, pool_weights
from auzolan.foundation.refusals import Refusal

Value = int | str | tuple[str, ...]
"""A number, a name of a closed list, or names in their order."""

ARTICLE = "charter, article on surplus"

_LINE_FIELDS = {
    "bp": "part_bp", "base": "base", "class": "result_class", "rounding": "rounding",
    "min_cents": "min_cents", "max_cents": "max_cents", "condition": "condition",
    "condition_bp": "condition_bp", "purpose": "purpose", "deadline_months": "deadline_months",
    "account": "account",
}  # fmt: skip
_FIELDS = {
    "interest_bp": ("interest", "own_bp"),
    "interest_legal_bp": ("interest", "legal_bp"),
    "interest_margin_bp": ("interest", "margin_bp"),
    "interest_limit_bp": ("interest", "limit_bp"),
    "cash_bp": ("patronage", "cash_bp"),
    "cash_rounding": ("patronage", "cash_rounding"),
    "employee_weight_bp": ("patronage", "employee_weight_bp"),
    "employee_cash_bp": ("patronage", "employee_cash_bp"),
    "solidarity_ratio": ("patronage", "solidarity_ratio"),
    "concentration_bp": ("patronage", "concentration_bp"),
    "holder_parts": ("patronage", "holder_parts"),
    "notices": ("patronage", "notices"),
    "losses_order": ("losses", "order"),
    "losses_years": ("losses", "years"),
    "losses_average_years": ("losses", "average_years"),
    "entry_instalments": ("entry", "instalments"),
    "entry_fee_bp": ("entry", "fee_bp"),
    "exit_unjustified_bp": ("exit", "unjustified_bp"),
    "exit_expulsion_bp": ("exit", "expulsion_bp"),
    "exit_years": ("exit", "years"),
    "exit_death_years": ("exit", "death_years"),
    "dissolution_order": ("dissolution", "order"),
    "dissolution_residue": ("dissolution", "residue"),
}
_ORDER, _UNCLAIMED = "lines_order", "unclaimed_years"
_ALWAYS_WRITTEN = frozenset({Basis.LABOUR, Basis.DATA, Basis.USAGE, Basis.LABELS, Basis.EQUAL})
"""Pools that a changed article names even at 0; the digests of old charters rest on it."""


def clauses_of(article: Distribution) -> dict[str, Value]:
    """Every clause with its value, in the order in which the reference lists them."""
    found: dict[str, Value] = {_ORDER: tuple(line.name for line in article.lines)}
    for line in article.lines:
        for suffix, field in _LINE_FIELDS.items():
            found[f"{line.name}_{suffix}"] = _plain(getattr(line, field))
    for basis, weight in pool_weights(article.patronage).items():
        found[f"pool_{basis}_bp"] = weight
    for clause, (part, field) in _FIELDS.items():
        found[clause] = _plain(getattr(getattr(article, part), field))
    found[_UNCLAIMED] = article.unclaimed_years
    return found


def with_clauses(article: Distribution, changes: Mapping[str, Value]) -> Distribution | Refusal:
    """The article with some clauses replaced.

    Args:
        article: the article before.
        changes: clauses with their new values.
    Returns:
        The changed article, well shaped; or a refusal: an unknown clause, a value out of range.
    Source: charter, article on surplus.
    """
    known = clauses_of(article)
    for clause, value in changes.items():
        if clause not in known:
            return Refusal(
                "charter.surplus_clause_unknown", ARTICLE, f"There is no clause {clause}.",
                "Use a name that the reference of worksheets lists for this preset.",
            )  # fmt: skip
        fits = _replaced(article, clause, value)
        if fits is None:
            return Refusal(
                "charter.surplus_value_unfit", ARTICLE, f"{clause} cannot be {value}.",
                "Use a whole number in range, or a name that the reference lists.",
            )  # fmt: skip
        article = fits
    return article


def _plain(value: object) -> Value:
    if isinstance(value, tuple):
        return tuple(str(one) for one in value)
    return value if isinstance(value, int) else str(value)


def _replaced(article: Distribution, clause: str, value: Value) -> Distribution | None:
    """The article with one known clause replaced, or nothing where the value does not fit."""
    if clause == _ORDER:
        return _reordered(article, value)
    if clause == _UNCLAIMED:
        return _with(article, {_UNCLAIMED: value})
    if clause in _FIELDS:
        part, field = _FIELDS[clause]
        inner = {**_fields(getattr(article, part)), field: value}
        return _with(article, {part: inner})
    pools = {f"pool_{basis}_bp": basis for basis in Basis}
    if clause in pools:
        return _with_pool(article, pools[clause], value)
    return _with_line(article, clause, value)


def _with_line(article: Distribution, clause: str, value: Value) -> Distribution | None:
    # The longest name wins: a line `reserve` and a line `reserve_min` could share a beginning.
    named = [line for line in article.lines if clause.startswith(f"{line.name}_")]
    line = max(named, key=lambda one: len(one.name))
    field = _LINE_FIELDS[clause.removeprefix(f"{line.name}_")]
    lines: list[object] = [
        {**_fields(one), field: value} if one.name == line.name else _fields(one)
        for one in article.lines
    ]
    return _with(article, {"lines": lines})


def _with_pool(article: Distribution, basis: Basis, value: Value) -> Distribution | None:
    weights: dict[Basis, Value] = {**pool_weights(article.patronage), basis: value}
    pools = [
        {"basis": str(name), "weight_bp": weight}
        for name, weight in weights.items()
        if weight != 0 or name in _ALWAYS_WRITTEN
    ]
    inner = {**_fields(article.patronage), "pools": pools}
    return _with(article, {"patronage": inner})


def _reordered(article: Distribution, value: Value) -> Distribution | None:
    by_name = {line.name: line for line in article.lines}
    if not isinstance(value, tuple) or sorted(value) != sorted(by_name):
        return None
    return msgspec.structs.replace(article, lines=tuple(by_name[name] for name in value))


def _fields(value: Line | Pool | msgspec.Struct) -> dict[str, object]:
    found = msgspec.to_builtins(value)
    assert isinstance(found, dict), "a struct has fields"
    return found


def _with(
    article: Distribution, fields: Mapping[str, object | Sequence[object]]
) -> Distribution | None:
    """Checked by the types themselves: a value outside its range gives nothing."""
    try:
        return msgspec.convert({**_fields(article), **fields}, Distribution)
    except msgspec.ValidationError:
        return None
