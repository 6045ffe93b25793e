"""The rules of learning: seal a snapshot, allow a use, note a model and how it does.

No row is read without a use, and no use is allowed that one person in the snapshot would refuse
today. The rules train nothing: they note what the engine reports. What withdrawals mean for
models stands in `retirement`, where a member's rows went in `lineage`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.taxonomy import TAXONOMY, covers
from auzolan.consent.territories import TERRITORIES
from auzolan.foundation.books import Books, Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import (
    Evaluate,
    Evaluated,
    RowsLeftOut,
    Seal,
    SnapshotSealed,
    Train,
    Trained,
    Use,
    Used,
)
from auzolan.learning.refusals import (
    article_of,
    cannot_replace,
    no_such_model,
    no_such_use,
    other_operation,
    refused_today,
    unknown_operation,
    unknown_territory,
    use_for_test,
)
from auzolan.learning.sealing import VALUE, asked_by, select
from auzolan.learning.state import (
    REPLACED,
    SERVING,
    Evaluation,
    Model,
    ModelDuty,
    Snapshot,
    SnapshotPart,
    UseOfRows,
    snapshot_of,
)
from auzolan.record.annexes import ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact

PARTS = "parts/2"
APPROXIMATE = "approximate"


def decide_seal(books: Books, act: Seal, case: Case) -> tuple[Fact, ...] | Refusal:
    """Seal a snapshot of everything that may be used for a purpose at this moment.

    Args:
        books: the state before the act.
        act: the snapshot's id, the kind of rows, the purpose.
        case: place, time, actor and a maker of annexes.
    Returns:
        `SnapshotSealed` with what is in, what is out and why, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = article_of(charter)
    if books.get(Snapshot, act.snapshot) is not None:
        return Refusal(
            "learning.snapshot_exists", article,
            f"There is a snapshot {act.snapshot} already.",
            "Seal under a new id; a sealed snapshot never changes.",
        )  # fmt: skip
    if act.kind not in charter.consent.kinds:
        return Refusal(
            "learning.unknown_kind", article,
            f"The charter knows no kind of rows called {act.kind}.",
            f"Use one of: {', '.join(charter.consent.kinds)}.",
        )  # fmt: skip
    if act.purpose not in charter.consent.purposes:
        return Refusal(
            "learning.unknown_purpose", article,
            f"The charter knows no purpose called {act.purpose}.",
            f"Use one of: {', '.join(charter.consent.purposes)}.",
        )  # fmt: skip
    if act.operation not in TAXONOMY.operations:
        return unknown_operation(act.operation, article)
    if act.territory and act.territory not in TERRITORIES:
        return unknown_territory(act.territory, article)
    chosen = select(books, asked_by(act, case.at), charter)
    if not chosen.batches:
        return Refusal(
            "learning.nothing_permitted", article,
            f"No row of {act.kind} may be used for {act.purpose} "
            f"({chosen.members_left_out} people left out).",
            "Ask members to grant this purpose, or choose another.",
        )  # fmt: skip
    columns: dict[str, Sequence[Scalar]] = {
        "batch": chosen.batches,
        "member": chosen.members,
        "root": chosen.roots,
        "rows": chosen.rows,
        "without": chosen.without,
    }
    return (
        SnapshotSealed(
            act.snapshot, act.kind, act.purpose, case.annexes.make(PARTS, columns),
            chosen.rows_total(), chosen.members_count(), chosen.rows_not_granted,
            chosen.rows_withdrawn, chosen.rows_erased, chosen.members_left_out,
            chosen.policy_root, tuple(RowsLeftOut(*one) for one in chosen.reasons),
        ),
    )  # fmt: skip


def apply_snapshot_sealed(books: Books, case: Case, act: Seal, fact: SnapshotSealed) -> None:
    """Write down the snapshot and, from its open annex, each batch in it."""
    parts = case.annexes.read(fact.parts)
    books.add(
        Snapshot(
            fact.snapshot, fact.kind, fact.purpose, ref_text(fact.parts),
            fact.rows, fact.members, case.seq,
            act.operation, act.party, act.territory, act.model_class,
        )
    )  # fmt: skip
    columns = {name: parts.column(name) for name in ("batch", "member", "rows", "without")}
    books.put_many(SnapshotPart, {"snapshot": [fact.snapshot] * fact.parts.rows, **columns})


def decide_use(books: Books, act: Use, case: Case) -> tuple[Fact, ...] | Refusal:
    """Allow a snapshot to be read once more, if everyone in it allows its purpose still.

    Args:
        books: the state before the act.
        act: the use's id, the snapshot, the purpose and the operation.
        case: place, time and actor.
    Returns:
        `Used`, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = article_of(charter)
    snapshot = books.get(Snapshot, act.snapshot)
    if snapshot is None:
        return Refusal(
            "learning.no_such_snapshot", article,
            f"There is no snapshot {act.snapshot}.",
            "Seal it first.",
        )  # fmt: skip
    if books.get(UseOfRows, act.use) is not None:
        return Refusal(
            "learning.use_exists", article,
            f"There is a use {act.use} already.",
            "Ask under a new id.",
        )  # fmt: skip
    if act.purpose != snapshot.purpose:
        return Refusal(
            "learning.other_purpose", article,
            f"{act.snapshot} was sealed for {snapshot.purpose}, not for {act.purpose}.",
            f"Seal a snapshot for {act.purpose}.",
        )  # fmt: skip
    if act.operation != VALUE and act.operation not in TAXONOMY.operations:
        return unknown_operation(act.operation, article)
    refused = refused_today(books, snapshot, charter, at=case.at, operation=act.operation)
    if refused is not None:
        return refused
    return (
        Used(act.use, act.snapshot, act.purpose, act.operation, snapshot.rows, snapshot.members),
    )


def apply_used(books: Books, case: Case, act: Use, fact: Used) -> None:
    """Write down who was allowed to read what, for which operation, and when."""
    books.add(
        UseOfRows(
            fact.use, fact.snapshot, fact.purpose, fact.operation, case.actor, case.at, case.seq
        )
    )


def decide_train(books: Books, act: Train, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note a model that was trained under a use; one use makes one model.

    Consent is asked once more: who withdrew while the machine was working is not in the model
    that comes out, because that model is not taken in.

    Args:
        books: the state before the act.
        act: the model, its use, recipe and file, the rows read, the model it replaces.
        case: place, time and actor.
    Returns:
        `Trained`, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = article_of(charter)
    use = books.get(UseOfRows, act.use)
    if use is None:
        return no_such_use(act.use, article)
    if books.get(Model, act.model) is not None:
        return Refusal(
            "learning.model_exists", article,
            f"There is a model {act.model} already.",
            "Report the new model under a new id.",
        )  # fmt: skip
    replaced = books.get(Model, act.replaces) if act.replaces else None
    if act.replaces and replaced is None:
        return no_such_model(act.replaces, article)
    if not covers("train", use.operation):
        return other_operation(use, "train", article)
    snapshot = snapshot_of(books, use.snapshot)
    if replaced is not None:
        refused = cannot_replace(books, replaced, snapshot, act.artefact, article)
        if refused is not None:
            return refused
    if books.count(Model, use=act.use):
        return Refusal(
            "learning.use_spent", article,
            f"The use {act.use} has made a model already.",
            "Ask for another use; each training needs its own.",
        )  # fmt: skip
    if act.rows != snapshot.rows:
        return Refusal(
            "learning.rows_differ", article,
            f"{snapshot.snapshot} holds {snapshot.rows} rows; the training read {act.rows}.",
            "Train on exactly the rows of the snapshot.",
        )  # fmt: skip
    refused = refused_today(books, snapshot, charter, at=case.at, operation=use.operation)
    if refused is not None:
        return refused
    return (Trained(act.model, use.snapshot, use.purpose, act.artefact, act.replaces),)


def apply_trained(books: Books, case: Case, act: Train, fact: Trained) -> None:
    """Write down the model; the one it takes over from is replaced."""
    books.add(
        Model(
            fact.model, fact.snapshot, act.use, fact.purpose, act.recipe, fact.artefact,
            SERVING, 0, 0, case.seq, act.tier, act.how, act.run,
        )
    )  # fmt: skip
    if not fact.replaces:
        return
    old = books.get(Model, fact.replaces)
    assert old is not None, f"{fact.model} replaces {fact.replaces}, which never was"
    books.put(msgspec.structs.replace(old, state=REPLACED, replaced_at=case.at))
    duties = [one for one in books.find(ModelDuty, model=old.model) if one.done_at < 0]
    if act.how == APPROXIMATE:
        # A stop-gap forgets nothing for certain: what the old model owed, the new one owes.
        new = books.get(Model, fact.model)
        assert new is not None, "the model has just been written"
        kept = {"state": old.state, "retrain_by": old.retrain_by, "extended": old.extended}
        books.put(msgspec.structs.replace(new, **kept))
        for duty in duties:
            books.remove(ModelDuty, (duty.withdrawal, duty.model, duty.member))
            books.put(msgspec.structs.replace(duty, model=fact.model))
        return
    for duty in duties:
        books.put(msgspec.structs.replace(duty, done_at=case.at, done_by=fact.model))


def decide_evaluate(books: Books, act: Evaluate, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note how a model answered a test on rows of the snapshot it was trained on.

    Args:
        books: the state before the act.
        act: the model, the use, the counts.
        case: place, time and actor.
    Returns:
        `Evaluated`, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = article_of(charter)
    use = use_for_test(books, model=act.model, use=act.use, article=article)
    if isinstance(use, Refusal):
        return use
    if max(act.correct, act.baseline_correct) > act.total:
        return Refusal(
            "learning.counts_do_not_fit", article,
            f"{act.correct} and {act.baseline_correct} right answers to {act.total} questions.",
            "Count again; nobody answers more than was asked.",
        )  # fmt: skip
    # A use that was allowed before a withdrawal reads no row after it.
    refused = refused_today(
        books, snapshot_of(books, use.snapshot), charter, at=case.at, operation=use.operation
    )
    if refused is not None:
        return refused
    return (Evaluated(act.model, act.total, act.correct, act.baseline_correct),)


def apply_evaluated(books: Books, case: Case, act: Evaluate, fact: Evaluated) -> None:
    """Write down the latest test in the place of the one before."""
    books.put(Evaluation(fact.model, fact.total, fact.correct, fact.baseline_correct, case.seq))
