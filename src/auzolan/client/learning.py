"""The room learning. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_learning import (
    CardNow,
    ExtendAsked,
    ModelLine,
    OwnUseLine,
    ReleaseAsked,
    RetrainAsked,
    SealAsked,
    SnapshotAsked,
    SnapshotLine,
    TrainAsked,
    UseAsked,
)


class Learning:
    """What can be asked of the room learning."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def extend(
        self,
        *,
        model: str,
        reason: str,
        once: str = "",
    ) -> Done:
        """Take more time to make a model again.

        Scope: `do:learning.extend`.

        Args:
            model: Which model?
            reason: Why is more time needed?
            once: the number of this request; drawn where empty.
        """
        asked = ExtendAsked(model=model, reason=reason)
        return self._door.do("learning.extend", asked, Done, once)

    def model(
        self,
        *,
        model: str,
    ) -> CardNow:
        """A card, and where its model stands today.

        Scope: `read:learning.model`.
        """
        return self._door.one(f"models/{part(model)}", CardNow)

    def models(
        self,
    ) -> Iterator[ModelLine]:
        """A model and its latest test: how many answers, how many right, how many by the baseline.

        Scope: `read:learning.models`.
        """
        return self._door.lines("models", ModelLine)

    def note_rows(
        self,
        *,
        snapshot: str,
        once: str = "",
    ) -> Later:
        """Note every row of a data set.

        Scope: `do:learning.note_rows`. It takes long, and is done in the queue.

        Args:
            snapshot: Which data set?
            once: the number of this request; drawn where empty.
        """
        asked = SnapshotAsked(snapshot=snapshot)
        return self._door.do("learning.note_rows", asked, Later, once)

    def release(
        self,
        *,
        model: str,
        once: str = "",
    ) -> Done:
        """Let a model be served.

        Scope: `do:learning.release`.

        Args:
            model: Which model?
            once: the number of this request; drawn where empty.
        """
        asked = ReleaseAsked(model=model)
        return self._door.do("learning.release", asked, Done, once)

    def retrain(
        self,
        *,
        model: str,
        way: Literal["forget", "whole"] = "forget",
        once: str = "",
    ) -> Later:
        """Make a model again.

        Scope: `do:learning.retrain`. It takes long, and is done in the queue.

        Args:
            model: Which model?
            way: How?
            once: the number of this request; drawn where empty.
        """
        asked = RetrainAsked(model=model, way=way)
        return self._door.do("learning.retrain", asked, Later, once)

    def seal(
        self,
        *,
        snapshot: str,
        kind: str,
        purpose: str,
        operation: str = "train",
        party: str = "",
        territory: str = "",
        model_class: str = "",
        once: str = "",
    ) -> Later:
        """Gather a data set.

        Scope: `do:learning.seal`. It takes long, and is done in the queue.

        Args:
            snapshot: What is it called?
            kind: Which kind of data?
            purpose: What will it be used for?
            operation: What is done with the rows?
            party: For which company?
            territory: Where?
            model_class: For which kind of model?
            once: the number of this request; drawn where empty.
        """
        asked = SealAsked(snapshot=snapshot, kind=kind, purpose=purpose, operation=operation, party=party, territory=territory, model_class=model_class)
        return self._door.do("learning.seal", asked, Later, once)

    def snapshots(
        self,
    ) -> Iterator[SnapshotLine]:
        """A sealed set of rows.

        Scope: `read:learning.snapshots`.
        """
        return self._door.lines("snapshots", SnapshotLine)

    def train(
        self,
        *,
        model: str,
        snapshot: str,
        replaces: str = "",
        group_column: str = "",
        recipe: str = "",
        once: str = "",
    ) -> Later:
        """Train a model.

        Scope: `do:learning.train`. It takes long, and is done in the queue.

        Args:
            model: What is the model called?
            snapshot: Which data set?
            replaces: Which model does it take over from?
            group_column: Test it by which groups?
            recipe: How it is done
            once: the number of this request; drawn where empty.
        """
        asked = TrainAsked(model=model, snapshot=snapshot, replaces=replaces, group_column=group_column, recipe=recipe)
        return self._door.do("learning.train", asked, Later, once)

    def use(
        self,
        *,
        snapshot: str,
        operation: str,
        once: str = "",
    ) -> Done:
        """Ask to read a data set once.

        Scope: `do:learning.use`.

        Args:
            snapshot: Which data set?
            operation: What is done with the rows?
            once: the number of this request; drawn where empty.
        """
        asked = UseAsked(snapshot=snapshot, operation=operation)
        return self._door.do("learning.use", asked, Done, once)

    def uses(
        self,
        *,
        member: str,
    ) -> Iterator[OwnUseLine]:
        """One use of a dataset in which rows of hers were; `rows` are hers.

        Scope: `read:learning.uses`.
        """
        return self._door.lines(f"members/{part(member)}/uses", OwnUseLine)
