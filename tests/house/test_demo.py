"""The demo: the whole year through the real desk, and what it promises about itself."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from auzolan.assembly.state import Ballot
from auzolan.audit.folder import Folder
from auzolan.cooperative import read_entry
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import Reading, reading, vault_of
from auzolan.house.demo.labouring import LOG, PULSE, SHEET, TASK
from auzolan.house.demo.people import (
    ANSWERS_COUNT,
    CHECKERS_COUNT,
    LEAVER,
    MEMBERS_COUNT,
    SEED,
    Cast,
)
from auzolan.house.demo.story import STEPS, DemoSummary, DemoUnfinished, run_demo
from auzolan.house.demo.tamper import NotADemo, change_two_amounts
from auzolan.house.demo.telling import PAYOUT, PLAN, percent
from auzolan.house.demo.yogurt import MODEL, MODEL_AFTER, SNAPSHOT
from auzolan.house.founding import BeingFounded
from auzolan.labour.state import (
    ACCEPTED,
    AppealRow,
    LookRow,
    PulseRow,
    Submission,
    Task,
    WorkSheet,
)
from auzolan.learning.state import REPLACED, SERVING, Evaluation, Model, SnapshotPart
from auzolan.members.state import Member
from auzolan.record.state import SealedField
from auzolan.treasury.accounts import (
    CAPITAL,
    CONTROL_ACCOUNTS,
    PAYABLE,
    PAYING,
    group_of,
    natural,
)
from auzolan.treasury.ledger.posting import sums_by_scale
from auzolan.treasury.state import (
    CLOSED,
    DISTRIBUTED,
    REJECTED,
    SETTLED,
    Account,
    MemberAccount,
    Payout,
    PayoutLine,
    Plan,
)
from auzolan.treasury.surplus.year_books import planned_from
from house.small_desk import SmallDesk

ROWS = 2_412
"""Purchases in the real table."""


class Lived(msgspec.Struct, frozen=True):
    """A demo that has been lived through: its summary and what it said."""

    summary: DemoSummary
    said: list[str]


class Again(msgspec.Struct, frozen=True):
    """A second run in a process of its own: its root, and the most memory it took."""

    root: str
    peak_kb: int


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Again:
    """The demo once more; its memory is the new program's alone, not that of who started it."""
    code = (
        "import sys, pathlib; from auzolan.house.demo.story import run_demo; "
        "print(run_demo(pathlib.Path(sys.argv[1]), say=lambda line: None).root); "
        "print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path_factory.mktemp("demo") / "again")],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    root, peak_kb = answer.stdout.split()
    return Again(root, int(peak_kb))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """One demo for all tests that only read it."""
    said: list[str] = []
    summary = run_demo(tmp_path_factory.mktemp("demo") / "coop", say=said.append)
    return Lived(summary, said)


def read(lived: Lived) -> Reading:
    """The state at the demo's end, read into memory so that it may outlive its connection."""
    with reading(Folder(lived.summary.path)) as now:
        for row in (Account, Ballot, Evaluation, Member, MemberAccount, Model, Plan, SealedField):
            now.books.rows(row)
        for row in (AppealRow, LookRow, PulseRow, Submission, Task, WorkSheet):
            now.books.rows(row)
        for row in (Payout, PayoutLine, SnapshotPart):
            now.books.rows(row)
        return now


def entries_of(path: Path) -> list[bytes]:
    """The text of every entry."""
    with reading(Folder(path)) as now:
        return [bytes(body) for _, body in now.log.entries(0, now.log.head().size)]


def contents(path: Path) -> dict[str, str]:
    """Every file of a folder by its digest."""
    return {
        str(file.relative_to(path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(path.rglob("*"))
        if file.is_file() and not file.name.endswith(("-wal", "-shm"))
    }


def test_the_demo_tells_twelve_steps_and_what_is_real_in_each(lived: Lived) -> None:
    """Count the told steps; each has its time and says which part is real and which made up."""
    assert len(STEPS) == 12
    titles = [line for line in lived.said if line[:2].strip().isdigit()]
    assert [line for line in titles if line.endswith(" s)")] == titles
    assert len(titles) == 12
    assert sum("real:" in line and "made up by the seed:" in line for line in lived.said) == 12


def test_the_whole_demo_is_verified(lived: Lived) -> None:
    """The check of the finished folder finds no difference."""
    assert lived.summary.differences == 0
    assert lived.summary.verdict.startswith("verified")


def test_all_real_rows_are_in_and_the_refused_ones_are_not_in_the_model(lived: Lived) -> None:
    """2,412 rows of 100 people come in; nobody who refuses commercial use is in the snapshot."""
    entries = [read_entry(text) for text in entries_of(lived.summary.path)]
    offered = [entry.act.rows for entry in entries if type(entry.act).__name__ == "Offer"]
    assert (len(offered), sum(offered)) == (MEMBERS_COUNT, ROWS)
    parts = read(lived).books.find(SnapshotPart, snapshot=SNAPSHOT)
    inside = {part.member for part in parts}
    assert inside == set(Cast().members) - Cast().refusers
    said = "\n".join(lived.said)
    assert f"Left out: {ROWS - sum(part.rows for part in parts)} rows of 12 people" in said


def test_work_is_judged_appealed_and_paid_with_interest(lived: Lived) -> None:
    """Goal: the whole way of work. Method: task, rows, the overturned rejection, the sheet."""
    books = read(lived).books
    task = books.get(Task, TASK)
    assert task is not None
    assert (task.rejections, task.appeals, task.overturned) == (1, 1, 1)
    handed_in = books.find(Submission, log=LOG)
    assert {(one.state, one.owing) for one in handed_in} == {(ACCEPTED, 0)}
    (turned_down,) = [one for one in handed_in if one.rejected_at]
    appeal = books.get(AppealRow, turned_down.submission)
    assert appeal is not None
    assert (appeal.peers, appeal.outcome) == (3, "overturn")
    sheet = books.get(WorkSheet, SHEET)
    assert sheet is not None
    assert sheet.members == CHECKERS_COUNT
    assert min(sheet.interest_cents, sheet.topup_cents) > 0
    floor = sum(one.settled_floor for one in handed_in)
    assert (sheet.pay_cents + sheet.topup_cents) * 3_600 >= floor
    priced = sum(one.pay_micro for one in handed_in)
    assert 0 <= sheet.pay_cents * 10_000 - priced < CHECKERS_COUNT * 10_000


def test_a_look_is_seen_and_the_answers_of_a_pulse_are_nobody_s(lived: Lived) -> None:
    """Goal: no watching unseen. Method: the one look on the books, and the map of tags gone."""
    now = read(lived)
    (look,) = now.books.rows(LookRow)
    (turned_down,) = [one for one in now.books.rows(Submission) if one.rejected_at]
    assert (look.member, look.metric, look.viewer) == (turned_down.member, "pay", "m012")
    pulse = now.books.get(PulseRow, PULSE)
    assert pulse is not None
    assert (pulse.roll, pulse.answered) == (MEMBERS_COUNT, ANSWERS_COUNT)
    with vault_of(Folder(lived.summary.path)) as vault:
        assert not any(vault.tag_of(f"pulse:{PULSE}", member) for member in Cast().members)


def test_the_model_beats_the_commonest_brand_and_both_counts_are_told(lived: Lived) -> None:
    """Accuracy near 0.84 against 0.39, on the record and in the telling, from the same counts."""
    row = read(lived).books.get(Evaluation, MODEL)
    assert row is not None
    assert 0.82 < row.correct / row.total < 0.87
    assert 0.37 < row.baseline_correct / row.total < 0.42
    said = "\n".join(lived.said)
    assert f"{row.correct} of {row.total} brands right ({percent(row.correct, row.total)})" in said
    assert f"{row.baseline_correct} ({percent(row.baseline_correct, row.total)})" in said


def test_the_surplus_is_shared_45_10_45_to_the_cent(lived: Lived) -> None:
    """The plan's parts make the surplus, and the books sum to zero and to the members' accounts."""
    now = read(lived)
    plan = now.books.get(Plan, PLAN)
    assert plan is not None
    assert plan.state == DISTRIBUTED
    members_cents = plan.cash_cents + plan.capitalised_cents
    lines = {line.name: line.cents for line in planned_from(plan).waterfall if line.cents}
    assert sum(lines.values()) + members_cents == plan.result_cents
    assert lines == {
        "obligatory_reserve": -(-plan.result_cents * 45 // 100),
        "education": -(-plan.result_cents // 10),
    }
    accounts = now.books.rows(Account)
    assert not any(sums_by_scale((row.account, row.balance) for row in accounts).values())
    theirs = now.books.rows(MemberAccount)
    ledger = {row.account: natural(row.account, row.balance) for row in accounts}
    for control in CONTROL_ACCOUNTS:
        assert sum(row.balance for row in theirs if row.account == control) == ledger[control]
    assert sum(row.balance for row in theirs if group_of(row.account) == CAPITAL) == (
        MEMBERS_COUNT * 10_000 + plan.capitalised_cents
    )
    paid = sum(row.amount_cents for row in now.books.rows(PayoutLine) if row.state == SETTLED)
    assert sum(row.balance for row in theirs if row.account == PAYABLE) + paid > plan.cash_cents


def test_members_are_paid_once_and_the_rest_is_still_owed(lived: Lived) -> None:
    """Goal: a payout closed to the cent. Method: lines against the bank, the refused one, no rest."""
    now = read(lived)
    payout = now.books.get(Payout, PAYOUT)
    assert payout is not None
    assert (payout.state, payout.approvals, payout.returned_cents) == (CLOSED, 2, 0)
    lines = now.books.rows(PayoutLine)
    by_state = {
        state: [one for one in lines if one.state == state] for state in (SETTLED, REJECTED)
    }
    assert (len(by_state[SETTLED]), len(by_state[REJECTED])) == (payout.count - 1, 1)
    (refused,) = by_state[REJECTED]
    owed = {row.member: row.balance for row in now.books.find(MemberAccount, account=PAYABLE)}
    assert owed[refused.member] == refused.amount_cents == payout.rejected_cents
    assert not any(owed.get(line.member) for line in by_state[SETTLED])
    assert not any(row.balance for row in now.books.find(MemberAccount, account=PAYING))


def test_what_the_demo_makes_up_of_a_bank_is_said_and_lies_in_the_folder(lived: Lived) -> None:
    """Goal: nobody takes it for a bank's. Method: the telling; each file readable by its owner."""
    said = "\n".join(lived.said)
    assert "a bank that does not exist" in said
    files = sorted((lived.summary.path / "bank").iterdir())
    assert [file.name for file in files] == [
        f"{PAYOUT}-{name}.xml" for name in ("answer", "order", "statement")
    ]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert all(b"00000000" in file.read_bytes() for file in files[1:])


def test_who_withdrew_is_out_of_the_model_and_her_rows_are_gone(lived: Lived) -> None:
    """The first model is replaced, the second has none of her rows, the vault has none either."""
    now = read(lived)
    before, after = now.books.get(Model, MODEL), now.books.get(Model, MODEL_AFTER)
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == (REPLACED, SERVING)
    parts = now.books.find(SnapshotPart, snapshot=after.snapshot)
    assert LEAVER not in {part.member for part in parts}
    folder = Folder(lived.summary.path)
    assert not folder.batch_rows(f"{LEAVER}-2024").exists()
    assert folder.batch_rows("m018-2024").exists()


def test_the_refusals_of_the_story_are_shown(lived: Lived) -> None:
    """Each of the rules that the story runs into is named with its article."""
    said = [line.strip() for line in lived.said]
    for code in (
        "charter.mandate_cooling_off", "charter.no_mandate", "charter.not_in_office",
        "labour.comments_open",
        "consent.purpose_not_granted", "learning.other_purpose",
    ):  # fmt: skip
        assert any(line.startswith(f"refused: {code} (Art. ") for line in said), code
    assert any(line.startswith("refused: labour.look_not_allowed (house, ") for line in said)


def test_redacted_words_are_in_no_file_of_the_folder(lived: Lived) -> None:
    """Search every byte for the reasons that were erased; a text that was not is found."""
    files = [file.read_bytes() for file in lived.summary.path.rglob("*") if file.is_file()]
    assert not [content for content in files if b"whose sister works there" in content]
    assert [content for content in files if b"still well above what the law asks" in content]
    erased = [row for row in read(lived).books.rows(SealedField) if row.erased_at >= 0]
    assert [row.field for row in erased] == ["reasons"]


def test_nothing_published_names_a_person(lived: Lived) -> None:
    """No name of the hundred stands in any public file; the vault has all of them."""
    public = b"".join(
        file.read_bytes() for file in Folder(lived.summary.path).public.rglob("*") if file.is_file()
    )
    assert not [name for name in Cast().names if name.encode() in public]
    vault = Folder(lived.summary.path).vault_database.read_bytes()
    assert [name for name in Cast().names if name.encode() in vault]


def test_no_ballot_can_be_tied_to_its_voter(lived: Lived) -> None:
    """The map of tags is gone, and the order of the ballots is not that of the members."""
    folder = Folder(lived.summary.path)
    with vault_of(folder) as vault:
        tags = [vault.tag_of("split-45-10-45", member) for member in Cast().members]
    assert tags == [None] * MEMBERS_COUNT
    voters = [vote.member for day in Cast().votes("split-45-10-45", 7) for vote in day]
    assert voters != sorted(voters)


def test_every_date_lies_in_the_past(lived: Lived) -> None:
    """All entries lie between the founding in 2024 and the withdrawal in 2025."""
    moments = [read_entry(text).at for text in entries_of(lived.summary.path)]
    assert moments == sorted(moments)
    days = [iso_from_moment(at)[:10] for at in (moments[0], moments[-1])]
    assert days == ["2024-01-08", "2025-02-19"]
    assert lived.summary.origin.endswith(".demo.invalid")


def test_a_second_run_makes_the_same_record(lived: Lived, again: Again) -> None:
    """Run in a process of its own, with another hash seed: the root is equal."""
    assert again.root == lived.summary.root


def test_run_again_it_says_what_is_there_and_changes_nothing(lived: Lived) -> None:
    """Every file has the same bytes afterwards, and the telling says so."""
    before = contents(lived.summary.path)
    said: list[str] = []
    summary = run_demo(lived.summary.path, say=said.append)
    assert contents(lived.summary.path) == before
    assert not summary.is_new
    assert (summary.root, summary.statement) == (lived.summary.root, lived.summary.statement)
    assert said[1] == "Nothing was changed."


def test_a_demo_that_was_stopped_says_so(tmp_path: Path) -> None:
    """A co-operative that is a demo and has not come to its end is named as such, and kept."""
    small = SmallDesk(tmp_path / "coop")
    small.desk.close()
    before = contents(tmp_path / "coop")
    with pytest.raises(DemoUnfinished, match=r"stopped before its end.*Delete the folder"):
        run_demo(tmp_path / "coop", say=lambda line: None)
    assert contents(tmp_path / "coop") == before


def test_of_two_demos_in_one_new_folder_one_wins_and_the_other_steps_back(tmp_path: Path) -> None:
    """Run a second one while the first has just founded: it is refused; the first goes on."""
    path = tmp_path / "coop"
    refused: list[str] = []

    def say(line: str) -> None:
        if not refused:  # said after the first step, by which the folder is founded
            with pytest.raises(BeingFounded) as no:
                run_demo(path, say=lambda line: None)
            refused.append(str(no.value))
            raise KeyboardInterrupt  # as if somebody had stopped the first one here

    with pytest.raises(KeyboardInterrupt):
        run_demo(path, say=say)
    assert "being founded" in refused[0]
    with pytest.raises(DemoUnfinished):
        run_demo(path, say=say)


def test_tampering_changes_two_amounts_and_nothing_else(lived: Lived, tmp_path: Path) -> None:
    """Copy the demo, tamper, compare: one cell of one table, one number of one annex."""
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(lived.summary.path, copy)
    summary = run_demo(copy, tamper=True, say=lambda line: None)
    assert len(summary.tampered) == 2
    before, after = contents(lived.summary.path), contents(copy)
    changed = {name for name in after if before.get(name) != after[name]}
    assert len(changed) == 2
    (annex,) = changed - {"auzolan.db"}
    assert annex.removeprefix("annexes/") in summary.tampered[1]
    assert annex.removeprefix("annexes/").removesuffix(".json") != after[annex]
    assert differing_rows(lived.summary.path, copy) == 1


def differing_rows(one: Path, other: Path) -> int:
    """How many rows of the members' accounts differ between two folders."""
    rows = []
    for path in (one, other):
        with reading(Folder(path)) as now:
            rows.append(now.books.rows(MemberAccount))
    return sum(a != b for a, b in zip(*rows, strict=True))


def test_nothing_but_a_finished_demo_can_be_tampered_with(tmp_path: Path) -> None:
    """A demo that was stopped early is refused, and so is a record of another origin."""
    small = SmallDesk(tmp_path / "coop")
    small.desk.close()
    folder = Folder(tmp_path / "coop")
    with pytest.raises(NotADemo):
        change_two_amounts(folder)
    database = sqlite3.connect(folder.database)
    with database:
        database.execute("UPDATE record_log_key SET origin = 'coop.example'")
    database.close()
    before = contents(folder.path)
    with pytest.raises(NotADemo):
        change_two_amounts(folder)
    assert contents(folder.path) == before


def test_the_people_follow_from_the_seed_alone() -> None:
    """The same seed gives the same people; another seed gives others; officers never refuse."""
    assert Cast().names == Cast(SEED).names
    assert Cast("other").names != Cast().names
    assert len(set(Cast().names)) == MEMBERS_COUNT
    assert LEAVER not in Cast().refusers


def test_the_demo_keeps_its_promise_on_memory(lived: Lived, again: Again) -> None:
    """The peak of a process that lives through it and does nothing else stays below 600 MB."""
    assert lived.summary.entries > 700
    assert 0 < again.peak_kb < 600 * 1024
