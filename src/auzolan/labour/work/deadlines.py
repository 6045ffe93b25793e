"""What time makes of work: when silence accepts it, until when one can appeal, when an appeal lapses.

Nothing is written when a day passes; who asks, works it out here. A moment that is reached is
over: at the very millisecond of the last day's end work is accepted, and an appeal comes too late.
The days are those of the charter in force when it is asked.
"""

from __future__ import annotations

from auzolan.charter.articles import Labour
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import (
    ACCEPTED,
    APPEALED,
    PENDING,
    AppealRow,
    Submission,
)

UPHOLD, OVERTURN = "uphold", "overturn"


def has_time_due(row: Submission) -> bool:
    """Whether work that is not accepted has time that counts all the same, and was not counted yet.

    What a tool or the office wrote down was worked, whatever came of it. Of a claim it is the time
    itself that is judged: it counts once somebody, silence or a panel has accepted it, or anybody
    could pay herself by claiming hours that nobody believes.
    """
    return bool(row.log) and row.seconds > row.settled_seconds


def accepted_from(books: Books, submission: Submission) -> int:
    """The moment from which a submission that waits is accepted without anybody's word.

    Source: charter, article on labour, its days for a decision.
    """
    return submission.waits_since + charter_of(books).labour.accept_days * DAY_MS


def appeal_ends_at(books: Books, rejected_at: int) -> int:
    """The moment from which a rejection can be appealed no more.

    Source: charter, article on labour, its days for an appeal.
    """
    return rejected_at + charter_of(books).labour.appeal_days * DAY_MS


def appeal_lapses_at(labour: Labour, appealed_at: int) -> int:
    """The moment from which an appeal that nobody has decided stands as overturned.

    The panel has as many days as she had to appeal: whoever seats none, or judges never, would
    else keep her from her pay by doing nothing.
    """
    return appealed_at + labour.appeal_days * DAY_MS


def state_at(books: Books, submission: Submission, at: int) -> str:
    """The state of a submission at a moment, the days gone counted.

    Args:
        books: the state.
        submission: its row.
        at: the moment, milliseconds since 1970, UTC.
    Returns:
        One of `STATES`: `accepted` where it waited too long, or its appeal did.
    """
    if submission.state == PENDING and at >= accepted_from(books, submission):
        return ACCEPTED
    if submission.state == APPEALED:
        appeal = books.get(AppealRow, submission.submission)
        assert appeal is not None, f"nobody appealed for {submission.submission}"
        if outcome_at(charter_of(books).labour, appeal, at) == OVERTURN:
            return ACCEPTED
    return submission.state


def outcome_at(labour: Labour, appeal: AppealRow, at: int) -> str:
    """The outcome of an appeal at a moment: its panel's, or `overturn` once it has lapsed.

    Args:
        labour: the charter's article, for its days.
        appeal: its row.
        at: the moment, milliseconds since 1970, UTC.
    Returns:
        `uphold`, `overturn`, or an empty text while it is open.
    """
    if appeal.outcome:
        return appeal.outcome
    return OVERTURN if at >= appeal_lapses_at(labour, appeal.appealed_at) else ""
