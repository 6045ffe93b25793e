"""`auzolan charter`: the house rules in force. They are changed by `auzolan assembly`."""

from __future__ import annotations

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, FolderOption, JsonOption

app = room_app(
    """The house rules in force. They are changed by: auzolan assembly propose

    Examples:
        auzolan charter show
        auzolan charter show --json
    """
)


@app.command("show")
def show_charter(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show every article with its numbers, the versions, and the mandates.

    Examples:
        auzolan charter show
        auzolan charter show --folder demo --json
    """
    from auzolan.charter.articles import Article
    from auzolan.charter.clauses import SURPLUS
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write, write_json, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.charter.queries import charter_page, clause_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = charter_page(reader)
    if found is None:
        raise Misused("The co-operative has not been founded yet.")
    if as_json:
        write_json(found)
        return
    charter = found.charter
    write(f"version {charter.version}, {charter.currency}, within {charter.preset}")
    write(f"digest {found.digest}")
    for name in charter.__struct_fields__:
        article = getattr(charter, name)
        if isinstance(article, Article):
            write(f"\nArticle {article.number}, {name} (tier {article.tier})\n{article.text}")
            width = 34 if name == SURPLUS else 24
            for clause, shown in clause_lines(charter, name):
                write(f"  {name}.{clause:<{width}} {shown}")
    write("\nrights")
    write_rows(charter.rights, as_json=False)
    write("versions")
    write_rows(found.versions, as_json=False)
    write("mandates")
    write_rows(found.mandates, as_json=False)
    say("Change a clause with: auzolan assembly propose ID --change CLAUSE=VALUE")


def _shown(value: int | str | tuple[str, ...]) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return (value if isinstance(value, str) else ", ".join(value)) or "none"
