"""In a demo everybody may be anybody: its people are made up, and so is all that is theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.house.accounts.models import Person
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.charter.tables import MandateTable
from auzolan.house.rooms.members.page_queries import member_of, members_named, names_of
from auzolan.members.state import Member

PEOPLE_SHOWN = ("m001", "m018", "m017")
"""Members without an office: one who gives data, one who also works, one who has withdrawn."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody to be: the member, her name, and the offices that she holds."""

    row: Member
    name: str
    offices: tuple[str, ...]


def be(request: CoopRequest) -> HttpResponse:
    """Be one of the made-up people; in a real co-operative there is no such page.

    Raises:
        Http404: this is no demo, or there is no such member.
    """
    if not request.coop.is_demo:
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/be.html", {"people": _people(request)})
    member = request.POST.get("member", "").strip()
    if member_of(member) is None:
        raise Http404
    person = Person.of_member(member) or Person.objects.create_user(
        f"{member}@demo.invalid", member=member
    )
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(reverse("home"))


def _people(request: CoopRequest) -> list[MadeUp]:
    """Some members, and everybody who holds an office, each with what she holds."""
    held: dict[str, list[str]] = {one: [] for one in PEOPLE_SHOWN}
    live = MandateTable.objects.filter(subject="", spent=0).order_by("holder", "power")
    for holder, office in live.values_list("holder", "power"):
        held.setdefault(holder, []).append(office)
    rows = {one.member: one for one in members_named(held)}
    names = names_of(request.coop.folder, list(rows.values()))
    return [
        MadeUp(rows[one], names.get(one, one), tuple(offices))
        for one, offices in held.items()
        if one in rows
    ]
