"""`auzolan charter rule`: the named rules of sharing, and what a vote for one would change.

It chooses no rule. With `--propose` it drafts the measure, and the members vote on it like on any
other change of clauses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from pathlib import Path

    from auzolan.charter.articles import Change, Charter
    from auzolan.charter.named_rules import SharingRule


class RuleShown(msgspec.Struct, frozen=True):
    """One named rule, as the list shows it.

    Attributes:
        rule: its name.
        in_force: whether the charter follows it.
        pools: basis and basis points, as `labour=4000`.
        says: the rule in a sentence.
        source: who shares like this, or why.
    """

    rule: str
    in_force: bool
    pools: tuple[str, ...]
    says: str
    source: str


class ClauseOfRule(msgspec.Struct, frozen=True):
    """A clause that a vote for the rule would change."""

    clause: str
    before: int
    after: int


class RuleProposed(msgspec.Struct, frozen=True):
    """What choosing a rule would take.

    Attributes:
        rule: its name.
        in_force: whether nothing is left to change.
        clauses: those that would change.
        measure: the options of `auzolan assembly propose` that ask for it.
    """

    rule: str
    in_force: bool
    clauses: tuple[ClauseOfRule, ...]
    measure: tuple[str, ...]


def show_rule(
    rule: Annotated[str, typer.Argument(help="A named rule; without one they are listed.")] = "",
    propose: Annotated[
        str, typer.Option(metavar="ID", help="Draft the measure as a proposal of this id.")
    ] = "",
    title: Annotated[str, typer.Option(help="Of the proposal; it is sealed.")] = "",
    actor: AsOption = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the named rules of sharing, or show which clauses a vote for one would change.

    A rule is chosen by the ordinary vote on clauses of the article on surplus, all in one measure.
    One outside the law of the charter is refused with the article.

    Examples:
        auzolan charter rule blended
        auzolan charter rule blended --propose p7 --as m017
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import accepted

    if (title or actor) and not propose:
        raise Misused("--title and --as go with --propose ID")
    if propose and not (rule and actor):
        raise Misused("To propose a rule, name it and --as who proposes it")
    charter = _charter(folder)
    if not rule:
        _list(charter, as_json=as_json)
        return
    from auzolan.charter.named_rules import rule_named

    named = accepted(rule_named(rule))
    if propose:
        _propose(folder, named, charter, (propose, title, actor), as_json=as_json)
    else:
        _show(named, charter, as_json=as_json)


def _charter(folder: Path) -> Charter:
    from auzolan.charter.state import charter_of
    from auzolan.house.asking import reading
    from auzolan.house.doors.session import folder_at

    with reading(folder_at(folder)) as now:
        return charter_of(now.books)


def _list(charter: Charter, *, as_json: bool) -> None:
    from auzolan.charter.named_rules import SHARING_RULES, rule_of
    from auzolan.house.doors.output import say, write_json, write_table

    followed = rule_of(charter.surplus.distribution)
    found = [
        RuleShown(
            name, name == followed,
            tuple(f"{pool.basis}={pool.weight_bp}" for pool in rule.pools), rule.says, rule.source,
        )
        for name, rule in SHARING_RULES.items()
    ]  # fmt: skip
    if as_json:
        write_json(found)
        return
    rows = [
        (one.rule, "yes" if one.in_force else "", ", ".join(one.pools), one.says) for one in found
    ]
    write_table(("rule", "in force", "pools", "it says"), rows)
    if not followed:
        say("The charter's pools are none of these; auzolan charter show prints them.")


def _show(rule: SharingRule, charter: Charter, *, as_json: bool) -> None:
    from auzolan.charter.clauses import SURPLUS, amended
    from auzolan.house.doors.output import say, write, write_json, write_table
    from auzolan.house.doors.session import accepted

    clauses = _clauses(rule, charter)
    if clauses:
        accepted(amended(charter, _changes(clauses)))
    found = RuleProposed(
        rule.name, not clauses, clauses,
        tuple(f"--change {SURPLUS}.{one.clause}={one.after}" for one in clauses),
    )  # fmt: skip
    if as_json:
        write_json(found)
        return
    write(f"{rule.name}: {rule.says}")
    write(f"source: {rule.source}")
    if not clauses:
        say("The charter follows this rule already.")
        return
    write_table(("clause", "now", "then"), [(one.clause, one.before, one.after) for one in clauses])
    write(f"auzolan assembly propose ID --title TEXT --as MEMBER {' '.join(found.measure)}")


def _clauses(rule: SharingRule, charter: Charter) -> tuple[ClauseOfRule, ...]:
    from auzolan.charter.clauses import SURPLUS, value_of_clause
    from auzolan.charter.named_rules import changes_to

    changes = changes_to(charter.surplus.distribution, rule)
    return tuple(
        ClauseOfRule(clause, _whole(value_of_clause(charter, f"{SURPLUS}.{clause}")), _whole(after))
        for clause, after in changes.items()
    )


def _changes(clauses: tuple[ClauseOfRule, ...]) -> tuple[Change, ...]:
    from auzolan.charter.articles import Change
    from auzolan.charter.clauses import SURPLUS

    return tuple(Change(f"{SURPLUS}.{one.clause}", one.after) for one in clauses)


def _whole(value: object) -> int:
    assert isinstance(value, int), "the clauses on pools are whole numbers"
    return value


def _propose(
    folder: Path, rule: SharingRule, charter: Charter, told: tuple[str, str, str], *, as_json: bool
) -> None:
    from auzolan.assembly.resolutions import ChangeCharter
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import propose

    clauses, (proposal, title, member) = _clauses(rule, charter), told
    if not clauses:
        raise Misused(f"The charter follows the rule {rule.name} already: there is nothing to vote")
    measure = ChangeCharter(_changes(clauses))
    enter(
        folder,
        lambda desk: propose(
            desk, member=member, proposal=proposal, measure=measure,
            title=title or f"Share by the rule {rule.name}", reasons="",
        ),
        as_json=as_json,
    )  # fmt: skip
