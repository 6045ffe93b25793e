"""Proposing and revising at a door: one doing for each kind of measure, and what it would change.

The id of a proposal is drawn: its title is sealed, and an id stands open on the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol, TypeAlias, cast

import msgspec

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.articles import Change, Charter
from auzolan.charter.clauses import amended, clauses_of_charter, value_of_clause
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, Effect, LongText, Name, ShortText, Who
from auzolan.house.rooms.assembly import doing_choices as choices
from auzolan.house.rooms.assembly import drafting, flows
from auzolan.house.rooms.assembly.clause_values import changes_from
from auzolan.house.rooms.assembly.doing_measures import KINDS, Kind, short_id
from auzolan.house.rooms.assembly.dry_run import year_compared
from auzolan.house.rooms.assembly.measure_forms import ChangeAsked
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import Reader

_Field: TypeAlias = tuple[str, Any] | tuple[str, Any, str]
Organ = Literal["assembly", "council", "monitoring", "social", "appeals", "delegates"]


class _Proposed(Protocol):
    title: str
    reasons: str
    organ: str


class _Revised(Protocol):
    proposal: str
    reasons: str


def changes_foreseen(reader: Reader, who: Who, asked: ChangeAsked) -> Sequence[Effect]:
    """What a change of clauses would do: each clause before and after, and the last year divided anew."""
    changes = changes_from(asked.clause, asked.value, asked.more)
    if isinstance(changes, Refusal):
        return ()
    charter = charter_in_force(reader)
    known = {
        f"{root}.{one}" for root, names in clauses_of_charter(charter).items() for one in names
    }
    if not {one.clause for one in changes} <= known:
        return ()
    moved = [one for one in changes if value_of_clause(charter, one.clause) != one.value]
    found = [_clause(charter, one) for one in moved]
    after = amended(charter, changes)
    if isinstance(after, Refusal):
        return [*found, Effect("assembly.not_admissible", {"because": after.because})]
    return [*found, *_year(reader, who, ChangeCharter(changes))]


def _clause(charter: Charter, change: Change) -> Effect:
    from auzolan.house.doors.portal.filters import clause_field

    values = {
        "clause": str(clause_field(change.clause)),
        "before": _said(charter, change.clause, value_of_clause(charter, change.clause)),
        "after": _said(charter, change.clause, change.value),
    }
    return Effect("assembly.clause_changes", values)


def _said(charter: Charter, clause: str, value: int | str) -> str:
    from auzolan.house.doors.portal.filters import choice_words, count, money, percent

    if isinstance(value, str):
        return choice_words(value)
    if clause.endswith("_bp"):
        return percent(value)
    return money(value, charter.currency) if "_cents" in clause else count(value)


def _year(reader: Reader, who: Who, measure: ChangeCharter) -> list[Effect]:
    """The last planned year under the changed rules: how many gain and lose, and oneself."""
    from auzolan.house.doors.portal.filters import money

    year = year_compared(reader, measure)
    if year is None:
        return []
    found = year.comparison
    counts = {"gaining": found.gaining, "losing": found.losing, "same": found.same}
    effects = [Effect("assembly.year_divided", counts)]
    mine = next((one for one in found.members if one.id == who.member), None)
    if mine is not None:
        currency = charter_in_force(reader).currency
        own = {"before": mine.before_cents, "after": mine.after_cents}
        said = {name: money(cents, currency) for name, cents in own.items()}
        effects.append(Effect("assembly.year_for_you", said))
    return effects


def _asked(kind: Kind, verb: str, fields: Sequence[_Field]) -> type[msgspec.Struct]:
    """The form of a measure with what is asked besides, named as `ProposeElectAsked`."""
    return msgspec.defstruct(
        f"{verb}{kind.asks.__name__}", fields, bases=(kind.asks,), module=__name__,
        frozen=True, forbid_unknown_fields=True, kw_only=True,
        namespace={"__doc__": kind.asks.__doc__},
    )  # fmt: skip


def _propose(kind: Kind) -> Doing[Any]:
    asks = _asked(
        kind, "Propose",
        [("title", ShortText), ("reasons", LongText, ""), ("organ", Organ, "assembly")],
    )  # fmt: skip

    def does(desk: Desk, who: Who, asked: msgspec.Struct) -> Answer:
        measure = kind.makes(desk, asked)
        if isinstance(measure, Refusal):
            return measure
        said = cast(_Proposed, asked)
        return flows.propose(
            desk, member=who.member, proposal=short_id(desk, kind.name.replace("_", "-")),
            measure=measure, title=said.title, reasons=said.reasons, organ=said.organ,
        )  # fmt: skip

    return Doing(
        f"assembly.propose_{kind.name}", asks, does, choices=kind.choices,
        effects=changes_foreseen if kind.asks is ChangeAsked else None, leads_to="decisions",
    )  # fmt: skip


def _revise(kind: Kind) -> Doing[Any]:
    asks = _asked(kind, "Revise", [("proposal", Name), ("reasons", LongText, "")])

    def does(desk: Desk, who: Who, asked: msgspec.Struct) -> Answer:
        measure = kind.makes(desk, asked)
        if isinstance(measure, Refusal):
            return measure
        said = cast(_Revised, asked)
        return drafting.revise(
            desk, member=who.member, proposal=said.proposal, measure=measure, reasons=said.reasons
        )

    return Doing(
        f"assembly.revise_{kind.name}", asks, does,
        choices={**kind.choices, "proposal": choices.own_drafts},
        effects=changes_foreseen if kind.asks is ChangeAsked else None, leads_to="decisions",
    )  # fmt: skip


PROPOSALS: tuple[Doing[Any], ...] = (*map(_propose, KINDS), *map(_revise, KINDS))
