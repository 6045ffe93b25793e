"""`auzolan labour state`, `statements`, `statement`, `comment`, `answer`: labour-impact statements."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
)

if TYPE_CHECKING:
    from auzolan.house.rooms.labour.statements.impact_types import LabourImpact

StatementArgument = Annotated[
    str, typer.Argument(help="The statement; or a model or dataset, for its newest one.")
]


class Jobs(StrEnum):
    """What is expected to come of jobs."""

    UNKNOWN = "unknown"
    NONE = "none"
    FEWER = "fewer"
    OTHER = "other"
    MORE = "more"


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of the room."""
    app.command("state")(state)
    app.command("statements")(list_statements)
    app.command("statement")(show_statement)
    app.command("comment")(comment_on)
    app.command("answer")(answer_comment)


def state(
    purpose: Annotated[str, typer.Option(help="What it is for.")],
    actor: AsOption,
    model: Annotated[str, typer.Option(help="The model that it is about.")] = "",
    dataset: Annotated[str, typer.Option(help="Or the dataset that it is about.")] = "",
    jobs: Annotated[Jobs, typer.Option(help="What it is expected to do to jobs.")] = Jobs.UNKNOWN,
    effect: Annotated[str, typer.Option(help="The same in words.")] = "unknown",
    consultation: Annotated[
        str, typer.Option(help="With whom it was talked over and when; who dissented and why.")
    ] = "unknown",
    support: Annotated[
        str, typer.Option(help="What is done for people who meet harmful content.")
    ] = "unknown",
    not_known: Annotated[str, typer.Option(help="What is not known.")] = "unknown",
    statement: Annotated[str, typer.Option("--id", help="Its id; made up where missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """State the labour behind a dataset or a model; the figures are worked out from the books.

    Examples:
        auzolan labour state --model yogurt-1 --purpose "Guess the next purchase" --as m001
        auzolan labour state --dataset spring --purpose "Train taste models" --as m001 --dry-run

    Members can comment for as long as the charter says. A model is not released before that, nor
    while a comment waits for its answer. The newest statement counts; it opens the days anew.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.statements.statement_flows import Said, publish
    from auzolan.labour.statements.rules import DATASET, MODEL

    if bool(model) == bool(dataset):
        raise Misused("Name a model with --model, or a dataset with --dataset.")
    said = Said(purpose, str(jobs), effect, consultation, support, not_known)
    about, name = (MODEL, model) if model else (DATASET, dataset)
    enter_after_showing(
        folder,
        lambda desk: publish(
            desk, actor=actor, about=about, name=name, said=said, statement=statement
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def list_statements(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """List the labour-impact statements, the newest first.

    Examples:
        auzolan labour statements
        auzolan labour statements --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.statements.statement_queries import statement_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = statement_lines(reader)
    write_rows(found, as_json=as_json)


def show_statement(
    name: StatementArgument,
    schema: Annotated[
        bool, typer.Option("--schema", help="Write the JSON Schema of a statement instead.")
    ] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show a labour-impact statement with its comments and their answers.

    Examples:
        auzolan labour statement yogurt-1 --json
        auzolan labour statement any --schema

    What is not known, or would tell about a person, is `unknown`: never 0. An auditor works every
    figure out again with: auzolan verify --level auditor
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.statements.impact_schema import FILE
    from auzolan.house.rooms.labour.statements.statement_queries import statement_of
    from auzolan.house.storage.reader import reader_of

    if schema:
        write(FILE.read_text(encoding="utf-8").rstrip())
        return
    with reader_of(folder_at(folder)) as reader:
        found = statement_of(reader, name, inside=True)
    if found is None:
        raise Misused(f"There is no statement {name}. List them with: auzolan labour statements")
    if as_json:
        write_json(found)
        return
    _write_statement(found)


def _write_statement(found: LabourImpact) -> None:
    from auzolan.house.doors.output import write, write_fields, write_rows

    figures = found.figures
    write(f"{found.statement}, entry {found.entry}: about the {found.about} {found.name}")
    write(f"published by {found.published_by} at {found.published_at}")
    write(f"comments until {found.comment_by}: {found.comments}, {found.open_comments} unanswered")
    write("\nwhat is said")
    write_fields(found.words, as_json=False)
    write("\nfigures")
    for name in figures.__struct_fields__:
        value = getattr(figures, name)
        if isinstance(value, int | str):
            write(f"  {name}: {value}")
    write("\nseconds by class")
    write_rows(figures.hours, as_json=False)
    write(f"\npay in cents an hour ({found.currency}), before and after lifting to the floor")
    write_rows([figures.before, figures.after], as_json=False)
    for title, rows in (
        ("places", figures.places), ("who looked at figures about persons", figures.looks),
        ("wages on the record", found.floor_sources), ("comments", found.remarks),
    ):  # fmt: skip
        if rows:
            write(f"\n{title}")
            write_rows(rows, as_json=False)


def comment_on(
    statement: Annotated[str, typer.Argument(help="The statement.")],
    words: Annotated[str, typer.Option(help="What is said; it is sealed.")],
    actor: AsOption,
    comment: Annotated[str, typer.Option("--id", help="Its id; made up where missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say something about a labour-impact statement, as a member, while its days run.

    Examples:
        auzolan labour comment labour-model-yogurt-1-1 --words "The night work is missing" --as m017
        auzolan labour comment labour-model-yogurt-1-1 --words "Well done" --as m017 --json
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.statements import statement_flows

    enter_after_showing(
        folder,
        lambda desk: statement_flows.comment(
            desk, member=actor, statement=statement, words=words, comment=comment
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def answer_comment(
    comment: Annotated[str, typer.Argument(help="The comment.")],
    words: Annotated[str, typer.Option(help="The answer; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a comment on a labour-impact statement, on the record, once.

    Examples:
        auzolan labour answer remark-1f6b --words "It is in the log of May" --as m001
        auzolan labour answer remark-1f6b --words "You are right; a newer one follows" --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.statements import statement_flows

    enter_after_showing(
        folder,
        lambda desk: statement_flows.answer(desk, actor=actor, comment=comment, words=words),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip
