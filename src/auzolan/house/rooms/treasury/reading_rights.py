"""Who may read what belongs to single members: whoever keeps the books, and whoever checks them.

It guards a command, not the folder: whoever holds the folder's files can read them anyway. It
writes nothing.
"""

from __future__ import annotations

from auzolan.audit.folder import Folder
from auzolan.charter.articles import rights_by_act
from auzolan.charter.offices import holders_of
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.ports import system_ports

_KEEPS, _CHECKS = "treasury.book", "valuation.recheck"
"""The acts by which the charter names the two offices."""


def accounts_refused(folder: Folder, actor: str) -> Refusal | None:
    """Why somebody may not read members' accounts now, or None.

    Args:
        folder: the co-operative's.
        actor: who wants to read.
    Source: charter, its table of rights: who books, and who computes again.
    """
    with reading(folder) as now:
        in_force = now.books.get(CharterInForce, IN_FORCE)
        assert in_force is not None, "a co-operative has a charter from its founding on"
        rights = rights_by_act(in_force.text)
        found = [rights[act] for act in (_KEEPS, _CHECKS) if act in rights]
        at = system_ports().clock()
        if any(actor in holders_of(now.books, right.office, at) for right in found):
            return None
    offices = " or ".join(right.office for right in found) or "(none)"
    return Refusal(
        "treasury.accounts_of_others", f"Art. {found[0].article}" if found else "house, kernel",
        f"{actor or '(nobody)'} does not hold the office of {offices}, and asked for every member's "
        "accounts.",
        "Ask a holder of one of them; your own accounts stand in your statement.",
    )  # fmt: skip
