"""`auzolan treasury simulate`: what another charter, or a named rule, would have done with a year.

It enters nothing. Two charters of a co-operative's own year are shown with each member's amounts, so
that is for who may read them; the rules side by side show nobody's but the asker's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auzolan.charter.articles import Charter
    from auzolan.charter.distribution_clauses import Value
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.rooms.treasury.simulate import Comparison, Spread
    from auzolan.house.storage.reader import Reader
    from auzolan.treasury.surplus.year_plan import YearPlan

MEMBERS_SHOWN = 40
_ALL = 10_000


def simulate_charter(
    year: Annotated[
        str, typer.Argument(help="A plan of this co-operative, or a worksheet: a file in JSON.")
    ],
    charter: Annotated[
        list[str] | None,
        typer.Option(metavar="CLAUSE=VALUE", help="A clause that differs; once for each."),
    ] = None,
    rule: Annotated[
        str, typer.Option(help="A named rule of sharing: auzolan charter rule lists them.")
    ] = "",
    rules: Annotated[
        bool, typer.Option("--rules", help="All named rules side by side, with nobody's amounts.")
    ] = False,
    actor: AsOption = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Put two charters side by side on the same year: who gains, who loses, how evenly.

    The other charter is the year's own with the clauses that you name, by the names of the
    reference of worksheets, or with the pools of one named rule. One outside its law is refused
    with the article. Of a plan it shows each member's amounts: only for who may read them. With
    --rules all named rules stand side by side in totals, and --as adds your own amount under each.

    Examples:
        auzolan treasury simulate year.json --charter cash_bp=5000
        auzolan treasury simulate share-2024 --rules --as m017
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import accepted

    if sum(map(bool, (charter, rule, rules))) != 1:
        raise Misused("Give --charter CLAUSE=VALUE, --rule NAME or --rules: one of the three")
    if actor and not rules:
        raise Misused("--as goes with --rules, for your own amounts")
    if rules:
        from auzolan.house.rooms.treasury.rules_table import show_rules

        show_rules(folder, year, actor, as_json=as_json)
        return
    changes = _of_rule(rule) if rule else _changes(charter or [])
    path = Path(year)
    found = _of_worksheet(path, changes) if path.is_file() else _of_plan(folder, year, changes)
    _show(accepted(found), as_json=as_json)


def _of_rule(name: str) -> dict[str, Value]:
    from auzolan.charter.named_rules import clauses_of_rule, rule_named
    from auzolan.house.doors.session import accepted

    return clauses_of_rule(accepted(rule_named(name)))


def _changes(texts: Sequence[str]) -> dict[str, Value]:
    from auzolan.house.doors.errors import Misused

    changes: dict[str, Value] = {}
    for text in texts:
        clause, mark, value = text.partition("=")
        clause = clause.removeprefix("surplus.")
        if not clause or not mark or not value or clause in changes:
            raise Misused(f"A clause is written once, as cash_bp=5000; got {text!r}")
        digits = value.isascii() and value.isdigit()
        is_list = "," in value or clause.endswith("_order")
        changes[clause] = int(value) if digits else tuple(value.split(",")) if is_list else value
    return changes


def _of_worksheet(path: Path, changes: dict[str, Value]) -> Comparison | Refusal:
    from auzolan.house.doors.output import patience
    from auzolan.house.rooms.treasury.simulate import compare_worksheet
    from auzolan.treasury.surplus.worksheet import TEXT_BYTES_MAX

    with patience("planning"), path.open("rb") as stream:
        return compare_worksheet(stream.read(TEXT_BYTES_MAX + 1), changes)


def _of_plan(folder: Path, name: str, changes: dict[str, Value]) -> Comparison | Refusal:
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.treasury.simulate import compare_year
    from auzolan.house.storage.reader import reader_of

    with patience("planning"), reader_of(folder_at(folder)) as reader:
        plan, charter, _ = plan_named(reader, name)
    return compare_year(plan, charter.preset, changes)


def plan_named(reader: Reader, name: str) -> tuple[YearPlan, Charter, str]:
    """A plan worked out again, the charter that it was made under, and its period.

    Args:
        reader: of the folder.
        name: of the plan.
    Raises:
        Misused: there is no such plan.
        Unready: it cannot be worked out again to the cent.
    """
    from auzolan.house.doors.errors import Misused, Unready
    from auzolan.house.rooms.treasury.statement_plans import charter_at, year_plan_of
    from auzolan.treasury.state import Plan

    row = reader.get(Plan, name)
    if row is None:
        raise Misused(
            f"There is no file and no plan {name}. Name a worksheet in JSON, or a plan that was "
            "made with: auzolan treasury plan"
        )
    plan = year_plan_of(reader, row)
    if plan is None:
        raise Unready(
            f"The plan {name} cannot be worked out again to the cent from this folder. Run auzolan "
            "verify, which says what differs."
        )
    return plan, charter_at(reader, row.entry), row.period


def _show(found: Comparison, *, as_json: bool) -> None:
    from auzolan.house.doors.output import say, write, write_json, write_table

    if as_json:
        write_json(found)
        return
    clauses = [(one.clause, _text(one.before), _text(one.after)) for one in found.clauses]
    write_table(("clause", "before", "after"), clauses)
    if not clauses:
        say("Both charters are the same.")
    lines = [(one.name, one.before_cents, one.after_cents, one.change_cents) for one in found.lines]
    write_table(("line", "before", "after", "change"), lines)
    ordered = sorted(found.members, key=lambda one: one.id)  # by id: nobody is ranked
    rows = [
        (one.id, one.before_cents, one.after_cents, one.change_cents)
        for one in ordered[:MEMBERS_SHOWN]
    ]
    write_table(("member", "before", "after", "change"), rows)
    if len(ordered) > MEMBERS_SHOWN:
        say(f"The first {MEMBERS_SHOWN} of {len(ordered):,} members by id; --json has all.")
    write(f"{found.gaining:,} gain, {found.losing:,} lose, {found.same:,} get the same.")
    write_table(("of members, those who get least", "before", "after"), _lorenz_rows(found))
    write(f"Gini coefficient before {_gini(found.before)}, after {_gini(found.after)}")
    for name, codes in (("before", found.warnings_before), ("after", found.warnings_after)):
        for code in codes:
            say(f"warning {name}: {code}")


def _text(value: Value) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _gini(spread: Spread) -> str:
    return "has no meaning here" if spread.gini_e4 is None else _ten_thousandths(spread.gini_e4)


def _ten_thousandths(number: int) -> str:
    size = abs(number)
    return f"{'-' if number < 0 else ''}{size // _ALL}.{size % _ALL:04d}"


def _lorenz_rows(found: Comparison) -> list[tuple[str, str, str]]:
    """Which part of all so many members get, in tenths where there are ten of them or more."""
    count = len(found.members)
    before, after = (
        {one.people: one.cents for one in spread.lorenz} for spread in (found.before, found.after)
    )
    steps = min(count, 10)
    wanted = [count * step // steps for step in range(1, steps)]
    return [
        (
            f"{people:,} of {count:,}",
            _part(before[people], before[count]),
            _part(after[people], after[count]),
        )
        for people in wanted
        if people in before and people in after
    ]


def _part(cents: int, total: int) -> str:
    if total <= 0 or cents < 0:
        return "-"
    return _ten_thousandths((2 * _ALL * cents + total) // (2 * total))
