"""What pages ask about members: who they are, and what happened to one of them, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.http import Http404

from auzolan.audit.folder import Folder
from auzolan.consent.acts import Grant, Withdraw
from auzolan.contributions.acts import Offer
from auzolan.contributions.state import Batch
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.learning.page_queries import UseOfMember
from auzolan.house.rooms.members.tables import MemberTable
from auzolan.house.rooms.record.page_queries import entries_by, moments_of, words_of
from auzolan.house.storage.models import rows_of
from auzolan.members.state import ACTIVE, Member
from auzolan.treasury.state import MemberPosting

OWN_ACTS = (
    "contributions.offer/1", "consent.grant/1", "consent.withdraw/1", "members.leave/1",
)  # fmt: skip
_OWN_MAX = 200


@dataclass(frozen=True, slots=True)
class MembersTotal:
    """How many members there are in good standing; `entry` changed it last."""

    members: int
    entry: int | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a member: what, when, where it stands.

    Attributes:
        what: `joined`, `given`, `allowed`, `changed`, `withdrawn`, `used`, `earned`, `paid`,
            `erased` or `left`.
        at: its moment.
        entry: its entry.
        rows: rows given, used or erased; 0 where it is about none.
        amount: money that moved, in units of its account; 0 where none did.
        detail: a purpose, an operation, a kind or an account.
    """

    what: str
    at: int
    entry: int
    rows: int = 0
    amount: int = 0
    detail: tuple[str, ...] = ()


def members_total() -> MembersTotal:
    """Members in good standing."""
    found = MemberTable.objects.aggregate(
        members=Count("member", filter=Q(standing=ACTIVE)), entry=Max("entry")
    )
    return MembersTotal(found["members"], found["entry"])


def members_after(member: str, *, limit: int) -> list[Member]:
    """Everybody who belongs or belonged, in order of id, from behind one on."""
    found = MemberTable.objects.filter(member__gt=member).order_by("member")
    return rows_of(Member, found[:limit])


def member_of(name: str) -> Member | None:
    """The member of this id."""
    found = rows_of(Member, MemberTable.objects.filter(member=name))
    return found[0] if found else None


def members_named(names: Iterable[str]) -> list[Member]:
    """The members of these ids, as far as there are such."""
    return rows_of(Member, MemberTable.objects.filter(member__in=sorted(set(names))))


def member_asked(request: CoopRequest, name: str) -> Member:
    """The member whom a page is about; who asks for her own has been looked up at the door already.

    Raises:
        Http404: there is no such member.
    """
    visit = request.visit
    row = visit.row if visit.member and visit.member == name else member_of(name)
    if row is None:
        raise Http404
    return row


def names_of(folder: Folder, members: list[Member]) -> dict[str, str]:
    """The names of members, as far as the vault has them."""
    words = words_of(folder, [one.entry for one in members])
    by_entry = {one.entry: one.member for one in members}
    return {by_entry[entry]: text for (entry, field), text in words.items() if field == "name"}


def happenings_of(
    member: Member,
    batches: list[Batch],
    uses: list[UseOfMember],
    movements: list[MemberPosting],
) -> list[Happening]:
    """What happened to a member and her rows, newest first."""
    erased = [batch for batch in batches if batch.erased_at >= 0]
    moments = moments_of(
        [member.entry, *(one.entry for one in movements), *(one.erased_at for one in erased)]
    )
    found = [
        *_joined(member, moments),
        *_own(member.member),
        *(_used(one) for one in uses),
        *(_moved(one, moments) for one in movements),
        *(_erased(one, moments) for one in erased),
    ]
    return sorted(found, key=lambda one: (one.entry, one.what), reverse=True)


def _joined(member: Member, moments: dict[int, int]) -> list[Happening]:
    at = moments.get(member.entry, member.since)
    return [Happening("joined", at, member.entry)]


def _own(member: str) -> list[Happening]:
    found, has_granted = [], False
    for entry in entries_by(member, OWN_ACTS, limit=_OWN_MAX):
        act = entry.act
        if isinstance(act, Offer):
            found.append(Happening("given", entry.at, entry.seq, rows=act.rows, detail=(act.kind,)))
        elif isinstance(act, Grant):
            what = "changed" if has_granted else "allowed"
            found.append(Happening(what, entry.at, entry.seq, detail=act.purposes))
            has_granted = True
        elif isinstance(act, Withdraw):
            found.append(Happening("withdrawn", entry.at, entry.seq, detail=(act.kind,)))
        else:
            found.append(Happening("left", entry.at, entry.seq))
    return found


def _used(one: UseOfMember) -> Happening:
    use = one.use
    return Happening("used", use.at, use.entry, rows=one.rows, detail=(use.operation, use.purpose))


def _moved(one: MemberPosting, moments: dict[int, int]) -> Happening:
    what = "earned" if one.amount > 0 else "paid"
    return Happening(
        what, moments.get(one.entry, 0), one.entry, amount=one.amount, detail=(one.account,)
    )


def _erased(batch: Batch, moments: dict[int, int]) -> Happening:
    at = moments.get(batch.erased_at, 0)
    return Happening("erased", at, batch.erased_at, rows=batch.rows, detail=(batch.kind,))
