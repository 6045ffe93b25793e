"""Folders in which journeys begin: what has to lie in the past, done through the flows at a set clock."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions.flows import offer_rows
from auzolan.house.rooms.labour.work import task_flows, work_flows
from auzolan.house.rooms.labour.work.task_flows import NewTask
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import Submission
from auzolan.learning.recipes import TrainingRecipe
from house.small_desk import purchases
from support.acting import Acting, acting_in, founded
from support.plain_charter import PLAIN, without_comment_days
from support.portal import accept

PEOPLE = tuple(f"m{number:03d}" for number in range(1, 13))
DAYS_AGO = 13
KIND = "purchases"
GIVERS = ("m009", "m011", "m012")
"""They allow both uses; a model learns from them."""
RESTS = "m010"
"""She has brought rows and has allowed nothing."""
TURNED_DOWN = ("m006", "m007", "m008")
HOUR_S = 3_600


def of_members(path: Path) -> Path:
    """People with rows, a model, work that was turned down, and a ballot that is open for five days."""
    founded(path, DAYS_AGO, PEOPLE)
    with acting_in(path, DAYS_AGO) as act:
        act.done(
            "m002", "assembly.propose_change", clause="labour.floor_cents_hour", value="17.50",
            title="A higher floor", reasons="Prices went up.",
        )  # fmt: skip
        name = proposal_of(act)
        act.done("m001", "assembly.admit", proposal=name)
        act.done("m001", "assembly.call", agenda=name)
        act.days_on(11)
        act.done("m001", "assembly.open_poll", proposal=name)
        desk = open_desk(act.folder).desk
        _rows(desk)
        _work(act, desk)
    return path


def proposal_of(act: Acting) -> str:
    """The one proposal that there is."""
    from auzolan.assembly.state import Proposal

    with reader_of(act.folder) as reader:
        (row,) = reader.rows(Proposal)
    return row.proposal


def _rows(desk: Desk) -> None:
    for number, member in enumerate((*GIVERS, RESTS)):
        offered = offer_rows(
            desk, member=member, kind=KIND, columns=purchases(number, 16), batch=f"{member}-1"
        )
        assert not isinstance(offered, Refusal), str(offered)
    for member in GIVERS:
        accept(consent.grant(desk, member=member, kind=KIND, purposes=("research", "commercial")))
    accept(learning.seal(desk, actor="m003", snapshot="s1", kind=KIND, purpose="commercial"))
    made = learning.train(
        desk, actor="m003", model="taste-1", snapshot="s1",
        recipe=TrainingRecipe(inverse_l2_millionths=1_000_000),
    )  # fmt: skip
    assert not isinstance(made, Refusal), str(made)


def _work(act: Acting, desk: Desk) -> None:
    new = NewTask("label", "Say what is in the picture.", hour_cents=1_800, issuer="milk-ltd")
    accept(task_flows.open_task(desk, actor="m004", new=new))
    lines = [NewWork(one, task="label", seconds=HOUR_S, items=60) for one in TURNED_DOWN]
    accept(work_flows.log_work(desk, actor="m004", log="l1", period="2026", lines=lines))
    with reader_of(act.folder) as reader:
        pieces = [reader.rows(Submission, member=one)[0].submission for one in TURNED_DOWN]
    for piece in pieces:
        accept(work_flows.reject(desk, actor="m004", submission=piece, reason="Off the guide."))


def by_work_alone() -> Charter:
    """House rules under which members share by work and equally: no figures of data are needed."""
    clauses = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 9_000}
    return without_comment_days(
        founding_charter(
            clauses=clauses, purposes=("research", "commercial"), kinds=(KIND,), works=()
        )
    )


def of_decisions(path: Path) -> Path:
    """Seven people sixty days ago, with a gift of 1,000 euros and an hour of work on the books."""
    founded(path, charter=by_work_alone())
    with acting_in(path) as act:
        _with_two(
            act, "treasury.book", pays="income:other", gets="bank", amount_cents="1000.00",
            why="A gift.",
        )  # fmt: skip
        sheet = SimpleUploadedFile("sheet.csv", b"member,seconds,pay_cents\nm006,3600,2000\n")
        _with_two(act, "labour.record_work", file=sheet)
    return path


def _with_two(act: Acting, doing: str, **fields: object) -> None:
    asked = act.do("m004", doing, **fields)
    assert asked.status_code == 302, asked.content.decode()
    said = act.of("m002").post(asked["Location"], {"ask": "yes"})
    assert said.status_code == 302, said.content.decode()
