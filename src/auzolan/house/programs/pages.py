"""One's own programs: keys with which they come in, and addresses that are told of entries.

Everything here is one's own; for the keys of others there is no page. A key and a secret are shown once,
in the answer to the form that made them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from auzolan.house.accounts import security_log
from auzolan.house.accounts.models import Person
from auzolan.house.doors.access.matrix import Relation, matrix
from auzolan.house.doors.portal.doing_words import doing_words
from auzolan.house.doors.portal.filters import word
from auzolan.house.doors.portal.program_words import (
    EVERYTHING,
    FAULTS,
    PROBLEMS,
    PROPOSALS,
    ROOMS,
    SCOPES,
    STATES,
)
from auzolan.house.programs import deliveries, endpoints, keys
from auzolan.house.programs.models import Delivery, Endpoint
from auzolan.house.rooms.charter.page_queries import CoopRequest

DELIVERIES_SHOWN = 20
DAYS_OFFERED = (30, 90, 365)
_DIGITS_MAX = 15


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that a key can be made for."""

    value: str
    name: str | Promise
    is_chosen: bool = False


def listing(request: CoopRequest) -> HttpResponse:
    """Keys and addresses of one's own; takes back, stops, removes, sends again."""
    owner = _owner(request)
    if request.method == "POST":
        _done(owner, request)
        return HttpResponseRedirect(reverse("programs"))
    places = [
        (one, [(line, STATES[line.state], FAULTS.get(line.fault, "")) for line in _last(one)])
        for one in Endpoint.objects.filter(owner=owner)
    ]
    context = {
        "keys": [(one, _said(one.scopes)) for one in keys.live_keys(owner)],
        "places": places,
    }
    return render(request, "programs/list.html", context)


def new_key(request: CoopRequest) -> HttpResponse:
    """The form of a new key, and the key once it is made."""
    if request.method != "POST":
        return _key_form(request, "")
    days = request.POST.get("days", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) <= _DIGITS_MAX else 0
    chosen = request.POST.getlist("scopes")
    offered = {one.value for found in _scopes(request, ()).values() for one in found}
    try:
        made = keys.make(
            _owner(request), request.POST.get("name", ""),
            chosen if set(chosen) <= offered else (), number, is_strong=request.visit.is_strong,
        )  # fmt: skip
    except keys.KeyRefused as fault:
        return _key_form(request, str(fault))
    security_log.note(request, security_log.KEY_MADE)
    return render(request, "programs/made.html", {"key": made.key, "text": made.text})


def new_place(request: CoopRequest) -> HttpResponse:
    """The form of a new address, and its secret once it is named."""
    fault = ""
    if request.method == "POST":
        try:
            made = endpoints.add(
                _owner(request), request.POST.get("url", "").strip(),
                request.POST.getlist("topics"),
            )  # fmt: skip
            return render(request, "programs/named.html", {"place": made})
        except endpoints.EndpointRefused as refused:
            fault = str(refused)
    chosen = set(request.POST.getlist("topics"))
    topics = [Scope(one, topic_name(one), one in chosen) for one in endpoints.topic_names()]
    context = {
        "topics": topics, "fault": fault, "said": PROBLEMS.get(fault, ""), "is_all": "*" in chosen,
        "url": request.POST.get("url", ""),
    }  # fmt: skip
    return render(request, "programs/place.html", context, status=422 if fault else 200)


def _key_form(request: CoopRequest, fault: str) -> HttpResponse:
    context = {
        "rooms": _scopes(request, request.POST.getlist("scopes")), "days": DAYS_OFFERED,
        "name": request.POST.get("name", ""), "chosen_days": request.POST.get("days", "90"),
        "fault": fault, "said": PROBLEMS.get(fault, ""),
        "field": fault if fault in {"name", "days", "scopes"} else "name",
    }  # fmt: skip
    return render(request, "programs/key.html", context, status=422 if fault else 200)


def _scopes(request: CoopRequest, chosen: list[str] | tuple[str, ...]) -> dict[str, list[Scope]]:
    """What this visitor may do, as scopes by the name of their room."""
    found: dict[str, list[Scope]] = {}
    for action in matrix():
        verb, _, name = action.partition(":")
        room = name.partition(".")[0]
        if verb not in {"do", "read"} or room not in ROOMS:
            continue
        if request.visit.may(action, about=request.visit.member) is Relation.NEVER:
            continue
        found.setdefault(room, []).append(Scope(action, _name_of(action), action in chosen))
    return {
        room: [*_groups(room, found[room], chosen), *_single(found[room])] for room in sorted(found)
    }


def _said(scopes: Sequence[str]) -> dict[str, list[Scope]]:
    """The scopes of a key by the name of their room."""
    found: dict[str, list[Scope]] = {}
    for one in sorted(scopes):
        room = one.partition(":")[2].partition(".")[0]
        found.setdefault(room, []).append(Scope(one, _name_of(one)))
    return found


def _name_of(action: str) -> str | Promise:
    """What a scope is about; a proposal and its later wording are told apart."""
    verb, _sign, name = action.partition(":")
    words = doing_words()
    if verb != "do" or name not in words:
        return SCOPES.get(name, name)
    told = next((text for start, text in PROPOSALS.items() if name.startswith(start)), "%(what)s")
    return told % {"what": words[name].name}


def topic_name(act: str) -> str | Promise:
    """What an act is called where a program is told of it; all of them where it is `*`."""
    words = doing_words()
    if act == endpoints.ALL:
        return EVERYTHING
    return words[act].name if act in words else word(act, "act")


def _single(scopes: list[Scope]) -> list[Scope]:
    """One by one what can be done, and what can be read where there is no group of it."""
    chosen = (one for one in scopes if one.value.startswith("do:") or "." not in one.value)
    return sorted(chosen, key=lambda one: one.value)


def _groups(room: str, scopes: list[Scope], chosen: list[str] | tuple[str, ...]) -> list[Scope]:
    verbs = sorted({one.value.partition(":")[0] for one in scopes if "." in one.value})
    groups = [f"{verb}:{room}.*" for verb in verbs]
    return [Scope(one, one, one in chosen) for one in groups]


def _done(owner: Person, request: CoopRequest) -> None:
    name, asked = request.POST.get("name", ""), request.POST.get("ask", "")
    entry = request.POST.get("entry", "")
    if asked == "revoke":
        if keys.revoke(owner, name):
            security_log.note(request, security_log.KEY_REVOKED)
    elif asked == "pause":
        endpoints.pause(owner, name)
    elif asked == "go_on":
        endpoints.go_on(owner, name)
    elif asked == "remove":
        endpoints.remove(owner, name)
    elif asked == "replay" and entry.isascii() and entry.isdigit() and len(entry) <= _DIGITS_MAX:
        deliveries.replay(owner, name, int(entry))


def _last(place: Endpoint) -> list[Delivery]:
    return list(Delivery.objects.filter(endpoint=place).order_by("-entry")[:DELIVERIES_SHOWN])


def _owner(request: CoopRequest) -> Person:
    person = request.visit.person
    assert person is not None, "the matrix lets nobody else in"
    return person
