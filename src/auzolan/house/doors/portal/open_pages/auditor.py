"""The auditor's page: what waits for her, entries drawn by lot, who looked, and the last whole check.

The lot is drawn from a text that anybody can repeat: by itself the root of the published record, which
nobody could choose. Nothing is certified or rechecked here; links lead to where that is done.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from auzolan.assembly.state import TALLIED, Poll
from auzolan.consent.state import OPEN
from auzolan.foundation.refusals import Refusal
from auzolan.house.jobs import requests
from auzolan.house.jobs.models import Job
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly.tables import PollTable
from auzolan.house.rooms.assembly.titles_on_pages import titles_for
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.consent.duty_page_queries import overdue_by_kind
from auzolan.house.rooms.consent.tables import RightsRequestTable
from auzolan.house.rooms.labour.tables import LookCountTable
from auzolan.house.rooms.record.page_queries import entries_total, lines_of, published
from auzolan.house.rooms.record.pages import is_tag
from auzolan.house.rooms.valuation.tables import ValuationTable
from auzolan.house.storage.models import rows_of
from auzolan.labour.state import LookCount
from auzolan.valuation.state import Valuation

SAMPLE, SAMPLE_MAX = 20, 200
LISTED_MAX = 50
SEED_MAX = 100
RUN = "record.verify"


@dataclass(frozen=True, slots=True)
class LastRun:
    """How the last whole check came out.

    Attributes:
        job: it.
        refusal: what it found, None where nothing differed.
    """

    job: Job
    refusal: Refusal | None


def audit(request: CoopRequest) -> HttpResponse:
    """What waits for an auditor, and a sample of entries."""
    total = entries_total()
    head = published(request.coop.folder)
    seed = request.GET.get("seed", "")[:SEED_MAX] or (head.checkpoint.root.hex() if head else "")
    size = _size(request.GET.get("size", ""))
    lines = lines_of(sample(seed, total, size))
    polls = rows_of(Poll, PollTable.objects.filter(state=TALLIED).order_by("entry")[:LISTED_MAX])
    context = {
        "polls": polls,
        "titles": titles_for(request, (one.proposal for one in polls)),
        "valuations": rows_of(
            Valuation, ValuationTable.objects.filter(rechecked_by="").order_by("entry")[:LISTED_MAX]
        ),
        "lines": [(line, is_tag(line.act, line.actor)) for line in lines],
        "seed": seed,
        "size": size,
        "total": total,
        "looks": rows_of(LookCount, LookCountTable.objects.order_by("role", "metric")),
        "overdue": overdue(system_ports().clock()),
        "run": last_run(),
    }
    return render(request, "open/audit.html", context)


def sample(seed: str, total: int, size: int) -> list[int]:
    """Entries drawn by lot, each with equal chance and none twice, in order.

    The i-th draw is SHA-256 of the seed, a blank and i in decimal, as a number, modulo how many
    entries there are; one that has come before is left out. The remainder of 2^256 favours no
    entry by more than one part in 2^200.

    Args:
        seed: any text; the same one gives the same entries.
        total: how many entries there are, >= 0.
        size: how many are wanted; all where there are no more.
    """
    drawn: set[int] = set()
    place = 0
    while len(drawn) < min(size, total):
        digest = hashlib.sha256(f"{seed} {place}".encode()).digest()
        drawn.add(int.from_bytes(digest, "big") % total)
        place += 1
    return sorted(drawn)


def overdue(at: int) -> list[tuple[str, int]]:
    """How many duties of each kind are past their moment and not done; kinds without any left out.

    Args:
        at: now, milliseconds since 1970, UTC.
    """
    late = RightsRequestTable.objects.filter(state=OPEN, due__lt=at).count()
    found = {**overdue_by_kind(at), "requests": late}
    return [(name, number) for name, number in found.items() if number]


def last_run() -> LastRun | None:
    """The newest whole check that is over or under way; None where nobody asked for one."""
    job = Job.objects.filter(doing=RUN).order_by("-made_on", "-began", "-seq").first()
    return LastRun(job, requests.read_refusal(job.refusal)) if job is not None else None


def _size(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len("200") else SAMPLE
    return min(max(1, number), SAMPLE_MAX)
