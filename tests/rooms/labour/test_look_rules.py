"""The rule of looking: each refusal, their order, and what a look leaves in the books."""

import msgspec
import pytest

from auzolan.charter.acts import Seat
from auzolan.charter.state import Mandate
from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.labour.state import LookCount, LookRow, Submission
from auzolan.labour.watching import look_rules, matrix
from auzolan.labour.watching.acts import Look, Looked
from support.small_coop import AT, SmallCoop

OFFICES = {
    "work": "ida", "treasury": "joe", "audit": "ben", "data": "eve", "appeals": "uma",
    "admissions": "max",
}  # fmt: skip
LOOK = Look("l1", "ana", "treasury", "hours", "payroll", 3)


@pytest.fixture
def coop() -> SmallCoop:
    """Eight members, six with an office."""
    made = SmallCoop().admit("ana", "leo", *OFFICES.values())
    for office, holder in OFFICES.items():
        made.books.add(
            Mandate(
                mandate=f"seat-{office}", power=office, subject="", holder=holder, from_at=0,
                until_at=MOMENT_MAX, spent=0,
            )
        )  # fmt: skip
    return made


def look(**fields: object) -> Look:
    return msgspec.structs.replace(LOOK, **fields)


def judged(coop: SmallCoop, member: str, judgments: int, *, submission: str = "s1") -> None:
    """Put a settled submission of so many judgments on the books."""
    coop.books.add(
        Submission(
            submission=submission, log="log-1", period="2026-q1", member=member, tag="0" * 32,
            task="t1", work_class="work", basis="measured", seconds=3_600, paid_seconds=3_600,
            items=judgments, judgments=judgments, pay_micro=0, batch="", logged_at=AT,
            state="accepted", waits_since=AT, decided_at=AT, decided_by="ida", owing=0, entry=1,
        )
    )  # fmt: skip


def test_an_allowed_look_is_counted_openly_and_told_to_the_person(coop: SmallCoop) -> None:
    """Goal: she sees who looked; all see how often. Method: two looks, then read both rows."""
    assert coop.done(LOOK, actor="joe") == Looked("l1")
    coop.done(look(look="l2", member="leo", count=4), actor="joe")
    (hers,) = coop.books.find(LookRow, member="ana")
    assert (hers.viewer, hers.role, hers.metric, hers.purpose, hers.count, hers.at) == (
        "joe", "treasury", "hours", "payroll", 3, AT,
    )  # fmt: skip
    assert coop.books.rows(LookCount) == [LookCount("hours", "treasury", 2, 7)]


@pytest.mark.parametrize(
    ("actor", "fields", "code"),
    [
        ("joe", {"role": "council"}, "labour.role_unknown"),
        ("joe", {"metric": "keystrokes"}, "labour.figure_never_kept"),
        ("joe", {"metric": "private-messages"}, "labour.figure_never_kept"),
        ("joe", {"metric": "heartbeat"}, "labour.figure_unknown"),
        ("joe", {"member": "zoe"}, "labour.member_unknown"),
        ("joe", {"member": "joe"}, "labour.look_at_oneself"),
        ("leo", {}, "labour.role_not_held"),
        ("operator", {}, "labour.role_not_held"),
        ("joe", {"role": "auditor", "purpose": "audit"}, "labour.role_not_held"),
        ("joe", {"role": "self"}, "labour.look_not_allowed"),
        ("joe", {"role": "peer-reviewer"}, "labour.look_not_allowed"),
        ("joe", {"role": "assembly-and-public"}, "labour.look_not_allowed"),
        ("joe", {"role": "outside-firm"}, "labour.look_not_allowed"),
        ("joe", {"metric": "speed"}, "labour.look_not_allowed"),
        ("joe", {"metric": "acceptance"}, "labour.look_not_allowed"),
        ("ida", {"role": "task-lead"}, "labour.look_not_allowed"),
        ("uma", {"role": "appeals"}, "labour.look_not_allowed"),
        ("joe", {"purpose": "curiosity"}, "labour.purpose_not_listed"),
        ("joe", {"purpose": "audit"}, "labour.purpose_not_listed"),
        ("ben", {"role": "auditor"}, "labour.purpose_not_listed"),
    ],
)
def test_each_wrong_look_is_refused(
    coop: SmallCoop, actor: str, fields: dict[str, str], code: str
) -> None:
    """Goal: default deny, with the reason. Method: one fault at a time in a good look."""
    assert coop.refused(look(**fields), actor=actor) == code
    assert coop.books.rows(LookRow) == []


def test_the_reasons_come_in_their_order(coop: SmallCoop) -> None:
    """Goal: the ladder is part of the contract. Method: mend the faults of a bad look one by one."""
    coop.done(LOOK, actor="joe")
    bad = look(role="boss", metric="mood", member="zoe", purpose="curiosity")
    steps = [
        ("labour.look_taken", {"look": "l2"}),
        ("labour.role_unknown", {"role": "treasury"}),
        ("labour.figure_never_kept", {"metric": "speed"}),
        ("labour.member_unknown", {"member": "ana"}),
    ]
    for code, mended in steps:
        assert coop.refused(bad, actor="leo") == code
        bad = msgspec.structs.replace(bad, **mended)
    assert coop.refused(bad, actor="leo") == "labour.role_not_held"
    assert coop.refused(bad, actor="joe") == "labour.look_not_allowed"
    bad = msgspec.structs.replace(bad, metric="pay")
    assert coop.refused(bad, actor="joe") == "labour.purpose_not_listed"
    assert coop.done(msgspec.structs.replace(bad, purpose="correct-books"), actor="joe")


def test_of_those_who_left_only_what_the_books_need_is_seen(coop: SmallCoop) -> None:
    """Goal: `left` is a state of its own. Method: pay and index of somebody who left."""
    coop.leave("leo")
    pay = look(member="leo", metric="pay")
    assert coop.done(pay, actor="joe")
    index = look(look="l2", member="leo", metric="index", purpose="set-index")
    assert coop.refused(index, actor="joe") == "labour.look_not_allowed"
    assert coop.done(msgspec.structs.replace(index, member="ana"), actor="joe")


def test_skill_is_said_from_fifty_judgments_on(coop: SmallCoop) -> None:
    """Goal: no verdict on few labels. Method: 49 judgments in two pieces of work, then one more."""
    skill = look(role="task-lead", metric="skill", purpose="training-need")
    assert coop.refused(skill, actor="ida") == "labour.too_few_judgments"
    judged(coop, "ana", 30)
    judged(coop, "ana", 19, submission="s2")
    judged(coop, "leo", 500, submission="s3")
    assert coop.refused(skill, actor="ida") == "labour.too_few_judgments"
    judged(coop, "ana", 1, submission="s4")
    assert coop.done(skill, actor="ida")


def test_every_cell_of_the_matrix_is_what_the_rule_answers(coop: SmallCoop) -> None:
    """Goal: rule and matrix agree. Method: each role with its office, each figure, in and out."""
    judged(coop, "ana", 50)
    judged(coop, "leo", 50, submission="s2")
    coop.leave("leo")
    cases = 0
    for role, office in matrix.OFFICE_OF.items():
        for metric in matrix.METRICS:
            for member, has_left in (("ana", False), ("leo", True)):
                shown = matrix.states_shown(role, metric, has_left=has_left)
                purpose = (matrix.purposes_of(role, metric) or ("payroll",))[0]
                act = Look(f"c{cases}", member, role, metric, purpose, 1)
                answer = coop.answer_to(OFFICES[office], act)
                assert (answer == (Looked(act.look),)) is bool(shown), (role, metric, member)
                cases += 1
    assert cases == 6 * 24 * 2


def test_the_public_counts_looks_and_learns_of_nobody(coop: SmallCoop) -> None:
    """Goal: the open half can be followed without the closed. Method: books that disclose nothing."""
    public = MemoryBooks(disclosed=False)
    hidden = look(member="f" * 64)
    look_rules.apply_looked(public, coop.case("joe"), hidden, Looked("l1"))
    assert public.rows(LookCount) == [LookCount("hours", "treasury", 1, 3)]
    look_rules.apply_looked_to_member(public, coop.case("joe"), hidden, Looked("l1"))
    assert public.rows(LookRow) == []
    with pytest.raises(NotDisclosed):
        public.find(LookRow, viewer="joe")


def test_seats_of_the_fixture_are_offices_of_the_charter() -> None:
    """Goal: the tests above speak of real offices. Method: each as a seat of the founding."""
    assert {Seat(office, holder).office for office, holder in OFFICES.items()} == set(
        matrix.OFFICE_OF.values()
    )
