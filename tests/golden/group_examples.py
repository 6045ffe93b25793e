"""Examples of acts by which people hold rights in rows together, and of what a group votes."""

from __future__ import annotations

from auzolan.charter import acts as charter
from auzolan.consent import group_acts as groups
from auzolan.consent.acts import Price, Scope, Terms
from auzolan.record.entries import Act, Fact

AT = 1_767_225_600_000
DAY = 86_400_000
NEVER = 253_402_300_799_999
TERMS = Terms("train", "commercial", AT, AT + 90 * DAY, ("dairy-ltd",), ("ES",), ("text",), 1)
YES = groups.GroupPermit(
    "choir", Scope("purchases", "b1"), TERMS, Price(250_000, "EUR", "answer"), credit=True
)
NO = groups.GroupProhibit("choir", Scope(), Terms("share", "research", 0, 0, None, None, None, 1))
BACK = groups.GroupLift("choir", "group-41")

GROUPS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (groups.FormGroup("choir", "m001"), (groups.GroupFormed("choir", "m001"),)),
    (
        groups.InviteToGroup("choir", "m002", "m001"),
        (groups.InvitedToGroup("choir", "m002"),),
    ),
    (groups.JoinGroup("choir", "m002"), (groups.JoinedGroup("choir", "m002"),)),
    (
        groups.LeaveGroup("choir", "m002"),
        (groups.LeftGroup("choir", "m002", AT + 30 * DAY),),
    ),
    (
        groups.PlaceBatch("b1", "choir", "m001"),
        (groups.BatchPlaced("b1", "choir", AT + 30 * DAY),),
    ),
    (
        groups.TakeBatchOut("b1", "m001"),
        (groups.BatchTakenOut("b1", "choir", AT + 30 * DAY),),
    ),
    (
        groups.DecideForGroup("mandate-p12", YES),
        (
            groups.GroupPermitted("group-7", "choir", 480, 8, AT, AT + 90 * DAY),
            charter.MandateUsed("mandate-p12"),
        ),
    ),
)  # fmt: skip

GROUPS_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "group-prohibits": (
        groups.DecideForGroup("mandate-p13", NO),
        (
            groups.GroupProhibited("group-8", "choir", 245_760, 2, AT, NEVER, AT + 30 * DAY),
            charter.MandateUsed("mandate-p13"),
        ),
    ),
    "group-lifts": (
        groups.DecideForGroup("mandate-p14", BACK),
        (
            groups.GroupLifted("group-41", "choir", AT + 30 * DAY),
            charter.MandateUsed("mandate-p14"),
        ),
    ),
}
