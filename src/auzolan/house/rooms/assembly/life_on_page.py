"""The life of a proposal as a line of steps with dates: what is done, what is now, what comes next.

It draws on the entries about a proposal and on where it stands; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.assembly.acts import (
    AddItem,
    Admit,
    Call,
    Certify,
    ClosePoll,
    Convene,
    OpenPoll,
)
from auzolan.assembly.life import EXPIRED, mandate_id, poll_id
from auzolan.assembly.state import (
    ANNULLED,
    DRAFT,
    EXECUTED,
    FAILED_QUORUM,
    INADMISSIBLE,
    REJECTED,
    WITHDRAWN,
)
from auzolan.cooperative import AnyEntry
from auzolan.house.rooms.assembly.lookup import Standing
from auzolan.record.entries import Act

ENDED = frozenset({WITHDRAWN, INADMISSIBLE, FAILED_QUORUM, REJECTED, ANNULLED, EXPIRED})
"""The words after which nothing more happens to a proposal."""


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step.

    Attributes:
        name: its word, as `admitted`.
        at: its moment, or the one that it is set for; 0 where none is known.
        seq: the entry that it is, or None.
        is_done: whether it has been taken.
        is_next: whether it is the first that has not.
    """

    name: str
    at: int
    seq: int | None
    is_done: bool
    is_next: bool


def life_of(
    now: Standing, proposed: AnyEntry, steps: Sequence[AnyEntry], *, needs_endorsing: bool
) -> list[LifeStep]:
    """The steps of a proposal's present round, in order.

    Args:
        now: where it stands.
        proposed: the entry that proposed it.
        steps: the entries about it since, in order.
        needs_endorsing: whether the charter asks for endorsements.
    Returns:
        Steps done and, unless its life has ended, those to come.
    """
    row, poll, meeting, mandate = now.proposal, now.poll, now.meeting, now.mandate
    certified = [one for one in steps if isinstance(one.act, Certify)]
    before = certified[row.round - 2].seq if 1 < row.round <= len(certified) + 1 else -1
    here = [one for one in steps if one.seq > before]
    found: list[LifeStep] = [_done("drafted", proposed)]
    if needs_endorsing:
        is_done = row.state != DRAFT
        found.append(LifeStep("endorsed", 0, None, is_done=is_done, is_next=False))
    found.append(_step("admitted", steps, (Admit,), 0))
    found.append(_step("noticed", here, (Call, Convene, AddItem), row.not_before))
    found.append(_step("opened", here, (OpenPoll,), meeting.opens_at if meeting else 0))
    found.append(_step("closed", here, (ClosePoll,), poll.ends_at if poll else 0))
    found.append(_step("certified", here, (Certify,), 0))
    if row.power:
        is_cool = mandate is not None and now.word not in {"cooling", "suspended"}
        at = mandate.from_at if mandate else 0
        found.append(LifeStep("cooled", at, None, is_done=is_cool, is_next=False))
        found.append(_executed(now, here))
    return _marked(found, is_over=now.word in ENDED or row.state == EXECUTED)


def _executed(now: Standing, here: Sequence[AnyEntry]) -> LifeStep:
    row = now.proposal
    wanted = row.mandate or mandate_id(poll_id(row.proposal, row.round))
    entry = next((one for one in reversed(here) if one.act.mandate_id() == wanted), None)
    return _done("executed", entry) if entry else LifeStep("executed", 0, None, False, False)


def _step(
    name: str, entries: Sequence[AnyEntry], kinds: tuple[type[Act], ...], planned_at: int
) -> LifeStep:
    entry = next((one for one in reversed(entries) if isinstance(one.act, kinds)), None)
    if entry is not None:
        return _done(name, entry)
    return LifeStep(name, planned_at, None, is_done=False, is_next=False)


def _done(name: str, entry: AnyEntry) -> LifeStep:
    return LifeStep(name, entry.at, entry.seq, is_done=True, is_next=False)


def _marked(steps: Sequence[LifeStep], *, is_over: bool) -> list[LifeStep]:
    """The steps with the next one marked; of a life that is over, those alone that were taken."""
    if is_over:
        return [one for one in steps if one.is_done]
    marked: list[LifeStep] = []
    has_next = False
    for one in steps:
        is_next = not one.is_done and not has_next
        has_next = has_next or is_next
        marked.append(LifeStep(one.name, one.at, one.seq, one.is_done, is_next))
    return marked
