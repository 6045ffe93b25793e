"""The fields of a form, made from what a doing asks; and what was typed, read back as that.

Amounts are read as people write them. Nothing is converted silently: what cannot be read is said beside
its field, all of it at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auzolan.house.doing import Choice, Doing, Who
from auzolan.house.storage.reader import Reader

TEXT, LONG, NUMBER, MONEY, DAY, YES, ONE_OF, MANY_OF, FILE = (
    "text", "long", "number", "money", "day", "yes", "one_of", "many_of", "file",
)  # fmt: skip


_AMOUNT = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{2}))?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One field as a form shows it.

    Attributes:
        name: as the doing calls it.
        widget: how it is filled in: one of the constants above.
        value: what stands in it, as text; the chosen ones for `many_of`.
        needed: whether it must be filled in.
        choices: what it can be, for `one_of` and `many_of`.
        size_max: most signs of a text; 0 for no limit of its own.
        fault: what is wrong with it, in plain words; empty where nothing is.
    """

    name: str
    widget: str
    value: str | tuple[str, ...] = ""
    needed: bool = True
    choices: tuple[Choice, ...] = ()
    size_max: int = 0
    fault: str = ""


def fields_of(
    doing: Doing[Any], reader: Reader, who: Who, typed: QueryDict | None = None
) -> list[Field]:
    """The fields of a doing, filled with what was typed or stands in the address."""
    hints = get_type_hints(doing.asks, include_extras=True)
    found = []
    for one in msgspec.structs.fields(doing.asks):
        made = doing.choices.get(one.name)
        offered = made(reader, who) if made is not None else None
        is_said = typed is not None and bool(typed.get(one.name))
        if offered is not None and not offered and not one.required and not is_said:
            continue  # nothing can be chosen, and nothing was: what was said is never left out
        field = _field(one, hints[one.name], None if offered is None else tuple(offered))
        found.append(_filled(field, typed) if typed is not None else field)
    return found


def bare_fields(asks: type[msgspec.Struct], typed: QueryDict) -> list[Field]:
    """The fields without the choices that the books would give; for reading back alone."""
    return [_filled(field, typed) for field in _shapes(asks)]


@lru_cache(maxsize=1_024)
def _shapes(asks: type[msgspec.Struct]) -> tuple[Field, ...]:
    hints = get_type_hints(asks, include_extras=True)
    return tuple(_field(one, hints[one.name], None) for one in msgspec.structs.fields(asks))


def asked_of(
    doing: Doing[Any], fields: Sequence[Field], typed: QueryDict
) -> msgspec.Struct | list[Field]:
    """What was typed as what the doing asks, or the fields with what is wrong beside each."""
    values: dict[str, object] = {}
    checked = []
    for field in fields:
        try:
            value = _read(field, typed)
        except ValueError as why:
            checked.append(replace(field, fault=str(why)))
            continue
        checked.append(field)
        if value is not None:
            values[field.name] = value
    if any(one.fault for one in checked):
        return checked
    asked = converted(doing, values)
    if isinstance(asked, msgspec.Struct):
        return asked
    name, fault = asked
    return [replace(one, fault=fault) if one.name == name else one for one in checked]


def converted(doing: Doing[Any], values: Mapping[str, object]) -> msgspec.Struct | tuple[str, str]:
    """The values as what the doing asks, or the name of the field that does not fit, and why."""
    try:
        return msgspec.convert(dict(values), doing.asks)
    except msgspec.ValidationError as fault:
        text = str(fault)
        name = text.rpartition("$.")[2].rstrip("`").partition("[")[0] if "$." in text else ""
        names = [one.name for one in msgspec.structs.fields(doing.asks)]
        return (name if name in names else names[0] if names else ""), _said(text)


def _field(one: msgspec.structs.FieldInfo, hint: Any, offered: tuple[Choice, ...] | None) -> Field:
    kind, metas = _taken_apart(hint)
    widget = next(
        (meta.extra["widget"] for meta in metas if meta.extra and "widget" in meta.extra), ""
    )
    size_max = next((meta.max_length for meta in metas if meta.max_length), 0)
    default = "" if one.required else one.default
    choices = offered or ()
    if get_origin(kind) is Literal and not choices:
        choices = tuple(Choice(str(value), str(value)) for value in get_args(kind))
    if get_origin(kind) is tuple:
        chosen = tuple(map(str, default)) if isinstance(default, tuple) else ()
        return Field(one.name, MANY_OF, chosen, one.required, choices)
    if kind is bool:
        return Field(one.name, YES, "on" if default is True else "", needed=False)
    if choices or offered is not None:
        return Field(one.name, ONE_OF, str(default), one.required, choices)
    widget = widget or (NUMBER if kind is int else TEXT)
    shown = str(default) if default not in {"", msgspec.NODEFAULT, None} else ""
    return Field(one.name, widget, shown, one.required, (), size_max)


def _taken_apart(hint: Any) -> tuple[Any, list[msgspec.Meta]]:
    metas: list[msgspec.Meta] = []
    while get_origin(hint) is Annotated:
        hint, *more = get_args(hint)
        metas += [one for one in more if isinstance(one, msgspec.Meta)]
    return hint, metas


def _filled(field: Field, typed: QueryDict) -> Field:
    if field.widget == MANY_OF:
        return replace(field, value=tuple(typed.getlist(field.name)))
    if field.widget == YES:
        return replace(field, value="on" if typed.get(field.name) else "")
    return replace(field, value=(typed.get(field.name) or "")) if field.name in typed else field


def _read(field: Field, typed: QueryDict) -> object:
    """The value of one field; None where it was left empty and may be."""
    if field.widget == MANY_OF:
        return _many(field, typed.getlist(field.name))
    if field.widget == YES:
        return bool(typed.get(field.name))
    text = (typed.get(field.name) or "").strip().replace("\r\n", "\n")
    if not text:
        if field.needed:
            raise ValueError(_("Fill this in."))
        return None
    if field.size_max and len(text) > field.size_max:
        most = field.size_max
        raise ValueError(
            ngettext("At most %(most)s sign.", "At most %(most)s signs.", most) % {"most": most}
        )
    if field.widget == MONEY:
        return _cents(text)
    if field.widget == NUMBER:
        return _whole(text)
    if field.widget == ONE_OF and text not in {one.value for one in field.choices}:
        raise ValueError(_("Choose one of the list."))
    return text


def _many(field: Field, chosen: Sequence[str]) -> tuple[str, ...]:
    values = [one.strip() for part in chosen for one in part.split("\n") if one.strip()]
    if field.choices and not set(values) <= {one.value for one in field.choices}:
        raise ValueError(_("Choose from the list."))
    if field.needed and not values:
        raise ValueError(_("Choose at least one."))
    return tuple(values)


def _cents(text: str) -> int:
    """Cents from an amount with a point or a comma before them; thousands are not set apart."""
    found = _AMOUNT.match(text.replace(" ", "").removesuffix("€"))
    if found is None:
        raise ValueError(_("Write an amount as 1250 or 1250.00, without dots for thousands."))
    return int(found[1]) * 100 + int(found[2] or 0)


def _whole(text: str) -> int:
    digits = text.replace(" ", "").removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 16):
        raise ValueError(_("Write a whole number, with digits alone."))
    return int(text.replace(" ", ""))


def _said(text: str) -> str:
    """A fault of the shape in plain words; its technical text stays out of pages."""
    if "length" in text:
        return _("This is too long or too short.")
    if "<=" in text or ">=" in text:
        return _("This number is too great or too small.")
    return _("This cannot be read. Write it as the example shows.")
