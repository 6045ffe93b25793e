"""From a path to bytes that may be read: the gate that every work log passes before its first row.

Only a regular file is opened, no link and no device. A file is what its content says. One pass
takes the file's SHA-256 and looks at all of it: the encoding, the longest line, quotes left open.
Nothing is ever unpacked to the disk, so that no name inside a zip can lead anywhere.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auzolan.engine.pickles import is_pickle
from auzolan.engine.worklogs.log import BadLog, refused

TABLE_BYTES_MAX = 8 * 2**30
WHOLE_BYTES_MAX = 512 * 2**20
"""The most of a file that has to be held as a whole: JSON, XML, what comes out of a zip."""
LINE_BYTES_MAX = 8 * 2**20
MEMBERS_MAX = 10_000
PACK_RATIO_MAX = 200
_CHUNK = 2**20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# All that Python's reader of zips has been seen to raise for bytes that are none.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    OSError, ValueError,
)  # fmt: skip
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one pass over a file found.

    Attributes:
        path: where it lies.
        digest: SHA-256, hex.
        size: bytes.
        start: the first bytes, a byte-order mark included.
        encoding: as the byte-order mark says, else as the caller said.
        has_open_quote: a quote is never closed, so that a table would lose rows in one cell.
    """

    path: Path
    digest: str
    size: int
    start: bytes
    encoding: str
    has_open_quote: bool = False

    @property
    def is_zip(self) -> bool:
        """Whether the content is a zip, whatever the name."""
        return self.start.startswith(b"PK")


def look_at(path: Path, *, encoding: str, bytes_max: int, line_bytes_max: int = 0) -> Looked:
    """Look once at all of a file.

    Args:
        path: the file.
        encoding: of its text, where no byte-order mark says it.
        bytes_max: the most that is read.
        line_bytes_max: the longest line of a table; 0: lines mean nothing, as in JSON.
    Raises:
        BadLog: no regular file, empty, too large, a pickle, a line that is too long, or text in
            another encoding.
    """
    _check_encoding(encoding)
    descriptor = _opened(path, bytes_max)
    with os.fdopen(descriptor, "rb") as stream:
        start = stream.read(_CHUNK)
        if not start:
            raise refused("labour.work_log_empty", f"{path.name} is empty.", "Export it again.")
        if is_pickle(start):
            raise refused(
                "labour.work_log_is_pickle",
                f"{path.name} is a pickle: opening it could run a program.",
                "Export it as the tool's own JSON, CSV or XML.",
            )
        stream.seek(0)
        if start.startswith(b"PK"):
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return Looked(path, digest, os.fstat(descriptor).st_size, start, encoding)
        named = next((name for mark, name in _BOMS if start.startswith(mark)), encoding)
        seen = _Pass(path, named, line_bytes_max or bytes_max)
        size = 0
        while chunk := stream.read(_CHUNK):
            seen.take(chunk)
            size += len(chunk)
        seen.end()
    return Looked(path, seen.digest.hexdigest(), size, start, named, bool(seen.quotes % 2))


class _Pass:
    """One pass over bytes: hash, decoding, length of lines, number of quotes."""

    def __init__(self, path: Path, encoding: str, line_bytes_max: int) -> None:
        self._path, self._encoding, self._line_max = path, encoding, line_bytes_max
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._line, self._done, self.quotes = 0, 0, 0
        self.digest = hashlib.sha256()

    def take(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.quotes += chunk.count(b'"')
        first = chunk.find(b"\n")
        if first < 0:
            self._line += len(chunk)
        else:
            self._line = max(self._line + first, 0)
        if self._line > self._line_max:
            raise refused(
                "labour.work_log_line_too_long",
                f"{self._path.name} has a line of more than {self._line_max:,} bytes.",
                "Export it again; no row of work is that long.",
            )
        if first >= 0:
            self._line = len(chunk) - chunk.rfind(b"\n") - 1
        self._decode(chunk, final=False)
        self._done += len(chunk)

    def end(self) -> None:
        self._decode(b"", final=True)

    def _decode(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._decoder.decode(chunk, final)
        except UnicodeDecodeError as fault:
            raise refused(
                "labour.work_log_not_text",
                f"{self._path.name} is not text in {self._encoding} "
                f"(near byte {self._done + fault.start:,}).",
                "Say how it is written, as with --encoding latin-1, or export it as UTF-8.",
            ) from fault


def _check_encoding(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
        "".encode(encoding)
    except (LookupError, TypeError) as fault:
        raise refused(
            "labour.work_log_encoding_unknown",
            f"There is no encoding {encoding}.",
            "Name one as utf-8, latin-1 or cp1252.",
        ) from fault


def _opened(path: Path, bytes_max: int) -> int:
    try:
        # Without waiting, since opening a pipe would otherwise wait for its writer.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path, flags)
    except OSError as fault:
        raise refused(
            "labour.work_log_unreadable", f"{path} cannot be opened: {fault.strerror}.",
            "Check its name, that it is no link, and that you may read it.",
        ) from fault  # fmt: skip
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size <= bytes_max:
        return descriptor
    os.close(descriptor)
    if stat.S_ISREG(status.st_mode):
        raise too_large(path.name, f"{status.st_size:,} bytes", bytes_max)
    raise refused(
        "labour.work_log_unreadable",
        f"{path} is a folder, a device or a pipe.",
        "Name the file itself.",
    )


def too_large(name: str, what: str, bytes_max: int) -> BadLog:
    """The fault of a file that holds more than is read."""
    return refused(
        "labour.work_log_too_large",
        f"{name} holds {what}; {bytes_max:,} are taken.",
        "Split the export, and import the parts.",
    )


def text_of(looked: Looked) -> str:
    """Read a whole file as text, without its byte-order mark."""
    return looked.path.read_bytes().decode(looked.encoding).removeprefix("\ufeff")


def members_of(looked: Looked, *, suffixes: tuple[str, ...]) -> dict[str, bytes]:
    """Read files inside a zip: name to bytes, in order of name.

    Args:
        looked: the zip.
        suffixes: endings, in lower case, of the names that are read; others are only looked at.
    Raises:
        BadLog: an empty, damaged, locked or too large zip, or a name that leads out of it.
    """
    name = looked.path.name
    try:
        with zipfile.ZipFile(looked.path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if not members:
                raise _bad_zip(name, "it is empty")
            if len(members) > MEMBERS_MAX:
                raise _bad_zip(name, f"it holds more than {MEMBERS_MAX:,} files")
            for member in members:
                _check_member(name, member)
            wanted = [one for one in members if one.filename.lower().endswith(suffixes)]
            if sum(member.file_size for member in wanted) > WHOLE_BYTES_MAX:
                raise too_large(name, "more, once unpacked", WHOLE_BYTES_MAX)
            return _unpacked(name, archive, wanted)
    except _DAMAGE as fault:
        raise _bad_zip(name, f"it is damaged or of a rare kind ({fault})") from fault


def _unpacked(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = WHOLE_BYTES_MAX
    for member in sorted(members, key=lambda one: one.orig_filename):
        with archive.open(member) as inner:
            content = inner.read(left + 1)
        left -= len(content)
        if left < 0:
            raise too_large(name, "more, once unpacked", WHOLE_BYTES_MAX)
        if member.orig_filename in found:
            raise _bad_zip(name, "two files in it have one name")
        found[member.orig_filename] = content
    return found


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    # `orig_filename` is what the file says; `filename` has been tidied already.
    inner = member.orig_filename
    parts = PurePosixPath(inner).parts
    if inner.startswith("/") or ".." in parts or "\\" in inner or ":" in inner or "\0" in inner:
        raise _bad_zip(name, f"the name inside, {inner[:60]!r}, leads out of the zip")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _bad_zip(name, "it holds a link instead of a file")
    if member.flag_bits & 0x1 or member.compress_type not in _PACKED:
        raise _bad_zip(name, "it is locked by a password or packed in a rare way")
    if member.file_size > PACK_RATIO_MAX * max(1, member.compress_size):
        raise refused(
            "labour.work_log_zip_bomb",
            f"{name} was not unpacked: it grows more than {PACK_RATIO_MAX} times.",
            "Bring the file itself, unpacked.",
        )


def _bad_zip(name: str, why: str) -> BadLog:
    return refused("labour.work_log_zip", f"{name} cannot be imported: {why}.", "Export it again.")
