"""The forms in which the books are exported, by the word that people type."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """What the books can be exported as."""

    HLEDGER = "hledger"
    LEDGER = "ledger"
    BEANCOUNT = "beancount"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


BINARY = (Form.XLSX, Form.PARQUET)
"""Forms that are no text, and so are not written to a terminal."""
