"""Reading what the books show of work as a whole: ten points, ratings, pulses, the job-quality card.

Each figure goes through the pure room, which keeps back what could show one person. It writes
nothing, and shows no member's line. What does not depend on the clock is worked out once for a head of
the record: everybody is shown the same.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import msgspec

from auzolan.charter.articles import Labour
from auzolan.charter.offices import holders_of
from auzolan.house.asking import vault_of
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.labour.voice.work_rows import work_rows
from auzolan.house.storage.at_head import at_head
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.sqlite import file_at
from auzolan.labour.state import (
    PulseAnswer,
    PulseRow,
    Rating,
    Submission,
)
from auzolan.labour.voice.fairwork import Point, Seen, fairwork_points
from auzolan.labour.voice.job_quality import (
    ClassTime,
    JobQuality,
    PayFigures,
    class_times,
    looks_so_far,
    newest_pulse,
    pay_figures,
    work_judged,
)
from auzolan.labour.voice.voices import (
    IssuerScores,
    PulseResult,
    RatedWork,
    entries_of_full_blocks,
    pooled_ratings,
    pulse_result,
)
from auzolan.treasury.state import CLOSED, Period

APPEALS = "appeals"
_OVER_KEPT_MAX = 32
_OVER: dict[tuple[Path, tuple[int, int] | None, PulseRow, int], PulseResult] = {}
_KEEPING = Lock()


class Fairwork(msgspec.Struct, frozen=True):
    """The ten points at one head of the record, and the command that finds them again."""

    points: int
    entries: int
    found: tuple[Point, ...]
    command: str


class Ratings(msgspec.Struct, frozen=True):
    """What may be shown of ratings to an audience that sees groups of so many people."""

    people_min: int
    issuers: tuple[IssuerScores, ...]


def labour_in_force(reader: Reader) -> Labour:
    """The charter's article on labour."""
    return charter_in_force(reader).labour


def fairwork(reader: Reader, *, at: int) -> Fairwork:
    """Find the ten points from the books.

    Args:
        reader: of the whole folder.
        at: the moment, milliseconds since 1970, UTC.
    """
    found = fairwork_points(_seen(reader, at))
    return Fairwork(
        points=sum(one.given for one in found),
        entries=reader.head().size,
        found=found,
        command="auzolan labour fairwork",
    )


def _seen(reader: Reader, at: int) -> Seen:
    rows = work_rows(reader)
    return Seen(
        at=at,
        labour=labour_in_force(reader),
        done=rows.done,
        appeals_held=bool(holders_of(reader.books, APPEALS, at)),
        answer_by={one.statement: one.comment_by for one in rows.statements},
        tasks=rows.tasks,
        logs=rows.logs,
        submissions=rows.submissions,
        work=rows.work,
        references=rows.references,
        places=rows.places,
        appeals=rows.appeals,
        releases=rows.releases,
        pulses=rows.pulses,
        comments=rows.comments,
    )


def rated_work(reader: Reader) -> list[RatedWork]:
    """All ratings with the period of their work; for pooling, never for showing."""
    periods = {one.submission: one.period for one in work_rows(reader).submissions}
    return [
        RatedWork(
            issuer=one.issuer, period=periods[one.submission], member=one.member,
            scores=(one.pay, one.fairness, one.speed, one.communication), entry=one.entry,
        )
        for one in reader.rows(Rating)
    ]  # fmt: skip


def public_ratings(reader: Reader) -> Ratings:
    """What everybody may see of ratings: whole numbers of the blocks that members see."""

    def pooled() -> Ratings:
        labour = labour_in_force(reader)
        least, step = labour.group_public_min, labour.group_inside_min
        return Ratings(least, pooled_ratings(rated_work(reader), least, step=step))

    return at_head(reader, "public ratings", pooled)


def inside_ratings(reader: Reader) -> Ratings:
    """What members may see of ratings."""
    least = labour_in_force(reader).group_inside_min
    return Ratings(least, pooled_ratings(rated_work(reader), least))


def words_about(reader: Reader, issuer: str) -> list[str]:
    """What members say of an issuer, in the order of the texts: nobody's own order, no score, no date.

    Args:
        reader: of the whole folder.
        issuer: of whom; empty for the co-operative itself.
    """
    ratings = [one for one in rated_work(reader) if one.issuer == issuer]
    least = labour_in_force(reader).group_inside_min
    with vault_of(reader.folder) as vault:
        found = [
            vault.openings_of(entry).get("words")
            for entry in entries_of_full_blocks(ratings, least)
        ]
    return sorted(str(one.value) for one in found if one is not None and one.value)


def pulses(reader: Reader, *, at: int) -> list[PulseResult]:
    """All pulses with what may be shown of them at a moment."""
    least = labour_in_force(reader).group_public_min
    return [_pulse(reader, row, at=at, least=least) for row in work_rows(reader).pulses]


def _pulse(reader: Reader, row: PulseRow, *, at: int, least: int) -> PulseResult:
    """A pulse at a moment; one that is over takes no answer any more, and is read once."""
    if at < row.until_at:
        return pulse_result(row, (), at=at, least=least)  # nothing is shown of it before
    path = reader.folder.database
    key = path, file_at(path), row, least
    if key not in _OVER:
        answers = reader.rows(PulseAnswer, pulse=row.pulse)
        found = pulse_result(row, answers, at=at, least=least)
        with _KEEPING:
            while len(_OVER) >= _OVER_KEPT_MAX:
                del _OVER[next(iter(_OVER))]
            _OVER[key] = found
        return found
    return _OVER[key]


def pay_in(reader: Reader, period: Period) -> PayFigures:
    """What may be shown of pay in a period."""

    def found() -> PayFigures:
        labour = labour_in_force(reader)
        return pay_figures(
            [one for one in work_rows(reader).work if one.period == period.period],
            least=labour.group_public_min,
            dominance_bp=labour.dominance_bp,
            is_closed=period.state == CLOSED,
        )

    return at_head(reader, f"pay in {period.period}", found)


def times_in(reader: Reader, period: Period | None) -> tuple[ClassTime, ...]:
    """The time of each class of work that may be shown of a period; none where there is none."""
    if period is None:
        return ()

    def found() -> tuple[ClassTime, ...]:
        labour = labour_in_force(reader)
        return class_times(
            _submissions_in(reader, period),
            least=labour.group_public_min,
            dominance_bp=labour.dominance_bp,
            is_closed=period.state == CLOSED,
        )

    return at_head(reader, f"times in {period.period}", found)


def _submissions_in(reader: Reader, period: Period) -> list[Submission]:
    return [one for one in work_rows(reader).submissions if one.period == period.period]


def job_quality(reader: Reader, period: str, *, at: int) -> JobQuality | None:
    """The card of a period, or None where there is no such period.

    Args:
        reader: of the whole folder.
        period: of the books.
        at: the moment, milliseconds since 1970, UTC.
    """
    row = reader.get(Period, period)
    if row is None:
        return None
    labour, rows = labour_in_force(reader), work_rows(reader)
    ratings = public_ratings(reader).issuers
    return JobQuality(
        period=period,
        is_closed=row.state == CLOSED,
        people_min=labour.group_public_min,
        pay=pay_in(reader, row),
        judged=work_judged(_submissions_in(reader, row), rows.appeals, labour=labour, at=at),
        looks=looks_so_far(rows.looks),
        pulse=newest_pulse(pulses(reader, at=at)),
        ratings=tuple(one for one in ratings if one.period == period),
    )
