"""Prodigy: a line an answer, as `prodigy db-out` writes it.

`_annotator_id` names the person, or the older `_session_id`. `_timestamp` is the moment of the
answer; when the task came up is not written, and the gap between two answers is no measure of work,
so that the time is unknown. `answer` says what the person thinks of the task, not what anybody
thinks of her work: nothing is accepted or rejected by it.
"""

from __future__ import annotations

from pathlib import Path

from auzolan.engine.worklogs.assembling import taken
from auzolan.engine.worklogs.json_rows import Record, Rows, label_in, records_of, scalar_in
from auzolan.engine.worklogs.judging import Rules
from auzolan.engine.worklogs.log import Imported, Options
from auzolan.engine.worklogs.opening import WHOLE_BYTES_MAX, look_at
from auzolan.engine.worklogs.recognise import wrong_tool

_MEANINGS = {
    "_annotator_id": "who worked", "_session_id": "who worked, where _annotator_id is missing",
    "_task_hash": "what was worked on", "_input_hash": "what was worked on, without _task_hash",
    "_timestamp": "when it was handed in", "_view_id": "kind of task",
    "answer": "what was answered", "accept": "what was answered, of several options",
}  # fmt: skip


def read_prodigy(path: Path, options: Options) -> Imported:
    """Read answers of Prodigy as JSON lines.

    Raises:
        BadLog: another tool's file, or one that cannot be taken.
    """
    looked = look_at(path, encoding=options.encoding, bytes_max=WHOLE_BYTES_MAX)
    records = records_of(looked, "prodigy")
    first = next((one for one in records if one is not None), {})
    if not {"_task_hash", "_input_hash"} & set(first):
        raise wrong_tool(looked, "prodigy", "_task_hash and _annotator_id")
    rows = Rows(("worker", "task", "task_type", "label", "submitted"))
    for record in records:
        if record is None:
            rows.refuse("the line is no JSON object, or was cut off")
            continue
        rows.saw(record)
        rows.add(
            worker=scalar_in(record.get("_annotator_id")) or scalar_in(record.get("_session_id")),
            task=scalar_in(record.get("_task_hash")) or scalar_in(record.get("_input_hash")),
            task_type=scalar_in(record.get("_view_id")),
            label=_answer(record),
            submitted=scalar_in(record.get("_timestamp")),
        )
    named = {"worker": "_annotator_id", "task": "_task_hash", "submitted": "_timestamp"}
    return taken(rows.draft(path.name, _MEANINGS, named), Rules(), options, looked.digest)


def _answer(record: Record) -> str:
    """The options that were chosen, else what was said of the task; nothing where it was passed."""
    answer = scalar_in(record.get("answer"))
    if answer == "ignore":
        return ""
    return label_in(record.get("accept")) or answer
