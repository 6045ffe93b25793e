"""What the small model knows of saying yes and no: sentences with conditions, strikes, guardians.

Written from the issue of consent in words: what nobody permitted is denied, any no that fits wins,
a withdrawal stops everything, a strike stops what the members voted for those who trust.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from simulation.small_groups import Group

NEVER = 253_402_300_799_999
DOES = ("store", "analyse", "index", "embed", "evaluate", "train", "distil", "synthesise",
        "share.enclave")  # fmt: skip
"""What the charter of the years lets the co-operative do with rows."""
PLAIN = ("store", "analyse", "index", "embed", "evaluate", "train")
"""What a simple yes means."""
KNOWN = (*DOES, "train.pretrain", "train.finetune", "train.preference", "replica",
         "replica.voice", "replica.likeness", "share", "share.download", "share.open")  # fmt: skip
ALONE = ("replica.voice", "replica.likeness", "share.download", "share.open")
ENDS = ("own-cooperative", "research", "public-interest", "commercial", "advertising", "hiring",
        "insurance-credit", "law-enforcement", "worker-management", "military", "political",
        "adult")  # fmt: skip
Names = frozenset[str] | None


class Wanted(NamedTuple):
    """What somebody wants to do with rows; the party is empty for the co-operative itself."""

    operation: str
    end_use: str
    party: str = ""
    territory: str = ""
    model_class: str = ""
    price: int | None = None
    credit: bool = True


class AtRow(NamedTuple):
    """Whose row, of which kind, in which batch, at which place."""

    member: str
    kind: str
    batch: str
    row: int


@dataclass(slots=True)
class Sentence:
    """One permission or prohibition, of a member or of a group that has voted."""

    member: str
    is_yes: bool
    kind: str
    batch: str
    row: int
    operation: str
    end_use: str
    begins: int
    ends: int
    party: Names
    territory: Names
    model_class: Names
    floor: int = 0
    credit: bool = False
    is_said: bool = True
    group: str = ""

    def fits(self, wanted: Wanted, at: int) -> bool:
        """Whether it is about what is wanted, now, with all its conditions."""
        return (
            self.is_said
            and self.is_about(wanted)
            and self.begins <= at < self.ends
            and (wanted.price is None or not self.is_yes or wanted.price >= self.floor)
            and (wanted.credit or not self.credit)
        )  # fmt: skip

    def concerns(self, kind: str, wanted: Wanted, batches: Iterable[str]) -> bool:
        """Whether a snapshot may rest on it, whatever the moment."""
        return (
            self.kind in ("", kind)
            and (not self.batch or self.batch in batches)
            and self.is_about(wanted)
        )

    def is_about(self, wanted: Wanted) -> bool:
        """Whether it speaks of this; a no also where more is asked than it names, or nobody knows."""
        pairs = ((wanted.operation, self.operation), (wanted.end_use, self.end_use))
        loose = ((self.territory, wanted.territory), (self.model_class, wanted.model_class))
        return (
            all(
                is_below(asked, named) or (not self.is_yes and is_below(named, asked))
                for asked, named in pairs
            )
            and (self.party is None or wanted.party in self.party)
            and all(
                names is None or name in names or (not self.is_yes and not name)
                for names, name in loose
            )
        )


@dataclass(slots=True)
class Struck:
    """What a strike stops."""

    operation: str
    end_use: str
    party: Names
    ends: int
    is_over: bool = False

    def stops(self, wanted: Wanted, at: int) -> bool:
        """Whether it stops this; towards everybody means everybody else than ourselves."""
        is_towards = wanted.party != "" if self.party is None else wanted.party in self.party
        return (
            not self.is_over
            and at < self.ends
            and is_towards
            and any(
                is_below(*pair)
                for pair in ((wanted.operation, self.operation), (self.operation, wanted.operation))
            )
            and is_below(wanted.end_use, self.end_use)
        )


@dataclass(slots=True)
class Saying:
    """Everything that was said beside simple yes and no."""

    sentences: dict[str, Sentence] = field(default_factory=dict)
    trusting: set[str] = field(default_factory=set)
    guardians: dict[str, tuple[str, int]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    strikes: dict[str, Struck] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    def is_minor(self, member: str, at: int) -> bool:
        """Whether somebody else speaks for her."""
        return member in self.guardians and at < self.guardians[member][1]

    def may_allow(self, member: str, guardian: str, at: int) -> bool:
        """Whether this is who allows for her."""
        if self.is_minor(member, at):
            return guardian == self.guardians[member][0]
        return guardian == ""

    def may_stop(self, member: str, guardian: str, at: int) -> bool:
        """Whether this is who says no for her; she herself always may."""
        if guardian == "":
            return True
        return self.is_minor(member, at) and self.guardians[member][0] == guardian

    def is_of(self, group: str, member: str, since: int) -> bool:
        """Whether she may vote on what a group says; on everything else everybody may."""
        if not group:
            return True
        return group in self.groups and self.groups[group].members.get(member, NEVER) <= since

    def group_of(self, batch: str) -> str:
        """The group that decides about a batch, or an empty text."""
        return next((name for name, one in self.groups.items() if batch in one.batches), "")

    def end_yes(self, member: str, kind: str) -> None:
        """Single permissions end with a withdrawal of their kind, and those of all kinds too."""
        for one in self.sentences.values():
            if one.member == member and one.is_yes and one.kind in ("", kind):
                one.is_said = False

    def allows_row(
        self, at_row: AtRow, plain: frozenset[str] | None, wanted: Wanted, at: int
    ) -> bool:
        """Whether one row may be used; `plain` is the simple yes, None after a withdrawal."""
        member, kind, batch, row = at_row
        if not any(is_below(wanted.operation, one) for one in DOES) or plain is None:
            return False
        if member in self.trusting and any(one.stops(wanted, at) for one in self.strikes.values()):
            return False
        if self.others.get(batch) == "none":
            return False
        group = self.group_of(batch)
        if group and not self._group_allows(group, kind, batch, wanted, at):
            return False
        fitting = [
            one
            for one in self.sentences.values()
            if one.member == member and one.kind in ("", kind) and one.batch in ("", batch)
            and one.row in (-1, row) and one.fits(wanted, at)
        ]  # fmt: skip
        if any(not one.is_yes for one in fitting):
            return False
        is_plain = any(is_below(wanted.operation, one) for one in PLAIN)
        return bool(group) or bool(fitting) or (is_plain and wanted.end_use in plain)

    def _group_allows(self, group: str, kind: str, batch: str, wanted: Wanted, at: int) -> bool:
        """Whether a group has voted yes to this, and not no."""
        fitting = [
            one.is_yes
            for one in self.sentences.values()
            if one.group == group and one.kind in ("", kind) and one.batch in ("", batch)
            and one.fits(wanted, at)
        ]  # fmt: skip
        return bool(fitting) and all(fitting)


def is_below(term: str, named: str) -> bool:
    """Whether a term is meant where another is named: only the dot makes a parent."""
    parts, other = term.split("."), named.split(".")
    return parts[: len(other)] == other
