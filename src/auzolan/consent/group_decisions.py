"""What a group says about its rows: its yes, its no, and taking either back, as it voted.

Whether it has voted is asked by the charter's rights. Of a single row only its owner decides.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.group_acts import (
    DecideForGroup,
    GroupDecision,
    GroupLift,
    GroupLifted,
    GroupPermit,
    GroupPermitted,
    GroupProhibit,
    GroupProhibited,
)
from auzolan.consent.group_rules import (
    SECRET_FROM,
    article_of,
    members_of,
    placed_in,
    refused_group,
)
from auzolan.consent.state import PERMIT, PROHIBIT, ConsentStatement
from auzolan.consent.statement_rules import refused_floor
from auzolan.consent.statements import Held, held_by, statement_of
from auzolan.consent.stating import (
    refused_bundle,
    refused_kind,
    refused_limits,
    refused_past,
    refused_words,
)
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def group_vote_refused(books: Books, decision: GroupDecision, at: int) -> Refusal | None:
    """Why a group cannot vote on a decision, or None.

    Args:
        books: the state now.
        decision: what it would say.
        at: the moment.
    Returns:
        The first refusal, in the order: group, its size, then that of `group_decision_refused`.
    Source: charter, article on decisions: a ballot is secret.
    """
    unknown = refused_group(books, decision.group_id)
    if unknown is not None:
        return unknown
    size = len(members_of(books, decision.group_id))
    if size < SECRET_FROM:
        return Refusal(
            "consent.group_too_small", article_of(books),
            f"The group {decision.group_id} has {size} members; a vote among fewer than "
            f"{SECRET_FROM} is no secret.",
            "Invite others to join, or let each decide about her own rows.",
        )  # fmt: skip
    return group_decision_refused(books, decision, at)


def group_decision_refused(books: Books, decision: GroupDecision, at: int) -> Refusal | None:
    """Why a decision of a group cannot be carried out, or None.

    Args:
        books: the state now.
        decision: what it would say.
        at: the moment.
    Returns:
        The first refusal, in the order: group, taxonomy, operation, end use, bundling, kind, row,
        batch, territory, interval, least price; of what is taken back: statement, taken back
        already.
    """
    unknown = refused_group(books, decision.group_id)
    if unknown is not None:
        return unknown
    match decision:
        case GroupPermit(terms=terms):
            return (
                refused_words(books, terms)
                or refused_bundle(books, terms)
                or _refused_scope(books, decision)
                or refused_limits(books, terms, at)
                or refused_past(books, terms, at)
                or refused_floor(books, decision.floor)
            )
        case GroupProhibit(terms=terms):
            return (
                refused_words(books, terms)
                or _refused_scope(books, decision)
                or refused_limits(books, terms, at)
                or refused_past(books, terms, at)
            )
        case GroupLift():
            return _refused_lift(books, decision)
        case _:
            assert_never(decision)


def decide_for_group(books: Books, act: DecideForGroup, case: Case) -> tuple[Fact, ...] | Refusal:
    """Carry out what a group voted.

    Args:
        books: the state before the act.
        act: the decision, as the resolution named it.
        case: place, time and actor.
    Returns:
        `GroupPermitted`, `GroupProhibited` or `GroupLifted`, or the refusal.
    Source: charter, article on consent.
    """
    decision = act.decision
    refused = group_decision_refused(books, decision, case.at)
    if refused is not None:
        return refused
    name, group = f"group-{case.seq}", decision.group_id
    retrain_by = case.at + charter_of(books).consent.retrain_days * DAY_MS
    match decision:
        case GroupPermit(terms=terms):
            return (GroupPermitted(name, group, *held_by(terms, case.at)),)
        case GroupProhibit(terms=terms):
            return (GroupProhibited(name, group, *held_by(terms, case.at), retrain_by),)
        case GroupLift(statement=statement):
            found = books.get(ConsentStatement, statement)
            ends_yes = found is not None and found.effect == PERMIT
            return (GroupLifted(statement, group, retrain_by if ends_yes else 0),)
        case _:
            assert_never(decision)


def apply_group_permitted(
    books: Books, case: Case, act: DecideForGroup, fact: GroupPermitted
) -> None:
    """Write down the group's permission."""
    decision = act.decision
    assert isinstance(decision, GroupPermit), "a permission was voted"
    held = Held(fact.operations, fact.end_uses, fact.begins, fact.ends)
    row = statement_of(
        case, fact.statement, PERMIT, scope=decision.scope, terms=decision.terms, held=held
    )
    floor = decision.floor.micro if decision.floor is not None else 0
    books.add(
        msgspec.structs.replace(
            row, group_id=fact.group_id, price_floor_micro=floor, credit=int(decision.credit)
        )
    )


def apply_group_prohibited(
    books: Books, case: Case, act: DecideForGroup, fact: GroupProhibited
) -> None:
    """Write down the group's prohibition."""
    decision = act.decision
    assert isinstance(decision, GroupProhibit), "a prohibition was voted"
    held = Held(fact.operations, fact.end_uses, fact.begins, fact.ends)
    row = statement_of(
        case, fact.statement, PROHIBIT, scope=decision.scope, terms=decision.terms, held=held
    )
    books.add(msgspec.structs.replace(row, group_id=fact.group_id))


def apply_group_lifted(books: Books, case: Case, act: DecideForGroup, fact: GroupLifted) -> None:
    """Write down since when the group no longer says it."""
    found = books.get(ConsentStatement, fact.statement)
    assert found is not None, f"{fact.statement} was lifted without having been made"
    books.put(msgspec.structs.replace(found, lifted_at=case.at, lifted_by=case.seq))


def _refused_scope(books: Books, decision: GroupPermit | GroupProhibit) -> Refusal | None:
    scope, group = decision.scope, decision.group_id
    kind = refused_kind(books, scope.kind)
    if kind is not None:
        return kind
    if scope.row >= 0:
        return Refusal(
            "consent.not_for_a_row", article_of(books),
            f"A group decides about batches; row {scope.row} is its owner's to decide about.",
            "Name a batch, a kind, or neither.",
        )  # fmt: skip
    if not scope.batch:
        return None
    batch, placed = books.get(Batch, scope.batch), placed_in(books, scope.batch)
    if batch is not None and placed is not None and (placed.group_id, batch.kind) == (
        group, scope.kind,
    ):  # fmt: skip
        return None
    return Refusal(
        "consent.not_in_the_groups_rows", article_of(books),
        f"{scope.batch} is no batch of {scope.kind or '(no kind)'} among the rows of {group}.",
        "Name a batch that its owner has placed there, and its kind.",
    )  # fmt: skip


def _refused_lift(books: Books, decision: GroupLift) -> Refusal | None:
    found = books.get(ConsentStatement, decision.statement)
    if found is None or found.group_id != decision.group_id:
        return Refusal(
            "consent.no_such_statement", article_of(books),
            f"{decision.group_id} has made no statement {decision.statement}.",
            "List them with: auzolan consent groups GROUP.",
        )  # fmt: skip
    if found.lifted_at == MOMENT_MAX:
        return None
    return Refusal(
        "consent.already_lifted", article_of(books),
        f"Entry {found.lifted_by} took {decision.statement} back already.",
        "Nothing is left to do.",
    )  # fmt: skip
