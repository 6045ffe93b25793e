"""The tables of licensing, made from its rows. What a row means stands in `licensing/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.licensing.state import Licence, MeteredDay

LicenceTable = table_of(Licence)
MeteredDayTable = table_of(MeteredDay)
