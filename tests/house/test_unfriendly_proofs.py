"""Proofs, receipts and files under people who wish it ill: altered, forged, in wait, too open."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.contributions.state import Batch
from auzolan.engine import brought
from auzolan.foundation import canonical
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent import duty_flows, everything, proof_checking, proof_rows, proofs
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.proof_shapes import BatchRows, Bundle, Certificate
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning import retraining
from auzolan.house.rooms.learning.fitting import fit
from auzolan.house.rooms.learning.manifest_files import read_manifest
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.learning.acts import NoteRows
from auzolan.learning.recipes import TabularRecipe
from auzolan.learning.state import Snapshot
from auzolan.record.sorted_tree import (
    Absence,
    absent,
    in_order,
    prove_presence,
    sorted_root,
)
from house.sealed_desk import COUNTS, FEATURES, licensed, trained, withdraw
from house.small_desk import SmallDesk, accepted, refused


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """Five people with rows in a data set, a model, a licence; and Ana, who said no."""
    made = SmallDesk(tmp_path / "coop")
    made.bring(rows=16)
    accepted(
        learning.seal(
            made.desk, actor="eve", snapshot="spring", kind="purchases", purpose="commercial"
        )
    )
    return made


def proof_of(small: SmallDesk, out: Path) -> bytes:
    """The proof for Ana after a training without her."""
    trained(small)
    licensed(small)
    entry = withdraw(small, "ana")
    retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    accepted(duty_flows.notify(small.desk, actor="eve", licence="dairy", withdrawal=entry))
    report = proofs.write_proof(small.desk, member="ana", kind="purchases", out=out)
    assert isinstance(report, proofs.ProofReport)
    assert proof_checking.check(out.read_bytes()).broken == ()
    return out.read_bytes()


def forged(
    content: bytes,
    change: Callable[[Bundle], Bundle] = lambda bundle: bundle,
    parts: Callable[[dict[str, bytes]], None] = lambda _: None,
) -> bytes:
    """The proof with other contents, and every digest in it made to fit."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        held = {info.filename: old.read(info) for info in old.infolist()}
    bundle = change(msgspec.json.decode(held.pop("bundle.json"), type=Bundle))
    readme = held.pop("README.txt")
    parts(held)
    files = {name: hashlib.sha256(part).hexdigest() for name, part in sorted(held.items())}
    held["bundle.json"] = canonical.encode(msgspec.structs.replace(bundle, files=files))
    held["README.txt"] = readme
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in held.items():
            new.writestr(name, part)
    return out.getvalue()


def test_what_a_proof_says_of_licensees_and_models_is_held_against_entries(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: the house cannot make up what no entry says. Method: change one word each."""
    content = proof_of(small, tmp_path / "proof.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        true = msgspec.json.decode(file.read("bundle.json"), type=Bundle)
    told = true.licensees[0]
    assert (told.notified >= 0, told.certified) == (True, -1)
    lies: list[Certificate] = [
        msgspec.structs.replace(told, certified=told.notified, certificate="a" * 64),
        msgspec.structs.replace(told, certified=true.withdrawal, certificate="a" * 64),
        msgspec.structs.replace(told, certificate="a" * 64),
        msgspec.structs.replace(told, notified=true.withdrawal),
        msgspec.structs.replace(told, licence="other"),
        msgspec.structs.replace(told, withdrawal=told.withdrawal + 1),
    ]
    assert proof_checking.check(forged(content)).broken == ()
    for lie in lies:

        def of_licensee(bundle: Bundle, lie: Certificate = lie) -> Bundle:
            return msgspec.structs.replace(bundle, licensees=(lie,))

        assert len(proof_checking.check(forged(content, of_licensee)).broken) == 1

    def of_model(bundle: Bundle) -> Bundle:
        model = msgspec.structs.replace(bundle.models[0], snapshot="spring")
        return msgspec.structs.replace(bundle, models=(model,))

    assert len(proof_checking.check(forged(content, of_model)).broken) == 1


def test_rows_that_are_proved_by_an_older_data_set_are_some_and_each_told_once(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: no proof about nothing. Method: rows by an older data set; leave out all, repeat one."""
    content = proof_of(small, tmp_path / "proof.zip")
    folder = small.desk.folder
    with reader_of(folder) as reader:
        snapshot, batch = reader.get(Snapshot, "spring"), reader.get(Batch, "ana-1")
        assert snapshot is not None
        assert batch is not None
        (noted, *_) = (
            seq
            for seq in reader.entries_of(str(NoteRows.__struct_config__.tag))
            if getattr(reader.entry(seq).act, "snapshot", "") == "spring"
        )
        manifest = read_manifest(folder, snapshot)
    partly = proof_rows._partly(batch, (snapshot, noted, manifest))
    name = "batches/ana-1.json"

    def put(rows: BatchRows) -> bytes:
        def parts(held: dict[str, bytes]) -> None:
            held[name] = canonical.encode(rows)

        return forged(content, parts=parts)

    def broken(rows: BatchRows) -> list[str]:
        said = proof_checking.check(put(rows)).broken
        return [line for line in said if line.startswith("ana-1")]

    assert len(partly.present) == 16
    assert broken(partly) == []
    first = partly.present[0]
    moved = msgspec.structs.replace(first, place=16)
    for present in ((), (first, first), (*partly.present[1:], moved)):
        assert len(broken(msgspec.structs.replace(partly, present=present))) == 1


def spoiled(content: bytes) -> bytes:
    """A zip whose packed bytes are no packing."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.infolist()[0]
    at = info.header_offset + 30 + len(info.filename)
    return content[:at] + b"\xff" * 8 + content[at + 8 :]


def marked(content: bytes, offset: int, value: bytes) -> bytes:
    """A zip whose directory says something else of its first file."""
    at = content.index(b"PK\x01\x02") + offset
    return content[:at] + value + content[at + len(value) :]


def test_a_zip_made_to_do_harm_is_broken_and_raises_nothing(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: a checker that answers. Method: encrypted, packed otherwise, spoiled, too deep, cut."""
    content = proof_of(small, tmp_path / "proof.zip")
    deep = forged(content, parts=lambda held: held.update({"batches/ana-1.json": b"[" * 10**6}))
    bad = [
        spoiled(content), marked(content, 8, b"\x01\x00"), marked(content, 8, b"\x40\x00"),
        marked(content, 10, b"\x0c\x00"), marked(content, 10, b"\x63\x00"),
        marked(content, 42, b"\xff\xff\xff\x7f"), deep, content[:-30], content[40:],
    ]  # fmt: skip
    for one in bad:
        assert proof_checking.check(one).broken


@given(
    st.sets(st.binary(min_size=32, max_size=32), max_size=6), st.binary(min_size=32, max_size=32)
)
def test_no_two_neighbours_forge_an_absence(held: set[bytes], digest: bytes) -> None:
    """Goal: present means unprovable absence. Method: all pairs of true neighbours, by brute force."""
    ordered = in_order(held | {digest})
    root, size = sorted_root(ordered), len(ordered)
    places = [None, *(prove_presence(ordered, one) for one in ordered)]
    pairs = [
        *combinations(places, 2),
        *((one, None) for one in places),
        *zip(places, places, strict=True),
    ]
    for below, above in pairs:
        for claimed in (size, size - 1, size + 1, 0, 1):
            is_true = claimed == size
            shown = absent(digest, Absence(below, above), size=claimed, root=root)
            assert not (is_true and shown)


@pytest.mark.parametrize("what", ["everything", "proof"])
def test_a_file_in_wait_does_not_get_what_is_written(
    small: SmallDesk, tmp_path: Path, what: str
) -> None:
    """Goal: her data goes into no file of others. Method: leave one, and a link, where it is made."""
    withdraw(small, "ana")
    publish(small.desk)
    trap = tmp_path / "trap"

    def link(path: Path) -> None:
        path.symlink_to(trap)

    lays: tuple[Callable[[Path], None], ...] = (Path.touch, link)
    for number, lay in enumerate(lays):
        out = tmp_path / "public" / f"out{number}.zip"
        out.parent.mkdir(exist_ok=True)
        for name in (f".{out.name}.{os.getpid()}.part", f"{out.name}.part"):
            lay(out.parent / name)
        waiting = [os.open(path, os.O_RDONLY | os.O_CREAT) for path in out.parent.glob("*.part")]
        waiting += [os.open(path, os.O_RDONLY) for path in out.parent.glob(".*.part")]
        if what == "everything":
            everything.hand_over(small.desk, actor="ana", member="ana", out=out)
        else:
            proofs.write_proof(small.desk, member="ana", kind="purchases", out=out)
        assert zipfile.is_zipfile(out)
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        assert out.stat().st_nlink == 1
        assert [os.fstat(one).st_size for one in waiting] == [0] * len(waiting)
        for one in waiting:
            os.close(one)
        left = out.with_name(f"{out.name}.part")
        left.unlink(missing_ok=True)
    assert not trap.exists() or trap.stat().st_size == 0


def test_a_proof_never_takes_the_place_of_another_file(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: nothing is written over. Method: a file, then a link to nowhere, at its place."""
    withdraw(small, "ana")
    out = tmp_path / "proof.zip"
    for lay in (lambda: out.write_bytes(b"mine"), lambda: out.symlink_to(tmp_path / "nowhere")):
        lay()
        with pytest.raises(FileExistsError):
            proofs.write_proof(small.desk, member="ana", kind="purchases", out=out)
        out.unlink()
    assert not (tmp_path / "nowhere").exists()
    assert list(tmp_path.glob(".*part")) == []


def test_receipts_and_their_folders_are_for_the_house_alone(tmp_path: Path) -> None:
    """Goal: nobody else sees who is a member. Method: the widest umask; read every mode."""
    before = os.umask(0)
    try:
        small = SmallDesk(tmp_path / "coop")
        accepted(consent.grant(small.desk, member="ana", kind="purchases", purposes=("research",)))
        publish(small.desk)
    finally:
        os.umask(before)
    folder: Path = _folder(small.desk)
    for top in (folder / "members", folder / "receipts"):
        found = [top, *top.rglob("*")]
        assert len(found) > 1
        for path in found:
            wanted = 0o700 if path.is_dir() else 0o600
            assert (path.name, stat.S_IMODE(path.stat().st_mode)) == (path.name, wanted)


def _folder(desk: Desk) -> Path:
    return desk.folder.path


@pytest.mark.parametrize("name", ["lineage.json", "artefact.safetensors", "rows_read.txt"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "hard link"])
def test_a_folder_that_comes_back_with_no_plain_files_is_refused(
    tmp_path: Path, name: str, kind: str
) -> None:
    """Goal: an answer, not a crash or a wait. Method: something else in the place of each file."""
    (tmp_path / "back").mkdir()
    other = tmp_path / "other"
    other.write_bytes(b"{}")
    path = tmp_path / "back" / name
    ways: dict[str, Callable[[], None]] = {
        "folder": path.mkdir, "pipe": lambda: os.mkfifo(path),
        "link": lambda: path.symlink_to(other), "hard link": lambda: path.hardlink_to(other),
    }  # fmt: skip
    ways[kind]()
    found = brought.read_back(
        tmp_path / "back", brought.Expected("0" * 64, "s1", frozenset({"b:0"}), 10, 1)
    )
    assert isinstance(found, brought.Refused)
    assert any(name in reason and "file itself" in reason for reason in found.reasons)


def test_a_model_that_is_not_taken_in_leaves_no_file(small: SmallDesk) -> None:
    """Goal: a withdrawal reaches what was trained meanwhile. Method: say no just before its entry."""
    desk, folder = small.desk, small.desk.folder
    trained(small)
    kept = set(folder.models.iterdir())
    tabular = TabularRecipe("choice", categories=FEATURES, iterations_max=50)
    accepted(learning.use_to_train(desk, actor="eve", model="yogurt-2", snapshot="spring"))
    rows = learning.load_rows(folder, learning.parts_of(folder, "spring"))
    fitted = fit(tabular, rows.columns, rows.owners)
    again = fit(COUNTS, rows.columns, rows.owners)
    withdraw(small, "ana")
    for one, recipe in ((fitted, tabular), (again, COUNTS)):
        made = learning.Making("yogurt-2", "spring", recipe, "")
        refused(learning.report_model(desk, "eve", made, one, rows=len(rows.owners)))
        assert set(folder.models.iterdir()) == kept
