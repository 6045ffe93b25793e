"""The passkeys with which a member signs acts herself: which sign for her, and since when.

Whether an assertion fits an act, the record's room works out; here stands whose passkey it is. It
keeps no name of a device and no handle that a browser knows a passkey by.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import (
    Leave,
    Left,
    PasskeyRegistered,
    PasskeyRevoked,
    RegisterPasskey,
    RevokePasskey,
)
from auzolan.members.rules import not_a_member
from auzolan.members.state import Passkey, is_in_standing
from auzolan.record.case import Case
from auzolan.record.passkeys import (
    Assertion,
    PasskeyFault,
    fault_of,
    is_key,
    passkey_challenge,
)

PASSKEYS_MAX = 10
"""How many may sign for one member at once: devices of one person, not of a household."""


def decide_register_passkey(
    books: Books, act: RegisterPasskey, case: Case
) -> tuple[PasskeyRegistered, ...] | Refusal:
    """Let a member name a passkey that signs for her, beside those that do already.

    Args:
        books: the state before the act.
        act: the member, the public key of the passkey, and the site that it belongs to.
        case: place, time and actor.
    Returns:
        `PasskeyRegistered`, or the refusal.
    Source: charter, article on membership.
    """
    article = f"Art. {charter_of(books).membership.number}"
    if not is_in_standing(books, act.member):
        return not_a_member(act.member, article)
    if books.get(Passkey, act.key) is not None:
        return Refusal(
            "members.passkey_used", article,
            f"The passkey {act.key[:16]} has been registered before.",
            "Make a new passkey; each is registered once, by one person.",
        )  # fmt: skip
    if not is_key(act.key):
        return Refusal(
            "members.passkey_unsound", article,
            f"The passkey {act.key[:16]} is no point of its curve.",
            "Let the device make a new passkey.",
        )  # fmt: skip
    if books.count(Passkey, member=act.member, active=1) >= PASSKEYS_MAX:
        return Refusal(
            "members.passkeys_many", article,
            f"{PASSKEYS_MAX} passkeys sign for {act.member} already, which is the most.",
            "Take one of them back first.",
        )  # fmt: skip
    return (PasskeyRegistered(act.member, act.key, act.host),)


def apply_passkey_registered(
    books: Books, case: Case, act: RegisterPasskey, fact: PasskeyRegistered
) -> None:
    """Write down the passkey."""
    books.add(Passkey(fact.key, fact.member, 1, fact.host, case.seq))


def decide_revoke_passkey(
    books: Books, act: RevokePasskey, case: Case
) -> tuple[PasskeyRevoked, ...] | Refusal:
    """Let a member take a passkey back; what it has signed stays signed.

    Args:
        books: the state before the act.
        act: the member and the passkey.
        case: place, time and actor.
    Returns:
        `PasskeyRevoked`, or the refusal.
    Source: charter, article on membership.
    """
    row = books.get(Passkey, act.key)
    if row is None or row.member != act.member or not row.active:
        return Refusal(
            "members.passkey_not_in_use", f"Art. {charter_of(books).membership.number}",
            f"The passkey {act.key[:16]} does not sign for {act.member}.",
            "Look at the passkeys that sign for you; nothing is left to do about this one.",
        )  # fmt: skip
    return (PasskeyRevoked(act.member, act.key),)


def apply_passkey_revoked(
    books: Books, case: Case, act: RevokePasskey, fact: PasskeyRevoked
) -> None:
    """Put the passkey out of use."""
    row = books.get(Passkey, fact.key)
    assert row is not None, "a passkey was taken back that was never registered"
    books.put(msgspec.structs.replace(row, active=0, ended=case.seq))


def apply_left_passkeys(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Put all passkeys of somebody who has left out of use."""
    for row in books.find(Passkey, member=fact.member, active=1):
        books.put(msgspec.structs.replace(row, active=0, ended=case.seq))


def signed_at(row: Passkey | None, member: str, entry: int) -> bool:
    """Whether a passkey signed for a member when an entry was made.

    The entry that takes it back may still be signed with it.
    """
    if row is None or row.member != member or row.entry >= entry:
        return False
    return row.ended < 0 or row.ended >= entry


def fault_in(
    books: Books, assertion: Assertion, *, actor: str, message: bytes, entry: int
) -> PasskeyFault | None:
    """What keeps an assertion from showing that a member asked for an act.

    Args:
        books: the state before the entry, or any later one.
        assertion: as her device made it.
        actor: the member.
        message: what a key of hers would sign for the act.
        entry: the place that the act has, or would have.
    Returns:
        The first fault, or None.
    """
    row = books.get(Passkey, assertion.key)
    if row is None or not signed_at(row, actor, entry):
        return PasskeyFault.NOT_HERS
    return fault_of(assertion, row.host, passkey_challenge(message))
