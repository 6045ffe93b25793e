"""The Merkle tree against its definition, against itself, and against the code of others."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    consistency_proof_from,
    inclusion_proof,
    inclusion_proof_from,
    leaf_hash,
    node_hash,
    root_from,
    root_of,
    verify_consistency,
    verify_inclusion,
)

SIZES = range(1, 41)
sizes = st.integers(min_value=1, max_value=300)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"entry %d" % index) for index in range(size)]


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_by_definition(leaves[:split]), root_by_definition(leaves[split:]))


def reader_over(leaves: list[bytes]):
    """Give the hash of a complete subtree, refusing every read outside the tree."""

    def read_hash(level: int, index: int) -> bytes:
        first, end = index << level, (index + 1) << level
        assert end <= len(leaves), "only complete subtrees may be read"
        return root_by_definition(leaves[first:end])

    return read_hash


def flip(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_root_and_frontier_follow_the_definition_at_every_size():
    """Goal: one root whatever way it is made; method: recursion of the RFC, sizes 0 to 130."""
    frontier = Frontier.empty()
    leaves = leaves_of(130)
    for size in range(131):
        expected = root_by_definition(leaves[:size])
        assert root_of(leaves[:size]) == expected
        assert root_from(reader_over(leaves[:size]), size) == expected
        assert (frontier.size, frontier.root()) == (size, expected)
        if size < 130:
            frontier.append(leaves[size])


@given(before=st.integers(0, 200), added=st.integers(0, 200))
def test_a_frontier_written_and_read_back_goes_on_to_the_same_root(before: int, added: int):
    """Goal: a stored frontier is the whole state; method: stop at any size, reload, go on."""
    leaves = leaves_of(before + added)
    frontier = Frontier.empty()
    frontier.extend(leaves[:before])
    stored = frontier.to_bytes()
    assert len(stored) == 8 + 32 * before.bit_count()
    again = Frontier.from_bytes(stored)
    assert again == frontier
    again.extend(leaves[before:])
    assert again.size == before + added
    assert again.root() == root_of(leaves)
    assert frontier.to_bytes() == stored, "a frontier read from bytes grows apart"


def test_a_copied_frontier_grows_apart():
    """Goal: `copy` shares nothing that changes; method: append to the copy, look at the first."""
    frontier = Frontier(3, leaves_of(2))
    before = frontier.to_bytes()
    frontier.copy().append(leaf_hash(b"more"))
    assert frontier.to_bytes() == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(7),
        bytes(8) + bytes(32),
        (1).to_bytes(8, "big"),
        (1).to_bytes(8, "big") + bytes(31),
        (1).to_bytes(8, "big") + bytes(33),
        (1).to_bytes(8, "big") + bytes(64),
        (3).to_bytes(8, "big") + bytes(32),
        b"\xff" * 8 + bytes(64 * 32),
    ],
)
def test_a_frontier_of_another_length_is_refused(data: bytes):
    """Goal: strict reading; method: sizes and lengths that do not fit each other."""
    with pytest.raises(ValueError, match=r"frontier|leaves"):
        Frontier.from_bytes(data)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_only_hashes_of_32_bytes_enter_a_tree(length: int):
    """Goal: no short or long hash is ever joined; method: each way in, four wrong lengths."""
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier.empty().append(bytes(length))
    with pytest.raises(ValueError, match="32 bytes"):
        root_of([bytes(32), bytes(length)])
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier(1, [bytes(length)])


def test_every_proof_verifies_and_fits_no_other_place():
    """Goal: a proof shows one leaf at one place; method: all sizes to 24, all pairs of places."""
    for size in range(1, 25):
        leaves = leaves_of(size)
        root = root_of(leaves)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            for place in range(-1, size + 1):
                holds = verify_inclusion(leaves[index], place, size, proof, root)
                assert holds == (place == index), (size, index, place)


def test_every_pair_of_sizes_has_a_consistency_proof_that_fits_no_other_pair():
    """Goal: a proof joins two states; method: all pairs to 24, then every wrong older size."""
    leaves = leaves_of(24)
    roots = [root_of(leaves[:size]) for size in range(25)]
    for size2 in range(1, 25):
        for size1 in range(1, size2 + 1):
            proof = consistency_proof(leaves[:size2], size1)
            assert verify_consistency(size1, size2, proof, roots[size1], roots[size2])
            for other in set(range(size2 + 1)) - {size1}:
                assert not verify_consistency(other, size2, proof, roots[other], roots[size2])
                assert not verify_consistency(size1, size2, proof, roots[other], roots[size2])


@given(size=sizes, index=st.integers(0, 10**6), bit=st.integers(0, 255), where=st.integers(0, 99))
def test_one_changed_bit_breaks_an_inclusion_proof(size: int, index: int, bit: int, where: int):
    """Goal: nothing in a proof is free; method: flip one bit of leaf, root or any hash."""
    leaves = leaves_of(size)
    index %= size
    proof = inclusion_proof(leaves, index)
    parts = [leaves[index], root_of(leaves), *proof]
    assert verify_inclusion(parts[0], index, size, parts[2:], parts[1])
    changed = where % len(parts)
    parts[changed] = flip(parts[changed], bit)
    assert not verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@given(size2=sizes, size1=st.integers(0, 10**6), bit=st.integers(0, 255), where=st.integers(0, 99))
def test_one_changed_bit_breaks_a_consistency_proof(size2: int, size1: int, bit: int, where: int):
    """Goal: nothing in a proof is free; method: flip one bit of a root or any hash."""
    leaves = leaves_of(size2)
    size1 = 1 + size1 % size2
    proof = consistency_proof(leaves, size1)
    parts = [root_of(leaves[:size1]), root_of(leaves), *proof]
    assert verify_consistency(size1, size2, parts[2:], parts[0], parts[1])
    changed = where % len(parts)
    parts[changed] = flip(parts[changed], bit)
    assert not verify_consistency(size1, size2, parts[2:], parts[0], parts[1])


@given(size=sizes, first=st.integers(0, 10**6))
def test_proofs_from_subtree_hashes_equal_proofs_from_all_leaves(size: int, first: int):
    """Goal: two ways, one proof; method: a reader that refuses all but complete subtrees."""
    leaves = leaves_of(size)
    read_hash = reader_over(leaves)
    index, size1 = first % size, 1 + first % size
    assert inclusion_proof_from(read_hash, index, size) == inclusion_proof(leaves, index)
    assert consistency_proof_from(read_hash, size1, size) == consistency_proof(leaves, size1)


def test_proofs_with_a_hash_too_many_or_too_few_are_refused():
    """Goal: a proof has one length; method: drop, double or add a hash, sizes to 16."""
    for size in range(1, 17):
        leaves = leaves_of(size)
        root = root_of(leaves)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            for longer in ([*proof, root], [root, *proof], [*proof, bytes(32)]):
                assert not verify_inclusion(leaves[index], index, size, longer, root)
            for left_out in range(len(proof)):
                shorter = proof[:left_out] + proof[left_out + 1 :]
                assert not verify_inclusion(leaves[index], index, size, shorter, root)
        for size1 in range(1, size + 1):
            proof, root1 = consistency_proof(leaves, size1), root_of(leaves[:size1])
            for longer in ([*proof, root], [root1, *proof], [*proof, bytes(32)]):
                assert not verify_consistency(size1, size, longer, root1, root)
            for left_out in range(len(proof)):
                shorter = proof[:left_out] + proof[left_out + 1 :]
                assert not verify_consistency(size1, size, shorter, root1, root)


def test_a_pair_cut_at_another_byte_is_not_a_proof():
    """Goal: lengths are part of the proof; method: move one byte between two true siblings."""
    left, right = leaves_of(2)
    root = node_hash(left, right)
    assert node_hash(left[:31], left[31:] + right) == root, "the hash alone cannot tell"
    assert not verify_inclusion(left[:31], 0, 2, [left[31:] + right], root)
    assert not verify_inclusion(left + right[:1], 0, 2, [right[1:]], root)
    assert verify_consistency(1, 2, [right], left, root)
    assert not verify_consistency(1, 2, [left[31:] + right], left[:31], root)


def test_a_proof_that_climbs_past_the_claimed_size_is_refused():
    """Goal: the size is part of the claim; method: true paths of a larger tree, smaller sizes."""
    leaves = leaves_of(8)
    root = root_of(leaves[:2])
    assert not verify_inclusion(leaves[1], 0, 1, [leaves[0]], root)
    first, second = root_of(leaves[:4]), [leaves[6], leaves[7], node_hash(leaves[4], leaves[5])]
    roots = root_of(leaves[:7]), root_of(leaves)
    assert verify_consistency(7, 8, [*second, first], *roots)
    assert not verify_consistency(3, 4, [*second, first], *roots)


def test_impossible_numbers_and_lengths_are_false_and_never_an_error():
    """Goal: `verify_*` answer every input; method: empty, short, negative, zero, swapped."""
    leaves = leaves_of(5)
    root = root_of(leaves)
    proof = inclusion_proof(leaves, 2)
    assert not verify_inclusion(b"", 0, 1, [], b"")
    assert not verify_inclusion(b"short", 0, 1, [], b"short")
    assert not verify_inclusion(leaves[0], 0, 0, [], leaves[0])
    assert not verify_inclusion(leaves[2], -1, 5, proof, root)
    assert not verify_inclusion(leaves[2], 2, -5, proof, root)
    assert not verify_inclusion(leaves[2], 2, 5, [b"", *proof], root)
    assert not verify_inclusion(leaves[2], 2, 5, proof, root[:16])
    assert not verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    assert not verify_consistency(0, 5, [], EMPTY_ROOT, root)
    assert not verify_consistency(-1, 5, [], EMPTY_ROOT, root)
    assert not verify_consistency(5, 5, [], b"", b"")
    assert not verify_consistency(5, 5, [root], root, root)
    assert not verify_consistency(5, 4, consistency_proof(leaves, 4), root, root_of(leaves[:4]))
    assert not verify_consistency(4, 5, [b""], root_of(leaves[:4]), root)
    assert not verify_consistency(1, 2, [leaves[1]], b"", root_of(leaves[:2]))
    assert verify_consistency(5, 5, [], root, root)


def test_makers_of_proofs_refuse_what_does_not_exist():
    """Goal: no proof of nothing; method: places and sizes just outside the tree."""
    leaves = leaves_of(4)
    read_hash = reader_over(leaves)
    for index in (-1, 4):
        with pytest.raises(ValueError, match="has no leaf"):
            inclusion_proof(leaves, index)
        with pytest.raises(ValueError, match="has no leaf"):
            inclusion_proof_from(read_hash, index, 4)
    for size1 in (-1, 0, 5):
        with pytest.raises(ValueError, match="size1"):
            consistency_proof(leaves, size1)
        with pytest.raises(ValueError, match="size1"):
            consistency_proof_from(read_hash, size1, 4)
    with pytest.raises(ValueError, match="leaves"):
        root_from(read_hash, -1)


def test_pymerkle_gives_the_same_roots_and_proofs():
    """Goal: agree with code of others; method: all leaves and pairs of sizes up to 40."""
    pymerkle = pytest.importorskip("pymerkle")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    leaves: list[bytes] = []
    for size in SIZES:
        tree.append_entry(b"entry %d" % (size - 1))
        leaves.append(leaf_hash(b"entry %d" % (size - 1)))
        assert tree.get_root(size) == root_of(leaves)
        for index in range(size):
            # Its paths begin with the leaf itself.
            theirs = tree.prove_inclusion(index + 1, size).path
            assert theirs == [leaves[index], *inclusion_proof(leaves, index)]
    for size2 in SIZES:
        for size1 in range(1, size2 + 1):
            theirs = tree.prove_consistency(size1, size2)
            ours = consistency_proof(leaves[:size2], size1)
            # Where the older root is itself a subtree of the newer tree, RFC 6962 leaves it out.
            known = [root_of(leaves[:size1])] if size1.bit_count() == 1 or size1 == size2 else []
            assert in_the_order_of_the_rfc(theirs.path, theirs.subset) == known + ours


def in_the_order_of_the_rfc(path: list[bytes], in_older: list[int]) -> list[bytes]:
    """Join the hashes that pymerkle lists one by one for the subtree right of the older tree."""
    n_right = in_older.index(1)
    if n_right == 0:
        return path
    right = path[0]
    for sibling in path[1:n_right]:
        right = node_hash(right, sibling)
    return [path[n_right], right, *path[n_right + 1 :]]


def test_the_verifier_of_sigstore_accepts_our_proofs_and_refuses_what_we_refuse():
    """Goal: clients of others can check our log; method: all places to size 40, true and false."""
    theirs = pytest.importorskip("sigstore._internal.merkle")
    refused = pytest.importorskip("sigstore.errors").VerificationError

    def accepts(body: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
        told = SimpleNamespace(log_index=index, tree_size=size, hashes=proof, root_hash=root)
        inner = SimpleNamespace(inclusion_proof=told, canonicalized_body=body)
        try:
            theirs.verify_merkle_inclusion(SimpleNamespace(_inner=inner))
        except refused:
            return False
        return True

    for size in SIZES:
        leaves = leaves_of(size)
        root = root_of(leaves)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            for place in {index, (index + 1) % size, index ^ 1, size - 1}:
                if place < size:
                    ours = verify_inclusion(leaves[index], place, size, proof, root)
                    assert accepts(b"entry %d" % index, place, size, proof, root) == ours
