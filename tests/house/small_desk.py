"""A co-operative of five with a desk, a seed and a handful of purchases, for tests of the house."""

from __future__ import annotations

from pathlib import Path

from auzolan.charter.acts import Seat
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.members import flows as members
from auzolan.house.submission import Receipt
from support.plain_charter import plain_charter

MEMBERS = ("ana", "ben", "eve", "ida", "joe")
OFFICERS = {
    "admissions": "ana", "appeals": "eve", "audit": "ben", "council": "joe", "data": "eve",
    "operator": "ana", "secretary": "ida", "signatory": "eve", "treasury": "joe", "work": "ida",
}  # fmt: skip
SEATS = (*(Seat(office, holder) for office, holder in OFFICERS.items()), Seat("signatory", "ida"))
"""As in `OFFICERS`, and one more who approves payouts, since two must."""
BRANDS = ("yoplait", "dannon", "hiland", "weight")


class SmallDesk:
    """Five members, each with an office or two; the clock is set by hand."""

    def __init__(self, path: Path, *, seed: str = "small") -> None:
        self.clock = SetClock(moment_from_iso("2025-03-01"))
        self.ports = Ports(self.clock, SeededChance(seed))
        self.desk: Desk = found_cooperative(
            path, name="Small", origin="small.demo.invalid", ports=self.ports,
            charter=plain_charter(), period="2025",
            seats=SEATS,
        )  # fmt: skip
        people = [members.NewMember(member, member.title()) for member in MEMBERS]
        for answer in members.admit_all(self.desk, actor="ana", people=people):
            accepted(answer)

    def on(self, day: str) -> None:
        """Set the clock."""
        self.clock.at = moment_from_iso(day)

    def bring(self, *, rows: int = 8, purposes: tuple[str, ...] = ("commercial",)) -> None:
        """Everyone brings purchases and grants these purposes."""
        for number, member in enumerate(MEMBERS):
            report = contributions.offer_rows(
                self.desk, member=member, kind="purchases", columns=purchases(number, rows),
                batch=f"{member}-1",
            )  # fmt: skip
            assert not isinstance(report, Refusal), str(report)
            accepted(consent.grant(self.desk, member=member, kind="purchases", purposes=purposes))


def purchases(household: int, rows: int) -> dict[str, list[int | str]]:
    """Rows of one household, which likes one brand and now and then takes another."""
    places = range(rows)
    columns: dict[str, list[int | str]] = {
        "household": [household] * rows,
        "position": list(places),
        "choice": [BRANDS[(household + (place % 3 == 2)) % len(BRANDS)] for place in places],
    }
    for number, brand in enumerate(BRANDS):
        columns[f"feat_{brand}"] = [int((place + number) % 5 == 0) for place in places]
        columns[f"price_{brand}"] = [f"{6 + (place + number) % 4}.{place % 10}" for place in places]
    return columns


def accepted(answer: Receipt | Refusal) -> Receipt:
    """The receipt; a refusal fails the test."""
    assert not isinstance(answer, Refusal), str(answer)
    return answer


def refused(answer: object) -> str:
    """The code of a refusal; anything else fails the test."""
    assert isinstance(answer, Refusal), answer
    return answer.code
