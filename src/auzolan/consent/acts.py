"""What can be asked about consent."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.entries import Act, Fact

Purposes = Annotated[tuple[Id, ...], Meta(max_length=30)]


class Grant(Act, frozen=True, gc=False, tag="consent.grant/1"):
    """Allow one's rows of a kind to be used for exactly these purposes, from now on."""

    member: Id
    kind: Id
    purposes: Purposes

    def person(self) -> str:
        """The member whose rows they are."""
        return self.member


class Withdraw(Act, frozen=True, gc=False, tag="consent.withdraw/1"):
    """Stop all use of one's rows of a kind, at once."""

    member: Id
    kind: Id

    def person(self) -> str:
        """The member whose rows they are."""
        return self.member


class Granted(Fact, frozen=True, gc=False, tag="consent.granted/1"):
    """These purposes, as bits of the charter's list, are allowed; all others are not.

    `retrain_by` is 0, or, where the grant takes back a purpose allowed before, the moment by
    which the models made for that purpose are retrained.
    """

    member: Id
    kind: Id
    mask: Whole
    retrain_by: Whole


class Withdrawn(Fact, frozen=True, gc=False, tag="consent.withdrawn/1"):
    """Nothing is allowed any more; by these moments models are retrained and rows erased."""

    member: Id
    kind: Id
    retrain_by: Whole
    erase_by: Whole
