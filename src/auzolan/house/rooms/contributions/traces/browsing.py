"""Browsing history: that of Google Takeout, and the table of places of Firefox.

`{"Browser History": [{"title", "url", "time_usec", "page_transition", ...}]}`, and
`[{"url", "title", "visit_count", "last_visit_date", ...}]` or the same below `"moz_places"`. The
device's id and the favourite icons are never read. Pages of her own machine or house are left out.
"""

from __future__ import annotations

from types import MappingProxyType

from auzolan.house.rooms.contributions.traces.choices import Entry, Gate
from auzolan.house.rooms.contributions.traces.formats import NO_PAGE, TWICE, Format
from auzolan.house.rooms.contributions.traces.making import Making
from auzolan.house.rooms.contributions.traces.privacy import page_of

ARRAY = "Browser History"
PLACES_ARRAY = "moz_places"


def _is_page(entry: Entry) -> bool:
    url = entry.get("url")
    return isinstance(url, str) and page_of(url) is not None


def _gate() -> Gate:
    return lambda entry: "" if _is_page(entry) else NO_PAGE


def _places_gate() -> Gate:
    seen: set[str | int] = set()

    def check(entry: Entry) -> str:
        if not _is_page(entry):
            return NO_PAGE
        if entry.get("visit_count") == 0:
            return "never visited"
        known = entry.get("guid", entry.get("id"))
        if isinstance(known, str | int):
            if known in seen:
                return TWICE
            seen.add(known)
        return ""

    return check


def _transition(entry: Entry, making: Making) -> str:
    return making.text(entry.get("page_transition")).lower()


BROWSING = Format(
    name="browsing",
    about="browsing history of Google Takeout, BrowserHistory.json or History.json",
    makers=MappingProxyType(
        {
            "url": lambda entry, making: making.page(entry.get("url")),
            "title": lambda entry, making: making.text(entry.get("title")),
            "transition": _transition,
            "visits": lambda entry, making: "1",
            "date": lambda entry, making: making.day_of_micro(entry.get("time_usec")),
        }
    ),
    reads=frozenset({"url", "title", "page_transition", "time_usec"}),
    gate=_gate,
)

PLACES = Format(
    name="places",
    about="browsing history of Firefox, the table moz_places as JSON",
    makers=MappingProxyType(
        {
            "url": lambda entry, making: making.page(entry.get("url")),
            "title": lambda entry, making: making.text(entry.get("title")),
            "transition": lambda entry, making: "",
            "visits": lambda entry, making: making.whole(entry.get("visit_count")),
            "date": lambda entry, making: making.day_of_micro(entry.get("last_visit_date")),
        }
    ),
    reads=frozenset({"url", "title", "visit_count", "last_visit_date", "guid", "id"}),
    gate=_places_gate,
)
