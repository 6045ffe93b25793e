"""Who made one answer: the nearest rows of a served query, and its fee shared among their owners.

An answer given with label y is worth what its k nearest rows say for it. Each of the `top` nearest
rows gets its exact Shapley value in that game; a member's weight is the sum of hers, or 0 if that
is below 0. Her share of the fee is her part of all weights, rounded down to a whole micro-unit.
What rounding leaves is named, not given: it stays with whoever charged the fee.

With `near` a canonical row speaks for all that it stands for, and its holders share equally; with
`cap` only the rows that enter speak (of rows alike, of which only some enter, the first are shown).
In mode "payment" features and distances are whole numbers, so shares agree on every machine. One
answer is one draw, so it has no interval.

The rows come from a scan of all rows or from an index, which may miss some; `share_error` compares
the two. Charges nobody and keeps no query.

Source: Jia et al. 2019 (arXiv 1908.08619), Theorems 1 and 2, for one query.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.given import features_of, whole_number
from auzolan.valuation.release import CODE_VERSION
from auzolan.valuation.rows.capped import Speaking, speaking_rows
from auzolan.valuation.rows.games import PAYMENT_BITS, VALUE_BITS, ranked_game
from auzolan.valuation.rows.kernels_top import value_list
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.neighbours import Floats, ready
from auzolan.valuation.rows.truncated import SHARED_MAX, empty_lists, offer, settle

Whole = NDArray[np.int64]
METHOD = "knn-attribution/1"
FEE_MICRO_MAX = 2**53
TOP_MAX = 2**16


class Finder(Protocol):
    """What finds the nearest rows of a query: `neighbour_index.CellIndex`, or another index."""

    def nearest(self, x: Floats, top: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give at most `top` rows, nearest first, with their squared distances."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """One answer's fee, shared.

    Attributes:
        fee_micro: the fee in micro-units, >= 0.
        member_micro: micro-units of each member with a share above 0; largest first, then by id.
        remainder_micro: what is left of the fee: `fee_micro` less all shares. It is the whole fee
            where no row spoke for the answer.
        rows: int64, the rows that were valued, nearest first; of rows merged by `near`, the one
            that stands for them.
        values: float64, their values.
        owners: the owner of each; where several hold it, the first by the order they came in.
        method: name and version, with what steered it.
        code_version: release that made it.
    """

    fee_micro: int
    member_micro: Mapping[str | int, int]
    remainder_micro: int
    rows: NDArray[np.int64]
    values: NDArray[np.float64]
    owners: tuple[str | int, ...]
    method: str = METHOD
    code_version: str = CODE_VERSION

    def digest(self) -> str:
        """Give the SHA-256 of method, fee, shares, rows and values; equal results, equal digest."""
        shares = [[str(member), share] for member, share in self.member_micro.items()]
        head = [self.method, self.fee_micro, self.remainder_micro, shares, self.rows.tolist()]
        sealed = hashlib.sha256(json.dumps(head).encode())
        sealed.update(self.values.astype("<f8").tobytes())
        return sealed.hexdigest()


def attribute(
    model: KNNShapley,
    x: Floats,
    y: str | int,
    *,
    fee_micro: int,
    top: int = 100,
    finder: Finder | None = None,
) -> Attribution:
    """Share the fee of one answered query among the owners of the rows behind it.

    Args:
        model: fitted with owners, utility "hard"; its k votes.
        x: the query's features, shape (d,).
        y: the answer that was given.
        fee_micro: its fee in whole micro-units, 0 to 2^53; of Python's type or numpy's.
        top: rows that are valued, k to 2^16; a rule, so state it. Rows as far as the last one
            are valued with it, or without it where they are more than 16.
        finder: an index over the rows as the model numbers them; None scans all rows. Not with
            `near` or `cap`: an index knows neither canonical rows nor who holds them. Nor in mode
            "payment": an index may miss a row.
    Returns:
        The shares; with the remainder they sum to the fee exactly.
    Raises:
        ValueError: no owners, another utility, a limit is passed, a fee that is no whole number,
            or floats that cannot tell the distances apart.
    """
    store = model.training_rows()
    if not store.has_owners or model.utility != "hard":
        raise ValueError("attribution needs rows with owners and utility hard")
    fee_micro = whole_number("fee_micro", fee_micro, 0, FEE_MICRO_MAX)
    top = whole_number("top, from k,", top, model.k, TOP_MAX)
    if finder is not None and (model.cap, model.near, model.mode) != (None, None, "exact"):
        raise ValueError("near, cap and mode payment look at all rows: give no finder")
    if np.ndim(x) != 1:
        raise ValueError(f"expected one query of shape (d,); got {np.shape(x)}")
    point = model.features(features_of(np.asarray(x)[None, :], "query"))[0]
    label = int(store.classes.known([y], "label")[0])
    found = _found(model, point, label, top + SHARED_MAX + 1, finder)
    count = _inside(found.distances, top)
    bits = PAYMENT_BITS if model.mode == "payment" else VALUE_BITS
    units = _values(
        found.rows[:count], found.distances[:count],
        labels=found.labels[:count], label=label, k=model.k, bits=bits,
    )  # fmt: skip
    holders, names = found.holders[:count], cast("list[str | int]", store.members.names)
    weights = _weights(found, units, names)
    shares = share_fee(fee_micro, weights)
    return Attribution(
        fee_micro,
        shares,
        fee_micro - sum(shares.values()),
        found.rows[:count],
        units / 2.0**bits,
        tuple(names[who[0]] for who in holders),
        f"{METHOD} k={model.k} metric={model.metric} {_arithmetic(model)} top={top} "
        f"cap={model.cap} near={model.near} finder={'scan' if finder is None else 'index'}",
    )


def _arithmetic(model: KNNShapley) -> str:
    """Name what the distances are computed in."""
    return f"payment scale={model.scale}" if model.mode == "payment" else f"dtype={model.dtype}"


def _weights(found: Speaking, units: Whole, names: list[str | int]) -> dict[str | int, int]:
    """Add up what each member's rows are worth, as whole numbers of one fine unit."""
    holders = found.holders[: len(units)]
    fineness = lcm(*(len(who) for who in holders))
    weights: dict[str | int, int] = {}
    for place, (who, value) in enumerate(zip(holders, units.tolist(), strict=True)):
        tied = found.stands_for.get(place)
        rest = len(tied.rows) * tied.spread(value) - tied.entered * value if tied else 0
        for code in who:
            part = (value + rest) * fineness // len(who)
            weights[names[code]] = weights.get(names[code], 0) + part
    return weights


def _found(
    model: KNNShapley, point: Floats, label: int, most: int, finder: Finder | None
) -> Speaking:
    """Find the rows nearest to one query, with their labels and holders."""
    store = model.training_rows()
    if finder is None:
        query = ready("query", point[None, :], metric=model.metric, dtype=store.dtype)
        model.require_precise(query)
    if model.cap is not None or model.near is not None:
        return speaking_rows(model, point, label, most)
    if finder is None:
        rows, distances = scan(model, point, most)
    else:
        rows, distances = finder.nearest(point, most)
        here = store.is_here[rows]
        rows, distances = rows[here], distances[here]
    holders = tuple((code,) for code in store.owners_of(rows).tolist())
    return Speaking(rows, distances, store.labels_of(rows), holders)


def share_fee(fee_micro: int, weights: Mapping[str | int, int]) -> dict[str | int, int]:
    """Share a fee by weights above 0, each share rounded down.

    Args:
        fee_micro: whole micro-units, >= 0.
        weights: whole numbers; those at or below 0 get nothing.
    Returns:
        Shares above 0, largest first, equal ones by id; their sum is at most the fee, and less
        than one micro-unit below it for each member.
    """
    positive = {member: weight for member, weight in weights.items() if weight > 0}
    total = sum(positive.values())
    shares = {member: fee_micro * weight // total for member, weight in positive.items()}
    kept = [(member, share) for member, share in shares.items() if share > 0]
    assert sum(share for _, share in kept) <= fee_micro, "more was shared than the fee"
    return dict(sorted(kept, key=lambda line: (-line[1], str(line[0]))))


def share_error(found: Attribution, exact: Attribution) -> float:
    """Say what part of the fee another way of finding rows gave to others: 0 to 1.

    Half the sum of all differences of shares, remainders included, over the fee.
    """
    if found.fee_micro != exact.fee_micro or exact.fee_micro <= 0:
        raise ValueError("expected two attributions of one fee above 0")
    members = {*found.member_micro, *exact.member_micro}
    off = abs(found.remainder_micro - exact.remainder_micro)
    for member in members:
        off += abs(found.member_micro.get(member, 0) - exact.member_micro.get(member, 0))
    return off / (2 * exact.fee_micro)


def scan(
    model: KNNShapley, point: Floats, top: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the rows nearest to one query by looking at all of them.

    Args:
        model: fitted.
        point: features of shape (d,).
        top: rows wanted.
    Returns:
        At most `top` rows, nearest first, equal distances by row; their squared distances.
    """
    store = model.training_rows()
    query = ready("query", point[None, :], metric=model.metric, dtype=store.dtype)
    lists = empty_lists(1, top, query.dtype)
    for segment in store.segments:
        offer(lists, segment.points, query, first_row=segment.first_id, threads=1)
    settle(lists, np.zeros(1, dtype=np.int64))
    count = int(lists.counts[0, 0])
    return lists.rows[0, :count].astype(np.int64), lists.distances[0, :count].astype(np.float64)


def _inside(distances: NDArray[np.float64], top: int) -> int:
    """Count the rows inside the cut: no order of rows at one distance may decide who is.

    Rows as far as the one at place `top` are inside with it up to place `top` + 16; if they are
    more, none of them is.
    """
    if len(distances) <= top:
        return len(distances)
    count = int(np.searchsorted(distances, distances[top - 1], side="right"))
    if count < len(distances):
        return count
    return int(np.searchsorted(distances, distances[top - 1], side="left"))


def _values(
    rows: NDArray[np.int64],
    distances: NDArray[np.float64],
    *,
    labels: NDArray[np.int32],
    label: int,
    k: int,
    bits: int,
) -> NDArray[np.int64]:
    """Value sorted rows for one query, in units of 2^-bits."""
    count = len(rows)
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    game = ranked_game(count, k=k, soft=False, bits=bits, classes=0)
    values = np.empty(count, dtype=np.int64)
    value_list(
        distances, np.arange(count, dtype=np.uint32), labels, label, game.tables()[1:4],
        np.empty(count, dtype=np.uint64), values, np.empty(4, dtype=np.int64),
    )  # fmt: skip
    return values
