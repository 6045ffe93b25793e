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
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import MOMENT_MAX, day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import vault_of
from auzolan.house.doing import Choice, Who
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import Reader
from auzolan.licensing.state import Licence
from auzolan.members.state import ACTIVE, Member

LISTED_MAX = 300
"""More than so many are not listed in a form; their number is typed then."""


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


def own_batches(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """Her batches whose rows exist; typed where there are very many."""
    rows = [one for one in reader.rows(Batch, member=who.member) if one.erased_at < 0]
    return listed([Choice(one.batch, f"{one.batch} ({one.kind}, {one.rows:,})") for one in rows])


def parties(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The companies that have or had a licence."""
    names = sorted({one.licensee for one in reader.rows(Licence)})
    return listed([Choice(name, name) for name in names])


def wards(reader: Reader, who: Who) -> Sequence[Choice]:
    """The minors for whom she speaks; mostly none."""
    found = [one.member for one in reader.rows(Guardian, guardian=who.member)]
    names = names_in_vault(reader, found)
    return [Choice(one, names.get(one, one)) for one in found]


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


def others(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The other members, by name; typed where they are very many."""
    rows = [one for one in reader.rows(Member, standing=ACTIVE) if one.member != who.member]
    if len(rows) > LISTED_MAX:
        return None
    names = names_in_vault(reader, [one.member for one in rows])
    named = [Choice(one.member, names.get(one.member, one.member)) for one in rows]
    return sorted(named, key=lambda one: one.name)


def open_requests(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The requests that wait for an answer, by what is asked and by when; never her own."""
    from auzolan.house.doors.portal.rights_words import ASKS

    rows = [one for one in reader.rows(RightsRequest, state=OPEN) if one.member != who.member]
    rows.sort(key=lambda one: (one.due, one.entry))
    return listed(
        [Choice(one.request, f"{ASKS[one.asks]}, {day_from_moment(one.due)}") for one in rows]
    )


def listed(found: Sequence[Choice]) -> Sequence[Choice] | None:
    """The choices, or None where there are too many of them for a list."""
    return found if len(found) <= LISTED_MAX else None


def names_in_vault(reader: Reader, members: Sequence[str]) -> dict[str, str]:
    """Names of members, as far as they have not been erased."""
    rows = [row for row in (reader.get(Member, one) for one in members) if row is not None]
    with vault_of(reader.folder) as vault:
        opened = {row.member: vault.openings_of(row.entry).get("name") for row in rows}
    return {member: str(one.value) for member, one in opened.items() if one is not None}


def not_a_day(text: str) -> Refusal:
    """The refusal of a day that no calendar has."""
    return Refusal(
        "consent.no_such_day", "house, consent", f"There is no day {text}.",
        "Write a day of the calendar, as 2027-01-31.",
    )  # fmt: skip
