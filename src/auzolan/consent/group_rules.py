"""The rules of groups: who belongs to one, and which batches are among its rows.

A batch in a group needs the group's yes and no refusal of its owner; the gate asks for both. What a
group says is in `group_decisions`. Nobody is put into a group, nor her rows, by somebody else.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.acts import GuardianSet, SetGuardian
from auzolan.consent.group_acts import (
    BatchPlaced,
    BatchTakenOut,
    FormGroup,
    GroupFormed,
    InvitedToGroup,
    InviteToGroup,
    JoinedGroup,
    JoinGroup,
    LeaveGroup,
    LeftGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.speaking import is_minor
from auzolan.consent.state import Group, GroupBatch, GroupInvitation, GroupMember
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave, Left
from auzolan.members.state import ACTIVE, Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact

SECRET_FROM = 3
"""The least number of voters among whom a ballot can be secret: of two, each knows the other's."""


def decide_form_group(books: Books, act: FormGroup, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member begin a group.

    Returns:
        `GroupFormed`, or the first refusal, in the order: membership, name.
    Source: charter, article on consent.
    """
    outsider = _refused_outsider(books, act.member)
    if outsider is not None:
        return outsider
    if books.get(Group, act.group_id) is not None:
        return Refusal(
            "consent.group_exists", article_of(books),
            f"There is a group {act.group_id} already.",
            "Choose another name, or ask one of its members to invite you.",
        )  # fmt: skip
    return (GroupFormed(act.group_id, act.member),)


def decide_invite_to_group(
    books: Books, act: InviteToGroup, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Let a member of a group ask another to join.

    Returns:
        `InvitedToGroup`, or the first refusal, in the order: group, who invites, who is invited,
        belongs already, invited already.
    Source: charter, article on consent.
    """
    refused = refused_group(books, act.group_id) or _refused_stranger(
        books, act.group_id, act.invited_by
    )
    if refused is not None:
        return refused
    outsider = _refused_outsider(books, act.member)
    if outsider is not None:
        return outsider
    if belongs_to(books, act.group_id, act.member):
        return _in_already(books, act.group_id, act.member)
    if books.get(GroupInvitation, (act.group_id, act.member)) is not None:
        return Refusal(
            "consent.invited_already", article_of(books),
            f"{act.member} has been asked to join {act.group_id}.",
            "Wait until she joins; nobody can do it for her.",
        )  # fmt: skip
    return (InvitedToGroup(act.group_id, act.member),)


def decide_join_group(books: Books, act: JoinGroup, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member join a group that has asked her to.

    Returns:
        `JoinedGroup`, or the first refusal, in the order: group, membership, belongs already,
        invitation.
    Source: charter, article on consent.
    """
    refused = refused_group(books, act.group_id) or _refused_outsider(books, act.member)
    if refused is not None:
        return refused
    if belongs_to(books, act.group_id, act.member):
        return _in_already(books, act.group_id, act.member)
    if books.get(GroupInvitation, (act.group_id, act.member)) is None:
        return Refusal(
            "consent.not_invited", article_of(books),
            f"Nobody in {act.group_id} has asked {act.member} to join.",
            "Ask a member of the group: auzolan consent group invite.",
        )  # fmt: skip
    return (JoinedGroup(act.group_id, act.member),)


def decide_leave_group(books: Books, act: LeaveGroup, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member leave a group, with her batches; it needs no reason.

    Returns:
        `LeftGroup`, with the moment by which models are retrained that hold rows of these batches.
        Or the first refusal, in the order: group, belonging.
    Source: charter, article on consent.
    """
    refused = refused_group(books, act.group_id) or _refused_stranger(
        books, act.group_id, act.member
    )
    if refused is not None:
        return refused
    any_batch = bool(_batches_of(books, act.group_id, act.member))
    return (LeftGroup(act.group_id, act.member, _retrain_by(books, case) if any_batch else 0),)


def decide_place_batch(books: Books, act: PlaceBatch, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let an owner put a batch among the rows of her group.

    Models that hold the batch were made by her word alone; the group has not said yes to them.

    Returns:
        `BatchPlaced`, or the first refusal, in the order: batch, age, group, belonging, placed
        already.
    Source: charter, article on consent; Regulation (EU) 2016/679, art. 8: for a minor her guardian
        answers, and no vote of others.
    """
    refused = _refused_batch(books, act.batch, act.member)
    if refused is not None:
        return refused
    if is_minor(books, act.member, case.at):
        return Refusal(
            "consent.rows_of_a_minor", article_of(books),
            f"{act.member} is a minor; no vote decides about her rows.",
            "Her guardian allows what is done with them, until she is of age.",
        )  # fmt: skip
    refused = refused_group(books, act.group_id) or _refused_stranger(
        books, act.group_id, act.member
    )
    if refused is not None:
        return refused
    placed = placed_in(books, act.batch)
    if placed is not None:
        return Refusal(
            "consent.placed_already", article_of(books),
            f"{act.batch} is among the rows of {placed.group_id} already.",
            "A batch belongs to one group; take it out first.",
        )  # fmt: skip
    return (BatchPlaced(act.batch, act.group_id, _retrain_by(books, case)),)


def decide_take_batch_out(
    books: Books, act: TakeBatchOut, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Let an owner take a batch out of a group; from then on her own word alone counts.

    Returns:
        `BatchTakenOut`, or the first refusal, in the order: batch, placed.
    Source: charter, article on consent.
    """
    refused = _refused_batch(books, act.batch, act.member)
    if refused is not None:
        return refused
    placed = placed_in(books, act.batch)
    if placed is None:
        return Refusal(
            "consent.not_placed", article_of(books),
            f"{act.batch} is in no group.",
            "Nothing is left to do; only its owner's word counts.",
        )  # fmt: skip
    return (BatchTakenOut(act.batch, placed.group_id, _retrain_by(books, case)),)


def apply_group_formed(books: Books, case: Case, act: FormGroup, fact: GroupFormed) -> None:
    """Write down the group and its first member."""
    books.add(Group(fact.group_id, case.seq))
    books.add(GroupMember(fact.group_id, fact.member, case.seq, case.at, MOMENT_MAX))


def apply_invited_to_group(
    books: Books, case: Case, act: InviteToGroup, fact: InvitedToGroup
) -> None:
    """Write down that she was asked, and by whom."""
    books.add(GroupInvitation(fact.group_id, fact.member, act.invited_by, case.seq))


def apply_joined_group(books: Books, case: Case, act: JoinGroup, fact: JoinedGroup) -> None:
    """Write down since when she belongs to it; the invitation is used."""
    books.remove(GroupInvitation, (fact.group_id, fact.member))
    books.add(GroupMember(fact.group_id, fact.member, case.seq, case.at, MOMENT_MAX))


def apply_left_group(books: Books, case: Case, act: LeaveGroup, fact: LeftGroup) -> None:
    """Write down until when she and her batches belonged to it."""
    _end(books, case, fact.group_id, fact.member)


def apply_batch_placed(books: Books, case: Case, act: PlaceBatch, fact: BatchPlaced) -> None:
    """Write down since when the group decides about the batch."""
    books.add(GroupBatch(fact.batch, fact.group_id, case.seq, case.at, MOMENT_MAX))


def apply_batch_taken_out(books: Books, case: Case, act: TakeBatchOut, fact: BatchTakenOut) -> None:
    """Write down until when the group decided about the batch."""
    placed = placed_in(books, fact.batch)
    assert placed is not None, f"{fact.batch} was taken out of no group"
    books.put(msgspec.structs.replace(placed, until=case.at))


def apply_left_groups(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """End what somebody shares with groups who leaves the co-operative; invitations lapse."""
    for one in books.find(GroupMember, member=fact.member):
        if one.until == MOMENT_MAX:
            _end(books, case, one.group_id, fact.member)
    for asked in books.find(GroupInvitation, member=fact.member):
        books.remove(GroupInvitation, (asked.group_id, asked.member))


def apply_guardian_set_groups(
    books: Books, case: Case, act: SetGuardian, fact: GuardianSet
) -> None:
    """Take the batches of a minor out of every group: no vote decides about her rows."""
    for batch in books.find(Batch, member=fact.member):
        placed = placed_in(books, batch.batch)
        if placed is not None:
            books.put(msgspec.structs.replace(placed, until=case.at))


def article_of(books: Books) -> str:
    """The article that refusals about groups cite."""
    return f"Art. {charter_of(books).consent.number}"


def refused_group(books: Books, group: str) -> Refusal | None:
    """Why there is no such group, or None."""
    if books.get(Group, group) is not None:
        return None
    return Refusal(
        "consent.no_such_group", article_of(books),
        f"There is no group {group}.",
        "List the groups with: auzolan consent groups.",
    )  # fmt: skip


def belongs_to(books: Books, group: str, member: str) -> bool:
    """Whether a member belongs to a group now."""
    return any(
        one.group_id == group and one.until == MOMENT_MAX
        for one in books.find(GroupMember, member=member)
    )


def members_of(books: Books, group: str) -> tuple[str, ...]:
    """Who belongs to a group now and is in good standing, in order of id."""
    found = [
        one.member for one in books.find(GroupMember, group_id=group) if one.until == MOMENT_MAX
    ]
    rows = books.get_many(Member, found)
    return tuple(sorted(row.member for row in rows if row is not None and row.standing == ACTIVE))


def members_since(books: Books, group: str, at: int) -> frozenset[str]:
    """Who belonged to a group at a moment and has not left it since.

    Args:
        books: the state.
        group: the group.
        at: the moment, as that of a notice.
    """
    found = books.find(GroupMember, group_id=group)
    return frozenset(one.member for one in found if one.since <= at and one.until == MOMENT_MAX)


def placed_in(books: Books, batch: str) -> GroupBatch | None:
    """Where a batch stands now among a group's rows, or None."""
    found = books.find(GroupBatch, batch=batch)
    return next((one for one in found if one.until == MOMENT_MAX), None)


def batches_in(books: Books, group: str) -> tuple[str, ...]:
    """The batches among a group's rows now, in order."""
    found = books.find(GroupBatch, group_id=group)
    return tuple(sorted(one.batch for one in found if one.until == MOMENT_MAX))


def _end(books: Books, case: Case, group: str, member: str) -> None:
    for one in books.find(GroupMember, member=member):
        if one.group_id == group and one.until == MOMENT_MAX:
            books.put(msgspec.structs.replace(one, until=case.at))
    for placed in _batches_of(books, group, member):
        books.put(msgspec.structs.replace(placed, until=case.at))


def _batches_of(books: Books, group: str, member: str) -> list[GroupBatch]:
    found = [placed_in(books, one.batch) for one in books.find(Batch, member=member)]
    return [one for one in found if one is not None and one.group_id == group]


def _retrain_by(books: Books, case: Case) -> int:
    return case.at + charter_of(books).consent.retrain_days * DAY_MS


def _refused_outsider(books: Books, member: str) -> Refusal | None:
    if is_in_standing(books, member):
        return None
    return Refusal(
        "consent.not_a_member", f"Art. {charter_of(books).membership.number}",
        f"{member} is not a member in good standing.",
        "Only members form groups; ask the office of admissions.",
    )  # fmt: skip


def _refused_stranger(books: Books, group: str, member: str) -> Refusal | None:
    if belongs_to(books, group, member):
        return None
    return Refusal(
        "consent.not_in_group", article_of(books),
        f"{member} does not belong to the group {group}.",
        "Ask one of its members to invite her.",
    )  # fmt: skip


def _in_already(books: Books, group: str, member: str) -> Refusal:
    return Refusal(
        "consent.in_group_already", article_of(books),
        f"{member} belongs to the group {group} already.",
        "Nothing is left to do.",
    )  # fmt: skip


def _refused_batch(books: Books, batch: str, member: str) -> Refusal | None:
    found = books.get(Batch, batch)
    if found is not None and found.member == member:
        return None
    return Refusal(
        "consent.not_her_batch", article_of(books),
        f"{batch} is no batch of {member}.",
        "Only its owner decides to which group a batch belongs.",
    )  # fmt: skip
