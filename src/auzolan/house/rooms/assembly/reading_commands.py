"""`auzolan assembly`, for reading: show, result, dry-run. They enter nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, FolderOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auzolan.house.rooms.assembly.lookup import PollResult
    from auzolan.house.rooms.assembly.queries import DryRunPage, ResultPage
    from auzolan.house.rooms.assembly.stages import Stage

_VOTE_E5 = 100_000
ProposalArgument = Annotated[str, typer.Argument(help="The proposal.")]


def show_proposals(
    proposal: Annotated[str, typer.Argument(help="One proposal; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show proposals, where they stand and what comes next; an open poll keeps its votes to itself.

    Examples:
        auzolan assembly show
        auzolan assembly show p1 --json
    """
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
        raise _unknown(proposal)
    write_fields(found, as_json=as_json)


def show_result(
    proposal: ProposalArgument,
    stages: Annotated[
        bool, typer.Option("--stages", help="Show each stage of a ranked count.")
    ] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the stages of an election here; it becomes an SVG.")
    ] = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show the results of a proposal's polls, once they are closed.

    Examples:
        auzolan assembly result p1
        auzolan assembly result council-2026 --stages --plot stages.svg

    With --json the stages are always there, in hundred-thousandths of a vote.
    """
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.assembly.queries import result_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = result_page(reader, proposal)
    if found is None:
        raise _unknown(proposal)
    if as_json:
        write_json(found)
    else:
        _show_result(found, is_staged=stages)
    if plot is not None:
        _draw(found, proposal, plot)


def show_dry_run(
    proposal: ProposalArgument,
    member: Annotated[
        str, typer.Option("--as", metavar="MEMBER", help="Show her own line; for her alone.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show what an amendment would change: clauses, the last year divided again, uses of data.

    Examples:
        auzolan assembly dry-run p1
        auzolan assembly dry-run p1 --as m017 --json

    It enters nothing. What was laid down with the notice comes first; the year is divided again
    under the charter in force and under the amended one. What other rules of worth would do to a
    valuation is not worked out.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import patience, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.assembly.queries import dry_run_page
    from auzolan.house.storage.reader import reader_of

    with patience("dividing the last year again"), reader_of(folder_at(folder)) as reader:
        found = dry_run_page(reader, proposal, member)
    if found is None:
        raise Misused(
            f"There is no amendment {proposal}. List proposals with: auzolan assembly show"
        )
    if as_json:
        write_json(found)
    else:
        _show_dry_run(found)


def add_to(app: RoomApp) -> None:
    """Add the commands that read."""
    app.command("show")(show_proposals)
    app.command("result")(show_result)
    app.command("dry-run")(show_dry_run)


def _unknown(proposal: str) -> Exception:
    from auzolan.house.doors.errors import Misused

    return Misused(f"There is no proposal {proposal}. List them with: auzolan assembly show")


def _show_result(found: ResultPage, *, is_staged: bool) -> None:
    from auzolan.house.doors.output import say, write, write_table

    if not found.polls:
        say("No poll on it has been closed; results stay hidden until then.")
    for one in found.polls:
        write(f"{one.poll}: {_verdict(one)}")
        if one.kind == "ranked":
            write(f"  ranked   {one.ranked:,}   blank {one.blank:,}")
        else:
            write(f"  yes      {one.yes:,}   no {one.no:,}   abstained {one.abstain:,}   "
                  f"blank {one.blank:,}   majority {one.majority}")  # fmt: skip
        write(f"  voted    {one.voted:,} of {one.roll:,}; the quorum was {one.needed:,}")
    if not is_staged or found.stages is None:
        return
    names = {one.number: one.name for stage in found.stages.stages for one in stage.votes}
    heads = ("stage", "", *(f"{number} {name}" for number, name in sorted(names.items())))
    rows = [
        (str(one.stage), _moved(one), *_cells(one, sorted(names))) for one in found.stages.stages
    ]
    write_table(heads, rows)
    if found.stages.quota:
        write(f"quota    {_votes(found.stages.quota)}")


def _draw(found: ResultPage, proposal: str, path: Path) -> None:
    from auzolan.engine.plots import write_plot
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say
    from auzolan.house.rooms.assembly.stage_plot import stage_chart

    if found.stages is None or not found.stages.quota:
        raise Misused(f"{proposal} has no counted election, so there is nothing to draw.")
    say(f"Drawn: {write_plot(stage_chart(found.stages, title=proposal), path)}")


def _moved(stage: Stage) -> str:
    parts = [stage.what and f"{stage.what} of {stage.moved}"]
    parts += [f"elected {one.name}" for one in stage.votes if one.is_elected]
    return ", ".join(filter(None, parts))


def _cells(stage: Stage, numbers: Sequence[int]) -> list[str]:
    votes = {one.number: _votes(one.votes_e5) for one in stage.votes}
    return [votes.get(number, "") for number in numbers]


def _verdict(one: PollResult) -> str:
    word = "" if one.certified else " (not certified yet)"
    if not one.quorum:
        return f"no quorum{word}"
    if one.elected:
        return f"elected {', '.join(one.elected)}{word}"
    return f"{'carried' if one.passed else 'not carried'}{word}"


def _votes(votes_e5: int) -> str:
    return f"{votes_e5 // _VOTE_E5}.{votes_e5 % _VOTE_E5:05d}"


def _show_dry_run(found: DryRunPage) -> None:
    from auzolan.house.doors.output import say, write, write_table

    if found.noticed:
        rows = [(one.what, one.before, one.after) for one in found.noticed]
        write_table(("laid down with the notice", "before", "after"), rows)
    if found.uses:
        uses = [(one.kind, one.purpose, one.before, one.after) for one in found.uses]
        write_table(("kind of rows", "purpose", "before", "after"), uses)
    if not found.year:
        say("No year can be divided again under it, or nothing of the surplus changes.")
        return
    lines = [(x.name, x.before_cents, x.after_cents, x.change_cents) for x in found.lines]
    write_table((f"line of {found.year}", "before", "after", "change"), lines)
    write(f"{found.gaining:,} gain, {found.losing:,} lose, {found.same:,} get the same.")
    mine = found.mine
    if mine is not None:
        write(f"{mine.id} would have got {mine.after_cents:,} cents instead of "
              f"{mine.before_cents:,}.")  # fmt: skip
