"""The key under which a worker's address becomes a code: one for all imports of a co-operative.

It lies in the vault and nowhere else, so that the same person has the same code in every file, and
nobody outside can test a guess. It knows no address and keeps none.
"""

from __future__ import annotations

from collections.abc import Callable

from auzolan.audit.folder import Folder
from auzolan.house.storage.files import write_durably

_KEY_SIZE = 32


def worker_key(folder: Folder, chance: Callable[[int], bytes]) -> bytes:
    """The key, made and kept where there is none yet; durable when it returns.

    Args:
        folder: the co-operative's folder.
        chance: where a new key comes from.
    """
    path = folder.vault / "workers.key"
    if not path.exists():
        write_durably(path, chance(_KEY_SIZE), mode=0o600)
    return path.read_bytes()


def worker_key_for_now(folder: Folder, chance: Callable[[int], bytes]) -> bytes:
    """The key, or where there is none yet one that is not kept, as a rehearsal needs."""
    path = folder.vault / "workers.key"
    return path.read_bytes() if path.exists() else chance(_KEY_SIZE)
