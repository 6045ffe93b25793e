"""What can be done about what data is worth at a door; see `house/doing.py`. Both take long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, LongText, Name, Who
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.learning.recipe_files import valuation_recipe_of
from auzolan.house.rooms.valuation import flows
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import REPLACED, Model
from auzolan.valuation.state import Valuation

ARTICLE = "house, valuation"


class ValueAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """To which model the data is worth something, and how that is worked out."""

    valuation: Name
    model: Name
    recipe: LongText = ""


class RecheckAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which valuation somebody else computes again."""

    valuation: Name


def _value(desk: Desk, who: Who, asked: ValueAsked) -> Answer:
    recipe = valuation_recipe_of(asked.recipe)
    if recipe is None:
        return Refusal(
            "valuation.recipe_unreadable", ARTICLE, "The recipe cannot be read as one for valuing.",
            "Leave it empty for the plain one, or write it as the reference of recipes shows.",
        )  # fmt: skip
    tell("valuing", 0)
    try:
        return flows.value(
            desk, actor=who.member, valuation=asked.valuation, model=asked.model, recipe=recipe
        )
    except (FileNotFoundError, ValueError) as fault:
        return _not_computed(asked.valuation, fault)


def _recheck(desk: Desk, who: Who, asked: RecheckAsked) -> Answer:
    tell("valuing", 0)
    try:
        return flows.recheck(desk, actor=who.member, valuation=asked.valuation)
    except (FileNotFoundError, ValueError) as fault:
        return _not_computed(asked.valuation, fault)


def _not_computed(name: str, fault: Exception) -> Refusal:
    return Refusal(
        "valuation.cannot_compute", ARTICLE, f"{name} was not computed: {fault}.",
        "Look into the rows and the recipe of the model.",
    )  # fmt: skip


def _models(reader: Reader, who: Who) -> Sequence[Choice]:
    rows = [row for row in reader.rows(Model) if row.state != REPLACED]
    return [Choice(row.model, row.model) for row in sorted(rows, key=lambda row: -row.entry)]


def _unchecked(reader: Reader, who: Who) -> Sequence[Choice]:
    """Valuations of others that nobody has computed again."""
    rows = [one for one in reader.rows(Valuation) if not one.rechecked_by and one.by != who.member]
    rows.sort(key=lambda row: -row.entry)
    return [Choice(row.valuation, f"{row.valuation} · {row.model}") for row in rows]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "valuation.value", ValueAsked, _value, is_long=True, choices={"model": _models},
        leads_to="steward_data",
    ),
    Doing(
        "valuation.recheck", RecheckAsked, _recheck, is_long=True,
        choices={"valuation": _unchecked}, leads_to="steward_data",
    ),
)  # fmt: skip
