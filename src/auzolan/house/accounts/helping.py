"""What the office of admissions can do for who cannot sign in, or whose account is in other hands.

Each is a look at her account, and so stands on the record before it is done; she reads who did it, and
everybody how often it is done. To let somebody in anew needs a second person, since it is also how an account
would be taken from her. Which way in is hers nobody here can tell: that she was asked herself, they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, Name, ShortText, Warned, Who
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.labour.watching.look_flows import Asked, ask_to_look
from auzolan.house.rooms.members.choosing import others
from auzolan.house.storage.reader import Reader
from auzolan.labour.watching.matrix import ACCOUNT, ADMISSIONS, END_SESSIONS, SIGN_IN_ANEW

if TYPE_CHECKING:
    from auzolan.house.accounts.models import Person

_ARTICLE = "house, signing in"
REST_DAYS = 2
"""How long an account waits before it moves to another address: time for her to say no."""


class AnewAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who has lost her way in, and where her mail goes from now on, if elsewhere."""

    member: Name
    email: ShortText = ""
    has_met_her: bool = False


class EndAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose sessions end."""

    member: Name


def _let_in(desk: Desk, who: Who, asked: AnewAsked) -> Answer:
    from auzolan.house.accounts.anew import let_in_anew

    refused = _not_hers(who, asked.member) or _not_asked(asked) or _no_address(asked)
    if refused is not None:
        return refused
    answer = ask_to_look(desk, _look(who, asked.member, SIGN_IN_ANEW), figures=1)
    if not isinstance(answer, Refusal) and not isinstance(desk, RehearsalDesk):
        let_in_anew(asked.email, member=asked.member)
    return answer


def _end_sessions(desk: Desk, who: Who, asked: EndAsked) -> Answer:
    from auzolan.house.accounts.anew import end_all_sessions

    person = _account(asked.member)
    refused = _not_hers(who, asked.member) or (None if person is not None else _no_account())
    if refused is not None:
        return refused
    answer = ask_to_look(desk, _look(who, asked.member, END_SESSIONS), figures=1)
    is_tried = isinstance(answer, Refusal) or isinstance(desk, RehearsalDesk)
    if person is not None and not is_tried:
        end_all_sessions(person)
    return answer


def _look(who: Who, member: str, purpose: str) -> Asked:
    return Asked(who.member, ADMISSIONS, member, ACCOUNT, purpose)


def _account(member: str) -> Person | None:
    from auzolan.house.accounts.models import Person

    return Person.of_member(member)


def _not_hers(who: Who, member: str) -> Refusal | None:
    if who.member == member:
        return Refusal(
            "house.own_account", _ARTICLE, "This is your own account.",
            "End your own sessions in your settings. Who has lost her way in asks somebody else.",
        )  # fmt: skip
    if ADMISSIONS not in who.offices:
        return Refusal(
            "access.not_yours", _ARTICLE, "Accounts of others are in the hands of the office of admissions.",
            "Ask whoever holds this office.",
        )  # fmt: skip
    return None


def _not_asked(asked: AnewAsked) -> Refusal | None:
    if asked.has_met_her:
        return None
    return Refusal(
        "house.not_asked_herself", _ARTICLE, "Nobody has asked her herself. Whoever writes as her may be "
        "somebody else.", "Meet her, or call her by a number that the co-op had before. Then say so.",
    )  # fmt: skip


def _no_address(asked: AnewAsked) -> Refusal | None:
    from auzolan.house.accounts.people import checked_address, is_taken

    person = _account(asked.member)
    if not asked.email:
        return None if person is not None else _no_account()
    try:
        email = checked_address(asked.email)
    except ValueError:
        return Refusal(
            "house.no_address", _ARTICLE, "This is no mail address.",
            "Write it as ana@example.org.",
        )  # fmt: skip
    if is_taken(email, person):
        return Refusal(
            "house.address_in_use", _ARTICLE, "Somebody else signs in with this mail address.",
            "Ask her for another address.",
        )  # fmt: skip
    return None


def _no_account() -> Refusal:
    return Refusal(
        "house.no_account", _ARTICLE, "She has no account here.",
        "To give her one, let her sign in anew and say where her mail goes.",
    )  # fmt: skip


def _choices(reader: Reader, who: Who) -> Sequence[Choice] | None:
    return others(reader, who) if ADMISSIONS in who.offices else []


def _anew_effects(reader: Reader, who: Who, asked: AnewAsked) -> Sequence[Effect]:
    told = [Effect("members.doors_close"), Effect("members.link_goes", {"email": _email(asked)})]
    if _rests(asked):
        told.append(Effect("members.account_rests", {"days": REST_DAYS}))
    return [*told, Effect("members.she_is_told"), Effect("members.could_be_taken")]


def _end_effects(reader: Reader, who: Who, asked: EndAsked) -> Sequence[Effect]:
    return [Effect("members.signs_in_again"), Effect("members.she_is_told")]


def _email(asked: AnewAsked) -> str:
    """Where the link goes; of an address that stays no more than she needs to know it again.

    To look before one asks leaves no trace, and so is no way to read addresses.
    """
    person = _account(asked.member)
    if asked.email or person is None:
        return asked.email
    return f"{person.email[:1]}…@{person.email.partition('@')[2]}"


def _rests(asked: AnewAsked) -> int:
    person = _account(asked.member)
    is_moved = person is not None and asked.email.strip().lower() not in {"", person.email}
    return REST_DAYS if is_moved else 0


def _warn(asked: AnewAsked, waiting: str) -> None:
    from auzolan.house.accounts import letters

    person = _account(asked.member)
    if person is None:
        return
    letters.send(
        "anew_asked", person.email, person.language, elsewhere="yes" if _rests(asked) else "",
        link=letters.address("waiting", waiting, person.language),
    )  # fmt: skip


LET_IN_ANEW: Doing[AnewAsked] = Doing(
    "members.let_in_anew", AnewAsked, _let_in, about="member", choices={"member": _choices},
    effects=_anew_effects, needs_second=True, warned=Warned(_warn, _rests), leads_to="applications",
)  # fmt: skip
END_ALL: Doing[EndAsked] = Doing(
    "members.end_sessions", EndAsked, _end_sessions, about="member", choices={"member": _choices},
    effects=_end_effects, leads_to="applications",
)  # fmt: skip
