"""An export of a tool becomes a log of work: whose it is, at what price, once, and to the last cent.

Members, workers and figures are made up, but for one test on a published log of real work whose
workers are taken for members of one co-operative.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auzolan.audit.verify import verify
from auzolan.engine.worklogs import read_work_log
from auzolan.engine.worklogs.log import Imported, Options
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.labour.importing import import_flows as bringing
from auzolan.house.rooms.labour.paying.pay_flows import settle_work
from auzolan.house.rooms.labour.watching.page_flows import own_pages
from auzolan.house.rooms.labour.work import task_flows as tasks
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.house.vault.worker_key import worker_key, worker_key_for_now
from auzolan.labour.state import Submission, WorkLog, WorkOfMember
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.work.acts import WorkSettled
from engine.worklogs.made_logs import LABEL_STUDIO_MIN, TOLOKA
from house.small_desk import SmallDesk, accepted, refused

LEAD, TREASURY = "ida", "joe"
BIRDS = tasks.NewTask("birds", "Name the bird", piece_micro=150_000, pilot=(Tried(10, 300, 0),) * 5)
WHO = {"W1": "ana", "W2": "ben"}
HEAD = "HITId,HITTypeId,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime,RejectionTime,Reward"
MTURK = f"""{HEAD}
H1,T1,A1,W1,Approved,Sat Oct 07 03:19:21 PDT 2017,Sat Oct 07 03:20:21 PDT 2017,,$0.15
H2,T1,A2,W1,Approved,Sat Oct 07 03:20:00 PDT 2017,Sat Oct 07 03:21:00 PDT 2017,,$0.15
H1,T1,A3,W2,Rejected,Sat Oct 07 03:19:00 PDT 2017,Sat Oct 07 03:21:00 PDT 2017,Sun Oct 08 01:00:00 PDT 2017,$0.15
H3,T1,A4,W9,Approved,Sat Oct 07 03:30:00 PDT 2017,Sat Oct 07 03:31:00 PDT 2017,,$0.15
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """Five members and a task at 0.15 an item."""
    small = SmallDesk(tmp_path / "coop")
    accepted(tasks.open_task(small.desk, actor=LEAD, new=BIRDS))
    return small


def found_in(tmp_path: Path, text: str, tool: str = "mturk", **options: object) -> Imported:
    """What a reader makes of a text."""
    path = tmp_path / f"export-{tool}"
    path.write_text(text)
    return read_work_log(path, tool, Options(**options))  # type: ignore[arg-type]


def ready_of(small: SmallDesk, found: Imported, log: str = "l1", **terms: object) -> bringing.Ready:
    """What can be booked of it."""
    sane: dict[str, object] = {"people": WHO, "task": "birds"}
    with reader_of(small.desk.folder) as reader:
        ready = bringing.prepared(reader, found, bringing.Terms(log, **(sane | terms)))  # type: ignore[arg-type]
    assert not isinstance(ready, Refusal), str(ready)
    return ready


def refusal_of(small: SmallDesk, found: Imported, **terms: object) -> str:
    """The code of a file's refusal."""
    with reader_of(small.desk.folder) as reader:
        return refused(bringing.prepared(reader, found, bringing.Terms("l1", **terms)))  # type: ignore[arg-type]


def book(small: SmallDesk, ready: bringing.Ready) -> Receipt | Refusal:
    """Ask for it as the lead."""
    return bringing.book(small.desk, ready, actor=LEAD, period="2025")


def work_of(small: SmallDesk, member: str = "ana") -> list[Submission]:
    with reading(small.desk.folder) as now:
        return now.books.find(Submission, member=member)


def differences(small: SmallDesk) -> list[object]:
    """What anyone and an auditor find wrong."""
    publish(small.desk)
    levels = ("public", "auditor")
    return [
        one for level in levels for one in verify(small.desk.folder.path, level=level).differences
    ]


def test_an_export_is_booked_judged_by_the_days_and_paid(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: from the tool's file to the ledger. Method: by hand: 99 s and 120 s, 0.45, floor 15.00.

    ben's assignment was rejected in the tool; nobody here rejects it, so that it is paid.
    """
    ready = ready_of(small, found_in(tmp_path, MTURK))
    assert not isinstance(book(small, ready), Refusal)
    (hers,), (his,) = work_of(small), work_of(small, "ben")
    assert (hers.seconds, hers.paid_seconds, hers.items, hers.pay_micro) == (99, 99, 2, 300_000)
    assert (his.seconds, his.items, his.pay_micro, his.task) == (120, 1, 150_000, "birds")
    assert hers.state == his.state == "pending"
    small.clock.at += 8 * DAY_MS  # type: ignore[assignment]
    settled = settle_work(small.desk, actor=TREASURY, work="w1", period="2025")
    assert not isinstance(settled, Refusal), str(settled)
    (fact,) = settled.facts
    assert isinstance(fact, WorkSettled)
    # 99 s at 15.00 are 0.4125 against 0.30, 120 s are 0.50 against 0.15; each rounded up.
    assert (fact.pay_cents, fact.topup_cents) == (45, 12 + 35)
    assert differences(small) == []


def test_whoever_is_no_member_is_refused_row_by_row(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: imported and refused are all that was read. Method: W9 unmapped, then mapped to nobody."""
    found = found_in(tmp_path, MTURK)
    for people, why in ((WHO, bringing.UNNAMED), (WHO | {"W9": "zoe"}, bringing.STRANGER)):
        ready = ready_of(small, found, people=people)
        own = ready.work.imported
        assert [(one.row, one.reason) for one in own.refused] == [(4, why)]
        assert own.imported + len(own.refused) == own.read == 4
        assert ready.nobodies == ("W9",)
        assert own.log.worker.names == ("ana", "ben")
        assert "H3" not in own.log.task.names
    assert refusal_of(small, found) == "labour.import_of_nobody"


def test_two_accounts_of_one_person_share_their_overlap(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: a minute counts once. Method: both workers are ana: 03:19:00 to 03:21:00 in all."""
    ready = ready_of(small, found_in(tmp_path, MTURK), people={"W1": "ana", "W2": "ana"})
    (line,) = ready.lines
    assert (line.member, line.seconds, line.items) == ("ana", 120, 3)


def test_a_file_is_booked_once(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: nobody is paid twice. Method: the same again, then the file under another id, then another file."""
    found = found_in(tmp_path, MTURK)
    first = accepted(book(small, ready_of(small, found)))
    again = accepted(book(small, ready_of(small, found)))
    assert (again.seq, again.repeated) == (first.seq, True)
    other = book(small, ready_of(small, found, log="l2"))
    assert refused(other) == "labour.file_booked"
    assert "as l1" in str(other)
    assert not small.desk.folder.page_times("l2").exists()
    more = found_in(tmp_path, MTURK.replace("A4,W9", "A4,W1"))
    assert isinstance(book(small, ready_of(small, more)), Refusal)
    assert len(work_of(small)) == 1
    assert differences(small) == []


def test_page_times_are_kept_for_her_and_a_rehearsal_keeps_none(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: raw times lie in the vault alone, each page once. Method: rehearse, book, read her own."""
    ready = ready_of(small, found_in(tmp_path, MTURK))
    rehearsal = RehearsalDesk(small.desk.folder, small.ports)
    accepted(bringing.book(rehearsal, ready, actor=LEAD, period="2025"))
    rehearsal.close()
    assert not small.desk.folder.page_times("l1").exists()
    assert work_of(small) == []
    accepted(book(small, ready))
    with reader_of(small.desk.folder) as reader:
        own = own_pages(reader, "ana")["l1"]
        (row,) = reader.rows(WorkLog)
    assert own["ended_ms"] == [1_507_371_621_000, 1_507_371_660_000]
    assert set(own["task_type"]) == {"T1"}
    assert (row.page_count, row.file) == (3, ready.work.imported.digest)


def test_a_suite_is_a_page_and_what_was_skipped_is_no_item(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: pay for a page once; begun work is time or nothing. Method: suites of two, one skipped."""
    people = {"u1": "ana", "u2": "ben", "u3": "eve"}
    found = found_in(tmp_path, TOLOKA.replace("0.02", "0.20"), "toloka")
    assert found.log.currency == "USD"
    assert refusal_of(small, found, people=people) == "labour.import_currency"
    text = TOLOKA.replace("\tASSIGNMENT:reward", "").replace("\t0.02", "")
    found = found_in(tmp_path, text, "toloka", pay="0.15", currency="EUR")
    ready = ready_of(small, found, people=people, task="")
    by_member = {line.member: line for line in ready.lines}
    assert set(by_member) == {"ana", "ben"}
    assert ready.unfinished_rows == 1
    assert (by_member["ben"].seconds, by_member["ben"].items) == (30, 2)
    assert by_member["ben"].pay_micro == by_member["ana"].pay_micro


def test_pay_in_another_currency_gives_way_to_the_price_of_a_task(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: no rate is invented. Method: dollars without a task are refused; with one its price holds."""
    found = found_in(tmp_path, MTURK.replace("$0.15", "$0.10"))
    assert refusal_of(small, found, people=WHO) == "labour.import_currency"
    accepted(book(small, ready_of(small, found)))
    assert [one.pay_micro for one in work_of(small)] == [300_000]


def table(*, pay: str) -> str:
    lines = [f"w{n},{n},2025-01-0{n}T10:00:00Z,2025-01-0{n}T10:01:00Z,{pay}" for n in (1, 2, 3)]
    return "\n".join(["worker,task,started,submitted,pay", *lines, f"w1,9,,,{pay}", ""])


PEOPLE = {"w1": "ana", "w2": "ben", "w3": "eve"}


def test_a_price_other_than_the_tasks_is_refused_whole(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: what was offered is paid. Method: 0.14 where the task pays 0.15; then 0.15."""
    for pay, code in (("0.14", "labour.pay_differs"), ("0.15", "")):
        found = found_in(tmp_path, table(pay=pay), "table", currency="EUR")
        answer = book(small, ready_of(small, found, people=PEOPLE))
        assert (refused(answer) if code else "") == code
        assert len(work_of(small)) == (0 if code else 2)


def test_unknown_time_stands_apart_and_lifts_nothing(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: unknown is never nought. Method: ana's fourth row has no time; agreed pay, no task."""
    found = found_in(tmp_path, table(pay="0.25"), "table", currency="EUR")
    ready = ready_of(small, found, people=PEOPLE, task="")
    own = sorted(
        (x.basis, x.seconds, x.items, x.pay_micro) for x in ready.lines if x.member == "ana"
    )
    assert own == [("measured", 60, 1, 250_000), ("unknown", 0, 1, 250_000)]
    accepted(book(small, ready))
    assert differences(small) == []


def test_a_page_counts_no_longer_than_its_task_declares(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: the task's own limit. Method: at most 20 seconds a page, three pages of a minute."""
    quick = tasks.NewTask("quick", "Look", hour_cents=1_800, page_seconds_max=20)
    accepted(tasks.open_task(small.desk, actor=LEAD, new=quick))
    text = table(pay="").replace(",pay", ",unused")
    found = found_in(tmp_path, text.replace("w1,9,,,\n", ""), "table")
    ready = ready_of(small, found, people=PEOPLE, task="", task_of={"work": "quick"})
    accepted(book(small, ready))
    # 20 s at 18.00 an hour.
    assert [(one.seconds, one.pay_micro) for one in work_of(small)] == [(20, 100_000)]


def test_an_address_has_one_code_in_all_files(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: no address on the books, and the same person again. Method: e-mail annotators, twice."""
    folder, chance = small.desk.folder, small.ports.chance
    assert worker_key_for_now(folder, chance) != worker_key_for_now(folder, chance)
    key = worker_key(folder, chance)
    assert worker_key(folder, chance) == worker_key_for_now(folder, chance) == key
    map_file = tmp_path / "who.csv"
    map_file.write_text("worker,member\nAna@Example.org,ana\n")
    people = bringing.read_people(map_file, key)
    assert not isinstance(people, Refusal), str(people)
    assert not any("@" in name for name in people)
    text = json.dumps(LABEL_STUDIO_MIN)
    for log in ("l1", "l2"):
        text += " "
        found = found_in(tmp_path, text, "label-studio", pseudonym_key=key)
        ready = ready_of(small, found, log=log, people=people, task="")
        assert {line.member for line in ready.lines} == {"ana"}
        accepted(book(small, ready))
    assert [row.seconds for row in work_of(small)] == [10, 10]
    for path in folder.path.rglob("*"):
        assert not path.is_file() or b"@example.org" not in path.read_bytes().lower(), path


@pytest.mark.parametrize(
    "text",
    ["worker,member\nW1,ana\nW1,ben\n", "worker,member\n", "worker,member\nW1,\n", "worker\nW1\n"],
)
def test_a_map_of_people_is_taken_whole_or_not_at_all(tmp_path: Path, text: str) -> None:
    """Goal: no pay to the wrong person. Method: two members for one worker, none, a blank, a column less."""
    path = tmp_path / "who.csv"
    path.write_text(text)
    assert isinstance(bringing.read_people(path, b"k"), Refusal)


def test_ids_and_types_that_are_none_are_named(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: no file outside the vault. Method: a log's id that climbs, a type the file lacks."""
    found = found_in(tmp_path, MTURK)
    for terms in (bringing.Terms("../l1", WHO), bringing.Terms("l1", WHO, task_of={"T2": "birds"})):
        with reader_of(small.desk.folder) as reader, pytest.raises(ValueError, match=r"T2|\.\./l1"):
            bringing.prepared(reader, found, terms)


def test_468_workers_of_a_published_log_are_lifted_for_6_240_06(
    tmp_path: Path, test_data: Callable[[str], Path]
) -> None:
    """Goal: the figure on real work, from the file to the ledger's books.

    Method: RelEx of CrowdTruth, each worker a member of the same id, 0.05 a judgment as its source
    says, taken as euros; days accept it, the floor is 15.00.
    """
    path = test_data("crowdtruth_medical") / "annotations_relex.csv"
    columns = {
        "worker": "worker_id", "task": "unit_id", "started": "started_at",
        "submitted": "submitted_at", "pay": "pay_usd", "own_id": "annotation_id",
    }  # fmt: skip
    found = read_work_log(path, "table", Options(columns=columns, zone="UTC", currency="EUR"))
    small = SmallDesk(tmp_path / "coop")
    people = [members.NewMember(name, name) for name in found.log.worker.names]
    for answer in members.admit_all(small.desk, actor="ana", people=people):
        accepted(answer)
    ready = ready_of(small, found, people=None, task="")
    assert (len(ready.lines), ready.nobodies) == (468, ())
    accepted(book(small, ready))
    small.clock.at += 8 * DAY_MS  # type: ignore[assignment]
    settled = settle_work(small.desk, actor=TREASURY, work="w1", period="2025")
    assert not isinstance(settled, Refusal), str(settled)
    (fact,) = settled.facts
    assert isinstance(fact, WorkSettled)
    assert (fact.members, fact.topup_cents, fact.pay_cents) == (468, 624_006, 254_810)
    with reading(small.desk.folder) as now:
        rows = now.books.rows(WorkOfMember)
    assert all(row.owed_cents * 3_600 >= 1_500 * row.counted_seconds for row in rows)
    assert differences(small) == []
