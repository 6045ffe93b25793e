"""`auzolan assembly`: propose, vote, count, and carry out what passed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)
from auzolan.house.rooms.assembly.count_command import count

app = room_app(
    """Proposals and votes.

    Examples:
        auzolan assembly show
        auzolan assembly vote p1 yes --as m017
    """
)
app.command("count")(count)
ProposalArgument = Annotated[str, typer.Argument(help="The proposal.")]


@app.command("propose")
def propose_measure(
    proposal: Annotated[str, typer.Argument(help="The id of the new proposal.")],
    title: Annotated[str, typer.Option(help="What it is about; it is sealed.")],
    actor: AsOption,
    reasons: Annotated[str, typer.Option(help="Why; it is sealed.")] = "",
    change: Annotated[
        list[str] | None, typer.Option(help="A clause and its new value; repeat it.")
    ] = None,
    terms: Annotated[Path | None, typer.Option(help="The terms of a licence, in JSON.")] = None,
    plan: Annotated[str, typer.Option(help="A plan for sharing a surplus.")] = "",
    appoint: Annotated[str, typer.Option(help="An office and who is to hold it.")] = "",
    days: Annotated[int, typer.Option(help="How long she is to hold it.")] = 365,
    recall: Annotated[str, typer.Option(help="An office and who is to lose it.")] = "",
    settle_exit: Annotated[
        str, typer.Option(help="Whose capital leaves, and why, as m017=justified.")
    ] = "",
    wind_up: Annotated[str, typer.Option(help="A plan for the end of the co-operative.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Put a measure before the members: a clause, a licence, a plan, an office, an exit, or the end.

    Examples:
        auzolan assembly propose p1 --title "More reserve" --change surplus.voluntary_bp=800 --as m017
        auzolan assembly propose p3 --title "A second secretary" --appoint secretary=m017 --days 730 --as m001

    An exit names the member and the reason: justified, unjustified, expulsion, death or transfer.
    After a colon stand the basis points that are deducted, as m017=unjustified:1000, or who takes
    the capital over, as m017=transfer:m002.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import propose
    from auzolan.house.rooms.assembly.measures import Described, measure_from

    told = Described(
        changes=change or (), terms=terms, plan=plan, appoint=appoint, days=days, recall=recall,
        settle_exit=settle_exit, wind_up=wind_up,
    )  # fmt: skip
    measure = measure_from(folder, told)
    enter(
        folder,
        lambda desk: propose(
            desk, member=actor, proposal=proposal, measure=measure, title=title, reasons=reasons
        ),
        as_json=as_json,
    )


@app.command("open")
def open_voting(
    proposal: ProposalArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Open the poll on a proposal: one secret one-time tag for each member.

    Examples:
        auzolan assembly open p1 --as m001
        auzolan assembly open p1 --as m001 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import open_poll

    enter(folder, lambda desk: open_poll(desk, actor=actor, proposal=proposal), as_json=as_json)


@app.command("vote")
def vote(
    proposal: ProposalArgument,
    choice: Annotated[str, typer.Argument(help="yes, no or abstain.")],
    member: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Vote under one's one-time tag; the latest ballot counts.

    Examples:
        auzolan assembly vote p1 yes --as m017
        auzolan assembly vote p1 abstain --as m017
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import cast

    enter(
        folder,
        lambda desk: cast(desk, member=member, proposal=proposal, choice=choice),
        as_json=as_json,
    )


@app.command("close")
def close_voting(
    proposal: ProposalArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Close a poll whose time is over, and publish its ballots and tally.

    Examples:
        auzolan assembly close p1 --as m001
        auzolan assembly close p1 --as m001 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import close

    enter(folder, lambda desk: close(desk, actor=actor, proposal=proposal), as_json=as_json)


@app.command("certify")
def certify_result(
    proposal: ProposalArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Count again, as a second officer, and confirm the result.

    Examples:
        auzolan assembly certify p1 --as m002
        auzolan assembly certify p1 --as m002 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import certify

    enter(folder, lambda desk: certify(desk, actor=actor, proposal=proposal), as_json=as_json)


@app.command("execute")
def execute_measure(
    proposal: ProposalArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Carry out a proposal that passed, once its cooling-off has passed.

    Examples:
        auzolan assembly execute p1 --as m001 --dry-run
        auzolan assembly execute p1 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.assembly.execution import execute

    enter_after_showing(
        folder,
        lambda desk: execute(desk, actor=actor, proposal=proposal),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("forget-tags")
def forget_the_tags(
    proposal: ProposalArgument, folder: FolderOption = HERE, as_json: JsonOption = False
) -> None:
    """Destroy the map from members to ballot tags, for good, once a result is certified.

    Examples:
        auzolan assembly forget-tags p1
        auzolan assembly forget-tags p1 --json

    Until then the map serves challenges. Copies in backups go when the backups go.
    """
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.assembly.flows import forget_tags

    with desk_at(folder) as desk:
        destroyed = accepted(forget_tags(desk, proposal=proposal))
    if as_json:
        write_json({"proposal": proposal, "destroyed": destroyed})
    else:
        write(f"{destroyed} links from members to ballots on {proposal} are destroyed")


@app.command("show")
def show_proposals(
    proposal: Annotated[str, typer.Argument(help="One proposal; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show proposals and results; an open poll keeps its votes to itself.

    Examples:
        auzolan assembly show
        auzolan assembly show p1 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.assembly.queries import proposal_lines, proposal_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if not proposal:
            write_rows(proposal_lines(reader), as_json=as_json)
            return
        found = proposal_page(reader, proposal)
    if found is None:
        raise Misused(f"There is no proposal {proposal}. List them with: auzolan assembly show")
    write_fields(found, as_json=as_json)
