"""Argilla: records with the responses of several people to one or more questions.

A row is one person's response to one question. Argilla writes no time of work at all: the time is
unknown, never nought. A draft is pending, what was discarded was not handed in. Suggestions are a
model's, and not read.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import msgspec

from auzolan.engine.worklogs.assembling import taken
from auzolan.engine.worklogs.json_rows import (
    Record,
    Rows,
    label_in,
    list_in,
    object_in,
    records_of,
    scalar_in,
)
from auzolan.engine.worklogs.judging import Rules
from auzolan.engine.worklogs.log import Imported, Options, State
from auzolan.engine.worklogs.opening import WHOLE_BYTES_MAX, look_at
from auzolan.engine.worklogs.recognise import wrong_tool

_RULES = Rules(
    states={"submitted": State.UNKNOWN, "draft": State.PENDING, "discarded": State.RETURNED}
)
_RESPONSES, _USERS, _STATUS = ".responses", ".responses.users", ".responses.status"
Response = tuple[str, str, str, str]
"""Question, user, answer, status."""


def read_argilla(path: Path, options: Options) -> Imported:
    """Read records of Argilla as JSON, nested or flat.

    Raises:
        BadLog: another tool's file, or one that cannot be taken.
    """
    looked = look_at(path, encoding=options.encoding, bytes_max=WHOLE_BYTES_MAX)
    records = records_of(looked, "argilla")
    first = next((one for one in records if one is not None), {})
    is_flat = any(key.endswith(_USERS) for key in first)
    if not is_flat and not ("responses" in first and "fields" in first):
        raise wrong_tool(looked, "argilla", "responses with their users")
    rows = Rows(("worker", "task", "task_type", "page", "label", "state"))
    for record in records:
        if record is None:
            rows.refuse("it is no record of Argilla")
            continue
        rows.saw(key for key in record if key not in {"fields", "metadata", "vectors"})
        _add(rows, record, _flat(record) if is_flat else _nested(record))
    meanings = {"id": "what was worked on", "responses": "who worked; what was answered"}
    for record in records:
        for key in record or ():
            if key.endswith(_USERS):
                meanings[key] = "who worked"
                meanings[key.removesuffix(".users")] = "what was answered"
    draft = rows.draft(path.name, meanings, {"worker": "user", "task": "the record's id"})
    return taken(draft, _RULES, options, looked.digest)


def _add(rows: Rows, record: Record, responses: list[Response] | None) -> None:
    if responses is None:
        rows.refuse("its responses are not in a form that is understood")
        return
    task = scalar_in(record.get("id")) or scalar_in(record.get("_server_id"))
    several = len({question for question, *_ in responses}) > 1
    for question, user, answer, status in responses:
        rows.add(
            worker=user,
            task=f"{task}/{question}" if several and task else task,
            task_type=question,
            page=task,
            label=answer,
            state=status,
        )


def _nested(record: Record) -> list[Response] | None:
    questions = object_in(record["responses"]) if "responses" in record else None
    if questions is None:
        return None
    found = []
    for question, raw in questions.items():
        for one in list_in(raw) or ():
            response = object_in(one)
            if response is None:
                return None
            found.append(
                (
                    question, scalar_in(response.get("user_id")), label_in(response.get("value")),
                    scalar_in(response.get("status")),
                )
            )  # fmt: skip
    return found


def _flat(record: Record) -> list[Response] | None:
    found = []
    for key, raw in record.items():
        if not key.endswith(_USERS):
            continue
        question = key.removesuffix(_USERS)
        users = list_in(raw) or []
        answers = list_in(record.get(question + _RESPONSES)) or []
        states = list_in(record.get(question + _STATUS)) or []
        if len(users) != len(answers):
            return None
        nothing = msgspec.Raw(b"null")
        for user, answer, status in zip_longest(
            users, answers, states[: len(users)], fillvalue=nothing
        ):
            found.append((question, scalar_in(user), label_in(answer), scalar_in(status)))
    return found
