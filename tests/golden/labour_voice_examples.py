"""Examples of acts of being heard about work: ratings, and the quarterly pulse."""

from __future__ import annotations

from auzolan.labour.voice import acts as voice
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
AT = 1_767_225_600_000
TAGS = AnnexRef(DIGEST, 12, OTHER)

LABOUR_VOICE: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (voice.RateIssuer("s-1", DIGEST, OTHER), (voice.IssuerRated("milk-ltd"),)),
    (voice.OpenPulse("2026-q1", TAGS, 14), (voice.PulseOpened("2026-q1", 12, AT),)),
    (voice.AnswerPulse("2026-q1", DIGEST), (voice.PulseAnswered("2026-q1"),)),
)
