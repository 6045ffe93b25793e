"""Pauses: which kinds of act two organs may stop in an emergency, and which ones no pause touches.

A pause only ever takes away: it gives nobody a power. What protects members is not on the list, so
that no emergency reaches it: stopping a use, leaving, erasing, deciding, being paid what is
reported and booked, and the record itself. Who may pause is said by the charter's rights.
"""

from __future__ import annotations

from auzolan.charter.state import PowerPause
from auzolan.foundation.books import Books

PAUSABLE = frozenset(
    {
        "contributions.offer", "learning.seal", "learning.train", "learning.use",
        "licensing.grant", "members.admit", "treasury.approve_payout", "treasury.draft_payout",
        "treasury.export_payout",
    }
)  # fmt: skip
"""Every act that can be paused: taking in, using, licensing, and sending money out."""


def pause_in_force(books: Books, power: str, at: int) -> PowerPause | None:
    """The pause that stops an act at a moment, or None.

    Args:
        books: the state.
        power: the name of the act, without its version.
        at: the moment.
    Returns:
        Of several the first by id.
    Source: charter, article on organs.
    """
    if power not in PAUSABLE:
        return None
    for pause in books.find(PowerPause, power=power):
        if pause.agreed_by and at < pause.until_at:
            return pause
    return None
