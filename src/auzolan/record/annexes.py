"""Annexes: bulk that an entry only names, as columns under a Merkle root.

An annex is a content-addressed text. Where amounts are shared out its tree is a sum tree, each
line split into two parts, so that a member proves her own line and the total while a proof shows
nobody else's. This module reads and writes no file and draws no salt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Protocol, TypeVar, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from auzolan.foundation import canonical
from auzolan.foundation.books import Scalar
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, NoneOrDigest
from auzolan.record import hashing, merkle, sumtree

PART_SALT_SIZE = 16
LINE_CHANCE_SIZE = 2 * PART_SALT_SIZE + 8
ANNEX_ROWS_MAX = 10_000_000

OPEN_KINDS = frozenset(
    {
        "ballots/1", "charter_texts/1", "dry_run/1", "owed/1", "paid/1", "parts/2", "stages/1",
        "tags/2", "uses/1",
    }
)  # fmt: skip
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
        kind: what the lines are, with a version, as `distribution/2`.
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
_ENCODER = msgspec.json.Encoder(order="sorted")
_LINES_AT_ONCE = 100_000
_LINE_BREAK = ord("\n")
_HALF = 26

K = TypeVar("K")
_REF_DECODER = msgspec.json.Decoder(AnnexRef)


def ref_text(ref: AnnexRef) -> str:
    """The reference as one text, as rows of the books keep it."""
    return canonical.encode(ref).decode()


def ref_from_text(text: str) -> AnnexRef:
    """The reference that `ref_text` wrote."""
    return canonical.decode(text.encode(), _REF_DECODER)


def let_go(held: dict[K, Annex], *, lines_max: int, count_max: int) -> None:
    """Let go of the annexes that were held first until few enough are left; never of the last."""
    while len(held) > 1 and (
        len(held) > count_max or sum(len(one.columns[0]) for one in held.values()) > lines_max
    ):
        del held[next(iter(held))]


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
    kept = tuple(tuple(columns[name]) for name in names)
    if not amount:
        return Annex(amount, kept, kind, names)
    drawn = hashing.octets(chance).reshape(-1, LINE_CHANCE_SIZE)
    salts = np.ascontiguousarray(drawn[:, : 2 * PART_SALT_SIZE]).tobytes().hex()
    draws = np.ascontiguousarray(drawn[:, 2 * PART_SALT_SIZE :]).view(">u8")[:, 0]
    sizes = np.abs(_amounts(columns[amount]))
    width = 4 * PART_SALT_SIZE
    return Annex(
        amount, kept, kind, names,
        parts=tuple(_scaled(draws.astype(np.uint64), sizes.astype(np.uint64) + 1).tolist()),
        salts=tuple([salts[at : at + width] for at in range(0, len(salts), width)]),
    )  # fmt: skip


def encode(annex: Annex) -> bytes:
    """The annex's one text."""
    return canonical.checked(annex) if len(annex.columns[0]) < 256 else canonical.encode(annex)


def decode(text: bytes, ref: AnnexRef, *, hasher: hashing.Hasher = hashing.hashes) -> Annex:
    """Read an annex and check it against what an entry says of it.

    Args:
        text: its bytes.
        ref: what the entry says.
        hasher: hashes lines and nodes.

    Raises:
        AnnexUnreadable: digest, spelling, shape, rows, root or total differ from the entry's.
    """
    found = hashlib.sha256(text).hexdigest()
    if found != ref.digest:
        raise AnnexUnreadable(f"annex {ref.digest[:12]}: its bytes have the digest {found[:12]}")
    try:
        annex = canonical.decode(text, _DECODER)
        made = refer(annex, text, hasher=hasher)
    except ValueError as fault:
        raise AnnexUnreadable(f"annex {ref.digest[:12]}: {fault}") from fault
    if made != ref:
        raise AnnexUnreadable(f"annex {ref.digest[:12]}: expected {ref}, found {made}")
    return annex


def refer(annex: Annex, text: bytes, *, hasher: hashing.Hasher = hashing.hashes) -> AnnexRef:
    """What an entry says of an annex: digest, rows, roots, totals, computed from its lines.

    Args:
        annex: the annex.
        text: its canonical bytes.
        hasher: hashes lines and nodes.
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
        return AnnexRef(digest, n_rows, _root(annex, n_rows, hasher).hex())
    if len(annex.parts) != n_rows or len(annex.salts) != n_rows:
        raise ValueError("an annex with amounts has a part and salts for each line")
    amounts = _amounts(annex.column(annex.amount))
    leaves = _Leaves(*_part_hashes(annex, amounts, hasher), hasher)
    root, total = leaves.root_and_total(amounts >= 0)
    if not (amounts < 0).any():
        return AnnexRef(digest, n_rows, root, total)
    debt_root, debt_total = leaves.root_and_total(amounts < 0)
    return AnnexRef(digest, n_rows, root, total, debt_root, debt_total)


def _root(annex: Annex, n_rows: int, hasher: hashing.Hasher) -> bytes:
    """The root over lines that carry no amount, in their order."""
    if not n_rows:
        return merkle.EMPTY_ROOT
    heads = np.zeros((n_rows, 1), dtype=np.uint8)
    made = [hasher(heads[: len(texts.starts)], texts, b"]") for texts in _texts(annex.columns)]
    return hashing.root_over(np.concatenate(made), hasher)


def _texts(columns: Sequence[Sequence[Scalar]]) -> Iterator[hashing.Texts]:
    """The canonical texts of lines without their closing bracket, some at a time."""
    lines = zip(*columns, strict=True)
    while some := list(islice(lines, _LINES_AT_ONCE)):
        # A line break within a text is escaped, so each one here ends a line.
        text = hashing.octets(_ENCODER.encode_lines(some))
        ends = np.flatnonzero(text == _LINE_BREAK)
        yield hashing.Texts(text, np.concatenate(([0], ends[:-1] + 1)), ends - 1)


def _part_hashes(
    annex: Annex, amounts: hashing.Amounts, hasher: hashing.Hasher
) -> tuple[hashing.Octets, hashing.Amounts]:
    """The hashes of both leaves of each line, shape (n, 2, 32), and what they carry, (n, 2)."""
    salts = _salts(annex, amounts)
    parts = np.array(annex.parts, dtype=np.int64)
    sizes = np.stack((parts, np.abs(amounts) - parts), axis=1)
    made = np.empty((len(amounts), 2, merkle.HASH_SIZE), dtype=np.uint8)
    done = 0
    for texts in _texts((repeat(annex.kind, len(amounts)), *annex.columns)):  # type: ignore[arg-type]
        some = slice(done, done + len(texts.starts))
        for part in (0, 1):
            prefix = np.full((len(texts.starts), 1), 2, dtype=np.uint8)
            amount = hashing.big_endian(sizes[some, part])
            heads = np.concatenate((prefix, salts[some, part], amount), axis=1)
            made[some, part] = hasher(heads, texts, f",{part}]".encode())
        done = some.stop
    return made, sizes


def _salts(annex: Annex, amounts: hashing.Amounts) -> hashing.Octets:
    """The salts of both leaves of each line, shape (n, 2, 16); parts are looked at as well.

    Raises:
        ValueError: with the first line whose part or salts have a wrong size.
    """
    parts = np.array(annex.parts, dtype=np.int64)
    is_good = (parts >= 0) & (parts <= np.abs(amounts))
    width = 4 * PART_SALT_SIZE
    if set(map(len, annex.salts)) - {width}:
        is_good &= np.array([len(salt) == width for salt in annex.salts], dtype=np.bool_)
    salts = bytes.fromhex("".join(annex.salts)) if is_good.all() else b""
    if len(salts) != 2 * PART_SALT_SIZE * len(parts):
        place = 0 if is_good.all() else int(np.argmin(is_good))
        raise ValueError(f"line {place}: a part from 0 to its amount and two salts of 16 bytes")
    return hashing.octets(salts).reshape(-1, 2, PART_SALT_SIZE)


@dataclass(frozen=True, slots=True)
class _Leaves:
    """The hashes of both leaves of each line, shape (n, 2, 32), and what they carry, (n, 2)."""

    hashes: hashing.Octets
    amounts: hashing.Amounts
    hasher: hashing.Hasher

    def root_and_total(self, chosen: NDArray[np.bool_]) -> tuple[str, int]:
        """The root of the tree over the chosen lines, and its total."""
        is_all = bool(chosen.all())  # most often; then nothing need be copied
        amounts = (self.amounts if is_all else self.amounts[chosen]).reshape(-1)
        total = int((amounts >> _HALF).sum() << _HALF) + int((amounts & (1 << _HALF) - 1).sum())
        if total > sumtree.AMOUNT_MAX:
            raise ValueError(f"an amount is 0 to {sumtree.AMOUNT_MAX}; got {total}")
        if not len(amounts):
            return merkle.EMPTY_ROOT.hex(), 0
        hashes = self.hashes if is_all else self.hashes[chosen]
        row = hashes.reshape(-1, merkle.HASH_SIZE)
        return hashing.sum_root_over(row, amounts, self.hasher).hex(), total


def sum_leaves(annex: Annex, *, debts: bool) -> list[sumtree.SumLeaf]:
    """The two leaves of each line whose amount is below 0 (`debts`) or not, in order of line."""
    amounts = _amounts(annex.column(annex.amount)).tolist()
    leaves: list[sumtree.SumLeaf] = []
    for place, line in enumerate(annex.lines()):
        amount = amounts[place]
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


def _amounts(column: Sequence[Scalar]) -> hashing.Amounts:
    """A column of amounts as an array.

    Raises:
        ValueError: a value is no whole number, or 2^53 or more in size.
    """
    for kind in set(map(type, column)):
        if not issubclass(kind, int):
            value = next(value for value in column if type(value) is kind)
            raise ValueError(f"an amount is a whole number; got {value!r}")
    whole = cast("Sequence[int]", column)
    largest = max(max(whole, default=0), -min(whole, default=0))
    if largest > sumtree.AMOUNT_MAX:
        raise ValueError(f"an amount is at most {sumtree.AMOUNT_MAX} in size; got {largest}")
    return np.array(whole, dtype=np.int64)


def _scaled(draws: NDArray[np.uint64], sizes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """`draw * size >> 64`, exactly, for draws of 64 bits and sizes of up to 53."""
    low, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
    middle, other = (draws >> shift) * (sizes & low), (draws & low) * (sizes >> shift)
    carried = ((draws & low) * (sizes & low) >> shift) + (middle & low) + (other & low)
    whole = (draws >> shift) * (sizes >> shift)
    made: NDArray[np.uint64] = whole + (middle >> shift) + (other >> shift) + (carried >> shift)
    return made
