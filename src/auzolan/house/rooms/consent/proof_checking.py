"""Checking a proof of withdrawal with nothing but the file and a key: no folder, no server.

It believes nothing that the file says of itself: roots and sizes are read from entries, entries
from receipts, receipts against the key. That the file names every data set there is, it cannot
see; the whole record shows that.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, field

import msgspec

from auzolan.contributions.acts import Erase, Offer
from auzolan.contributions.digests import batch_root
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation import canonical
from auzolan.house.rooms.consent.proof_shapes import (
    BUNDLE,
    FORMAT,
    README,
    Absences,
    BatchRows,
    Bundle,
    absent_from,
    neighbour_of,
)
from auzolan.learning.acts import NoteRows, Seal, Train, Trained
from auzolan.licensing.notice_acts import Certify, Notify
from auzolan.members.acts import Leave
from auzolan.record.frontier import leaf_hash
from auzolan.record.notes import parse_vkey
from auzolan.record.receipts import verify_receipt
from auzolan.record.sorted_tree import absent, present

FILES_MAX = 20_000
BYTES_MAX = 2**30
_ENCRYPTED = 1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (
    ValueError, KeyError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What a zip or a text made to do harm may raise; too deep a text is a `RuntimeError`."""


class Checked(msgspec.Struct, frozen=True):
    """What of a proof holds, and what does not; nothing broken means that all holds."""

    held: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass(slots=True)
class _Findings:
    held: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def note(self, said: str, *, is_so: bool) -> None:
        """Take down whether something holds."""
        (self.held if is_so else self.broken).append(said)


def check(content: bytes, *, vkey: str = "") -> Checked:
    """Check a proof.

    Args:
        content: the zip's bytes.
        vkey: the log's key as the reader knows it; the file's own where empty, which then is said.
    Returns:
        What holds and what does not. A malformed file is broken; nothing is raised for it.
    """
    found = _Findings()
    try:
        parts = _parts(content)
        bundle = canonical.decode(parts[BUNDLE], msgspec.json.Decoder(Bundle))
        _check_parts(bundle, parts, found)
        entries = _entries(bundle, parts, vkey, found)
        digests = _batches(bundle, parts, entries, found)
        _absences(bundle, parts, entries, digests, found)
        _models(bundle, entries, found)
        _licensees(bundle, entries, found)
    except _UNREADABLE as fault:
        found.broken.append(f"the file cannot be read: {str(fault)[:200]}")
    return Checked(tuple(found.held), tuple(found.broken))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        infos = file.infolist()
        if len(infos) > FILES_MAX or sum(one.file_size for one in infos) > BYTES_MAX:
            raise ValueError(f"more than {FILES_MAX} files or {BYTES_MAX} bytes")
        if len({one.filename for one in infos}) != len(infos):
            raise ValueError("a file stands twice")
        if any(one.flag_bits & _ENCRYPTED or one.compress_type not in _PACKED for one in infos):
            raise ValueError("a file is encrypted, or packed in a way that proofs are not")
        parts: dict[str, bytes] = {}
        for one in infos:
            with file.open(one) as part:
                held = part.read(one.file_size + 1)
            if len(held) != one.file_size:
                raise ValueError(f"{one.filename[:80]!r} is longer than it says")
            parts[one.filename] = held
    return parts


def _check_parts(bundle: Bundle, parts: dict[str, bytes], found: _Findings) -> None:
    found.note(f"the format is {FORMAT}", is_so=bundle.format == FORMAT)
    named = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
    others = {name: digest for name, digest in named.items() if name not in (BUNDLE, README)}
    found.note(
        f"all {len(bundle.files)} files are those that are named", is_so=others == bundle.files
    )


def _entries(
    bundle: Bundle, parts: dict[str, bytes], vkey: str, found: _Findings
) -> dict[int, AnyEntry]:
    whose = "the key that you gave" if vkey else "the key in the file itself"
    key = parse_vkey(vkey or bundle.vkey)
    entries: dict[int, AnyEntry] = {}
    heads = set()
    for one in bundle.entries:
        body = parts[f"entries/{one.seq}.json"]
        proof = parts[f"entries/{one.seq}.tlog-proof"]
        try:
            head = verify_receipt(proof, leaf_hash(body), [key])
            entry = read_entry(body)
        except ValueError as fault:
            found.note(f"entry {one.seq}: {str(fault)[:120]}", is_so=False)
            continue
        heads.add((head.origin, head.size, head.root))
        tag = str(type(entry.act).__struct_config__.tag)
        if entry.seq == one.seq and tag == one.act:
            entries[one.seq] = entry
        else:
            found.note(f"entry {one.seq} is another than it says", is_so=False)
    found.note(
        f"{len(entries)} entries stand in the record under one head signed by {whose}",
        is_so=len(entries) == len(bundle.entries) and len(heads) == 1,
    )
    found.note(
        f"the head is that of {bundle.origin} with {bundle.size} entries",
        is_so={(origin, size) for origin, size, _ in heads} == {(bundle.origin, bundle.size)},
    )
    withdrawal = entries.get(bundle.withdrawal)
    found.note(
        f"entry {bundle.withdrawal} withdraws {bundle.kind} of {bundle.member}",
        is_so=withdrawal is not None and _is_withdrawal(withdrawal, bundle),
    )
    return entries


def _is_withdrawal(entry: AnyEntry, bundle: Bundle) -> bool:
    if isinstance(entry.act, Leave):
        return entry.act.member == bundle.member
    return any(
        getattr(fact, "member", "") == bundle.member and getattr(fact, "kind", "") == bundle.kind
        and str(type(fact).__struct_config__.tag).startswith("consent.withdrawn/")
        for fact in entry.facts
    )  # fmt: skip


def _batches(
    bundle: Bundle, parts: dict[str, bytes], entries: dict[int, AnyEntry], found: _Findings
) -> set[str]:
    """The digests of her rows that the record vouches for."""
    digests: set[str] = set()
    for name in bundle.batches:
        rows = canonical.decode(parts[f"batches/{name}.json"], msgspec.json.Decoder(BatchRows))
        entry = entries.get(rows.offered)
        act = entry.act if entry is not None else None
        is_hers = (
            isinstance(act, Offer)
            and (act.batch, act.member, act.kind) == (name, bundle.member, bundle.kind)
        )  # fmt: skip
        if rows.digests:
            root = batch_root([bytes.fromhex(one) for one in rows.digests]).hex()
            is_sound = is_hers and isinstance(act, Offer) and act.root == root
            found.note(
                f"{name}: {len(rows.digests)} row digests, by the batch's root", is_so=is_sound
            )
        else:
            is_sound = is_hers and isinstance(act, Offer) and _are_present(rows, act, entries)
            found.note(
                f"{name}: {len(rows.present)} row digests, by the data set {rows.snapshot}",
                is_so=is_sound,
            )
        digests |= {*rows.digests, *(one.held.digest for one in rows.present)}
    return digests


def _are_present(rows: BatchRows, offered: Offer, entries: dict[int, AnyEntry]) -> bool:
    """Whether an older data set held these rows; none, or one told twice, would show nothing."""
    count = len(rows.present)
    places = {one.place for one in rows.present if 0 <= one.place < offered.rows}
    if not count or len({one.held.digest for one in rows.present}) != count or len(places) != count:
        return False
    if not _is_noted(entries, rows.noted, rows.snapshot, rows.rows, rows.root):
        return False
    root = bytes.fromhex(rows.root)
    for one in rows.present:
        held = neighbour_of(one.held)
        if held is None or not present(held, size=rows.rows, root=root):
            return False
    return True


def _absences(
    bundle: Bundle, parts: dict[str, bytes], entries: dict[int, AnyEntry], digests: set[str],
    found: _Findings,
) -> None:  # fmt: skip
    for name in bundle.snapshots:
        text = parts[f"absences/{name}.json"]
        proof = canonical.decode(text, msgspec.json.Decoder(Absences))
        root = bytes.fromhex(proof.root)
        is_sound = (
            proof.snapshot == name
            and _is_noted(entries, proof.noted, name, proof.rows, proof.root)
            and proof.noted > bundle.withdrawal
            and digests == {one.digest for one in proof.absent}
            and all(
                absent(bytes.fromhex(one.digest), absent_from(one), size=proof.rows, root=root)
                for one in proof.absent
            )
        )
        found.note(
            f"{name}: none of {len(digests)} row digests is among {proof.rows}", is_so=is_sound
        )


def _is_noted(entries: dict[int, AnyEntry], seq: int, snapshot: str, rows: int, root: str) -> bool:
    entry = entries.get(seq)
    act = entry.act if entry is not None else None
    return isinstance(act, NoteRows) and (act.snapshot, act.rows, act.root) == (
        snapshot, rows, root,
    )  # fmt: skip


def _models(bundle: Bundle, entries: dict[int, AnyEntry], found: _Findings) -> None:
    shown = set(bundle.snapshots)
    for one in bundle.models:
        entry = entries.get(one.entry)
        act = entry.act if entry is not None else None
        is_sound = isinstance(act, Train) and (act.model, act.artefact, act.replaces) == (
            one.model, one.artefact, one.replaces,
        )  # fmt: skip
        facts = entry.facts if entry is not None else ()
        came_from = [fact.snapshot for fact in facts if isinstance(fact, Trained)]
        is_sound = is_sound and came_from == [one.snapshot]
        where = "shown to be without her" if one.snapshot in shown else "of which nothing is shown"
        found.note(f"{one.model} was made from {one.snapshot}, {where}", is_so=is_sound)
    erased = sum(1 for entry in entries.values() if isinstance(entry.act, Erase))
    sealed = sum(1 for entry in entries.values() if isinstance(entry.act, Seal))
    found.note(f"{erased} erasures and {sealed} sealings are among the entries", is_so=True)


def _licensees(bundle: Bundle, entries: dict[int, AnyEntry], found: _Findings) -> None:
    for one in bundle.licensees:
        told, sent = entries.get(one.notified), entries.get(one.certified)
        notify, certify = told and told.act, sent and sent.act
        about = (one.licence, bundle.withdrawal)
        is_told = isinstance(notify, Notify) and (notify.licence, notify.withdrawal) == about
        is_certified = (
            isinstance(certify, Certify)
            and (certify.licence, certify.withdrawal, certify.certificate)
            == (*about, one.certificate)
        )  # fmt: skip
        said = f"told by entry {one.notified}" if one.notified >= 0 else "not told yet"
        said += f", certified by entry {one.certified}" if one.certified >= 0 else ", not certified"
        found.note(
            f"the licensee of {one.licence}: {said}",
            is_so=one.withdrawal == bundle.withdrawal
            and (is_told or one.notified < 0)
            and (is_certified or (one.certified < 0 and not one.certificate)),
        )
