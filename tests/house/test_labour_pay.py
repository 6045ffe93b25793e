"""Work through the real desk: logged, judged, settled, lifted, and verified at every level."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.forging import annex_path, change_cell, entry_with, sql
from auzolan.audit.verify import verify
from auzolan.consent.state import PayDue
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.rooms.labour.paying import pay_flows
from auzolan.house.rooms.labour.paying.pay_flows import ReferencesBrought, bring_references
from auzolan.house.rooms.labour.paying.pay_queries import OwnPay, group_pay, own_pay
from auzolan.house.rooms.labour.paying.references import References, read_references
from auzolan.house.rooms.labour.work import work_flows
from auzolan.house.rooms.labour.work.appeal_flows import appeal
from auzolan.house.rooms.labour.work.task_flows import set_place
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.rooms.treasury.statement_csv import statement_csv
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.rooms.treasury.statements import statement_lines
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import Submission, WageReference, WorkOfMember, WorkSheet
from auzolan.labour.work.acts import WorkSettled
from house.small_desk import SmallDesk, accepted, refused

HOUR = 3_600


def piece(member: str, **fields: object) -> NewWork:
    """An hour at 10.00, two judgments an item, unless the fields say otherwise."""
    plain: dict[str, object] = {
        "seconds": HOUR, "paid_seconds": HOUR, "items": 5, "judgments": 10, "pay_micro": 10_000_000,
    }  # fmt: skip
    return NewWork(member, **(plain | fields))  # type: ignore[arg-type]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallDesk]:
    """Five members with rows; a log of four pieces of work waits to be judged."""
    made = SmallDesk(tmp_path / "coop")
    made.bring()
    lines = [
        piece("ana", batch="ana-1"),
        piece("ben", pay_micro=20_000_000),
        piece("eve", basis="unknown", seconds=0, paid_seconds=0, pay_micro=9_000_000),
        piece("joe", work_class="governance", pay_micro=0, paid_seconds=0),
    ]
    accepted(work_flows.log_work(made.desk, actor="ida", log="march", period="2025", lines=lines))
    yield made
    made.desk.close()


def submission_of(small: SmallDesk, member: str) -> Submission:
    with reading(small.desk.folder) as now:
        (row,) = now.books.find(Submission, member=member)
    return row


def settle(small: SmallDesk, work: str) -> WorkSettled:
    answer = pay_flows.settle_work(small.desk, actor="joe", work=work, period="2025")
    (fact,) = accepted(answer).facts
    assert isinstance(fact, WorkSettled)
    return fact


def days_go(small: SmallDesk, days: int) -> None:
    small.clock.at = Moment(small.clock.at + days * DAY_MS)


def judged(small: SmallDesk) -> None:
    """Ana's hour is accepted, ben's turned down; he appeals, and nobody judges the appeal."""
    ana, ben = submission_of(small, "ana").submission, submission_of(small, "ben").submission
    accepted(
        work_flows.accept(small.desk, actor="ida", submissions=[ana], reason="Looked through.")
    )
    accepted(work_flows.reject(small.desk, actor="ida", submission=ben, reason="Off the guide."))
    accepted(appeal(small.desk, member="ben", submission=ben, words="It follows page 2."))


def test_work_is_settled_as_it_becomes_due(small: SmallDesk) -> None:
    """Goal: accepted now, by the days, by a lapsed appeal, each once.

    Method: three settlements; what each owes by hand, with a floor of 15.00 and 4 % a year.
    """
    assert refused(
        pay_flows.settle_work(small.desk, actor="joe", work="w1", period="2025")
    ) == "labour.nothing_due"  # fmt: skip
    judged(small)
    first = settle(small, "w1")
    assert (first.members, first.pay_cents, first.topup_cents) == (2, 1_000, 500 + 1_500)
    with reading(small.desk.folder) as now:
        due = now.books.get(PayDue, "ana-1")
        assert due is not None
        assert due.paid_at == small.clock.at < MOMENT_MAX
    days_go(small, 7)
    second = settle(small, "w2")
    assert (second.members, second.seconds, second.pay_cents, second.topup_cents) == (2, 0, 900, 0)
    assert submission_of(small, "eve").auto_accepted == 1
    days_go(small, 7)
    third = settle(small, "w3")
    assert (third.pay_cents, third.topup_cents, third.interest_cents) == (2_000, -1_500, 4)
    with reading(small.desk.folder) as now:
        rows = {row.member: row.owed_cents for row in now.books.find(WorkOfMember, period="2025")}
        sheets = now.books.find(WorkSheet, period="2025")
    assert rows == {"ana": 1_500, "ben": 2_004, "eve": 900, "joe": 0}
    assert sum(one.pay_cents + one.topup_cents + one.interest_cents for one in sheets) == 4_404


def test_only_the_treasury_settles(small: SmallDesk) -> None:
    """Goal: the right holds. Method: who judged the work asks to settle it."""
    judged(small)
    answer = pay_flows.settle_work(small.desk, actor="ida", work="w1", period="2025")
    assert refused(answer).startswith("charter.")


@pytest.fixture
def settled(small: SmallDesk) -> SmallDesk:
    """The same, settled three times and published."""
    judged(small)
    for place, days in enumerate((0, 7, 7)):
        days_go(small, days)
        settle(small, f"w{place}")
    publish(small.desk)
    return small


def test_the_log_s_debt_is_what_the_ledger_holds(settled: SmallDesk) -> None:
    """Goal: verify compares three sums of every settlement. Method: both levels, and what they say."""
    folder = settled.desk.folder
    for level, has_people in (("auditor", True), ("public", False)):
        report = verify(folder.path, level=level)
        assert report.differences == ()
        assert report.checked["work owed against the ledger"] == 3
        assert ("what work is owed, person by person" in report.checked) == has_people


def test_a_changed_line_or_row_is_named(settled: SmallDesk) -> None:
    """Goal: nobody's pay is changed unseen. Method: a cent in an annex, then a price in a table."""
    folder = settled.desk.folder
    settled.desk.close()
    entry = entry_with(folder, "labour.settle/1")
    (fact,) = entry.facts
    assert isinstance(fact, WorkSettled)
    path = annex_path(folder, fact.lines)
    whole = path.read_bytes()
    change_cell(path, "topup_cents", 0, 499)
    found = verify(folder.path).differences
    assert ("annex pay/2 line 0 ana", "topup_cents") in {(one.account, one.field) for one in found}
    path.write_bytes(whole)
    assert verify(folder.path).differences == ()
    sql(folder.database, "UPDATE labour_submission SET settled_micro = 1 WHERE member = 'ana'")
    (one,) = verify(folder.path).differences
    assert (one.field, one.expected, one.found) == ("settled_micro", "10000000", "1")


@pytest.mark.parametrize("member", ["ana", "ben", "eve", "joe"])
def test_each_checks_her_pay_with_her_own_file(
    settled: SmallDesk, tmp_path: Path, member: str
) -> None:
    """Goal: her lines of settlements make up her account. Method: everybody's file."""
    path = tmp_path / "own.json"
    path.write_bytes(export_member_file(settled.desk, member=member))
    report = verify(settled.desk.folder.public, member_file=path)
    assert report.differences == ()


def test_one_sees_one_s_own_pay_three_ways(settled: SmallDesk) -> None:
    """Goal: every figure of a person's page of pay. Method: ana's by hand; ben asks for hers."""
    folder, at = settled.desk.folder, settled.clock.at
    assert isinstance(own_pay(folder, actor="ben", member="ana", at=at), Refusal)
    found = own_pay(folder, actor="ana", member="ana", at=at)
    assert isinstance(found, OwnPay)
    rates = found.hourly_cents
    assert (rates.all_time, rates.paid_time, rates.naive, rates.lifted) == (
        1_000,
        1_000,
        500,
        1_500,
    )
    (period,) = found.periods
    assert (period.owed_cents, period.topup_cents, len(period.entries)) == (1_500, 500, 1)
    assert (found.floor.cents_hour, found.floor.basis) == (1_500, "charter")
    (work,) = found.classes
    assert (work.work_class, work.seconds, work.counted_seconds) == ("work", HOUR, HOUR)
    joe = own_pay(folder, actor="joe", member="joe", at=at)
    assert isinstance(joe, OwnPay)
    (governance,) = joe.classes
    assert (governance.seconds, governance.counted_seconds) == (HOUR, 0)
    assert joe.hourly_cents.all_time is None


def test_her_statement_has_pay_top_up_and_three_figures_in_every_form(settled: SmallDesk) -> None:
    """Goal: one value, all forms. Method: ben's hour, rejected first, in text, CSV and outline."""
    folder = settled.desk.folder
    with reader_of(folder) as reader:
        found = member_statement(reader, "ben")
    assert found is not None
    (work,) = found.work
    assert (work.pay_cents, work.topup_cents, work.interest_cents) == (2_000, 0, 4)
    assert (work.owed_cents, work.seconds, work.floor_cents) == (2_004, HOUR, 1_500)
    assert (work.hourly_cents.all_time, work.hourly_cents.naive) == (2_000, 1_000)
    assert len(work.entries) == 2
    text = "\n".join(statement_lines(found))
    assert "interest on late pay" in text
    assert "20.04 EUR" in text
    lines = statement_csv(found).splitlines()
    assert f"work,2025,hourly_naive,,1000,,,,{work.entries[-1]}" in lines
    configure(folder.path)
    from auzolan.house.rooms.treasury.statement_outline import outline_of  # needs the settings

    section = next(one for one in outline_of(found) if one.name == "2025-hours")
    assert [line.figure for line in section.lines][:2] == ["€20.00", "€0.00"]
    assert section.lines[0].entry == work.entries[-1]


def test_the_group_s_figures_show_nobody(settled: SmallDesk) -> None:
    """Goal: two people are no group, an open period none yet. Method: before and after its close."""
    folder = settled.desk.folder
    for period in ("", "2025", "never"):
        assert refused(group_pay(folder, period=period)) == "treasury.period_not_closed"
    accepted(treasury.close_period(settled.desk, actor="joe", period="2025", next_period="2026"))
    assert refused(group_pay(folder, period="2026")) == "treasury.period_not_closed"
    found = group_pay(folder)
    assert not isinstance(found, Refusal)
    assert (found.period, found.people) == ("2025", None)
    assert {value for line in found.lines for value in (line.p5, line.p50, line.p95)} == {None}


CSV = """place,basis,from,cents_hour,citation
ES,statutory,2025-01-01,1667,"Decree 87/2025, article 1"
ES-PV,living,2025-01-01,1790,Table 3
es,statutory,2025-01-01,1,bad place
ES,union,2025-01-01,1,bad basis
ES,statutory,01/01/2025,1,bad day
ES,statutory,2025-01-01,0,no wage
ES,statutory,2025-01-01,1700,
"""


def references(tmp_path: Path) -> References:
    path = tmp_path / "references.csv"
    path.write_text(CSV, encoding="utf-8")
    found = read_references(path)
    assert isinstance(found, References)
    return found


def test_references_come_with_their_source_and_lines_left_out_with_their_reason(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: imported, known and refused make up what was read. Method: a file with every fault."""
    found = references(tmp_path)
    assert found.document == hashlib.sha256(CSV.encode()).hexdigest()
    assert (found.read, len(found.found), len(found.refused)) == (7, 2, 5)
    assert [one.line for one in found.refused] == [4, 5, 6, 7, 8]
    brought = bring_references(small.desk, actor="joe", source="boe", references=found)
    assert isinstance(brought, ReferencesBrought)
    assert (brought.imported, brought.known, len(brought.refused)) == (2, 0, 5)
    with reading(small.desk.folder) as now:
        rows = now.books.find(WageReference, place="ES")
    assert [(row.cents_hour, row.source, row.document) for row in rows] == [
        (1_667, "boe", found.document)
    ]
    again = bring_references(small.desk, actor="joe", source="boe", references=found)
    assert isinstance(again, ReferencesBrought)
    assert (again.imported, again.known) == (0, 2)
    answer = bring_references(small.desk, actor="ida", source="boe", references=found)
    assert isinstance(answer, Refusal)


def test_a_reference_lifts_who_works_there_from_then_on(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: place and date reach the pay. Method: ana moves before she works a second hour."""
    brought = bring_references(
        small.desk, actor="joe", source="boe", references=references(tmp_path)
    )
    assert isinstance(brought, ReferencesBrought)
    days_go(small, 1)
    accepted(set_place(small.desk, member="ana", place="ES-PV"))
    accepted(
        work_flows.log_work(
            small.desk, actor="ida", log="april", period="2025",
            lines=[piece("ana", pay_micro=0, paid_seconds=0)],
        )
    )  # fmt: skip
    days_go(small, 7)
    settle(small, "w1")
    with reading(small.desk.folder) as now:
        ana = now.books.get(WorkOfMember, ("2025", "ana"))
    assert ana is not None
    assert (ana.floor_cents, ana.owed_cents) == (1_500 + 1_667, 3_167)
