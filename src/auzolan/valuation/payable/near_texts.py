"""Which texts are near duplicates: equal but for a few words, a case, or a space.

Two texts are near when the sets of their pieces of five characters share enough: Jaccard's
index, compared in whole numbers. MinHash finds the pairs worth comparing, so that not all pairs
are compared; a pair it misses is not merged. With its 32 bands of 4 hashes it misses a pair that
shares the part s with chance (1 - s^4)^32: below 2 in 10,000 at s = 0.7, one in 10^7 at 0.8. The
hashes are fixed, so what is missed is missed on every machine.

Does not see a translation, a paraphrase or another spelling of the same tale. Needs datasketch,
the extra `valuation`.

Source: Broder, On the resemblance and containment of documents, 1997; Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, 2014, section 3.4, for the bands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

try:
    from datasketch import MinHash  # type: ignore[import-untyped]
except ImportError as missing:
    raise ImportError("near texts need datasketch: pip install 'auzolan[valuation]'") from missing

from auzolan.valuation.quantize import IntArray

CHARS_MAX = 2**20
SIMILAR_BP_MIN = 7_000
PIECE_CHARS = 5
_BANDS, _BAND_HASHES = 32, 4
_SEED = 1
_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts, near where they share enough of their pieces.

    Attributes:
        texts: one text a row, at most 2^20 characters each.
        similar_bp: the part of all pieces of two texts that both must hold, in basis points,
            7,000 to 10,000; below that the search would miss too many.
    """

    texts: Sequence[str]
    similar_bp: int

    def __post_init__(self) -> None:
        if not SIMILAR_BP_MIN <= self.similar_bp <= _BASIS_POINTS:
            raise ValueError(
                f"similar_bp is {SIMILAR_BP_MIN} to {_BASIS_POINTS}; got {self.similar_bp}"
            )
        for row, text in enumerate(self.texts):
            if len(text) > CHARS_MAX:
                raise ValueError(f"text {row} has {len(text)} characters, above {CHARS_MAX}")

    def spelled(self) -> list[bytes]:
        """Spell each text in its plain form: one case, one space between words."""
        return [plain(text).encode("utf-8", "surrogatepass") for text in self.texts]

    def leaders(self, rows: IntArray, groups: IntArray) -> IntArray:
        """Find leaders among texts that share a band of hashes; see `near.Content.leaders`."""
        leader = np.arange(len(rows), dtype=np.int64)
        held: dict[int, frozenset[bytes]] = {}
        shelves: dict[tuple[int, int, bytes], list[int]] = {}
        for place, (row, group) in enumerate(zip(rows.tolist(), groups.tolist(), strict=True)):
            mine = pieces(self.texts[row])
            slots = [(group, band, word) for band, word in enumerate(_bands(mine))]
            known = {other for slot in slots for other in shelves.get(slot, ())}
            near = [other for other in sorted(known) if self._is_near(mine, held[other])]
            if near:
                leader[place] = near[0]
                continue
            held[place] = mine
            for slot in slots:
                shelves.setdefault(slot, []).append(place)
        return leader

    def _is_near(self, left: frozenset[bytes], right: frozenset[bytes]) -> bool:
        shared = len(left & right)
        return shared * _BASIS_POINTS >= self.similar_bp * (len(left) + len(right) - shared)


def plain(text: str) -> str:
    """Bring a text into one form: Unicode's compatible form, no case, single spaces.

    Args:
        text: any text.
    Returns:
        The form in which texts are compared.
    Source: Unicode Standard Annex 15, form NFKC.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def pieces(text: str) -> frozenset[bytes]:
    """Cut a text into all its runs of five characters.

    Args:
        text: any text; a shorter one is one piece.
    Returns:
        The set of pieces, never empty.
    """
    form = plain(text)
    starts = range(max(1, len(form) - PIECE_CHARS + 1))
    return frozenset(
        form[start : start + PIECE_CHARS].encode("utf-8", "surrogatepass") for start in starts
    )


def _bands(mine: frozenset[bytes]) -> list[bytes]:
    sketch = MinHash(num_perm=_BANDS * _BAND_HASHES, seed=_SEED, scheme="affine64")
    sketch.update_batch(mine)
    hashes = sketch.hashvalues.astype(">u8")
    return [
        hashes[start : start + _BAND_HASHES].tobytes()
        for start in range(0, len(hashes), _BAND_HASHES)
    ]
