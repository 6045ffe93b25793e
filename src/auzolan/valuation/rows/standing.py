"""Canonical rows: what is held twice stands once, and is its earliest holder's.

Rows that are one thing (`merging`) are valued as one row, the standing one. Its value belongs to
the holder of the earliest registered of them; holders registered at one and the same moment share
equally. It is shown on the rows that were registered first, in equal parts of each holder's part;
every later row is worth 0. So a member's value is still the sum of her rows' values.

Whole numbers throughout. Where holders share, members' sums are in finer units, by the least
common multiple of how many share. Were that too fine for 64 bits, each sum loses less than one
unit for every such number. A row's part is rounded down. The residual shows both.

Decides no distance, values nothing, and knows no settled dispute or registered co-creation;
`payable.canonical_rows` knows those.

Source: charter, article on consent; the value of a row is that of Jia et al. 2019 (arXiv
1908.08619), its sum over a member's rows that of Lee et al. 2025 (arXiv 2505.19013).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import lcm

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.merging import leaders
from auzolan.valuation.rows.result import Part
from auzolan.valuation.rows.training_rows import Segment, TrainingRows

Whole = NDArray[np.int64]
_SCALE_MAX = 2**12
_SUM_MAX = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """The holdings that one number of members share, each with each of its members.

    Attributes:
        size: how many share.
        holdings: int64 of shape (p,), codes of holdings.
        members: int64 of shape (p,), a member of each.
    """

    size: int
    holdings: Whole
    members: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Who holds which of some rows.

    Attributes:
        rows: int64, the rows of one member after another.
        starts: int64 of shape (members + 1,), where each member's begin.
    """

    rows: Whole
    starts: Whole

    def counts(self, of_row: NDArray[np.bool_]) -> Whole:
        """Count each member's rows that are marked."""
        marked = np.concatenate([[0], np.cumsum(of_row[self.rows])])
        counts: Whole = marked[self.starts[1:]] - marked[self.starts[:-1]]
        return counts


def holders_of(owners: NDArray[np.int32], members: int) -> Holders:
    """List the rows of each member where each row has one owner."""
    order = np.argsort(owners, kind="stable").astype(np.int64)
    return Holders(order, _starts(owners[order].astype(np.int64), members))


@dataclass(frozen=True, slots=True, eq=False)
class MemberSums:
    """What members' parts of canonical rows come to.

    Attributes:
        sums: int64 of shape (members,), in units of the part's unit over `scale`.
        squares: float64 of shape (members,), of one query's values; nan where it is not known:
            for members of shared holdings whose values for each query were not kept.
        per_query: int64 of shape (q, members), or None where not kept.
        scale: how many of these units make one of the part's.
    """

    sums: Whole
    squares: NDArray[np.float64]
    per_query: Whole | None
    scale: int


@dataclass(frozen=True, slots=True, eq=False)
class StandingRows:
    """The canonical rows among n rows, and whose they are.

    Attributes:
        segment: the c standing rows; an owner there is a holding: a member's code where she holds
            a row alone, a code from `n_members` on where several do.
        standing: int64 of shape (c,): the row whose content stands for each canonical row.
        row_of: int64 of shape (n,): the canonical row of each row.
        parts: int64 of shape (n,): in how many equal parts the canonical value is shown, one of
            them on this row; 0 where none is.
        n_members: members there are codes for; 0 without owners.
        n_holdings: holdings, >= `n_members`.
        holders: who holds which canonical row.
        shared: holdings of two members or more, by their number.
    """

    segment: Segment
    standing: Whole
    row_of: Whole
    parts: Whole
    n_members: int
    n_holdings: int
    holders: Holders
    shared: tuple[Share, ...]

    def some(self, count: int) -> NDArray[np.float64]:
        """Give at most so many of the canonical rows, evenly picked, as they are used."""
        last, wanted = len(self.standing) - 1, min(count, len(self.standing))
        return self.segment.points.some(np.linspace(0, last, wanted).astype(np.int64))

    def shown(self, sums: Whole) -> Whole:
        """Show canonical sums on the rows, each part rounded down; int64 of shape (n,)."""
        return np.where(self.parts > 0, sums[self.row_of] // np.maximum(self.parts, 1), 0)

    def squares_shown(self, squares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Show sums of squares on the rows as `shown` does; float64 of shape (n,)."""
        parts = np.maximum(self.parts, 1).astype(np.float64)
        return np.where(self.parts > 0, squares[self.row_of] / (parts * parts), 0.0)

    def scale_for(self, total: int) -> int:
        """Choose in how many units one is divided, so that sharing sums of that size is exact."""
        scale = lcm(*(share.size for share in self.shared))
        return scale if scale <= _SCALE_MAX and total * scale <= _SUM_MAX else 1

    def of_members(self, of_holdings: Whole, scale: int) -> Whole:
        """Give members their parts of what holdings are worth.

        Args:
            of_holdings: int64 of shape (..., holdings).
            scale: from `scale_for`.
        Returns:
            int64 of shape (..., members), in units finer by `scale`; exact where each number of
            holders divides it, else less than one unit below for each number that does not.
        """
        parts = of_holdings[..., : self.n_members] * scale
        for share in self.shared:
            whole = np.zeros_like(parts)
            np.add.at(whole.T, share.members, of_holdings.T[share.holdings])
            parts += whole * scale // share.size
        return parts

    def member_sums(self, part: Part) -> MemberSums:
        """Turn sums over holdings into sums over members.

        Args:
            part: over all queries, its owners being holdings.
        Returns:
            The sums, with squares and each query's values where they were kept.
        """
        scale = self.scale_for(sum(abs(one) for one in part.owner_sums.tolist()))
        sums = self.of_members(part.owner_sums, scale)
        squares = part.owner_squares[: self.n_members] * float(scale * scale)
        if part.of_owner.shape[1] == 0:
            for share in self.shared:
                squares[share.members] = np.nan
            return MemberSums(sums, squares, None, scale)
        per_query = self.of_members(part.of_owner, scale)
        if self.shared:
            squares = np.zeros(self.n_members)
            for line in per_query:  # query after query, so that float sums have one order
                squares += line.astype(np.float64) ** 2
        return MemberSums(sums, squares, per_query, scale)


def standing_rows(store: TrainingRows, *, near_squared: float, are_whole: bool) -> StandingRows:
    """Merge the rows that are here.

    Args:
        store: the rows, with their moments; without moments all were registered at one.
        near_squared: squared distance up to which rows of one label are one; 0.0 merges equal.
        are_whole: features are whole numbers, for money.
    Returns:
        The canonical rows, the same whatever order the rows came in.
    """
    whole = store.whole()
    registered = store.moments()
    groups = _labels(whole)
    leader = leaders(
        whole.points, groups, registered, near_squared=near_squared, are_whole=are_whole
    )
    standing, row_of = np.unique(leader, return_inverse=True)
    row_of = row_of.astype(np.int64)
    is_first = registered == registered[leader]
    n, members = len(leader), len(store.members.names) if store.has_owners else 0
    owners = whole.owners.astype(np.int64) if store.has_owners else np.zeros(n, dtype=np.int64)
    pairs = row_of[is_first] * max(members, 1) + owners[is_first]
    held, pair_of, repeats = np.unique(pairs, return_inverse=True, return_counts=True)
    held_row, held_by = held // max(members, 1), held % max(members, 1)
    sharing = np.bincount(held_row, minlength=len(standing))
    parts = np.zeros(n, dtype=np.int64)
    parts[is_first] = sharing[row_of[is_first]] * repeats[pair_of]
    codes, shared, n_holdings = _holdings(held_row, held_by, sharing, members)
    order = np.argsort(held_by, kind="stable")
    return StandingRows(
        segment=_picked(whole, standing, codes if members else whole.owners),
        standing=standing,
        row_of=row_of,
        parts=parts,
        n_members=members,
        n_holdings=n_holdings,
        holders=Holders(held_row[order], _starts(held_by[order], members)),
        shared=shared,
    )


def _labels(rows: Segment) -> Whole:
    """Give each row its label as a code; targets that are equal are one label."""
    if not rows.targets.size:
        return rows.labels.astype(np.int64)
    _, codes = np.unique(rows.targets, return_inverse=True)
    return codes.astype(np.int64)


def _holdings(
    held_row: Whole, held_by: Whole, sharing: Whole, members: int
) -> tuple[NDArray[np.int32], tuple[Share, ...], int]:
    """Give each canonical row the code of its holding; who holds what comes sorted by row."""
    codes = np.zeros(len(sharing), dtype=np.int32)
    is_sole = sharing[held_row] == 1
    codes[held_row[is_sole]] = held_by[is_sole]
    code_of: dict[tuple[int, ...], int] = {}
    starts = np.cumsum(sharing) - sharing
    for row in np.flatnonzero(sharing > 1).tolist():
        who = tuple(held_by[starts[row] : starts[row] + sharing[row]].tolist())
        codes[row] = code_of.setdefault(who, members + len(code_of))
    shares = []
    for size in sorted({len(who) for who in code_of}):
        some = [(code, one) for who, code in code_of.items() if len(who) == size for one in who]
        table = np.array(some, dtype=np.int64)
        shares.append(Share(size, table[:, 0].copy(), table[:, 1].copy()))
    return codes, tuple(shares), members + len(code_of)


def _picked(rows: Segment, at: Whole, owners: NDArray[np.int32]) -> Segment:
    """Take some rows, with other owners; without a copy where all are taken."""
    if len(at) == len(rows.labels):
        return Segment(rows.points, rows.labels, rows.targets, owners, 0)
    return replace(rows.some(at), owners=owners)


def _starts(sorted_codes: Whole, count: int) -> Whole:
    return np.searchsorted(sorted_codes, np.arange(count + 1)).astype(np.int64)
