"""The key that signs checkpoints: made once, kept readable by its owner alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from auzolan.audit.folder import Folder
from auzolan.house.storage.files import write_durably
from auzolan.record.notes import Signer, format_vkey

SECRET_SIZE = 32
PORTAL_KEY_FILE = "portal.key"


def make_log_key(folder: Folder, origin: str, chance: Callable[[int], bytes]) -> Signer:
    """Make the first log key of a folder.

    Raises:
        FileExistsError: there is one already; a key is rotated, never overwritten.
    """
    if folder.log_key.exists():
        raise FileExistsError(f"{folder.log_key} exists; a log's key is rotated by an act")
    folder.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.from_private_bytes(chance(SECRET_SIZE))
    keep_key(folder.log_key, key)
    return Signer(origin, key)


def keep_portal_key(folder: Folder, chance: Callable[[int], bytes]) -> None:
    """Make the key that signs the portal's cookies and names requests, unless there is one.

    It must outlast the process: a request that is sent again after a restart is the same request.
    """
    path = folder.keys / PORTAL_KEY_FILE
    if not path.exists():
        folder.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(path, chance(SECRET_SIZE).hex().encode("ascii"), mode=0o600)


def keep_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a private key durably, readable by its owner alone."""
    write_durably(path, _pem(key), mode=0o600)


def load_signer(path: Path, origin: str) -> Signer:
    """One log key from its file.

    Raises:
        ValueError: it is not an Ed25519 private key in PEM.
    """
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} is not an Ed25519 key")
    return Signer(origin, key)


def load_signers(folder: Folder, origin: str) -> dict[str, Signer]:
    """All log keys in the folder, by their verifier key's text.

    Raises:
        ValueError: a file is not an Ed25519 private key in PEM.
    """
    signers: dict[str, Signer] = {}
    for path in sorted(folder.keys.glob("*.pem")):
        signer = load_signer(path, origin)
        signers[format_vkey(signer.verifier_key)] = signer
    return signers


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
