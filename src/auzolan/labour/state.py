"""The rows of the labour room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row

INDEX_BASE_CENTI = 100


class JobIndex(Row, frozen=True, gc=False):
    """The index by which a member's hours weigh, in hundredths; 100 where there is no row."""

    KEY: ClassVar = ("member",)
    RESTRICTED: ClassVar = True

    member: str
    index_centi: int
    entry: int


class WorkSheet(Row, frozen=True, gc=False):
    """A sheet of work that has been booked; its id is used once."""

    KEY: ClassVar = ("work",)
    INDEXES: ClassVar = (("period",),)

    work: str
    period: str
    members: int
    seconds: int
    pay_cents: int
    topup_cents: int
    entry: int


class WorkOfMember(Row, frozen=True, gc=False):
    """One member's work in a period, all sheets together.

    `weight_centi` is what her hours count in sharing a surplus: seconds times job index in
    hundredths, by the index that stood when each sheet was booked.
    """

    KEY: ClassVar = ("period", "member")
    INDEXES: ClassVar = (("period",), ("member",))
    RESTRICTED: ClassVar = True

    period: str
    member: str
    seconds: int
    weight_centi: int
    owed_cents: int
