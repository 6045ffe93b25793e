"""From a path to bytes that may be read: the gate that every file passes before its first row.

Only a regular file is opened, no link and no device. A file is what its content says, so a pickle
under any name is refused unread, and so is a zip that claims or turns out to hold too much. Nothing
is ever written to the disk here, so no name inside a zip can lead anywhere.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from auzolan.engine.pickles import is_pickle
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.limits import ARTICLE, BadFile, Limits, too_large

SUFFIXES = {
    ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".zip": "zip",
}  # fmt: skip
FORMATS = ("csv", "jsonl", "parquet", "zip")
_PICKLE_SUFFIXES = frozenset({".pkl", ".pickle", ".joblib", ".pt", ".pth", ".dill"})
_PROBE_BYTES = 4096
_STARTS = (
    (b"PAR1", "parquet"),
    (b"PK", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF", "a PDF"),
)
_UNPACKED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_TEXT_FORMATS = ("csv", "jsonl")


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read and what they are: `csv`, `jsonl` or `parquet`."""

    stream: BinaryIO
    format: str


def open_source(path: Path, limits: Limits, *, format: str = "") -> Source:  # noqa: A002
    """Open a file for an import.

    Args:
        path: the file.
        limits: how large it may be, packed and unpacked.
        format: what it is, where its name does not tell.
    Returns:
        The file, or the one file inside a zip; the caller closes its stream.
    Raises:
        BadFile: it is not a file that can be imported; the refusal says why.
    """
    stream = _open_regular(path, limits)
    try:
        return _recognised(path.name, stream, limits, format)
    except BaseException:
        stream.close()
        raise


def _open_regular(path: Path, limits: Limits) -> BinaryIO:
    try:
        # Without waiting, since opening a pipe would otherwise wait for its writer.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path, flags)
    except OSError as fault:
        raise BadFile(_not_opened(path, fault)) from fault
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise BadFile(_not_regular(path, "is a folder, a device or a pipe"))
    if status.st_size > limits.file_bytes:
        os.close(descriptor)
        raise too_large(f"{path.name} has {status.st_size} bytes; {limits.file_bytes} are taken.")
    return os.fdopen(descriptor, "rb")


def _not_opened(path: Path, fault: OSError) -> Refusal:
    if fault.errno == errno.ELOOP:
        return _not_regular(path, "is a link to somewhere else")
    return Refusal(
        "contributions.file_not_readable",
        ARTICLE,
        f"{path} cannot be opened: {fault.strerror}.",
        "Check its name, and that you may read it.",
    )


def _not_regular(path: Path, what: str) -> Refusal:
    return Refusal(
        "contributions.file_not_regular",
        ARTICLE,
        f"{path.name} {what}, not a file.",
        "Name the file itself.",
    )


def _recognised(name: str, stream: BinaryIO, limits: Limits, format: str) -> Source:  # noqa: A002
    probe = stream.read(_PROBE_BYTES)
    stream.seek(0)
    suffix = PurePath(name).suffix.lower()
    _refuse_pickle(name, suffix, probe)
    if not probe:
        raise BadFile(
            Refusal(
                "contributions.file_empty",
                ARTICLE,
                f"{name} is empty.",
                "Nothing was imported; look for the file that holds the rows.",
            )
        )
    wanted = format or SUFFIXES.get(suffix, "") or ("" if suffix else _from_content(probe))
    content = next((known for start, known in _STARTS if probe.startswith(start)), "")
    if wanted not in FORMATS or not _agree(wanted, content):
        raise BadFile(_unknown_kind(name, wanted, content))
    return _inside_zip(name, stream, limits) if wanted == "zip" else Source(stream, wanted)


def _from_content(probe: bytes) -> str:
    """What a file is whose name says nothing, as one that somebody sent: its first bytes tell."""
    known = next((known for start, known in _STARTS if probe.startswith(start)), "")
    if known:
        return known
    return "jsonl" if probe.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else "csv"


def _agree(wanted: str, content: str) -> bool:
    return not content if wanted in _TEXT_FORMATS else content == wanted


def _unknown_kind(name: str, wanted: str, content: str) -> Refusal:
    because = f"{name} is no file of a kind that can be imported."
    if wanted:
        because = f"{name} was to be {wanted}, and its content is {content or 'something else'}."
    return Refusal(
        "contributions.file_kind_unknown",
        ARTICLE,
        because,
        "Bring CSV (.csv), JSON lines (.jsonl), Parquet (.parquet), or one of these in a .zip.",
    )


def _refuse_pickle(name: str, suffix: str, probe: bytes) -> None:
    if suffix in _PICKLE_SUFFIXES or is_pickle(probe):
        raise BadFile(
            Refusal(
                "contributions.file_is_pickle",
                ARTICLE,
                f"{name} is a pickle or is named like one: opening it could run a program.",
                "Ask for the rows as CSV, JSON lines or Parquet.",
            )
        )


def _inside_zip(name: str, packed: BinaryIO, limits: Limits) -> Source:
    try:
        with zipfile.ZipFile(packed) as archive:
            member = _only_member(name, archive)
            _refuse_bomb(name, member, limits)
            with archive.open(member) as inner:
                unpacked = inner.read(limits.unpacked_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise BadFile(_bad_zip(name, f"it is damaged or of a rare kind ({fault})")) from fault
    if len(unpacked) > limits.unpacked_bytes:
        raise _bomb(name, f"more than {limits.unpacked_bytes} bytes come out of it")
    suffix = PurePath(member.filename).suffix.lower()
    if suffix in {".zip", ".gz"} or unpacked.startswith((b"PK", b"\x1f\x8b")):
        raise BadFile(_bad_zip(name, "there is another packed file inside"))
    packed.close()
    return _recognised(member.filename, io.BytesIO(unpacked), limits, "")


def _only_member(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) != 1 or members[0].is_dir():
        raise BadFile(_bad_zip(name, f"it holds {len(members)} things instead of one file"))
    member = members[0]
    # `orig_filename` is what the file says; `filename` has been tidied already.
    inner = member.orig_filename
    if PurePath(inner).name != inner or "\\" in inner or ":" in inner or "\0" in inner:
        raise BadFile(_bad_zip(name, f"the name inside, {inner[:60]!r}, leads out of the zip"))
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadFile(_bad_zip(name, "it holds a link instead of a file"))
    if member.flag_bits & _ENCRYPTED_FLAG or member.compress_type not in _UNPACKED_METHODS:
        raise BadFile(_bad_zip(name, "it is locked by a password or packed in a rare way"))
    return member


def _bad_zip(name: str, why: str) -> Refusal:
    return Refusal(
        "contributions.file_zip",
        ARTICLE,
        f"{name} cannot be imported: {why}.",
        "Put exactly one CSV, JSON lines or Parquet file into the zip, without folders.",
    )


def _refuse_bomb(name: str, member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.file_size > limits.unpacked_bytes:
        raise _bomb(name, f"it claims {member.file_size} bytes unpacked")
    if member.file_size > limits.pack_ratio * max(1, member.compress_size):
        raise _bomb(name, f"it grows more than {limits.pack_ratio} times when it is unpacked")


def _bomb(name: str, why: str) -> BadFile:
    return BadFile(
        Refusal(
            "contributions.file_zip_bomb",
            ARTICLE,
            f"{name} was not unpacked: {why}.",
            "Bring the file itself, unpacked.",
        )
    )
