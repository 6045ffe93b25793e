"""The classes of work, and how its time came to be known.

Which classes an hour's floor covers is for the charter to say; nothing here is worth anything yet.
"""

from __future__ import annotations

WORK = "work"
QUALIFICATION = "qualification"
TRAINING = "training"
SEARCH = "search"
WAITING = "waiting"
COMMUNICATION = "communication"
ADMIN = "admin"
REJECTED = "rejected"
RETURNED = "returned"
APPEAL = "appeal"
CONTENT_RECOVERY = "content-recovery"
GOVERNANCE = "governance"

CLASSES = (
    WORK, QUALIFICATION, TRAINING, SEARCH, WAITING, COMMUNICATION, ADMIN, REJECTED, RETURNED,
    APPEAL, CONTENT_RECOVERY, GOVERNANCE,
)  # fmt: skip
"""Every class of work, in the order in which they are shown.

`rejected` and `returned` are time spent on work that was turned down or handed back before it was
finished; `content-recovery` is rest after harmful content; `governance` is time given to organs.
"""

MEASURED, CLAIMED, AGREED, UNKNOWN = "measured", "claimed", "agreed", "unknown"
BASES = (MEASURED, CLAIMED, AGREED, UNKNOWN)
"""How time came to be known: by a tool, by who worked, between both sides; or not at all."""
