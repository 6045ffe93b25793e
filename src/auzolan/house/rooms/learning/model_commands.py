"""`auzolan learning`: what becomes of a model: its card, release, and being made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.house.rooms.learning.card import CardNow

ModelArgument = Annotated[str, typer.Argument(help="The model.")]
ReplacesOption = Annotated[str, typer.Option(help="The model it takes over from.")]


def note_rows(
    snapshot: Annotated[str, typer.Argument(help="The data set whose rows are noted.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Put the root of a data set's sorted row digests on the record, so that absence can be proved.

    Examples:
        auzolan learning note-rows spring --as m001
        auzolan learning note-rows spring --as m001 --json

    Training does it by itself. It is done once; asked again it says so and changes nothing.
    """
    from auzolan.house.doors.output import say, write_receipt
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.learning.manifest_files import note_rows as note

    with desk_at(folder) as desk:
        receipt = note(desk, actor=actor, snapshot=snapshot)
        if receipt is not None:
            receipt = accepted(receipt)
    if receipt is None:
        say(f"The rows of {snapshot} are noted already.")
        return
    write_receipt(receipt, as_json=as_json)


def retrain(
    model: ModelArgument,
    actor: AsOption,
    whole: Annotated[
        bool,
        typer.Option(
            "--whole/--without-withdrawn",
            help="Train all of it anew, or take out what was withdrawn as its recipe allows.",
        ),
    ] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Make a model again from the rows that may be used now; the new one takes over.

    Examples:
        auzolan learning retrain yogurt-1 --without-withdrawn --as m001
        auzolan learning retrain yogurt-1 --whole --as m001 --json

    Either way gives what a training on the rows that are left gives. The old model's file is
    destroyed.
    """
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.learning import retraining

    with desk_at(folder) as desk, patience(f"making {model} again"):
        report = accepted(
            retraining.retrain(desk, actor=actor, model=model, way="whole" if whole else "forget")
        )
    from auzolan.house.rooms.learning.commands import say_report

    say_report(report, as_json=as_json)


def obey(
    actor: AsOption,
    within_days: Annotated[
        int, typer.Option(min=0, max=365, help="Models whose moment comes within so many days.")
    ] = 7,
    dry_run: DryRunOption = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Make every model again that owes it to a withdrawal soon; run it weekly, or daily.

    Examples:
        auzolan learning obey --as m001
        auzolan learning obey --within-days 1 --dry-run --as m001

    Exits 1 where a model could not be made again; it stays as it is and stops serving in time.
    """
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Refused
    from auzolan.house.doors.output import patience, write, write_json
    from auzolan.house.doors.session import desk_at
    from auzolan.house.rooms.learning import retraining

    with desk_at(folder) as desk, patience("making models again"):
        found: list[retraining.Obeyed] = []
        if dry_run:
            lines = retraining.owed_models(desk, within_days=within_days)
        else:
            found = retraining.obey(desk, actor=actor, within_days=within_days)
            lines = [retraining.line_of(one) for one in found]
    if as_json:
        write_json(lines)
    else:
        for line in lines:
            write(f"{line.model}  {line.by}  {line.outcome}")
        if not lines:
            write("Nothing is owed in that time.")
    refused = [one.outcome for one in found if isinstance(one.outcome, Refusal)]
    if refused:
        raise Refused(refused[0])


def export_rows(
    snapshot: Annotated[str, typer.Argument(help="The data set.")],
    out: Annotated[Path, typer.Argument(help="A new folder.")],
    actor: AsOption,
    recipe: Annotated[Path | None, typer.Option(help="A recipe in JSON, if it is ours.")] = None,
    days: Annotated[int, typer.Option(min=1, max=90, help="How long it may stay out.")] = 14,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Give out a data set's rows for one training with one's own tools.

    Examples:
        auzolan learning export spring out/spring --as m001
        auzolan learning export spring out/spring --days 3 --as m001 --json

    Members stand under pseudonyms made for this folder alone. The use is on the record.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.learning import brought_flows
    from auzolan.house.rooms.learning.recipe_files import training_recipe

    chosen = training_recipe(recipe) if recipe is not None else None
    if out.exists():
        raise Misused(f"{out} is there already. Name a folder that is not.")
    with desk_at(folder) as desk:
        found = accepted(
            brought_flows.export_rows(
                desk, actor=actor, snapshot=snapshot, folder=out, recipe=chosen, days=days
            )
        )
    if as_json:
        write_json(
            {
                "manifest": found.manifest, "use": found.use, "rows": found.rows,
                "expires_at": found.expires_at,
            }
        )  # fmt: skip
        return
    write(f"{out}: {found.rows:,} rows, under the use {found.use}")


def take_in(
    model: Annotated[str, typer.Argument(help="The id of the new model.")],
    out: Annotated[Path, typer.Argument(help="The folder that was given out.")],
    actor: AsOption,
    replaces: ReplacesOption = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Take a model that was trained elsewhere, checked; or say everything that is wrong with it.

    Examples:
        auzolan learning take-in yogurt-own out/spring --as m001
        auzolan learning take-in yogurt-own out/spring --replaces yogurt-1 --as m001
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.learning import brought_flows

    enter(
        folder,
        lambda desk: brought_flows.take_in(
            desk, actor=actor, model=model, folder=out, replaces=replaces
        ),
        as_json=as_json,
    )


def show_card(
    model: ModelArgument,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show a model's card: data, people, consent, recipe, answers by group, limits.

    Examples:
        auzolan learning card yogurt-1
        auzolan learning card yogurt-1 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.learning.card import card_now
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = card_now(reader, model, system_ports().clock())
    if found is None:
        raise Misused(f"There is no model {model}. List them with: auzolan learning show")
    if as_json:
        write_json(found)
        return
    _write_card(found)


def _write_card(found: CardNow) -> None:
    from auzolan.house.doors.output import write, write_fields, write_rows
    from auzolan.house.rooms.learning.card import LIMITS, TIERS

    card = found.card
    released = "released under this card" if found.released else "not released under this card"
    write(f"{card.model}, entry {card.entry}: {found.state}, {released}")
    write(f"card {found.digest}")
    for title, part in (("data", card.data), ("leave", card.leave), ("making", card.making)):
        write(f"\n{title}")
        write_fields(part, as_json=False)
    write(f"\nhow it forgets\n  {TIERS[card.making.tier]}")
    write("\nanswers, in basis points with their interval")
    write_rows(card.answers, as_json=False)
    write("\nlabour")
    if found.labour is None:
        write("  nobody has stated it")
    else:
        write_fields(found.labour, as_json=False)
    write("\nlimits")
    for limit in card.limits:
        write(f"  {LIMITS[limit]}")


def release(
    model: ModelArgument,
    actor: AsOption,
    dry_run: DryRunOption = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Let a model be served, under the card that it has now.

    Examples:
        auzolan learning release yogurt-1 --as m001
        auzolan learning release yogurt-1 --dry-run --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.learning import release_flows

    enter_after_showing(
        folder,
        lambda desk: release_flows.release(desk, actor=actor, model=model),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def extend(
    model: ModelArgument,
    actor: AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")],
    dry_run: DryRunOption = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Take more time, once, to make again a model that is trained whole.

    Examples:
        auzolan learning extend yogurt-1 --reason "the machine is broken" --as m001
        auzolan learning extend yogurt-1 --reason "the machine is broken" --dry-run --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.learning import release_flows

    enter_after_showing(
        folder,
        lambda desk: release_flows.extend(desk, actor=actor, model=model, reason=reason),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def add_to(app: RoomApp) -> None:
    """Register these commands."""
    app.command("note-rows")(note_rows)
    app.command("retrain")(retrain)
    app.command("obey")(obey)
    app.command("export")(export_rows)
    app.command("take-in")(take_in)
    app.command("card")(show_card)
    app.command("release")(release)
    app.command("extend")(extend)
