"""My exchange: what one member gave and what she received, each line with its entry and its check.

Money comes from the movements on her own accounts, the same that her statement shows. What an entry
only moves between her accounts is left out; the rest sums to what her accounts hold. It writes
nothing, and says of votes only that they were held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from auzolan.assembly.state import CERTIFIED, Poll
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Row
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.labour.paying.sheets_of_member import SheetOfMember, sheets_of
from auzolan.house.rooms.labour.voice.exchange_money import (
    GAVE,
    LEFT,
    RECEIVED,
    ExchangeLine,
    commons_of,
    money_lines,
    movements,
)
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.together import asked
from auzolan.labour.classes import UNKNOWN as NOT_TIMED
from auzolan.labour.state import LookRow, Submission, WorkSheet
from auzolan.members.state import Member
from auzolan.treasury.state import FundLot, MemberPosting

SEEN, HELD = "seen", "held"
SECONDS, ROWS, LABELS, ITEMS, FIGURES, PEOPLE = "s", "rows", "labels", "items", "figures", "people"
PIECES = "pieces"


class ExchangeSums(msgspec.Struct, frozen=True):
    """Money in millionths of the currency: before, in between, after; `closing` is what she holds.

    `opening + gave + received - left = closing`.
    """

    opening_micro: int
    gave_micro: int
    received_micro: int
    left_micro: int
    closing_micro: int


class Exchange(msgspec.Struct, frozen=True):
    """What a member gave and received in some days, from entries up to the head that was read.

    Attributes:
        member: whose.
        first_day, last_day: of the days that it is about; empty where open.
        currency: of the money.
        lines: in order of entry.
        sums: of the money.
        checks: commands that check the whole.
    """

    member: str
    first_day: str
    last_day: str
    currency: str
    lines: tuple[ExchangeLine, ...]
    sums: ExchangeSums
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are asked for, as `2026-03-01`; both belong to them, empty is open."""

    first: str = ""
    last: str = ""

    def holds(self, day: str) -> bool:
        """Whether a day is one of them."""
        return self.first <= day and (not self.last or day <= self.last)

    def begins_after(self, day: str) -> bool:
        """Whether a day lies before them."""
        return day < self.first


def exchange(
    reader: Reader, *, asker: str, member: str, days: Days, currency: str
) -> Exchange | Refusal:
    """What a member gave and what she received.

    Args:
        reader: of the whole folder.
        asker: who looks; only she may.
        member: whose exchange.
        days: the days that it is about.
        currency: of the books.
    Returns:
        Every line with its entry and the command that checks it, or the refusal of the look.
    """
    if asker != member:
        return Refusal(
            "labour.exchange_not_your_own", "house, labour",
            f"{asker or '(nobody)'} asked for what {member} gave and received.",
            "Ask her; it is shown to nobody else.",
        )  # fmt: skip
    own: tuple[type[Row], ...] = (Member, MemberPosting, Batch, Submission, LookRow)
    common: tuple[type[Row], ...] = (WorkSheet, FundLot)
    reader.ask(
        *(asked(one, member=member) for one in own), *(asked(one) for one in common),
        asked(Poll, state=CERTIFIED),
    )  # fmt: skip
    row = reader.get(Member, member)
    if row is None:
        return Refusal(
            "labour.member_unknown", "house, labour", f"There is no member {member}.",
            "List them with: auzolan members list.",
        )  # fmt: skip
    sheets, moves = sheets_of(reader, member), movements(reader, member)
    money = money_lines(moves, sheets, currency)
    others = [
        *_rows_given(reader, member), *_work_given(reader, member, sheets),
        *_votes_held(reader, row), *_looks(reader, member), *commons_of(reader, moves, currency),
    ]  # fmt: skip
    dated = _Dated(reader, [one.entry for one in (*money, *others)])
    chosen = [one for one in (*money, *others) if days.holds(dated.day(one.entry))]
    return Exchange(
        member=member, first_day=days.first, last_day=days.last, currency=currency,
        lines=tuple(sorted(chosen, key=lambda one: (one.entry, one.side, one.kind, one.about))),
        sums=_sums(money, days, dated),
        checks=(
            f"auzolan treasury statement {member} --format whole",
            f"auzolan record member-file {member} --output {member}.json",
            f"auzolan verify public --member-file {member}.json",
        ),
    )  # fmt: skip


class _Dated:
    """The days of some entries."""

    def __init__(self, reader: Reader, entries: Sequence[int]) -> None:
        moments = reader.moments(entries)
        self._days = {entry: day_from_moment(at) for entry, at in moments.items()}

    def day(self, entry: int) -> str:
        """The day of an entry in UTC."""
        return self._days[entry]


def _sums(money: Sequence[ExchangeLine], days: Days, dated: _Dated) -> ExchangeSums:
    inside: dict[str, int] = defaultdict(int)
    opening = 0
    for one in money:
        signed = -one.micro if one.side == LEFT else one.micro
        if days.holds(dated.day(one.entry)):
            inside[one.side] += one.micro
        elif days.begins_after(dated.day(one.entry)):
            opening += signed
    closing = opening + inside[GAVE] + inside[RECEIVED] - inside[LEFT]
    return ExchangeSums(opening, inside[GAVE], inside[RECEIVED], inside[LEFT], closing)


def _plain(side: str, kind: str, about: str, *, amount: int, unit: str, entry: int) -> ExchangeLine:
    return ExchangeLine(
        side=side, kind=kind, about=about, amount=amount, unit=unit, micro=0, entry=entry,
        command=f"auzolan record show {entry}",
    )  # fmt: skip


def _rows_given(reader: Reader, member: str) -> Iterator[ExchangeLine]:
    for batch in reader.rows(Batch, member=member):
        yield _plain(
            GAVE,
            "rows",
            f"{batch.kind}:{batch.batch}",
            amount=batch.rows,
            unit=ROWS,
            entry=batch.entry,
        )


def _work_given(
    reader: Reader, member: str, sheets: Sequence[SheetOfMember]
) -> Iterator[ExchangeLine]:
    """Time by class, items and labels of each log; time of sheets, which name no class.

    Work whose time nobody knows makes a line of its own: how many pieces of it there are.
    """
    time: dict[tuple[int, str, str], int] = defaultdict(int)
    untimed: dict[tuple[int, str, str], int] = defaultdict(int)
    counts: dict[tuple[int, str, str], int] = defaultdict(int)
    for one in reader.rows(Submission, member=member):
        if one.basis == NOT_TIMED:
            untimed[one.entry, one.period, one.work_class] += 1
        else:
            time[one.entry, one.period, one.work_class] += one.seconds
        counts[one.entry, one.period, ITEMS] += one.items
        counts[one.entry, one.period, LABELS] += one.judgments
    for (entry, period, work_class), seconds in time.items():
        yield _plain(GAVE, f"time-{work_class}", period, amount=seconds, unit=SECONDS, entry=entry)
    for (entry, period, work_class), pieces in untimed.items():
        about = f"{period}:{work_class}"
        yield _plain(GAVE, "untimed", about, amount=pieces, unit=PIECES, entry=entry)
    for (entry, period, unit), count in counts.items():
        if count:
            yield _plain(GAVE, unit, period, amount=count, unit=unit, entry=entry)
    for sheet in sheets:
        if sheet.is_agreed:
            yield _plain(
                GAVE,
                "time-work",
                sheet.period,
                amount=sheet.seconds,
                unit=SECONDS,
                entry=sheet.entry,
            )


def _votes_held(reader: Reader, member: Member) -> Iterator[ExchangeLine]:
    """Votes that were held since she joined; whether she took part is nobody's to know."""
    for poll in reader.rows(Poll, state=CERTIFIED):
        if poll.entry > member.entry:
            yield _plain(
                HELD, "vote", poll.proposal, amount=poll.roll, unit=PEOPLE, entry=poll.entry
            )


def _looks(reader: Reader, member: str) -> Iterator[ExchangeLine]:
    for one in reader.rows(LookRow, member=member):
        about = f"{one.metric}:{one.role}:{one.viewer}:{one.purpose}"
        yield _plain(SEEN, "look", about, amount=one.count, unit=FIGURES, entry=one.entry)
