"""The addresses of the pages for companies; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.doors.portal.licensee import pages

ADDRESSES = [
    shown("catalogue/", pages.catalogue, "catalogue"),
    shown("companies/<str:party>/", pages.company, "company", party="party"),
    shown("companies/<str:party>/ask/", pages.ask, "company_ask", party="party", takes=True),
    shown(
        "companies/<str:party>/deletions/",
        pages.deletions,
        "company_deletions",
        party="party",
        takes=True,
    ),
    shown(
        "companies/<str:party>/licences/<str:name>/",
        pages.licence,
        "company_licence",
        party="party",
    ),
    shown(
        "companies/<str:party>/licences/<str:name>/yes/",
        pages.say_yes,
        "company_yes",
        party="party",
        takes=True,
    ),
    shown(
        "companies/<str:party>/licences/<str:name>/key/",
        pages.key,
        "company_key",
        party="party",
        takes=True,
    ),
    shown(
        "companies/<str:party>/invoices/<str:name>/",
        pages.invoice,
        "company_invoice",
        party="party",
    ),
    shown(
        "companies/<str:party>/invoices/<str:name>/<str:form>/",
        pages.invoice_file,
        "company_invoice_file",
        party="party",
    ),
]
