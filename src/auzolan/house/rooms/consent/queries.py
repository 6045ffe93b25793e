"""Reading what members allow, in the words of the charter in force."""

from __future__ import annotations

import msgspec

from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent.masks import purposes_of
from auzolan.consent.state import Consent
from auzolan.foundation.moments import day_from_moment
from auzolan.house.storage.reader import Reader


class ConsentLine(msgspec.Struct, frozen=True):
    """What a member allows for one kind; `withdrawn_at` is the entry of her withdrawal, or None."""

    member: str
    kind: str
    purposes: tuple[str, ...]
    since: str
    entry: int
    withdrawn_at: int | None
    erase_by: str


def consent_lines(reader: Reader, member: str = "") -> list[ConsentLine]:
    """All consents in order of member and kind, or those of one member."""
    in_force = reader.get(CharterInForce, IN_FORCE)
    if in_force is None:
        return []
    charter = charter_from_text(in_force.text)
    chosen = {"member": member} if member else {}
    return [
        ConsentLine(
            member=row.member, kind=row.kind,
            purposes=purposes_of(charter, row.mask) if row.withdrawn_at < 0 else (),
            since=day_from_moment(row.since), entry=row.entry,
            withdrawn_at=row.withdrawn_at if row.withdrawn_at >= 0 else None,
            erase_by=day_from_moment(row.erase_by) if row.erase_by else "",
        )
        for row in reader.rows(Consent, **chosen)
    ]  # fmt: skip
