"""Types of the house as the text of types for the client: same fields, same names, nothing else.

A client must read what a newer house says, so its types let unknown fields pass.
"""

from __future__ import annotations

import inspect
import keyword
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import inspect as types

WIDTH = 90
_PLAIN = {
    types.StrType: "str", types.IntType: "int", types.BoolType: "bool", types.FloatType: "float",
    types.NoneType: "None", types.AnyType: "object", types.RawType: "object",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field: its name in Python and on the wire, its type as text, its default as text."""

    name: str
    wire: str
    hint: str
    default: str


@dataclass(frozen=True)
class Struct:
    """One type, with what it says of itself."""

    name: str
    about: str
    fields: tuple[Field, ...]
    tag: str = ""
    needs: frozenset[str] = field(default_factory=frozenset)

    def text(self) -> str:
        """The type as Python."""
        tag = f", {self.tag}" if self.tag else ""
        lines = [
            f"class {self.name}(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True{tag}):"
        ]
        lines += [f"    {line}".rstrip() for line in docstring(self.about, (), ())]
        if self.fields:
            lines.append("")
        for one in self.fields:
            default = one.default
            if one.wire != one.name:
                given = f", default={default}" if default else ""
                default = f'msgspec.field(name="{one.wire}"{given})'
            lines.append(f"    {one.name}: {one.hint}" + (f" = {default}" if default else ""))
        return "\n".join(lines)


class Shapes:
    """The types that one module needs, each after those that it is made of."""

    def __init__(self) -> None:
        self.found: list[Struct] = []
        self._names: dict[type, str] = {}

    def struct(self, kind: type[msgspec.Struct]) -> Struct:
        """A type of the house, and all that it is made of."""
        name = self._names.get(kind)
        if name is None:
            name = self._free_name(kind.__name__)
            self._names[kind] = name
            made = self._made(kind, name)
            self.found.append(made)
            return made
        return next(one for one in self.found if one.name == name)

    def needs(self, name: str) -> frozenset[str]:
        """The names of the types that a type's fields are made of."""
        return next(one for one in self.found if one.name == name).needs

    def _free_name(self, name: str) -> str:
        taken, free, number = set(self._names.values()), name, 2
        while free in taken:
            free, number = f"{name}{number}", number + 1
        return free

    def _made(self, kind: type[msgspec.Struct], name: str) -> Struct:
        info = types.type_info(kind)
        assert isinstance(info, types.StructType), kind
        fields, needs = [], set()
        for one in info.fields:
            hint = hint_of(self, one.type)
            needs |= {known for known in self._names.values() if _is_in(known, hint)}
            safe = one.name + "_" if keyword.iskeyword(one.name) else one.name
            fields.append(Field(safe, one.encode_name, hint, default_of(one)))
        tag = f"tag_field={info.tag_field!r}, tag={info.tag!r}" if info.tag is not None else ""
        tag += "array_like=True" if info.array_like else ""
        about = (inspect.getdoc(kind) or name).partition("\n")[0]
        return Struct(name, about, tuple(fields), tag, frozenset(needs))


def hint_of(shapes: Shapes, kind: Any) -> str:
    """A type as text.

    Raises:
        TypeError: it is of a kind that no shape here has had.
    """
    plain = _PLAIN.get(type(kind))
    if plain is not None:
        return plain
    if isinstance(kind, types.Metadata):
        return hint_of(shapes, kind.type)
    if isinstance(kind, types.LiteralType):
        return f"Literal[{', '.join(map(value_of, kind.values))}]"
    if isinstance(kind, types.EnumType):
        return f"Literal[{', '.join(value_of(one.value) for one in kind.cls)}]"
    if isinstance(kind, types.VarTupleType | types.ListType | types.SetType | types.FrozenSetType):
        return f"tuple[{hint_of(shapes, kind.item_type)}, ...]"
    if isinstance(kind, types.TupleType):
        return f"tuple[{', '.join(hint_of(shapes, one) for one in kind.item_types)}]"
    if isinstance(kind, types.DictType):
        return f"Mapping[{hint_of(shapes, kind.key_type)}, {hint_of(shapes, kind.value_type)}]"
    if isinstance(kind, types.UnionType):
        parts = (one for one in kind.types if not isinstance(one, types.AnyType))
        return " | ".join(dict.fromkeys(hint_of(shapes, one) for one in parts))
    if isinstance(kind, types.StructType):
        return shapes.struct(kind.cls).name
    raise TypeError(f"no text for {kind}")


def default_of(one: types.Field) -> str:
    """The default of a field as text; empty where it has none."""
    if one.required:
        return ""
    if one.default_factory is not msgspec.NODEFAULT:
        made = one.default_factory()
        return (
            "()" if isinstance(made, list | tuple | set) else "msgspec.field(default_factory=dict)"
        )
    default = one.default
    if isinstance(default, str | int | bool | float | None):
        return value_of(default)
    if isinstance(default, tuple | frozenset) and not default:
        return "()"
    plain = msgspec.to_builtins(default)
    return "" if isinstance(plain, dict) else value_of(plain)  # it is always sent


def value_of(value: object) -> str:
    """A plain value as Python text."""
    if isinstance(value, list | tuple):
        inside = ", ".join(map(value_of, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)


def docstring(what: str, arguments: Iterable[str], notes: Iterable[str]) -> list[str]:
    """A docstring as lines: what, the arguments if there are any, and notes."""
    what = what.strip().rstrip(".").replace("\\", "")
    told, noted = list(arguments), list(notes)
    lines = [f'"""{what}.']
    if noted:
        lines += ["", *textwrap.wrap(" ".join(noted), WIDTH)]
    if told:
        lines += ["", "Args:"]
        for one in told:
            lines += textwrap.wrap(f"    {one}", WIDTH, subsequent_indent="        ")
    if len(lines) == 1:
        return [lines[0] + '"""']
    return [*lines, '"""']


def _is_in(name: str, hint: str) -> bool:
    signs = hint.replace("[", " ").replace("]", " ").replace(",", " ").replace("|", " ")
    return name in signs.split()
