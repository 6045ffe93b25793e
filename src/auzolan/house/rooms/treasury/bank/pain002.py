"""What the bank says about a file of payments: ISO 20022 pain.002, held against what was sent.

Every statement of the file must agree with every other one and with the batch; otherwise it is
refused as a whole. It changes no books, and whether a file was read before is the caller's
question: the digest answers it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.answers import (
    Node,
    Refused,
    amount_of,
    cents_of,
    malformed,
    read_answer,
)
from auzolan.house.rooms.treasury.bank.batches import CURRENCY, SentBatch, SentPayment
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE
from auzolan.house.rooms.treasury.bank.pain002_form import FORM, VERSIONS


class Outcome(Enum):
    """What became of a payment or of a batch."""

    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    PENDING = "pending"
    REJECTED = "rejected"


# Source: ISO 20022 external code sets, payment group, payment and transaction status. Checked for
# form alone (ACTC) is not yet a promise to pay.
_OUTCOMES = {
    "ACTC": Outcome.PENDING, "RCVD": Outcome.PENDING, "PDNG": Outcome.PENDING,
    "PATC": Outcome.PENDING, "ACFC": Outcome.PENDING,
    "ACCP": Outcome.ACCEPTED, "ACSP": Outcome.ACCEPTED, "ACSC": Outcome.ACCEPTED,
    "ACWC": Outcome.ACCEPTED, "ACWP": Outcome.ACCEPTED, "ACCC": Outcome.ACCEPTED,
    "PART": Outcome.PARTLY, "RJCT": Outcome.REJECTED, "CANC": Outcome.REJECTED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """What became of one payment.

    Attributes:
        payment: as it was sent.
        outcome: accepted, pending or rejected.
        reasons: the bank's codes, in its order.
    """

    payment: SentPayment
    outcome: Outcome
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A whole answer of the bank to one file.

    Attributes:
        sha256: of the file; the same file is the same report.
        message_id: the bank's own id of its answer.
        outcome: of the batch.
        reasons: the bank's codes for the batch as a whole.
        payments: every payment that was sent, in the order of the batch.
    """

    sha256: str
    message_id: str
    outcome: Outcome
    reasons: tuple[str, ...]
    payments: tuple[PaymentStatus, ...]

    def cents(self, outcome: Outcome) -> int:
        """The sum of the payments with this outcome."""
        return sum(each.payment.cents for each in self.payments if each.outcome is outcome)


def read_status_report(raw: bytes, batch: SentBatch) -> StatusReport | Refusal:
    """Read the bank's answer to a file.

    Args:
        raw: the file as the bank gave it.
        batch: what was sent.
    Returns:
        What became of each payment, or why the file cannot be taken.
    Source: ISO 20022 pain.002.001.03, .10, .12 and .14.
    """
    try:
        report = read_answer(raw, VERSIONS, FORM).must("CstmrPmtStsRpt")
        return _report(report, batch, hashlib.sha256(raw).hexdigest())
    except Refused as refused:
        return refused.refusal


def _report(report: Node, batch: SentBatch, digest: str) -> StatusReport:
    group = report.must("OrgnlGrpInfAndSts")
    blocks = report.all("OrgnlPmtInfAndSts")
    _check_batch(group, blocks, batch)
    whole = _outcome(group.word("GrpSts"))
    block = blocks[0] if blocks else None
    part = _outcome(block.word("PmtInfSts")) if block else None
    _check_agree(whole, part)
    listed = _listed(block, batch) if block else {}
    payments = _statuses(batch, part or whole, listed)
    for totals in (group, block):
        if totals:
            _check_totals(totals, batch, payments)
    outcomes = {each.outcome for each in payments}
    reached = outcomes.pop() if len(outcomes) == 1 else Outcome.PARTLY
    if Outcome.PARTLY in (whole, part) and reached is not Outcome.PARTLY:
        raise _contradicts("It says partly accepted, and every payment fared the same.")
    reasons = _reasons(group) + (_reasons(block) if block else ())
    message_id = report.must_word("GrpHdr", "MsgId")
    return StatusReport(digest, message_id, reached, reasons, payments)


def _check_batch(group: Node, blocks: list[Node], batch: SentBatch) -> None:
    named = group.must_word("OrgnlMsgId")
    others = [
        block.word("OrgnlPmtInfId")
        for block in blocks
        if block.word("OrgnlPmtInfId") != batch.payment_info_id
    ]
    if (
        named != batch.message_id
        or others
        or not group.must_word("OrgnlMsgNmId").lower().startswith("pain.001")
    ):
        raise Refused(
            Refusal(
                "treasury.bank_other_batch",
                ARTICLE,
                f"The file answers {named[:40]!r}; the payout {batch.payout} was sent as "
                f"{batch.message_id!r}.",
                "Import it for the payout it belongs to.",
            )
        )
    if len(blocks) > 1:
        raise malformed("The one block of the payout stands there twice.")


def _outcome(code: str) -> Outcome | None:
    if not code:
        return None
    if code not in _OUTCOMES:
        raise Refused(
            Refusal(
                "treasury.bank_status_unknown",
                ARTICLE,
                f"The bank reports the status {code[:20]!r}, which is not known here.",
                "Ask the bank what became of the payout, and tell the maintainers the code.",
            )
        )
    return _OUTCOMES[code]


def _contradicts(because: str) -> Refused:
    return Refused(
        Refusal(
            "treasury.bank_status_contradicts",
            ARTICLE,
            because,
            "Ask the bank for a whole answer; nothing was booked from this one.",
        )
    )


def _check_agree(whole: Outcome | None, part: Outcome | None) -> None:
    # A file that is only received may already be decided in its block; nothing else may differ.
    if whole and part and whole is not Outcome.PENDING and whole is not part:
        raise _contradicts(f"The file is {whole.value} and its only block {part.value}.")


def _listed(block: Node, batch: SentBatch) -> dict[str, tuple[Outcome | None, tuple[str, ...]]]:
    sent = batch.by_end_to_end
    listed: dict[str, tuple[Outcome | None, tuple[str, ...]]] = {}
    for row in block.all("TxInfAndSts"):
        name = row.must_word("OrgnlEndToEndId")
        if name not in sent:
            raise Refused(
                Refusal(
                    "treasury.bank_payment_unknown",
                    ARTICLE,
                    f"The file names the payment {name[:40]!r}, which is not in {batch.payout}.",
                    "Check that the file was not changed; ask the bank for it again.",
                )
            )
        if name in listed:
            raise Refused(
                Refusal(
                    "treasury.bank_payment_twice",
                    ARTICLE,
                    f"The payment {name} of {sent[name].member} stands there twice.",
                    "Ask the bank for a file that names each payment once.",
                )
            )
        _check_amount(row, sent[name])
        listed[name] = (_outcome(row.word("TxSts")), _reasons(row))
    return listed


def _check_amount(row: Node, payment: SentPayment) -> None:
    for path in (("Amt", "InstdAmt"), ("IntrBkSttlmAmt",)):
        amount = row.maybe("OrgnlTxRef", *path)
        if amount and amount_of(amount, CURRENCY) != payment.cents:
            raise Refused(
                Refusal(
                    "treasury.bank_amount_differs",
                    ARTICLE,
                    f"The file says {amount.text[:24]} for the payment of {payment.member}; "
                    f"{payment.cents:,} cents were sent.",
                    "Ask the bank for the file again; book nothing from this one.",
                )
            )


def _statuses(
    batch: SentBatch,
    said: Outcome | None,
    listed: dict[str, tuple[Outcome | None, tuple[str, ...]]],
) -> tuple[PaymentStatus, ...]:
    rest = _rest(said, [each for each, _ in listed.values()], len(batch.payments))
    statuses = []
    for payment in batch.payments:
        own, reasons = listed.get(payment.end_to_end, (rest, ()))
        outcome = own or (said if said is Outcome.REJECTED else None)
        if outcome is None or outcome is Outcome.PARTLY:
            raise _incomplete(f"It does not say what became of the payment of {payment.member}.")
        if said not in (None, Outcome.PARTLY, Outcome.PENDING) and outcome is not said:
            raise _contradicts(
                f"The batch is {said.value}, the payment of {payment.member} {outcome.value}."
            )
        statuses.append(PaymentStatus(payment, outcome, reasons))
    return tuple(statuses)


def _rest(said: Outcome | None, outcomes: list[Outcome | None], sent_count: int) -> Outcome | None:
    """What is true of the payments that the file does not list."""
    if said is not Outcome.PARTLY:
        return said or (Outcome.PENDING if outcomes else None)
    if len(outcomes) == sent_count:
        return None
    # Most banks list only what they refused; then, and only then, silence means accepted.
    only_rejected = bool(outcomes) and set(outcomes) == {Outcome.REJECTED}
    return Outcome.ACCEPTED if only_rejected else None


def _incomplete(because: str) -> Refused:
    return Refused(
        Refusal(
            "treasury.bank_status_incomplete",
            ARTICLE,
            because,
            "Wait for the bank's next answer, or ask for one that lists every payment.",
        )
    )


def _check_totals(totals: Node, batch: SentBatch, payments: tuple[PaymentStatus, ...]) -> None:
    _check_sums(totals, "Orgnl", len(batch.payments), batch.control_cents)
    said: dict[Outcome, tuple[int, int | None]] = {}
    for row in totals.all("NbOfTxsPerSts"):
        outcome = _outcome(row.must_word("DtldSts"))
        if outcome is None or outcome is Outcome.PARTLY:
            raise malformed("A count of payments is for the status of a payment.")
        count, cents = said.get(outcome, (0, 0))
        amount = row.maybe("DtldCtrlSum")
        both = cents_of(amount, CURRENCY) + cents if amount and cents is not None else None
        said[outcome] = (count + _count(row.must_word("DtldNbOfTxs")), both)
    for outcome, (count, cents) in said.items():
        found = [each.payment.cents for each in payments if each.outcome is outcome]
        if count != len(found) or (cents is not None and cents != sum(found)):
            raise _contradicts(
                f"It counts {count} payments as {outcome.value}, and lists {len(found)}."
            )


def _check_sums(totals: Node, prefix: str, count: int, cents: int) -> None:
    said_count, said_sum = totals.word(f"{prefix}NbOfTxs"), totals.maybe(f"{prefix}CtrlSum")
    if (said_count and _count(said_count) != count) or (
        said_sum and cents_of(said_sum, CURRENCY) != cents
    ):
        raise Refused(
            Refusal(
                "treasury.bank_sums_differ",
                ARTICLE,
                f"{totals.name} speaks of {said_count or 'some'} payments, "
                f"{said_sum.text[:24] if said_sum else 'no sum'} in all; sent were {count} over "
                f"{cents:,} cents.",
                "Ask the bank which file it read; book nothing from this answer.",
            )
        )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise malformed(f"A number of payments is {text[:20]!r}.")
    return int(text)


def _reasons(node: Node) -> tuple[str, ...]:
    return tuple(
        reason.word("Rsn", "Cd") or reason.word("Rsn", "Prtry")
        for reason in node.all("StsRsnInf")
        if reason.maybe("Rsn")
    )
