"""Whose notices these are, and how many are unread; asked for on every page, so it is one search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from auzolan.house.rooms.charter.page_queries import CoopRequest

if TYPE_CHECKING:
    from auzolan.house.notices.models import Notice


def notices_of(request: CoopRequest) -> QuerySet[Notice]:
    """Everything that this visitor has been told."""
    from auzolan.house.notices.models import Notice

    visit = request.visit
    if visit.member:
        return Notice.objects.filter(member=visit.member)
    if visit.party:
        return Notice.objects.filter(party=visit.party, member="")
    return Notice.objects.none()


def unread_of(request: CoopRequest) -> int:
    """How many of them she has not read."""
    known: int | None = getattr(request, "unread", None)
    return known if known is not None else notices_of(request).filter(is_read=False).count()
