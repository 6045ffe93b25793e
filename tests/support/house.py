"""A founded folder for tests of the house: made in milliseconds, with clock and chance by seed."""

from __future__ import annotations

from pathlib import Path

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.charter.acts import Found, Seat
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.keys import make_log_key
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.storage.database import create_database
from auzolan.house.storage.server import create_on_server
from auzolan.house.submission import Receipt, Submission
from auzolan.members.acts import Admit
from auzolan.record.notes import format_vkey
from support.charter_texts import lay_down_texts
from support.plain_charter import plain_charter
from support.seats import every_seat

ORIGIN = "tests.demo.invalid"
FOUNDED = moment_from_iso("2025-01-01")


def seeded_ports(seed: str = "tests", *, at: int = FOUNDED) -> Ports:
    """Clock and chance that give equal runs."""
    return Ports(
        SetClock(moment_from_iso("2025-01-01") if at == FOUNDED else at), SeededChance(seed)
    )


def found(
    path: Path,
    *,
    members: int = 0,
    ports: Ports | None = None,
    place: PostgresPlace | None = None,
) -> Desk:
    """Found a co-operative in an empty folder; m001 holds nearly every office, m002 audits.

    Args:
        path: an existing empty folder.
        members: how many to admit, m001 and on.
        ports: clock and chance; seeded where None.
        place: the server that holds record and books; a file in the folder where None.
    """
    folder = Folder(path)
    if place is None:
        create_database(path)
    else:
        create_on_server(folder, place)
    own = ports or seeded_ports()
    signer = make_log_key(folder, ORIGIN, own.chance)
    desk = Desk(folder, own)
    charter = plain_charter()
    seats = every_seat(charter)
    act = Found(
        "",
        ORIGIN,
        format_vkey(signer.verifier_key),
        charter,
        (*seats, *(Seat("signatory", one) for one in ("m002", "m003"))),
        "2025",
        lay_down_texts(desk),
    )
    accepted(desk, Submission("found", "operator", act, {"name": "The test co-operative"}))
    admissions = [admission(f"m{number:03d}") for number in range(1, members + 1)]
    if admissions:
        accepted(desk, *admissions)
    return desk


def admission(member: str) -> Submission:
    """The submission by which m001 admits a member."""
    return Submission(f"admit-{member}", "m001", Admit(member, ""), {"name": f"Name of {member}"})


def accepted(desk: Desk, *submissions: Submission) -> list[Receipt]:
    """Submit acts that must all be accepted."""
    receipts = []
    for answer in desk.submit(submissions):
        assert isinstance(answer, Receipt), str(answer)
        receipts.append(answer)
    return receipts
