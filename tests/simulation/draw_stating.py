"""Wishes about what labour is behind models: to state it, to say something about it, to answer."""

from __future__ import annotations

from auzolan.labour.statements.acts import AnswerComment, CommentOnStatement, PublishStatement
from simulation.drawing import Wishes
from simulation.wish import Wish

TEXTS = ("purpose", "effect", "consultation", "support", "not_known")


def state(w: Wishes) -> Wish:
    """A statement, mostly about a model of which nothing was stated yet."""
    about = "dataset" if w.rng.random() < (0.1 if w.model.models else 0.8) else "model"
    known = w.model.snapshots if about == "dataset" else w.model.models
    told = {one.name for one in w.model.stating.said.values() if one.about == about}
    untold = [name for name in known if name not in told]
    name = w.some(untold if untold and w.rng.random() < 0.9 else list(known))
    statement = w.fresh("stated", w.model.stating.said)
    return w.wish(
        w.officer("labour.publish_statement"),
        PublishStatement(statement, about, name, "", "unknown", "", "", "", ""),
        **dict.fromkeys(TEXTS, "Made up."),
    )


def remark(w: Wishes) -> Wish:
    """Something is said about a statement that is open still, or a remark is answered."""
    waiting = [name for name, (_, is_done) in w.model.stating.remarks.items() if not is_done]
    if waiting and w.rng.random() < 0.6:
        known = waiting if w.rng.random() < 0.9 else list(w.model.stating.remarks)
        answer = AnswerComment(w.some(known), "")
        return w.wish(w.officer("labour.answer_comment"), answer, words="Made up.")
    member = w.member()
    actor = member if w.rng.random() < 0.95 else w.member()
    name = w.fresh("remark", w.model.stating.remarks)
    said = w.model.stating.said
    late = [one for one, stated in said.items() if w.at < stated.until]
    if not late and w.rng.random() < 0.8:
        return state(w)
    statement = w.some(late if late and w.rng.random() < 0.9 else said)
    act = CommentOnStatement(name, statement, member, "")
    return w.wish(actor, act, words="Made up.")
