"""Slowing down whoever sends forms faster than people do.

It counts in memory, so that no table says who sent when; each process counts for itself. Signing in, asking to
join and the door for programs have limits of their own.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from auzolan.house.accounts.saying_no import too_many_forms
from auzolan.house.doors.api.rate import Rate
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest

FORMS_A_MINUTE = 300
"""Five a second: nobody clicks so fast, and a page with many buttons still works."""
RATE = Rate(FORMS_A_MINUTE)
_OF_PROGRAMS = "/api/"


class Forms:
    """Counts the forms of each account, around every page."""

    def __init__(self, get_response: Callable[[CoopRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: CoopRequest) -> HttpResponse:
        """Answer one request."""
        person = request.visit.person
        if request.method != "POST" or person is None or request.path.startswith(_OF_PROGRAMS):
            return self._get_response(request)
        wait_s = RATE.wait_s(f"forms {person.pk}", system_ports().clock())
        return too_many_forms(request, wait_s) if wait_s else self._get_response(request)
