"""What can be asked about capital that members pay in after they have joined."""

from __future__ import annotations

from enum import StrEnum

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed


class ContributionKind(StrEnum):
    """What a member pays in: what she owes since she joined, or more of her own free will."""

    COMPULSORY = "compulsory"
    VOLUNTARY = "voluntary"


class Contribute(Act, frozen=True, gc=False, tag="treasury.contribute/1"):
    """Note capital that has reached the bank, of one member or of many at once.

    `lines` is a restricted annex `contribution/1` with the columns member, amount_cents (the
    amount). The general ledger is open and shows their sum: where one member stands alone in it,
    the sum is her amount. Several in one act keep each other's amounts to themselves.
    """

    contribution: Id
    capital: ContributionKind
    lines: AnnexRef
    reference: Sealed


class Contributed(Fact, frozen=True, gc=False, tag="treasury.contributed/1"):
    """It is in the bank, and is the capital of so many members."""

    contribution: Id
    amount_cents: Whole
    members: Whole
