"""What can be asked about contributions."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

Rows = Annotated[int, Meta(ge=1, le=10_000_000)]


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
