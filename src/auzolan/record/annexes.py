"""Annexes: bulk that an entry only names, as columns under a Merkle root.

An annex is a content-addressed text. Where amounts are shared out its tree is a sum tree, each
line split into two parts, so that a member proves her own line and the total while a proof shows
nobody else's. This module reads and writes no file and draws no salt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from auzolan.foundation import canonical
from auzolan.foundation.books import Scalar
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, NoneOrDigest
from auzolan.record import merkle, sumtree

PART_SALT_SIZE = 16
LINE_CHANCE_SIZE = 2 * PART_SALT_SIZE + 8
ANNEX_ROWS_MAX = 10_000_000

OPEN_KINDS = frozenset({"tags/1", "ballots/1", "parts/1"})
"""Kinds that are published whole beside the tiles; all others stay inside the co-operative."""


class AnnexUnreadable(ValueError):
    """An act names an annex that was not laid down, or that differs from what the act says."""


class AnnexRef(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How an entry names an annex.

    Attributes:
        digest: SHA-256 of the annex's bytes; its file name.
        rows: number of lines.
        root: Merkle root of the lines, or sum root of the amounts from 0 up.
        total: sum of the amounts from 0 up; 0 where lines carry no amount.
        debt_root: sum root of the amounts below 0, each by its size; empty where there is none.
        debt_total: sum of the sizes of the amounts below 0.
    """

    digest: Digest
    rows: Whole
    root: Digest
    total: Whole = 0
    debt_root: NoneOrDigest = ""
    debt_total: Whole = 0


class Annex(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of an annex.

    Attributes:
        amount: the column that is summed, or an empty text.
        columns: the columns, all of one length, in the order of `names`.
        kind: what the lines are, with a version, as `distribution/1`.
        names: the names of the columns.
        parts: for each line of a sum tree, the part of its amount that the first leaf carries.
        salts: for each line, the salts of its leaves in hexadecimal.
    """

    amount: str
    columns: tuple[tuple[int | str, ...], ...]
    kind: str
    names: tuple[str, ...]
    parts: tuple[int, ...] = ()
    salts: tuple[str, ...] = ()

    def column(self, name: str) -> Sequence[Scalar]:
        """The column of this name.

        Raises:
            ValueError: there is none.
        """
        return self.columns[self.names.index(name)]

    def lines(self) -> list[tuple[Scalar, ...]]:
        """The lines, each in the order of `names`."""
        return list(zip(*self.columns, strict=True))


class Annexes(Protocol):
    """What a rule may do with annexes: make one as part of its answer, or read one it is given."""

    def make(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay down columns as an annex; `amount` names the column to sum."""

    def read(self, ref: AnnexRef) -> Annex:
        """The annex of this name, checked.

        Raises:
            AnnexUnreadable: it is not there, or differs from what the act says of it.
            NotDisclosed: it cannot be seen at this level of checking.
        """


_DECODER = msgspec.json.Decoder(Annex)
_REF_DECODER = msgspec.json.Decoder(AnnexRef)


def ref_text(ref: AnnexRef) -> str:
    """The reference as one text, as rows of the books keep it."""
    return canonical.encode(ref).decode()


def ref_from_text(text: str) -> AnnexRef:
    """The reference that `ref_text` wrote."""
    return canonical.decode(text.encode(), _REF_DECODER)


def build(
    kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str, chance: bytes
) -> Annex:
    """Make an annex from columns; lines keep their order.

    Args:
        kind: what the lines are, with a version.
        columns: columns of equal length; numbers below 2^53 in size, texts.
        amount: the column to sum, or an empty text.
        chance: `LINE_CHANCE_SIZE` random bytes a line when there is an amount, else empty.
    Returns:
        The annex.
    Raises:
        ValueError: columns differ in length, there are too many rows, or chance has a wrong size.
    """
    names = tuple(sorted(columns))
    lengths = {len(columns[name]) for name in names}
    rows = max(lengths, default=0)
    if len(lengths) != 1 or rows > ANNEX_ROWS_MAX:
        raise ValueError(f"columns of one length up to {ANNEX_ROWS_MAX}; got {sorted(lengths)}")
    if len(chance) != (rows * LINE_CHANCE_SIZE if amount else 0):
        raise ValueError(f"{LINE_CHANCE_SIZE} random bytes a line; got {len(chance)} for {rows}")
    parts: list[int] = []
    salts: list[str] = []
    for place, value in enumerate(columns[amount] if amount else ()):
        at = place * LINE_CHANCE_SIZE
        salts.append(chance[at : at + 2 * PART_SALT_SIZE].hex())
        draw = int.from_bytes(chance[at + 2 * PART_SALT_SIZE : at + LINE_CHANCE_SIZE], "big")
        parts.append(draw * (abs(_whole(value)) + 1) >> 64)
    kept = tuple(tuple(columns[name]) for name in names)
    return Annex(amount, kept, kind, names, tuple(parts), tuple(salts))


def encode(annex: Annex) -> bytes:
    """The annex's one text."""
    return canonical.checked(annex) if len(annex.columns[0]) < 256 else canonical.encode(annex)


def decode(text: bytes, ref: AnnexRef) -> Annex:
    """Read an annex and check it against what an entry says of it.

    Raises:
        AnnexUnreadable: digest, spelling, shape, rows, root or total differ from the entry's.
    """
    found = hashlib.sha256(text).hexdigest()
    if found != ref.digest:
        raise AnnexUnreadable(f"annex {ref.digest[:12]}: its bytes have the digest {found[:12]}")
    try:
        annex = canonical.decode(text, _DECODER)
        made = refer(annex, text)
    except ValueError as fault:
        raise AnnexUnreadable(f"annex {ref.digest[:12]}: {fault}") from fault
    if made != ref:
        raise AnnexUnreadable(f"annex {ref.digest[:12]}: expected {ref}, found {made}")
    return annex


def refer(annex: Annex, text: bytes) -> AnnexRef:
    """What an entry says of an annex: digest, rows, roots, totals, computed from its lines.

    Args:
        annex: the annex.
        text: its canonical bytes.
    Raises:
        ValueError: the shape is not one that `build` makes.
    """
    rows = {len(column) for column in annex.columns}
    if (
        len(rows) != 1
        or len(annex.names) != len(annex.columns)
        or list(annex.names) != sorted(set(annex.names))
    ):
        raise ValueError("an annex has named columns of one length, in order of name")
    digest = hashlib.sha256(text).hexdigest()
    n_rows = rows.pop()
    if not annex.amount:
        leaves = [merkle.leaf_hash(canonical.encode(line)) for line in annex.lines()]
        return AnnexRef(digest, n_rows, merkle.root_of(leaves).hex())
    if len(annex.parts) != n_rows or len(annex.salts) != n_rows:
        raise ValueError("an annex with amounts has a part and salts for each line")
    root, total = sumtree.sum_root(sum_leaves(annex, debts=False))
    debts = sum_leaves(annex, debts=True)
    if not debts:
        return AnnexRef(digest, n_rows, root.hex(), total)
    debt_root, debt_total = sumtree.sum_root(debts)
    return AnnexRef(digest, n_rows, root.hex(), total, debt_root.hex(), debt_total)


def sum_leaves(annex: Annex, *, debts: bool) -> list[sumtree.SumLeaf]:
    """The two leaves of each line whose amount is below 0 (`debts`) or not, in order of line."""
    amounts = annex.column(annex.amount)
    leaves: list[sumtree.SumLeaf] = []
    for place, line in enumerate(annex.lines()):
        amount = _whole(amounts[place])
        if (amount < 0) != debts:
            continue
        salts = bytes.fromhex(annex.salts[place])
        if len(salts) != 2 * PART_SALT_SIZE or not 0 <= annex.parts[place] <= abs(amount):
            raise ValueError(f"line {place}: a part from 0 to its amount and two salts of 16 bytes")
        named = [annex.kind, *line]
        for part, size in enumerate((annex.parts[place], abs(amount) - annex.parts[place])):
            salt = salts[part * PART_SALT_SIZE : (part + 1) * PART_SALT_SIZE]
            leaves.append(sumtree.SumLeaf(salt, size, canonical.encode([*named, part])))
    return leaves


def _whole(value: Scalar) -> int:
    if not isinstance(value, int):
        raise ValueError(f"an amount is a whole number; got {value!r}")
    return value
