"""The pages of consent: what one member allows, a receipt of hers, what she asked, the rights desk.

All but the last belong to one person. The desk shows counts and days, and nobody's name.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.consent.request_acts import ASKS
from auzolan.consent.state import OPEN
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.page_queries import (
    Permission,
    has_entrusted,
    named_alone,
    permissions_of,
    requests_by_kind,
    requests_due,
    requests_of,
    said_by,
    strikes_now,
    together_with,
)
from auzolan.house.rooms.consent.receipt_files import receipt_path
from auzolan.house.rooms.contributions.page_queries import batches_of
from auzolan.house.rooms.learning.page_queries import uses_of_member
from auzolan.house.rooms.members.page_queries import member_asked, member_of, names_of
from auzolan.house.rooms.record.page_queries import lines_by, words_of

_USES_SHOWN = 10
_WORDS_SHOWN = 20
OWN_WORDS = (
    "consent.grant/1", "consent.withdraw/1", "consent.permit/1", "consent.prohibit/1",
    "consent.lift/1", "consent.entrust/1", "consent.end_trust/1", "consent.form_group/1",
    "consent.join_group/1", "consent.leave_group/1", "consent.place_batch/1",
    "consent.take_batch_out/1", "members.leave/1",
)  # fmt: skip
"""What a member says about her rows; the latest stand on her page day by day."""


def consents(request: CoopRequest, member: str) -> HttpResponse:
    """What a member allows and forbids, as switches, with the way to change and to stop each.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    folder, now = request.coop.folder, system_ports().clock()
    said, used = said_by(member, now), uses_of_member(member)
    latest = used[::-1][:_USES_SHOWN]
    permissions = permissions_of(member, request.coop.charter, used)
    batches = [one.batch for one in batches_of(member) if one.erased_at < 0]
    context = {
        "member": row,
        "name": names_of(folder, [row]).get(member, ""),
        "is_hers": request.visit.member == member,
        "kinds": _by_kind(permissions),
        "holding": [one for one in said if one.holds],
        "ended": [one for one in said if not one.holds],
        "alone": named_alone(said),
        "strikes": strikes_now(now),
        "has_entrusted": has_entrusted(member, now),
        "together": together_with(member, batches),
        "uses": [(one, receipt_path(folder, member, one.use.entry).is_file()) for one in latest],
        "words": lines_by(member, OWN_WORDS, None, limit=_WORDS_SHOWN),
    }
    return render(request, "consent/consents.html", context)


def _by_kind(permissions: list[Permission]) -> list[tuple[str, list[Permission], bool]]:
    """The switches of each kind, and whether anything of it can be stopped."""
    kinds = list(dict.fromkeys(one.kind for one in permissions))
    found = [(kind, [one for one in permissions if one.kind == kind]) for kind in kinds]
    return [
        (kind, rows, any(one.entry is not None and one.withdrawn_at is None for one in rows))
        for kind, rows in found
    ]


def own_requests(request: CoopRequest, member: str) -> HttpResponse:
    """What a member asked the office of data, with its answers, and how to ask.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    found, now = requests_of(member), system_ports().clock()
    words = words_of(
        request.coop.folder, [seq for one in found for seq in (one.entry, one.answer) if seq >= 0]
    )
    context = {
        "member": row,
        "name": names_of(request.coop.folder, [row]).get(member, ""),
        "is_hers": request.visit.member == member,
        "requests": [
            (
                one, words.get((one.entry, "words"), ""), words.get((one.answer, "words"), ""),
                one.state == OPEN and now > one.due,
            )
            for one in found
        ],
        "asks": ASKS,
        "days": request.coop.charter.consent.answer_days,
    }  # fmt: skip
    return render(request, "consent/own_requests.html", context)


def receipt_file(request: CoopRequest, member: str, entry: int) -> HttpResponse:
    """A member's signed receipt of an entry, as a file.

    Raises:
        Http404: there is none.
    """
    row = member_of(member)
    path = receipt_path(request.coop.folder, row.member, entry) if row is not None else None
    if path is None or not path.is_file():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="application/ld+json")
    answer["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return answer


def rights(request: CoopRequest) -> HttpResponse:
    """The rights desk: what can be asked for, how many requests there are, and which day is next."""
    now = system_ports().clock()
    context = {
        "kinds": requests_by_kind(now),
        "due": requests_due(now),
        "days": request.coop.charter.consent.answer_days,
    }
    return render(request, "consent/rights.html", context)
