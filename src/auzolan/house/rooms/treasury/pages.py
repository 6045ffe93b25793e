"""The page of the common money: each period, the accounts, and every movement with its entry."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.record.page_queries import moments_of
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.rooms.treasury import page_queries as treasury

PAGE_MOVEMENTS = 60


def money(request: CoopRequest) -> HttpResponse:
    """Periods, accounts and movements of the general ledger, which is open to all."""
    before = number_asked(request, "before")
    postings = treasury.postings_before(before, limit=PAGE_MOVEMENTS)
    moments = moments_of(one.entry for one in postings)
    last = postings[-1].entry if postings else 0
    context = {
        "periods": [treasury.money_of(period) for period in treasury.periods()],
        "accounts": treasury.accounts(),
        "postings": [(one, moments.get(one.entry, 0)) for one in postings],
        "older": last if last > treasury.first_posting() else None,
        "is_first": before is None,
    }
    return render(request, "treasury/money.html", context)
