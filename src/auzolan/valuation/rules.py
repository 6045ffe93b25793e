"""The rules of valuation: a report of what data is worth, and its recheck by somebody else.

They compute no value; who doubts one computes it again with the recipe. They pay nobody.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.learning.refusals import refused_today
from auzolan.learning.sealing import VALUE
from auzolan.learning.state import Model, UseOfRows, snapshot_of
from auzolan.record.annexes import AnnexRef, ref_from_text, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.valuation.acts import Recheck, Rechecked, Value, Valued
from auzolan.valuation.lines import (
    Lines,
    fault_in_members,
    fault_in_values,
    first_difference,
    lines_from,
)
from auzolan.valuation.payable.terms import Terms, terms_now
from auzolan.valuation.state import Valuation

ARTICLE = "house, valuation"


def decide_value(books: Books, act: Value, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take in a valuation of the rows that a model was trained on.

    Args:
        books: the state before the act.
        act: the valuation, its model, use and recipe, the annex of its lines, the residual.
        case: place, time, actor and a reader of annexes.
    Returns:
        `Valued`, or the refusal.
    Raises:
        NotDisclosed: this level does not see the lines.
    """
    if books.get(Valuation, act.valuation) is not None:
        return _refusal(
            "valuation.valuation_exists", f"There is a valuation {act.valuation} already.",
            "Report it under a new id.",
        )  # fmt: skip
    model = books.get(Model, act.model)
    if model is None:
        return _refusal(
            "valuation.no_such_model", f"There is no model {act.model}.",
            "Look up the models on the record.",
        )  # fmt: skip
    use = books.get(UseOfRows, act.use)
    if use is None:
        return _refusal(
            "valuation.no_such_use", f"Nobody was allowed a use {act.use}.",
            "Ask for the use before a row is read.",
        )  # fmt: skip
    if use.operation != "value":
        return _refusal(
            "valuation.other_operation", f"The use {act.use} was allowed to {use.operation}, not to value.",
            "Ask for a use whose operation is value.",
        )  # fmt: skip
    if use.snapshot != model.snapshot:
        return _refusal(
            "valuation.other_snapshot",
            f"{act.use} reads {use.snapshot}; {act.model} was trained on {model.snapshot}.",
            f"Ask for a use of {model.snapshot}.",
        )  # fmt: skip
    # As with a training: who withdrew while the machine was working is not in what comes out.
    refused = refused_today(
        books,
        snapshot_of(books, use.snapshot),
        charter_of(books),
        at=case.at,
        operation=use.operation,
    )
    if refused is not None:
        return refused
    terms = terms_now(books, snapshot_of(books, use.snapshot), case.seq)
    refused = _other_terms(books, act, use, terms)
    if refused is not None:
        return refused
    lines = _lines(case, act.lines)
    if isinstance(lines, Refusal):
        return lines
    refused = _unsound_lines(lines, act, use, terms)
    return refused or (Valued(act.valuation, len(lines.members)),)


def unvoted_recipe(books: Books, valuation: Valuation) -> Refusal | None:
    """Why a surplus may not be shared by this valuation, where the members voted on another recipe.

    Who computes chooses the recipe, and could try many and keep the one she likes. The members'
    vote ends that choice. A valuation made before the vote counts where its recipe is the same.

    Args:
        books: the state now.
        valuation: the valuation that a plan would rest on.
    Returns:
        The refusal, or None; None too where no recipe has been voted yet.
    Source: charter, article on worth.
    """
    worth = charter_of(books).worth
    if worth.recipe in {"", valuation.recipe}:
        return None
    return Refusal(
        "treasury.recipe_not_voted", f"Art. {worth.number}",
        f"{valuation.valuation} was made by the recipe {valuation.recipe[:12]}; "
        f"the members voted on {worth.recipe[:12]}.",
        "Value the data by the voted recipe, or propose another worth.recipe.",
    )  # fmt: skip


def apply_valued(books: Books, case: Case, act: Value, fact: Valued) -> None:
    """Write down the valuation; nobody has rechecked it yet."""
    model = books.get(Model, act.model)
    assert model is not None, f"a valuation of {act.model}, which never was"
    books.add(
        Valuation(
            fact.valuation, act.model, model.snapshot, act.recipe, ref_text(act.lines),
            case.actor, "", act.merging, act.cap_rows, act.near_squared, case.seq,
        )
    )  # fmt: skip


def decide_recheck(books: Books, act: Recheck, case: Case) -> tuple[Fact, ...] | Refusal:
    """Confirm a valuation that a second person computed again, line by line equal.

    Args:
        books: the state before the act.
        act: the valuation and the annex of her own lines.
        case: place, time, actor and a reader of annexes.
    Returns:
        `Rechecked`, or the refusal, which names the first member whose line differs.
    Raises:
        NotDisclosed: this level does not see the lines.
    """
    valuation = books.get(Valuation, act.valuation)
    if valuation is None:
        return _refusal(
            "valuation.no_such_valuation", f"There is no valuation {act.valuation}.",
            "Look up the valuations on the record.",
        )  # fmt: skip
    if case.actor == valuation.by:
        return _refusal(
            "valuation.recheck_by_valuer", f"{case.actor} made {act.valuation} and cannot recheck it.",
            "Ask another person to compute it again.",
        )  # fmt: skip
    ref = ref_from_text(valuation.lines)
    if act.lines.digest == ref.digest:
        return _refusal(
            "valuation.recheck_copied", f"The lines are the very annex of {act.valuation}.",
            "Compute the values again and lay down your own annex.",
        )  # fmt: skip
    if valuation.rechecked_by:
        return _refusal(
            "valuation.already_rechecked",
            f"{valuation.rechecked_by} has rechecked {act.valuation} already.",
            "Nothing is left to do; money may use it.",
        )  # fmt: skip
    # Computing again reads the rows again.
    refused = refused_today(
        books,
        snapshot_of(books, valuation.snapshot),
        charter_of(books),
        at=case.at,
        operation=VALUE,
    )
    if refused is not None:
        return refused
    lines = _lines(case, act.lines)
    if isinstance(lines, Refusal):
        return lines
    member = first_difference(lines_from(case.annexes.read(ref)), lines)
    if member:
        return _refusal(
            "valuation.recheck_differs", f"The two computations differ first at {member}.",
            "Find out which is right; a valuation in doubt pays nobody.",
        )  # fmt: skip
    return (Rechecked(act.valuation, case.actor),)


def apply_rechecked(books: Books, case: Case, act: Recheck, fact: Rechecked) -> None:
    """Write down who rechecked the valuation."""
    old = books.get(Valuation, fact.valuation)
    assert old is not None, f"a recheck of {fact.valuation}, which never was"
    books.put(
        Valuation(
            old.valuation, old.model, old.snapshot, old.recipe, old.lines,
            old.by, fact.by, old.merging, old.cap_rows, old.near_squared, old.entry,
        )
    )  # fmt: skip


def _other_terms(books: Books, act: Value, use: UseOfRows, terms: Terms) -> Refusal | None:
    """The refusal of values that were computed by other terms than those in force now."""
    if (act.merging, act.cap_rows) != (terms.merging.value, terms.cap_rows):
        return Refusal(
            "valuation.other_terms", f"Art. {charter_of(books).worth.number}",
            f"The rows were valued as {act.merging} with cap {act.cap_rows}; "
            f"the charter says {terms.merging.value} with cap {terms.cap_rows}.",
            "Compute the valuation again by the charter in force.",
        )  # fmt: skip
    if act.near_squared > terms.near_squared_max:
        return Refusal(
            "valuation.merges_too_far", f"Art. {charter_of(books).worth.number}",
            f"The recipe takes rows for one thing up to {act.near_squared} squared steps apart; "
            f"the charter allows {terms.near_squared_max}.",
            "Choose a recipe within the charter, or propose another worth.near_squared_max.",
        )  # fmt: skip
    # Settled while the machine was working: the lines may rest on the old holders.
    settled_at = terms.settled_last
    if settled_at > use.entry:
        return _refusal(
            "valuation.settled_since",
            f"A dispute about these rows was settled at entry {settled_at}, after {act.use}.",
            "Value the rows again under a new id.",
        )
    return None


def _unsound_lines(lines: Lines, act: Value, use: UseOfRows, terms: Terms) -> Refusal | None:
    fault = fault_in_members(lines, terms.rows_most())
    if fault:
        return _refusal(
            "valuation.members_differ",
            fault,
            f"Value exactly the rows of {use.snapshot}, in order.",
        )
    fault = fault_in_values(lines, act.residual_e9, cap=terms.cap)
    if fault:
        return _refusal("valuation.values_do_not_add_up", fault, "Compute the valuation again.")
    return None


def _lines(case: Case, ref: AnnexRef) -> Lines | Refusal:
    try:
        return lines_from(case.annexes.read(ref))
    except ValueError as fault:
        return _refusal(
            "valuation.lines_malformed", f"The annex {ref.digest[:12]} cannot be read: {fault}.",
            "Lay the lines down again as values/1.",
        )  # fmt: skip


def _refusal(code: str, because: str, remedy: str) -> Refusal:
    return Refusal(code, ARTICLE, because, remedy)
