"""Co-creators and settled disputes: each refusal, their order, and what the books say after."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.presets import founding_charter
from auzolan.contributions.acts import Erase, Part, Settle, Settled, Share, Shared
from auzolan.contributions.ownership import Settlement, settled_of, shares_of
from auzolan.contributions.state import Batch, BatchShare
from auzolan.members.acts import Leave
from rooms.learning.small_coop import SEALED, SmallCoop

WHOLE = 10_000


def coop_of_singers() -> SmallCoop:
    """Songs are works, purchases are not; ana brought ten songs and ben three purchases."""
    coop = SmallCoop(founding_charter(kinds=("songs", "purchases"), works=("songs",)))
    coop.join("ana", "ben", "eve", "ida", "joe")
    coop.offer("b1", "ana", 10, "songs")
    coop.offer("b2", "ben", 3)
    return coop


def parts(**shares: int) -> tuple[Part, ...]:
    return tuple(Part(member, share) for member, share in shares.items())


def share(batch: str = "b1", member: str = "ana", **shares: int) -> Share:
    return Share(batch, member, parts(**(shares or {"ana": 6_000, "ben": 4_000})))


def settle(batch: str = "b1", rows: tuple[int, ...] = (0, 4), **shares: int) -> Settle:
    return Settle(batch, rows, parts(**(shares or {"ben": WHOLE})), SEALED)


def batch_of(coop: SmallCoop, name: str) -> Batch:
    batch = coop.books.get(Batch, name)
    assert batch is not None
    return batch


def test_a_batch_without_shares_is_its_bringers_alone() -> None:
    """Goal: the plain case needs no act. Method: read the shares of a fresh batch."""
    coop = coop_of_singers()
    assert shares_of(coop.books, batch_of(coop, "b1")) == (("ana", WHOLE),)


def test_new_shares_take_the_place_of_the_old_ones_whole() -> None:
    """Goal: nobody lingers. Method: register twice with other people; the first are gone."""
    coop = coop_of_singers()
    assert coop.do(share(), "ana") == Shared("b1", 2)
    assert shares_of(coop.books, batch_of(coop, "b1")) == (("ana", 6_000), ("ben", 4_000))
    coop.do(share(ben=2_500, eve=7_500), "ana")
    assert shares_of(coop.books, batch_of(coop, "b1")) == (("ben", 2_500), ("eve", 7_500))
    assert len(coop.books.find(BatchShare, batch="b1")) == 2


def test_shares_are_refused_in_a_fixed_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_of_singers()
    coop.offer("b3", "joe", 5, "songs")
    coop.grant("joe", "research", kind="songs")
    coop.withdraw("joe", kind="songs")
    coop.do(Erase("b3", SEALED))
    half = {"ana": 5_000, "stranger": 4_000}
    assert coop.code(share("b9", "ben", **half)) == "contributions.no_such_batch"
    assert coop.code(share("b3", "ben", **half)) == "contributions.already_erased"
    assert coop.code(share("b2", "ana", **half)) == "contributions.not_a_work"
    assert coop.code(share("b1", "ben", **half)) == "contributions.not_her_batch"
    twice = (*parts(**half), Part("ana", 1))
    assert coop.code(Share("b1", "ana", twice)) == "contributions.holder_twice"
    assert coop.code(share(**half)) == "contributions.shares_not_whole"
    assert coop.code(share(ana=5_000, stranger=5_000)) == "contributions.holder_not_a_member"
    assert coop.code(share(ana=5_000, ben=5_000)) == ""


def test_who_has_left_cannot_be_given_a_share() -> None:
    """Goal: holders are members in good standing. Method: ben leaves; share and settle."""
    coop = coop_of_singers()
    coop.do(Leave("ben", SEALED), "ben")
    assert coop.code(share()) == "contributions.holder_not_a_member"
    assert coop.code(settle(), "ida") == "contributions.holder_not_a_member"


def test_shares_are_fixed_once_a_snapshot_holds_the_batch() -> None:
    """Goal: worth is never re-dealt behind a valuation. Method: before, after sealing, another batch."""
    coop = coop_of_singers()
    coop.grant("ana", "research", kind="songs")
    assert coop.code(share()) == ""
    coop.seal_kind("songs")
    refusal = coop.ask(share())
    assert getattr(refusal, "code", "") == "contributions.in_a_snapshot"
    assert "s1" in str(refusal)
    coop.offer("b4", "ana", 2, "songs")
    assert coop.code(share("b4")) == ""


def test_settled_rows_move_and_the_newest_word_counts() -> None:
    """Goal: a settlement can be appealed, and old valuations still find theirs.

    Method: settle two rows, then one of them again; read as of each entry.
    """
    coop = coop_of_singers()
    first = coop.seq
    assert coop.do(settle(), "ida") == Settled("b1", 2)
    second = coop.seq
    coop.do(settle(rows=(4,), eve=5_000, joe=5_000), "ida")
    ben, both = (("ben", WHOLE),), (("eve", 5_000), ("joe", 5_000))
    assert settled_of(coop.books, "b1", before=first) == {}
    assert settled_of(coop.books, "b1", before=second) == {
        0: Settlement(first, ben), 4: Settlement(first, ben),
    }  # fmt: skip
    assert settled_of(coop.books, "b1", before=coop.seq) == {
        0: Settlement(first, ben), 4: Settlement(second, both),
    }  # fmt: skip


def test_settlements_are_refused_in_a_fixed_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_of_singers()
    odd = {"ben": 9_999}
    assert coop.code(settle("b9", (10, 2), **odd), "ana") == "contributions.no_such_batch"
    assert coop.code(settle("b2", (10, 2), **odd), "ana") == "contributions.nobody_can_tell"
    assert coop.code(settle("b1", (10, 2), **odd), "ana") == "contributions.rows_not_in_order"
    assert coop.code(settle("b1", (2, 2), **odd), "ana") == "contributions.rows_not_in_order"
    assert coop.code(settle("b1", (2, 10), **odd), "ana") == "contributions.no_such_row"
    assert coop.code(settle("b1", (2, 9), **odd), "ana") == "contributions.shares_not_whole"
    assert coop.code(settle("b1", (2, 9)), "ana") == "contributions.settled_by_party"
    assert coop.code(settle("b1", (2, 9)), "ida") == ""


def test_vouched_events_have_disputes_and_no_co_creators() -> None:
    """Goal: who squats on another's event loses it, where a source can say whose it is.

    Method: a kind that is vouched: its rows can be settled and not shared.
    """
    coop = SmallCoop(founding_charter(kinds=("purchases",), vouched=("purchases",)))
    coop.join("ana", "ben", "ida")
    coop.offer("b1", "ana", 5)
    assert coop.code(share("b1", "ana", ana=6_000, ben=4_000)) == "contributions.not_a_work"
    assert coop.do(settle("b1"), "ida") == Settled("b1", 2)
    assert set(settled_of(coop.books, "b1", before=coop.seq)) == {0, 4}


def test_nobody_settles_what_she_held_or_will_hold() -> None:
    """Goal: no judge in her own cause.

    Method: bringer, co-creator, holder by an earlier settlement of that very row, and the one
    who would get it; a stranger to the row may.
    """
    coop = coop_of_singers()
    coop.do(share(ana=6_000, eve=4_000), "ana")
    coop.do(settle(rows=(0,), joe=WHOLE), "ida")
    for party in ("ana", "eve", "joe", "ben"):
        assert coop.code(settle(rows=(0,)), party) == "contributions.settled_by_party"
    assert coop.code(settle(rows=(1,)), "joe") == ""
    assert coop.code(settle(rows=(0,)), "ida") == ""


@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 9), min_size=1), st.sampled_from(("ben", "eve", "joe"))),
        max_size=8,
    ),
    st.integers(0, 9),
)
def test_each_row_is_held_as_its_last_settlement_before_a_moment_says(
    settlements: list[tuple[set[int], str]], until: int
) -> None:
    """Property: a plain dict, written in order up to the moment, says the same."""
    coop = coop_of_singers()
    start, expected = coop.seq, {}
    for number, (rows, member) in enumerate(settlements):
        if number < until:
            expected |= dict.fromkeys(rows, ((member, WHOLE),))
        coop.do(settle(rows=tuple(sorted(rows)), **{member: WHOLE}), "ida")
    found = settled_of(coop.books, "b1", before=start + until)
    assert {row: one.shares for row, one in found.items()} == expected
