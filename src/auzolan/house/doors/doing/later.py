"""What is not done at once: what waits for a second person, and what takes long."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from django.urls import reverse

from auzolan.house.doing import Doing
from auzolan.house.rooms.charter.page_queries import CoopRequest


class PutBy(NamedTuple):
    """What is not done yet: the id under which it is kept, and the address of its page."""

    id: str
    link: str


def wait_for_second(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, number: str
) -> PutBy:
    """Keep a request until somebody else has said yes."""
    from auzolan.house.jobs.waiting import keep

    waiting_id = keep(doing.name, request.visit.who, asked, number)
    return PutBy(waiting_id, reverse("waiting", args=[waiting_id]))


def put_in_queue(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, number: str
) -> PutBy:
    """Put a request into the queue of long work."""
    from auzolan.house.jobs.queue import begin

    job_id = begin(doing.name, request.visit.who, asked, number)
    return PutBy(job_id, reverse("job", args=[job_id]))
