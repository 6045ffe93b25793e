"""The tables of labour, made from its rows. What a row means stands in `labour/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.labour.state import JobIndex, WorkOfMember, WorkSheet

JobIndexTable = table_of(JobIndex)
WorkSheetTable = table_of(WorkSheet)
WorkOfMemberTable = table_of(WorkOfMember)
