"""The published record as one download: a zip of static files, written while it is sent.

Nothing is held whole and nothing is written to disk. The signed checkpoint is read first and goes in
last, so that the files before it hold at least all that it names, also while entries are added.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

from auzolan.audit.folder import Folder

if TYPE_CHECKING:
    from typing_extensions import Buffer

_CHUNK = 64 * 1024
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, so that one record gives one zip."""


class _Sent(RawIOBase):
    """Takes what the zip writes, and hands it on piece by piece; it cannot go back."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True

    def write(self, data: Buffer) -> int:
        """Take a piece."""
        piece = bytes(data)
        self._waiting.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What has come since it was asked last."""
        pieces, self._waiting = self._waiting, []
        return b"".join(pieces)


def public_zip(folder: Folder) -> Iterator[bytes]:
    """The published files as a zip, piece by piece.

    Args:
        folder: the co-operative's; only what lies in `public/` is read, and no link is followed.
    Raises:
        OSError: there is no checkpoint, or a file cannot be read.
    """
    note = folder.checkpoint.read_bytes()
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as zipped:
        for path in _files(folder.public):
            if path == folder.checkpoint:
                continue
            yield from _copied(zipped, sent, path, f"public/{path.relative_to(folder.public)}")
        zipped.writestr(zipfile.ZipInfo(f"public/{folder.checkpoint.name}", _DAY_ONE), note)
        yield sent.taken()
    yield sent.taken()


def _files(public: Path) -> list[Path]:
    return sorted(path for path in public.rglob("*") if path.is_file() and not path.is_symlink())


def _copied(
    zipped: zipfile.ZipFile, sent: _Sent, path: Path, name: str
) -> Iterator[bytes]:  # fmt: skip
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return  # a tile that grew meanwhile; the fuller one takes its place
    with source, zipped.open(zipfile.ZipInfo(name, _DAY_ONE), "w") as target:
        while piece := source.read(_CHUNK):
            target.write(piece)
            yield sent.taken()
