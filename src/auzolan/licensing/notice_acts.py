"""What can be asked about licensees and withdrawals: telling them, and what they certify."""

from __future__ import annotations

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.entries import Act, Fact


class Notify(Act, frozen=True, gc=False, tag="licensing.notify/1"):
    """Note that a licensee was told of a withdrawal; `withdrawal` is its entry."""

    licence: Id
    withdrawal: Whole


class Certify(Act, frozen=True, gc=False, tag="licensing.certify/1"):
    """Note a licensee's certificate that she has deleted what a withdrawal concerns."""

    licence: Id
    withdrawal: Whole
    certificate: Digest


class Notified(Fact, frozen=True, gc=False, tag="licensing.notified/1"):
    """The licensee knows, and owes her certificate by this moment."""

    licence: Id
    withdrawal: Whole
    certify_by: Whole


class Certified(Fact, frozen=True, gc=False, tag="licensing.certified/1"):
    """The licensee has certified the deletion."""

    licence: Id
    withdrawal: Whole
