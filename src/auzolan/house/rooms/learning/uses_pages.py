"""Where one member's rows went, and the search for a file or a fingerprint among them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.contributions.bringing import format_of
from auzolan.house.rooms.learning import own_uses
from auzolan.house.rooms.learning.finding import ARTICLE, Found, find_fingerprint, find_rows
from auzolan.house.rooms.members.page_queries import member_asked, names_of
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.storage.reader import reader_of

PAGE_USES = 30
SEARCH_BYTES_MAX = 2**20


def uses(request: CoopRequest, member: str) -> HttpResponse:
    """Datasets, models, companies and uses with rows of hers.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    return _shown(request, member, {"member": row})


def find(request: CoopRequest, member: str) -> HttpResponse:
    """Look for the rows of a file, or for a fingerprint, among hers.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    if request.method != "POST":
        return _shown(request, member, {"member": row})
    found = _found(request, member)
    is_refused = isinstance(found, Refusal)
    context: dict[str, object] = {
        "member": row,
        "refusal" if is_refused else "found": found,
        "searched": True,
    }
    return _shown(request, member, context, status=422 if is_refused else 200)


def _shown(
    request: CoopRequest, member: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    folder, before = request.coop.folder, number_asked(request, "before")
    rows = own_uses.own_rows_by_dataset(member)
    found = own_uses.uses_before(folder, member, rows, before, limit=PAGE_USES + 1)
    shown = found[:PAGE_USES]
    row = member_asked(request, member)
    context |= {
        "name": names_of(folder, [row]).get(member, ""),
        "datasets": own_uses.datasets_with(rows) if before is None else [],
        "uses": shown,
        "kinds": request.coop.charter.consent.kinds,
        "older": shown[-1].use.entry if len(found) > PAGE_USES else None,
        "is_first": before is None,
    }
    return render(request, "learning/uses.html", context, status=status)


def _found(request: CoopRequest, member: str) -> Found | Refusal:
    text, kind = request.POST.get("fingerprint", "").strip().lower(), request.POST.get("kind", "")
    file = request.FILES.get("file")
    with reader_of(request.coop.folder) as reader:
        if not isinstance(file, UploadedFile):
            return find_fingerprint(reader, member, text)
        if (file.size or 0) > SEARCH_BYTES_MAX:
            return Refusal(
                "search.too_large", ARTICLE, "The file is larger than one mebibyte.",
                "Send a part of it: a few hundred rows are enough to find the rest.",
            )  # fmt: skip
        with tempfile.NamedTemporaryFile() as kept:
            for chunk in file.chunks():
                kept.write(chunk)
            kept.flush()
            path = Path(kept.name)
            return find_rows(reader, member, path, kind=kind, format_=format_of(path))
