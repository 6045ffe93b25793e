"""The page of one model: its card, and where it stands today. It names nobody whose rows are in it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.learning.card import card_now
from auzolan.house.rooms.members.people_on_pages import names_for
from auzolan.house.storage.reader import reader_of


def model(request: CoopRequest, name: str) -> HttpResponse:
    """What a model was made from, by whose leave, how it answers, and where its limits are.

    Raises:
        Http404: there is no such model.
    """
    with reader_of(request.coop.folder) as reader:
        found = card_now(reader, name, system_ports().clock())
    if found is None:
        raise Http404
    whole, groups = found.card.answers[:1], found.card.answers[1:]
    context = {
        "found": found, "card": found.card, "whole": whole[0] if whole else None,
        "groups": groups, "tier": str(found.card.making.tier),
        "names": names_for(request, [found.card.making.trained_by]),
    }  # fmt: skip
    return render(request, "learning/model.html", context)
