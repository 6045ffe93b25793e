"""What waits for the offices of data, work and appeals: requests, duties, work to judge, comments."""

from __future__ import annotations

from django.db.models import Count, Exists, Min, OuterRef

from auzolan.charter.articles import Charter
from auzolan.consent.state import OPEN as REQUEST_OPEN
from auzolan.consent.state import RightsRequest
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS
from auzolan.house.doors.portal.steward.heaps import SHOWN, Heap, Waits, door, heap, taken
from auzolan.house.rooms.consent.tables import ConsentTable, RightsRequestTable
from auzolan.house.rooms.contributions.tables import BatchTable
from auzolan.house.rooms.labour.tables import (
    AppealRowTable,
    StatementCommentTable,
    SubmissionTable,
    WorkLogTable,
)
from auzolan.house.rooms.learning.tables import ModelTable
from auzolan.house.rooms.licensing.tables import LicenseeDutyTable
from auzolan.house.storage.models import rows_of
from auzolan.labour.state import PENDING, AppealRow, StatementComment, WorkLog
from auzolan.labour.work.deadlines import appeal_lapses_at
from auzolan.learning.state import TO_RETRAIN, Model
from auzolan.licensing.state import LicenseeDuty


def data_heaps(charter: Charter, at: int) -> list[Heap]:
    """What waits for the office of data."""
    return [_requests(at), _models(at), _rows(at), _to_tell(at), _to_certify(at),
            _comments(at), _page_times(at)]  # fmt: skip


def work_heaps(charter: Charter, at: int, member: str) -> list[Heap]:
    """Work that waits to be judged, by task; her own is left out."""
    days_ms = charter.labour.accept_days * DAY_MS
    found = (
        SubmissionTable.objects.filter(state=PENDING, waits_since__gt=at - days_ms)
        .exclude(member=member)
        .values_list("task")
        .annotate(n=Count("*"), oldest=Min("waits_since"))
        .order_by("task")
    )
    things = [
        Waits(task, f"{_judging()}?task={task}" if task else _judging(), oldest + days_ms, n)
        for task, n, oldest in found
    ]
    return [heap("work", things, at, total=sum(one.count for one in things))]


def appeal_heaps(charter: Charter, at: int) -> list[Heap]:
    """Appeals that have no panel yet."""
    rows = AppealRowTable.objects.filter(outcome="", peers=0).order_by("appealed_at")
    things = [
        Waits(
            row.submission, door("labour.seat_panel", submission=row.submission),
            appeal_lapses_at(charter.labour, row.appealed_at),
        )
        for row in rows_of(AppealRow, rows[:SHOWN])
        if appeal_lapses_at(charter.labour, row.appealed_at) > at
    ]  # fmt: skip
    return [heap("appeals", things, at, total=max(len(things), _lasting(charter, at)))]


def _lasting(charter: Charter, at: int) -> int:
    since = at - charter.labour.appeal_days * DAY_MS
    return AppealRowTable.objects.filter(outcome="", peers=0, appealed_at__gt=since).count()


def _judging() -> str:
    from django.urls import reverse

    return reverse("steward_work")


def _requests(at: int) -> Heap:
    rows, total = taken(
        RightsRequest, RightsRequestTable.objects.filter(state=REQUEST_OPEN).order_by("due")
    )
    things = [
        Waits(f"№ {row.entry}", door("consent.answer", request=row.request), row.due)
        for row in rows
    ]
    return heap("requests", things, at, total=total)


def _models(at: int) -> Heap:
    rows, total = taken(Model, ModelTable.objects.filter(state=TO_RETRAIN).order_by("retrain_by"))
    things = [
        Waits(row.model, door("learning.retrain", model=row.model), row.retrain_by) for row in rows
    ]
    return heap("models", things, at, total=total)


def _rows(at: int) -> Heap:
    withdrawn = ConsentTable.objects.filter(
        member=OuterRef("member"), kind=OuterRef("kind"), erase_by__gt=0,
        withdrawn_at__gt=OuterRef("entry"),
    )  # fmt: skip
    rows, total = taken(Batch, BatchTable.objects.filter(erased_at=-1).filter(Exists(withdrawn)))
    said = ConsentTable.objects.filter(member__in=[row.member for row in rows], erase_by__gt=0)
    due = {
        (member, kind): erase_by
        for member, kind, erase_by in said.values_list("member", "kind", "erase_by")
    }
    things = [
        Waits(row.batch, door("contributions.erase", batch=row.batch), due[row.member, row.kind])
        for row in rows
    ]
    return heap("rows", things, at, total=total)


def _to_tell(at: int) -> Heap:
    rows, total = taken(
        LicenseeDuty, LicenseeDutyTable.objects.filter(notified_at=-1).order_by("notify_by")
    )
    things = [
        Waits(
            row.licence, door("licensing.notify", duty=f"{row.licence}:{row.withdrawal}"),
            row.notify_by,
        )
        for row in rows
    ]  # fmt: skip
    return heap("to_tell", things, at, total=total)


def _to_certify(at: int) -> Heap:
    rows, total = taken(
        LicenseeDuty,
        LicenseeDutyTable.objects.filter(notified_at__gte=0, certified_at=-1).order_by(
            "certify_by"
        ),
    )
    things = [
        Waits(
            row.licence, door("licensing.certify", duty=f"{row.licence}:{row.withdrawal}"),
            row.certify_by,
        )
        for row in rows
    ]  # fmt: skip
    return heap("to_certify", things, at, total=total)


def _comments(at: int) -> Heap:
    rows, total = taken(
        StatementComment, StatementCommentTable.objects.filter(answered=-1).order_by("entry")
    )
    things = [
        Waits(f"№ {row.entry}", door("labour.answer_comment", comment=row.comment)) for row in rows
    ]
    return heap("comments", things, at, total=total)


def _page_times(at: int) -> Heap:
    rows, total = taken(
        WorkLog,
        WorkLogTable.objects.filter(page_count__gt=0, forgotten=-1, forget_by__lte=at).order_by(
            "forget_by"
        ),
    )
    things = [
        Waits(row.log, door("labour.forget_pages", log=row.log), row.forget_by) for row in rows
    ]
    return heap("page_times", things, at, total=total)
