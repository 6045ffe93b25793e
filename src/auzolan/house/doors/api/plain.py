"""What a program asks of plain tables: how long work goes, files, and the addresses that are told.

None of it is an act, so it stands in no room's table. To say yes as the second person is left out on
purpose: that is for a person, in the portal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts.models import Person
from auzolan.house.doors.api.asking_by_query import part_of
from auzolan.house.doors.api.coming_in import allowed
from auzolan.house.doors.api.problem import ARTICLE, Stopped, malformed, nothing_there
from auzolan.house.jobs.models import Job, Waiting
from auzolan.house.jobs.requests import read_refusal
from auzolan.house.jobs.upload_limit import is_too_large
from auzolan.house.jobs.upload_words import UNFIT
from auzolan.house.jobs.uploads import Unfit, keep
from auzolan.house.programs import deliveries
from auzolan.house.programs.models import Delivery, Endpoint
from auzolan.house.rooms.charter.page_queries import CoopRequest

JSON = "application/json"
FILE_FIELD = "file"
DELIVERIES_MAX = 1_000
_DIGITS_MAX = 15
Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plain:
    """One thing that is asked of plain tables.

    Attributes:
        name: `programs.` and a word.
        method: GET or POST.
        path: below `/api/v1/`.
        gives: the type of the answer.
        answers: given the request and the parts of the path; raises `Stopped`.
        takes_file: whether a file comes with it.
    """

    name: str
    method: str
    path: str
    gives: type[msgspec.Struct]
    answers: Callable[[CoopRequest, Parts], msgspec.Struct]
    takes_file: bool = False

    @property
    def right(self) -> str:
        """Its line in the matrix of access."""
        return f"{'read' if self.method == 'GET' else 'do'}:{self.name}"


class Address(msgspec.Struct, frozen=True):
    """An address of one's own that is told of entries."""

    id: str
    url: str
    topics: tuple[str, ...]
    paused: bool
    since: int


class Addresses(msgspec.Struct, frozen=True):
    """One's own addresses that are told of entries."""

    items: tuple[Address, ...]


class Sent(msgspec.Struct, frozen=True):
    """What became of telling an address of one entry; `status` is its last answer, 0 for none."""

    entry: int
    act: str
    state: str
    tries: int
    status: int
    fault: str


class SentLines(msgspec.Struct, frozen=True):
    """What an address was told, the newest 1,000 entries."""

    items: tuple[Sent, ...]


class Work(msgspec.Struct, frozen=True):
    """How a piece of long work goes; `entry` is -1 until it is done."""

    id: str
    doing: str
    state: str
    stage: str
    done: int
    total: int | None
    entry: int
    refusal: Refusal | None


class Request(msgspec.Struct, frozen=True):
    """What waits for a second person; `entry` is -1 until it is done."""

    id: str
    doing: str
    state: str
    until: str
    entry: int
    reason: str
    refusal: Refusal | None


class Uploaded(msgspec.Struct, frozen=True):
    """A file that came; name it by its id where a file is asked for."""

    id: str


def answer(request: CoopRequest, plain: Plain, parts: Parts) -> HttpResponse:
    """Answer one request.

    Raises:
        Stopped: she may not, or there is no such thing.
    """
    allowed(request, plain.right)
    said = plain.answers(request, {name: part_of(text, name) for name, text in parts.items()})
    return HttpResponse(msgspec.json.encode(said), content_type=JSON)


def _addresses(request: CoopRequest, parts: Parts) -> Addresses:
    return Addresses(
        tuple(
            Address(one.public_id, one.url, tuple(one.topics), one.paused, one.from_seq)
            for one in Endpoint.objects.filter(owner=_owner(request))
        )
    )


def _deliveries(request: CoopRequest, parts: Parts) -> SentLines:
    place = Endpoint.objects.filter(owner=_owner(request), public_id=parts["address"]).first()
    if place is None:
        raise nothing_there("such address of yours")
    lines = Delivery.objects.filter(endpoint=place).order_by("-entry")[:DELIVERIES_MAX]
    return SentLines(
        tuple(
            Sent(one.entry, one.act, one.state, one.tries, one.answered_status, one.fault)
            for one in lines
        )
    )


def _replay(request: CoopRequest, parts: Parts) -> SentLines:
    entry = parts["entry"]
    is_number = entry.isascii() and entry.isdigit() and len(entry) <= _DIGITS_MAX
    if not (is_number and deliveries.replay(_owner(request), parts["address"], int(entry))):
        raise nothing_there("such message to an address of yours")
    return _deliveries(request, parts)


def _work(request: CoopRequest, parts: Parts) -> Work:
    who = request.visit.who
    one = Job.objects.filter(pk=parts["job"], member=who.member, party=who.party).first()
    if one is None:
        raise nothing_there("such work of yours")
    return Work(
        id=one.pk, doing=one.doing, state=one.state, stage=one.stage, done=one.done,
        total=one.total, entry=-1 if one.seq is None else one.seq,
        refusal=read_refusal(one.refusal),
    )  # fmt: skip


def _waiting(request: CoopRequest, parts: Parts) -> Request:
    one = Waiting.objects.filter(pk=parts["waiting"], member=request.visit.member).first()
    if one is None:
        raise nothing_there("such request of yours")
    return Request(
        id=one.pk, doing=one.doing, state=one.state, until=one.until.isoformat(),
        entry=-1 if one.seq is None else one.seq, reason=one.reason,
        refusal=read_refusal(one.refusal),
    )  # fmt: skip


def _upload(request: CoopRequest, parts: Parts) -> Uploaded:
    try:
        sent = request.FILES.get(FILE_FIELD)
    except (MultiPartParserError, SuspiciousOperation) as fault:
        raise malformed(FILE_FIELD, "it did not come as multipart/form-data") from fault
    if is_too_large(request, FILE_FIELD):
        raise _not_taken("large")
    if sent is None:
        raise _not_taken("empty")
    try:
        return Uploaded(keep(Folder(settings.AUZOLAN_FOLDER), request.visit.who, sent.chunks()))
    except Unfit as unfit:
        raise _not_taken(unfit.why) from unfit


def _not_taken(why: str) -> Stopped:
    code = "api.too_large" if why == "large" else "api.file_unfit"
    refusal = Refusal(code, ARTICLE, f"The file is not taken: {why}.", str(UNFIT[why]))
    return Stopped(refusal, field=FILE_FIELD)


def _owner(request: CoopRequest) -> Person:
    person = request.visit.person
    assert person is not None, "the matrix lets nobody else in"
    return person


PLAIN: tuple[Plain, ...] = (
    Plain("programs.addresses", "GET", "programs/addresses", Addresses, _addresses),
    Plain(
        "programs.deliveries", "GET", "programs/addresses/{address}/deliveries", SentLines,
        _deliveries,
    ),
    Plain("programs.request", "GET", "programs/requests/{waiting}", Request, _waiting),
    Plain("programs.work", "GET", "programs/work/{job}", Work, _work),
    Plain(
        "programs.replay", "POST", "programs/addresses/{address}/deliveries/{entry}/replay",
        SentLines, _replay,
    ),
    Plain("programs.upload", "POST", "upload", Uploaded, _upload, takes_file=True),
)  # fmt: skip
