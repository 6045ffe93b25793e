r"""Lots from a public seed: what the rules leave to chance, anyone draws again.

The seed is a text that nobody could know or choose when the ballots were cast: the checkpoint of
the record after the poll closed, say, or the numbers of a public lottery. This module draws; it
neither makes a seed nor judges one.

By hand: for each tied candidate take the SHA-256 of the text `auzolan/v1/lot`, the seed, the
stage and the candidate's number from 1, joined by line feeds. The order of the lot is that of these
digests, smallest first. With seed `2026-05-04`, stage 3 and candidate 7:

    printf 'auzolan/v1/lot\n2026-05-04\n3\n7' | sha256sum
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

LABEL = "auzolan/v1/lot"
SEED_CHARACTERS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that was drawn.

    Attributes:
        stage: of the count, from 1; methods without stages number their lots.
        why: what it decided, in a few words.
        order: the tied candidates, 0-based, in the order of the lot; the first is meant.
    """

    stage: int
    why: str
    order: tuple[int, ...]


def lot(seed: str, stage: int, candidates: Iterable[int]) -> tuple[int, ...]:
    """Put tied candidates into an order that nobody chose.

    The digest of one candidate does not depend on who else is tied, nor on the order in which
    they are given.

    Args:
        seed: a public text on one line, at most `SEED_CHARACTERS_MAX` characters.
        stage: of the count, from 1.
        candidates: those tied, 0-based.
    Returns:
        The candidates in the order of the lot.
    Raises:
        ValueError: the seed is too long or has more than one line.
    """
    if len(seed) > SEED_CHARACTERS_MAX or not seed.isprintable():
        raise ValueError(
            f"a seed is one line of at most {SEED_CHARACTERS_MAX:,} characters that can be printed; "
            "choose such a text"
        )

    def digest(candidate: int) -> str:
        return sha256(f"{LABEL}\n{seed}\n{stage}\n{candidate + 1}".encode()).hexdigest()

    return tuple(sorted(candidates, key=digest))
