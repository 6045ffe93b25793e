"""What a door does about the charter: carry out a change that the members voted."""

from __future__ import annotations

from auzolan.charter.acts import Amend
from auzolan.charter.articles import Change
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt


def amend(
    desk: Desk, *, actor: str, mandate: str, changes: tuple[Change, ...]
) -> Receipt | Refusal:
    """Put the voted clauses in force."""
    return ask(desk, named("amend", mandate), actor, Amend(mandate, changes))
