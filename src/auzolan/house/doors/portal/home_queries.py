"""What a member's first page asks: what is hers, what is new, what waits for her.

Three things at most wait for her on one page, the most pressing first. Whether she has voted is known
to nobody, so every open ballot stands there for everybody. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from auzolan.assembly.state import OPEN, Poll
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, day_from_moment
from auzolan.house.rooms.assembly.tables import PollTable, ProposalTable
from auzolan.house.rooms.charter.page_queries import Coop
from auzolan.house.rooms.consent.page_queries import Permission
from auzolan.house.rooms.consent.tables import GroupInvitationTable
from auzolan.house.rooms.labour.tables import AppealRowTable, PulseRowTable, SubmissionTable
from auzolan.house.rooms.labour.work.appeal_flows import tags_on_panels
from auzolan.house.rooms.members.tables import MemberTable
from auzolan.house.rooms.treasury.page_queries import Holding, money_asked
from auzolan.house.rooms.treasury.statement_types import PayoutOwn
from auzolan.house.rooms.treasury.tables import PayeeTable
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.page_rows import PageRows, rows_together
from auzolan.house.storage.together import asked
from auzolan.labour.state import HANDED_BACK, REJECTED, AppealRow, PanelTag
from auzolan.labour.work.deadlines import appeal_lapses_at, outcome_at
from auzolan.treasury.accounts import CAPITAL, PAYABLE, PAYING, ROYALTIES

TODOS_MAX = 3
_ON_ITS_WAY = frozenset({"drafted", "approved", "exported", "reported"})


@dataclass(frozen=True, slots=True)
class Own:
    """What is hers in the co-operative.

    Attributes:
        owed_cents: owed to her now, what is on its way to her bank included.
        capital_cents: her capital.
        royalties_micro: earned by use of her data and not counted as owed yet, millionths.
        owed_entry, capital_entry: the entries that moved them last.
        next_payment: the next payment to her bank that is on its way, None where none is.
    """

    owed_cents: int
    capital_cents: int
    royalties_micro: int
    owed_entry: int | None
    capital_entry: int | None
    next_payment: PayoutOwn | None

    @property
    def together_cents(self) -> int:
        """Both together."""
        return self.owed_cents + self.capital_cents


@dataclass(frozen=True, slots=True)
class OpenPoll:
    """A ballot that is open: how it is called, until when, and how many whole days are left."""

    poll: Poll
    title: str
    days_left: int


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for her: which, where it is done, and by when, an empty day for none."""

    what: str
    page: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class ConsentInOne:
    """Her consent in one line: how many uses there are, and how many of them she allows."""

    uses: int
    allowed: int
    is_stopped: bool


def own_of(holdings: Sequence[Holding], payments: Sequence[PayoutOwn]) -> Own:
    """What is hers, from what her accounts hold and what is on its way.

    Args:
        holdings: hers, by group.
        payments: hers.
    """
    by_group = {one.group: one for one in holdings}
    owed = [by_group[name] for name in (PAYABLE, PAYING) if name in by_group]
    capital, royalties = by_group.get(CAPITAL), by_group.get(ROYALTIES)
    coming = [one for one in payments if one.state in _ON_ITS_WAY]
    return Own(
        owed_cents=sum(one.amount for one in owed),
        capital_cents=capital.amount if capital is not None else 0,
        royalties_micro=royalties.amount if royalties is not None else 0,
        owed_entry=max((one.entry for one in owed if one.entry is not None), default=None),
        capital_entry=capital.entry if capital is not None else None,
        next_payment=min(coming, key=lambda one: one.pay_on, default=None),
    )


def own_rows(member: str) -> PageRows:
    """Her money, her batches and what she said last about each kind, in one question."""
    return rows_together(
        *money_asked(member), asked(Batch, member=member), asked(Consent, member=member)
    )


def open_polls(at: int) -> list[tuple[Poll, int]]:
    """The ballots that are open, the one that closes first first, each with its proposal's entry."""
    about = ProposalTable.objects.filter(proposal=OuterRef("proposal")).values("entry")
    found = PollTable.objects.filter(state=OPEN, ends_at__gt=at).annotate(drafted=Subquery(about))
    return [
        (Poll(*fields), entry)
        for *fields, entry in found.order_by("ends_at").values_list(
            *Poll.__struct_fields__, "drafted"
        )
    ]


def titled(
    polls: Sequence[tuple[Poll, int]], words: Mapping[tuple[int, str], str], at: int
) -> list[OpenPoll]:
    """Open ballots as the page shows them.

    Args:
        polls: with the entries of their proposals.
        words: the texts of these entries, as far as the vault has them.
        at: the moment, milliseconds since 1970, UTC.
    """
    return [
        OpenPoll(one, words.get((entry, "title"), ""), -((at - one.ends_at) // DAY_MS))
        for one, entry in polls
    ]


def in_one_line(permissions: Sequence[Permission]) -> ConsentInOne:
    """Her consent in one line."""
    stopped = bool(permissions) and all(one.withdrawn_at is not None for one in permissions)
    return ConsentInOne(len(permissions), sum(one.is_allowed for one in permissions), stopped)


def todos_of(
    coop: Coop, member: str, at: int, *, own: Own, said: ConsentInOne, batches: int
) -> list[Todo]:
    """What waits for her, at most three things.

    Args:
        coop: the co-operative.
        member: whose.
        at: the moment, milliseconds since 1970, UTC.
        own: what is hers.
        said: her consent.
        batches: how many times she has brought rows.
    """
    waits = _waits_for(member, at)
    found = [*_judging(coop, member, at, waits), *_others(member, waits)]
    if own.owed_cents > 0 and not waits.has_payee:
        found.append(Todo("bank", reverse("own_money", args=[member]) + "#bank-title"))
    if waits.is_invited:
        found.append(Todo("group", reverse("consent", args=[member]) + "#groups-title"))
    if not batches:
        found.append(Todo("bring", reverse("contributions", args=[member])))
    elif not said.allowed and not said.is_stopped:
        found.append(Todo("allow", reverse("consent", args=[member])))
    if waits.pulse_until is not None:
        day = datetime.fromtimestamp(waits.pulse_until // 1_000, UTC).date().isoformat()
        found.append(Todo("pulse", reverse("do", args=["labour.answer_pulse"]), day))
    return found[:TODOS_MAX]


@dataclass(frozen=True, slots=True)
class _Waits:
    """What there is at all that could wait for her."""

    has_appeals: bool
    is_rejected: bool
    is_back: bool
    is_invited: bool
    has_payee: bool
    pulse_until: int | None


def _waits_for(member: str, at: int) -> _Waits:
    """All of it in one query: this page is asked for more often than any other."""
    pieces = SubmissionTable.objects.filter(member=member)
    pulse = PulseRowTable.objects.filter(until_at__gt=at).order_by("until_at")
    (found,) = MemberTable.objects.filter(member=member).values_list(
        Exists(AppealRowTable.objects.filter(outcome="")),
        Exists(pieces.filter(state=REJECTED)),
        Exists(pieces.filter(state=HANDED_BACK)),
        Exists(GroupInvitationTable.objects.filter(member=member)),
        Exists(PayeeTable.objects.filter(member=member)),
        Subquery(pulse.values("until_at")[:1]),
    )
    return _Waits(*found)


def _judging(coop: Coop, member: str, at: int, waits: _Waits) -> Iterator[Todo]:
    """The case that she is to judge first, as far as this page tells it; no word of it is read."""
    appeals = (
        rows_of(AppealRow, AppealRowTable.objects.filter(outcome="")) if waits.has_appeals else []
    )
    tags = tags_on_panels(coop.folder, member, appeals) if appeals else {}
    if not tags:
        return
    labour = coop.charter.labour
    drawn = rows_together(*(asked(PanelTag, submission=one, tag=tag) for one, tag in tags.items()))
    waiting = {one.submission for one in drawn.of(PanelTag) if not one.verdict}
    days = [
        day_from_moment(appeal_lapses_at(labour, one.appealed_at)) for one in appeals
        if one.submission in waiting and not outcome_at(labour, one, at)
    ]  # fmt: skip
    if days:
        yield Todo("judge", reverse("panel", args=[member]), min(days))


def _others(member: str, waits: _Waits) -> Iterator[Todo]:
    page = reverse("own_work", args=[member]) + "#pieces-title"
    if waits.is_back:
        yield Todo("again", page)
    if waits.is_rejected:
        yield Todo("appeal", page)
