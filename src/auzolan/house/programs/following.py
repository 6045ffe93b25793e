"""Following the record: each new entry is noted for the endpoints that want to know of it.

An entry done under a one-time tag is noted for nobody: when it came would say too much beside the tag.
Nothing is sent here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import transaction

from auzolan.audit.folder import Folder
from auzolan.cooperative import AnyEntry
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.access.visit import Visit
from auzolan.house.programs.endpoints import ALL, topic_names
from auzolan.house.programs.models import Delivery, Endpoint, Mark
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.licensing.state import Licence

if TYPE_CHECKING:
    from auzolan.house.accounts.models import Person

ENTRIES_AT_ONCE = 500
_MARK = "deliveries"


def follow(folder: Folder) -> int:
    """Note the entries that came since the last time, at most 500 of them.

    Returns:
        How many entries were read; 0 where there was nothing new.
    """
    start = _start()
    with reader_of(folder) as reader:
        size = reader.log.head().size
        stop = min(size, start + ENTRIES_AT_ONCE)
        endpoints = list(Endpoint.objects.filter(from_seq__lt=stop).select_related("owner"))
        deliveries = []
        if endpoints and start < stop:
            entries = reader.entries(range(start, stop))
            deliveries = [
                Delivery(endpoint=one, entry=seq, act=_act(entry))
                for seq, entry in entries.items()
                if _act(entry) in _topics()
                for one in endpoints
                if wants(one, seq, _act(entry)) and may_know(one.owner, entry, reader)
            ]
    with transaction.atomic(using="plain"):
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        Mark.objects.update_or_create(name=_MARK, defaults={"seq": stop})
    return max(0, stop - start)


def wants(endpoint: Endpoint, seq: int, act: str) -> bool:
    """Whether an endpoint asked to be told of this entry."""
    return seq >= endpoint.from_seq and bool({ALL, act} & set(endpoint.topics))


def may_know(owner: Person, entry: AnyEntry, reader: Reader) -> bool:
    """Whether somebody may know of an entry: who may read the record; of licences, the licensee."""
    visit = Visit(owner)
    if not owner.is_active:
        return False
    if visit.may("read:record.entries") is not Relation.NEVER:
        return True
    licence = getattr(entry.act, "licence", "")
    row = reader.get(Licence, licence) if licence and visit.party else None
    return row is not None and row.licensee == visit.party


def _start() -> int:
    """The next entry to read; before anybody wants to know, the first that the oldest one wants."""
    found = Mark.objects.filter(name=_MARK).first()
    if found is not None:
        return found.seq
    oldest = Endpoint.objects.order_by("from_seq").values_list("from_seq", flat=True).first()
    return oldest if oldest is not None else 0


def _act(entry: AnyEntry) -> str:
    return str(type(entry.act).__struct_config__.tag).rpartition("/")[0]


@lru_cache(maxsize=1)
def _topics() -> frozenset[str]:
    return frozenset(topic_names())
