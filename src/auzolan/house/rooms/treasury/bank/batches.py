"""What was sent to the bank, as far as its answers must be compared with it.

Ids are derived from the payout and the member by a hash, so the same payout always bears the same
ids: the bank's own check for doubles then works for us, and one wrong character in an answer
names nobody instead of somebody else. No account number and no name stands here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class SentPayment:
    """One payment of a file.

    Attributes:
        end_to_end: the id that travels with it, and comes back with it.
        member: who is paid.
        cents: how much, above 0.
    """

    end_to_end: str
    member: str
    cents: int


@dataclass(frozen=True, slots=True)
class SentBatch:
    """One file, one batch: what the bank's answers are held against.

    Attributes:
        payout: its id in the books.
        message_id: of the file.
        payment_info_id: of its one block.
        payments: in order of member; never empty.
    """

    payout: str
    message_id: str
    payment_info_id: str
    payments: tuple[SentPayment, ...]

    @property
    def control_cents(self) -> int:
        """The sum of all payments."""
        return sum(payment.cents for payment in self.payments)

    @property
    def by_end_to_end(self) -> dict[str, SentPayment]:
        """Each payment under the id that travels with it; made anew at each call."""
        return {payment.end_to_end: payment for payment in self.payments}


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch together with what is known of it so far.

    Attributes:
        batch: what was sent.
        rejected: ids of payments that the bank refused to make.
        is_debited: whether a statement has shown the debit already.
        returned: ids of payments that came back already.
    """

    batch: SentBatch
    rejected: frozenset[str] = field(default_factory=frozenset)
    is_debited: bool = False
    returned: frozenset[str] = field(default_factory=frozenset)

    @property
    def debit_cents(self) -> int:
        """What the bank should take: everything that it did not refuse."""
        return sum(
            payment.cents
            for payment in self.batch.payments
            if payment.end_to_end not in self.rejected
        )


def message_id_of(payout: str) -> str:
    """The id of a payout's file: the payout alone decides it, so a second copy is a double."""
    return "AZM" + _fingerprint("message", payout)


def payment_info_id_of(payout: str) -> str:
    """The id of the one block in a payout's file, which the bank puts on the statement."""
    return "AZP" + _fingerprint("block", payout)


def end_to_end_id_of(payout: str, member: str) -> str:
    """The id that travels with one member's payment of one payout: 31 letters and digits."""
    return "AZE" + _fingerprint("payment", payout, member)


def _fingerprint(kind: str, *names: str) -> str:
    # 112 bits: no two of a billion meet. A zero byte keeps ("a", "bc") and ("ab", "c") apart.
    named = "\0".join(("auzolan/v1/bank", kind, *names))
    return hashlib.sha256(named.encode()).hexdigest()[:28].upper()
