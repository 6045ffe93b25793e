"""Everything that waits for somebody by the offices that she holds, the first due first."""

from __future__ import annotations

from auzolan.charter.articles import Charter
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.portal.steward.data_heaps import appeal_heaps, data_heaps, work_heaps
from auzolan.house.doors.portal.steward.deciding_heaps import (
    admission_heaps,
    audit_heaps,
    passed_heaps,
    secretary_heaps,
)
from auzolan.house.doors.portal.steward.heaps import Heap, Waits, heap, page
from auzolan.house.doors.portal.steward.money_heaps import signatory_heaps, treasury_heaps
from auzolan.house.storage.reader import Reader

LISTED_MAX = 100


def queue_of(reader: Reader, visit: Visit, charter: Charter, at: int) -> list[Heap]:
    """What waits for whoever visits; empty heaps are left out.

    Args:
        reader: of the folder.
        visit: who asks, with the offices she holds now.
        charter: the house rules in force.
        at: now, milliseconds since 1970, UTC.
    """
    held, found = visit.offices, [_second(visit, charter, at)]
    if "data" in held:
        found += data_heaps(charter, at)
    if "work" in held:
        found += work_heaps(charter, at, visit.member)
    if "appeals" in held:
        found += appeal_heaps(charter, at)
    if "admissions" in held:
        found += admission_heaps(at)
    if "secretary" in held:
        found += secretary_heaps(at)
    if "treasury" in held:
        found += treasury_heaps(reader, charter, at)
    if "signatory" in held:
        found += signatory_heaps(at, visit.member)
    if "audit" in held:
        found += audit_heaps(at, visit.member)
    if held:
        found += passed_heaps(at)
    return sorted((one for one in found if one.total), key=lambda one: one.first_due_at)


def _second(visit: Visit, charter: Charter, at: int) -> Heap:
    """Requests that somebody else made and that need this person's yes."""
    from auzolan.house.jobs.waiting import waiting_for

    mine = waiting_for(visit, charter, LISTED_MAX)
    return heap("second", [Waits(one.doing, page("waiting", one.pk)) for one in mine], at)
