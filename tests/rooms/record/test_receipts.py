"""Receipts: what one file proves, and that it cannot be bent to prove anything else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record.merkle import inclusion_proof, leaf_hash, root_of
from auzolan.record.notes import Checkpoint, Signer, encode_base64, sign_checkpoint
from auzolan.record.receipts import (
    InclusionReceipt,
    encode_receipt,
    parse_receipt,
    verify_receipt,
)

LOG = Signer("auzolan.example/yogurt", Ed25519PrivateKey.from_private_bytes(bytes(32)))
KNOWN = [LOG.verifier_key]


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"entry %d" % index) for index in range(size)]


def receipt_for(index: int, size: int, extra: bytes = b"") -> bytes:
    leaves = leaves_of(size)
    note = sign_checkpoint(Checkpoint(LOG.name, size, root_of(leaves)), [LOG])
    proof = tuple(inclusion_proof(leaves, index))
    return encode_receipt(InclusionReceipt(index, proof, note, extra))


@given(size=st.integers(1, 60), first=st.integers(0, 10**6), extra=st.binary(max_size=30))
def test_a_receipt_proves_its_entry_and_no_other(size: int, first: int, extra: bytes):
    """Goal: a receipt is for one entry; method: every place of logs up to 60 entries."""
    index, leaves = first % size, leaves_of(size)
    data = receipt_for(index, size, extra)
    receipt = parse_receipt(data)
    assert (receipt.index, receipt.extra) == (index, extra)
    assert encode_receipt(receipt) == data
    assert verify_receipt(data, leaves[index], KNOWN).size == size
    for wrong in (leaf_hash(b"entry %d" % (index + 1)), leaves[index][:31], b""):
        with pytest.raises(ValueError, match="does not prove"):
            verify_receipt(data, wrong, KNOWN)


def test_a_receipt_looks_as_the_standard_says():
    """Goal: readers of others can read it; method: the lines of C2SP tlog-proof, one by one."""
    leaves = leaves_of(3)
    note = sign_checkpoint(Checkpoint(LOG.name, 3, root_of(leaves)), [LOG])
    proof = "".join(f"{encode_base64(one)}\n" for one in inclusion_proof(leaves, 1))
    head = f"c2sp.org/tlog-proof@v1\nextra aGk=\nindex 1\n{proof}\n"
    assert receipt_for(1, 3, b"hi") == head.encode() + note


def test_every_flipped_bit_of_a_receipt_is_refused():
    """Goal: no byte is free; method: all bits of a receipt without extra data."""
    data, leaf = receipt_for(2, 5), leaves_of(5)[2]
    assert verify_receipt(data, leaf, KNOWN).size == 5
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError):  # noqa: PT011 (whatever the bit breaks is named)
            verify_receipt(bytes(changed), leaf, KNOWN)


def test_a_receipt_of_another_log_is_refused():
    """Goal: the reader's key decides; method: a true receipt, checked with a stranger's key."""
    stranger = Signer(LOG.name, Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32))
    with pytest.raises(ValueError, match="expected a signature"):
        verify_receipt(receipt_for(0, 1), leaves_of(1)[0], [stranger.verifier_key])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\n"),
        ("c2sp.org/tlog-proof@v1\n", "\nc2sp.org/tlog-proof@v1\n"),
        ("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\r\n"),
        ("extra aGk=\nindex 1\n", "index 1\nextra aGk=\n"),
        ("extra aGk=\n", "extra \n"),
        ("extra aGk=\n", "extra\n"),
        ("extra aGk=\n", "extra aGl=\n"),
        ("extra aGk=\n", "extra aGk\n"),
        ("extra aGk=\n", "extra aGk=\nextra aGk=\n"),
        ("index 1\n", ""),
        ("index 1\n", "index 01\n"),
        ("index 1\n", "index  1\n"),
        ("index 1\n", "index 1 \n"),
        ("index 1\n", "index -1\n"),
        ("index 1\n", "Index 1\n"),
        ("index 1\n", "index 1\nAAAA\n"),
        ("index 1\n", "index 1\n" + encode_base64(bytes(32)) + "\n"),
        ("index 1\n", "index 1\n" + (encode_base64(bytes(32)) + "\n") * 64),
        ("index 1\n", "index 1\n\n"),
        ("=\n\n", "=\n"),
        ("=\n\n", "=\n\n\n"),
    ],
)
def test_other_spellings_of_a_receipt_are_refused(right: str, wrong: str):
    """Goal: one proof, one text; method: each line of the head changed, doubled or left out."""
    data, leaf = receipt_for(1, 3, b"hi"), leaves_of(3)[1]
    assert verify_receipt(data, leaf, KNOWN).size == 3
    assert right.encode() in data
    with pytest.raises(ValueError):  # noqa: PT011 (each line has its own reason)
        verify_receipt(data.replace(right.encode(), wrong.encode(), 1), leaf, KNOWN)


def test_only_ascii_stands_before_the_checkpoint():
    """Goal: no look-alikes in the head; method: a foreign digit as the index."""
    data = receipt_for(1, 3).replace(b"index 1", "index \u0661".encode())
    with pytest.raises(ValueError, match="ASCII"):
        parse_receipt(data)


def test_limits_of_a_receipt_are_stated():
    """Goal: nothing unbounded is read; method: one step beyond each limit."""
    note = sign_checkpoint(Checkpoint(LOG.name, 1, bytes(32)), [LOG])
    for index in (-1, 2**64):
        with pytest.raises(ValueError, match="index"):
            InclusionReceipt(index, (), note)
    with pytest.raises(ValueError, match="at most 64"):
        InclusionReceipt(0, (bytes(32),) * 65, note)
    with pytest.raises(ValueError, match="32 bytes"):
        InclusionReceipt(0, (bytes(31),), note)
    with pytest.raises(ValueError, match="extra"):
        InclusionReceipt(0, (), note, bytes(65_537))
    with pytest.raises(ValueError, match="checkpoint"):
        InclusionReceipt(0, (), bytes(1_000_001))
