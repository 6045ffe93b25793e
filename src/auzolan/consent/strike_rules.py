"""The rules of strikes: a vote stops uses for all who entrusted the co-operative, and no permission ends.

A strike is not a withdrawal: no model has to be made again and no row is erased; what was allowed
holds again when it ends.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.state import StrikeRow
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeEnded, StrikeTerms, Struck
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_strike(books: Books, act: Strike, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a voted strike can begin.

    Args:
        books: the state before the act.
        act: the terms that the members voted.
        case: place, time and actor.
    Returns:
        `Struck`, or the refusal.
    Source: charter, article on consent.
    """
    return strike_refused(books, act.terms, case.at) or (Struck(act.terms.strike),)


def strike_refused(books: Books, terms: StrikeTerms, at: int) -> Refusal | None:
    """Why a strike on these terms could not begin, or None."""
    article = f"Art. {charter_of(books).consent.number}"
    if terms.operation not in TAXONOMY.operations:
        return Refusal(
            "unknown.operation", article,
            f"Nobody knows an operation called {terms.operation}.",
            f"Use one of: {', '.join(sorted(TAXONOMY.operations))}.",
        )  # fmt: skip
    if terms.end_use not in TAXONOMY.end_uses:
        return Refusal(
            "unknown.end_use", article,
            f"Nobody knows an end use called {terms.end_use}.",
            f"Use one of: {', '.join(sorted(TAXONOMY.end_uses))}.",
        )  # fmt: skip
    if books.get(StrikeRow, terms.strike) is not None:
        return Refusal(
            "consent.strike_exists", article,
            f"There is a strike {terms.strike} already.",
            "Vote on one under another name.",
        )  # fmt: skip
    if terms.party == () or 0 < terms.until <= at or terms.until > MOMENT_MAX:
        return Refusal(
            "consent.strikes_nothing", article,
            f"The strike {terms.strike} would stop nothing at any moment to come.",
            "Name somebody it is towards, or everybody, and an end that is still to come.",
        )  # fmt: skip
    return None


def apply_struck(books: Books, case: Case, act: Strike, fact: Struck) -> None:
    """Write down what is stopped, towards whom, until when."""
    terms = act.terms
    party = None if terms.party is None else sorted(set(terms.party))
    books.add(
        StrikeRow(
            terms.strike, terms.operation, terms.end_use, canonical.encode(party).decode(),
            case.at, terms.until or MOMENT_MAX, MOMENT_MAX, case.seq,
        )
    )  # fmt: skip


def decide_end_strike(books: Books, act: EndStrike, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a strike can be ended: it goes on."""
    return strike_end_refused(books, act.strike, case.at) or (StrikeEnded(act.strike),)


def strike_end_refused(books: Books, strike: str, at: int) -> Refusal | None:
    """Why there is no such strike to end, or None."""
    found = books.get(StrikeRow, strike)
    if found is not None and at < min(found.ends, found.ended_at):
        return None
    return Refusal(
        "consent.no_such_strike", f"Art. {charter_of(books).consent.number}",
        f"No strike {strike} goes on.",
        "Look up the strikes with: auzolan consent strikes.",
    )  # fmt: skip


def apply_strike_ended(books: Books, case: Case, act: EndStrike, fact: StrikeEnded) -> None:
    """Write down when it ended."""
    found = books.get(StrikeRow, fact.strike)
    assert found is not None, f"the strike {fact.strike} ended without having begun"
    books.put(msgspec.structs.replace(found, ended_at=case.at))
