"""What pages ask about consent: what a member allows, since when, and who relied on it.

What holds now is read at the moment of the page. Nothing here decides whether rows may be used: that
is for the gate, before each use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from auzolan.charter.articles import Charter
from auzolan.consent.reach import names_of
from auzolan.consent.request_acts import ASKS, DONE
from auzolan.consent.state import (
    OPEN,
    PERMIT,
    Consent,
    ConsentStatement,
    GroupBatch,
    GroupInvitation,
    GroupMember,
    Guardian,
    RightsRequest,
    StrikeRow,
    Trust,
)
from auzolan.consent.taxonomy import (
    END_USES,
    NEVER_BUNDLED,
    OPERATIONS,
    end_use_bit,
    operation_bit,
)
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.house.rooms.consent.tables import (
    ConsentStatementTable,
    ConsentTable,
    GroupBatchTable,
    GroupInvitationTable,
    GroupMemberTable,
    GuardianTable,
    RightsRequestTable,
    StrikeRowTable,
    TrustTable,
)
from auzolan.house.rooms.learning.page_queries import UseOfMember
from auzolan.house.storage.models import rows_of


@dataclass(frozen=True, slots=True)
class Permission:
    """One purpose for one kind of rows, as a member has it now.

    Attributes:
        kind: the kind of rows.
        purpose: what they may or may not be used for.
        is_allowed: whether she allows it.
        since: the moment of her latest word, None where she never said anything.
        entry: the entry of that word.
        withdrawn_at: the entry by which she stopped all use, None where she did not.
        erase_by: the moment by which her rows are erased, 0 where nothing is to be erased.
        relied_on: the latest use that rested on it.
    """

    kind: str
    purpose: str
    is_allowed: bool
    since: int | None
    entry: int | None
    withdrawn_at: int | None
    erase_by: int
    relied_on: UseOfMember | None


def permissions_of(member: str, charter: Charter, uses: list[UseOfMember]) -> list[Permission]:
    """Every purpose for every kind, in the charter's order."""
    rows = rows_of(Consent, ConsentTable.objects.filter(member=member))
    return permissions_from(rows, charter, uses)


def permissions_from(
    rows: Sequence[Consent], charter: Charter, uses: Sequence[UseOfMember]
) -> list[Permission]:
    """The same, from what she said last about each kind."""
    by_kind = {row.kind: row for row in rows}
    latest = {one.use.purpose: one for one in uses}
    return [
        _permission(by_kind.get(kind), kind, (place, purpose), latest.get(purpose))
        for kind in charter.consent.kinds
        for place, purpose in enumerate(charter.consent.purposes)
    ]


def _permission(
    row: Consent | None, kind: str, bit: tuple[int, str], relied_on: UseOfMember | None
) -> Permission:
    place, purpose = bit
    if row is None:
        return Permission(kind, purpose, False, None, None, None, 0, relied_on)
    return Permission(
        kind, purpose, bool(row.mask >> place & 1), row.since, row.entry,
        row.withdrawn_at if row.withdrawn_at >= 0 else None, row.erase_by, relied_on,
    )  # fmt: skip


# --- all that a member said -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaidOnPage:
    """One statement of a member, with its conditions.

    Attributes:
        said: the statement.
        operations: what it is about, without what lies below another of them.
        end_uses: what for, likewise.
        party: who may ask, None for anybody.
        territory: where, None for anywhere.
        model_class: for which models, None for any.
        holds: whether it holds now.
        ends: the moment at which it ends, None for never.
    """

    said: ConsentStatement
    operations: tuple[str, ...]
    end_uses: tuple[str, ...]
    party: tuple[str, ...] | None
    territory: tuple[str, ...] | None
    model_class: tuple[str, ...] | None
    holds: bool
    ends: int | None


@dataclass(frozen=True, slots=True)
class Alone:
    """An operation that a permission names alone, and the statement that allows it now, or None."""

    operation: str
    allowed_by: SaidOnPage | None


@dataclass(frozen=True, slots=True)
class StrikeOnPage:
    """A strike that holds now: towards whom, None for all others, and until when, None for open."""

    strike: StrikeRow
    party: tuple[str, ...] | None
    until: int | None


def said_by(member: str, now: int) -> list[SaidOnPage]:
    """Everything that a member ever said, the latest first."""
    rows = rows_of(ConsentStatement, ConsentStatementTable.objects.filter(member=member))
    found = [_on_page(row, now) for row in rows]
    return sorted(found, key=lambda one: (one.said.entry, one.said.statement), reverse=True)


def named_alone(said: list[SaidOnPage]) -> list[Alone]:
    """What is never allowed together with something else, and whether she allows it."""
    holding = [one for one in said if one.holds and one.said.effect == PERMIT]
    return [
        Alone(term, next((one for one in holding if one.said.operation == term), None))
        for term in OPERATIONS
        if term in NEVER_BUNDLED
    ]


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group that she belongs to: since which entry, and her batches among its rows."""

    group: str
    entry: int
    batches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What she holds with others, and who speaks for whom.

    Attributes:
        groups: hers.
        invitations: of groups that have asked her to join.
        wards: minors for whom she speaks.
        guardian: who speaks for her, None where nobody does.
    """

    groups: tuple[OwnGroup, ...]
    invitations: tuple[GroupInvitation, ...]
    wards: tuple[Guardian, ...]
    guardian: Guardian | None


def together_with(member: str, batches: Sequence[str]) -> Together:
    """What a member holds with others.

    Args:
        member: whose.
        batches: hers.
    """
    belongs = rows_of(GroupMember, GroupMemberTable.objects.filter(member=member, until=MOMENT_MAX))
    placed = rows_of(
        GroupBatch, GroupBatchTable.objects.filter(batch__in=batches, until=MOMENT_MAX)
    ) if belongs else []  # fmt: skip
    speaks = rows_of(Guardian, GuardianTable.objects.filter(Q(member=member) | Q(guardian=member)))
    return Together(
        groups=tuple(
            OwnGroup(
                one.group_id, one.entry,
                tuple(sorted(row.batch for row in placed if row.group_id == one.group_id)),
            )
            for one in belongs
        ),
        invitations=tuple(
            rows_of(GroupInvitation, GroupInvitationTable.objects.filter(member=member))
        ),
        wards=tuple(one for one in speaks if one.guardian == member),
        guardian=next((one for one in speaks if one.member == member), None),
    )  # fmt: skip


def requests_of(member: str) -> list[RightsRequest]:
    """What a member asked the office of data, the newest first."""
    found = RightsRequestTable.objects.filter(member=member).order_by("-entry")
    return rows_of(RightsRequest, found)


def strikes_now(now: int) -> list[StrikeOnPage]:
    """The strikes that hold at a moment, in the order in which they began."""
    rows = rows_of(StrikeRow, StrikeRowTable.objects.order_by("entry"))
    return [
        StrikeOnPage(row, _names(row.party), _end(min(row.ends, row.ended_at)))
        for row in rows
        if row.began_at <= now < min(row.ends, row.ended_at)
    ]


def has_entrusted(member: str, now: int) -> bool:
    """Whether the co-operative acts for a member at a moment, so that strikes stop uses of her rows."""
    rows = rows_of(Trust, TrustTable.objects.filter(member=member))
    return any(row.began_at <= now < row.ended_at for row in rows)


def _on_page(row: ConsentStatement, now: int) -> SaidOnPage:
    operations = [term for term in OPERATIONS if row.operations & operation_bit(term)]
    end_uses = [term for term in END_USES if row.end_uses & end_use_bit(term)]
    return SaidOnPage(
        said=row,
        operations=(row.operation,) if row.operation else _tops(operations),
        end_uses=(row.end_use,) if row.end_use else _tops(end_uses),
        party=_names(row.party), territory=_names(row.territory),
        model_class=_names(row.model_class),
        holds=row.begins <= now < row.ends and row.lifted_by < 0,
        ends=_end(row.ends),
    )  # fmt: skip


def _tops(terms: list[str]) -> tuple[str, ...]:
    return tuple(term for term in terms if term.rpartition(".")[0] not in terms)


def _names(text: str) -> tuple[str, ...] | None:
    names = names_of(text)
    return None if names is None else tuple(sorted(names))


def _end(moment: int) -> int | None:
    return None if moment == MOMENT_MAX else moment


# --- the rights desk ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AsksOnPage:
    """How many requests of one kind there are: open, late, done, refused."""

    asks: str
    open: int
    late: int
    done: int
    refused: int


@dataclass(frozen=True, slots=True)
class DueOnPage:
    """An open request, without who asked: what for, by when, whether that has passed."""

    asks: str
    due: int
    is_late: bool
    is_extended: bool
    entry: int


def requests_by_kind(now: int) -> list[AsksOnPage]:
    """The requests counted by what was asked for, in their usual order; kinds without any left out."""
    rows = rows_of(RightsRequest, RightsRequestTable.objects.all())
    return [_counted(asks, [row for row in rows if row.asks == asks], now) for asks in ASKS if any(
        row.asks == asks for row in rows
    )]  # fmt: skip


def requests_due(now: int) -> list[DueOnPage]:
    """The open requests, the next due first."""
    rows = rows_of(
        RightsRequest, RightsRequestTable.objects.filter(state=OPEN).order_by("due", "entry")
    )
    return [
        DueOnPage(row.asks, row.due, now > row.due, bool(row.extended), row.entry) for row in rows
    ]


def _counted(asks: str, rows: list[RightsRequest], now: int) -> AsksOnPage:
    still = [row for row in rows if row.state == OPEN]
    done = sum(row.state == DONE for row in rows)
    return AsksOnPage(
        asks, len(still), sum(now > row.due for row in still), done, len(rows) - len(still) - done
    )
