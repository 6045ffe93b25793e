"""What a door does about belonging: hand the act with its sealed words to the desk.

It decides nothing, and keeps no name: names go to the vault with the entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt, Submission
from auzolan.members.acts import (
    Admit,
    Leave,
    RegisterKey,
    RegisterPasskey,
    RevokePasskey,
    SetClass,
)

UNSEALED = ""
"""What a sealed field holds until the desk puts the commitment to its words in its place."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody to take in: the random id she will be known by, and her name."""

    member: str
    name: str


def admit(desk: Desk, *, actor: str, member: str, name: str) -> Receipt | Refusal:
    """Take somebody in."""
    return admit_all(desk, actor=actor, people=(NewMember(member, name),))[0]


def admit_all(desk: Desk, *, actor: str, people: Sequence[NewMember]) -> list[Receipt | Refusal]:
    """Take many in, in one transaction; one who is refused holds up nobody."""
    return desk.submit(
        [
            Submission(
                named("admit", one.member), actor, Admit(one.member, UNSEALED), {"name": one.name}
            )
            for one in people
        ]
    )


def register_key(desk: Desk, *, member: str, key: str) -> Receipt | Refusal:
    """Name the Ed25519 key (64 hexadecimal digits) with which a member signs her acts."""
    return ask(desk, named("key", member, key), member, RegisterKey(member, key))


def register_passkey(desk: Desk, *, member: str, key: str, host: str) -> Receipt | Refusal:
    """Let a passkey, with its public key as the record writes it, sign for a member at a site."""
    return ask(desk, named("passkey", member, key), member, RegisterPasskey(member, key, host))


def revoke_passkey(desk: Desk, *, member: str, key: str) -> Receipt | Refusal:
    """Take a passkey back; what it signed stays signed."""
    return ask(desk, named("end-passkey", member, key), member, RevokePasskey(member, key))


def set_class(
    desk: Desk, *, actor: str, member: str, class_name: str, section: str = ""
) -> Receipt | Refusal:
    """Put a member into a class, and into the section in which she elects delegates."""
    return ask(desk, drawn(desk, "class"), actor, SetClass(member, class_name, section))


def leave(desk: Desk, *, member: str, reason: str) -> Receipt | Refusal:
    """Let a member leave."""
    return ask(desk, drawn(desk, "leave"), member, Leave(member, UNSEALED), {"reason": reason})
