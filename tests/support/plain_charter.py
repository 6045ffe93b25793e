"""A charter whose division of a year can be worked out in the head, for tests about other things.

Six tenths to the reserve, one to education, three to members: by data, by work, and equally, a fifth
in cash. No interest, no other line. Labour-impact statements are open to comments for no days.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter

PLAIN = {
    "interest_bp": 0, "obligatory_reserve_bp": 6_000, "education_bp": 1_000,
    "intercooperation_bp": 0, "promotion_bp": 0, "solidarity_bp": 0, "voluntary_bp": 0,
    "pool_data_bp": 6_000, "pool_labour_bp": 3_000, "pool_equal_bp": 1_000,
}  # fmt: skip


def plain_charter(
    *,
    purposes: tuple[str, ...] = ("research", "commercial"),
    kinds: tuple[str, ...] = ("purchases",),
    works: tuple[str, ...] = (),
) -> Charter:
    """A founding charter with the plain clauses."""
    return without_comment_days(
        founding_charter(clauses=PLAIN, purposes=purposes, kinds=kinds, works=works)
    )


def without_comment_days(charter: Charter) -> Charter:
    """The same charter, under which a model can be released as soon as its labour is stated."""
    labour = msgspec.structs.replace(charter.labour, comment_days=0)
    return msgspec.structs.replace(charter, labour=labour)
