"""What can be chosen in the forms of consent, so that nobody types an id. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.consent.state import (
    OPEN,
    ConsentStatement,
    GroupInvitation,
    GroupMember,
    Guardian,
    RightsRequest,
)
from auzolan.consent.taxonomy import END_USES, OPERATIONS
from auzolan.foundation.moments import MOMENT_MAX, day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Choice, Who, listed
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.members.choosing import named
from auzolan.house.storage.reader import Reader
from auzolan.licensing.state import Licence


def kinds(reader: Reader, who: Who) -> Sequence[Choice]:
    """The kinds of rows that the house rules know."""
    return [Choice(kind, kind) for kind in charter_in_force(reader).consent.kinds]


def purposes(reader: Reader, who: Who) -> Sequence[Choice]:
    """The purposes that the house rules know."""
    return [Choice(one, one) for one in charter_in_force(reader).consent.purposes]


def operations(reader: Reader, who: Who) -> Sequence[Choice]:
    """All that may be done with rows."""
    return [Choice(one, one) for one in OPERATIONS]


def end_uses(reader: Reader, who: Who) -> Sequence[Choice]:
    """All that may come of it."""
    return [Choice(one, one) for one in END_USES]


def parties(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The companies that have or had a licence."""
    names = sorted({one.licensee for one in reader.rows(Licence)})
    return listed([Choice(name, name) for name in names])


def wards(reader: Reader, who: Who) -> Sequence[Choice]:
    """The minors for whom she speaks; mostly none."""
    found = [one.member for one in reader.rows(Guardian, guardian=who.member)]
    return [Choice(*one) for one in named(reader, found).items()]


def statements_that_hold(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """Single statements of hers, and of her wards, that can be taken back."""
    from auzolan.house.doors.portal.purpose_words import EFFECTS, END_USE_NAMES, OPERATION_NAMES

    whose = (who.member, *(one.value for one in wards(reader, who)))
    rows = [
        row
        for member in whose
        for row in reader.rows(ConsentStatement, member=member)
        if row.operation and row.lifted_at == MOMENT_MAX
    ]
    parts = [(EFFECTS[one.effect], OPERATION_NAMES[one.operation], END_USE_NAMES[one.end_use], one)
             for one in rows]  # fmt: skip
    return listed(
        [
            Choice(one.statement, f"{said}: {done} · {what_for}, {day_from_moment(one.begins)}")
            for said, done, what_for, one in parts
        ]
    )


def own_groups(reader: Reader, who: Who) -> Sequence[Choice]:
    """The groups that she belongs to."""
    rows = reader.rows(GroupMember, member=who.member)
    return [Choice(one.group_id, one.group_id) for one in rows if one.until == MOMENT_MAX]


def groups_that_ask(reader: Reader, who: Who) -> Sequence[Choice]:
    """The groups that have asked her to join."""
    rows = reader.rows(GroupInvitation, member=who.member)
    return [Choice(one.group_id, one.group_id) for one in rows]


def open_requests(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The requests that wait for an answer, by what is asked and by when; never her own."""
    from auzolan.house.doors.portal.rights_words import ASKS

    rows = [one for one in reader.rows(RightsRequest, state=OPEN) if one.member != who.member]
    rows.sort(key=lambda one: (one.due, one.entry))
    return listed(
        [Choice(one.request, f"{ASKS[one.asks]}, {day_from_moment(one.due)}") for one in rows]
    )


def not_a_day(text: str) -> Refusal:
    """The refusal of a day that no calendar has."""
    return Refusal(
        "consent.no_such_day", "house, consent", f"There is no day {text}.",
        "Write a day of the calendar, as 2027-01-31.",
    )  # fmt: skip
