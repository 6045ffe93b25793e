"""A year of random acts: the ledger balances after each, and a small model predicts every account."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from auzolan.charter.distribution import Bearer
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import Receive
from auzolan.licensing.state import Licence
from auzolan.treasury.accounts import CONTROL_ACCOUNTS
from auzolan.treasury.ledger.acts import ClosePeriod, PeriodClosed
from auzolan.treasury.ledger.posting import group_balance
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Posting, open_period
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned, PlanDistribution
from support.small_coop import SEALED, SmallCoop

LOSS_MOVES = (
    ("capital:returns", "returns_loss_cents", -1),
    ("capital:compulsory", "compulsory_loss_cents", -1),
)
MEMBERS = ("ana", "ben", "eve", "ida", "jon")


class YearOfBooks(RuleBasedStateMachine):
    """Members join and leave, work and money come in, periods close, surpluses are shared."""

    @initialize()
    def found(self) -> None:
        self.coop = SmallCoop()
        self.count = 0
        self.joined: list[str] = []
        self.standing: list[str] = []
        self.closed: list[tuple[str, int]] = []
        # The model: what an accountant with a pencil keeps beside the books.
        self.bank = self.wages = self.income = self.carried = 0
        self.theirs: dict[tuple[str, str], int] = {}
        self.coop.model()
        self.coop.license(fee_cents=10**9)

    def _next(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def _add(self, member: str, account: str, cents: int) -> None:
        if cents:
            self.theirs[member, account] = self.theirs.get((member, account), 0) + cents

    @precondition(lambda self: len(self.joined) < len(MEMBERS))
    @rule()
    def join(self) -> None:
        member = MEMBERS[len(self.joined)]
        self.coop.admit(member)
        self.joined.append(member)
        self.standing.append(member)
        self.bank += 10_000
        self._add(member, "capital:compulsory", 10_000)

    @precondition(lambda self: self.standing)
    @rule()
    def leave(self) -> None:
        self.coop.leave(self.standing.pop())

    @precondition(lambda self: self.joined)
    @rule(seconds=st.integers(1, 40_000), cents=st.integers(0, 20_000), everyone=st.booleans())
    def work(self, seconds: int, cents: int, everyone: bool) -> None:
        workers = self.joined if everyone else self.joined[:1]
        lines = [(member, seconds, cents) for member in workers]
        work, period = self._next("w"), open_period(self.coop.books)
        self.coop.done(self.coop.work(*lines, work=work, period=period))
        owed = max(cents, -(-1_500 * seconds // 3_600))
        for member in workers:
            self._add(member, "payable", owed)
            self.wages += owed

    @rule(cents=st.integers(1, 200_000))
    def earn(self, cents: int) -> None:
        self.coop.done(Receive("dairy", open_period(self.coop.books), cents, SEALED))
        self.bank += cents
        self.income += cents

    @rule()
    def close(self) -> None:
        period = open_period(self.coop.books)
        fact = self.coop.done(ClosePeriod(period, self._next("q")))
        assert isinstance(fact, PeriodClosed)
        assert fact.result_cents == self.income - self.wages
        assert sum(cents for _, cents in fact.trial_balance) == 0
        self.closed.append((period, fact.result_cents))
        self.income = self.wages = 0

    @precondition(lambda self: self.closed and self.standing)
    @rule(values=st.lists(st.integers(-(10**9), 10**9), min_size=5, max_size=5))
    def share(self, values: list[int]) -> None:
        period, result_cents = self.closed.pop()
        self.coop.value(dict(zip(MEMBERS, values, strict=True)))
        act = PlanDistribution(self._next("p"), period, "v1")
        if result_cents == 0:
            assert self.coop.refused(act) == "treasury.no_surplus"
            return
        found = self.coop.answer(act)
        if isinstance(found, Refusal):
            assert found.code == "treasury.weights_all_zero"
            return
        fact = self.coop.done(act)
        assert isinstance(fact, DistributionPlanned)
        self.coop.done(Distribute("mandate", fact.plan, fact.plan_digest))
        lines = self.coop.annexes.read(fact.lines)
        moves = (("payable", "cash_cents", 1), ("capital:returns", "capitalised_cents", 1))
        if fact.loss_cents:
            moves = LOSS_MOVES
        for place, member in enumerate(lines.column("member")):
            assert isinstance(member, str)
            for account, name, sign in moves:
                self._add(member, account, sign * int(lines.column(name)[place]))
        above = sum(line.cents for line in fact.waterfall) + fact.made_good_cents
        # Old losses whose years are over are borne together with the year's own.
        old = fact.loss_cents - max(0, -result_cents)
        assert old >= 0
        assert old + fact.made_good_cents <= self.carried
        assert sum(one.cents for one in fact.borne) == fact.loss_cents
        if result_cents > 0:
            assert above + (0 if fact.loss_cents else fact.lines.total) == result_cents
        carried = sum(one.cents for one in fact.borne if one.bearer == Bearer.CARRIED)
        self.carried += carried - old - fact.made_good_cents

    @invariant()
    def the_ledger_balances_and_the_model_agrees(self) -> None:
        rows = self.coop.books.rows(Account)
        assert sum(row.balance for row in rows) == 0
        balance = {row.account: row.balance for row in rows}
        assert balance["bank"] == self.bank
        assert group_balance(self.coop.books, "income") == -self.income
        assert group_balance(self.coop.books, "expense") == self.wages
        assert group_balance(self.coop.books, "loss") == self.carried
        theirs = self.coop.books.rows(MemberAccount)
        assert {(row.member, row.account): row.balance for row in theirs} == self.theirs
        for account in CONTROL_ACCOUNTS:
            control = sum(row.balance for row in theirs if row.account == account)
            assert balance[account] == -control

    @invariant()
    def balances_are_the_sums_of_their_history(self) -> None:
        sums: dict[str, int] = {}
        theirs: dict[tuple[str, str], int] = {}
        entries: dict[int, int] = {}
        for row in self.coop.history:
            if isinstance(row, Posting):
                sums[row.account] = sums.get(row.account, 0) + row.amount
                entries[row.entry] = entries.get(row.entry, 0) + row.amount
            elif isinstance(row, MemberPosting):
                key = (row.member, row.account)
                theirs[key] = theirs.get(key, 0) + row.amount
        assert set(entries.values()) <= {0}
        for row in self.coop.books.rows(Account):
            assert row.balance == sums.get(row.account, 0)
        assert theirs == self.theirs

    @invariant()
    def a_licence_was_paid_what_the_bank_took_in(self) -> None:
        row = self.coop.books.get(Licence, "dairy")
        assert row is not None
        assert row.paid_cents == self.bank - 10_000 * len(self.joined)


TestYearOfBooks = YearOfBooks.TestCase
TestYearOfBooks.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
