"""What can be asked about strikes: uses that the members stop together, and start again."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.consent.acts import Moment, Parties, Term
from auzolan.foundation import canonical
from auzolan.foundation.ids import Id
from auzolan.record.entries import Act, Fact


class StrikeTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a strike stops: an operation for an end use towards parties.

    Attributes:
        strike: its id.
        operation: what is stopped; what lies below it is meant too.
        end_use: what for; likewise.
        party: towards whom; None for everybody else than the co-operative.
        until: the first moment at which it no longer holds, 0 for until it is ended by a vote.
    """

    strike: Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,35}\Z")]
    operation: Term
    end_use: Term
    party: Parties
    until: Moment


def subject_of_strike(terms: StrikeTerms) -> str:
    """What a resolution to strike and its execution must agree on."""
    return canonical.digest({"strike": terms})


def subject_of_strike_end(strike: str) -> str:
    """What a resolution to end a strike and its execution must agree on."""
    return canonical.digest({"strike_end": strike})


class Strike(Act, frozen=True, gc=False, tag="consent.strike/1"):
    """Stop uses for all who have entrusted the co-operative, as the members voted."""

    mandate: Id
    terms: StrikeTerms

    def subject(self) -> str:
        """The digest of the terms, as the resolution named them."""
        return subject_of_strike(self.terms)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class EndStrike(Act, frozen=True, gc=False, tag="consent.end_strike/1"):
    """End a strike before its time, as the members voted."""

    mandate: Id
    strike: Id

    def subject(self) -> str:
        """The digest of the strike's id, as the resolution named it."""
        return subject_of_strike_end(self.strike)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class Struck(Fact, frozen=True, gc=False, tag="consent.struck/1"):
    """These uses are stopped for everyone who has entrusted the co-operative."""

    strike: Id


class StrikeEnded(Fact, frozen=True, gc=False, tag="consent.strike_ended/1"):
    """A strike holds no longer; every permission holds as it was."""

    strike: Id
