"""What can be asked about consent: simple grants, single statements, who speaks for whom.

Strikes are in `strike_acts`, groups in `group_acts`, what members ask about their data in
`request_acts`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Id, NoneOrId
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedInt, Sealed

Purposes = Annotated[tuple[Id, ...], Meta(max_length=30)]
Term = Annotated[str, Meta(pattern=r"\A[a-z][a-z.-]{0,47}\Z")]
Name = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,47}\Z")]
Names = Annotated[tuple[Name, ...], Meta(max_length=20)] | None
"""Who, where or for which models: None for no limit, an empty list for nobody."""
Parties = Annotated[tuple[Id, ...], Meta(max_length=20)] | None
"""As `Names`, in the one spelling that licences have: a no to `Acme` would bind no `acme`."""
Moment = Annotated[int, Meta(ge=0, le=INTEGER_MAX)]
Micro = Annotated[int, Meta(ge=0, le=10**12)]


class Scope(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Which of a member's rows are meant: all, those of a kind, of a batch, or one row.

    Attributes:
        kind: the kind, empty for all.
        batch: the batch, empty for all of the kind.
        row: the row's number within the batch, from 0; -1 for all.
    """

    kind: NoneOrId = ""
    batch: NoneOrId = ""
    row: Annotated[int, Meta(ge=-1, le=9_999_999)] = -1


class Terms(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What a statement is about and under which conditions it holds.

    Attributes:
        operation: what is done with the rows; what lies below it is meant too.
        end_use: what for; likewise.
        begins: the first moment at which it holds, 0 for that of the entry.
        ends: the first moment at which it no longer holds, 0 for never.
        party: who may ask.
        territory: where, codes of ISO 3166-1 alpha-2.
        model_class: for which kinds of models.
        taxonomy: the version of the terms that the member was shown.
    """

    operation: Term
    end_use: Term
    begins: Moment
    ends: Moment
    party: Parties
    territory: Names
    model_class: Names
    taxonomy: Annotated[int, Meta(ge=1, le=1_000)]


class Price(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The least that a sale must bring: millionths of a currency for a unit."""

    micro: Micro
    currency: Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]
    unit: Id


class Grant(Act, frozen=True, gc=False, tag="consent.grant/1"):
    """Allow the ordinary operations on one's rows of a kind for exactly these purposes, from now on."""

    member: Id
    kind: Id
    purposes: Purposes

    def person(self) -> str:
        """The member whose rows they are."""
        return self.member


class Withdraw(Act, frozen=True, gc=False, tag="consent.withdraw/1"):
    """Stop all use of one's rows of a kind, at once.

    `guardian` is who speaks for her, where she does not speak for herself; she always may.
    """

    member: Id
    kind: Id
    guardian: NoneOrId = ""

    def person(self) -> str:
        """Who withdraws: the member, or who speaks for her."""
        return self.guardian or self.member


class Permit(Act, frozen=True, gc=False, tag="consent.permit/1"):
    """Allow one operation for one end use, under conditions.

    `floor` is the least price of a sale, None for none; `credit` demands that those who made the
    data are named. `guardian` is who speaks for a minor, and then `terms.ends` may not be 0.
    """

    statement: Id
    member: Id
    guardian: NoneOrId
    scope: Scope
    terms: Terms
    floor: Price | None
    credit: bool

    def person(self) -> str:
        """Who allows it: the member, or who speaks for her."""
        return self.guardian or self.member


class Prohibit(Act, frozen=True, gc=False, tag="consent.prohibit/1"):
    """Forbid one operation for one end use, whatever else is allowed; conditions narrow it."""

    statement: Id
    member: Id
    guardian: NoneOrId
    scope: Scope
    terms: Terms

    def person(self) -> str:
        """Who forbids it: the member, or who speaks for her."""
        return self.guardian or self.member


class Lift(Act, frozen=True, gc=False, tag="consent.lift/1"):
    """Take one statement back, permission or prohibition, at once."""

    statement: Id
    member: Id
    guardian: NoneOrId

    def person(self) -> str:
        """Who takes it back: the member, or who speaks for her."""
        return self.guardian or self.member


class Entrust(Act, frozen=True, gc=False, tag="consent.entrust/1"):
    """Let the co-operative act for one towards those who use models: bargain, and strike."""

    member: Id

    def person(self) -> str:
        """The member who entrusts."""
        return self.member


class EndTrust(Act, frozen=True, gc=False, tag="consent.end_trust/1"):
    """Take that back; no permission of hers changes."""

    member: Id

    def person(self) -> str:
        """The member who entrusted."""
        return self.member


class SetGuardian(Act, frozen=True, gc=False, tag="consent.set_guardian/1"):
    """Note who speaks for a minor, and the moment from which she speaks for herself.

    `until` is restricted: it tells her age.
    """

    member: Id
    guardian: Id
    until: RestrictedInt


class NoteThirdPersons(Act, frozen=True, gc=False, tag="consent.note_third_persons/1"):
    """Note that rows of a batch speak of other people, and on what basis they may be used.

    `basis` is `none` until there is one; `evidence` says where it can be looked up.
    """

    batch: Id
    basis: Annotated[str, Meta(pattern=r"\A(none|consent|anonymised|law)\Z")]
    evidence: Sealed


class Granted(Fact, frozen=True, gc=False, tag="consent.granted/1"):
    """These purposes, as bits of the charter's list, are allowed; all others are not.

    `retrain_by` is 0, or, where the grant takes back a purpose allowed before, the moment by
    which the models made for that purpose are retrained. `taxonomy` is the version of the terms
    that was shown.
    """

    member: Id
    kind: Id
    mask: Whole
    retrain_by: Whole
    taxonomy: Whole = 1


class Withdrawn(Fact, frozen=True, gc=False, tag="consent.withdrawn/1"):
    """Nothing is allowed any more; by these moments models are retrained and rows erased."""

    member: Id
    kind: Id
    retrain_by: Whole
    erase_by: Whole


class Permitted(Fact, frozen=True, gc=False, tag="consent.permitted/1"):
    """A permission holds from `begins` until before `ends`, for these terms as bits."""

    statement: Id
    operations: Whole
    end_uses: Whole
    begins: Whole
    ends: Whole


class Prohibited(Fact, frozen=True, gc=False, tag="consent.prohibited/1"):
    """A prohibition holds; models made under what it forbids are retrained by `retrain_by`."""

    statement: Id
    operations: Whole
    end_uses: Whole
    begins: Whole
    ends: Whole
    retrain_by: Whole


class Lifted(Fact, frozen=True, gc=False, tag="consent.lifted/1"):
    """A statement holds no longer; `retrain_by` is 0 where it was a prohibition."""

    statement: Id
    retrain_by: Whole


class Entrusted(Fact, frozen=True, gc=False, tag="consent.entrusted/1"):
    """The co-operative acts for her."""

    member: Id


class TrustEnded(Fact, frozen=True, gc=False, tag="consent.trust_ended/1"):
    """The co-operative acts for her no longer."""

    member: Id


class GuardianSet(Fact, frozen=True, gc=False, tag="consent.guardian_set/1"):
    """Somebody speaks for her until she is of age, and nothing is allowed that was before.

    `retrain_by` is the moment by which the models are retrained that her permissions led to, 0
    where there was none.
    """

    member: Id
    guardian: Id
    retrain_by: Whole = 0


class ThirdPersonsNoted(Fact, frozen=True, gc=False, tag="consent.third_persons_noted/1"):
    """Rows of a batch speak of other people; with the basis `none` they are not used."""

    batch: Id
    basis: Id
