"""Sum trees against their definition; what a proof shows and what it cannot be bent to show."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record.merkle import EMPTY_ROOT
from auzolan.record.sumtree import (
    AMOUNT_MAX,
    SumLeaf,
    SumNode,
    SumTree,
    ordered,
    split_amount,
    sum_node,
    sum_proof,
    sum_root,
    verify_sum,
)


def leaves_of(amounts: list[int]) -> list[SumLeaf]:
    return [
        SumLeaf(index.to_bytes(16, "big"), amount, b"line %d" % index)
        for index, amount in enumerate(amounts)
    ]


def root_by_definition(nodes: list[tuple[bytes, int]]) -> tuple[bytes, int]:
    """The shape of RFC 6962 section 2.1 with the node of the format, word by word."""
    if len(nodes) == 1:
        return nodes[0]
    split = 1
    while split * 2 < len(nodes):
        split *= 2
    left, left_sum = root_by_definition(nodes[:split])
    right, right_sum = root_by_definition(nodes[split:])
    packed = left + left_sum.to_bytes(8, "big") + right + right_sum.to_bytes(8, "big")
    return sha256(b"\x03" + packed).digest(), left_sum + right_sum


lists_of_amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


@given(lists_of_amounts, st.randoms(use_true_random=False))
def test_root_and_total_follow_the_definition_whatever_the_order(amounts: list[int], chance):
    """Goal: one root for one set of lines; method: the definition, then the lines shuffled."""
    leaves = leaves_of(amounts)
    nodes = sorted(
        (sha256(b"\x02" + one.salt + one.amount.to_bytes(8, "big") + one.line).digest(), one.amount)
        for one in leaves
    )
    expected = root_by_definition(nodes)
    assert sum_root(leaves) == expected
    assert expected[1] == sum(amounts)
    chance.shuffle(leaves)
    assert sum_root(leaves) == expected
    assert [one.hash() for one in ordered(leaves)] == [digest for digest, _ in nodes]


@given(lists_of_amounts)
def test_every_line_is_proved_at_its_place_and_at_no_other(amounts: list[int]):
    """Goal: a proof is for one line; method: all lines, all places, both ways to a proof."""
    tree = SumTree(leaves_of(amounts))
    for index, leaf in enumerate(ordered(leaves_of(amounts))):
        assert tree.index_of(leaf) == index
        proof = tree.proof(index)
        for place in range(-1, tree.n_leaves + 1):
            holds = verify_sum(leaf, place, tree.n_leaves, proof, root=tree.root, total=tree.total)
            assert holds == (place == index)
    assert sum_proof(leaves_of(amounts), tree.n_leaves - 1) == tree.proof(tree.n_leaves - 1)


@given(lists_of_amounts, st.integers(0, 10**6), st.integers(1, 5))
def test_no_amount_or_sum_in_a_proof_can_be_changed(amounts: list[int], first: int, by: int):
    """Goal: totals are bound; method: change the line, each sum, the total, or move money."""
    tree = SumTree(leaves_of(amounts))
    leaves = ordered(leaves_of(amounts))
    index = first % len(leaves)
    leaf, proof, n_leaves = leaves[index], tree.proof(index), tree.n_leaves
    root, total = tree.root, tree.total

    def holds(leaf: SumLeaf, proof: list[SumNode], root: bytes, total: int) -> bool:
        return verify_sum(leaf, index, n_leaves, proof, root=root, total=total)

    assert holds(leaf, proof, root, total)
    richer = SumLeaf(leaf.salt, leaf.amount + by, leaf.line)
    assert not holds(richer, proof, root, total)
    assert not holds(richer, proof, root, total + by)
    assert not holds(leaf, proof, root, total + by)
    assert not holds(leaf, proof, root[:31] + bytes([root[31] ^ 1]), total)
    assert not holds(SumLeaf(leaf.salt, leaf.amount, leaf.line + b"!"), proof, root, total)
    assert not holds(SumLeaf(b"s" * 16, leaf.amount, leaf.line), proof, root, total)
    for place, step in enumerate(proof):
        for other in (
            SumNode(step.hash, step.total + by),
            SumNode(bytes([step.hash[0] ^ 1]) + step.hash[1:], step.total),
            SumNode(step.hash[:31], step.total),
            SumNode(step.hash, -1),
            SumNode(step.hash, AMOUNT_MAX + 1),
            SumNode(step.hash, 2**64),
        ):
            changed = [*proof[:place], other, *proof[place + 1 :]]
            for claimed in (total, total + other.total - step.total):
                assert not holds(leaf, changed, root, claimed)
            moved = SumLeaf(leaf.salt, max(leaf.amount - by, 0), leaf.line)
            assert not holds(moved, changed, root, total)
        assert not holds(leaf, proof[:place] + proof[place + 1 :], root, total)
    assert not holds(leaf, [*proof, SumNode(bytes(32), 0)], root, total)


def test_impossible_places_are_false_and_never_an_error():
    """Goal: `verify_sum` answers every input; method: no leaves, negative places and sizes."""
    (leaf,) = leaves_of([5])
    root, total = sum_root([leaf])
    assert (root, total) == (leaf.hash(), 5)
    assert verify_sum(leaf, 0, 1, [], root=root, total=total)
    for index, n_leaves in ((0, 0), (-1, 1), (1, 1), (0, -1), (0, 2)):
        assert not verify_sum(leaf, index, n_leaves, [], root=root, total=total)
    assert not verify_sum(leaf, 0, 1, [], root=b"", total=total)
    pair = SumTree(leaves_of([5, 6]))
    right = ordered(leaves_of([5, 6]))[1]
    assert verify_sum(right, 1, 2, pair.proof(1), root=pair.root, total=11)
    assert not verify_sum(right, 0, 1, pair.proof(1), root=pair.root, total=11)


def test_a_leaf_can_not_pass_as_a_node():
    """Goal: kinds are told apart; method: a line that spells out a node's bytes."""
    left, right = ordered(leaves_of([1, 2]))
    node = sum_node(SumNode(left.hash(), left.amount), SumNode(right.hash(), right.amount))
    spelled = left.hash() + left.amount.to_bytes(8, "big") + right.hash()
    spelled += right.amount.to_bytes(8, "big")
    posing = SumLeaf(spelled[:16], int.from_bytes(spelled[16:24], "big") % 2**53, spelled[24:])
    assert posing.hash() != node.hash
    assert sha256(b"\x03" + spelled).digest() == node.hash


def test_sums_above_the_limit_are_refused_and_never_wrap():
    """Goal: no overflow; method: the largest sum that fits, and one cent more."""
    assert sum_root(leaves_of([AMOUNT_MAX, 0]))[1] == AMOUNT_MAX
    with pytest.raises(ValueError, match="9007199254740992"):
        sum_root(leaves_of([AMOUNT_MAX, 1]))
    for amount in (-1, AMOUNT_MAX + 1):
        with pytest.raises(ValueError, match="amount"):
            SumLeaf(bytes(16), amount, b"")
    for length in (0, 15, 17):
        with pytest.raises(ValueError, match="salt"):
            SumLeaf(bytes(length), 1, b"")
    (leaf,) = leaves_of([AMOUNT_MAX])
    step = SumNode(bytes(32), 1)
    assert not verify_sum(leaf, 0, 2, [step], root=bytes(32), total=AMOUNT_MAX + 1)


def test_the_same_leaf_twice_and_unknown_places_are_refused():
    """Goal: no line counts double; method: a repeated leaf, a place and a leaf outside."""
    leaves = leaves_of([1, 2, 3])
    with pytest.raises(ValueError, match="twice"):
        sum_root([*leaves, leaves[0]])
    for index in (-1, 3):
        with pytest.raises(ValueError, match="no leaf"):
            sum_proof(leaves, index)
    with pytest.raises(ValueError, match="no leaf"):
        SumTree(leaves).index_of(SumLeaf(bytes(16), 9, b"other"))


def test_a_tree_without_leaves_has_the_empty_root_and_no_money():
    """Goal: nothing shared out is no special case; method: the empty set."""
    assert sum_root([]) == (EMPTY_ROOT, 0)
    assert SumTree([]).n_leaves == 0
    with pytest.raises(ValueError, match="no leaf"):
        sum_proof([], 0)


@given(
    st.integers(0, AMOUNT_MAX),
    st.integers(1, 4).flatmap(lambda n: st.binary(min_size=16 * n, max_size=16 * n)),
)
def test_parts_make_the_whole_and_none_is_negative(amount: int, randomness: bytes):
    """Goal: splitting loses no cent; method: any amount, any randomness, 2 to 5 parts."""
    parts = split_amount(amount, randomness)
    assert len(parts) == len(randomness) // 16 + 1
    assert min(parts) >= 0
    assert sum(parts) == amount


def test_every_split_of_a_small_amount_is_reached():
    """Goal: no part is excluded; method: amount 3, randomness 0 to 3, all four cuts."""
    parts = {split_amount(3, number.to_bytes(16, "big")) for number in range(4)}
    assert parts == {(0, 3), (1, 2), (2, 1), (3, 0)}


@pytest.mark.parametrize("length", [0, 1, 15, 17, 33])
def test_randomness_of_another_length_is_refused(length: int):
    """Goal: no cut with too little chance; method: lengths that are no multiple of 16."""
    with pytest.raises(ValueError, match="16 random bytes"):
        split_amount(5, bytes(length))
    with pytest.raises(ValueError, match="amount"):
        split_amount(-1, bytes(16))
