"""The rules of being heard: who may rate whom she worked for, and when all are asked about work.

No rule here knows who holds a tag of a pulse, and none takes a rating or an answer away. What of it
is shown, and from how many people on, stands in `voices`.
"""

from __future__ import annotations

import re

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import PulseAnswer, PulseRow, PulseTag, Rating, Submission, Task
from auzolan.labour.voice.acts import (
    ASKED,
    RATED,
    AnswerPulse,
    IssuerRated,
    OpenPulse,
    PulseAnswered,
    PulseOpened,
    RateIssuer,
)
from auzolan.members.state import ACTIVE, FULL, Member
from auzolan.record.annexes import Annex
from auzolan.record.case import Case
from auzolan.record.entries import Fact

ARTICLE = "house, labour"
TAGS_KIND = "tags/2"
SCORE_MAX = 5
_SCORES = re.compile(r"[0-5](,[0-5])*\Z")
_TAG = re.compile(r"[0-9a-f]{32}\Z")
_MONTHS_OF_QUARTER = 3


def quarter_of(at: int) -> str:
    """The name of the calendar quarter (UTC) of a moment, as `2026-q4`.

    Args:
        at: milliseconds since 1970, UTC.
    """
    day = iso_from_moment(at)
    return f"{day[:4]}-q{(int(day[5:7]) - 1) // _MONTHS_OF_QUARTER + 1}"


def scores_of(text: str, names: tuple[str, ...]) -> tuple[int, ...] | None:
    """The scores that a text says, or None where it says something else.

    Args:
        text: whole numbers from 0 to 5 with commas; 0 is no opinion, and not all are.
        names: what is scored, in order.
    Returns:
        One score for each of `names`.
    """
    if _SCORES.match(text) is None:
        return None
    scores = tuple(int(part) for part in text.split(","))
    return scores if len(scores) == len(names) and any(scores) else None


def decide_rate_issuer(books: Books, act: RateIssuer, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a rating counts: from whoever handed the work in, once for each submission.

    It cannot be given anew: where a figure over few people changes by one of them, it shows her.

    Returns:
        `IssuerRated`, naming whom; the scores stay restricted.
    """
    submission = books.get(Submission, act.submission)
    if submission is None:
        return Refusal(
            "labour.submission_unknown", ARTICLE,
            f"There is no submission {act.submission}.",
            "List yours with: auzolan labour submissions.",
        )  # fmt: skip
    if case.actor != submission.tag:
        return Refusal(
            "labour.not_your_submission", ARTICLE,
            f"{case.actor} is not the tag of the submission {act.submission}.",
            "Rate under the tag of a submission that you handed in.",
        )  # fmt: skip
    if scores_of(act.scores, RATED) is None:
        return _scores_refused(RATED)
    rated = books.get(Rating, act.submission)
    if rated is not None:
        return Refusal(
            "labour.rated_already", ARTICLE,
            f"Entry {rated.entry} rated the work of {act.submission}; a rating stands as it is.",
            "Rate another submission; nobody can change or remove a rating, the issuer least.",
        )  # fmt: skip
    task = books.get(Task, submission.task) if submission.task else None
    return (IssuerRated(task.issuer if task is not None else ""),)


def apply_issuer_rated(books: Books, case: Case, act: RateIssuer, fact: IssuerRated) -> None:
    """Write the rating down; restricted rows only."""
    submission, scores = books.get(Submission, act.submission), scores_of(act.scores, RATED)
    assert submission is not None, f"the submission {act.submission} was never logged"
    assert scores is not None, "a rating that was accepted has scores"
    pay, fairness, speed, communication = scores
    books.put(
        Rating(
            submission=act.submission, issuer=fact.issuer, member=submission.member, pay=pay,
            fairness=fairness, speed=speed, communication=communication, entry=case.seq,
        )
    )  # fmt: skip


def decide_open_pulse(books: Books, act: OpenPulse, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether all may be asked now: once a calendar quarter, each under a tag of her own.

    Returns:
        `PulseOpened` with how many are asked, and until when.
    Source: charter, article on labour: fewest people of whom a figure is published.
    """
    labour = charter_of(books).labour
    quarter = quarter_of(case.at)
    if act.pulse != quarter:
        return Refusal(
            "labour.pulse_misnamed", ARTICLE,
            f"This quarter is {quarter}; the pulse is called {act.pulse}.",
            f"Call it {quarter}.",
        )  # fmt: skip
    held = books.get(PulseRow, act.pulse)
    if held is not None:
        return Refusal(
            "labour.pulse_held", ARTICLE,
            f"Entry {held.entry} opened the pulse of {act.pulse}; all are asked once a quarter.",
            "Wait for the next quarter.",
        )  # fmt: skip
    roll = books.count(Member, standing=ACTIVE)
    if roll < labour.group_public_min:
        return Refusal(
            "labour.pulse_too_few", f"Art. {labour.number}",
            f"{roll} belong to the co-operative; below {labour.group_public_min} answers nothing "
            "may be shown, so nobody is asked.",
            "Talk with each other instead, or ask once there are more of you.",
        )  # fmt: skip
    refusal = _tags_refused(books, case.annexes.read(act.tags), roll)
    return refusal or (PulseOpened(act.pulse, roll, case.at + act.days * DAY_MS),)


def _tags_refused(books: Books, annex: Annex, roll: int) -> Refusal | None:
    """Why these tags are not one for each member in standing, or None."""
    if (annex.kind, annex.names, annex.amount) != (TAGS_KIND, ("class", "tag"), ""):
        return _tags_malformed()
    tags = [str(tag) for tag in annex.column("tag")]
    # All are listed alike: a class of its own would set the answers of a few apart.
    if set(annex.column("class")) - {FULL} or any(_TAG.match(tag) is None for tag in tags):
        return _tags_malformed()
    if tags != sorted(set(tags)):
        return Refusal(
            "labour.pulse_tags_not_sorted", ARTICLE,
            "The tags are not listed in order, each once.", "Sort them and lay the list down again.",
        )  # fmt: skip
    if len(tags) != roll:
        return Refusal(
            "labour.pulse_roll_differs", ARTICLE,
            f"{len(tags)} tags are listed; {roll} members are in good standing.",
            "List exactly one tag for each of them.",
        )  # fmt: skip
    if any(row is not None for row in books.get_many(Member, tags)):
        return Refusal(
            "labour.pulse_tag_names_member", ARTICLE,
            "A tag equals the id of a member, which would show what she answers.",
            "Draw the tags anew.",
        )  # fmt: skip
    return None


def _tags_malformed() -> Refusal:
    return Refusal(
        "labour.pulse_tags_malformed", ARTICLE,
        "The list is no annex tags/2 with one class for all and tags of 32 hexadecimal digits.",
        "Make the list of tags anew.",
    )  # fmt: skip


def apply_pulse_opened(books: Books, case: Case, act: OpenPulse, fact: PulseOpened) -> None:
    """Write down the pulse and its tags."""
    books.add(PulseRow(fact.pulse, fact.roll, 0, fact.until_at, case.seq))
    tags = case.annexes.read(act.tags).column("tag")
    size = len(tags)
    books.put_many(
        PulseTag, {"pulse": [fact.pulse] * size, "tag": tags, "answered": [0] * size}
    )  # fmt: skip


def decide_answer_pulse(books: Books, act: AnswerPulse, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take an answer; a later one of the same tag takes its place until the pulse is over.

    Returns:
        `PulseAnswered`; what was answered stays restricted, and is shown with that of many alone.
    """
    pulse = books.get(PulseRow, act.pulse)
    if pulse is None:
        return Refusal(
            "labour.pulse_unknown", ARTICLE, f"There is no pulse {act.pulse}.",
            "Look which there are: auzolan labour pulse show.",
        )  # fmt: skip
    if case.at >= pulse.until_at:
        return Refusal(
            "labour.pulse_over", ARTICLE,
            f"The pulse {act.pulse} ended on {iso_from_moment(pulse.until_at)}.",
            "Answer the next one; there is one a quarter.",
        )  # fmt: skip
    if books.get(PulseTag, (act.pulse, case.actor)) is None:
        return Refusal(
            "labour.not_asked", ARTICLE, f"{case.actor} is no tag of the pulse {act.pulse}.",
            "Answer under the tag that was drawn for you.",
        )  # fmt: skip
    if scores_of(act.answers, ASKED) is None:
        return _scores_refused(ASKED)
    return (PulseAnswered(act.pulse),)


def apply_pulse_answered(books: Books, case: Case, act: AnswerPulse, fact: PulseAnswered) -> None:
    """Count a tag that answers for the first time."""
    pulse, tag = books.get(PulseRow, fact.pulse), books.get(PulseTag, (fact.pulse, case.actor))
    assert pulse is not None, f"the pulse {fact.pulse} was never opened"
    assert tag is not None, f"{case.actor} is no tag of {fact.pulse}"
    if not tag.answered:
        books.put(msgspec.structs.replace(tag, answered=1))
        books.put(msgspec.structs.replace(pulse, answered=pulse.answered + 1))


def apply_pulse_answered_to_tags(
    books: Books, case: Case, act: AnswerPulse, fact: PulseAnswered
) -> None:
    """Write down the answer in the place of an earlier one of its tag; restricted rows only."""
    books.put(PulseAnswer(fact.pulse, case.actor, act.answers, case.seq))


def _scores_refused(names: tuple[str, ...]) -> Refusal:
    # What was said is told to nobody: a refusal goes through more hands than an answer.
    return Refusal(
        "labour.scores_malformed", ARTICLE,
        f"Scores are {len(names)} whole numbers from 0 to {SCORE_MAX} with commas, for "
        f"{', '.join(names)}; 0 is no opinion, and not all are 0.",
        f"Write them so: {','.join('4' for _ in names)}.",
    )  # fmt: skip
