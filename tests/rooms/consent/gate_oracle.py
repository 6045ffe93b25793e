"""The gate once more, by brute force: every event since the beginning, read anew for each question.

It knows no row, no bit and no index of the consent room; it is written from what was promised.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

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
from auzolan.consent.group_acts import (
    DecideForGroup,
    GroupLift,
    GroupPermit,
    LeaveGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.policies import Request
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.members.acts import Leave
from auzolan.record.entries import Act

FOREVER = float("inf")


@dataclass(frozen=True)
class Event:
    """What somebody said and when; `entry` names what a group says."""

    at: int
    entry: int
    act: Act


@dataclass
class Voice:
    """What one member, or one group, says at a moment."""

    granted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    yes: dict[str, Permit | GroupPermit] = field(default_factory=dict)
    no: dict[str, tuple[Scope, Terms]] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)


@dataclass
class World:
    """All that is so at a moment."""

    voices: dict[str, Voice] = field(default_factory=dict)
    trusts: set[str] = field(default_factory=set)
    minors: set[str] = field(default_factory=set)
    others: dict[str, str] = field(default_factory=dict)
    strikes: dict[str, StrikeTerms] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def voice(self, name: str) -> Voice:
        """What somebody says."""
        return self.voices.setdefault(name, Voice())


@dataclass
class Oracle:
    """All events, and whose batch is whose.

    Attributes:
        operations: what the charter lets be done.
        purposes: what for.
        kinds: the kinds of rows.
        owners: the owner and kind of each batch.
        events: what was said, in order.
    """

    operations: tuple[str, ...]
    purposes: tuple[str, ...]
    kinds: tuple[str, ...]
    owners: dict[str, tuple[str, str]]
    events: list[Event] = field(default_factory=list)

    def allows(self, as_of: int, batch: str, row: int, request: Request, kind: str) -> bool:
        """Whether one row may be used, by what was said until a moment."""
        member, _ = self.owners[batch]
        world = World()
        for event in self.events:
            if event.at <= as_of:
                self._hear(world, event)
        mine, group = world.voice(member), world.groups.get(batch, "")
        if kind not in self.kinds or self._stops(world, batch, request):
            return False
        if member in world.left or kind in mine.withdrawn:
            return False
        asked = Question(batch, row, request, kind)
        if forbids(mine, asked):
            return False
        if not group:
            return permits(mine, asked)
        theirs = world.voice(f"group {group}")
        return permits(theirs, asked) and not forbids(theirs, asked)

    def _stops(self, world: World, batch: str, request: Request) -> bool:
        """Whether something stops a request that no owner has to say."""
        member, _ = self.owners[batch]
        of_charter = request.end_use not in self.purposes or not any(
            below(one, request.operation) for one in self.operations
        )
        of_law = member in world.minors and (
            request.end_use in ("advertising", "adult") or below("replica", request.operation)
        )
        of_strike = member in world.trusts and any(
            strikes(terms, request) for terms in world.strikes.values()
        )
        return of_charter or of_law or of_strike or world.others.get(batch) == "none"

    def _hear(self, world: World, event: Event) -> None:  # noqa: C901, PLR0912, PLR0915 - each act
        match event.act:
            case Grant(member=member, kind=kind, purposes=purposes):
                world.voice(member).granted[kind] = purposes
                world.voice(member).withdrawn.discard(kind)
            case Withdraw(member=member, kind=kind):
                voice = world.voice(member)
                voice.granted.pop(kind, None)
                voice.withdrawn.add(kind)
                voice.yes = {
                    name: one for name, one in voice.yes.items() if one.scope.kind not in ("", kind)
                }
            case Permit(statement=name, member=member) as act:
                world.voice(member).yes[name] = act
                world.voice(member).said_at[name] = event.at
            case Prohibit(statement=name, member=member, scope=scope, terms=terms):
                world.voice(member).no[name] = (scope, terms)
                world.voice(member).said_at[name] = event.at
            case Lift(statement=name, member=member):
                world.voice(member).yes.pop(name, None)
                world.voice(member).no.pop(name, None)
            case Entrust(member=member):
                world.trusts.add(member)
            case EndTrust(member=member):
                world.trusts.discard(member)
            case SetGuardian(member=member):
                # What a minor allowed herself, or another voice for her, is no yes any more.
                world.minors.add(member)
                world.voice(member).yes = {}
                world.voice(member).granted = {}
                for batch, (owner, _) in self.owners.items():
                    if owner == member:
                        world.groups.pop(batch, None)
            case NoteThirdPersons(batch=batch, basis=basis):
                world.others[batch] = basis
            case Strike(terms=terms):
                world.strikes[terms.strike] = terms
            case EndStrike(strike=strike):
                world.strikes.pop(strike)
            case PlaceBatch(batch=batch, group_id=group):
                world.groups[batch] = group
            case TakeBatchOut(batch=batch):
                world.groups.pop(batch)
            case LeaveGroup(group_id=group, member=member):
                for batch, (owner, _) in self.owners.items():
                    if owner == member and world.groups.get(batch) == group:
                        world.groups.pop(batch)
            case Leave(member=member):
                world.left.add(member)
            case DecideForGroup(decision=decision):
                voice = world.voice(f"group {decision.group_id}")
                name = f"group-{event.entry}"
                voice.said_at[name] = event.at
                if isinstance(decision, GroupPermit):
                    voice.yes[name] = decision
                elif isinstance(decision, GroupLift):
                    voice.yes.pop(decision.statement, None)
                    voice.no.pop(decision.statement, None)
                else:
                    voice.no[name] = (decision.scope, decision.terms)
            case _:
                pass


def below(named: str, asked: str) -> bool:
    """Whether a term is another or stands below it: only the dot makes a parent."""
    return f"{asked}.".startswith(f"{named}.")


def strikes(terms: StrikeTerms, request: Request) -> bool:
    """Whether a strike stops a request."""
    towards = request.party != "" if terms.party is None else request.party in terms.party
    return (
        (
            below(terms.operation, request.operation)
            or below(request.operation, terms.operation)  # asked for more than is stopped
        )
        and below(terms.end_use, request.end_use)
        and towards
        and request.at < (terms.until or FOREVER)
    )


@dataclass(frozen=True)
class Question:
    """A row of a batch, and what would be done with it."""

    batch: str
    row: int
    request: Request
    kind: str


def meant(scope: Scope, terms: Terms, said_at: int, asked: Question) -> bool:
    """Whether a statement is about a row and a request."""
    request = asked.request
    limits = (
        (terms.party, request.party), (terms.territory, request.territory),
        (terms.model_class, request.model_class),
    )  # fmt: skip
    return (
        scope.kind in ("", asked.kind)
        and scope.batch in ("", asked.batch)
        and scope.row in (-1, asked.row)
        and below(terms.operation, request.operation)
        and below(terms.end_use, request.end_use)
        and (terms.begins or said_at) <= request.at < (terms.ends or FOREVER)
        and all(names is None or name in names for names, name in limits)
    )


def forbids(voice: Voice, asked: Question) -> bool:
    """Whether a voice says no, in so many words.

    Who asks for more than a no names asks for that too, and who says nothing of the territory or the
    class of models may mean any.
    """
    for name, (scope, terms) in voice.no.items():
        request = asked.request
        if below(request.operation, terms.operation):
            request = msgspec.structs.replace(request, operation=terms.operation)
        if below(request.end_use, terms.end_use):
            request = msgspec.structs.replace(request, end_use=terms.end_use)
        wide = msgspec.structs.replace(
            terms,
            territory=terms.territory if request.territory else None,
            model_class=terms.model_class if request.model_class else None,
        )
        question = Question(asked.batch, asked.row, request, asked.kind)
        if meant(scope, wide, voice.said_at[name], question):
            return True
    return False


def permits(voice: Voice, asked: Question) -> bool:
    """Whether a voice says yes: by a switch for the purpose, or in so many words."""
    ordinary = ("store", "analyse", "index", "embed", "evaluate", "train")
    request = asked.request
    if request.end_use in voice.granted.get(asked.kind, ()) and any(
        below(one, request.operation) for one in ordinary
    ):
        return True
    return any(
        meant(yes.scope, yes.terms, voice.said_at[name], asked)
        and pays(yes.floor, request)
        and (request.credit or not yes.credit)
        for name, yes in voice.yes.items()
    )


def pays(floor: Price | None, request: Request) -> bool:
    """Whether a sale brings what was asked for it, or nothing is sold."""
    return floor is None or request.price_micro is None or request.price_micro >= floor.micro
