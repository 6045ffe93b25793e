"""What can be asked about groups: people who hold rights in rows together, and decide by vote.

A group decides through the assembly: its vote makes a mandate, and `DecideForGroup` carries it out.
Nothing here says who may vote.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.consent.acts import Price, Scope, Terms
from auzolan.foundation import canonical
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.entries import Act, Fact

GroupId = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,35}\Z")]
"""A group's name, which everybody can read."""


class GroupPermit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="permit"):
    """A group's yes: one operation for one end use on its rows, under conditions.

    Attributes:
        group_id: the group.
        scope: which of its rows: all, those of a kind, or of one batch; never a single row.
        terms: what is allowed, when and to whom.
        floor: the least price of a sale, None for none.
        credit: whether those who made the data are to be named.
    """

    group_id: GroupId
    scope: Scope
    terms: Terms
    floor: Price | None
    credit: bool


class GroupProhibit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="prohibit"):
    """A group's no: one operation for one end use on its rows, whatever else it allows."""

    group_id: GroupId
    scope: Scope
    terms: Terms


class GroupLift(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lift"):
    """A group takes back what it said: `statement` is its id, as `group-41`."""

    group_id: GroupId
    statement: Id


GroupDecision = GroupPermit | GroupProhibit | GroupLift


def subject_of_group_decision(decision: GroupDecision) -> str:
    """What a group's resolution and its execution must agree on."""
    return canonical.digest({"group_decision": decision})


class FormGroup(Act, frozen=True, gc=False, tag="consent.form_group/1"):
    """Begin a group, with oneself as its first member."""

    group_id: GroupId
    member: Id

    def person(self) -> str:
        """The member who begins it."""
        return self.member


class InviteToGroup(Act, frozen=True, gc=False, tag="consent.invite_to_group/1"):
    """Ask a member to join one's group."""

    group_id: GroupId
    member: Id
    invited_by: Id

    def person(self) -> str:
        """The member of the group who asks her."""
        return self.invited_by


class JoinGroup(Act, frozen=True, gc=False, tag="consent.join_group/1"):
    """Join a group that has asked one to."""

    group_id: GroupId
    member: Id

    def person(self) -> str:
        """The member who joins."""
        return self.member


class LeaveGroup(Act, frozen=True, gc=False, tag="consent.leave_group/1"):
    """Leave a group at once, with one's rows; no reason is needed."""

    group_id: GroupId
    member: Id

    def person(self) -> str:
        """The member who leaves."""
        return self.member


class PlaceBatch(Act, frozen=True, gc=False, tag="consent.place_batch/1"):
    """Put a batch of one's own among the rows of one's group, which decides about it from now on."""

    batch: Id
    group_id: GroupId
    member: Id

    def person(self) -> str:
        """The owner of the batch."""
        return self.member


class TakeBatchOut(Act, frozen=True, gc=False, tag="consent.take_batch_out/1"):
    """Take a batch of one's own out of the rows of a group; only its owner's word counts again."""

    batch: Id
    member: Id

    def person(self) -> str:
        """The owner of the batch."""
        return self.member


class DecideForGroup(Act, frozen=True, gc=False, tag="consent.decide_for_group/1"):
    """Carry out what a group has voted about its rows."""

    mandate: Id
    decision: GroupDecision

    def subject(self) -> str:
        """The digest of the decision, as the resolution named it."""
        return subject_of_group_decision(self.decision)

    def mandate_id(self) -> str:
        """The mandate that the group's resolution made."""
        return self.mandate


class GroupFormed(Fact, frozen=True, gc=False, tag="consent.group_formed/1"):
    """The group exists, and she belongs to it."""

    group_id: GroupId
    member: Id


class InvitedToGroup(Fact, frozen=True, gc=False, tag="consent.invited_to_group/1"):
    """She may join."""

    group_id: GroupId
    member: Id


class JoinedGroup(Fact, frozen=True, gc=False, tag="consent.joined_group/1"):
    """She belongs to the group."""

    group_id: GroupId
    member: Id


class LeftGroup(Fact, frozen=True, gc=False, tag="consent.left_group/1"):
    """She belongs to the group no longer, nor do her batches.

    Models that hold rows of these batches are retrained by `retrain_by`; 0 where she had none.
    """

    group_id: GroupId
    member: Id
    retrain_by: Whole


class BatchPlaced(Fact, frozen=True, gc=False, tag="consent.batch_placed/1"):
    """The batch is among the group's rows; models that hold it are retrained by `retrain_by`."""

    batch: Id
    group_id: GroupId
    retrain_by: Whole


class BatchTakenOut(Fact, frozen=True, gc=False, tag="consent.batch_taken_out/1"):
    """The batch is its owner's alone; models that hold it are retrained by `retrain_by`."""

    batch: Id
    group_id: GroupId
    retrain_by: Whole


class GroupPermitted(Fact, frozen=True, gc=False, tag="consent.group_permitted/1"):
    """The group's permission holds from `begins` until before `ends`, for these terms as bits."""

    statement: Id
    group_id: GroupId
    operations: Whole
    end_uses: Whole
    begins: Whole
    ends: Whole


class GroupProhibited(Fact, frozen=True, gc=False, tag="consent.group_prohibited/1"):
    """The group's prohibition holds; models made under what it forbids are retrained."""

    statement: Id
    group_id: GroupId
    operations: Whole
    end_uses: Whole
    begins: Whole
    ends: Whole
    retrain_by: Whole


class GroupLifted(Fact, frozen=True, gc=False, tag="consent.group_lifted/1"):
    """A statement of the group holds no longer; `retrain_by` is 0 where it was a prohibition."""

    statement: Id
    group_id: GroupId
    retrain_by: Whole
