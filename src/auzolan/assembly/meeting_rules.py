"""Notice of a meeting: its agenda, its two calls, the record date, and the terms of every item.

Whoever may call gives notice through the one body here, `notice`. Nobody is invited by it and no
text is read; what is not on the agenda cannot be voted on.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import Call, Called, Convene, ItemAdded, Terms
from auzolan.assembly.dry_run import clause_lines, first_missing, is_dry_run
from auzolan.assembly.life import (
    article_of,
    meeting_of,
    meetings_article_of,
    poll_id,
    poll_of,
    proposal_for,
)
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.organ_powers import organ_absent
from auzolan.assembly.proposal_rules import base_refusal
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.assembly.state import ASSEMBLY, NOTICED, Meeting, Poll, Proposal
from auzolan.assembly.terms import MEMBERS_MEET, poll_ms_of, poll_rules_of, terms_of
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Fact

MINUTE_MS = 60_000


def decide_call(books: Books, act: Call, case: Case) -> tuple[Fact, ...] | Refusal:
    """Give notice of a meeting of any organ.

    Returns:
        `Called`, with the terms of each item from today's charter.
    Source: charter, articles on decisions and on meetings; Basque Act 11/2019, on calling the
        general assembly.
    """
    return notice(
        books, case, meeting=act.meeting, organ=act.organ, agenda=act.agenda,
        opens_at=act.opens_at, second_call_at=act.second_call_at, dry_run=act.dry_run,
    )  # fmt: skip


def notice(  # noqa: PLR0913 - what a notice says
    books: Books, case: Case, *, meeting: str, organ: str, agenda: tuple[str, ...], opens_at: int,
    second_call_at: int, dry_run: AnnexRef | None,
) -> tuple[Fact, ...] | Refusal:  # fmt: skip
    """The one body of every notice, whoever gives it.

    Args:
        books: the state before the act.
        case: place, time and actor; its moment is the record date.
        meeting: the id of the meeting.
        organ: which organ meets.
        agenda: the items in order.
        opens_at: the first call, from which on polls may be opened.
        second_call_at: the second call.
        dry_run: what the amendments on the agenda would change.
    Returns:
        `Called`; or the first refusal, in the order: meeting, organ, items, times, dry run.
    Source: charter, articles on decisions and on meetings.
    """
    if books.get(Meeting, meeting) is not None:
        return Refusal(
            "assembly.meeting_taken", meetings_article_of(books),
            f"There is a meeting {meeting} already.", "Give the new meeting another id.",
        )  # fmt: skip
    absent = organ_absent(books, organ)
    if absent is not None:
        return absent
    if len(set(agenda)) != len(agenda):
        return Refusal(
            "assembly.item_twice", meetings_article_of(books),
            "One proposal stands on the agenda twice.", "List each item once.",
        )  # fmt: skip
    items: list[Terms] = []
    for name in agenda:
        item = item_terms(books, case, name, organ=organ, opens_at=opens_at)
        if isinstance(item, Refusal):
            return item
        items.append(item)
    refusal = _times_refusal(books, case, organ=organ, opens_at=opens_at, second=second_call_at)
    refusal = refusal or dry_run_refusal(books, case, agenda, dry_run)
    if refusal is not None:
        return refusal
    charter = charter_of(books)
    ends_at = opens_at + poll_ms_of(charter)
    return (Called(meeting, case.at, ends_at, poll_rules_of(charter, organ), tuple(items)),)


def item_terms(
    books: Books, case: Case, name: str, *, organ: str, opens_at: int
) -> Terms | Refusal:
    """The terms of one item, where it may stand on the agenda of a meeting.

    Args:
        books: the state before the act.
        case: place, time and actor.
        name: the proposal.
        organ: which organ meets.
        opens_at: the first call.
    Returns:
        Its terms from today's charter; or the first refusal: state, organ, base, second reading.
    Source: charter, article on decisions.
    """
    proposal = _callable(books, name, case.at)
    if isinstance(proposal, Refusal):
        return proposal
    if proposal.organ != organ:
        return Refusal(
            "assembly.item_of_another_organ", meetings_article_of(books),
            f"{name} was proposed to the {proposal.organ}, not to the {organ}.",
            f"Call a meeting of the {proposal.organ} for it.",
        )  # fmt: skip
    stale = base_refusal(books, proposal)
    if stale is not None:
        return stale
    if opens_at < proposal.not_before:
        return Refusal(
            "assembly.reading_too_early", article_of(books),
            f"{name} needs a second reading, on {iso_from_moment(proposal.not_before)} or later.",
            "Call its second reading for a later day.",
        )  # fmt: skip
    return terms_of(
        charter_of(books), measure_from_text(proposal.measure), proposal=name,
        poll=poll_id(name, proposal.round), tier=proposal.tier,
    )  # fmt: skip


def apply_called(books: Books, case: Case, act: Call | Convene, fact: Called) -> None:
    """Write down the meeting and its items; what a petition asks for is an assembly."""
    organ = act.organ if isinstance(act, Call) else ASSEMBLY
    put_meeting(books, case, fact, organ=organ, opens_at=act.opens_at,
                second_call_at=act.second_call_at)  # fmt: skip


def put_meeting(
    books: Books, case: Case, fact: Called, *, organ: str, opens_at: int, second_call_at: int
) -> None:
    """Write down a meeting that notice was given of, with the polls that it will hold."""
    rules = fact.rules
    books.add(
        Meeting(
            meeting=fact.meeting, organ=organ, called_by=case.actor, record_at=fact.record_at,
            opens_at=opens_at, second_call_at=second_call_at, ends_at=fact.ends_at,
            entry=case.seq, **msgspec.structs.asdict(rules),
        )
    )  # fmt: skip
    for item in fact.items:
        put_item(books, fact.meeting, item)


def apply_item_added(books: Books, case: Case, act: object, fact: ItemAdded) -> None:
    """Write down one more item of a meeting."""
    put_item(books, fact.meeting, fact.item)


def put_item(books: Books, meeting: str, item: Terms) -> None:
    """Put a proposal on an agenda, with the poll that it waits for."""
    proposal = books.get(Proposal, item.proposal)
    assert proposal is not None, f"the proposal {item.proposal} was never made"
    books.put(msgspec.structs.replace(proposal, state=NOTICED, meeting=meeting))
    ends_at = meeting_of(books, meeting).ends_at
    books.put(
        Poll(
            **msgspec.structs.asdict(item), meeting=meeting, state=NOTICED, ends_at=ends_at,
            extended=0, roll=0, voted=0, candidates=0, yes=0, no=0, abstain=0, blank=0,
            ranked=0, quorum=0, passed=0, elected="", tally_digest="", closed_by="", entry=-1,
        )
    )  # fmt: skip


def _callable(books: Books, name: str, at: int) -> Proposal | Refusal:
    """The proposal, where it waits for a meeting, or the one it was called for has gone by."""
    proposal = books.get(Proposal, name)
    if proposal is not None and proposal.state == NOTICED:
        gone_by = poll_of(books, proposal).ends_at <= at
        if gone_by:
            return proposal
    return proposal_for(books, name, "assembly.call")


def _times_refusal(
    books: Books, case: Case, *, organ: str, opens_at: int, second: int
) -> Refusal | None:
    charter = charter_of(books)
    meetings, is_large = charter.meetings, organ in MEMBERS_MEET
    least_days = meetings.notice_days if is_large else 0
    if opens_at < case.at + least_days * DAY_MS:
        return Refusal(
            "assembly.notice_too_short", f"Art. {meetings.number}",
            f"The first call would be on {iso_from_moment(opens_at)}; "
            f"notice is given {least_days} days before or earlier.",
            f"Call it for {iso_from_moment(case.at + least_days * DAY_MS)} or later.",
        )  # fmt: skip
    if opens_at > case.at + meetings.notice_days_max * DAY_MS:
        return Refusal(
            "assembly.notice_too_long", f"Art. {meetings.number}",
            f"The first call would be on {iso_from_moment(opens_at)}; "
            f"notice is given at most {meetings.notice_days_max} days before.",
            "Call it for an earlier day, or give notice later.",
        )  # fmt: skip
    gap_minutes = meetings.call_gap_minutes if is_large else 0
    if second < opens_at + gap_minutes * MINUTE_MS:
        return Refusal(
            "assembly.second_call_too_early", f"Art. {meetings.number}",
            f"The second call would be on {iso_from_moment(second)}; "
            f"it is {gap_minutes} minutes after the first or later.",
            f"Call it for {iso_from_moment(opens_at + gap_minutes * MINUTE_MS)} or later.",
        )  # fmt: skip
    ends_at = opens_at + poll_ms_of(charter)
    if second > ends_at:
        return Refusal(
            "assembly.second_call_too_late", f"Art. {meetings.number}",
            f"The second call would be on {iso_from_moment(second)}, after the polls end "
            f"on {iso_from_moment(ends_at)}.",
            "Set the second call before the end.",
        )  # fmt: skip
    return None


def dry_run_refusal(
    books: Books, case: Case, agenda: tuple[str, ...], ref: AnnexRef | None
) -> Refusal | None:
    """Why members would not see what the amendments of these items change, or None.

    Args:
        books: the state before the act.
        case: reads annexes.
        agenda: proposals that exist.
        ref: the open annex `dry_run/1` of the notice, or None.
    Source: charter, article on meetings.
    """
    charter = charter_of(books)
    lines = []
    for name in agenda:
        proposal = books.get(Proposal, name)
        assert proposal is not None, "items were looked up before"
        measure = measure_from_text(proposal.measure)
        if isinstance(measure, ChangeCharter):
            lines += clause_lines(charter, name, measure.changes)
    if ref is None and not lines:
        return None
    if ref is None:
        return Refusal(
            "assembly.dry_run_missing", meetings_article_of(books),
            "The agenda changes the charter, and the notice does not show what would change.",
            "Add the dry run to the notice.",
        )  # fmt: skip
    annex = case.annexes.read(ref)
    if not is_dry_run(annex):
        return Refusal(
            "assembly.dry_run_malformed", meetings_article_of(books),
            "The dry run is not an annex dry_run/1 with the columns after, before, proposal, what.",
            "Make the dry run anew.",
        )  # fmt: skip
    missing = first_missing(annex, lines)
    if missing is not None:
        after, before, name, clause = missing
        return Refusal(
            "assembly.dry_run_differs", meetings_article_of(books),
            f"The dry run does not say that {name} changes {clause} from {before} to {after}.",
            "Make the dry run anew.",
        )  # fmt: skip
    return None
