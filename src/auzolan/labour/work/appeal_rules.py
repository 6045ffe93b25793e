"""The rules of appeals: peers judge a rejection, drawn by lot, not knowing whose work it is.

Nobody is tied to a tag here, neither the one who appeals nor her peers. Who seats the panel neither
turned the work down nor made it. An appeal that is not decided in as many days as there were to
bring it stands as overturned: whoever does nothing gains nothing by it.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import (
    ACCEPTED,
    APPEALED,
    REJECTED,
    UPHELD,
    AppealRow,
    PanelTag,
    Submission,
    Task,
)
from auzolan.labour.work.acts import (
    Appeal,
    Appealed,
    AppealJudged,
    JudgeAppeal,
    PanelSeated,
    SeatPanel,
)
from auzolan.labour.work.deadlines import (
    OVERTURN,
    UPHOLD,
    appeal_ends_at,
    appeal_lapses_at,
    has_time_due,
    state_at,
)
from auzolan.labour.work.judging_rules import hers, no_person, submission_of
from auzolan.labour.work.log_checks import own_work
from auzolan.record.case import Case
from auzolan.record.entries import Fact

NOBODY_BY_NAME = ""
"""Who decided, where peers did."""


def decide_appeal(books: Books, act: Appeal, case: Case) -> tuple[Fact, ...] | Refusal:
    """Ask peers to judge a rejection, under the tag of the submission, within the days.

    Source: charter, article on labour.
    """
    found = hers(books, act.submission, case.actor)
    if isinstance(found, Refusal):
        return found
    if found.state != REJECTED:
        return Refusal(
            "labour.nothing_to_appeal", _article(books),
            f"{act.submission} is {state_at(books, found, case.at)}.",
            "A rejection can be appealed, once.",
        )  # fmt: skip
    ends_at = appeal_ends_at(books, found.decided_at)
    if case.at >= ends_at:
        return Refusal(
            "labour.appeal_too_late", _article(books),
            f"The rejection of {act.submission} could be appealed until {iso_from_moment(ends_at)}.",
            "Logged time counts and is lifted to the floor all the same; claimed time does not.",
        )  # fmt: skip
    return (Appealed(act.submission, found.task),)


def decide_seat_panel(books: Books, act: SeatPanel, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let so many peers judge as the charter says, each under a fresh tag.

    Source: charter, article on labour.
    """
    appeal = _open_appeal(books, act.submission, case.at)
    if isinstance(appeal, Refusal):
        return appeal
    if appeal.peers:
        return Refusal(
            "labour.panel_seated", _article(books),
            f"{appeal.peers} peers judge {act.submission} already.",
            "Wait for their outcome.",
        )  # fmt: skip
    refusal = _tags_refused(books, act) or no_person(books, case.actor)
    if refusal is not None:
        return refusal
    row = books.get(Submission, act.submission)
    assert row is not None, f"the submission {act.submission} was never logged"
    if row.state != APPEALED:
        # Paid as lapsed, under a charter with fewer days; more days do not open it again.
        return Refusal(
            "labour.appeal_lapsed", _article(books),
            f"The appeal about {act.submission} lapsed, and the work is {row.state}.",
            "Nothing is left to judge.",
        )  # fmt: skip
    if case.actor in (row.member, row.decided_by):
        return own_work(books, case.actor)
    return (PanelSeated(act.submission, len(act.tags)),)


def _tags_refused(books: Books, act: SeatPanel) -> Refusal | None:
    size = charter_of(books).labour.panel_size
    if len(act.tags) != size or len(set(act.tags)) != size:
        return Refusal(
            "labour.panel_size", _article(books),
            f"{size} peers judge an appeal; {len(set(act.tags))} different tags are named.",
            "Draw as many as the charter says.",
        )  # fmt: skip
    # Her own tag stands open since she appealed: under it she would judge herself.
    if any(books.count(kind, tag=tag) for kind in (PanelTag, Submission) for tag in act.tags):
        return Refusal(
            "labour.tag_taken", _article(books),
            "A tag has served on another panel or belongs to somebody's work.",
            "Draw a fresh tag for each peer.",
        )  # fmt: skip
    return None


def decide_judge_appeal(books: Books, act: JudgeAppeal, case: Case) -> tuple[Fact, ...] | Refusal:
    """Judge as one of the panel, once; most of it decide.

    Returns:
        `AppealJudged`, with the outcome once there is one.
    Source: charter, article on labour.
    """
    tag = books.get(PanelTag, (act.submission, case.actor))
    if tag is None:
        return Refusal(
            "labour.not_on_panel", _article(books),
            f"{case.actor} is no tag of a panel about {act.submission}.",
            "Judge under the tag that was drawn for this panel.",
        )  # fmt: skip
    if tag.verdict:
        return Refusal(
            "labour.judged_already", _article(books),
            f"{case.actor} has judged {act.submission}.", "Each of a panel judges once.",
        )  # fmt: skip
    appeal = _open_appeal(books, act.submission, case.at)
    if isinstance(appeal, Refusal):
        return appeal
    return (AppealJudged(act.submission, appeal.task, _outcome(_counted(appeal, act.verdict))),)


def _open_appeal(books: Books, name: str, at: int) -> AppealRow | Refusal:
    """An appeal that still waits for its outcome, or why there is none."""
    appeal = books.get(AppealRow, name)
    if appeal is None:
        return Refusal(
            "labour.no_appeal", _article(books), f"No appeal was brought about {name}.",
            "Name a submission whose rejection was appealed: auzolan labour appeals.",
        )  # fmt: skip
    if appeal.outcome:
        return Refusal(
            "labour.appeal_decided", _article(books),
            f"The panel about {name} has decided: {appeal.outcome}.", "Nothing is left to judge.",
        )  # fmt: skip
    lapses_at = appeal_lapses_at(charter_of(books).labour, appeal.appealed_at)
    if at >= lapses_at:
        return Refusal(
            "labour.appeal_lapsed", _article(books),
            f"The appeal about {name} was not decided by {iso_from_moment(lapses_at)}; it stands "
            "as overturned since.",
            "Nothing is left to judge; the work is paid at the next settlement.",
        )  # fmt: skip
    return appeal


def _counted(appeal: AppealRow, verdict: str) -> AppealRow:
    if verdict == OVERTURN:
        return msgspec.structs.replace(appeal, overturn=appeal.overturn + 1)
    return msgspec.structs.replace(appeal, uphold=appeal.uphold + 1)


def _outcome(appeal: AppealRow) -> str:
    """What more than half of the panel say, whoever is still to come."""
    if 2 * appeal.overturn > appeal.peers:
        return OVERTURN
    return UPHOLD if 2 * appeal.uphold > appeal.peers else ""


def apply_appealed(books: Books, case: Case, act: Appeal, fact: Appealed) -> None:
    """Open the appeal and count it at its task, which all may see."""
    books.add(
        AppealRow(
            submission=fact.submission, task=fact.task, appealed_at=case.at, entry=case.seq,
            peers=0, uphold=0, overturn=0, outcome="",
        )
    )  # fmt: skip
    task = books.get(Task, fact.task) if fact.task else None
    if task is not None:
        books.put(msgspec.structs.replace(task, appeals=task.appeals + 1))


def apply_appealed_to_members(books: Books, case: Case, act: Appeal, fact: Appealed) -> None:
    """Write that it waits for its panel; a restricted row.

    A settlement has to look at it again: by then it may have lapsed, and be paid.
    """
    row = submission_of(books, fact.submission)
    books.put(msgspec.structs.replace(row, state=APPEALED, owing=1))


def apply_panel_seated(books: Books, case: Case, act: SeatPanel, fact: PanelSeated) -> None:
    """Write the tags of the panel down."""
    appeal = books.get(AppealRow, fact.submission)
    assert appeal is not None, f"nobody appealed for {fact.submission}"
    books.put(msgspec.structs.replace(appeal, peers=fact.peers))
    for tag in act.tags:
        books.add(PanelTag(submission=fact.submission, tag=tag, verdict=""))


def apply_appeal_judged(books: Books, case: Case, act: JudgeAppeal, fact: AppealJudged) -> None:
    """Write the verdict down, and the outcome where there is one; all may see both."""
    appeal = books.get(AppealRow, fact.submission)
    assert appeal is not None, f"nobody appealed for {fact.submission}"
    books.put(PanelTag(submission=fact.submission, tag=case.actor, verdict=act.verdict))
    books.put(msgspec.structs.replace(_counted(appeal, act.verdict), outcome=fact.outcome))
    task = books.get(Task, fact.task) if fact.task else None
    if task is not None and fact.outcome == OVERTURN:
        books.put(msgspec.structs.replace(task, overturned=task.overturned + 1))


def apply_appeal_judged_to_members(
    books: Books, case: Case, act: JudgeAppeal, fact: AppealJudged
) -> None:
    """Write what became of the work; a restricted row.

    What was paid as lapsed, under a charter with fewer days, stays accepted whatever is judged.
    """
    row = submission_of(books, fact.submission)
    if not fact.outcome or row.state != APPEALED:
        return
    state = ACCEPTED if fact.outcome == OVERTURN else UPHELD
    owing = int(state == ACCEPTED or has_time_due(row))
    books.put(
        msgspec.structs.replace(
            row, state=state, decided_at=case.at, decided_by=NOBODY_BY_NAME, owing=owing
        )
    )


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).labour.number}"
