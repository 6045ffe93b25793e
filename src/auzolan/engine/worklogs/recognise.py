"""Which tool a file looks like, so that a wrong flag is met with the right one.

Looks at names of columns, keys and elements only; never at a value.
"""

from __future__ import annotations

from collections.abc import Iterable

from auzolan.engine.worklogs.log import BadLog, refused
from auzolan.engine.worklogs.opening import Looked

_PROBE_CHARACTERS = 100_000
_SIGNS = (
    ("mturk", frozenset({"WorkerId", "AssignmentId"})),
    ("toloka", frozenset({"ASSIGNMENT:worker_id"})),
    ("toloka", frozenset({"ASSIGNMENT:assignment_id"})),
    ("crowdflower", frozenset({"_worker_id", "_unit_id"})),
    ("label-studio", frozenset({"annotations", "data"})),
    ("label-studio", frozenset({"annotation_id", "annotator"})),
    ("label-studio", frozenset({"annotation_id", "lead_time"})),
    ("argilla", frozenset({"responses", "fields"})),
    ("prodigy", frozenset({"_task_hash"})),
    ("prodigy", frozenset({"_input_hash", "answer"})),
    ("crowd-kit", frozenset({"task", "worker", "label"})),
    ("doccano", frozenset({"id", "text", "label"})),
    ("cvat", frozenset({"annotations.xml"})),
    ("cvat", frozenset({"<annotations>"})),
    ("doccano", frozenset({".jsonl"})),
)


def tool_of(names: Iterable[str]) -> str:
    """Name the tool whose export has these columns or keys; empty where none is known to."""
    found = frozenset(names)
    if any(name.endswith(".responses.users") for name in found):
        return "argilla"
    return next((tool for tool, signs in _SIGNS if signs <= found), "")


def names_in(looked: Looked) -> list[str]:
    """What may be names of columns, keys or files at the beginning of a file."""
    if looked.is_zip:
        return [name for name in ("annotations.xml", ".jsonl") if name.encode() in looked.start]
    text = looked.start.decode(looked.encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return ["<annotations>"] if "<annotations>" in text[:_PROBE_CHARACTERS] else []
    if text[:1] in {"{", "["}:
        return text[:_PROBE_CHARACTERS].split('"')[1::2]
    first = text.partition("\n")[0]
    return [name.strip('" \r') for name in first.replace("\t", ",").split(",")]


def wrong_tool(looked: Looked, wanted: str, lacks: str) -> BadLog:
    """The fault of a file that is not what the flag says.

    Args:
        looked: the file.
        wanted: the tool of the flag.
        lacks: what is missing.
    """
    file, tool = looked.path.name, tool_of(names_in(looked))
    if tool and tool != wanted:
        return refused(
            "labour.work_log_other_tool",
            f"{file} is no export of {wanted}: it looks like one of {tool}.",
            f"Try --from {tool}.",
        )
    return refused(
        "labour.work_log_not_of_tool",
        f"{file} is no export of {wanted}: it lacks {lacks}.",
        "Export it again with all columns, or read it with --from table and --map.",
    )
