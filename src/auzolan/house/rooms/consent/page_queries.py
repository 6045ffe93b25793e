"""What pages ask about consent: what a member allows, since when, and who relied on it."""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.charter.articles import Charter
from auzolan.consent.state import Consent
from auzolan.house.rooms.consent.tables import ConsentTable
from auzolan.house.rooms.learning.page_queries import UseOfMember
from auzolan.house.storage.models import rows_of


@dataclass(frozen=True, slots=True)
class Permission:
    """One purpose for one kind of rows, as a member has it now.

    Attributes:
        kind: the kind of rows.
        purpose: what they may or may not be used for.
        is_allowed: whether she allows it.
        since: the moment of her latest word, None where she never said anything.
        entry: the entry of that word.
        withdrawn_at: the entry by which she stopped all use, None where she did not.
        erase_by: the moment by which her rows are erased, 0 where nothing is to be erased.
        relied_on: the latest use that rested on it.
    """

    kind: str
    purpose: str
    is_allowed: bool
    since: int | None
    entry: int | None
    withdrawn_at: int | None
    erase_by: int
    relied_on: UseOfMember | None


def permissions_of(member: str, charter: Charter, uses: list[UseOfMember]) -> list[Permission]:
    """Every purpose for every kind, in the charter's order."""
    rows = rows_of(Consent, ConsentTable.objects.filter(member=member))
    by_kind = {row.kind: row for row in rows}
    latest = {one.use.purpose: one for one in uses}
    return [
        _permission(by_kind.get(kind), kind, (place, purpose), latest.get(purpose))
        for kind in charter.consent.kinds
        for place, purpose in enumerate(charter.consent.purposes)
    ]


def _permission(
    row: Consent | None, kind: str, bit: tuple[int, str], relied_on: UseOfMember | None
) -> Permission:
    place, purpose = bit
    if row is None:
        return Permission(kind, purpose, False, None, None, None, 0, relied_on)
    return Permission(
        kind, purpose, bool(row.mask >> place & 1), row.since, row.entry,
        row.withdrawn_at if row.withdrawn_at >= 0 else None, row.erase_by, relied_on,
    )  # fmt: skip
