"""By which terms rows are valued: what merges, the cap, who holds what, and as of which entry."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.charter.articles import Charter, charter_text
from auzolan.charter.presets import founding_charter
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.contributions.acts import Part, Settle, Share
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import Snapshot, snapshot_of
from auzolan.valuation.acts import Value, Valued
from auzolan.valuation.payable.canonical_rows import Claim, Merging
from auzolan.valuation.payable.terms import claims_of, merging_of, terms_at, terms_now, terms_of
from auzolan.valuation.rules import unvoted_recipe
from auzolan.valuation.state import Valuation
from rooms.learning.small_coop import SEALED, SmallCoop

KINDS = ("purchases", "visits", "songs")
CHARTER = founding_charter(kinds=KINDS, works=("purchases",), vouched=("visits",))
WHOLE = 10_000


def coop_of_works() -> SmallCoop:
    """Ana brings 3 and 2 works, ben 4; eve made half of ana's first; a model learnt from all."""
    coop = SmallCoop(CHARTER)
    coop.join("ana", "ben", "eve", "ida", "joe")
    coop.offer("b1", "ana", 3)
    coop.offer("b2", "ana", 2)
    coop.offer("b3", "ben", 4)
    coop.do(Share("b1", "ana", (Part("ana", 5_000), Part("eve", 5_000))), "ana")
    for member in ("ana", "ben"):
        coop.grant(member, "research")
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", 9)
    return coop


def settled(coop: SmallCoop, rows: tuple[int, ...], member: str) -> None:
    coop.do(Settle("b3", rows, (Part(member, WHOLE),), SEALED), "ida")


def value(
    coop: SmallCoop, rows: dict[str, int], *, merging: str = "work", cap_rows: int = 0,
    use: str = "v1", valuation: str = "w1", near_squared: int = 0,
) -> Value:  # fmt: skip
    zeros = [0] * len(rows)
    columns = {"member": list(rows), "value_e9": zeros, "low_e9": zeros, "high_e9": zeros}
    ref = coop.values({**columns, "rows": list(rows.values())})
    return Value(valuation, "m1", use, "d" * 64, ref, 40, 0, merging, cap_rows, near_squared)


def amended(coop: SmallCoop, charter: Charter) -> None:
    coop.books.put(CharterInForce(IN_FORCE, "b" * 64, charter_text(charter), "test"))


def with_cap(cap_rows: int) -> Charter:
    return msgspec.structs.replace(
        CHARTER, worth=msgspec.structs.replace(CHARTER.worth, cap_rows=cap_rows)
    )


def snapshot_row(coop: SmallCoop) -> Snapshot:
    return snapshot_of(coop.books, "s1")


def test_the_charter_says_of_each_kind_what_merges() -> None:
    """Goal: no kind is a work by accident. Method: one kind of each sort, and the founding one."""
    assert [merging_of(CHARTER, kind) for kind in KINDS] == [
        Merging.WORK, Merging.VOUCHED, Merging.OBSERVATION,
    ]  # fmt: skip
    assert merging_of(founding_charter(), "purchases") is Merging.OBSERVATION


def test_terms_tell_who_brought_and_who_holds_each_row() -> None:
    """Goal: claims rest on the record alone. Method: shares, a settled row, entries of offers."""
    coop = coop_of_works()
    settled(coop, (1,), "joe")
    terms = terms_now(coop.books, snapshot_row(coop), coop.seq)
    assert (terms.merging, terms.cap, terms.settled_last) == (Merging.WORK, None, coop.seq - 1)
    assert terms.owners() == ["ana"] * 5 + ["ben"] * 4
    half = (("ana", 5_000), ("eve", 5_000))
    first, second, third = (held.registered for held in terms.batches)
    assert first < second < third
    ben = (("ben", WHOLE),)
    assert claims_of(terms, {}) == [
        *[Claim(half, first)] * 3, *[Claim((("ana", WHOLE),), second)] * 2,
        Claim(ben, third), Claim(ben, third, settled=(("joe", WHOLE),)), *[Claim(ben, third)] * 2,
    ]  # fmt: skip
    assert terms.rows_most() == {"ana": 5, "eve": 3, "ben": 4, "joe": 1}


def test_a_bringer_who_gave_all_away_is_still_looked_at() -> None:
    """Goal: everyone in the snapshot has a line. Method: ana gives her only batch to eve."""
    coop = SmallCoop(CHARTER)
    coop.join("ana", "eve")
    coop.offer("b1", "ana", 3)
    coop.do(Share("b1", "ana", (Part("eve", WHOLE),)), "ana")
    coop.grant("ana", "research")
    coop.seal()
    terms = terms_now(coop.books, snapshot_row(coop), coop.seq)
    assert terms.rows_most() == {"ana": 0, "eve": 3}


def test_events_are_read_of_every_observation_and_of_no_work() -> None:
    """Goal: what a source says is heard, and an id makes no two works of one.

    Method: one file under each sort of kind, and a file without such a column.
    """
    coop = coop_of_works()
    columns = {"event": ["till-1", "", 7, "x", "x", "x", "x", "x", "x"]}
    for merging in Merging:
        terms = terms_at(coop.books, "s1", merging=merging, cap_rows=0, near_squared_max=0,
                         before=coop.seq)  # fmt: skip
        events = [claim.event for claim in claims_of(terms, columns)]
        if merging is not Merging.WORK:
            assert events == ["till-1", "", "7"] + ["x"] * 6
            assert {claim.event for claim in claims_of(terms, {})} == {""}
        else:
            assert set(events) == {""}


def test_co_creators_and_settled_holders_have_lines() -> None:
    """Goal: who holds rows is paid for them. Method: leave each out; name one who holds nothing."""
    coop = coop_of_works()
    settled(coop, (1,), "joe")
    coop.use("v1", "value")
    good = {"ana": 5, "ben": 4, "eve": 3, "joe": 1}
    for missing in ("eve", "joe"):
        fewer = {member: rows for member, rows in good.items() if member != missing}
        refusal = coop.ask(value(coop, fewer))
        assert isinstance(refusal, Refusal)
        assert refusal.code == "valuation.members_differ"
        assert missing in refusal.because
    more = {**good, "joe": 2}
    assert coop.code(value(coop, more)) == "valuation.members_differ"
    assert coop.code(value(coop, {"ana": 5, "ben": 4, "eve": 3, "ida": 0, "joe": 1})) != ""
    assert coop.do(value(coop, good)) == Valued("w1", 4)


@pytest.mark.parametrize(
    ("merging", "cap_rows"), [("observation", 2), ("vouched", 2), ("work", 0), ("work", 3)]
)
def test_values_by_other_terms_than_the_charters_are_refused(merging: str, cap_rows: int) -> None:
    """Goal: the voted rule pays, no other. Method: a cap of 2 is in force; each other choice."""
    coop = coop_of_works()
    coop.use("v1", "value")
    amended(coop, with_cap(2))
    rows = {"ana": 5, "ben": 4, "eve": 3}
    other = value(coop, rows, merging=merging, cap_rows=cap_rows)
    assert coop.code(other) == "valuation.other_terms"
    assert coop.code(value(coop, rows, cap_rows=2)) == ""


@pytest.mark.parametrize(("bound", "refused"), [(0, 1), (24, 25), (25, 26)])
def test_a_recipe_that_merges_farther_than_the_charter_is_refused(bound: int, refused: int) -> None:
    """Goal: who computes does not choose how much is one thing.

    Method: a bound in force; its number is taken, the next one refused under the article; it
    comes after the other terms and before what was settled.
    """
    coop = coop_of_works()
    coop.use("v1", "value")
    worth = msgspec.structs.replace(CHARTER.worth, near_squared_max=bound)
    amended(coop, msgspec.structs.replace(CHARTER, worth=worth))
    rows = {"ana": 5, "ben": 4, "eve": 3}
    refusal = coop.ask(value(coop, rows, near_squared=refused))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.article) == ("valuation.merges_too_far", "Art. 6")
    assert coop.code(value(coop, rows, near_squared=refused, cap_rows=1)) == "valuation.other_terms"
    assert coop.do(value(coop, rows, near_squared=bound)) == Valued("w1", 3)
    row = coop.books.get(Valuation, "w1")
    assert row is not None
    assert terms_of(coop.books, row).near_squared_max == bound
    settled(coop, (1,), "joe")
    late = value(coop, rows, near_squared=refused, valuation="w2")
    assert coop.code(late) == "valuation.merges_too_far"


def test_once_a_recipe_is_voted_only_its_valuations_share_a_surplus() -> None:
    """Goal: nobody tries recipes until one pays her.

    Method: no recipe voted, the recipe of the valuation, another; the refusal names the article.
    """
    coop = coop_of_works()
    coop.use("v1", "value")
    coop.do(value(coop, {"ana": 5, "ben": 4, "eve": 3}))
    row = coop.books.get(Valuation, "w1")
    assert row is not None
    answers = []
    for recipe in ("", row.recipe, "e" * 64):
        worth = msgspec.structs.replace(CHARTER.worth, recipe=recipe)
        amended(coop, msgspec.structs.replace(CHARTER, worth=worth))
        answers.append(unvoted_recipe(coop.books, row))
    assert answers[:2] == [None, None]
    assert answers[2] is not None
    assert (answers[2].code, answers[2].article) == ("treasury.recipe_not_voted", "Art. 6")


def test_values_computed_before_a_dispute_was_settled_are_refused() -> None:
    """Goal: no valuation on stale holders, nor a false alarm later.

    Method: settle between use and report; a new use is good. It comes after the terms and
    before the lines.
    """
    coop = coop_of_works()
    coop.use("v1", "value")
    settled(coop, (1,), "joe")
    rows = {"ana": 5, "ben": 4, "eve": 3, "joe": 1}
    assert coop.code(value(coop, rows, cap_rows=1)) == "valuation.other_terms"
    assert coop.code(value(coop, {"ana": 5})) == "valuation.settled_since"
    coop.use("v2", "value")
    assert coop.code(value(coop, rows, use="v2")) == ""


def test_a_valuation_keeps_the_terms_of_its_own_entry() -> None:
    """Goal: who computes it again finds what it was made by.

    Method: value; then settle, amend and value anew; read the terms of both.
    """
    coop = coop_of_works()
    coop.use("v1", "value")
    coop.do(value(coop, {"ana": 5, "ben": 4, "eve": 3}))
    settled(coop, (0, 2), "joe")
    amended(coop, with_cap(1))
    coop.use("v2", "value")
    rows = {"ana": 5, "ben": 4, "eve": 3, "joe": 2}
    coop.do(value(coop, rows, use="v2", valuation="w2", cap_rows=1))
    old, new = (coop.books.get(Valuation, name) for name in ("w1", "w2"))
    assert old is not None
    assert new is not None
    before, after = terms_of(coop.books, old), terms_of(coop.books, new)
    assert (before.cap, before.settled_last, after.cap) == (None, -1, 1)
    assert "joe" not in before.rows_most()
    assert after.rows_most()["joe"] == 2
