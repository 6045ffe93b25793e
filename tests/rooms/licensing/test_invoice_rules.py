"""Invoices against a count by hand, and reports of use beside our own meter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, day_from_moment
from auzolan.licensing.acts import Meter, Receive
from auzolan.licensing.life_acts import Invoice, Invoiced, ReportUse, Revoke, UseReported
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.standing import is_overdue, overdue_invoices
from auzolan.licensing.state import InvoiceRow, Segment, UseReport
from support.living_licence import accept, accepted, licence
from support.small_coop import AT, SEALED, SmallCoop

# --- invoices --------------------------------------------------------------------------------------


def test_an_invoice_asks_once_for_what_has_accrued(coop: SmallCoop) -> None:
    """Goal: nothing is asked twice. Method: the fee, then a day's use, each refused a second time."""
    assert coop.refused(Invoice("i1", "dairy")) == "licensing.licence_unknown"
    coop.license(pay_days=14)
    assert coop.refused(Invoice("i1", "dairy")) == "licensing.not_accepted"
    coop.done(accept(digest=licence(coop).subject))
    due_at = AT + 14 * DAY_MS
    assert coop.done(Invoice("i1", "dairy")) == Invoiced("i1", "dairy", 10_000, due_at)
    assert coop.refused(Invoice("i1", "dairy")) == "licensing.invoice_taken"
    assert coop.refused(Invoice("i2", "dairy")) == "licensing.nothing_to_invoice"
    coop.at += DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 2))  # 2.46 cents are due as two
    assert coop.done(Invoice("i2", "dairy")) == Invoiced("i2", "dairy", 2, due_at + DAY_MS)
    assert licence(coop).invoiced_cents == 10_002


def test_an_ended_licence_is_still_invoiced(coop: SmallCoop) -> None:
    """Goal: what was used is owed. Method: revoke, then invoice and pay."""
    accepted(coop)
    coop.done(Revoke("dairy", SEALED))
    coop.done(Invoice("i1", "dairy"))
    coop.done(Receive("dairy", "2026-q1", 10_000, SEALED))
    assert not is_overdue(coop.books, "dairy", MOMENT_MAX)


def test_a_licence_that_nobody_granted_is_not_overdue(coop: SmallCoop) -> None:
    """Goal: asking is safe. Method: an unknown licence, and one without invoices."""
    coop.license()
    for name in ("dairy", "eggs"):
        assert not is_overdue(coop.books, name, MOMENT_MAX)


_STEPS = st.lists(
    st.tuples(st.sampled_from(["use", "invoice", "pay", "wait"]), st.integers(1, 60)), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5_000), st.integers(0, 30_000), st.integers(0, 40), _STEPS)
def test_invoices_and_payments_come_out_as_counted_by_hand(
    fee_cents: int, price_micro: int, pay_days: int, steps: list[tuple[str, int]]
) -> None:
    """Goal: sums are exact and the oldest debt is settled first.

    Method: a random life; money is laid on invoices one cent after another, oldest first.
    """
    coop = SmallCoop()
    coop.model()
    accepted(
        coop, fee_cents=fee_cents, price_micro=price_micro, pay_days=pay_days,
        predictions_max=10**6, days=3_000,
    )  # fmt: skip
    asked: list[tuple[int, int]] = []
    used = paid = 0
    for number, (what, size) in enumerate(steps):
        due = (fee_cents * 10_000 + used * price_micro + 5_000) // 10_000
        new = due - sum(cents for cents, _ in asked)
        if what == "use":
            coop.at += DAY_MS
            coop.done(Meter("dairy", day_from_moment(coop.at - DAY_MS), size))
            used += size
        elif what == "invoice" and new:
            fact = coop.done(Invoice(f"i{number}", "dairy"))
            assert isinstance(fact, Invoiced)
            assert fact.amount_cents == new
            asked.append((new, coop.at + pay_days * DAY_MS))
        elif what == "invoice":
            assert coop.refused(Invoice(f"i{number}", "dairy")) == "licensing.nothing_to_invoice"
        elif what == "pay" and paid < due:
            cents = min(size * 100, due - paid)
            coop.done(Receive("dairy", "2026-q1", cents, SEALED))
            paid += cents
        else:
            coop.at += size * DAY_MS
        left, late = paid, []
        for cents, due_at in asked:
            if left < cents and due_at < coop.at:
                late.append(due_at)
            left = max(0, left - cents)
        found = overdue_invoices(coop.books, "dairy", coop.at)
        assert [one.due_at for one in found] == late
        assert is_overdue(coop.books, "dairy", coop.at) == bool(late)
    row = licence(coop)
    assert row.invoiced_cents == sum(cents for cents, _ in asked) <= due_cents(row.accrued_micro)
    assert sum(one.amount_cents for one in coop.books.rows(InvoiceRow)) == row.invoiced_cents


# --- reports of use --------------------------------------------------------------------------------


def report(name: str, first: int, last: int, answers: int, *, of: str = "dairy") -> ReportUse:
    """A report of the days from one number to before another, counted from the start."""
    return ReportUse(name, of, AT + first * DAY_MS, AT + last * DAY_MS, answers)


def test_a_report_is_set_beside_our_meter_and_moves_no_money(coop: SmallCoop) -> None:
    """Goal: who says what stays on record. Method: a report that is right and one that is not."""
    accepted(coop)
    coop.at += 3 * DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 7))
    coop.done(Meter("dairy", "2026-01-03", 5))
    before = licence(coop)
    assert coop.done(report("right", 0, 3, 12)) == UseReported("right", "dairy", 12, 12)
    assert coop.done(report("less", 0, 2, 1)) == UseReported("less", "dairy", 1, 7)
    row = coop.books.get(UseReport, "less")
    assert row is not None
    assert (row.answers, row.metered) == (1, 7)
    assert licence(coop) == before


def test_reports_are_refused_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: each reason, in order. Method: one report, its faults mended in turn."""
    accepted(coop)
    coop.at += DAY_MS
    coop.done(report("taken", 0, 1, 0))
    codes = [
        coop.refused(report("taken", 9, 9, 0, of="eggs")),
        coop.refused(report("taken", 9, 9, 0)),
        coop.refused(report("new", 9, 9, 0)),
        coop.refused(report("new", 9, 8, 0)),
        coop.refused(report("new", 0, 2, 0)),
    ]
    assert codes == [
        "licensing.licence_unknown",
        "licensing.report_taken",
        "licensing.report_without_time",
        "licensing.report_without_time",
        "licensing.report_too_early",
    ]
    coop.done(report("new", 0, 1, 0))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.integers(1, 9)), max_size=8),
    st.sets(st.integers(0, 12), max_size=6),
    st.integers(-10, 320),
    st.integers(1, 200),
)
def test_our_meter_counts_what_lies_whole_in_the_time(
    segments: list[tuple[int, int, int]], days: set[int], first: int, length: int
) -> None:
    """Goal: segments and days at the edge are not guessed at. Method: count by hand, hour by hour."""
    hour = DAY_MS // 24
    coop = SmallCoop()
    coop.model()
    accepted(coop, days=10)
    coop.at += 40 * DAY_MS
    for number, (start, size, calls) in enumerate(segments, 1):
        at = AT + start * hour
        row = Segment("dairy", number, at, at + size * hour, calls, 0, 0, "", 0)
        coop.books.add(row)
    for day in sorted(days):
        if day < 10:
            coop.done(Meter("dairy", day_from_moment(AT + day * DAY_MS), 100 + day))
    expected = sum(
        calls for start, size, calls in segments if first <= start and start + size < first + length
    ) + sum(
        100 + day
        for day in days
        if day < 10 and first <= day * 24 and day * 24 + 24 <= first + length
    )
    fact = coop.done(ReportUse("r", "dairy", AT + first * hour, AT + (first + length) * hour, 0))
    assert fact == UseReported("r", "dairy", 0, expected)


def test_a_segment_that_touches_the_end_of_the_time_is_not_in_it(coop: SmallCoop) -> None:
    """Goal: the end is outside, the beginning inside. Method: calls at both moments of a day."""
    accepted(coop)
    coop.at += 2 * DAY_MS
    for number, (first, last) in enumerate([(0, DAY_MS - 1), (1, DAY_MS), (-1, 5)], 1):
        row = Segment("dairy", number, AT + first, AT + last, 10**number, 0, 0, "", 0)
        coop.books.add(row)
    assert coop.done(report("r", 0, 1, 0)) == UseReported("r", "dairy", 0, 10)
