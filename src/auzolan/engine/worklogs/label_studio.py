"""Label Studio: its JSON, its JSON_MIN, and its CSV.

A row is an annotation. `completed_by` is a number, or an object with the person's address and name:
of that only the number is read. `lead_time` is the tool's own measure, summed over visits, and
`created_at` the moment of handing in; when a page came up is not written, so that overlaps cannot
be seen. Skipped annotations are work that was not handed in. Predictions are a model's, and not
read; an annotation that began as one (`parent_prediction`) is a person's work as any other.
"""

from __future__ import annotations

from pathlib import Path

from auzolan.engine.worklogs.assembling import taken
from auzolan.engine.worklogs.json_rows import (
    BETWEEN_LABELS,
    Record,
    Rows,
    label_in,
    list_in,
    object_in,
    records_of,
    scalar_in,
)
from auzolan.engine.worklogs.judging import Rules
from auzolan.engine.worklogs.layouts import STATES, read_label_studio_csv
from auzolan.engine.worklogs.log import Imported, Options
from auzolan.engine.worklogs.opening import WHOLE_BYTES_MAX, Looked, look_at
from auzolan.engine.worklogs.recognise import wrong_tool

_FIELDS = (
    "worker", "task", "task_type", "page", "own_id", "label", "submitted", "seconds", "state",
)  # fmt: skip
_RULES = Rules(zone="UTC", states=STATES)
_WHOLE = {
    "id": "what was worked on", "project": "kind of task",
    "annotations.completed_by": "who worked", "annotations.completed_by.id": "who worked",
    "annotations.id": "page; id of the row, once each",
    "annotations.created_at": "when it was handed in",
    "annotations.lead_time": "seconds, by the tool's measure",
    "annotations.result": "what was answered",
    "annotations.was_cancelled": "skipped",
}  # fmt: skip
_FLAT = {
    "id": "what was worked on", "annotator": "who worked",
    "annotation_id": "page; id of the row, once each", "created_at": "when it was handed in",
    "lead_time": "seconds, by the tool's measure",
}  # fmt: skip


def read_label_studio(path: Path, options: Options) -> Imported:
    """Read an export of Label Studio, in any of its three shapes.

    Raises:
        BadLog: another tool's file, or one that cannot be taken.
    """
    looked = look_at(path, encoding=options.encoding, bytes_max=WHOLE_BYTES_MAX)
    start = looked.start.decode(looked.encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if not looked.is_zip and start[:1] not in {"[", "{"}:
        return read_label_studio_csv(path, options)
    records = records_of(looked, "label-studio")
    first = next((one for one in records if one is not None), {})
    if "annotations" in first:
        return _whole(looked, records, options)
    if "annotator" in first and {"annotation_id", "lead_time"} & set(first):
        return _flat(looked, records, options)
    raise wrong_tool(looked, "label-studio", "annotations")


def _whole(looked: Looked, records: list[Record | None], options: Options) -> Imported:
    rows = Rows(_FIELDS)
    for record in records:
        annotations = None if record is None else list_in(record.get("annotations"))
        if record is None or annotations is None:
            rows.refuse("it is no task of Label Studio")
            continue
        rows.saw(key for key in record if key not in {"annotations", "data"})
        for raw in annotations:
            _annotation(rows, record, object_in(raw))
    named = {"worker": "completed_by", "task": "the task's id", "own_id": "annotation id",
             "submitted": "created_at", "seconds": "lead_time"}  # fmt: skip
    return taken(rows.draft(looked.path.name, _WHOLE, named), _RULES, options, looked.digest)


def _annotation(rows: Rows, task: Record, annotation: Record | None) -> None:
    if annotation is None:
        rows.refuse("it is no annotation of Label Studio")
        return
    rows.saw(annotation, "annotations.")
    by = annotation.get("completed_by")
    person = None if by is None else object_in(by)
    if person is not None:
        rows.saw(person, "annotations.completed_by.")
    project = scalar_in(annotation.get("project") or task.get("project"))
    number = scalar_in(annotation.get("id"))
    rows.add(
        worker=scalar_in(by) if person is None else scalar_in(person.get("id")),
        task=scalar_in(task.get("id")),
        task_type=f"project-{project}" if project else "",
        page=number,
        own_id=number,
        label=_answer(annotation),
        submitted=scalar_in(annotation.get("created_at")),
        seconds=scalar_in(annotation.get("lead_time")),
        state="skipped" if scalar_in(annotation.get("was_cancelled")) == "true" else "",
    )


def _answer(annotation: Record) -> str:
    """What was chosen or written, over all marks of an annotation."""
    found = set()
    for raw in list_in(annotation.get("result")) or ():
        mark = object_in(raw) or {}
        value = object_in(mark["value"]) if "value" in mark else None
        if value is not None:
            found.add(label_in(value.get(scalar_in(mark.get("type")))))
    return BETWEEN_LABELS.join(sorted(found - {""}))


def _flat(looked: Looked, records: list[Record | None], options: Options) -> Imported:
    rows = Rows(_FIELDS)
    labels = options.columns.get("label", "")
    for record in records:
        if record is None:
            rows.refuse("it is no annotation of Label Studio")
            continue
        rows.saw(record)
        rows.add(
            worker=scalar_in(record.get("annotator")),
            task=scalar_in(record.get("id")),
            page=scalar_in(record.get("annotation_id")),
            own_id=scalar_in(record.get("annotation_id")),
            label=label_in(record.get(labels)),
            submitted=scalar_in(record.get("created_at")),
            seconds=scalar_in(record.get("lead_time")),
        )
    named = {"worker": "annotator", "task": "id", "own_id": "annotation_id",
             "submitted": "created_at", "seconds": "lead_time"}  # fmt: skip
    meanings = {**_FLAT, **({labels: "what was answered"} if labels else {})}
    return taken(rows.draft(looked.path.name, meanings, named), _RULES, options, looked.digest)
