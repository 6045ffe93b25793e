"""What a file of the bank leads to: which payout, which steps, and which of them are done.

It reads the record for what was sent and what was taken in, and books nothing. A file is known
again by its digest, which is in the vault; where that was erased, the rules still refuse a step
that was done.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import vault_of
from auzolan.house.ports import system_ports
from auzolan.house.rooms.treasury.bank.batches import (
    OpenBatch,
    SentBatch,
    SentPayment,
    end_to_end_id_of,
    message_id_of,
    payment_info_id_of,
)
from auzolan.house.rooms.treasury.bank.camt053 import read_statement
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE
from auzolan.house.rooms.treasury.bank.pain002 import Outcome, StatusReport, read_status_report
from auzolan.house.rooms.treasury.bank.reasons import reason_words
from auzolan.house.rooms.treasury.bank.settling import Settlement, settlements
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.vault.store import Vault
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.payouts.acts import ReportPayout, ReturnPayments, SettlePayout
from auzolan.treasury.state import CLOSED, EXPORTED, REPORTED, SETTLED, Payout, PayoutLine

_HEAD_BYTES = 4_000
_KIND = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.053)\.")
_ANSWERED = re.compile(rb"<(?:[A-Za-z0-9_]+:)?OrgnlMsgId>\s*([A-Za-z0-9]{1,40})\s*<")
_SENT = (EXPORTED, REPORTED, SETTLED, CLOSED)
Kind = Literal["report", "settle", "return"]


@dataclass(frozen=True, slots=True)
class Step:
    """One act that a file of the bank leads to.

    Attributes:
        kind: what is booked.
        payout: of which payout.
        payments: of each member concerned, the whole payment in cents: refused, or come back.
        cents: what left the bank, where it is settled.
        reasons: why, for each of these members, in words.
        entry: where it was entered already; None where it is still to be.
    """

    kind: Kind
    payout: str
    payments: Mapping[str, int] = field(default_factory=dict)
    cents: int = 0
    reasons: Mapping[str, str] = field(default_factory=dict)
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """One earlier step of a payout: its entry, the digest of its file, and who is concerned."""

    kind: Kind
    entry: int
    digest: str
    members: frozenset[str]


@dataclass(slots=True)
class _Sent:
    """A payout at the bank, with what was taken in of it."""

    batch: SentBatch
    state: str
    taken: list[_Taken]

    def of(self, kind: Kind) -> list[_Taken]:
        return [one for one in self.taken if one.kind == kind]


def steps_of(folder: Folder, raw: bytes, *, iban: str) -> tuple[Step, ...] | Refusal:
    """What a file of the bank leads to.

    Args:
        folder: the co-operative's.
        raw: the file, a pain.002 or a camt.053.
        iban: the co-operative's own account.
    Returns:
        The steps in their order, each with its entry where it was done; or why the file cannot be
        taken in.
    Source: ISO 20022 pain.002 and camt.053.
    """
    found = _KIND.search(raw[:_HEAD_BYTES])
    if found is None:
        return Refusal(
            "treasury.bank_file_unknown", ARTICLE,
            "It is neither the bank's answer to a file (pain.002) nor a statement (camt.053).",
            "Fetch one of the two from the bank, as XML.",
        )  # fmt: skip
    if found[1] == b"pain.002":
        named = _ANSWERED.search(raw)
        wanted = named[1].decode() if named else ""
        answered = _sent_payouts(folder, lambda payout: message_id_of(payout) == wanted)
        return _report_steps(raw, answered) if answered else _other_batch()
    sent = _sent_payouts(folder, lambda _: True)
    digest = hashlib.sha256(raw).hexdigest()
    return _statement_steps(raw, sent, digest, iban) if sent else _other_batch()


def _other_batch() -> Refusal:
    return Refusal(
        "treasury.bank_other_batch", ARTICLE,
        "The file speaks of no payout that was sent to the bank from here.",
        "Check that it is of this co-operative, and that the payout was exported.",
    )  # fmt: skip


def _sent_payouts(folder: Folder, is_wanted: Callable[[str], bool]) -> dict[str, _Sent]:
    with reader_of(folder) as reader, vault_of(folder) as vault:
        found = {
            row.payout: _Sent(_batch(reader, row.payout), row.state, [])
            for state in _SENT
            for row in reader.rows(Payout, state=state)
            if is_wanted(row.payout)
        }
        for payout, one in _taken_in(reader, vault):
            if payout in found:
                found[payout].taken.append(one)
    return dict(sorted(found.items()))


def _batch(reader: Reader, payout: str) -> SentBatch:
    payments = tuple(
        SentPayment(end_to_end_id_of(payout, line.member), line.member, line.amount_cents)
        for line in reader.rows(PayoutLine, payout=payout)
    )
    return SentBatch(payout, message_id_of(payout), payment_info_id_of(payout), payments)


def _taken_in(reader: Reader, vault: Vault) -> Iterator[tuple[str, _Taken]]:
    files = AnnexFiles(reader.folder, system_ports())

    def taken(kind: Kind, seq: int, field_name: str, ref: AnnexRef | None) -> _Taken:
        opening = vault.openings_of(seq).get(field_name)
        members = files.read(ref).column("member") if ref is not None else ()
        digest = str(opening.value) if opening is not None else ""
        return _Taken(kind, seq, digest, frozenset(map(str, members)))

    for asked in (ReportPayout, SettlePayout, ReturnPayments):
        for seq in reader.entries_of(str(asked.__struct_config__.tag)):
            act = reader.entry(seq).act
            if isinstance(act, ReportPayout):
                yield act.payout, taken("report", seq, "report_digest", act.rejected)
            elif isinstance(act, SettlePayout):
                yield act.payout, taken("settle", seq, "statement_digest", None)
            elif isinstance(act, ReturnPayments):
                yield act.payout, taken("return", seq, "statement_digest", act.returned)


def _report_steps(raw: bytes, sent: Mapping[str, _Sent]) -> tuple[Step, ...] | Refusal:
    (mine,) = sent.values()
    report = read_status_report(raw, mine.batch)
    if isinstance(report, Refusal):
        return report
    if any(each.outcome is Outcome.PENDING for each in report.payments):
        return Refusal(
            "treasury.bank_not_decided", ARTICLE,
            f"The bank has the file of {mine.batch.payout}, and has not decided on all payments.",
            "Nothing was booked; take in its next answer.",
        )  # fmt: skip
    rejected = [each for each in report.payments if each.outcome is Outcome.REJECTED]
    payments = {each.payment.member: each.payment.cents for each in rejected}
    return (
        Step(
            kind="report",
            payout=mine.batch.payout,
            payments=payments,
            reasons={each.payment.member: _why(each.reasons, report) for each in rejected},
            # A bank may say the same twice in files of its own; what it says decides, not the file.
            entry=next(
                (one.entry for one in mine.of("report") if one.members == frozenset(payments)), None
            ),
        ),
    )


def _why(reasons: tuple[str, ...], report: StatusReport) -> str:
    return reason_words((reasons or report.reasons or ("",))[0])


def _statement_steps(
    raw: bytes, sent: Mapping[str, _Sent], digest: str, iban: str
) -> tuple[Step, ...] | Refusal:
    statement = read_statement(raw)
    if isinstance(statement, Refusal):
        return statement
    # As things stood before this very file, so that half a file can be taken in to its end.
    before = [_open(one, digest) for one in sent.values()]
    found = settlements(statement, before, iban=iban)
    if isinstance(found, Refusal):
        return found
    steps: list[Step] = []
    for one in found:
        steps += _settlement_steps(one, sent[one.payout], digest)
    return tuple(steps)


def _open(one: _Sent, digest: str) -> OpenBatch:
    def names(kind: Kind) -> frozenset[str]:
        return frozenset(
            end_to_end_id_of(one.batch.payout, member)
            for taken in one.of(kind)
            if kind == "report" or taken.digest != digest
            for member in taken.members
        )

    is_debited = any(taken.digest != digest for taken in one.of("settle"))
    return OpenBatch(one.batch, names("report"), is_debited, names("return"))


def _settlement_steps(found: Settlement, one: _Sent, digest: str) -> list[Step]:
    payout, steps = found.payout, []
    if found.debit_cents:
        reports, settled = one.of("report"), one.of("settle")
        if not reports or reports[0].digest == digest:
            # A bank that sends no answer says by the whole debit that it took every payment.
            steps.append(Step("report", payout, entry=_entry_of(reports)))
        steps.append(Step("settle", payout, cents=found.debit_cents, entry=_entry_of(settled)))
    if found.returned:
        steps.append(
            Step(
                kind="return",
                payout=payout,
                payments={each.payment.member: each.payment.cents for each in found.returned},
                reasons={each.payment.member: reason_words(each.reason) for each in found.returned},
                entry=_entry_of([each for each in one.of("return") if each.digest == digest]),
            )
        )
    return steps


def _entry_of(taken: list[_Taken]) -> int | None:
    return taken[0].entry if taken else None
