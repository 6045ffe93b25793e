"""`auzolan treasury statement`: what concerns one member's money, as text, JSON, CSV, PDF or picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.house.rooms.treasury.statement_types import MemberStatement

_PRIVATE = 0o600


class Form(StrEnum):
    """The forms of a statement; all are made from one value."""

    TEXT = "text"
    WHOLE = "whole"
    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


class Language(StrEnum):
    """The languages of a statement's words."""

    EN = "en"
    ES = "es"
    EU = "eu"


def show_statement(
    member: Annotated[str, typer.Argument(help="The member.")],
    form: Annotated[
        Form, typer.Option("--format", help="text is short, whole is all of it; pdf needs --out.")
    ] = Form.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; only its owner can read it.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the division of the newest year into this file, SVG.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the words.")] = Language.EN,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show all that concerns one member's money, each line with the entry it comes from.

    The same record gives the same bytes. docs/reference/statement.md says what each field is, and
    has the JSON Schema.

    Examples:
        auzolan treasury statement m017
        auzolan treasury statement m017 --format pdf --out m017.pdf --language eu
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.treasury.statement_reading import member_statement
    from auzolan.house.storage.reader import reader_of

    chosen = Form.JSON if as_json else form
    if chosen is Form.PDF and out is None:
        raise Misused("A PDF is not for a terminal; name a file with --out.")
    where = folder_at(folder)
    with reader_of(where) as reader:
        found = member_statement(reader, member)
    if found is None:
        raise Misused(f"There is no member {member}. List them with: auzolan members list")
    content = _content(found, chosen, where.path, language)
    if out is None:
        typer.echo(content.decode(), nl=False)
    else:
        _write(out, content)
        say(f"{out} holds the statement of {member}.")
    if plot is not None:
        say(f"{_drawn(found, plot, where.path, language)} shows the division of the year.")


def _content(found: MemberStatement, form: Form, folder: Path, language: Language) -> bytes:
    from django.utils import translation

    from auzolan.house.settings import configure

    configure(folder)
    with translation.override(language):
        return _MAKERS[form](found, language)


def _text(found: MemberStatement, _: Language) -> bytes:
    from auzolan.house.rooms.treasury.statements import statement_lines

    return ("\n".join(statement_lines(found)) + "\n").encode()


def _whole(found: MemberStatement, _: Language) -> bytes:
    from auzolan.house.rooms.treasury.statement_outline import plain_lines

    return ("\n".join(plain_lines(found)) + "\n").encode()


def _json(found: MemberStatement, _: Language) -> bytes:
    import msgspec

    return msgspec.json.encode(found) + b"\n"


def _csv(found: MemberStatement, _: Language) -> bytes:
    from auzolan.house.rooms.treasury.statement_csv import statement_csv

    return statement_csv(found).encode()


def _pdf(found: MemberStatement, language: Language) -> bytes:
    from django.utils.translation import gettext

    from auzolan.house.rooms.treasury.statement_pdf import statement_pdf

    title = gettext("Statement of %(member)s") % {"member": found.name or found.member}
    return statement_pdf(found, title=title, language=language)


_MAKERS = {
    Form.TEXT: _text, Form.WHOLE: _whole, Form.JSON: _json, Form.CSV: _csv, Form.PDF: _pdf,
}  # fmt: skip


def _write(path: Path, content: bytes) -> None:
    from auzolan.house.storage.files import write_durably

    write_durably(path, content, mode=_PRIVATE)


def _drawn(found: MemberStatement, path: Path, folder: Path, language: Language) -> Path:
    from django.utils import translation

    from auzolan.engine.plots import write_plot
    from auzolan.house.doors.errors import Misused
    from auzolan.house.rooms.treasury.statement_outline import line_words
    from auzolan.house.rooms.treasury.statement_plot import waterfall_chart
    from auzolan.house.settings import configure

    if not found.years:
        raise Misused(f"{found.member} has a part in no plan yet, so there is nothing to draw.")
    configure(folder)
    with translation.override(language):
        year = found.years[-1]
        title = f"{year.period}, {found.member}"
        chart = waterfall_chart(year, currency=found.currency, title=title, words=line_words)
    return write_plot(chart, path)
