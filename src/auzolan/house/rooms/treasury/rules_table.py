"""Named rules on the command line: one on a period, all of them on a year. It enters nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auzolan.foundation.refusals import Refusal
    from auzolan.house.rooms.treasury.plan_by_rule import RulePool
    from auzolan.house.rooms.treasury.simulate_rules import (
        Asked,
        PayShown,
        RuleCompared,
        RulesCompared,
    )
    from auzolan.treasury.surplus.acts import PlanDistribution

_ALL = 10_000


def is_another_rule(path: Path, name: str, *, dry_run: bool) -> bool:
    """Whether a rule is not the charter's, so that it can only be looked at.

    Raises:
        Refused: there is no such rule; or it is not the charter's and was to be entered.
    """
    from auzolan.charter.named_rules import rule_named
    from auzolan.house.doors.errors import Refused
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.treasury.plan_by_rule import not_in_force

    accepted(rule_named(name))
    refused = not_in_force(folder_at(path), name)
    if refused is not None and not dry_run:
        raise Refused(refused)
    return refused is not None


def show_by_rule(
    path: Path, name: str, act: PlanDistribution, actor: str, *, as_json: bool
) -> None:
    """Show what a rule would make of a period."""
    from auzolan.house.doors.output import patience, say, write, write_json, write_table
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.treasury.plan_by_rule import plan_by_rule

    with patience("planning"):
        found = accepted(plan_by_rule(folder_at(path), name, act, actor))
    say(f"{name} is not the charter's rule: this is for looking at, and nothing has been written.")
    if as_json:
        write_json(found)
        return
    write_table(("line", "cents"), [(one.name, one.cents) for one in found.lines])
    pools = [(one.basis, one.weight_bp, one.cents) for one in found.pools]
    if pools:
        write_table(("pool by", "basis points", "cents"), pools)
    write(f"cash {found.cash_cents:,}, capital {found.capitalised_cents:,}")
    if found.loss_cents:
        write(f"loss {found.loss_cents:,}")
    for code in found.warnings:
        say(f"warning: {code}")


def show_rules(folder: Path, year: str, member: str, *, as_json: bool) -> None:
    """Show a year under each named rule.

    Args:
        folder: the co-operative's.
        year: a plan, or a worksheet's file.
        member: whose own amounts are shown as well; empty for nobody's.
        as_json: as JSON.
    """
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import accepted
    from auzolan.house.rooms.treasury.simulate_rules import SPREAD_PEOPLE_MIN, Asked

    path = Path(year)
    if path.is_file():
        found = accepted(_of_worksheet(path, Asked(member)))
    else:
        found = accepted(_of_plan(folder, year, Asked(member, SPREAD_PEOPLE_MIN)))
    if as_json:
        write_json(found)
    else:
        _write(found, member)


def _of_worksheet(path: Path, asked: Asked) -> RulesCompared | Refusal:
    from auzolan.house.doors.output import patience
    from auzolan.house.rooms.treasury.simulate_rules import compare_rules_on_worksheet
    from auzolan.treasury.surplus.worksheet import TEXT_BYTES_MAX

    with patience("planning"), path.open("rb") as stream:
        return compare_rules_on_worksheet(stream.read(TEXT_BYTES_MAX + 1), asked)


def _of_plan(folder: Path, name: str, asked: Asked) -> RulesCompared | Refusal:
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.treasury.simulate_commands import plan_named
    from auzolan.house.rooms.treasury.simulate_rules import compare_rules, pay_shown
    from auzolan.house.rooms.treasury.statement_plans import pay_ratio_in
    from auzolan.house.storage.reader import reader_of

    with patience("planning"), reader_of(folder_at(folder)) as reader:
        plan, charter, period = plan_named(reader, name)
        ratio = pay_ratio_in(reader, period)
    pay = pay_shown(ratio, charter.labour.index_ratio_max, asked.people_min)
    return compare_rules(plan, charter.preset, asked, pay)


def _write(found: RulesCompared, member: str) -> None:
    from auzolan.house.doors.output import say, write, write_table

    own = ("yours",) if member else ()
    names = ("rule", "pools", "members", "cash", "capital", "get", "Gini", "quarters", *own)
    write_table(names, [_row(one, is_own=bool(own)) for one in (found.charter, *found.rules)])
    for one in found.rules:
        if one.refused:
            say(f"{one.rule}: {one.refused}: {one.because}")
    write(f"The year's charter follows {found.in_force or 'a rule of its own'}.")
    if found.charter.quarters is None:
        say(f"How evenly it is spread is not shown among {found.people} people.")
    if found.pay is not None:
        write(_pay_text(found.pay))


def _row(one: RuleCompared, *, is_own: bool) -> tuple[str, ...]:
    if one.refused:
        return (one.rule, "refused", *[""] * (7 if is_own else 6))
    evenly = "-" if one.gini_e4 is None else f"{one.gini_e4 // _ALL}.{one.gini_e4 % _ALL:04d}"
    quarters = "-" if one.quarters is None else " / ".join(f"{cents:,}" for cents in one.quarters)
    own = () if not is_own else ("-" if one.own_cents is None else f"{one.own_cents:,}",)
    return (
        one.rule, _pools_text(one.pools), f"{one.members_cents:,}", f"{one.cash_cents:,}",
        f"{one.capitalised_cents:,}", f"{one.sharing:,}", evenly, quarters, *own,
    )  # fmt: skip


def _pools_text(pools: Sequence[RulePool]) -> str:
    return ", ".join(f"{one.basis} {one.weight_bp}" for one in pools) or "-"


def _pay_text(pay: PayShown) -> str:
    if pay.is_above is None:
        return f"How far pay by the hour lay apart is not shown of {pay.people} people."
    before, after = (_times(one) for one in (pay.before, pay.after))
    is_above = "above" if pay.is_above else "within"
    return (
        f"Highest pay by the hour over the lowest, of {pay.people:,} people: {before} as agreed, "
        f"{after} with the floor; {is_above} the charter's {pay.ratio_max}."
    )


def _times(exact: str | None) -> str:
    """A ratio with two decimals, rounded up, so that one above the charter's never looks within."""
    from fractions import Fraction

    if exact is None:
        return "unknown"
    hundredths = -(-100 * Fraction(exact) // 1)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
