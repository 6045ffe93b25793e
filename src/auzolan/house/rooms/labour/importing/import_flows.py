"""From the file of a tool to a log of work: whose work it is, at what price, booked once a file.

What a tool thought of the work stays with the tool: what it rejected waits to be judged here like
all else, at the price that was offered. Page times go to the vault, until their days have gone.
Nothing here judges or pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from auzolan.engine.worklogs.log import Imported
from auzolan.engine.worklogs.people import for_people
from auzolan.engine.worklogs.personal import is_address, pseudonym
from auzolan.engine.worklogs.summing import ImportedWork, imported_work
from auzolan.foundation.ids import checked_id
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.contributions.importing import read_table
from auzolan.house.rooms.contributions.shapes import Shape, Value, shown
from auzolan.house.rooms.labour.importing.import_again import without_booked
from auzolan.house.rooms.labour.importing.import_lines import (
    as_offered,
    lines_of,
    pages_of,
    shuffled,
)
from auzolan.house.rooms.labour.watching.page_flows import book_with_pages
from auzolan.house.rooms.labour.work.task_queries import currency_of
from auzolan.house.rooms.labour.work.work_flows import NewWork, Source, log_work
from auzolan.house.storage.reader import Reader
from auzolan.house.submission import Receipt
from auzolan.house.vault.pages import MEMBER, PAGES_MAX
from auzolan.labour.state import Task, WorkLog
from auzolan.members.state import Member

ARTICLE = "house, import of work"
UNNAMED = "no member is named for its worker"
STRANGER = "the member named for its worker is not on the books"
_NOT_KEPT = "0" * 64
"""Stands for the digest of page times in a rehearsal, which keeps none."""


@dataclass(frozen=True, slots=True)
class Terms:
    """As what a file is booked.

    Attributes:
        log: the id of the log.
        people: worker, as the log names her, to member; None: their ids are the same.
        task: for which all work was done, or empty.
        task_of: type of task, as the file calls it, to the task, where it is another.
    """

    log: str
    people: Mapping[str, str] | None = None
    task: str = ""
    task_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A file that can be booked.

    Attributes:
        log: the id of the log.
        period: in which the log stands already, or empty.
        work: the work of members, as their tool counted it.
        lines: one a submission, in an order that tells nothing.
        pages: page times, as columns; empty where the tool wrote none.
        nobodies: workers of whom no member is known, in order; addresses as codes.
        unfinished_rows: rows begun and not handed in, at no known time: nothing is to be judged of them.
    """

    log: str
    period: str
    work: ImportedWork
    lines: tuple[NewWork, ...]
    pages: Mapping[str, list[int | str]]
    nobodies: tuple[str, ...]
    unfinished_rows: int


def read_people(path: Path, key: bytes) -> dict[str, str] | Refusal:
    """Who is who: a CSV with the columns worker, member.

    Args:
        path: the file.
        key: under which addresses became codes in the log; here they become the same.
    Returns:
        Worker to member; or why the file is refused, whole.
    """
    shape: Shape = {"worker": _text, "member": _text}
    table = read_table(path, shape)
    if isinstance(table, Refusal):
        return table
    if table.refused or not table.rows:
        first = table.refused[0] if table.refused else None
        why = f"line {first.line}: {first.reason}" if first else "it has no lines"
        return _people_refused(path, why)
    people: dict[str, str] = {}
    for worker, member in zip(table.columns["worker"], table.columns["member"], strict=True):
        name = str(worker)
        name = pseudonym(name, key) if is_address(name) else name
        if people.setdefault(name, str(member)) != str(member):
            return _people_refused(path, f"two members are named for {name}")
    return people


def prepared(reader: Reader, found: Imported, terms: Terms) -> Ready | Refusal:
    """Say whose work a file is, and what is to be booked of it.

    Args:
        reader: the books.
        found: what came out of the file.
        terms: as what it is booked.
    Returns:
        What can be booked; or why nothing can.
    Raises:
        BadLog: the pages span so long a time that they cannot be counted.
        ValueError: the log has no id, or a type of task is named that the file lacks.
    """
    checked_id(terms.log)
    missing = sorted(set(terms.task_of) - set(found.log.task_type.names))
    if missing:
        raise ValueError(
            f"The file has no type of task {missing[0]!r}; it has "
            f"{', '.join(found.log.task_type.names[:20])}."
        )
    members = {row.member for row in reader.rows(Member)}
    people = terms.people if terms.people is not None else {name: name for name in members}
    known = {worker: member for worker, member in people.items() if member in members}
    own = for_people(found, known, lambda worker: STRANGER if worker in people else UNNAMED)
    nobodies = tuple(name for name in found.log.worker.names if name not in known)
    if not own.imported:
        return Refusal(
            "labour.import_of_nobody", ARTICLE,
            f"None of the {len(nobodies)} workers of the file is a member.",
            "Say who is who: --members MAP.csv, with the columns worker, member.",
        )  # fmt: skip
    own = without_booked(reader, own, terms.log)
    if not own.imported:
        return Refusal(
            "labour.import_of_nothing_new", ARTICLE,
            "All pages of the file are on the books already, with other logs.",
            "Nothing is left to do.",
        )  # fmt: skip
    work = imported_work(own)
    names = [terms.task_of.get(name, terms.task) for name in own.log.task_type.names]
    tasks = [reader.get(Task, name) if name else None for name in names]
    offered = imported_work(replace(own, log=as_offered(own.log, tasks, currency_of(reader))))
    lines, unfinished_rows = lines_of(offered, names, tasks)
    booked = reader.get(WorkLog, terms.log)
    ready = Ready(
        log=terms.log, period=booked.period if booked is not None else "", work=work,
        lines=shuffled(lines, own.digest), pages=pages_of(own.log), nobodies=nobodies,
        unfinished_rows=unfinished_rows,
    )  # fmt: skip
    return _ready_refused(reader, ready) or ready


def book(desk: Desk, ready: Ready, *, actor: str, period: str) -> Receipt | Refusal:
    """Put the work on the books with its page times, whole or not at all, and once.

    Args:
        desk: the desk; one that rehearses keeps no page time.
        ready: what is booked.
        actor: who holds the office of work.
        period: the open period.
    """
    count = len(ready.pages.get(MEMBER, ()))

    def booked(pages: str) -> Receipt | Refusal:
        source = Source(ready.work.imported.digest, pages, count)
        return log_work(
            desk, actor=actor, log=ready.log, period=period, lines=ready.lines, source=source
        )

    if not count:
        return booked("")
    with reading(desk.folder) as now:
        before = now.books.get(WorkLog, ready.log)
    if before is None and isinstance(desk, RehearsalDesk):
        return booked(_NOT_KEPT)
    return book_with_pages(desk, log=ready.log, columns=ready.pages, book=booked)


def _ready_refused(reader: Reader, ready: Ready) -> Refusal | None:
    pages = len(ready.pages.get(MEMBER, ()))
    if pages > PAGES_MAX:
        return Refusal(
            "labour.import_too_long", ARTICLE,
            f"The file has {pages} pages; at most {PAGES_MAX} are booked at once.",
            "Split the file.",
        )  # fmt: skip
    ours, theirs = currency_of(reader), ready.work.currency
    if theirs and theirs != ours and any(line.pay_micro for line in ready.lines):
        return Refusal(
            "labour.import_currency", ARTICLE,
            f"The file has pay in {theirs}; the books are in {ours}, and nobody knows at what rate.",
            f"Name a task that says the price in {ours}: --task, or --task-of TYPE=TASK.",
        )  # fmt: skip
    return None


def _people_refused(path: Path, why: str) -> Refusal:
    return Refusal(
        "labour.import_people_not_sound", ARTICLE, f"{path.name}: {why}.",
        "Correct it: a worker and her member on each line, each worker once.",
    )  # fmt: skip


def _text(value: Value) -> Value:
    if not str(value):
        raise ValueError(f"expected an id; got {shown(value)}")
    return str(value)
