"""What can be asked about snapshots, uses and models."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.consent.acts import Term
from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

NoneOrName = Annotated[str, Meta(pattern=r"\A([A-Za-z0-9][A-Za-z0-9._-]{0,47})?\Z")]
"""A territory or a class of models; empty for none in particular."""
Tier = Annotated[int, Meta(ge=0, le=4)]
How = Annotated[str, Meta(pattern=r"\A(trained|downdated|shards|brought|approximate)\Z")]
Run = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{0,64}\Z")]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Seal(Act, frozen=True, gc=False, tag="learning.seal/1"):
    """Make a snapshot of all rows of a kind that may be used for a purpose at this moment.

    Attributes:
        snapshot: its id.
        kind: the kind of rows.
        purpose: the end use.
        operation: what will be done with the rows.
        party: for whom, empty for the co-operative itself.
        territory: where, empty for nowhere in particular.
        model_class: for which kind of model, empty for none in particular.
    """

    snapshot: Id
    kind: Id
    purpose: Id
    operation: Term = "train"
    party: NoneOrId = ""
    territory: NoneOrName = ""
    model_class: NoneOrName = ""


class Use(Act, frozen=True, gc=False, tag="learning.use/1"):
    """Ask to read a snapshot's rows for one operation of the taxonomy, or to `value` them.

    Asked before a row is read; no permission, no reading. To value rows is to `analyse` them.
    """

    use: Id
    snapshot: Id
    purpose: Id
    operation: Term


class Train(Act, frozen=True, gc=False, tag="learning.train/1"):
    """Report a model that was trained under a use; `replaces` names the model it takes over from.

    Attributes:
        model: its id.
        use: the use under which rows were read.
        recipe: digest of the recipe.
        artefact: digest of the model's file.
        rows: how many rows were read.
        replaces: the model it takes over from, or an empty text.
        tier: how exactly it can forget: 0 index or counts, 1 closed form, 2 ensemble of members'
            shards, 3 deep or otherwise trained whole, 4 forgotten approximately only.
        how: how it came about; `approximate` is a stop-gap and obeys no withdrawal.
        run: id of the run in the trainer's own log (MLflow), or an empty text.
    """

    model: Id
    use: Id
    recipe: Digest
    artefact: Digest
    rows: Count
    replaces: NoneOrId
    tier: Tier = 3
    how: How = "trained"
    run: Run = ""


class Evaluate(Act, frozen=True, gc=False, tag="learning.evaluate/1"):
    """Report how a model answered a test: how many, how many right, how many by the baseline."""

    model: Id
    use: Id
    total: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
    correct: Count
    baseline_correct: Count


class GroupResult(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How a model answered the test rows of one group of people or things."""

    group: Id
    total: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
    correct: Count


class EvaluateGroups(Act, frozen=True, gc=False, tag="learning.evaluate_groups/1"):
    """Report how a model did for each group among the test rows; small groups are put together."""

    model: Id
    use: Id
    groups: Annotated[tuple[GroupResult, ...], Meta(min_length=1, max_length=50)]


class NoteRows(Act, frozen=True, gc=False, tag="learning.note_rows/1"):
    """Seal a snapshot's manifest: which rows it holds, so that anybody's absence can be proved.

    Attributes:
        snapshot: the snapshot.
        rows: how many rows are in it.
        root: root of the sorted tree of their salted digests.
        manifest: digest of the manifest's file.
    """

    snapshot: Id
    rows: Count
    root: Digest
    manifest: Digest


class Release(Act, frozen=True, gc=False, tag="learning.release/1"):
    """Let a model be served; `card` is the digest of the card that tells what it is."""

    model: Id
    card: Digest


class Extend(Act, frozen=True, gc=False, tag="learning.extend/1"):
    """Take more time to retrain a model, once, for a reason."""

    model: Id
    reason: Sealed


class RowsLeftOut(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How many rows were left out for one reason."""

    reason: Id
    rows: Whole


class SnapshotSealed(Fact, frozen=True, gc=False, tag="learning.sealed/1"):
    """A snapshot exists: what it holds, what was left out and why, under which policy.

    `reasons` counts rows that are in `rows_not_granted` or `rows_withdrawn` once more for each
    reason that the gate gave; a row may have several. `parts` is the open annex `parts/2` with the
    columns batch, member, root, rows, without: the last names rows of the batch that are left out,
    as ranges from 0, `3,7-9`.
    """

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
    reasons: Annotated[tuple[RowsLeftOut, ...], Meta(max_length=50)] = ()


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


class GroupsEvaluated(Fact, frozen=True, gc=False, tag="learning.groups_evaluated/1"):
    """It is known how a model does for each of so many groups."""

    model: Id
    groups: Whole


class RowsNoted(Fact, frozen=True, gc=False, tag="learning.rows_noted/1"):
    """A snapshot's manifest is sealed."""

    snapshot: Id
    root: Digest


class Released(Fact, frozen=True, gc=False, tag="learning.released/1"):
    """A model may be served, as its card tells."""

    model: Id


class Extended(Fact, frozen=True, gc=False, tag="learning.extended/1"):
    """A model is retrained by this moment instead."""

    model: Id
    retrain_by: Whole
