"""Training with one's own tools: what goes out names nobody, what comes back is looked at whole."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyarrow", reason="pyarrow is in the extra `house`")
pytest.importorskip("safetensors", reason="safetensors is in the extra `models`")

from pyarrow import parquet
from safetensors.numpy import save

from auzolan.engine import brought
from auzolan.engine.brought import Brought, Expected, Refused, Terms, read_back, write_out
from auzolan.engine.models.rows import Rows
from engine.model_rows import many_rows

ROWS = many_rows(30)
IDS = [f"b{place // 10}:{place % 10}" for place in range(30)]
TERMS = Terms("spring", "a" * 64, "0" * 64, "research", 2_000)
KEY = bytes(range(32))
MODEL = save({"w": np.arange(4.0)})


@pytest.fixture
def out(tmp_path: Path) -> tuple[Path, Expected]:
    """A folder as it goes out, and what the house knows of it."""
    folder = tmp_path / "out"
    digest = write_out(folder, ROWS, IDS, TERMS, run_key=KEY)
    return folder, Expected(digest, "spring", frozenset(IDS), 2_000, 1_000)


def lineage(expected: Expected, **changes: object) -> dict[str, object]:
    return {
        "manifest": expected.manifest, "snapshot": "spring", "rows_read": "all",
        "framework": "scikit-learn", "versions": {"scikit-learn": "1.9.1"},
        "metrics": {"accuracy": 840_000}, "mlflow_run_id": "0123456789abcdef" * 2, **changes,
    }  # fmt: skip


def bring(folder: Path, said: object, **files: bytes) -> None:
    held = said if isinstance(said, bytes) else json.dumps(said).encode()
    (folder / "lineage.json").write_bytes(held)
    for name, content in ({"artefact.safetensors": MODEL} | files).items():
        (folder / name).write_bytes(content)


def test_what_goes_out_holds_the_rows_and_no_name(out: tuple[Path, Expected]) -> None:
    """Goal: the rows are whole, members are nobody. Method: read the file, look for every id."""
    folder, expected = out
    table = parquet.read_table(folder / "rows.parquet").to_pydict()
    assert table["row_id"] == IDS
    assert {name: table[name] for name in ROWS.columns} == dict(ROWS.columns)
    names = dict(zip(table["member"], ROWS.owners, strict=True))
    assert len(names) == len(set(ROWS.owners)) == len(set(names.values()))
    for member in set(ROWS.owners):
        assert brought.pseudonym(KEY, member) in names
        assert brought.pseudonym(bytes(32), member) not in names
    assert not set(ROWS.owners) & {cell for column in table.values() for cell in column}
    manifest = json.loads((folder / "manifest.json").read_bytes())
    rows_file = hashlib.sha256((folder / "rows.parquet").read_bytes()).hexdigest()
    assert manifest == {
        "type": "brought.manifest/1", "snapshot": "spring", "rows_root": "a" * 64,
        "recipe": "0" * 64, "purpose": "research", "expires_at": 2_000, "rows": 30,
        "columns": list(ROWS.columns), "rows_file": rows_file,
    }  # fmt: skip
    assert hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() == expected.manifest
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}


def test_a_folder_that_is_there_or_rows_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """Goal: nothing is overwritten, nothing half done. Method: one thing wrong at a time."""
    with pytest.raises(FileExistsError):
        write_out(tmp_path, ROWS, IDS, TERMS, run_key=KEY)
    folder = tmp_path / "new"
    clash = Rows({**ROWS.columns, "member": ["x"] * 30}, ROWS.owners)
    for rows, ids, terms, key, fault in (
        (ROWS, IDS[:-1], TERMS, KEY, "expected 30 different ids"),
        (ROWS, [*IDS[:-1], IDS[0]], TERMS, KEY, "expected 30 different ids"),
        (ROWS, ["../x:1", *IDS[1:]], TERMS, KEY, "batch:place"),
        (ROWS, ["b:01", *IDS[1:]], TERMS, KEY, "batch:place"),
        (clash, IDS, TERMS, KEY, "a column member"),
        (ROWS, IDS, TERMS, KEY[:16], "32 random bytes"),
        (ROWS, IDS, Terms("", "a" * 64, "0" * 64, "research", 1), KEY, "length >= 1"),
        (ROWS, IDS, Terms("s", "A" * 64, "0" * 64, "research", 1), KEY, "matching regex"),
    ):
        with pytest.raises(ValueError, match=fault):
            write_out(folder, rows, ids, terms, run_key=key)
        assert not folder.exists()


def test_a_sound_folder_is_taken(out: tuple[Path, Expected]) -> None:
    """Goal: honest work comes in. Method: all rows, and some rows by a list."""
    folder, expected = out
    bring(folder, lineage(expected))
    found = read_back(folder, expected)
    assert isinstance(found, Brought)
    assert (found.artefact, found.suffix) == (MODEL, ".safetensors")
    assert found.digest == hashlib.sha256(MODEL).hexdigest()
    assert found.row_ids == tuple(sorted(IDS))
    assert found.lineage.mlflow_run_id == "0123456789abcdef" * 2
    bring(folder, lineage(expected, rows_read="rows_read.txt"))
    (folder / "rows_read.txt").write_text("\n".join(IDS[:7]) + "\n")
    some = read_back(folder, expected)
    assert isinstance(some, Brought)
    assert some.row_ids == tuple(sorted(IDS[:7]))
    assert some.lineage_digest != found.lineage_digest


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"manifest": "f" * 64}, "names another manifest"),
        ({"snapshot": "summer"}, "names the snapshot summer, not spring"),
        ({"rows_read": "/etc/passwd"}, 'rows_read is "all"'),
        ({"rows_read": "rows_read.txt"}, "rows_read.txt is missing"),
        ({"mlflow_run_id": "12"}, "mlflow_run_id"),
        ({"mlflow_run_id": "../../etc/passwd0000000000000000"}, "mlflow_run_id"),
        ({"metrics": {"accuracy": 0.84}}, "metrics"),
        ({"metrics": {"accuracy": 2**60}}, "metrics"),
        ({"versions": {"x": "y" * 81}}, "versions"),
        ({"surprise": 1}, "surprise"),
        ({"framework": ""}, "framework"),
    ],
)
def test_a_lineage_that_does_not_fit_is_refused(
    change: dict[str, object], fault: str, out: tuple[Path, Expected]
) -> None:
    """Goal: what is said is of this folder and of known shape. Method: one field changed."""
    folder, expected = out
    bring(folder, lineage(expected, **change))
    found = read_back(folder, expected)
    assert isinstance(found, Refused)
    assert any(fault in reason for reason in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b'{"manifest":"a","manifest":"b"}', "a name stands twice"),
        (b"[" * 100_000, "lineage.json"),
        (b"\xff\xfe", "lineage.json"),
        (b"", "lineage.json"),
        (b"[]", "lineage.json"),
        (b" " * (2**18 + 1), "larger than 262144 bytes"),
    ],
)
def test_a_lineage_that_is_no_sound_text_is_refused(
    text: bytes, fault: str, out: tuple[Path, Expected]
) -> None:
    """Goal: no lenient reading. Method: repeats, depth, other bytes, size."""
    folder, expected = out
    bring(folder, text)
    found = read_back(folder, expected)
    assert isinstance(found, Refused)
    assert any(fault in reason for reason in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("ids", "fault"),
    [
        ([*IDS[:3], "b9:0"], "1 rows are not of the snapshot, the first 'b9:0'"),
        (["winter:1", "winter:2"], "2 rows are not of the snapshot"),
        ([IDS[0], IDS[0]], "names no row, or one twice"),
        ([], "names no row, or one twice"),
        (["b0:é"], "no list of row ids"),
    ],
)
def test_rows_read_outside_the_snapshot_are_refused(
    ids: list[str], fault: str, out: tuple[Path, Expected]
) -> None:
    """Goal: nothing but what was allowed. Method: lists with one thing wrong."""
    folder, expected = out
    bring(folder, lineage(expected, rows_read="rows_read.txt"))
    (folder / "rows_read.txt").write_text("\n".join(ids), encoding="utf-8")
    found = read_back(folder, expected)
    assert isinstance(found, Refused)
    assert any(fault in reason for reason in found.reasons), found.reasons


def _other_manifest(folder: Path) -> None:
    text = (folder / "manifest.json").read_bytes().replace(b'"research"', b'"commercial"')
    (folder / "manifest.json").write_bytes(text)


def _link(folder: Path) -> None:
    (folder / "artefact.safetensors").rename(folder.parent / "elsewhere")
    (folder / "artefact.safetensors").symlink_to(folder.parent / "elsewhere")


def _hard_link(folder: Path) -> None:
    (folder.parent / "twin").hardlink_to(folder / "artefact.safetensors")


def _pipe(folder: Path) -> None:
    (folder / "lineage.json").unlink()
    os.mkfifo(folder / "lineage.json")


def _folder(folder: Path) -> None:
    (folder / "mlruns").mkdir()


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (_other_manifest, "manifest.json is not the one that was given out"),
        (lambda folder: (folder / "manifest.json").unlink(), "manifest.json is missing"),
        (lambda folder: (folder / "lineage.json").unlink(), "lineage.json is missing"),
        (lambda folder: (folder / "artefact.safetensors").unlink(), "expected one artefact"),
        (lambda folder: (folder / "artefact.onnx").write_bytes(b"\x08"), "got 2"),
        (_link, "artefact.safetensors is a link"),
        (_hard_link, "artefact.safetensors is a link or no plain file"),
        (_pipe, "lineage.json is a link or no plain file"),
        (_folder, "'mlruns' has no place in the folder"),
        (lambda folder: (folder / "model.pkl").write_bytes(b"x"), "'model.pkl' has no place"),
        (
            lambda folder: (folder / "artefact.safetensors").write_bytes(pickle.dumps({"w": 1})),
            "content is a pickle",
        ),
        (
            lambda folder: (folder / "artefact.safetensors").write_bytes(
                save({"w": np.array([np.nan])})
            ),
            "not a finite number",
        ),
        (lambda folder: (folder / "rows_read.txt").write_text("b0:0"), 'the lineage says "all"'),
    ],
)
def test_a_folder_with_something_wrong_is_refused_in_plain_words(
    harm: Callable[[Path], None], fault: str, out: tuple[Path, Expected]
) -> None:
    """Goal: nothing of a bad folder is kept. Method: a sound one, one thing changed."""
    folder, expected = out
    bring(folder, lineage(expected))
    harm(folder)
    found = read_back(folder, expected)
    assert isinstance(found, Refused)
    assert any(fault in reason for reason in found.reasons), found.reasons


def test_every_reason_is_given_at_once_and_time_is_one(out: tuple[Path, Expected]) -> None:
    """Goal: one round to mend it. Method: four faults; and a folder that comes back too late."""
    folder, expected = out
    bring(folder, lineage(expected, snapshot="summer"), **{"notes.txt": b"x"})
    (folder / "artefact.safetensors").write_bytes(b"hello")
    late = Expected(expected.manifest, "spring", expected.row_ids, 2_000, 2_000)
    found = read_back(folder, late)
    assert isinstance(found, Refused)
    assert len(found.reasons) == 4
    assert found.reasons[0] == "the time that was allowed is over"


def test_a_folder_that_is_a_link_is_not_read(out: tuple[Path, Expected], tmp_path: Path) -> None:
    """Goal: no reading elsewhere. Method: a link in the folder's place."""
    folder, expected = out
    bring(folder, lineage(expected))
    (tmp_path / "link").symlink_to(folder)
    found = read_back(tmp_path / "link", expected)
    assert isinstance(found, Refused)
    assert found.reasons[0] == "the folder is a link"


def test_the_example_of_the_page_is_taken(out: tuple[Path, Expected]) -> None:
    """Goal: a trainer who follows the page succeeds. Method: run its example on a folder."""
    folder, expected = out
    page = Path(__file__).parents[2] / "docs" / "how-to" / "bring-your-own-training.md"
    blocks = page.read_text(encoding="utf-8").split("```python\n")[1:]
    for block in blocks:
        exec(block.partition("```")[0], {"folder": folder})
    found = read_back(folder, expected)
    assert isinstance(found, Brought)
    assert found.lineage.framework == "numpy"
    assert set(found.lineage.metrics) == {"commonest"}
