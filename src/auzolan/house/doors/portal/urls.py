"""Which address shows which page, in three languages; and which pages wait for people to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import path

from auzolan.house.doors.portal import pages as portal
from auzolan.house.rooms.assembly import pages as assembly
from auzolan.house.rooms.charter import pages as charter
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent import pages as consent
from auzolan.house.rooms.labour import pages as labour
from auzolan.house.rooms.labour.statements import impact_page
from auzolan.house.rooms.learning import pages as learning
from auzolan.house.rooms.members import pages as members
from auzolan.house.rooms.record import pages as record
from auzolan.house.rooms.treasury import pages as treasury
from auzolan.house.rooms.valuation import pages as valuation

Page = Callable[..., HttpResponse]


def of_persons(page: Page) -> Page:
    """Serve a page about persons in a demo only: nobody can sign in yet."""

    @wraps(page)
    def guarded(request: CoopRequest, **named: str) -> HttpResponse:
        return page(request, **named) if request.coop.is_demo else portal.members_only(request)

    return guarded


urlpatterns = i18n_patterns(
    path("", portal.front, name="front"),
    path("members/", of_persons(members.listing), name="members"),
    path("members/<str:member>/", of_persons(members.statement), name="statement"),
    path("members/<str:member>/whole/", of_persons(treasury.whole_statement), name="whole"),
    path("members/<str:member>/work/", of_persons(labour.own_work), name="own_work"),
    path("members/<str:member>/worth/", of_persons(valuation.worth), name="worth"),
    path("members/<str:member>/consent/", of_persons(consent.consents), name="consent"),
    path(
        "members/<str:member>/receipts/<int:entry>.jsonld",
        of_persons(consent.receipt_file),
        name="receipt_file",
    ),
    path("rights/", consent.rights, name="rights"),
    path("work/", labour.work, name="work"),
    path("labour/<str:name>.json", impact_page.impact_file, name="impact_file"),
    path("labour/<str:name>/", impact_page.impact, name="impact"),
    path("models/<str:name>/", learning.model, name="model"),
    path("money/", treasury.money, name="money"),
    path("payouts/", treasury.payouts, name="payouts"),
    path("payouts/<str:name>/", treasury.payout, name="payout"),
    path("decisions/", assembly.listing, name="decisions"),
    path("decisions/<str:name>/", assembly.proposal, name="proposal"),
    path("rules/", charter.rules, name="rules"),
    path("rules/<int:version>/", charter.version_changes, name="rules_changes"),
    path("record/", record.entries, name="record"),
    path("record/<int:seq>/", record.entry, name="entry"),
    path("record/<int:seq>.json", record.entry_file, name="entry_file"),
    path("record/<int:seq>.tlog-proof", record.proof_file, name="proof_file"),
)

handler404 = portal.not_found
handler500 = portal.went_wrong
