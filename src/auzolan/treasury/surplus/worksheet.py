"""A worksheet: one JSON text in, a plan out, without a co-operative.

The same rules as the books use: a preset with some clauses replaced, a result, and people. It reads
no file and keeps nothing. Its keys are listed in the reference, under worksheets.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.distribution import Distribution, Reason
from auzolan.charter.distribution_clauses import Value, with_clauses
from auzolan.charter.laws import breaches_of, law_named
from auzolan.foundation.canonical import Whole
from auzolan.foundation.money import CENTS_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.snapshot import Standing, members_from
from auzolan.treasury.surplus.waterfall import ClassResult, YearResult
from auzolan.treasury.surplus.year_plan import YearPlan, plan_year

ARTICLE = "reference, worksheets"
TEXT_BYTES_MAX = 512 * 2**20

Amount = Annotated[int, Meta(ge=0, le=CENTS_MAX)]
Name = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all parts of a worksheet share: an unknown key is refused."""


class SheetClass(_Part, frozen=True, kw_only=True):
    """The result of one class, whole cents."""

    before_interest_and_tax: Whole
    past_losses: Amount = 0
    tax: Amount = 0


class SheetYear(_Part, frozen=True, kw_only=True):
    """A year with a surplus, for the average rule: what it was, and what went to the funds."""

    surplus: Amount
    to_funds: Amount


class SheetResult(SheetClass, frozen=True, kw_only=True):
    """The result of the year; the outer keys are the class of members.

    Attributes:
        third_parties: from work with others.
        extraordinary: out of the ordinary.
        obligatory_reserve: what it holds.
        voluntary_reserve: what it holds.
        past_years: years with a surplus, the latest last.
        losses_due: those of the past losses whose years are over with this year.
    """

    third_parties: SheetClass | None = None
    extraordinary: SheetClass | None = None
    obligatory_reserve: Amount = 0
    voluntary_reserve: Amount = 0
    past_years: tuple[SheetYear, ...] = ()
    losses_due: Amount = 0


class SheetMember(_Part, frozen=True, gc=False, kw_only=True):
    """One person, with what `snapshot.Standing` says of her."""

    id: Name
    hours: int | None = None
    index: int | None = None
    capital: int | None = None
    points: int | None = None
    usage: int | None = None
    labels: int | None = None
    employee: bool | None = None
    value: int | None = None


class SheetExit(_Part, frozen=True, kw_only=True):
    """Somebody whose capital is paid back after this year.

    Attributes:
        id: of one of the members.
        reason: why.
        compulsory: how much of her closing capital may be deducted from; all of it if missing.
    """

    id: Name
    reason: Reason = Reason.JUSTIFIED
    compulsory: Amount | None = None


class Worksheet(_Part, frozen=True, kw_only=True):
    """A year on one sheet.

    Attributes:
        preset: name of the legal preset.
        charter: clauses that differ from the preset's.
        result: of the year.
        members: who shares.
        exits: who leaves.
    """

    preset: str
    result: SheetResult
    members: tuple[SheetMember, ...]
    charter: dict[str, Value] = {}
    exits: tuple[SheetExit, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A worksheet and the plan that follows from it."""

    sheet: Worksheet
    plan: YearPlan


def read_worksheet(text: bytes) -> Worksheet | Refusal:
    """Read a worksheet, strictly: no unknown key, no key twice, no number with a fraction.

    Args:
        text: JSON, at most 512 MiB.
    Returns:
        The worksheet, or why it cannot be read.
    Source: RFC 8259; reference, worksheets.
    """
    if len(text) > TEXT_BYTES_MAX:
        return _unreadable(f"It has {len(text)} bytes; at most {TEXT_BYTES_MAX} are read.")
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction
        )
        return msgspec.convert(found, Worksheet)
    except (ValueError, RecursionError) as fault:
        return _unreadable(f"{fault}.")


def plan_worksheet(text: bytes) -> Planned | Refusal:
    """The plan that follows from a worksheet.

    Args:
        text: JSON.
    Returns:
        The plan; or the first refusal, in the order: unreadable, unknown preset, unknown or unfit
        clause, a charter outside its law, people that do not fit, more losses due than there are,
        weights, an exit of nobody.
    Source: charter, article on surplus; reference, worksheets.
    """
    sheet = read_worksheet(text)
    if isinstance(sheet, Refusal):
        return sheet
    article = _article(sheet)
    if isinstance(article, Refusal):
        return article
    members = members_from([_standing(one) for one in sheet.members])
    if isinstance(members, Refusal):
        return members
    result = _result(sheet.result)
    plan = _due_refused(result) or plan_year(article, result, members)
    if isinstance(plan, Refusal):
        return plan
    return _exit_refused(sheet, plan) or Planned(sheet, plan)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The key {twice!r} stands twice in one object")
    return found


def _no_fraction(text: str) -> object:
    raise ValueError(f"{text} is no whole number; cents, hours and points are whole here")


def _unreadable(because: str) -> Refusal:
    return Refusal(
        "treasury.worksheet_unreadable", ARTICLE, because,
        "Write it as the reference of worksheets shows; every amount is a whole number.",
    )  # fmt: skip


def _article(sheet: Worksheet) -> Distribution | Refusal:
    law = law_named(sheet.preset)
    if isinstance(law, Refusal):
        return law
    article = with_clauses(law.distribution, sheet.charter)
    if isinstance(article, Refusal):
        return article
    faults = breaches_of(article, law)
    return faults[0] if faults else article


def _standing(one: SheetMember) -> Standing:
    return Standing(
        one.id, one.hours, one.index, one.capital, one.points, one.usage, one.labels,
        one.employee, one.value,
    )  # fmt: skip


def _result(sheet: SheetResult) -> YearResult:
    def of(one: SheetClass | None) -> ClassResult:
        if one is None:
            return ClassResult(0)
        return ClassResult(one.before_interest_and_tax, one.past_losses, one.tax)

    return YearResult(
        members=of(sheet),
        third_parties=of(sheet.third_parties),
        extraordinary=of(sheet.extraordinary),
        obligatory_reserve_cents=sheet.obligatory_reserve,
        voluntary_reserve_cents=sheet.voluntary_reserve,
        past_years=tuple((year.surplus, year.to_funds) for year in sheet.past_years),
        losses_due_cents=sheet.losses_due,
    )


def _due_refused(result: YearResult) -> Refusal | None:
    if result.losses_due_cents <= result.past_losses_cents:
        return None
    return Refusal(
        "treasury.losses_due_too_large", ARTICLE,
        f"Past losses of {result.losses_due_cents} cents are due; all past losses are "
        f"{result.past_losses_cents}.",
        "Name under losses_due at most what stands under past_losses.",
    )  # fmt: skip


def _exit_refused(sheet: Worksheet, plan: YearPlan) -> Refusal | None:
    capital = dict(zip(plan.members.ids, plan.closing.tolist(), strict=True))
    seen: set[str] = set()
    for one in sheet.exits:
        if one.id not in capital or one.id in seen:
            return Refusal(
                "treasury.exit_unknown", ARTICLE,
                f"{one.id} leaves, and is no member of this sheet or leaves twice.",
                "Name each one who leaves once, by the id of a member.",
            )  # fmt: skip
        if one.compulsory is not None and one.compulsory > capital[one.id]:
            return Refusal(
                "treasury.exit_too_large", ARTICLE,
                f"{one.id} would have {one.compulsory} cents of compulsory capital; all her "
                f"closing capital is {capital[one.id]}.",
                "Give at most her closing capital, or leave it out.",
            )  # fmt: skip
        seen.add(one.id)
    return None
