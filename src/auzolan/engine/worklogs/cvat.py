"""CVAT: annotations as XML 1.1, by itself or in the zip that CVAT makes.

A row is a picture or a track with marks. Who worked is said once for a task, as its assignee, and
is taken for all of its rows; a task without an assignee names nobody, and workers are not invented.
Marks with the source `auto` are a model's: a picture with no others is nobody's work. When anybody
worked is not written: unknown. Declarations of entities and document types are refused unread.

Source: CVAT, "XML annotation format", version 1.1.
"""

from __future__ import annotations

from pathlib import Path

# Entities cannot expand here: declaring one, or a document type, ends the reading at once.
from xml.parsers import expat

from auzolan.engine.worklogs.assembling import taken
from auzolan.engine.worklogs.json_rows import BETWEEN_LABELS, Rows
from auzolan.engine.worklogs.judging import Draft, Rules
from auzolan.engine.worklogs.log import BadLog, Imported, Options, refused
from auzolan.engine.worklogs.opening import WHOLE_BYTES_MAX, Looked, look_at, members_of
from auzolan.engine.worklogs.recognise import wrong_tool

_MARKS = frozenset("box polygon polyline points cuboid ellipse mask skeleton tag".split())
_PLACES = frozenset({"image", "track"})
_DEPTH_MAX = 64
_MEANINGS = {
    "meta.task.assignee.username": "who worked", "meta.task.id": "kind of task",
    "image.name": "what was worked on", "track.id": "what was worked on",
    "label": "what was answered",
}  # fmt: skip


def read_cvat(path: Path, options: Options) -> Imported:
    """Read annotations of CVAT.

    Raises:
        BadLog: another tool's file, one that names nobody, or one that cannot be taken.
    """
    looked = look_at(path, encoding=options.encoding, bytes_max=WHOLE_BYTES_MAX)
    content = _content(looked)
    seen = _Seen()
    try:
        seen.parse(content)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise refused(
            "labour.work_log_no_xml", f"{path.name} is no XML, or ends too early: {fault}.",
            "Export it again.",
        ) from fault  # fmt: skip
    if seen.root != "annotations":
        raise wrong_tool(looked, "cvat", "annotations in XML")
    return taken(seen.draft(path.name), Rules(), options, looked.digest)


def _content(looked: Looked) -> bytes:
    if not looked.is_zip:
        start = looked.start.decode("utf-8", errors="ignore").lstrip("\ufeff \t\r\n")
        if not start.startswith("<"):
            raise wrong_tool(looked, "cvat", "annotations in XML")
        return looked.path.read_bytes()
    members = members_of(looked, suffixes=(".xml",))
    if len(members) != 1:
        raise wrong_tool(looked, "cvat", f"one annotations.xml, for it has {len(members)}")
    return next(iter(members.values()))


class _Seen:
    """What was met while the XML went by."""

    def __init__(self) -> None:
        self.root = ""
        self._path: list[str] = []
        self._text: list[str] = []
        self._tasks: dict[str, dict[str, str]] = {"": {}}
        self._task = ""
        self._people: set[str] = set()
        self._found: list[tuple[str, str, set[str], int, int]] = []

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = _barred
        parser.EntityDeclHandler = _barred
        parser.ExternalEntityRefHandler = _barred
        parser.Parse(content, True)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self.root = name
        self._path.append(name)
        if len(self._path) > _DEPTH_MAX:
            raise refused(
                "labour.work_log_no_xml", "The XML is nested too deeply.", "Export it again."
            )
        self._text.clear()
        if self._path[-2:-1] == ["meta"] and name in {"task", "job"}:
            self._task = ""
        is_place = len(self._path) == 2 and name in _PLACES
        if is_place:
            key = attributes.get("name") or f"{name}-{attributes.get('id', '')}"
            self._found.append((attributes.get("task_id", ""), key, set(), 0, 0))
            if name == "track":
                self._mark(attributes)
        elif len(self._path) == 3 and name in _MARKS and self._path[1] == "image":
            self._mark(attributes)

    def _mark(self, attributes: dict[str, str]) -> None:
        task, key, labels, by_people, by_model = self._found.pop()
        is_model = attributes.get("source") == "auto"
        if not is_model and attributes.get("label"):
            labels.add(attributes["label"])
        self._found.append((task, key, labels, by_people + (not is_model), by_model + is_model))

    def _ends(self, name: str) -> None:
        text = "".join(self._text).strip()
        parents = self._path[:-1]
        self._path.pop()
        self._text.clear()
        if "meta" not in parents:
            return
        if name == "id" and parents[-1] in {"task", "job"}:
            self._task = text
            self._tasks.setdefault(text, {})
        elif name in {"username", "email"} and parents[-1] in {"assignee", "owner"}:
            self._people.add(f"{parents[-1]}.{name}")
            if (parents[-1], name) == ("assignee", "username") and parents[-2] in {"task", "job"}:
                self._tasks.setdefault(self._task, {})["worker"] = text

    def draft(self, file: str) -> Draft:
        """All pictures and tracks as rows."""
        workers = {task: known.get("worker", "") for task, known in self._tasks.items()}
        if not any(workers.values()):
            raise refused(
                "labour.workers_unknown",
                f"{file} names no assignee: nobody can tell from it who worked.",
                "Assign the task in CVAT and export it again; workers are not invented.",
            )
        rows = Rows(("worker", "task", "task_type", "label"))
        rows.saw(sorted(self._people), "meta.task.")
        rows.saw(("meta.task.id", "image.name", "track.id", "label"))
        for written, key, labels, by_people, by_model in self._found:
            task = written if written and written in workers else self._task
            if not by_people:
                rows.refuse(
                    "all of its marks are a model's" if by_model
                    else "it has no mark: whether anybody worked on it is not known"
                )  # fmt: skip
                continue
            rows.add(
                worker=workers.get(task, ""),
                task=key,
                task_type=f"task-{task}" if task else "",
                label=BETWEEN_LABELS.join(sorted(labels)),
            )
        named = {"worker": "the task's assignee", "task": "the picture's name"}
        return rows.draft(file, _MEANINGS, named)


def _barred(*_: object) -> int:
    raise _entities()


def _entities() -> BadLog:
    return refused(
        "labour.work_log_xml_entities",
        "The XML declares a document type or entities, which are never read.",
        "Export it again from CVAT, which writes none.",
    )
