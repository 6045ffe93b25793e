"""What the house pays by: rows and terms in, figures out; and what copying gains there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation import canonical
from auzolan.learning.purchases import BRANDS, features, purchases, valuation_matrix
from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.payable.canonical_rows import Merging
from auzolan.valuation.payable.kinds import paid_game, paid_values
from auzolan.valuation.payable.knn import MemberValues, member_values
from auzolan.valuation.payable.terms import HeldBatch, Terms

RECIPE = ValuationRecipe(k=3)
WHOLE = 10_000
Columns = dict[str, list[int | str]]


def rows_of(seed: int, rows: int = 8) -> Columns:
    """Made-up purchases, each different."""
    drawn = [canonical.digest({"seed": seed, "row": row}) for row in range(rows)]
    columns: Columns = {
        "household": [seed] * rows,
        "position": list(range(rows)),
        "choice": [BRANDS[int(one[0], 16) % 3] for one in drawn],
    }
    for place, brand in enumerate(BRANDS):
        columns[f"feat_{brand}"] = [int(one[1 + place], 16) % 2 for one in drawn]
        columns[f"price_{brand}"] = [f"{int(one[5 + place : 7 + place], 16)}.0" for one in drawn]
    return columns


def joined(*batches: Columns) -> Columns:
    table: Columns = {}
    for batch in batches:
        for name, values in batch.items():
            table.setdefault(name, []).extend(values)
    return table


def terms(
    owners: Sequence[str],
    *,
    rows: int = 8,
    merging: Merging = Merging.OBSERVATION,
    cap_rows: int = 0,
    near_squared_max: int = 0,
) -> Terms:
    """One batch a bringer, registered in this order."""
    held = tuple(
        HeldBatch(f"b{place}", owner, rows, place, ((owner, WHOLE),), {})
        for place, owner in enumerate(owners)
    )
    return Terms(merging, cap_rows, near_squared_max, held, -1)


def paid(values: MemberValues) -> dict[str, int]:
    return dict(zip(values.members, values.value_e9, strict=True))


def share(values: MemberValues, *names: str) -> Fraction:
    mine, found = 0, paid(values)
    for name in names:
        mine += max(0, found.get(name, 0))
    return Fraction(mine, sum(max(0, value) for value in found.values()))


def test_without_a_copy_it_is_the_plain_sum_of_row_values() -> None:
    """Goal: honest people get what they got. Method: distinct rows; the plain sum over members."""
    columns = joined(*(rows_of(seed) for seed in range(5)))
    owners = [f"m{seed}" for seed in range(5) for _ in range(8)]
    for merging in Merging:
        found = paid_values(
            RECIPE, columns, terms([f"m{seed}" for seed in range(5)], merging=merging)
        )
        known = features(purchases(columns, owners), loyalty_keep_bp=8_000, test_share_bp=2_500)
        matrix, test, choice = (
            valuation_matrix(known, RECIPE),
            known.is_test,
            known.purchases.choice,
        )
        kept = [owner for owner, is_test in zip(owners, test.tolist(), strict=True) if not is_test]
        plain = member_values(matrix[~test], choice[~test], kept, matrix[test], choice[test], k=3)
        assert found.value_e9 == plain.value_e9
        assert (found.low_e9, found.high_e9, found.rows) == (
            plain.low_e9,
            plain.high_e9,
            plain.rows,
        )
        assert found.total_e9 == plain.total_e9


def test_one_who_copies_works_of_another_gains_nothing() -> None:
    """Goal: the copying attack through the house's own rule.

    Method: eve brings ana's rows once more; as works they earn her 0 and cost nobody but her;
    as observations they earn her a share.
    """
    people = ["ana", "ben", "ida", "eve"]
    columns = joined(rows_of(0), rows_of(1), rows_of(2), rows_of(0))
    works = paid_values(RECIPE, columns, terms(people, merging=Merging.WORK))
    assert paid(works)["eve"] == 0
    facts = paid_values(RECIPE, columns, terms(people))
    assert paid(facts)["eve"] == paid(facts)["ana"] > 0
    # A copy under a second name of hers wins her nothing either.
    own = paid_values(RECIPE, columns, terms(["ana", "ben", "ida", "ana2"], merging=Merging.WORK))
    assert paid(own)["ana2"] == 0
    assert share(own, "ana", "ana2") == share(works, "ana")


def test_who_registers_first_holds_the_row_wherever_it_stands() -> None:
    """Goal: the record's order counts, not the file's.

    Method: eve's copy comes first in the table with the later entry, and the other way round.
    """
    columns = joined(rows_of(0), rows_of(0), rows_of(1), rows_of(2))
    people = ["eve", "ana", "ben", "ida"]
    plain = terms(people, merging=Merging.WORK)
    late = replace(plain, batches=(replace(plain.batches[0], registered=9), *plain.batches[1:]))
    assert paid(paid_values(RECIPE, columns, late))["eve"] == 0
    assert paid(paid_values(RECIPE, columns, plain))["ana"] == 0


def test_shares_and_settled_rows_decide_whose_the_worth_is() -> None:
    """Goal: co-creators and disputes are obeyed to the row.

    Method: ana's batch is half eve's, and one of its rows joe's; the three together get what
    ana alone would.
    """
    columns = joined(rows_of(0), rows_of(1), rows_of(2))
    alone = terms(["ana", "ben", "ida"], merging=Merging.WORK)
    half = (("ana", 5_000), ("eve", 5_000))
    first = replace(alone.batches[0], shares=half, settled={2: (("joe", WHOLE),)})
    dealt = replace(alone, batches=(first, *alone.batches[1:]))
    one, three = paid_values(RECIPE, columns, alone), paid_values(RECIPE, columns, dealt)
    found = paid(three)
    assert found["eve"] == found["ana"]
    assert found["joe"] != 0
    together = found["ana"] + found["eve"] + found["joe"]
    assert abs(together - paid(one)["ana"]) <= 3  # each line is rounded by itself
    assert dict(zip(three.members, three.rows, strict=True)) == {
        "ana": 5, "eve": 5, "joe": 1, "ben": 6, "ida": 6,
    }  # fmt: skip
    assert three.total_e9 == one.total_e9


def test_everyone_has_a_line_also_who_holds_no_valued_row() -> None:
    """Goal: nobody is left out. Method: a bringer who gave all away, a holder of a test row."""
    plain = terms(["ana", "ben"], merging=Merging.WORK)
    gone = replace(plain.batches[0], shares=(("eve", WHOLE),), settled={7: (("joe", WHOLE),)})
    found = paid_values(
        RECIPE, joined(rows_of(0), rows_of(1)), replace(plain, batches=(gone, plain.batches[1]))
    )
    assert found.members == ("ana", "ben", "eve", "joe")
    assert (found.value_e9[0], found.rows[0]) == (0, 0)
    assert (found.value_e9[3], found.rows[3]) == (0, 0)


def test_the_cap_of_the_charter_and_the_distance_of_the_recipe_reach_the_values() -> None:
    """Goal: no voted number is dropped on the way.

    Method: cap 1 and a wide distance each change the pay, and canonical rows fall with the
    distance.
    """
    columns = joined(*(rows_of(seed) for seed in range(4)))
    people = ["ana", "ben", "eve", "ida"]
    plain = paid_values(RECIPE, columns, terms(people, merging=Merging.WORK))
    capped = paid_values(RECIPE, columns, terms(people, merging=Merging.WORK, cap_rows=1))
    assert capped.value_e9 != plain.value_e9
    wide = ValuationRecipe(k=3, near_squared=10**7)
    with pytest.raises(ValueError, match="the terms allow 0"):
        paid_game(wide, columns, terms(people, merging=Merging.WORK))
    far = terms(people, merging=Merging.WORK, near_squared_max=10**7)
    game = paid_game(wide, columns, far)
    assert len(game.merged.standing) < len(columns["choice"])
    assert paid_values(wide, columns, far).rows != plain.rows


def test_vouched_rows_merge_on_their_event_alone() -> None:
    """Goal: provenance, not likeness.

    Method: eve copies ana's rows with their events, then with events of her own: the first earn
    nothing, the second are facts of their own.
    """
    people = ["ana", "ben", "eve"]
    events: list[int | str] = [f"till-{row}" for row in range(8)]
    own: list[int | str] = [f"mine-{row}" for row in range(8)]
    others: list[int | str] = [f"shop-{row}" for row in range(8)]
    columns = joined(rows_of(0), rows_of(1), rows_of(0))
    vouched = terms(people, merging=Merging.VOUCHED)
    same = paid_values(RECIPE, {**columns, "event": events + others + events}, vouched)
    assert paid(same)["eve"] == 0
    made_up = paid_values(RECIPE, {**columns, "event": events + others + own}, vouched)
    assert paid(made_up)["eve"] == paid(made_up)["ana"]


def test_rows_and_terms_that_do_not_fit_are_refused() -> None:
    """Goal: no row is valued for nobody. Method: terms of one batch too few, and too many."""
    columns = joined(rows_of(0), rows_of(1))
    for people in (["ana"], ["ana", "ben", "eve"]):
        with pytest.raises(ValueError, match="16 rows need as many owners"):
            paid_values(RECIPE, columns, terms(people))


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=5), st.sampled_from([0, 1, 2]))
def test_copies_of_works_never_move_what_the_first_holders_get_together(
    seeds: list[int], cap_rows: int
) -> None:
    """Property: later holders of equal rows get 0, whoever copies whatever.

    The values with the residual make the worth of all canonical rows.
    """
    people = [f"m{place}" for place in range(len(seeds))]
    found = paid_values(
        RECIPE, joined(*(rows_of(seed) for seed in seeds)),
        terms(people, merging=Merging.WORK, cap_rows=cap_rows),
    )  # fmt: skip
    firsts = {seeds.index(seed) for seed in seeds}
    for place, value in enumerate(found.value_e9):
        assert place in firsts or value == 0
    assert sum(found.value_e9) + found.residual_e9 == found.total_e9


# --- copies, wherever they come from --------------------------------------------------------------


def with_events(columns: Columns, name: str) -> Columns:
    return {**columns, "event": [f"{name}-{row}" for row in range(len(columns["choice"]))]}


def renumbered(columns: Columns, start: int) -> Columns:
    return {**columns, "position": [start + row for row in range(len(columns["choice"]))]}


HONEST = tuple(with_events(rows_of(seed), f"till{seed}") for seed in range(4))
NAMES = ("ana", "ben", "eve", "ida")


@settings(max_examples=60, deadline=None)
@given(
    bringers=st.lists(
        st.tuples(st.sampled_from([*NAMES, "eve2", "eve3"]), st.integers(0, 3), st.integers(0, 99)),
        max_size=6,
    ),
    merging=st.sampled_from(list(Merging)),
    cap_rows=st.sampled_from([0, 2]),
)
def test_copies_that_keep_their_events_change_nobodys_line(
    bringers: list[tuple[str, int, int]], merging: Merging, cap_rows: int
) -> None:
    """Property: a copy is in no sequence, no training set and no test.

    Method: whole batches of anybody, brought again under any name and at other positions, after
    all honest rows: every value, interval and count of the honest is the same to the digit, and
    further names have nothing.
    """
    before = paid_values(RECIPE, joined(*HONEST), terms(NAMES, merging=merging, cap_rows=cap_rows))
    copies = [renumbered(HONEST[seed], start) for _, seed, start in bringers]
    owners = [*NAMES, *(who for who, _, _ in bringers)]
    after = paid_values(
        RECIPE, joined(*HONEST, *copies), terms(owners, merging=merging, cap_rows=cap_rows)
    )
    assert (after.n_queries, after.total_e9) == (before.n_queries, before.total_e9)
    mine = {
        who: (value, low, high, rows)
        for who, value, low, high, rows in zip(
            after.members, after.value_e9, after.low_e9, after.high_e9, after.rows, strict=True
        )
    }
    for place, who in enumerate(before.members):
        assert mine.pop(who) == (
            before.value_e9[place], before.low_e9[place], before.high_e9[place], before.rows[place]
        )  # fmt: skip
    assert set(mine.values()) <= {(0, 0, 0, 0)}


@pytest.mark.parametrize("merging", list(Merging))
def test_a_persons_own_copies_without_events_change_nothing(merging: Merging) -> None:
    """Goal: no id is needed to see a copy within one person.

    Method: eve brings her rows five times, at other positions, and made-up ids where the kind is
    plain.
    """
    plain = [rows_of(seed) for seed in range(4)]
    before = paid_values(RECIPE, joined(*plain), terms(NAMES, merging=merging))
    again = [renumbered(plain[2], 100 * times) for times in range(1, 5)]
    owners = [*NAMES, *["eve"] * 4]
    assert paid_values(RECIPE, joined(*plain, *again), terms(owners, merging=merging)) == before
    if merging is Merging.OBSERVATION:
        lying = [with_events(batch, f"x{place}") for place, batch in enumerate([*plain, *again])]
        assert paid_values(RECIPE, joined(*lying), terms(owners, merging=merging)) == before


def test_features_and_questions_come_from_rows_that_stand() -> None:
    """Goal: merging comes first.

    Method: a table with copies before, between and after, against the same table without them:
    one game, and the merged rows are named.
    """
    people = terms(["ana", "eve", "ana", "ben", "eve"], merging=Merging.VOUCHED)
    copied = joined(HONEST[0], HONEST[1], HONEST[0], HONEST[2], renumbered(HONEST[0], 50))
    bare = paid_game(
        RECIPE, joined(HONEST[0], HONEST[1], HONEST[2]),
        terms(["ana", "eve", "ben"], merging=Merging.VOUCHED),
    )  # fmt: skip
    game = paid_game(RECIPE, copied, people)
    for ours, theirs in ((game.train, bare.train), (game.query, bare.query)):
        assert all((one == other).all() for one, other in zip(ours, theirs, strict=True))
    assert sorted([*game.places, *game.query_places]) == sorted(game.merged.standing)
    assert set(game.places.tolist()) <= {*range(16), *range(24, 32)}


def test_a_scale_of_nothing_makes_no_two_rows_one() -> None:
    """Goal: a recipe merges no more than its distance says. Method: all scales 0, rows distinct."""
    blind = ValuationRecipe(k=3, loyalty_scale=0, featured_scale=0, price_scale=0)
    columns = joined(*(rows_of(seed) for seed in range(3)))
    for merging in Merging:
        game = paid_game(blind, columns, terms(["ana", "ben", "eve"], merging=merging))
        assert len(game.merged.standing) == len(columns["choice"])
