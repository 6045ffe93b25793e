"""A co-operative small enough for tests of the rooms from members to valuation.

It runs rules and applies facts as the desk does, without rights, entries or tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from auzolan.charter.articles import Charter, charter_text
from auzolan.charter.presets import founding_charter
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent import acts as consent
from auzolan.consent import request_acts, request_rules
from auzolan.consent import rules as consent_rules
from auzolan.contributions import acts as contributions
from auzolan.contributions import ownership
from auzolan.contributions import rules as contributions_rules
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.learning import acts as learning
from auzolan.learning import release_rules, retirement
from auzolan.learning import rules as learning_rules
from auzolan.learning.refusals import guard_share
from auzolan.members import acts as members
from auzolan.members import passkeys
from auzolan.members import rules as members_rules
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.valuation import acts as valuation
from auzolan.valuation import rules as valuation_rules
from support import MemoryAnnexes

START = 1_700_000_000_000
SEALED = "0" * 64
ROOT = "a" * 64

RULES: dict[type[Act], Any] = {
    members.Admit: members_rules.decide_admit,
    members.RegisterKey: members_rules.decide_register_key,
    members.RegisterPasskey: passkeys.decide_register_passkey,
    members.RevokePasskey: passkeys.decide_revoke_passkey,
    members.SetClass: members_rules.decide_set_class,
    members.Leave: members_rules.decide_leave,
    contributions.Offer: contributions_rules.decide_offer,
    contributions.Erase: contributions_rules.decide_erase,
    contributions.Share: ownership.decide_share,
    contributions.Settle: ownership.decide_settle,
    consent.Grant: consent_rules.decide_grant,
    consent.Withdraw: consent_rules.decide_withdraw,
    request_acts.RequestRight: request_rules.decide_request,
    request_acts.AnswerRequest: request_rules.decide_answer,
    learning.Seal: learning_rules.decide_seal,
    learning.Use: learning_rules.decide_use,
    learning.Train: learning_rules.decide_train,
    learning.Evaluate: learning_rules.decide_evaluate,
    learning.EvaluateGroups: release_rules.decide_evaluate_groups,
    learning.NoteRows: release_rules.decide_note_rows,
    learning.Release: release_rules.decide_release,
    learning.Extend: release_rules.decide_extend,
    valuation.Value: valuation_rules.decide_value,
    valuation.Recheck: valuation_rules.decide_recheck,
}
APPLY: dict[type[Fact], tuple[Any, ...]] = {
    members.Admitted: (members_rules.apply_admitted,),
    members.ClassSet: (members_rules.apply_class_set,),
    members.KeyRegistered: (members_rules.apply_key_registered,),
    members.PasskeyRegistered: (passkeys.apply_passkey_registered,),
    members.PasskeyRevoked: (passkeys.apply_passkey_revoked,),
    members.Left: (
        members_rules.apply_left,
        members_rules.apply_left_mandates,
        passkeys.apply_left_passkeys,
        consent_rules.apply_left,
        retirement.apply_left_models,
    ),
    contributions.Offered: (contributions_rules.apply_offered,),
    contributions.Erased: (contributions_rules.apply_erased,),
    contributions.Shared: (ownership.apply_shared,),
    contributions.Settled: (ownership.apply_settled,),
    consent.Granted: (consent_rules.apply_granted, retirement.apply_granted_models),
    consent.Withdrawn: (consent_rules.apply_withdrawn, retirement.apply_withdrawn_models),
    request_acts.Requested: (request_rules.apply_requested,),
    request_acts.RequestAnswered: (request_rules.apply_answered,),
    learning.SnapshotSealed: (learning_rules.apply_snapshot_sealed,),
    learning.Used: (learning_rules.apply_used,),
    learning.Trained: (learning_rules.apply_trained,),
    learning.Evaluated: (learning_rules.apply_evaluated,),
    learning.GroupsEvaluated: (release_rules.apply_groups_evaluated,),
    learning.RowsNoted: (release_rules.apply_rows_noted,),
    learning.Released: (release_rules.apply_released,),
    learning.Extended: (release_rules.apply_extended,),
    valuation.Valued: (valuation_rules.apply_valued,),
    valuation.Rechecked: (valuation_rules.apply_rechecked,),
}


class SmallCoop:
    """Books under a founding charter with two kinds and two purposes, and a moving clock."""

    def __init__(self, charter: Charter | None = None) -> None:
        self.charter = charter or founding_charter(kinds=("purchases", "voices"))
        self.books = MemoryBooks()
        self.annexes = MemoryAnnexes()
        self.seq = 0
        self.at = START
        self.books.put(CharterInForce(IN_FORCE, ROOT, charter_text(self.charter), "test"))

    def ask(self, act: Act, actor: str = "office") -> tuple[Fact, ...] | Refusal:
        """What the rules answer now; nothing changes."""
        case = self._case(actor)
        refusal = None
        if isinstance(act, contributions.Erase):
            refusal = consent_rules.guard_erase(self.books, act, case)
        elif isinstance(act, contributions.Share):
            refusal = guard_share(self.books, act, case)
        if refusal is not None:
            return refusal
        answered: tuple[Fact, ...] | Refusal = RULES[type(act)](self.books, act, case)
        return answered

    def do(self, act: Act, actor: str = "office") -> Fact:
        """Ask, expect no refusal, apply the facts, let a second pass."""
        facts = self.ask(act, actor)
        assert not isinstance(facts, Refusal), str(facts)
        for fact in facts:
            for apply in APPLY[type(fact)]:
                apply(self.books, self._case(actor), act, fact)
        self.seq += 1
        self.at += 1_000
        return facts[0]

    def code(self, act: Act, actor: str = "office") -> str:
        """The code of the refusal that this act meets now, or an empty text."""
        answered = self.ask(act, actor)
        return answered.code if isinstance(answered, Refusal) else ""

    def join(self, *names: str) -> None:
        """Admit these people."""
        for name in names:
            self.do(members.Admit(name, SEALED))

    def offer(self, batch: str, member: str, rows: int = 10, kind: str = "purchases") -> None:
        """Bring a batch."""
        self.do(contributions.Offer(batch, member, kind, rows, ROOT), member)

    def grant(self, member: str, *purposes: str, kind: str = "purchases") -> None:
        """Allow exactly these purposes."""
        self.do(consent.Grant(member, kind, purposes), member)

    def withdraw(self, member: str, kind: str = "purchases") -> None:
        """Stop all use."""
        self.do(consent.Withdraw(member, kind), member)

    def seal(self, snapshot: str = "s1", purpose: str = "research") -> Fact:
        """Seal a snapshot of purchases."""
        return self.do(learning.Seal(snapshot, "purchases", purpose))

    def seal_kind(self, kind: str, snapshot: str = "s1") -> Fact:
        """Seal a snapshot of another kind, for research."""
        return self.do(learning.Seal(snapshot, kind, "research"))

    def use(
        self, use: str, operation: str = "train", snapshot: str = "s1", purpose: str = "research"
    ) -> None:
        """Ask for a use."""
        self.do(learning.Use(use, snapshot, purpose, operation))

    def train(self, model: str, use: str, rows: int, replaces: str = "") -> None:
        """Report a model."""
        self.do(train(model, use, rows, replaces))

    def values(self, columns: dict[str, Sequence[int | str]]) -> AnnexRef:
        """Lay down lines of a valuation."""
        return self.annexes.make("values/1", columns, amount="value_e9")

    def _case(self, actor: str) -> Case:
        return Case(self.seq, Moment(self.at), actor, self.annexes)


def train(model: str, use: str, rows: int, replaces: str = "") -> learning.Train:
    """The report of a training."""
    artefact = hashlib.sha256(model.encode()).hexdigest()
    return learning.Train(model, use, "b" * 64, artefact, rows, replaces)


def coop_of_three() -> SmallCoop:
    """Ana and Ben allow research with 30 and 20 rows, Eve offers 5 rows and allows nothing."""
    coop = SmallCoop()
    coop.join("ana", "ben", "eve")
    coop.offer("b1", "ana", 10)
    coop.offer("b2", "ana", 20)
    coop.offer("b3", "ben", 20)
    coop.offer("b4", "eve", 5)
    coop.grant("ana", "research")
    coop.grant("ben", "research", "commercial")
    return coop
