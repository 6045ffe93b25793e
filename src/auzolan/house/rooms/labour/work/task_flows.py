"""Offering tasks and saying where one works: the act, the pilot laid down before it, the words sealed.

It sets no price and knows no floor; the rule does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, lay_down_once, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.labour.tasks.acts import CloseTask, OpenTask, SetPlace
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.work.log_lines import PILOT_KIND, pilot_columns


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as it is to be offered; the fields are those of the act, the words its text."""

    task: str
    words: str
    piece_micro: int = 0
    hour_cents: int = 0
    issuer: str = ""
    kind: str = ""
    work_class: str = "work"
    page_seconds_max: int = 600
    harmful: int = 0
    pilot: Sequence[Tried] = ()


def open_task(desk: Desk, *, actor: str, new: NewTask) -> Receipt | Refusal:
    """Offer a task; a price by piece brings its pilot."""
    identity = named("open-task", new.task)
    pilot = None
    if new.pilot:
        pilot = lay_down_once(desk, identity, PILOT_KIND, pilot_columns(new.pilot))
    act = OpenTask(
        task=new.task, issuer=new.issuer, kind=new.kind, work_class=new.work_class,
        piece_micro=new.piece_micro, hour_cents=new.hour_cents,
        page_seconds_max=new.page_seconds_max, harmful=new.harmful, pilot=pilot, words=UNSEALED,
    )  # fmt: skip
    return ask(desk, identity, actor, act, {"words": new.words})


def close_task(desk: Desk, *, actor: str, task: str, reason: str) -> Receipt | Refusal:
    """Offer a task no more."""
    act = CloseTask(task, UNSEALED)
    return ask(desk, named("close-task", task), actor, act, {"reason": reason})


def set_place(desk: Desk, *, member: str, place: str) -> Receipt | Refusal:
    """Say where one works; an empty text says that it is not known."""
    return ask(desk, drawn(desk, "place"), member, SetPlace(member, place))
