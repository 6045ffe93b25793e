"""The first half of a demo's year: founding, rows, consents, work by the hour, the model."""

from __future__ import annotations

from auzolan.audit.rows import Columns
from auzolan.charter.presets import founding_charter
from auzolan.engine import yogurt
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo import training
from auzolan.house.demo.people import ADMISSIONS, TREASURY, WORKERS_COUNT
from auzolan.house.demo.telling import (
    YEAR,
    DemoBroken,
    Stage,
    Told,
    all_done,
    done,
    refused,
)
from auzolan.house.founding import found_while_alone
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.members import flows as members
from auzolan.labour.acts import WorkRecorded
from auzolan.labour.statements.acts import UNKNOWN, LabourFigures


def found(stage: Stage) -> Told:
    """Found the co-operative and admit its people."""
    setting = stage.setting
    kinds = (setting.kind,)
    charter = founding_charter(
        preset=setting.preset, clauses=setting.clauses, kinds=kinds, currency=setting.currency,
        works=kinds if setting.works else (), vouched=() if setting.works else kinds,
        open_record=1,
    )  # fmt: skip
    stage.on("2024-01-08")
    stage.open(
        found_while_alone(
            stage.folder.path, name=setting.name, origin=setting.origin, ports=stage.ports,
            charter=charter, seats=setting.seats, period=YEAR,
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
            f"{setting.name} is founded under the preset {charter.preset}.",
            setting.rule,
            (
                f"{len(admitted)} people join; their contributions make "
                f"{stage.money(capital_cents)} of capital, each her own."
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
            stage.desk,
            member=member,
            kind=stage.setting.kind,
            columns=columns,
            batch=f"{member}-{YEAR}",
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
            member, stage.setting.kind, ("research",) if member in stage.people.refusers else
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
            f"{stage.setting.leaver} allows both, for now.",
        ),
        real="nothing: the data hold no consents",
        made_up="who allows what",
    )


def pay_work(stage: Stage) -> Told:
    """Cleaning the rows is work by the hour: it is paid, and lifted to the floor."""
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
    floor = stage.money(founding_charter().labour.floor_cents_hour)
    return Told(
        (
            (
                f"{WORKERS_COUNT} people clean rows for {hours} hours; "
                f"{stage.money(pay_cents)} was agreed."
            ),
            f"No hour is paid below {floor}: {stage.money(topup_cents)} is added.",
        ),
        real="nothing",
        made_up="the hours, the agreed pay",
    )


def train(stage: Stage) -> Told:
    """Seal what may be used commercially, train on it, test it, say what labour is behind it."""
    stage.on("2024-04-02")
    sealed, no, report = (
        training.sealed(stage), training.other_purpose(stage), training.trained(stage)
    )  # fmt: skip
    early, figures = training.stated(stage)
    training.heard(
        stage, comment="Who cleaned the rows is not in these figures.",
        answer="True: the two sheets of cleaning name no task, so that no statement can count "
        "them. They are in the books, entry by entry.",
        days=("2024-04-04", "2024-04-05"),
    )  # fmt: skip
    training.released(stage, "2024-04-09")
    return Told(
        (
            training.told_seal(stage, sealed),
            refused(no, "learning.other_purpose"),
            (
                f"{report.model} learns from {report.rows_trained:,} rows; the last quarter of each "
                f"household's purchases, {report.total} rows, is its test."
            ),
            training.told_test(stage, report),
            refused(early, "labour.comments_open"),
            _behind(stage, figures),
            (
                "One member comments on it and is answered on the record; after seven days the "
                "model is released."
            ),
        ),
        real="the purchases, the training, the test, both shares of right answers",
        made_up="whose rows are left out; the labour; the comment and its answer",
    )


def _behind(stage: Stage, figures: LabourFigures) -> str:
    hours = sum(one.measured for one in figures.hours if one.measured != UNKNOWN) // 3_600
    return (
        f"A statement says what labour is behind it: {figures.people} people, {hours} hours "
        f"measured, pay of {stage.money(figures.after.p50)} an hour in the middle once everyone is "
        f"lifted; {figures.rejections} piece of work turned down, {figures.overturned} overturned."
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
