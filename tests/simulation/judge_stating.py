"""What the small model says to statements about labour, to remarks on them and to answers."""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_learning import DAY
from simulation.small_model import SmallModel
from simulation.small_stating import TALK_MAX, Stated
from simulation.wish import Take, Wish


def state(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    known = m.models if act.about == "model" else m.snapshots
    if act.statement in m.stating.said or act.name not in known:
        return None

    def take(receipt: Receipt) -> None:
        until = receipt.at + int(m.clauses["labour.comment_days"]) * DAY
        m.stating.said[act.statement] = Stated(act.about, act.name, receipt.seq, until)

    return take


def comment(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    stated = m.stating.said.get(act.statement)
    if stated is None or act.comment in m.stating.remarks or at >= stated.until:
        return None
    if not m.active.get(act.member) or stated.talk.count(act.member) >= TALK_MAX:
        return None

    def take(receipt: Receipt) -> None:
        stated.talk.append(act.member)
        m.stating.remarks[act.comment] = (act.statement, False)

    return take


def answer(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    statement, is_done = m.stating.remarks.get(act.comment, ("", True))
    if is_done:
        return None

    def take(receipt: Receipt) -> None:
        m.stating.remarks[act.comment] = (statement, True)

    return take
