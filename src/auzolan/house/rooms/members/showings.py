"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.books import Scalar
from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.members.queries import MemberLine, MemberPage, member_page, members_from
from auzolan.house.storage.reader import Reader


def _members(
    reader: Reader, who: Who, *, after: tuple[Scalar, ...], limit: int
) -> Sequence[MemberLine]:
    return members_from(reader, str(after[0]) if after else "", limit=limit)


def _member(reader: Reader, who: Who, member: str) -> MemberPage | None:
    return member_page(reader, member)


SHOWINGS: tuple[Showing, ...] = (
    Showing("members.list", "members", MemberLine, _members, key="member", seeks=True),
    Showing("members.one", "members/{member}", MemberPage, _member, about="member"),
)
