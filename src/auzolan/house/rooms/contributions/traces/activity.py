"""Searches and other activity: `MyActivity.json` of Google.

`[{"header", "title", "titleUrl", "time", "products", ...}]`. Details, places on the map and what the
entry says about other people's channels are never read.
"""

from __future__ import annotations

from types import MappingProxyType

from auzolan.house.rooms.contributions.traces.choices import Entry, Unfit
from auzolan.house.rooms.contributions.traces.formats import Format, open_gate
from auzolan.house.rooms.contributions.traces.making import Making

_PRODUCTS_MAX = 20


def _product(entry: Entry, making: Making) -> str:
    products = entry.get("products")
    if products is None:
        return making.text(entry.get("header"))
    if not isinstance(products, list) or len(products) > _PRODUCTS_MAX:
        raise Unfit("is no short list of names")
    return ", ".join(making.text(one) for one in products)


def _title(entry: Entry, making: Making) -> str:
    made = making.text(entry.get("title"))
    if not made:
        raise Unfit("is missing")
    return made


ACTIVITY = Format(
    name="activity",
    about="searches and other activity, MyActivity.json of Google",
    makers=MappingProxyType(
        {
            "product": _product,
            "title": _title,
            "url": lambda entry, making: making.page(entry.get("titleUrl")),
            "date": lambda entry, making: making.day_of_text(entry.get("time")),
        }
    ),
    reads=frozenset({"products", "header", "title", "titleUrl", "time"}),
    gate=open_gate,
)
