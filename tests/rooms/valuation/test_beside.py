"""The measures beside the pay: they see through near copies, and share what is held together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.members.curator import curator_shapley
from auzolan.valuation.payable.beside import (
    CURATOR,
    MEMBER_KNN,
    THINNED,
    measures_beside,
    threshold_of,
)
from auzolan.valuation.payable.canonical_rows import Claim, Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.games import PaidGame
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.review import Threshold, review

MEMBERS, ROWS, QUERIES, K = 12, 20, 80, 5
JITTER = 6
RECIPE = ValuationRecipe(k=K, near_squared=4, review_near_squared=(3 * JITTER) ** 2)


def game_of(
    features: np.ndarray,
    labels: np.ndarray,
    claims: list[Claim],
    query: tuple[np.ndarray, np.ndarray],
) -> PaidGame:
    content = Vectors(features, RECIPE.near_squared)
    rows = canonical_rows(content, labels, claims, merging=Merging.WORK)
    places = np.arange(len(features), dtype=np.int64)
    return PaidGame((features, labels), query, tuple(claims), rows, places, places[:0], rows)


def scene(seed: int, *, copies: int = 0) -> PaidGame:
    """Three clouds of points; member 0 may bring jittered copies of her rows, beyond merging."""
    made = np.random.default_rng(seed)
    centres = made.integers(-300, 300, (3, 8))

    def drawn(n: int) -> tuple[np.ndarray, np.ndarray]:
        labels = made.integers(0, 3, n)
        return centres[labels] + made.integers(-150, 150, (n, 8)), labels

    features, labels = drawn(MEMBERS * ROWS)
    query = drawn(QUERIES)
    claims = [sole(f"m{row % MEMBERS:02d}", row) for row in range(len(features))]
    mine = np.arange(0, len(features), MEMBERS)
    for _ in range(copies):
        moved = features[mine] + made.choice([-3, -2, 2, 3], (len(mine), 8))
        start = len(claims)
        claims += [sole("m00", start + place) for place in range(len(mine))]
        features = np.concatenate([features, moved])
        labels = np.concatenate([labels, labels[mine]])
    return game_of(features.astype(np.int64), labels.astype(np.int64), claims, query)


def paid(game: PaidGame) -> dict[str, int]:
    found = canonical_member_values(game.train, game.query, game.rows, k=K)
    return dict(zip(found.members, found.value_e9, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_jittered_copies_beyond_the_merge_distance_are_asked_about(seed: int) -> None:
    """Goal: what merging misses is seen.

    Method: four jittered copies of all her rows; she is flagged by the thinned rows, and she
    gained by the pay.
    """
    honest, attacked = scene(seed), scene(seed, copies=4)
    assert len(attacked.rows.standing) >= len(honest.rows.standing) + 4 * ROWS - 3
    before, after = paid(honest), paid(attacked)
    assert after["m00"] > before["m00"]
    found = review(after, measures_beside(RECIPE, attacked, after), threshold=threshold_of(RECIPE))
    assert THINNED in [flag.measure for flag in found.flags if flag.member == "m00"]


def test_what_several_hold_is_one_player_whose_worth_is_shared() -> None:
    """Goal: co-creators count neither twice nor not at all.

    Method: half of m00's rows are m01's too, by 1 to 3; against the game played by hand with a
    player for the pair.
    """
    plain = scene(7)
    pair = (("m00", 2_500), ("m01", 7_500))
    claims = [
        replace(claim, shares=pair) if row % (2 * MEMBERS) == 0 else claim
        for row, claim in enumerate(plain.claims)
    ]
    game = game_of(*plain.train, claims, plain.query)
    names = ["+".join(who for who, _ in claim.shares) for claim in claims]
    by_hand = curator_shapley(*plain.train, names, *plain.query, k=K)
    values = {name: int(by_hand.of(name) * 10**9) for name in by_hand.players}
    found = measures_beside(RECIPE, game, dict.fromkeys(game.rows.members, 0))[CURATOR]
    assert abs(found["m00"] - (values["m00"] + values["m00+m01"] / 4)) <= 2
    assert abs(found["m01"] - (values["m01"] + values["m00+m01"] * 3 / 4)) <= 2
    assert found["m02"] == values["m02"]


def test_the_recipe_says_which_measures_there_are_and_when_to_ask() -> None:
    """Goal: the review follows the recipe.

    Method: no thinning, more neighbours than the curator game takes, other thresholds; one who
    holds nothing is looked at too.
    """
    game = scene(1)
    people = {**paid(game), "nobody": 0}
    assert set(measures_beside(RECIPE, game, people)) == {CURATOR, MEMBER_KNN, THINNED}
    bare = ValuationRecipe(k=300)
    found = measures_beside(bare, game, people)
    assert set(found) == {MEMBER_KNN}
    assert found[MEMBER_KNN]["nobody"] == 0
    strict = ValuationRecipe(review_spreads=2, review_times_bp=20_000, review_floor_bp=500)
    assert threshold_of(strict) == Threshold(spreads=2, times_bp=20_000, floor_bp=500)
    assert threshold_of(ValuationRecipe()) == Threshold()
