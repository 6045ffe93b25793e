"""Who said what about her rows in a walk, as spans of time: a ledger that reads no rule and no row.

Simple permissions, and everything that stops a use. It knows no permission with conditions, no vote of
a group and no minor's guardian: the walk asks for none, so that whatever it knows is all there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NEVER = 2**53 - 1
PLAIN = ("store", "analyse", "index", "embed", "evaluate", "train")
ANY = ""
NONE = -1
"""No time at all after a no, not even its own moment."""


@dataclass(slots=True)
class Span:
    """Something that held from one moment until before another."""

    since: int
    until: int = NEVER

    def holds(self, at: int) -> bool:
        """Whether it held at a moment."""
        return self.since <= at < self.until


@dataclass(slots=True)
class Stop(Span):
    """A no: to an operation for an end use by a party, of all rows, a kind, a batch or a row."""

    said_at: int = 0
    operation: str = ANY
    end_use: str = ANY
    party: tuple[str, ...] | None = None
    kind: str = ANY
    batch: str = ANY
    row: int = -1

    def meets(self, use: Use, kind: str, batch: str, row: int) -> bool:
        """Whether it is about this row in this use."""
        return (
            self.holds(use.at)
            and is_under(use.operation, self.operation)
            and is_under(use.end_use, self.end_use)
            and (self.party is None or use.party in self.party)
            and self.kind in (ANY, kind)
            and self.batch in (ANY, batch)
            and self.row in (-1, row)
        )


@dataclass(slots=True)
class Strike(Stop):
    """A no of those who trust; towards nobody in particular it is towards everybody else."""

    def meets(self, use: Use, kind: str, batch: str, row: int) -> bool:
        """Whether it stops this use."""
        is_own = self.party is None and not use.party
        return not is_own and Stop.meets(self, use, kind, batch, row)


@dataclass(frozen=True, slots=True)
class Use:
    """What is done with rows, for what, by whom (empty: the co-operative itself), when."""

    operation: str
    end_use: str
    party: str
    at: int


@dataclass(slots=True)
class Yes(Span):
    """Purposes that a simple permission allowed."""

    purposes: tuple[str, ...] = ()


@dataclass(slots=True)
class Batch:
    """Whose rows, of which kind, how many; and why and when others kept them from every use."""

    member: str
    kind: str
    rows: int
    kept: dict[str, list[Span]] = field(default_factory=dict)

    def keep(self, why: str, at: int, *, is_kept: bool) -> None:
        """From now on it is kept from use for this reason, or no longer."""
        spans = self.kept.setdefault(why, [])
        for span in spans:
            span.until = min(span.until, at)
        if is_kept:
            spans.append(Span(at))


@dataclass(slots=True)
class Noes:
    """The ledger."""

    batches: dict[str, Batch] = field(default_factory=dict)
    yes: dict[tuple[str, str], list[Yes]] = field(default_factory=dict)
    stops: dict[str, list[Stop]] = field(default_factory=dict)
    named: dict[str, Stop] = field(default_factory=dict)
    trust: dict[str, list[Span]] = field(default_factory=dict)
    strikes: dict[str, Strike] = field(default_factory=dict)

    def said_yes(self, member: str, kind: str, purposes: tuple[str, ...], at: int) -> None:
        """From now on exactly these purposes are allowed."""
        self.said_nothing(member, kind, at)
        self.yes.setdefault((member, kind), []).append(Yes(at, purposes=purposes))

    def said_nothing(self, member: str, kind: str, at: int) -> None:
        """From now on nothing is allowed any more."""
        for one in self.yes.get((member, kind), []):
            one.until = min(one.until, at)

    def left(self, member: str, at: int) -> None:
        """She has left: nothing of hers is allowed."""
        for who, kind in self.yes:
            if who == member:
                self.said_nothing(member, kind, at)

    def against(self, batch: str, row: int, use: Use, grace: int = NONE) -> str:
        """What stands against using a row, or an empty text.

        Args:
            batch: the batch.
            row: the row in it.
            use: what is done.
            grace: how long a model that is to be made anew goes on serving after a no. A strike
                has none, nor have other people in the rows.
        """
        one = self.batches[batch]
        yes = [
            said
            for said in self.yes.get((one.member, one.kind), [])
            if use.end_use in said.purposes
        ]
        if not any(said.since <= use.at < said.until + grace + 1 for said in yes):
            return f"{one.member} allowed no {use.end_use}"
        if not any(is_under(use.operation, plain) for plain in PLAIN):
            return f"{use.operation} is more than a simple yes"
        stops = [stop for stop in self.stops.get(one.member, []) if use.at > stop.said_at + grace]
        if any(stop.meets(use, one.kind, batch, row) for stop in stops):
            return f"{one.member} forbade it"
        for why, spans in one.kept.items():
            patience = grace if why == "group" else NONE
            if any(span.holds(use.at) and use.at > span.since + patience for span in spans):
                return f"{why} have a say in {batch}"
        trusts = any(span.holds(use.at) for span in self.trust.get(one.member, []))
        if trusts and any(one.meets(use, ANY, ANY, -1) for one in self.strikes.values()):
            return "there is a strike"
        return ""


def is_under(term: str, named: str) -> bool:
    """Whether a term is meant where another is named; nothing named means everything."""
    return named in (ANY, term) or term.startswith(f"{named}.")
