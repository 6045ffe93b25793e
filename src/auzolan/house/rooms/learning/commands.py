"""`auzolan learning`: seal data sets, train models on what is allowed, see both."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption

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
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Seal all rows of a kind that may be used for a purpose now; says what is left out and why.

    Examples:
        auzolan learning seal spring --kind purchases --purpose commercial --as m001
        auzolan learning seal spring --kind purchases --purpose research --as m001 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.learning.flows import seal

    enter(
        folder,
        lambda desk: seal(desk, actor=actor, snapshot=snapshot, kind=kind, purpose=purpose),
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
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Train a model on a data set and test it against the commonest answer.

    Examples:
        auzolan learning train yogurt-1 --snapshot spring --as m001
        auzolan learning train yogurt-2 --snapshot summer --replaces yogurt-1 --as m001
    """
    from auzolan.house.doors.output import patience, write, write_json
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.learning.flows import train
    from auzolan.house.rooms.learning.recipe_files import training_recipe

    chosen = training_recipe(recipe)
    with desk_at(folder) as desk, patience(f"training {model}"):
        report = accepted(
            train(
                desk, actor=actor, model=model, snapshot=snapshot, recipe=chosen, replaces=replaces
            )
        )
    if as_json:
        counts = {
            "entry": report.receipt.seq, "model": report.model, "artefact": report.artefact,
            "rows": report.rows, "rows_trained": report.rows_trained, "total": report.total,
            "correct": report.correct, "baseline_correct": report.baseline_correct,
            "has_converged": report.has_converged,
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
