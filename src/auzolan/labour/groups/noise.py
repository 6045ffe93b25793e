"""Laplace noise in whole numbers: exact, from bits that come in, under a yearly budget.

Every probability is a ratio of whole numbers, so that no rounding of floats gives a value away
(Mironov, 2012). It stands on top of suppression and replaces none of it. It promises that a told
number would be nearly as likely with one person more or less. It does not promise this for which
cells are told, nor for the same numbers told without noise.

Source: Dwork, McSherry, Nissim and Smith, Calibrating noise to sensitivity in private data
analysis, 2006, for the mechanism and the sums of epsilons; Canonne, Kamath and Steinke, The
discrete Gaussian for differential privacy, 2020, algorithms 1 and 2, for the exact draw.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import numpy as np

from auzolan.foundation.moments import day_from_moment
from auzolan.labour.groups.suppression import TOTAL, Figure, Release
from auzolan.labour.groups.tables import MAGNITUDE_MAX, Table

SEED_BYTES = 32
EPSILON_CENTI_MAX = 1_000
"""An epsilon of 10 hides hardly anything; more is not called noise here."""
CELLS_EACH_MAX = 1_000
_DOMAIN = b"auzolan/v1/noise\x00"
_DRAWS_MAX = 10_000
"""Rounds of a draw; each ends it with a chance above one third, so this is never reached."""


class Bits:
    """Bits from a seed: SHA-256 over the seed, a name and a counter.

    Args:
        seed: 32 bytes of chance, drawn outside, kept secret until nothing rests on it: who has it
            takes the noise off.
        name: what the bits are for; other names give other bits.
    Raises:
        ValueError: a seed of another length.
    """

    def __init__(self, seed: bytes, name: str) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
        self._prefix = _DOMAIN + seed + hashlib.sha256(name.encode()).digest()
        self._block = 0
        self._word, self._left = 0, 0

    def take(self, count: int) -> int:
        """A number of `count` bits, >= 0, each value as likely as any other."""
        while self._left < count:
            block = hashlib.sha256(self._prefix + self._block.to_bytes(8, "big")).digest()
            self._word = self._word << 256 | int.from_bytes(block, "big")
            self._block, self._left = self._block + 1, self._left + 256
        self._left -= count
        taken = self._word >> self._left
        self._word &= (1 << self._left) - 1
        return taken

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1, each as likely as any other; `limit` >= 1."""
        count = (limit - 1).bit_length()
        for _ in range(_DRAWS_MAX):
            drawn = self.take(count)
            if drawn < limit:
                return drawn
        raise AssertionError("a number below the limit comes in half of the draws")


def is_exp_minus(bits: Bits, numerator: int, denominator: int) -> bool:
    """True with the chance exp(-numerator / denominator), exactly.

    Args:
        bits: where the chance comes from.
        numerator: 0 to `denominator`.
        denominator: >= 1.
    Source: Canonne, Kamath and Steinke 2020, algorithm 1, for a parameter of at most 1.
    """
    assert 0 <= numerator <= denominator, "this draw holds for parameters up to 1"
    turn = 1
    while bits.below(denominator * turn) < numerator:
        turn += 1
    return turn % 2 == 1


def discrete_laplace(bits: Bits, *, epsilon_centi: int, sensitivity: int) -> int:
    """A whole number y with a chance proportional to exp(-|y| epsilon / sensitivity).

    Args:
        bits: where the chance comes from.
        epsilon_centi: epsilon in hundredths, 1 to `EPSILON_CENTI_MAX`.
        sensitivity: by how much one person can change the number, >= 1.
    Returns:
        The noise, of any sign.
    Raises:
        ValueError: a number outside its range.
    Source: Canonne, Kamath and Steinke 2020, algorithm 2, with t = 100 sensitivity and
        s = epsilon_centi.
    """
    if not 1 <= epsilon_centi <= EPSILON_CENTI_MAX or sensitivity < 1:
        raise ValueError(
            f"epsilon is 1 to {EPSILON_CENTI_MAX} hundredths and sensitivity 1 or more; got "
            f"{epsilon_centi} and {sensitivity}"
        )
    scale = 100 * sensitivity
    for _ in range(_DRAWS_MAX):
        part = bits.below(scale)
        if not is_exp_minus(bits, part, scale):
            continue
        turns = 0
        while is_exp_minus(bits, 1, 1):
            turns += 1
        size = (part + scale * turns) // epsilon_centi
        is_negative = bits.take(1) == 1
        if not (is_negative and size == 0):
            return -size if is_negative else size
    raise AssertionError("a draw ends after a few rounds")


@dataclass(frozen=True, slots=True)
class Noise:
    """How much noise a release gets.

    Attributes:
        epsilon_centi: what the release spends of the budget, in hundredths of epsilon, all of its
            figures together.
        cells_each_max: in how many of the figures one person may stand, the roll included, >= 1:
            for a table by a attributes with all margins this is 2 to the a.
        magnitude_max: larger magnitudes are cut to this before they are added up, >= 1; 1 for
            counts. It is chosen without a look at the data.
    Raises:
        ValueError: a number outside its range.
    """

    epsilon_centi: int
    cells_each_max: int
    magnitude_max: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.epsilon_centi <= EPSILON_CENTI_MAX:
            raise ValueError(f"epsilon is 1 to {EPSILON_CENTI_MAX} hundredths")
        if not 1 <= self.cells_each_max <= CELLS_EACH_MAX:
            raise ValueError(f"a person stands in 1 to {CELLS_EACH_MAX} cells")
        if not 1 <= self.magnitude_max <= MAGNITUDE_MAX:
            raise ValueError(f"magnitudes are cut between 1 and {MAGNITUDE_MAX}")

    @property
    def sensitivity(self) -> int:
        """By how much one person can change all figures of the release together."""
        return self.cells_each_max * self.magnitude_max


def noised(table: Table, release: Release, noise: Noise, seed: bytes) -> tuple[Figure, ...]:
    """The figures of a release with noise in place of the exact numbers.

    Noise is added to the totals. The number of people of a sum is left out, as 0: it would need a
    release of its own. A figure may fall below 0; cutting it there would pull averages up.

    Args:
        table: the one that was released.
        release: from `suppress`.
        noise: epsilon, and what one person can change.
        seed: `SEED_BYTES` of chance, never used for another release.
    Returns:
        A figure for each of the release's, in its order.
    Raises:
        ValueError: somebody stands in more figures than `cells_each_max`; counts with a
            `magnitude_max` above 1; a seed of another length.
    """
    if table.magnitudes is None and noise.magnitude_max != 1:
        raise ValueError("one person changes a count by 1; leave magnitude_max at 1")
    people = {cell.label: cell.people for cell in table.cells}
    people[TOTAL] = table.roll
    held = Counter(one for figure in release.figures for one in people[figure.label].tolist())
    if max(held.values(), default=0) > noise.cells_each_max:
        raise ValueError(
            f"somebody stands in {max(held.values())} figures; the noise allows for "
            f"{noise.cells_each_max}"
        )
    found = []
    for figure in release.figures:
        added = discrete_laplace(
            Bits(seed, figure.label),
            epsilon_centi=noise.epsilon_centi,
            sensitivity=noise.sensitivity,
        )
        if table.magnitudes is None:
            found.append(Figure(figure.label, figure.people + added, figure.people + added))
            continue
        cut = np.minimum(table.magnitudes[people[figure.label]], noise.magnitude_max)
        found.append(Figure(figure.label, 0, int(cut.sum()) + added))
    return tuple(found)


def year_of(at: int) -> str:
    """The calendar year (UTC) whose budget a release at this moment spends.

    Args:
        at: ms, UTC.
    """
    return day_from_moment(at)[:4]


def spent_after(*, spent_centi: int, epsilon_centi: int, budget_centi: int) -> int | None:
    """What is spent of a year's budget after one more release, or None where it is not enough.

    Epsilons add up: two releases together tell no more than the sum of both allows.

    Args:
        spent_centi: hundredths of epsilon spent in the year before, >= 0.
        epsilon_centi: of this release, >= 1.
        budget_centi: the year's, >= 0.
    Returns:
        Hundredths spent, at most the budget; or None.
    Raises:
        ValueError: a number outside its range.
    Source: Dwork et al. 2006; sequential composition, Dwork and Roth, The algorithmic foundations
        of differential privacy, 2014, theorem 3.16.
    """
    if spent_centi < 0 or epsilon_centi < 1 or budget_centi < 0:
        raise ValueError("spent and budget are 0 or more, epsilon 1 or more")
    after = spent_centi + epsilon_centi
    return after if after <= budget_centi else None
