"""From a measure to its mandate at a real desk, in one call: every step that members would take.

The desk's clock is one that stands where it is put; it is moved past notice, poll and cooling-off.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.assembly.life import poll_id
from auzolan.assembly.resolutions import Measure
from auzolan.assembly.rolls import roll_of
from auzolan.assembly.state import ADMITTED, ASSEMBLY, Meeting, Poll, Proposal
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.ports import SetClock
from auzolan.house.rooms.assembly import flows
from auzolan.house.submission import Receipt


def decided(
    desk: Desk, measure: Measure, proposal: str = "p", *, author: str = "m001",
    secretary: str = "m001", auditor: str = "m002", yes: Sequence[str] | None = None,
    organ: str = ASSEMBLY, is_cool: bool = True,
) -> str:  # fmt: skip
    """Propose, admit, call, vote, count and certify a measure; all say yes unless some are named.

    Args:
        desk: over a founded co-operative, with a `SetClock`.
        measure: what is to be decided.
        proposal: its id.
        author: who proposes.
        secretary: who has it admitted, calls, opens and closes.
        auditor: who certifies.
        yes: who votes, and says yes; everybody on the roll where None.
        organ: which organ decides.
        is_cool: whether the clock is moved past the cooling-off too.
    Returns:
        The id of the mandate; the empty text where the measure leads to none.
    """
    propose_and_admit(desk, measure, proposal, author=author, secretary=secretary, organ=organ)
    by = {"secretary": secretary, "auditor": auditor, "organ": organ}
    mandate = _voted(desk, proposal, yes, **by)
    row = row_of(desk, proposal)
    if row.state == ADMITTED:  # an entrenched article is read twice
        _move(desk, row.not_before - 10 * DAY_MS)
        mandate = _voted(desk, proposal, yes, **by)
    if mandate and is_cool:
        with reading(desk.folder) as now:
            given = now.books.get(Mandate, mandate)
        assert given is not None
        _move(desk, given.from_at)
    return mandate


def propose_and_admit(
    desk: Desk, measure: Measure, proposal: str, *, author: str = "m001", secretary: str = "m001",
    organ: str = ASSEMBLY,
) -> None:  # fmt: skip
    """Draft a measure and have it admitted."""
    accept(
        flows.propose(
            desk, member=author, proposal=proposal, measure=measure, title=f"On {proposal}",
            reasons="It is better so.", organ=organ,
        )
    )  # fmt: skip
    accept(flows.admit(desk, actor=secretary, proposal=proposal))


def opened(desk: Desk, *proposals: str, secretary: str = "m001", organ: str = ASSEMBLY) -> None:
    """Give notice of admitted proposals, wait, and open their polls."""
    with reading(desk.folder) as now:
        notice_days = charter_of(now.books).meetings.notice_days if organ == ASSEMBLY else 0
    opens_at = desk.ports.clock() + notice_days * DAY_MS
    meeting = f"meeting-{proposals[0]}-{opens_at // DAY_MS}"
    accept(
        flows.call(
            desk, actor=secretary, meeting=meeting, agenda=proposals, organ=organ, opens_at=opens_at
        )
    )  # fmt: skip
    _move(desk, opens_at)
    for proposal in proposals:
        accept(flows.open_poll(desk, actor=secretary, proposal=proposal))


def _voted(
    desk: Desk, proposal: str, yes: Sequence[str] | None, *, secretary: str, auditor: str,
    organ: str,
) -> str:  # fmt: skip
    opened(desk, proposal, secretary=secretary, organ=organ)
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        assert row is not None
        meeting = now.books.get(Meeting, row.meeting)
        assert meeting is not None
        roll = [one.member for one in roll_of(now.books, row, meeting, desk.ports.clock())]
    votes = [flows.Vote(member, "yes") for member in (roll if yes is None else yes)]
    for receipt in flows.cast_all(desk, proposal=proposal, votes=votes):
        accept(receipt)
    if len(votes) < len(roll):
        _move(desk, poll_of(desk, proposal).ends_at)
    accept(flows.close(desk, actor=secretary, proposal=proposal))
    accept(flows.certify(desk, actor=auditor, proposal=proposal))
    return row_of(desk, proposal).mandate


def row_of(desk: Desk, proposal: str) -> Proposal:
    """A proposal as it stands."""
    with reading(desk.folder) as now:
        row = now.books.get(Proposal, proposal)
    assert row is not None, f"there is no proposal {proposal}"
    return row


def poll_of(desk: Desk, proposal: str) -> Poll:
    """The poll of a proposal's present round."""
    row = row_of(desk, proposal)
    with reading(desk.folder) as now:
        poll = now.books.get(Poll, poll_id(proposal, row.round))
    assert poll is not None, f"there is no poll on {proposal}"
    return poll


def _move(desk: Desk, at: int) -> None:
    clock = desk.ports.clock
    assert isinstance(clock, SetClock), "only a set clock can be moved"
    clock.at = Moment(max(clock.at, at))


def accept(answer: Receipt | Refusal | None) -> Receipt:
    """The receipt; a refusal stops the test."""
    assert isinstance(answer, Receipt), str(answer)
    return answer
