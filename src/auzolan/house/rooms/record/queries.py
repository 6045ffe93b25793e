"""Reading entries, and proving that one stands in the published record."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from auzolan.assembly.acts import CastBallot
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import vault_of
from auzolan.house.storage.reader import Reader
from auzolan.labour.voice.acts import RateIssuer
from auzolan.record.entries import Act
from auzolan.record.frontier import leaf_hash
from auzolan.record.merkle import inclusion_proof_from
from auzolan.record.notes import parse_vkey, verify_checkpoint
from auzolan.record.passkeys import PROOF
from auzolan.record.receipts import InclusionReceipt, encode_receipt, verify_receipt
from auzolan.record.tile_names import tile_path
from auzolan.record.tiles import TileHashes


class EntryPage(msgspec.Struct, frozen=True):
    """One entry: its published text, and what the folder can open of it.

    `opened` holds the values of restricted fields, and of sealed ones that were not erased;
    ballots stay closed here, and are published with the tally. So does what an act of labour says
    of one person: it is shown to her, or by a look that she sees.
    """

    entry: int
    at: str
    actor: str
    act: str
    leaf: str
    text: msgspec.Raw
    opened: Mapping[str, int | str]


class Proof(msgspec.Struct, frozen=True):
    """The proof that an entry stands in the published record, and the receipt that holds it all."""

    entry: int
    leaf: str
    size: int
    root: str
    proof: tuple[str, ...]
    receipt: str


def entry_page(reader: Reader, seq: int) -> EntryPage:
    """One entry.

    Raises:
        LookupError: there is none of this number.
    """
    body = reader.log.body(seq)
    entry = reader.entry(seq)
    openings = {}
    if not isinstance(entry.act, CastBallot):  # nobody sees how an open poll stands
        with vault_of(reader.folder) as vault:
            openings = {} if isinstance(entry.act, RateIssuer) else vault.openings_of(seq)
        if not _tag_of(entry.act).startswith("labour."):
            openings = reader.log.openings(seq) | openings
    return EntryPage(
        entry=seq, at=iso_from_moment(entry.at), actor=entry.actor,
        act=_tag_of(entry.act), leaf=leaf_hash(body).hex(),
        text=msgspec.Raw(body), opened={name: one.value for name, one in openings.items() if name != PROOF},
    )  # fmt: skip


def _tag_of(act: Act) -> str:
    return str(type(act).__struct_config__.tag)


def proof_of(reader: Reader, seq: int) -> Proof:
    """Prove an entry from the published tiles; the proof is verified before it is given out.

    Raises:
        LookupError: there is no such entry, or it has not been published yet.
        ValueError: the published record does not prove it.
        OSError: a tile is missing.
    """
    folder = reader.folder
    body = reader.body(seq)
    note = folder.checkpoint.read_bytes()
    vkeys = [parse_vkey(folder.verifier_key.read_text(encoding="ascii").strip())]
    checkpoint = verify_checkpoint(note, vkeys)
    if seq >= checkpoint.size:
        raise LookupError(f"entry {seq} is not published yet; run: auzolan record publish")
    hashes = TileHashes(checkpoint.size, lambda *tile: _tile(folder, *tile))
    proof = tuple(inclusion_proof_from(hashes, seq, checkpoint.size))
    receipt = encode_receipt(InclusionReceipt(seq, proof, note))
    leaf = leaf_hash(body)
    verify_receipt(receipt, leaf, vkeys)
    return Proof(
        entry=seq, leaf=leaf.hex(), size=checkpoint.size, root=checkpoint.root.hex(),
        proof=tuple(one.hex() for one in proof), receipt=receipt.decode(),
    )  # fmt: skip


def _tile(folder: Folder, level: int, index: int, width: int) -> bytes:
    return (folder.public / tile_path(level, index, width)).read_bytes()
