"""What can be asked about snapshots, uses and models."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Seal(Act, frozen=True, gc=False, tag="learning.seal/1"):
    """Make a snapshot of all rows of a kind that may be used for a purpose at this moment."""

    snapshot: Id
    kind: Id
    purpose: Id


class Use(Act, frozen=True, gc=False, tag="learning.use/1"):
    """Ask to read a snapshot's rows for one operation: `train`, `evaluate` or `value`.

    Asked before a row is read; no permission, no reading.
    """

    use: Id
    snapshot: Id
    purpose: Id
    operation: Annotated[str, Meta(pattern=r"\A(train|evaluate|value)\Z")]


class Train(Act, frozen=True, gc=False, tag="learning.train/1"):
    """Report a model that was trained under a use; `replaces` names the model it takes over from.

    `recipe` is the digest of the recipe, `artefact` that of the model's file.
    """

    model: Id
    use: Id
    recipe: Digest
    artefact: Digest
    rows: Count
    replaces: NoneOrId


class Evaluate(Act, frozen=True, gc=False, tag="learning.evaluate/1"):
    """Report how a model answered a test: how many, how many right, how many by the baseline."""

    model: Id
    use: Id
    total: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
    correct: Count
    baseline_correct: Count


class SnapshotSealed(Fact, frozen=True, gc=False, tag="learning.sealed/1"):
    """A snapshot exists: what it holds, what was left out and why, under which policy."""

    snapshot: Id
    kind: Id
    purpose: Id
    parts: AnnexRef
    rows: Whole
    members: Whole
    rows_not_granted: Whole
    rows_withdrawn: Whole
    rows_erased: Whole
    members_left_out: Whole
    policy_root: Digest


class Used(Fact, frozen=True, gc=False, tag="learning.used/1"):
    """The rows of a snapshot may be read for this operation; everyone in it permits it now."""

    use: Id
    snapshot: Id
    purpose: Id
    operation: Id
    rows: Whole
    members: Whole


class Trained(Fact, frozen=True, gc=False, tag="learning.trained/1"):
    """A model exists and comes from this snapshot."""

    model: Id
    snapshot: Id
    purpose: Id
    artefact: Digest
    replaces: NoneOrId


class Evaluated(Fact, frozen=True, gc=False, tag="learning.evaluated/1"):
    """A model answered so many of so many questions right."""

    model: Id
    total: Whole
    correct: Whole
    baseline_correct: Whole
