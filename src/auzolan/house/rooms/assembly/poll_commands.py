"""`auzolan assembly`, about polls: open, vote, close, certify, and count again from the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption
from auzolan.house.rooms.assembly.step_commands import Step, add_steps

if TYPE_CHECKING:
    from auzolan.audit.recount import PollRecount, Recount

ProposalArgument = Annotated[str, typer.Argument(help="The proposal.")]


def vote(
    proposal: ProposalArgument,
    choice: Annotated[str, typer.Argument(help="yes, no, abstain, blank; or a ranking as 3,1,2.")],
    member: AsOption,
    on_behalf: Annotated[
        str, typer.Option("--for", metavar="MEMBER", help="Who gave her proxy.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Vote under one's one-time tag; the latest ballot counts.

    Examples:
        auzolan assembly vote p1 yes --as m017
        auzolan assembly vote council-2026 3,1,2 --as m017

    In an election the numbers are those of the candidates, the first choice first.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import cast

    enter(
        folder,
        lambda desk: cast(
            desk, member=member, proposal=proposal, choice=choice, on_behalf=on_behalf
        ),
        as_json=as_json,
    )


def recount_polls(
    proposal: Annotated[str, typer.Argument(help="One proposal; all where missing.")] = "",
    public: Annotated[
        Path | None,
        typer.Option("--public", metavar="DIR", help="A copy of a co-operative's public folder."),
    ] = None,
    key: Annotated[str, typer.Option(help="The verifier key that you trust.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Count every poll again, from the published files alone; anyone can.

    Examples:
        auzolan assembly recount --folder demo
        auzolan assembly recount p1 --public my-copy --json

    Each disclosed ballot must open what its entry committed to, be the last of its tag and stand
    on the roll. Exit code 3 where a count or a published file does not agree.
    """
    from auzolan.audit.recount import recount
    from auzolan.audit.verify import NothingToVerify
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import patience

    place = public or folder
    with patience(f"counting {place}"):
        try:
            found = recount(place, key=key or None)
        except NothingToVerify as why:
            raise Misused(f"There is nothing to count: {why}.") from why
    if proposal and all(one.proposal != proposal for one in found.polls):
        raise Misused(f"No poll on {proposal} has been closed.")
    _show(found, proposal, as_json=as_json)
    if found.differences:
        raise typer.Exit(Exit.DIFFERENT)


def add_to(app: RoomApp) -> None:
    """Add the commands about polls."""
    add_steps(
        app,
        Step(
            "open", "Open the poll on a proposal: one secret one-time tag for each on the roll.",
            "flows.open_poll",
        ),
    )  # fmt: skip
    app.command("vote")(vote)
    add_steps(
        app,
        Step(
            "close", "Close a poll whose time is over, and publish its ballots and tally.",
            "flows.close",
        ),
        Step(
            "certify", "Count again, as a second officer, and confirm the result.", "flows.certify"
        ),
    )  # fmt: skip
    app.command("recount")(recount_polls)


def _show(found: Recount, proposal: str, *, as_json: bool) -> None:
    import msgspec

    from auzolan.house.doors.output import say, write, write_json, write_table

    polls = tuple(one for one in found.polls if proposal in ("", one.proposal))
    if as_json:
        write_json(msgspec.structs.replace(found, polls=polls))
        return
    names = ("poll", "entry", "yes", "no", "abstain", "blank", "ranked", "roll", "result", "agrees")
    rows = [
        (
            one.poll, one.entry, one.yes, one.no, one.abstain, one.blank, one.ranked, one.roll,
            _result(one), "yes" if one.agrees else "NO",
        )
        for one in polls
    ]  # fmt: skip
    if rows:
        write_table(names, rows)
    for one in found.differences:
        where = f"entry {one.entry}, " if one.entry >= 0 else ""
        say(f"{where}{one.account}, {one.field}: expected {one.expected}, found {one.found}")
    agree = sum(one.agrees for one in polls)
    write(f"{agree} of {len(polls)} polls agree; {found.entries:,} entries, root {found.root[:16]}")


def _result(one: PollRecount) -> str:
    if one.elected:
        return ", ".join(one.elected)
    if not one.quorum:
        return "no quorum"
    return "carried" if one.passed else "not carried"
