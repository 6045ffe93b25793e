"""What offices do about pay and logs of work at a door: bring files in, settle, references, groups.

What is owed the rules work out; a file is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.ids import checked_id
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, Name, ShortText, UploadId, Who
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.labour import doing_office, flows
from auzolan.house.rooms.labour.groups import group_flows
from auzolan.house.rooms.labour.importing import import_flows
from auzolan.house.rooms.labour.paying import pay_flows
from auzolan.house.rooms.labour.paying.references import read_references
from auzolan.house.rooms.labour.sheets import read_sheet
from auzolan.house.rooms.labour.work.work_files import digest_of, read_log
from auzolan.house.rooms.labour.work.work_flows import Source, log_work
from auzolan.house.rooms.treasury import choosing
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.submission import Receipt
from auzolan.labour.classes import CLASSES

ARTICLE = "house, import of work"


class LogAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A log of work in the house's own columns."""

    file: UploadId
    period: Name = ""


class ImportAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An export of a tool, with the list of who is who where names differ."""

    file: UploadId
    tool: ShortText
    log: Name
    people: UploadId = ""
    task: Name = ""
    period: Name = ""


class SettleAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """In which period accepted work is paid."""

    period: Name = ""


class SheetAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sheet of work with pay that was agreed."""

    file: UploadId
    period: Name = ""


class IndexAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By how much a member's hours weigh, in hundredths."""

    member: Name
    index_centi: Annotated[int, Meta(ge=1, le=100_000)]
    work_class: ShortText = ""


class ReferencesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of statutory minimums and living wages, and who published it."""

    file: UploadId
    source: Name


class GroupsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is told about groups of people, to whom."""

    file: UploadId
    release: Name
    population: Name = "members"
    audience: Literal["inside", "public"] = "inside"
    measure: Literal["people", "seconds", "items", "pay_cents"] = "people"
    period: Name = ""
    noise_centi: Annotated[int, Meta(ge=0, le=10_000)] = 0


def _log(desk: Desk, who: Who, asked: LogAsked) -> Answer:
    from auzolan.house.jobs.uploads import upload_path

    tell("reading", 0)
    path = upload_path(desk.folder, who, asked.file)
    lines = read_log(path)
    if isinstance(lines, Refusal):
        return lines
    tell("entering", 0)
    return log_work(
        desk, actor=who.member, log=drawn(desk, "log"), lines=lines,
        period=choosing.period_now(desk, asked.period), source=Source(file=digest_of(path)),
    )  # fmt: skip


def _import(desk: Desk, who: Who, asked: ImportAsked) -> Answer:
    from auzolan.engine.worklogs import read_work_log
    from auzolan.engine.worklogs.log import BadLog, Options
    from auzolan.house.jobs.uploads import upload_path
    from auzolan.house.vault.worker_key import worker_key

    tell("reading", 0)
    key = worker_key(desk.folder, desk.ports.chance)
    people = None
    if asked.people:
        people = import_flows.read_people(upload_path(desk.folder, who, asked.people), key)
    if isinstance(people, Refusal):
        return people
    path = upload_path(desk.folder, who, asked.file)
    try:
        found = read_work_log(path, asked.tool, Options(pseudonym_key=key))
        terms = import_flows.Terms(asked.log, people, asked.task)
        with reader_of(desk.folder) as reader:
            ready = import_flows.prepared(reader, found, terms)
    except BadLog as bad:
        return bad.refusal
    except ValueError as fault:
        return Refusal(
            "labour.import_not_sound", ARTICLE, str(fault), "Correct it, and send the file again."
        )
    if isinstance(ready, Refusal):
        return ready
    tell("entering", 0)
    period = ready.period or choosing.period_now(desk, asked.period)
    return import_flows.book(desk, ready, actor=who.member, period=period)


def _settle(desk: Desk, who: Who, asked: SettleAsked) -> Answer:
    period = choosing.period_now(desk, asked.period)
    return pay_flows.settle_work(desk, actor=who.member, work=drawn(desk, "settled"), period=period)


def _sheet(desk: Desk, who: Who, asked: SheetAsked) -> Answer:
    from auzolan.house.jobs.uploads import upload_path

    lines = read_sheet(upload_path(desk.folder, who, asked.file))
    if isinstance(lines, Refusal):
        return lines
    return flows.record_work(
        desk, actor=who.member, work=drawn(desk, "sheet"), lines=lines,
        period=choosing.period_now(desk, asked.period),
    )  # fmt: skip


def _index(desk: Desk, who: Who, asked: IndexAsked) -> Answer:
    return flows.assign_index(
        desk, actor=who.member, member=asked.member, index_centi=asked.index_centi,
        work_class=asked.work_class,
    )  # fmt: skip


def _references(desk: Desk, who: Who, asked: ReferencesAsked) -> Answer:
    from auzolan.house.jobs.uploads import upload_path

    found = read_references(upload_path(desk.folder, who, asked.file))
    if isinstance(found, Refusal):
        return found
    brought = pay_flows.bring_references(
        desk, actor=who.member, source=checked_id(asked.source), references=found
    )
    if isinstance(brought, Refusal):
        return brought
    return _receipt_of(desk, brought)


def _receipt_of(desk: Desk, brought: pay_flows.ReferencesBrought) -> Answer:
    """The last entry of what was brought in, or why nothing was."""
    if brought.entries:
        with reader_of(desk.folder) as reader:
            if brought.entries[-1] < reader.log.head().size:
                entry = reader.entry(brought.entries[-1])
                return Receipt(brought.entries[-1], entry.id, entry.at, b"", entry.facts)
        return Receipt(brought.entries[-1], "reference", desk.ports.clock(), b"", ())
    first = brought.refused[0].reason if brought.refused else "every line stands in the books"
    return Refusal(
        "labour.no_reference_brought", ARTICLE, f"No line was brought in: {first}.",
        "Look at the file; nothing was changed.",
    )  # fmt: skip


def _groups(desk: Desk, who: Who, asked: GroupsAsked) -> Answer:
    from auzolan.house.jobs.uploads import upload_path

    cells = group_flows.read_groups(upload_path(desk.folder, who, asked.file), ())
    if isinstance(cells, Refusal):
        return cells
    wish = group_flows.Wish(
        asked.release, asked.population, asked.audience, asked.measure, asked.period,
        asked.noise_centi,
    )  # fmt: skip
    return group_flows.release_groups(desk, wish, actor=who.member, cells=cells)


def _tools(reader: Reader, who: Who) -> Sequence[Choice]:
    from auzolan.engine.worklogs import FORMATS

    return [Choice(name, name) for name in FORMATS]


def _classes(reader: Reader, who: Who) -> Sequence[Choice]:
    return [Choice(name, name) for name in CLASSES]


def _settled(reader: Reader, who: Who, asked: SettleAsked) -> Sequence[Effect]:
    return [Effect("labour.accepted_is_owed"), Effect("labour.lifted_to_floor")]


def _told(reader: Reader, who: Who, asked: GroupsAsked) -> Sequence[Effect]:
    return [Effect("labour.small_groups_stay_back"), Effect("labour.told_for_good")]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "labour.log_work", LogAsked, _log, is_long=True, leads_to="steward",
        choices={"period": choosing.bookable},
    ),
    Doing(
        "labour.import", ImportAsked, _import, is_long=True, leads_to="steward",
        choices={
            "tool": _tools, "task": doing_office.open_tasks, "period": choosing.bookable,
        },
    ),
    Doing(
        "labour.settle", SettleAsked, _settle, effects=_settled, needs_second=True,
        choices={"period": choosing.bookable}, leads_to="closings",
    ),
    Doing(
        "labour.record_work", SheetAsked, _sheet, needs_second=True, leads_to="closings",
        choices={"period": choosing.bookable},
    ),
    Doing(
        "labour.assign_index", IndexAsked, _index, needs_second=True, leads_to="steward",
        choices={"work_class": _classes},
    ),
    Doing(
        "labour.set_reference", ReferencesAsked, _references, needs_second=True,
        leads_to="steward",
    ),
    Doing(
        "labour.release_groups", GroupsAsked, _groups, effects=_told, leads_to="steward",
        choices={"period": choosing.closed},
    ),
)  # fmt: skip
