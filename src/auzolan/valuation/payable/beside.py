"""The measures that a review sets beside the pay, over the very rows that were valued.

The curator game and member-KNN see a member as a whole, so many almost equal rows add little; the
third thins out each member's near rows and values the rest as the pay does. A canonical row held
by several counts for one player who is all of them, and what she gets is shared as they hold it.

They are for a human to look at: floats are welcome here, and nothing is paid by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from auzolan.learning.recipes import PaidRecipe
from auzolan.valuation.game_values import GameValues
from auzolan.valuation.members.curator import K_MAX, MEMBERS_MAX, curator_shapley
from auzolan.valuation.members.member_games import member_knn_shapley
from auzolan.valuation.payable.canonical_rows import Merging, Owners, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.games import PaidGame
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.review import Threshold

CURATOR = "the curator game"
MEMBER_KNN = "member-KNN"
THINNED = "her rows thinned"
EXACT_MEMBERS_MAX = 200
_E9 = 10**9


def threshold_of(recipe: PaidRecipe) -> Threshold:
    """When the review asks, as the recipe of a valuation says."""
    return Threshold(recipe.review_spreads, recipe.review_times_bp, recipe.review_floor_bp)


def measures_beside(
    recipe: PaidRecipe, game: PaidGame, members: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """Value everyone by the measures that do not grow with near rows.

    Args:
        recipe: neighbours, and the distance at which near rows are thinned out; 0 leaves that
            measure out.
        game: the rows as they were valued.
        members: everyone who is looked at, as in the pay.
    Returns:
        By measure, each one's value scaled by 10^9, in whole numbers; 0 for one who holds nothing.
        The curator game is missing above 256 neighbours or 4,096 players.
    """
    holdings = sorted(set(game.rows.owners))
    player_of = {owners: f"{place:06d}" for place, owners in enumerate(holdings)}
    players = [player_of[owners] for owners in game.rows.owners]
    train = (game.train[0][game.rows.standing], game.train[1][game.rows.standing])
    found: dict[str, Mapping[str, int]] = {}
    if recipe.k <= K_MAX and len(holdings) <= MEMBERS_MAX:
        way = "exact" if len(holdings) <= EXACT_MEMBERS_MAX else "quadrature"
        curator = curator_shapley(*train, players, *game.query, k=recipe.k, method=way)
        found[CURATOR] = _by_player(curator)
    found[MEMBER_KNN] = _by_player(member_knn_shapley(*train, players, *game.query, k=recipe.k))
    if recipe.review_near_squared:
        found[THINNED] = _thinned(recipe, game, players)
    return {
        measure: _by_member(values, {player_of[one]: one for one in holdings}, members)
        for measure, values in found.items()
    }


def _thinned(recipe: PaidRecipe, game: PaidGame, players: list[str]) -> dict[str, int]:
    """The pay once more, where a player's rows within the review's distance are one."""
    standing = game.rows.standing.tolist()
    claims = [
        sole(player, game.claims[row].registered)
        for player, row in zip(players, standing, strict=True)
    ]
    train = (game.train[0][standing], game.train[1][standing])
    content = Vectors(train[0], recipe.review_near_squared)
    rows = canonical_rows(content, train[1], claims, merging=Merging.OBSERVATION)
    values = canonical_member_values(train, game.query, rows, k=recipe.k)
    return dict(zip(values.members, values.value_e9, strict=True))


def _by_player(values: GameValues) -> dict[str, int]:
    return {player: int(values.of(player) * _E9) for player in values.players}


def _by_member(
    values: Mapping[str, int], owners_of: Mapping[str, Owners], members: Mapping[str, int]
) -> dict[str, int]:
    exact = dict.fromkeys(members, Fraction(0))
    for player, owners in owners_of.items():
        for member, part in owners:
            exact[member] += part * values.get(player, 0)
    return {member: amount.numerator // amount.denominator for member, amount in exact.items()}
