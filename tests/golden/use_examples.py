"""Examples of acts on metered calls."""

from __future__ import annotations

from auzolan.licensing import use_acts
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
AT = 1_767_225_600_000
USES = AnnexRef(DIGEST, 10_000, OTHER, 123_000_000)
SHARES = AnnexRef(OTHER, 31_415, DIGEST, 24_600_000)

SEGMENTS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        use_acts.RecordSegment("dairy", 7, AT, AT + 3_600_000, USES, SHARES),
        (use_acts.SegmentRecorded("dairy", 7, 10_000, 123_000_000, 24_600_000),),
    ),
)
