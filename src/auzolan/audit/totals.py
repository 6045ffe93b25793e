"""Sums that anyone can add up from the open fields of an entry, and uses against the gate.

It repeats arithmetic that the rules did, on the published numbers alone, whatever release made
them. It reads no restricted line.
"""

from __future__ import annotations

from fractions import Fraction

from auzolan.audit.report import Findings
from auzolan.charter.distribution import Base, Bearer, ResultClass, Rounding
from auzolan.charter.state import charter_of
from auzolan.consent.gate import Asked, Gate
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.money import MICRO_PER_CENT, ceil_cents, floor_cents, part_of
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.labour.work.acts import WorkSettled
from auzolan.learning.acts import SnapshotSealed, Used
from auzolan.learning.ranges import count_below, spans_of
from auzolan.learning.sealing import asked_of, refused_rows
from auzolan.learning.state import Snapshot, SnapshotPart
from auzolan.record.annexes import Annex
from auzolan.treasury.ledger.acts import PeriodClosed
from auzolan.treasury.ledger.posting import sums_by_scale
from auzolan.treasury.surplus.acts import DistributionPlanned
from auzolan.treasury.surplus.planning import account_of_line, digest_of
from auzolan.valuation.acts import Value
from auzolan.valuation.payable.knn import residual_bound_e9


class Totals:
    """Checks totals and uses; `books` are those before the entry that is looked at."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def work(self, entry: int, act: RecordWork, fact: WorkRecorded) -> None:
        """A sheet of work: what is owed is pay and top-up; nobody's agreed pay was changed."""
        self._findings.checked("totals of work")
        about = f"work {fact.work}"
        self._equal(entry, about, "owed_cents", fact.pay_cents + fact.topup_cents, fact.lines.total)
        self._equal(entry, about, "pay_cents", act.lines.total, fact.pay_cents)
        self._equal(entry, about, "members", act.lines.rows, fact.members)

    def settled(self, entry: int, fact: WorkSettled) -> None:
        """A settlement: what is owed is pay, interest and top-up; pay is that of submissions.

        Each person's pay is rounded up to the cent once, so that all of it lies less than a cent a
        person above the prices.
        """
        self._findings.checked("totals of work")
        about = f"work {fact.work}"
        owed_cents = fact.pay_cents + fact.interest_cents + fact.topup_cents
        rounded_micro = fact.pay_cents * MICRO_PER_CENT - fact.submissions.total
        is_rounded_up = 0 <= rounded_micro < max(fact.members * MICRO_PER_CENT, 1)
        self._equal(entry, about, "owed_cents", owed_cents, fact.lines.total)
        self._equal(entry, about, "members", fact.lines.rows, fact.members)
        self._equal(entry, about, "debts among lines", 0, fact.lines.debt_total)
        if not is_rounded_up:
            prices = ceil_cents(Fraction(fact.submissions.total, MICRO_PER_CENT))
            self._equal(entry, about, "pay_cents", prices, fact.pay_cents)

    def plan(self, books: Books, entry: int, fact: DistributionPlanned) -> None:
        """A plan: every line by the charter, every sum whole, legs that balance, one digest."""
        self._findings.checked("totals of plans")
        about = f"plan {fact.plan}"
        lines = sum(line.cents for line in fact.waterfall)
        capital = fact.interest_cents + fact.made_good_cents
        after_tax = fact.result_cents - fact.tax_cents
        given = capital + fact.available_cents
        borne = {one.bearer: one.cents for one in fact.borne}
        mine = borne.get(Bearer.MEMBERS, 0) or fact.interest_cents + fact.patronage_cents
        legs = sums_by_scale((leg.account, leg.amount) for leg in fact.legs)
        for name, expected, found in (
            ("what is available", max(0, after_tax), given),
            ("loss_cents", max(0, -after_tax), fact.loss_cents),
            ("borne", fact.loss_cents, sum(borne.values())),
            ("patronage_cents", fact.available_cents - lines, fact.patronage_cents),
            ("pools", fact.patronage_cents, sum(pool.cents for pool in fact.pools)),
            ("cash and capital", fact.patronage_cents, fact.cash_cents + fact.capitalised_cents),
            ("legs", 0, sum(map(abs, legs.values()))),
            ("sum of lines", mine, fact.lines.total),
            ("debts among lines", 0, fact.lines.debt_total),
            ("plan_digest", digest_of(fact), fact.plan_digest),
        ):
            self._equal(entry, about, name, expected, found)
        self._lines_of_plan(books, entry, fact)

    def _lines_of_plan(self, books: Books, entry: int, fact: DistributionPlanned) -> None:
        """Each line: the part that the charter names of its base, rounded as it says."""
        left, about = fact.available_cents, f"plan {fact.plan}"
        lines = charter_of(books).surplus.distribution.lines
        names = [line.name for line in fact.waterfall]
        self._equal(entry, about, "lines", ", ".join(one.name for one in lines), ", ".join(names))
        booked = {leg.account: -leg.amount for leg in fact.legs}
        sums: dict[str, int] = {}
        for line, found in zip(lines, fact.waterfall, strict=False):
            part = part_of(found.base_cents, found.part_bp)
            cents = ceil_cents(part) if line.rounding == Rounding.UP else floor_cents(part)
            cents = max(cents, line.min_cents)
            cents = min(cents, line.max_cents or cents, left)
            left -= cents
            account = account_of_line(line)
            sums[account] = sums.get(account, 0) + cents
            parts = {line.part_bp} | ({line.condition_bp} if line.condition != "never" else set())
            is_known = found.part_bp in parts
            self._equal(entry, about, f"{line.name}, cents", cents, found.cents)
            self._equal(entry, about, f"{line.name}, account", account, found.account)
            if not is_known:
                self._equal(entry, about, f"{line.name}, part", line.part_bp, found.part_bp)
            if line.base == Base.AVAILABLE and line.result_class == ResultClass.ALL:
                base = fact.available_cents
                self._equal(entry, about, f"{line.name}, base", base, found.base_cents)
        if not fact.loss_cents:
            for account, cents in sums.items():
                self._equal(entry, about, f"leg of {account}", cents, booked.get(account, 0))

    def closing(self, entry: int, fact: PeriodClosed) -> None:
        """A period: its result is income less expense, its trial balance sums to zero."""
        about = f"period {fact.period}"
        result = fact.income_cents - fact.expense_cents
        self._equal(entry, about, "result_cents", result, fact.result_cents)
        for scale, total in sorted(sums_by_scale(fact.trial_balance).items()):
            self._equal(entry, about, f"trial balance, {scale} decimals", 0, total)

    def value(self, entry: int, act: Value) -> None:
        """A valuation: values and what rounding left make a share of right answers, 0 to 1."""
        self._findings.checked("totals of valuations")
        total_e9 = act.lines.total - act.lines.debt_total + act.residual_e9
        if not 0 <= total_e9 <= 10**9:
            self._findings.differ(
                entry,
                f"valuation {act.valuation}",
                "total_e9",
                expected="0 to 10^9",
                found=total_e9,
            )
        if abs(act.residual_e9) > residual_bound_e9(2**20, act.lines.rows):
            self._findings.differ(
                entry, f"valuation {act.valuation}", "residual_e9",
                expected="what rounding can leave", found=act.residual_e9,
            )  # fmt: skip

    def snapshot(
        self, books: Books, entry: int, wanted: Asked, fact: SnapshotSealed, parts: Annex
    ) -> None:
        """A sealed snapshot: every row in it exists and may be used for what was asked, now.

        Each line names a batch of the kind once, its owner, and as many rows as are left of it: by
        the owner a withdrawal finds the line again.
        """
        self._findings.checked("snapshots")
        names = [str(name) for name in parts.column("batch")]
        without = [str(text) for text in parts.column("without")]
        pairs = list(zip(names, without, strict=True))
        about = f"snapshot for {wanted.request.end_use}"
        self._gate(books, entry, about, wanted, pairs)
        self._equal(entry, about, "batches", len(set(names)), len(names))
        self._equal(entry, about, "rows", sum(map(int, parts.column("rows"))), fact.rows)
        self._equal(entry, about, "members", len(set(parts.column("member"))), fact.members)
        lines = zip(pairs, parts.column("member"), parts.column("rows"), strict=True)
        for (name, text), member, rows in lines:
            batch = books.get(Batch, name)
            if batch is not None:
                spans = spans_of(text)
                left = batch.rows - count_below(spans, batch.rows)
                last = max([high for _, high in spans], default=-1)
                self._equal(entry, f"batch {name}", "kind", wanted.kind, batch.kind)
                self._equal(entry, f"batch {name}", "member", batch.member, str(member))
                self._equal(entry, f"batch {name}", "rows", left, rows)
                self._equal(entry, f"batch {name}", "rows past its end", 0, int(last >= batch.rows))

    def use(self, books: Books, entry: int, at: int, fact: Used) -> None:
        """A use: at that moment every person in the snapshot permitted it."""
        self._findings.checked("uses")
        about = f"use {fact.use}"
        snapshot = books.get(Snapshot, fact.snapshot)
        if snapshot is None:
            self._equal(entry, about, "snapshot", fact.snapshot, "none")
            return
        parts = books.find(SnapshotPart, snapshot=fact.snapshot)
        pairs = [(part.batch, part.without) for part in parts]
        self._gate(books, entry, about, asked_of(snapshot, at, fact.operation), pairs)

    def _gate(
        self, books: Books, entry: int, about: str, wanted: Asked, parts: list[tuple[str, str]]
    ) -> None:
        gate = Gate(books, charter_of(books), wanted)
        for name, without in parts:
            batch = books.get(Batch, name)
            self._findings.checked("batches against the consent gate")
            if batch is None or batch.erased_at >= 0:
                self._equal(entry, about, f"batch {name}", "rows that exist", "none")
                continue
            refused = refused_rows(batch, gate.batch(batch.member, name), without)
            if refused:
                expected = wanted.request.end_use
                self._equal(entry, about, f"consent of {batch.member}", expected, "not permitted")

    def _equal(
        self, entry: int, about: str, field: str, expected: int | str, found: int | str
    ) -> None:
        if expected != found:
            self._findings.differ(entry, about, field, expected=expected, found=found)
