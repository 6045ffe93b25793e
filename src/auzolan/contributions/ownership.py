"""Who holds rows: co-creators of a work, and what a settled dispute gave to others.

Co-creators only of a kind that the charter calls a work; an observation is a fact about one person
and stays hers. Disputes also of a vouched kind, where two people may bring one event and its source
can say whose it is. The rules judge no dispute and see no row. Who holds rows decides who is paid for them; what
may be done with them stays with her who brought them. They pay nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from auzolan.charter.state import charter_of
from auzolan.contributions.acts import Part, Settle, Settled, Share, Shared
from auzolan.contributions.state import Batch, BatchShare, SettledRow
from auzolan.foundation.books import Books
from auzolan.foundation.money import BASIS_POINTS
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact

HeldShares: TypeAlias = tuple[tuple[str, int], ...]
"""Members with their parts in basis points, in order of id; they make 10,000."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a dispute about a row was settled, and at which entry."""

    entry: int
    shares: HeldShares


def decide_share(books: Books, act: Share, case: Case) -> tuple[Fact, ...] | Refusal:
    """Register the co-creators of a batch of works, by her who brought it.

    That the batch is in no snapshot yet is asked before, by the learning room.

    Args:
        books: the state before the act.
        act: the batch, its bringer, the whole list of shares.
        case: place, time and actor.
    Returns:
        `Shared`, or the refusal.
    Source: charter, article on worth.
    """
    article = _article(books)
    batch = _batch_of(books, act.batch)
    if isinstance(batch, Refusal):
        return batch
    if batch.kind not in charter_of(books).worth.works:
        return Refusal(
            "contributions.not_a_work", article,
            f"{batch.kind} is a kind of observations; each is a fact about the one who brought it.",
            "Only works have co-creators; the charter names their kinds.",
        )  # fmt: skip
    if batch.member != act.member:
        return Refusal(
            "contributions.not_her_batch", article,
            f"{batch.member} brought the batch {batch.batch}, not {act.member}.",
            "Ask her who brought it to register the shares.",
        )  # fmt: skip
    refused = _refused_shares(books, act.shares)
    return refused or (Shared(act.batch, len(act.shares)),)


def apply_shared(books: Books, case: Case, act: Share, fact: Shared) -> None:
    """Write down the shares in the place of those before."""
    staying = {part.member for part in act.shares}
    for old in books.find(BatchShare, batch=fact.batch):
        if old.member not in staying:
            books.remove(BatchShare, (old.batch, old.member))
    for part in act.shares:
        books.put(BatchShare(fact.batch, part.member, part.share_bp, case.seq))


def decide_settle(books: Books, act: Settle, case: Case) -> tuple[Fact, ...] | Refusal:
    """Give rows of a batch to others, by somebody who neither held them nor will.

    Args:
        books: the state before the act.
        act: the batch, the rows in rising order, the shares; the reason is sealed.
        case: place, time and actor.
    Returns:
        `Settled`, or the refusal.
    Source: charter, article on worth.
    """
    article = _article(books)
    batch = _batch_of(books, act.batch)
    if isinstance(batch, Refusal):
        return batch
    worth = charter_of(books).worth
    if batch.kind not in {*worth.works, *worth.vouched}:
        return Refusal(
            "contributions.nobody_can_tell", article,
            f"{batch.kind} is a kind of plain observations; no source says whose a row is.",
            "Only works and vouched observations have disputes; the charter names their kinds.",
        )  # fmt: skip
    if list(act.rows) != sorted(set(act.rows)):
        return Refusal(
            "contributions.rows_not_in_order", article,
            "The rows do not stand once each, in rising order.",
            "Name each row once, the smallest number first.",
        )  # fmt: skip
    if act.rows[-1] >= batch.rows:
        return Refusal(
            "contributions.no_such_row", article,
            f"{batch.batch} has {batch.rows} rows, counted from 0; there is no row {act.rows[-1]}.",
            "Look up the number of the row within its batch.",
        )  # fmt: skip
    refused = _refused_shares(books, act.shares)
    if refused is not None:
        return refused
    parties = _holders_ever(books, batch, act.rows) | {part.member for part in act.shares}
    if case.actor in parties:
        return Refusal(
            "contributions.settled_by_party", article,
            f"{case.actor} held some of these rows, or would hold them.",
            "Ask somebody in the office who has no part in them.",
        )  # fmt: skip
    return (Settled(batch.batch, len(act.rows)),)


def apply_settled(books: Books, case: Case, act: Settle, fact: Settled) -> None:
    """Write down the new shares of each row beside the older ones."""
    for row in act.rows:
        for part in act.shares:
            books.add(SettledRow(fact.batch, row, case.seq, part.member, part.share_bp))


def shares_of(books: Books, batch: Batch) -> HeldShares:
    """Who holds a batch where no dispute says otherwise.

    Args:
        books: the state.
        batch: the batch.
    Returns:
        The registered shares, or all of it for her who brought it.
    """
    found = books.find(BatchShare, batch=batch.batch)
    if not found:
        return ((batch.member, BASIS_POINTS),)
    return tuple(sorted((one.member, one.share_bp) for one in found))


def settled_of(books: Books, batch: str, *, before: int) -> Mapping[int, Settlement]:
    """The rows of a batch that disputes gave away, as it stood before an entry.

    Args:
        books: the state, at that entry or later.
        batch: the batch.
        before: the entry; what was settled at it or later does not count.
    Returns:
        Number of the row within the batch to its newest settlement, rows in rising order.
    """
    newest: dict[int, list[SettledRow]] = {}
    for one in books.find(SettledRow, batch=batch):
        if one.entry >= before:
            continue
        held = newest.setdefault(one.place, [])
        if held and held[0].entry < one.entry:
            held.clear()
        if not held or held[0].entry == one.entry:
            held.append(one)
    return {
        row: Settlement(held[0].entry, tuple(sorted((x.member, x.share_bp) for x in held)))
        for row, held in sorted(newest.items())
    }


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).worth.number}"


def _batch_of(books: Books, name: str) -> Batch | Refusal:
    """The batch of this name, if it is there and its rows are."""
    article = _article(books)
    batch = books.get(Batch, name)
    if batch is None:
        return Refusal(
            "contributions.no_such_batch", article,
            f"There is no batch {name}.",
            "Look up the batch under the member's contributions.",
        )  # fmt: skip
    if batch.erased_at >= 0:
        return Refusal(
            "contributions.already_erased", article,
            f"The batch {name} was erased at entry {batch.erased_at}.",
            "Nothing is left to do.",
        )  # fmt: skip
    return batch


def _refused_shares(books: Books, shares: Sequence[Part]) -> Refusal | None:
    article = _article(books)
    named = [part.member for part in shares]
    for member in named:
        if named.count(member) > 1:
            return Refusal(
                "contributions.holder_twice", article,
                f"{member} stands {named.count(member)} times among the holders.",
                "Name each holder once, with her whole share.",
            )  # fmt: skip
    total = sum(part.share_bp for part in shares)
    if total != BASIS_POINTS:
        return Refusal(
            "contributions.shares_not_whole", article,
            f"The shares make {total} basis points.",
            f"Choose shares that make {BASIS_POINTS} together.",
        )  # fmt: skip
    for member in named:
        if not is_in_standing(books, member):
            return Refusal(
                "contributions.holder_not_a_member", article,
                f"{member} is not a member in good standing.",
                "Only members hold rows; ask the office of admissions.",
            )  # fmt: skip
    return None


def _holders_ever(books: Books, batch: Batch, rows: Sequence[int]) -> set[str]:
    asked = set(rows)
    settled = {
        one.member for one in books.find(SettledRow, batch=batch.batch) if one.place in asked
    }
    return settled | {member for member, _ in shares_of(books, batch)} | {batch.member}
