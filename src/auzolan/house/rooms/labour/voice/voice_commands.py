"""`auzolan labour`, about being heard: rate an issuer, the quarterly pulse, and what many say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import RoomApp, room_app
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.labour.voice.voices import PooledScore

pulse_app = room_app(
    """The quarterly question to all about their work.

    Examples:
        auzolan labour pulse answer 4,3,5,4,4,2 --as m017
        auzolan labour pulse show --json
    """
)


def rate(
    submission: Annotated[str, typer.Argument(help="The piece of work.")],
    scores: Annotated[
        str,
        typer.Argument(help="Pay, fairness, speed of pay, communication: 0 to 5 each, as 4,5,3,0."),
    ],
    member: AsOption,
    words: Annotated[
        str, typer.Option(help="What you add; shown with those of others alone.")
    ] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Rate whom you worked for, once for each submission, under its one-time tag.

    Examples:
        auzolan labour rate s-0042 4,5,3,4 --as m017
        auzolan labour rate s-0042 2,1,0,1 --words "Paid late, twice." --as m017

    1 is very bad, 5 very good, 0 no opinion. Nobody can change or remove a rating. It is shown only
    together with those of enough others.
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.voice.voice_flows import rate_issuer

    enter_after_showing(
        folder,
        lambda desk: rate_issuer(
            desk, member=member, submission=submission, scores=scores, words=words
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def show_ratings(
    public: Annotated[
        bool, typer.Option("--public", help="What everybody may see, not what members may.")
    ] = False,
    words_of: Annotated[
        str | None,
        typer.Option(
            "--words", metavar="ISSUER", help="What is said of an issuer; '' for our own."
        ),
    ] = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show what many say of those they worked for, by issuer and period; nobody's rating alone.

    Examples:
        auzolan labour ratings
        auzolan labour ratings --words milk-ltd --json

    A new rating changes nothing before enough others have come, so that comparing two looks shows
    nobody. Means are in hundredths; -1 where too few have an opinion.
    """
    from auzolan.house.doors.output import say, write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.voice import fairwork_queries
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if words_of is not None:
            said = fairwork_queries.words_about(reader, words_of)
            if as_json:
                write_json(said)
            else:
                write("\n".join(said) if said else "Too few have said anything.")
            return
        read = fairwork_queries.public_ratings if public else fairwork_queries.inside_ratings
        found = read(reader)
    if as_json:
        write_json(found)
        return
    if not found.issuers:
        say(f"No issuer has ratings of {found.people_min} people yet.")
    for one in found.issuers:
        write(f"{one.issuer or 'the co-operative itself'}, {one.period}")
        _show_scores(one.scores)


@pulse_app.command("open")
def open_quarter(
    actor: AsOption,
    pulse: Annotated[str, typer.Option(help="The quarter; the present one where missing.")] = "",
    days: Annotated[int, typer.Option(min=7, max=60, help="How long it lasts.")] = 14,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask all members how their work is, each under a secret one-time tag; once a quarter.

    Examples:
        auzolan labour pulse open --as m003
        auzolan labour pulse open --days 30 --as m003 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.voice.voice_flows import open_pulse

    enter_after_showing(
        folder,
        lambda desk: open_pulse(desk, actor=actor, pulse=pulse, days=days),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


@pulse_app.command("answer")
def answer(
    scores: Annotated[
        str,
        typer.Argument(
            help="Pay, hours, safety, say, respect, learning: 0 to 5 each, with commas."
        ),
    ],
    member: AsOption,
    pulse: Annotated[str, typer.Option(help="The quarter; the open one where missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer under your own tag; your latest answer counts until the pulse is over.

    Examples:
        auzolan labour pulse answer 4,3,5,4,4,2 --as m017
        auzolan labour pulse answer 4,3,5,4,4,0 --pulse 2026-q4 --as m017
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.voice.voice_flows import answer_pulse

    enter_after_showing(
        folder,
        lambda desk: answer_pulse(desk, member=member, scores=scores, pulse=pulse),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


@pulse_app.command("show")
def show_pulses(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show all pulses; what was answered only once one is over and enough have answered.

    Examples:
        auzolan labour pulse show
        auzolan labour pulse show --json
    """
    from auzolan.foundation.moments import day_from_moment
    from auzolan.house.doors.output import say, write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.voice.fairwork_queries import pulses
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = pulses(reader, at=system_ports().clock())
    if as_json:
        write_json(found)
        return
    if not found:
        say("There is nothing yet.")
    for one in found:
        until = f"{'ended' if one.is_over else 'until'} {day_from_moment(one.until_at)}"
        write(f"{one.pulse}, {until}: {one.answered} of {one.roll} answered, entry {one.entry}")
        if one.scores:
            _show_scores(one.scores)
        else:
            say("  Nothing is shown of it." if one.is_over else "  It is shown once it is over.")


@pulse_app.command("forget")
def forget(
    pulse: Annotated[str, typer.Argument(help="The quarter.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Destroy who held which tag of a pulse that is over.

    Examples:
        auzolan labour pulse forget 2026-q4
        auzolan labour pulse forget 2026-q4 --json
    """
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.labour.voice.voice_flows import forget_pulse

    with desk_at(folder) as desk:
        destroyed = accepted(forget_pulse(desk, pulse=pulse))
    if as_json:
        write_json({"pulse": pulse, "destroyed": destroyed})
    else:
        write(f"{destroyed} links of the pulse {pulse} were destroyed.")


def add_to(app: RoomApp) -> None:
    """Add the commands about being heard."""
    app.command("rate")(rate)
    app.command("ratings")(show_ratings)
    app.add_typer(pulse_app, name="pulse")


def _show_scores(scores: tuple[PooledScore, ...]) -> None:
    from auzolan.house.doors.output import write_table

    rows = [
        (
            one.name, str(one.people) if one.people >= 0 else "too few",
            f"{one.mean_centi // 100}.{one.mean_centi % 100:02d}" if one.people >= 0 else "unknown",
        )
        for one in scores
    ]  # fmt: skip
    write_table(("about", "people", "mean of 1 to 5"), rows)
