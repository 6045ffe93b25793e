"""Bytes of the record that never change: published roots, proofs that others wrote, our layout."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.record.merkle import (
    EMPTY_ROOT,
    Frontier,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from auzolan.record.notes import (
    Checkpoint,
    Signer,
    format_vkey,
    parse_vkey,
    sign_checkpoint,
    sign_note,
    verify_note,
)
from auzolan.record.receipts import InclusionReceipt, encode_receipt
from auzolan.record.sumtree import SumLeaf, sum_root
from auzolan.record.tiles import TileWriter, bundle_encode, tiles_for

CLASSIC_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]


def test_the_eight_classic_leaves_have_the_published_roots():
    """Goal: RFC 6962 as all others compute it; method: roots known from Certificate Transparency."""
    leaves = [leaf_hash(data) for data in CLASSIC_LEAVES]
    roots = [root_of(leaves[:size]).hex() for size in range(9)]
    assert roots[0] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert roots[1].startswith("6e340b9c")
    assert roots[3].startswith("aeb6bcfe")
    assert roots[7].startswith("ddb89be4")
    assert roots[8] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert EMPTY_ROOT.hex() == roots[0]
    frontier = Frontier.empty()
    frontier.extend(leaves)
    assert frontier.to_bytes().hex() == "0000000000000008" + roots[8]


def vectors(folder: Path, name: str) -> list[dict[str, object]]:
    found = json.loads((folder / name).read_text(encoding="utf-8"))
    assert len(found) == 49, "the set of others' proofs is complete"
    return found


def hashes_of(proof: list[str] | None) -> list[bytes]:
    return [b64decode(one) for one in proof or []]


def test_inclusion_proofs_that_others_wrote_get_the_answer_they_expect(
    test_data: Callable[[str], Path],
):
    """Goal: agree with transparency-dev/merkle; method: 49 true and false inclusion proofs."""
    for one in vectors(test_data("merkle_vectors"), "inclusion.json"):
        holds = verify_inclusion(
            b64decode(one["leafHash"]),
            one["leafIdx"],
            one["treeSize"],
            hashes_of(one["proof"]),
            b64decode(one["root"]),
        )
        assert holds == (not one["wantErr"]), one["file"]


def test_consistency_proofs_that_others_wrote_get_the_answer_they_expect(
    test_data: Callable[[str], Path],
):
    """Goal: agree with transparency-dev/merkle; method: 49 true and false consistency proofs."""
    for one in vectors(test_data("merkle_vectors"), "consistency.json"):
        holds = verify_consistency(
            one["size1"],
            one["size2"],
            hashes_of(one["proof"]),
            b64decode(one["root1"]),
            b64decode(one["root2"]),
        )
        assert holds == (not one["wantErr"]), one["file"]


def test_a_log_of_70_000_entries_has_the_files_of_the_standard():
    """Goal: the example of C2SP tlog-tiles, written; method: feed it, count tiles and bytes."""
    writer = TileWriter()
    leaf = leaf_hash(b"")
    written = [*writer.feed([leaf] * 70_000), *writer.partials()]
    full = [tile.level for tile, data in written if len(data) == 8_192]
    partial = [(tile.level, tile.width) for tile, data in written if len(data) < 8_192]
    assert (full.count(0), full.count(1), len(full)) == (273, 1, 274)
    assert partial == [(0, 112), (1, 17), (2, 1)]
    assert {tile for tile, _ in written} == set(tiles_for(70_000))
    assert written[-1][0].path == "tile/2/000.p/1"


def test_a_note_is_what_the_standard_says_byte_for_byte():
    """Goal: readers of others can read ours; method: the note built from C2SP signed-note by hand."""
    name, text = "auzolan.example/log", b"any text\n"
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = private.public_key().public_bytes_raw()
    key_id = sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    signature = b64encode(key_id + private.sign(text)).decode()
    note = text + b"\n" + f"\u2014 {name} {signature}\n".encode()
    assert sign_note(text, [Signer(name, private)]) == note
    vkey = f"{name}+{key_id.hex()}+{b64encode(bytes([1]) + public).decode()}"
    assert verify_note(note, [parse_vkey(vkey)]) == text


def test_our_own_files_keep_their_bytes():
    """Goal: no release changes the format unseen; method: digests of one file of each kind."""
    signer = Signer("auzolan.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    leaves = [leaf_hash(data) for data in CLASSIC_LEAVES]
    note = sign_checkpoint(Checkpoint(signer.name, 8, root_of(leaves)), [signer])
    receipt = encode_receipt(InclusionReceipt(3, tuple(inclusion_proof(leaves, 3)), note))
    lines = [SumLeaf(bytes([index]) * 16, 100 * index, b'["line"]') for index in range(5)]
    root, total = sum_root(lines)
    frontier = Frontier(7, leaves[:3])
    found = {
        "vkey": format_vkey(signer.verifier_key),
        "checkpoint": sha256(note).hexdigest(),
        "receipt": sha256(receipt).hexdigest(),
        "bundle": sha256(bundle_encode(CLASSIC_LEAVES)).hexdigest(),
        "frontier": sha256(frontier.to_bytes()).hexdigest(),
        "sum root": root.hex(),
        "sum": total,
    }
    assert found == GOLDEN


GOLDEN: dict[str, object] = {
    "vkey": "auzolan.example/log+a755cf91+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "checkpoint": "3fbe107ac9f1c23df2f650f93e5b44938b9efef0b965dc1d5a14e4ec285a2d62",
    "receipt": "76de43f8f76056b298ef84f19f62267977aaa607cb60af25c8db6e2e0a5b3488",
    "bundle": "1afdc32f06ff88236207410a37b10ff2b5647186b52a531da0416d539b15a876",
    "frontier": "9665944f3ba7ddf3de39f68d94c63b6d07b972b7b34578df358a258eb5f4827a",
    "sum root": "f1b7c2cc9bf81c12eddc0a45419b648de2a70925080dcf3fcd23a547baae26c6",
    "sum": 1000,
}
