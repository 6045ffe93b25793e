"""The rules of tasks: what is offered at which price, and what the floor of a place is known by.

A price that would not reach the floor is refused before anybody works for it. Nothing here looks
at who will do the work; references are brought with their source, none is made up.
"""

from __future__ import annotations

import re

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.pay import HOUR_S
from auzolan.labour.state import Task, WageReference, WorkPlace
from auzolan.labour.tasks.acts import (
    CloseTask,
    OpenTask,
    PlaceSet,
    ReferenceSet,
    SetPlace,
    SetReference,
    TaskClosed,
    TaskOpened,
)
from auzolan.labour.tasks.prices import MILLI, PiecePrice, Tried, piece_price
from auzolan.labour.work.log_lines import pilot_from_annex
from auzolan.members.state import Member
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Fact

PIECE_MICRO_MAX = 10**10
"""Ten thousand of the currency an item."""
HOUR_CENTS_MAX = 10**8
"""A million of the currency an hour."""
PILOT_LINES_MAX = 10_000
PILOT_ITEMS_MAX = 1_000_000
PILOT_SECONDS_MAX = 31 * 24 * HOUR_S
_OFFERED = -1
is_place = re.compile(r"\A([A-Z]{2}(-[A-Z0-9]{1,3})?)?\Z").match
"""Whether a text is written as a place, or is empty."""


def decide_open_task(books: Books, act: OpenTask, case: Case) -> tuple[Fact, ...] | Refusal:
    """Offer a task at a price that reaches the floor.

    A task names no place, so its floor is the charter's; where a member's place asks for more,
    settling lifts her.

    Returns:
        `TaskOpened`, with the price by item and by hour.
    Source: charter, article on labour.
    """
    article = _article(books)
    if books.get(Task, act.task) is not None:
        return Refusal(
            "labour.task_taken", article, f"There is a task {act.task} already.",
            "Give the new task another id.",
        )  # fmt: skip
    if act.kind and act.kind not in charter_of(books).consent.kinds:
        return Refusal(
            "labour.kind_unknown", article, f"The charter knows no rows of the kind {act.kind}.",
            "Name a kind of the charter's article on consent, or none.",
        )  # fmt: skip
    if act.work_class not in charter_of(books).labour.compensable:
        # Its price would be held against no floor, whatever the work took.
        return Refusal(
            "labour.class_not_covered", article,
            f"The charter's floor covers no {act.work_class}.",
            f"Offer work of a class that it covers: {', '.join(charter_of(books).labour.compensable)}.",
        )  # fmt: skip
    if (act.piece_micro > 0) == (act.hour_cents > 0):
        return Refusal(
            "labour.price_unclear", article,
            f"The task has {act.piece_micro} millionths an item and {act.hour_cents} cents an hour.",
            "Give it one price above 0: by piece or by the hour.",
        )  # fmt: skip
    if act.piece_micro > PIECE_MICRO_MAX or act.hour_cents > HOUR_CENTS_MAX:
        return Refusal(
            "labour.price_out_of_range", article,
            f"A price is at most {PIECE_MICRO_MAX} millionths an item or {HOUR_CENTS_MAX} cents "
            "an hour.",
            "Correct the price.",
        )  # fmt: skip
    if act.hour_cents:
        return _by_hour(books, act)
    pilot = _pilot(books, act.pilot, case)
    return pilot if isinstance(pilot, Refusal) else _by_piece(books, act, pilot)


def _by_hour(books: Books, act: OpenTask) -> tuple[Fact, ...] | Refusal:
    floor = charter_of(books).labour.floor_cents_hour
    if act.pilot is not None:
        return Refusal(
            "labour.pilot_not_asked_for", _article(books),
            "A price by the hour covers all of the hour; no pilot bears on it.",
            "Leave the pilot out.",
        )  # fmt: skip
    if act.hour_cents < floor:
        return Refusal(
            "labour.price_below_floor", _article(books),
            f"{act.hour_cents} cents an hour lie below the floor.",
            f"Offer at least {floor} cents an hour.",
        )  # fmt: skip
    return (TaskOpened(act.task, 0, 0, 0, 0, act.hour_cents, floor),)


def _by_piece(books: Books, act: OpenTask, pilot: list[Tried]) -> tuple[Fact, ...] | Refusal:
    floor = charter_of(books).labour.floor_cents_hour
    price = piece_price(pilot, floor)
    if act.piece_micro < price.least_micro:
        return Refusal(
            "labour.price_below_floor", _article(books),
            f"{act.piece_micro} millionths an item come to {price.hour_cents(act.piece_micro)} "
            f"cents an hour; the floor is {floor}.",
            f"Offer at least {price.least_micro} millionths an item.",
        )  # fmt: skip
    if act.page_seconds_max * MILLI < price.p95_milli:
        # Time beyond the limit counts for nothing, so that a short one would undo the floor.
        return Refusal(
            "labour.page_limit_too_short", _article(books),
            f"A page may count {act.page_seconds_max} seconds; the pilot's slow took "
            f"{price.p95_milli} thousandths of a second for one item.",
            f"Let a page count at least {-(-price.p95_milli // MILLI)} seconds.",
        )  # fmt: skip
    return (_opened(act, len(pilot), price, floor),)


def _opened(act: OpenTask, people: int, price: PiecePrice, floor: int) -> TaskOpened:
    fact = TaskOpened(
        task=act.task,
        people=people,
        p95_milli=price.p95_milli,
        unpaid_bp=price.unpaid_bp,
        least_micro=price.least_micro,
        hour_cents=price.hour_cents(act.piece_micro),
        floor_cents=floor,
    )
    assert fact.hour_cents >= floor, "a price that is not refused reaches the floor"
    return fact


def _pilot(books: Books, ref: AnnexRef | None, case: Case) -> list[Tried] | Refusal:
    """What was tried before the task is offered, or why it says too little."""
    article = _article(books)
    if ref is None:
        return Refusal(
            "labour.pilot_missing", article,
            "A price by piece rests on what a pilot took; there is none.",
            "Let people try it, or pay by the hour.",
        )  # fmt: skip
    # The percentile is published. Of fewer than these it would be somebody's speed, and the price
    # would hang on who happened to try.
    least = charter_of(books).labour.group_inside_min
    if ref.rows < least:
        return Refusal(
            "labour.pilot_too_small", article,
            f"{ref.rows} people tried it; a pilot has at least {least}.",
            "Let others try it too, or pay by the hour.",
        )  # fmt: skip
    if ref.rows > PILOT_LINES_MAX:
        return Refusal(
            "labour.pilot_too_large", article,
            f"{ref.rows} people tried it; a pilot has at most {PILOT_LINES_MAX}.",
            "Lay down a part of them, drawn by lot.",
        )  # fmt: skip
    try:
        pilot = pilot_from_annex(case.annexes.read(ref))
    except ValueError as fault:
        return Refusal(
            "labour.pilot_malformed", article, f"The pilot cannot be read: {fault}.",
            "Lay it down again, with the columns items, seconds and unpaid_seconds.",
        )  # fmt: skip
    for one in pilot:
        if not (
            1 <= one.items <= PILOT_ITEMS_MAX
            and 1 <= one.seconds <= PILOT_SECONDS_MAX
            and 0 <= one.unpaid_seconds <= PILOT_SECONDS_MAX
        ):
            return Refusal(
                "labour.pilot_out_of_range", article,
                f"Somebody did {one.items} items in {one.seconds} seconds, with "
                f"{one.unpaid_seconds} unpaid ones around them.",
                f"Each has 1 to {PILOT_ITEMS_MAX} items and 1 to {PILOT_SECONDS_MAX} seconds for "
                "them: time of which no item pays any gives no price.",
            )  # fmt: skip
    return pilot


def apply_task_opened(books: Books, case: Case, act: OpenTask, fact: TaskOpened) -> None:
    """Write the task down as it is offered."""
    books.add(
        Task(
            task=fact.task,
            issuer=act.issuer,
            kind=act.kind,
            work_class=act.work_class,
            piece_micro=act.piece_micro,
            hour_cents=act.hour_cents,
            page_seconds_max=act.page_seconds_max,
            harmful=act.harmful,
            floor_cents=fact.floor_cents,
            entry=case.seq,
            closed=_OFFERED,
        )
    )


def decide_close_task(books: Books, act: CloseTask, case: Case) -> tuple[Fact, ...] | Refusal:
    """Offer a task no more; its price stays for what was begun."""
    task = books.get(Task, act.task)
    if task is None:
        return task_unknown(books, act.task)
    if task.closed != _OFFERED:
        return Refusal(
            "labour.task_closed", _article(books),
            f"Entry {task.closed} closed the task {act.task}.", "Nothing is left to do.",
        )  # fmt: skip
    return (TaskClosed(act.task),)


def apply_task_closed(books: Books, case: Case, act: CloseTask, fact: TaskClosed) -> None:
    """Write down which entry closed it."""
    task = books.get(Task, fact.task)
    assert task is not None, f"the task {fact.task} was never opened"
    books.put(msgspec.structs.replace(task, closed=case.seq))


def decide_set_reference(books: Books, act: SetReference, case: Case) -> tuple[Fact, ...] | Refusal:
    """Bring in a floor of a place; another amount from the same moment on corrects the first.

    Source: charter, article on labour.
    """
    article = _article(books)
    if not act.place:
        return Refusal(
            "labour.place_missing", article, "A floor by law holds somewhere; no place is named.",
            "Name a country or a part of it, as ES or ES-PV.",
        )  # fmt: skip
    if not 1 <= act.cents_hour <= HOUR_CENTS_MAX or act.from_at > MOMENT_MAX:
        return Refusal(
            "labour.reference_out_of_range", article,
            f"{act.cents_hour} cents an hour from the moment {act.from_at} on cannot be a wage.",
            f"Give 1 to {HOUR_CENTS_MAX} cents an hour, from a day before the year 10000.",
        )  # fmt: skip
    stands = books.get(WageReference, (act.place, act.basis, act.from_at))
    if stands is not None and stands.cents_hour == act.cents_hour:
        return Refusal(
            "labour.reference_stands", article,
            f"Entry {stands.entry} says so already: {act.cents_hour} cents an hour in {act.place} "
            f"from {iso_from_moment(act.from_at)[:10]}.",
            "Nothing is left to do.",
        )  # fmt: skip
    return (ReferenceSet(act.place, act.basis),)


def apply_reference_set(books: Books, case: Case, act: SetReference, fact: ReferenceSet) -> None:
    """Write the floor of the place down."""
    books.put(
        WageReference(
            place=fact.place,
            basis=fact.basis,
            from_at=act.from_at,
            cents_hour=act.cents_hour,
            source=act.source,
            document=act.document,
            entry=case.seq,
        )
    )


def decide_set_place(books: Books, act: SetPlace, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take down where a member works; an empty text says that it is not known."""
    if books.get(Member, act.member) is None:
        return Refusal(
            "labour.member_unknown", _article(books),
            f"{act.member} is not and never was a member.", "Join first.",
        )  # fmt: skip
    if not is_place(act.place):
        return Refusal(
            "labour.place_malformed", _article(books), "The place is not written as a place.",
            "Name a country or a part of it by its code, as ES or ES-PV.",
        )  # fmt: skip
    return (PlaceSet(act.member),)


def apply_place_set(books: Books, case: Case, act: SetPlace, fact: PlaceSet) -> None:
    """Write her place down, from now on; a restricted row."""
    books.put(WorkPlace(member=fact.member, since=case.at, place=act.place, entry=case.seq))


def task_unknown(books: Books, task: str) -> Refusal:
    """There is no such task."""
    return Refusal(
        "labour.task_unknown", _article(books), f"There is no task {task}.",
        "Open it first, or name a task that there is: auzolan labour tasks.",
    )  # fmt: skip


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).labour.number}"
