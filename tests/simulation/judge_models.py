"""What the small model says about the way from a sealed snapshot to a model that is let out.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_learning import DAY
from simulation.small_model import SmallModel
from simulation.wish import Take, Wish

FEW = 10
"""Of fewer test rows than this no group is reported."""
WHOLE, APPROXIMATE = 3, 4


def note_rows(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    snapshot = m.snapshots.get(act.snapshot)
    if snapshot is None or snapshot.root:
        return None
    if act.rows != sum(m.rows_by_member(act.snapshot).values()):
        return None

    def take(receipt: Receipt) -> None:
        snapshot.root = act.root

    return take


def evaluate_groups(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    name, operation = m.uses.get(act.use, ("", ""))
    model = m.models.get(act.model)
    if model is None or operation != "evaluate" or name != model.snapshot:
        return None
    groups = {one.group: (one.total, one.correct) for one in act.groups}
    if len(groups) < len(act.groups):
        return None
    if any(total < FEW or correct > total for total, correct in groups.values()):
        return None
    tested = m.tests.get(act.model)
    if tested is not None and tested[1] != sum(total for total, _ in groups.values()):
        return None
    if not m.is_usable(name, at, m.snapshots[name].wanted("evaluate")):
        return None

    def take(receipt: Receipt) -> None:
        model.groups = groups

    return take


def release(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    model = m.models.get(act.model)
    if model is None or not m.serves(act.model, at) or not m.stating.frees(act.model, at):
        return None
    if model.is_stop_gap != (model.tier == APPROXIMATE):
        return None  # what forgets approximately is called so, and nothing else
    if model.retrain_by and not model.is_stop_gap:
        return None
    if act.model not in m.tests or not m.snapshots[model.snapshot].root or model.card == act.card:
        return None

    def take(receipt: Receipt) -> None:
        model.card = act.card

    return take


def extend(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    model = m.models.get(act.model)
    if model is None or model.is_replaced or not model.retrain_by or model.is_late(at):
        return None
    # A stop-gap owes what the model before it owed, and that has been late enough.
    if model.tier != WHOLE or model.is_stop_gap or model.has_more_time:
        return None
    if m.clauses["consent.extended_days"] <= m.clauses["consent.retrain_days"]:
        return None

    def take(receipt: Receipt) -> None:
        model.has_more_time = True
        owed = [
            duty
            for (_, name, _), duty in m.remaking.items()
            if name == act.model and duty.done_at < 0
        ]
        for duty in owed:
            duty.due = duty.since + m.clauses["consent.extended_days"] * DAY
        model.retrain_by = min(duty.due for duty in owed)

    return take
