"""Tables of ratings and of purchases: CSV, known by the names of their columns.

Letterboxd, IMDb and MovieLens write ratings, Amazon's order history purchases; others are read where
their columns have one of the names below. Every other column is never read: addresses, ways of
paying, gifts and whom they went to, ids of accounts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from auzolan.house.rooms.contributions.traces.choices import Entry, Unfit
from auzolan.house.rooms.contributions.traces.formats import Format, Maker, open_gate
from auzolan.house.rooms.contributions.traces.making import Making

Aliases = Mapping[str, tuple[str, ...]]

RATING_COLUMNS: Aliases = MappingProxyType(
    {
        "title": ("title", "name", "movie", "film", "book_title"),
        "item": (
            "const", "letterboxd_uri", "imdb_id", "movieid", "movie_id", "isbn13", "isbn", "book_id",
            "item_id", "item",
        ),
        "year": ("year", "release_year", "year_published"),
        "rating": ("your_rating", "my_rating", "rating", "stars", "score"),
        "date": (
            "date_rated", "rated_at", "watched_date", "date_read", "date", "timestamp", "time",
            "date_added",
        ),
    }
)  # fmt: skip
PURCHASE_COLUMNS: Aliases = MappingProxyType(
    {
        "product": ("product_name", "item_title", "title", "product", "item", "description"),
        "item": ("asin", "asin_isbn", "isbn", "ean", "sku", "product_id"),
        "category": ("category", "product_category"),
        "price": ("unit_price", "purchase_price_per_unit", "item_price", "price", "amount"),
        "currency": ("currency", "currency_code"),
        "quantity": ("quantity", "original_quantity", "qty"),
        "shop": ("website", "shop", "store", "merchant"),
        "date": ("order_date", "purchase_date", "date_of_purchase", "date"),
    }
)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def columns_of(header: Sequence[str], aliases: Aliases) -> dict[str, int]:
    """Which column of a header each field is read from; fields without one are missing."""
    known = [_NOT_IN_NAMES.sub("_", name.strip().lower()).strip("_") for name in header]
    found: dict[str, int] = {}
    for field, names in aliases.items():
        place = next((known.index(name) for name in names if name in known), None)
        if place is not None:
            found[field] = place
    return found


def is_ratings(header: Sequence[str]) -> bool:
    """Whether a header is that of ratings."""
    found = columns_of(header, RATING_COLUMNS)
    return "rating" in found and bool({"title", "item"} & set(found))


def is_purchases(header: Sequence[str]) -> bool:
    """Whether a header is that of purchases."""
    found = columns_of(header, PURCHASE_COLUMNS)
    return "date" in found and all(
        some & set(found) for some in ({"product", "item"}, {"price", "quantity"})
    )


def _texts(*fields: str) -> dict[str, Maker]:
    def maker(field: str) -> Maker:
        return lambda entry, making: making.text(entry.get(field))

    return {field: maker(field) for field in fields}


def _item(entry: Entry, making: Making) -> str:
    """A code as it stands; a web address, as Letterboxd writes one, as addresses are kept."""
    text = making.text(entry.get("item")).strip()
    return text.removeprefix('="').removesuffix('"')


def _rating(entry: Entry, making: Making) -> str:
    made = making.decimal(entry.get("rating"))
    if not made:
        raise Unfit("is missing")
    return made


def _date(entry: Entry, making: Making) -> str:
    said = entry.get("date")
    return making.day_of_text(said) if said else ""


RATINGS = Format(
    name="ratings",
    about="ratings as CSV, as Letterboxd, IMDb and MovieLens write them",
    makers=MappingProxyType(
        {
            **_texts("title"),
            "item": _item,
            "year": lambda entry, making: making.whole(entry.get("year")),
            "rating": _rating,
            "date": _date,
        }
    ),
    reads=frozenset(name for names in RATING_COLUMNS.values() for name in names),
    gate=open_gate,
)

PURCHASES = Format(
    name="purchases",
    about="purchases as CSV, as Amazon's order history has them",
    makers=MappingProxyType(
        {
            **_texts("product"),
            "item": _item,
            **_texts("category"),
            "price": lambda entry, making: making.decimal(entry.get("price")),
            **_texts("currency"),
            "quantity": lambda entry, making: making.whole(entry.get("quantity")),
            **_texts("shop"),
            "date": _date,
        }
    ),
    reads=frozenset(name for names in PURCHASE_COLUMNS.values() for name in names),
    gate=open_gate,
)
