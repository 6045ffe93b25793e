"""A small co-operative for tests of consent: statements, groups, strikes, other people, minors.

Acts of the consent room go through the tables of the co-operative; the rest is as in `SmallCoop`.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.consent import group_rules
from auzolan.consent.acts import (
    Lift,
    Permit,
    Price,
    Prohibit,
    Scope,
    SetGuardian,
    Terms,
)
from auzolan.consent.gate import Gate, Said, asked
from auzolan.consent.group_acts import (
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLift,
    GroupPermit,
    GroupProhibit,
    InviteToGroup,
    JoinGroup,
    PlaceBatch,
)
from auzolan.cooperative import APPLY, RULES
from auzolan.foundation.refusals import Refusal
from auzolan.members import acts as members
from auzolan.members.acts import Left
from auzolan.record.entries import Act, Fact
from rooms.learning.small_coop import SmallCoop

NAMES = ("ana", "ben", "eve")
ROWS = 3
WIDE = (
    "store", "analyse", "index", "embed", "evaluate", "train", "distil", "synthesise", "replica",
    "share",
)  # fmt: skip
"""Every operation; `train` means what lies below it too."""
PURPOSES = ("research", "commercial", "advertising", "adult")


def wide_charter(**consent: object) -> Charter:
    """A charter under which every operation may be done, for four end uses."""
    charter = founding_charter(kinds=("purchases", "voices"))
    clause = msgspec.structs.replace(
        charter.consent, **{"operations": WIDE, "purposes": PURPOSES, **consent}
    )
    return msgspec.structs.replace(charter, consent=clause)


class ConsentCoop(SmallCoop):
    """Ana, Ben and Eve, each with one batch of three purchases, as `b-ana`; nobody allows anything."""

    def __init__(self, charter: Charter | None = None, names: tuple[str, ...] = NAMES) -> None:
        super().__init__(charter or wide_charter())
        self.join(*names)
        for name in names:
            self.offer(f"b-{name}", name, ROWS)

    def ask(self, act: Act, actor: str = "office") -> tuple[Fact, ...] | Refusal:
        """What the rules answer now; nothing changes."""
        if not type(act).__module__.startswith("auzolan.consent."):
            return super().ask(act, actor)
        decide, guards = RULES[type(act)]
        assert not guards
        return decide(self.books, act, self._case(actor))

    def do(self, act: Act, actor: str = "office") -> Fact:
        """Ask, expect no refusal, apply the facts, let a second pass."""
        if not type(act).__module__.startswith("auzolan.consent."):
            return super().do(act, actor)
        facts = self.ask(act, actor)
        assert not isinstance(facts, Refusal), str(facts)
        for fact in facts:
            for apply in APPLY[type(fact)]:
                apply(self.books, self._case(actor), act, fact)
        self.seq += 1
        self.at += 1_000
        return facts[0]

    def leave(self, member: str) -> None:
        """A member leaves the co-operative, and so her groups."""
        act, case = members.Leave(member, "0" * 64), self._case(member)
        left = self.do(act, member)
        assert isinstance(left, Left)
        group_rules.apply_left_groups(self.books, case, act, left)

    # --- words ------------------------------------------------------------------------------------

    def permit(self, member: str = "ana", name: str = "s", **more: object) -> Fact:
        """A permission, of training for research unless other fields are named."""
        return self.do(permit(member, name, **more), member)

    def prohibit(self, member: str = "ana", name: str = "n", **more: object) -> Fact:
        """A prohibition, likewise."""
        return self.do(prohibit(member, name, **more), member)

    def lift(self, name: str, member: str = "ana", guardian: str = "") -> Fact:
        """Take a statement back."""
        return self.do(Lift(name, member, guardian), guardian or member)

    def minor(self, member: str = "eve", guardian: str = "ana", until: int = 0) -> None:
        """Somebody speaks for a member, for a day unless told otherwise."""
        self.do(SetGuardian(member, guardian, until or self.at + 86_400_000))

    def group(self, name: str = "choir", members: tuple[str, ...] = NAMES) -> None:
        """A group of these members."""
        first, *others = members
        self.do(FormGroup(name, first), first)
        for one in others:
            self.do(InviteToGroup(name, one, first), first)
            self.do(JoinGroup(name, one), one)

    def place(self, member: str = "ana", group: str = "choir") -> Fact:
        """Put her batch among the rows of a group."""
        return self.do(PlaceBatch(f"b-{member}", group, member), member)

    def says(self, decision: GroupDecision) -> Fact:
        """A group says something; whether it voted is not asked here."""
        return self.do(DecideForGroup("m", decision))

    # --- asking -----------------------------------------------------------------------------------

    def said(self, member: str = "ana", **request: object) -> Said:
        """What the gate says about her batch now."""
        wanted = {"kind": "purchases", "operation": "train", "end_use": "research", "at": self.at}
        return Gate(self.books, self.charter, asked(**{**wanted, **request})).batch(
            member, f"b-{member}"
        )

    def why(self, member: str = "ana", **request: object) -> tuple[str, ...]:
        """Why her batch may not be used now; nothing where it may."""
        return self.said(member, **request).decision.reasons


def terms(
    operation: str = "train", end_use: str = "research", *, begins: int = 0, ends: int = 0,
    party: tuple[str, ...] | None = None, territory: tuple[str, ...] | None = None,
    model_class: tuple[str, ...] | None = None, taxonomy: int = 1,
) -> Terms:  # fmt: skip
    """Terms without conditions, unless some are named."""
    return Terms(operation, end_use, begins, ends, party, territory, model_class, taxonomy)


def permit(
    member: str = "ana", name: str = "s", *, guardian: str = "", scope: Scope | None = None,
    floor: Price | None = None, credit: bool = False, **more: object,
) -> Permit:  # fmt: skip
    """A permission of training for research, unless other terms are named."""
    return Permit(name, member, guardian, scope or Scope(), terms(**more), floor, credit)


def prohibit(
    member: str = "ana", name: str = "n", *, guardian: str = "", scope: Scope | None = None,
    **more: object,
) -> Prohibit:  # fmt: skip
    """A prohibition, likewise."""
    return Prohibit(name, member, guardian, scope or Scope(), terms(**more))


def group_yes(
    group: str = "choir", *, scope: Scope | None = None, floor: Price | None = None,
    credit: bool = False, **more: object,
) -> GroupPermit:  # fmt: skip
    """A group's permission, likewise."""
    return GroupPermit(group, scope or Scope(), terms(**more), floor, credit)


def group_no(group: str = "choir", *, scope: Scope | None = None, **more: object) -> GroupProhibit:
    """A group's prohibition, likewise."""
    return GroupProhibit(group, scope or Scope(), terms(**more))


def group_lift(statement: str, group: str = "choir") -> GroupLift:
    """A group takes a statement back."""
    return GroupLift(group, statement)
