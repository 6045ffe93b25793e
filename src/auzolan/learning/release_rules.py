"""The rules from a sealed snapshot to a served model: its rows noted, groups tested, release, more time.

Nothing is served here: a release says that a model may be, and the server asks again at each call.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import (
    EvaluateGroups,
    Extend,
    Extended,
    GroupsEvaluated,
    NoteRows,
    Release,
    Released,
    RowsNoted,
)
from auzolan.learning.refusals import (
    article_of,
    no_such_model,
    refused_today,
    use_for_test,
)
from auzolan.learning.retirement import APPROXIMATE, WHOLE
from auzolan.learning.rules import APPROXIMATE as STOP_GAP
from auzolan.learning.state import (
    REPLACED,
    TO_RETRAIN,
    Evaluation,
    GroupEvaluation,
    Model,
    ModelDuty,
    Snapshot,
    snapshot_of,
)
from auzolan.record.case import Case
from auzolan.record.entries import Fact

GROUP_ROWS_MIN = 10


def is_overdue(model: Model, at: int) -> bool:
    """Whether a withdrawal that a model holds has not been obeyed in time."""
    return model.state == TO_RETRAIN and 0 < model.retrain_by < at


def decide_note_rows(books: Books, act: NoteRows, case: Case) -> tuple[Fact, ...] | Refusal:
    """Seal a snapshot's manifest, once.

    Args:
        books: the state before the act.
        act: the snapshot, how many rows, the root of their sorted digests, the file's digest.
        case: place, time and actor.
    Returns:
        `RowsNoted`, or the refusal.
    Source: charter, article on consent.
    """
    article = article_of(charter_of(books))
    snapshot = books.get(Snapshot, act.snapshot)
    if snapshot is None:
        return Refusal(
            "learning.no_such_snapshot", article,
            f"There is no snapshot {act.snapshot}.",
            "Seal it first.",
        )  # fmt: skip
    if snapshot.root:
        return Refusal(
            "learning.rows_noted_already", article,
            f"The rows of {act.snapshot} are noted under {snapshot.root[:12]}.",
            "A manifest never changes; seal a new snapshot.",
        )  # fmt: skip
    if act.rows != snapshot.rows:
        return Refusal(
            "learning.rows_differ", article,
            f"{snapshot.snapshot} holds {snapshot.rows} rows; the manifest names {act.rows}.",
            "Note exactly the rows of the snapshot.",
        )  # fmt: skip
    return (RowsNoted(act.snapshot, act.root),)


def apply_rows_noted(books: Books, case: Case, act: NoteRows, fact: RowsNoted) -> None:
    """Write the root and the manifest's digest into the snapshot."""
    snapshot = snapshot_of(books, fact.snapshot)
    books.put(msgspec.structs.replace(snapshot, root=fact.root, manifest=act.manifest))


def decide_evaluate_groups(
    books: Books, act: EvaluateGroups, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Note how a model did for each group of the rows that it was tested on.

    Args:
        books: the state before the act.
        act: the model, the use, the groups with their counts.
        case: place, time and actor.
    Returns:
        `GroupsEvaluated`, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = article_of(charter)
    use = use_for_test(books, model=act.model, use=act.use, article=article)
    if isinstance(use, Refusal):
        return use
    refused = _groups_refused(books, act, article)
    if refused is not None:
        return refused
    # A use that was allowed before a withdrawal reads no row after it.
    refused = refused_today(
        books, snapshot_of(books, use.snapshot), charter, at=case.at, operation=use.operation
    )
    return refused or (GroupsEvaluated(act.model, len(act.groups)),)


def _groups_refused(books: Books, act: EvaluateGroups, article: str) -> Refusal | None:
    names = [one.group for one in act.groups]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        return Refusal(
            "learning.group_twice", article,
            f"A group stands in the test twice: {', '.join(twice)}.",
            "Count each group once.",
        )  # fmt: skip
    for one in act.groups:
        if one.correct > one.total:
            return Refusal(
                "learning.counts_do_not_fit", article,
                f"{one.correct} right answers to {one.total} questions of {one.group}.",
                "Count again; nobody answers more than was asked.",
            )  # fmt: skip
    for one in act.groups:
        if one.total < GROUP_ROWS_MIN:
            return Refusal(
                "learning.group_too_small", article,
                f"{one.group} has {one.total} rows in the test; a group has at least "
                f"{GROUP_ROWS_MIN}.",
                "Put small groups together, so that nobody is found by her answers.",
            )  # fmt: skip
    total = sum(one.total for one in act.groups)
    tested = books.get(Evaluation, act.model)
    if tested is not None and total != tested.total:
        return Refusal(
            "learning.groups_do_not_add_up", article,
            f"The groups have {total} rows; {act.model} was tested on {tested.total}.",
            "Give each row of the test to one group.",
        )  # fmt: skip
    return None


def apply_groups_evaluated(
    books: Books, case: Case, act: EvaluateGroups, fact: GroupsEvaluated
) -> None:
    """Write down the latest test by group in the place of the one before."""
    for old in books.find(GroupEvaluation, model=fact.model):
        books.remove(GroupEvaluation, (old.model, old.group_id))
    for one in act.groups:
        books.put(GroupEvaluation(fact.model, one.group, one.total, one.correct, case.seq))


def decide_release(books: Books, act: Release, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a model be served, as its card tells.

    Args:
        books: the state before the act.
        act: the model and the digest of its card.
        case: place, time and actor.
    Returns:
        `Released`, or the refusal. A model may be released again under a newer card.
    Source: charter, article on consent.
    """
    article = article_of(charter_of(books))
    model = books.get(Model, act.model)
    if model is None:
        return no_such_model(act.model, article)
    if model.state == REPLACED:
        return Refusal(
            "learning.already_replaced", article,
            f"Another model has taken over from {model.model}.",
            "Release the model that took over.",
        )  # fmt: skip
    if is_overdue(model, case.at):
        return _overdue(model, article)
    is_stop_gap = model.how == STOP_GAP
    if is_stop_gap != (model.tier == APPROXIMATE):
        return Refusal(
            "learning.stop_gap_unlabelled", article,
            f"{model.model} came about as {model.how} and is of tier {model.tier}; what forgets "
            f"approximately is {STOP_GAP} and of tier {APPROXIMATE}, and nothing else is.",
            "Report the model again under what it is.",
        )  # fmt: skip
    if model.state == TO_RETRAIN and not is_stop_gap:
        return Refusal(
            "learning.to_retrain", article,
            f"{model.model} holds rows that were withdrawn; it is made again by "
            f"{iso_from_moment(model.retrain_by)}.",
            "Retrain it and release the new model.",
        )  # fmt: skip
    return _not_ready(books, model, act, article) or (Released(act.model),)


def _not_ready(books: Books, model: Model, act: Release, article: str) -> Refusal | None:
    if books.get(Evaluation, model.model) is None:
        return Refusal(
            "learning.not_evaluated", article,
            f"Nobody has tested {model.model}.",
            "Evaluate it first.",
        )  # fmt: skip
    snapshot = snapshot_of(books, model.snapshot)
    if not snapshot.root:
        return Refusal(
            "learning.rows_not_noted", article,
            f"{model.model} learned from {snapshot.snapshot}, whose rows are not noted.",
            "Note the rows of the snapshot, so that anybody's absence can be proved.",
        )  # fmt: skip
    if model.card == act.card:
        return Refusal(
            "learning.released_already", article,
            f"{model.model} is released under this very card.",
            "Nothing is to be done.",
        )  # fmt: skip
    return None


def apply_released(books: Books, case: Case, act: Release, fact: Released) -> None:
    """Write down the card under which the model may be served."""
    books.put(msgspec.structs.replace(_held(books, fact.model), card=act.card))


def decide_extend(books: Books, act: Extend, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take more time to retrain a model: once, in time, and only where all of it is trained anew.

    The days are counted from the first withdrawal that is not obeyed yet, as the charter has them.

    Args:
        books: the state before the act.
        act: the model and the sealed reason.
        case: place, time and actor.
    Returns:
        `Extended`, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = article_of(charter)
    model = books.get(Model, act.model)
    if model is None:
        return no_such_model(act.model, article)
    if model.state != TO_RETRAIN:
        return Refusal(
            "learning.nothing_to_retrain", article,
            f"{model.model} need not be made again.",
            "Nothing is to be done.",
        )  # fmt: skip
    if is_overdue(model, case.at):
        return _overdue(model, article)
    if model.tier != WHOLE or model.how == STOP_GAP:
        return _no_more_time(model, article)
    if model.extended:
        return Refusal(
            "learning.extended_already", article,
            f"More time was taken for {model.model} already.",
            f"Make it again by {iso_from_moment(model.retrain_by)}.",
        )  # fmt: skip
    until = _since(books, model) + charter.consent.extended_days * DAY_MS
    if until <= model.retrain_by:
        return _no_more_time(model, article)
    return (Extended(act.model, until),)


def _no_more_time(model: Model, article: str) -> Refusal:
    return Refusal(
        "learning.no_more_time", article,
        f"{model.model} is of tier {model.tier} and came about as {model.how}; more time is for "
        f"what is trained whole, tier {WHOLE}, and no more than the charter's days in all.",
        f"Make it again by {iso_from_moment(model.retrain_by)}.",
    )  # fmt: skip


def _since(books: Books, model: Model) -> int:
    """The moment of the first no that the model has not obeyed yet."""
    duties = books.find(ModelDuty, model=model.model)
    return min(one.asked_at for one in duties if one.done_at < 0)


def apply_extended(books: Books, case: Case, act: Extend, fact: Extended) -> None:
    """Move the model's moment, and that of each duty that is open, by as much."""
    model = _held(books, fact.model)
    more = fact.retrain_by - model.retrain_by
    books.put(msgspec.structs.replace(model, retrain_by=fact.retrain_by, extended=1))
    for duty in books.find(ModelDuty, model=fact.model):
        if duty.done_at < 0:
            books.put(msgspec.structs.replace(duty, due=duty.due + more))


def _held(books: Books, name: str) -> Model:
    model = books.get(Model, name)
    assert model is not None, f"there is no model {name}"
    return model


def _overdue(model: Model, article: str) -> Refusal:
    return Refusal(
        "learning.overdue", article,
        f"{model.model} had to be made again by {iso_from_moment(model.retrain_by)}.",
        "Retrain it without the rows that were withdrawn.",
    )  # fmt: skip
