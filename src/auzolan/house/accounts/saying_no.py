"""How the portal says no around signing in: too many tries, and a form from somewhere else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts.security_log import (
    CSRF_REFUSED,
    DENIED,
    FOREIGN_ORIGIN,
    RATE_LIMITED,
    note,
)

WAIT_S = 600
"""The longest time over which tries are counted; see `ACCOUNT_RATE_LIMITS`."""


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries: say when to come back."""
    return _come_back(request, WAIT_S)


def too_many_forms(request: HttpRequest, wait_s: int) -> HttpResponse:
    """Too many forms of one account in a minute: say when to come back."""
    return _come_back(request, wait_s)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that this portal did not show to this browser: nothing was done."""
    is_foreign = reason.startswith(("Origin checking failed", "Referer checking failed"))
    note(request, FOREIGN_ORIGIN if is_foreign else CSRF_REFUSED)
    return render(request, "accounts/form_refused.html", {"is_foreign": is_foreign}, status=403)


def _come_back(request: HttpRequest, wait_s: int) -> HttpResponse:
    note(request, RATE_LIMITED)
    answer = render(request, "accounts/too_many.html", {"minutes": -(-wait_s // 60)}, status=429)
    answer["Retry-After"] = str(wait_s)
    return answer


def not_open(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the library of sign-in does not open to somebody: said as the portal says no elsewhere."""
    from auzolan.house.doors.portal.pages import no_access

    note(request, DENIED)
    return no_access(
        request,
        Refusal(
            "access.not_yours", "house, access", "This way of showing that it is you is not open to you.",
            "Open your settings, and look at how you sign in.",
        ),
    )  # fmt: skip
