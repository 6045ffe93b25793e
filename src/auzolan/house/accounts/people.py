"""Accounts: made by admission or an invitation, moved to another address, deleted.

An account is a way in and nothing more. Deleting it ends no membership, and leaving ends no account.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.utils import timezone

from auzolan.house.accounts import letters, links
from auzolan.house.accounts.closing import end_sessions
from auzolan.house.accounts.models import Person


class AddressTaken(ValueError):
    """Somebody else signs in with this address."""


def invited(email: str, *, member: str = "", party: str = "", language: str = "en") -> str:
    """Make an account if there is none, and a link with which she signs in, good for a week.

    A member who is invited again under another address moves there, and all her old doors close;
    whoever invites has said so.

    Args:
        email: where her mail goes.
        member: the member she is; empty where she acts for a company.
        party: that company; empty for members.
        language: in which her mail is written.
    Returns:
        The whole address of the link, which went to her by mail too.
    Raises:
        ValueError: the address is none, or somebody else's.
    """
    person = _account(checked_address(email), member, party, language)
    return link_sent(person, "invitation")


def link_sent(person: Person, letter: str) -> str:
    """Send a link with which she signs in, good for a week.

    Args:
        person: to whom.
        letter: in which letter; see `letters.send`.
    Returns:
        The whole address of the link.
    """
    link = letters.address("sign_in_link", links.made_invitation(person), person.language)
    letters.send(letter, person.email, person.language, link=link)
    return link


def checked_address(email: str) -> str:
    """An address in small letters, as it is kept.

    Raises:
        ValueError: it is no address.
    """
    try:
        validate_email(email.strip())
    except ValidationError as fault:
        raise ValueError("This is no mail address.") from fault
    return email.strip().lower()


def is_taken(email: str, by_other_than: Person | None = None) -> bool:
    """Whether somebody else signs in with an address."""
    found = Person.objects.filter(email__iexact=email)
    return (found.exclude(pk=by_other_than.pk) if by_other_than is not None else found).exists()


def moved(person: Person, email: str) -> None:
    """Let an account have another address, which is known to be hers.

    Raises:
        AddressTaken: somebody else has it.
    """
    try:
        person.email = email
        person.save(update_fields=["email"])
    except IntegrityError as fault:
        raise AddressTaken("Somebody else signs in with this address.") from fault
    confirmed(person)


def moved_if_elsewhere(person: Person, email: str) -> None:
    """Let an account have an address that somebody vouches for; the same one changes nothing.

    Raises:
        AddressTaken: somebody else has it.
    """
    if is_taken(email, person):
        raise AddressTaken("Somebody else signs in with this address.")
    if person.email != email:
        moved(person, email)


def confirmed(person: Person) -> None:
    """Note that her address is hers, for the library that signs people in."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def deleted(person: Person) -> None:
    """Delete an account with its ways of signing in, and end all its sessions."""
    end_sessions(person)
    person.delete()


def sessions_of(person: Person) -> list[UserSession]:
    """The sessions of an account that still live, oldest first; the others are forgotten."""
    found = list(UserSession.objects.filter(user=person).order_by("pk"))
    keys = [one.session_key for one in found]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    dead = [one.pk for one in found if one.session_key not in living]
    if dead:
        UserSession.objects.filter(pk__in=dead).delete()
    return [one for one in found if one.session_key in living]


def signed_out_there(person: Person, number: int) -> bool:
    """End one session of an account, by its number in the list; whether there was one."""
    found = UserSession.objects.filter(user=person, pk=number).first()
    if found is None:
        return False
    found.end()
    return True


def _account(email: str, member: str, party: str, language: str) -> Person:
    known = Person.of_member(member) if member else None
    if is_taken(email, known):
        other = Person.objects.get(email__iexact=email)
        if (other.member, other.party) != (member, party):
            raise AddressTaken("Somebody else signs in with this address.")
        return other
    if known is None:
        return Person.objects.create_user(email, member=member, party=party, language=language)
    if known.email != email:
        from auzolan.house.accounts.anew import moved_by_invitation

        moved_by_invitation(known, email)
    return known
