"""What can be asked about tax that is kept back from what members are paid."""

from __future__ import annotations

from auzolan.charter.distribution import Bp
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed


class Withhold(Act, frozen=True, gc=False, tag="treasury.withhold/1"):
    """Keep back the charter's part of each member's cash of a plan that has been shared."""

    plan: Id


class RemitWithholding(Act, frozen=True, gc=False, tag="treasury.remit_withholding/1"):
    """Note that all tax kept back so far has gone to the tax office."""

    remittance: Id
    reference: Sealed


class Withheld(Fact, frozen=True, gc=False, tag="treasury.withheld/1"):
    """So much is payable no longer, but kept back for tax.

    `lines` is a restricted annex `withholding/1` with the columns member, amount_cents (the
    amount). Cash is the same part for all, so `amount_cents` adds nothing to what a plan shows.
    """

    plan: Id
    rate_bp: Bp
    amount_cents: Whole
    members: Whole
    lines: AnnexRef


class WithholdingRemitted(Fact, frozen=True, gc=False, tag="treasury.withholding_remitted/1"):
    """The tax office has it; nothing is kept back any more.

    `lines` is a restricted annex `remittance/1` with the columns member, amount_cents (the amount).
    """

    remittance: Id
    amount_cents: Whole
    members: Whole
    lines: AnnexRef
