"""The tables of valuation, made from its rows. What a row means stands in `valuation/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.valuation.state import Valuation

ValuationTable = table_of(Valuation)
