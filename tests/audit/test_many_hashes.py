"""Very many hashes at once: the same as `hashlib` gives one by one."""

import hashlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.audit.many_hashes import ROWS_MANY, hasher_for, many_hashes
from auzolan.record import annexes, hashing
from auzolan.record.hashing import Texts

BYTES = st.binary(max_size=150)


@settings(deadline=None)
@given(
    texts=st.lists(BYTES, max_size=12), tail=st.binary(max_size=70), width=st.integers(0, 90),
    seed=st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_each_message_has_the_hash_that_hashlib_gives_it(
    texts: list[bytes], tail: bytes, width: int, seed: int
) -> None:
    """Goal: no hash of our own. Method: any heads, texts and tails, from none to several blocks."""
    heads = np.random.default_rng(seed).integers(0, 256, (len(texts), width), dtype=np.uint8)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    starts = ends - np.array([len(text) for text in texts], dtype=np.int64)
    packed = Texts(hashing.octets(b"".join(texts)), starts, ends)
    expected = [
        hashlib.sha256(head.tobytes() + text + tail).digest()
        for head, text in zip(heads, texts, strict=True)
    ]
    for hasher in (many_hashes, hashing.hashes):
        made = hasher(heads, packed, tail)
        assert made.shape == (len(texts), 32)
        assert [row.tobytes() for row in made] == expected


def test_an_annex_has_one_name_however_its_lines_are_hashed() -> None:
    """Goal: the quick way changes no byte. Method: shared out, owed, and without an amount."""
    members, size = [f"m{number:03}" for number in range(301)], 301
    sums = {"member": members, "cents": [number * 7 - 90 for number in range(size)]}
    for amount in ("cents", ""):
        chance = bytes(range(256)) * 49 if amount else b""
        chance = chance[: size * annexes.LINE_CHANCE_SIZE].ljust(
            size * annexes.LINE_CHANCE_SIZE if amount else 0, b"x"
        )
        annex = annexes.build("distribution/2", sums, amount=amount, chance=chance)
        text = annexes.encode(annex)
        ref = annexes.refer(annex, text, hasher=many_hashes)
        assert ref == annexes.refer(annex, text)
        assert annexes.decode(text, ref, hasher=many_hashes) == annex


def test_few_lines_are_hashed_without_waiting_for_a_compiler() -> None:
    """Goal: a small co-operative waits for nothing. Method: ask on both sides of the limit."""
    assert hasher_for(ROWS_MANY - 1) is hashing.hashes
    assert hasher_for(ROWS_MANY) in (many_hashes, hashing.hashes)
