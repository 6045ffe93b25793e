"""Telling endpoints what is due: sending, trying again after longer and longer waits, giving up.

A message may arrive twice, after a crash between sending and noting it; its id tells that it is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import SECOND_MS
from auzolan.house.front import front_of
from auzolan.house.notices.making import make
from auzolan.house.notices.rules import Told
from auzolan.house.programs.messages import message_of
from auzolan.house.programs.models import Delivery, Endpoint
from auzolan.house.programs.sending import NotSent, Sender, send
from auzolan.house.rooms.record.page_queries import moments_of

if TYPE_CHECKING:
    from auzolan.house.accounts.models import Person

_MINUTE_MS = 60 * SECOND_MS
WAITS_MS = tuple(minutes * _MINUTE_MS for minutes in (1, 5, 30, 120, 720))
"""How long after each try the next one comes; after the last it is given up."""
SENT_AT_ONCE = 50
SILENT_MAX = 3
_OK, _OK_BELOW = 200, 300


def deliver_due(now: int, *, send: Sender = send) -> int:
    """Send what is due, at most fifty messages.

    Args:
        now: milliseconds UTC.
        send: how messages leave the house.
    Returns:
        How many were tried.
    """
    waiting = Delivery.objects.filter(
        state=Delivery.State.WAITING, next_at__lte=now, endpoint__paused=False
    )
    due = list(waiting.select_related("endpoint__owner").order_by("next_at", "pk")[:SENT_AT_ONCE])
    moments = moments_of(one.entry for one in due)
    root = front_of(Folder(settings.AUZOLAN_FOLDER)).public_address
    tried, silent = 0, set[int]()
    for one in due:
        # Who does not answer is asked once in a round: others must not wait for her.
        if one.endpoint.pk in silent or len(silent) >= SILENT_MAX:
            continue
        with translation.override("en"):
            link = root + reverse("entry", args=[one.entry])
        _try(one, moments.get(one.entry, 0), link, now, send)
        tried += 1
        if one.state != Delivery.State.TOLD:
            silent.add(one.endpoint.pk)
    return tried


def replay(owner: Person, public_id: str, entry: int) -> bool:
    """Have one's own endpoint told of an entry again, from the first try; whether it ever was."""
    found = Delivery.objects.filter(
        endpoint__owner=owner, endpoint__public_id=public_id, entry=entry
    )
    return bool(found.update(state=Delivery.State.WAITING, tries=0, next_at=0, fault=""))


def _try(one: Delivery, at: int, link: str, now: int, send: Sender) -> None:
    try:
        one.answered_status, one.fault = send(message_of(one, at, link, now)), ""
    except NotSent as fault:
        one.answered_status, one.fault = 0, str(fault)
    if _OK <= one.answered_status < _OK_BELOW:
        one.state, one.next_at = Delivery.State.TOLD, 0
    elif one.tries < len(WAITS_MS):
        one.next_at = now + WAITS_MS[one.tries]
    else:
        one.state, one.next_at = Delivery.State.GIVEN_UP, 0
    one.tries += 1
    with transaction.atomic(using="plain"):  # given up and told, or neither
        one.save()
        if one.state == Delivery.State.GIVEN_UP:
            _tell_owner(one.endpoint, one.entry)


def _tell_owner(endpoint: Endpoint, entry: int) -> None:
    """Tell her that an address of hers is not reached; once until something arrives there again.

    It is a notice, so that it stands on a page too, and its mail is tried again where it does not go.
    """
    given_up = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.GIVEN_UP)
    last_told = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.TOLD).first()
    if given_up.filter(entry__gt=last_told.entry if last_told else -1).count() > 1:
        return
    owner, host = endpoint.owner, urlsplit(endpoint.url).hostname or ""
    told = Told(
        "program_silent", owner.member, {"host": host}, ("programs",), party=owner.party
    )  # the rest of an address may be a secret of the other side
    make(f"d{endpoint.pk}.{entry}", [told])
