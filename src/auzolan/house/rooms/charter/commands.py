"""`auzolan charter`: the house rules in force. They are changed by `auzolan assembly`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, FolderOption, JsonOption
from auzolan.house.rooms.charter import rule_commands

if TYPE_CHECKING:
    from auzolan.house.rooms.charter.queries import CharterPage, Difference

app = room_app(
    """The house rules in force. They are changed by: auzolan assembly propose

    Examples:
        auzolan charter show
        auzolan charter rule blended
    """
)
app.command("rule")(rule_commands.show_rule)


LanguageOption = Annotated[
    str, typer.Option("--language", metavar="CODE", help="The language of the texts: en, es, eu.")
]
DiffOption = Annotated[
    tuple[int, int] | None,
    typer.Option("--diff", metavar="V1 V2", help="Show what two versions differ in, and no more."),
]


@app.command("show")
def show_charter(
    folder: FolderOption = HERE, language: LanguageOption = "en", diff: DiffOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show every article with its text and its numbers, the versions, and the mandates.

    Examples:
        auzolan charter show --language eu
        auzolan charter show --diff 1 2 --folder demo --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.charter.queries import charter_page, difference_of
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = charter_page(reader, language)
        between = difference_of(reader, *diff, language) if found and diff else None
    if found is None:
        raise Misused("The co-operative has not been founded yet.")
    if diff and between is None:
        raise Misused(f"There are versions 1 to {found.charter.version}; got {diff[0]}, {diff[1]}.")
    if as_json:
        write_json(between or found)
    elif between is not None:
        _write_difference(between)
    else:
        _write_charter(found)


def _write_charter(found: CharterPage) -> None:
    from auzolan.charter.article import Article
    from auzolan.charter.clauses import SURPLUS
    from auzolan.house.doors.output import say, write, write_rows
    from auzolan.house.rooms.charter.queries import clause_lines

    charter = found.charter
    texts = {one.article: one.text for one in found.texts}
    write(f"version {charter.version}, {charter.currency}, within {charter.preset}")
    write(f"digest {found.digest}")
    for name in charter.__struct_fields__:
        article = getattr(charter, name)
        if isinstance(article, Article):
            write(f"\nArticle {article.number}, {name} (tier {article.tier})")
            write(texts.get(name, "Its text is not in this folder; verify says what is missing."))
            width = 34 if name == SURPLUS else 24
            for clause, shown in clause_lines(charter, name):
                write(f"  {name}.{clause:<{width}} {shown}")
    write("\nrights")
    write_rows(charter.rights, as_json=False)
    write("versions")
    write_rows(found.versions, as_json=False)
    write("mandates")
    write_rows(found.mandates, as_json=False)
    for organ in found.organs_due:
        say(f"At this size there must be an organ {organ}; the charter gives it no seats.")
    say("Change a clause with: auzolan assembly propose ID --change CLAUSE=VALUE")


def _write_difference(between: Difference) -> None:
    from auzolan.house.doors.output import say, write, write_rows

    write_rows(between.clauses, as_json=False)
    for one in between.texts:
        write(f"\n{one.article}\n- {one.before}\n+ {one.after}")
    say(f"{len(between.clauses)} clauses and {len(between.texts)} texts differ.")
