"""Pay and lengths of time as tools write them, exactly, a column at a time.

Amounts are read digit by digit into whole 10^-6 of the currency, lengths into whole milliseconds: no
floating point. `1,234.50` and `0,15` are refused, since a comma means either of two things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from auzolan.engine.worklogs.log import UNKNOWN, Whole
from auzolan.engine.worklogs.moments import _coded

if TYPE_CHECKING:
    import pyarrow as pa

AMOUNT_MICRO_MAX = 10**11  # of a row, so that the sum of 50 million rows is exact
LENGTH_MS_MAX = 400 * 24 * 3_600_000
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "US$": "USD"}
WHOLE_UNIT = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
THREE_DIGITS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_AMOUNT = re.compile(
    r"(?P<before>US\$|[$€£]|[A-Z]{3})? ?(?P<whole>\d{1,12})(?:\.(?P<part>\d{0,12}))?"
    r" ?(?P<after>[$€£]|[A-Z]{3})?\Z",
    re.ASCII,
)
_LENGTH = re.compile(
    r"(?P<whole>\d{1,11})(?:\.(?P<part>\d{0,30}))?(?:[eE](?P<power>-\d{1,2}))?\Z", re.ASCII
)
_UNREAD = -2


def minor_micro(currency: str) -> int:
    """How many 10^-6 of a currency its smallest coin is, by ISO 4217: 10,000 for a cent."""
    if currency in WHOLE_UNIT:
        return 1_000_000
    return 1_000 if currency in THREE_DIGITS else 10_000


def amount_micro(text: str) -> tuple[int, str] | None:
    """Read one amount.

    Args:
        text: as `$0.15`, `0.05`, `EUR 1.20`.
    Returns:
        Whole 10^-6 and the currency, if one is written; None where it is no amount, is finer than
        10^-6, or is too large.
    """
    parts = _AMOUNT.match(text.strip())
    if not parts or (parts["before"] and parts["after"]):
        return None
    part = (parts["part"] or "").rstrip("0")
    micro = int(parts["whole"]) * 10**6 + int(part.ljust(6, "0")[:6])
    if len(part) > 6 or micro > AMOUNT_MICRO_MAX:
        return None
    written = parts["before"] or parts["after"] or ""
    return micro, SIGNS.get(written, written)


def length_ms(text: str) -> int | None:
    """Read seconds, as `17.25`, rounded half up to a millisecond; None where it is no length."""
    parts = _LENGTH.match(text.strip())
    if not parts:
        return None
    digits = parts["whole"] + (parts["part"] or "")
    scale = len(parts["part"] or "") + (-int(parts["power"]) if parts["power"] else 0)
    found = (int(digits) * 2_000 + 10**scale) // (2 * 10**scale)
    return found if found <= LENGTH_MS_MAX else None


def amounts_of(texts: pa.Array) -> tuple[Whole, list[str], Whole]:
    """Read a column of amounts.

    Returns:
        Whole 10^-6 (-1 where empty, -2 where it is no amount), the currencies that are written,
        and the place of each row's among them, -1 where none is.
    """
    different, codes = _coded(texts)
    read = [amount_micro(text) if text else (UNKNOWN, "") for text in different]
    currencies = sorted({one[1] for one in read if one and one[1]})
    values = np.array(
        [_UNREAD if one is None else one[0] for one in read] + [UNKNOWN], dtype=np.int64
    )
    places = [currencies.index(one[1]) if one and one[1] else -1 for one in read]
    return values[codes], currencies, np.array([*places, -1], dtype=np.int64)[codes]


def lengths_of(texts: pa.Array) -> Whole:
    """Read a column of seconds as milliseconds: -1 where empty, -2 where it is no length."""
    different, codes = _coded(texts)
    read = [length_ms(text) if text else UNKNOWN for text in different]
    values = np.array([_UNREAD if one is None else one for one in read] + [UNKNOWN], dtype=np.int64)
    return values[codes]
