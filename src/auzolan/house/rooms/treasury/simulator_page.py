"""The simulator: the last planned year shared another way, as totals, groups, and one's own line.

It enters nothing. Nobody sees what another person would get: groups are shown from ten people on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from auzolan.charter.articles import Charter
from auzolan.charter.distribution import Basis, Distribution
from auzolan.charter.distribution_clauses import Value, clauses_of
from auzolan.charter.named_rules import SHARING_RULES, clauses_of_rule, rule_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.portal.wizard_words import FAULTS
from auzolan.house.rooms.assembly.clause_values import change_from, written
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.treasury.simulate import (
    Comparison,
    MemberCompared,
    compare_year,
)
from auzolan.house.rooms.treasury.simulate_rules import (
    SPREAD_PEOPLE_MIN,
    Asked,
    RulesCompared,
    compare_rules,
    quarters,
)
from auzolan.house.rooms.treasury.statement_plans import charter_at, year_plan_of
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.year_plan import YearPlan

QUARTERS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Part:
    """One part that can be moved: its clause, what was asked, what it is, and what is wrong."""

    clause: str
    asked: str
    now: int
    fault: str = ""

    @property
    def is_pool(self) -> bool:
        """Whether it is a pool of the members' part."""
        return self.clause.startswith("pool_")


@dataclass(frozen=True, slots=True)
class Year:
    """The year that is shared again: its plan's name and entry, the plan, and the charter then."""

    name: str
    entry: int
    plan: YearPlan
    charter: Charter


@dataclass(frozen=True, slots=True)
class Groups:
    """What people get at the quarters of all, from the least, before and after; None for too few."""

    people: int
    quarters: tuple[tuple[int, int, int], ...] | None


def simulate(request: CoopRequest) -> HttpResponse:
    """Move the split, and see what everybody's year would have been in groups, and one's own."""
    year = _last_year(request)
    if year is None:
        return render(request, "treasury/simulator.html", {"year": None})
    rule = request.GET.get("rule", "")
    parts = _parts(year.plan.article, request.GET, rule)
    changes = _changes(year.plan.article, parts)
    has_faults = any(one.fault for one in parts)
    found = None if has_faults else compare_year(year.plan, year.charter.preset, changes)
    context = {
        "year": year, "parts": parts, "rules": list(SHARING_RULES), "rule": rule,
        "in_force": rule_of(year.plan.article), "faults": [one for one in parts if one.fault],
        "refusal": found if isinstance(found, Refusal) else None,
        "found": found if isinstance(found, Comparison) else None,
        "is_moved": bool(changes),
        "propose": _to_propose(changes),
        "compared": _rules(request, year) if request.GET.get("rules") else None,
        "people_min": SPREAD_PEOPLE_MIN,
        **_shown(request.visit.member, found if isinstance(found, Comparison) else None),
    }  # fmt: skip
    return render(request, "treasury/simulator.html", context)


def _last_year(request: CoopRequest) -> Year | None:
    with reader_of(request.coop.folder) as reader:
        for row in sorted(reader.rows(Plan), key=lambda one: -one.entry):
            plan = year_plan_of(reader, row)
            if plan is not None:
                return Year(row.plan, row.entry, plan, charter_at(reader, row.entry))
    return None


def _parts(article: Distribution, asked: QueryDict, rule: str) -> list[Part]:
    """The parts in the order of the article: a named rule says all pools, else what was typed does."""
    now = clauses_of(article)
    of_rule = clauses_of_rule(SHARING_RULES[rule]) if rule in SHARING_RULES else {}
    names = [f"{line.name}_bp" for line in article.lines]
    names += [f"pool_{basis}_bp" for basis in Basis] + ["cash_bp"]
    parts = []
    for name in names:
        present = now[name]
        assert isinstance(present, int), "parts are basis points"
        wanted = of_rule.get(name)
        text = asked.get(name, "") if wanted is None else written(name, int(str(wanted)))
        parts.append(_part(name, text.strip() or written(name, present), present))
    return parts


def _part(clause: str, text: str, now: int) -> Part:
    change = change_from(clause, text)
    if isinstance(change, Refusal):
        return Part(clause, text, now, str(FAULTS["number"]))
    return Part(clause, text, now)


def _changes(article: Distribution, parts: Sequence[Part]) -> dict[str, Value]:
    changes: dict[str, Value] = {}
    for one in parts:
        change = change_from(one.clause, one.asked)
        if not isinstance(change, Refusal) and change.value != one.now:
            changes[one.clause] = change.value
    return changes


def _to_propose(changes: Mapping[str, Value]) -> str:
    """The address of the form that proposes these changes; empty without any."""
    lines = [
        (f"surplus.{clause}", written(clause, int(str(value)))) for clause, value in changes.items()
    ]
    if not lines:
        return ""
    (clause, value), *more = lines
    asked = {
        "clause": clause, "value": value,
        "more": "\n".join(f"{name} = {text}" for name, text in more),
        "next": reverse("decisions"),
    }  # fmt: skip
    return f"{reverse('do', args=['assembly.propose_change'])}?{urlencode(asked)}"


def _shown(member: str, found: Comparison | None) -> dict[str, object]:
    if found is None:
        return {"mine": None, "groups": None}
    mine: MemberCompared | None = next((one for one in found.members if one.id == member), None)
    return {"mine": mine, "groups": _groups(found)}


def _groups(found: Comparison) -> Groups:
    people = len(found.members)
    if people < SPREAD_PEOPLE_MIN:
        return Groups(people, None)
    before = quarters([one.before_cents for one in found.members])
    after = quarters([one.after_cents for one in found.members])
    return Groups(people, tuple(zip(QUARTERS, before, after, strict=True)))


def _rules(request: CoopRequest, year: Year) -> RulesCompared | None:
    asked = Asked(request.visit.member, SPREAD_PEOPLE_MIN)
    found = compare_rules(year.plan, year.charter.preset, asked)
    return None if isinstance(found, Refusal) else found
