"""The page of one doing: its form, what would happen, and then the receipt.

The first sending shows what would be entered and what it would change; the second does it. What needs a
second person waits until she has said yes. What takes long goes into the queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Answer, Doing, Effect
from auzolan.house.doors.access.guard import no_right, turned_away
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.doing.asked_once import do_once, drawn_once
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.doing.fields import Field, asked_of, bare_fields, fields_of
from auzolan.house.doors.doing.files import with_faults, with_files
from auzolan.house.doors.doing.foreseen import foresee
from auzolan.house.doors.doing.later import put_in_queue, wait_for_second
from auzolan.house.doors.doing.receipts import receipt
from auzolan.house.doors.doing.signing import own_hand, rehearsed, seen, shown_by
from auzolan.house.doors.open_desk import writing
from auzolan.house.jobs.requests import NotKept
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt

_LOCAL = ("/",)


def do(request: CoopRequest, name: str) -> HttpResponse:
    """Show the form of a doing, what it would change, or do it.

    Raises:
        Http404: there is no such doing.
    """
    doing = doings().get(name)
    if doing is None:
        raise Http404
    about = request.POST.get(doing.about) or request.GET.get(doing.about, "")
    action = f"do:{name}"
    if request.visit.may(action, about=about if doing.about else "") is Relation.NEVER:
        return turned_away(request, action)
    if request.method != "POST":
        return _form(request, doing)
    at_once = _done_at_once(request, doing) if doing.at_once else None
    return at_once if at_once is not None else _sent(request, doing)


def _done_at_once(request: CoopRequest, doing: Doing[Any]) -> HttpResponse | None:
    """Do what is done at the first click, with nothing read that the flow does not read itself.

    The receipt is the answer and has no address: one would stand in logs and histories, and tell
    whose ballot an entry is. None where the form has to be shown, with what is wrong or refused.
    """
    asked = asked_of(doing, bare_fields(doing.asks, request.POST), request.POST)
    if not isinstance(asked, msgspec.Struct):
        return None
    action, about = f"do:{doing.name}", str(getattr(asked, doing.about)) if doing.about else ""
    if request.visit.may(action, about=about) is Relation.NEVER:
        return turned_away(request, action)
    number = request.POST.get("once", "") or drawn_once()
    with writing(_folder()) as desk:
        try:
            answer = do_once(desk, doing, request.visit.who_does(action), asked, number)
        except ValueError:
            return None
    if isinstance(answer, Refusal):
        return refused(request, doing, answer, _fields(request, doing))
    return receipt(doing, answer.seq, goes_on_at(request, doing))


def _fields(request: CoopRequest, doing: Doing[Any]) -> list[Field]:
    with reader_of(_folder()) as reader:
        return fields_of(doing, reader, request.visit.who, request.POST)


def _form(request: CoopRequest, doing: Doing[Any]) -> HttpResponse:
    with reader_of(_folder()) as reader:
        fields = fields_of(doing, reader, request.visit.who, request.GET or None)
    return _shown(request, doing, fields)


def _sent(request: CoopRequest, doing: Doing[Any]) -> HttpResponse:
    who = request.visit.who
    typed, file_faults = with_files(request, doing)
    with reader_of(_folder()) as reader:
        fields = fields_of(doing, reader, who, typed)
        asked = asked_of(doing, fields, typed)
        if file_faults or not isinstance(asked, msgspec.Struct):
            checked = fields if isinstance(asked, msgspec.Struct) else asked
            return _shown(request, doing, with_faults(checked, file_faults), status=422)
        about = str(getattr(asked, doing.about)) if doing.about else ""
        if request.visit.may(f"do:{doing.name}", about=about) is Relation.NEVER:
            return turned_away(request, f"do:{doing.name}")
        is_sure = doing.at_once or bool(request.POST.get("sure"))
        effects = foresee(reader, doing, who, asked) if not is_sure else ()
    if isinstance(effects, Refusal):
        return refused(request, doing, effects, fields)
    if not is_sure:
        return _asked_if_sure(request, doing, asked, fields, effects)
    return _done(request, doing, asked, fields)


def _asked_if_sure(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, fields: list[Field],
    effects: Sequence[Effect],
) -> HttpResponse:  # fmt: skip
    """Show what would be entered and what it changes; with a passkey of hers she may sign it."""
    who, number = request.visit.who, request.POST.get("once") or drawn_once()
    foreseen: Answer | None = None
    asks = None
    if doing.needs_second:
        foreseen = rehearsed(doing, who, asked)
    elif not doing.is_long:
        found = seen(doing, who, asked, number)
        foreseen, asks = found.answer, found.asks
    if isinstance(foreseen, Refusal):
        return refused(request, doing, foreseen, fields)
    return render(
        request, "doing/sure.html",
        {
            "doing": doing, "fields": fields, "effects": effects, "foreseen": foreseen,
            "asks": asks, "once": number, "next": next_of(request),
        },
    )  # fmt: skip


def _done(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, fields: list[Field]
) -> HttpResponse:
    who, number = request.visit.who, request.POST.get("once", "") or drawn_once()
    if doing.needs_second or doing.is_long:
        put = wait_for_second if doing.needs_second else put_in_queue
        try:
            return HttpResponseRedirect(put(request, doing, asked, number).link)
        except NotKept as no:
            return refused(request, doing, no.refusal, fields)
        except ValueError:
            return _shown(request, doing, fields, status=422)
    said = request.POST.get("signed", "")
    hand = own_hand(doing, who, asked, number=number, said=said)
    if isinstance(hand, Refusal):
        return refused(request, doing, hand, fields)
    with writing(_folder()) as desk:
        try:
            answer = do_once(desk, doing, who, asked, number, hand)
        except ValueError:
            return _shown(request, doing, fields, status=422)
    if isinstance(answer, Refusal):
        return refused(request, doing, answer, fields)
    return HttpResponseRedirect(_after(request, doing, answer))


def done(request: CoopRequest, name: str, seq: int) -> HttpResponse:
    """The receipt: what was done, and where it stands on the record.

    Raises:
        Http404: there is no such doing.
    """
    doing = doings().get(name)
    if doing is None:
        raise Http404
    if request.visit.may(f"do:{name}", about=request.visit.member) is Relation.NEVER:
        return turned_away(request, f"do:{name}")
    context = {
        "doing": doing, "seq": seq, "next": next_of(request),
        "shown_by": shown_by(seq, request.visit.member),
    }  # fmt: skip
    return render(request, "doing/done.html", context)


def refused(
    request: CoopRequest, doing: Doing[Any], refusal: Refusal, fields: list[Field]
) -> HttpResponse:
    """The rules said no: which article, why, and what can be done now; with the form to change."""
    context = {"doing": doing, "refusal": refusal, "fields": fields, "once": drawn_once()}
    return render(request, "doing/refused.html", context, status=409)


def next_of(request: CoopRequest) -> str:
    """Where the person came from, an address of this portal; empty for any other."""
    from django.utils.http import url_has_allowed_host_and_scheme

    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if asked.startswith(_LOCAL) and is_ours else ""


def _after(request: CoopRequest, doing: Doing[Any], receipt: Receipt) -> str:
    from urllib.parse import urlencode

    address, back = reverse("done", args=[doing.name, receipt.seq]), goes_on_at(request, doing)
    return f"{address}?{urlencode({'next': back})}" if back else address


def goes_on_at(request: CoopRequest, doing: Doing[Any]) -> str:
    """Where she goes on: where she came from, or the page that the doing leads to."""
    back = next_of(request)
    if back or not doing.leads_to:
        return back
    try:
        return reverse(doing.leads_to)
    except NoReverseMatch:
        return reverse(doing.leads_to, args=[request.visit.member])


def _shown(
    request: CoopRequest, doing: Doing[Any], fields: list[Field], status: int = 200
) -> HttpResponse:
    context = {
        "doing": doing, "fields": fields, "faults": [one for one in fields if one.fault],
        "once": request.POST.get("once") or drawn_once(), "next": next_of(request),
    }  # fmt: skip
    return render(request, "doing/form.html", context, status=status)


def _folder() -> Folder:
    return Folder(settings.AUZOLAN_FOLDER)


__all__ = ["do", "done", "goes_on_at", "next_of", "no_right", "refused"]
