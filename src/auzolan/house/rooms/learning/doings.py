"""What can be done about data sets and models at a door; see `house/doing.py`.

Whatever reads rows takes long and is done in the queue. Taking rows out of the house to other tools
stays with the command line: it writes a folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, LongText, Name, ShortText, Who
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.learning import flows, release_flows
from auzolan.house.rooms.learning.manifest_files import note_rows
from auzolan.house.rooms.learning.recipe_files import training_recipe_of
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import REPLACED, SERVING, TO_RETRAIN, Model, Snapshot

ARTICLE = "house, learning"
Term = Annotated[str, Meta(max_length=80)]


class SealAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which rows become a data set, and for what."""

    snapshot: Name
    kind: Name
    purpose: Name
    operation: Term = "train"
    party: Name = ""
    territory: Term = ""
    model_class: Term = ""


class UseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which data set is read once, and what for."""

    snapshot: Name
    operation: Term


class TrainAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a model learns from, and how; an empty recipe is the plain one."""

    model: Name
    snapshot: Name
    replaces: Name = ""
    group_column: ShortText = ""
    recipe: LongText = ""


class RetrainAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which model is made again, and how it forgets."""

    model: Name
    way: Literal["forget", "whole"] = "forget"


class SnapshotAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which data set."""

    snapshot: Name


class ReleaseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which model may be served."""

    model: Name


class ExtendAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which model gets more time to be made again, and why."""

    model: Name
    reason: LongText


def _seal(desk: Desk, who: Who, asked: SealAsked) -> Answer:
    sealed_for = flows.SealedFor(asked.operation, asked.party, asked.territory, asked.model_class)
    return flows.seal(
        desk, actor=who.member, snapshot=asked.snapshot, kind=asked.kind, purpose=asked.purpose,
        sealed_for=sealed_for,
    )  # fmt: skip


def _use(desk: Desk, who: Who, asked: UseAsked) -> Answer:
    purpose = flows.purpose_of(desk, asked.snapshot)
    return flows.use(
        desk, actor=who.member, use=drawn(desk, "use"), snapshot=asked.snapshot, purpose=purpose,
        operation=asked.operation,
    )  # fmt: skip


def _train(desk: Desk, who: Who, asked: TrainAsked) -> Answer:
    recipe = training_recipe_of(asked.recipe)
    if recipe is None:
        return _no_recipe()
    tell("training", 0)
    try:
        report = flows.train(
            desk, actor=who.member, model=asked.model, snapshot=asked.snapshot, recipe=recipe,
            replaces=asked.replaces, group_column=asked.group_column,
        )  # fmt: skip
    except (FileNotFoundError, ValueError) as fault:
        return _not_trained(asked.model, fault)
    return report if isinstance(report, Refusal) else report.receipt


def _retrain(desk: Desk, who: Who, asked: RetrainAsked) -> Answer:
    from auzolan.house.rooms.learning.retraining import retrain

    tell("training", 0)
    try:
        report = retrain(desk, actor=who.member, model=asked.model, way=asked.way)
    except (FileNotFoundError, ValueError) as fault:
        return _not_trained(asked.model, fault)
    return report if isinstance(report, Refusal) else report.receipt


def _note_rows(desk: Desk, who: Who, asked: SnapshotAsked) -> Answer:
    tell("reading", 0)
    try:
        noted = note_rows(desk, actor=who.member, snapshot=asked.snapshot)
    except (FileNotFoundError, ValueError) as fault:
        return _not_trained(asked.snapshot, fault)
    if noted is not None:
        return noted
    return Refusal(
        "learning.rows_noted", ARTICLE, f"The rows of {asked.snapshot} are noted already.",
        "Nothing is left to do.",
    )  # fmt: skip


def _release(desk: Desk, who: Who, asked: ReleaseAsked) -> Answer:
    return release_flows.release(desk, actor=who.member, model=asked.model)


def _extend(desk: Desk, who: Who, asked: ExtendAsked) -> Answer:
    return release_flows.extend(desk, actor=who.member, model=asked.model, reason=asked.reason)


def _no_recipe() -> Refusal:
    return Refusal(
        "learning.recipe_unreadable", ARTICLE, "The recipe cannot be read as one of a model.",
        "Leave it empty for the plain one, or write it as the reference of recipes shows.",
    )  # fmt: skip


def _not_trained(name: str, fault: Exception) -> Refusal:
    return Refusal(
        "learning.cannot_train", ARTICLE, f"{name} was not made: {fault}.",
        "Look into its rows and its recipe; nothing was kept.",
    )  # fmt: skip


def kinds(reader: Reader, who: Who) -> Sequence[Choice]:
    """The kinds of rows that the house rules know."""
    return [Choice(name, name) for name in charter_in_force(reader).consent.kinds]


def purposes(reader: Reader, who: Who) -> Sequence[Choice]:
    """The purposes that the house rules know."""
    return [Choice(name, name) for name in charter_in_force(reader).consent.purposes]


def snapshots(reader: Reader, who: Who) -> Sequence[Choice]:
    """Data sets, newest first."""
    rows = sorted(reader.rows(Snapshot), key=lambda row: -row.entry)
    return [Choice(row.snapshot, f"{row.snapshot} · {row.kind} · {row.purpose}") for row in rows]


def living_models(reader: Reader, who: Who) -> Sequence[Choice]:
    """Models that no other has taken over from."""
    return _models(reader, SERVING, TO_RETRAIN)


def owing_models(reader: Reader, who: Who) -> Sequence[Choice]:
    """Models that have to be made again without rows of somebody who said no."""
    return _models(reader, TO_RETRAIN)


def unreleased_models(reader: Reader, who: Who) -> Sequence[Choice]:
    """Models that may not be served yet."""
    rows = [row for row in reader.rows(Model) if row.state != REPLACED and not row.card]
    return [Choice(row.model, row.model) for row in sorted(rows, key=lambda row: -row.entry)]


def _models(reader: Reader, *states: str) -> list[Choice]:
    rows = [row for row in reader.rows(Model) if row.state in states]
    return [Choice(row.model, row.model) for row in sorted(rows, key=lambda row: -row.entry)]


def _said_no(reader: Reader, who: Who, asked: SealAsked) -> Sequence[Effect]:
    return [Effect("learning.who_said_no_stays_out", {"purpose": asked.purpose})]


def _old_is_destroyed(reader: Reader, who: Who, asked: RetrainAsked) -> Sequence[Effect]:
    return [Effect("learning.old_is_destroyed", {"model": asked.model})]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "learning.seal", SealAsked, _seal, effects=_said_no, is_long=True,
        choices={"kind": kinds, "purpose": purposes}, leads_to="steward_data",
    ),
    Doing(
        "learning.use", UseAsked, _use, choices={"snapshot": snapshots}, leads_to="steward_data",
    ),
    Doing(
        "learning.train", TrainAsked, _train, is_long=True, leads_to="steward_data",
        choices={"snapshot": snapshots, "replaces": living_models},
    ),
    Doing(
        "learning.retrain", RetrainAsked, _retrain, effects=_old_is_destroyed, is_long=True,
        choices={"model": owing_models}, leads_to="steward_data",
    ),
    Doing(
        "learning.note_rows", SnapshotAsked, _note_rows, is_long=True,
        choices={"snapshot": snapshots}, leads_to="steward_data",
    ),
    Doing(
        "learning.release", ReleaseAsked, _release, choices={"model": unreleased_models},
        leads_to="steward_data",
    ),
    Doing(
        "learning.extend", ExtendAsked, _extend, choices={"model": owing_models},
        leads_to="steward_data",
    ),
)  # fmt: skip
