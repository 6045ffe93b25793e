"""Wishes about work: tasks, floors, logs, judging, appeals, and paying what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from auzolan.foundation.books import Scalar
from auzolan.labour.acts import AssignIndex, RecordWork
from auzolan.labour.tasks.acts import CloseTask, OpenTask, SetPlace, SetReference
from auzolan.labour.work.acts import (
    AcceptWork,
    Appeal,
    ClaimTime,
    HandInAgain,
    JudgeAppeal,
    LogWork,
    RejectWork,
    ReviseWork,
    SeatPanel,
    SettleWork,
)
from auzolan.record.annexes import AnnexRef
from simulation.draw_ledger import period
from simulation.drawing import Wishes, digest_of
from simulation.judge_work import is_open
from simulation.small_days import DAY
from simulation.small_labour import Line, Piece, Tried, least_price
from simulation.wish import Lines, Wish

CLASSES = ("work", "work", "work", "work", "training", "waiting", "governance")
PLACES = ("ES", "ES-PV", "FR", "FR-NAQ", "", "Bilbo")

# --- tasks and floors -----------------------------------------------------------------------------


def task(w: Wishes) -> Wish:
    """One is opened, at a price about the least that it can have; seldom one is closed."""
    if w.model.labour.jobs and w.rng.random() < 0.25:
        closing = CloseTask(w.some(w.model.labour.jobs), "")
        return w.wish(w.officer("labour.close_task"), closing, reason="Done.")
    floor = int(w.model.clauses["labour.floor_cents_hour"])
    by_hour = w.rng.random() < 0.5
    pilot: list[Tried] = []
    if w.rng.random() < (0.05 if by_hour else 0.95):
        size = w.rng.choice((4, 5, 6, 9))
        pilot = [
            Tried(w.rng.randint(1, 40), w.rng.randint(20, 4_000), w.rng.randint(0, 600))
            for _ in range(size)
        ]
    least = least_price(pilot, floor) if pilot else 50_000
    price = (floor if by_hour else least) + w.rng.choice((0, 0, 1, 700, -1))
    act = OpenTask(
        w.fresh("job", w.model.labour.jobs), w.rng.choice(("", "dairy")),
        w.kind() if w.rng.random() < 0.5 else "", w.rng.choice(("work", "work", "training")),
        0 if by_hour else price, price if by_hour else 0, w.rng.choice((600, 4_000, 9_000)), 0,
        _lay_pilot(w, pilot) if pilot else None, "",
    )  # fmt: skip
    return w.wish(w.officer("labour.open_task"), act, table=pilot, words="Label them.")


def _lay_pilot(w: Wishes, pilot: Sequence[Tried]) -> AnnexRef:
    return w.lay(
        "pilot/1",
        {
            "items": [one.items for one in pilot],
            "seconds": [one.seconds for one in pilot],
            "unpaid_seconds": [one.unpaid for one in pilot],
        },
    )


def floor(w: Wishes) -> Wish:
    """A minimum of a place, or where somebody works."""
    if w.rng.random() < 0.5:
        member = w.member()
        actor = member if w.rng.random() < 0.95 else w.member()
        return w.wish(actor, SetPlace(member, w.rng.choice(PLACES)))
    act = SetReference(
        w.rng.choice(PLACES[:5]), w.rng.choice(("statutory", "living")),
        max(0, int(w.at) - w.rng.choice((-20, 0, 1, 30)) * DAY) // DAY * DAY,
        w.rng.choice((0, 1_184, 1_700, 2_345)), "office", digest_of("gazette"), "",
    )  # fmt: skip
    return w.wish(w.officer("labour.set_reference"), act, citation="Page 3.")


# --- booking work ---------------------------------------------------------------------------------


def assign_index(w: Wishes) -> Wish:
    index = w.rng.choice((99, 100, 125, 300, 600, 601))
    named = w.rng.choice(("", "", "work", "training"))
    return w.wish(w.officer("labour.assign_index"), AssignIndex(w.member(), index, named))


def record_work(w: Wishes) -> Wish:
    people = {w.member() for _ in range(w.rng.randint(1, 5))}
    lines: Lines = {
        member: (w.rng.randint(0 if w.rng.random() < 0.02 else 1, 40_000), w.rng.randint(0, 20_000))
        for member in sorted(people)
    }
    columns: dict[str, Sequence[Scalar]] = {
        "member": list(lines),
        "seconds": [seconds for seconds, _ in lines.values()],
        "pay_cents": [pay for _, pay in lines.values()],
    }
    ref = w.lay("work/1", columns, "pay_cents")
    is_sound = w.rng.random() < 0.95
    if not is_sound:
        ref = replace(ref, digest=digest_of("no such annex"))
    act = RecordWork(w.fresh("w", dict.fromkeys(w.model.sheets)), period(w), ref)
    return w.wish(w.officer("labour.record_work"), act, lines, is_sound=is_sound)


def log_work(w: Wishes) -> Wish:
    """What a tool measured, mostly at the price of a task and seldom wrong in a line."""
    lines = [_line(w) for _ in range(w.rng.randint(1, 5))]
    if w.rng.random() < 0.04:
        lines.append(lines[0])
    columns: dict[str, Sequence[Scalar]] = {
        name: [getattr(line, name) for line in lines] for name in Line._fields
    }
    name = w.fresh("log", w.model.labour.logs)
    files = [one.file for one in w.model.labour.logs.values() if one.file]
    file = digest_of(f"file of {name}")
    if w.rng.random() < 0.1:
        file = w.rng.choice(["", *files])
    keeps = w.rng.random() < 0.6
    pages = digest_of("pages") if keeps else ""
    count = 12 if keeps == (w.rng.random() < 0.97) else 0
    kind = w.kind() if w.rng.random() < 0.2 else ""
    act = LogWork(name, period(w), w.lay("log/1", columns), file, pages, count, kind)
    return w.wish(w.officer("labour.log_work"), act, table=lines)


def _line(w: Wishes) -> Line:
    members = [one for one, is_active in w.model.active.items() if is_active]
    member = w.rng.choice(members) if members and w.rng.random() < 0.9 else w.member()
    job = w.some(w.model.labour.jobs) if w.rng.random() < 0.7 and w.model.labour.jobs else ""
    known = w.model.labour.jobs.get(job)
    named = known.work_class if known is not None and w.rng.random() < 0.8 else ""
    basis = w.rng.choice(("measured", "measured", "measured", "agreed", "unknown"))
    by_hour = known is not None and known.hour_cents > 0
    if by_hour and w.rng.random() < 0.9:
        basis = "measured"
    seconds = 0 if basis == "unknown" else w.rng.randint(1, 20_000)
    line = Line(
        _name(w), member, _tag(w), job, named or w.rng.choice(CLASSES), basis, seconds,
        w.rng.randint(0, 50), 0, w.rng.randint(0, seconds), w.rng.randint(0, 40), _batch(w, member),
    )  # fmt: skip
    price = known.price(line) if known is not None else None
    micro = price if price is not None else w.rng.choice((0, 123_457, 40_000_000))
    return line._replace(pay_micro=micro + (w.rng.random() < 0.02))


def _name(w: Wishes) -> str:
    return w.fresh("piece", w.model.labour.pieces) if w.rng.random() < 0.2 else w.fresh("piece", {})


def _tag(w: Wishes) -> str:
    used = list(w.model.labour.pieces.values())
    if used and w.rng.random() < 0.01:
        return w.rng.choice(used).line.tag
    return w.rng.randbytes(16).hex()


def _batch(w: Wishes, member: str) -> str:
    """Rows that the work delivers, mostly her own that nobody has used."""
    if w.rng.random() < 0.7:
        return ""
    if w.rng.random() < 0.03:
        return w.some(w.model.batches)
    used = {name for one in w.model.snapshots.values() for name in one.batches}
    mine = [
        name
        for name, one in w.model.batches.items()
        if one.member == member and name not in used and not one.is_erased
    ]
    return w.some(mine) if mine else ""


def claim_time(w: Wishes) -> Wish:
    line = _line(w)
    seconds = w.rng.choice((0, 600, 7_200, 7_200, 86_400, 86_401))
    tag = line.tag if w.rng.random() < 0.97 else "no-tag"
    act = ClaimTime(
        line.submission, period(w), line.member, tag, line.task, line.work_class, seconds,
        line.items, line.batch,
    )  # fmt: skip
    actor = line.member if w.rng.random() < 0.96 else w.member()
    return w.wish(actor, act)


# --- judging --------------------------------------------------------------------------------------


def judge_work(w: Wishes) -> Wish:
    """Mostly about work that waits, by somebody whose work it is not; else more work is logged."""
    name = w.rng.choice(("labour.accept", "labour.reject", "labour.reject", "labour.revise"))
    actor = w.officer(name)
    pieces = w.model.labour.pieces
    waiting = [
        one
        for one, piece in pieces.items()
        if piece.line.member != actor
        and w.model.labour.stands(one, w.at, w.model.clauses) == "pending"
    ]
    is_odd = w.rng.random() < 0.1
    if not waiting and not is_odd:
        return log_work(w)
    known = list(pieces) if is_odd else waiting
    if name == "labour.accept":
        some = [w.some(known) for _ in range(w.rng.choice((1, 1, 2, 3)))]
        if w.rng.random() < 0.95:
            some = list(dict.fromkeys(some))
        return w.wish(actor, AcceptWork(tuple(some), ""), reason="It is good.")
    judge = RejectWork if name == "labour.reject" else ReviseWork
    return w.wish(actor, judge(w.some(known), ""), reason="It is not what was asked for.")


def _in_state(w: Wishes, state: str) -> str:
    found = _all_in_state(w, state)
    return w.some(found if found and w.rng.random() < 0.88 else w.model.labour.pieces)


def _all_in_state(w: Wishes, state: str) -> list[str]:
    return [name for name, piece in w.model.labour.pieces.items() if piece.state == state]


def _holder(w: Wishes, name: str) -> str:
    """Mostly the tag under which somebody acts about her work."""
    piece: Piece | None = w.model.labour.pieces.get(name)
    if piece is None or w.rng.random() < 0.05:
        return w.rng.randbytes(16).hex()
    return piece.line.tag if w.rng.random() < 0.97 else piece.line.member


def hand_in_again(w: Wishes) -> Wish:
    """Something that was handed back; where there is none, work is judged."""
    if not _all_in_state(w, "handed-back") and w.rng.random() < 0.9:
        return judge_work(w)
    name = _in_state(w, "handed-back")
    seconds = w.rng.choice((0, 1, 3_000, 31 * 86_400 if w.rng.random() < 0.2 else 90))
    return w.wish(_holder(w, name), HandInAgain(name, seconds))


def appeal(w: Wishes) -> Wish:
    late = w.rng.random() < 0.1
    ours = _appealable(w)
    name = w.some(ours) if ours and not late else _in_state(w, "rejected")
    return w.wish(_holder(w, name), Appeal(name, ""), words="It is what was asked for.")


def _appealable(w: Wishes) -> list[str]:
    days = int(w.model.clauses["labour.appeal_days"]) * DAY
    pieces = w.model.labour.pieces
    return [n for n in _all_in_state(w, "rejected") if w.at < pieces[n].decided_at + days]


def seat_panel(w: Wishes) -> Wish:
    ours = _open_appeals(w, is_seated=False)
    name = w.some(ours) if ours and w.rng.random() < 0.9 else _in_state(w, "appealed")
    size = int(w.model.clauses["labour.panel_size"]) + w.rng.choice((0, 0, 0, 0, 0, 0, 0, 1))
    tags = [w.rng.randbytes(16).hex() for _ in range(size)]
    seated = [tag for one in w.model.labour.appeals.values() for tag in one.verdicts]
    if seated and w.rng.random() < 0.05:
        tags[0] = w.rng.choice(seated)
    return w.wish(w.officer("labour.seat_panel"), SeatPanel(name, tuple(tags)))


def _open_appeals(w: Wishes, *, is_seated: bool) -> list[str]:
    appeals = w.model.labour.appeals.items()
    return [
        name
        for name, one in appeals
        if is_open(w.model, name, w.at) and bool(one.verdicts) == is_seated
    ]


def judge_appeal(w: Wishes) -> list[Wish]:
    """One of a panel, or all who are still silent; seldom somebody else, or too late."""
    appeals = w.model.labour.appeals
    ours = _open_appeals(w, is_seated=True)
    name = w.some(ours if ours and w.rng.random() < 0.92 else appeals)
    said = appeals[name].verdicts if name in appeals else {}
    tags = [tag for tag, one in said.items() if not one]
    if w.rng.random() < 0.4:
        tags = tags[:1]
    if w.rng.random() < 0.1 or not tags:
        tags = [w.rng.choice([*said, w.rng.randbytes(16).hex()])]
    return [
        w.wish(
            tag, JudgeAppeal(name, w.rng.choice(("overturn", "overturn", "uphold")), ""),
            reason="I looked at it.",
        )
        for tag in tags
    ]  # fmt: skip


def settle(w: Wishes) -> Wish:
    name = w.fresh("w", dict.fromkeys(w.model.sheets))
    return w.wish(w.officer("labour.settle"), SettleWork(name, period(w)))


def step_of_appeal(w: Wishes) -> Wish | list[Wish]:
    """What comes next for work that was turned down; seldom anything else."""
    steps: list[Callable[[Wishes], Wish | list[Wish]]] = []
    if w.rng.random() < 0.12:
        steps += [appeal, seat_panel, judge_appeal]
    elif _open_appeals(w, is_seated=True):
        steps.append(judge_appeal)
    elif _open_appeals(w, is_seated=False):
        steps.append(seat_panel)
    elif _appealable(w):
        steps.append(appeal)
    return w.rng.choice(steps or [judge_work])(w)
