"""The manifest of a backup: its files by digest, and the head of the record that they belong to.

It reads and writes one file. Whether the files are what it says is asked by who restores.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from auzolan.foundation import canonical
from auzolan.house.storage.files import write_durably

NAME = "manifest.json"
BYTES_MAX = 256 * 2**20
_VERSION = 1


class NotWhole(Exception):
    """A backup that cannot be trusted; the text names the file and says what is wrong with it."""


class BackupFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a backup.

    Attributes:
        bytes: its size.
        path: where it lies below the backup, parts joined by `/`.
        sha256: its digest, 64 hexadecimal digits.
    """

    bytes: int
    path: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds.

    Attributes:
        at: moment of the last entry, milliseconds since 1970, UTC.
        created_at: moment of the backup, likewise.
        files: in order of path.
        left_out: what lies in the folder and not in the backup, by name.
        origin: the name of the record.
        release: the release that made the backup.
        root: root of the record, 64 hexadecimal digits.
        size: entries of the record.
        v: version of this form.
    """

    at: int
    created_at: int
    files: tuple[BackupFile, ...]
    left_out: tuple[str, ...]
    origin: str
    release: str
    root: str
    size: int
    v: int = _VERSION


def write_manifest(backup: Path, manifest: Manifest) -> None:
    """Write the manifest; it is the last file of a backup."""
    write_durably(backup / NAME, canonical.encode(manifest), mode=0o600)


def manifest_of(backup: Path) -> Manifest:
    """What a backup says that it holds.

    Raises:
        NotWhole: there is no manifest, or it is not one that this program reads.
    """
    path = backup / NAME
    try:
        with path.open("rb") as opened:
            text = opened.read(BYTES_MAX + 1)
    except OSError as fault:
        raise NotWhole(f"{backup} is no whole backup: {NAME} cannot be read.") from fault
    try:
        found = msgspec.json.decode(text[:BYTES_MAX], type=Manifest)
    except ValueError as fault:
        raise NotWhole(f"{path} is damaged or was changed: {fault}.") from fault
    if found.v != _VERSION:
        raise NotWhole(f"{path} has the form {found.v}; this program reads {_VERSION}.")
    if canonical.encode(found) != text:
        raise NotWhole(f"{path} is damaged or was changed: it is not written as we write it.")
    for file in found.files:
        if not _lies_below(file.path):
            raise NotWhole(f"{path} names a file outside of the backup: {file.path[:80]!r}.")
    return found


def _lies_below(text: str) -> bool:
    """Whether a path leads to a file below the place that it is joined to, and is spelt simply."""
    path = PurePosixPath(text)
    is_simple = str(path) == text and "\x00" not in text and "\\" not in text
    return is_simple and not path.is_absolute() and ".." not in path.parts and text != "."
