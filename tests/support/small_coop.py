"""A small co-operative in memory: its charter, members and first period, without a desk.

Acts are put through their own rules by `done`; the rooms that a test is not about are given as rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from auzolan.charter.acts import Found, Founded, Seat
from auzolan.charter.articles import Charter, charter_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.charter.texts import release_texts
from auzolan.cooperative import APPLY, RULES
from auzolan.foundation import canonical
from auzolan.foundation.books import MemoryBooks, Row
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import RecordWork
from auzolan.learning.state import SERVING, Model, Snapshot
from auzolan.licensing.acts import LicenceGranted, LicenceTerms, License, Receive
from auzolan.members.acts import Admit, Admitted, Leave, Left
from auzolan.members.state import ACTIVE, LEFT, Member
from auzolan.record.annexes import AnnexRef, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.valuation.state import Valuation
from support.memory import MemoryAnnexes
from support.plain_charter import plain_charter

AT = 1_767_225_600_000
"""2026-01-01, midnight in UTC: the day on which everything happens unless a test says so."""
SEALED = "0" * 64

_ROOMS = ("auzolan.labour.", "auzolan.licensing.", "auzolan.treasury.")
"""Rooms whose facts are written; of the others the tests give rows."""


class SmallCoop:
    """Books, annexes and a counter of entries; every history row is kept for the tests to read."""

    def __init__(self, charter: Charter | None = None) -> None:
        self.history: list[Row] = []
        self.books = MemoryBooks(on_history=self.history.append)
        self.annexes = MemoryAnnexes()
        self.seq = 0
        self.at = AT
        self.charter = charter or plain_charter()
        text = charter_text(self.charter)
        digest = canonical.digest(self.charter)
        self.books.add(
            CharterInForce(IN_FORCE, digest, text, "coop.example", texts=ref_text(release_texts()))
        )
        found = Found(
            name=SEALED,
            origin="coop.example",
            log_key="coop.example+00000000+key",
            charter=self.charter,
            seats=(Seat("treasury", "m001"),),
            period="2026-q1",
            texts=release_texts(),
        )
        self.apply(found, (Founded(digest),))

    def case(self, actor: str = "m001") -> Case:
        """The circumstances of the next entry."""
        return Case(self.seq, Moment(self.at), actor, self.annexes)

    def answer(self, act: Act) -> tuple[Fact, ...] | Refusal:
        """What guards and rule answer; changes nothing, and asks for no right."""
        return self.answer_to("m001", act)

    def answer_to(self, actor: str, act: Act) -> tuple[Fact, ...] | Refusal:
        """What guards and rule answer to this actor."""
        decide, guards = RULES[type(act)]
        for guard in guards:
            refused = guard(self.books, act, self.case(actor))
            if refused is not None:
                return refused
        return decide(self.books, act, self.case(actor))

    def apply(self, act: Act, facts: tuple[Fact, ...], *, actor: str = "m001") -> None:
        """Write what the facts changed, and count the entry."""
        for fact in facts:
            for apply in APPLY[type(fact)]:
                if apply.__module__.startswith(_ROOMS):
                    apply(self.books, self.case(actor), act, fact)
        self.seq += 1

    def done(self, act: Act, *, actor: str = "m001") -> Fact:
        """Carry an act out and give its one fact; a refusal fails the test."""
        facts = self.answer_to(actor, act)
        assert not isinstance(facts, Refusal), str(facts)
        self.apply(act, facts, actor=actor)
        return facts[0]

    def refused(self, act: Act, *, actor: str = "m001") -> str:
        """The code with which an act is refused; an acceptance fails the test."""
        refusal = self.answer_to(actor, act)
        assert isinstance(refusal, Refusal), refusal
        assert refusal.because
        assert refusal.remedy
        return refusal.code

    def admit(self, *members: str) -> SmallCoop:
        """Members join, each paying the charter's contribution."""
        for member in members:
            self.books.add(Member(member=member, standing=ACTIVE, since=self.at, entry=self.seq))
            cents = self.charter.membership.contribution_cents
            self.apply(Admit(member, SEALED), (Admitted(member, cents),))
        return self

    def leave(self, member: str) -> None:
        """A member leaves."""
        self.books.put(Member(member=member, standing=LEFT, since=self.at, entry=self.seq))
        self.apply(Leave(member, SEALED), (Left(member, self.at, self.at),), actor=member)

    def sheet(self, lines: Sequence[tuple[str, int, int]]) -> AnnexRef:
        """Lay down a sheet of work: member, seconds, cents."""
        return self.annexes.make(
            "work/1",
            {
                "member": [line[0] for line in lines],
                "seconds": [line[1] for line in lines],
                "pay_cents": [line[2] for line in lines],
            },
            amount="pay_cents",
        )

    def work(
        self, *lines: tuple[str, int, int], work: str = "w1", period: str = "2026-q1"
    ) -> RecordWork:
        """The act that books these lines."""
        return RecordWork(work, period, self.sheet(lines))

    def model(self, model: str = "warbler", **fields: object) -> None:
        """A model exists; it serves for commercial use unless the fields say otherwise."""
        row = Model(
            model=model,
            snapshot="s1",
            use="u1",
            purpose="commercial",
            recipe="4" * 64,
            artefact="5" * 64,
            state=SERVING,
            retrain_by=0,
            replaced_at=0,
            entry=self.seq,
        )
        self.books.put(msgspec.structs.replace(row, **fields))
        self.books.put(Snapshot("s1", "purchases", "commercial", "", 0, 0, self.seq))

    def license(self, **terms: object) -> LicenceGranted:
        """Grant a licence: 100.00 once, 0.0123 a prediction, 1,000 of them, a year."""
        granted = self.done(License("mandate-1", terms_of(**terms)))
        assert isinstance(granted, LicenceGranted)
        return granted

    def earn(self, cents: int, *, period: str = "2026-q1", licence: str = "dairy") -> None:
        """A licensee pays this fee at once."""
        self.model()
        self.license(licence=licence, fee_cents=cents)
        self.done(Receive(licence, period, cents, SEALED))

    def value(
        self, values: Mapping[str, int], *, rechecked_by: str = "m002",
        low: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        """A valuation `v1` of these members' data exists; `low` are lower ends, 0 where missing."""
        columns = {"member": list(values), "value_e9": list(values.values())}
        more = {name: [0] * len(values) for name in ("high_e9", "rows")}
        more["low_e9"] = [(low or {}).get(member, 0) for member in values]
        ref = self.annexes.make("values/1", columns | more, amount="value_e9")
        row = Valuation(
            valuation="v1",
            model="warbler",
            snapshot="s1",
            recipe="4" * 64,
            lines=ref_text(ref),
            by="m001",
            rechecked_by=rechecked_by,
            merging="observation",
            cap_rows=0,
            near_squared=0,
            entry=self.seq,
        )
        self.books.put(row)


def terms_of(**terms: object) -> LicenceTerms:
    """Terms with the given fields, the others sane."""
    sane = LicenceTerms("dairy", "milk-ltd", "warbler", "commercial", 10_000, 12_300, 1_000, 365)
    return msgspec.structs.replace(sane, **terms)
