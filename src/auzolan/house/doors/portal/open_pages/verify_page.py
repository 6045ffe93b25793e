"""Verify it yourself: the record's head, the commands that check it, and the files to check.

This server checks nothing for anybody here: what it says of itself proves nothing. It hands out what a
check needs, and says what each level of it can see.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from auzolan import __version__
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.record.page_queries import entries_total, published
from auzolan.house.rooms.record.pages import number_asked

FILES = ("checkpoint", "vkey")
_PUBLISHED = re.compile(
    r"checkpoint|vkey|annex/[0-9a-f]{64}\.json"
    r"|tile/(entries|[0-9]{1,2})/(x[0-9]{3}/){0,5}[0-9]{3}(\.p/[0-9]{1,3})?",
    re.ASCII,
)


def verify(request: CoopRequest) -> HttpResponse:
    """The head to expect, the commands, and a way to any entry's proof."""
    seq = number_asked(request, "entry")
    total = entries_total()
    if seq is not None and seq < total:
        return HttpResponseRedirect(f"{reverse('entry', args=[seq])}#proof-title")
    context = {
        "published": published(request.coop.folder),
        "entries": total,
        "asked": request.GET.get("entry", "") if "entry" in request.GET else "",
        "is_missing": "entry" in request.GET,
        "last": total - 1,
        "release": __version__,
        "is_open": bool(request.coop.charter.membership.open_record),
    }
    return render(
        request, "open/verify.html", context, status=404 if "entry" in request.GET else 200
    )


def verify_file(request: CoopRequest, name: str) -> HttpResponse:
    """The signed checkpoint, or the key that checks it.

    Raises:
        Http404: it is neither, or nothing is published that verifies.
    """
    found = published(request.coop.folder)
    if found is None or name not in FILES:
        raise Http404
    content = found.note if name == "checkpoint" else f"{found.vkey}\n".encode()
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def log_file(request: CoopRequest, path: str) -> HttpResponseBase:
    """One published file at its own place, so that programs which others wrote can read the log.

    Args:
        request: of a visit that may read the record.
        path: below `public`, as `tile/0/000`.
    Raises:
        Http404: no such file is published, or it could not be one.
    Source: C2SP, tlog-tiles, section "Resources".
    """
    place = request.coop.folder.public / path
    if not _PUBLISHED.fullmatch(path) or place.is_symlink():
        raise Http404
    try:
        content = place.read_bytes()
    except OSError as fault:
        raise Http404 from fault
    is_text = path in FILES
    return HttpResponse(
        content, content_type="text/plain; charset=utf-8" if is_text else "application/octet-stream"
    )


def public_files(request: CoopRequest) -> HttpResponseBase:
    """The whole published record as one zip.

    Raises:
        Http404: nothing is published that verifies.
    """
    from auzolan.house.doors.portal.open_pages.public_zip import public_zip

    if published(request.coop.folder) is None:
        raise Http404
    answer = StreamingHttpResponse(public_zip(request.coop.folder), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="public.zip"'
    return answer
