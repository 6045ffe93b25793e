"""The first half of the demo's year: founding, rows, consents, work, the model."""

from __future__ import annotations

from auzolan.audit.rows import Columns
from auzolan.charter.presets import founding_charter
from auzolan.engine import yogurt
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.people import ADMISSIONS, DATA, LEAVER, SEATS, TREASURY, WORKERS_COUNT
from auzolan.house.demo.telling import (
    CURRENCY,
    KIND,
    MODEL,
    SNAPSHOT,
    YEAR,
    DemoBroken,
    Stage,
    Told,
    all_done,
    done,
    percent,
    refused,
)
from auzolan.house.founding import found_while_alone
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.release_flows import release
from auzolan.house.rooms.members import flows as members
from auzolan.labour.acts import WorkRecorded
from auzolan.learning.acts import SnapshotSealed
from auzolan.learning.recipes import TrainingRecipe

NAME = "The yogurt households' co-operative"
ORIGIN = "yogurt.demo.invalid"
OWN_CLAUSES = {
    "interest_bp": 0, "obligatory_reserve_bp": 6_000, "education_bp": 1_000,
    "intercooperation_bp": 0, "promotion_bp": 0, "solidarity_bp": 0, "voluntary_bp": 0,
    "pool_data_bp": 6_000, "pool_labour_bp": 3_000, "pool_equal_bp": 1_000,
}  # fmt: skip
"""What this co-operative settles otherwise than its preset: two lines only, no interest on capital,
and a members' part by worth of data, by work, and a tenth of it equally."""


def found(stage: Stage) -> Told:
    """Found the co-operative and admit 100 people."""
    charter = founding_charter(clauses=OWN_CLAUSES, vouched=(KIND,))
    stage.on("2024-01-08")
    stage.open(
        found_while_alone(
            stage.folder.path, name=NAME, origin=ORIGIN, ports=stage.ports, charter=charter,
            seats=SEATS, period=YEAR,
        )
    )  # fmt: skip
    people = [
        members.NewMember(member, name)
        for member, name in zip(stage.people.members, stage.people.names, strict=True)
    ]
    stage.on("2024-01-10")
    admitted = all_done(members.admit_all(stage.desk, actor=ADMISSIONS, people=people))
    capital_cents = len(admitted) * charter.membership.contribution_cents
    return Told(
        (
            f"{NAME} is founded under the preset {charter.preset}.",
            (
                "Its own clauses: two lines, no interest on capital; the members' part by worth of "
                "data, by work, and a tenth equally."
            ),
            (
                f"{len(admitted)} people join; their contributions make "
                f"{money_text(capital_cents, CURRENCY)} of capital, each her own."
            ),
        ),
        real="nothing yet",
        made_up="the people's names, the offices, the dates",
    )


def bring_rows(stage: Stage) -> Told:
    """Each household's real purchases come in as a member's batch."""
    stage.on("2024-01-15")
    rows = 0
    for member, columns in _by_household(stage):
        report = contributions.offer_rows(
            stage.desk, member=member, kind=KIND, columns=columns, batch=f"{member}-{YEAR}"
        )
        if isinstance(report, Refusal):
            raise DemoBroken(str(report))
        rows += report.rows_new
    return Told(
        (
            f"{rows:,} purchases come in, one batch a household, each row under a salted digest.",
            "The rows lie in the vault; the record holds one root and one count a batch.",
        ),
        real=f"every row: {yogurt.SOURCE}",
        made_up="which member stands for which household; the ids of the tills' receipts",
    )


def give_consents(stage: Stage) -> Told:
    """Everyone allows research; some refuse commercial use."""
    stage.on("2024-01-22")
    wishes = [
        consent.Wish(
            member, KIND, ("research",) if member in stage.people.refusers else
            ("research", "commercial"),
        )
        for member in stage.people.members
    ]  # fmt: skip
    given = all_done(consent.grant_all(stage.desk, wishes))
    refusers = sorted(stage.people.refusers)
    return Told(
        (
            (
                f"{len(given)} people allow research; {len(refusers)} of them refuse commercial use: "
                f"{', '.join(refusers[:4])}, ..."
            ),
            f"{LEAVER} allows both, for now.",
        ),
        real="nothing: the data hold no consents",
        made_up="who allows what",
    )


def pay_work(stage: Stage) -> Told:
    """Cleaning the rows is work: it is paid, and lifted to the floor."""
    stage.on("2024-02-01")
    for member, index_centi in stage.people.indexes():
        done(
            labour.assign_index(stage.desk, actor=TREASURY, member=member, index_centi=index_centi)
        )
    sheets: list[WorkRecorded] = []
    for name, day in (("cleaning-02", "2024-03-01"), ("cleaning-03", "2024-03-29")):
        stage.on(day)
        lines = [(one.member, one.seconds, one.pay_cents) for one in stage.people.sheet(name)]
        receipt = done(
            labour.record_work(stage.desk, actor=TREASURY, work=name, period=YEAR, lines=lines)
        )
        sheets.extend(fact for fact in receipt.facts if isinstance(fact, WorkRecorded))
    hours = sum(sheet.seconds for sheet in sheets) // 3_600
    pay_cents = sum(sheet.pay_cents for sheet in sheets)
    topup_cents = sum(sheet.topup_cents for sheet in sheets)
    floor = money_text(founding_charter().labour.floor_cents_hour, CURRENCY)
    return Told(
        (
            (
                f"{WORKERS_COUNT} people clean rows for {hours} hours; "
                f"{money_text(pay_cents, CURRENCY)} was agreed."
            ),
            f"No hour is paid below {floor}: {money_text(topup_cents, CURRENCY)} is added.",
        ),
        real="nothing",
        made_up="the hours, the agreed pay, the job indexes",
    )


def train(stage: Stage) -> Told:
    """Seal what may be used commercially, train on it, test it honestly."""
    stage.on("2024-04-02")
    receipt = done(
        learning.seal(
            stage.desk, actor=DATA, snapshot=SNAPSHOT, kind=KIND, purpose="commercial"
        )
    )  # fmt: skip
    sealed = next(fact for fact in receipt.facts if isinstance(fact, SnapshotSealed))
    no = learning.use(
        stage.desk, actor=DATA, use="advert-test", snapshot=SNAPSHOT, purpose="advertising",
        operation="train",
    )  # fmt: skip
    report = learning.train(
        stage.desk, actor=DATA, model=MODEL, snapshot=SNAPSHOT, recipe=TrainingRecipe()
    )
    if isinstance(report, Refusal):
        raise DemoBroken(str(report))
    done(release(stage.desk, actor=DATA, model=MODEL))
    stage.notes |= {
        "correct": report.correct, "total": report.total, "baseline": report.baseline_correct,
        "left_out_rows": sealed.rows_not_granted, "left_out_members": sealed.members_left_out,
    }  # fmt: skip
    return Told(
        (
            (
                f"Sealed for commercial use: {sealed.rows:,} rows of {sealed.members} people. "
                f"Left out: {sealed.rows_not_granted} rows of {sealed.members_left_out} people "
                "who refuse it."
            ),
            refused(no, "learning.other_purpose"),
            (
                f"{MODEL} learns from {report.rows_trained:,} rows; the last quarter of each "
                f"household's purchases, {report.total} rows, is its test."
            ),
            (
                f"It names {report.correct} of {report.total} brands right "
                f"({percent(report.correct, report.total)}). Always naming the commonest brand: "
                f"{report.baseline_correct} ({percent(report.baseline_correct, report.total)})."
            ),
        ),
        real="the purchases, the training, the test, both shares of right answers",
        made_up="whose rows are left out",
    )


def _by_household(stage: Stage) -> list[tuple[str, Columns]]:
    """The real table, cut into one table a household, in order of the data's numbers.

    Each row names its receipt, as a till would: without that a habit could not be told from a copy.
    """
    table = dict(yogurt.columns())
    table["event"] = [f"till-{place}" for place in range(len(table["household"]))]
    places: dict[int | str, list[int]] = {}
    for place, household in enumerate(table["household"]):
        places.setdefault(household, []).append(place)
    if len(places) != len(stage.people.members):
        raise DemoBroken(f"expected {len(stage.people.members)} households; found {len(places)}")
    return [
        (member, {name: [values[place] for place in rows] for name, values in table.items()})
        for member, rows in zip(stage.people.members, places.values(), strict=True)
    ]
