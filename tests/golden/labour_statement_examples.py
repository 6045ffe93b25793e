"""Examples of acts about labour-impact statements: publish, comment, answer."""

from __future__ import annotations

from auzolan.labour.statements import acts as statements
from auzolan.labour.statements.acts import UNKNOWN
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
AT = 1_767_225_600_000
UNTOLD = statements.Pay(
    p5=UNKNOWN, p25=UNKNOWN, p50=UNKNOWN, p75=UNKNOWN, p95=UNKNOWN, under_bp=UNKNOWN
)
BEFORE = statements.Pay(p5=UNKNOWN, p25=911, p50=1_240, p75=1_610, p95=UNKNOWN, under_bp=5_800)
AFTER = statements.Pay(p5=UNKNOWN, p25=1_500, p50=1_500, p75=1_610, p95=UNKNOWN, under_bp=0)
TOLD = statements.LabourFigures(
    snapshot="s1", kind="purchases", rows=2_112, tasks=2, people=57,
    places=(("ES-NA", 31), ("FR", 12)), places_kept_back=14,
    hours=(
        statements.ClassHours("work", 1_512_000, 0, 90_000, 1_480_300, 3),
        statements.ClassHours("waiting", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 40),
    ),
    floor_cents=1_500, floor_basis="charter", before=BEFORE, after=AFTER, unpaid_bp=1_130,
    accepted=4_100, auto_accepted=12, rejections=9, handed_back=4, appeals=5, overturned=3,
    open_appeals=1, open_requests=0, deciders=2, machine_decisions=0, harmful_tasks=1,
    recovery_seconds=UNKNOWN, looks=(statements.LookedAt("pay", "treasury", 3, 21),),
    consented=80, left_out=20, pages_held=0,
)  # fmt: skip
NOTHING_KNOWN = statements.LabourFigures(
    snapshot="s1", kind="purchases", rows=2_112, tasks=0, people=UNKNOWN, places=(),
    places_kept_back=UNKNOWN, hours=(), floor_cents=UNKNOWN, floor_basis="", before=UNTOLD,
    after=UNTOLD, unpaid_bp=UNKNOWN, accepted=UNKNOWN, auto_accepted=UNKNOWN, rejections=UNKNOWN,
    handed_back=UNKNOWN, appeals=UNKNOWN, overturned=UNKNOWN, open_appeals=UNKNOWN,
    open_requests=0, deciders=UNKNOWN, machine_decisions=0, harmful_tasks=UNKNOWN,
    recovery_seconds=UNKNOWN, looks=(), consented=80, left_out=20, pages_held=UNKNOWN,
)  # fmt: skip


def statement(name: str, about: str, subject: str) -> statements.PublishStatement:
    """A statement about something."""
    return statements.PublishStatement(
        name, about, subject, DIGEST, "other", OTHER, DIGEST, OTHER, DIGEST
    )


LABOUR_STATEMENTS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        statement("labour-taste", "model", "taste"),
        (statements.StatementPublished("labour-taste", TOLD, AT),),
    ),
    (
        statements.CommentOnStatement("night-work", "labour-taste", "ana", DIGEST),
        (statements.Commented("night-work", "labour-taste"),),
    ),
    (
        statements.AnswerComment("night-work", OTHER),
        (statements.CommentAnswered("night-work", "labour-taste"),),
    ),
)
LABOUR_STATEMENTS_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "labour-statement-unknown": (
        statement("labour-s1", "dataset", "s1"),
        (statements.StatementPublished("labour-s1", NOTHING_KNOWN, AT),),
    ),
}
