"""What can be asked about royalties: what members earn by each use, in millionths."""

from __future__ import annotations

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact


class Accrue(Act, frozen=True, gc=False, tag="treasury.accrue/1"):
    """Write down what members have earned by the use of a licence, in millionths.

    `lines` is an annex `royalties/1` with the columns member, amount_micro (the amount).
    """

    accrual: Id
    licence: Id
    lines: AnnexRef


class SettleRoyalties(Act, frozen=True, gc=False, tag="treasury.settle_royalties/1"):
    """Make the whole cents of what has accrued payable; the remainders stay and accrue on."""

    settlement: Id
    period: Id


class Accrued(Fact, frozen=True, gc=False, tag="treasury.accrued/1"):
    """So many members have earned so much more, in millionths."""

    accrual: Id
    licence: Id
    amount_micro: Whole
    members: Whole


class RoyaltiesSettled(Fact, frozen=True, gc=False, tag="treasury.royalties_settled/1"):
    """The whole cents of what has accrued are payable.

    `lines` is a restricted annex `settlement/1` with the columns member, amount_cents (the amount).
    """

    settlement: Id
    period: Id
    amount_cents: Whole
    members: Whole
    lines: AnnexRef
