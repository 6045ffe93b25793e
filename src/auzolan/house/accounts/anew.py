"""Letting somebody sign in anew, and ending her sessions, as an office or whoever keeps the machine does.

All doors of the account are closed first; then a link goes to her, and whoever reads the old address is told.
Whether it is she, a person has to say: nothing here can know it.
"""

from __future__ import annotations

from django.db import transaction

from auzolan.house.accounts import letters, people, security_log
from auzolan.house.accounts.closing import close_every_door, end_sessions
from auzolan.house.accounts.models import Person


def let_in_anew(email: str = "", *, member: str = "", party: str = "", language: str = "en") -> str:
    """Close every door of an account and send a link with which she signs in, good for a week.

    A member without an account gets one.

    Args:
        email: where her mail goes from now on; empty where that stays as it is.
        member: the member she is; empty where she acts for a company.
        party: that company; its account is the one of the address.
        language: in which the mail of a new account is written.
    Returns:
        The whole address of the link, which went to her by mail too.
    Raises:
        ValueError: the address is none, is missing, or is somebody else's.
    """
    person = account_of(email, member, party)
    if person is None:
        return people.invited(email, member=member, party=party, language=language)
    wanted = people.checked_address(email) if email else person.email
    if wanted != person.email:
        moved_by_invitation(person, wanted)
    else:
        close_every_door(person)
        security_log.note(None, security_log.LET_IN_ANEW, person)
    return people.link_sent(person, "anew")


def moved_by_invitation(person: Person, email: str) -> None:
    """Move an account to the address under which she is invited again, with every old door closed."""
    before = person.email
    with transaction.atomic(using="plain"):
        people.moved_if_elsewhere(person, email)
        close_every_door(person)
        security_log.note(None, security_log.LET_IN_ANEW, person)
    letters.send("anew_elsewhere", before, person.language)


def account_of(email: str, member: str, party: str) -> Person | None:
    """The account of a member, or the one of a company's address; None where there is none.

    Raises:
        ValueError: there is none, and no address for one.
    """
    found = Person.of_member(member) if member else None
    if party:
        found = Person.objects.filter(email__iexact=email.strip(), party=party).first()
    if found is None and not email:
        raise ValueError("She has no account, and no address was given.")
    return found


def end_all_sessions(person: Person) -> int:
    """End all sessions of an account, which keeps its ways of signing in, and tell her.

    Returns:
        How many there were.
    """
    ended = end_sessions(person)
    security_log.note(None, security_log.SESSION_ENDED, person)
    letters.send("sessions_ended", person.email, person.language)
    return ended
