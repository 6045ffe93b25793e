"""The report of a period on one page: people, data, models, votes, money, promises, and how to check it.

Counts and sums of the whole, each with its entry. It holds no person's figure, and nothing that is not
in the books: what the co-operative wants to say about itself has its place elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count, Max, Sum
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from auzolan.assembly.state import CERTIFIED, TALLIED, Poll
from auzolan.house.doors.portal.open_pages.benefit_register import PeriodBenefits, benefits_of
from auzolan.house.doors.portal.open_pages.open_words import TOLD
from auzolan.house.doors.portal.open_pages.sheets import JSON, Cell, Sheet, sheet_file
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly.tables import PollTable
from auzolan.house.rooms.assembly.titles_on_pages import titles_for
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.duty_page_queries import overdue_total
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.record.page_queries import entries_total, moments_of, published
from auzolan.house.rooms.record.tables import RecordEntry
from auzolan.house.rooms.treasury.page_queries import of_every_hundred, periods
from auzolan.house.rooms.treasury.tables import LeaverTable
from auzolan.house.storage.models import rows_of
from auzolan.treasury.state import Period

VOTES_MAX = 50
_ACTS = MappingProxyType(
    {
        "joined": "members.admit/1", "data_sets": "learning.seal/1", "uses": "learning.use/1",
        "models": "learning.train/1", "licences": "licensing.grant/1",
        "withdrawals": "consent.withdraw/1",
    }
)  # fmt: skip
"""What is counted by its entries, since each of these acts brings one of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One count of a report: what, how many, how many of them in all, and the last entry of it."""

    name: str
    number: int
    entry: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """From which entry to which a period ran; `until` is the head while it is open."""

    begin: int
    until: int
    from_at: int | None
    until_at: int | None


def reports(request: CoopRequest) -> HttpResponse:
    """All periods, each with its report."""
    return render(request, "open/reports.html", {"periods": periods()})


def report(request: CoopRequest, period: str) -> HttpResponse:
    """The report of one period.

    Raises:
        Http404: there is no such period.
    """
    benefits = _benefits(request, period)
    span = span_of(benefits.money.period)
    votes = votes_in(span)
    context = {
        "period": benefits.money.period,
        "span": span,
        "counts": counts_in(span),
        "votes": votes,
        "titles": titles_for(request, (one.proposal for one in votes)),
        "benefits": benefits,
        "hundred": of_every_hundred(benefits.money),
        "overdue": overdue_total(system_ports().clock()),
        "least": request.coop.charter.labour.group_public_min,
        "published": published(request.coop.folder),
    }
    return render(request, "open/report.html", context)


def report_file(request: CoopRequest, period: str) -> HttpResponseBase:
    """The same as JSON.

    Raises:
        Http404: there is no such period.
    """
    benefits = _benefits(request, period)
    span = span_of(benefits.money.period)
    rows: list[Sequence[Cell]] = [
        ("count", one.name, one.number, one.entry) for one in counts_in(span)
    ]
    rows += [("vote", one.proposal, one.voted, one.entry) for one in votes_in(span)]
    rows += [
        (f"money.{one.group}", "+".join(one.lines), one.cents, one.entry)
        for one in benefits.benefits
    ]
    rows.append(("money", "income", benefits.money.income_cents, benefits.money.income_entry))
    head = published(request.coop.folder)
    about = (
        ("co_operative", request.coop.origin), ("period", period),
        ("currency", request.coop.charter.currency),
        ("entries", head.checkpoint.size if head else 0),
        ("root", head.checkpoint.root.hex() if head else ""),
    )  # fmt: skip
    sheet = Sheet(f"report-{period}", ("part", "name", "number", "entry"), rows, about)
    return sheet_file(sheet, JSON)


def span_of(period: Period) -> Span:
    """The entries of a period: from the one that opened it to the one that closed it, or the last."""
    until = period.closed if period.closed >= 0 else entries_total() - 1
    moments = moments_of((period.opened, until))
    ended = moments.get(until) if period.closed >= 0 else None
    return Span(period.opened, until, moments.get(period.opened), ended)


def counts_in(span: Span) -> list[Told]:
    """What came and went between two entries."""
    entries = RecordEntry.objects.filter(
        act__in=sorted(_ACTS.values()), seq__gte=span.begin, seq__lte=span.until
    )
    acts = {
        act: (number, last)
        for act, number, last in entries.values_list("act").annotate(
            n=Count("seq"), last=Max("seq")
        )
    }
    within = {"entry__gte": span.begin, "entry__lte": span.until}
    left = LeaverTable.objects.filter(**within).aggregate(n=Count("*"), last=Max("entry"))
    given = BatchTable.objects.filter(**within).aggregate(n=Sum("rows"), last=Max("entry"))
    others = {"left": (left["n"], left["last"]), "rows": (given["n"] or 0, given["last"])}
    return [
        Told(name, *(others[name] if name in others else acts.get(_ACTS[name], (0, None))))
        for name in TOLD
    ]


def votes_in(span: Span) -> list[Poll]:
    """The votes that were counted between two entries, in order, at most fifty."""
    found = PollTable.objects.filter(
        state__in=(TALLIED, CERTIFIED), entry__gte=span.begin, entry__lte=span.until
    )
    return rows_of(Poll, found.order_by("entry")[:VOTES_MAX])


def _benefits(request: CoopRequest, period: str) -> PeriodBenefits:
    found = benefits_of(request.coop.charter, period)
    if not found:
        raise Http404
    return found[0]
