"""The receipt of what was done at one click: a page that is put together once for all who get it.

When hundreds vote at once, each reads the same sentences and another number. So the page of one doing in
one language is made with a number that no record reaches, and each receipt has its own in that one's
place. Nothing on it is about a person.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from auzolan.house.doing import Doing
from auzolan.house.doors.portal.filters import count

NO_ENTRY = 7_777_777_777_777_777
"""Below 2**53, as every number here, and more than a record will ever hold."""
_PAGES_KEPT = 64


def receipt(doing: Doing[Any], seq: int, going_on: str) -> HttpResponse:
    """The page that says that a doing was done, and where it stands on the record.

    Args:
        doing: what was done.
        seq: its entry.
        going_on: an address of this portal.
    """
    page = _page(get_language() or "", doing.name, going_on)
    # With its thousands apart first: where they stand together, both are the same.
    page = page.replace(count(NO_ENTRY), count(seq)).replace(str(NO_ENTRY), str(seq))
    return HttpResponse(page)


@lru_cache(maxsize=_PAGES_KEPT)
def _page(language: str, name: str, going_on: str) -> str:
    said = {"doing": {"name": name}, "seq": NO_ENTRY, "next": going_on, "LANGUAGE_CODE": language}
    return render_to_string("doing/receipt.html", said)
