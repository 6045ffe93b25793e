"""A month of saying no: every duty is met or serving is blocked, at every hour.

A thousand members, ten models of every kind of forgetting, fifty withdrawals, three licensees and
one strike, in memory, by the co-operative's own rules and rights under a clock set by hand. The
officer works by hand, is ill for a week, and one licensee never certifies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from auzolan.charter.state import FOREVER, Mandate
from auzolan.consent.acts import Entrust, Grant, Withdraw
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.contributions.acts import Erase, Offer
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, HOUR_MS
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import Evaluate, Extend, NoteRows, Release, Seal, Train, Use
from auzolan.learning.release_rules import is_overdue
from auzolan.learning.state import REPLACED, TO_RETRAIN, Model, ModelDuty, Snapshot, SnapshotPart
from auzolan.licensing.acts import LicenceTerms, License, subject_of_terms
from auzolan.licensing.life_acts import Accept, IssueKey
from auzolan.licensing.notice_acts import Certify, Notify
from auzolan.licensing.serving_rights import may_answer
from auzolan.licensing.state import Licence, LicenseeDuty
from auzolan.record.entries import Act, Fact
from simulation.walk_rows import stated
from support.plain_charter import plain_charter
from support.small_assembly import SEALED, SmallAssembly

MEMBERS, WITHDRAWALS, DAYS = 1_000, 50, 40
KINDS = tuple(f"kind{number}" for number in range(10))
TIERS = (0, 0, 1, 1, 2, 2, 3, 3, 3, 4)
LICENSED = {"dairy": 0, "bakery": 2, "slow": 6}
"""Which kind's model each of three companies licenses."""
OFFICER = "officer"
ILL = range(8, 16)
LEAD_HOURS = {0: 20, 1: 60, 2: 10 * 24, 3: 27 * 24, 4: 25 * 24}
"""How long the officer gathers withdrawals before a model of each tier is made again."""
SPANS = {0: 24 * HOUR_MS, 1: 72 * HOUR_MS, 2: 14 * DAY_MS, 3: 30 * DAY_MS, 4: 30 * DAY_MS}
"""What each tier is given, spelt here once more for the onlooker."""
STRIKE_BEGINS, STRIKE_ENDS = 20 * 24, 23 * 24


@dataclass
class Month:
    """The co-operative, and what an independent onlooker knows of it."""

    chance: random.Random
    coop: SmallAssembly
    left: dict[str, int] = field(default_factory=dict)
    asked_at: dict[int, int] = field(default_factory=dict)
    serving: dict[str, str] = field(default_factory=dict)
    licence: dict[str, str] = field(default_factory=dict)
    number: int = 0
    blocked: int = 0
    answered: int = 0
    late: int = 0
    struck: int = 0
    breaches: int = 0

    def ask(self, act: Act, actor: str = OFFICER) -> tuple[Fact, ...] | Refusal:
        """Ask with right and mandate; facts are written."""
        return self.coop.ask(act, actor=actor)

    def do(self, act: Act, actor: str = OFFICER) -> int:
        """The entry of an act that must be accepted."""
        answered = self.ask(act, actor)
        assert not isinstance(answered, Refusal), (act, str(answered))
        return self.coop.seq - 1

    def name(self, stem: str) -> str:
        """A name that nobody had."""
        self.number += 1
        return f"{stem}-{self.number}"

    def members(self, kind: int) -> list[str]:
        """Who brought rows of a kind."""
        return [f"m{place}" for place in range(kind, MEMBERS, len(KINDS))]

    # --- what the officer does ---------------------------------------------------------------

    def train(self, kind: int, *, tier: int, how: str = "trained", replaces: str = "") -> str:
        """Seal, note, use, train, test and release a model of a kind of rows; its id."""
        books, snapshot = self.coop.books, self.name("s")
        self.do(Seal(snapshot, KINDS[kind], "commercial"))
        row = books.get(Snapshot, snapshot)
        assert row is not None
        inside = {part.member for part in books.find(SnapshotPart, snapshot=snapshot)}
        assert not inside & set(self.left), "a withdrawn row is in a later snapshot"
        self.do(NoteRows(snapshot, row.rows, SEALED, SEALED))
        model, use, test = self.name("model"), self.name("u"), self.name("u")
        self.do(Use(use, snapshot, "commercial", "train"))
        artefact = f"{self.number:064x}"
        self.do(Train(model, use, SEALED, artefact, row.rows, replaces, tier, how))
        self.do(Use(test, snapshot, "commercial", "evaluate"))
        self.do(Evaluate(model, test, 100, 80, 40))
        self.do(stated(model))
        self.do(Release(model, SEALED))
        self.serving[KINDS[kind]] = model
        return model

    def license(self, company: str) -> None:
        """Grant a company the model that serves now, as the members voted; accept it, give a key."""
        model = self.serving[KINDS[LICENSED[company]]]
        licence = self.name(company)
        terms = LicenceTerms(licence, company, model, "commercial", 0, 10, 10**6, 365)
        mandate = self.name("mandate")
        self.coop.books.put(
            Mandate(mandate, "licensing.grant", "", subject_of_terms(terms), 0, FOREVER, 0)
        )
        self.do(License(mandate, terms))
        self.do(Accept(licence, subject_of_terms(terms), SEALED))
        self.licence[company] = licence
        self.do(IssueKey(licence, f"key-{licence}", f"{self.coop.seq:064x}"))

    def withdraw(self, member: str, hour: int) -> None:
        """A member says no."""
        entry = self.do(Withdraw(member, KINDS[int(member[1:]) % len(KINDS)]), member)
        self.left[member] = hour
        self.asked_at[entry] = self.coop.at

    def work(self, hour: int) -> None:
        """An hour of the officer: models soon due, letters, certificates, erasures."""
        if hour // 24 in ILL:
            return
        for model in list(self.owed()):
            self.obey(model)
        for duty in self.coop.books._shelf(LicenseeDuty).rows.copy().values():
            self.write_to(duty)
        if hour % 24 == 0:
            self.erase()

    def owed(self) -> Iterator[Model]:
        """Models whose first withdrawal has waited as long as the officer lets it."""
        for model in self.models():
            if model.state != TO_RETRAIN:
                continue
            first = min(
                self.asked_at[duty.withdrawal]
                for duty in self.coop.books.find(ModelDuty, model=model.model)
                if duty.done_at < 0
            )
            if self.coop.at >= first + LEAD_HOURS[model.tier] * HOUR_MS:
                yield model

    def models(self) -> list[Model]:
        """All models there ever were."""
        return self.coop.books.rows(Model)

    def obey(self, model: Model) -> None:
        """Make a model again; one gets more time, one a stop-gap first."""
        kind = KINDS.index(self.snapshot_of(model).kind)
        if kind == 7 and not model.extended and not is_overdue(model, self.coop.at):
            self.do(Extend(model.model, SEALED))
            return
        if kind == 8 and model.tier == 3 and not is_overdue(model, self.coop.at):
            self.train(kind, tier=4, how="approximate", replaces=model.model)
            return
        if kind in (7, 8) and not is_overdue(model, self.coop.at):
            return  # more time was taken, or a stop-gap serves: until the very end
        how = {0: "downdated", 1: "downdated", 2: "shards"}.get(model.tier, "trained")
        self.train(kind, tier=min(model.tier, 3), how=how, replaces=model.model)
        for company, licensed in LICENSED.items():
            if licensed == kind:
                self.license(company)

    def snapshot_of(self, model: Model) -> Snapshot:
        found = self.coop.books.get(Snapshot, model.snapshot)
        assert found is not None
        return found

    def write_to(self, duty: LicenseeDuty) -> None:
        """Tell a licensee; the dairy certifies after a day, the bakery after a week, one never."""
        licence = self.coop.books.get(Licence, duty.licence)
        assert licence is not None
        if duty.notified_at < 0:
            self.do(Notify(duty.licence, duty.withdrawal))
            return
        waits = {"dairy": 1, "bakery": 7}.get(licence.licensee)
        if duty.certified_at < 0 and waits and self.coop.at >= duty.notified_at + waits * DAY_MS:
            self.do(Certify(duty.licence, duty.withdrawal, SEALED))

    def erase(self) -> None:
        """Erase what was withdrawn ten days ago."""
        for member, hour in self.left.items():
            batch = self.coop.books.get(Batch, f"b-{member}")
            assert batch is not None
            is_time = self.coop.at >= START + (hour + 240) * HOUR_MS
            if batch.erased_at < 0 and is_time:
                self.do(Erase(batch.batch, SEALED))

    # --- what must hold at every hour ----------------------------------------------------------

    def check(self, hour: int) -> None:
        """Every duty is met in time, or nobody is served by what it is about."""
        books, at = self.coop.books, self.coop.at
        models = {row.model: row for row in self.models()}
        for duty in books.rows(ModelDuty):
            model = models[duty.model]
            span = SPANS[model.tier] if not model.extended else 90 * DAY_MS
            if model.how != "approximate":
                assert duty.due <= self.asked_at[duty.withdrawal] + span
            if duty.done_at < 0 and duty.due < at:
                assert is_overdue(model, at), "an overdue model would be served"
        for company, licence in self.licence.items():
            self.check_call(company, licence, hour)
        for duty in books.rows(LicenseeDuty):
            if duty.certified_at < 0 and duty.certify_by < at:
                answered = self.ask(IssueKey(duty.licence, "late", f"{1:064x}"))
                assert isinstance(answered, Refusal), "a licensee in breach got a new key"
                assert answered.code == "licensing.certificate_missing"
                self.breaches += 1

    def check_call(self, company: str, licence: str, hour: int) -> None:
        """One call: never answered by a model that is late, replaced, or struck."""
        row = self.coop.books.get(Licence, licence)
        assert row is not None
        model = self.coop.books.get(Model, row.model)
        assert model is not None
        refusal = may_answer(self.coop.books, licence, f"key-{licence}", self.coop.at)
        inside = {
            part.member for part in self.coop.books.find(SnapshotPart, snapshot=model.snapshot)
        }
        span = SPANS[model.tier] if not model.extended else 90 * DAY_MS
        is_late = any(
            self.coop.at > START + self.left[member] * HOUR_MS + span
            for member in inside & set(self.left)
        )
        is_struck = company == "bakery" and STRIKE_BEGINS <= hour < STRIKE_ENDS
        if is_late or is_struck or model.state == REPLACED or is_overdue(model, self.coop.at):
            assert refusal is not None, (company, hour)
            self.blocked += 1
            self.late += is_late
            self.struck += is_struck
        else:
            assert refusal is None, (company, hour, str(refusal))
            self.answered += 1


START = SmallAssembly().at


def begun(seed: int) -> Month:
    """Everybody brings rows and allows their use; ten models serve, three are licensed."""
    names = {f"m{place}": "full" for place in range(MEMBERS)}
    coop = SmallAssembly(names, charter=plain_charter(purposes=("commercial",), kinds=KINDS))
    for office in ("data", "treasury", "secretary"):
        coop.hold(office, OFFICER)
    coop.admit(OFFICER, since=START - 1)
    month = Month(random.Random(seed), coop)
    for kind, name in enumerate(KINDS):
        for member in month.members(kind):
            month.do(Offer(f"b-{member}", member, name, 5, SEALED), member)
            month.do(Grant(member, name, ("commercial",)), member)
    for member in month.members(LICENSED["bakery"]):
        month.do(Entrust(member), member)
    for kind, tier in enumerate(TIERS):
        month.train(kind, tier=tier, how="approximate" if tier == 4 else "trained")
    for company in LICENSED:
        month.license(company)
    return month


def strike(month: Month, hour: int) -> None:
    """The members stop all training for the bakery's purpose, and three days later let it go on."""
    terms = StrikeTerms("winter", "train", "commercial", ("bakery",), 0)
    if hour == STRIKE_BEGINS:
        act: Act = Strike("mandate-strike", terms)
    elif hour == STRIKE_ENDS:
        act = EndStrike("mandate-end", "winter")
    else:
        return
    assert isinstance(act, Strike | EndStrike)
    power = "consent.strike" if isinstance(act, Strike) else "consent.end_strike"
    month.coop.books.put(Mandate(act.mandate_id(), power, "", act.subject(), 0, FOREVER, 0))
    month.do(act)


@pytest.mark.parametrize("seed", [7])
def test_a_month_of_withdrawals_leaves_no_duty_unmet_and_unblocked(seed: int) -> None:
    """Goal: a deadline bites at its hour. Method: an onlooker checks all duties and calls hourly."""
    month = begun(seed)
    hours = sorted(month.chance.sample(range(1, 25 * 24), WITHDRAWALS))
    who = month.chance.sample([f"m{place}" for place in range(MEMBERS)], WITHDRAWALS)
    says_no = dict(zip(hours, who, strict=True))
    # One of a licensed model with a day to obey says no while the officer is ill.
    says_no[next(hour for hour in hours if hour >= 9 * 24)] = next(
        member for member in month.members(LICENSED["dairy"]) if member not in who
    )
    for hour in range(DAYS * 24):
        month.coop.at = START + hour * HOUR_MS
        strike(month, hour)
        if hour in says_no:
            month.withdraw(says_no[hour], hour)
        month.check(hour)
        month.work(hour)
    assert len(month.left) == WITHDRAWALS
    duties = month.coop.books.rows(ModelDuty)
    assert len(duties) >= WITHDRAWALS
    assert [duty for duty in duties if duty.done_at > duty.due], (
        "nobody was late: nothing is tested"
    )
    assert month.blocked
    assert month.late
    assert month.answered
    assert month.struck
    assert month.breaches
    assert {row.tier for row in month.models()} == {0, 1, 2, 3, 4}
