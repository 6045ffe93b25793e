"""`auzolan learning`: seal data sets, train models on what is allowed, see both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption
from auzolan.house.rooms.learning import model_commands

if TYPE_CHECKING:
    from auzolan.house.rooms.learning.flows import TrainReport

app = room_app(
    """Data sets and models.

    Examples:
        auzolan learning seal spring --kind purchases --purpose commercial --as m001
        auzolan learning show
    """
)


@app.command("seal")
def seal_snapshot(
    snapshot: Annotated[str, typer.Argument(help="The id of the new data set.")],
    kind: Annotated[str, typer.Option(help="The kind of rows.")],
    purpose: Annotated[str, typer.Option(help="What they will be used for.")],
    actor: AsOption,
    operation: Annotated[str, typer.Option(help="What will be done with them.")] = "train",
    party: Annotated[str, typer.Option(help="For whom; else for the co-operative.")] = "",
    territory: Annotated[str, typer.Option(help="Where; else nowhere in particular.")] = "",
    model_class: Annotated[str, typer.Option(help="For which kind of model; else none.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Seal all rows of a kind that may be used for a purpose now; says what is left out and why.

    Examples:
        auzolan learning seal spring --kind purchases --purpose commercial --as m001
        auzolan learning seal spring --kind texts --purpose research --operation train.finetune --as m001
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.learning.flows import SealedFor, seal

    sealed_for = SealedFor(operation, party, territory, model_class)
    enter(
        folder,
        lambda desk: seal(
            desk, actor=actor, snapshot=snapshot, kind=kind, purpose=purpose, sealed_for=sealed_for
        ),
        as_json=as_json,
    )


@app.command("train")
def train_model(
    model: Annotated[str, typer.Argument(help="The id of the new model.")],
    snapshot: Annotated[str, typer.Option(help="The data set it learns from.")],
    actor: AsOption,
    replaces: Annotated[str, typer.Option(help="The model it takes over from.")] = "",
    recipe: Annotated[
        Path | None, typer.Option(help="A recipe in JSON; else the plain one.")
    ] = None,
    group_by: Annotated[
        str, typer.Option(help="A column of groups: it is tested by group too.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Train a model on a data set and test it against the commonest answer.

    Examples:
        auzolan learning train yogurt-1 --snapshot spring --as m001
        auzolan learning train tones-1 --snapshot texts --recipe text.json --group-by region --as m001

    Whoever withdraws meanwhile stops it; nothing of it is kept then.
    """
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.learning.flows import train
    from auzolan.house.rooms.learning.recipe_files import training_recipe

    chosen = training_recipe(recipe)
    with desk_at(folder) as desk, patience(f"training {model}"):
        report = accepted(
            train(
                desk, actor=actor, model=model, snapshot=snapshot, recipe=chosen,
                replaces=replaces, group_column=group_by,
            )
        )  # fmt: skip
    say_report(report, as_json=as_json)


def say_report(report: TrainReport, *, as_json: bool) -> None:
    """Give out what came of a training."""
    from auzolan.house.doors.output import write, write_json

    if as_json:
        counts = {
            "entry": report.receipt.seq, "model": report.model, "artefact": report.artefact,
            "rows": report.rows, "rows_trained": report.rows_trained, "total": report.total,
            "correct": report.correct, "baseline_correct": report.baseline_correct,
            "has_converged": report.has_converged, "how": report.how, "groups": report.groups,
        }  # fmt: skip
        write_json(counts)
        return
    write(f"entry {report.receipt.seq}: {report.model}, trained on {report.rows_trained:,} rows")
    write(f"  right        {report.correct:,} of {report.total:,}")
    write(f"  by guessing  {report.baseline_correct:,} of {report.total:,}")


@app.command("show")
def show_models(
    model: Annotated[str, typer.Argument(help="One model; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show data sets and models.

    Examples:
        auzolan learning show
        auzolan learning show yogurt-1 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.learning.queries import learning_page, model_line
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = model_line(reader, model) if model else learning_page(reader)
    if found is None:
        raise Misused(f"There is no model {model}. List them with: auzolan learning show")
    write_fields(found, as_json=as_json)


model_commands.add_to(app)
