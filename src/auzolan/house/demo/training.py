"""The demo's model: sealed rows, a training, its test, the labour stated, comments, a release."""

from __future__ import annotations

from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.people import DATA
from auzolan.house.demo.telling import DemoBroken, Stage, done, percent
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.flows import TrainReport
from auzolan.house.rooms.learning.release_flows import release
from auzolan.house.submission import Receipt
from auzolan.labour.statements.acts import LabourFigures, StatementPublished
from auzolan.learning.acts import SnapshotSealed

COMMENT = "who-is-missing"
COMMENTER = 16
"""The place among the members of whoever comments on the statement."""


def sealed(stage: Stage) -> SnapshotSealed:
    """Seal all rows that may be used commercially."""
    receipt = done(
        learning.seal(
            stage.desk, actor=DATA, snapshot=stage.setting.snapshot, kind=stage.setting.kind,
            purpose="commercial",
        )
    )  # fmt: skip
    return next(fact for fact in receipt.facts if isinstance(fact, SnapshotSealed))


def other_purpose(stage: Stage) -> Receipt | Refusal:
    """Ask for a use that nobody allowed."""
    return learning.use(
        stage.desk, actor=DATA, use="advert-test", snapshot=stage.setting.snapshot,
        purpose="advertising", operation="train",
    )  # fmt: skip


def trained(stage: Stage) -> TrainReport:
    """Train the first model on what was sealed, and test it."""
    report = learning.train(
        stage.desk, actor=DATA, model=stage.setting.model, snapshot=stage.setting.snapshot,
        recipe=stage.setting.recipe,
    )  # fmt: skip
    if isinstance(report, Refusal):
        raise DemoBroken(str(report))
    return report


def told_seal(stage: Stage, fact: SnapshotSealed) -> str:
    """What was sealed and what was left out."""
    return (
        f"Sealed for commercial use: {fact.rows:,} rows of {fact.members} people. "
        f"Left out: {fact.rows_not_granted} rows of {fact.members_left_out} people who refuse it."
    )


def told_test(stage: Stage, report: TrainReport) -> str:
    """What the model got right, and what is right without one."""
    setting = stage.setting
    return (
        f"It names {report.correct} of {report.total} {setting.answers} right "
        f"({percent(report.correct, report.total)}). Always naming {setting.baseline}: "
        f"{report.baseline_correct} ({percent(report.baseline_correct, report.total)})."
    )


def stated(stage: Stage) -> tuple[Receipt | Refusal, LabourFigures]:
    """State the labour behind the model; gives what a release is told at once, and the figures."""
    setting = stage.setting
    receipt = done(
        statement_flows.publish(
            stage.desk, actor=DATA, about="model", name=setting.model, statement=_name(stage),
            said=setting.said,
        )
    )  # fmt: skip
    said = next(fact for fact in receipt.facts if isinstance(fact, StatementPublished))
    return release(stage.desk, actor=DATA, model=setting.model), said.figures


def heard(stage: Stage, *, comment: str, answer: str, days: tuple[str, str]) -> None:
    """Let a member comment on the statement, and answer her on the record.

    Args:
        stage: the stage.
        comment: what she says.
        answer: what the office of data says to it.
        days: of the comment and of the answer.
    """
    stage.on(days[0])
    done(
        statement_flows.comment(
            stage.desk, member=stage.people.members[COMMENTER], statement=_name(stage),
            comment=COMMENT, words=comment,
        )
    )  # fmt: skip
    stage.on(days[1])
    done(statement_flows.answer(stage.desk, actor=DATA, comment=COMMENT, words=answer))


def released(stage: Stage, day: str) -> None:
    """Release the model once the days for comments are over."""
    stage.on(day)
    done(release(stage.desk, actor=DATA, model=stage.setting.model))


def _name(stage: Stage) -> str:
    return f"labour-{stage.setting.model}"
