"""The one gate before every use: whether rows of members may be used for a request, and why not.

Fail closed: an unknown term, kind or person means no. Charter, law, strikes, what is known of other
people in the rows, group and member must all say yes. It reads what was said; whether rows still
exist, and who asks, is checked elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from auzolan.charter.articles import Charter
from auzolan.consent.law import forbids
from auzolan.consent.policies import ALLOWED, Decision, Limits, Request, judge
from auzolan.consent.reach import forbids_part_of, names_against, names_of, struck_by
from auzolan.consent.state import (
    PERMIT,
    PROHIBIT,
    WITHDRAW,
    ConsentStatement,
    GroupBatch,
    GroupMember,
    Guardian,
    PayDue,
    StrikeRow,
    ThirdPersons,
    Trust,
)
from auzolan.consent.taxonomy import covers, end_use_bit, operation_bit
from auzolan.consent.territories import TERRITORIES
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX

OWN = ""
"""The party of a request that is the co-operative's own."""
EVERY_ROW = -1
WITHDRAWN = "withdrawn"
SUSPENDED = "suspended"
UNPAID = "unpaid"


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What somebody wants to do with rows of a kind.

    Attributes:
        kind: the kind of rows.
        request: operation, end use, party (`OWN` for the co-operative), territory, model class,
            moment, price and credit.
        as_of: the moment whose statements count: that of the request, or a later look back.
    """

    kind: str
    request: Request
    as_of: int


@dataclass(frozen=True, slots=True)
class Held:
    """A statement as the gate asks it: whose, about which rows, and its limits."""

    speaker: str
    batch: str
    place: int
    effect: str
    entry: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class Said:
    """What the gate says about a batch.

    Attributes:
        decision: for the batch as a whole.
        without: rows of it for which it says otherwise: they are left out, or alone let in.
    """

    decision: Decision
    rows: tuple[tuple[int, Decision], ...] = ()


def asked(  # noqa: PLR0913 - as many as a request has
    *, kind: str, operation: str, end_use: str, at: int, party: str = OWN, territory: str = "",
    model_class: str = "", price_micro: int | None = None, credit: bool = True,
) -> Asked:  # fmt: skip
    """What is asked at a moment, by the statements of that moment."""
    request = Request(operation, end_use, party, territory, model_class, at, price_micro, credit)
    return Asked(kind, request, at)


class Gate:
    """Asks what was said about one request, for members and batches.

    Args:
        books: the state.
        charter: the charter in force.
        asked: what somebody wants to do.
        member: only this member's batches will be asked about, so only hers is read; all where
            empty.
        unsaid: entries whose no is left out, and what they took back is heard: those that are
            being obeyed by a deadline.
    """

    def __init__(
        self, books: Books, charter: Charter, asked: Asked, member: str = "",
        *, unsaid: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        self._unsaid = unsaid
        self._books = books
        self._asked = asked
        self._charter = charter
        self.common = _of_charter(charter, asked)
        self._strike = _is_struck(books, asked)
        self._held: dict[str, list[Held]] = defaultdict(list)
        self._groups: set[str] = set()
        self._read(member)

    def batch(self, member: str, batch: str) -> Said:
        """What is said about the rows of a batch.

        Args:
            member: whose batch.
            batch: its id.
        """
        shared = self._shared(member, batch)
        if not shared.allow:
            return Said(shared)
        held = [one for one in self._held.get(member, ()) if one.batch in ("", batch)]
        # Sorted by row first: who says no to each of her rows must not be asked about all for each.
        of_row: dict[int, list[Held]] = defaultdict(list)
        for one in held:
            of_row[one.place].append(one)
        of_all, is_of_group = of_row.pop(EVERY_ROW, []), bool(self._group_of(batch))
        whole = self._decide(of_all, is_of_group=is_of_group)
        rows = tuple(
            (place, said)
            for place, of_this in sorted(of_row.items())
            if (said := self._decide([*of_all, *of_this], is_of_group=is_of_group)).allow
            != whole.allow
        )
        return Said(whole, rows)

    def member(self, member: str) -> Decision:
        """What a member says about rows of the kind, whatever their batch."""
        shared = self._shared(member, "")
        if not shared.allow:
            return shared
        held = [one for one in self._held.get(member, ()) if not one.batch]
        return self._decide(held, is_of_group=False)

    def entries(self, member: str) -> tuple[int, ...]:
        """The entries of a member's or group's statements that this request was judged by, in order."""
        return tuple(sorted(one.entry for one in self._held.get(member, ())))

    def groups(self) -> set[str]:
        """The groups that were asked so far, as `entries` names them."""
        return {_speaker_of(group) for group in self._groups}

    def before(self, member: str, batch: str) -> Decision:
        """What holds before a member is asked: charter, law, strikes, other people, her group."""
        return self._shared(member, batch)

    def group(self, batch: str) -> str:
        """The group among whose rows a batch was at the moment of the question, or an empty text."""
        return self._group_of(batch)

    def _decide(self, meant: list[Held], *, is_of_group: bool) -> Decision:
        found = judge(
            _limits(meant, WITHDRAW), _limits(meant, PROHIBIT), _limits(meant, PERMIT),
            self._asked.request,
        )  # fmt: skip
        if found.allow or not is_of_group:
            return found
        # The group has said yes; of her own rows a member can only say no.
        return judge(
            _limits(meant, WITHDRAW), _limits(meant, PROHIBIT), (_ALWAYS,), self._asked.request
        )

    def _shared(self, member: str, batch: str) -> Decision:
        """What holds before the member is asked."""
        if self.common:
            return Decision(allow=False, reasons=self.common)
        reasons = []
        request = self._asked.request
        if self._strike and _trusts(self._books, member, self._asked.as_of):
            reasons.append(SUSPENDED)
        if self._is_minors(member) and forbids(self._charter.preset, request, of_minor=True):
            reasons.append("law")
        if batch and _third_persons(self._books, batch, self._asked.as_of):
            reasons.append("third_persons")
        if batch and _is_unpaid(self._books, batch, self._asked.as_of):
            reasons.append(UNPAID)
        group = self._group_of(batch) if batch else ""
        if group and not self._group_permits(group, batch):
            reasons.append("group")
        return Decision(allow=False, reasons=tuple(sorted(reasons))) if reasons else ALLOWED

    def _is_minors(self, member: str) -> bool:
        """Whether it was known of a member that she is, or was, a minor."""
        guardian = self._books.get(Guardian, member)
        return guardian is not None and guardian.since <= self._asked.as_of

    def _group_of(self, batch: str) -> str:
        as_of = self._asked.as_of
        placed = self._books.find(GroupBatch, batch=batch)
        return next((one.group_id for one in placed if one.since <= as_of < one.until), "")

    def _group_permits(self, group: str, batch: str) -> bool:
        if group not in self._groups:
            self._groups.add(group)
            self._keep(self._books.find(ConsentStatement, group_id=group))
        held = [one for one in self._held[_speaker_of(group)] if one.batch in ("", batch)]
        return self._decide(held, is_of_group=False).allow

    def _read(self, member: str) -> None:
        if self.common:
            return
        if member:
            self._keep(self._books.find(ConsentStatement, member=member))
            return
        for kind in ("", self._asked.kind):
            self._keep(self._books.find(ConsentStatement, kind=kind))

    def _keep(self, statements: Iterable[ConsentStatement]) -> None:
        request, as_of, kind = self._asked.request, self._asked.as_of, self._asked.kind
        operation, end_use = operation_bit(request.operation), end_use_bit(request.end_use)
        for one in statements:
            if not self._stands(one, as_of) or one.kind not in ("", kind):
                continue
            if not (one.effect == WITHDRAW or _is_about(one, request, operation, end_use)):
                continue
            speaker = one.member or _speaker_of(one.group_id)
            if one.group_id and one.group_id not in self._groups:
                continue  # a group is read when one of its batches is asked about
            self._held[speaker].append(
                Held(speaker, one.batch, one.place, one.effect, one.entry, _limits_of(one, request))
            )

    def _stands(self, one: ConsentStatement, as_of: int) -> bool:
        """Whether a statement was said by then, and was not taken back."""
        if one.effect != PERMIT and one.entry in self._unsaid:
            return False
        is_kept = one.lifted_by in self._unsaid
        return one.stated_at <= as_of and (is_kept or as_of < one.lifted_at)


def permits(
    books: Books, member: str, *, kind: str, purpose: str, charter: Charter, at: int,
    operation: str = "train",
) -> bool:  # fmt: skip
    """Whether a member allows her rows of a kind to be used by the co-operative for a purpose.

    Args:
        books: the state.
        member: whose rows.
        kind: the kind of rows.
        purpose: the end use.
        charter: the charter in force.
        at: the moment, milliseconds since 1970, UTC.
        operation: what is done with them.
    Returns:
        False for anything unknown.
    Source: charter, article on consent.
    """
    wanted = asked(kind=kind, operation=operation, end_use=purpose, at=at)
    return Gate(books, charter, wanted, member).member(member).allow


_ALWAYS = Limits(0, None, None, None, None, 0, credit=False)


def _of_charter(charter: Charter, asked: Asked) -> tuple[str, ...]:
    """What denies a request for everyone: terms that nobody knows, then the charter, then the law."""
    request, clause = asked.request, charter.consent
    unknown = []
    if not operation_bit(request.operation):
        unknown.append("unknown.operation")
    if not end_use_bit(request.end_use):
        unknown.append("unknown.end_use")
    if asked.kind not in clause.kinds:
        unknown.append("unknown.kind")
    if request.territory and request.territory not in TERRITORIES:
        unknown.append("unknown.territory")  # no prohibition could name it
    if unknown:
        return tuple(sorted(unknown))
    reasons = []
    does = any(covers(named, request.operation) for named in clause.operations)
    if not does or request.end_use not in clause.purposes:
        reasons.append("charter")
    if forbids(charter.preset, request, of_minor=False):
        reasons.append("law")
    return tuple(reasons)


def _is_struck(books: Books, asked: Asked) -> bool:
    request = asked.request
    return any(
        one.began_at <= asked.as_of < one.ended_at
        and asked.request.at < one.ends
        and forbids_part_of(one.end_use, request.end_use)
        and _is_towards(one.party, request.party)
        for operation in struck_by(request.operation)
        for one in books.find(StrikeRow, operation=operation)
    )


def _is_towards(party: str, asks: str) -> bool:
    named = names_of(party)
    return asks != OWN if named is None else asks in named


def _trusts(books: Books, member: str, as_of: int) -> bool:
    return any(one.began_at <= as_of < one.ended_at for one in books.find(Trust, member=member))


def _third_persons(books: Books, batch: str, as_of: int) -> bool:
    known = [one for one in books.find(ThirdPersons, batch=batch) if one.noted_at <= as_of]
    return bool(known) and max(known, key=lambda one: one.entry).basis == "none"


def _is_unpaid(books: Books, batch: str, as_of: int) -> bool:
    """No pay, no data: whether rows came with work that was not paid by then."""
    due = books.get(PayDue, batch)
    return due is not None and due.since <= as_of < due.paid_at


def _speaker_of(group: str) -> str:
    return f"group:{group}"


def _is_about(one: ConsentStatement, request: Request, operation: int, end_use: int) -> bool:
    if one.effect == PROHIBIT and one.operation:
        # A prohibition means terms of later versions too, which its bits cannot know.
        return forbids_part_of(one.operation, request.operation) and forbids_part_of(
            one.end_use, request.end_use
        )
    return bool(one.operations & operation and one.end_uses & end_use)


def _limits(held: list[Held], effect: str) -> list[Limits]:
    return [one.limits for one in held if one.effect == effect]


def _limits_of(one: ConsentStatement, request: Request) -> Limits:
    is_no = one.effect == PROHIBIT
    return Limits(
        one.begins, None if one.ends == MOMENT_MAX else one.ends, names_of(one.party),
        names_against(one.territory, request.territory, is_no=is_no),
        names_against(one.model_class, request.model_class, is_no=is_no),
        one.price_floor_micro, bool(one.credit),
    )  # fmt: skip


def groups_of(books: Books, member: str, as_of: int) -> tuple[str, ...]:
    """The groups that a member belongs to at a moment, in order."""
    found = books.find(GroupMember, member=member)
    return tuple(sorted({one.group_id for one in found if one.since <= as_of < one.until}))
