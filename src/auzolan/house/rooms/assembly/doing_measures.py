"""The measure that comes of each kind of proposal's form; the forms stand in `measure_forms`.

A measure is only put together here; whether it may be proposed, the rules say. New texts of articles
are proposed from a terminal, where they come as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import msgspec

from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.charter.articles import Charter
from auzolan.charter.clauses import clauses_of_charter
from auzolan.charter.distribution import Reason
from auzolan.consent.acts import Scope, Terms
from auzolan.consent.group_acts import GroupLift, GroupPermit, GroupProhibit
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.consent.taxonomy import END_USES, OPERATIONS, TAXONOMY
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Choice,
    Choices,
    Who,
)
from auzolan.house.rooms.assembly import doing_choices as choices
from auzolan.house.rooms.assembly.clause_values import changes_from, unreadable
from auzolan.house.rooms.assembly.measure_forms import (
    ChangeAsked,
    ElectionAsked,
    EndAsked,
    EndStrikeAsked,
    ExitAsked,
    GroupAsked,
    LicenceAsked,
    OfficeAsked,
    OptionsAsked,
    PauseKeptAsked,
    PlanAsked,
    RecallAsked,
    RestructureAsked,
    StrikeAsked,
)
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.members.choosing import people
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.licensing.acts import LicenceTerms
from auzolan.treasury.capital.exit_acts import ExitTerms
from auzolan.treasury.state import Plan, WindingUp

_NO_DIGEST = "0" * 64
_ID_DIGITS = 10
_CENT_OF_THOUSAND_MICRO = 10  # a cent for 1,000 answers is 10 millionths for one
_BP_IN_PERCENT = 100


Made = Measure | Refusal


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of proposal: what it asks, the measure that comes of it, and what its fields can be."""

    name: str
    asks: type[msgspec.Struct]
    makes: Callable[[Desk, Any], Made]
    choices: Mapping[str, Choices] = field(default_factory=dict)


def clauses(reader: Reader, who: Who) -> list[Choice]:
    """Every clause that a vote can change."""
    from auzolan.house.doors.portal.filters import clause_field, word

    charter: Charter = charter_in_force(reader)
    return [
        Choice(f"{root}.{name}", f"{word(root, 'article')}: {clause_field(f'{root}.{name}')}")
        for root, names in clauses_of_charter(charter).items()
        for name in names
    ]


def short_id(desk: Desk, kind: str) -> str:
    """An id that says nothing of a text: texts are sealed, and ids stand open on the record."""
    return f"{kind}-{drawn(desk, kind).rpartition('-')[2][:_ID_DIGITS]}"


def _change(desk: Desk, asked: ChangeAsked) -> Made:
    changes = changes_from(asked.clause, asked.value, asked.more)
    return changes if isinstance(changes, Refusal) else ChangeCharter(changes)


def _licence(desk: Desk, asked: LicenceAsked) -> Made:
    return GrantLicence(
        LicenceTerms(
            licence=short_id(desk, "licence"), licensee=asked.licensee, model=asked.model,
            purpose=asked.purpose, fee_cents=asked.fee,
            price_micro=asked.price_of_thousand * _CENT_OF_THOUSAND_MICRO,
            predictions_max=asked.answers_max, days=asked.days, operation=asked.operation,
            territory=asked.territory, model_class=asked.model_class, credit=not asked.no_names,
            pay_days=asked.pay_days,
        )
    )  # fmt: skip


def _plan(desk: Desk, asked: PlanAsked) -> Made:
    with reader_of(desk.folder) as reader:
        row = reader.get(Plan, asked.plan)
    return ShareSurplus(asked.plan, row.plan_digest if row is not None else _NO_DIGEST)


def _office(desk: Desk, asked: OfficeAsked) -> Made:
    return FillOffice(asked.office, asked.holder, asked.days)


def _recall(desk: Desk, asked: RecallAsked) -> Made:
    office, _, holder = asked.seat.partition("=")
    return RecallOfficer(office, holder)


def _election(desk: Desk, asked: ElectionAsked) -> Made:
    return Elect(asked.organ_elected, asked.seats, asked.days, asked.section)


def _options(desk: Desk, asked: OptionsAsked) -> Made:
    return Choose(asked.options)


def _strike(desk: Desk, asked: StrikeAsked) -> Made:
    until = _moment(asked.until) if asked.until else 0
    if isinstance(until, Refusal):
        return until
    terms = StrikeTerms(
        short_id(desk, "strike"), asked.operation, asked.end_use, asked.towards or None, until
    )
    return StrikeUses(terms)


def _end_strike(desk: Desk, asked: EndStrikeAsked) -> Made:
    return EndStrikeVote(asked.strike)


def _exit(desk: Desk, asked: ExitAsked) -> Made:
    return SettleExit(
        ExitTerms(
            asked.leaving, Reason(asked.reason), asked.deduction_percent * _BP_IN_PERCENT,
            transfer_to=asked.transfer_to,
        )
    )  # fmt: skip


def _end(desk: Desk, asked: EndAsked) -> Made:
    with reader_of(desk.folder) as reader:
        row = reader.get(WindingUp, asked.winding_up)
    return Dissolve(asked.winding_up, row.plan_digest if row is not None else _NO_DIGEST)


def _restructure(desk: Desk, asked: RestructureAsked) -> Made:
    return Restructure(asked.kind, asked.agreement)


def _pause(desk: Desk, asked: PauseKeptAsked) -> Made:
    until = _moment(asked.until)
    return until if isinstance(until, Refusal) else RatifyPause(asked.pause, until)


def _group(desk: Desk, asked: GroupAsked) -> Made:
    if asked.says == "lift":
        return GroupDecides(GroupLift(asked.group, asked.statement or "none"))
    terms = Terms(asked.operation, asked.end_use, 0, 0, None, None, None, TAXONOMY.version)
    if asked.says == "permit":
        return GroupDecides(GroupPermit(asked.group, Scope(), terms, None, credit=False))
    return GroupDecides(GroupProhibit(asked.group, Scope(), terms))


def _moment(day: str) -> int | Refusal:
    try:
        return moment_from_iso(day)
    except ValueError:
        return unreadable(day, "Write a day that there is, as 2026-05-20.")


def _named(table: str, names: tuple[str, ...]) -> Choices:
    def found(reader: Reader, who: Who) -> list[Choice]:
        from auzolan.house.doors.portal.filters import word

        return [Choice(name, str(word(name, table))) for name in names]

    return found


_OPERATIONS, _END_USES = _named("operation_name", OPERATIONS), _named("end_use_name", END_USES)

KINDS: tuple[Kind, ...] = (
    Kind("change", ChangeAsked, _change, {"clause": clauses}),
    Kind("licence", LicenceAsked, _licence,
         {"model": choices.models, "purpose": choices.purposes, "operation": _OPERATIONS}),
    Kind("plan", PlanAsked, _plan, {"plan": choices.plans}),
    Kind("office", OfficeAsked, _office, {"office": choices.offices, "holder": people}),
    Kind("recall", RecallAsked, _recall, {"seat": choices.seats}),
    Kind("election", ElectionAsked, _election),
    Kind("options", OptionsAsked, _options),
    Kind("strike", StrikeAsked, _strike, {"operation": _OPERATIONS, "end_use": _END_USES}),
    Kind("end_strike", EndStrikeAsked, _end_strike, {"strike": choices.strikes}),
    Kind("exit", ExitAsked, _exit, {"leaving": people, "transfer_to": people}),
    Kind("end", EndAsked, _end, {"winding_up": choices.ends}),
    Kind("restructure", RestructureAsked, _restructure),
    Kind("pause", PauseKeptAsked, _pause, {"pause": choices.pauses}),
    Kind("group", GroupAsked, _group,
         {"group": choices.groups, "operation": _OPERATIONS, "end_use": _END_USES}),
)  # fmt: skip

OF_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "charter": "change", "licence": "licence", "plan": "plan", "office": "office",
        "recall": "recall", "exit": "exit", "end": "end", "elect": "election",
        "choose": "options", "restructure": "restructure", "keep_pause": "pause",
        "strike": "strike", "end_strike": "end_strike", "group_decides": "group",
    }
)  # fmt: skip
"""Which kind a measure on a page is, by the page's word for it."""
