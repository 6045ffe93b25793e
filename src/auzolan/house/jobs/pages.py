"""Pages of long work, and of what waits for a second person.

A job is shown to whoever asked for it, and to the operator without what was asked. A request that waits
is shown to whoever asked, and to those who could say yes. For all others there is no such page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from auzolan.audit.folder import Folder
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.doing.pages import goes_on_at
from auzolan.house.jobs import queue, requests
from auzolan.house.jobs import waiting as second
from auzolan.house.jobs.listening import lines_of
from auzolan.house.jobs.models import Job, Waiting
from auzolan.house.jobs.shown import shown
from auzolan.house.jobs.words import OFFICES, REQUESTS, STAGES, STATES
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.page_queries import member_of, names_of

LISTED_MAX = 50
OPERATOR = "operator"
LINES_SHOWN = 30
_RATE_AFTER_MS = 1_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a job goes.

    Attributes:
        per_minute: how many it does a minute at this stage; 0 where that is not known.
        left_s: seconds left of this stage; None where that is not known.
    """

    per_minute: int = 0
    left_s: int | None = None


def pace_of(job: Job) -> Pace:
    """How fast a job goes, from what it has told of the stage it is at."""
    taken_ms = job.told - job.stage_began
    if job.is_over or job.done <= 0 or taken_ms < _RATE_AFTER_MS:
        return Pace()
    left_s = None
    if job.total is not None:
        left_s = max(0, job.total - job.done) * taken_ms // (job.done * 1_000)
    return Pace(job.done * 60_000 // taken_ms, left_s)


def jobs(request: CoopRequest) -> HttpResponse:
    """One's own long work, newest first; the operator sees all, without what was asked."""
    found = _visible_jobs(request)[:LISTED_MAX]
    lines = [(one, STATES[one.state]) for one in found]
    return render(request, "jobs/jobs.html", {"jobs": lines})


def job(request: CoopRequest, name: str) -> HttpResponse:
    """How one piece of long work goes; stops it or lets it go on.

    Raises:
        Http404: there is no such job, or it belongs to somebody else.
    """
    found = _visible_jobs(request).filter(pk=name).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        asked = request.POST.get("ask", "")
        if asked == "stop":
            queue.stop(found)
        elif asked == "go_on" and _is_own(request, found):
            queue.go_on(found)
        return HttpResponseRedirect(reverse("job", args=[name]))
    part = "jobs/job_part.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, part, _job_context(request, found))


def waiting_list(request: CoopRequest) -> HttpResponse:
    """What waits for this person's yes, and what she asked for herself."""
    second.expire()
    charter, member = request.coop.charter, request.visit.member
    mine = second.waiting_for(request.visit, charter, LISTED_MAX)
    own = list(Waiting.objects.filter(member=member)[:LISTED_MAX])
    names = _names({one.member for one in mine})
    context = {
        "mine": [(one, names.get(one.member, one.member)) for one in mine],
        "own": [(one, REQUESTS[one.state]) for one in own],
    }
    return render(request, "jobs/waiting_list.html", context)


def waiting(request: CoopRequest, name: str) -> HttpResponse:
    """One request: what was asked, what it would change, and who may say yes or no.

    Raises:
        Http404: there is no such request, or this person has no part in it.
    """
    second.expire()
    found = Waiting.objects.filter(pk=name).first()
    if found is None or not _has_part(request, found):
        raise Http404
    if request.method == "POST":
        return _decided(request, found)
    return render(request, "jobs/waiting.html", _waiting_context(request, found))


def _decided(request: CoopRequest, found: Waiting) -> HttpResponse:
    member, asked = request.visit.member, request.POST.get("ask", "")
    may = second.may_decide(found, request.visit, request.coop.charter)
    reason = request.POST.get("reason", "").strip()
    is_about_her = bool(member) and member == second.whom_it_is_about(found)
    if asked == "yes" and may:
        second.confirm(found, member)
    elif asked == "no" and may and not reason:
        context = _waiting_context(request, found) | {"is_reason_missing": True}
        return render(request, "jobs/waiting.html", context, status=422)
    elif (asked == "no" and (may or is_about_her)) or (asked == "back" and member == found.member):
        second.decline(found, member, reason)
    else:
        raise Http404
    return HttpResponseRedirect(reverse("waiting", args=[found.pk]))


def _job_context(request: CoopRequest, found: Job) -> dict[str, Any]:
    doing = doings().get(found.doing)
    asked = requests.read(doing, found.asked) if doing is not None and found.asked else None
    is_own, seen = _is_own(request, found), None
    if doing is not None and asked is not None and is_own and not request.headers.get("HX-Request"):
        seen = shown(_folder(), doing, request.visit.who, asked, is_tried=False)
    now = system_ports().clock()
    return {
        "job": found, "state": STATES[found.state], "stage": STAGES.get(found.stage, found.stage),
        "pace": pace_of(found), "since_s": (now - found.began) // 1_000 if found.began else 0,
        "lines": [(after, STAGES.get(stage, stage), done, total)
                  for after, stage, done, total in lines_of(found)[-LINES_SHOWN:]],
        "refusal": requests.read_refusal(found.refusal), "seen": seen, "is_own": is_own,
        "leads": goes_on_at(request, doing) if doing is not None and is_own else "",
    }  # fmt: skip


def _waiting_context(request: CoopRequest, found: Waiting) -> dict[str, Any]:
    doing = doings().get(found.doing)
    asked = requests.read(doing, found.asked) if doing is not None else None
    is_open = found.state == Waiting.State.WAITING
    first = requests.visit_now(found.member)
    seen = None
    if doing is not None and asked is not None:
        seen = shown(_folder(), doing, first.who, asked, is_tried=is_open)
    names = _names({found.member, found.second} - {""})
    offices = second.offices_for(found.doing, request.coop.charter)
    return {
        "waiting": found, "state": REQUESTS[found.state], "seen": seen,
        "first": names.get(found.member, found.member),
        "second": names.get(found.second, found.second),
        "offices": [OFFICES.get(one, one) for one in sorted(offices | {second.AUDIT})],
        "refusal": requests.read_refusal(found.refusal),
        "may_decide": is_open and second.may_decide(found, request.visit, request.coop.charter),
        "is_own": found.member == request.visit.member,
        "is_about_her": request.visit.member == second.whom_it_is_about(found),
        "rests_until": second.rests_until(found) if is_open else None,
    }  # fmt: skip


def _visible_jobs(request: CoopRequest) -> Any:
    visit = request.visit
    if OPERATOR in visit.offices:
        return Job.objects.all()
    own = Q(pk__in=())
    if visit.member:
        own |= Q(member=visit.member)
    if visit.party:
        own |= Q(party=visit.party, member="")
    return Job.objects.filter(own)


def _is_own(request: CoopRequest, found: Job) -> bool:
    return (found.member, found.party) == (request.visit.member, request.visit.party)


def _has_part(request: CoopRequest, found: Waiting) -> bool:
    member = request.visit.member
    if not member:
        return False
    if member in {found.member, found.second, second.whom_it_is_about(found)}:
        return True
    return second.may_decide(found, request.visit, request.coop.charter)


def _names(members: set[str]) -> dict[str, str]:
    rows = [row for one in sorted(members) if (row := member_of(one)) is not None]
    return names_of(_folder(), rows)


def _folder() -> Folder:
    return Folder(settings.AUZOLAN_FOLDER)
