"""The one gate before every use: whether a member's rows may be used for a purpose now.

Fail closed: an unknown purpose, kind or person means no. It reads consents and nothing else;
that rows still exist, and who asks, is checked elsewhere.
"""

from __future__ import annotations

from enum import Enum

from auzolan.charter.articles import Charter
from auzolan.consent.state import Consent
from auzolan.foundation.books import Books


class Answer(Enum):
    """What a member's consent says to a use."""

    YES = "yes"
    NOT_GRANTED = "not_granted"
    WITHDRAWN = "withdrawn"


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


def answer(consent: Consent | None, bit: int) -> Answer:
    """What a consent says to the purpose of this bit; every use is decided by this line.

    Args:
        consent: the member's consent for the kind, None where she never gave one.
        bit: from `bit_of`; 0 is always answered no.
    Returns:
        `YES` only for a consent that is not withdrawn and has the bit.
    """
    if consent is None:
        return Answer.NOT_GRANTED
    if consent.withdrawn_at >= 0:
        return Answer.WITHDRAWN
    return Answer.YES if consent.mask & bit else Answer.NOT_GRANTED


def permits(books: Books, member: str, *, kind: str, purpose: str, charter: Charter) -> bool:
    """Whether this member allows her rows of this kind to be used for this purpose now.

    Args:
        books: the state.
        member: whose rows.
        kind: the kind of rows.
        purpose: what they would be used for.
        charter: the charter in force.
    Returns:
        False for anything unknown.
    Source: charter, article on consent.
    """
    bit = bit_of(charter, kind=kind, purpose=purpose)
    return answer(books.get(Consent, (member, kind)), bit) is Answer.YES


def consents_of_kind(books: Books, kind: str) -> dict[str, Consent]:
    """All members' consents for one kind, by member: for asking `answer` of many at once."""
    return {consent.member: consent for consent in books.find(Consent, kind=kind)}
