"""Changing the key that signs the record: a new file, the act, and then the old file goes.

Killed anywhere, what is in use is there: the new key lies beside the old one before the act names
it, and takes the old one's name only when the act is durable. Asked again, it finishes what was
begun. It decides nothing; the act's rule does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading
from auzolan.house.desk import Desk
from auzolan.house.keeping.elsewhere import retired_vkeys
from auzolan.house.keys import SECRET_SIZE, keep_key, load_signer
from auzolan.house.lock import turn
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.files import sync_folder
from auzolan.house.submission import Receipt
from auzolan.record.acts import RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import rotation_message

_NEXT = "log-next.pem"


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was done.

    Attributes:
        receipt: the entry that changed the key; None where an earlier one was only finished.
        vkey: the verifier key in use now.
    """

    receipt: Receipt | None
    vkey: str


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of a folder by their verifier keys, and which of them is in use."""

    origin: str
    in_use: str
    retired: frozenset[str]
    files: Mapping[str, Path]


def rotate(desk: Desk, *, actor: str) -> Rotated | Refusal:
    """Let a new key sign the record from here on.

    Where an earlier rotation was broken off after its entry, it is finished and no other is begun.

    Args:
        desk: the co-operative's desk.
        actor: who holds the office of the operator.
    Returns:
        What was done, or why not; a refusal leaves the old key in use and no new one behind.
    Raises:
        OSError: a key cannot be written, or the key in use is not in the folder.
    """
    # Two at once would take the same unused key, and one that is refused must not destroy it.
    with turn(desk.folder.path / "rotate.lock"):
        return _rotate(desk, actor)


def _rotate(desk: Desk, actor: str) -> Rotated | Refusal:
    keys = _keys_of(desk)
    if keys.in_use not in keys.files:
        raise OSError(f"the private key of {keys.in_use[:60]} is not in the keys folder")
    if keys.files[keys.in_use] != desk.folder.log_key:
        publish(desk)
        _settle(desk.folder, keys.files[keys.in_use])
        return Rotated(None, keys.in_use)
    made = _next_key(desk, keys)
    act = _act(keys, made)
    answer = ask(desk, named("rotate-key", act.new_key), actor, act)
    if isinstance(answer, Refusal):
        (desk.folder.keys / _NEXT).unlink(missing_ok=True)
        return answer
    publish(desk)  # the first checkpoint with both signatures, while both keys are there
    _settle(desk.folder, desk.folder.keys / _NEXT)
    return Rotated(answer, act.new_key)


def rehearse(desk: Desk, *, actor: str) -> Receipt | Refusal:
    """What the desk would answer, with a key that is kept nowhere.

    Args:
        desk: one that writes nothing.
        actor: who would ask.
    """
    keys = _keys_of(desk)
    act = _act(keys, Signer(keys.origin, _drawn(desk)))
    return ask(desk, named("rotate-key", act.new_key), actor, act)


def _act(keys: _Keys, made: Signer) -> RotateKey:
    new = format_vkey(made.verifier_key)
    signature = made.private_key.sign(rotation_message(keys.origin, keys.in_use, new))
    return RotateKey(keys.in_use, new, signature.hex())


def _next_key(desk: Desk, keys: _Keys) -> Signer:
    """The key that a broken rotation made and never used, or a new one, durable."""
    path = desk.folder.keys / _NEXT
    if path.exists():
        made = load_signer(path, keys.origin)
        if format_vkey(made.verifier_key) not in {keys.in_use, *keys.retired}:
            return made
    key = _drawn(desk)
    keep_key(path, key)
    return Signer(keys.origin, key)


def _drawn(desk: Desk) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(desk.ports.chance(SECRET_SIZE))


def _settle(folder: Folder, new: Path) -> None:
    """Let the key in use have the name of the old one, whose file is gone with that."""
    new.rename(folder.log_key)
    sync_folder(folder.keys)


def _keys_of(desk: Desk) -> _Keys:
    with reading(desk.folder) as now:
        in_use, retired = now.log.vkey(), frozenset(retired_vkeys(now.log))
    origin = in_use.split("+", 1)[0]
    files: dict[str, Path] = {}
    for path in sorted(desk.folder.keys.glob("*.pem")):
        files[format_vkey(load_signer(path, origin).verifier_key)] = path
    return _Keys(origin, in_use, retired, files)
