"""A second opinion: who may do what, who owns what, who allows what, in plain Python.

Written from the charter's text and the promises of the reference, not from the rooms: it imports
none of their rules, keeps no rows, knows no code of a refusal. It says yes or no to an act, and
what is so afterwards. Amounts are cents, moments are milliseconds, times of days are not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

from auzolan.house.submission import Receipt
from papers.surplus_oracle import Oracle
from simulation.small_days import DAY, HOUR, NEVER
from simulation.small_deciding import Challenge, Mandate, Meeting, Pause, Petition, Proposal
from simulation.small_groups import Request
from simulation.small_labour import Labouring
from simulation.small_learning import Batch, Model, Remaking, Snapshot, Valuation
from simulation.small_licensing import Dealing, Licence, Telling
from simulation.small_money import DEBITS, FUND_LINES, HELD, Booking, Exit, Hold, Payout, Plan
from simulation.small_rights import OWN, RIGHTS, Term
from simulation.small_saying import AtRow, Saying, Sentence, Wanted
from simulation.small_stating import Stating

PURPOSES = ("research", "commercial")
KINDS = ("purchases", "stories")
WORKS = ("stories",)


@dataclass(slots=True)
class SmallModel:
    """The co-operative as the model knows it; `clauses` are the numbers of its charter."""

    clauses: dict[str, int | str]
    charter: str
    period: str
    terms: Mapping[str, list[Term]]
    log_key: str
    version: int = 1
    active: dict[str, bool] = field(default_factory=dict)
    keys: dict[str, tuple[str, bool]] = field(default_factory=dict)
    passkeys: dict[str, tuple[str, bool]] = field(default_factory=dict)
    closing: str = ""
    held: dict[str, dict[str, int]] = field(default_factory=lambda: {one: {} for one in HELD})
    accounts: dict[str, int] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    payees: dict[str, tuple[int, int]] = field(default_factory=dict)
    payouts: dict[str, Payout] = field(default_factory=dict)
    accruals: set[str] = field(default_factory=set)
    settlements: set[str] = field(default_factory=set)
    dues: dict[str, int] = field(default_factory=dict)
    contributions: set[str] = field(default_factory=set)
    withheld: set[str] = field(default_factory=set)
    remittances: set[str] = field(default_factory=set)
    ends: dict[str, tuple[str, dict[str, int]]] = field(default_factory=dict)
    is_over: bool = False
    results: dict[str, int] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    consents: dict[tuple[str, str], frozenset[str] | None] = field(default_factory=dict)
    saying: Saying = field(default_factory=Saying)
    batches: dict[str, Batch] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    uses: dict[str, tuple[str, str]] = field(default_factory=dict)
    use_entries: dict[str, int] = field(default_factory=dict)
    co_creators: dict[str, dict[str, int]] = field(default_factory=dict)
    settled: dict[tuple[str, int], list[tuple[int, dict[str, int]]]] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    tests: dict[str, tuple[int, int]] = field(default_factory=dict)
    valuations: dict[str, Valuation] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)
    labour: Labouring = field(default_factory=Labouring)
    stating: Stating = field(default_factory=Stating)
    remaking: dict[tuple[int, str, str], Remaking] = field(default_factory=dict)
    licences: dict[str, Licence] = field(default_factory=dict)
    dealing: Dealing = field(default_factory=Dealing)
    requests: dict[str, Request] = field(default_factory=dict)
    averages: dict[str, tuple[int, int]] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    left: dict[str, tuple[str, int]] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    clock: int = 0
    exits: dict[str, Exit] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    comments: dict[str, tuple[str, bool]] = field(default_factory=dict)
    petitions: dict[str, Petition] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    pauses: dict[str, Pause] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    sealed: dict[tuple[int, str], bool] = field(default_factory=dict)

    # --- who may ask --------------------------------------------------------------------------

    def may_ask(self, act: str, actor: str, person: str, at: int) -> bool:
        """Whether the charter lets this actor ask for this act at all."""
        if any(pause.stops(act, at) for pause in self.pauses.values()):
            return False
        if act in OWN:
            return actor == person
        return act not in RIGHTS or actor in self.holders(RIGHTS[act], at)

    def holders(self, office: str, at: int) -> set[str]:
        """Who is in an office; where all terms are over, who was in it last stays."""
        begun = [term for term in self.terms[office] if not term.is_cut and term.from_at <= at]
        live = {term.holder for term in begun if at < term.until_at}
        last = max((term.until_at for term in begun), default=0)
        return live or {term.holder for term in begun if term.until_at == last}

    def sitting(self, organ: str, at: int) -> set[str]:
        """Whose term in an organ runs; not who only stays on."""
        return {
            term.holder
            for term in self.terms[organ]
            if not term.is_cut and term.from_at <= at < term.until_at
        }

    def unannounced(self, proposal: Proposal, at: int) -> str:
        """The meeting under way at which a recall may be voted on that no notice named, or ""."""
        is_recall = proposal.power == "charter.recall"
        if not is_recall or proposal.state != "admitted" or proposal.round > 1:
            return ""
        now = [(one.opens, name) for name, one in self.meetings.items() if one.is_under_way(at)]
        return max(now)[1] if now else ""

    def roll(self, proposal: Proposal, meeting: Meeting | None) -> list[str]:
        """Who may vote on a proposal now: members since the notice whom it is not about."""
        return [
            member
            for member, is_active in self.active.items()
            if is_active
            and member != proposal.about
            and member not in proposal.interested
            and (meeting is None or self.since[member] <= meeting.record_at)
            and self.saying.is_of(proposal.group, member, meeting.record_at if meeting else NEVER)
        ]

    def cut(self, holder: str, offices: Iterable[str]) -> None:
        """End all her terms in these offices."""
        for office in offices:
            for term in self.terms[office]:
                term.is_cut |= term.holder == holder

    def is_alone(self, holder: str, offices: Iterable[str], at: int) -> bool:
        """Whether one of these offices would be empty without her."""
        return any(self.holders(office, at) == {holder} for office in offices)

    def has_mandate(self, name: str, power: str, what: object, at: int) -> bool:
        """Whether a vote allows exactly this, now."""
        mandate = self.mandates.get(name)
        return (
            mandate is not None
            and (mandate.power, mandate.what) == (power, what)
            and not mandate.is_spent
            and not mandate.suspended
            and mandate.is_ripe(at)
        )

    # --- consent ------------------------------------------------------------------------------

    def left_out(self, batch: str, wanted: Wanted, at: int) -> frozenset[int]:
        """The rows of a batch that may not be used."""
        one = self.batches[batch]
        if self.labour.holds_back(batch):
            return frozenset(range(one.rows))
        plain = self.consents.get((one.member, one.kind), frozenset())
        named = {said.row for said in self.saying.sentences.values() if said.batch == batch}

        def is_allowed(row: int) -> bool:
            at_row = AtRow(one.member, one.kind, batch, row)
            return self.saying.allows_row(at_row, plain, wanted, at)

        most = is_allowed(-2)
        return frozenset(
            row for row in range(one.rows) if not (is_allowed(row) if row in named else most)
        )

    def permitted(self, kind: str, wanted: Wanted, at: int) -> dict[str, frozenset[int]]:
        """The batches that a snapshot would hold, without these rows."""
        found = {
            name: self.left_out(name, wanted, at)
            for name, batch in sorted(self.batches.items())
            if batch.kind == kind and not batch.is_erased
        }
        return {name: out for name, out in found.items() if len(out) < self.batches[name].rows}

    def is_usable(self, snapshot: str, at: int, wanted: Wanted | None = None) -> bool:
        """Whether everyone in a snapshot allows its use still, and all its rows exist."""
        one = self.snapshots[snapshot]
        return self.is_allowed(snapshot, wanted or one.wanted(), at) and not any(
            self.batches[name].is_erased for name in one.batches
        )

    def is_allowed(self, snapshot: str, wanted: Wanted, at: int) -> bool:
        """Whether everyone in a snapshot allows this."""
        return all(
            self.left_out(name, wanted, at) <= out
            for name, out in self.snapshots[snapshot].batches.items()
        )

    def rows_by_member(self, snapshot: str) -> dict[str, int]:
        """How many rows of each member a snapshot holds."""
        rows: dict[str, int] = {}
        for name in self.snapshots[snapshot].batches:
            batch = self.batches[name]
            inside = batch.rows - len(self.snapshots[snapshot].batches[name])
            rows[batch.member] = rows.get(batch.member, 0) + inside
        return rows

    def holders_of(self, batch: str) -> dict[str, int]:
        """Who holds a batch where no dispute says otherwise, in basis points."""
        return self.co_creators.get(batch) or {self.batches[batch].member: 10_000}

    def rows_to_value(self, snapshot: str) -> dict[str, int]:
        """Who has a line in a valuation, and of how many rows she can hold a part at most."""
        batches = self.snapshots[snapshot].batches
        rows = {self.batches[name].member: 0 for name in batches}
        for name in batches:
            inside = self.batches[name].rows - len(batches[name])
            for member in self.holders_of(name):
                rows[member] = rows.get(member, 0) + inside
        for (name, row), words in self.settled.items():
            is_inside = name in batches and row not in batches[name]
            for member in words[-1][1] if is_inside else ():
                rows[member] = rows.get(member, 0) + 1
        return rows

    def settled_last(self, snapshot: str) -> int:
        """The newest entry that settled a row of a snapshot, -1 where none did."""
        batches = self.snapshots[snapshot].batches
        entries = [words[-1][0] for (name, _), words in self.settled.items() if name in batches]
        return max(entries, default=-1)

    def mark(self, name: str, members: set[str], entry: int, at: int) -> None:
        """A model must forget these people, and who licenses it is told, since an entry."""
        model = self.models[name]
        if model.is_replaced or not members:
            return
        due = model.due(at, at + self.clauses["consent.retrain_days"] * DAY)
        model.retrain_by = min(model.retrain_by or due, due)
        for member in members:
            self.remaking[entry, name, member] = Remaking(at, due)
        tell_by = at + self.clauses["consent.notice_hours"] * HOUR
        certify_by = tell_by + self.clauses["consent.certificate_days"] * DAY
        for licence, one in self.licences.items():
            if one.terms["model"] == name and one.is_live(at):
                self.dealing.tellings[entry, licence] = Telling(tell_by, certify_by)

    def make_anew(self, receipt: Receipt, whose: Callable[[Snapshot], set[str]]) -> None:
        """Mark models; `whose` says whom those of a snapshot must forget by what was just said."""
        for name, model in self.models.items():
            members = whose(self.snapshots[model.snapshot])
            self.mark(name, members, receipt.seq, receipt.at)

    def is_about(self, said: Sentence, one: Snapshot) -> bool:
        """Whether a sentence is about what a snapshot was sealed for, or what models did with it."""
        uses = {
            model.use for model in self.models.values() if self.snapshots[model.snapshot] is one
        }
        done = {one.operation, *(self.uses[use][1] for use in uses)}
        return any(said.concerns(one.kind, one.wanted(what), one.batches) for what in done)

    def owners(self, batches: Iterable[str]) -> set[str]:
        """Whose these batches are."""
        return {self.batches[name].member for name in batches}

    def take_back(
        self, member: str, receipt: Receipt, kinds: Iterable[str], but: frozenset[str]
    ) -> None:
        """Mark the models that hold a member's rows for a purpose that she allows no longer."""

        def whose(one: Snapshot) -> set[str]:
            is_taken_back = one.kind in kinds and one.purpose not in but
            return self.owners(one.batches) & {member} if is_taken_back else set()

        self.make_anew(receipt, whose)

    def serves(self, model: str, at: int) -> bool:
        """Whether a model may answer."""
        one = self.models[model]
        return at < one.replaced_at and not one.is_late(at)

    # --- money --------------------------------------------------------------------------------

    def debit(self, legs: Mapping[str, int]) -> None:
        """Change accounts; debits above zero, and every account kept in its natural sign."""
        for name, amount in legs.items():
            own = amount if name.startswith(DEBITS) else -amount
            if amount:
                self.accounts[name] = self.accounts.get(name, 0) + own

    def owe(self, member: str, account: str, amount: int) -> None:
        """Change what a member has in an account."""
        self.held[account][member] = self.has(member, account) + amount
        if account == "payable" and amount > 0 and not self.active.get(member):
            self.claims[member] = self.clock

    def has(self, member: str, account: str) -> int:
        """What a member has in an account."""
        return self.held[account].get(member, 0)

    def knows(self, period: str) -> bool:
        """Whether there is or was a period of this name."""
        return period in self.results or period in {self.period, self.closing}

    def named(self, account: str, period: str) -> str:
        """An account as the ledger calls it: income and expenses have one for each period."""
        group, _, kind = account.partition(":")
        return f"{group}:{period}:{kind}" if group in {"expense", "income"} else account

    def free(self, account: str, at: int) -> int:
        """What of an account nothing keeps for another use."""
        holds = [one for one in self.holds.values() if one.account == account and one.keeps(at)]
        kept = sum(one.cents for one in holds)
        if account == "bank":
            kept += self.accounts.get("paying", 0)
        return self.accounts.get(account, 0) - kept

    def lacks(self, account: str, amount: int, at: int) -> bool:
        """Whether a leg, debit above zero, takes more than is free."""
        own = amount if account.startswith(DEBITS) else -amount
        return own < 0 and self.free(account, at) + own < 0

    def owed_for(self, seconds: int, pay: int) -> int:
        """What a line of work is owed: the agreed pay, or the floor if that is more."""
        return max(pay, ceil(Fraction(self.clauses["labour.floor_cents_hour"] * seconds, 3_600)))

    def due(self, licence: Licence) -> int:
        """What a licensee can be asked for, rounded half up on all that accrued, less payments."""
        return licence.owed() - licence.paid

    def plan(self, period: str, digest: str, worth: Mapping[str, int]) -> Plan | None:
        """Divide a period, worked out by the second calculation of a year; None where it refuses."""
        people = self._people(period, worth)
        past = {
            name: self.accounts.get(f"loss:{name}", 0) for name in self.results if name != period
        }
        charter = {
            name.partition(".")[2]: value
            for name, value in self.clauses.items()
            if name.startswith("surplus.")
        }
        result = {
            "before_interest_and_tax": self.results[period],
            "past_losses": sum(past.values()),
            "losses_due": sum(past[name] for name in self._losses_over(period, charter)),
            "obligatory_reserve": self.accounts.get("reserve:obligatory", 0),
            "voluntary_reserve": self.accounts.get("reserve:indivisible", 0),
            "past_years": [
                {"surplus": self.averages[name][0], "to_funds": self.averages[name][1]}
                for name in self.results
                if name in self.averages
            ],
        }
        sheet = {"preset": "es-pv-2019", "charter": charter, "result": result, "members": people}
        oracle = Oracle(sheet)
        found = oracle.answer()
        if isinstance(found, str):
            return None
        if "loss" in found:
            return self._loss_of(period, digest, found, past)
        lines = found["lines"]
        moves = {
            "reserve:obligatory": lines["obligatory_reserve"],
            "reserve:indivisible": lines["voluntary"],
            **{f"fund:{name}": lines[name] for name in FUND_LINES},
        }
        left = min(sum(past.values()), self.results[period])
        for name, cents in past.items():
            moves[f"loss:{name}"] = -min(left, cents)
            left -= min(left, cents)
        mine = {
            member: {"payable": line["cash"], "capital:returns": line["capitalised"]}
            for member, line in found["members"].items()
        }
        funds = lines["obligatory_reserve"] + lines["education"]
        average = (lines["available"], funds) if lines["available"] else None
        return Plan(period, digest, moves, mine, average)

    def _people(self, period: str, worth: Mapping[str, int]) -> list[dict[str, object]]:
        gone = {member for member, is_active in self.active.items() if not is_active}
        later = set(list(self.results)[list(self.results).index(period) + 1 :])
        later |= {self.period, self.closing} - {period}
        heads = {one for one in self.active if one not in gone or self.left[one][0] in later}
        work = {m: sums["weight_centi"] for (p, m), sums in self.labour.done.items() if p == period}
        capital = {member: sum(self.capital(member).values()) for member in self.active}
        return [
            {
                "id": member, "hours": work.get(member, 0), "index": 1,
                "capital": capital.get(member, 0), "head": int(member in heads),
                "points": max(0, worth.get(member, 0)) if member in heads else 0,
                "gone": int(member in gone),
            }
            for member in sorted(heads | work.keys() | {m for m, cents in capital.items() if cents})
        ]  # fmt: skip

    def capital(self, member: str) -> dict[str, int]:
        """Her capital by account, in the order in which a loss is taken from it."""
        names = ("capital:returns", "capital:voluntary", "capital:compulsory")
        return {name: self.has(member, name) for name in names}

    def _losses_over(self, period: str, charter: Mapping[str, Any]) -> list[str]:
        """The periods whose losses this one is the last to make good."""
        before = list(self.results)[: list(self.results).index(period)]
        return before[: max(0, len(before) - charter.get("losses_years", 5) + 1)]

    def _loss_of(
        self, period: str, digest: str, found: Mapping[str, Any], past: Mapping[str, int]
    ) -> Plan:
        mine = {}
        for member, line in found["members"].items():
            left, taken = line["loss"], {}
            for account, cents in self.capital(member).items():
                taken[account] = -min(left, cents)
                left += taken[account]
            mine[member] = taken
        loss = found["loss"]
        moves = {
            "reserve:obligatory": -loss["obligatory_reserve"],
            "reserve:indivisible": -loss["voluntary_reserve"],
            f"loss:{period}": loss["carried"],
        }
        cleared = loss["loss"] + self.results[period]
        for name, cents in past.items():
            moves[f"loss:{name}"] = -min(cleared, cents)
            cleared -= min(cleared, cents)
        return Plan(period, digest, moves, mine, None)
