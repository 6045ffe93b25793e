"""Keys with which programs come in: making one, finding whose it is, taking it back.

A key is `auz_<id>_<secret>`. It is shown once; only a digest of the secret stays. It opens what its owner
may do, narrowed to its scopes, and never more. It decides nothing about rights.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from auzolan.house.accounts.models import Person
from auzolan.house.doors.access.matrix import matrix
from auzolan.house.ports import system_ports
from auzolan.house.programs.models import NAME_SIZE_MAX, ProgramKey

BEGINS = "auz"
DAYS_MAX = 365
KEYS_EACH_MAX = 20
SCOPES_MAX = 200
_ID_BYTES = 6
_SECRET_BYTES = 32
_KEY = re.compile(rf"{BEGINS}_([0-9a-f]{{12}})_([A-Za-z0-9_-]{{43}})\Z")
_GROUP = re.compile(r"(do|read):(?:[a-z_]+\.)?\*\Z")


class KeyRefused(ValueError):
    """A key cannot be made so; the text says which part is wrong: name, days, scopes, many_keys."""


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key just made, with the text that is shown once."""

    key: ProgramKey
    text: str


def make(
    owner: Person, name: str, scopes: Iterable[str], days: int, *, is_strong: bool
) -> FreshKey:
    """Make a key.

    Args:
        owner: as whom the program will come.
        name: what she calls it, 1 to 80 signs.
        scopes: see `is_scope`; at least one.
        days: how long it opens anything, 1 to 365.
        is_strong: whether she has shown a second factor.
    Raises:
        KeyRefused: one of these is not so, or she has twenty keys already.
    """
    chosen = sorted(set(scopes))
    if not 1 <= len(name.strip()) <= NAME_SIZE_MAX:
        raise KeyRefused("name")
    if not 1 <= days <= DAYS_MAX:
        raise KeyRefused("days")
    if not 1 <= len(chosen) <= SCOPES_MAX or any(not is_scope(one) for one in chosen):
        raise KeyRefused("scopes")
    if len(live_keys(owner)) >= KEYS_EACH_MAX:
        raise KeyRefused("many_keys")
    key_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    made = ProgramKey.objects.create(
        key_id=key_id, digest=_digest(secret), owner=owner, name=name.strip(), scopes=chosen,
        is_strong=is_strong, made_on=today(), expires_on=today() + timedelta(days=days),
    )  # fmt: skip
    return FreshKey(made, f"{BEGINS}_{key_id}_{secret}")


def found(text: str) -> ProgramKey | None:
    """The key that this text is, if it opens anything today; notes the day of its use."""
    parts = _KEY.match(text)
    if parts is None:
        return None
    key = ProgramKey.objects.select_related("owner").filter(key_id=parts[1]).first()
    if key is None or not hmac.compare_digest(key.digest, _digest(parts[2])) or not is_live(key):
        return None
    if key.last_used_on != today():
        ProgramKey.objects.filter(pk=key.pk).update(last_used_on=today())
    return key


def revoke(owner: Person, key_id: str) -> bool:
    """Take a key of one's own back, from this moment; whether there was one."""
    keys = ProgramKey.objects.filter(owner=owner, key_id=key_id, revoked_on=None)
    return bool(keys.update(revoked_on=today()))


def revoke_all(owner: Person) -> int:
    """Take all keys of somebody back, from this moment; how many there were."""
    return ProgramKey.objects.filter(owner=owner, revoked_on=None).update(revoked_on=today())


def is_live(key: ProgramKey) -> bool:
    """Whether a key opens anything today."""
    return key.revoked_on is None and today() <= key.expires_on and key.owner.is_active


def live_keys(owner: Person) -> list[ProgramKey]:
    """The keys of somebody that open something today."""
    return [
        one
        for one in ProgramKey.objects.filter(owner=owner).select_related("owner")
        if is_live(one)
    ]


def is_scope(text: str) -> bool:
    """Whether a scope is a known action, or a group of known ones.

    Pages are no scope: programs read by the addresses made for them.
    """
    if text in matrix():
        return text.startswith(("do:", "read:"))
    if not _GROUP.match(text):
        return False
    return any(action.startswith(text.removesuffix("*")) for action in matrix())


def today() -> date:
    """The day, UTC."""
    return datetime.fromtimestamp(system_ports().clock() // 1_000, UTC).date()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()
