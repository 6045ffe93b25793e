"""Taking in who has asked to join: the doing, and what follows it outside the books.

The rule of admission is the members' room's. Here an application becomes the act, and then an account with
an invitation; once that is done the application is erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, Name, Who
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.members import flows
from auzolan.house.storage.reader import Reader
from auzolan.members.joining import joining

if TYPE_CHECKING:
    from auzolan.house.accounts.models import Application

_ARTICLE = "house, joining"
_OFFICE = "admissions"


class AdmitAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose application is accepted."""

    application: Name


def applications() -> Sequence[Application]:
    """The applications whose addresses are confirmed, oldest first."""
    from auzolan.house.accounts.models import Application

    return list(Application.objects.filter(is_confirmed=True).order_by("pk"))


def welcome(application: Application) -> None:
    """Make the account of who has been taken in, send the invitation, erase the application.

    Where somebody else has come to sign in with her address, the application stays; whoever keeps the
    house invites her under another.
    """
    from auzolan.house.accounts.people import AddressTaken, invited

    with suppress(AddressTaken):
        invited(application.email, member=application.member, language=application.language)
        application.delete()


def welcome_admitted() -> None:
    """Welcome whom a crash has kept waiting: taken in, and without an account."""
    from auzolan.house.rooms.members.page_queries import member_of

    for one in applications():
        if member_of(one.member) is not None:
            welcome(one)


def _admit(desk: Desk, who: Who, asked: AdmitAsked) -> Answer:
    from auzolan.house.accounts.models import Application
    from auzolan.house.accounts.people import is_taken

    found = Application.objects.filter(member=asked.application, is_confirmed=True).first()
    if found is None:
        return Refusal(
            "house.no_application", _ARTICLE, "There is no such application, or it has been decided.",
            "Look at the list of applications.",
        )  # fmt: skip
    if is_taken(found.email):
        return Refusal(
            "house.address_taken", _ARTICLE, "Somebody signs in with this mail address already.",
            "Ask her for another address, and let her apply with it.",
        )  # fmt: skip
    answer = flows.admit(desk, actor=who.member, member=found.member, name=found.name)
    if not isinstance(answer, Refusal) and not isinstance(desk, RehearsalDesk):
        welcome(found)
    return answer


def _choices(reader: Reader, who: Who) -> Sequence[Choice]:
    if _OFFICE not in who.offices:
        return []  # names of who asks to join are for nobody else
    return [Choice(one.member, one.name) for one in applications()]


def _effects(reader: Reader, who: Who, asked: AdmitAsked) -> Sequence[Effect]:
    charter = charter_in_force(reader)
    terms = joining(charter.surplus.distribution.entry, charter.membership.contribution_cents)
    first, *later = terms.instalments
    told = [Effect("members.paid_in", {"first": _euros(first + terms.fee_cents, charter.currency)})]
    if any(later):
        told.append(Effect("members.still_due", {"later": _euros(sum(later), charter.currency)}))
    return [*told, Effect("members.gets_account"), Effect("members.application_erased")]


def _euros(cents: int, currency: str) -> str:
    from auzolan.house.doors.portal.filters import money

    return money(cents, currency)


ADMIT: Doing[AdmitAsked] = Doing(
    "members.admit", AdmitAsked, _admit, choices={"application": _choices}, effects=_effects,
    leads_to="applications",
)  # fmt: skip
