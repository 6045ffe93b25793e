"""`auzolan consent show`: what members allow by kind, then what they said about single uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auzolan.house.rooms.consent.statement_queries import ConsentPage


def show_pages(found: Sequence[ConsentPage], *, as_json: bool) -> None:
    """Give out pages: as JSON whole, as text in two tables."""
    from auzolan.house.doors.output import say, write, write_json, write_table

    if as_json:
        write_json(found)
        return
    if not found:
        say("There is nothing yet.")
        return
    granted = [one for one in found if one.entry >= 0]
    if granted:
        write_table(
            ("member", "kind", "purposes", "since", "entry", "withdrawn_at", "erase_by"),
            [
                (
                    one.member, one.kind, ", ".join(one.purposes) or "none", one.since, one.entry,
                    "" if one.withdrawn_at is None else str(one.withdrawn_at), one.erase_by,
                )
                for one in granted
            ],
        )  # fmt: skip
    said = [(page, one) for page in found for one in page.statements]
    if said:
        write("\nstatements")
        write_table(
            ("member", "kind", "statement", "says", "since", "until", "entry"),
            [
                (
                    page.member, page.kind or "all", one.statement, one.says, one.since,
                    one.until or "without end", one.entry,
                )
                for page, one in said
            ],
        )  # fmt: skip
