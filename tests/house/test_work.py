"""Work through the desk: offered, logged, judged, appealed; what the record shows, and what it hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.audit.verify import verify
from auzolan.charter.state import charter_of
from auzolan.consent.gate import Gate, asked
from auzolan.cooperative import read_entry
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour.work import appeal_flows as appeals
from auzolan.house.rooms.labour.work import task_flows as tasks
from auzolan.house.rooms.labour.work import task_queries
from auzolan.house.rooms.labour.work import work_flows as work
from auzolan.house.rooms.labour.work.work_queries import (
    OwnSubmission,
    QueueLine,
    own_submissions,
    queue_lines,
)
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import AppealRow, PanelTag, Submission
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.work.acts import SettleWork, WorkLogged
from house.small_desk import SmallDesk, accepted, purchases, refused

LEAD, CLERK, PEERS = "ida", "eve", ("ben", "joe", "kim", "sue")
BIRDS = tasks.NewTask("birds", "Name the bird", piece_micro=62_500, pilot=(Tried(10, 120, 30),) * 5)
TIDY = tasks.NewTask("tidy", "Tidy the set", hour_cents=1_800, issuer="milk-ltd", harmful=1)


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """Seven members; two tasks on offer."""
    small = SmallDesk(tmp_path / "coop")
    people = [members.NewMember(member, member.title()) for member in ("kim", "sue")]
    for answer in members.admit_all(small.desk, actor="ana", people=people):
        accepted(answer)
    for new in (BIRDS, TIDY):
        accepted(tasks.open_task(small.desk, actor=LEAD, new=new))
    return small


def logged(small: SmallDesk, *lines: work.NewWork, log: str = "log-1") -> list[OwnSubmission]:
    """Book these lines; give ana's work."""
    accepted(work.log_work(small.desk, actor=LEAD, log=log, period="2025", lines=lines))
    return mine(small)


def mine(small: SmallDesk, member: str = "ana") -> list[OwnSubmission]:
    """One's own work."""
    return own_submissions(small.desk.folder, member=member, at=small.clock.at)


def queue(small: SmallDesk, actor: str = LEAD, task: str = "") -> list[QueueLine]:
    """What waits for a lead."""
    found = queue_lines(small.desk.folder, actor=actor, at=small.clock.at, task=task)
    assert not isinstance(found, Refusal), str(found)
    return found


def piece(member: str = "ana", **fields: object) -> work.NewWork:
    """Ten birds in two minutes."""
    sane: dict[str, object] = {"task": "birds", "seconds": 120, "items": 10, "judgments": 10}
    return work.NewWork(member, **(sane | fields))  # type: ignore[arg-type]


def rejected(small: SmallDesk) -> str:
    """A piece of ana's work that was turned down."""
    (line,) = logged(small, piece())
    accepted(
        work.reject(small.desk, actor=LEAD, submission=line.submission, reason="All are robins")
    )
    return line.submission


def appealed(small: SmallDesk) -> str:
    """The same, with an appeal that waits."""
    name = rejected(small)
    accepted(appeals.appeal(small.desk, member="ana", submission=name, words="They are robins"))
    return name


def peers_of(small: SmallDesk, submission: str) -> list[str]:
    """Who sits on a panel; only the vault can say."""
    with vault_of(small.desk.folder) as vault:
        return [one for one in PEERS if vault.tag_of(f"panel:{submission}", one) is not None]


def size_of(desk: Desk) -> int:
    """How many entries there are."""
    with reading(desk.folder) as now:
        return now.log.head().size


def overturned(small: SmallDesk) -> int:
    """How many rejections the list of tasks says were overturned, by peers or by silence."""
    with reader_of(small.desk.folder) as reader:
        return sum(one.overturned for one in task_queries.task_lines(reader, at=small.clock.at))


def test_tasks_are_shown_by_item_and_by_hour(small: SmallDesk) -> None:
    """Goal: the price is known before one begins. Method: both tasks, then one closed."""
    with reader_of(small.desk.folder) as reader:
        birds, tidy = task_queries.task_lines(reader, at=small.desk.ports.clock())
    # 300 items an hour at 0.0625, four fifths of the hour paid: 15.00.
    assert (birds.piece_micro, birds.hour_cents, birds.floor_cents) == (62_500, 1_500, 1_500)
    assert (tidy.piece_micro, tidy.hour_cents, tidy.issuer) == (None, 1_800, "milk-ltd")
    accepted(tasks.close_task(small.desk, actor=LEAD, task="birds", reason="full"))
    with reader_of(small.desk.folder) as reader:
        at = small.desk.ports.clock()
        assert [one.task for one in task_queries.task_lines(reader, at=at)] == ["tidy"]
        assert [one.open for one in task_queries.task_lines(reader, at=at, all_tasks=True)] == [
            False,
            True,
        ]
        assert task_queries.currency_of(reader) == "EUR"


def test_work_is_logged_at_its_price(small: SmallDesk) -> None:
    """Goal: nobody types a price that the task says. Method: by piece, by hour, agreed, unpaid."""
    lines = (
        piece(),
        work.NewWork("ana", "tidy", seconds=1_800),
        work.NewWork("ana", "", "training", "agreed", 600, pay_micro=2_000_000),
        work.NewWork("ana", "birds", "waiting", "measured", 60),
    )
    found = {one.work_class + one.task: one for one in logged(small, *lines)}
    assert (found["workbirds"].pay_micro, found["worktidy"].pay_micro) == (625_000, 9_000_000)
    assert (found["training"].pay_micro, found["waitingbirds"].pay_micro) == (2_000_000, 0)
    with reading(small.desk.folder) as now:
        rows = now.books.find(Submission, member="ana")
    assert sorted(row.paid_seconds for row in rows) == [0, 120, 600, 1_800]
    assert len({row.tag for row in rows}) == len({row.submission for row in rows}) == 4


def test_a_log_that_is_sent_again_says_the_same(small: SmallDesk) -> None:
    """Goal: a crash after the commit books nothing twice. Method: the same log again, then another."""
    logged(small, piece(), piece("ben"))
    before = size_of(small.desk)
    again = accepted(
        work.log_work(
            small.desk, actor=LEAD, log="log-1", period="2025", lines=(piece(), piece("ben"))
        )
    )
    assert again.repeated
    assert size_of(small.desk) == before
    other = work.log_work(
        small.desk, actor=LEAD, log="log-1", period="2025", lines=(piece(), piece("joe"))
    )
    assert refused(other) == "desk.id_used"
    empty = work.log_work(small.desk, actor=LEAD, log="log-2", period="2025", lines=())
    assert refused(empty) == "labour.lines_out_of_range"


def test_the_queue_is_blind(small: SmallDesk) -> None:
    """Goal: a lead judges work, not people or their speed. Method: her queue, another's, a task's."""
    logged(small, piece(), piece("ben"), piece(LEAD))
    claim = work.NewClaim("training", 900)
    accepted(work.claim_time(small.desk, member="ben", period="2025", claim=claim))
    found = queue(small)
    assert len(found) == 3, "her own work is for others to judge"
    assert not {"member", "seconds", "tag", "pay_micro"} & set(QueueLine.__struct_fields__)
    assert sorted(str(one.claimed_seconds) for one in found) == ["900", "None", "None"]
    assert len(queue(small, task="birds")) == 2
    other = queue_lines(small.desk.folder, actor="ana", at=small.clock.at)
    assert refused(other) == "labour.not_the_lead"


def test_everything_that_waits_is_accepted_at_once(small: SmallDesk) -> None:
    """Goal: one decision for many. Method: all of a task, the rest, then nothing is left."""
    logged(small, piece(), piece("ben"), work.NewWork("ana", "tidy", seconds=60))
    accepted(work.accept_all(small.desk, actor=LEAD, task="birds", reason="Looked through."))
    assert sorted((one.task, one.state) for one in mine(small)) == [
        ("birds", "accepted"), ("tidy", "pending"),
    ]  # fmt: skip
    accepted(work.accept_all(small.desk, actor=LEAD, reason="Looked through."))
    assert (
        refused(work.accept_all(small.desk, actor=LEAD, reason="Looked through."))
        == "labour.nothing_waits"
    )
    assert (
        refused(work.accept_all(small.desk, actor="ana", reason="Looked through."))
        == "labour.not_the_lead"
    )


def test_she_reads_why_her_work_was_turned_down(small: SmallDesk) -> None:
    """Goal: a named person and a reason. Method: a rejection, a handing back, and no reason at all."""
    first, second = logged(small, piece(), piece())
    for flow in (work.reject, work.revise):
        no = flow(small.desk, actor=LEAD, submission=first.submission, reason="  ")
        assert refused(no) == "labour.reason_missing"
    accepted(
        work.reject(small.desk, actor=LEAD, submission=first.submission, reason="All are robins")
    )
    accepted(
        work.revise(
            small.desk, actor=LEAD, submission=second.submission, reason="Page 3 is missing"
        )
    )
    now = {one.submission: one for one in mine(small)}
    one, two = now[first.submission], now[second.submission]
    assert (one.state, one.decided_by, one.reason) == ("rejected", LEAD, "All are robins")
    assert one.until == "2025-03-15"
    assert (two.state, two.reason, two.until) == ("handed-back", "Page 3 is missing", "")


def test_nobody_speaks_for_anothers_submission(small: SmallDesk) -> None:
    """Goal: her tag is hers. Method: another member hands in, appeals; one that there is not."""
    name = rejected(small)
    for member, submission in (("ben", name), ("ana", "none")):
        again = work.hand_in_again(small.desk, member=member, submission=submission, seconds=60)
        assert refused(again) == "labour.not_hers"
        no = appeals.appeal(small.desk, member=member, submission=submission, words="mine")
        assert refused(no) == "labour.not_hers"
    empty = appeals.appeal(small.desk, member="ana", submission=name, words="")
    assert refused(empty) == "labour.reason_missing"


def test_work_is_handed_in_again_under_its_tag(small: SmallDesk) -> None:
    """Goal: the record shows no name. Method: hand back, hand in again, look at the actor."""
    (line,) = logged(small, piece())
    accepted(work.revise(small.desk, actor=LEAD, submission=line.submission, reason="Page 3"))
    receipt = accepted(
        work.hand_in_again(small.desk, member="ana", submission=line.submission, seconds=60)
    )
    with reader_of(small.desk.folder) as reader:
        entry = reader.entry(receipt.seq)
    assert len(entry.actor) == 32
    (now,) = mine(small)
    assert (now.state, now.seconds, now.basis) == ("pending", 180, "claimed")
    assert [one.again for one in queue(small)] == [True]


def test_peers_are_drawn_from_those_who_have_no_part_in_it(small: SmallDesk) -> None:
    """Goal: neither she, nor the lead, nor who seats panels. Method: a panel of three, in the vault."""
    name = appealed(small)
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=name))
    seated = peers_of(small, name)
    assert len(seated) == 3
    with vault_of(small.desk.folder) as vault:
        tags = vault.tags_of(f"panel:{name}", [*PEERS, "ana", LEAD, CLERK])
    assert sorted(tags) == seated
    with reading(small.desk.folder) as now:
        rows = now.books.find(PanelTag, submission=name)
    assert [row.tag for row in rows] == sorted(tags.values())
    again = appeals.seat_panel(small.desk, actor=CLERK, submission=name)
    assert refused(again) == "labour.panel_seated"
    assert peers_of(small, name) == seated, "a seated panel's map is never written again"


def test_a_panel_judges_the_work_and_not_the_person(small: SmallDesk) -> None:
    """Goal: blind, with the words of both sides. Method: the case of one peer, of a stranger."""
    name = appealed(small)
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=name))
    folder, at = small.desk.folder, small.clock.at
    first = peers_of(small, name)[0]
    (case,) = appeals.cases_of(folder, member=first, at=at)
    assert (case.task_words, case.reason, case.appeal) == (
        "Name the bird", "All are robins", "They are robins",
    )  # fmt: skip
    assert not {"member", "seconds", "tag"} & set(case.__struct_fields__)
    assert appeals.cases_of(folder, member="ana", at=at) == []
    stranger = appeals.judge(
        small.desk, member="ana", submission=name, verdict="overturn", reason="mine"
    )
    assert refused(stranger) == "labour.no_panel_tag"
    accepted(
        appeals.judge(small.desk, member=first, submission=name, verdict="overturn", reason="right")
    )
    assert appeals.cases_of(folder, member=first, at=at) == []


def test_the_map_to_the_peers_goes_with_the_outcome(small: SmallDesk) -> None:
    """Goal: who judged whom is nowhere any more. Method: two verdicts, then the vault."""
    name = appealed(small)
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=name))
    seated = peers_of(small, name)
    for member in seated[:2]:
        assert peers_of(small, name) == seated
        accepted(
            appeals.judge(
                small.desk, member=member, submission=name, verdict="overturn", reason="right"
            )
        )
    assert peers_of(small, name) == []
    late = appeals.judge(
        small.desk, member=seated[2], submission=name, verdict="uphold", reason="late"
    )
    assert refused(late) == "labour.no_panel_tag"
    (now,) = mine(small)
    assert (now.state, now.decided_by) == ("accepted", "")
    with reading(small.desk.folder) as then:
        row = then.books.get(AppealRow, name)
    assert row is not None
    assert row.outcome == "overturn"


def test_a_lapsed_appeal_leaves_the_list_and_its_map_goes(small: SmallDesk) -> None:
    """Goal: doing nothing decides for her. Method: a seated panel, fourteen days of silence."""
    name = appealed(small)
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=name))
    (waiting,) = appeals.open_appeals(small.desk.folder, at=small.clock.at)
    assert (waiting.peers, waiting.judged, waiting.lapses) == (3, 0, "2025-03-15")
    assert overturned(small) == 0
    assert appeals.forget_panels(small.desk) == 0
    small.clock.at += 14 * DAY_MS  # type: ignore[assignment]
    assert appeals.open_appeals(small.desk.folder, at=small.clock.at) == []
    assert overturned(small) == 1
    assert appeals.forget_panels(small.desk) == 3
    assert [one.state for one in mine(small)] == ["accepted"]


def test_without_enough_peers_there_is_no_panel(small: SmallDesk) -> None:
    """Goal: no panel of whoever is left. Method: two of four possible peers leave."""
    name = appealed(small)
    for member in ("kim", "sue"):
        accepted(members.leave(small.desk, member=member, reason="gone"))
    no = appeals.seat_panel(small.desk, actor=CLERK, submission=name)
    assert refused(no) == "labour.too_few_peers"
    assert (
        refused(appeals.seat_panel(small.desk, actor=CLERK, submission="x")) == "labour.no_appeal"
    )


def test_a_rehearsal_keeps_no_map_and_forgets_none(small: SmallDesk) -> None:
    """Goal: a dry run writes nothing, in the vault neither. Method: rehearse a seat and a verdict."""
    name = appealed(small)
    before = size_of(small.desk)
    rehearsal = RehearsalDesk(small.desk.folder, small.ports)
    accepted(appeals.foreseen_panel(rehearsal, actor=CLERK, submission=name))
    assert peers_of(small, name) == []
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=name))
    first, second, _ = seated = peers_of(small, name)
    accepted(
        appeals.judge(small.desk, member=first, submission=name, verdict="uphold", reason="no")
    )
    accepted(
        appeals.foreseen_judgement(
            rehearsal, member=second, submission=name, verdict="uphold", reason="no"
        )
    )
    rehearsal.close()
    assert peers_of(small, name) == seated
    assert size_of(small.desk) == before + 2


def test_the_record_ties_no_judged_work_to_anybody(small: SmallDesk) -> None:
    """Goal: who was turned down stands nowhere open. Method: a whole story, then every entry's text."""
    offered = contributions.offer_rows(
        small.desk, member="ana", kind="purchases", columns=purchases(0, 8), batch="ana-1"
    )
    assert not isinstance(offered, Refusal)
    claim = work.NewClaim("work", 900, "birds", 10, "ana-1")
    accepted(work.claim_time(small.desk, member="ana", period="2025", claim=claim))
    (line,) = mine(small)
    name = line.submission
    accepted(work.reject(small.desk, actor=LEAD, submission=name, reason="All are robins"))
    accepted(appeals.appeal(small.desk, member="ana", submission=name, words="They are robins"))
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=name))
    for member in peers_of(small, name)[:2]:
        accepted(
            appeals.judge(
                small.desk, member=member, submission=name, verdict="overturn", reason="right"
            )
        )
    with reading(small.desk.folder) as now:
        bodies = [now.log.body(seq) for seq in range(now.log.head().size)]
        tag = now.books.find(Submission, member="ana")[0].tag
    for body in bodies:
        both = name.encode() in body or tag.encode() in body
        entry = read_entry(body)
        assert not (both and b'"ana"' in body), entry
        assert b"robins" not in body
    assert sum(name.encode() in body for body in bodies) == 5


def may_train(small: SmallDesk) -> tuple[str, ...]:
    """Why ana's rows may not be used to train; nothing where they may."""
    with reading(small.desk.folder) as now:
        wanted = asked(kind="purchases", operation="train", end_use="commercial", at=small.clock.at)
        gate = Gate(now.books, charter_of(now.books), wanted)
        return gate.batch("ana", "ana-1").decision.reasons


def test_without_pay_no_rows_are_used(small: SmallDesk) -> None:
    """Goal: no pay, no data. Method: the gate before the log, while it waits, turned down, paid."""
    small.bring()
    assert may_train(small) == ()
    (first, second) = logged(small, piece(batch="ana-1"), piece(batch="ana-1"))
    assert may_train(small) == ("unpaid",)
    accepted(
        work.accept(
            small.desk, actor=LEAD, submissions=[first.submission], reason="Looked through."
        )
    )
    name = second.submission
    accepted(work.reject(small.desk, actor=LEAD, submission=name, reason="All are robins"))
    settle(small, "w1")
    assert may_train(small) == ("unpaid",), "one of two is not paid"
    accepted(appeals.appeal(small.desk, member="ana", submission=name, words="They are robins"))
    small.clock.at += 14 * DAY_MS  # type: ignore[assignment]
    assert may_train(small) == ("unpaid",), "owed is not paid"
    settle(small, "w2")
    assert may_train(small) == ()
    again = work.log_work(
        small.desk, actor=LEAD, log="log-9", period="2025", lines=(piece(batch="ana-1"),)
    )
    assert refused(again) == "labour.batch_in_use"
    publish(small.desk)
    small.desk.close()
    for level in ("public", "auditor"):
        assert not verify(small.desk.folder.path, level=level).differences


def settle(small: SmallDesk, name: str) -> None:
    """The treasury pays what is due."""
    accepted(ask(small.desk, f"settle-{name}", "joe", SettleWork(name, "2025")))


def test_the_last_reason_stays_with_work_through_all_that_follows(small: SmallDesk) -> None:
    """Goal: she reads why, whenever she looks. Method: hand back, reject, appeal, uphold; look after each."""

    def reason() -> dict[str, str]:
        return {one.submission: one.reason for one in mine(small)}

    first, second = logged(small, piece(), piece())
    small.clock.at += 60_000  # type: ignore[assignment]
    accepted(work.revise(small.desk, actor=LEAD, submission=first.submission, reason="Page 3"))
    assert reason() == {first.submission: "Page 3", second.submission: ""}
    small.clock.at += 60_000  # type: ignore[assignment]
    accepted(work.hand_in_again(small.desk, member="ana", submission=first.submission, seconds=60))
    accepted(work.reject(small.desk, actor=LEAD, submission=second.submission, reason="Other"))
    assert reason() == {first.submission: "", second.submission: "Other"}
    small.clock.at += 60_000  # type: ignore[assignment]
    accepted(work.reject(small.desk, actor=LEAD, submission=first.submission, reason="Again"))
    assert reason()[first.submission] == "Again"
    small.clock.at += 60_000  # type: ignore[assignment]
    accepted(
        appeals.appeal(small.desk, member="ana", submission=first.submission, words="They are")
    )
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=first.submission))
    asked_of = peers_of(small, first.submission)
    (case,) = appeals.cases_of(small.desk.folder, member=asked_of[0], at=small.clock.at)
    assert (case.reason, case.appeal) == ("Again", "They are")
    small.clock.at += 60_000  # type: ignore[assignment]
    for member in asked_of[:2]:
        accepted(
            appeals.judge(
                small.desk, member=member, submission=first.submission, verdict="uphold",
                reason="no",
            )
        )  # fmt: skip
        assert appeals.cases_of(small.desk.folder, member=member, at=small.clock.at) == []
    assert reason() == {first.submission: "Again", second.submission: "Other"}


def test_all_of_it_verifies_at_every_level(small: SmallDesk) -> None:
    """Goal: an outsider replays the open half, an auditor all. Method: the story, then verify."""
    offered = contributions.offer_rows(
        small.desk, member="ana", kind="purchases", columns=purchases(0, 8), batch="ana-1"
    )
    assert not isinstance(offered, Refusal)
    accepted(tasks.set_place(small.desk, member="ana", place="ES-PV"))
    first, _ = logged(small, piece(batch="ana-1"), piece())
    claim = work.NewClaim("training", 900)
    accepted(work.claim_time(small.desk, member="ben", period="2025", claim=claim))
    accepted(work.revise(small.desk, actor=LEAD, submission=first.submission, reason="Page 3"))
    accepted(work.hand_in_again(small.desk, member="ana", submission=first.submission, seconds=60))
    accepted(work.reject(small.desk, actor=LEAD, submission=first.submission, reason="Again"))
    accepted(
        appeals.appeal(small.desk, member="ana", submission=first.submission, words="They are")
    )
    accepted(appeals.seat_panel(small.desk, actor=CLERK, submission=first.submission))
    for member in peers_of(small, first.submission)[:2]:
        accepted(
            appeals.judge(
                small.desk, member=member, submission=first.submission, verdict="uphold",
                reason="no",
            )
        )  # fmt: skip
    accepted(work.accept_all(small.desk, actor=LEAD, reason="Looked through."))
    publish(small.desk)
    small.desk.close()
    for level in ("public", "auditor"):
        report = verify(small.desk.folder.path, level=level)
        assert not report.differences, report.differences


def test_rows_that_wait_for_pay_are_listed_for_all(small: SmallDesk) -> None:
    """Goal: anyone can ask the gate again. Method: the list is published; without it verify says so."""
    small.bring()
    receipt = accepted(
        work.log_work(
            small.desk, actor=LEAD, log="log-1", period="2025", lines=(piece(batch="ana-1"),)
        )
    )
    fact = receipt.facts[0]
    assert isinstance(fact, WorkLogged)
    assert fact.batches is not None
    publish(small.desk)
    small.desk.close()
    path = small.desk.folder.public / "annex" / f"{fact.batches.digest}.json"
    assert b"ana-1" in path.read_bytes()
    path.unlink()
    report = verify(small.desk.folder.path, level="public")
    assert [one.entry for one in report.differences] == [receipt.seq]
