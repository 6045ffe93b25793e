"""What waits for secretary, audit and admissions: proposals, polls, figures to compute again, people."""

from __future__ import annotations

from auzolan.assembly.state import (
    ADMITTED,
    ENDORSED,
    NOTICED,
    OPEN,
    PASSED,
    TALLIED,
    Poll,
    Proposal,
)
from auzolan.house.accounts.models import Application
from auzolan.house.doors.portal.steward.heaps import Heap, Waits, door, heap, page, taken
from auzolan.house.rooms.assembly.tables import MeetingTable, PollTable, ProposalTable
from auzolan.house.rooms.valuation.tables import ValuationTable
from auzolan.valuation.state import Valuation


def secretary_heaps(at: int) -> list[Heap]:
    """What waits for the secretary."""
    ending, ending_total = taken(
        Poll, PollTable.objects.filter(state=OPEN, ends_at__lte=at).order_by("ends_at")
    )
    ended = [
        Waits(row.proposal, door("assembly.close", proposal=row.proposal), row.ends_at)
        for row in ending
    ]
    return [
        _proposals("to_admit", ENDORSED, "assembly.admit", at),
        _proposals("to_call", ADMITTED, "assembly.call", at),
        _to_open(at),
        heap("to_close", ended, at, total=ending_total),
    ]


def audit_heaps(at: int, member: str) -> list[Heap]:
    """What waits for whoever checks."""
    polls, polls_total = taken(Poll, PollTable.objects.filter(state=TALLIED).order_by("ends_at"))
    tallied = [
        Waits(row.proposal, door("assembly.certify", proposal=row.proposal)) for row in polls
    ]
    figures, figures_total = taken(
        Valuation, ValuationTable.objects.filter(rechecked_by="").exclude(by=member)
    )
    unchecked = [
        Waits(row.valuation, door("valuation.recheck", valuation=row.valuation)) for row in figures
    ]
    return [
        heap("to_certify_poll", tallied, at, total=polls_total),
        heap("to_recheck", unchecked, at, total=figures_total),
    ]


def admission_heaps(at: int) -> list[Heap]:
    """People who ask to join."""
    rows = Application.objects.filter(is_confirmed=True)
    things = [Waits(str(row.asked_on), page("applications")) for row in rows.order_by("asked_on")]
    return [heap("applications", things, at)]


def passed_heaps(at: int) -> list[Heap]:
    """What the members have voted and somebody in office has to do now."""
    rows, total = taken(
        Proposal, ProposalTable.objects.filter(state=PASSED).exclude(mandate="").order_by("entry")
    )
    things = [Waits(row.proposal, door("assembly.execute", proposal=row.proposal)) for row in rows]
    return [heap("to_execute", things, at, total=total)]


def _proposals(kind: str, state: str, name: str, at: int) -> Heap:
    rows, total = taken(Proposal, ProposalTable.objects.filter(state=state).order_by("entry"))
    one_by_one = name != "assembly.call"
    things = [
        Waits(row.proposal, door(name, proposal=row.proposal) if one_by_one else door(name))
        for row in rows
    ]
    return heap(kind, things, at, total=total)


def _to_open(at: int) -> Heap:
    begun = MeetingTable.objects.filter(opens_at__lte=at).values("meeting")
    rows, total = taken(
        Proposal, ProposalTable.objects.filter(state=NOTICED, meeting__in=begun).order_by("entry")
    )
    things = [
        Waits(row.proposal, door("assembly.open_poll", proposal=row.proposal)) for row in rows
    ]
    return heap("to_open", things, at, total=total)
