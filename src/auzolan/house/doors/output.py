"""What a command says: data on standard output, talk and progress on standard error.

JSON is for programs and keeps its shape; text is for people. Nothing here reads or decides.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgspec import Struct

    from auzolan.house.submission import Receipt

PATIENCE_S = 2
_WIDE = 10_000
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_DIGEST_SHOWN = 12
Cell = str | int
Tick = Callable[[int, int], None]


_MOMENT_ENDINGS = ("_at", "_by")
_MOMENT_MIN = 10**11  # fields of these names that hold an entry or a member never come this far


def say(text: str) -> None:
    """Talk to the person at the keyboard."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def write(text: str) -> None:
    """Give out data as text."""
    sys.stdout.write(f"{text}\n")


def write_json(value: object) -> None:
    """Give out data as JSON, one line."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def write_table(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Give out rows under names; numbers stand to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(width=_WIDE, highlight=False, markup=False, emoji=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, name in enumerate(names):
        is_number = any(isinstance(row[place], int) for row in rows)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*[f"{cell:,}" if isinstance(cell, int) else cell for cell in row])
    console.print(table)


def write_rows(found: Sequence[Struct], *, as_json: bool) -> None:
    """Give out rows of one type, as a JSON list or as a table of all their fields."""
    if as_json:
        write_json(found)
    elif not found:
        say("There is nothing yet.")
    else:
        names = found[0].__struct_fields__
        write_table(names, [[_cell(getattr(row, name)) for name in names] for row in found])


def write_fields(found: Struct, *, as_json: bool) -> None:
    """Give out one thing, as a JSON object or as a line a field; lists as tables below."""
    if as_json:
        write_json(found)
        return
    width = max(len(name) for name in found.__struct_fields__)
    tables: list[tuple[str, Sequence[Struct]]] = []
    for name in found.__struct_fields__:
        value = getattr(found, name)
        if isinstance(value, list | tuple) and value and hasattr(value[0], "__struct_fields__"):
            tables.append((name, value))
        else:
            write(f"{name:<{width}}  {_named(name, value)}")
    for name, rows in tables:
        write(f"\n{name}")
        write_rows(rows, as_json=False)


def write_receipt(receipt: Receipt, *, as_json: bool) -> None:
    """Give out what a new entry says is so."""
    from auzolan.foundation.moments import iso_from_moment

    if as_json:
        write_json(
            {
                "entry": receipt.seq, "id": receipt.id, "at": iso_from_moment(receipt.at),
                "leaf": receipt.leaf.hex(), "repeated": receipt.repeated, "facts": receipt.facts,
            }
        )  # fmt: skip
        return
    again = ", as it was answered before" if receipt.repeated else ""
    write(f"entry {receipt.seq}, {iso_from_moment(receipt.at)}{again}")
    write("\n".join(fact_lines(receipt)))


def fact_lines(receipt: Receipt) -> list[str]:
    """What an entry says is so, a line a field."""
    lines = []
    for fact in receipt.facts:
        lines.append(f"  {type(fact).__struct_config__.tag}")
        lines += [
            f"    {name:<18}  {_named(name, getattr(fact, name))}"
            for name in fact.__struct_fields__
        ]
    return lines


def _cell(value: object) -> Cell:
    if isinstance(value, str) and _DIGEST.match(value):
        return f"{value[:_DIGEST_SHOWN]}..."
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and isinstance(value, int) else _text(value)


def _named(name: str, value: object) -> str:
    """A field's value in the way that its name asks for: moments as dates."""
    if isinstance(value, int) and name.endswith(_MOMENT_ENDINGS) and value >= _MOMENT_MIN:
        from auzolan.foundation.moments import MOMENT_MAX, iso_from_moment

        return iso_from_moment(value) if value <= MOMENT_MAX else "without end"
    return _text(value)


def _text(value: object) -> str:
    if value is None or (isinstance(value, tuple | list) and not value):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple | list):
        return ", ".join(_text(one) for one in value)
    if hasattr(value, "__struct_fields__"):
        parts = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return ", ".join(f"{name} {_cell(one)}" for name, one in parts if one not in ("", 0))
    return str(value)


@contextmanager
def patience(label: str) -> Iterator[Tick]:
    """Show that something is going on, on a terminal and once it has taken two seconds.

    Gives a function that takes how much is done and how much there is; without a call the time
    that has passed is shown.
    """
    counts = [0, 0]

    def tick(done: int, total: int) -> None:
        counts[:] = [done, total]

    if not sys.stderr.isatty():
        yield tick
        return
    ended = threading.Event()
    shower = threading.Thread(target=_show, args=(label, counts, ended), daemon=True)
    shower.start()
    try:
        yield tick
    finally:
        ended.set()
        shower.join()


def _show(label: str, counts: list[int], ended: threading.Event) -> None:
    if ended.wait(PATIENCE_S):
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        while not ended.wait(0.2):
            done, total = counts
            progress.update(task, completed=done, total=total or None)
