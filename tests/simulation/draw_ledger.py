"""Wishes about periods, bookings, holds, payouts and earnings by use."""

from __future__ import annotations

from collections.abc import Mapping

from auzolan.record.annexes import AnnexRef
from auzolan.treasury.ledger.acts import (
    BeginClosing,
    Book,
    ClosePeriod,
    PlaceHold,
    PostHold,
    Reverse,
    VoidHold,
)
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    CancelPayout,
    ClearSuspense,
    ClosePayout,
    DraftPayout,
    ExportPayout,
    ReportPayout,
    ReturnPayments,
    SetPayee,
    SettlePayout,
)
from auzolan.treasury.royalties.acts import Accrue, SettleRoyalties
from simulation.drawing import Wishes
from simulation.small_days import DAY, day_of
from simulation.small_money import Payout
from simulation.wish import Lines, Wish

# --- periods ----------------------------------------------------------------------------------


def period(w: Wishes) -> str:
    """Mostly the open period; else one that is closing or closed."""
    if w.rng.random() < 0.94:
        return w.model.period
    return w.some([*w.model.results, *([w.model.closing] if w.model.closing else [])])


def begin_closing(w: Wishes) -> Wish:
    act = BeginClosing(period(w), w.fresh("p", w.model.results))
    return w.wish(w.officer("treasury.begin_closing"), act)


def close_period(w: Wishes) -> Wish:
    following = w.fresh("p", w.model.results)
    act = ClosePeriod(period(w), following)
    if w.model.closing and w.rng.random() < 0.8:
        act = ClosePeriod(w.model.closing, w.model.period)
    return w.wish(w.officer("treasury.close_period"), act)


# --- bookings and holds -----------------------------------------------------------------------


def book(w: Wishes) -> Wish:
    cents = w.rng.choice((1, 500, 12_345, 400_000))
    expense = w.rng.choice(("expense:fees", "expense:other", "expense:wages", "expense:cake"))
    legs = w.rng.choice(
        (
            {"bank": -cents, expense: cents},
            {"bank": cents, "income:other": -cents},
            {"bank": cents, "income:other": -cents},
            {"bank": -cents, "fund:education": cents},
            {"bank": -cents, "income:other": cents},
            {"bank": cents, "capital:compulsory": -cents},
            {"bank": -cents, expense: cents + 1},
        )
    )
    lines: Lines = {}
    if w.rng.random() < 0.4:
        lines = {w.member(): (w.rng.randint(1, 3_000),) for _ in range(w.rng.randint(1, 3))}
        owed = sum(own for (own,) in lines.values())
        legs = {"expense:other": owed if w.rng.random() < 0.95 else owed + 1}
    where = w.model.closing if w.model.closing and w.rng.random() < 0.3 else period(w)
    act = Book(
        w.fresh("b", w.model.bookings), where,
        tuple(Leg(account, amount) for account, amount in legs.items()),
        lay(w, "legs/1", lines) if lines else None, "",
    )  # fmt: skip
    return w.wish(w.officer("treasury.book"), act, lines, why="a bill")


def lay(w: Wishes, kind: str, lines: Lines, name: str = "amount_cents") -> AnnexRef:
    """Lay down members' amounts."""
    columns: dict[str, list[int] | list[str]] = {
        "member": list(lines),
        name: [amount for (amount,) in lines.values()],
    }
    return w.lay(kind, columns, name)


def reverse(w: Wishes) -> Wish:
    name = w.some(w.model.bookings)
    booking = w.model.bookings.get(name)
    own = booking.period if booking is not None else period(w)
    act = Reverse(name, own if w.rng.random() < 0.6 else period(w))
    return w.wish(w.officer("treasury.reverse"), act)


def hold(w: Wishes) -> Wish:
    name = w.some(w.model.holds)
    one = w.model.holds.get(name)
    cents = one.cents if one is not None else 100
    to = "bank" if one is not None and one.account != "bank" else "expense:other"
    drawn = w.rng.random()
    if drawn < 0.5 or not w.model.holds:
        account = w.rng.choice(("bank", "bank", "fund:education", "reserve:obligatory"))
        until = w.at + w.rng.choice((0, DAY, 20 * DAY, 20 * DAY, 400 * DAY))
        cents = w.rng.choice((1, 2_000, 30_000))
        place = PlaceHold(w.fresh("h", w.model.holds), account, cents, until)
        return w.wish(w.officer("treasury.hold"), place)
    if drawn < 0.8:
        some = w.rng.choice((cents, max(1, cents // 2), cents + 1))
        to = to if w.rng.random() < 0.95 else "bank"
        return w.wish(w.officer("treasury.post_hold"), PostHold(name, period(w), to, some))
    return w.wish(w.officer("treasury.void_hold"), VoidHold(name))


# --- payouts ----------------------------------------------------------------------------------


def set_payee(w: Wishes) -> Wish:
    member = w.member()
    actor = member if w.rng.random() < 0.95 else w.member()
    return w.wish(actor, SetPayee(member, ""), payee="a bank account")


def draft(w: Wishes) -> Wish:
    day = day_of(w.at + DAY * w.rng.choice((0, 1, 5, 5, -1)))
    act = DraftPayout(w.fresh("o", w.model.payouts), day if w.rng.random() < 0.97 else "2025-02-30")
    return w.wish(w.officer("treasury.draft_payout"), act)


def step_of_payout(w: Wishes) -> Wish:
    """Mostly what comes next for a payout that is on its way; now and then anything else."""
    moving = [name for name, one in w.model.payouts.items() if one.state not in _ENDS]
    name = w.some(moving if moving and w.rng.random() < 0.9 else w.model.payouts)
    payout = w.model.payouts.get(name, Payout("", 0, {}))
    makers = dict(_STEPS)
    step = payout.state
    if step == "drafted" and w.rng.random() < 0.05:
        step = "cancelled"
    elif step == "settled":
        step = "returned" if payout.returned or w.rng.random() < 0.4 else "closed"
        step = "clear" if payout.returned and w.rng.random() < 0.6 else step
    if w.rng.random() < 0.12:
        step = w.rng.choice(sorted(makers))
    return makers[step](w, name, payout)


_ENDS = frozenset({"closed", "cancelled"})


def _approve(w: Wishes, name: str, payout: Payout) -> Wish:
    return w.wish(w.officer("treasury.approve_payout"), ApprovePayout(name))


def _cancel(w: Wishes, name: str, payout: Payout) -> Wish:
    return w.wish(w.officer("treasury.cancel_payout"), CancelPayout(name))


def _export(w: Wishes, name: str, payout: Payout) -> Wish:
    act = ExportPayout(name, "")
    return w.wish(w.officer("treasury.export_payout"), act, file_digest="the file")


def _report(w: Wishes, name: str, payout: Payout) -> Wish:
    lines = _some_lines(w, payout.lines) if w.rng.random() < 0.6 else {}
    ref = lay(w, "returns/1", lines) if lines else None
    act = ReportPayout(name, "", ref)
    return w.wish(w.officer("treasury.report_payout"), act, lines, report_digest="the answer")


def _some_lines(w: Wishes, lines: Mapping[str, int]) -> Lines:
    """Some of a payout's lines; seldom one that is a cent off, or somebody else's."""
    size = w.rng.choice((1, 1, len(lines))) if lines else 0
    found: Lines = {
        who: (lines[who],) for who in w.rng.sample(sorted(lines), min(size, len(lines)))
    }
    if w.rng.random() < 0.06 or not found:
        found[w.member()] = (777,)
    return found


def _settle(w: Wishes, name: str, payout: Payout) -> Wish:
    total = max(1, sum(payout.lines.values()))
    cents = total if w.rng.random() < 0.93 else total + 1
    act = SettlePayout(name, period(w), cents, "")
    return w.wish(w.officer("treasury.settle_payout"), act, statement_digest="the statement")


def _return(w: Wishes, name: str, payout: Payout) -> Wish:
    lines = _some_lines(w, payout.lines)
    act = ReturnPayments(name, period(w), "", lay(w, "returns/1", lines))
    words = {"statement_digest": "another statement"}
    return w.wish(w.officer("treasury.return_payments"), act, lines, **words)


def _clear(w: Wishes, name: str, payout: Payout) -> Wish:
    return w.wish(w.officer("treasury.clear_suspense"), ClearSuspense(name, period(w)))


def _close(w: Wishes, name: str, payout: Payout) -> Wish:
    return w.wish(w.officer("treasury.close_payout"), ClosePayout(name))


_STEPS = {
    "drafted": _approve, "cancelled": _cancel, "approved": _export, "exported": _report,
    "reported": _settle, "returned": _return, "clear": _clear, "closed": _close,
}  # fmt: skip
"""What comes next, by what a payout is; the ends stand for the acts that lead there."""


# --- earned by use ----------------------------------------------------------------------------


def accrue(w: Wishes) -> Wish:
    lines: Lines = {
        w.member(): (w.rng.choice((1, 9_999, 123_456, 7_000_000)),)
        for _ in range(w.rng.randint(1, 4))
    }
    ref = lay(w, "royalties/1", lines, "amount_micro")
    act = Accrue(w.fresh("a", dict.fromkeys(w.model.accruals)), w.some(w.model.licences), ref)
    return w.wish(w.officer("treasury.accrue"), act, lines)


def settle_royalties(w: Wishes) -> Wish:
    name = w.fresh("y", dict.fromkeys(w.model.settlements))
    return w.wish(w.officer("treasury.settle_royalties"), SettleRoyalties(name, period(w)))
