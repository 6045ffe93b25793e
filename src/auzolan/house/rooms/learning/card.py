"""The card of a model: what it was made from, by whose leave, how it answers, and where its limits are.

Everything in it follows from the record and the recipe, and nothing in it changes while the model
lives: its digest is what a release names. Whether the model serves today stands beside it.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.engine.models.groups import wilson
from auzolan.foundation import canonical
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.rooms.labour.statements.impact_types import LabourLabel
from auzolan.house.rooms.labour.statements.statement_queries import label_of
from auzolan.house.rooms.learning.flows import recipe_of
from auzolan.house.storage.reader import Reader
from auzolan.learning.acts import SnapshotSealed, Train
from auzolan.learning.state import (
    REPLACED,
    TO_RETRAIN,
    Evaluation,
    GroupEvaluation,
    Model,
    Snapshot,
)

TIERS = (
    "index or counts: rows are counted out exactly",
    "closed form: rows are computed out exactly",
    "ensemble of members' shards: her shard is trained anew",
    "trained whole: it is trained anew without her rows",
    "forgets approximately: a stop-gap that obeys no withdrawal",
)
LIMITS = {
    "one_purpose": "It may be used for its purpose and for nothing else.",
    "same_people": "It was tested on later rows of the same people; of other people the figures say nothing.",
    "independent": "The intervals take questions as independent of each other.",
    "untested": "Nobody has tested it.",
    "no_groups": "It was not tested by group, so a group that it fails would not be seen.",
    "small_groups": "Groups of fewer than 10 test rows are put together.",
    "approximate": "It forgets approximately: whoever withdrew may still be in it.",
    "brought": "It was trained elsewhere; that nothing else was read there is not proved.",
    "rows_not_noted": "The rows of its dataset are not noted, so nobody's absence can be proved.",
}
"""What figures do not say, in English; a card holds the names, so that every language shows it."""
_OTHER = "other"


class LeftOut(msgspec.Struct, frozen=True):
    """How many rows were left out for one reason."""

    reason: str
    rows: int


class Data(msgspec.Struct, frozen=True):
    """What a model was made from, and what was left out of it and why."""

    snapshot: str
    snapshot_entry: int
    kind: str
    rows: int
    members: int
    members_left_out: int
    rows_not_granted: int
    rows_withdrawn: int
    rows_erased: int
    left_out: tuple[LeftOut, ...]
    rows_root: str


class Leave(msgspec.Struct, frozen=True):
    """What everyone in it has allowed: asked before rows were read and when the model came in."""

    purpose: str
    operation: str
    party: str
    territory: str
    model_class: str
    policy_root: str
    use: str


class Making(msgspec.Struct, frozen=True):
    """How a model was made, by whom, from which model it took over."""

    recipe: str
    recipe_text: str
    tier: int
    how: str
    run: str
    artefact: str
    replaces: str
    trained_by: str
    sealed_by: str


class Answers(msgspec.Struct, frozen=True):
    """Right answers to test questions with the 95 percent interval, in basis points."""

    group: str
    total: int
    correct: int
    share_bp: int
    low_bp: int
    high_bp: int


class Card(msgspec.Struct, frozen=True):
    """What a model is."""

    model: str
    entry: int
    data: Data
    leave: Leave
    making: Making
    baseline_correct: int
    answers: tuple[Answers, ...]
    limits: tuple[str, ...]


class CardNow(msgspec.Struct, frozen=True):
    """A card, and where its model stands today.

    Attributes:
        digest: the card's, which a release names.
        released: whether the model is released under this very card.
        state: `serving`, `to_retrain`, `overdue` or `replaced`.
        retrain_by: the day and hour by which it is made again, or an empty text.
        card: the card.
        labour: what the newest labour-impact statement about the model says, or None. It stands
            beside the card: a statement may be made anew, and a card never changes.
    """

    digest: str
    released: bool
    state: str
    retrain_by: str
    card: Card
    labour: LabourLabel | None = None


def card_of(reader: Reader, name: str) -> Card | None:
    """The card of a model, from the record; None where there is no such model.

    Raises:
        ValueError: the recipe in the folder is not the one on the record.
    """
    model = reader.get(Model, name)
    if model is None:
        return None
    snapshot = reader.get(Snapshot, model.snapshot)
    assert snapshot is not None, f"{name} was trained on a snapshot that was never sealed"
    answers, baseline_correct = _answers(reader, model)
    return Card(
        model=name, entry=model.entry, data=_data(reader, snapshot),
        leave=Leave(
            snapshot.purpose, snapshot.operation, snapshot.party, snapshot.territory,
            snapshot.model_class, _sealed(reader, snapshot).policy_root, model.use,
        ),
        making=_making(reader, model, snapshot), baseline_correct=baseline_correct,
        answers=answers, limits=_limits(model, snapshot, answers),
    )  # fmt: skip


def digest_of(card: Card) -> str:
    """The digest of a card, which a release names."""
    return canonical.digest(card)


def card_now(reader: Reader, name: str, at: int) -> CardNow | None:
    """A card with where its model stands at a moment."""
    card, model = card_of(reader, name), reader.get(Model, name)
    if card is None or model is None:
        return None
    digest = digest_of(card)
    return CardNow(
        digest, model.card == digest, state_at(model, at), _day(model), card,
        label_of(reader, name),
    )  # fmt: skip


def state_at(model: Model, at: int) -> str:
    """Where a model stands at a moment: what its row says, and `overdue` once it may not serve."""
    is_late = model.state == TO_RETRAIN and 0 < model.retrain_by < at
    return "overdue" if is_late else model.state


def recipe_text(folder: Folder, digest: str) -> str:
    """A recipe's canonical text; an empty text where somebody trained with tools of her own."""
    try:
        return canonical.encode(recipe_of(folder, digest)).decode("ascii")
    except FileNotFoundError:
        return ""


def _day(model: Model) -> str:
    is_owed = model.state != REPLACED and model.retrain_by
    return iso_from_moment(model.retrain_by) if is_owed else ""


def _sealed(reader: Reader, snapshot: Snapshot) -> SnapshotSealed:
    fact = reader.entry(snapshot.entry).facts[0]
    assert isinstance(fact, SnapshotSealed), "a snapshot names the entry that sealed it"
    return fact


def _data(reader: Reader, snapshot: Snapshot) -> Data:
    fact = _sealed(reader, snapshot)
    return Data(
        snapshot.snapshot, snapshot.entry, snapshot.kind, snapshot.rows, snapshot.members,
        fact.members_left_out, fact.rows_not_granted, fact.rows_withdrawn, fact.rows_erased,
        tuple(LeftOut(one.reason, one.rows) for one in fact.reasons), snapshot.root,
    )  # fmt: skip


def _making(reader: Reader, model: Model, snapshot: Snapshot) -> Making:
    entry = reader.entry(model.entry)
    assert isinstance(entry.act, Train), "a model names the entry that reported it"
    return Making(
        model.recipe, recipe_text(reader.folder, model.recipe), model.tier, model.how,
        model.run, model.artefact, entry.act.replaces, entry.actor,
        reader.entry(snapshot.entry).actor,
    )  # fmt: skip


def _answers(reader: Reader, model: Model) -> tuple[tuple[Answers, ...], int]:
    tested = reader.get(Evaluation, model.model)
    if tested is None:
        return (), 0
    groups = reader.rows(GroupEvaluation, model=model.model)
    lines = [("all", tested.total, tested.correct)]
    lines += [(one.group_id, one.total, one.correct) for one in groups]
    return tuple(_line(*one) for one in lines), tested.baseline_correct


def _line(group: str, total: int, correct: int) -> Answers:
    found = wilson(correct, total)
    return Answers(group, total, correct, found.share_bp, found.low_bp, found.high_bp)


def _limits(model: Model, snapshot: Snapshot, answers: tuple[Answers, ...]) -> tuple[str, ...]:
    """What the figures do not say, as far as the record knows: names of `LIMITS`, in its order."""
    is_so = {
        "one_purpose": True,
        "same_people": bool(answers),
        "independent": bool(answers),
        "untested": not answers,
        "no_groups": len(answers) == 1,
        "small_groups": any(one.group == _OTHER for one in answers),
        "approximate": model.tier == len(TIERS) - 1,
        "brought": model.how == "brought",
        "rows_not_noted": not snapshot.root,
    }
    return tuple(name for name in LIMITS if is_so[name])
