"""What a door does about metered calls: record what waits, and let members earn by what was recorded.

Which calls there are is the meter's, who made an answer was found when it was given. A segment is
accrued whole and once; what the licensee has not paid for yet waits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.cooperative import read_entry
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import Reading, named, reading
from auzolan.house.desk import Desk
from auzolan.house.ports import system_ports
from auzolan.house.rooms.treasury.flows_royalties import accrue
from auzolan.house.serving.segments import Cut, cut
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.submission import Receipt
from auzolan.licensing.segment_rules import Shares, Uses, shares_from, uses_from
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.state import Segment
from auzolan.licensing.use_acts import RecordSegment
from auzolan.treasury.state import Accrual

__all__ = ("Cut", "Recorded", "accrual_of", "accrue_segment", "recorded", "segment", "to_accrue")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A segment with its lines.

    Attributes:
        row: what the books say of it.
        uses: its calls.
        shares: who earned how much by which.
    """

    row: Segment
    uses: Uses
    shares: Shares


def segment(desk: Desk, *, actor: str, licence: str) -> Cut | Refusal:
    """Record every answered call of a licence that no segment holds yet."""
    return cut(desk, actor=actor, licence=licence)


def to_accrue(folder: Folder, licence: str) -> list[int]:
    """The numbers of the segments by which members have not earned yet, in order.

    A segment without a part for members is none of them.
    """
    with reading(folder) as now:
        return [
            one.number
            for one in sorted(now.books.find(Segment, licence=licence), key=_number)
            if one.members_micro and now.books.get(Accrual, accrual_of(one)) is None
        ]


def accrue_segment(desk: Desk, *, actor: str, licence: str, number: int) -> Receipt | Refusal:
    """Write down what members have earned by one segment, once."""
    found = recorded(desk.folder, licence, number)
    if found is None:
        return Refusal(
            "licensing.no_such_segment", ARTICLE,
            f"{licence} has no segment {number} on the record.",
            "Record the calls first: auzolan licensing segment.",
        )  # fmt: skip
    earned: Counter[str] = Counter()
    for member, micro in zip(found.shares.members, found.shares.amount_micro, strict=True):
        earned[member] += micro
    lines = {member: earned[member] for member in sorted(earned)}
    return accrue(desk, actor=actor, accrual=accrual_of(found.row), licence=licence, earned=lines)


def accrual_of(row: Segment) -> str:
    """The id of the accrual of a segment: there can be one only."""
    return named("uses", row.licence, str(row.number))


def recorded(folder: Folder, licence: str, number: int) -> Recorded | None:
    """A segment with its lines, each annex checked against the record; None where there is none.

    Raises:
        AnnexUnreadable: an annex is missing, or is not the one on the record.
    """
    with reading(folder) as now:
        row = now.books.get(Segment, (licence, number))
        act = _act_of(now, row) if row is not None else None
    if row is None or act is None:
        return None
    files = AnnexFiles(folder, system_ports())
    return Recorded(row, uses_from(files.read(act.uses)), shares_from(files.read(act.shares)))


def _act_of(now: Reading, row: Segment) -> RecordSegment:
    act = read_entry(now.log.body(row.entry)).act
    assert isinstance(act, RecordSegment), f"entry {row.entry} records no segment"
    return act


def _number(row: Segment) -> int:
    return row.number
