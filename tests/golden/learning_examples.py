"""Examples of acts between a sealed snapshot and a served model, and of what licensees owe."""

from __future__ import annotations

from auzolan.learning import acts as learning
from auzolan.licensing import notice_acts as notices
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
AT = 1_767_225_600_000
GROUPS = (learning.GroupResult("north", 300, 255), learning.GroupResult("other", 200, 165))

LEARNING: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        learning.NoteRows("s1", 2_112, DIGEST, OTHER),
        (learning.RowsNoted("s1", DIGEST),),
    ),
    (
        learning.EvaluateGroups("taste", "u2", GROUPS),
        (learning.GroupsEvaluated("taste", 2),),
    ),
    (learning.Release("taste", DIGEST), (learning.Released("taste"),)),
    (learning.Extend("taste", DIGEST), (learning.Extended("taste", AT),)),
    (notices.Notify("dairy", 57), (notices.Notified("dairy", 57, AT),)),
    (notices.Certify("dairy", 57, DIGEST), (notices.Certified("dairy", 57),)),
)
