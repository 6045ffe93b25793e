"""Examples of settling work: with rows that go free, and with a price that takes a top-up's place."""

from __future__ import annotations

from auzolan.labour.work import acts as work
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
LINES = AnnexRef(DIGEST, 2, OTHER, 350_000)
SUBMISSIONS = AnnexRef(OTHER, 3, DIGEST, 3_000_000_000)
BATCHES = AnnexRef(DIGEST, 1, OTHER)

LABOUR_PAY: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        work.SettleWork("march", "2026"),
        (
            work.WorkSettled(
                "march", "2026", LINES, SUBMISSIONS, BATCHES, 2, 720_000, 300_000, 0, 50_000
            ),
        ),
    ),
)
LABOUR_PAY_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "settle-after_an_appeal": (
        work.SettleWork("april", "2026"),
        (
            work.WorkSettled(
                "april", "2026", AnnexRef(DIGEST, 1, OTHER, 516),
                AnnexRef(OTHER, 1, DIGEST, 20_000_000), None, 1, 0, 2_000, 16, -1_500,
            ),
        ),
    ),
}  # fmt: skip
