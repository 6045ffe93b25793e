"""Who is at the door: the account that signed in, and what the books say of it at this moment.

Roles are read anew for every request, so that an office that ended a minute ago opens nothing. They
are read one after the other, and no further than until the answer is sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from auzolan.charter.offices import offices_held
from auzolan.charter.state import Mandate
from auzolan.foundation.books import Books, Row, Scalar
from auzolan.house.doing import Who
from auzolan.house.doors.access.matrix import (
    ROLE_OF_OFFICE,
    ROLES_BY_OFFICE_OR_WORK,
    ROLES_OF_MEMBERS,
    Relation,
    Role,
    is_for_all,
    relations,
)
from auzolan.house.ports import system_ports
from auzolan.house.storage.models import row_of, rows_of
from auzolan.members.state import ACTIVE, Member

if TYPE_CHECKING:
    from auzolan.house.accounts.models import Person


@dataclass(frozen=True)
class Visit:
    """One visit; an empty one is a visitor's.

    Attributes:
        person: the account; None for a visitor.
        is_demo: whether the co-operative is made up, and so open to look at.
        is_open: whether the members have opened their record to the world.
        scopes: what the key of a program may do, as actions or `<room>.*`; None for a person.
        is_strong: whether a second factor was shown; without it no office opens anything, except in
            a co-operative that is made up.
    """

    person: Person | None = None
    is_demo: bool = False
    is_open: bool = False
    scopes: frozenset[str] | None = None
    is_strong: bool = False

    @property
    def member(self) -> str:
        """The member who signed in; empty for others."""
        return self.person.member if self.person is not None else ""

    @property
    def party(self) -> str:
        """The company that somebody acts for; empty for others."""
        return self.person.party if self.person is not None else ""

    @cached_property
    def row(self) -> Member | None:
        """The member who signed in as the books have her; None for others."""
        return _member(self.member) if self.member else None

    @cached_property
    def standing(self) -> str:
        """`active`, `left`, or empty for who is no member."""
        return self.row.standing if self.row is not None else ""

    @property
    def offices(self) -> frozenset[str]:
        """Which offices she holds now and may act in: not before she has shown a second factor."""
        return self.held_offices if self.is_strong or self.is_demo else frozenset()

    @cached_property
    def held_offices(self) -> frozenset[str]:
        """Which offices she holds now, whether or not they open anything in this visit."""
        if self.standing != ACTIVE:
            return frozenset()
        return offices_held(cast(Books, _MandatesOnPages()), self.member, system_ports().clock())

    @property
    def at_the_door(self) -> frozenset[Role]:
        """As what she comes, as far as no row of the books need be read for it."""
        found = {Role.VISITOR}
        found |= {Role.DEMO} if self.is_demo else set()
        found |= {Role.OPEN} if self.is_open or self.is_demo else set()
        found |= {Role.LICENSEE} if self.party else set()
        return frozenset(found)

    @cached_property
    def belonging(self) -> frozenset[Role]:
        """As what she comes, as far as one row of the books tells: all but work and offices."""
        found = set(self.at_the_door)
        if self.standing:
            found.add(Role.CONTRIBUTOR)
        if self.standing == ACTIVE:
            found.add(Role.MEMBER)
        return frozenset(found)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """As what she comes."""
        found = set(self._without_work)
        if self.standing == ACTIVE:
            found |= {Role.WORKER} if _has_worked(self.member) else set()
        return frozenset(found)

    @cached_property
    def _without_work(self) -> frozenset[Role]:
        return self.belonging | {ROLE_OF_OFFICE.get(one, Role.STEWARD) for one in self.offices}

    def _roles_so_far(self) -> Iterator[tuple[frozenset[Role], frozenset[Role]]]:
        """The roles that are known after each question to the books, and those that may come yet."""
        yield self.at_the_door, ROLES_OF_MEMBERS if self.member else frozenset()
        yield self.belonging, ROLES_BY_OFFICE_OR_WORK if self.standing == ACTIVE else frozenset()
        yield self._without_work, frozenset({Role.WORKER})
        yield self.roles, frozenset()

    @property
    def who(self) -> Who:
        """The same as flows know it."""
        return Who(self.member, self.party, self.offices)

    def who_does(self, action: str) -> Who:
        """The same for one action; whoever only votes has her offices left unread."""
        return Who(self.member, self.party) if is_for_all(action) else self.who

    def may(self, action: str, *, about: str = "", party: str = "") -> Relation:
        """By which relation this visit may do an action; `Relation.NEVER` where it may not.

        Args:
            action: a name of the matrix.
            about: the member whom it is about; empty where it is about nobody.
            party: the company that it is about; empty where none.
        Returns:
            `ANY`, `OWN`, `PARTY`, `LOOK` (only after a look has been recorded), or `NEVER`.
        """
        if self.scopes is not None and not self._in_scope(action):
            return Relation.NEVER
        for known, to_come in self._roles_so_far():
            found = self._by(known, action, about, party)
            # More roles only widen an answer: where all that may come would not, none is asked for.
            if not to_come or found is self._by(known | to_come, action, about, party):
                return found
        raise AssertionError("no role is left to be asked for in the end")

    def _by(self, roles: frozenset[Role], action: str, about: str, party: str) -> Relation:
        """By which relation these roles would allow an action."""
        allowed = relations(action, roles)
        if Relation.ANY in allowed:
            return Relation.ANY
        if Relation.OWN in allowed and self.member and about in {"", self.member}:
            return Relation.OWN
        if Relation.PARTY in allowed and self.party and party in {"", self.party}:
            return Relation.PARTY
        return Relation.LOOK if Relation.LOOK in allowed and about else Relation.NEVER

    def waits_for_second_factor(self, action: str) -> bool:
        """Whether an office of hers would open an action, once she has shown a second factor."""
        if self.is_strong or self.is_demo:
            return False
        roles = {ROLE_OF_OFFICE.get(office, Role.STEWARD) for office in self.held_offices}
        return bool(relations(action, roles))

    def _in_scope(self, action: str) -> bool:
        assert self.scopes is not None, "asked of a program's key alone"
        verb, _, rest = action.partition(":")
        room = rest.partition(".")[0]
        return bool({action, f"{verb}:{room}.*", f"{verb}:*"} & self.scopes)


class _MandatesOnPages:
    """As much of the books as the question who holds an office needs, read through Django.

    Whoever asks for a person's mandates asks for those of each of her offices next: two questions
    do for all.
    """

    def __init__(self) -> None:
        self._of_power: dict[str, list[Mandate]] = {}

    def find(self, row: type[Row], **equals: Scalar) -> list[Mandate]:
        from auzolan.house.rooms.charter.tables import MandateTable

        assert row is Mandate, "only mandates are asked for here"
        if set(equals) == {"power"} and str(equals["power"]) in self._of_power:
            return self._of_power[str(equals["power"])]
        order = MandateTable.objects.order_by("mandate")
        found = rows_of(Mandate, order.filter(**equals))
        if set(equals) == {"holder"}:
            powers = sorted({one.power for one in found})
            self._of_power = {power: [] for power in powers}
            for one in rows_of(Mandate, order.filter(power__in=powers)):
                self._of_power[one.power].append(one)
        return found


def _member(member: str) -> Member | None:
    return row_of(Member, member)


def _has_worked(member: str) -> bool:
    from auzolan.house.rooms.labour.tables import WorkOfMemberTable

    return WorkOfMemberTable.objects.filter(member=member).exists()
