"""What is not done at once: what waits for a second person, and what takes long."""

from __future__ import annotations

from typing import Any

import msgspec
from django.urls import reverse

from auzolan.house.doing import Doing
from auzolan.house.rooms.charter.page_queries import CoopRequest


def wait_for_second(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, number: str
) -> str:
    """Keep a request until somebody else has said yes.

    Returns:
        The address of the page on which it waits.
    """
    from auzolan.house.jobs.waiting import keep

    return reverse("waiting", args=[keep(doing.name, request.visit.who, asked, number)])


def put_in_queue(
    request: CoopRequest, doing: Doing[Any], asked: msgspec.Struct, number: str
) -> str:
    """Put a request into the queue of long work.

    Returns:
        The address of the page that shows how it goes.
    """
    from auzolan.house.jobs.queue import begin

    return reverse("job", args=[begin(doing.name, request.visit.who, asked, number)])
