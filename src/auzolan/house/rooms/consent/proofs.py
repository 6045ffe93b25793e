"""The proof that a withdrawal was obeyed: one zip that anybody can check without the house.

It is made from the record, the manifests of data sets and, while they exist, her rows. It decides
nothing, and where something cannot be shown it says so instead of leaving it out.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from auzolan.audit.folder import Folder
from auzolan.consent.state import Consent, ConsentStatement
from auzolan.contributions.state import Batch
from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent.proof_rows import absences_of, digests_of
from auzolan.house.rooms.consent.proof_runs import attack_model, run_again
from auzolan.house.rooms.consent.proof_shapes import (
    BUNDLE,
    FORMAT,
    README,
    Absences,
    Attacked,
    Bundle,
    Certificate,
    EntryNamed,
    ModelMade,
    Rerun,
)
from auzolan.house.rooms.consent.proof_words import readme
from auzolan.house.rooms.learning.manifest_files import read_manifest
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.files import sync_folder
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.learning.acts import NoteRows, Train
from auzolan.learning.manifests import Manifest
from auzolan.learning.state import Model, Snapshot
from auzolan.licensing.notice_acts import Certify, Notify
from auzolan.licensing.state import LicenseeDuty
from auzolan.record.merkle import inclusion_proof_from
from auzolan.record.notes import Checkpoint, parse_vkey, verify_checkpoint
from auzolan.record.receipts import InclusionReceipt, encode_receipt
from auzolan.record.tile_names import tile_path
from auzolan.record.tiles import TileHashes

_WHEN = (1980, 1, 1, 0, 0, 0)  # of every file in the zip, so that the same proof has the same bytes
Held = dict[str, tuple[Snapshot, int, Manifest]]
"""Data sets whose rows are noted, with the entry that noted them."""


class ProofReport(msgspec.Struct, frozen=True):
    """What a proof holds.

    Attributes:
        file: digest of the zip.
        withdrawal: the entry of the withdrawal.
        digests: rows of hers that are known.
        snapshots_clear: later data sets in which none of them is.
        models: models made since.
        cannot_show: what it cannot show, and why.
    """

    file: str
    withdrawal: int
    digests: int
    snapshots_clear: int
    models: int
    cannot_show: tuple[str, ...]


def write_proof(
    desk: Desk, *, member: str, kind: str, out: Path, actor: str = ""
) -> ProofReport | Refusal:
    """Write the proof of one withdrawal as a zip.

    Args:
        desk: the desk; what it has entered is published first.
        member: who withdrew.
        kind: the kind of rows.
        out: a new file.
        actor: who holds the office of data, to run models again and attack them; empty leaves
            both out, and the proof says so.
    Returns:
        What it holds, or the refusal where she has withdrawn nothing.
    Raises:
        ValueError: a row of hers is in a later data set, or a file is not the one on the record.
        FileExistsError: the file is there.
    """
    with reader_of(desk.folder) as reader:
        consent = reader.get(Consent, member, kind)
        if consent is None or consent.withdrawn_at < 0:
            return Refusal(
                "consent.nothing_withdrawn", "house, consent",
                f"{member} has not withdrawn {kind}.",
                f"See what she allows with: auzolan consent show {member}",
            )  # fmt: skip
        made = _models_since(reader, kind, consent.withdrawn_at)
        batches = reader.rows(Batch, member=member, kind=kind)
    reruns = [run_again(desk, actor, one.model) for one in made] if actor else []
    attacks = [attack_model(desk, actor, one.model, batches) for one in made] if actor else []
    publish(desk)
    with reader_of(desk.folder) as reader:
        content, report = _gathered(reader, consent, reruns, attacks)
    _write_new(out, content)
    return report


def _gathered(
    reader: Reader, consent: Consent, reruns: list[Rerun], attacks: list[Attacked]
) -> tuple[bytes, ProofReport]:
    member, kind, withdrawal = consent.member, consent.kind, consent.withdrawn_at
    batches = [
        one for one in reader.rows(Batch, member=member, kind=kind) if one.entry < withdrawal
    ]
    held, unnoted = _noted(reader, kind)
    later = {name: one for name, one in held.items() if one[0].entry > withdrawal}
    older = {name: one for name, one in held.items() if one[0].entry < withdrawal}
    known = digests_of(reader.folder, batches, older)
    clear = [absences_of(*one, known) for one in later.values()]
    models = _models_since(reader, kind, withdrawal)
    cannot = [*known.cannot_show, *(one for seq, one in unnoted if seq > withdrawal)]
    if not reruns and models:
        cannot.append("Models were not run again and not attacked; ask whoever holds the data.")
    parts: dict[str, bytes] = {}
    named = tuple(_entries(reader, consent, batches, clear, models))
    for one in named:
        body = reader.log.body(one.seq)
        parts[f"entries/{one.seq}.json"] = body
        parts[f"entries/{one.seq}.tlog-proof"] = _receipt(reader.folder, one.seq)
    for rows in known.batches:
        parts[f"batches/{rows.batch}.json"] = canonical.encode(rows)
    for absences in clear:
        parts[f"absences/{absences.snapshot}.json"] = canonical.encode(absences)
    head = _head(reader.folder)
    bundle = Bundle(
        format=FORMAT, member=member, kind=kind, withdrawal=withdrawal, origin=head.origin,
        vkey=_vkey(reader.folder), size=head.size, entries=named,
        batches=tuple(one.batch for one in known.batches),
        snapshots=tuple(one.snapshot for one in clear), models=tuple(models),
        reruns=tuple(reruns), attacks=tuple(attacks),
        licensees=tuple(_licensees(reader, withdrawal)), cannot_show=tuple(cannot),
        files={name: hashlib.sha256(part).hexdigest() for name, part in sorted(parts.items())},
    )  # fmt: skip
    parts[BUNDLE] = canonical.encode(bundle)
    parts[README] = readme(bundle).encode()
    content = _zipped(parts)
    return content, ProofReport(
        hashlib.sha256(content).hexdigest(), withdrawal, len(known.digests()), len(clear),
        len(models), tuple(cannot),
    )  # fmt: skip


def _noted(reader: Reader, kind: str) -> tuple[Held, list[tuple[int, str]]]:
    """The data sets of a kind whose rows are noted; and of which others nothing can be shown."""
    noted = {
        act.snapshot: seq
        for seq in reader.entries_of(str(NoteRows.__struct_config__.tag))
        if isinstance(act := reader.entry(seq).act, NoteRows)
    }
    held: Held = {}
    missing = []
    for snapshot in reader.rows(Snapshot, kind=kind):
        name = snapshot.snapshot
        if not snapshot.root:
            missing.append((snapshot.entry, f"{name}: nobody has noted its rows."))
            continue
        try:
            held[name] = (snapshot, noted[name], read_manifest(reader.folder, snapshot))
        except FileNotFoundError:
            missing.append((snapshot.entry, f"{name}: the list of its rows is gone."))
    return held, missing


def _models_since(reader: Reader, kind: str, withdrawal: int) -> list[ModelMade]:
    found = []
    for model in sorted(reader.rows(Model), key=lambda row: row.entry):
        snapshot = reader.get(Snapshot, model.snapshot)
        if model.entry < withdrawal or snapshot is None or snapshot.kind != kind:
            continue
        act = reader.entry(model.entry).act
        assert isinstance(act, Train), "a model names the entry that reported it"
        found.append(
            ModelMade(
                model.model, model.entry, model.snapshot, act.replaces, model.tier, model.how,
                model.artefact,
            )
        )  # fmt: skip
    return found


def _licensees(reader: Reader, withdrawal: int) -> Iterator[Certificate]:
    told, certified = {}, {}
    for seq in reader.entries_of(str(Notify.__struct_config__.tag)):
        act = reader.entry(seq).act
        if isinstance(act, Notify):
            told[act.licence, act.withdrawal] = seq
    for seq in reader.entries_of(str(Certify.__struct_config__.tag)):
        act = reader.entry(seq).act
        if isinstance(act, Certify):
            certified[act.licence, act.withdrawal] = (seq, act.certificate)
    for duty in reader.rows(LicenseeDuty, withdrawal=withdrawal):
        key = (duty.licence, withdrawal)
        seq, digest = certified.get(key, (-1, ""))
        yield Certificate(duty.licence, withdrawal, told.get(key, -1), seq, digest)


def _entries(
    reader: Reader, consent: Consent, batches: list[Batch], clear: list[Absences],
    models: list[ModelMade],
) -> Iterator[EntryNamed]:  # fmt: skip
    """The entries in the file, in order, each once, with why it is there."""
    why: dict[int, str] = {}
    whys = [
        (consent.withdrawn_at, "she withdrew"),
        *_her_words(reader, consent, batches),
        *_since(reader, clear, models),
        *_of_licensees(reader, consent.withdrawn_at),
        *((seq, "an older data set's rows were noted") for seq in _older(reader, consent)),
    ]
    for seq, word in whys:
        why.setdefault(seq, word)
    for seq in sorted(why):
        tag = str(type(reader.entry(seq).act).__struct_config__.tag)
        yield EntryNamed(seq, tag, why[seq])


def _her_words(reader: Reader, consent: Consent, batches: list[Batch]) -> Iterator[tuple[int, str]]:
    for said in reader.rows(ConsentStatement, member=consent.member):
        if said.kind in ("", consent.kind):
            yield said.entry, "what she had said"
    for batch in batches:
        yield batch.entry, f"she offered {batch.batch}"
        if batch.erased_at >= 0:
            yield batch.erased_at, f"{batch.batch} was erased"


def _since(
    reader: Reader, clear: list[Absences], models: list[ModelMade]
) -> Iterator[tuple[int, str]]:
    for one in clear:
        yield one.noted, f"the rows of {one.snapshot} were noted"
        snapshot = reader.get(Snapshot, one.snapshot)
        if snapshot is not None:
            yield snapshot.entry, f"{one.snapshot} was sealed without her"
    for model in models:
        yield model.entry, f"{model.model} was made"


def _of_licensees(reader: Reader, withdrawal: int) -> Iterator[tuple[int, str]]:
    for one in _licensees(reader, withdrawal):
        if one.notified >= 0:
            yield one.notified, f"the licensee of {one.licence} was told"
        if one.certified >= 0:
            yield one.certified, f"the licensee of {one.licence} certified"


def _older(reader: Reader, consent: Consent) -> Iterator[int]:
    """The entries that noted the rows of data sets of the kind sealed before she withdrew."""
    for seq in reader.entries_of(str(NoteRows.__struct_config__.tag)):
        act = reader.entry(seq).act
        snapshot = reader.get(Snapshot, act.snapshot) if isinstance(act, NoteRows) else None
        if snapshot and snapshot.kind == consent.kind and snapshot.entry < consent.withdrawn_at:
            yield seq


def _vkey(folder: Folder) -> str:
    return folder.verifier_key.read_text("ascii").strip()


def _head(folder: Folder) -> Checkpoint:
    return verify_checkpoint(folder.checkpoint.read_bytes(), [parse_vkey(_vkey(folder))])


def _receipt(folder: Folder, seq: int) -> bytes:
    note, size = folder.checkpoint.read_bytes(), _head(folder).size

    def read_tile(level: int, index: int, width: int) -> bytes:
        return (folder.public / tile_path(level, index, width)).read_bytes()

    path = inclusion_proof_from(TileHashes(size, read_tile), seq, size)
    return encode_receipt(InclusionReceipt(seq, tuple(path), note))


def _zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name in _in_order(parts):
            about = zipfile.ZipInfo(name, _WHEN)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            file.writestr(about, parts[name])
    return content.getvalue()


def _in_order(names: Iterable[str]) -> list[str]:
    first = {README: 0, BUNDLE: 1}
    return sorted(names, key=lambda name: (first.get(name, 2), name))


def _write_new(out: Path, content: bytes) -> None:
    """Write a file that was not there, whole or not at all."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    # Only a file of our own: in a folder that others write to, one of theirs may lie in wait.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(part, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, out)  # unlike a renaming, never in the place of another file
    finally:
        part.unlink(missing_ok=True)
    sync_folder(out.parent)
