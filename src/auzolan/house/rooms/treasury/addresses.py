"""The addresses of the pages on money; who may see them says the matrix."""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.rooms.treasury import own_pages, pages, simulator_page

ADDRESSES = [
    shown("money/", pages.money, "money"),
    shown("payouts/", pages.payouts, "payouts"),
    shown("payouts/<str:name>/", pages.payout, "payout"),
    shown("members/<str:member>/whole/", pages.whole_statement, "whole", about="member"),
    shown("members/<str:member>/money/", own_pages.own_money, "own_money", about="member"),
    shown(
        "members/<str:member>/statement.<str:form>",
        own_pages.statement_file,
        "statement_file",
        about="member",
    ),
    shown("simulate/", simulator_page.simulate, "simulate"),
]
