"""The tables of the charter, made from its rows. What a row means stands in `charter/state.py`."""

from __future__ import annotations

from auzolan.charter.state import CharterInForce, CharterVersion, Mandate, PowerPause
from auzolan.house.storage.models import table_of

CharterInForceTable = table_of(CharterInForce)
CharterVersionTable = table_of(CharterVersion)
MandateTable = table_of(Mandate)
PowerPauseTable = table_of(PowerPause)
