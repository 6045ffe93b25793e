"""Reading who belongs. Names come from the vault, as far as they have not been erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import day_from_moment
from auzolan.house.asking import vault_of
from auzolan.house.storage.reader import Reader
from auzolan.members.state import Member
from auzolan.record.fields import Opening


class MemberLine(msgspec.Struct, frozen=True):
    """One member; `name` is empty where it was erased."""

    member: str
    name: str
    standing: str
    since: str
    entry: int


class MemberPage(msgspec.Struct, frozen=True):
    """One member with what she has brought; `since` is the day she joined."""

    member: str
    name: str
    standing: str
    class_name: str
    section: str
    since: str
    entry: int
    batches: int
    rows: int
    kinds: tuple[str, ...]


def member_lines(reader: Reader, standing: str = "") -> list[MemberLine]:
    """All members in order of id, or those of one standing."""
    chosen = {"standing": standing} if standing else {}
    return _lines(reader, reader.rows(Member, **chosen))


def members_from(reader: Reader, member: str, *, limit: int) -> list[MemberLine]:
    """The members in order of id from behind one on, so many of them."""
    rows = [one for one in reader.rows(Member) if one.member > member]
    return _lines(reader, rows[:limit])


def member_page(reader: Reader, member: str) -> MemberPage | None:
    """One member, or None where nobody has this id."""
    row = reader.get(Member, member)
    if row is None:
        return None
    with vault_of(reader.folder) as vault:
        name = _name(vault.openings_of(row.entry))
    batches = [one for one in reader.rows(Batch, member=member) if one.erased_at < 0]
    kinds = {one.kind for one in batches}
    kinds |= {one.kind for one in reader.rows(Consent, member=member)}
    return MemberPage(
        member=member, name=name, standing=row.standing, class_name=row.class_name,
        section=row.section, since=day_from_moment(row.since), entry=row.entry, batches=len(batches), rows=sum(one.rows for one in batches),
        kinds=tuple(sorted(kinds)),
    )  # fmt: skip


def _lines(reader: Reader, rows: Sequence[Member]) -> list[MemberLine]:
    with vault_of(reader.folder) as vault:
        openings = vault.openings_of_some(row.entry for row in rows)
    return [
        MemberLine(
            row.member,
            _name(openings.get(row.entry, {})),
            row.standing,
            day_from_moment(row.since),
            row.entry,
        )
        for row in rows
    ]


def _name(openings: Mapping[str, Opening]) -> str:
    opening = openings.get("name")
    return str(opening.value) if opening is not None else ""
