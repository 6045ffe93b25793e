"""Sorted Merkle trees: what is in is proved to be in, what is not is proved not to be."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.learning.manifests import absences, is_absent, manifest_of
from auzolan.record.merkle import EMPTY_ROOT, leaf_hash, root_of
from auzolan.record.sorted_tree import (
    Absence,
    absent,
    in_order,
    present,
    prove_absence,
    prove_absences,
    prove_presence,
    sorted_root,
)

numbers = st.integers(min_value=0, max_value=60)


def digest(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


@given(st.sets(numbers, max_size=40))
def test_every_digest_is_proved_to_be_in_or_not_to_be_in(inside: set[int]) -> None:
    """Goal: exactly one of two proofs exists. Method: all digests against sets of any size."""
    tree = in_order(digest(one) for one in inside)
    size, root = len(tree), sorted_root(tree)
    for number in range(61):
        wanted = digest(number)
        if number in inside:
            assert present(prove_presence(tree, wanted), size=size, root=root)
            with pytest.raises(ValueError, match="is in the tree"):
                prove_absence(tree, wanted)
        else:
            assert absent(wanted, prove_absence(tree, wanted), size=size, root=root)
            with pytest.raises(ValueError, match="is not in the tree"):
                prove_presence(tree, wanted)


@given(st.sets(numbers, min_size=1, max_size=30), numbers)
def test_no_two_neighbours_of_any_tree_prove_away_what_is_in_it(
    inside: set[int], member: int
) -> None:
    """Goal: absence cannot be forged. Method: every pair of honest neighbours, every size near it."""
    tree = in_order(digest(one) for one in inside | {member})
    root, wanted = sorted_root(tree), digest(member)
    honest = [prove_presence(tree, one) for one in tree]
    ends = [None, *honest]
    for below in ends:
        for above in ends:
            proof = Absence(below, above)
            for size in (len(tree) - 1, len(tree), len(tree) + 1):
                assert not absent(wanted, proof, size=size, root=root)


@given(st.sets(numbers, min_size=1, max_size=20), st.integers(0, 19), st.integers(0, 255))
def test_a_proof_that_was_touched_shows_nothing(inside: set[int], at: int, bit: int) -> None:
    """Goal: nothing but the honest proof holds. Method: flip one bit of any digest or path."""
    tree = in_order(digest(one) for one in inside)
    wanted = digest(100)
    proof, size, root = prove_absence(tree, wanted), len(tree), sorted_root(tree)
    neighbour = proof.below or proof.above
    assert neighbour is not None
    parts = [neighbour.digest, *neighbour.path]
    touched = bytearray(parts[at % len(parts)])
    touched[bit // 8] ^= 1 << bit % 8
    parts[at % len(parts)] = bytes(touched)
    forged = msgspec.structs.replace(neighbour, digest=parts[0], path=tuple(parts[1:]))
    other = (
        Absence(forged, proof.above) if proof.below is not None else Absence(proof.below, forged)
    )
    assert absent(wanted, proof, size=size, root=root)
    assert not absent(wanted, other, size=size, root=root)


def test_a_tree_without_digests_proves_every_absence() -> None:
    """Goal: the empty snapshot is a case too. Method: prove and check, against a full tree as well."""
    proof = prove_absence((), digest(1))
    assert proof == Absence(None, None)
    assert sorted_root(()) == EMPTY_ROOT
    assert absent(digest(1), proof, size=0, root=EMPTY_ROOT)
    assert not absent(digest(1), proof, size=1, root=sorted_root((digest(2),)))
    assert not absent(digest(1), proof, size=0, root=sorted_root((digest(2),)))


def test_the_root_is_that_of_rfc_6962_over_the_sorted_digests() -> None:
    """Goal: others can compute it. Method: sort by hand, hash with the plain tree."""
    digests = [digest(number) for number in range(7)]
    assert sorted_root(in_order(digests)) == root_of([leaf_hash(one) for one in sorted(digests)])


def test_digests_of_another_length_and_repeats_are_refused() -> None:
    """Goal: a set of 32 bytes each, nothing else. Method: one of each fault."""
    with pytest.raises(ValueError, match="32 bytes"):
        in_order([b"short"])
    with pytest.raises(ValueError, match="stands twice"):
        in_order([digest(1), digest(1)])
    assert not absent(b"short", Absence(None, None), size=0, root=EMPTY_ROOT)


def test_many_absences_equal_each_one_alone() -> None:
    """Goal: the fast way is the plain way. Method: compare both for every gap of a tree."""
    tree = in_order(digest(number) for number in range(0, 40, 2))
    outside = [digest(number) for number in range(1, 40, 2)]
    assert prove_absences(tree, outside) == [prove_absence(tree, one) for one in outside]


def test_a_manifest_proves_that_rows_are_not_in_it() -> None:
    """Goal: what a member checks. Method: prove by the manifest, verify by the record's two numbers."""
    manifest = manifest_of(("b1", place, digest(place)) for place in range(9))
    assert manifest.digests == tuple(sorted(manifest.digests))
    assert {manifest.places[at] for at in range(9)} == set(range(9))
    hers = [digest(number) for number in (20, 21)]
    proofs = absences(manifest, hers)
    for wanted, proof in zip(hers, proofs, strict=True):
        assert is_absent(wanted.hex(), proof, rows=9, root=manifest.root())
        assert not is_absent(wanted.hex(), proof, rows=8, root=manifest.root())
    assert not is_absent("no digest", proofs[0], rows=9, root=manifest.root())
    with pytest.raises(ValueError, match="is in the tree"):
        absences(manifest, [digest(3)])
    with pytest.raises(ValueError, match="of its own"):
        manifest_of([("b1", 0, digest(1)), ("b2", 0, digest(1))])
