"""The rows of the assembly."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row

PROPOSED = "proposed"
POLLING = "polling"
CLOSED = "closed"
CERTIFIED = "certified"


class Proposal(Row, frozen=True, gc=False):
    """A measure on its way; `state` is `proposed`, `polling`, `closed` or `certified`.

    Quorum and majority are those of the charter in force when it was proposed.
    """

    KEY: ClassVar = ("proposal",)
    INDEXES: ClassVar = (("state",),)

    proposal: str
    power: str
    subject: str
    state: str
    majority_bp: int
    quorum_bp: int
    roll: int
    ends_at: int
    yes: int
    no: int
    abstain: int
    passed: int
    tally_digest: str
    closed_by: str
    entry: int


class RollTag(Row, frozen=True, gc=False):
    """A one-time tag that may vote in one poll."""

    KEY: ClassVar = ("proposal", "tag")

    proposal: str
    tag: str


class Ballot(Row, frozen=True, gc=False):
    """The ballot of a tag that counts; restricted, since results stay hidden until the close."""

    KEY: ClassVar = ("proposal", "tag")
    INDEXES: ClassVar = (("proposal",),)
    RESTRICTED: ClassVar = True

    proposal: str
    tag: str
    choice: str
    entry: int
