"""The gate against brute force on random lives: no false allow, and no answer that changes later."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.consent.acts import (
    EndTrust,
    Entrust,
    Grant,
    Lift,
    NoteThirdPersons,
    Permit,
    Price,
    Prohibit,
    Scope,
    SetGuardian,
    Terms,
    Withdraw,
)
from auzolan.consent.gate import Asked, Gate, Said
from auzolan.consent.group_acts import (
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLift,
    GroupPermit,
    GroupProhibit,
    InviteToGroup,
    JoinGroup,
    LeaveGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.policies import Request
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave
from auzolan.record.entries import Act
from rooms.consent.consent_coop import NAMES, PURPOSES, ROWS, WIDE, ConsentCoop
from rooms.consent.gate_oracle import Event, Oracle

KINDS = ("purchases", "voices")
OPERATIONS = ("train", "train.finetune", "evaluate", "replica.voice", "share", "share.enclave")
END_USES = ("research", "commercial", "advertising")
PARTIES = ("", "milk-ltd", "dairy")
TERRITORIES = ("ES", "FR")
CLASSES = ("text", "tabular")
SECOND = 1_000


class Life:
    """A co-operative in which anything is asked by anybody, with the oracle that listens."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.coop = ConsentCoop()
        self.oracle = Oracle(
            WIDE, PURPOSES, KINDS, {f"b-{name}": (name, "purchases") for name in NAMES}
        )
        self.coop.group()
        self.coop.do(FormGroup("duo", "ben"), "ben")
        self.given: list[tuple[Asked, str, Said]] = []
        self.reasons: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.names = 0

    # --- what happens -----------------------------------------------------------------------------

    def step(self) -> None:
        """Somebody asks for something; where it is not refused, the oracle hears of it."""
        act = self._act()
        if self.chance.random() < 0.3:
            self.coop.at += self.chance.choice((1, 5, 50)) * SECOND
        entry, at = self.coop.seq, self.coop.at
        if isinstance(self.coop.ask(act), Refusal):
            return
        if isinstance(act, Leave):
            self.coop.leave(act.member)
        else:
            self.coop.do(act)
        self.taken[type(act).__name__] += 1
        self.oracle.events.append(Event(at, entry, act))

    def _act(self) -> Act:
        pick, who = self.chance.choice, self.chance.choice(NAMES)
        makers = (
            (6, lambda: Grant(who, pick(KINDS), self._some(PURPOSES))),
            (3, lambda: Withdraw(who, pick(KINDS))),
            (8, lambda: Permit(self._new(), who, self._guardian(who), self._scope(who),
                               self._terms(), pick((None, None, Price(5, "EUR", "answer"))),
                               pick((False, False, True)))),
            (2, lambda: Prohibit(self._new(), who, "", self._scope(who), self._terms())),
            (3, self._lift),
            (3, lambda: Entrust(who)),
            (2, lambda: EndTrust(who)),
            (0.5, lambda: SetGuardian("eve", pick(("ben", "ana")),
                                    self.coop.at + pick((20, 200)) * SECOND)),
            (3, lambda: NoteThirdPersons(f"b-{who}", pick(("none", "consent", "anonymised", "law")), "0" * 64)),
            (2, lambda: Strike("m", StrikeTerms(f"k{pick(range(4))}", pick(OPERATIONS),
                                                pick(END_USES), self._limit(PARTIES[1:]),
                                                self._later()))),
            (3, lambda: EndStrike("m", f"k{pick(range(4))}")),
            (6, lambda: PlaceBatch(f"b-{who}", pick(("choir", "duo")), who)),
            (2, lambda: TakeBatchOut(f"b-{who}", who)),
            (0.3, lambda: LeaveGroup(pick(("choir", "duo")), who)),
            (3, lambda: InviteToGroup(pick(("choir", "duo")), who, pick(NAMES))),
            (6, lambda: JoinGroup(pick(("choir", "duo")), who)),
            (8, lambda: DecideForGroup("m", self._decision())),
            (0.2, lambda: Leave(who, "0" * 64)),
        )  # fmt: skip
        weights, each = zip(*makers, strict=True)
        return self.chance.choices(each, weights)[0]()

    def _decision(self) -> GroupDecision:
        pick, group = self.chance.choice, self.chance.choice(("choir", "duo"))
        scope = Scope(pick(("", "purchases")))
        if self.chance.random() < 0.2:
            scope = Scope("purchases", f"b-{pick(NAMES)}")
        kind = self.chance.random()
        if kind < 0.6:
            floor = pick((None, None, Price(5, "EUR", "answer")))
            return GroupPermit(group, scope, self._terms(), floor, pick((False, True)))
        if kind < 0.8:
            return GroupProhibit(group, scope, self._terms())
        return GroupLift(group, f"group-{pick(range(self.coop.seq + 1))}")

    def _lift(self) -> Lift:
        names = [one.act for one in self.oracle.events if isinstance(one.act, Permit | Prohibit)]
        act = self.chance.choice(names) if names else None
        if act is None:
            return Lift("s0", "ana", "")
        return Lift(act.statement, act.member, self._guardian(act.member))

    def _guardian(self, member: str) -> str:
        """Mostly somebody who may speak for her."""
        return self.chance.choice(("", "ben", "ana")) if member == "eve" else ""

    def _terms(self) -> Terms:
        pick = self.chance.choice
        return Terms(
            pick(OPERATIONS), pick(END_USES), self._later(), self._later(),
            self._limit(PARTIES[1:]), self._limit(TERRITORIES), self._limit(CLASSES), 1,
        )  # fmt: skip

    def _scope(self, member: str) -> Scope:
        return self.chance.choice(
            (
                Scope(), Scope(), Scope("purchases"), Scope("voices"),
                Scope("purchases", f"b-{member}"), Scope("purchases", f"b-{member}", 1),
            )
        )  # fmt: skip

    def _limit(self, names: tuple[str, ...]) -> tuple[str, ...] | None:
        return self._some(names) if self.chance.random() < 0.15 else None

    def _some(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if self.chance.random() < 0.6)

    def _later(self) -> int:
        if self.chance.random() < 0.8:
            return 0
        return self.coop.at + self.chance.randint(-5, 60) * SECOND

    def _new(self) -> str:
        self.names += 1
        return f"s{self.names}"

    # --- what is asked ----------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask gate and oracle about every row for one request, and keep the answers."""
        pick = self.chance.choice
        request = Request(
            pick(OPERATIONS), pick(END_USES), pick(PARTIES), pick(TERRITORIES), pick(CLASSES),
            self.coop.at, pick((None, 4, 5)), pick((True, False)),
        )  # fmt: skip
        wanted = Asked(pick(("purchases",) * 9 + ("faces",)), request, self.coop.at)
        for name in NAMES:
            batch = f"b-{name}"
            said = self.answer(wanted, batch)
            self.given.append((wanted, batch, said))
            self._compare(wanted, batch, said)
        self.coop.at += SECOND

    def answer(self, wanted: Asked, batch: str) -> Said:
        """What the gate says now about a request of some moment; read for one member, and for all."""
        member = batch.removeprefix("b-")
        said = Gate(self.coop.books, self.coop.charter, wanted, member).batch(member, batch)
        assert said == Gate(self.coop.books, self.coop.charter, wanted).batch(member, batch)
        return said

    def _compare(self, wanted: Asked, batch: str, said: Said) -> None:
        apart = dict(said.rows)
        for row in range(ROWS):
            decision = apart.get(row, said.decision)
            expected = self.oracle.allows(wanted.as_of, batch, row, wanted.request, wanted.kind)
            assert decision.allow == expected, (batch, row, wanted, decision)
            assert decision.allow == (not decision.reasons), "a denial has a reason"
            self.reasons.update(decision.reasons or ("allowed",))

    def look_back(self) -> None:
        """Ask every question again, as of its moment: the answers are those that were given."""
        for wanted, batch, said in self.given:
            assert self.answer(wanted, batch) == said, (wanted, batch)
            self._compare(wanted, batch, said)


def lived(seed: int, steps: int) -> Life:
    """A life of so many steps, each with two questions, and a look back at its end."""
    life = Life(random.Random(seed))
    for _ in range(steps):
        life.step()
        life.ask()
        life.ask()
    life.look_back()
    return life


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40), st.integers(1, 40))
def test_the_gate_says_what_brute_force_says_then_and_later(seed: int, steps: int) -> None:
    """Goal: no false allow, and an old decision can be derived again. Method: a life by a seed."""
    life = lived(seed, steps)  # compares at each step, and once more in the end
    assert life.reasons.total() > 0, "a life in which nothing was asked compares nothing"


def test_together_they_meet_every_reason_and_every_act() -> None:
    """Goal: nothing is left out of the comparison. Method: count over many lives."""
    reasons: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for seed in range(100, 140):
        life = lived(seed, 40)
        reasons += life.reasons
        taken += life.taken
    assert set(reasons) == {
        "allowed", "group", "suspended", "third_persons", "law", "withdrawn", "prohibited",
        "not_permitted", "unknown.kind", "expired", "not_yet", "party", "territory",
        "model_class", "price", "credit",
    }  # fmt: skip
    assert reasons["allowed"] > 1_000, reasons
    assert reasons["allowed"] < reasons.total() // 2, reasons
    assert len(taken) == 18
