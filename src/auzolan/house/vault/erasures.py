"""How far the vault has followed the record's erasures: a small file that travels with the vault.

A vault that is restored from a backup brings back its older mark, or row files of another time, and
so is seen to be behind. What was erased is on the record alone; this holds no list of its own.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.foundation import canonical
from auzolan.house.storage.files import write_durably


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to which entry erasures were applied, and when the folder of rows last changed then.

    Attributes:
        through: every erasure below this entry is applied; 0 where none is known to be.
        rows_changed_ns: modification time of the folder of rows, in nanoseconds as text.
    """

    through: int
    rows_changed_ns: str


def mark_of(folder: Folder) -> Mark:
    """The mark of a vault; a vault without one, or with one that cannot be read, is behind."""
    try:
        return msgspec.json.decode((folder.vault / "erased-through.json").read_bytes(), type=Mark)
    except (OSError, ValueError):
        return Mark(0, "")


def keep_mark(folder: Folder, through: int) -> None:
    """Note that every erasure below an entry is applied, as the folder of rows is now."""
    mark = Mark(through, rows_changed_ns(folder))
    write_durably(folder.vault / "erased-through.json", canonical.encode(mark), mode=0o600)


def rows_changed_ns(folder: Folder) -> str:
    """When the folder of rows last changed; an empty text where there is none."""
    return str(folder.rows.stat().st_mtime_ns) if folder.rows.is_dir() else ""
