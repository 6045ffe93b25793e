"""What can be asked about metered use: a segment of calls, written once, and its attribution."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.foundation.moments import CalendarMoment
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

SEGMENT_ROWS_MAX = 10_000


class RecordSegment(Act, frozen=True, gc=False, tag="licensing.record_segment/1"):
    """Write down up to 10,000 answered calls of one licence, in the order in which they came.

    Attributes:
        licence: under which they were answered.
        number: counts the segments of a licence from 1, without a gap.
        from_at: the moment of the first call.
        until_at: the moment of the last.
        uses: the open annex `uses/1` with the columns answer, at, call, fee_micro (the amount),
            members_micro, shares: a random name of the call, its moment, its fee, the members'
            part of it, the salted digest of the answer and that of its shares.
        shares: the restricted annex `use_shares/1` with the columns amount_micro (the amount),
            call, member: who earned how much by which call.
    """

    licence: Id
    number: Annotated[int, Meta(ge=1, le=10**9)]
    from_at: CalendarMoment
    until_at: CalendarMoment
    uses: AnnexRef
    shares: AnnexRef


class SegmentRecorded(Fact, frozen=True, gc=False, tag="licensing.segment_recorded/1"):
    """So many calls were answered; so much accrued, and so much of it is the members' by use."""

    licence: Id
    number: Whole
    calls: Whole
    fee_micro: Whole
    members_micro: Whole
