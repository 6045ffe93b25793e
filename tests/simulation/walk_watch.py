"""Who watches a walk: a ledger of its own, which knows votes, mandates, pauses and thresholds.

It is told every accepted act and compares it with what the members it has counted have allowed. It
reads no rule of the assembly, no tally and no mandate row; of the books it sees the charter alone.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from auzolan.assembly.acts import (
    Call,
    CastBallot,
    Certify,
    ClosePoll,
    Convene,
    OpenPoll,
    PollClosed,
    Propose,
    Revise,
)
from auzolan.assembly.petition_acts import (
    AgreeToPause,
    Challenge,
    ChallengeDecided,
    Confirming,
    KeepPause,
    Paused,
    Suspended,
)
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Elect,
    FillOffice,
    Measure,
    RatifyPause,
    RecallOfficer,
)
from auzolan.charter.acts import Amend, Appoint, MandateGiven, MandateUsed, Recall
from auzolan.charter.articles import Charter
from auzolan.foundation.moments import DAY_MS
from auzolan.record.entries import Act, Fact

ARTICLES = (
    "membership", "consent", "labour", "surplus", "payouts", "royalties", "decisions", "meetings",
    "organs", "worth",
)  # fmt: skip
MAJORITIES = {
    "decisions.policy_majority", "decisions.bylaw_majority", "decisions.entrenched_majority",
    "decisions.structural_majority", "organs.recall_majority",
}  # fmt: skip
TURNOUTS = {
    "decisions.entrenched_turnout", "decisions.structural_attendance",
    "decisions.first_call_quorum", "decisions.second_call_quorum",
}  # fmt: skip
POWERS = {
    "charter.amend", "charter.appoint", "charter.recall", "licensing.grant",
    "treasury.distribute", "treasury.open_exit", "treasury.wind_up", "assembly.keep_pause",
    "consent.strike", "consent.end_strike", "consent.decide_for_group",
}  # fmt: skip
"""Written down here once more, so that a power that loses its mandate is missed."""

_COMPARES = {">": operator.gt, ">=": operator.ge}


class PromiseBroken(AssertionError):
    """The rules let something happen that members did not allow."""


@dataclass(slots=True)
class Held:
    """What one certified poll allows: this measure, once, in this time."""

    measure: Measure
    item: Item
    from_at: int
    until_at: int
    is_over: bool = False


@dataclass(slots=True)
class Item:
    """A proposal as the watch knows it.

    `majorities` and `turnouts` are what its poll must reach, all of them, since its notice; `votes`
    are by tag.
    """

    measure: Measure
    base: str
    organ: str
    charter: Charter | None = None
    second_call_at: int = 0
    roll: int = 0
    majorities: list[str] = field(default_factory=list)
    turnouts: list[str] = field(default_factory=list)
    votes: dict[str, str] = field(default_factory=dict)
    passed: bool = False
    readings: list[int] = field(default_factory=list)
    not_before: int = 0
    held: Held | None = None
    suspended_at: int = 0


@dataclass(slots=True)
class Watch:
    """The ledger. `charter` and `digest` are those in force before the next act."""

    charter: Charter
    digest: str
    items: dict[str, Item] = field(default_factory=dict)
    mandates: dict[str, Held] = field(default_factory=dict)
    pauses: dict[str, int] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    uses: int = 0
    refused: int = 0

    def accepted(
        self, act: Act, at: int, facts: Iterable[Fact], charter: Charter, digest: str
    ) -> None:
        """Compare an accepted act with the ledger, then write it down.

        Args:
            act: the act.
            at: its moment.
            facts: what came of it.
            charter: the one in force afterwards.
            digest: its digest.
        Raises:
            PromiseBroken: members did not allow this.
        """
        name = str(type(act).__struct_config__.tag).rpartition("/")[0]
        self._want(self.pauses.get(name, 0) <= at, f"{name} is paused")
        if name in POWERS:
            self._power(act, at, charter)
        else:
            used = any(isinstance(one, MandateUsed) for one in facts)
            self._want(not used, f"{name} used a mandate that it does not need")
        is_changed = digest != self.digest
        self._want(is_changed == (name == "charter.amend"), f"{name} and another charter in force")
        if isinstance(act, Amend):
            self._kernel(act, charter)
        self._follow(act, at)
        for fact in facts:
            self._note(act, fact, at)
        self.charter, self.digest = charter, digest

    # --- what an act needs ------------------------------------------------------------------------

    def _power(self, act: Act, at: int, charter: Charter) -> None:
        held = self.mandates.get(act.mandate_id())
        self._want(held is not None, f"no certified poll gave {act.mandate_id()}")
        assert held is not None
        self._want(not held.is_over, f"{act.mandate_id()} was used, annulled or taken back")
        self._want(not held.item.suspended_at, f"{act.mandate_id()} is suspended")
        self._want(held.from_at <= at < held.until_at, f"{act.mandate_id()} at another time")
        self._want(_says(act) == held.measure, f"{act.mandate_id()} is for something else")
        if isinstance(act, Amend):
            self._want(held.item.base == self.digest, f"{act.mandate} edits another charter")
            self._ladder(act, held.item, charter)
        held.is_over = True
        self.uses += 1

    def _ladder(self, act: Amend, item: Item, after: Charter) -> None:
        """Each changed threshold: its poll was held under both its old and its new value, or more.

        Old is what holds today, not what held when notice was given.
        """
        for change in act.changes:
            for text in (_value(self.charter, change.clause), _value(after, change.clause)):
                if change.clause in MAJORITIES:
                    self._want(_is_asked(str(text), item.majorities), f"a ladder to {change}")
                elif change.clause in TURNOUTS and text:
                    self._want(_is_asked(str(text), item.turnouts), f"a ladder to {change}")

    def _kernel(self, act: Amend, after: Charter) -> None:
        """An amendment changes what it names, and of the kernel nothing."""
        before = self.charter
        self._want(after.version == before.version + 1, "a version was left out")
        for name in ("preset", "currency", "holders"):
            self._want(getattr(before, name) == getattr(after, name), f"the {name} changed")
        named = {change.clause for change in act.changes}
        for root in ARTICLES:
            old, new = getattr(before, root), getattr(after, root)
            self._want((old.number, old.tier) == (new.number, new.tier), f"the tier of {root}")
            for name in old.__struct_fields__:
                if getattr(old, name) != getattr(new, name):
                    is_named = f"{root}.{name}" in named or root == "surplus"
                    self._want(is_named, f"{root}.{name} changed unasked")
                    self._want(old.tier > 0, f"{root} is of the kernel")

    # --- what an act leads to ---------------------------------------------------------------------

    def _follow(self, act: Act, at: int) -> None:
        match act:
            case Propose():
                self.items[act.proposal] = Item(act.measure, act.base, act.organ)
            case Revise():
                item = self.items[act.proposal]
                item.measure, item.base = act.measure, act.base
            case Call() | Convene():
                for name in act.agenda:
                    self._notice(name, act.opens_at, act.second_call_at)
            case OpenPoll():
                self.items[act.proposal].roll = act.tags.rows
                self.items[act.proposal].votes = {}
            case ClosePoll():
                item = self.items[act.proposal]
                if not isinstance(item.measure, Choose | Elect):
                    item.passed = self._has_passed(item, at)
            case Challenge():
                self.challenges[act.challenge] = act.proposal
            case _:
                pass

    def _notice(self, name: str, opens_at: int, second_call_at: int) -> None:
        item = self.items[name]
        self._want(opens_at >= item.not_before, f"{name} is read again too soon")
        if isinstance(item.measure, ChangeCharter):
            self._want(item.base == self.digest, f"{name} was written against another charter")
        item.charter, item.second_call_at = self.charter, second_call_at
        decisions, tier = self.charter.decisions, _tier_of(item.measure, self.charter)
        by_tier = {1: decisions.entrenched_majority, 2: decisions.bylaw_majority}
        item.majorities = [by_tier.get(tier, decisions.policy_majority)]
        item.turnouts = [decisions.entrenched_turnout] if tier == 1 else []
        if isinstance(item.measure, ChangeCharter):
            for change in item.measure.changes:
                both = [str(_value(self.charter, change.clause)), str(change.value)]
                item.majorities += both if change.clause in MAJORITIES else []
                item.turnouts += filter(None, both) if change.clause in TURNOUTS else []

    def voted(self, act: CastBallot, tag: str) -> None:
        """Write down a ballot."""
        self.items[act.proposal].votes[tag] = act.choice

    def _note(self, act: Act, fact: Fact, at: int) -> None:
        match fact:
            case PollClosed():
                item = self.items[fact.proposal]
                if not isinstance(item.measure, Choose | Elect):
                    self._want(fact.passed == item.passed, f"{fact.poll} was counted otherwise")
            case MandateGiven() if isinstance(act, Certify) and not fact.holder:
                self._give(self.items[act.proposal], fact, at)
            case Confirming():
                self._end(fact.proposal)
            case Suspended():
                self.items[fact.proposal].suspended_at = at
            case ChallengeDecided():
                self._decide(fact, at)
            case Paused():
                self._want(isinstance(act, AgreeToPause | KeepPause), "nobody agreed to a pause")
                self.pauses[fact.power] = fact.until_at
            case _:
                pass
        if isinstance(act, Certify):
            self._read(self.items[act.proposal], at)

    def _read(self, item: Item, at: int) -> None:
        if item.passed and not item.readings and _tier_of(item.measure, self.charter) == 1:
            item.not_before = at + self.charter.decisions.reading_gap_days * DAY_MS
        if item.passed and at not in item.readings:
            item.readings.append(at)

    def _give(self, item: Item, fact: MandateGiven, at: int) -> None:
        decisions, tier = self.charter.decisions, _tier_of(item.measure, self.charter)
        self._want(item.passed, f"{fact.mandate} of a poll that did not pass")
        days = {1: decisions.entrenched_cooling_days, 2: decisions.bylaw_cooling_days}
        cooling = 0 if item.organ == "council" else days.get(tier, decisions.policy_cooling_days)
        is_read = tier != 1 or any(one < at for one in item.readings)
        self._want(is_read, f"{fact.mandate} after one reading")
        from_at = at + cooling * DAY_MS
        until_at = from_at + decisions.mandate_days * DAY_MS
        self._want((fact.from_at, fact.until_at) == (from_at, until_at), f"{fact.mandate} in time")
        item.held = self.mandates[fact.mandate] = Held(item.measure, item, from_at, until_at)

    def _end(self, name: str) -> None:
        """A confirming vote is needed: what the first one allowed is over, challenges fall."""
        item = self.items[name]
        if item.held is not None:
            self._want(not item.held.is_over, f"{name} was carried out before it was confirmed")
            item.held.is_over = True
        item.held, item.suspended_at = None, 0
        self._drop_challenges(name)

    def _drop_challenges(self, name: str) -> None:
        for challenge in [one for one, about in self.challenges.items() if about == name]:
            del self.challenges[challenge]

    def _decide(self, fact: ChallengeDecided, at: int) -> None:
        item = self.items[fact.proposal]
        del self.challenges[fact.challenge]
        if fact.upheld:
            if item.held is not None:
                item.held.is_over = True
            item.suspended_at = 0
            self._drop_challenges(fact.proposal)
        elif item.suspended_at and fact.proposal not in self.challenges.values():
            assert item.held is not None
            item.held.until_at += max(0, at - max(item.suspended_at, item.held.from_at))
            item.suspended_at = 0

    # --- counting ---------------------------------------------------------------------------------

    def _has_passed(self, item: Item, at: int) -> bool:
        """Count by hand, under the charter of the notice."""
        charter, voted = item.charter, len(item.votes)
        assert charter is not None, "a poll without a notice"
        decisions = charter.decisions
        quorum = _is_reached(decisions.first_call_quorum, voted, item.roll)
        if at >= item.second_call_at and item.organ != "council":
            by_part = _is_reached(decisions.second_call_quorum, voted, item.roll)
            quorum = by_part or voted >= decisions.second_call_votes
        return (
            quorum
            and all(_is_reached(text, *_yes_of(item)) for text in item.majorities)
            and all(_is_reached(text, voted, item.roll) for text in item.turnouts)
        )

    def _want(self, is_so: bool, what: str) -> None:
        if not is_so:
            raise PromiseBroken(what)


def _says(act: Act) -> Measure | None:
    """The measure that an act carries out."""
    match act:
        case Amend():
            return ChangeCharter(act.changes, act.texts)
        case Appoint():
            return FillOffice(act.office, act.holder, act.days)
        case Recall():
            return RecallOfficer(act.office, act.holder)
        case KeepPause():
            return RatifyPause(act.pause, act.until_at)
        case _:
            return None


def _tier_of(measure: Measure, charter: Charter) -> int:
    if isinstance(measure, ChangeCharter):
        (tier,) = {getattr(charter, one.clause.split(".")[0]).tier for one in measure.changes}
        return int(tier)
    is_order = isinstance(measure, FillOffice | RecallOfficer) and measure.office in {
        "secretary", "treasury", "data", "admissions", "signatory", "operator",
    }  # fmt: skip
    return 4 if is_order else 3


def _value(charter: Charter, clause: str) -> object:
    root, _, name = clause.partition(".")
    return getattr(getattr(charter, root), name, "")


def _yes_of(item: Item) -> tuple[int, int]:
    said = list(item.votes.values())
    yes = said.count("yes")
    return yes, yes + said.count("no")


def _is_asked(text: str, asked: list[str]) -> bool:
    """Whether one of the thresholds that were asked for is as hard as this one, or harder."""
    return any(_hardness(one) >= _hardness(text) for one in asked)


def _hardness(text: str) -> tuple[Fraction, bool]:
    over, under = text.lstrip(">=").split("/")
    return Fraction(int(over), int(under)), ">=" not in text


def _is_reached(text: str, part: int, whole: int) -> bool:
    sign = ">=" if text.startswith(">=") else ">"
    over, under = text.removeprefix(sign).split("/")
    return whole > 0 and _COMPARES[sign](Fraction(part, whole), Fraction(int(over), int(under)))
