"""Whom an entry concerns, and what they are told: one rule for each kind of act that concerns somebody.

A rule reads the entry, and the books as they are when it is followed, a moment later. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from auzolan.assembly.acts import PollClosed, PollOpened
from auzolan.assembly.state import Proposal
from auzolan.assembly.terms import MEMBERS_MEET
from auzolan.charter.offices import holders_of
from auzolan.consent.request_acts import RequestAnswered
from auzolan.cooperative import AnyEntry
from auzolan.foundation.books import Row, Scalar
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import LookRow, Submission
from auzolan.labour.watching.acts import Looked
from auzolan.labour.work.acts import AcceptWork, AppealJudged, WorkRejected
from auzolan.learning.acts import Trained
from auzolan.learning.state import Model, ModelDuty, SnapshotPart
from auzolan.licensing.acts import LicenceGranted
from auzolan.licensing.state import Licence
from auzolan.members.state import ACTIVE, Member
from auzolan.treasury.capital.exit_acts import ExitPaid
from auzolan.treasury.ledger.acts import PeriodClosed
from auzolan.treasury.payouts.acts import PayeeSet, PaymentsReturned, PayoutReported, PayoutSettled
from auzolan.treasury.state import REJECTED, RETURNED, SETTLED, MemberPosting, PayoutLine
from auzolan.treasury.surplus.acts import Distributed

F = TypeVar("F")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one person is told.

    Attributes:
        what: names the sentence.
        member: who; empty for a company.
        values: what stands in its gaps.
        page: the name of the page that tells more, and its arguments.
        party: the company; empty for a member.
    """

    what: str
    member: str
    values: Mapping[str, str] = field(default_factory=dict)
    page: tuple[str, ...] = ()
    party: str = ""


Rule: TypeAlias = Callable[[Reader, AnyEntry], Iterable[Told]]


class BooksOf:
    """As much of the books as the question who holds an office needs, from a reader."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows in which these fields have these values."""
        return self._reader.rows(row, **equals)

    def get(self, row: type[R], key: Scalar) -> R | None:
        """The row of this key, or None."""
        return self._reader.get(row, key)


def voters(reader: Reader, organ: str, at: int) -> Iterator[str]:
    """Everybody on the roll of a poll of an organ; whoever has voted is among them, as nobody knows."""
    if organ in MEMBERS_MEET:
        yield from (one.member for one in reader.rows(Member, standing=ACTIVE))
    else:
        yield from sorted(holders_of(BooksOf(reader), organ, at))  # type: ignore[arg-type]


def _poll_opened(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PollOpened):
        yield from _to_voters(reader, entry, "poll_opened", fact.proposal)


def _poll_result(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PollClosed):
        yield from _to_voters(reader, entry, "poll_result", fact.proposal)


def _to_voters(reader: Reader, entry: AnyEntry, what: str, name: str) -> Iterator[Told]:
    proposal = reader.get(Proposal, name)
    assert proposal is not None, "a poll is about a proposal"
    for member in voters(reader, proposal.organ, entry.at):
        yield Told(what, member, {"proposal": name}, ("proposal", name))


def _trained(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, Trained):
        for member in _members_in(reader, fact.snapshot):
            yield Told("rows_used", member, {"model": fact.model}, ("model", fact.model))
        if fact.replaces:
            duties = reader.rows(ModelDuty, model=fact.replaces)
            for member in sorted({one.member for one in duties if one.done_by == fact.model}):
                page = ("model", fact.replaces)
                yield Told("withdrawal_done", member, {"model": fact.replaces}, page)


def _licensed(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, LicenceGranted):
        licence = reader.get(Licence, fact.licence)
        model = reader.get(Model, licence.model) if licence is not None else None
        assert model is not None, "a licence is for a model"
        for member in _members_in(reader, model.snapshot):
            yield Told("licence_granted", member, {"model": model.model}, ("model", model.model))


def _members_in(reader: Reader, snapshot: str) -> list[str]:
    return sorted({one.member for one in reader.rows(SnapshotPart, snapshot=snapshot)})


def _period_closed(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PeriodClosed):
        for one in reader.rows(Member, standing=ACTIVE):
            page = ("statement", one.member)
            yield Told("period_closed", one.member, {"period": fact.period}, page)


def _shared(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, Distributed):
        moved = reader.rows(MemberPosting, entry=entry.seq)
        for member in sorted({one.member for one in moved}):
            yield Told("surplus_shared", member, {"period": fact.period}, ("statement", member))


def _settled(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PayoutSettled):
        yield from _of_payout(reader, "paid", fact.payout, SETTLED)


def _reported(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PayoutReported):
        yield from _of_payout(reader, "payment_refused", fact.payout, REJECTED)


def _returned(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PaymentsReturned):
        yield from _of_payout(reader, "payment_returned", fact.payout, RETURNED)


def _of_payout(reader: Reader, what: str, payout: str, state: str) -> Iterator[Told]:
    for line in reader.rows(PayoutLine, payout=payout, state=state):
        yield Told(what, line.member, page=("statement", line.member))


def _exit_paid(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, ExitPaid):
        yield Told("paid", fact.member, page=("statement", fact.member))


def _payee(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, PayeeSet):
        yield Told("bank_account", fact.member, page=("statement", fact.member))


def _accepted(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    act = entry.act
    if isinstance(act, AcceptWork):
        found = (reader.get(Submission, one) for one in act.submissions)
        for member in sorted({one.member for one in found if one is not None}):
            yield Told("work_accepted", member, page=("own_work", member))


def _rejected(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, WorkRejected):
        yield from _of_work(reader, "work_rejected", fact.submission)


def _judged(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, AppealJudged):
        if fact.outcome:
            what = "appeal_upheld" if fact.outcome == "uphold" else "appeal_overturned"
            yield from _of_work(reader, what, fact.submission)


def _of_work(reader: Reader, what: str, submission: str) -> Iterator[Told]:
    found = reader.get(Submission, submission)
    if found is not None:
        yield Told(what, found.member, page=("own_work", found.member))


def _answered(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, RequestAnswered):
        yield Told("request_answered", fact.member, page=("consent", fact.member))


def _looked(reader: Reader, entry: AnyEntry) -> Iterator[Told]:
    for fact in _facts(entry, Looked):
        found = reader.get(LookRow, fact.look)
        if found is not None:
            yield Told("looked", found.member, page=("own_work", found.member))


def _facts(entry: AnyEntry, kind: type[F]) -> Iterator[F]:
    return (fact for fact in entry.facts if isinstance(fact, kind))


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "assembly.open_poll/1": _poll_opened,
        "assembly.close/1": _poll_result,
        "learning.train/1": _trained,
        "licensing.grant/1": _licensed,
        "treasury.close_period/1": _period_closed,
        "treasury.distribute/1": _shared,
        "treasury.settle_payout/1": _settled,
        "treasury.report_payout/1": _reported,
        "treasury.return_payments/1": _returned,
        "treasury.pay_exit/1": _exit_paid,
        "treasury.set_payee/1": _payee,
        "labour.accept/1": _accepted,
        "labour.reject/1": _rejected,
        "labour.judge_appeal/1": _judged,
        "consent.answer/1": _answered,
        "labour.look/1": _looked,
    }
)
"""Which acts concern somebody else than whoever asked for them."""

__all__ = ["RULES", "BooksOf", "Told", "voters"]
