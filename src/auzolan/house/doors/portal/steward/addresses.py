"""The addresses of the pages for the offices; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.doors.portal.steward import pages

ADDRESSES = [
    shown("steward/", pages.steward, "steward"),
    shown("steward/close/", pages.closings, "closings"),
    shown("steward/close/<str:period>/", pages.closing_page, "closing"),
    shown("steward/money/", pages.money, "steward_money"),
    shown("steward/data/", pages.data, "steward_data"),
    shown("steward/work/", pages.work, "steward_work"),
    shown("steward/companies/", pages.licences, "steward_licences"),
    shown("steward/companies/<int:number>/", pages.answer_company, "answer_company", takes=True),
    shown("health/", pages.health, "health"),
    shown("payouts/<str:name>/bank-file.xml", pages.bank_file, "bank_file"),
]
