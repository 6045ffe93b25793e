"""The pages of the door for programs: what can be asked, and what each refusal means.

They are made from the table of operations and need neither script nor anything from elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.api.operations import ROOT, Operation, operations
from auzolan.house.doors.portal.refusal_words import texts
from auzolan.house.rooms.charter.page_queries import CoopRequest


def listing(request: CoopRequest) -> HttpResponse:
    """Every operation, by room, with what this visitor may do of it."""
    rooms = [
        (room, [(one, _may(request, one)) for one in found])
        for room, found in groupby(sorted(operations(), key=_order), key=lambda one: one.room)
    ]
    return render(request, "programs/api.html", {"rooms": rooms, "root": ROOT})


def refusals(request: CoopRequest) -> HttpResponse:
    """Every refusal by its code, with all the sentences that the rules may say it in."""
    found = [(code, why, remedies) for code, (why, remedies) in sorted(texts().items())]
    return render(request, "programs/refusals.html", {"refusals": found})


def openapi(request: CoopRequest) -> HttpResponse:
    """The description of the whole door, for programs."""
    return HttpResponse(_document(), content_type="application/json")


@lru_cache(maxsize=1)
def _document() -> bytes:
    from auzolan.house.doors.api.addresses import document

    return msgspec.json.encode(document())


def _order(one: Operation) -> tuple[str, str, str]:
    return one.room, one.method, one.name


def _may(request: CoopRequest, one: Operation) -> bool:
    member = request.visit.member if one.about else ""
    return request.visit.may(one.right, about=member) is not Relation.NEVER
