"""The certificate of a batch: what was brought, and the proof that it stands on the signed record.

It is one file that she keeps. Whoever has it and the log's key can check it without a network and
without this co-operative: her rows with their salts give the root that the entry names, and the entry
stands under a signed head. It says nothing of what became of the rows since.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.audit.folder import Folder
from auzolan.audit.rows import read_batch, rows_of
from auzolan.contributions.acts import Offer
from auzolan.contributions.digests import batch_root, row_digest
from auzolan.contributions.state import Batch
from auzolan.cooperative import read_entry
from auzolan.foundation import canonical
from auzolan.house.rooms.record.queries import proof_of
from auzolan.house.storage.reader import Reader
from auzolan.record.frontier import leaf_hash
from auzolan.record.notes import parse_vkey
from auzolan.record.receipts import verify_receipt

FORMAT = "auzolan-batch-certificate/1"
ROWS_MAX = 20_000
"""Larger batches come without their rows; the entry and its proof are there all the same."""
BYTES_MAX = 2**27


class CertifiedRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row as it was brought, with the salt that keeps anybody else from guessing it."""

    row: dict[str, int | str]
    salt: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A batch, its entry as text, and the `.tlog-proof` of that entry with the key that signs.

    `rows` is None where there are more than 20,000 of them, or they have been erased.
    """

    batch: str
    entry: str
    format: str
    member: str
    proof: str
    rows: tuple[CertifiedRow, ...] | None
    vkey: str


class CertificateCheck(msgspec.Struct, frozen=True):
    """What of a certificate holds, and what does not; nothing broken means that all holds."""

    batch: str
    member: str
    rows: int
    entry: int
    held: tuple[str, ...]
    broken: tuple[str, ...]


def certificate_of(reader: Reader, batch: Batch) -> bytes:
    """The certificate of a batch as a file.

    Raises:
        LookupError: its entry is not published yet.
        ValueError, OSError: the published record cannot be read or does not prove the entry.
    """
    proof = proof_of(reader, batch.entry)
    vkey = reader.folder.verifier_key.read_text(encoding="ascii").strip()
    made = Certificate(
        batch=batch.batch, entry=reader.log.body(batch.entry).decode(), format=FORMAT,
        member=batch.member, proof=proof.receipt, rows=_rows(reader.folder, batch), vkey=vkey,
    )  # fmt: skip
    return canonical.encode(made)


def check_certificate(content: bytes, *, vkey: str = "") -> CertificateCheck:
    """Check a certificate.

    Args:
        content: the bytes of the file.
        vkey: the log's key as the reader knows it; the file's own where empty, which is said.
    Returns:
        What holds and what does not.
    Raises:
        ValueError: it is no certificate at all.
    """
    if len(content) > BYTES_MAX:
        raise ValueError(f"a certificate has at most {BYTES_MAX} bytes")
    found = canonical.decode(content, msgspec.json.Decoder(Certificate))
    body = found.entry.encode()
    entry = read_entry(body)
    act = entry.act
    if found.format != FORMAT or not isinstance(act, Offer):
        raise ValueError(f"this is no {FORMAT}")
    checks = [
        ("the entry offers this batch of this member",
         (act.batch, act.member, entry.actor) == (found.batch, found.member, found.member)),
        (f"the entry stands on the record signed by {'your' if vkey else 'its own'} key",
         _is_proved(found, body, vkey)),
    ]  # fmt: skip
    if found.rows is not None:
        checks.append((f"these {len(found.rows)} rows are those of the entry", _gives(found, act)))
    return CertificateCheck(
        found.batch, found.member, act.rows, entry.seq,
        tuple(said for said, holds in checks if holds),
        tuple(said for said, holds in checks if not holds),
    )  # fmt: skip


def _rows(folder: Folder, batch: Batch) -> tuple[CertifiedRow, ...] | None:
    if batch.rows > ROWS_MAX or batch.erased_at >= 0:
        return None
    try:
        columns, salts = read_batch(folder, batch.batch)
    except FileNotFoundError:
        return None
    rows = zip(rows_of(columns), salts, strict=True)
    return tuple(CertifiedRow(row, salt.hex()) for row, salt in rows)


def _is_proved(found: Certificate, body: bytes, vkey: str) -> bool:
    try:
        verify_receipt(found.proof.encode(), leaf_hash(body), [parse_vkey(vkey or found.vkey)])
    except ValueError:
        return False
    return True


def _gives(found: Certificate, act: Offer) -> bool:
    assert found.rows is not None, "asked of a certificate with rows alone"
    digests = [row_digest(bytes.fromhex(one.salt), one.row) for one in found.rows]
    return len(digests) == act.rows and batch_root(digests).hex() == act.root
