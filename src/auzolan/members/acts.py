"""What can be asked about belonging."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed
from auzolan.record.passkeys import Host, PasskeyKey

ClassName = Annotated[str, Meta(pattern=r"\A(full|collaborator|inactive)\Z")]


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


class RegisterPasskey(Act, frozen=True, gc=False, tag="members.register_passkey/1"):
    """A member names a passkey that signs acts for her; `host` is the site that it belongs to."""

    member: Id
    key: PasskeyKey
    host: Host

    def person(self) -> str:
        """The member whose passkey it is."""
        return self.member


class RevokePasskey(Act, frozen=True, gc=False, tag="members.revoke_passkey/1"):
    """A member takes back a passkey: lost, sold, or not hers any more."""

    member: Id
    key: PasskeyKey

    def person(self) -> str:
        """The member whose passkey it was."""
        return self.member


class Leave(Act, frozen=True, gc=False, tag="members.leave/1"):
    """A member leaves; her capital stays hers until it is paid back."""

    member: Id
    reason: Sealed

    def person(self) -> str:
        """The member who leaves."""
        return self.member


class SetClass(Act, frozen=True, gc=False, tag="members.set_class/1"):
    """Put a member into a class, whose votes may be bounded together, and into a section.

    In a section members elect their delegates; an empty one is that of all who have none.
    """

    member: Id
    class_name: ClassName
    section: NoneOrId


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


class ClassSet(Fact, frozen=True, gc=False, tag="members.class_set/1"):
    """From now on she belongs to this class and this section."""

    member: Id
    class_name: ClassName
    section: NoneOrId


class KeyRegistered(Fact, frozen=True, gc=False, tag="members.key_registered/1"):
    """From now on this key signs for this member."""

    member: Id
    key: Digest


class PasskeyRegistered(Fact, frozen=True, gc=False, tag="members.passkey_registered/1"):
    """From now on this passkey signs for this member, at this site."""

    member: Id
    key: PasskeyKey
    host: Host


class PasskeyRevoked(Fact, frozen=True, gc=False, tag="members.passkey_revoked/1"):
    """From the next entry on this passkey signs for nobody."""

    member: Id
    key: PasskeyKey


class Left(Fact, frozen=True, gc=False, tag="members.left/1"):
    """She is no longer a member; by these moments models are retrained and her rows erased."""

    member: Id
    retrain_by: Whole
    erase_by: Whole
