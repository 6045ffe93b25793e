"""Work logs that are JSON: cutting a file into records, and records into texts.

Values are taken as they are written, digit by digit; no number passes through floating point. A
record that is no object is a row refused; a file that ends in the middle is refused as a whole, for
nobody knows how much is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from auzolan.engine.worklogs.judging import LABEL_CHARACTERS_MAX, Draft
from auzolan.engine.worklogs.log import Mapped, refused
from auzolan.engine.worklogs.opening import Looked, text_of
from auzolan.engine.worklogs.personal import is_personal
from auzolan.engine.worklogs.recognise import wrong_tool

if TYPE_CHECKING:
    import pyarrow as pa

Record = dict[str, msgspec.Raw]
ROWS_MAX = 5_000_000
BETWEEN_LABELS = "|"
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_SCALAR = msgspec.json.Decoder(str | int | bool | None)


def records_of(looked: Looked, tool: str) -> list[Record | None]:
    """Cut a file of JSON into its records: the items of a list, or a record a line.

    Returns:
        An object each; None for one that is something else.
    Raises:
        BadLog: no JSON, or none at all; a list that ends too early.
    """
    if looked.is_zip:
        raise wrong_tool(looked, tool, "JSON, for it is a zip")
    text = text_of(looked).strip()
    if text[:1] not in {"[", "{"}:
        raise wrong_tool(looked, tool, "JSON")
    return records_in(text, looked.path.name)


def records_in(text: str, name: str) -> list[Record | None]:
    """Cut a text into records; see `records_of`."""
    if text.startswith("["):
        try:
            items = [bytes(raw).decode() for raw in _LIST.decode(text)]
        except (msgspec.DecodeError, RecursionError) as fault:
            raise refused(
                "labour.work_log_no_json", f"{name} is no JSON, or ends too early: {fault}.",
                "Export it again.",
            ) from fault  # fmt: skip
    else:
        items = [line for line in text.split("\n") if line.strip()]
    if not items:
        raise refused("labour.work_log_empty", f"{name} has no rows.", "Export it again.")
    if len(items) > ROWS_MAX:
        raise refused(
            "labour.work_log_too_large",
            f"{name} has more than {ROWS_MAX:,} records.",
            "Split the export.",
        )
    return [object_in(item) for item in items]


def object_in(text: str | msgspec.Raw) -> Record | None:
    """Read an object, its values left as they are written; None where it is something else."""
    try:
        return _OBJECT.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None


def list_in(raw: msgspec.Raw | None) -> list[msgspec.Raw] | None:
    """Read a list, its items left as they are written; None where it is something else."""
    if raw is None:
        return None
    try:
        return _LIST.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None


def scalar_in(raw: msgspec.Raw | None) -> str:
    """Read a text, a number or a truth value as text; empty for null and all else."""
    if raw is None:
        return ""
    written = bytes(raw).decode().strip()
    if written[:1] == '"':
        value = _SCALAR.decode(raw)
        return value if isinstance(value, str) else ""
    return "" if written == "null" or written[:1] in {"[", "{"} else written


def label_in(raw: msgspec.Raw | None) -> str:
    """Read an answer: a scalar, or a list of them in order, or else its JSON."""
    if raw is None:
        return ""
    several = list_in(raw)
    if several is None:
        found = scalar_in(raw)
        written = bytes(raw).decode()
        return found or (written if written[:1] == "{" else "")
    parts = [scalar_in(one) for one in several]
    if all(parts):
        return BETWEEN_LABELS.join(sorted(set(parts)))
    written = bytes(raw).decode()
    return written if several else ""


class Rows:
    """Gathers rows one by one, then hands them over as columns."""

    def __init__(self, fields: Iterable[str]) -> None:
        self._columns: dict[str, list[str]] = {name: [] for name in fields}
        self._faults: dict[int, str] = {}
        self._keys: dict[str, None] = {}
        self.size = 0

    def add(self, **texts: str) -> None:
        """Add a row; fields that are not given are unknown."""
        for name, column in self._columns.items():
            text = texts.get(name, "")
            is_long = name == "label" and len(text) > LABEL_CHARACTERS_MAX
            column.append("" if is_long else text.strip())
        self.size += 1

    def refuse(self, reason: str) -> None:
        """Add a row that is refused."""
        self._faults[self.size] = reason
        self.add()

    def saw(self, keys: Iterable[str], prefix: str = "") -> None:
        """Note keys of records, for the mapping."""
        self._keys.update(dict.fromkeys(f"{prefix}{key}" for key in keys))

    def draft(self, file: str, meanings: Mapping[str, str], named: Mapping[str, str]) -> Draft:
        """All rows as columns.

        Args:
            file: its name.
            meanings: key of the file to what it was taken for.
            named: field to its key, for reasons.
        Raises:
            BadLog: there are no rows.
        """
        if not self.size:
            raise refused(
                "labour.work_log_empty", f"{file} has no rows of work.", "Export it again."
            )
        return Draft(
            numbers=np.arange(1, self.size + 1, dtype=np.int64),
            columns={name: _column(texts) for name, texts in self._columns.items()},
            named={name: named.get(name, name) for name in self._columns},
            faults=self._faults,
            mapping=tuple(
                Mapped(key, meanings.get(key) or ("dropped: personal" if is_personal(key) else ""))
                for key in self._keys
            ),
            dropped=tuple(key for key in self._keys if is_personal(key) and not meanings.get(key)),
        )


def _column(texts: list[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(texts, type=pa.string())
