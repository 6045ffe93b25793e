"""The tables of consent, made from its rows. What a row means stands in `consent/state.py`."""

from __future__ import annotations

from auzolan.consent.state import Consent
from auzolan.house.storage.models import table_of

ConsentTable = table_of(Consent)
