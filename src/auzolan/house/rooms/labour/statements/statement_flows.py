"""Stating the labour behind a dataset or a model, commenting on it, answering.

The rules work the figures out; what people say is sealed. Nothing here decides or counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.labour.state import LabourStatement
from auzolan.labour.statements.acts import (
    AnswerComment,
    CommentOnStatement,
    PublishStatement,
)

NOT_SAID = "unknown"
"""What stands where somebody had nothing to say: never an empty text."""


@dataclass(frozen=True, slots=True)
class Said:
    """What no figure says; a text that is left out is written down as unknown.

    Attributes:
        purpose: what the dataset or model is for.
        jobs: what it is expected to do to jobs: `unknown`, `none`, `fewer`, `other` or `more`.
        effect: the same in words.
        consultation: with whom it was talked over, and when; who dissented and why.
        support: what is done for people who meet harmful content.
        not_known: what is not known.
    """

    purpose: str
    jobs: str = NOT_SAID
    effect: str = NOT_SAID
    consultation: str = NOT_SAID
    support: str = NOT_SAID
    not_known: str = NOT_SAID


def publish(
    desk: Desk, *, actor: str, about: str, name: str, said: Said, statement: str = ""
) -> Receipt | Refusal:
    """Publish a labour-impact statement; its figures follow from the books.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        about: `dataset` or `model`.
        name: the dataset or the model.
        said: the words.
        statement: its id; where empty it is named after what it is about.
    """
    chosen = statement or _next_id(desk, about, name)
    act = PublishStatement(
        chosen, about, name, UNSEALED, said.jobs, UNSEALED, UNSEALED, UNSEALED, UNSEALED
    )
    words = {
        "purpose": said.purpose, "effect": said.effect, "consultation": said.consultation,
        "support": said.support, "not_known": said.not_known,
    }  # fmt: skip
    sealed = {field: text.strip() or NOT_SAID for field, text in words.items()}
    return ask(desk, drawn(desk, "statement"), actor, act, sealed)


def _next_id(desk: Desk, about: str, name: str) -> str:
    with reading(desk.folder) as now:
        count = now.books.count(LabourStatement, about=about, name=name)
    return named("labour", about, name, str(count + 1))


def comment(
    desk: Desk, *, member: str, statement: str, words: str, comment: str = ""
) -> Receipt | Refusal:
    """Say something about a statement, as a member.

    Args:
        desk: the desk.
        member: who.
        statement: about which.
        words: what she says; it is sealed.
        comment: the comment's id; drawn where empty.
    """
    if (refused := _nothing_said(words)) is not None:
        return refused
    name = comment or drawn(desk, "remark")
    act = CommentOnStatement(name, statement, member, UNSEALED)
    return ask(desk, drawn(desk, "comment"), member, act, {"words": words})


def answer(desk: Desk, *, actor: str, comment: str, words: str) -> Receipt | Refusal:
    """Answer a comment on the record.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        comment: which.
        words: the answer; it is sealed.
    """
    if (refused := _nothing_said(words)) is not None:
        return refused
    act = AnswerComment(comment, UNSEALED)
    return ask(desk, drawn(desk, "answer"), actor, act, {"words": words})


def _nothing_said(words: str) -> Refusal | None:
    """The refusal of an empty text: no rule sees into it, and a comment must get an answer."""
    if words.strip():
        return None
    return Refusal(
        "labour.words_missing", "house, labour", "The words are empty.",
        "Say something: whoever asked reads it.",
    )  # fmt: skip
