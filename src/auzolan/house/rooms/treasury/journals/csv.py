"""The journal as CSV: a posting a line, as RFC 4180 says: commas, doubled quotes, CRLF, a header.

Amounts are decimal texts with all the decimals of their asset. It is in UTF-8 without a mark, and
no text in it can become a formula where a spreadsheet opens it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from auzolan.house.rooms.treasury.journals.columns import NAMES, Columns
from auzolan.house.rooms.treasury.journals.names import decimal_text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_texts(batches: Iterable[Columns]) -> Iterator[str]:
    """The text of the file: the header, then a piece for each batch."""
    yield _lines([NAMES])
    for batch in batches:
        amounts = map(decimal_text, batch.amount, batch.asset)
        texts = (batch.act, batch.period, batch.account, batch.member, batch.asset)
        act, period, account, member, asset = ([*map(harmless, column)] for column in texts)
        yield _lines(
            zip(
                batch.entry, batch.day, act, period, account, member, asset, amounts,
                map(harmless, batch.why), strict=True,
            )
        )  # fmt: skip


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets a `'` before.

    Ids never begin so; the guard is there for whatever else may once stand in a text.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _lines(rows: Iterable[tuple[int | str, ...]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()
