"""The members' part: pools by basis, each shared to the last cent, then cash and capital.

Also who weighs how much when members bear a loss: the same activity. It asks nobody's standing;
whoever stands in the snapshot counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from auzolan.charter.distribution import Basis, Patronage, Rounding, pool_weights
from auzolan.charter.distribution_clauses import ARTICLE
from auzolan.foundation.money import BASIS_POINTS, floor_cents, part_of, share_pool
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.columns import (
    Column,
    Shares,
    Wide,
    column_sum,
    part_down,
    part_up,
    product,
    share_column,
    share_under_caps,
)
from auzolan.treasury.surplus.snapshot import Members


@dataclass(frozen=True, slots=True)
class PoolShared:
    """One pool of the members' part, and what each one got of it."""

    basis: Basis
    weight_bp: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class MembersPart:
    """The members' part of a year; columns of shape (n,)."""

    pools: tuple[PoolShared, ...]
    amount: Column
    cash: Column
    capitalised: Column


def weights_by(basis: Basis, members: Members, article: Patronage) -> Wide:
    """What each one weighs in the pool of one basis; an employee counts in the charter's part.

    Args:
        basis: of the pool.
        members: the snapshot.
        article: says what an employee weighs.
    Source: charter, article on surplus.
    """
    columns: dict[Basis, tuple[Column, ...]] = {
        Basis.LABOUR: (members.hours, members.index),
        Basis.DATA: (members.points,),
        Basis.USAGE: (members.usage,),
        Basis.LABELS: (members.labels,),
        Basis.EQUAL: (members.head,),
        Basis.HOURS: (members.time,),
        Basis.VALUE: (members.value,),
    }
    if not members.employee.any():
        return product(*columns[basis])
    # In lowest terms, so that a quarter costs two binary digits and not fourteen.
    common = math.gcd(article.employee_weight_bp, BASIS_POINTS)
    employee, member = article.employee_weight_bp // common, BASIS_POINTS // common
    return product(*columns[basis], np.where(members.employee, employee, member))


def solidarity_refusal(article: Patronage, members: Members) -> Refusal | None:
    """Whether a pay index exceeds the lowest by more than the charter's ratio."""
    paid = members.index[members.index > 0]
    if not article.solidarity_ratio or not len(paid):
        return None
    lowest, highest = int(paid.min()), int(paid.max())
    if highest <= lowest * article.solidarity_ratio:
        return None
    who = members.ids[int(np.argmax(members.index))]
    return Refusal(
        "treasury.index_above_ratio", ARTICLE,
        f"{who} has the pay index {highest}; {article.solidarity_ratio} times the lowest is "
        f"{lowest * article.solidarity_ratio}.",
        "Lower the highest index, raise the lowest, or vote on the ratio.",
    )  # fmt: skip


def shared_by_activity(
    article: Patronage, members: Members, cents: int
) -> dict[Basis, tuple[int, Wide]] | Refusal:
    """An amount cut into the pools, each with the weights that share it.

    Args:
        article: the pools.
        members: the snapshot.
        cents: > 0.
    Returns:
        Cents and weights of each pool with a weight in the charter; or a refusal, where nobody has
        a weight in one of them.
    Source: charter, article on surplus.
    """
    weights_bp = {basis: of for basis, of in pool_weights(article).items() if of}
    pools = share_pool(cents, weights_bp)
    found: dict[Basis, tuple[int, Wide]] = {}
    for basis, bp in weights_bp.items():
        weights = weights_by(basis, members, article)
        if not column_sum(weights):
            return Refusal(
                "treasury.weights_all_zero", ARTICLE,
                f"Nobody has a weight in the pool by {basis}, which has {bp} basis "
                "points.",
                f"Give the weights, or set pool_{basis}_bp to 0 and share its part among the "
                "others.",
            )  # fmt: skip
        found[basis] = pools[basis], weights
    return found


def members_part(article: Patronage, members: Members, cents: int) -> MembersPart | Refusal:
    """Share the members' part, and split each one's into cash and capital.

    Args:
        article: pools, caps, cash.
        members: the snapshot.
        cents: the members' part, >= 0.
    Returns:
        Every pool and every one's cash and capital; or a refusal: nobody has a weight in a pool, or
        the cap of concentration is so low that the pool could not be given out.
    Source: charter, article on surplus.
    """
    pools = []
    if cents:
        found = shared_by_activity(article, members, cents)
        if isinstance(found, Refusal):
            return found
        for basis, (pool_cents, weights) in found.items():
            shares = _pool(article, basis, pool_cents, weights)
            if isinstance(shares, Refusal):
                return shares
            pools.append(PoolShared(basis, pool_weights(article)[basis], shares))
    amount = np.zeros(len(members), dtype=np.int64)
    for pool in pools:
        amount = amount + pool.shares.cents
    cash = _cash(article, members, amount)
    return MembersPart(tuple(pools), amount, cash, amount - cash)


def _pool(article: Patronage, basis: Basis, cents: int, weights: Wide) -> Shares | Refusal:
    if article.concentration_bp == BASIS_POINTS:
        return share_column(cents, weights)
    cap = floor_cents(part_of(cents, article.concentration_bp))
    shares, left = share_under_caps(cents, weights, np.full(len(weights), cap, dtype=np.int64))
    if not left:
        return shares
    return Refusal(
        "treasury.cap_out_of_reach", ARTICLE,
        f"Nobody may get more than {cap} of the {cents} cents by {basis}, and only "
        f"{int((weights > 0).sum())} share in them: {left} cents would be left.",
        "Raise concentration_bp, or set it to 10000 for none.",
    )  # fmt: skip


def _cash(article: Patronage, members: Members, amount: Column) -> Column:
    rounded = part_up if article.cash_rounding == Rounding.UP else part_down
    mine, theirs = (
        rounded(amount, share_bp) for share_bp in (article.cash_bp, article.employee_cash_bp)
    )
    # Who has left is no holder of capital any more; nothing of hers is kept back.
    return np.where(members.left, amount, np.where(members.employee, theirs, mine))
