"""What joining costs: the contribution in instalments, and the fee that goes to the reserve.

The contribution becomes her capital as it is paid; the fee does not come back. It books nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.charter.distribution import Entry
from auzolan.foundation.money import ceil_cents, part_of


@dataclass(frozen=True, slots=True)
class Joining:
    """The instalments of a contribution, first due first, and the fee due with the first."""

    instalments: tuple[int, ...]
    fee_cents: int


def joining(article: Entry, contribution_cents: int) -> Joining:
    """Cut the contribution into instalments; the first ones take the spare cents.

    Args:
        article: the charter's terms of entry.
        contribution_cents: what a new member brings in, >= 0.
    Returns:
        Whole cents; the instalments make the contribution. The fee rounds up.
    Raises:
        ValueError: the contribution is negative.
    Source: charter, article on surplus.
    """
    if contribution_cents < 0:
        raise ValueError(f"a contribution is >= 0; got {contribution_cents} cents")
    whole, spare = divmod(contribution_cents, article.instalments)
    parts = tuple(whole + (place < spare) for place in range(article.instalments))
    return Joining(parts, ceil_cents(part_of(contribution_cents, article.fee_bp)))
