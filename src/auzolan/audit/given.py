"""Which folder somebody gave: a co-operative's own, or a copy of what it publishes.

It looks at which files are there and opens none of them.
"""

from __future__ import annotations

from pathlib import Path

from auzolan.audit.database import CannotVerify, NothingToVerify
from auzolan.audit.deployment import SettingsRefused, has_books
from auzolan.audit.folder import Folder, PublicFolder


def folder_given(path: Path) -> Folder:
    """The folder at a path, whichever of the two it is.

    Args:
        path: as it was given.
    Raises:
        NothingToVerify: there is no folder, or it is neither.
        CannotVerify: its settings say what settings cannot say.
    """
    if not path.is_dir():
        raise NothingToVerify(f"there is no folder at {path}")
    folder = Folder(path)
    if holds_books(folder):
        return folder
    folder = folder if folder.public.is_dir() else PublicFolder(path)
    if not any(place.exists() for place in (folder.checkpoint, folder.verifier_key, folder.tiles)):
        raise NothingToVerify(
            f"{path} is no co-operative: it holds no database auzolan.db and nothing is published "
            "in it; give the folder of a co-operative, or a copy of its public folder"
        )
    return folder


def holds_books(folder: Folder) -> bool:
    """Whether record and books can be read there, in a file or on the server that its settings name.

    Raises:
        CannotVerify: its settings say what settings cannot say.
    """
    try:
        return has_books(folder)
    except SettingsRefused as fault:
        raise CannotVerify(str(fault)) from fault
