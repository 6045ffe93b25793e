"""A member's reasons in words, for the command line. It reads nothing and decides nothing."""

from __future__ import annotations

from auzolan.house.rooms.treasury.statements import decimal
from auzolan.house.rooms.valuation.taking_apart import OwnQuestion, OwnRow
from auzolan.house.rooms.valuation.why import Why

_WHOLE_BP = 10_000


def why_lines(found: Why) -> list[str]:
    """Reasons in words for a person."""
    sure = f"{found.level_bp // 100} in 100"
    where = f"({found.member}, {found.valuation}, entry {found.entry})"
    span = f"{decimal(found.low_e9)} to {decimal(found.high_e9)} ({sure})"
    lines = [
        f"What your data is worth to the model {found.model} {where}",
        f"  {decimal(found.value_e9)}, likely range {span}",
        f"  {found.because}",
        "",
        f"  rows that count              {found.rows:>9,}",
    ]
    for name, count in (
        ("merged as copies", found.rows_merged),
        ("kept back as questions", found.rows_tested),
        ("below zero, told to you alone", found.rows_below_zero),
    ):
        if count is not None:
            lines.append(f"  {name:<30}{count:>8,}")
    if found.questions:
        lines += ["", "Why: the questions in which your rows counted most"]
        lines += [line for one in found.questions for line in _question(one, found.n_queries)]
    for title, rows in (("Your best rows", found.best), ("Your worst rows", found.worst)):
        if rows:
            lines += ["", title, *(_row(one) for one in rows)]
    return [*lines, "", *_basis(found)]


def _question(one: OwnQuestion, n_queries: int) -> list[str]:
    own = ", a row of your own that was kept back" if one.is_own else ""
    place = str(one.rank_first)
    if one.rank_last != one.rank_first:
        place += f" to {one.rank_last}, equally near"
    right = "right" if one.agrees else "wrong"
    earned = f"place {place}, {right}, earned {decimal(one.row_value_e9)}"
    return [
        f"  question {one.question:,} of {n_queries:,}{own}: your rows earned {decimal(one.value_e9)}",
        f"    your nearest: {one.batch} row {one.row} ({one.answer}), {earned}",
    ]


def _row(one: OwnRow) -> str:
    whole, rest = divmod(one.part_bp, 100)
    part = "" if one.part_bp == _WHOLE_BP else f", {whole}.{rest:02d} % of it yours"
    return f"  {one.batch} row {one.row} ({one.answer}){part}  {decimal(one.value_e9)}"


def _basis(found: Why) -> list[str]:
    again = f", again by {found.rechecked_by}" if found.rechecked_by else ", by nobody else yet"
    return [
        "How it was worked out",
        f"  method     {found.method or 'as its recipe says'}",
        f"  questions  {found.n_queries:,}",
        f"  release    {found.rules}",
        f"  charter    {found.charter}",
        f"  recipe     {found.recipe}",
        f"  lines      {found.lines}",
        f"  by         {found.by}{again}",
        "",
        "Work it out again, without a network:",
        f"  {found.command}",
    ]
