"""Reading artefacts that others bring: safetensors, within stated limits, and nothing else.

A pickle runs code when it is read, so none is ever read here, under whatever name it comes. The
header is checked in full before any library sees the bytes. Writes nothing, fetches nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from auzolan.engine.pickles import is_pickle

Tensor = NDArray[np.float64] | NDArray[np.float32] | NDArray[np.int64] | NDArray[np.int32]

_BYTES_OF = {"F64": 8, "F32": 4, "I64": 8, "I32": 4}
_DIMENSIONS_MAX = 8
_PICKLE_SUFFIXES = frozenset(
    {".pkl", ".pickle", ".p", ".pt", ".pth", ".bin", ".ckpt", ".joblib", ".dill", ".npy", ".npz"}
)
_KNOWN_STARTS = (
    (b"PK\x03\x04", "a zip archive, which may hold a pickle"),
    (b"\x93NUMPY", "a numpy file, which may hold a pickle"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"BZh", "a bzip2 file, which may hold a pickle"),
    (b"\xfd7zXZ\x00", "an xz file, which may hold a pickle"),
    (b"\x04\x22\x4d\x18", "an lz4 file, which may hold a pickle"),
    (b"GGUF", "a GGUF file"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an artefact may claim.

    Attributes:
        file_bytes_max: the whole file.
        header_bytes_max: its header.
        tensors_max: tensors in it.
    """

    file_bytes_max: int = 64 * 2**20
    header_bytes_max: int = 2**20
    tensors_max: int = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Artefact:
    """What an artefact holds.

    Attributes:
        digest: SHA-256 of the bytes, 64 hexadecimal digits.
        tensors: name to array.
        metadata: name to text.
    """

    digest: str
    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]


_DEFAULT_LIMITS = Limits()


def read_file(path: Path, limits: Limits = _DEFAULT_LIMITS) -> Artefact:
    """Read an artefact from a file, at most as many bytes as the limits allow.

    Args:
        path: a plain file, not a link.
        limits: how much it may claim.
    Returns:
        Its tensors and metadata.
    Raises:
        ValueError: a link, not a plain file, too large, or refused by `read`.
        OSError: the file cannot be read.
    """
    if path.is_symlink():
        raise ValueError(f"{path.name} is a link; give the file itself")
    # Not blocking: a named pipe would otherwise hold the program up before it is refused.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError(f"{path.name} is not a plain file")
        content = file.read(limits.file_bytes_max + 1)
    return read(path.name, content, limits)


def read(name: str, content: bytes, limits: Limits = _DEFAULT_LIMITS) -> Artefact:
    """Read an artefact from its bytes.

    Args:
        name: its file name; only the ending matters, and `.safetensors` is the only one taken.
        content: all its bytes.
        limits: how much it may claim.
    Returns:
        Its tensors and metadata.
    Raises:
        ValueError: too large, a pickle, an unknown format, or a header that is not sound.
    """
    if len(content) > limits.file_bytes_max:
        raise ValueError(f"{name} is larger than {limits.file_bytes_max} bytes")
    refuse_foreign(name, content)
    metadata = _sound_header(name, content, limits)
    return Artefact(hashlib.sha256(content).hexdigest(), load(content), metadata)


def refuse_infinite(name: str, tensors: Mapping[str, NDArray[np.generic]]) -> None:
    """Refuse weights that are no numbers: a model with one answers nonsense, or one answer only.

    Args:
        name: the file's name.
        tensors: name to array.
    Raises:
        ValueError: a weight is infinite or not a number; its tensor is named.
    """
    for tensor, values in tensors.items():
        if values.dtype.kind in "fc" and not np.isfinite(values).all():
            raise ValueError(f"{name}: {tensor} holds a weight that is not a finite number")


def refuse_foreign(name: str, content: bytes) -> None:
    """Refuse what is not safetensors, pickles by name.

    Args:
        name: its file name.
        content: its bytes, or at least the first 64 KiB.
    Raises:
        ValueError: the ending or the content is that of another format.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _PICKLE_SUFFIXES:
        raise ValueError(f"{name}: files named {suffix} may hold a pickle, which can run code")
    if suffix != ".safetensors":
        raise ValueError(f"{name}: only .safetensors files are read")
    refuse_content(name, content, expected="safetensors")


def refuse_content(name: str, content: bytes, *, expected: str) -> None:
    """Refuse by its first bytes what can run code, or is another format, under any name.

    Args:
        name: its file name, for the text of the refusal.
        content: its bytes, or at least the first 64 KiB.
        expected: the format that it should be.
    Raises:
        ValueError: a pickle, or one of the formats that are known by their first bytes.
    """
    for start, description in _KNOWN_STARTS:
        if content.startswith(start):
            raise ValueError(f"{name}: the content is {description}, not {expected}")
    if is_pickle(content):
        raise ValueError(f"{name}: the content is a pickle, which can run code")


def _sound_header(name: str, content: bytes, limits: Limits) -> Mapping[str, str]:
    """Check every claim of the header against the bytes; return its metadata."""
    header, body_bytes = _header(name, content, limits)
    metadata = header.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise ValueError(f"{name}: the metadata is not a table of texts")
    if len(header) > limits.tensors_max:
        raise ValueError(f"{name}: {len(header)} tensors exceed {limits.tensors_max}")
    end = 0
    for start, stop in sorted(_span(name, tensor, claim) for tensor, claim in header.items()):
        if start != end:
            raise ValueError(f"{name}: tensors overlap or leave a gap at byte {end}")
        end = stop
    if end != body_bytes:
        raise ValueError(f"{name}: tensors claim {end} bytes, {body_bytes} are there")
    return metadata


def _header(name: str, content: bytes, limits: Limits) -> tuple[dict[str, object], int]:
    """Read the header as JSON; returns it and how many bytes follow it."""
    size = int.from_bytes(content[:8], "little")
    if len(content) < 8 or size > len(content) - 8:
        raise ValueError(f"{name}: the file ends before its header does")
    if size > limits.header_bytes_max:
        raise ValueError(f"{name}: a header of {size} bytes exceeds {limits.header_bytes_max}")
    try:
        header = json.loads(content[8 : 8 + size].decode("utf-8"), object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}: the header is not sound JSON ({error})") from None
    if not isinstance(header, dict):
        raise ValueError(f"{name}: the header is not an object")
    return header, len(content) - 8 - size


def _span(name: str, tensor: str, claim: object) -> tuple[int, int]:
    if not isinstance(claim, dict) or set(claim) != {"dtype", "shape", "data_offsets"}:
        raise ValueError(f"{name}: {tensor} needs dtype, shape and data_offsets, nothing else")
    width = _BYTES_OF.get(str(claim["dtype"]))
    if width is None:
        raise ValueError(f"{name}: {tensor} has the type {claim['dtype']!r}, which is not read")
    shape, offsets = _naturals(claim["shape"]), _naturals(claim["data_offsets"])
    if shape is None or len(shape) > _DIMENSIONS_MAX or offsets is None or len(offsets) != 2:
        raise ValueError(f"{name}: {tensor} has a shape or offsets that are not whole numbers")
    start, stop = offsets
    if stop - start != width * prod(shape):
        raise ValueError(f"{name}: {tensor} has {stop - start} bytes, its shape needs another size")
    return start, stop


def _naturals(value: object) -> list[int] | None:
    if not isinstance(value, list):
        return None
    if not all(type(item) is int and 0 <= item < 2**53 for item in value):
        return None
    return value


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name stands twice")
    return table
