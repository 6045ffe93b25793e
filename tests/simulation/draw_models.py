"""Wishes about the way from a sealed snapshot to a model that is let out."""

from __future__ import annotations

from auzolan.learning.acts import EvaluateGroups, Extend, GroupResult, NoteRows, Release
from simulation.drawing import Wishes, digest_of
from simulation.wish import Wish


def note_rows(w: Wishes) -> Wish:
    """A manifest, mostly of a snapshot that a model learned from and that has none."""
    learned = {one.snapshot for one in w.model.models.values()}
    bare = [name for name, one in w.model.snapshots.items() if not one.root]
    wanted = [name for name in bare if name in learned] or bare
    name = w.some(wanted if w.rng.random() < 0.85 else w.model.snapshots)
    rows = sum(w.model.rows_by_member(name).values()) if name in w.model.snapshots else 1
    if w.rng.random() < 0.06:
        rows += 1
    act = NoteRows(name, rows, digest_of(f"rows of {name}"), digest_of(f"file of {name}"))
    return w.wish(w.officer("learning.note_rows"), act)


def evaluate_groups(w: Wishes) -> Wish:
    """A test by group, mostly of as many rows as the whole test had."""
    uses = [name for name, (_, what) in w.model.uses.items() if what == "evaluate"]
    use = w.some(uses if w.rng.random() < 0.92 else w.model.uses)
    snapshot = w.model.uses.get(use, ("", ""))[0]
    fitting = [name for name, one in w.model.models.items() if one.snapshot == snapshot]
    model = w.some(fitting if w.rng.random() < 0.9 else w.model.models)
    total = w.model.tests.get(model, (0, w.rng.randint(10, 60)))[1]
    parts = [total]
    if total >= 20 and w.rng.random() < 0.8:
        parts = [total // 2, total - total // 2]
    if w.rng.random() < 0.06:
        parts[0] += 1
    names = ("young", "young") if w.rng.random() < 0.05 else ("young", "old")
    groups = tuple(
        GroupResult(name, rows, w.rng.randint(0, rows + (w.rng.random() < 0.05)))
        for name, rows in zip(names, parts, strict=False)
    )
    act = EvaluateGroups(model, use, groups)
    return w.wish(w.officer("learning.evaluate_groups"), act)


def release(w: Wishes) -> Wish:
    """A model is let out, mostly one that is tested and whose rows are noted."""
    ready = [
        name
        for name, one in w.model.models.items()
        if name in w.model.tests and w.model.snapshots[one.snapshot].root
        and w.model.serves(name, w.at)
    ]  # fmt: skip
    free = [name for name in ready if w.model.stating.frees(name, w.at)]
    ready = free if free and w.rng.random() < 0.9 else ready
    name = w.some(ready if w.rng.random() < 0.8 else w.model.models)
    known = w.model.models.get(name)
    card = digest_of(f"card of {name} {w.rng.randint(1, 3)}")
    if known is not None and known.card and w.rng.random() < 0.3:
        card = known.card
    return w.wish(w.officer("learning.release"), Release(name, card))


def extend(w: Wishes) -> Wish:
    """More time for a model, mostly one that has to be made again."""
    waiting = [
        name
        for name, one in w.model.models.items()
        if one.retrain_by and not one.is_replaced and w.model.serves(name, w.at)
    ]
    name = w.some(waiting if w.rng.random() < 0.8 else w.model.models)
    return w.wish(w.officer("learning.extend"), Extend(name, ""), reason="It takes long.")
