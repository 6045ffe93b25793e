"""The rows of the labour room.

No row holds a time of day, a key pressed, a picture of a screen, an address of a machine, a mood, a
private message, or what somebody does in a union; a test reads every row for such names.
"""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row

INDEX_BASE_CENTI = 100


class JobIndex(Row, frozen=True, gc=False):
    """The index by which a member's hours weigh, in hundredths; 100 where there is no row.

    `work_class` is the class of work that it is for, empty for all that have no row of their own.
    """

    KEY: ClassVar = ("member", "work_class")
    INDEXES: ClassVar = (("member",),)
    RESTRICTED: ClassVar = True

    member: str
    work_class: str
    index_centi: int
    entry: int


class WorkSheet(Row, frozen=True, gc=False):
    """A sheet of work that has been booked; its id is used once."""

    KEY: ClassVar = ("work",)
    INDEXES: ClassVar = (("period",),)

    work: str
    period: str
    members: int
    seconds: int
    pay_cents: int
    topup_cents: int
    entry: int
    interest_cents: int = 0


class WorkOfMember(Row, frozen=True, gc=False):
    """One member's work in a period, all sheets together.

    `seconds` are accepted ones. `weight_centi` is what they count in sharing a surplus: seconds
    times job index in hundredths, by the index that stood when each sheet was booked.
    `counted_seconds` are all that the floor covers, `paid_seconds` those that a price was meant
    for. `owed_cents` is pay, interest and top-up together; `floor_cents` the floor of all that
    settlements counted, a sheet of agreed work has none of its own.
    """

    KEY: ClassVar = ("period", "member")
    INDEXES: ClassVar = (("period",), ("member",))
    RESTRICTED: ClassVar = True

    period: str
    member: str
    seconds: int
    weight_centi: int
    owed_cents: int
    counted_seconds: int = 0
    paid_seconds: int = 0
    items: int = 0
    pay_cents: int = 0
    interest_cents: int = 0
    topup_cents: int = 0
    floor_cents: int = 0


class Task(Row, frozen=True, gc=False):
    """Work that is or was offered, its price, and what came in, counted by events.

    `closed` is the entry that closed it, -1 while it is offered. A submission that was rejected,
    and accepted in the end, counts in both.
    """

    KEY: ClassVar = ("task",)
    INDEXES: ClassVar = (("kind",), ("issuer",))

    task: str
    issuer: str
    kind: str
    work_class: str
    piece_micro: int
    hour_cents: int
    page_seconds_max: int
    harmful: int
    floor_cents: int
    entry: int
    closed: int
    rejections: int = 0
    handed_back: int = 0
    appeals: int = 0
    overturned: int = 0


class WorkLog(Row, frozen=True, gc=False):
    """A log of work that has been booked.

    `forget_by` is the moment by which its raw page times are destroyed; `forgotten` the entry that
    says they are, -1 until then. Both are 0 where none were kept. `kind` is the kind of rows that
    lines without a task are about, or empty.
    """

    KEY: ClassVar = ("log",)
    INDEXES: ClassVar = (("file",), ("period",), ("kind",))

    log: str
    period: str
    file: str
    pages: str
    page_count: int
    submissions: int
    entry: int
    logged_at: int
    forget_by: int
    forgotten: int
    kind: str = ""


PENDING, ACCEPTED, REJECTED, HANDED_BACK = "pending", "accepted", "rejected", "handed-back"
APPEALED, UPHELD = "appealed", "upheld"
STATES = (PENDING, ACCEPTED, REJECTED, HANDED_BACK, APPEALED, UPHELD)
"""States of a submission. A pending one counts as accepted once the charter's days have gone;
`upheld` is a rejection that a panel upheld."""


class Submission(Row, frozen=True, gc=False):
    """A piece of work that is judged on its own, and what has been paid for it.

    `waits_since` is the moment from which the days for a decision run; `decided_at` that of the
    latest decision, 0 where there is none, `decided_by` who took it. `owing` is 1 while a
    settlement has still to look at it. `settled_seconds` and `settled_micro` are what settlements
    have counted of its time and paid of its price; `rejected_at` the moment of its first
    rejection, 0 where there was none: interest runs from it. `floor_period` is the period within
    which its pay and time are held against the floor, empty while they are not; `settled_floor`
    what the floor asks for its counted time, in cents an hour times seconds.
    """

    KEY: ClassVar = ("submission",)
    INDEXES: ClassVar = (
        ("owing",), ("period",), ("member",), ("task",), ("batch",), ("state",), ("log",), ("tag",),
        ("member", "floor_period"),
    )  # fmt: skip
    RESTRICTED: ClassVar = True

    submission: str
    log: str
    period: str
    member: str
    tag: str
    task: str
    work_class: str
    basis: str
    seconds: int
    paid_seconds: int
    items: int
    judgments: int
    pay_micro: int
    batch: str
    logged_at: int
    state: str
    waits_since: int
    decided_at: int
    decided_by: str
    owing: int
    entry: int
    settled_seconds: int = 0
    settled_micro: int = 0
    rejected_at: int = 0
    auto_accepted: int = 0
    floor_period: str = ""
    settled_floor: int = 0


class AppealRow(Row, frozen=True, gc=False):
    """An appeal: when it came, and what its panel says; `outcome` is empty while it is open."""

    KEY: ClassVar = ("submission",)
    INDEXES: ClassVar = (("outcome",),)

    submission: str
    task: str
    appealed_at: int
    entry: int
    peers: int
    uphold: int
    overturn: int
    outcome: str


class PanelTag(Row, frozen=True, gc=False):
    """A tag under which one of a panel judges; `verdict` is empty until she has."""

    KEY: ClassVar = ("submission", "tag")
    INDEXES: ClassVar = (("submission",), ("tag",))

    submission: str
    tag: str
    verdict: str


class WageReference(Row, frozen=True, gc=False):
    """A statutory minimum or a living wage of a place, from a moment on."""

    KEY: ClassVar = ("place", "basis", "from_at")
    INDEXES: ClassVar = (("place",),)

    place: str
    basis: str
    from_at: int
    cents_hour: int
    source: str
    document: str
    entry: int


class WorkPlace(Row, frozen=True, gc=False):
    """Where a member works, from a moment on."""

    KEY: ClassVar = ("member", "since")
    INDEXES: ClassVar = (("member",),)
    RESTRICTED: ClassVar = True

    member: str
    since: int
    place: str
    entry: int


class LookRow(Row, frozen=True, gc=False):
    """A look at a person's figure."""

    KEY: ClassVar = ("look",)
    INDEXES: ClassVar = (("member",), ("viewer",), ("metric",))
    RESTRICTED: ClassVar = True

    look: str
    member: str
    viewer: str
    role: str
    metric: str
    purpose: str
    count: int
    at: int
    entry: int


class LookCount(Row, frozen=True, gc=False):
    """How often a figure about persons was looked at in a role: open, and about nobody."""

    KEY: ClassVar = ("metric", "role")

    metric: str
    role: str
    looks: int
    figures: int


class GroupRelease(Row, frozen=True, gc=False):
    """A release about groups; `year` is the calendar year (UTC) whose noise budget it spends."""

    KEY: ClassVar = ("release",)
    INDEXES: ClassVar = (("population",), ("year",))

    release: str
    population: str
    audience: str
    measure: str
    period: str
    year: int
    noise_centi: int
    cells: int
    kept_back: int
    entry: int


class GroupAtom(Row, frozen=True, gc=False):
    """The finest group in which releases have shown a person so far, as one audience saw them.

    `view` is `public` or `inside` for all releases together, and `public/seconds/PERIOD` or the
    like for those of one measure. Populations share one numbering: a name cannot hide that the same
    people are asked about again.
    """

    KEY: ClassVar = ("view", "member")
    INDEXES: ClassVar = (("view",),)
    RESTRICTED: ClassVar = True

    view: str
    member: str
    atom: int


class LabourStatement(Row, frozen=True, gc=False):
    """A labour-impact statement: the newest of a subject counts.

    `open_comments` are those without an answer; `snapshot` is the dataset whose labour it states,
    `kind` the kind of its rows.
    """

    KEY: ClassVar = ("statement",)
    INDEXES: ClassVar = (("about", "name"), ("kind",))

    statement: str
    about: str
    name: str
    published_at: int
    comment_by: int
    comments: int
    open_comments: int
    entry: int
    kind: str = ""
    snapshot: str = ""


class StatementComment(Row, frozen=True, gc=False):
    """A member's comment on a statement; `answered` is the entry of its answer, -1 until then."""

    KEY: ClassVar = ("comment",)
    INDEXES: ClassVar = (("statement",),)

    comment: str
    statement: str
    member: str
    entry: int
    answered: int


class Rating(Row, frozen=True, gc=False):
    """What somebody says of whom she worked for; scores as in `RateIssuer`, 0 for no opinion."""

    KEY: ClassVar = ("submission",)
    INDEXES: ClassVar = (("issuer",),)
    RESTRICTED: ClassVar = True

    submission: str
    issuer: str
    member: str
    pay: int
    fairness: int
    speed: int
    communication: int
    entry: int


class PulseRow(Row, frozen=True, gc=False):
    """A quarter's question to all members about their work."""

    KEY: ClassVar = ("pulse",)

    pulse: str
    roll: int
    answered: int
    until_at: int
    entry: int


class PulseTag(Row, frozen=True, gc=False):
    """One who is asked, by her tag."""

    KEY: ClassVar = ("pulse", "tag")
    INDEXES: ClassVar = (("pulse",),)

    pulse: str
    tag: str
    answered: int


class PulseAnswer(Row, frozen=True, gc=False):
    """What was answered under a tag: scores with commas, in the order of the questions."""

    KEY: ClassVar = ("pulse", "tag")
    INDEXES: ClassVar = (("pulse",),)
    RESTRICTED: ClassVar = True

    pulse: str
    tag: str
    answers: str
    entry: int
