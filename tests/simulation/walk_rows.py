"""A long walk of random uses in which somebody always says no: old snapshots, old uses, old licences.

The office of data asks again and again for what was allowed once; licensees call by keys that once
were good. Rights and mandates are not asked for here (`walk` does), rules are. What is accepted is
compared with a ledger of its own. Books are in memory; the clock only goes forward.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable

from auzolan.consent.acts import (
    EndTrust,
    Entrust,
    Grant,
    Lift,
    NoteThirdPersons,
    Prohibit,
    Scope,
    Terms,
    Withdraw,
)
from auzolan.consent.group_acts import (
    FormGroup,
    InviteToGroup,
    JoinGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.contributions.acts import Offer
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.labour.statements.acts import PublishStatement
from auzolan.learning.acts import Evaluate, NoteRows, Release, Seal, SnapshotSealed, Train, Use
from auzolan.learning.ranges import places_of
from auzolan.licensing.acts import LicenceTerms, License
from auzolan.licensing.life_acts import Accept, IssueKey
from auzolan.licensing.serving_rights import may_answer
from auzolan.members.acts import Leave
from auzolan.record.entries import Act, Fact
from simulation.walk_noes import NEVER, NONE, Batch, Noes, Span, Stop
from simulation.walk_noes import Strike as Struck
from simulation.walk_noes import Use as Asked
from simulation.walk_watch import PromiseBroken
from support.plain_charter import plain_charter
from support.small_assembly import SEALED, SmallAssembly

MEMBERS = 8
OLD_MAX = 12
GRACE = 30 * DAY_MS
"""How long a model that is to be made anew may go on serving."""
KINDS, PURPOSES = ("purchases", "stories"), ("research", "commercial")
OPERATIONS = ("train", "train", "train", "evaluate", "analyse", "train.finetune", "share.enclave")
PARTIES = ("", "dairy", "other-ltd")


class RowsWalk:
    """A walk of its own for each seed.

    Args:
        seed: what everything is drawn from.
    """

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.made = SmallAssembly(MEMBERS, charter=plain_charter(kinds=KINDS, purposes=PURPOSES))
        self.members = [f"m{place}" for place in range(MEMBERS)]
        self.noes = Noes()
        self.asked = 0
        self.answers: Counter[str] = Counter()
        self.inside: dict[str, dict[str, tuple[int, ...]]] = {}
        self.sealed: dict[str, tuple[str, str]] = {}
        self.uses: dict[str, tuple[str, str]] = {}
        self.models: dict[str, str] = {}
        self.keys: dict[str, LicenceTerms] = {}
        self.name = ""
        self.choir: list[str] = []

    def go(self, acts: int) -> None:
        """Ask for so many acts more.

        Raises:
            PromiseBroken: a row was used that its owner did not allow.
        """
        moves: list[tuple[Callable[[], None], int]] = [
            (self._offer, 5), (self._grant, 14), (self._withdraw, 2), (self._prohibit, 3),
            (self._lift, 4), (self._trust, 3), (self._strike, 2), (self._others, 2),
            (self._group, 3), (self._leave, 1), (self._seal, 10), (self._use, 14),
            (self._train, 10), (self._evaluate, 6), (self._license, 8), (self._call, 30),
            (self._wait, 6),
        ]  # fmt: skip
        choices, weights = zip(*moves, strict=True)
        end = self.asked + acts
        while self.asked < end:
            self.draw.choices(choices, weights)[0]()

    def ask(self, act: Act, actor: str = "office") -> tuple[Fact, ...]:
        """What came of an act; nothing where it was refused."""
        self.asked += 1
        facts = self.made.do(act, actor=actor)
        name = str(type(act).__struct_config__.tag).rpartition("/")[0]
        if isinstance(facts, Refusal):
            self.answers[facts.code] += 1
            return ()
        self.answers[f"+{name}"] += 1
        return facts

    def _keep(self, snapshot: str, asked: Asked, grace: int = NONE) -> None:
        """Every row of a snapshot may be used so."""
        for batch, rows in self.inside[snapshot].items():
            for row in rows:
                against = self.noes.against(batch, row, asked, grace)
                if against:
                    raise PromiseBroken(f"{asked} read row {row} of {batch}: {against}")

    # --- what members say -------------------------------------------------------------------------

    def _offer(self) -> None:
        name, member, kind = f"b{self.asked}", self._somebody(), self.draw.choice(KINDS)
        rows = self.draw.randint(1, 5)
        if self.ask(Offer(name, member, kind, rows, SEALED)):
            self.noes.batches[name] = Batch(member, kind, rows)

    def _grant(self) -> None:
        member, kind = self._somebody(), self.draw.choice(KINDS)
        purposes = self.draw.choice(((), PURPOSES[:1], PURPOSES, PURPOSES, PURPOSES, PURPOSES))
        if self.ask(Grant(member, kind, purposes)):
            self.noes.said_yes(member, kind, purposes, self.made.at)

    def _withdraw(self) -> None:
        member, kind = self._somebody(), self.draw.choice(KINDS)
        if self.ask(Withdraw(member, kind)):
            self.noes.said_nothing(member, kind, self.made.at)

    def _leave(self) -> None:
        member, new = self._somebody(), f"m{self.asked + MEMBERS}"
        if self.ask(Leave(member, SEALED), member):
            self.noes.left(member, self.made.at)
            self.members = [*(one for one in self.members if one != member), new]
            self.made.admit(new)
            self.choir = [one for one in self.choir if one != member]

    def _prohibit(self) -> None:
        batch = self._batch()
        one = self.noes.batches.get(batch)
        if one is None:
            return
        kind = self.draw.choice(("", one.kind, one.kind))
        row = self.draw.choice((-1, 0, one.rows - 1)) if kind else -1
        scope = Scope(kind, batch if row >= 0 or (kind and self.draw.random() < 0.5) else "", row)
        party = self.draw.choice((None, None, ("dairy",), ("other-ltd",)))
        begins = self.draw.choice((0, 0, 0, self.made.at + DAY_MS))
        ends = self.draw.choice((0, 0, self.made.at + 9 * DAY_MS))
        operation, end_use = self.draw.choice(OPERATIONS), self.draw.choice(PURPOSES)
        terms = Terms(operation, end_use, begins, ends, party, None, None, 1)
        name = f"no-{self.asked}"
        if self.ask(Prohibit(name, one.member, "", scope, terms)):
            since = begins or self.made.at
            stop = Stop(
                since, NEVER, self.made.at, operation, end_use, party, kind, scope.batch, row
            )
            stop.until = ends or stop.until
            self.noes.named[name] = stop
            self.noes.stops.setdefault(one.member, []).append(stop)

    def _lift(self) -> None:
        if self.noes.named:
            name = self.draw.choice(list(self.noes.named))
            stop = self.noes.named[name]
            owner = next(who for who, stops in self.noes.stops.items() if stop in stops)
            if self.ask(Lift(name, owner, "")):
                stop.until = min(stop.until, self.made.at)
                del self.noes.named[name]

    def _trust(self) -> None:
        member, at = self._somebody(), self.made.at
        if self.ask(Entrust(member)):
            self.noes.trust.setdefault(member, []).append(Span(at))
        elif self.draw.random() < 0.5 and self.ask(EndTrust(member)):
            self.noes.trust[member][-1].until = at

    def _strike(self) -> None:
        going = [name for name, one in self.noes.strikes.items() if one.until > self.made.at]
        if going and self.draw.random() < 0.8:
            name = self.draw.choice(going)
            if self.ask(EndStrike("", name)):
                self.noes.strikes[name].until = self.made.at
            return
        operation, end_use = self.draw.choice(OPERATIONS[:4]), self.draw.choice(PURPOSES)
        party = self.draw.choice((None, ("dairy",)))
        until = self.draw.choice((0, self.made.at + 4 * DAY_MS))
        name = f"strike-{self.asked}"
        if self.ask(Strike("", StrikeTerms(name, operation, end_use, party, until))):
            at = self.made.at
            struck = Struck(at, until or NEVER, at, operation, end_use, party)
            self.noes.strikes[name] = struck

    def _others(self) -> None:
        """Other people in the rows, with a basis or without."""
        batch, basis = self._batch(), self.draw.choice(("none", "consent", "law"))
        if self.ask(NoteThirdPersons(batch, basis, SEALED)):
            is_kept = basis == "none"
            self.noes.batches[batch].keep("others", self.made.at, is_kept=is_kept)

    def _group(self) -> None:
        """A group that never votes: whatever is among its rows, nobody may use."""
        member, batch, at = self._somebody(), self._batch(), self.made.at
        if not self.choir:
            self.name = f"choir-{self.asked}"
            if self.ask(FormGroup(self.name, member)):
                self.choir = [member]
        elif self.draw.random() < 0.4:
            self.ask(InviteToGroup(self.name, member, self.choir[0]))
            if self.ask(JoinGroup(self.name, member)):
                self.choir.append(member)
        elif batch in self.noes.batches:
            one = self.noes.batches[batch]
            if self.ask(PlaceBatch(batch, self.name, one.member)):
                one.keep("group", at, is_kept=True)
            elif self.ask(TakeBatchOut(batch, one.member)):
                one.keep("group", at, is_kept=False)

    # --- what is done with rows -------------------------------------------------------------------

    def _seal(self) -> None:
        name, kind, purpose = f"s{self.asked}", self.draw.choice(KINDS), self.draw.choice(PURPOSES)
        operation, party = self.draw.choice(OPERATIONS), self.draw.choice(("", "", *PARTIES))
        facts = self.ask(Seal(name, kind, purpose, operation, party))
        if not isinstance(facts[0] if facts else None, SnapshotSealed):
            return
        parts = self.made.annexes.read(facts[0].parts)
        columns = {one: parts.column(one) for one in ("batch", "without")}
        self.inside[name] = {
            str(batch): tuple(
                sorted(set(range(self.noes.batches[str(batch)].rows)) - set(places_of(str(out))))
            )
            for batch, out in zip(columns["batch"], columns["without"], strict=True)
        }
        self.sealed[name] = (purpose, party)
        self._keep(name, Asked(operation, purpose, party, self.made.at))
        self.ask(NoteRows(name, self._rows(name), SEALED, SEALED))

    def _use(self) -> None:
        """What was sealed some time ago is to be read today, for this or that."""
        snapshot = self._old(self.sealed)
        if snapshot:
            purpose, party = self.sealed[snapshot]
            name, operation = f"u{self.asked}", self.draw.choice(OPERATIONS)
            if self.ask(Use(name, snapshot, purpose, operation)):
                self._keep(snapshot, Asked(operation, purpose, party, self.made.at))
                self.uses[name] = (snapshot, operation)

    def _train(self) -> None:
        """A machine comes back with a model, some time after it was allowed to begin."""
        use = self._old({name: one for name, one in self.uses.items() if "train" in one[1]})
        if use:
            (snapshot, operation), model = self.uses[use], f"mo{self.asked}"
            report = Train(model, use, SEALED, SEALED, self._rows(snapshot), "")
            if self.ask(report):
                purpose, party = self.sealed[snapshot]
                self._keep(snapshot, Asked(operation, purpose, party, self.made.at))
                self.models[model] = snapshot
                test = f"test-{model}"
                if self.ask(Use(test, snapshot, purpose, "evaluate")):
                    self.uses[test] = (snapshot, "evaluate")
                    self.ask(Evaluate(model, test, 20, 10, 5))
                    self.ask(stated(model))
                    self.ask(Release(model, SEALED))

    def _evaluate(self) -> None:
        tests = [name for name, one in self.uses.items() if one[1] == "evaluate"]
        if not tests or not self.models:
            return
        use, model = self.draw.choice(tests[-OLD_MAX:]), self._old(self.models)
        snapshot = self.uses[use][0]
        models = [name for name, one in self.models.items() if one == snapshot] or [model]
        if self.ask(Evaluate(models[-1], use, 20, 10, 5)):
            purpose, party = self.sealed[snapshot]
            self._keep(snapshot, Asked("evaluate", purpose, party, self.made.at))

    # --- what is licensed -------------------------------------------------------------------------

    def _license(self) -> None:
        """A licence for some model, and a key at once."""
        model = self._old(self.models)
        if not model:
            return
        purpose = self.sealed[self.models[model]][0]
        terms = LicenceTerms(
            f"l{self.asked}", self.draw.choice(PARTIES[1:]), model, purpose, 0, 100, 9_999, 90,
            operation=self.draw.choice(OPERATIONS),
        )  # fmt: skip
        if self.ask(License("", terms)):
            self._keep(self.models[model], self._asked_by(terms))
            key = f"key-{terms.licence}"
            digest = self.draw.randbytes(32).hex()
            self.ask(Accept(terms.licence, terms_digest(terms), SEALED))
            if self.ask(IssueKey(terms.licence, key, digest)):
                self.keys[key] = terms

    def _call(self) -> None:
        """A licensee calls by a key that once was good."""
        key = self._old(self.keys)
        if not key:
            return
        self.asked += 1
        terms = self.keys[key]
        refused = may_answer(self.made.books, terms.licence, key, self.made.at)
        self.answers[refused.code if refused is not None else "+call"] += 1
        if refused is not None and self.draw.random() < 0.05:
            del self.keys[key]  # she has given up
        if refused is None:
            self._keep(self.models[terms.model], self._asked_by(terms), GRACE)

    def _asked_by(self, terms: LicenceTerms) -> Asked:
        return Asked(terms.operation, terms.purpose, terms.licensee, self.made.at)

    # --- what is drawn ----------------------------------------------------------------------------

    def _wait(self) -> None:
        self.made.at += self.draw.choice((1, 1, 3_600_000, DAY_MS, 3 * DAY_MS))

    def _somebody(self) -> str:
        return self.draw.choice(self.members)

    def _batch(self) -> str:
        return self._old(self.noes.batches) or "none"

    def _old(self, known: Iterable[str]) -> str:
        """One of the latest, or an empty text."""
        names = list(known)[-OLD_MAX:]
        return self.draw.choice(names) if names else ""

    def _rows(self, snapshot: str) -> int:
        return sum(map(len, self.inside[snapshot].values()))


def stated(model: str) -> PublishStatement:
    """What is said of the labour behind a model, so that it can be released."""
    return PublishStatement(
        f"labour-{model}", "model", model, SEALED, "unknown", SEALED, SEALED, SEALED, SEALED
    )


def terms_digest(terms: LicenceTerms) -> str:
    """What a licensee signs."""
    return License("", terms).subject()
