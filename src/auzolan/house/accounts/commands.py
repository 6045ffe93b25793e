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
AnewOption = Annotated[
    bool,
    typer.Option(
        "--anew",
        help="Close all her ways in first: sessions, passkeys, app, recovery codes, keys of programs.",
    ),
]
LanguageOption = Annotated[str, typer.Option("--language", help="In which they are: en, es or eu.")]


class Invited(msgspec.Struct, frozen=True):
    """Who was invited; `link` signs in once and is shown only where no mail server is named.

    `is_anew` says that all her old ways in were closed.
    """

    who: str
    email: str
    is_sent: bool
    link: str = ""
    is_anew: bool = False


class SignedOut(msgspec.Struct, frozen=True):
    """Whose sessions were ended, and how many there were."""

    who: str
    sessions: int


def invite_member(
    member: Annotated[str, typer.Argument(help="The member's id.")],
    email: Annotated[
        str, typer.Option("--email", help="Where her letters go; with --anew it may stay as it is.")
    ] = "",
    language: LanguageOption = "en",
    anew: AnewOption = False,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a member's account, or move it to another address, and send her a link to sign in.

    Examples:
        auzolan members invite m017 --email ana@example.org --language eu
        auzolan members invite m017 --anew

    The link works once, within a week. Without a mail server in settings.toml it is shown here, for
    you to hand on. It is as good as a key: hand it to nobody else. --anew is for who has lost what she
    signs in with, or whose account is in other hands; another address closes her old ways in too. Be
    sure that it is she who asks: meet her, or call a number that you had before.
    """
    _check_member(folder, member)
    person = _Asked(member, email, language, member=member, is_anew=anew)
    _invite(folder, person, dry_run=dry_run, as_json=as_json)


def invite_company(
    company: Annotated[
        str, typer.Argument(help="The company's id, as offers and licences name it.")
    ],
    email: EmailOption,
    language: LanguageOption = "en",
    anew: AnewOption = False,
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
    person = _Asked(company, email, language, party=company, is_anew=anew)
    _invite(folder, person, dry_run=dry_run, as_json=as_json)


def sign_member_out(
    member: Annotated[str, typer.Argument(help="The member's id.")],
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """End all sessions of a member, and tell her; her ways of signing in stay as they are.

    Examples:
        auzolan members sign-out m017
        auzolan members sign-out m017 --dry-run --json

    For a phone that was lost while she can still sign in. Where somebody else can sign in as her, close
    all her ways in: auzolan members invite m017 --anew
    """
    _check_member(folder, member)
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_fields
    from auzolan.house.doors.session import folder_at
    from auzolan.house.settings import configure

    configure(folder_at(folder).path)
    from auzolan.house.accounts.anew import end_all_sessions
    from auzolan.house.accounts.mail import send_waiting
    from auzolan.house.accounts.models import Person
    from auzolan.house.accounts.people import sessions_of

    person = Person.of_member(member)
    if person is None:
        raise Misused(f"{member} has no account, and so no session.")
    if dry_run:
        say("This would be done; nothing has been.")
        write_fields(SignedOut(member, len(sessions_of(person))), as_json=as_json)
        return
    ended = end_all_sessions(person)
    send_waiting(folder_at(folder))
    write_fields(SignedOut(member, ended), as_json=as_json)


def _check_member(folder: Path, member: str) -> None:
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import folder_at
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import Member

    with reader_of(folder_at(folder)) as reader:
        if reader.get(Member, member) is None:
            raise Misused(f"There is no member {member}. List them with: auzolan members list")


class _Asked(msgspec.Struct, frozen=True):
    who: str
    email: str
    language: str
    member: str = ""
    party: str = ""
    is_anew: bool = False


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

    mail = mail_settings_of(folder)
    try:
        email, link = _address(asked), ""
        if not dry_run:
            link = _link(asked)
    except ValueError as fault:
        raise Misused(str(fault)) from fault
    if mail.is_sent and not dry_run:
        send_waiting(folder)
    elif not dry_run:
        say(f"No mail server is named in settings.toml; the letter lies in {outbox_of(folder)}.")
    else:
        say("This would be done; nothing has been.")
    shown = "" if mail.is_sent else link
    write_fields(Invited(asked.who, email, mail.is_sent, shown, asked.is_anew), as_json=as_json)


def _address(asked: _Asked) -> str:
    """Where the link goes.

    Raises:
        ValueError: no address was given and none is known, or it is none.
    """
    from auzolan.house.accounts.anew import account_of
    from auzolan.house.accounts.people import checked_address

    if asked.email or not asked.is_anew:
        return checked_address(asked.email)
    person = account_of(asked.email, asked.member, asked.party)
    assert person is not None, "without an account and an address it is refused"
    return person.email


def _link(asked: _Asked) -> str:
    from auzolan.house.accounts.anew import let_in_anew
    from auzolan.house.accounts.people import invited

    lets_in = let_in_anew if asked.is_anew else invited
    return lets_in(asked.email, member=asked.member, party=asked.party, language=asked.language)
