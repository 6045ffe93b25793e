"""Paid work in the big co-operative: tasks, logs, judging, settling, looks, and a pulse."""

from __future__ import annotations

from collections.abc import Sequence

from _big_people import office
from _big_stage import PURCHASES, Big, done, one
from auzolan.house.asking import reading, vault_of
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.labour.paying.pay_flows import settle_work
from auzolan.house.rooms.labour.voice.voice_flows import open_pulse, tags_name
from auzolan.house.rooms.labour.work import task_flows, work_flows
from auzolan.house.rooms.labour.work.task_flows import NewTask
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.labour.classes import SEARCH
from auzolan.labour.state import Submission
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.voice.acts import AnswerPulse
from auzolan.labour.voice.rules import quarter_of
from auzolan.labour.watching import matrix
from auzolan.labour.watching.acts import Look

PILOT = (
    Tried(60, 3_000, 300), Tried(60, 3_600, 420), Tried(50, 3_500, 280), Tried(64, 3_520, 200),
    Tried(40, 2_600, 240),
)  # fmt: skip
PIECE_MICRO = 330_000
WORDS = "Compare each row with its till receipt, and mark the rows that differ."
TASKS = 12
PIECES_EACH = 3
ACCEPTED_AT_ONCE = 300


def offer_tasks(big: Big) -> None:
    """A dozen tasks by the piece are offered, and some people's hours weigh more."""
    big.on(870)
    for number in range(TASKS):
        new = NewTask(
            f"check-{number:02}", WORDS, piece_micro=PIECE_MICRO, kind=PURCHASES, pilot=PILOT
        )
        done(task_flows.open_task(big.desk, actor=office("secretary"), new=new))
    for place, member in enumerate(big.people.workers[:40]):
        index = 100 + 25 * (place % 5)
        done(
            labour.assign_index(
                big.desk, actor=office("treasury"), member=member, index_centi=index
            )
        )


def work(big: Big, log: str, *, days_ago: int, period: str) -> None:
    """A month's work comes in; a hundredth is turned down, the rest accepted and settled."""
    big.on(days_ago)
    draw = big.people.draw(log)
    lines = []
    for member in big.people.workers:
        for _ in range(PIECES_EACH):
            items, task = draw.randrange(40, 160), f"check-{draw.randrange(TASKS):02}"
            seconds = items * draw.randrange(40, 86)
            lines.append(NewWork(member, task, seconds=seconds, items=items))
        lines.append(NewWork(member, lines[-1].task, SEARCH, seconds=draw.randrange(900, 3_600)))
    shuffled = draw.sample(lines, len(lines))
    by = office("secretary")
    done(work_flows.log_work(big.desk, actor=by, log=log, period=period, lines=shuffled))
    with reading(big.desk.folder) as now:
        names = [row.submission for row in now.books.find(Submission, log=log)]
    big.on(days_ago - 1)
    for name in names[::100]:
        reason = "So many rows in one sitting cannot have been compared."
        done(work_flows.reject(big.desk, actor=by, submission=name, reason=reason))
    turned_down = set(names[::100])
    _accept(big, [name for name in names if name not in turned_down])
    big.on(days_ago - 2)
    done(settle_work(big.desk, actor=office("treasury"), work=f"sheet-{log}", period=period))


def _accept(big: Big, names: Sequence[str]) -> None:
    for start in range(0, len(names), ACCEPTED_AT_ONCE):
        some = names[start : start + ACCEPTED_AT_ONCE]
        done(
            work_flows.accept(
                big.desk, actor=office("secretary"), submissions=some, reason="Looked through."
            )
        )


def look(big: Big, days_ago: int) -> None:
    """The treasury looks at some people's pay, each time on the record."""
    big.on(days_ago)
    by = office("treasury")
    some = big.people.some("looked at", 40, big.people.workers)
    acts = [
        Look(f"look-{member}", member, matrix.TREASURY, matrix.PAY, "correct-books", 1)
        for member in some
    ]
    big.ask(one(act.look, by, act) for act in acts)


def pulse(big: Big, days_ago: int) -> None:
    """Everybody is asked how work is, and a quarter answers under tags."""
    big.on(days_ago)
    name = quarter_of(big.now)
    done(open_pulse(big.desk, actor=office("secretary"), pulse=name))
    draw, some = big.people.draw(name), big.people.some(f"pulse {name}", 25)
    with vault_of(big.desk.folder) as vault:
        tags = vault.tags_of(tags_name(name), some)
    big.on(days_ago - 1)
    big.ask(
        one(f"pulse-{name}-{place}", tags[member], AnswerPulse(name, _scores(draw.randrange(4**6))))
        for place, member in enumerate(some)
    )


def _scores(drawn: int) -> str:
    """Six scores from 2 to 5, from one number."""
    return ",".join(str(2 + drawn // 4**place % 4) for place in range(6))
