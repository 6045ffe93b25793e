"""What can be asked about tasks: what is to be done, at what price, shown before anyone accepts."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedText, Sealed

WorkClass = Annotated[
    str,
    Meta(
        pattern=r"\A(work|qualification|training|search|waiting|communication|admin|rejected"
        r"|returned|appeal|content-recovery|governance)\Z"
    ),
]
NoneOrClass = Annotated[
    str,
    Meta(
        pattern=r"\A(work|qualification|training|search|waiting|communication|admin|rejected"
        r"|returned|appeal|content-recovery|governance|)\Z"
    ),
]
"""A class of work, or an empty text for all."""
Place = Annotated[str, Meta(pattern=r"\A([A-Z]{2}(-[A-Z0-9]{1,3})?)?\Z")]
"""A country or a part of it (ISO 3166-1 alpha-2, ISO 3166-2); empty where it is not known."""
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Wage = Annotated[str, Meta(pattern=r"\A(statutory|living)\Z")]


class OpenTask(Act, frozen=True, gc=False, tag="labour.open_task/1"):
    """Offer a task, paid by piece or by the hour, never below the floor.

    Attributes:
        task: its id.
        issuer: the client it is done for; empty for the co-operative itself.
        kind: the kind of rows that it makes or labels; empty for none.
        work_class: the class of its work.
        piece_micro: millionths of the currency an item, 0 where it is paid by the hour.
        hour_cents: cents an hour, 0 where it is paid by piece; one of both is given.
        page_seconds_max: the longest that one page may count; what a log shows beyond is clipped.
        harmful: whether people may meet content that harms: 0 no, 1 perhaps, 2 surely.
        pilot: a restricted annex `pilot/1`, one line a person who tried it, with the columns
            items, seconds (of those items), unpaid_seconds (search, waiting, training around
            them); needed for a price by piece.
        words: what is to be done, and for what.
    """

    task: Id
    issuer: NoneOrId
    kind: NoneOrId
    work_class: WorkClass
    piece_micro: Count
    hour_cents: Count
    page_seconds_max: Annotated[int, Meta(ge=1, le=86_400)]
    harmful: Annotated[int, Meta(ge=0, le=2)]
    pilot: AnnexRef | None
    words: Sealed


class CloseTask(Act, frozen=True, gc=False, tag="labour.close_task/1"):
    """Offer a task no more; work that was begun is still handed in and paid."""

    task: Id
    reason: Sealed


class SetReference(Act, frozen=True, gc=False, tag="labour.set_reference/1"):
    """Bring in a statutory minimum or a living wage, with its source; none is invented here.

    Attributes:
        place: where it holds.
        basis: `statutory` or `living`.
        from_at: the moment from which it holds, milliseconds since 1970, UTC.
        cents_hour: cents an hour, in the currency of the books.
        source: who published it, as a short name.
        document: SHA-256 of the file that it was read from.
        citation: where exactly it stands.
    """

    place: Place
    basis: Wage
    from_at: Count
    cents_hour: Count
    source: Id
    document: Digest
    citation: Sealed


class SetPlace(Act, frozen=True, gc=False, tag="labour.set_place/1"):
    """Say where one works, as the floor depends on it."""

    member: Id
    place: RestrictedText

    def person(self) -> str:
        """Whose place of work it is."""
        return self.member


class TaskOpened(Fact, frozen=True, gc=False, tag="labour.task_opened/1"):
    """A task is offered at a price, by item and by hour.

    Attributes:
        task: its id.
        people: how many tried it.
        p95_milli: the 95th percentile of their mean seconds an item, in thousandths.
        unpaid_bp: the part of all their time that no item pays for, basis points, rounded up.
        least_micro: the least price of an item at which such a person reaches the floor.
        hour_cents: what an hour earns at the price: at the 95th percentile, unpaid time counted.
        floor_cents: the floor that was kept to, cents an hour.
    """

    task: Id
    people: Whole
    p95_milli: Whole
    unpaid_bp: Whole
    least_micro: Whole
    hour_cents: Whole
    floor_cents: Whole


class TaskClosed(Fact, frozen=True, gc=False, tag="labour.task_closed/1"):
    """The task is offered no more."""

    task: Id


class ReferenceSet(Fact, frozen=True, gc=False, tag="labour.reference_set/1"):
    """A floor of this place holds from the moment of the act."""

    place: Place
    basis: Wage


class PlaceSet(Fact, frozen=True, gc=False, tag="labour.place_set/1"):
    """Her floor is that of another place from now on; the place stands in the act."""

    member: Id
