"""The rules of contributions: bringing a batch, and noting that its rows are gone.

They see no row. Whether a batch may be erased is asked of the consent room, which guards `Erase`.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.contributions.acts import Erase, Erased, Offer, Offered
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_offer(books: Books, act: Offer, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take in a batch from a member, of a kind that the charter names.

    Args:
        books: the state before the act.
        act: the batch, whose it is, its kind, its rows and their root.
        case: place, time and actor.
    Returns:
        `Offered`, or the refusal.
    Source: charter, article on consent, list of kinds.
    """
    charter = charter_of(books)
    article = f"Art. {charter.consent.number}"
    if not is_in_standing(books, act.member):
        return Refusal(
            "contributions.not_a_member", f"Art. {charter.membership.number}",
            f"{act.member} is not a member in good standing.",
            "Only members bring rows; ask the office of admissions.",
        )  # fmt: skip
    if act.kind not in charter.consent.kinds:
        return Refusal(
            "contributions.unknown_kind", article,
            f"The charter knows no kind of rows called {act.kind}.",
            f"Use one of: {', '.join(charter.consent.kinds)}.",
        )  # fmt: skip
    if books.get(Batch, act.batch) is not None:
        return Refusal(
            "contributions.batch_exists", article,
            f"There is a batch {act.batch} already.",
            "Offer the rows under a new batch id.",
        )  # fmt: skip
    return (Offered(act.batch, act.member, act.kind, act.rows, act.root),)


def apply_offered(books: Books, case: Case, act: Offer, fact: Offered) -> None:
    """Write down the batch."""
    books.add(Batch(fact.batch, fact.member, fact.kind, fact.rows, fact.root, case.seq, -1))


def decide_erase(books: Books, act: Erase, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note that the rows of a batch have been destroyed, once.

    Args:
        books: the state before the act.
        act: the batch; the reason is sealed.
        case: place, time and actor.
    Returns:
        `Erased`, or the refusal.
    Source: charter, article on consent.
    """
    article = f"Art. {charter_of(books).consent.number}"
    batch = books.get(Batch, act.batch)
    if batch is None:
        return Refusal(
            "contributions.no_such_batch", article,
            f"There is no batch {act.batch}.",
            "Look up the batch under the member's contributions.",
        )  # fmt: skip
    if batch.erased_at >= 0:
        return Refusal(
            "contributions.already_erased", article,
            f"The batch {act.batch} was erased at entry {batch.erased_at}.",
            "Nothing is left to do.",
        )  # fmt: skip
    return (Erased(batch.batch, batch.rows),)


def apply_erased(books: Books, case: Case, act: Erase, fact: Erased) -> None:
    """Write down at which entry the rows ceased to exist."""
    batch = books.get(Batch, fact.batch)
    assert batch is not None, f"batch {fact.batch} was erased without having been offered"
    books.put(
        Batch(batch.batch, batch.member, batch.kind, batch.rows, batch.root, batch.entry, case.seq)
    )
