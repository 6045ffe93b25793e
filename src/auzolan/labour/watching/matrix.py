"""Who may see what about one person: a table of grants, and what does not stand in it is denied.

A grant names a role, a figure, the states of the work that the figure may be about, and what it may
be looked at for. It knows no person, shows nothing, and says nothing of groups: releases about
groups have rules of their own. Whoever keeps the machine can read files without asking; this table
binds everybody who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SELF = "self"
PEER_REVIEWER = "peer-reviewer"
TASK_LEAD = "task-lead"
TREASURY = "treasury"
AUDITOR = "auditor"
DATA_OFFICE = "data-office"
APPEALS = "appeals"
ADMISSIONS = "admissions"
ASSEMBLY_AND_PUBLIC = "assembly-and-public"
OUTSIDE_FIRM = "outside-firm"
ROLES = (
    SELF, PEER_REVIEWER, TASK_LEAD, TREASURY, AUDITOR, DATA_OFFICE, APPEALS, ADMISSIONS,
    ASSEMBLY_AND_PUBLIC, OUTSIDE_FIRM,
)  # fmt: skip

OFFICE_OF: Mapping[str, str] = MappingProxyType(
    {
        TASK_LEAD: "work",
        TREASURY: "treasury",
        AUDITOR: "audit",
        DATA_OFFICE: "data",
        APPEALS: "appeals",
        ADMISSIONS: "admissions",
    }
)
"""The office that somebody holds who looks in a role; the other roles have none, and cannot look."""

HOURS = "hours"
PAY = "pay"
TOP_UP = "top-up"
EFFECTIVE_HOURLY = "effective-hourly"
LABELS = "labels"
ACCEPTANCE = "acceptance"
SKILL = "skill"
INDEX = "index"
PLACE = "place"
RATINGS_GIVEN = "ratings-given"
LOOKS = "looks"
EVERYTHING = "everything"
ACCOUNT = "account"
SPEED = "speed"
TIME_OF_DAY = "time-of-day"
IDLE_TIME = "idle-time"
BREAKS = "breaks"

KEPT = (
    HOURS, PAY, TOP_UP, EFFECTIVE_HOURLY, LABELS, ACCEPTANCE, SKILL, INDEX, PLACE, RATINGS_GIVEN,
    LOOKS, EVERYTHING, ACCOUNT,
)  # fmt: skip
"""Figures about one person that follow from the books, or from labels brought for the purpose.

`acceptance` counts what became of her submissions, `everything` is all that is held about her,
`account` is the way in by which she signs in: a look at it shows no figure, and comes before it is changed.
"""
OWN_ONLY = (SPEED, TIME_OF_DAY, IDLE_TIME, BREAKS)
"""What follows from raw page times while they are kept, and is shown to nobody but her."""
NEVER_KEPT = (
    "keystrokes", "screenshots", "ip-address", "location", "mood", "private-messages",
    "union-activity",
)  # fmt: skip
"""What has no column anywhere: these are names of what a look asks for in vain."""
METRICS = (*KEPT, *OWN_ONLY, *NEVER_KEPT)

SIGN_IN_ANEW, END_SESSIONS = "sign-in-anew", "end-sessions"
"""What the office that admits may have to do with an account for."""
PENDING, JUDGED, APPEALED, SETTLED, GONE = "pending", "judged", "appealed", "settled", "left"
STATES = (PENDING, JUDGED, APPEALED, SETTLED, GONE)
"""What the figure is about: work that waits, is decided, is appealed, is paid; and `left`: any work
of somebody who is a member no longer. A figure about no piece of work stands for all states."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may see, and what for."""

    role: str
    metric: str
    states: tuple[str, ...]
    purposes: tuple[str, ...]


_BOOKS = ("payroll", "correct-books")
_CHECK = ("audit", "complaint")
_HELP = ("training-need", "second-opinion")
_PAID = (SETTLED, GONE)

GRANTS = (
    *(Grant(SELF, metric, STATES, ()) for metric in (*KEPT, *OWN_ONLY)),
    # Work that is judged is judged blind. Only once it is paid for may a lead see whether somebody
    # needs help, and never beside hours: from both a speed could be worked out.
    Grant(TASK_LEAD, ACCEPTANCE, (SETTLED,), _HELP),
    Grant(TASK_LEAD, SKILL, (SETTLED,), _HELP),
    Grant(TREASURY, HOURS, _PAID, _BOOKS),
    Grant(TREASURY, PAY, _PAID, _BOOKS),
    Grant(TREASURY, TOP_UP, _PAID, _BOOKS),
    Grant(TREASURY, EFFECTIVE_HOURLY, _PAID, _BOOKS),
    Grant(TREASURY, PLACE, STATES, _BOOKS),
    Grant(TREASURY, INDEX, (PENDING, JUDGED, APPEALED, SETTLED), (*_BOOKS, "set-index")),
    Grant(AUDITOR, HOURS, _PAID, _CHECK),
    Grant(AUDITOR, PAY, _PAID, _CHECK),
    Grant(AUDITOR, TOP_UP, _PAID, _CHECK),
    Grant(AUDITOR, EFFECTIVE_HOURLY, _PAID, _CHECK),
    Grant(AUDITOR, PLACE, STATES, _CHECK),
    Grant(AUDITOR, INDEX, STATES, _CHECK),
    Grant(DATA_OFFICE, EVERYTHING, STATES, ("rights-request",)),
    Grant(ADMISSIONS, ACCOUNT, STATES, (SIGN_IN_ANEW, END_SESSIONS)),
)
"""All that is allowed. Peers, the office of appeals, the assembly, the public and firms outside are
missing on purpose: nothing about one person is theirs to see."""

_BY_CELL: Mapping[tuple[str, str], Grant] = MappingProxyType(
    {(grant.role, grant.metric): grant for grant in GRANTS}
)
assert len(_BY_CELL) == len(GRANTS), "a role and a figure have one grant"


def permits(role: str, metric: str, state: str) -> bool:
    """Whether a role may see a figure about one person's work in a state.

    Args:
        role: of `ROLES`; anything else may see nothing.
        metric: of `METRICS`; anything else is shown to nobody.
        state: of `STATES`.
    Source: house, labour: default deny (docs/decisions/0032).
    """
    grant = _BY_CELL.get((role, metric))
    return grant is not None and state in grant.states


def states_shown(role: str, metric: str, *, has_left: bool) -> tuple[str, ...]:
    """The states whose work a figure may cover, in the order of `STATES`; empty where denied.

    Args:
        role: who looks.
        metric: at which figure.
        has_left: whether the person is a member no longer; then all of her work is `left`.
    """
    if has_left:
        return STATES if permits(role, metric, GONE) else ()
    return tuple(state for state in STATES[:-1] if permits(role, metric, state))


def purposes_of(role: str, metric: str) -> tuple[str, ...]:
    """What a role may look at a figure for; empty where it may not, and for oneself."""
    grant = _BY_CELL.get((role, metric))
    return grant.purposes if grant is not None else ()
