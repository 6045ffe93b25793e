"""Where somebody who has signed in begins: what is hers, what is new, and what waits for her.

Who is no member begins at the page of the co-operative. The day of a visit is kept in the session, so
that the next one can say what has happened since; never its time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.portal.home_queries import (
    in_one_line,
    open_polls,
    own_of,
    own_rows,
    titled,
    todos_of,
)
from auzolan.house.notices.mailing import sentence
from auzolan.house.notices.pages import address_of
from auzolan.house.notices.unread import notices_of
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.page_queries import permissions_from
from auzolan.house.rooms.learning.page_queries import uses_of_member
from auzolan.house.rooms.members.page_queries import happenings_of
from auzolan.house.rooms.record.page_queries import words_of
from auzolan.house.rooms.treasury import page_queries as treasury
from auzolan.treasury.accounts import PAYING

NEWS_MAX, TOLD_MAX, SWITCHES_MAX = 6, 3, 6
TOLD_SURE = 20
_DAY, _SINCE, _SEEN = "day", "since", "seen_before"


def home(request: CoopRequest) -> HttpResponse:
    """Where a member begins; others see the co-operative."""
    from auzolan.house.doors.portal.pages import front

    visit = request.visit
    row = visit.row
    if row is None and visit.party:
        return HttpResponseRedirect(reverse("company", args=[visit.party]))
    if row is None:
        return front(request)
    member, at = row.member, system_ports().clock()
    uses, asked_for = uses_of_member(member), own_rows(member)
    batches = sorted(asked_for.of(Batch), key=lambda one: one.entry)
    movements, holdings = treasury.money_of(member, asked_for)
    is_paid = any(one.group == PAYING and one.amount for one in holdings)
    own = own_of(holdings, treasury.payments_of(member) if is_paid else ())
    permissions = permissions_from(asked_for.of(Consent), request.coop.charter, uses)
    said = in_one_line(permissions)
    rows = sum(one.rows for one in batches if one.erased_at < 0)
    since, unread = day_before(request), list(notices_of(request).filter(is_read=False)[:TOLD_SURE])
    if len(unread) < TOLD_SURE:
        request.unread = len(unread)  # the head of the page need not count them again
    news = happenings_of(row, batches, uses, movements)
    fresh = [one for one in news if since and one.at >= moment_from_iso(since)]
    polls = open_polls(at)
    # One look into the vault for all words of the page.
    words = words_of(request.coop.folder, [row.entry, *(entry for _poll, entry in polls)])
    context = {
        "member": row,
        "name": words.get((row.entry, "name"), ""),
        "own": own,
        "since": since,
        "is_fresh": bool(fresh),
        "happenings": (fresh or news)[:NEWS_MAX],
        "fresh_total": len(fresh),
        "polls": titled(polls, words, at),
        "todos": todos_of(request.coop, member, at, own=own, said=said, batches=len(batches)),
        "said": said,
        "permissions": permissions[:SWITCHES_MAX],
        "told": [(sentence(one), address_of(one)) for one in unread[:TOLD_MAX]],
        "rows": rows,
    }
    return render(request, "portal/home.html", context)


def day_before(request: CoopRequest) -> str:
    """The day of the visit before this day's, as 2026-03-05; empty at the first."""
    today = datetime.now(UTC).date().isoformat()
    kept = request.session
    if kept.get(_DAY) != today:
        kept[_SINCE] = kept.get(_DAY) or kept.get(_SEEN, "")
        kept[_DAY] = today
    return str(kept.get(_SINCE) or "")
