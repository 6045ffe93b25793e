"""`auzolan labour consensus`: weigh the labels in a file, without a co-operative.

The files are the reader's own. It records nothing, sets no wage, rejects no work, and names no
worker: what may be shown of a person's labels, and to whom, is not a matter of a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import JsonOption

if TYPE_CHECKING:
    from auzolan.labour.consensus.frames import Frame
    from auzolan.labour.consensus.labels import Labels
    from auzolan.labour.consensus.result import Consensus

FILE_BYTES_MAX = 256 * 2**20
NUMERIC, PAIRS = "numeric", "bradley-terry"
DECIMALS = 9
Line = dict[str, object]


def consensus(  # noqa: PLR0913 - options of a command
    file: Annotated[Path, typer.Argument(help="CSV with a line a label: task, worker, label.")],
    *,
    method: Annotated[
        str, typer.Option(help="As majority or dawid-skene; a wrong name lists all.")
    ] = "dawid-skene",
    task: Annotated[str, typer.Option(help="The column of tasks.")] = "task",
    worker: Annotated[str, typer.Option(help="The column of workers.")] = "worker",
    label: Annotated[str, typer.Option(help="The column of labels.")] = "label",
    separator: Annotated[
        str, typer.Option(help="What parts labels in a cell, where a task has several; as '|'.")
    ] = "",
    model: Annotated[
        Path | None,
        typer.Option(help="CSV of a model's own view: task, label, probability; dawid-skene only."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Weigh labels of several people: one answer a task, and how sure it is.

    Examples:
        auzolan labour consensus labels.csv --method dawid-skene --json
        auzolan labour consensus labels.csv --task item --worker annotator --label answer

    It weighs labels. It never sets a wage, never rejects work and names no worker; a minority may
    be right, and its part is in the probabilities. Needs no co-operative and records nothing.

    With --json one line a task: task, label, probabilities (of all labels in the file; those of
    --method majority are shares). Equal probabilities: the smallest label stands, and their number
    is told. --method numeric takes labels as numbers and gives task, label and standard_error;
    --method bradley-terry takes the columns left, right and the label that won, and gives item and
    score. With --separator labels are lists, each label judged by itself.

    A file is taken whole or refused with its line: an empty cell, a worker who labels a task
    twice. E-mail addresses of workers become running numbers. Limit: 256 MiB.
    """
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.doors.output import patience
    from auzolan.labour.consensus.frames import BadLabels

    _check_method(method, separator=separator, model=model)
    names = ("left", "right", label) if method == PAIRS else (task, worker, label)
    if len(set(names)) < len(names):
        raise Misused("Tasks, workers and labels stand in three different columns.")
    try:
        with patience("weighing labels"):
            frame = _frame(file, names, may_be_empty=label if separator else "")
            lines = _lines(frame, method, separator=separator, model=model)
    except BadLabels as bad:
        raise Refused(bad.refusal) from bad
    _give_out(lines, as_json=as_json)


def _check_method(method: str, *, separator: str, model: Path | None) -> None:
    from auzolan.house.doors.errors import Misused
    from auzolan.labour.consensus.methods import METHODS

    if method not in {*METHODS, NUMERIC, PAIRS}:
        known = ", ".join([*METHODS, NUMERIC, PAIRS])
        raise Misused(f"There is no method {method}. The methods are {known}.")
    if separator and (method not in METHODS or model is not None):
        raise Misused("--separator goes with one of the methods for single labels, and no --model.")
    if model is not None and method != "dawid-skene":
        raise Misused("--model goes with --method dawid-skene.")


def _frame(path: Path, names: Sequence[str], *, may_be_empty: str = "") -> Frame:
    from auzolan.labour.consensus.frames import read_frame

    return read_frame(_text_of(path), names, may_be_empty=may_be_empty)


def _text_of(path: Path) -> str:
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Refused
    from auzolan.labour.consensus.frames import ARTICLE

    try:
        if path.is_file():
            with path.open("rb") as stream:
                content = stream.read(FILE_BYTES_MAX + 1)
            if len(content) <= FILE_BYTES_MAX:
                return content.decode()
            because = f"{path} is larger than {FILE_BYTES_MAX:,} bytes."
        else:
            because = f"There is no file {path}."
    except UnicodeDecodeError as fault:
        because = f"{path} is not text in UTF-8 (byte {fault.start:,})."
    except OSError as fault:
        because = f"{path} cannot be read: {fault.strerror}."
    raise Refused(
        Refusal(
            "labour.labels_unreadable", ARTICLE, because,
            "Give a table as CSV in UTF-8, smaller than 256 MiB.",
        )
    )  # fmt: skip


def _lines(frame: Frame, method: str, *, separator: str, model: Path | None) -> Iterable[Line]:
    """Weigh, tell what was found, and make the lines."""
    from auzolan.labour.consensus.frames import repeated
    from auzolan.labour.consensus.labels import RepeatedLabel

    if method == PAIRS:
        return _scores(frame)
    task, worker, label = frame.columns
    worker = _without_addresses(worker)
    try:
        if separator:
            return _several(task, worker, label, method, separator)
        return _single(frame, worker, method, model)
    except RepeatedLabel as twice:
        raise repeated(frame, twice.rows) from twice
    except ValueError as fault:
        raise _not_weighed(fault) from fault


def _not_weighed(fault: ValueError) -> Exception:
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Refused
    from auzolan.labour.consensus.frames import ARTICLE, BadLabels

    if isinstance(fault, BadLabels):
        return fault
    return Refused(
        Refusal(
            "labour.labels_not_weighed", ARTICLE, f"{fault}.",
            "Mend what it says, or choose another method.",
        )
    )  # fmt: skip


def _without_addresses(workers: list[str]) -> list[str]:
    from auzolan.house.doors.output import say
    from auzolan.labour.consensus.frames import without_addresses

    shown, replaced = without_addresses(workers)
    if replaced:
        say(
            "1 worker is an e-mail address; a running number took its place."
            if replaced == 1
            else f"{replaced:,} workers are e-mail addresses; running numbers took their place."
        )
    return shown


def _single(frame: Frame, workers: list[str], method: str, model: Path | None) -> Iterable[Line]:
    from auzolan.labour.consensus.dawid_skene import with_model
    from auzolan.labour.consensus.frames import numbers_of, probabilities_for
    from auzolan.labour.consensus.labels import from_columns
    from auzolan.labour.consensus.methods import METHODS

    task, _, label = frame.columns
    labels = from_columns(task, workers, label)
    if method == NUMERIC:
        return _estimates(labels, numbers_of(frame, labels.classes))
    if model is None:
        found = METHODS[method](labels)
    else:
        seen = _frame(model, ("task", "label", "probability"))
        found = with_model(labels, probabilities_for(labels, seen))
    _tell(found)
    return (
        {
            "task": name,
            "label": answer,
            "probabilities": {
                one: round(part, DECIMALS) for one, part in zip(labels.classes, row, strict=True)
            },
        }
        for name, answer, row in zip(labels.tasks, found.answers, _rows(found), strict=True)
    )


def _rows(found: Consensus) -> Iterable[list[float]]:
    # Row by row: a list of all would take ten times the memory of the table.
    return (row.tolist() for row in found.beliefs)


def _tell(found: Consensus) -> None:
    from auzolan.house.doors.output import say
    from auzolan.labour.consensus.dawid_skene import majority

    labels = found.labels
    say(
        f"{labels.size:,} labels, {len(labels.tasks):,} tasks, {len(labels.workers):,} workers, "
        f"{len(labels.classes):,} different labels; {found.rounds} rounds."
    )
    if len(labels.workers) == 1:
        say("One worker alone: there is nothing to compare her labels with.")
    if other := int((found.codes != majority(labels).codes).sum()):
        say(f"For {other:,} of the tasks the answer is not that of most workers.")
    if ties := int(found.tied.sum()):
        say(
            f"{'1 task is' if ties == 1 else f'{ties:,} tasks are'} tied; "
            "the smallest label stands."
        )


def _several(
    task: list[str], worker: list[str], label: list[str], method: str, separator: str
) -> Iterable[Line]:
    from auzolan.labour.consensus.many_labels import binary_relevance
    from auzolan.labour.consensus.methods import METHODS

    given = [frozenset(filter(None, map(str.strip, cell.split(separator)))) for cell in label]
    found = binary_relevance(task, worker, given, method=METHODS[method])
    return (
        {
            "task": name,
            "label": list(answer),
            "probabilities": {
                one: round(part, DECIMALS)
                for one, part in zip(found.classes, row.tolist(), strict=True)
            },
        }
        for name, answer, row in zip(found.tasks, found.answers, found.beliefs, strict=True)
    )


def _estimates(labels: Labels, numbers: list[float]) -> Iterable[Line]:
    import numpy as np

    from auzolan.labour.consensus.numbers import weighed_numbers

    found = weighed_numbers(labels, np.array(numbers))
    return (
        {"task": name, "label": round(value, DECIMALS), "standard_error": round(error, DECIMALS)}
        for name, value, error in zip(
            found.tasks, found.values.tolist(), found.errors.tolist(), strict=True
        )
    )


def _scores(frame: Frame) -> Iterable[Line]:
    from auzolan.labour.consensus.frames import malformed
    from auzolan.labour.consensus.pairs import BadPair, bradley_terry

    try:
        found = bradley_terry(*frame.columns)
    except BadPair as bad:
        raise malformed(
            frame.lines[bad.row], "is no pair: two different items, of which one won"
        ) from bad
    return (
        {"item": item, "score": round(score, DECIMALS)}
        for item, score in zip(found.items, found.scores.tolist(), strict=True)
    )


def _give_out(lines: Iterable[Line], *, as_json: bool) -> None:
    from auzolan.house.doors.output import write_json, write_table

    if as_json:
        for line in lines:
            write_json(line)
        return
    shown = list(lines)
    write_table(list(shown[0]), [[_cell(line, name) for name in line] for line in shown])


def _cell(line: Line, name: str) -> str:
    match line[name]:
        case dict() as parts:
            likely = sorted(parts.items(), key=lambda part: -part[1])
            return ", ".join(f"{one} {part:.3f}" for one, part in likely if part >= 0.0005)
        case list() as several:
            return ", ".join(several)
        case float() as number:
            return f"{number:.6g}"
        case other:
            return str(other)
