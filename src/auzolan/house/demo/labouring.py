"""Paid work in the demo's year: offered at a price from a pilot, logged, judged, appealed, settled.

It goes through the flows of the house. No hour in it was measured by anybody: the seed made all.
"""

from __future__ import annotations

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading, vault_of
from auzolan.house.demo.people import OPERATOR, SECRETARY, TREASURY
from auzolan.house.demo.telling import (
    YEAR,
    DemoBroken,
    Stage,
    Told,
    all_done,
    done,
    percent,
    refused,
)
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.labour.paying.pay_flows import settle_work
from auzolan.house.rooms.labour.voice import voice_flows
from auzolan.house.rooms.labour.voice.fairwork_queries import pulses
from auzolan.house.rooms.labour.watching.look_flows import Asked, Seen, look_at, looks_at
from auzolan.house.rooms.labour.work import appeal_flows, task_flows, work_flows
from auzolan.house.rooms.labour.work.task_flows import NewTask
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.house.storage.reader import reader_of
from auzolan.labour.classes import SEARCH, WORK
from auzolan.labour.state import PanelTag, Submission
from auzolan.labour.tasks.acts import TaskOpened
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.watching import matrix
from auzolan.labour.work.acts import AppealJudged, WorkSettled

TASK, LOG, SHEET, PULSE = "till-check", "till-check-02", "settled-02", "2024-q1"
WORDS = "Compare each row with its till receipt, and mark the rows that differ."
PILOT = (
    Tried(60, 3_000, 300), Tried(60, 3_600, 420), Tried(50, 3_500, 280), Tried(64, 3_520, 200),
    Tried(40, 2_600, 240),
)  # fmt: skip
PIECE_MICRO = 330_000
MICRO = 100 * MICRO_PER_CENT
HOUR_S = 3_600


def work(stage: Stage) -> Told:
    """A task with its price, its log, a rejection that peers overturn, and pay lifted to the floor."""
    opened = _offered(stage)
    _pulse_opened(stage)
    turned_down, handed_in = _logged(stage)
    peers = _appealed(stage, turned_down)
    stage.on("2024-02-28")
    settling = done(settle_work(stage.desk, actor=TREASURY, work=SHEET, period=YEAR))
    settled = next(fact for fact in settling.facts if isinstance(fact, WorkSettled))
    denied, looked = _looked(stage, turned_down.member)
    items = sum(one.items for one in handed_in)
    seconds = sum(one.seconds for one in handed_in)
    searching = sum(one.seconds for one in handed_in if one.work_class == SEARCH)
    return Told(
        (
            (
                f"A task is offered: {opened.people} tried it, the slowest at {opened.p95_milli // 1_000} "
                f"seconds a row. So that she earns {stage.money(opened.floor_cents)} an hour a row must "
                f"cost {_micro(stage, opened.least_micro)}; it pays {_micro(stage, PIECE_MICRO)}, which is "
                f"{stage.money(opened.hour_cents)} an hour."
            ),
            (
                f"{settled.members} people check {items:,} rows in {seconds // HOUR_S} hours, "
                f"{percent(searching, seconds)} of it spent searching, which no row pays for."
            ),
            (
                f"One is turned down, with a written reason. She appeals under a tag; {peers} peers "
                "drawn by lot judge without knowing whose work it is, and overturn it."
            ),
            (
                f"Settled: {stage.money(settled.pay_cents)} as agreed, {stage.money(settled.interest_cents)} "
                f"interest on what was held back, {stage.money(settled.topup_cents)} to lift everyone to "
                "the floor, over all her time."
            ),
            refused(denied, "labour.look_not_allowed"),
            looked,
            _pulse_told(stage),
        ),
        real="nothing",
        made_up="the pilot, the hours, the rejection, the panel, the answers",
    )  # fmt: skip


def _offered(stage: Stage) -> TaskOpened:
    stage.on("2024-02-01")
    for member, index_centi in stage.people.indexes():
        done(
            labour.assign_index(stage.desk, actor=TREASURY, member=member, index_centi=index_centi)
        )
    stage.on("2024-02-05")
    new = NewTask(TASK, WORDS, piece_micro=PIECE_MICRO, kind=stage.setting.kind, pilot=PILOT)
    receipt = done(task_flows.open_task(stage.desk, actor=SECRETARY, new=new))
    return next(fact for fact in receipt.facts if isinstance(fact, TaskOpened))


def _logged(stage: Stage) -> tuple[Submission, list[Submission]]:
    """Log what everyone did, turn one piece of it down, accept the others."""
    lines = []
    for one in stage.people.checks(TASK):
        lines += [
            NewWork(one.member, TASK, seconds=one.seconds, items=one.items),
            NewWork(one.member, TASK, SEARCH, seconds=one.searching_seconds),
        ]
    stage.on("2024-02-19")
    done(work_flows.log_work(stage.desk, actor=SECRETARY, log=LOG, period=YEAR, lines=lines))
    with reading(stage.folder) as now:
        handed_in = now.books.find(Submission, log=LOG)
    turned_down = max(
        (one for one in handed_in if one.work_class == WORK),
        key=lambda one: (one.items, one.member),
    )
    stage.on("2024-02-20")
    reason = "So many rows in one sitting cannot have been compared."
    done(
        work_flows.reject(
            stage.desk, actor=SECRETARY, submission=turned_down.submission, reason=reason
        )
    )
    names = [one.submission for one in handed_in if one != turned_down]
    done(
        work_flows.accept(stage.desk, actor=SECRETARY, submissions=names, reason="Looked through.")
    )
    return turned_down, handed_in


def _appealed(stage: Stage, one: Submission) -> int:
    """Appeal, seat a panel, let it judge until there is an outcome; gives how many peers sit on it."""
    stage.on("2024-02-22")
    name = one.submission
    done(
        appeal_flows.appeal(
            stage.desk, member=one.member, submission=name,
            words="I had the receipts sorted beforehand, and compared every row.",
        )
    )  # fmt: skip
    stage.on("2024-02-23")
    done(appeal_flows.seat_panel(stage.desk, actor=OPERATOR, submission=name))
    with reading(stage.folder) as now, vault_of(stage.folder) as vault:
        tags = {row.tag for row in now.books.find(PanelTag, submission=name)}
        drawn = [who for who in stage.people.members if vault.tag_of(f"panel:{name}", who) in tags]
    for place, peer in enumerate(drawn):
        stage.on(f"2024-02-{26 + place}")
        judged = done(
            appeal_flows.judge(
                stage.desk, member=peer, submission=name, verdict="overturn",
                reason="Nothing shows that a row was not compared.",
            )
        )  # fmt: skip
        if any(isinstance(fact, AppealJudged) and fact.outcome for fact in judged.facts):
            return len(drawn)
    raise DemoBroken(f"the panel of {name} came to no outcome")


def _looked(stage: Stage, member: str) -> tuple[Seen | Refusal, str]:
    """Ask for a figure that nobody is shown, then for one that payroll needs; she sees the second."""
    stage.on("2024-02-29")
    asked = [
        Asked(TREASURY, matrix.TREASURY, member, metric, "correct-books")
        for metric in (matrix.SPEED, matrix.PAY)
    ]
    denied, seen = (look_at(stage.desk, one) for one in asked)
    if isinstance(seen, Refusal):
        raise DemoBroken(str(seen))
    with reader_of(stage.folder) as reader:
        (hers,) = looks_at(reader, member)
    return denied, (
        f"{hers.viewer} looks at her pay, as {hers.role}, to {hers.purpose.replace('-', ' ')}: "
        f"entry {hers.entry} says so, and she sees it on her own page."
    )


def _pulse_opened(stage: Stage) -> None:
    """Ask everyone how work is; some answer, each under a tag."""
    stage.on("2024-02-06")
    done(voice_flows.open_pulse(stage.desk, actor=SECRETARY, pulse=PULSE))
    stage.on("2024-02-12")
    all_done(
        [
            voice_flows.answer_pulse(stage.desk, member=member, scores=scores, pulse=PULSE)
            for member, scores in stage.people.pulse(PULSE)
        ]
    )


def _pulse_told(stage: Stage) -> str:
    """What the pulse says, and the map of its tags destroyed."""
    forgotten = voice_flows.forget_pulse(stage.desk, pulse=PULSE)
    if isinstance(forgotten, Refusal):
        raise DemoBroken(str(forgotten))
    with reader_of(stage.folder) as reader:
        (found,) = pulses(reader, at=stage.clock())
    means = ", ".join(
        f"{one.name} {one.mean_centi // 100}.{one.mean_centi % 100:02}" for one in found.scores
    )
    return (
        f"All {found.roll} are asked how work is, {found.answered} answer under a tag, from 1 to 5: "
        f"{means}. Who held which tag is destroyed."
    )


def _micro(stage: Stage, micro: int) -> str:
    """A price in millionths, to a hundredth of a cent."""
    return f"{micro // MICRO}.{micro % MICRO // 100:04} {stage.setting.currency}"
