"""Reading payouts: how far each has come, by whose hand and by which entries; and one member's own.

What it says of a payout names nobody who is paid: single amounts are restricted, and only
`own_payments` reads them, for one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.books import Scalar
from auzolan.house.rooms.treasury.statement_types import PayoutOwn
from auzolan.house.storage.reader import Reader
from auzolan.record.entries import Act, Fact
from auzolan.treasury.payouts import acts
from auzolan.treasury.state import DRAFTED, Payout, PayoutLine

_STEPS: tuple[type[Act], ...] = (
    acts.DraftPayout, acts.ApprovePayout, acts.CancelPayout, acts.ExportPayout, acts.ReportPayout,
    acts.SettlePayout, acts.ReturnPayments, acts.ClearSuspense, acts.ClosePayout,
)  # fmt: skip
_TAGS = tuple(str(kind.__struct_config__.tag) for kind in _STEPS)


class PayoutStep(msgspec.Struct, frozen=True):
    """One step of a payout: what was done, by whom, when, and for how much money.

    `cents` and `count` are None where a step moves nothing, or counts nothing.
    """

    act: str
    actor: str
    at: int
    entry: int
    cents: int | None
    count: int | None


class PayoutPage(msgspec.Struct, frozen=True):
    """One payout as it stands, from what everybody may know of it.

    Attributes:
        payout, state, by, pay_on: its id, how far it is, who gathered it, when the bank shall pay.
        currency: of every amount.
        total_cents, count: all payments of it.
        left_out: members with something payable who are not in it.
        sent_cents: what the bank has sent, or is to send: all but what it refused.
        rejected_cents: what the bank refused; it is payable again.
        returned_cents: what came back and waits in suspense.
        approvals, approvals_needed: who said yes, and how many must by the house rules.
        entry: of its gathering.
        steps: all of them, oldest first.
    """

    payout: str
    state: str
    by: str
    pay_on: str
    currency: str
    total_cents: int
    count: int
    left_out: int
    sent_cents: int
    rejected_cents: int
    returned_cents: int
    approvals: int
    approvals_needed: int
    entry: int
    steps: tuple[PayoutStep, ...]

    @property
    def approved_entry(self) -> int | None:
        """The entry of the newest approval."""
        return self._last("treasury.approve_payout")

    @property
    def reported_entry(self) -> int | None:
        """The entry that took in the bank's answer."""
        return self._last("treasury.report_payout")

    @property
    def settled_entry(self) -> int | None:
        """The entry that booked the money as sent."""
        return self._last("treasury.settle_payout")

    @property
    def came_back_entry(self) -> int | None:
        """The entry that booked payments last which came back."""
        return self._last("treasury.return_payments")

    def _last(self, act: str) -> int | None:
        found = [step.entry for step in self.steps if step.act == act]
        return found[-1] if found else None


def payouts(reader: Reader) -> list[Payout]:
    """All payouts, newest first."""
    return sorted(reader.rows(Payout), key=lambda row: -row.entry)


def payout_page(reader: Reader, name: str) -> PayoutPage | None:
    """One payout with its steps, or None where there is none of this id."""
    row, in_force = reader.get(Payout, name), reader.get(CharterInForce, IN_FORCE)
    if row is None or in_force is None:
        return None
    charter = charter_from_text(in_force.text)
    return PayoutPage(
        payout=row.payout, state=row.state, by=row.by, pay_on=row.pay_on,
        currency=charter.currency, total_cents=row.total_cents, count=row.count,
        left_out=next(
            fact.left_out
            for fact in reader.entry(row.entry).facts
            if isinstance(fact, acts.PayoutDrafted)
        ),
        sent_cents=row.total_cents - row.rejected_cents,
        rejected_cents=row.rejected_cents, returned_cents=row.returned_cents,
        approvals=row.approvals,
        approvals_needed=charter.payouts.approvals,
        entry=row.entry, steps=tuple(_steps(reader, row)),
    )  # fmt: skip


def _steps(reader: Reader, row: Payout) -> Iterator[PayoutStep]:
    told = list(reader.told(_TAGS, since=row.entry))
    entries = reader.entries(one.seq for one in told)
    for one in told:
        entry = entries[one.seq]
        if getattr(entry.act, "payout", None) == row.payout:
            cents, count = _moved(entry.facts)
            name = one.act.rpartition("/")[0]
            yield PayoutStep(name, entry.actor, entry.at, one.seq, cents, count)


def _moved(facts: tuple[Fact, ...]) -> tuple[int | None, int | None]:
    for fact in facts:
        match fact:
            case acts.PayoutDrafted(total_cents=cents, count=count):
                return cents, count
            case acts.PayoutExported(control_sum_cents=cents, count=count):
                return cents, count
            case acts.PayoutReported(rejected_cents=cents, rejected=count):
                return cents, count
            case acts.PaymentsReturned(amount_cents=cents, count=count):
                return cents, count
            case acts.PayoutSettled(amount_cents=cents) | acts.SuspenseCleared(amount_cents=cents):
                return cents, None
    return None, None


def own_payments(reader: Reader, member: str) -> tuple[PayoutOwn, ...]:
    """A member's own payments, oldest first, each with how far it has come. Restricted: hers."""
    lines = reader.rows(PayoutLine, member=member)
    held = reader.some(Payout, [(line.payout,) for line in lines])
    return payments_from(lines, {name: row for (name,), row in held.items()})


def payments_from(
    lines: Sequence[PayoutLine], payouts: Mapping[Scalar, Payout]
) -> tuple[PayoutOwn, ...]:
    """A member's own payments, oldest first.

    Args:
        lines: hers.
        payouts: by id, those that the lines are of.
    """
    found = []
    for line in lines:
        payout = payouts[line.payout]
        # A line waits as drafted until the bank has paid it; how far it is, the payout knows.
        state = payout.state if line.state == DRAFTED else line.state
        found.append(
            PayoutOwn(
                payout=line.payout, cents=line.amount_cents, state=state, pay_on=payout.pay_on,
                entry=payout.entry,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.entry))


def lines_cents(reader: Reader, name: str) -> int:
    """What the lines of a payout sum to, added up anew. Restricted: a sum over all of them."""
    return sum(line.amount_cents for line in reader.rows(PayoutLine, payout=name))
