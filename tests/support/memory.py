"""In-memory twins of the ports that the house fills from files and from chance."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from auzolan.charter.texts import RELEASE_TEXTS, release_texts, texts_annex
from auzolan.foundation.books import Scalar
from auzolan.foundation.moments import Moment
from auzolan.record import annexes
from auzolan.record.annexes import Annex, AnnexRef
from auzolan.record.case import Case


class MemoryAnnexes:
    """Annexes in a dictionary; salts come from a seed, so that equal runs are equal."""

    def __init__(self, seed: str = "tests") -> None:
        self._seed = seed.encode()
        self._drawn = 0
        # Those that every founding names lie there already.
        self.texts: dict[str, bytes] = {
            release_texts().digest: annexes.encode(texts_annex(RELEASE_TEXTS))
        }

    def make(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down columns as an annex."""
        rows = len(next(iter(columns.values())))
        size = rows * annexes.LINE_CHANCE_SIZE if amount else 0
        annex = annexes.build(kind, columns, amount=amount, chance=self._chance(size))
        text = annexes.encode(annex)
        ref = annexes.refer(annex, text)
        self.texts[ref.digest] = text
        return ref

    def read(self, ref: AnnexRef) -> Annex:
        """The annex of this name, checked."""
        return annexes.decode(self.texts[ref.digest], ref)

    def _chance(self, size: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(self._seed + self._drawn.to_bytes(8, "big")).digest(size)


def case_of(
    actor: str = "m001", at: int = 1_700_000_000_000, seq: int = 7,
    annexes_port: MemoryAnnexes | None = None,
) -> Case:  # fmt: skip
    """A case with the given circumstances and annexes in memory."""
    return Case(seq, Moment(at), actor, annexes_port or MemoryAnnexes())
