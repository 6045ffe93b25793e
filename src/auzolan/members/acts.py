"""What can be asked about belonging."""

from __future__ import annotations

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed


class Admit(Act, frozen=True, gc=False, tag="members.admit/1"):
    """Take somebody in; the fee and the first instalment of her contribution are in the bank."""

    member: Id
    name: Sealed


class RegisterKey(Act, frozen=True, gc=False, tag="members.register_key/1"):
    """A member names the Ed25519 key with which she will sign acts herself."""

    member: Id
    key: Digest

    def person(self) -> str:
        """The member whose key it is."""
        return self.member


class Leave(Act, frozen=True, gc=False, tag="members.leave/1"):
    """A member leaves; her capital stays hers until it is paid back."""

    member: Id
    reason: Sealed

    def person(self) -> str:
        """The member who leaves."""
        return self.member


class Admitted(Fact, frozen=True, gc=False, tag="members.admitted/1"):
    """She is a member in good standing, with this contribution as her capital.

    `contribution_cents` is what she has paid on joining: all of it, or the first instalment; then
    `due_cents` are still due, in so many `instalments`. `joining_fee_cents` went to the obligatory reserve.
    """

    member: Id
    contribution_cents: Whole
    due_cents: Whole = 0
    instalments: Whole = 0
    joining_fee_cents: Whole = 0


class KeyRegistered(Fact, frozen=True, gc=False, tag="members.key_registered/1"):
    """From now on this key signs for this member."""

    member: Id
    key: Digest


class Left(Fact, frozen=True, gc=False, tag="members.left/1"):
    """She is no longer a member; by these moments models are retrained and her rows erased."""

    member: Id
    retrain_by: Whole
    erase_by: Whole
