"""The address to which a script sends a file, apart from its form; it answers its number."""

from __future__ import annotations

from django.conf import settings
from django.http import JsonResponse

from auzolan.audit.folder import Folder
from auzolan.house.jobs.upload_limit import is_too_large
from auzolan.house.jobs.uploads import UNFIT, Unfit, keep
from auzolan.house.rooms.charter.page_queries import CoopRequest

FIELD = "file"


def upload(request: CoopRequest) -> JsonResponse:
    """Store one file, and answer `{"id": ...}`, or `{"code": ..., "why": ...}` where it is not taken."""
    if request.method != "POST":
        return _not_taken("empty", status=405)
    if is_too_large(request, FIELD):
        return _not_taken("large", status=413)
    sent = request.FILES.get(FIELD)
    if sent is None:
        return _not_taken("empty")
    try:
        upload_id = keep(Folder(settings.AUZOLAN_FOLDER), request.visit.who, sent.chunks())
    except Unfit as unfit:
        return _not_taken(unfit.why, status=413 if unfit.why == "large" else 422)
    return JsonResponse({"id": upload_id})


def _not_taken(why: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"code": f"file.{why}", "why": str(UNFIT[why])}, status=status)
