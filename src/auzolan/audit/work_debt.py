"""A second account of what work is owed: from settled submissions, beside the rule and the ledger.

What the time log makes owed, what was booked as wages and top-ups, and what members' accounts got
must be one and the same, entry by entry and person by person. It is written apart from the rule,
adds up on its own what was counted of each submission before, and judges no work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from auzolan.audit.report import Findings
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books, Row
from auzolan.labour.paying.lines import SettledLine, SubmissionLine
from auzolan.labour.state import ACCEPTED, Submission
from auzolan.treasury.accounts import PAYABLE, TOPUPS, WAGES, expense_account
from auzolan.treasury.state import MemberPosting, Posting

_CENT_MICRO, _HOUR_S, _YEAR_MS = 10_000, 3_600, 365 * 86_400_000


@dataclass(slots=True)
class _Debt:
    """What one entry makes owed, and what was booked with it."""

    owed_cents: int
    accounts: frozenset[str]
    by_member: Mapping[str, int] | None = None
    booked_cents: int = 0
    posted: dict[str, int] = field(default_factory=dict)


class WorkDebt:
    """Adds up what work is owed as replay goes on.

    Args:
        findings: where differences are noted.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._debts: dict[int, _Debt] = {}
        self._held: dict[tuple[str, str], tuple[int, int]] = {}
        self._counted: dict[str, tuple[int, int]] = {}

    def owe(self, entry: int, period: str, owed_cents: int) -> None:
        """An entry says in the open what work is owed; its postings come next."""
        accounts = frozenset(expense_account(period, kind) for kind in (WAGES, TOPUPS))
        self._debts[entry] = _Debt(owed_cents, accounts)

    def settle(
        self, books: Books, entry: int, at: int, submissions: Sequence[SubmissionLine],
        lines: Sequence[SettledLine],
    ) -> None:  # fmt: skip
        """Work out from submissions what a settlement owes each, and compare it with its lines.

        Args:
            books: those before the entry, with restricted rows.
            entry: of the settlement, which `owe` was told of.
            at: its moment.
            submissions: what it counted.
            lines: what it says that people are owed.
        """
        exact, interest = defaultdict[str, Fraction](Fraction), defaultdict[str, Fraction](Fraction)
        for line in submissions:
            row = books.get(Submission, line.submission)
            if row is None:
                self._differ(entry, line.submission, "submission", "one that was handed in", "none")
                continue
            self._count(entry, row, line)
            exact[row.member] += self._owed(row.member, line)
            if line.owed_micro and row.rejected_at:
                rate = Fraction(charter_of(books).labour.late_interest_bp, 10_000)
                late = Fraction(at - row.rejected_at, _YEAR_MS)
                interest[row.member] += Fraction(line.owed_micro, _CENT_MICRO) * rate * late
        expected = {one: _up(exact[one]) + _up(interest[one]) for one in sorted(exact)}
        stated = {line.member: line.owed_cents for line in lines}
        for member in sorted({*expected, *stated}):
            self._findings.checked("what work is owed, person by person")
            ours, theirs = expected.get(member, 0), stated.get(member, 0)
            if ours != theirs:
                self._differ(entry, f"work of {member}", "owed_cents", ours, theirs)
        self._debts[entry].by_member = expected

    def _count(self, entry: int, row: Submission, line: SubmissionLine) -> None:
        """Each second counts once, each price is paid once, and none that was turned down."""
        seconds, micro = self._counted.get(row.submission, (0, 0))
        seconds, micro = seconds + line.seconds, micro + line.owed_micro
        self._counted[row.submission] = (seconds, micro)
        about = f"submission {row.submission}"
        # A claim's time is what was judged: it counts once it is accepted.
        most = row.seconds if row.log or line.state == ACCEPTED else 0
        if seconds > most:
            self._differ(entry, about, "seconds", most, seconds)
        due = row.pay_micro if line.state == ACCEPTED else 0
        if micro != due:
            self._differ(entry, about, "owed_micro", due, micro)

    def _owed(self, member: str, line: SubmissionLine) -> Fraction:
        """What a line adds to pay or floor, whichever is more, of its period; exact cents."""
        more = line.seconds * line.hour_cents
        if not line.floor_period:
            return Fraction(line.owed_micro, _CENT_MICRO)
        key = (member, line.floor_period)
        micro, floor = self._held.get(key, (0, 0))
        self._held[key] = (micro + line.owed_micro, floor + more)
        return _more(micro + line.owed_micro, floor + more) - _more(micro, floor)

    def add(self, rows: Sequence[Row]) -> None:
        """Take history rows of one type and one entry; those of work are added up."""
        first = rows[0] if rows else None
        if not isinstance(first, Posting | MemberPosting):
            return
        debt = self._debts.get(first.entry)
        if debt is None:
            return
        for row in rows:
            if isinstance(row, Posting):
                debt.booked_cents += row.amount if row.account in debt.accounts else 0
            elif isinstance(row, MemberPosting) and row.account == PAYABLE:
                debt.posted[row.member] = debt.posted.get(row.member, 0) + row.amount

    def close(self, *, disclosed: bool) -> None:
        """Compare what is owed with wages and top-ups, and with members' accounts.

        Args:
            disclosed: whether members' accounts are known at this level.
        """
        for entry, debt in self._debts.items():
            self._findings.checked("work owed against the ledger")
            if debt.booked_cents != debt.owed_cents:
                self._differ(
                    entry, "wages and top-ups", "booked", debt.owed_cents, debt.booked_cents
                )
            if not disclosed:
                continue
            total = sum(debt.posted.values())
            if total != debt.owed_cents:
                self._differ(entry, f"control account {PAYABLE}", "work", debt.owed_cents, total)
            owed = debt.by_member if debt.by_member is not None else debt.posted
            for member in sorted({*owed, *debt.posted}):
                ours, theirs = owed.get(member, 0), debt.posted.get(member, 0)
                if ours != theirs:
                    self._differ(entry, f"account {member} {PAYABLE}", "work", ours, theirs)

    def _differ(
        self, entry: int, about: str, name: str, expected: int | str, found: int | str
    ) -> None:
        self._findings.differ(entry, about, name, expected=expected, found=found)


def _more(micro: int, floor: int) -> Fraction:
    return max(Fraction(micro, _CENT_MICRO), Fraction(floor, _HOUR_S))


def _up(cents: Fraction) -> int:
    return -(-cents.numerator // cents.denominator)
