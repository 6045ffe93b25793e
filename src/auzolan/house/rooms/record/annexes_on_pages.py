"""Restricted annexes as pages read them: checked against the entry, remembered while fresh."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.record import annexes
from auzolan.record.annexes import Annex, AnnexRef

_KEPT = 16


def restricted_annex(folder: Folder, ref: str) -> Annex | None:
    """The annex of this reference, or None where the file is missing or not what it should be.

    A page says then that it cannot be read; `auzolan verify` says what is wrong with it.
    """
    path = folder.annex(annexes.ref_from_text(ref).digest, is_open=False)
    try:
        return _decoded(path, path.stat().st_mtime_ns, ref)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=_KEPT)
def _decoded(path: Path, changed_at: int, ref: str) -> Annex:
    # `changed_at` is a part of the key: a file that was touched is read and checked again.
    return annexes.decode(path.read_bytes(), annexes.ref_from_text(ref))


def open_annex(folder: Folder, ref: AnnexRef) -> Annex | None:
    """The published annex of this reference, or None where it is missing or not what it should be."""
    path = folder.annex(ref.digest, is_open=True)
    try:
        return _decoded(path, path.stat().st_mtime_ns, annexes.ref_text(ref))
    except (OSError, ValueError):
        return None
