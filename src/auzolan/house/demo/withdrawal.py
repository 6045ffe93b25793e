"""The end of the demo's year: a member says no, and everything that follows from it is done."""

from __future__ import annotations

from auzolan.consent.acts import Withdrawn
from auzolan.contributions.acts import Erased
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.ending import forget_voters
from auzolan.house.demo.people import AUDIT, DATA, LEAVER, SECRETARY
from auzolan.house.demo.telling import (
    KIND,
    MODEL,
    MODEL_AFTER,
    SNAPSHOT,
    SNAPSHOT_AFTER,
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
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.flows import TrainReport
from auzolan.house.rooms.learning.release_flows import release
from auzolan.house.rooms.record import flows as record
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe

PROOF = f"proof-{LEAVER}.zip"


def withdraw(stage: Stage) -> Told:
    """Use stops, the model is made again without her, her rows and a text are erased."""
    stage.on("2025-02-10")
    said = done(consent.withdraw(stage.desk, member=LEAVER, kind=KIND))
    by = next(fact.retrain_by for fact in said.facts if isinstance(fact, Withdrawn))
    no = learning.use(
        stage.desk, actor=DATA, use="one-more-run", snapshot=SNAPSHOT, purpose="commercial",
        operation="train",
    )  # fmt: skip
    report = _made_again(stage)
    rows = _erased_rows(stage)
    entry = _erased_words(stage)
    stage.on("2025-05-06")
    links = forget_voters(stage)
    proof = _proved(stage)
    right = percent(report.correct, report.total)
    baseline = percent(report.baseline_correct, report.total)
    return Told(
        (
            (
                f"{LEAVER} withdraws. By {day_from_moment(by)} every model that learned from her "
                "rows must be made again."
            ),
            refused(no, "consent.purpose_not_granted"),
            (
                f"{MODEL_AFTER} learns without her from {report.rows:,} rows and replaces {MODEL}: "
                f"{report.correct} of {report.total} right ({right}); always the commonest brand: "
                f"{report.baseline_correct} ({baseline}). Its rows are valued anew, and rechecked."
            ),
            (
                f"Her {rows} rows and their salts are destroyed, and so are the reasons of entry "
                f"{entry}, which spoke of her."
            ),
            (
                f"She takes along {PROOF}: none of her {proof.digests} rows is in {SNAPSHOT_AFTER}, "
                "sealed since; anybody can check it."
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
            stage.desk, actor=DATA, snapshot=SNAPSHOT_AFTER, kind=KIND, purpose="commercial"
        )
    )
    report = learning.train(
        stage.desk, actor=DATA, model=MODEL_AFTER, snapshot=SNAPSHOT_AFTER,
        recipe=TrainingRecipe(), replaces=MODEL,
    )  # fmt: skip
    if isinstance(report, Refusal):
        raise DemoBroken(str(report))
    done(release(stage.desk, actor=DATA, model=MODEL_AFTER))
    done(
        valuation.value(
            stage.desk, actor=DATA, valuation=VALUATION_AFTER, model=MODEL_AFTER,
            recipe=ValuationRecipe(),
        )
    )  # fmt: skip
    done(valuation.recheck(stage.desk, actor=AUDIT, valuation=VALUATION_AFTER))
    return report


def _proved(stage: Stage) -> ProofReport:
    """Write the proof that she has been obeyed, and check it as a stranger would."""
    out = stage.desk.folder.path / PROOF
    report = write_proof(stage.desk, member=LEAVER, kind=KIND, out=out)
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
            stage.desk, actor=DATA, batch=f"{LEAVER}-{YEAR}", reason="She asked for it."
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
