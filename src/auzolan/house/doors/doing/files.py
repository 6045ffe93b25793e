"""The files of a form: what was sent with it is stored, and its place in the form is taken by a number.

A form without script sends its file with everything else; with script the file came before, and the form
brings its number. Both end here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise

from auzolan.audit.folder import Folder
from auzolan.house.doing import Doing
from auzolan.house.doors.doing.fields import FILE, Field, bare_fields
from auzolan.house.jobs.upload_limit import is_too_large
from auzolan.house.jobs.uploads import UNFIT, Unfit, keep, size_of
from auzolan.house.rooms.charter.page_queries import CoopRequest

Faults = Mapping[str, "str | Promise"]


def with_files(request: CoopRequest, doing: Doing[Any]) -> tuple[QueryDict, Faults]:
    """What was typed, with the number of each file in its place, and what is wrong with a file."""
    names = [one.name for one in bare_fields(doing.asks, request.POST) if one.widget == FILE]
    if not names:
        return request.POST, {}
    typed, faults = request.POST.copy(), dict[str, str | Promise]()
    for name in names:
        why = _taken(request, typed, name)
        if why:
            faults[name] = UNFIT[why]
            typed[name] = ""
    return typed, faults


def with_faults(fields: Sequence[Field], faults: Faults) -> list[Field]:
    """The fields, with what is wrong with a file beside it."""
    return [
        replace(one, fault=str(faults[one.name])) if one.name in faults else one for one in fields
    ]


def _taken(request: CoopRequest, typed: QueryDict, name: str) -> str:
    """Store the file of one field; why it is not taken, or an empty text."""
    sent, who = request.FILES.get(name), request.visit.who
    if is_too_large(request, name):
        return "large"
    if sent is not None:
        try:
            typed[name] = keep(Folder(settings.AUZOLAN_FOLDER), who, sent.chunks())
        except Unfit as unfit:
            return unfit.why
    elif typed.get(name) and size_of(who, str(typed[name])) is None:
        return "gone"
    return ""
