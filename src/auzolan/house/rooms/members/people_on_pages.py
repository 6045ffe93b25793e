"""What members are called on a page: by name where the reader may know it, else as `member m008`.

Names are personal data: they come from the vault at each look, and nothing keeps them. It does not say
who may see a page, nor which members are on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from auzolan.house.doors.access.matrix import Role
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import members_named, names_of

if TYPE_CHECKING:
    from auzolan.house.doors.access.visit import Visit

_READERS = frozenset({Role.DEMO, Role.CONTRIBUTOR, Role.MEMBER})


def may_read_texts(visit: Visit) -> bool:
    """Whether names and what members wrote are shown: to everybody who belongs or belonged."""
    return bool(visit.belonging & _READERS)


def names_for(request: CoopRequest, members: Iterable[str]) -> dict[str, str]:
    """The names of members for whoever reads a page, as far as there are such; none for the world.

    Args:
        request: the page that is asked for.
        members: ids; empty ones and those of nobody are passed over.
    """
    wanted = {one for one in members if one}
    if not wanted or not may_read_texts(request.visit):
        return {}
    return names_of(request.coop.folder, members_named(wanted))


def called(member: str, names: Mapping[str, str]) -> str:
    """What a page calls a member: her name, or who she is without it; empty for nobody."""
    if not member:
        return ""
    return names.get(member) or _("member %s") % member
