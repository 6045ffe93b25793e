"""The rows of the treasury.

The general ledger is open. What belongs to one person stands in the members' ledger, which is
restricted; the control accounts of the general ledger always equal its sums. Debit is positive,
credit negative. Which accounts there are stands in `accounts`. Income is booked when it has reached
the bank, so that nobody is paid from money that has not come.
"""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Books, Row

OPEN, CLOSING, CLOSED = "open", "closing", "closed"

PLANNED, DISTRIBUTED, DONE = "planned", "distributed", "done"

DRAFTED = "drafted"
APPROVED = "approved"
EXPORTED = "exported"
REPORTED = "reported"
SETTLED = "settled"
CANCELLED = "cancelled"
REJECTED = "rejected"
RETURNED = "returned"

HELD, POSTED, VOIDED = "held", "posted", "voided"


class Account(Row, frozen=True, gc=False):
    """One account of the general ledger with its balance, in units of its asset.

    `asset` is a currency with its decimals, as `EUR/2`; `owner` is whom the account is for.
    """

    KEY: ClassVar = ("account",)
    INDEXES: ClassVar = (("group_name",),)

    account: str
    group_name: str
    asset: str
    owner: str
    balance: int


class Posting(Row, frozen=True, gc=False):
    """One leg of a transaction in the general ledger; an entry's legs sum to zero per asset."""

    KEY: ClassVar = ("entry", "leg")
    INDEXES: ClassVar = (("account",),)
    HISTORY: ClassVar = True

    entry: int
    leg: int
    period: str
    account: str
    amount: int


class MemberAccount(Row, frozen=True, gc=False):
    """What one member has in a control account, in units of its asset, >= 0."""

    KEY: ClassVar = ("member", "account")
    INDEXES: ClassVar = (("account",),)
    RESTRICTED: ClassVar = True

    member: str
    account: str
    balance: int


class MemberPosting(Row, frozen=True, gc=False):
    """One movement on a member's account, and why."""

    KEY: ClassVar = ("entry", "account", "member")
    INDEXES: ClassVar = (("member",),)
    HISTORY: ClassVar = True
    RESTRICTED: ClassVar = True

    entry: int
    member: str
    account: str
    period: str
    why: str
    amount: int


class Period(Row, frozen=True, gc=False):
    """A span of the books; `result_cents` is its surplus (positive) once it is closed.

    One period is open; the one before it may be closing, when only corrections enter it.
    `opened` and `closed` are entries, `closed` is -1 until then. `postings` counts the legs that
    entered it, and `chain` is a running SHA-256 over them.
    """

    KEY: ClassVar = ("period",)
    INDEXES: ClassVar = (("state",),)

    period: str
    state: str
    result_cents: int
    opened: int
    closed: int
    postings: int
    chain: str


class Booking(Row, frozen=True, gc=False):
    """A transaction that the treasurer booked; `reversal` is the entry that undid it, or -1.

    `legs` are its open legs as canonical text, `lines` the text of its annex of members' legs.
    """

    KEY: ClassVar = ("booking",)

    booking: str
    period: str
    legs: str
    lines: str
    reversal: int
    entry: int


class Hold(Row, frozen=True, gc=False):
    """Money of an account that is kept for one use until a moment, >= 1 unit.

    `state` is `held`, `posted` or `voided`; one past `until_at` holds nothing any more.
    """

    KEY: ClassVar = ("hold",)
    INDEXES: ClassVar = (("account", "state"),)

    hold: str
    account: str
    amount: int
    until_at: int
    state: str
    entry: int


class FundLot(Row, frozen=True, gc=False):
    """What one distribution put into a fund, for what, and by when it is to be spent.

    `spend_by` is a moment, 0 where the charter sets none. What is spent is taken from the oldest
    lots first, so what is left of each follows from the balance of the account.
    """

    KEY: ClassVar = ("account", "entry")
    INDEXES: ClassVar = (("account",),)

    account: str
    entry: int
    amount_cents: int
    spend_by: int


class Payee(Row, frozen=True, gc=False):
    """That a member has named a bank account, and when last; the account itself is sealed."""

    KEY: ClassVar = ("member",)

    member: str
    changed_at: int
    entry: int


class Payout(Row, frozen=True, gc=False):
    """Money on its way to members' banks; `state` is one of the words of a payout's life.

    `total_cents` is what its lines sum to, `rejected_cents` what the bank refused, and
    `returned_cents` what came back after it was settled and waits. `cleared` is the entry that last
    made such money payable again, or -1. `approvals` counts who said yes.
    """

    KEY: ClassVar = ("payout",)
    INDEXES: ClassVar = (("state",),)

    payout: str
    state: str
    by: str
    pay_on: str
    total_cents: int
    count: int
    rejected_cents: int
    returned_cents: int
    cleared: int
    approvals: int
    lines: str
    entry: int


class PayoutApproval(Row, frozen=True, gc=False):
    """That somebody approved a payout."""

    KEY: ClassVar = ("payout", "member")

    payout: str
    member: str
    entry: int


class PayoutLine(Row, frozen=True, gc=False):
    """What a payout sends to one member, and how far it has come."""

    KEY: ClassVar = ("payout", "member")
    INDEXES: ClassVar = (("payout", "state"), ("member",))
    RESTRICTED: ClassVar = True

    payout: str
    member: str
    amount_cents: int
    state: str


class Accrual(Row, frozen=True, gc=False):
    """What members have earned by a licence at one time, in millionths; its id is used once."""

    KEY: ClassVar = ("accrual",)
    INDEXES: ClassVar = (("licence",),)

    accrual: str
    licence: str
    amount_micro: int
    entry: int


class RoyaltyOfMember(Row, frozen=True, gc=False):
    """What one member earned by use in a period, in millionths, whether it was settled or not."""

    KEY: ClassVar = ("period", "member")
    INDEXES: ClassVar = (("period",),)
    RESTRICTED: ClassVar = True

    period: str
    member: str
    earned_micro: int


class RoyaltySettlement(Row, frozen=True, gc=False):
    """One time at which whole cents of royalties became payable; its id is used once."""

    KEY: ClassVar = ("settlement",)

    settlement: str
    period: str
    amount_cents: int
    entry: int


class Plan(Row, frozen=True, gc=False):
    """A plan for dividing a result; `state` is `planned` or `distributed`.

    `planned` is its fact as canonical text; what stands beside it is what rules and pages look for.
    `to_funds_cents` is what went to the obligatory reserve and to education. `lines` is the text
    of the `AnnexRef` of its lines.
    """

    KEY: ClassVar = ("plan",)
    INDEXES: ClassVar = (("period",), ("state",))

    plan: str
    period: str
    plan_digest: str
    state: str
    result_cents: int
    available_cents: int
    to_funds_cents: int
    interest_cents: int
    patronage_cents: int
    cash_cents: int
    capitalised_cents: int
    loss_cents: int
    planned: str
    lines: str
    entry: int


class Leaver(Row, frozen=True, gc=False):
    """That a member has left: when, by which entry, and which period was open then."""

    KEY: ClassVar = ("member",)
    INDEXES: ClassVar = (("period",),)

    member: str
    period: str
    at: int
    entry: int


class Claim(Row, frozen=True, gc=False):
    """Since when all that is payable to a former member has waited for her."""

    KEY: ClassVar = ("member",)
    RESTRICTED: ClassVar = True

    member: str
    since: int


class Exit(Row, frozen=True, gc=False):
    """Capital that left with a member, and in how many yearly parts it is paid back to her.

    `from_at` is the moment from which the years count, `redeemed_cents` all that is paid back,
    `legal_bp` the interest a year on what is unpaid, `years_paid` how many parts are payable.
    """

    KEY: ClassVar = ("exit",)
    INDEXES: ClassVar = (("member",),)

    exit: str
    member: str
    reason: str
    transfer_to: str
    from_at: int
    redeemed_cents: int
    deduction_cents: int
    loss_cents: int
    years: int
    legal_bp: int
    years_paid: int
    entry: int


class Subscription(Row, frozen=True, gc=False):
    """What of a member's contribution was still due when she joined, and what she has paid of it.

    It is due in `parts` equal instalments. It is no claim in the ledger: nothing is booked before
    it is in the bank.
    """

    KEY: ClassVar = ("member",)
    RESTRICTED: ClassVar = True

    member: str
    due_cents: int
    paid_cents: int
    parts: int
    entry: int


class Contribution(Row, frozen=True, gc=False):
    """Capital that members paid in at one time; its id is used once."""

    KEY: ClassVar = ("contribution",)

    contribution: str
    kind: str
    amount_cents: int
    entry: int


class Withholding(Row, frozen=True, gc=False):
    """What was kept back for tax of the cash of one plan, which happens once."""

    KEY: ClassVar = ("plan",)

    plan: str
    rate_bp: int
    amount_cents: int
    entry: int


class Remittance(Row, frozen=True, gc=False):
    """Tax kept back that was handed over at one time; its id is used once."""

    KEY: ClassVar = ("remittance",)

    remittance: str
    amount_cents: int
    entry: int


class WindingUp(Row, frozen=True, gc=False):
    """A plan for the end of the co-operative; `state` is `planned` or `done`.

    `asked` and `planned` are its act and its fact as canonical text, `lines` the text of the
    `AnnexRef` of its lines.
    """

    KEY: ClassVar = ("winding_up",)

    winding_up: str
    plan_digest: str
    state: str
    asked: str
    planned: str
    lines: str
    entry: int


def open_period(books: Books) -> str:
    """The one period that is open.

    Raises:
        AssertionError: none or several are; founding opens one, closing opens the next.
    """
    periods = books.find(Period, state=OPEN)
    assert len(periods) == 1, f"one period is open at a time; found {len(periods)}"
    return periods[0].period
