"""The rows of the assembly: proposals and their lives, meetings, polls, ballots, petitions.

No row ties a ballot to a voter, and none holds a text. What cools off, may be executed or has
lapsed follows from the mandate and the moment; see `life`.
"""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row

# A proposal's states, in the order of its life.
DRAFT = "draft"
ENDORSED = "endorsed"
ADMITTED = "admitted"
NOTICED = "noticed"
OPEN = "open"
TALLIED = "tallied"
PASSED = "passed"
EXECUTED = "executed"
# Its side exits.
WITHDRAWN = "withdrawn"
INADMISSIBLE = "inadmissible"
FAILED_QUORUM = "failed_quorum"
REJECTED = "rejected"
SUSPENDED = "suspended"
ANNULLED = "annulled"

CERTIFIED = "certified"
"""The last state of a poll; its proposal is then what the result made of it."""

YES_NO, RANKED = "yes_no", "ranked"
ASSEMBLY, COUNCIL, DELEGATES = "assembly", "council", "delegates"

GATHERING, CARRIED = "gathering", "carried"
PENDING, UPHELD, DISMISSED, MOOT = "pending", "upheld", "dismissed", "moot"


class Proposal(Row, frozen=True, gc=False):
    """A measure on its way.

    `measure` is its canonical text, `revision` the entry that wrote it last. `base` is the charter
    that it was written against, `round` counts its polls from 1, `reading` is 1 or 2, `confirming`
    is 1 once a petition demanded a confirming vote. `not_before` is the earliest moment for its
    next poll. `mandate` is the one it led to, or empty.
    """

    KEY: ClassVar = ("proposal",)
    INDEXES: ClassVar = (("mandate",), ("meeting",), ("state",))

    proposal: str
    author: str
    organ: str
    measure: str
    power: str
    subject: str
    tier: int
    base: str
    state: str
    endorsements: int
    round: int
    reading: int
    confirming: int
    not_before: int
    meeting: str
    mandate: str
    certified_at: int
    revision: int
    entry: int


class Endorsement(Row, frozen=True, gc=False):
    """That a member supports a draft as it stands since `revision`, an entry."""

    KEY: ClassVar = ("proposal", "member", "revision")

    proposal: str
    member: str
    revision: int


class RemarkRow(Row, frozen=True, gc=False):
    """A comment on a proposal; `answer` is the entry that answered it, or -1."""

    KEY: ClassVar = ("comment",)
    INDEXES: ClassVar = (("proposal",),)

    comment: str
    proposal: str
    member: str
    answer: int
    entry: int


class Meeting(Row, frozen=True, gc=False):
    """A meeting of an organ that notice was given of, and the rules of its polls."""

    KEY: ClassVar = ("meeting",)
    INDEXES: ClassVar = (("organ",),)

    meeting: str
    organ: str
    called_by: str
    record_at: int
    opens_at: int
    second_call_at: int
    ends_at: int
    first_call_quorum: str
    second_call_quorum: str
    second_call_votes: int
    late_ms: int
    extension_ms: int
    collaborators_votes: str
    inactive_votes: str
    entry: int


class Poll(Row, frozen=True, gc=False):
    """One vote on an item, under the terms that were in force when it was called.

    `state` is `noticed`, `open`, `tallied` or `certified`; `extended` is 1 once its end was put
    off. `voted` is how many tags have voted so far. Numbers are members; `elected` has commas
    between.
    """

    KEY: ClassVar = ("poll",)
    INDEXES: ClassVar = (("proposal",), ("state",))

    poll: str
    proposal: str
    meeting: str
    kind: str
    majority: str
    turnout: str
    unless_attendance: str
    else_majority: str
    state: str
    ends_at: int
    extended: int
    roll: int
    voted: int
    candidates: int
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    quorum: int
    passed: int
    elected: str
    tally_digest: str
    closed_by: str
    entry: int


class RollTag(Row, frozen=True, gc=False):
    """A one-time tag that may vote in one poll, and the class whose votes it counts among.

    `voted` is 1 once it has.
    """

    KEY: ClassVar = ("poll", "tag")
    INDEXES: ClassVar = (("poll",),)

    poll: str
    tag: str
    class_name: str
    voted: int


class Ballot(Row, frozen=True, gc=False):
    """The ballot of a tag that counts; restricted, since results stay hidden until the close."""

    KEY: ClassVar = ("poll", "tag")
    INDEXES: ClassVar = (("poll",),)
    RESTRICTED: ClassVar = True

    poll: str
    tag: str
    choice: str
    entry: int


class Candidate(Row, frozen=True, gc=False):
    """Somebody who stands in an election, under a number from 1; `withdrawn` is 1 if no longer."""

    KEY: ClassVar = ("proposal", "number")
    INDEXES: ClassVar = (("member",), ("proposal",))

    proposal: str
    number: int
    member: str
    withdrawn: int = 0


class Interest(Row, frozen=True, gc=False):
    """That a member has no vote on a proposal as it stands since `revision`, an entry."""

    KEY: ClassVar = ("proposal", "member")
    INDEXES: ClassVar = (("proposal",),)

    proposal: str
    member: str
    revision: int


class Proxy(Row, frozen=True, gc=False):
    """That one member votes for another at a meeting."""

    KEY: ClassVar = ("meeting", "giver")
    INDEXES: ClassVar = (("meeting", "holder"), ("giver",), ("holder",))

    meeting: str
    giver: str
    holder: str


class PetitionRow(Row, frozen=True, gc=False):
    """A petition; `state` is `gathering` or `carried`, `used` is 1 once it had its effect.

    `signatures` counts the members in standing who signed; once it is carried it stays so.
    `revision` is that of the proposal when it was begun, -1 where it is about none.
    """

    KEY: ClassVar = ("petition",)
    INDEXES: ClassVar = (("about",),)

    petition: str
    kind: str
    about: str
    revision: int
    author: str
    signatures: int
    needed: int
    state: str
    used: int
    begun_at: int
    entry: int


class Signature(Row, frozen=True, gc=False):
    """That a member signed a petition."""

    KEY: ClassVar = ("petition", "member")
    INDEXES: ClassVar = (("member",),)

    petition: str
    member: str


class ChallengeRow(Row, frozen=True, gc=False):
    """A challenge of what one poll decided.

    `state` is `pending`, `upheld`, `dismissed`, or `moot` where the decision fell for another reason.
    """

    KEY: ClassVar = ("challenge",)
    INDEXES: ClassVar = (("proposal",),)

    challenge: str
    proposal: str
    poll: str
    member: str
    state: str
    entry: int
