"""Inviting people from the command line: an account, and a link with which they sign in.

It enters nothing into the record; who belongs is decided elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from auzolan.house.doors.options import HERE, DryRunOption, FolderOption, JsonOption

EmailOption = Annotated[str, typer.Option("--email", help="Where her letters go.")]
LanguageOption = Annotated[str, typer.Option("--language", help="In which they are: en, es or eu.")]


class Invited(msgspec.Struct, frozen=True):
    """Who was invited; `link` signs in once and is shown only where no mail server is named."""

    who: str
    email: str
    is_sent: bool
    link: str = ""


def invite_member(
    member: Annotated[str, typer.Argument(help="The member's id.")],
    email: EmailOption,
    language: LanguageOption = "en",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a member's account, or move it to another address, and send her a link to sign in.

    Examples:
        auzolan members invite m017 --email ana@example.org
        auzolan members invite m017 --email ana@example.org --language eu --json

    The link works once, within a week. Without a mail server in settings.toml it is shown here, for
    you to hand on. It is as good as a key: hand it to nobody else.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import folder_at
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import Member

    with reader_of(folder_at(folder)) as reader:
        if reader.get(Member, member) is None:
            raise Misused(f"There is no member {member}. List them with: auzolan members list")
    person = _Asked(member, email, language, member=member)
    _invite(folder, person, dry_run=dry_run, as_json=as_json)


def invite_company(
    company: Annotated[
        str, typer.Argument(help="The company's id, as offers and licences name it.")
    ],
    email: EmailOption,
    language: LanguageOption = "en",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make an account for somebody who acts for a company, and send her a link to sign in.

    Examples:
        auzolan licensing invite dairy-works --email legal@dairy.example
        auzolan licensing invite dairy-works --email legal@dairy.example --dry-run

    The link works once, within a week. Without a mail server in settings.toml it is shown here, for
    you to hand on. It is as good as a key: hand it to nobody else.
    """
    person = _Asked(company, email, language, party=company)
    _invite(folder, person, dry_run=dry_run, as_json=as_json)


class _Asked(msgspec.Struct, frozen=True):
    who: str
    email: str
    language: str
    member: str = ""
    party: str = ""


def _invite(path: Path, asked: _Asked, *, dry_run: bool, as_json: bool) -> None:
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_fields
    from auzolan.house.doors.session import folder_at
    from auzolan.house.settings import LANGUAGES, configure

    codes = [code for code, _ in LANGUAGES]
    if asked.language not in codes:
        raise Misused(f"The languages are {', '.join(codes)}; got {asked.language}")
    folder = folder_at(path)
    configure(folder.path)
    from auzolan.house.accounts.mail import outbox_of, send_waiting
    from auzolan.house.accounts.mail_settings import mail_settings_of
    from auzolan.house.accounts.people import checked_address, invited

    mail = mail_settings_of(folder)
    try:
        email, link = checked_address(asked.email), ""
        if not dry_run:
            link = invited(email, member=asked.member, party=asked.party, language=asked.language)
    except ValueError as fault:
        raise Misused(str(fault)) from fault
    if mail.is_sent and not dry_run:
        send_waiting(folder)
    elif not dry_run:
        say(f"No mail server is named in settings.toml; the letter lies in {outbox_of(folder)}.")
    else:
        say("This would be done; nothing has been.")
    write_fields(
        Invited(asked.who, email, mail.is_sent, "" if mail.is_sent else link), as_json=as_json
    )
