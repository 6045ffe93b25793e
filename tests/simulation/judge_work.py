"""What the small model says about tasks, work that is logged, judged and appealed.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_days import DAY
from simulation.small_labour import (
    FLOORED,
    Appealing,
    Job,
    Labouring,
    Line,
    Log,
    Piece,
    Tried,
    least_price,
    slowest,
)
from simulation.small_model import KINDS, SmallModel
from simulation.wish import Take, Wish

MONTH_S = 31 * 86_400
WEEK_S = 7 * 86_400
BASES = ("measured", "claimed", "agreed", "unknown")
IS_PLACE = re.compile(r"([A-Z]{2}(-[A-Z0-9]{1,3})?)?")
IS_TAG = re.compile(r"[0-9a-f]{32}")

# --- tasks and floors -----------------------------------------------------------------------------


def open_task(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    floor = int(m.clauses["labour.floor_cents_hour"])
    if act.task in m.labour.jobs or act.kind not in ("", *KINDS):
        return None
    if act.piece_micro and act.hour_cents:
        return None
    if act.hour_cents:
        if act.pilot is not None or act.hour_cents < floor:
            return None
    elif not act.piece_micro or not _was_tried(m, act, wish.table, floor):
        return None

    def take(receipt: Receipt) -> None:
        m.labour.jobs[act.task] = Job(act.issuer, act.work_class, act.piece_micro, act.hour_cents)

    return take


def _was_tried(m: SmallModel, act: Any, pilot: Sequence[Tried], floor: int) -> bool:
    if act.pilot is None or len(pilot) < int(m.clauses["labour.group_inside_min"]):
        return False
    if any(one.items < 1 or one.seconds < 1 for one in pilot):
        return False
    if slowest(pilot) > act.page_seconds_max:
        return False  # the longest time that a page may count would take pay from who is slow
    return bool(act.piece_micro >= least_price(pilot, floor))


def close_task(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    job = m.labour.jobs.get(act.task)
    if job is None or job.is_closed:
        return None

    def take(receipt: Receipt) -> None:
        job.is_closed = True

    return take


def set_reference(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    known = m.labour.wages.get((act.place, act.basis), {})
    if not act.place or not act.cents_hour or known.get(act.from_at) == act.cents_hour:
        return None

    def take(receipt: Receipt) -> None:
        m.labour.wages.setdefault((act.place, act.basis), {})[act.from_at] = act.cents_hour

    return take


def set_place(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.member not in m.active or IS_PLACE.fullmatch(act.place) is None:
        return None

    def take(receipt: Receipt) -> None:
        m.labour.places.setdefault(act.member, {})[receipt.at] = act.place

    return take


# --- logging --------------------------------------------------------------------------------------


def log_work(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    work = m.labour
    if act.period != m.period or act.log in work.logs or act.kind not in ("", *KINDS):
        return None
    if act.file and any(one.file == act.file for one in work.logs.values()):
        return None
    if bool(act.pages) != bool(act.page_count):
        return None
    if not wish.table or not can_book(m, wish.submission.actor, wish.table):
        return None
    own = sum(line.seconds for line in wish.table if line.member == wish.submission.actor)
    if own and own + _lately(m, wish.submission.actor, at) > WEEK_S:
        return None

    def take(receipt: Receipt) -> None:
        days = int(m.clauses["labour.page_days"])
        work.logs[act.log] = Log(act.file, receipt.at + days * DAY if act.pages else 0)
        for line in wish.table:
            _add(m, line, act.log, act.period, receipt.at)

    return take


def can_book(m: SmallModel, actor: str, lines: Sequence[Line]) -> bool:
    """Whether these lines can stand together on the books."""
    names, tags = {line.submission for line in lines}, {line.tag for line in lines}
    if len(names) < len(lines) or names & m.labour.pieces.keys():
        return False
    if len(tags) < len(lines) or tags & {one.line.tag for one in m.labour.pieces.values()}:
        return False
    return all(_can_book_one(m, actor, line) for line in lines)


def _can_book_one(m: SmallModel, actor: str, line: Line) -> bool:
    job = m.labour.jobs.get(line.task)
    if line.member not in m.active or (line.task and job is None):
        return False
    if line.basis not in BASES or (line.basis == "unknown") != (line.seconds == 0):
        return False
    if not 0 <= line.paid_seconds <= line.seconds <= MONTH_S or line.items > 10**9:
        return False
    price = job.price(line) if job is not None else None
    if price is None:
        is_fair = not line.pay_micro or line.member != actor
    else:
        is_fair = price == line.pay_micro
        is_fair &= not (job is not None and job.hour_cents and line.basis == "unknown")
    return is_fair and _can_deliver(m, line)


def _can_deliver(m: SmallModel, line: Line) -> bool:
    """Whether rows can come with this work: her own, there still, paid for, and not yet free."""
    if not line.batch:
        return True
    if line.work_class not in FLOORED or not (line.pay_micro or line.seconds):
        return False
    batch = m.batches.get(line.batch)
    if batch is None or batch.member != line.member or batch.is_erased:
        return False
    is_free = m.labour.waiting.get(line.batch, True)
    return is_free and not any(line.batch in one.batches for one in m.snapshots.values())


def _add(m: SmallModel, line: Line, log: str, period: str, at: int) -> None:
    m.labour.pieces[line.submission] = Piece(
        line, log, period, at, at, seconds=line.seconds, paid_seconds=line.paid_seconds,
        micro=line.pay_micro, basis=line.basis,
    )  # fmt: skip
    if line.batch:
        m.labour.waiting[line.batch] = True


def claim_time(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    bare = Line(
        act.submission, act.member, act.tag, act.task, act.work_class, "claimed", act.seconds,
        act.items, 0, 0, 0, act.batch,
    )  # fmt: skip
    job = m.labour.jobs.get(act.task)
    price = job.price(bare) if job is not None else None
    paid_seconds = 0 if price is None else act.seconds
    line = bare._replace(pay_micro=price or 0, paid_seconds=paid_seconds)
    if act.period != m.period or IS_TAG.fullmatch(act.tag) is None:
        return None
    if not 1 <= act.seconds <= 86_400 or not can_book(m, wish.submission.actor, [line]):
        return None
    if act.seconds + _lately(m, act.member, at, of_log="") > WEEK_S:
        return None

    def take(receipt: Receipt) -> None:
        _add(m, line, "", act.period, receipt.at)

    return take


def _lately(m: SmallModel, member: str, at: int, of_log: str | None = None) -> int:
    """The seconds of hers that were booked within a week, in all or in no log."""
    return sum(
        one.seconds
        for one in m.labour.pieces.values()
        if one.line.member == member and one.since > at - 7 * DAY and of_log in (None, one.log)
    )


# --- judging --------------------------------------------------------------------------------------


def waits_for(m: SmallModel, name: str, actor: str, at: int) -> Piece | None:
    """A piece of work that she may decide on now: it waits, and is not her own."""
    piece = m.labour.pieces.get(name)
    if piece is None or piece.line.member == actor or not m.active.get(actor):
        return None
    return piece if m.labour.stands(name, at, m.clauses) == "pending" else None


def accept(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor = wish.submission.actor
    if len(set(act.submissions)) < len(act.submissions):
        return None
    if not all(waits_for(m, name, actor, at) for name in act.submissions):
        return None

    def take(receipt: Receipt) -> None:
        for name in act.submissions:
            _decide(m.labour, name, "accepted", actor, receipt.at)

    return take


def _decide(work: Labouring, name: str, state: str, actor: str, at: int) -> Piece:
    piece = work.pieces[name]
    piece.state, piece.decided_by, piece.decided_at = state, actor, at
    return piece


def reject(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor = wish.submission.actor
    if waits_for(m, act.submission, actor, at) is None:
        return None

    def take(receipt: Receipt) -> None:
        piece = _decide(m.labour, act.submission, "rejected", actor, receipt.at)
        piece.rejected_at = receipt.at
        _count(m.labour, piece, "rejections")

    return take


def _count(work: Labouring, piece: Piece, what: str) -> None:
    if piece.line.task:
        work.jobs[piece.line.task].counts[what] += 1


def revise(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor = wish.submission.actor
    piece = waits_for(m, act.submission, actor, at)
    if piece is None or piece.decided_at:
        return None

    def take(receipt: Receipt) -> None:
        _decide(m.labour, act.submission, "handed-back", actor, receipt.at)
        _count(m.labour, piece, "handed_back")

    return take


def hand_in_again(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    piece = _hers(m, wish, act.submission, "handed-back")
    if piece is None or act.seconds > min(86_400, MONTH_S - piece.seconds):
        return None

    def take(receipt: Receipt) -> None:
        piece.seconds += act.seconds
        if act.seconds:
            piece.basis = "claimed"
        job = m.labour.jobs.get(piece.line.task)
        if job is not None and job.hour_cents and job.work_class == piece.line.work_class:
            piece.micro = job.price(piece.line._replace(seconds=piece.seconds)) or 0
            piece.paid_seconds = piece.seconds
        piece.state, piece.waits_since = "pending", receipt.at

    return take


def _hers(m: SmallModel, wish: Wish, name: str, state: str) -> Piece | None:
    piece = m.labour.pieces.get(name)
    if piece is None or piece.line.tag != wish.submission.actor or piece.state != state:
        return None
    return piece


# --- appeals --------------------------------------------------------------------------------------


def appeal(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    piece = _hers(m, wish, act.submission, "rejected")
    if piece is None or at >= piece.decided_at + int(m.clauses["labour.appeal_days"]) * DAY:
        return None

    def take(receipt: Receipt) -> None:
        piece.state = "appealed"
        m.labour.appeals[act.submission] = Appealing(receipt.at)
        _count(m.labour, piece, "appeals")

    return take


def is_open(m: SmallModel, name: str, at: int) -> bool:
    """Whether an appeal waits for its outcome still, and was not paid as overturned by silence."""
    one = m.labour.appeals.get(name)
    if one is None or m.labour.pieces[name].state != "appealed":
        return False
    return at < one.since + int(m.clauses["labour.appeal_days"]) * DAY


def seat_panel(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    actor, size = wish.submission.actor, m.clauses["labour.panel_size"]
    if not is_open(m, act.submission, at) or not m.active.get(actor):
        return None
    one, piece = m.labour.appeals[act.submission], m.labour.pieces[act.submission]
    served = {tag for other in m.labour.appeals.values() for tag in other.verdicts}
    if one.verdicts or len(act.tags) != size or len(set(act.tags) - served) != size:
        return None
    if actor in (piece.line.member, piece.decided_by):
        return None

    def take(receipt: Receipt) -> None:
        one.verdicts = dict.fromkeys(act.tags, "")

    return take


def judge_appeal(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    tag = wish.submission.actor
    if not is_open(m, act.submission, at):
        return None
    one, piece = m.labour.appeals[act.submission], m.labour.pieces[act.submission]
    if one.verdicts.get(tag, "nobody") != "":
        return None

    def take(receipt: Receipt) -> None:
        one.verdicts[tag] = act.verdict
        if 2 * list(one.verdicts.values()).count(act.verdict) <= len(one.verdicts):
            return
        one.outcome = act.verdict
        state = "accepted" if act.verdict == "overturn" else "upheld"
        _decide(m.labour, act.submission, state, "", receipt.at)
        if state == "accepted":
            _count(m.labour, piece, "overturned")

    return take
