"""Asking to join: a form that anybody can send, confirmed by a link before anybody reads it.

Whoever has an account or has asked already is told so by mail alone, so that the form tells nobody who
belongs. It takes nobody in.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from allauth.core.internal import ratelimit
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from auzolan.house.accounts import letters, people
from auzolan.house.accounts.forms import JoinForm
from auzolan.house.accounts.models import Application
from auzolan.house.accounts.saying_no import too_many
from auzolan.house.rooms.charter.page_queries import CoopRequest, versions

LINK_DAYS = 7
WAITING_MAX = 500
"""More than these are no crowd but a program; of those not confirmed, the oldest makes room."""
_SALT = "auzolan.house.accounts.join"
_BURSTS = {"join": "10/10m/ip"}
_DAY_S = 86_400


def join(request: CoopRequest) -> HttpResponse:
    """Show the form, and take it in."""
    version = versions()[0].version
    if request.method != "POST":
        form = JoinForm(initial={"language": get_language()})
        return render(request, "accounts/join.html", {"form": form, "version": version})
    if not ratelimit.consume(request, app="auzolan", action="join", config=_BURSTS):
        return too_many(request)
    form = JoinForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "version": version}
        return render(request, "accounts/join.html", context, status=422)
    if not form.cleaned_data["website"]:
        _ask(request, form.cleaned_data, version)
    return render(request, "accounts/join_sent.html", {"email": form.cleaned_data["email"]})


def confirm(request: HttpRequest, said: str) -> HttpResponse:
    """Show a button, and note when it is pressed that the address is hers."""
    found = _application(said)
    is_done = found is not None and (found.is_confirmed or request.method == "POST")
    if found is not None and is_done and not found.is_confirmed:
        found.is_confirmed = True
        found.save(update_fields=["is_confirmed"])
    context = {"found": found, "is_done": is_done}
    return render(request, "accounts/join_confirm.html", context, status=200 if found else 410)


def _ask(request: HttpRequest, said: dict[str, str], version: int) -> None:
    email, language = people.checked_address(said["email"]), said["language"]
    if (
        people.is_taken(email)
        or Application.objects.filter(email=email, is_confirmed=True).exists()
    ):
        letters.send("already_here", email, language)
        return
    if Application.objects.filter(is_confirmed=True).count() >= WAITING_MAX:
        return
    Application.objects.filter(email=email).delete()
    open_ones = Application.objects.filter(is_confirmed=False).order_by("-pk")
    too_old = list(open_ones.values_list("pk", flat=True)[WAITING_MAX - 1 :])
    Application.objects.filter(pk__in=too_old).delete()
    made = Application.objects.create(
        member=f"m-{secrets.token_hex(4)}", name=said["name"], email=email, why=said["why"],
        language=language, rules_version=version, asked_on=datetime.now(UTC).date(),
    )  # fmt: skip
    link = letters.address(
        "join_confirm", signing.dumps(made.member, salt=_SALT), language, request
    )
    letters.send("join_confirm", email, language, link=link)


def _application(said: str) -> Application | None:
    try:
        member = signing.loads(said, salt=_SALT, max_age=LINK_DAYS * _DAY_S)
    except signing.BadSignature:
        return None
    return Application.objects.filter(member=member).first()
