"""Annexes as pages read them: one that cannot be read is missing, and the page says so."""

from __future__ import annotations

from auzolan.audit.folder import Folder
from auzolan.house.storage.annex_files import kept_annex
from auzolan.record import annexes
from auzolan.record.annexes import Annex, AnnexRef


def restricted_annex(folder: Folder, ref: str) -> Annex | None:
    """The annex of this reference, or None where the file is missing or not what it should be.

    A page says then that it cannot be read; `auzolan verify` says what is wrong with it.
    """
    return open_annex(folder, annexes.ref_from_text(ref))


def open_annex(folder: Folder, ref: AnnexRef) -> Annex | None:
    """The annex of this reference, or None where it is missing or not what it should be."""
    try:
        return kept_annex(folder, ref)
    except (OSError, ValueError):
        return None
