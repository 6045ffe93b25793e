"""A charter's purposes as bits, in the order of its list: what a simple grant is kept as.

Nothing is decided by them; the gate asks what was said.
"""

from __future__ import annotations

from auzolan.charter.articles import Charter


def bit_of(charter: Charter, *, kind: str, purpose: str) -> int:
    """The bit that stands for a purpose, or 0 where the charter lacks the purpose or the kind.

    Args:
        charter: the charter in force.
        kind: the kind of rows.
        purpose: what they would be used for.
    Returns:
        A power of two by the purpose's place in the charter's list; 0 means no for everyone.
    Source: charter, article on consent.
    """
    purposes = charter.consent.purposes
    if purpose not in purposes or kind not in charter.consent.kinds:
        return 0
    return 1 << purposes.index(purpose)


def mask_of(charter: Charter, purposes: tuple[str, ...]) -> int:
    """The purposes as bits in the order of the charter's list.

    Raises:
        ValueError: the charter does not know one of them.
    """
    mask = 0
    for purpose in purposes:
        mask |= 1 << charter.consent.purposes.index(purpose)
    return mask


def purposes_of(charter: Charter, mask: int) -> tuple[str, ...]:
    """The purposes that a mask allows, in the order of the charter's list."""
    purposes = charter.consent.purposes
    return tuple(purpose for place, purpose in enumerate(purposes) if mask >> place & 1)
