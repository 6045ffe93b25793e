"""Cutting answered calls into segments and entering them, each call in exactly one.

Which calls make a segment is durable before its act is asked, under an id made of licence and number.
So a stop at any point is completed by asking again: the desk knows the id, or nothing was entered yet
and the same number is cut afresh. It decides nothing about a call but whether the record can take it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from auzolan.charter.state import charter_of
from auzolan.cooperative import read_entry
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.asking import Reading, ask, lay_down_once, moment_of, named, reading
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.serving.journal import OPEN, Answered, Journal
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.submission import Receipt
from auzolan.learning.state import Model
from auzolan.licensing.granting import serves
from auzolan.licensing.segment_rules import uses_from
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.state import Licence, Segment
from auzolan.licensing.use_acts import SEGMENT_ROWS_MAX, RecordSegment
from auzolan.licensing.use_shares import (
    SHARES_AMOUNT,
    SHARES_KIND,
    USES_AMOUNT,
    USES_KIND,
    answer_digest,
    members_part,
    shares_digest,
)

QUESTION_DAYS = 30
"""How long a question is kept after its call, so that its attribution can be computed again."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What came of cutting one licence's calls.

    Attributes:
        receipts: the entries of the segments.
        set_aside: calls that were answered in the moment in which the licence or model ended;
            nobody is charged for them.
    """

    receipts: tuple[Receipt, ...]
    set_aside: int


@dataclass(frozen=True, slots=True)
class _State:
    """What the books say of a licence at the moment of cutting."""

    licence: Licence
    model: Model
    part_bp: int
    at: int


def cut(
    desk: Desk, *, actor: str, licence: str, whole_only: bool = False,
    reached: Callable[[str], None] = lambda _: None,
) -> Cut | Refusal:  # fmt: skip
    """Enter the answered calls of a licence, segment by segment.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        licence: the licence.
        whole_only: leave calls that do not fill a segment for later.
        reached: told each step that is done, for tests that stop there.
    Returns:
        What was entered, or the first refusal; segments before it stand.
    """
    try:
        with turn(desk.folder.meter_lock), closing(Journal(desk.folder.meter)) as journal:
            return _cut(desk, journal, _Cutting(actor, licence, whole_only, reached))
    except DeskBusy as busy:
        return answers.busy(str(busy))


@dataclass(frozen=True, slots=True)
class _Cutting:
    """What is cut, in whose name; see `cut`."""

    actor: str
    licence: str
    whole_only: bool
    reached: Callable[[str], None]


def _cut(desk: Desk, journal: Journal, asked: _Cutting) -> Cut | Refusal:
    receipts: list[Receipt] = []
    aside = 0
    while True:
        state = _state(desk, asked.licence)
        if isinstance(state, Refusal):
            return state
        behind = journal.newest_segment(asked.licence) - state.licence.segments
        if behind > 1:
            return _restored(asked.licence, behind)
        _follow_record(desk, journal, state)
        calls, dropped = _planned(journal, state, whole_only=asked.whole_only)
        aside += dropped
        asked.reached("planned")
        if not calls:
            _forget(journal, state)
            return Cut(tuple(receipts), aside)
        answer = _entered(desk, asked.actor, state, calls)
        if isinstance(answer, Refusal):
            return answer
        asked.reached("entered")
        receipts.append(answer)


def _state(desk: Desk, licence: str) -> _State | Refusal:
    with reading(desk.folder) as now:
        return _state_now(now, licence, moment_of(now, desk.ports.clock))


def _state_now(now: Reading, licence: str, at: int) -> _State | Refusal:
    row = now.books.get(Licence, licence)
    if row is None:
        return Refusal(
            "licensing.licence_unknown", ARTICLE, f"There is no licence called {licence}.",
            "Name a licence that has been granted.",
        )  # fmt: skip
    model = now.books.get(Model, row.model)
    assert model is not None, "a licence is granted for a model that exists"
    return _State(row, model, charter_of(now.books).royalties.part_bp, at)


def _follow_record(desk: Desk, journal: Journal, state: _State) -> None:
    """Note which calls the record holds already, where the meter knows of fewer.

    A meter that was restored from a backup brings them back as waiting; they would be entered twice.
    """
    licence, done = state.licence.licence, state.licence.segments
    for number in range(max(1, min(journal.newest_segment(licence), done)), done + 1):
        with reading(desk.folder) as now:
            row = now.books.get(Segment, (licence, number))
            assert row is not None, "segments are numbered without a gap"
            act = read_entry(now.log.body(row.entry)).act
        if journal.count_in(licence, number) == row.calls:
            continue
        assert isinstance(act, RecordSegment), f"entry {row.entry} records no segment"
        uses = uses_from(AnnexFiles(desk.folder, desk.ports).read(act.uses))
        journal.begin()
        try:
            journal.note_recorded(licence, number, uses.calls)
            journal.commit()
        except BaseException:
            journal.rollback()
            raise


def _planned(journal: Journal, state: _State, *, whole_only: bool) -> tuple[list[Answered], int]:
    """Put the calls of the next segment into it, durably; gives them, and how many fell out."""
    licence, number = state.licence, state.licence.segments + 1
    journal.begin()
    try:
        planned = journal.in_segment(licence.licence, number)
        room = SEGMENT_ROWS_MAX - len(planned)
        calls = planned + journal.in_segment(licence.licence, OPEN, room)
        inside = [one for one in calls if _can_stand(state, one)]
        journal.set_aside([one.call for one in calls if not _can_stand(state, one)])
        is_cut = len(inside) == SEGMENT_ROWS_MAX or bool(planned) or not whole_only
        kept = [_shared_anew(state, one) for one in inside] if is_cut else []
        journal.put_into(number, kept)
        journal.commit()
    except BaseException:
        journal.rollback()
        raise
    return kept, len(calls) - len(inside)


def _can_stand(state: _State, one: Answered) -> bool:
    """Whether the record can take a call: an end may be entered in the moment of its answer."""
    licence = state.licence
    is_in_term = licence.from_at <= one.at < licence.until_at
    return is_in_term and serves(state.model, one.at)


def _shared_anew(state: _State, one: Answered) -> Answered:
    """The call with the members' part as the charter of today says; its weights stay."""
    return replace(one, members_micro=members_part(one.fee_micro, state.part_bp))


def _entered(desk: Desk, actor: str, state: _State, calls: Sequence[Answered]) -> Receipt | Refusal:
    licence, number = state.licence.licence, state.licence.segments + 1
    identity = named("segment", licence, str(number))
    uses = lay_down_once(desk, identity, USES_KIND, _use_columns(calls), amount=USES_AMOUNT)
    shares = lay_down_once(desk, identity, SHARES_KIND, _share_columns(calls), amount=SHARES_AMOUNT)
    act = RecordSegment(licence, number, calls[0].at, calls[-1].at, uses, shares)
    return ask(desk, identity, actor, act)


def _use_columns(calls: Sequence[Answered]) -> dict[str, list[int | str]]:
    return {
        "answer": [
            answer_digest(one.salt, one.model, one.question or b"", one.answer or "")
            for one in calls
        ],
        "at": [one.at for one in calls],
        "call": [one.call for one in calls],
        "fee_micro": [one.fee_micro for one in calls],
        "members_micro": [one.members_micro for one in calls],
        "shares": [shares_digest(one.call, one.shares, one.shares_salt) for one in calls],
    }


def _share_columns(calls: Sequence[Answered]) -> dict[str, list[int | str]]:
    lines = [(one.call, member, micro) for one in calls for member, micro in one.shares.items()]
    return {
        "amount_micro": [micro for _, _, micro in lines],
        "call": [call for call, _, _ in lines],
        "member": [member for _, member, _ in lines],
    }


def _forget(journal: Journal, state: _State) -> None:
    journal.forget(
        state.licence.licence, segment=state.licence.segments,
        before=state.at - QUESTION_DAYS * DAY_MS,
    )  # fmt: skip


def _restored(licence: str, behind: int) -> Refusal:
    return Refusal(
        "serving.record_behind_meter", ARTICLE,
        f"The meter has entered {behind} segments of {licence} that the record does not hold.",
        "The record was restored from a backup that is older; restore the newest one.",
    )  # fmt: skip
