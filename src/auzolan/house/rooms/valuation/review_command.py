"""`auzolan valuation review`: other measures beside the pay, and whom to ask."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption

EVENTS_SHOWN = 20


def review(
    valuation: Annotated[str, typer.Argument(help="The valuation.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,  # noqa: FBT002 - an option of a command
) -> None:
    """Set other measures beside a valuation, and name whom to ask; nobody is paid less for it.

    Examples:
        auzolan valuation review worth-2025 --as m002
        auzolan valuation review worth-2025 --as m002 --json

    The curator game and member-KNN see a member as a whole, so a heap of almost equal rows gains
    little there. Where the recipe gives `review_near_squared`, a third measure thins out each
    member's near rows. Asked about is whose share of the pay lies far above her share by a
    measure, against the median of all. Look at her rows, and ask her: a flag is no finding.

    It also says how many rows merged across people, and asks about a batch of at least 20 rows of
    which nine in ten say the same as another member's batch, and about a source event that two
    members tell differently.
    """
    from auzolan.house.doors.output import patience, say, write_json, write_table
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.valuation.reviewing import reviewed

    place = folder_at(folder)
    with patience(f"setting other measures beside {valuation}"):
        found = accepted(reviewed(place, actor=actor, valuation=valuation))
    if as_json:
        write_json(found)
        return
    names = ("member", "share of pay %", *(f"by {one} %" for one in found.measures), "to ask")
    lines = [
        (
            line.member,
            _percent(line.pay_millionths),
            *(_percent(share) for share in line.beside_millionths),
            "yes" if line.asks else "",
        )
        for line in found.lines
    ]
    write_table(names, lines)
    asked = len({flag.member for flag in found.flags})
    say(f"{len(found.lines)} members, {asked} to ask about.")
    say(
        f"{found.rows_merged} of {found.rows} rows are one with another row; {found.rows_across} of "
        f"them, of {found.members_across} members, with another member's."
    )
    say(f"{len(found.alike)} batches and {found.n_contested} events to ask about.")
    texts = [flag.text for flag in found.flags] + [one.text for one in found.alike]
    for text in [*texts, *(one.text for one in found.contested[:EVENTS_SHOWN])]:
        say(text)


def _percent(millionths: int) -> str:
    hundredths = (millionths + 50) // 100
    return f"{hundredths // 100}.{hundredths % 100:02d}"
