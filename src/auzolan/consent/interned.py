"""Sets of names, each written once, so that a limit of a statement is one whole number.

Two statements that are limited to the same parties hold the same number. What the names mean is
not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Interned:
    """Sets of names, each written once: 0 is no limit, and `sets[i]` is meant by i + 1.

    Attributes:
        sets: each sorted and without repeats; the empty one is nobody.
        holding: for each name, the numbers of the sets that hold it.
    """

    sets: tuple[tuple[str, ...], ...]
    holding: Mapping[str, tuple[int, ...]]

    def matching(self, name: str) -> Flags:
        """Which numbers a name meets, one flag for each number; no limit is always met."""
        flags = np.zeros(len(self.sets) + 1, dtype=np.bool_)
        flags[[0, *self.holding.get(name, ())]] = True
        return flags


def interned(sets: Iterable[tuple[str, ...]]) -> Interned:
    """Number sets of names.

    Args:
        sets: in the order of their numbers, each sorted and without repeats.
    """
    kept = tuple(sets)
    holding: dict[str, list[int]] = {}
    for place, names in enumerate(kept, start=1):
        for name in names:
            holding.setdefault(name, []).append(place)
    return Interned(kept, MappingProxyType({name: tuple(at) for name, at in holding.items()}))
