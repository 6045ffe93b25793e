"""Write the typed client, and the reference of the API, from the table of what can be asked.

Run it after a doing, a showing or a row has changed; a test fails while the files are stale. It decides
nothing and asks no co-operative.

    python scripts/make_client.py
"""

from __future__ import annotations

import json
import keyword
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import msgspec  # noqa: E402

from auzolan.house.settings import configure, folder_in_use  # noqa: E402
from client_shapes import Shapes, docstring, hint_of  # noqa: E402

CLIENT = ROOT / "src" / "auzolan" / "client"
REFERENCE = ROOT / "docs" / "reference"
MADE_BY = "Written by scripts/make_client.py; change the table that it is made from instead."
LINES_MAX = 380
COLUMNS = 100
_ABOUT = """\
Every address below `/api/v1/`, with the scope that a key needs. Shapes of requests and answers are in
[openapi.json](openapi.json); how to begin: [Use the API](../how-to/use-the-api.md). Lists take `?limit=`
(1 to 1,000), `?cursor=` and `?format=csv`. What is done needs the header `Idempotency-Key` and takes
`?dry_run=true`."""
KEPT = {"__init__.py", "door.py"}


def files() -> dict[Path, str]:
    """Every file that is made, with its text."""
    if folder_in_use() is None:
        configure(Path(tempfile.gettempdir()) / "no-folder")
    from auzolan.house.doors.api.operations import operations

    found: dict[Path, str] = {}
    rooms = []
    for group, members in groupby(sorted(operations(), key=_order), key=_group):
        made = Room(group, list(members))
        rooms.append(made)
        found |= {CLIENT / name: text for name, text in made.modules()}
    found[CLIENT / "every.py"] = _every(rooms)
    found[REFERENCE / "api.md"] = _page(operations())
    found[REFERENCE / "openapi.json"] = _document()
    return found


def _group(one: Any) -> str:
    """Rows stand apart from their rooms, room by room."""
    parts = one.name.split(".")
    return f"rows_{parts[1]}" if parts[0] == "rows" else str(parts[0])


def _order(one: Any) -> tuple[str, str]:
    return _group(one), one.name


class Room:
    """One module of the client: a class with a method for each operation, and the types it needs."""

    def __init__(self, name: str, operations: list[Any]) -> None:
        self.name = name
        self.shapes = Shapes()
        self._methods = [self._method(one) for one in operations]

    @property
    def class_name(self) -> str:
        """What the class is called, as `RowsOfMembers`."""
        first, _, rest = self.name.partition("_")
        return f"RowsOf{rest.title()}" if first == "rows" else first.title()

    def modules(self) -> Iterator[tuple[str, str]]:
        """The modules: shapes in as many as they need, then the methods in as many as they need."""
        where: dict[str, str] = {}
        for number, chunk in enumerate(
            _chunks([(one.name, one.text()) for one in self.shapes.found])
        ):
            module = f"shapes_{self.name}{f'_{number + 1}' if number else ''}"
            texts = [text for _, text in chunk]
            needed = {one for name, _ in chunk for one in self.shapes.needs(name)} & set(where)
            yield (
                f"{module}.py",
                _module(f"Shapes of {self._what}.", texts, _imports(needed, where)),
            )
            where |= {name: module for name, _ in chunk}
        base = "Door"
        chunks = list(_chunks([(name, text) for name, text, _ in self._methods]))
        uses = {name: needs for name, _, needs in self._methods}
        for number, chunk in enumerate(chunks):
            is_last = number == len(chunks) - 1
            module = self.name if is_last else f"{self.name}_{number + 1}"
            class_name = self.class_name if is_last else f"{self.class_name}{number + 1}"
            body = [_class(class_name, base, self._what, [text for _, text in chunk])]
            needed = {one for name, _ in chunk for one in uses[name]} & set(where)
            imports = _imports(needed, where)
            if number:
                imports.append(f"from auzolan.client.{self.name}_{number} import {base}")
            yield f"{module}.py", _module(f"{self._what.capitalize()}.", body, imports)
            base = class_name

    @property
    def _what(self) -> str:
        first, _, rest = self.name.partition("_")
        return f"the rows of the room {rest}" if first == "rows" else f"the room {first}"

    def _method(self, one: Any) -> tuple[str, str, set[str]]:
        name = one.name.rpartition(".")[2]
        method = name if name.islower() else _underscored(name)
        method += "_" if keyword.iskeyword(method) else ""
        if one.doing is not None:
            return one.name, *self._doing(method, one)
        return one.name, *self._reading(method, one)

    def _doing(self, method: str, one: Any) -> tuple[str, set[str]]:
        asks = self.shapes.struct(one.doing.asks)
        gives = "Later" if one.doing.needs_second or one.doing.is_long else "Done"
        arguments = [_argument(field) for field in asks.fields]
        labels = _labels(one)
        told = [f"{field.name}: {labels.get(field.name, field.name)}" for field in asks.fields]
        passed = ", ".join(f"{field.name}={field.name}" for field in asks.fields)
        body = [
            f"asked = {asks.name}({passed})",
            f'return self._door.do("{one.name}", asked, {gives}, once)',
        ]
        told.append("once: the number of this request; drawn where empty.")
        text = _function(
            method,
            [*arguments, 'once: str = ""'],
            gives,
            docstring(one.summary, told, _notes(one)),
            body,
        )
        return text, {asks.name, *self.shapes.needs(asks.name)}

    def _reading(self, method: str, one: Any) -> tuple[str, set[str]]:
        gives = self.shapes.struct(one.gives)
        searched = self._searched(one)
        arguments = [f"{name}: str" for name in one.parts]
        arguments += [f"{name}: {hint} = {default}" for name, hint, default in searched]
        path = f'"{one.path}"'
        if one.parts:
            filled = one.path
            for name in one.parts:
                filled = filled.replace(f"{{{name}}}", f"{{part({name})}}")
            path = f'f"{filled}"'
        asked = "".join(f'"{name}": {name}, ' for name, _, _ in searched)
        is_list = bool(one.showing is not None and one.showing.key)
        verb = "lines" if is_list else "one"
        rest = f", {{{asked.rstrip(', ')}}}" if asked else ""
        body = [f"return self._door.{verb}({path}, {gives.name}{rest})"]
        if one.plain is not None and one.plain.takes_file:
            arguments, body = (
                ["content: bytes"],
                [f"return self._door.upload({path}, content, {gives.name})"],
            )
        elif one.method == "POST":
            body = [f"return self._door.post({path}, {gives.name})"]
        answer = f"Iterator[{gives.name}]" if is_list else gives.name
        text = _function(method, arguments, answer, docstring(one.summary, (), _notes(one)), body)
        needs = {gives.name}
        for _, hint, _ in searched:
            needs |= {found for found in ("Literal",) if found in hint}
        return text, needs

    def _searched(self, one: Any) -> list[tuple[str, str, str]]:
        if one.showing is None or one.showing.asks is None:
            return []
        return [
            (field.name, f"{hint_of(self.shapes, field.type)} | None", "None")
            for field in msgspec.inspect.type_info(one.showing.asks).fields
        ]


def _labels(one: Any) -> Mapping[str, str]:
    from django.utils import translation

    from auzolan.house.doors.portal.doing_words import doing_words

    words = doing_words().get(one.name)
    with translation.override("en"):
        return {name: str(ask.label) for name, ask in words.fields.items()} if words else {}


def _notes(one: Any) -> list[str]:
    notes = [f"Scope: `{one.right}`."]
    if one.doing is not None and one.doing.needs_second:
        notes.append("Somebody else must say yes before it is done.")
    elif one.doing is not None and one.doing.is_long:
        notes.append("It takes long, and is done in the queue.")
    return notes


def _argument(field: Any) -> str:
    return f"{field.name}: {field.hint}" + (f" = {field.default}" if field.default else "")


def _function(name: str, arguments: list[str], gives: str, doc: list[str], body: list[str]) -> str:
    inside = [f"        {one}," for one in arguments]
    head = [f"    def {name}("] + (
        ["        self,", "        *,", *inside] if arguments else ["        self,"]
    )
    lines = [*head, f"    ) -> {gives}:", *(f"        {line}".rstrip() for line in doc)]
    return "\n".join([*lines, *(f"        {line}" for line in body)])


def _class(name: str, base: str, what: str, methods: list[str]) -> str:
    head = f"class {name}:" if base == "Door" else f"class {name}({base}):"
    lines = [head, f'    """What can be asked of {what}."""', ""]
    if base == "Door":
        lines += ["    def __init__(self, door: Door) -> None:", "        self._door = door", ""]
    return "\n".join(lines) + "\n" + "\n\n".join(methods)


def _module(what: str, texts: list[str], imports: list[str]) -> str:
    body = "\n\n\n".join(texts)
    used: list[str] = ["from __future__ import annotations", ""]
    abc = [one for one in ("Iterator", "Mapping") if f"{one}[" in body]
    if abc:
        used.append(f"from collections.abc import {', '.join(abc)}")
    if "Literal[" in body:
        used.append("from typing import Literal")
    if abc or "Literal[" in body:
        used.append("")
    if "msgspec." in body:
        used += ["import msgspec", ""]
    door = [
        one
        for one in ("Done", "Door", "Later")
        if f"{one}:" in body or f"{one}," in body or f"-> {one}" in body or f": {one})" in body
    ]
    door += ["part"] if "{part(" in body else []
    if door:
        imports = [_import("auzolan.client.door", door), *imports]
    used += sorted(imports)
    head = f'"""{what} {MADE_BY}"""\n\n# fmt: off\n' + "\n".join(used).rstrip() + "\n"
    return f"{head}\n\n{body}\n"


def _imports(names: Iterable[str], where: Mapping[str, str]) -> list[str]:
    ordered = sorted(names, key=lambda one: (where[one], one.lower()))
    return [
        _import(f"auzolan.client.{module}", list(found))
        for module, found in groupby(ordered, key=where.__getitem__)
    ]


def _import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= COLUMNS:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def _chunks(texts: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Texts in groups that each fit into one module."""
    chunk: list[tuple[str, str]] = []
    size = 40
    for name, text in texts:
        lines = text.count("\n") + 5
        if chunk and size + lines > LINES_MAX:
            yield chunk
            chunk, size = [], 40
        chunk.append((name, text))
        size += lines
    if chunk:
        yield chunk


def _every(rooms: list[Room]) -> str:
    lines = [
        f'"""All rooms of the client together. {MADE_BY}"""', "", "# fmt: off",
        "from __future__ import annotations", "", "import msgspec", "",
        ]  # fmt: skip
    imports = [f"from auzolan.client.{one.name} import {one.class_name}" for one in rooms]
    lines += sorted([*imports, "from auzolan.client.door import Door, Foreseen"])
    lines += [
        "", "", "class Client:", '    """A co-operative, as a program sees it.', "", "    Args:",
        "        address: `https://coop.example`; plain http only for this machine.",
        "        key: a key of a program, `auz_…`; empty for what is open to all.",
        "        timeout_s: how long to wait for each answer.",
        "    Raises:", "        ValueError: the address is none, or the key would travel in the clear.",
        '    """', "",
        '    def __init__(self, address: str, key: str = "", timeout_s: float = 30) -> None:',
        "        self._door = Door(address, key, timeout_s)",
    ]  # fmt: skip
    lines += [f"        self.{one.name} = {one.class_name}(self._door)" for one in rooms]
    lines += [
        "", "    def foresee(self, name: str, asked: msgspec.Struct) -> Foreseen:",
        '        """What a doing would change, as `consent.withdraw`; nothing is written.', "",
        "        Args:", "            name: of the doing.",
        "            asked: its fields, as the type named after it in the shapes of its room.",
        '        """', "        return self._door.foresee(name, asked)",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _page(operations: Iterable[Any]) -> str:
    from auzolan.house.doors.api.operations import ROOT as ADDRESS

    lines = ["# The door for programs", "", f"<!-- {MADE_BY} -->", "", _ABOUT]
    for group, members in groupby(sorted(operations, key=_order), key=_group):
        title = f"rows of {group.partition('_')[2]}" if group.startswith("rows_") else group
        lines += ["", f"## {title}", "", "| Address | What it is | Scope |", "|---|---|---|"]
        for one in members:
            summary = one.summary.replace("|", "/")
            lines.append(f"| `{one.method} {ADDRESS}{one.path}` | {summary} | `{one.right}` |")
    return "\n".join(lines) + "\n"


def _document() -> str:
    from auzolan.house.doors.api.addresses import document

    found = document()
    components = found.pop("components")
    paths = found.pop("paths")
    lines = [
        _text(found)[:-1],
        f'"paths":{_one_a_line(paths)}',
    ]
    inside = ",\n".join(f'"{name}":{_one_a_line(part)}' for name, part in components.items())
    return ",\n".join([*lines, f'"components":{{{inside}}}}}']) + "\n"


def _one_a_line(things: Mapping[str, Any]) -> str:
    """A mapping with each of its things on a line, so that a change is seen where it is."""
    inside = ",\n".join(f"{_text(name)}:{_text(thing)}" for name, thing in sorted(things.items()))
    return f"{{\n{inside}\n}}"


def _text(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _underscored(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_")


def main() -> int:
    """Write all files, and take away those that are no longer made."""
    made = files()
    for old in CLIENT.glob("*.py"):
        if old.name not in KEPT and old not in made:
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(made)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
