"""What is held twice counts once: rows that are one thing become one canonical row with owners.

What is one thing depends on the kind, and the charter says which kind is which:

- A *work* (a text, an image, a recording) is made once. Equal and near rows with one label are
  one canonical row, whoever brings them. It belongs to the earliest registered holder, to its
  co-creators by the shares they registered, or to whom a settled dispute gave it.
- An *observation* (a purchase, a rating, a label) is a fact about a person. Two people may do the
  same, so equal rows of two people stay two. Rows merge within one person, label included, or
  where they bear the id of one source event and say the same, whoever brings them. Anybody can
  write an id, so one person's id never takes the place of another's row that says otherwise.
- A *vouched observation* has an event id that its source vouches for. It merges on that id,
  whatever the rows say: the earliest stands, or the one that a settled dispute named. Rows of two
  events stay two, also within one person, since habits repeat. Only rows without an id merge
  within one person.

A later row never takes an earlier one's place without a settled dispute, and never moves another
row's leader. Holders whose rows are registered at one and the same moment share equally.

It cannot know that two accounts are one person, who made a thing that was registered late, or
whether an event's id is true: `docs/explanation/what-can-be-gamed.md` says what that lets
through. It chooses no distance, values nothing (`canonical_values` does) and pays nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias, assert_never

import numpy as np

from auzolan.valuation.payable.near import Content
from auzolan.valuation.quantize import IntArray

_BASIS_POINTS = 10_000

Shares: TypeAlias = tuple[tuple[str, int], ...]
"""Members with their parts in basis points, which make 10,000."""
Owners: TypeAlias = tuple[tuple[str, Fraction], ...]
"""Members with their parts, in order of id, which make 1."""
Said: TypeAlias = tuple[bytes, int]
"""What a row says: its content as it is spelled, and its label."""


class Merging(Enum):
    """What makes two rows of a kind one thing."""

    WORK = "work"
    OBSERVATION = "observation"
    VOUCHED = "vouched"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is registered about one row.

    Attributes:
        shares: who brought it; for a work, its co-creators with their shares.
        registered: when, as a place in the record; the smaller is the earlier, >= 0.
        event: id of the source event that an observation records, or "" where none is known.
        settled: shares that a settled dispute gave, or () where there was none.
    """

    shares: Shares
    registered: int
    event: str = ""
    settled: Shares = ()

    def __post_init__(self) -> None:
        for shares in (self.shares, self.settled or self.shares):
            if len({member for member, _ in shares}) != len(shares):
                raise ValueError(f"a member stands twice in {shares}")
            if (
                any(part <= 0 for _, part in shares)
                or sum(part for _, part in shares) != _BASIS_POINTS
            ):
                raise ValueError(f"shares are above 0 and make {_BASIS_POINTS}; got {shares}")
        if self.registered < 0:
            raise ValueError(f"a place in the record is at least 0; got {self.registered}")


def sole(member: str, registered: int, *, event: str = "") -> Claim:
    """The claim of one member alone.

    Args:
        member: her id.
        registered: place in the record, >= 0.
        event: id of the source event, if there is one.
    Returns:
        A claim with all shares hers.
    """
    return Claim(((member, _BASIS_POINTS),), registered, event)


@dataclass(frozen=True, slots=True, eq=False)
class CanonicalRows:
    """Which rows are one, and whose the one is.

    Attributes:
        row_of: int64 of shape (n,): the canonical row of each row.
        standing: int64 of shape (c,): the row whose content and label stand for it, the earliest
            registered first.
        owners: c times who holds it.
        members: everyone with a claim to some row, also those who hold none, in order.
    """

    row_of: IntArray
    standing: IntArray
    owners: tuple[Owners, ...]
    members: tuple[str, ...]


def canonical_rows(
    content: Content,
    labels: IntArray,
    claims: Sequence[Claim],
    *,
    merging: Merging,
    position: IntArray | None = None,
) -> CanonicalRows:
    """Merge rows that are one thing, and say whose it is.

    Args:
        content: what the n rows hold, and when two are near.
        labels: int64 class codes of shape (n,).
        claims: one for each row. An observation has one holder; of a work no event is read.
        merging: what the charter says of this kind.
        position: int64 of shape (n,): which of equal rows of one moment stands, the smallest; it
            makes no two rows different. None where there is no order.
    Returns:
        The canonical rows, the same whatever the order of the input.
    Raises:
        ValueError: lengths differ, an observation has several holders, or two settled disputes
            give one canonical row to different people.
    Source: charter, article on consent.
    """
    spelled = content.spelled()
    places = np.zeros(len(spelled), dtype=np.int64) if position is None else position
    if labels.shape != places.shape or len(claims) != len(spelled) or len(places) != len(spelled):
        raise ValueError(
            "expected a label and a claim for each row; "
            f"got {len(spelled)} rows, labels {labels.shape}, {len(claims)} claims"
        )
    if merging is not Merging.WORK:
        _require_one_holder(claims)
    codes: list[int] = labels.tolist()
    at: list[int] = places.tolist()
    order = sorted(
        range(len(spelled)),
        key=lambda row: (
            claims[row].registered, spelled[row], codes[row], at[row],
            sorted(claims[row].shares), claims[row].event, sorted(claims[row].settled),
        ),
    )  # fmt: skip
    said = list(zip(spelled, codes, strict=True))
    first_of = _first_of_event(order, claims, said, merging)
    kept = [row for row in order if first_of.get(row, row) == row]
    keys = [(codes[row], *_apart(claims[row], merging)) for row in kept]
    leader_of = _leaders(content, spelled, kept, keys)
    leader_of |= {row: leader_of[first_of[row]] for row in order if row not in leader_of}
    standing = [row for row in kept if leader_of[row] == row]
    place_of = {row: place for place, row in enumerate(standing)}
    row_of = np.array([place_of[leader_of[row]] for row in range(len(order))], dtype=np.int64)
    merged: list[list[Claim]] = [[] for _ in standing]
    for row in order:
        merged[place_of[leader_of[row]]].append(claims[row])
    return CanonicalRows(
        row_of=row_of,
        standing=np.array(standing, dtype=np.int64),
        owners=tuple(_owners(group) for group in merged),
        members=tuple(
            sorted({member for claim in claims for member, _ in claim.shares + claim.settled})
        ),
    )


def _apart(claim: Claim, merging: Merging) -> tuple[str, str]:
    """What keeps rows of equal content two: their holder, and the event that is vouched for."""
    match merging:
        case Merging.WORK:
            return "", ""
        case Merging.OBSERVATION:
            return claim.shares[0][0], ""
        case Merging.VOUCHED:
            return claim.shares[0][0], claim.event
        case _:
            assert_never(merging)


def _require_one_holder(claims: Sequence[Claim]) -> None:
    for row, claim in enumerate(claims):
        if len(claim.shares) != 1:
            raise ValueError(f"row {row}: an observation has one holder; got {claim.shares}")


def _first_of_event(
    order: Sequence[int], claims: Sequence[Claim], said: Sequence[Said], merging: Merging
) -> dict[int, int]:
    """For each row with an event id, the row that stands for its event: itself or an earlier one."""
    named = [row for row in order if claims[row].event]
    match merging:
        case Merging.WORK:
            return {}
        case Merging.OBSERVATION:
            return _first_who_says_it(named, claims, said)
        case Merging.VOUCHED:
            return _first_or_settled(named, claims)
        case _:
            assert_never(merging)


def _first_who_says_it(
    named: Sequence[int], claims: Sequence[Claim], said: Sequence[Said]
) -> dict[int, int]:
    """One person's rows of one event are one, and so are rows of it that say the same."""
    by_holder: dict[tuple[str, str], int] = {}
    by_content: dict[tuple[str, Said], int] = {}
    first: dict[int, int] = {}
    for row in named:
        event, holder = claims[row].event, claims[row].shares[0][0]
        found = by_holder.get((event, holder), by_content.get((event, said[row]), row))
        if found == row:
            by_content[event, said[row]] = row
        by_holder.setdefault((event, holder), found)
        first[row] = found
    return first


def _first_or_settled(named: Sequence[int], claims: Sequence[Claim]) -> dict[int, int]:
    """All rows of one event are one; what a settled dispute named goes before what came first."""
    stands: dict[str, int] = {}
    for row in named:
        if claims[row].settled:
            stands.setdefault(claims[row].event, row)
    for row in named:
        stands.setdefault(claims[row].event, row)
    return {row: stands[claims[row].event] for row in named}


def _leaders(
    content: Content, spelled: list[bytes], kept: list[int], keys: list[tuple[int, str, str]]
) -> dict[int, int]:
    """The leader of each kept row; equal contents are one before distances are asked for."""
    code_of = {key: code for code, key in enumerate(sorted(set(keys)))}
    codes = [code_of[key] for key in keys]
    first_of: dict[tuple[int, bytes], int] = {}
    for row, code in zip(kept, codes, strict=True):
        first_of.setdefault((code, spelled[row]), row)
    distinct = np.array(list(first_of.values()), dtype=np.int64)
    groups = np.array([code for code, _ in first_of], dtype=np.int64)
    led = distinct[content.leaders(distinct, groups)].tolist()
    leader_of = dict(zip(distinct.tolist(), led, strict=True))
    return {
        row: leader_of[first_of[code, spelled[row]]] for row, code in zip(kept, codes, strict=True)
    }


def _owners(claims: Sequence[Claim]) -> Owners:
    """Who holds a canonical row: a settled dispute, else the earliest, equal moments equally."""
    settled = {tuple(sorted(claim.settled)) for claim in claims if claim.settled}
    if len(settled) > 1:
        raise ValueError(f"disputes settled one canonical row in two ways: {sorted(settled)}")
    earliest = min(claim.registered for claim in claims)
    first = {tuple(sorted(claim.shares)) for claim in claims if claim.registered == earliest}
    holdings = settled or first
    parts: dict[str, Fraction] = {}
    for holding in holdings:
        for member, part in holding:
            share = Fraction(part, _BASIS_POINTS * len(holdings))
            parts[member] = parts.get(member, Fraction(0)) + share
    return tuple(sorted(parts.items()))
