"""The end of the demo's year: a member says no, and everything that follows from it is done."""

from __future__ import annotations

from auzolan.consent.acts import Withdrawn
from auzolan.contributions.acts import Erased
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.ending import forget_voters
from auzolan.house.demo.people import AUDIT, DATA, SECRETARY
from auzolan.house.demo.telling import (
    VALUATION_AFTER,
    YEAR,
    DemoBroken,
    Stage,
    Told,
    done,
    percent,
    refused,
)
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.proof_checking import check
from auzolan.house.rooms.consent.proofs import ProofReport, write_proof
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour.statements.statement_flows import publish
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.flows import TrainReport
from auzolan.house.rooms.learning.release_flows import release
from auzolan.house.rooms.record import flows as record
from auzolan.house.rooms.valuation import flows as valuation


def proof_name(leaver: str) -> str:
    """The file that who withdraws takes along."""
    return f"proof-{leaver}.zip"


def withdraw(stage: Stage) -> Told:
    """Use stops, the model is made again without her, her rows and a text are erased."""
    stage.on("2025-02-10")
    said = done(consent.withdraw(stage.desk, member=stage.setting.leaver, kind=stage.setting.kind))
    by = next(fact.retrain_by for fact in said.facts if isinstance(fact, Withdrawn))
    no = learning.use(
        stage.desk, actor=DATA, use="one-more-run", snapshot=stage.setting.snapshot, purpose="commercial",
        operation="train",
    )  # fmt: skip
    report = _made_again(stage)
    rows = _erased_rows(stage)
    entry = _erased_words(stage)
    stage.on("2025-02-19")
    done(release(stage.desk, actor=DATA, model=stage.setting.model_after))
    stage.on("2025-05-06")
    links = forget_voters(stage)
    proof = _proved(stage)
    right = percent(report.correct, report.total)
    baseline = percent(report.baseline_correct, report.total)
    return Told(
        (
            (
                f"{stage.setting.leaver} withdraws. By {day_from_moment(by)} every model that learned from her "
                "rows must be made again."
            ),
            refused(no, "consent.purpose_not_granted"),
            (
                f"{stage.setting.model_after} learns without her from {report.rows:,} rows and replaces {stage.setting.model}: "
                f"{report.correct} of {report.total} right ({right}); always "
                f"{stage.setting.baseline}: "
                f"{report.baseline_correct} ({baseline}). Its rows are valued anew, and rechecked."
            ),
            (
                f"Her {rows} rows and their salts are destroyed, and so are the reasons of entry "
                f"{entry}, which spoke of her."
            ),
            (
                f"She takes along {proof_name(stage.setting.leaver)}: none of her {proof.digests} rows is in {stage.setting.snapshot_after}, "
                "sealed since; anybody can check it."
            ),
            (
                f"The labour behind {stage.setting.model_after} is stated too; it is released after seven days "
                "for comments."
            ),
            (
                f"A year after the votes of 2024 nobody can challenge them any more: the {links} "
                "links from members to ballots are destroyed."
            ),
        ),
        real="her rows, the second training, its test and values",
        made_up="that she withdraws, and why",
    )


def _made_again(stage: Stage) -> TrainReport:
    """Seal, train, value and recheck without her."""
    stage.on("2025-02-12")
    done(
        learning.seal(
            stage.desk,
            actor=DATA,
            snapshot=stage.setting.snapshot_after,
            kind=stage.setting.kind,
            purpose="commercial",
        )
    )
    report = learning.train(
        stage.desk, actor=DATA, model=stage.setting.model_after, snapshot=stage.setting.snapshot_after,
        recipe=stage.setting.recipe, replaces=stage.setting.model,
    )  # fmt: skip
    if isinstance(report, Refusal):
        raise DemoBroken(str(report))
    done(
        publish(
            stage.desk,
            actor=DATA,
            about="model",
            name=stage.setting.model_after,
            said=stage.setting.said,
        )
    )
    done(
        valuation.value(
            stage.desk, actor=DATA, valuation=VALUATION_AFTER, model=stage.setting.model_after,
            recipe=stage.setting.valuation,
        )
    )  # fmt: skip
    done(valuation.recheck(stage.desk, actor=AUDIT, valuation=VALUATION_AFTER))
    return report


def _proved(stage: Stage) -> ProofReport:
    """Write the proof that she has been obeyed, and check it as a stranger would."""
    out = stage.desk.folder.path / proof_name(stage.setting.leaver)
    report = write_proof(stage.desk, member=stage.setting.leaver, kind=stage.setting.kind, out=out)
    if isinstance(report, Refusal):
        raise DemoBroken(str(report))
    broken = check(out.read_bytes()).broken
    if broken:
        raise DemoBroken(f"the proof does not hold: {broken[0]}")
    return report


def _erased_rows(stage: Stage) -> int:
    """Erase her batch, well within the days of the charter."""
    stage.on("2025-02-14")
    receipt = done(
        contributions.erase_rows(
            stage.desk,
            actor=DATA,
            batch=f"{stage.setting.leaver}-{YEAR}",
            reason="She asked for it.",
        )
    )
    return next(fact.rows for fact in receipt.facts if isinstance(fact, Erased))


def _erased_words(stage: Stage) -> int:
    """Erase the reasons of the proposal that spoke of her; gives its entry."""
    entry = stage.notes["proposal_entry"]
    done(
        record.redact(
            stage.desk, actor=SECRETARY, entry=entry, field="reasons",
            reason="The text spoke of somebody's family.",
        )
    )  # fmt: skip
    return entry
