"""The two registers and the pictures over time, as pages and as files.

Who controls the data, who benefits from it, and how the co-operative grew. A visitor sees counts; sums of
money are shown to the world only where the members have opened their record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise

from auzolan.house.doors.access.guard import turned_away
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.portal.filters import day
from auzolan.house.doors.portal.open_pages import over_time as grown
from auzolan.house.doors.portal.open_pages.benefit_register import (
    benefit_sheet,
    benefits_of,
    hundred_sheet,
)
from auzolan.house.doors.portal.open_pages.control_register import (
    control_sheet,
    kinds_of,
    sets_before,
    strikes,
)
from auzolan.house.doors.portal.open_pages.open_words import (
    PLOTS,
)
from auzolan.house.doors.portal.open_pages.sheets import Sheet, sheet_file
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly.titles_on_pages import titles_for
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.rooms.treasury.page_queries import of_every_hundred, periods
from auzolan.house.rooms.treasury.period_money import PeriodMoney, moneys_of

PAGE_SETS = 20
FILE_SETS = 1_000
MONEY = ("money", "hundred")
"""Series that say how much money moved: shown as the page of the money is."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One small picture: a single series, named beside it, with what it says in words.

    Attributes:
        name: names its colour and its words.
        title: of the series.
        columns: what is drawn.
        first, last: what stands under its ends.
        values: first, last and greatest value, as the text beside the picture says them.
        currency: what its values are counted in; empty for people and things.
    """

    name: str
    title: str | Promise
    columns: Sequence[grown.Column]
    first: str
    last: str
    values: tuple[int, int, int]
    currency: str = ""


def control(request: CoopRequest) -> HttpResponse:
    """Who decides what about each data set."""
    before = number_asked(request, "before")
    sets = sets_before(before, limit=PAGE_SETS + 1)
    shown = sets[:PAGE_SETS]
    context = {
        "kinds": kinds_of(request.coop.charter),
        "sets": shown,
        "titles": titles_for(request, (line.decision for one in shown for line in one.lines)),
        "strikes": strikes(system_ports().clock()),
        "older": shown[-1].snapshot.entry if len(sets) > PAGE_SETS else None,
        "is_first": before is None,
    }
    return render(request, "open/control.html", context)


def control_file(request: CoopRequest, kind: str) -> HttpResponseBase:
    """The control register as a file, the newest thousand data sets."""
    before = number_asked(request, "before")
    return sheet_file(control_sheet(sets_before(before, limit=FILE_SETS)), kind)


def benefit(request: CoopRequest) -> HttpResponse:
    """Who was paid out of each period's income."""
    found = benefits_of(request.coop.charter)
    context = {"periods": found, "least": request.coop.charter.labour.group_public_min}
    return render(request, "open/benefit.html", context)


def benefit_file(request: CoopRequest, kind: str) -> HttpResponseBase:
    """The benefit register as a file."""
    return sheet_file(benefit_sheet(benefits_of(request.coop.charter)), kind)


def over_time(request: CoopRequest) -> HttpResponse:
    """People, models and votes over time, and money where this visit may see it."""
    people, models, votes = grown.people(), grown.models(), grown.turnouts()
    moneys = _moneys() if _may_see_money(request) else []
    context = {
        "people": people,
        "models": models,
        "votes": votes,
        "titles": titles_for(request, (one.proposal for one in votes)),
        "moneys": moneys,
        "hundreds": [(one, of_every_hundred(one)) for one in moneys if of_every_hundred(one)],
        "sees_money": _may_see_money(request),
        "people_plots": [_of_quarters("people", people)] if people else [],
        "model_plots": [_of_quarters("models", models)] if models else [],
        "vote_plots": [_of_votes(votes)] if votes else [],
        "money_plots": _of_money(moneys, request.coop.charter.currency),
    }
    return render(request, "open/over_time.html", context)


def over_time_file(request: CoopRequest, series: str, kind: str) -> HttpResponseBase:
    """One series as a file.

    Raises:
        Http404: there is no such series.
    """
    if series in MONEY and not _may_see_money(request):
        return turned_away(request, "see:money")
    return sheet_file(_sheet(series), kind)


def _sheet(series: str) -> Sheet:
    if series == "people":
        return grown.quarters_sheet(series, grown.people())
    if series == "models":
        return grown.quarters_sheet(series, grown.models())
    if series == "votes":
        return grown.turnout_sheet(grown.turnouts())
    if series == "money":
        return grown.money_sheet(_moneys())
    if series == "hundred":
        return hundred_sheet(_moneys())
    raise Http404


def _moneys() -> list[PeriodMoney]:
    """The money of the newest periods in which any moved, oldest of them first."""
    found = moneys_of(periods()[: grown.PERIODS_MAX])
    return [one for one in reversed(found) if one.income_cents or one.spent_cents]


def _may_see_money(request: CoopRequest) -> bool:
    return request.visit.may("see:money") is not Relation.NEVER


def _of_quarters(name: str, found: Sequence[grown.AtQuarter]) -> Plot:
    values = [one.total for one in found]
    return _plot(name, values, found[0].quarter, found[-1].quarter)


def _of_votes(found: Sequence[grown.Turnout]) -> Plot:
    shares = [one.voted * 100 // one.roll if one.roll else 0 for one in found]
    return _plot("votes", shares, day(found[0].ends_at), day(found[-1].ends_at), most=100)


def _of_money(found: Sequence[PeriodMoney], currency: str) -> list[Plot]:
    """Four series side by side on one scale, so that they can be compared."""
    if not found:
        return []
    series = {
        "income": [one.income_cents for one in found],
        "work": [one.wages_cents for one in found],
        "result": [one.result_cents for one in found],
        "cash": [one.plan.cash_cents if one.plan else 0 for one in found],
    }
    most = max(max(values) for values in series.values())
    ends = found[0].period.period, found[-1].period.period
    return [
        _plot(name, values, *ends, most=most, currency=currency) for name, values in series.items()
    ]


def _plot(
    name: str, values: Sequence[int], first: str, last: str, *, most: int | None = None,
    currency: str = "",
) -> Plot:  # fmt: skip
    columns = grown.columns_of(values, most)
    said = (values[0], values[-1], max(values))
    return Plot(name, PLOTS[name], columns, first, last, said, currency)
