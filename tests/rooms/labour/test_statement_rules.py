"""Labour-impact statements: each refusal, what is written, and no release before members were heard."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.charter.articles import Charter
from auzolan.cooperative import RULES
from auzolan.foundation.books import NotDisclosed
from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import LabourStatement, StatementComment
from auzolan.labour.statements.acts import (
    AnswerComment,
    CommentOnStatement,
    PublishStatement,
    StatementPublished,
)
from auzolan.labour.statements.impact import figures_of
from auzolan.labour.statements.rules import COMMENTS_MAX, guard_release
from auzolan.learning.acts import Release
from auzolan.learning.state import Snapshot
from support.plain_charter import plain_charter
from support.small_coop import AT, SEALED, SmallCoop

CARD = "e" * 64
DAYS = 7


def charter_with(days: int) -> Charter:
    charter = plain_charter()
    labour = msgspec.structs.replace(charter.labour, comment_days=days)
    return msgspec.structs.replace(charter, labour=labour)


def publish(
    statement: str = "st1", *, about: str = "model", name: str = "warbler"
) -> PublishStatement:
    return PublishStatement(
        statement, about, name, SEALED, "unknown", SEALED, SEALED, SEALED, SEALED
    )


@pytest.fixture
def coop() -> SmallCoop:
    found = SmallCoop(charter_with(DAYS)).admit("ana", "ben")
    found.model()
    return found


def comment(name: str = "c1", *, statement: str = "st1", member: str = "ana") -> CommentOnStatement:
    return CommentOnStatement(name, statement, member, SEALED)


def may_release(coop: SmallCoop, model: str = "warbler") -> str:
    """The code with which a release is refused, or an empty text."""
    refusal = guard_release(coop.books, Release(model, CARD), coop.case())
    return refusal.code if refusal is not None else ""


def statement(coop: SmallCoop, name: str = "st1") -> LabourStatement:
    found = coop.books.get(LabourStatement, name)
    assert found is not None
    return found


def test_a_statement_is_about_something_on_the_record_under_an_id_of_its_own(
    coop: SmallCoop,
) -> None:
    """Goal: each refusal, in order. Method: every fault at once, mended in turn."""
    coop.done(publish())
    assert coop.refused(publish(name="nobody")) == "labour.statement_taken"
    assert coop.refused(publish("st2", name="nobody")) == "labour.no_such_subject"
    assert coop.refused(publish("st2", about="dataset")) == "labour.no_such_subject"
    coop.done(publish("st2", about="dataset", name="s1"))


def test_figures_are_worked_out_and_stand_in_the_fact(coop: SmallCoop) -> None:
    """Goal: nobody brings a figure. Method: the fact against the books, for model and dataset."""
    snapshot = coop.books.get(Snapshot, "s1")
    assert snapshot is not None
    about_model, about_data = publish(), publish("st2", about="dataset", name="s1")
    for act in (about_model, about_data):
        fact = coop.done(act)
        assert isinstance(fact, StatementPublished)
        assert fact.figures == figures_of(coop.books, snapshot, AT)
        assert fact.comment_by == AT + DAYS * DAY_MS
    assert statement(coop) == LabourStatement(
        "st1", "model", "warbler", AT, AT + DAYS * DAY_MS, 0, 0, coop.seq - 2, "purchases", "s1"
    )


def test_the_public_level_cannot_decide_it_again(coop: SmallCoop) -> None:
    """Goal: replay counts it as not checkable in public. Method: books without restricted rows."""
    coop.books._disclosed = False
    with pytest.raises(NotDisclosed):
        coop.answer(publish())


def test_members_comment_while_the_days_run(coop: SmallCoop) -> None:
    """Goal: each refusal of a comment, in order. Method: every fault at once, mended in turn."""
    coop.done(publish())
    coop.done(comment())
    coop.leave("ben")
    coop.at = AT + DAYS * DAY_MS
    faulty = comment(statement="st9", member="ben")
    assert coop.refused(faulty) == "labour.comment_taken"
    faulty = msgspec.structs.replace(faulty, comment="c2")
    assert coop.refused(faulty) == "labour.no_such_statement"
    faulty = msgspec.structs.replace(faulty, statement="st1")
    assert coop.refused(faulty) == "labour.member_not_in_standing"
    late = msgspec.structs.replace(faulty, member="ana")
    assert coop.refused(late) == "labour.comments_closed"
    coop.at -= 1
    coop.done(late)
    assert (statement(coop).comments, statement(coop).open_comments) == (2, 2)


def test_one_member_cannot_hold_a_release_up_by_comments_without_end(coop: SmallCoop) -> None:
    """Goal: a queue has a limit. Method: as many as may be, one more, and one of another."""
    coop.done(publish())
    for number in range(COMMENTS_MAX):
        coop.done(comment(f"c{number}"))
    assert coop.refused(comment("more")) == "labour.comments_too_many"
    coop.done(comment("hers", member="ben"))


def test_a_comment_is_answered_once(coop: SmallCoop) -> None:
    """Goal: answers stand. Method: an unknown comment, one that waits, the same again."""
    coop.done(publish())
    coop.done(comment())
    assert coop.refused(AnswerComment("c9", SEALED)) == "labour.no_such_comment"
    coop.done(AnswerComment("c1", SEALED))
    assert coop.refused(AnswerComment("c1", SEALED)) == "labour.comment_answered"
    row = coop.books.get(StatementComment, "c1")
    assert row == StatementComment("c1", "st1", "ana", 3 + 1, coop.seq - 1)
    assert (statement(coop).comments, statement(coop).open_comments) == (1, 0)


def test_no_model_is_released_before_its_labour_was_stated_and_answered_for(
    coop: SmallCoop,
) -> None:
    """Goal: each refusal of the guard, in order, to the millisecond. Method: the way to a release."""
    assert may_release(coop, "nobody") == ""
    assert may_release(coop) == "labour.no_statement"
    coop.done(publish("st0", about="dataset", name="s1"))
    assert may_release(coop) == "labour.no_statement"
    coop.done(publish())
    coop.done(comment())
    coop.at += DAYS * DAY_MS - 1
    assert may_release(coop) == "labour.comments_open"
    coop.at += 1
    assert may_release(coop) == "labour.comment_unanswered"
    coop.done(AnswerComment("c1", SEALED))
    assert may_release(coop) == ""


def test_a_newer_statement_silences_nobody_and_opens_the_days_anew(coop: SmallCoop) -> None:
    """Goal: no way around a comment. Method: a second statement over an unanswered comment."""
    coop.done(publish("zz"))
    coop.done(comment(statement="zz"))
    coop.at += DAYS * DAY_MS
    assert may_release(coop) == "labour.comment_unanswered"
    coop.done(publish("aa"))
    assert may_release(coop) == "labour.comments_open"
    coop.at += DAYS * DAY_MS
    assert may_release(coop) == "labour.comment_unanswered"
    coop.done(AnswerComment("c1", SEALED))
    assert may_release(coop) == ""


def test_a_charter_may_give_no_days_and_an_answer_is_still_owed() -> None:
    """Goal: 0 days end at once, and silence nobody. Method: a release at the same moment."""
    coop = SmallCoop(charter_with(0)).admit("ana")
    coop.model()
    coop.done(publish())
    assert may_release(coop) == ""
    assert coop.refused(comment()) == "labour.comments_closed"


def test_the_guard_stands_before_every_release() -> None:
    """Goal: no door around it. Method: the table of rules."""
    assert guard_release in RULES[Release][1]
