"""What the big co-operative decides: votes that are over, drafts, a poll with ballots, one without."""

from __future__ import annotations

from collections.abc import Sequence

from _big_people import office
from _big_stage import AT_ONCE, Big, done, one
from auzolan.assembly.acts import Comment
from auzolan.assembly.life import poll_id
from auzolan.assembly.resolutions import ChangeCharter, Measure
from auzolan.assembly.state import Poll, Proposal
from auzolan.charter.articles import Change
from auzolan.charter.state import Mandate
from auzolan.foundation.moments import DAY_MS
from auzolan.house.asking import reading
from auzolan.house.rooms.assembly import flows
from auzolan.house.rooms.assembly.flows import Vote

REASONS = "The last year has shown that it is better so, and nobody loses by it. " * 6
TEXT = "I have read it twice and I think it should be said more plainly who pays for this. " * 2
FULL, EMPTY = "more-for-learning", "longer-notice"
"""The two open polls: three in ten have voted in the first, nobody in the second."""
DRAFTS_MAX = 60
COMMENTS_MAX = 300
TURNOUT_PERCENT = 66


def decide(big: Big, measure: Measure, proposal: str) -> str:
    """Propose, call, vote, count and certify a measure; gives its mandate, cooled off."""
    _admitted(big, measure, proposal)
    _called(big, f"meeting-{proposal}", (proposal,))
    done(flows.open_poll(big.desk, actor=office("secretary"), proposal=proposal))
    _vote(big, proposal, TURNOUT_PERCENT)
    with reading(big.desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        assert row is not None, f"{proposal} was proposed"
        poll = now.books.get(Poll, poll_id(proposal, row.round))
    assert poll is not None, f"{proposal} has a poll"
    big.go_to(poll.ends_at + DAY_MS)
    done(flows.close(big.desk, actor=office("secretary"), proposal=proposal))
    done(flows.certify(big.desk, actor=office("audit"), proposal=proposal))
    with reading(big.desk.folder) as now:
        row = now.books.get(Proposal, proposal)
        mandate = now.books.get(Mandate, row.mandate) if row is not None else None
    assert mandate is not None, f"{proposal} passed"
    big.go_to(mandate.from_at)
    return mandate.mandate


def leave_open(big: Big) -> None:
    """Many drafts, one with many comments; two polls that are open now."""
    big.on(20)
    people = big.people
    count = min(DRAFTS_MAX, max(4, people.count // 20))
    authors = people.some("authors", 100)
    for number in range(count):
        measure = ChangeCharter((Change("labour.floor_cents_hour", 1_505 + number),))
        _propose(big, measure, f"draft-{number:02}", authors[number % len(authors)])
    _admitted(big, ChangeCharter((Change("surplus.education_bp", 1_200),)), FULL)
    _admitted(big, ChangeCharter((Change("meetings.notice_days", 12),)), EMPTY)
    speakers = people.some("speakers", 100)[:COMMENTS_MAX]
    big.ask(
        one(f"comment-{place}", member, Comment(f"comment-{place}", FULL, ""), text=TEXT)
        for place, member in enumerate(speakers)
    )
    big.on(15)
    _called(big, "meeting-now", (FULL, EMPTY))
    for proposal in (FULL, EMPTY):
        done(flows.open_poll(big.desk, actor=office("secretary"), proposal=proposal))
    _vote(big, FULL, 30)


def _admitted(big: Big, measure: Measure, proposal: str) -> None:
    _propose(big, measure, proposal, big.people.some(f"author {proposal}", 1)[0])
    done(flows.admit(big.desk, actor=office("secretary"), proposal=proposal))


def _propose(big: Big, measure: Measure, proposal: str, author: str) -> None:
    title = f"On {proposal.replace('-', ' ')}"
    done(
        flows.propose(
            big.desk, member=author, proposal=proposal, measure=measure, title=title,
            reasons=REASONS,
        )
    )  # fmt: skip


def _called(big: Big, meeting: str, agenda: Sequence[str]) -> None:
    """Give notice, and let its days pass."""
    opens_at = big.now + 10 * DAY_MS
    by = office("secretary")
    done(flows.call(big.desk, actor=by, meeting=meeting, agenda=agenda, opens_at=opens_at))
    big.go_to(opens_at)


def _vote(big: Big, proposal: str, percent: int) -> None:
    draw, voters = big.people.draw(f"choices {proposal}"), big.people.some(proposal, percent)
    choices = draw.choices(("yes", "no", "abstain"), (78, 14, 8), k=len(voters))
    votes = [Vote(member, choice) for member, choice in zip(voters, choices, strict=True)]
    for start in range(0, len(votes), AT_ONCE):
        some = votes[start : start + AT_ONCE]
        for answer in flows.cast_all(big.desk, proposal=proposal, votes=some):
            done(answer)
