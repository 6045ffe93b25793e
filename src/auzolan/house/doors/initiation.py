"""Founding from the command line: what was typed becomes a charter, offices and first members.

The charter is the preset's; whoever wants another number changes it by vote.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

import msgspec

from auzolan.audit.deployment import SCHEMA, PostgresPlace, SettingsRefused
from auzolan.charter.acts import Seat
from auzolan.charter.articles import Charter
from auzolan.charter.presets import ES_PV_2019, PRESETS, founding_charter, offices_of
from auzolan.house.desk import Desk
from auzolan.house.doors.errors import Misused, Refused
from auzolan.house.doors.session import accepted
from auzolan.house.founding import (
    DEMO_SUFFIX,
    Founding,
    NotFounded,
    found_in_file,
    found_on_server,
)
from auzolan.house.ports import system_ports
from auzolan.house.rooms.members.flows import NewMember, admit_all
from auzolan.house.rooms.record.flows import publish

APPEALS, AUDIT, SIGNATORY = "appeals", "audit", "signatory"
FIRST, SECOND, THIRD = "m001", "m002", "m003"
CHARTER_BYTES_MAX = 65_536
_TWO = 2
_KIND = "purchases"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was typed; empty where nothing was. A charter stands in place of all that it says."""

    name: str
    origin: str
    period: str
    founders: tuple[str, ...]
    purposes: tuple[str, ...]
    kinds: tuple[str, ...]
    works: tuple[str, ...]
    vouched: tuple[str, ...]
    contribution_cents: int
    currency: str
    database: str = ""
    schema: str = SCHEMA
    preset: str = ES_PV_2019
    charter: Charter | None = None


class Initiated(msgspec.Struct, frozen=True):
    """What a founding made."""

    path: str
    origin: str
    entries: int
    verifier_key: str
    offices: dict[str, tuple[str, ...]]
    members: tuple[str, ...]
    next_commands: tuple[str, ...]


def initiate(path: Path, wishes: Wishes) -> Initiated:
    """Found a co-operative and take its founders in.

    Raises:
        Misused: the origin or the number of founders cannot be taken.
        Refused: the rules said no; the folder is left as it was.
        FileExistsError: the folder holds something.
    """
    if wishes.origin.endswith(DEMO_SUFFIX):
        raise Misused(f"Origins that end in {DEMO_SUFFIX} are kept for demos; choose another.")
    if len(wishes.founders) == 1:
        raise Misused("One founder cannot check herself: name at least two with --founder.")
    if wishes.charter is not None and (
        wishes.purposes or wishes.kinds or wishes.works or wishes.vouched
    ):
        raise Misused(
            "A charter says its purposes and kinds itself: leave --purpose and --kind out."
        )
    charter = _charter(wishes)
    seats = _seats(charter)
    period = wishes.period or str(datetime.datetime.now(tz=datetime.UTC).year)
    try:
        desk = _founded(path, wishes, Founding(
            name=wishes.name, origin=wishes.origin, ports=system_ports(), charter=charter,
            seats=seats, period=period,
        ))  # fmt: skip
    except NotFounded as no:
        raise Refused(no.refusal) from no
    try:
        members = _admit(desk, wishes.founders)
        checkpoint = publish(desk)
        key = desk.folder.verifier_key.read_text(encoding="ascii").strip()
    finally:
        desk.close()
    offices: dict[str, tuple[str, ...]] = {}
    for seat in seats:
        offices[seat.office] = (*offices.get(seat.office, ()), seat.holder)
    return Initiated(
        str(path), wishes.origin, checkpoint.size, key, offices, members, _next(path, members)
    )


def _founded(path: Path, wishes: Wishes, founding: Founding) -> Desk:
    if not wishes.database:
        return found_in_file(path, founding)
    try:
        place = PostgresPlace(wishes.database, wishes.schema)
    except SettingsRefused as fault:
        raise Misused(str(fault)) from fault
    return found_on_server(path, founding, place)


def _charter(wishes: Wishes) -> Charter:
    if wishes.charter is not None:
        return _for_founders(wishes.charter, wishes)
    if wishes.preset not in PRESETS:
        raise Misused(f"The presets are {', '.join(sorted(PRESETS))}; got {wishes.preset}")
    plain = founding_charter()
    charter = founding_charter(
        preset=wishes.preset,
        purposes=wishes.purposes or plain.consent.purposes,
        kinds=wishes.kinds or (_KIND,),
        works=wishes.works,
        vouched=wishes.vouched,
        currency=wishes.currency,
        contribution_cents=wishes.contribution_cents,
    )
    return _for_founders(charter, wishes)


def charter_in(path: Path) -> Charter:
    """The charter of a file, as the founding wizard gives one.

    Raises:
        Misused: the file holds no charter.
    """
    with path.open("rb") as file:
        text = file.read(CHARTER_BYTES_MAX)
    try:
        return msgspec.json.decode(text, type=Charter)
    except ValueError as fault:
        raise Misused(f"{path} does not hold a charter: {fault}") from fault


def _for_founders(charter: Charter, wishes: Wishes) -> Charter:
    if len(wishes.founders) != _TWO:
        return charter
    # Of two people only one can approve what the other has drafted.
    payouts = msgspec.structs.replace(charter.payouts, approvals=1)
    return msgspec.structs.replace(charter, payouts=payouts)


def _seats(charter: Charter) -> list[Seat]:
    """Who holds what: the first nearly all, but others audit, hear appeals, approve what she pays."""
    signatories = (SECOND, THIRD)[: charter.payouts.approvals]
    others = {AUDIT: (SECOND,), APPEALS: signatories[-1:], SIGNATORY: signatories}
    return [
        Seat(office, holder)
        for office in offices_of(charter)
        for holder in others.get(office, (FIRST,))
    ]


def _admit(desk: Desk, founders: tuple[str, ...]) -> tuple[str, ...]:
    people = [NewMember(f"m{place:03d}", name) for place, name in enumerate(founders, start=1)]
    for answer in admit_all(desk, actor=FIRST, people=people) if people else ():
        accepted(answer)
    return tuple(one.member for one in people)


def _next(path: Path, members: tuple[str, ...]) -> tuple[str, ...]:
    place = quote(str(path))

    def admit(member: str) -> str:
        return f'auzolan members admit {member} --name "..." --as {FIRST} --folder {place}'

    if not members:
        return admit(FIRST), admit(SECOND), f"auzolan verify {place}"
    return (
        # Nobody can sign in before: who founded by the wizard stands before a closed door.
        f'auzolan members invite {FIRST} --email "..." --folder {place}',
        admit(f"m{len(members) + 1:03d}"),
        f"auzolan charter show --folder {place}",
        f"auzolan verify {place}",
    )


def tell_of_founding(path: Path, made: Initiated) -> None:
    """Say what was founded, who holds which office, and what to do next."""
    from auzolan.house.doors.output import say, write

    write(f"{path}: founded as {made.origin}, {made.entries} entries")
    write(f"verifier key {made.verifier_key}")
    for office, members in made.offices.items():
        write(f"  {office:<12} {', '.join(members)}")
    say(f"Keep a copy of {path}/keys in a safe place. Next:")
    for command in made.next_commands:
        say(f"  {command}")
