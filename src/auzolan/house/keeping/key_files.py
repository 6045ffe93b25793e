"""The private keys of a record in a file of their own, apart from every backup.

Whoever has this file can sign as the co-operative. It is written for its owner alone.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from auzolan.audit.folder import Folder
from auzolan.house.storage.files import write_durably

ENDING = ".keys.json"
_BYTES_MAX = 2**20


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Private keys by the names of their files."""

    keys: dict[str, str]


def keep_keys(folder: Folder, path: Path) -> None:
    """Write all log keys of a folder into one file, mode 0600.

    Raises:
        FileNotFoundError: the folder has no key.
    """
    found = {one.name: one.read_text("ascii") for one in sorted(folder.keys.glob("*.pem"))}
    if not found:
        raise FileNotFoundError(2, "There is no key", str(folder.keys))
    write_durably(path, msgspec.json.encode(KeyFile(found)), mode=0o600)


def lay_keys(path: Path, folder: Folder) -> None:
    """Put kept keys into a folder.

    Raises:
        ValueError: it is not a file of keys.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        text = file.read(_BYTES_MAX)
    try:
        found = msgspec.json.decode(text, type=KeyFile)
    except ValueError as fault:
        raise ValueError(f"{path} holds no kept keys: {fault}") from fault
    folder.keys.mkdir(mode=0o700, exist_ok=True)
    for name, pem in sorted(found.keys.items()):
        if Path(name).name != name or not name.endswith(".pem"):
            raise ValueError(f"{path} names a key {name[:60]!r}; a key is a file NAME.pem")
        write_durably(folder.keys / name, pem.encode(), mode=0o600)
