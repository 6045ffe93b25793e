"""The passkeys of an account as keys that can sign acts: their public half, and how a browser calls them.

Which of them sign for a member stands in the books, not here. A passkey of another kind than the
record takes is left out; it still signs her in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings

from auzolan.audit.folder import Folder
from auzolan.house.front import front_of
from auzolan.house.storage.reader import reader_of
from auzolan.members.state import Passkey
from auzolan.record.passkeys import OWN_MACHINE

_KIND, _CURVE, _X, _Y = 1, -1, -2, -3
_OKP, _EC2 = 1, 2
_P256, _ED25519 = 1, 6
_SIZE = 32


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """One passkey of an account.

    Attributes:
        number: of its line in the list of passkeys.
        name: what she calls it.
        handle: by which a browser finds it.
        key: its public key, as the record writes it; empty where the record takes no such kind.
    """

    number: int
    name: str
    handle: bytes
    key: str


def passkeys_of(member: str) -> list[OwnPasskey]:
    """The passkeys with which a member signs in, in the order in which they were added."""
    if not member:
        return []
    found = Authenticator.objects.filter(
        user__member=member, user__is_active=True, type=Authenticator.Type.WEBAUTHN
    )
    return [_read(one) for one in found.order_by("pk")]


@dataclass(frozen=True, slots=True)
class Signs:
    """Whether a passkey signs for its owner.

    Attributes:
        key: its public key; empty where it cannot sign, or once could and was taken back.
        entry: the entry since which it signs for her; None where it does not.
    """

    key: str
    entry: int | None


def signs_of(passkey: Authenticator, member: str) -> Signs:
    """Whether one of her passkeys signs for a member, or could."""
    key = _read(passkey).key if member else ""
    if not key:
        return Signs("", None)
    with reader_of(Folder(settings.AUZOLAN_FOLDER)) as reader:
        row = reader.get(Passkey, key)
    if row is None:
        return Signs(key, None)
    is_in_use = row.active == 1 and row.member == member
    return Signs(key, row.entry) if is_in_use else Signs("", None)


def host_of(folder: Folder) -> str:
    """The name of the site that passkeys of this co-operative belong to."""
    return front_of(folder).host or OWN_MACHINE


def _read(one: Authenticator) -> OwnPasskey:
    kept = one.wrap()
    about = kept.authenticator_data.credential_data
    return OwnPasskey(one.pk, kept.name, bytes(about.credential_id), key_text(about.public_key))


def key_text(cose: Mapping[int, object]) -> str:
    """A public key as the record writes it; empty where it is of another kind.

    Args:
        cose: the key as devices give it.
    Source: RFC 9053, sections 7.1 and 7.2.
    """
    kind, curve, x, y = (cose.get(name) for name in (_KIND, _CURVE, _X, _Y))
    if not isinstance(x, bytes) or len(x) != _SIZE:
        return ""
    if (kind, curve) == (_OKP, _ED25519):
        return f"ed25519-{x.hex()}"
    if (kind, curve) == (_EC2, _P256) and isinstance(y, bytes) and len(y) == _SIZE:
        return f"es256-{2 + y[-1] % 2:02x}{x.hex()}"
    return ""
