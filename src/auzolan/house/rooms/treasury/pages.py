"""The pages of the common money and of payouts, and a member's whole statement on one page.

A payout's page shows what belongs to all; what one person is paid stands in her own statement.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.assembly.titles_on_pages import titles_for
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.people_on_pages import names_for
from auzolan.house.rooms.record.page_queries import moments_of
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.rooms.treasury import page_queries as treasury
from auzolan.house.rooms.treasury.payout_reading import payout_page
from auzolan.house.rooms.treasury.payout_reading import payouts as all_payouts
from auzolan.house.rooms.treasury.period_money import moneys_of
from auzolan.house.rooms.treasury.statement_outline import outline_of
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.storage.reader import reader_of

PAGE_MOVEMENTS = 24


def money(request: CoopRequest) -> HttpResponse:
    """Periods, accounts and movements of the general ledger, which is open to all."""
    before = number_asked(request, "before")
    postings = treasury.postings_before(before, limit=PAGE_MOVEMENTS)
    moments = moments_of(one.entry for one in postings)
    last = postings[-1].entry if postings else 0
    context = {
        "periods": moneys_of(treasury.periods()),
        "accounts": treasury.accounts(),
        "postings": [(one, moments.get(one.entry, 0)) for one in postings],
        "older": last if last > treasury.first_posting() else None,
        "is_first": before is None,
    }
    return render(request, "treasury/money.html", context)


def payouts(request: CoopRequest) -> HttpResponse:
    """All payouts with how far each has come; it names nobody who is paid."""
    with reader_of(request.coop.folder) as reader:
        found = all_payouts(reader)
    return render(request, "treasury/payouts.html", {"payouts": found})


def payout(request: CoopRequest, name: str) -> HttpResponse:
    """One payout: its state in plain words, and each step with its entry.

    Raises:
        Http404: there is none of this id.
    """
    with reader_of(request.coop.folder) as reader:
        found = payout_page(reader, name)
    if found is None:
        raise Http404
    names = names_for(request, [found.by, *(step.actor for step in found.steps)])
    return render(request, "treasury/payout.html", {"found": found, "names": names})


def whole_statement(request: CoopRequest, member: str) -> HttpResponse:
    """All that a member's statement says, to read, to print and to check.

    Raises:
        Http404: there is no such member.
    """
    with reader_of(request.coop.folder) as reader:
        found = member_statement(reader, member)
    if found is None:
        raise Http404
    names = names_for(request, (who for year in found.years for who in year.objection.to))
    votes = (year.vote.proposal for year in found.years if year.vote is not None)
    titles = titles_for(request, votes)
    context = {
        "found": found,
        "shown_name": found.name or found.member,
        "sections": outline_of(found, names, titles),
    }
    return render(request, "treasury/whole_statement.html", context)
