"""`auzolan valuation`: what members' data is worth to a model, computed twice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption
from auzolan.house.rooms.valuation.knn_command import knn
from auzolan.house.rooms.valuation.review_command import review
from auzolan.house.rooms.valuation.why_command import why

app = room_app(
    """What members' data is worth to a model.

    Examples:
        auzolan valuation run worth-2024 --model yogurt-1 --as m001
        auzolan valuation show worth-2024
    """
)
app.command("knn")(knn)
app.command("review")(review)
app.command("why")(why)


@app.command("run")
def run_valuation(
    valuation: Annotated[str, typer.Argument(help="The id of the new valuation.")],
    model: Annotated[str, typer.Option(help="The model.")],
    actor: AsOption,
    recipe: Annotated[
        Path | None, typer.Option(help="A recipe in JSON; else the plain one.")
    ] = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Value the rows that a model was trained on, member by member.

    Examples:
        auzolan valuation run worth-2024 --model yogurt-1 --as m001
        auzolan valuation run worth-2024 --model yogurt-1 --recipe k7.json --as m001
    """
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.learning.recipe_files import valuation_recipe
    from auzolan.house.rooms.valuation.flows import value

    chosen = valuation_recipe(recipe)
    with patience(f"valuing {model}"):
        enter(
            folder,
            lambda desk: value(desk, actor=actor, valuation=valuation, model=model, recipe=chosen),
            as_json=as_json,
        )


@app.command("recheck")
def recheck_valuation(
    valuation: Annotated[str, typer.Argument(help="The valuation to compute again.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Compute a valuation again, as somebody else; only then may money use it.

    Examples:
        auzolan valuation recheck worth-2024 --as m002
        auzolan valuation recheck worth-2024 --as m002 --json
    """
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.valuation.flows import recheck

    with patience(f"computing {valuation} again"):
        enter(
            folder,
            lambda desk: recheck(desk, actor=actor, valuation=valuation),
            as_json=as_json,
        )


@app.command("show")
def show_valuations(
    valuation: Annotated[str, typer.Argument(help="One valuation; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show valuations; values and likely ranges are scaled by 10^9.

    Examples:
        auzolan valuation show
        auzolan valuation show worth-2024 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.valuation.queries import valuation_lines, valuation_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if not valuation:
            write_rows(valuation_lines(reader), as_json=as_json)
            return
        found = valuation_page(reader, valuation)
    if found is None:
        raise Misused(f"There is no valuation {valuation}. List them with: auzolan valuation show")
    write_fields(found, as_json=as_json)
