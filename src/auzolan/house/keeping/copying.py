"""Copying a folder that is in use: files in two rounds, databases from one moment.

The first round needs no turn and brings what is large. The second one, at the desk's turn, brings
what has changed since and takes away what is gone. A file that an earlier backup holds already is
linked. It knows no record and no charter.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from auzolan.house.keeping.manifest import BackupFile

CHUNK_BYTES = 2**20
_PART = ".part"
_Stamp = tuple[int, int]


class Copier:
    """Copies files from one folder into another, and remembers their digests.

    Args:
        source: the folder that is copied.
        target: where to; it exists and is empty.
        names: the files and folders of `source` that are copied; what is missing is passed over.
        passed_over: paths below `source` that are not copied with their folder.
        earlier: an earlier copy of the same folder, with its files by path; they may be linked.
    """

    def __init__(
        self,
        source: Path,
        target: Path,
        *,
        names: Sequence[str],
        passed_over: frozenset[str] = frozenset(),
        earlier: tuple[Path, Mapping[str, BackupFile]] | None = None,
    ) -> None:
        self._source, self._target = source, target
        self._names, self._passed_over = names, passed_over
        self._earlier = earlier
        self._done: dict[str, tuple[_Stamp, BackupFile]] = {}

    def bring(self) -> None:
        """Bring what is new or changed since the last time, and drop what is gone."""
        there: set[str] = set()
        for path in self._walk():
            with suppress(FileNotFoundError):  # erased, or replaced, while we looked
                self._bring(path)
                there.add(path)
        for path in sorted(set(self._done) - there):
            (self._target / path).unlink(missing_ok=True)
            del self._done[path]

    def files(self) -> list[BackupFile]:
        """What was brought, in order of path."""
        return [self._done[path][1] for path in sorted(self._done)]

    def _walk(self) -> Iterator[str]:
        for name in self._names:
            top = self._source / name
            if top.is_file():
                yield name
            for place, folders, files in os.walk(top):
                folders.sort()
                self._make_folder(Path(place))
                for file in sorted(files):
                    path = (Path(place) / file).relative_to(self._source).as_posix()
                    is_part = file.startswith(".") and file.endswith(_PART)
                    if path not in self._passed_over and not is_part:
                        yield path

    def _make_folder(self, place: Path) -> None:
        target = self._target / place.relative_to(self._source)
        target.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            target.chmod(stat.S_IMODE(place.stat().st_mode))

    def _bring(self, path: str) -> None:
        found = (self._source / path).stat(follow_symlinks=False)
        if not stat.S_ISREG(found.st_mode):
            return
        stamp = found.st_size, found.st_mtime_ns
        if path in self._done and self._done[path][0] == stamp:
            return
        target = self._target / path
        target.unlink(missing_ok=True)  # it may be a link into an earlier backup
        linked = self._linked(path, stamp)
        self._done[path] = stamp, linked or copy_file(self._source / path, target, path)

    def _linked(self, path: str, stamp: _Stamp) -> BackupFile | None:
        """Link to an earlier copy that is still what its manifest says, or None."""
        if self._earlier is None or path not in self._earlier[1]:
            return None
        there, known = self._earlier[0] / path, self._earlier[1][path]
        try:
            found = there.stat(follow_symlinks=False)
            if (found.st_size, found.st_mtime_ns) != stamp or digest_of(there) != known.sha256:
                return None
            os.link(there, self._target / path, follow_symlinks=False)
        except OSError:
            return None
        return known


def copy_file(source: Path, target: Path, path: str) -> BackupFile:
    """Copy one file with its rights and its time of change.

    Args:
        source: the file.
        target: where to; there is no file yet.
        path: what the result calls it.
    Raises:
        OSError: it cannot be read or written.
    """
    digest, size = hashlib.sha256(), 0
    mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with source.open("rb") as reading:
        found = os.fstat(reading.fileno())
        with os.fdopen(os.open(target, mode, 0o600), "wb") as writing:
            while chunk := reading.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                writing.write(chunk)
            os.fchmod(writing.fileno(), stat.S_IMODE(found.st_mode))
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
    return BackupFile(size, path, digest.hexdigest())


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_database(source: sqlite3.Connection, target: Path, path: str) -> BackupFile:
    """Copy a database as its open transaction sees it, into one file without a log beside it.

    Args:
        source: where no transaction is open, the copy shows the moment of the call.
        target: where to; there is no file yet.
        path: what the result calls it.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with closing(sqlite3.connect(target, isolation_level=None)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
    return BackupFile(target.stat().st_size, path, digest_of(target))
