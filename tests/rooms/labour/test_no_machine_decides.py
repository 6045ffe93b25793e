"""No work is turned down, no person shut out and no price cut by a machine alone."""

from __future__ import annotations

import pytest

from auzolan.charter.authorize import authorize
from auzolan.charter.needs import WITHOUT_RESOLUTION
from auzolan.charter.presets import offices_of
from auzolan.charter.state import Mandate
from auzolan.cooperative import RULES
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.labour.tasks.acts import CloseTask, OpenTask
from auzolan.labour.watching.acts import Look
from auzolan.labour.work.acts import (
    AcceptWork,
    AppealJudged,
    JudgeAppeal,
    RejectWork,
    ReviseWork,
)
from auzolan.record.entries import ACTOR_OPERATOR, Act
from auzolan.record.fields import field_classes
from support.plain_charter import plain_charter
from support.small_coop import SmallCoop

REASON = "0" * 64
JUDGING: tuple[Act, ...] = (
    RejectWork("s1", REASON),
    ReviseWork("s1", REASON),
    AcceptWork(("s1",), REASON),
    CloseTask("t1", REASON),
)
"""What judges work or ends it: each needs a person who holds the office of work."""


def name_of(kind: type[Act]) -> str:
    return str(kind.__struct_config__.tag).rpartition("/")[0]


@pytest.fixture
def coop() -> SmallCoop:
    """Ida holds the office of work; Ana works."""
    made = SmallCoop().admit("ana", "ida")
    made.books.add(
        Mandate(
            mandate="seat-work", power="work", subject="", holder="ida", from_at=0,
            until_at=MOMENT_MAX, spent=0,
        )
    )  # fmt: skip
    return made


@pytest.mark.parametrize("act", JUDGING, ids=lambda act: type(act).__name__)
@pytest.mark.parametrize("actor", [ACTOR_OPERATOR, "ana", "9" * 32, "nobody"])
def test_only_a_person_in_office_judges_work(coop: SmallCoop, act: Act, actor: str) -> None:
    """Goal: no program decides by itself. Method: the operator, a member, a tag, a stranger."""
    answer = authorize(coop.books, act, coop.case(actor))
    assert isinstance(answer, Refusal)
    assert answer.code == "charter.not_in_office"
    assert authorize(coop.books, act, coop.case("ida")) == ()


@pytest.mark.parametrize("act", JUDGING[:3], ids=lambda act: type(act).__name__)
@pytest.mark.parametrize("actor", [ACTOR_OPERATOR, "robot-1"])
def test_a_machine_that_founders_put_into_office_judges_nothing(
    coop: SmallCoop, act: Act, actor: str
) -> None:
    """Goal: an office alone is no person. Method: a mandate for an id that no member has."""
    coop.books.add(
        Mandate(
            mandate="seat-machine", power="work", subject="", holder=actor, from_at=0,
            until_at=MOMENT_MAX, spent=0,
        )
    )  # fmt: skip
    assert authorize(coop.books, act, coop.case(actor)) == ()
    assert coop.refused(act, actor=actor) == "labour.needs_a_person"
    look = Look("l1", "ana", "task-lead", "acceptance", "training-need", 1)
    assert coop.refused(look, actor=actor) == "labour.role_not_held"


@pytest.mark.parametrize(
    "kind", [RejectWork, ReviseWork, JudgeAppeal], ids=lambda one: one.__name__
)
def test_who_turns_work_down_writes_why(kind: type[Act]) -> None:
    """Goal: a person's words behind each no. Method: the field is sealed, and there by its type."""
    assert "reason" in field_classes(kind).sealed
    assert kind in RULES


def test_every_office_that_judges_can_only_be_held_by_members() -> None:
    """Goal: the operator is no member and holds no office. Method: seats and admission refuse it."""
    assert "work" in offices_of(plain_charter())
    rights = {right.act: right for right in plain_charter().rights}
    for kind in (RejectWork, ReviseWork, AcceptWork, OpenTask, CloseTask):
        right = rights[name_of(kind)]
        assert (right.by, right.office) == ("office", "work")


def test_no_act_shuts_a_person_out_or_cuts_her_price() -> None:
    """Goal: such an act does not exist. Method: the words of all acts, and who may name a price."""
    forbidden = {
        "expel", "exclude", "ban", "block", "dismiss", "suspend", "fine", "deduct", "cut",
        "lower", "demote", "deactivate", "rank", "score",
    }  # fmt: skip
    for kind in RULES:
        assert not forbidden & set(name_of(kind).replace(".", "_").split("_")), name_of(kind)
    prices = {
        name_of(kind)
        for kind in RULES
        if name_of(kind).startswith("labour.")
        and {"piece_micro", "hour_cents", "pay_micro"} & set(kind.__struct_fields__)
    }
    assert prices == {"labour.open_task"}


def test_every_act_of_labour_names_who_may_ask_and_none_is_the_machines() -> None:
    """Goal: no right is given to a program. Method: each right on labour in the founding charter."""
    rights = [right for right in plain_charter().rights if right.act.startswith("labour.")]
    assert {right.act for right in rights} == {
        name for name in WITHOUT_RESOLUTION if name.startswith("labour.")
    }
    assert {right.by for right in rights} <= {"office", "self", "tag", "member"}
    assert all(right.office != ACTOR_OPERATOR for right in rights)


def test_a_panel_of_people_has_the_last_word() -> None:
    """Goal: the outcome of an appeal follows from verdicts alone. Method: the fact's own fields."""
    assert set(AppealJudged.__struct_fields__) == {"submission", "task", "outcome"}
    assert JudgeAppeal in RULES
