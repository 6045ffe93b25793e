"""Semivalues by sampling: Shapley, Beta Shapley, Banzhaf and leave-one-out, for any utility.

A semivalue is a mean of a player's marginals, weighed by the size of the coalition joined.
Shapley and Beta walk seeded permutations; Banzhaf tosses coins and uses every worth for every
player (maximum sample reuse); leave-one-out needs no chance. Draw u depends on (seed, u) alone,
so parts can be computed anywhere and added up. Sampling stops at a stated number of draws, or as
soon as the largest standard error is small enough, looked at after every 16 draws.

Never caches, never runs in parallel by itself, and makes no claim of efficiency where the
semivalue has none: Beta, Banzhaf and leave-one-out do not sum to the whole.

Source: Ghorbani and Zou 2019, arXiv 1904.02868, algorithm 1 (truncated Monte Carlo); Kwon and Zou
2022, arXiv 2110.14049, equations 3 to 5; Wang and Jia 2023, arXiv 2205.15466, section 4.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from auzolan.valuation.draws import coins, permutations
from auzolan.valuation.game_values import GameValues
from auzolan.valuation.given import real_number
from auzolan.valuation.quantize import FloatArray, IntArray, Owners
from auzolan.valuation.sampled.coalitions import CoalitionGame, RowsGame, Utility

DRAWS_AT_ONCE = 16
DRAWS_MAX = 2**24


@dataclass(frozen=True, slots=True)
class Beta:
    """Beta(alpha, beta) Shapley: alpha above beta favours small coalitions; (1, 1) is Shapley.

    Attributes:
        alpha: > 0 and finite.
        beta: > 0 and finite.
    Raises:
        ValueError: another number.
    """

    alpha: float = 1.0
    beta: float = 1.0

    def __post_init__(self) -> None:
        for name, given in (("alpha", self.alpha), ("beta", self.beta)):
            if real_number(name, given) == 0.0:
                raise ValueError(f"expected alpha and beta above 0; got {name}={given}")


@dataclass(frozen=True, slots=True)
class Banzhaf:
    """Every coalition of the others weighs the same."""


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """Only the coalition of all others counts."""


Coefficient = Beta | Banzhaf | LeaveOneOut
SHAPLEY = Beta(1.0, 1.0)
_BY_NAME: dict[str, Coefficient] = {
    "shapley": SHAPLEY, "banzhaf": Banzhaf(), "leave-one-out": LeaveOneOut(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stopping:
    """When to stop drawing.

    Attributes:
        draws_max: permutations or coalitions at most, 1 to 2^24.
        draws_min: at least so many before `stderr_max` may stop it, so that a lucky start does not.
        stderr_max: stop once no standard error is larger; 0.0 never stops early.
        truncate_within: end a walk once its worth is this near to that of all players (Shapley
            and Beta only). The marginals left out count as 0; their mean sum shows as the residual.
    """

    draws_max: int = 1024
    draws_min: int = 64
    stderr_max: float = 0.0
    truncate_within: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over some draws, to be added up in the order of the draws.

    Attributes:
        counts: int64 of shape (s, players): samples; s is 1 for marginals, and 2 for the worths
            with and without the player.
        sums: float64 of the same shape.
        squares: float64 of the same shape.
    """

    counts: IntArray
    sums: FloatArray
    squares: FloatArray

    def __add__(self, other: Moments) -> Moments:
        return Moments(
            self.counts + other.counts, self.sums + other.sums, self.squares + other.squares
        )

    def means(self) -> FloatArray:
        """Estimate each player's value; nan where a side has no sample."""
        with np.errstate(invalid="ignore", divide="ignore"):
            means = self.sums / self.counts
        estimate: FloatArray = means[0] if len(means) == 1 else means[0] - means[1]
        return estimate

    def stderr(self) -> FloatArray:
        """Estimate each value's standard error; nan below two samples a side."""
        with np.errstate(invalid="ignore", divide="ignore"):
            gaps = self.squares - self.sums * self.sums / self.counts
            variances = np.maximum(gaps, 0.0) / np.maximum(self.counts - 1, 0)
            stderr: FloatArray = np.sqrt((variances / self.counts).sum(axis=0))
        stderr[(self.counts < 2).any(axis=0)] = math.nan
        return stderr


class Semivalue:
    """Values players by a semivalue of a utility.

    Args:
        utility: worth of a set of rows, or a game that answers for whole coalitions.
        coefficient: `SHAPLEY`, a `Beta`, `Banzhaf` or `LeaveOneOut`; or one of the names
            "shapley", "banzhaf" and "leave-one-out".
    Raises:
        ValueError: an unknown coefficient.
    Example:
        >>> kinds = ["red", "red", "blue"]
        >>> def different(rows: IntArray) -> float:
        ...     return float(len({kinds[row] for row in rows}))
        >>> found = Semivalue(different, LeaveOneOut()).fit(["ana", "ben", "eve"])
        >>> found.values.tolist()
        [0.0, 0.0, 1.0]
    """

    def __init__(
        self, utility: Utility | CoalitionGame, coefficient: Coefficient | str = SHAPLEY
    ) -> None:
        self._utility = utility
        self._coefficient = _coefficient(coefficient)

    def fit(
        self,
        owner: Owners | None = None,
        *,
        seed: int = 0,
        stopping: Stopping | None = None,
    ) -> GameValues:
        """Draw until the rule says stop, and estimate every player's value.

        Args:
            owner: who owns each row; `range(n)` makes each row a player; None for a game.
            seed: 0 to 2^64 - 1.
            stopping: when to stop; by default after 1,024 draws.
        Returns:
            Values with standard errors over the draws. The same arguments give the same figures.
        Raises:
            ValueError: an owner list with a game or none with a utility, no player, or a rule
                out of range.
        """
        game, rule = self._game(owner), stopping or Stopping()
        if not 1 <= rule.draws_max <= DRAWS_MAX or rule.truncate_within < 0:
            raise ValueError(f"expected 1 to {DRAWS_MAX} draws and no negative limit; got {rule}")
        ends = np.zeros((2, len(game.players)), dtype=np.bool_)
        ends[1] = True
        none, everyone = game.worths(ends).tolist()
        method = f"semivalue/1 {self._coefficient} seed={seed} {rule}"
        if isinstance(self._coefficient, LeaveOneOut):
            without = game.worths(~np.eye(len(game.players), dtype=np.bool_))
            sure = np.zeros(len(game.players))
            values: FloatArray = everyone - without
            return GameValues(method, game.players, values, sure, 1, everyone - none, 0.0)
        moments, drawn = self._part(game, seed, range(0), rule), 0
        while drawn < rule.draws_max:
            units = range(drawn, min(drawn + DRAWS_AT_ONCE, rule.draws_max))
            moments, drawn = moments + self._part(game, seed, units, rule), units.stop
            if drawn >= rule.draws_min and moments.stderr().max() <= rule.stderr_max:
                break
        return GameValues(
            method,
            game.players,
            moments.means(),
            moments.stderr(),
            drawn,
            everyone - none,
            math.nan,
            seed,
        )

    def part(
        self,
        owner: Owners | None,
        *,
        seed: int,
        units: range,
        stopping: Stopping | None = None,
    ) -> Moments:
        """Compute some draws only, so that other workers can compute the others.

        Args:
            owner: as for `fit`.
            seed: as for `fit`.
            units: which draws, counted from 0.
            stopping: only its truncation is read.
        Returns:
            Sums that add up, in any grouping, to those of one `fit` but for float rounding; to the
            last bit where each part has 16 draws and they are added in order.
        Raises:
            ValueError: leave-one-out has no draws, or the owners do not fit.
        """
        if isinstance(self._coefficient, LeaveOneOut):
            raise ValueError("leave-one-out draws nothing; use fit")
        return self._part(self._game(owner), seed, units, stopping or Stopping())

    def _game(self, owner: Owners | None) -> CoalitionGame:
        if isinstance(self._utility, CoalitionGame):
            if owner is not None:
                raise ValueError("a game knows its players; give no owner")
            return self._utility
        if owner is None or len(owner) == 0:
            raise ValueError("a utility of rows needs the owner of each row, and at least one")
        return RowsGame(self._utility, owner)

    def _part(self, game: CoalitionGame, seed: int, units: range, rule: Stopping) -> Moments:
        match self._coefficient:
            case Beta() as beta:
                return _walked(game, beta, seed, units, rule.truncate_within)
            case _:
                return _tossed(game, seed, units)


def _coefficient(given: Coefficient | str) -> Coefficient:
    found = _BY_NAME.get(given) if isinstance(given, str) else given
    if not isinstance(found, Beta | Banzhaf | LeaveOneOut):
        raise ValueError(
            f"a coefficient is SHAPLEY, Beta(alpha, beta), Banzhaf(), LeaveOneOut() or one of "
            f"{', '.join(_BY_NAME)}; got {given!r}"
        )
    return found


def size_weights(beta: Beta, n: int) -> FloatArray:
    """Weigh a marginal by how many joined before.

    Args:
        beta: the semivalue.
        n: players, >= 1.
    Returns:
        float64 of shape (n,) with mean 1: n C(n-1, j) B(j + beta, n-1-j + alpha) / B(alpha, beta)
        for j players before.
    Source: Kwon and Zou 2022, equation 5, with j + 1 for their j.
    """
    weights = np.ones(n)
    if beta == SHAPLEY:
        return weights
    whole = _log_beta(beta.alpha, beta.beta)
    for j in range(n):
        chosen = math.lgamma(n) - math.lgamma(j + 1) - math.lgamma(n - j)
        joint = _log_beta(j + beta.beta, n - 1 - j + beta.alpha)
        weights[j] = n * math.exp(chosen + joint - whole)
    return weights


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _walked(game: CoalitionGame, beta: Beta, seed: int, units: range, within: float) -> Moments:
    """Weigh the marginals of one permutation a unit."""
    n = len(game.players)
    orders = np.zeros((len(units), n), dtype=np.int64)
    for place, unit in enumerate(units):
        orders[place] = permutations(seed, unit, 1, n)[0]
    samples = np.zeros((len(units), n))
    steps = np.diff(game.walks(orders, within), axis=1) * size_weights(beta, n)
    np.put_along_axis(samples, orders, steps, axis=1)
    return Moments(
        np.full((1, n), len(units), dtype=np.int64),
        samples.sum(axis=0, keepdims=True),
        (samples * samples).sum(axis=0, keepdims=True),
    )


def _tossed(game: CoalitionGame, seed: int, units: range) -> Moments:
    """Split the worths of one random coalition a unit by who was in it."""
    n = len(game.players)
    present = np.zeros((len(units), n), dtype=np.bool_)
    for place, unit in enumerate(units):
        present[place] = coins(seed, unit, 1, n)[0]
    sides = np.stack([present, ~present])
    worths = game.worths(present)[None, :, None]
    return Moments(
        sides.sum(axis=1, dtype=np.int64),
        np.where(sides, worths, 0.0).sum(axis=1),
        np.where(sides, worths * worths, 0.0).sum(axis=1),
    )
