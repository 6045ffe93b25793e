"""Offering and erasing batches: each refusal, their order, and what the facts write."""

from __future__ import annotations

from auzolan.contributions.acts import Erase, Erased, Offer
from auzolan.contributions.state import Batch
from auzolan.members.acts import Leave
from rooms.learning.small_coop import ROOT, SEALED, SmallCoop


def offer(batch: str = "b1", member: str = "ana", kind: str = "purchases") -> Offer:
    return Offer(batch, member, kind, 10, ROOT)


def test_a_batch_stands_in_the_books_as_offered() -> None:
    """Goal: what was offered is what is kept. Method: offer, read the row."""
    coop = SmallCoop()
    coop.join("ana")
    coop.do(offer(), "ana")
    assert coop.books.get(Batch, "b1") == Batch("b1", "ana", "purchases", 10, ROOT, 1, -1)


def test_only_members_offer() -> None:
    """Goal: rows have an owner who belongs. Method: a stranger, and one who has left."""
    coop = SmallCoop()
    assert coop.code(offer(), "ana") == "contributions.not_a_member"
    coop.join("ana")
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.code(offer(), "ana") == "contributions.not_a_member"


def test_a_kind_that_the_charter_lacks_is_refused() -> None:
    """Goal: only kinds the members agreed on. Method: offer another kind."""
    coop = SmallCoop()
    coop.join("ana")
    assert coop.code(offer(kind="faces"), "ana") == "contributions.unknown_kind"


def test_a_batch_id_is_used_once() -> None:
    """Goal: a batch names one set of rows. Method: offer the same id as another member."""
    coop = SmallCoop()
    coop.join("ana", "ben")
    coop.do(offer(), "ana")
    assert coop.code(offer(member="ben"), "ben") == "contributions.batch_exists"


def test_refusals_of_an_offer_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = SmallCoop()
    coop.join("ana")
    coop.do(offer(), "ana")
    assert coop.code(offer(member="eve", kind="faces")) == "contributions.not_a_member"
    assert coop.code(offer(kind="faces")) == "contributions.unknown_kind"
    assert coop.code(offer()) == "contributions.batch_exists"
    assert coop.code(offer(batch="b2")) == ""


def test_rows_are_erased_only_after_their_owner_withdrew() -> None:
    """Goal: nobody erases against an owner's will. Method: ask before, during, after a grant."""
    coop = SmallCoop()
    coop.join("ana")
    coop.offer("b1", "ana", 7)
    erase = Erase("b1", SEALED)
    assert coop.code(erase) == "contributions.not_withdrawn"
    coop.grant("ana", "research")
    assert coop.code(erase) == "contributions.not_withdrawn"
    coop.withdraw("ana")
    coop.grant("ana", "research")
    assert coop.code(erase) == "contributions.not_withdrawn"
    coop.withdraw("ana")
    seq = coop.seq
    assert coop.do(erase) == Erased("b1", 7)
    batch = coop.books.get(Batch, "b1")
    assert batch is not None
    assert batch.erased_at == seq


def test_withdrawing_one_kind_does_not_open_another_to_erasure() -> None:
    """Goal: consent is by kind. Method: withdraw voices, ask to erase purchases."""
    coop = SmallCoop()
    coop.join("ana")
    coop.offer("b1", "ana")
    coop.grant("ana", "research", kind="voices")
    coop.withdraw("ana", kind="voices")
    assert coop.code(Erase("b1", SEALED)) == "contributions.not_withdrawn"


def test_rows_of_who_left_may_be_erased_even_without_any_grant() -> None:
    """Goal: leaving withdraws what was never granted too. Method: offer, leave, erase."""
    coop = SmallCoop()
    coop.join("ana")
    coop.offer("b1", "ana")
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.code(Erase("b1", SEALED)) == ""


def test_refusals_of_an_erasure_come_in_their_order() -> None:
    """Goal: existence before relation. Method: unknown, erased and granted again, not erased."""
    coop = SmallCoop()
    coop.join("ana")
    coop.offer("b1", "ana")
    coop.grant("ana", "research")
    coop.withdraw("ana")
    coop.do(Erase("b1", SEALED))
    coop.grant("ana", "research")
    assert coop.code(Erase("b9", SEALED)) == "contributions.no_such_batch"
    assert coop.code(Erase("b1", SEALED)) == "contributions.already_erased"
