"""The tables of the contributions, made from its rows. What a row means stands in `contributions/state.py`."""

from __future__ import annotations

from auzolan.contributions.state import Batch, BatchShare, SettledRow
from auzolan.house.storage.models import table_of

BatchTable = table_of(Batch)
BatchShareTable = table_of(BatchShare)
SettledRowTable = table_of(SettledRow)
