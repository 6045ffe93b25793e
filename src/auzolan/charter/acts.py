"""What can be asked of the charter: found the co-operative, change a clause, fill an office."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.articles import Change, Charter
from auzolan.foundation import canonical
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id, NoneOrDigest, NoneOrId
from auzolan.record.acts import VerifierKey
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

Changes = Annotated[tuple[Change, ...], Meta(max_length=20)]
TermDays = Annotated[int, Meta(ge=1, le=3_650)]


class Seat(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One mandate of the founding assembly: who holds which office."""

    office: Id
    holder: Id


class Found(Act, frozen=True, gc=False, tag="charter.found/1"):
    """The founding assembly's act: the name, the first charter, the first mandates.

    `log_key` is the verifier key of the record; `period` the first span of the books; `texts` the
    open annex `charter_texts/1` with the human text of each article, by article and language.
    """

    name: Sealed
    origin: Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9./-]{2,100}\Z")]
    log_key: VerifierKey
    charter: Charter
    seats: Annotated[tuple[Seat, ...], Meta(min_length=1, max_length=24)]
    period: Id
    texts: AnnexRef


class Amend(Act, frozen=True, gc=False, tag="charter.amend/1"):
    """Carry out a change of clauses, or of texts, that the members voted.

    `texts` is the open annex `charter_texts/1` with the new text of some articles, in all their
    languages; None where no text changes.
    """

    mandate: Id
    changes: Changes
    texts: AnnexRef | None = None

    def subject(self) -> str:
        """The digest of the changes, as the resolution named them."""
        return subject_of_changes(self.changes, self.texts)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class Appoint(Act, frozen=True, gc=False, tag="charter.appoint/1"):
    """Put a member into an office for a time, as the members voted."""

    mandate: Id
    office: Id
    holder: Id
    days: TermDays

    def subject(self) -> str:
        """The digest of the appointment, as the resolution named it."""
        return subject_of_appointment(self.office, self.holder, self.days)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class Recall(Act, frozen=True, gc=False, tag="charter.recall/1"):
    """Take an office from its holder before the time is over, as the members voted."""

    mandate: Id
    office: Id
    holder: Id

    def subject(self) -> str:
        """The digest of the recall, as the resolution named it."""
        return subject_of_recall(self.office, self.holder)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


def subject_of_appointment(office: str, holder: str, days: int) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"appoint": {"days": days, "holder": holder, "office": office}})


def subject_of_recall(office: str, holder: str) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"recall": {"holder": holder, "office": office}})


def subject_of_changes(changes: tuple[Change, ...], texts: AnnexRef | None = None) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"changes": changes, "texts": texts})


class Founded(Fact, frozen=True, gc=False, tag="charter.founded/1"):
    """The co-operative exists; this charter is in force."""

    charter_digest: Digest


class MandateGiven(Fact, frozen=True, gc=False, tag="charter.mandate_given/1"):
    """Somebody may do something, for a time; what needs a decision of members needs this."""

    mandate: Id
    power: Id
    holder: NoneOrId
    subject: NoneOrDigest
    from_at: Whole
    until_at: Whole


class MandateUsed(Fact, frozen=True, gc=False, tag="charter.mandate_used/1"):
    """A mandate for one subject has been used and is spent."""

    mandate: Id


class Amended(Fact, frozen=True, gc=False, tag="charter.amended/1"):
    """Another version of the charter is in force from this entry on.

    `texts` is the open annex with the text of every article, where a text has changed; else None.
    """

    charter_digest: Digest
    version: Whole
    texts: AnnexRef | None = None


class TermEnded(Fact, frozen=True, gc=False, tag="charter.term_ended/1"):
    """Others were elected for all seats of her organ; her term is over."""

    office: Id
    holder: Id


class Recalled(Fact, frozen=True, gc=False, tag="charter.recalled/1"):
    """She holds this office no longer; all her mandates for it have ended."""

    office: Id
    holder: Id
