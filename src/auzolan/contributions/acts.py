"""What can be asked about contributions."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

Rows = Annotated[int, Meta(ge=1, le=10_000_000)]
RowNumber = Annotated[int, Meta(ge=0, le=9_999_999)]


class Offer(Act, frozen=True, gc=False, tag="contributions.offer/1"):
    """Bring a batch of one's own rows; `root` is the Merkle root of their salted digests."""

    batch: Id
    member: Id
    kind: Id
    rows: Rows
    root: Digest

    def person(self) -> str:
        """The member who brings the rows."""
        return self.member


class Erase(Act, frozen=True, gc=False, tag="contributions.erase/1"):
    """Note that a withdrawn batch's rows and salts have been destroyed in the vault."""

    batch: Id
    reason: Sealed


class Part(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One member's share of rows, in basis points."""

    member: Id
    share_bp: Annotated[int, Meta(ge=1, le=10_000)]


Parts = Annotated[tuple[Part, ...], Meta(min_length=1, max_length=50)]


class Share(Act, frozen=True, gc=False, tag="contributions.share/1"):
    """Register who made the works of a batch together, in the place of what was registered before.

    `shares` is the whole list; the shares make 10,000 basis points. The bringer need not be in it.
    """

    batch: Id
    member: Id
    shares: Parts

    def person(self) -> str:
        """The member who brought the batch."""
        return self.member


class Settle(Act, frozen=True, gc=False, tag="contributions.settle/1"):
    """Give rows of a batch to others, as a dispute between people was settled.

    `rows` count from 0 within the batch, in rising order; the shares make 10,000 basis points.
    """

    batch: Id
    rows: Annotated[tuple[RowNumber, ...], Meta(min_length=1, max_length=300)]
    shares: Parts
    reason: Sealed


class Offered(Fact, frozen=True, gc=False, tag="contributions.offered/1"):
    """The batch belongs to this member's contributions."""

    batch: Id
    member: Id
    kind: Id
    rows: Whole
    root: Digest


class Erased(Fact, frozen=True, gc=False, tag="contributions.erased/1"):
    """The rows of this batch exist no longer; what rested on them is attested only."""

    batch: Id
    rows: Whole


class Shared(Fact, frozen=True, gc=False, tag="contributions.shared/1"):
    """The works of this batch are held by so many people, by the shares of the act."""

    batch: Id
    members: Whole


class Settled(Fact, frozen=True, gc=False, tag="contributions.settled/1"):
    """So many rows of this batch are held by the shares of the act from now on."""

    batch: Id
    rows: Whole
