"""Reading what the books show of work as a whole: ten points, ratings, pulses, the job-quality card.

Each figure goes through the pure room, which keeps back what could show one person. It writes
nothing, and shows no member's line.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.articles import Labour
from auzolan.charter.offices import holders_of
from auzolan.cooperative import RULES
from auzolan.house.asking import vault_of
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import (
    AppealRow,
    GroupRelease,
    LabourStatement,
    LookCount,
    PulseAnswer,
    PulseRow,
    Rating,
    StatementComment,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.voice.fairwork import ACTS, Done, Point, Seen, fairwork_points
from auzolan.labour.voice.job_quality import (
    JobQuality,
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
        entries=reader.log.head().size,
        found=found,
        command="auzolan labour fairwork",
    )


def _seen(reader: Reader, at: int) -> Seen:
    appeals_held = bool(holders_of(reader.books, APPEALS, at))
    return Seen(
        at=at,
        labour=labour_in_force(reader),
        done=_done(reader),
        appeals_held=appeals_held,
        answer_by={one.statement: one.comment_by for one in reader.rows(LabourStatement)},
        tasks=reader.rows(Task),
        logs=reader.rows(WorkLog),
        submissions=reader.rows(Submission),
        work=reader.rows(WorkOfMember),
        references=reader.rows(WageReference),
        places=reader.rows(WorkPlace),
        appeals=reader.rows(AppealRow),
        releases=reader.rows(GroupRelease),
        pulses=reader.rows(PulseRow),
        comments=reader.rows(StatementComment),
    )


def _done(reader: Reader) -> dict[str, list[Done]]:
    """The entries of the acts that points are found by, each act in all of its versions."""
    tags = [str(kind.__struct_config__.tag) for kind in RULES]
    done: dict[str, list[Done]] = {act: [] for act in ACTS}
    for one in reader.told([tag for tag in tags if tag.rpartition("/")[0] in done]):
        done[one.act.rpartition("/")[0]].append(Done(one.seq, one.at))
    return done


def rated_work(reader: Reader) -> list[RatedWork]:
    """All ratings with the period of their work; for pooling, never for showing."""
    periods = {one.submission: one.period for one in reader.rows(Submission)}
    return [
        RatedWork(
            issuer=one.issuer, period=periods[one.submission], member=one.member,
            scores=(one.pay, one.fairness, one.speed, one.communication), entry=one.entry,
        )
        for one in reader.rows(Rating)
    ]  # fmt: skip


def public_ratings(reader: Reader) -> Ratings:
    """What everybody may see of ratings: whole numbers of the blocks that members see."""
    labour = labour_in_force(reader)
    least, step = labour.group_public_min, labour.group_inside_min
    return Ratings(least, pooled_ratings(rated_work(reader), least, step=step))


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
    return [
        pulse_result(row, reader.rows(PulseAnswer, pulse=row.pulse), at=at, least=least)
        for row in reader.rows(PulseRow)
    ]


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
    labour, is_closed = labour_in_force(reader), row.state == CLOSED
    least = labour.group_public_min
    ratings = public_ratings(reader).issuers
    return JobQuality(
        period=period,
        is_closed=is_closed,
        people_min=least,
        pay=pay_figures(
            reader.rows(WorkOfMember, period=period),
            least=least,
            dominance_bp=labour.dominance_bp,
            is_closed=is_closed,
        ),
        judged=work_judged(
            reader.rows(Submission, period=period), reader.rows(AppealRow), labour=labour, at=at
        ),
        looks=looks_so_far(reader.rows(LookCount)),
        pulse=newest_pulse(pulses(reader, at=at)),
        ratings=tuple(one for one in ratings if one.period == period),
    )
