"""The portal's own pages: the co-operative at one look, and how the portal says no."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from auzolan.foundation.refusals import Refusal
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly.page_queries import newest_proposals
from auzolan.house.rooms.assembly.pages import decisions
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.duty_page_queries import overdue_total
from auzolan.house.rooms.contributions.page_queries import rows_total
from auzolan.house.rooms.learning.page_queries import models
from auzolan.house.rooms.members.page_queries import members_total
from auzolan.house.rooms.record.page_queries import entries_total, published
from auzolan.house.rooms.treasury.page_queries import latest_money, of_every_hundred, periods

DECISIONS_SHOWN, MODELS_SHOWN = 5, 12


def front(request: CoopRequest) -> HttpResponse:
    """People, rows, models, money, decisions, and the head of the record."""
    money = latest_money(periods())
    newest = models(MODELS_SHOWN + 1)
    context = {
        "people": members_total(),
        "rows": rows_total(),
        "models": newest[:MODELS_SHOWN],
        "are_more_models": len(newest) > MODELS_SHOWN,
        "overdue": overdue_total(system_ports().clock()),
        "money": money,
        "hundred": of_every_hundred(money) if money is not None else [],
        "decisions": decisions(
            request.coop, newest_proposals(DECISIONS_SHOWN), visit=request.visit
        ),
        "entries": entries_total(),
        "published": published(request.coop.folder),
    }
    return render(request, "portal/front.html", context)


def no_access(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What belongs to somebody else is not shown: why, and what can be done now."""
    return render(request, "portal/no_access.html", {"refusal": refusal}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page: say so, and name the places that there are."""
    return render(request, "portal/not_found.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """The portal failed, or the books cannot be read: nothing was changed, and here is what helps."""
    return render(request, "portal/went_wrong.html", status=500)


def cannot_read(request: HttpRequest) -> HttpResponse:
    """The books cannot be read now, or nothing has been founded in this folder."""
    return render(request, "portal/went_wrong.html", status=503)
