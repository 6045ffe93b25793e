"""Which organ may decide what: members everything, delegates nothing entrenched, a council its orders.

That an organ sits at all is said by the charter's seats. Who sits in it, `charter.organs` knows.
"""

from __future__ import annotations

from auzolan.assembly.life import article_of
from auzolan.assembly.resolutions import Choose, Dissolve, GroupDecides, Measure, Restructure
from auzolan.assembly.state import ASSEMBLY, COUNCIL, DELEGATES
from auzolan.assembly.terms import MEMBERS_MEET
from auzolan.charter.article import Tier
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, Member


def organ_refusal(books: Books, organ: str, measure: Measure, tier: int) -> Refusal | None:
    """Why an organ may not decide a measure, or None.

    Args:
        books: the state now.
        organ: who would decide.
        measure: what would be decided.
        tier: its tier.
    Returns:
        The organ does not sit; or the measure is none of its orders, or entrenched and the organ
        one of delegates.
    Source: charter, articles on decisions and on organs; house, kernel: no few decide for all.
    """
    absent = organ_absent(books, organ)
    if absent is not None:
        return absent
    is_order = organ == COUNCIL and tier == Tier.ORDER
    is_theirs = organ in MEMBERS_MEET and not (organ == DELEGATES and _is_entrenched(measure, tier))
    if is_theirs or is_order or isinstance(measure, Choose):
        return None
    return Refusal(
        "assembly.not_for_this_organ", article_of(books),
        f"The {organ} cannot decide this; it needs the members.",
        f"Propose it to the {ASSEMBLY}.",
    )  # fmt: skip


def _is_entrenched(measure: Measure, tier: int) -> bool:
    """Whether only all members may decide it: few could else take from many what binds them.

    Of a group's rows none but its members decide, and delegates are sent by others too.
    """
    return tier <= Tier.ENTRENCHED or isinstance(measure, Dissolve | Restructure | GroupDecides)


def organ_absent(books: Books, organ: str) -> Refusal | None:
    """Why an organ does not sit, or None.

    Source: charter, article on organs.
    """
    organs = charter_of(books).organs
    if organ == ASSEMBLY:
        return None
    if organ == DELEGATES:
        is_large = books.count(Member, standing=ACTIVE) > organs.delegates_from > 0
        sits = is_large and organs.delegates_seats
    else:
        sits = getattr(organs, f"{organ}_seats")
    if sits:
        return None
    return Refusal(
        "assembly.organ_absent", f"Art. {organs.number}",
        f"The charter has no {organ} that sits now.",
        f"Turn to the {ASSEMBLY}, or propose to change the article on organs.",
    )  # fmt: skip
