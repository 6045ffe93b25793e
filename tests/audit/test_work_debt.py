"""The second account of what work is owed: silent where all agrees, exact where something differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed

import msgspec
import pytest

from auzolan.audit.report import Difference, Findings
from auzolan.audit.work_debt import WorkDebt
from auzolan.foundation.books import Row
from auzolan.labour.paying.lines import (
    SettledLine,
    SubmissionLine,
    settled_pay_from_annex,
    submissions_from_annex,
)
from auzolan.labour.state import Submission
from auzolan.treasury.state import MemberPosting, Posting
from support.small_coop import AT, SmallCoop
from support.small_work import days_go, hand_in, overturn, rejected, settle, submission

replace = msgspec.structs.replace


@dataclass
class Story:
    """Two settlements in one run of books, told to a second account; tests change what it is told."""

    lines: list[list[SettledLine]]
    submissions: list[list[SubmissionLine]]
    before: list[list[Submission]]
    at: list[int]
    owed: list[int]
    history: list[list[Row]]
    entries: list[int]
    coop: SmallCoop

    def told(self, *, disclosed: bool = True) -> tuple[list[Difference], dict[str, int]]:
        """What the second account finds, and what it counted."""
        findings = Findings()
        debt = WorkDebt(findings)
        for place, entry in enumerate(self.entries):
            for row in self.before[place]:
                self.coop.books.put(row)
            debt.owe(entry, "2026-q1", self.owed[place])
            if disclosed:
                debt.settle(
                    self.coop.books, entry, self.at[place], self.submissions[place],
                    self.lines[place],
                )  # fmt: skip
            for moved in self.history[place]:
                debt.add([moved])
        debt.close(disclosed=disclosed)
        report = findings.report("auditor", entries=0, root="")
        return list(report.differences), dict(report.checked)


@pytest.fixture
def story() -> Story:
    """An hour accepted and one rejected; later the second is overturned after 73 days."""
    coop = SmallCoop().admit("ana", "ben")
    hand_in(coop, submission("s1"), rejected("s2", "ben", pay_micro=20_000_000))
    made = Story([], [], [], [], [], [], [], coop)
    for place in range(2):
        if place:
            overturn(coop, "s2")
            days_go(coop, 73)
        made.before.append(coop.books.rows(Submission))
        seen = len(coop.history)
        made.entries.append(coop.seq)
        made.at.append(coop.at)
        fact = settle(coop, f"w{place}")
        made.lines.append(settled_pay_from_annex(coop.annexes.read(fact.lines)))
        made.submissions.append(submissions_from_annex(coop.annexes.read(fact.submissions)))
        made.owed.append(fact.lines.total)
        made.history.append(coop.history[seen:])
    return made


def places(found: Sequence[Difference]) -> list[tuple[int, str, str]]:
    return [(one.entry, one.account, one.field) for one in found]


def test_what_agrees_is_silent_and_counted(story: Story) -> None:
    """Goal: no false alarm. Method: two sound settlements, at both levels."""
    found, checked = story.told()
    assert found == []
    assert checked["work owed against the ledger"] == 2
    assert checked["what work is owed, person by person"] == 3
    found, checked = story.told(disclosed=False)
    assert found == []
    assert "what work is owed, person by person" not in checked


def test_a_line_that_owes_too_little_is_named(story: Story) -> None:
    """Goal: one cent is seen, with both amounts. Method: a cent less of the interest."""
    (line,) = story.lines[1]

    story.lines[1] = [changed(line, interest_cents=line.interest_cents - 1)]
    found, _ = story.told()
    assert places(found) == [(story.entries[1], "work of ben", "owed_cents")]
    assert (found[0].expected, found[0].found) == ("516", "515")


def test_a_line_that_is_left_out_is_named(story: Story) -> None:
    """Goal: nobody is forgotten. Method: drop ben from the first settlement."""
    story.lines[0] = story.lines[0][:1]
    found, _ = story.told()
    assert places(found) == [(story.entries[0], "work of ben", "owed_cents")]


def test_time_counted_twice_and_prices_of_rejected_work_are_named(story: Story) -> None:
    """Goal: each second once, each price once. Method: the first lines told again in the second."""
    story.submissions[1] = [*story.submissions[1], *story.submissions[0]]
    found, _ = story.told()
    assert (story.entries[1], "submission s1", "seconds") in places(found)
    assert (story.entries[1], "submission s1", "owed_micro") in places(found)
    assert (story.entries[1], "submission s2", "seconds") in places(found)


def test_a_submission_that_nobody_handed_in_is_named(story: Story) -> None:
    """Goal: no invented work. Method: a line of another name."""
    story.submissions[0] = [changed(line, submission="s9") for line in story.submissions[0][:1]]
    found, _ = story.told()
    assert (story.entries[0], "s9", "submission") in places(found)


@pytest.mark.parametrize("disclosed", [True, False])
def test_an_expense_that_differs_from_what_is_owed_is_named(
    story: Story, *, disclosed: bool
) -> None:
    """Goal: the log's debt less the ledger is zero. Method: a cent more booked as wages."""
    history = story.history[0]
    at = next(
        place for place, row in enumerate(history)
        if isinstance(row, Posting) and row.account == "expense:2026-q1:wages"
    )  # fmt: skip
    row = history[at]
    assert isinstance(row, Posting)
    history[at] = replace(row, amount=row.amount + 1)
    found, _ = story.told(disclosed=disclosed)
    assert places(found) == [(story.entries[0], "wages and top-ups", "booked")]
    assert (found[0].expected, found[0].found) == ("3000", "3001")


def test_an_account_that_differs_from_what_is_owed_is_named(story: Story) -> None:
    """Goal: what is owed arrives where it is owed. Method: ana's posting goes to ben."""
    story.history[0] = [
        replace(row, member="ben") if isinstance(row, MemberPosting) else row
        for row in story.history[0]
    ]
    found, _ = story.told()
    assert places(found) == [
        (story.entries[0], "account ana payable", "work"),
        (story.entries[0], "account ben payable", "work"),
    ]
    assert story.at[0] == AT
