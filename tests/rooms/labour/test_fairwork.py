"""Ten points from the books: none without evidence, each lost for its own reason alone."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import (
    ACCEPTED,
    HANDED_BACK,
    PENDING,
    AppealRow,
    GroupRelease,
    PulseRow,
    StatementComment,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.voice.fairwork import (
    ACTS,
    EVIDENCE_MAX,
    MISSING,
    PULSE_DAYS,
    TITLES,
    VOTE_DAYS,
    Done,
    Point,
    Seen,
    fairwork_points,
)
from support.plain_charter import plain_charter

AT = 1_767_225_600_000 + 500 * DAY_MS
"""In 2027, long after all that is late in these tests."""
LABOUR = plain_charter().labour


def submission(name: str = "s1", **fields: object) -> Submission:
    row = Submission(
        submission=name, log="l1", period="p1", member="m001", tag="a" * 32, task="t1",
        work_class="work", basis="measured", seconds=3_600, paid_seconds=3_600, items=10,
        judgments=10, pay_micro=20_000_000, batch="", logged_at=AT - 9 * DAY_MS, state=ACCEPTED,
        waits_since=AT - 9 * DAY_MS, decided_at=AT, decided_by="ida", owing=0, entry=31,
        settled_seconds=3_600, settled_micro=20_000_000,
    )  # fmt: skip
    return msgspec.structs.replace(row, **fields)


def appeal(**fields: object) -> AppealRow:
    row = AppealRow("s1", "t1", AT - 40 * DAY_MS, 33, 3, 0, 3, "overturn")
    return msgspec.structs.replace(row, **fields)


WORK = WorkOfMember(
    "p1", "m001", 3_600, 360_000, 2_000, counted_seconds=3_600, paid_seconds=3_600,
    pay_cents=2_000, floor_cents=1_500,
)  # fmt: skip
TASK = Task("t1", "", "texts", "work", 2_000_000, 0, 600, 1, 1_500, 20, -1)
LOG = WorkLog("l1", "p1", "", "b" * 64, 5, 3, 31, AT - DAY_MS, AT + DAY_MS, -1)
RELEASE = GroupRelease("r1", "all", "public", "pay_cents", "p1", 2026, 0, 3, 0, 44)
PULSE = PulseRow("2027-q1", 12, 10, AT - DAY_MS, 50)
COMMENT = StatementComment("c1", "st1", "m001", 60, 61)

GOOD = Seen(
    at=AT, labour=LABOUR,
    done={
        act: [Done(place, AT - DAY_MS), Done(place + 100, AT)] for place, act in enumerate(ACTS)
    },
    appeals_held=True, answer_by={"st1": AT - 1}, tasks=(TASK,), logs=(LOG,),
    submissions=(
        submission(), submission("s2", work_class="search", task="", entry=35),
        submission("s3", work_class="content-recovery", task="", entry=36),
    ),
    work=(WORK,), references=(WageReference("ES", "statutory", 0, 900, "boe", "c" * 64, 12),),
    places=(WorkPlace("m001", 0, "ES-SS", 13),), appeals=(appeal(),), releases=(RELEASE,),
    pulses=(PULSE,), comments=(COMMENT,),
)  # fmt: skip


def points(seen: Seen) -> dict[str, Point]:
    return {one.number: one for one in fairwork_points(seen)}


def without(seen: Seen, *acts: str) -> Seen:
    return replace(seen, done={act: done for act, done in seen.done.items() if act not in acts})


def test_all_ten_points_can_be_given_each_with_its_evidence() -> None:
    """Goal: no point is out of reach. Method: books that show everything."""
    found = points(GOOD)
    assert list(found) == list(TITLES)
    assert all(one.given and one.evidence and not one.missing for one in found.values())
    assert found["1.2"].evidence[:3] == (2, 3, 12)
    assert found["2.1"].evidence == (35,)
    assert found["4.2"].evidence == (44,)
    assert found["5.1"].evidence == (50,)


def test_books_that_show_nothing_earn_no_point() -> None:
    """Goal: no point without evidence. Method: nothing but a founding."""
    found = points(Seen(at=AT, labour=LABOUR, done={"charter.found": [Done(0, 0)]}))
    assert not any(one.given for one in found.values())
    assert all(one.missing for one in found.values())
    assert {name for one in found.values() for name in one.missing} <= set(MISSING)


LOST = [
    ("1.1", "nothing_settled", without(GOOD, "labour.settle")),
    ("1.1", "paid_late", replace(GOOD, submissions=(
        *GOOD.submissions, submission("s9", owing=1, waits_since=AT - 38 * DAY_MS)))),
    ("1.2", "no_pay_known", replace(GOOD, work=())),
    ("1.2", "place_unknown", replace(GOOD, places=())),
    ("1.2", "no_reference", replace(GOOD, references=())),
    ("1.2", "below_minimum", replace(GOOD, work=(msgspec.structs.replace(WORK, pay_cents=1_499),))),
    ("1.2", "below_minimum", replace(GOOD, work=(
        msgspec.structs.replace(WORK, pay_cents=899, floor_cents=0),))),
    ("2.1", "uncovered_time", replace(GOOD, labour=msgspec.structs.replace(
        LABOUR, compensable=tuple(one for one in LABOUR.compensable if one != "waiting")))),
    ("2.1", "no_unpriced_time", replace(GOOD, submissions=(submission(),))),
    ("2.2", "no_recovery", replace(GOOD, submissions=GOOD.submissions[:2])),
    ("2.2", "pages_kept", replace(GOOD, logs=(msgspec.structs.replace(LOG, forget_by=AT),))),
    ("3.1", "no_task", replace(GOOD, tasks=())),
    ("3.1", "no_task_named", replace(GOOD, submissions=(*GOOD.submissions, submission(task="")))),
    ("3.2", "below_price", replace(GOOD, submissions=(
        *GOOD.submissions, submission(settled_micro=19_999_999)))),
    ("4.1", "nothing_judged", without(
        GOOD, "labour.accept", "labour.reject", "labour.revise", "labour.judge_appeal")),
    ("4.1", "appeal_late", replace(GOOD, appeals=(appeal(outcome=""),))),
    ("4.1", "nobody_for_appeals", replace(GOOD, appeals_held=False)),
    ("4.2", "no_pay_by_group", replace(
        GOOD, releases=(msgspec.structs.replace(RELEASE, year=2025),))),
    ("4.2", "no_pay_by_group", replace(
        GOOD, releases=(msgspec.structs.replace(RELEASE, measure="people"),))),
    ("5.1", "no_pulse", replace(GOOD, pulses=(msgspec.structs.replace(PULSE, answered=9),))),
    ("5.1", "no_pulse", replace(GOOD, pulses=(msgspec.structs.replace(PULSE, until_at=AT + 1),))),
    ("5.1", "no_pulse", replace(
        GOOD, pulses=(msgspec.structs.replace(PULSE, until_at=AT - PULSE_DAYS * DAY_MS - 1),))),
    ("5.1", "comment_unanswered", replace(
        GOOD, comments=(msgspec.structs.replace(COMMENT, answered=-1),))),
    ("5.2", "no_vote", replace(GOOD, done={
        **GOOD.done, "assembly.certify": [Done(9, AT - VOTE_DAYS * DAY_MS - 1)]})),
    ("5.2", "floor_by_order", replace(GOOD, labour=msgspec.structs.replace(LABOUR, tier=4))),
]  # fmt: skip


@pytest.mark.parametrize(("number", "lack", "seen"), LOST, ids=[f"{n}-{x}" for n, x, _ in LOST])
def test_a_point_is_lost_for_its_reason_and_takes_only_its_second_along(
    number: str, lack: str, seen: Seen
) -> None:
    """Goal: each reason keeps its own point away. Method: good books with one fault each."""
    found = points(seen)
    assert not found[number].given
    assert lack in found[number].missing
    second = f"{number[0]}.2"
    if number.endswith(".1"):
        assert "first_point" in found[second].missing
    lost = {one for one in found if not found[one].given}
    # A missing settlement and a missing task are asked for by other points too.
    assert lost <= {number, second} | {"2.2", "3.1", "3.2", "1.2"}
    assert number in lost


def test_every_reason_is_reached_by_a_test() -> None:
    """Goal: no dead word. Method: the reasons of these tests against the table."""
    assert {lack for _, lack, _ in LOST} | {"first_point"} == set(MISSING)


def test_work_that_was_handed_back_does_not_wait_for_its_pay() -> None:
    """Goal: late pay is the payer's delay. Method: the same old submission in two states."""
    old = submission("s9", owing=1, waits_since=0, state=HANDED_BACK)
    assert points(replace(GOOD, submissions=(*GOOD.submissions, old)))["1.1"].given
    old = msgspec.structs.replace(old, state=PENDING)
    assert not points(replace(GOOD, submissions=(*GOOD.submissions, old)))["1.1"].given


def test_evidence_is_counted_whole_and_shown_in_part() -> None:
    """Goal: a long record stays readable. Method: a hundred settlements."""
    done = {**GOOD.done, "labour.settle": [Done(number, AT) for number in range(100)]}
    found = points(replace(GOOD, done=done))["1.1"]
    assert found.evidence_total == 100
    assert found.evidence == tuple(range(100 - EVIDENCE_MAX, 100))


def test_an_appeal_that_was_never_judged_weighs_for_a_year() -> None:
    """Goal: silence is seen, and not for ever. Method: open, lapsed, and long ago."""
    days = LABOUR.appeal_days * DAY_MS
    for appealed_at, given in (
        (AT - days + 1, True),
        (AT - days, False),
        (AT - 500 * DAY_MS, True),
    ):
        seen = replace(GOOD, appeals=(appeal(outcome="", appealed_at=appealed_at),))
        assert points(seen)["4.1"].given is given
