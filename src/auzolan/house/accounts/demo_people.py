"""In a demo everybody may be anybody: its people are made up, and so is all that is theirs."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.house.accounts.models import Person
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import member_of

PEOPLE_SHOWN = ("m001", "m002", "m003", "m010", "m017")


def be(request: CoopRequest) -> HttpResponse:
    """Be one of the made-up people; in a real co-operative there is no such page.

    Raises:
        Http404: this is no demo, or there is no such member.
    """
    if not request.coop.is_demo:
        raise Http404
    if request.method != "POST":
        found = [row for one in PEOPLE_SHOWN if (row := member_of(one)) is not None]
        return render(request, "accounts/be.html", {"people": found})
    member = request.POST.get("member", "").strip()
    if member_of(member) is None:
        raise Http404
    person = Person.of_member(member) or Person.objects.create_user(
        f"{member}@demo.invalid", member=member
    )
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(reverse("home"))
