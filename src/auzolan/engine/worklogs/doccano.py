"""doccano: a zip with a file for each person, whose name is the only place that says who worked.

A project that people share exports one `all.jsonl` instead: nobody can tell from it who did what,
and workers are not invented, so it is refused. An example without a label is refused too: each
person's file lists all examples, also those she never opened. doccano writes no time: unknown.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from auzolan.engine.worklogs.assembling import taken
from auzolan.engine.worklogs.json_rows import Record, Rows, label_in, records_in, scalar_in
from auzolan.engine.worklogs.judging import Rules
from auzolan.engine.worklogs.log import Imported, Options, refused
from auzolan.engine.worklogs.opening import WHOLE_BYTES_MAX, look_at, members_of
from auzolan.engine.worklogs.recognise import wrong_tool

_NOBODY = frozenset({"all", "unknown", "admin_all"})
_SUFFIXES = (".jsonl", ".json")
_RULES = Rules(
    needs_label=True, unlabelled="it has no label: whether this person worked on it is not known"
)


def read_doccano(path: Path, options: Options) -> Imported:
    """Read a zip of doccano with a file of JSON (lines) for each person.

    Raises:
        BadLog: another tool's file, one that names nobody, or one that cannot be taken.
    """
    looked = look_at(path, encoding=options.encoding, bytes_max=WHOLE_BYTES_MAX)
    if not looked.is_zip:
        if path.stem in _NOBODY:
            raise _nameless(path.name)
        raise wrong_tool(looked, "doccano", "a zip with a file for each person")
    members = members_of(looked, suffixes=_SUFFIXES)
    if not members:
        raise wrong_tool(looked, "doccano", "files of JSON, one for each person")
    rows = Rows(("worker", "task", "label"))
    for name, content in members.items():
        person = PurePosixPath(name).stem
        if person.lower() in _NOBODY:
            raise _nameless(name)
        _add(rows, person, _records(name, content))
    meanings = {"id": "what was worked on", "label": "what was answered",
                "labels": "what was answered"}  # fmt: skip
    draft = rows.draft(path.name, meanings, {"worker": "the file's name", "task": "id"})
    return taken(draft, _RULES, options, looked.digest)


def _records(name: str, content: bytes) -> list[Record | None]:
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as fault:
        raise refused(
            "labour.work_log_not_text",
            f"{name} in the zip is not text in UTF-8.",
            "Export it again.",
        ) from fault
    # A person who labelled nothing has an empty file.
    return records_in(text, name) if text and text != "[]" else []


def _add(rows: Rows, person: str, records: list[Record | None]) -> None:
    for record in records:
        if record is None:
            rows.refuse("the line is no JSON object, or was cut off")
            continue
        rows.saw(key for key in record if key != "text")
        rows.add(
            worker=person,
            task=scalar_in(record.get("id")),
            label=label_in(record.get("label", record.get("labels"))),
        )


def _nameless(name: str) -> Exception:
    return refused(
        "labour.workers_unknown",
        f"{name} does not say who labelled what: doccano writes names only as names of files.",
        "Export a project whose members label each for themselves; workers are not invented.",
    )
