"""SHA-256 of a million short messages without a step of Python for each.

The function is the one that `hashlib` calls, in the library that `hashlib` has loaded; only the loop
around it is compiled. Nobody has to trust a hash function of ours. Where numba is missing, or the
library does not show its function, `hashlib` does the work, slower and with the same answer.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from auzolan.record import hashing
from auzolan.record.hashing import HASH_SIZE, Octets, Places, Texts

if TYPE_CHECKING:
    from auzolan.record.hashing import Hasher

ROWS_MANY = 150_000
"""From so many lines on the loop is compiled; that takes about 1.5 seconds once in a process."""

_CONTEXT_SIZE = 512
"""Bytes for what the library keeps between two calls; it needs 112."""

_Loop: TypeAlias = Callable[[Places, Places, Places], None]


def hasher_for(rows: int) -> Hasher:
    """What hashes the lines of an annex of so many rows fastest."""
    return many_hashes if rows >= ROWS_MANY and _loop() is not None else hashing.hashes


def many_hashes(heads: Octets, texts: Texts, tail: bytes) -> Octets:
    """The same as `hashing.hashes`, for very many messages."""
    loop = _loop()
    return hashing.hashes(heads, texts, tail) if loop is None else _looped(loop, heads, texts, tail)


def _looped(loop: _Loop, heads: Octets, texts: Texts, tail: bytes) -> Octets:
    made = np.empty((len(heads), HASH_SIZE), dtype=np.uint8)
    context = np.zeros(_CONTEXT_SIZE, dtype=np.uint8)
    begin, last = np.ascontiguousarray(heads), hashing.octets(tail)
    body = np.ascontiguousarray(texts.bytes)
    places = [one.ctypes.data for one in (context, begin, body, last, made)]
    numbers = np.array([*places, heads.shape[1], len(tail)], dtype=np.int64)
    loop(numbers, np.ascontiguousarray(texts.starts), np.ascontiguousarray(texts.ends))
    return made


@lru_cache(maxsize=1)
def _loop() -> _Loop | None:
    """The compiled loop, or None where this machine cannot have one."""
    try:
        import _hashlib  # noqa: PLC0415  late: most runs hash few messages

        from numba import njit  # noqa: PLC0415  late: it takes a second

        library = ctypes.CDLL(_hashlib.__file__)
        begin, add, end = library.SHA256_Init, library.SHA256_Update, library.SHA256_Final
    except (ImportError, AttributeError, OSError):
        return None
    begin.argtypes, add.argtypes, end.argtypes = (
        (ctypes.c_void_p,),
        (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t),
        (ctypes.c_void_p, ctypes.c_void_p),
    )

    def hash_all(numbers: Places, starts: Places, ends: Places) -> None:
        context, head, text, last = numbers[0], numbers[1], numbers[2], numbers[3]
        to, width, size = numbers[4], numbers[5], numbers[6]
        for one in range(len(starts)):
            begin(context)
            add(context, head + one * width, width)
            add(context, text + starts[one], ends[one] - starts[one])
            add(context, last, size)
            end(to + one * HASH_SIZE, context)

    loop: _Loop = njit(nogil=True)(hash_all)
    return loop if _is_right(loop) else None


def _is_right(loop: _Loop) -> bool:
    """Whether the loop gives what `hashlib` gives, for messages of no, one and two blocks."""
    heads = np.arange(3 * 5, dtype=np.uint8).reshape(3, 5)
    text = np.arange(200, dtype=np.uint8)
    starts, ends = np.array([0, 3, 50]), np.array([0, 40, 180])
    texts = Texts(text, starts, ends)
    made = _looped(loop, heads, texts, b",0]")
    return bool((made == hashing.hashes(heads, texts, b",0]")).all())
