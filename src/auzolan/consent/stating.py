"""What every statement must fulfil before it is taken: known terms, a scope, an interval."""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.consent.acts import Permit, Prohibit, Terms
from auzolan.consent.state import ConsentStatement
from auzolan.consent.taxonomy import NEVER_BUNDLED, TAXONOMIES, TAXONOMY, covers
from auzolan.consent.territories import TERRITORIES
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import is_in_standing

_KEPT_NAMES = ("grant-", "withdrawal-", "group-")


def refused_terms(books: Books, act: Permit | Prohibit, at: int) -> Refusal | None:
    """The first refusal of a statement, or None.

    The order: membership, name, taxonomy, operation, end use, bundling, kind, batch, row,
    territory, interval.

    Args:
        books: the state.
        act: the statement.
        at: the moment.
    """
    return (
        _membership(books, act)
        or _name(books, act)
        or refused_words(books, act.terms)
        or (refused_bundle(books, act.terms) if isinstance(act, Permit) else None)
        or refused_kind(books, act.scope.kind)
        or _scope(books, act)
        or refused_limits(books, act.terms, at)
        or (refused_past(books, act.terms, at) if isinstance(act, Permit) else None)
    )


def _membership(books: Books, act: Permit | Prohibit) -> Refusal | None:
    if is_in_standing(books, act.member):
        return None
    return Refusal(
        "consent.not_a_member", f"Art. {charter_of(books).membership.number}",
        f"{act.member} is not a member in good standing.",
        "Only members decide about rows; ask the office of admissions.",
    )  # fmt: skip


def _name(books: Books, act: Permit | Prohibit) -> Refusal | None:
    if act.statement.startswith(_KEPT_NAMES):
        return Refusal(
            "consent.name_kept", _article(books),
            f"Names such as {act.statement} are given by the record itself.",
            "Choose another name.",
        )  # fmt: skip
    if books.get(ConsentStatement, act.statement) is None:
        return None
    return Refusal(
        "consent.statement_exists", _article(books),
        f"There is a statement {act.statement} already.",
        "Choose another name, or take the old one back.",
    )  # fmt: skip


def refused_words(books: Books, terms: Terms) -> Refusal | None:
    """Why terms are not known, in the order: taxonomy, operation, end use; or None."""
    article = _article(books)
    shown = TAXONOMIES.get(terms.taxonomy)
    if shown is None:
        return Refusal(
            "unknown.taxonomy", article,
            f"There is no version {terms.taxonomy} of the terms.",
            f"The newest is {TAXONOMY.version}.",
        )  # fmt: skip
    if terms.operation not in shown.operations:
        return Refusal(
            "unknown.operation", article,
            f"Nobody knows an operation called {terms.operation}.",
            f"Use one of: {', '.join(sorted(shown.operations))}.",
        )  # fmt: skip
    if terms.end_use not in shown.end_uses:
        return Refusal(
            "unknown.end_use", article,
            f"Nobody knows an end use called {terms.end_use}.",
            f"Use one of: {', '.join(sorted(shown.end_uses))}.",
        )  # fmt: skip
    return None


def refused_bundle(books: Books, terms: Terms) -> Refusal | None:
    """Why a permission would allow what is only ever allowed by its own name, or None."""
    inside = sorted(
        one for one in NEVER_BUNDLED if one != terms.operation and covers(terms.operation, one)
    )
    if not inside:
        return None
    return Refusal(
        "consent.never_bundled", _article(books),
        f"{terms.operation} would allow {', '.join(inside)} at once.",
        "Name each of them alone, in a permission of its own.",
    )  # fmt: skip


def refused_kind(books: Books, kind: str) -> Refusal | None:
    """Why a kind of rows is not known, or None; an empty one means all kinds."""
    kinds = charter_of(books).consent.kinds
    if not kind or kind in kinds:
        return None
    return Refusal(
        "consent.unknown_kind", _article(books),
        f"The charter knows no kind of rows called {kind}.",
        f"Use one of: {', '.join(kinds)}.",
    )  # fmt: skip


def _scope(books: Books, act: Permit | Prohibit) -> Refusal | None:
    scope, article = act.scope, _article(books)
    batch = books.get(Batch, scope.batch) if scope.batch else None
    if scope.batch and (batch is None or batch.member != act.member or batch.kind != scope.kind):
        return Refusal(
            "consent.not_her_batch", article,
            f"{scope.batch} is no batch of {act.member} of the kind {scope.kind or '(none)'}.",
            "Name one of her batches, and its kind.",
        )  # fmt: skip
    if scope.row >= 0 and (batch is None or scope.row >= batch.rows):
        return Refusal(
            "consent.no_such_row", article,
            f"There is no row {scope.row} in {scope.batch or 'no batch'}.",
            "Rows count from 0 within a batch.",
        )  # fmt: skip
    return None


def refused_limits(books: Books, terms: Terms, at: int) -> Refusal | None:
    """Why conditions cannot be held: a country that is none, or an interval that is empty; or None.

    Args:
        books: the state.
        terms: the terms.
        at: the moment of the entry, from which they hold where they name no beginning.
    """
    article = _article(books)
    strange = sorted(set(terms.territory or ()) - TERRITORIES)
    if strange:
        return Refusal(
            "unknown.territory", article,
            f"{strange[0]} is no country of ISO 3166-1.",
            "Write two capital letters, as ES or FR.",
        )  # fmt: skip
    begins, ends = terms.begins or at, terms.ends or MOMENT_MAX
    return _no_time(article) if ends > MOMENT_MAX or begins >= ends else None


def refused_past(books: Books, terms: Terms, at: int) -> Refusal | None:
    """Why a statement is over before it is made, or None."""
    return _no_time(_article(books)) if 0 < terms.ends <= at else None


def _no_time(article: str) -> Refusal:
    return Refusal(
        "consent.no_time", article,
        "The statement would hold at no moment to come.",
        "Let it end after it begins, and after now.",
    )  # fmt: skip


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).consent.number}"
