"""The pages of notices: what somebody has been told, and how she wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from auzolan.house.notices.kinds import KINDS, How
from auzolan.house.notices.mailing import sentence
from auzolan.house.notices.models import Choice, Notice
from auzolan.house.notices.unread import notices_of, unread_of
from auzolan.house.notices.words import HOW_NAMES, KIND_NAMES
from auzolan.house.rooms.charter.page_queries import CoopRequest

LISTED_MAX = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the page shows it."""

    notice: Notice
    says: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind, with the ways to be told of it, and the one that holds."""

    kind: str
    name: str | Promise
    ways: tuple[tuple[str, str | Promise], ...]
    chosen: str


def notices(request: CoopRequest) -> HttpResponse:
    """What she has been told, newest first; sending the form marks all as read."""
    mine = notices_of(request)
    if request.method == "POST":
        mine.filter(is_read=False).update(is_read=True)
        return HttpResponseRedirect(reverse("notices"))
    before = request.GET.get("before", "")
    found = mine.filter(pk__lt=int(before)) if before.isdigit() and len(before) < 19 else mine
    rows = list(found[: LISTED_MAX + 1])
    lines = [Line(one, sentence(one), address_of(one)) for one in rows[:LISTED_MAX]]
    more = rows[LISTED_MAX - 1].pk if len(rows) > LISTED_MAX else None
    context = {"lines": lines, "more": more, "unread": unread_of(request)}
    return render(request, "notices/notices.html", context)


def choices(request: CoopRequest) -> HttpResponse:
    """How she wants to be told of each kind of thing."""
    member, party = request.visit.member, request.visit.party if not request.visit.member else ""
    if request.method == "POST":
        _keep(member, party, request.POST.dict())
        return HttpResponseRedirect(f"{reverse('notice_choices')}?kept=1")
    chosen = {one.kind: one.how for one in Choice.objects.filter(member=member, party=party)}
    asked = [_asked(kind, chosen) for kind in KINDS]
    context = {"asked": asked, "is_kept": "kept" in request.GET}
    return render(request, "notices/choices.html", context)


def address_of(notice: Notice) -> str:
    """Where more is told; empty where nowhere any more."""
    name, *args = notice.page.split("|")
    if not name:
        return ""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def ways_of(kind: str) -> tuple[str, ...]:
    """How one can be told of a kind of thing."""
    return tuple(str(how) for how in How if how is not How.OFF or KINDS[kind].can_be_off)


def _asked(kind: str, chosen: Mapping[str, str]) -> Asked:
    ways = tuple((how, HOW_NAMES[how]) for how in ways_of(kind))
    return Asked(kind, KIND_NAMES[kind], ways, chosen.get(kind, str(KINDS[kind].how)))


def _keep(member: str, party: str, typed: Mapping[str, str]) -> None:
    """Keep what is one of the ways; what nobody offered is left out."""
    for kind in KINDS:
        if typed.get(kind) in ways_of(kind):
            Choice.objects.update_or_create(
                member=member, party=party, kind=kind, defaults={"how": typed[kind]}
            )
