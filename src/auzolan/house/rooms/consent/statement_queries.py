"""Reading what was said about uses: statements in words, strikes, groups and their rows."""

from __future__ import annotations

import msgspec

from auzolan.consent.reach import names_of
from auzolan.consent.state import (
    PERMIT,
    WITHDRAW,
    ConsentStatement,
    Group,
    GroupBatch,
    GroupMember,
    StrikeRow,
)
from auzolan.consent.statement_rules import UNIT
from auzolan.consent.taxonomy import ORDINARY
from auzolan.foundation.moments import MOMENT_MAX, day_from_moment
from auzolan.house.rooms.consent.queries import ConsentLine, consent_lines
from auzolan.house.storage.reader import Reader


class StatementLine(msgspec.Struct, frozen=True):
    """One statement that holds or will: in words, since when and until when, and where it was said."""

    statement: str
    says: str
    since: str
    until: str
    entry: int


class ConsentPage(msgspec.Struct, frozen=True):
    """What a member says about her rows of a kind, of all kinds where `kind` is empty.

    The first fields are those of a `ConsentLine`; `since` and `entry` are empty and -1 where she
    never made a grant for the kind.
    """

    member: str
    kind: str
    purposes: tuple[str, ...]
    since: str
    entry: int
    withdrawn_at: int | None
    erase_by: str
    statements: tuple[StatementLine, ...]


class StrikeLine(msgspec.Struct, frozen=True):
    """A strike: what it stops, towards whom, from when to when, and whether it goes on."""

    strike: str
    operation: str
    end_use: str
    towards: str
    since: str
    until: str
    goes_on: bool
    entry: int


class GroupLine(msgspec.Struct, frozen=True):
    """A group: how many belong to it, and how many batches are among its rows."""

    group: str
    members: int
    batches: int
    statements: int
    entry: int


class GroupPage(msgspec.Struct, frozen=True):
    """A group whole: who belongs to it, its batches, and what it says."""

    group: str
    members: tuple[str, ...]
    batches: tuple[str, ...]
    statements: tuple[StatementLine, ...]
    entry: int


def consent_pages(reader: Reader, member: str = "") -> list[ConsentPage]:
    """What members say, by member and kind, or what one member says."""
    chosen = {"member": member} if member else {}
    said: dict[tuple[str, str], list[StatementLine]] = {}
    for row in reader.rows(ConsentStatement, **chosen):
        if row.member and row.lifted_at == MOMENT_MAX:
            said.setdefault((row.member, row.kind), []).append(statement_line(row))
    lines = {(one.member, one.kind): one for one in consent_lines(reader, member)}
    return [
        _page(key, lines.get(key), tuple(sorted(said.get(key, ()), key=lambda one: one.entry)))
        for key in sorted(lines.keys() | said.keys())
    ]


def statement_line(row: ConsentStatement) -> StatementLine:
    """A statement in words."""
    return StatementLine(
        statement=row.statement, says=_words(row), since=day_from_moment(row.begins),
        until="" if row.ends == MOMENT_MAX else day_from_moment(row.ends), entry=row.entry,
    )  # fmt: skip


def strike_lines(reader: Reader, at: int) -> list[StrikeLine]:
    """All strikes that there ever were, the latest last.

    Args:
        reader: the folder.
        at: the moment as of which a strike goes on.
    """
    return [
        StrikeLine(
            strike=row.strike, operation=row.operation, end_use=row.end_use,
            towards=_list(row.party, "everybody but the co-operative"),
            since=day_from_moment(row.began_at), until=_end(min(row.ends, row.ended_at)),
            goes_on=row.began_at <= at < min(row.ends, row.ended_at), entry=row.entry,
        )
        for row in sorted(reader.rows(StrikeRow), key=lambda one: one.entry)
    ]  # fmt: skip


def group_lines(reader: Reader) -> list[GroupLine]:
    """All groups."""
    pages = [group_page(reader, row.group_id) for row in reader.rows(Group)]
    return [
        GroupLine(one.group, len(one.members), len(one.batches), len(one.statements), one.entry)
        for one in pages
        if one is not None
    ]


def group_page(reader: Reader, group: str) -> GroupPage | None:
    """A group as it is now, or None where there is none."""
    row = reader.get(Group, group)
    if row is None:
        return None
    members = reader.rows(GroupMember, group_id=group)
    batches = reader.rows(GroupBatch, group_id=group)
    said = reader.rows(ConsentStatement, group_id=group)
    return GroupPage(
        group=group,
        members=tuple(sorted(one.member for one in members if one.until == MOMENT_MAX)),
        batches=tuple(sorted(one.batch for one in batches if one.until == MOMENT_MAX)),
        statements=tuple(
            statement_line(one)
            for one in sorted(said, key=lambda one: one.entry)
            if one.lifted_at == MOMENT_MAX
        ),
        entry=row.entry,
    )


def _page(
    key: tuple[str, str], line: ConsentLine | None, said: tuple[StatementLine, ...]
) -> ConsentPage:
    if line is None:
        return ConsentPage(*key, (), "", -1, None, "", said)
    return ConsentPage(*key, line.purposes, line.since, line.entry, line.withdrawn_at,
                       line.erase_by, said)  # fmt: skip


def _words(row: ConsentStatement) -> str:
    if row.effect == WITHDRAW:
        return "stops every use"
    verb = "allows" if row.effect == PERMIT else "forbids"
    if not row.operation:
        return f"{verb} {', '.join(ORDINARY)} for what was granted"
    parts = [f"{verb} {row.operation} for {row.end_use}"]
    if row.batch:
        parts.append(f"in {row.batch}" if row.place < 0 else f"in row {row.place} of {row.batch}")
    parts += [
        f"{word} {_list(text, '')}"
        for word, text in (
            ("by", row.party), ("in", row.territory), ("for models of", row.model_class)
        )
        if names_of(text) is not None
    ]  # fmt: skip
    if row.price_floor_micro:
        parts.append(f"at {row.price_floor_micro:,} millionths or more for each {UNIT}")
    if row.credit:
        parts.append("with the people named")
    return ", ".join(parts)


def _list(text: str, unlimited: str) -> str:
    names = names_of(text)
    if names is None:
        return unlimited
    return ", ".join(sorted(names)) or "nobody"


def _end(at: int) -> str:
    return "" if at == MOMENT_MAX else day_from_moment(at)
