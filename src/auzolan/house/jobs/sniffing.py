"""What a file is, by its first bytes and never by its name; and what no file may be.

It opens no picture and unpacks nothing: it reads headers, so that a small file that would become a huge
one is refused before anybody opens it.
"""

from __future__ import annotations

import codecs
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

TEXT, PARQUET, ZIP, PDF, PNG, JPEG = "text", "parquet", "zip", "pdf", "png", "jpeg"
PROBE_BYTES = 65_536
PIXELS_MAX = 40_000_000
SIDE_MAX = 12_000
ZIP_FILES_MAX = 1_000
ZIP_RATIO_MAX = 200
ZIP_BYTES_MAX = 2**30
_JPEG_MARKERS_MAX = 1_000
_STARTS = (
    (b"PAR1", PARQUET), (b"PK\x03\x04", ZIP), (b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)  # fmt: skip
_INSIDE = frozenset({".csv", ".json", ".jsonl", ".ndjson", ".parquet", ".tsv", ".txt"})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Unfit(ValueError):
    """This file is not taken; `why` names the sentence in `upload_words`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def kind_of(path: Path) -> str:
    """What a file is.

    Args:
        path: the file, whole.
    Returns:
        One of the constants above.
    Raises:
        Unfit: it is empty, of no kind that is taken, or one that would grow when opened.
    """
    with path.open("rb") as file:
        probe = file.read(PROBE_BYTES)
        if not probe:
            raise Unfit("empty")
        kind = next((kind for start, kind in _STARTS if probe.startswith(start)), "")
        if not kind:
            _check_text(probe, is_whole=len(probe) < PROBE_BYTES)
            return TEXT
        check = _CHECKS.get(kind)
        if check is not None:
            file.seek(0)
            check(file)
        return kind


def _check_text(probe: bytes, *, is_whole: bool) -> None:
    if probe.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    try:
        codecs.getincrementaldecoder("utf-8")().decode(probe, final=is_whole)
    except UnicodeDecodeError as fault:
        raise Unfit("kind") from fault
    if b"\x00" in probe:
        raise Unfit("kind")


def _check_parquet(file: BinaryIO) -> None:
    file.seek(-4, 2)
    if file.read(4) != b"PAR1":
        raise Unfit("broken")


def _check_zip(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as fault:
        raise Unfit("broken") from fault
    if not inside or len(inside) > ZIP_FILES_MAX:
        raise Unfit("zip_count")
    for one in inside:
        _check_inside(one)
    if sum(one.file_size for one in inside) > ZIP_BYTES_MAX:
        raise Unfit("zip_bomb")


def _check_inside(one: zipfile.ZipInfo) -> None:
    # `orig_filename` is what the file says; `filename` has been tidied already.
    name = one.orig_filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or set(name) & {"\\", "\x00", ":"}:
        raise Unfit("zip_path")
    mode = one.external_attr >> 16
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
        raise Unfit("zip_path")
    if one.flag_bits & 1:
        raise Unfit("zip_locked")
    if not one.is_dir() and PurePosixPath(name).suffix.lower() not in _INSIDE:
        raise Unfit("zip_inside")
    if one.file_size > ZIP_RATIO_MAX * max(one.compress_size, 1) and one.file_size > PROBE_BYTES:
        raise Unfit("zip_bomb")


def _check_png(file: BinaryIO) -> None:
    head = file.read(24)
    if head[12:16] != b"IHDR" or len(head) < 24:
        raise Unfit("broken")
    _check_sides(*struct.unpack(">II", head[16:24]))


def _check_jpeg(file: BinaryIO) -> None:
    """Walk the markers to the frame, which says how large the picture becomes."""
    file.seek(2)
    for _ in range(_JPEG_MARKERS_MAX):
        mark = file.read(4)
        if len(mark) < 4 or mark[0] != 0xFF:
            raise Unfit("broken")
        size = int.from_bytes(mark[2:], "big")
        if mark[1] in _FRAMES:
            height, width = struct.unpack(">xHH", file.read(5).ljust(5, b"\x00"))
            _check_sides(width, height)
            return
        if size < 2:
            raise Unfit("broken")
        file.seek(size - 2, 1)
    raise Unfit("broken")


def _check_sides(width: int, height: int) -> None:
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX and width * height <= PIXELS_MAX):
        raise Unfit("pixels")


_CHECKS: Mapping[str, Callable[[BinaryIO], None]] = {
    PARQUET: _check_parquet, ZIP: _check_zip, PNG: _check_png, JPEG: _check_jpeg,
}  # fmt: skip
