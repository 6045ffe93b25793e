"""The end of a co-operative: who is served in which order, and where the rest is locked.

What cannot be served in full is shared within its claim by `hamilton-1`; the next claims get
nothing. It sells nothing and judges no claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auzolan.charter.distribution import Claim, Dissolution, Residue
from auzolan.foundation.money import share_pool


@dataclass(frozen=True, slots=True)
class ClaimServed:
    """One claim: what it asked for, and what each of its holders gets."""

    claim: Claim
    asked_cents: int
    paid: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where everything went; `residue_cents` goes to `residue`."""

    served: tuple[ClaimServed, ...]
    residue: Residue
    residue_cents: int


def wind_up(
    article: Dissolution, assets_cents: int, claims: Mapping[Claim, Mapping[str, int]]
) -> Outcome:
    """Serve the claims in the order of the charter.

    Args:
        article: order and residue.
        assets_cents: what there is, in money, >= 0.
        claims: for each claim what each of its holders is owed, cents >= 0.
    Returns:
        Every payment, and the residue: for `co_operation` it goes to other co-operatives or their
        public body, and to no member.
    Raises:
        ValueError: an amount is negative, or a claim is not in the charter's order.
    Source: charter, article on surplus.
    """
    if assets_cents < 0 or any(owed < 0 for one in claims.values() for owed in one.values()):
        raise ValueError("assets and claims are >= 0")
    if unknown := set(claims) - set(article.order):
        raise ValueError(f"claims that the charter does not serve: {', '.join(sorted(unknown))}")
    left, served = assets_cents, []
    for claim in article.order:
        owed = dict(claims.get(claim, {}))
        asked = sum(owed.values())
        paid = owed if asked <= left else share_pool(left, owed)
        left -= sum(paid.values())
        served.append(ClaimServed(claim, asked, paid))
    total = left + sum(sum(one.paid.values()) for one in served)
    assert total == assets_cents, "all that there is goes somewhere"
    return Outcome(tuple(served), article.residue, left)
