"""What can be asked about the worth of data."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact


class Value(Act, frozen=True, gc=False, tag="valuation.value/1"):
    """Report what each member's rows in a snapshot are worth to a model.

    `lines` is a restricted annex `values/1`, laid down beforehand, with the columns member,
    value_e9 (the amount), low_e9, high_e9, rows. `merging` and `cap_rows` say by which terms of the
    charter the rows were valued; a cap of 0 lets all rows in. `near_squared` is the recipe's distance
    at which two rows are one thing.
    """

    valuation: Id
    model: Id
    use: Id
    recipe: Digest
    lines: AnnexRef
    n_queries: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
    residual_e9: Whole
    merging: Annotated[str, Meta(pattern=r"\A(work|observation|vouched)\Z")]
    cap_rows: Annotated[int, Meta(ge=0, le=1_000_000)]
    near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Recheck(Act, frozen=True, gc=False, tag="valuation.recheck/1"):
    """Report that another person recomputed a valuation.

    `lines` is her own annex `values/1`, laid down beforehand, with the same columns; the two are
    compared line by line, since a published digest of unsalted amounts could be guessed.
    """

    valuation: Id
    lines: AnnexRef


class Valued(Fact, frozen=True, gc=False, tag="valuation.valued/1"):
    """A valuation is on the record; money may not use it yet."""

    valuation: Id
    members: Whole


class Rechecked(Fact, frozen=True, gc=False, tag="valuation.rechecked/1"):
    """A second actor found the same values; money may use them."""

    valuation: Id
    by: Id
