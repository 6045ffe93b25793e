"""Receipts as files in the members' folders, written right after the record is published.

It follows the published record and never leads it. It may be killed at any moment: which entry comes
next is noted last, and an entry that is told again gives the same receipts. Files are a convenience;
every receipt can be made again from the record, and for a use of very many people only one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.consent.receipt_shapes import SignedReceipt
from auzolan.consent.receipts import (
    body_of,
    encode_signed,
    read_signed,
    receipt_of,
    signed,
)
from auzolan.cooperative import read_entry
from auzolan.house.keys import load_signers
from auzolan.house.lock import turn
from auzolan.house.rooms.consent.telling import OWN_ACTS, SHARED_ACTS, Telling, tellings
from auzolan.house.storage.files import write_durably
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.record.frontier import leaf_hash
from auzolan.record.merkle import inclusion_proof_from, verify_inclusion
from auzolan.record.notes import Signer, VerifierKey, parse_vkey, verify_checkpoint
from auzolan.record.receipts import InclusionReceipt, encode_receipt
from auzolan.record.tile_names import tile_path
from auzolan.record.tiles import TileHashes

SUFFIX = ".jsonld"
_AT_ONCE = 8
_PRIVATE = 0o600
_TILES_KEPT = 1_024
_TAGS = tuple(f'"type":"{tag}"'.encode() for tag in (*OWN_ACTS, *SHARED_ACTS))


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A signed receipt and whose it is; empty for that of all people of a large use."""

    member: str
    receipt: SignedReceipt


def members_folder(folder: Folder) -> Path:
    """Where members' receipts lie."""
    return folder.path / "members"


def receipt_path(folder: Folder, member: str, entry: int) -> Path:
    """Where a member's receipt of an entry lies; that of all people of a large use for nobody."""
    shared = folder.path / "receipts"
    return (members_folder(folder) / member / "receipts" if member else shared) / f"{entry}{SUFFIX}"


def emit(folder: Folder) -> int:
    """Write the receipts of all published entries that have none yet.

    Returns:
        How many receipts there were to write.
    Raises:
        OSError: a file cannot be written; run it again.
        DeskBusy: another publisher was at work for the whole waiting time.
    """
    if not folder.checkpoint.is_file():
        return 0
    # The publisher replaces tiles from which proofs are made, so both take turns.
    with turn(folder.path / "publish.lock"), reader_of(folder) as reader:
        start, stop = _next_entry(folder), min(_published(folder), reader.log.head().size)
        if start >= stop:
            return 0
        made = list(_receipts(reader, range(start, stop)))
        with ThreadPoolExecutor(_AT_ONCE) as at_once:
            list(at_once.map(lambda one: _write(folder, one), made))
        _make_private(folder, _cursor(folder).parent)
        write_durably(_cursor(folder), f"{stop}\n".encode(), mode=_PRIVATE)
    return len(made)


def receipts_of(reader: Reader, member: str) -> Iterator[SignedReceipt]:
    """Every receipt of one member, in order of entry, made from the record.

    Raises:
        LookupError: an entry is not published yet.
    """
    entries = sorted({seq for act in (*OWN_ACTS, *SHARED_ACTS) for seq in reader.entries_of(act)})
    issuer = _Issuer(reader)
    for seq in entries:
        for telling in tellings(reader, read_entry(reader.log.body(seq)), member):
            if member in telling.people:
                yield from (receipt for _, receipt in issuer.issue(telling, [member]))


def _receipts(reader: Reader, entries: range) -> Iterator[ReceiptFile]:
    issuer = None
    for seq, (_, body) in zip(
        entries, reader.log.entries(entries.start, entries.stop), strict=True
    ):
        if not any(tag in bytes(body) for tag in _TAGS):
            continue
        issuer = issuer or _Issuer(reader)
        for telling in tellings(reader, read_entry(bytes(body))):
            assert telling.place.entry == seq, "entries come in order"
            people = [""] if telling.is_shared else sorted(telling.people)
            made = issuer.issue(telling, people)
            yield from (ReceiptFile(member, one) for member, one in made)


class _Issuer:
    """Signs receipts, each with the proof of its entry under the published head."""

    def __init__(self, reader: Reader) -> None:
        folder = reader.folder
        self._reader = reader
        self._signer = _signer(reader)
        self._note = folder.checkpoint.read_bytes()
        self._head = verify_checkpoint(self._note, _vkeys(folder))

        @lru_cache(maxsize=_TILES_KEPT)
        def read_tile(level: int, index: int, width: int) -> bytes:
            return (folder.public / tile_path(level, index, width)).read_bytes()

        self._hashes = TileHashes(self._head.size, read_tile)

    def issue(self, telling: Telling, people: Iterable[str]) -> Iterator[tuple[str, SignedReceipt]]:
        """The receipt of each of these people; that of everybody together for an empty name."""
        seq = telling.place.entry
        body, proof = self._reader.log.body(seq), self._proof(seq)
        for member in people:
            rows = telling.people[member] if member else telling.rows
            receipt = receipt_of(telling.place, telling.told(rows), member or telling.everyone)
            yield member, signed(receipt, entry=body, proof=proof, signer=self._signer)

    def _proof(self, seq: int) -> bytes:
        head = self._head
        if seq >= head.size:
            raise LookupError(f"entry {seq} is not published yet; run: auzolan record publish")
        proof = tuple(inclusion_proof_from(self._hashes, seq, head.size))
        leaf = leaf_hash(self._reader.log.body(seq))
        if not verify_inclusion(leaf, seq, head.size, proof, head.root):
            raise ValueError(f"the published record does not prove entry {seq}; run auzolan verify")
        return encode_receipt(InclusionReceipt(seq, proof, self._note))


def _write(folder: Folder, made: ReceiptFile) -> None:
    path = receipt_path(folder, made.member, made.receipt.entry)
    if _says_the_same(path, made.receipt):
        return
    _make_private(folder, path.parent)
    write_durably(path, encode_signed(made.receipt), mode=_PRIVATE)


def _make_private(folder: Folder, path: Path) -> None:
    """Make a folder, and those above it, for the house alone: `parents=True` would open those."""
    below = path.relative_to(folder.path)
    for one in (*reversed(below.parents[:-1]), below):
        (folder.path / one).mkdir(mode=0o700, exist_ok=True)


def _says_the_same(path: Path, made: SignedReceipt) -> bool:
    """Whether a file holds this receipt already; its proof may be of an earlier head."""
    with suppress(OSError, ValueError):
        return body_of(read_signed(path.read_bytes())) == body_of(made)
    return False


def _cursor(folder: Folder) -> Path:
    return folder.path / "receipts" / "next"


def _next_entry(folder: Folder) -> int:
    """The entry from which on nothing was told; the first where the note is missing or damaged."""
    with suppress(OSError, ValueError):
        return max(0, int(_cursor(folder).read_text("ascii")))
    return 0


def _published(folder: Folder) -> int:
    return verify_checkpoint(folder.checkpoint.read_bytes(), _vkeys(folder)).size


def _vkeys(folder: Folder) -> list[VerifierKey]:
    return [parse_vkey(folder.verifier_key.read_text("ascii").strip())]


def _signer(reader: Reader) -> Signer:
    vkey = reader.log.vkey()
    signer = load_signers(reader.folder, parse_vkey(vkey).name).get(vkey)
    if signer is None:
        raise OSError("the private key of the record is not in the keys folder")
    return signer
