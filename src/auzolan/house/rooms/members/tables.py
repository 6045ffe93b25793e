"""The tables of the members, made from its rows. What a row means stands in `members/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.members.state import ClassChange, Member, MemberKey, Passkey

MemberTable = table_of(Member)
MemberKeyTable = table_of(MemberKey)
PasskeyTable = table_of(Passkey)
ClassChangeTable = table_of(ClassChange)
