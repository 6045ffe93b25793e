"""The rules of labour-impact statements: publishing, comments, answers, and no release before them.

A statement's figures are worked out by `impact`, its words are sealed: no rule reads them. Nothing
here judges what a statement says; members do, and get an answer on the record.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import LabourStatement, StatementComment
from auzolan.labour.statements.acts import (
    AnswerComment,
    CommentAnswered,
    Commented,
    CommentOnStatement,
    PublishStatement,
    StatementPublished,
)
from auzolan.labour.statements.impact import figures_of
from auzolan.learning.acts import Release
from auzolan.learning.state import Model, Snapshot, snapshot_of
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact

DATASET, MODEL = "dataset", "model"
COMMENTS_MAX = 10
"""Comments of one member on one statement: enough to be heard, too few to hold a release up."""


def decide_publish_statement(
    books: Books, act: PublishStatement, case: Case
) -> tuple[Fact, ...] | Refusal:
    """State the labour behind a dataset or a model; the newest statement about it counts.

    A newer one opens the days for comments anew, whatever its figures: its words may say something
    else, and no rule reads them. Comments on older ones still want their answers.

    Args:
        books: the state before the act.
        act: the statement, what it is about, its sealed words.
        case: place, time and actor.
    Returns:
        `StatementPublished` with its figures, or the refusal.
    Raises:
        NotDisclosed: at the public level; who worked is known inside alone.
    Source: charter, article on labour.
    """
    labour = charter_of(books).labour
    taken = books.get(LabourStatement, act.statement)
    if taken is not None:
        return Refusal(
            "labour.statement_taken", f"Art. {labour.number}",
            f"Entry {taken.entry} published the statement {act.statement} already.",
            "Give each statement an id of its own; the newest about a subject counts.",
        )  # fmt: skip
    snapshot = _snapshot_of(books, act)
    if snapshot is None:
        return Refusal(
            "labour.no_such_subject", f"Art. {labour.number}",
            f"There is no {act.about} {act.name}.",
            "Name a dataset that was sealed, or a model on the record.",
        )  # fmt: skip
    figures = figures_of(books, snapshot, int(case.at))
    return (
        StatementPublished(act.statement, figures, int(case.at) + labour.comment_days * DAY_MS),
    )


def _snapshot_of(books: Books, act: PublishStatement) -> Snapshot | None:
    if act.about == DATASET:
        return books.get(Snapshot, act.name)
    model = books.get(Model, act.name)
    return snapshot_of(books, model.snapshot) if model is not None else None


def apply_statement_published(
    books: Books, case: Case, act: PublishStatement, fact: StatementPublished
) -> None:
    """Open the statement to comments."""
    books.add(
        LabourStatement(
            statement=fact.statement,
            about=act.about,
            name=act.name,
            published_at=int(case.at),
            comment_by=fact.comment_by,
            comments=0,
            open_comments=0,
            entry=case.seq,
            kind=fact.figures.kind,
            snapshot=fact.figures.snapshot,
        )
    )


def decide_comment(books: Books, act: CommentOnStatement, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member say something about a statement while its days run.

    Every member in standing may: whose work is behind a dataset is not said openly.

    Args:
        books: the state before the act.
        act: the comment, the statement, the member.
        case: place, time and actor.
    Returns:
        `Commented`, or the refusal.
    Source: charter, article on labour.
    """
    article = f"Art. {charter_of(books).labour.number}"
    if books.get(StatementComment, act.comment) is not None:
        return Refusal(
            "labour.comment_taken", article,
            f"The id {act.comment} is that of another comment.",
            "Give each comment an id of its own.",
        )  # fmt: skip
    statement = books.get(LabourStatement, act.statement)
    if statement is None:
        return _no_such_statement(act.statement, article)
    if not is_in_standing(books, act.member):
        return Refusal(
            "labour.member_not_in_standing", article,
            f"{act.member} is not a member in good standing.",
            "Comments are for members in good standing.",
        )  # fmt: skip
    if case.at >= statement.comment_by:
        return Refusal(
            "labour.comments_closed", article,
            f"Comments on {statement.statement} could be made before "
            f"{iso_from_moment(statement.comment_by)}.",
            "Ask the office of data to publish a newer statement, or propose something.",
        )  # fmt: skip
    return _too_many(books, act, article) or (Commented(act.comment, act.statement),)


def _too_many(books: Books, act: CommentOnStatement, article: str) -> Refusal | None:
    made = books.find(StatementComment, statement=act.statement)
    if sum(1 for one in made if one.member == act.member) < COMMENTS_MAX:
        return None
    return Refusal(
        "labour.comments_too_many", article,
        f"{act.member} has made {COMMENTS_MAX} comments on {act.statement}.",
        "Wait for the answers; what is left to say can be said in a proposal.",
    )  # fmt: skip


def apply_commented(books: Books, case: Case, act: CommentOnStatement, fact: Commented) -> None:
    """Write the comment down, and that it waits."""
    statement = _statement_of(books, fact.statement)
    books.add(StatementComment(fact.comment, fact.statement, act.member, case.seq, -1))
    books.put(
        msgspec.structs.replace(
            statement,
            comments=statement.comments + 1,
            open_comments=statement.open_comments + 1,
        )
    )


def decide_answer_comment(
    books: Books, act: AnswerComment, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Answer a comment, once.

    Args:
        books: the state before the act.
        act: the comment and the sealed answer.
        case: place, time and actor.
    Returns:
        `CommentAnswered`, or the refusal.
    Source: charter, article on labour.
    """
    article = f"Art. {charter_of(books).labour.number}"
    comment = books.get(StatementComment, act.comment)
    if comment is None:
        return Refusal(
            "labour.no_such_comment", article,
            f"There is no comment {act.comment}.",
            "List them with: auzolan labour statement STATEMENT",
        )  # fmt: skip
    if comment.answered >= 0:
        return Refusal(
            "labour.comment_answered", article,
            f"Entry {comment.answered} answered the comment {act.comment} already.",
            "Nothing is to be done; an answer stays as it was given.",
        )  # fmt: skip
    return (CommentAnswered(act.comment, comment.statement),)


def apply_comment_answered(
    books: Books, case: Case, act: AnswerComment, fact: CommentAnswered
) -> None:
    """Write down where the answer stands."""
    comment = books.get(StatementComment, fact.comment)
    assert comment is not None, f"there is no comment {fact.comment}"
    books.put(msgspec.structs.replace(comment, answered=case.seq))
    statement = _statement_of(books, fact.statement)
    assert statement.open_comments > 0, f"no comment on {fact.statement} waits"
    books.put(msgspec.structs.replace(statement, open_comments=statement.open_comments - 1))


def guard_release(books: Books, act: Release, case: Case) -> Refusal | None:
    """Refuse to release a model before its labour was stated and members were heard.

    Says nothing about a model that does not exist: the room of learning does. Comments count on
    every statement about the model, so that a newer one silences nobody.

    Args:
        books: the state before the act.
        act: the model.
        case: place, time and actor.
    Source: charter, article on labour.
    """
    if books.get(Model, act.model) is None:
        return None
    article = f"Art. {charter_of(books).labour.number}"
    statements = statements_about(books, MODEL, act.model)
    if not statements:
        return Refusal(
            "labour.no_statement", article,
            f"Nobody has stated what labour is behind {act.model}.",
            f"Publish it: auzolan labour state --model {act.model} ... --as OFFICER",
        )  # fmt: skip
    if case.at < statements[-1].comment_by:
        return Refusal(
            "labour.comments_open", article,
            f"Members can comment on {statements[-1].statement} until "
            f"{iso_from_moment(statements[-1].comment_by)}.",
            "Release the model after that.",
        )  # fmt: skip
    waiting = [one for one in statements if one.open_comments]
    if waiting:
        count = sum(one.open_comments for one in waiting)
        return Refusal(
            "labour.comment_unanswered", article,
            f"{count} {'comment waits' if count == 1 else 'comments wait'} for an answer on "
            f"{', '.join(one.statement for one in waiting[:3])}.",
            "Answer first: auzolan labour answer COMMENT ... --as OFFICER",
        )  # fmt: skip
    return None


def statements_about(books: Books, about: str, name: str) -> list[LabourStatement]:
    """All statements about a dataset or a model, the one that counts last.

    Args:
        books: the state.
        about: `DATASET` or `MODEL`.
        name: its id.
    """
    found = books.find(LabourStatement, about=about, name=name)
    return sorted(found, key=lambda one: one.entry)


def _statement_of(books: Books, name: str) -> LabourStatement:
    found = books.get(LabourStatement, name)
    assert found is not None, f"there is no statement {name}"
    return found


def _no_such_statement(name: str, article: str) -> Refusal:
    return Refusal(
        "labour.no_such_statement", article,
        f"There is no statement {name}.",
        "List them with: auzolan labour statements",
    )  # fmt: skip
