"""Hashes of many messages at once: the same bytes as one by one, in every shape."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record import annexes, hashing, sumtree
from auzolan.record.frontier import leaf_hash
from auzolan.record.merkle import root_of

messages = st.lists(st.binary(max_size=200), min_size=1, max_size=40)
digests = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)


def laid_out(bodies: list[bytes]) -> hashing.Texts:
    """Texts one after the other."""
    ends = np.cumsum([len(body) for body in bodies], dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
    return hashing.Texts(hashing.octets(b"".join(bodies)), starts, ends)


@given(bodies=messages, head=st.binary(max_size=90), tail=st.binary(max_size=70))
def test_many_messages_hash_as_each_alone(bodies: list[bytes], head: bytes, tail: bytes) -> None:
    """Goal: one call, the same bytes. Method: any lengths, each message against hashlib."""
    heads = np.tile(hashing.octets(head), (len(bodies), 1))
    made = hashing.hashes(heads, laid_out(bodies), tail)
    assert [one.tobytes() for one in made] == [
        sha256(head + body + tail).digest() for body in bodies
    ]


@given(row=digests)
def test_the_root_over_arrays_is_the_root_over_hashes(row: list[bytes]) -> None:
    """Goal: one tree. Method: any number of leaves, against `merkle.root_of`."""
    array = hashing.octets(b"".join(row)).reshape(-1, 32)
    assert hashing.root_over(array) == root_of(row)


amounts = st.integers(-(2**50), 2**50)
lines = st.lists(st.tuples(amounts, st.text(max_size=30)), max_size=30)


@given(lines=lines, data=st.data())
def test_an_annex_has_the_roots_that_its_leaves_give_one_by_one(
    lines: list[tuple[int, str]], data: st.DataObject
) -> None:
    """Goal: the fast way and the plain way name one tree. Method: any texts, signs and salts."""
    size = len(lines) * annexes.LINE_CHANCE_SIZE
    chance = data.draw(st.binary(min_size=size, max_size=size)) if size else b""
    columns = {
        "cents": [one for one, _ in lines],
        "why": [f"{at}{t}" for at, (_, t) in enumerate(lines)],
    }
    annex = annexes.build("test/1", columns, amount="cents", chance=chance)
    ref = annexes.refer(annex, annexes.encode(annex))
    for debts, root, total in ((False, ref.root, ref.total), (True, ref.debt_root, ref.debt_total)):
        plain = sumtree.sum_root(annexes.sum_leaves(annex, debts=debts))
        if not debts or any(cents < 0 for cents, _ in lines):
            assert (root, total) == (plain[0].hex(), plain[1])
    assert annexes.decode(annexes.encode(annex), ref) == annex


@given(lines=lines)
def test_lines_without_amounts_have_the_root_of_their_texts(lines: list[tuple[int, str]]) -> None:
    """Goal: plain annexes too. Method: any texts, leaf by leaf from their canonical lines."""
    columns = {"a": [one for one, _ in lines], "b": [text for _, text in lines]}
    annex = annexes.build("test/1", columns, amount="", chance=b"")
    ref = annexes.refer(annex, annexes.encode(annex))
    leaves = [leaf_hash(annexes.canonical.encode(line)) for line in annex.lines()]
    assert ref.root == root_of(leaves).hex()


@given(draw=st.integers(0, 2**64 - 1), size=st.integers(0, 2**53 - 1))
def test_a_part_is_the_draw_scaled_without_a_float(draw: int, size: int) -> None:
    """Goal: exact to the cent. Method: one line, against Python's own integers."""
    chance = bytes(32) + draw.to_bytes(8, "big")
    annex = annexes.build("test/1", {"cents": [size]}, amount="cents", chance=chance)
    assert annex.parts == (draw * (size + 1) >> 64,)


@pytest.mark.parametrize(
    ("parts", "salts"), [((5,), ("00" * 32,)), ((-1,), ("00" * 32,)), ((1,), ("00" * 31,)), ((1,), ("0 " * 32,))]
)  # fmt: skip
def test_a_part_or_salt_of_a_wrong_size_is_named_by_its_line(
    parts: tuple[int], salts: tuple[str]
) -> None:
    """Goal: a forged annex is refused. Method: parts outside the amount, salts cut short."""
    annex = annexes.Annex("cents", ((4,),), "test/1", ("cents",), parts, salts)
    with pytest.raises(ValueError, match="line 0|hexadecimal"):
        annexes.refer(annex, annexes.encode(annex))


def test_the_same_leaf_twice_is_refused() -> None:
    """Goal: nobody is counted twice under one leaf. Method: two lines equal in all, salts too."""
    annex = annexes.Annex("cents", ((4, 4),), "test/1", ("cents",), (1, 1), ("00" * 32,) * 2)
    with pytest.raises(ValueError, match="twice"):
        annexes.refer(annex, annexes.encode(annex))
