"""SHA-256 of many short messages at once, sixteen side by side, as machine code.

Python's own call costs four times what the hashing of a hundred bytes does. It needs numba, the
extra `valuation`; `hashing` does without it where it is missing, and gives the same bytes. It is
no general hash: messages stay in memory, and whoever calls says where each one begins and ends.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Octets = NDArray[np.uint8]
Places = NDArray[np.int64]
Words = NDArray[np.uint32]

_LANES = 16
_BLOCK = 64
_SIZE = 32


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    return cast("Callable[..., Any]", njit(cache=True, nogil=True)(function))


def _fractions(power: int, count: int) -> Words:
    """The first 32 binary digits after the point of a root of the first primes.

    Source: FIPS 180-4, sections 4.2.2 and 5.3.3.
    """
    primes = [n for n in range(2, 312) if all(n % d for d in range(2, n))][:count]
    found = []
    for prime in primes:
        low, high = 0, 1 << 40
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if middle**power <= prime << 32 * power else (low, middle)
        found.append(low & 0xFFFFFFFF)
    return np.array(found, dtype=np.uint32)


_ROUNDS = _fractions(3, 64)
_START = _fractions(2, 8)


@_compiled
def _schedule(words: Words) -> None:
    """Fill the message schedule; `words` is of shape (64, lanes), its first 16 rows are given."""
    for at in range(16, 64):
        for lane in range(_LANES):
            x, y = words[at - 15, lane], words[at - 2, lane]
            s0 = (
                ((x >> np.uint32(7)) | (x << np.uint32(25)))
                ^ ((x >> np.uint32(18)) | (x << np.uint32(14)))
                ^ (x >> np.uint32(3))
            )
            s1 = (
                ((y >> np.uint32(17)) | (y << np.uint32(15)))
                ^ ((y >> np.uint32(19)) | (y << np.uint32(13)))
                ^ (y >> np.uint32(10))
            )
            words[at, lane] = words[at - 16, lane] + s0 + words[at - 7, lane] + s1


@_compiled
def _rounds(turning: Words, words: Words) -> None:
    """The 64 rounds; the eight registers change places by index instead of being moved."""
    for at in range(64):
        first = (64 - at) & 7
        a, b, c = turning[first], turning[(first + 1) & 7], turning[(first + 2) & 7]
        d, e, f = turning[(first + 3) & 7], turning[(first + 4) & 7], turning[(first + 5) & 7]
        g, h = turning[(first + 6) & 7], turning[(first + 7) & 7]
        constant = _ROUNDS[at]
        for lane in range(_LANES):
            x, y = e[lane], a[lane]
            s1 = (
                ((x >> np.uint32(6)) | (x << np.uint32(26)))
                ^ ((x >> np.uint32(11)) | (x << np.uint32(21)))
                ^ ((x >> np.uint32(25)) | (x << np.uint32(7)))
            )
            one = h[lane] + s1 + ((x & f[lane]) ^ (~x & g[lane])) + constant + words[at, lane]
            s0 = (
                ((y >> np.uint32(2)) | (y << np.uint32(30)))
                ^ ((y >> np.uint32(13)) | (y << np.uint32(19)))
                ^ ((y >> np.uint32(22)) | (y << np.uint32(10)))
            )
            two = s0 + ((y & b[lane]) ^ (y & c[lane]) ^ (b[lane] & c[lane]))
            d[lane] = d[lane] + one
            h[lane] = one + two


@_compiled
def _laid_out(
    heads: Octets, body: Octets, start: int, end: int, tail: Octets, at: int, into: Octets
) -> int:
    """Write message `at` with its padding, and say how many blocks it takes."""
    place = 0
    for column in range(heads.shape[1]):
        into[place] = heads[at, column]
        place += 1
    for source in range(start, end):
        into[place] = body[source]
        place += 1
    for source in range(len(tail)):
        into[place] = tail[source]
        place += 1
    bits = place * 8
    blocks = (place + 9 + _BLOCK - 1) // _BLOCK
    into[place] = 0x80
    for rest in range(place + 1, blocks * _BLOCK - 8):
        into[rest] = 0
    for back in range(8):
        into[blocks * _BLOCK - 1 - back] = (bits >> 8 * back) & 0xFF
    return blocks


@_compiled
def _load(laid: Words, block: int, words: Words) -> None:
    """Take a block of every lane; the machine's words are little-endian, SHA's are not."""
    for lane in range(_LANES):
        for at in range(16):
            word = laid[lane, block * 16 + at]
            words[at, lane] = (
                (word >> np.uint32(24))
                | ((word >> np.uint32(8)) & np.uint32(0xFF00))
                | ((word << np.uint32(8)) & np.uint32(0xFF0000))
                | (word << np.uint32(24))
            )


@_compiled
def _hash_all(
    heads: Octets, body: Octets, starts: Places, ends: Places, tail: Octets, longest: int,
    made: Octets,
) -> None:  # fmt: skip
    n_messages = len(heads)
    words = np.empty((64, _LANES), np.uint32)
    state, turning = np.empty((8, _LANES), np.uint32), np.empty((8, _LANES), np.uint32)
    laid = np.zeros((_LANES, longest), np.uint8)
    laid_words = laid.view(np.uint32)
    blocks = np.zeros(_LANES, np.int64)
    for start in range(0, n_messages, _LANES):
        count = min(_LANES, n_messages - start)
        blocks[:] = 0
        for lane in range(count):
            at = start + lane
            blocks[lane] = _laid_out(heads, body, starts[at], ends[at], tail, at, laid[lane])
        for row in range(8):
            state[row, :] = _START[row]
        for block in range(blocks.max()):
            _load(laid_words, block, words)
            _schedule(words)
            for row in range(8):
                for lane in range(_LANES):
                    turning[row, lane] = state[row, lane]
            _rounds(turning, words)
            for row in range(8):
                for lane in range(_LANES):
                    if block < blocks[lane]:
                        state[row, lane] += turning[row, lane]
        for lane in range(count):
            for row in range(8):
                word = state[row, lane]
                for place in range(4):
                    made[start + lane, 4 * row + place] = (word >> np.uint32(24 - 8 * place)) & 0xFF


def hashes(heads: Octets, body: Octets, starts: Places, ends: Places, tail: Octets) -> Octets:
    """SHA-256 of many messages, each a head, a stretch of the body, and the tail.

    Args:
        heads: shape (n, h); how each message begins.
        body: what lies between.
        starts, ends: shape (n,); message i takes `body[starts[i]:ends[i]]`.
        tail: how every message ends.
    Returns:
        Shape (n, 32).
    Source: FIPS 180-4, section 6.2.
    """
    made = np.empty((len(heads), _SIZE), np.uint8)
    size = heads.shape[1] + int((ends - starts).max(initial=0)) + len(tail)
    longest = (size + 9 + _BLOCK - 1) // _BLOCK * _BLOCK
    # One kind of array, so that one kind of machine code is made.
    given = [np.require(one, requirements=("C", "W")) for one in (heads, body, starts, ends, tail)]
    _hash_all(*given, longest, made)
    if len(made):
        message = bytes(heads[0]) + bytes(body[starts[0] : ends[0]]) + bytes(tail)
        assert made[0].tobytes() == sha256(message).digest(), "machine code hashes as hashlib does"
    return made
