"""Files that are refused whole, each with its own code, none opened further than needed."""

import os
import pickle
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.importing import Reading, Table, read_table
from auzolan.house.rooms.contributions.limits import Limits
from auzolan.house.rooms.contributions.shapes import SHAPES
from house.importing.files import csv_text, purchase, write, zipped

SMALL = Limits(file_bytes=2_000, unpacked_bytes=4_000, rows=10, columns=4, cells=30)


def code_of(path: Path, reading: Reading = Reading()) -> str:  # noqa: B008
    """The code with which a file is refused."""
    found = read_table(path, reading=reading)
    assert isinstance(found, Refusal), found
    assert found.because.endswith(".")
    assert found.remedy
    return found.code


class Trap:
    """Leaves a trace if anything unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return (os.putenv, ("AUZOLAN_TRAPPED", "yes"))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["rows.pkl", "rows.csv", "rows.jsonl", "rows.parquet", "rows"])
def test_a_pickle_is_refused_under_any_name(tmp_path: Path, name: str, protocol: int) -> None:
    """Goal: nothing can run. Method: pickles of every protocol under every name."""
    content = pickle.dumps({"rows": [1, 2], "trap": Trap()}, protocol)
    assert code_of(write(tmp_path / name, content)) == "contributions.file_is_pickle"
    inside = zipped(tmp_path / "p.zip", {name: content})
    assert code_of(inside) == "contributions.file_is_pickle"


def test_a_long_pickle_of_plain_characters_is_refused_under_a_tables_name(tmp_path: Path) -> None:
    """Goal: length hides nothing. Method: the two oldest forms, far longer than what is probed."""
    for protocol in (0, 1):
        content = pickle.dumps(list(range(20_000)), protocol)
        assert code_of(write(tmp_path / "a.csv", content)) == "contributions.file_is_pickle"


def test_tables_whose_words_look_like_codes_of_a_pickle_are_read(tmp_path: Path) -> None:
    """Goal: no good file is mistaken. Method: headers of letters that are codes."""
    for header in ("test.accuracy,set", "label,data", "(l,test.", "choice,brand"):
        found = read_table(write(tmp_path / "a.csv", f"{header}\n1,2\n"))
        assert isinstance(found, Table), (header, found)


def test_a_text_named_like_a_pickle_is_refused_too(tmp_path: Path) -> None:
    """Goal: no later tool opens it as one. Method: harmless text under pickles' endings."""
    for suffix in (".pkl", ".pickle", ".joblib", ".pt"):
        path = write(tmp_path / f"rows{suffix}", "a,b\n1,2\n")
        assert code_of(path) == "contributions.file_is_pickle"


def test_links_devices_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    """Goal: a name leads to a file or nowhere. Method: one of each; none may hang."""
    (tmp_path / "real.csv").write_text("a\n1\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    (tmp_path / "out.csv").symlink_to("/etc/hostname")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("link.csv", "out.csv", "folder.csv", "pipe.csv"):
        assert code_of(tmp_path / name) == "contributions.file_not_regular", name
    assert code_of(Path("/dev/zero"), Reading("csv")) == "contributions.file_not_regular"
    assert code_of(tmp_path / "missing.csv") == "contributions.file_not_readable"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.jsonl", b"", "file_empty"),
        ("a.xlsx", b"PK\x03\x04 whatever", "file_kind_unknown"),
        ("a.txt", b"a,b\n1,2\n", "file_kind_unknown"),
        ("a.csv", b"PAR1....", "file_kind_unknown"),
        ("a.csv", b"\x1f\x8b\x08....", "file_kind_unknown"),
        ("a.parquet", b"a,b\n1,2\n", "file_kind_unknown"),
        ("a.csv", b"a,b\n1,caf\xe9\n", "file_not_utf8"),
        ("a.jsonl", b'{"a": "caf\xe9"}\n', "file_not_utf8"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "file_has_nul"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16-le"), "file_has_nul"),
        ("a.csv", b"a,b\n1,\x00\n", "file_has_nul"),
        ("a.csv", b"a,a\n1,2\n", "file_header"),
        ("a.csv", b"a,A\n1,2\n", "file_header"),
        ("a.csv", b"a,\n1,2\n", "file_header"),
        ("a.csv", b"1,2\n3,4\n", "file_header"),
        ("a.csv", b"\n1,2\n", "file_header"),
        ("a.csv", b"salt,b\n1,2\n", "file_header"),
        ("a.csv", b'"a,b\n1,2\n', "file_header"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """Goal: a clear reason for each. Method: one hostile or broken file at a time."""
    path = write(tmp_path / name, content)
    found = read_table(path)
    assert isinstance(found, Refusal), found
    assert found.code == f"contributions.{code}"


def test_one_bad_byte_at_the_end_refuses_the_whole_file(tmp_path: Path) -> None:
    """Goal: nothing is half imported. Method: a thousand good rows, then one bad byte."""
    rows = b"".join(b"%d,x\n" % number for number in range(1_000))
    path = write(tmp_path / "a.csv", b"a,b\n" + rows + b"1,\xff\n")
    assert code_of(path) == "contributions.file_not_utf8"


def test_columns_of_a_known_kind_must_be_its_own(tmp_path: Path) -> None:
    """Goal: no more is kept about a person than asked for. Method: one column too many, too few."""
    text = csv_text([purchase(0)])
    more = text.replace("\n", ",phone\n", 1).replace("8.1\n", "8.1,5550100\n")
    for changed in (more, text.replace("choice", "chosen", 1)):
        found = read_table(write(tmp_path / "a.csv", changed), SHAPES["purchases"])
        assert isinstance(found, Refusal)
        assert found.code == "contributions.file_header"
        assert "household" in found.because


@pytest.mark.parametrize(
    "content",
    [
        b"a\n" + b"1\n" * 11,
        b"a,b,c,d\n" + b"1,2,3,4\n" * 8,
        b"a,b,c,d,e\n1,2,3,4,5\n",
        b"a\n" + b"x" * 5_000 + b"\n",
    ],
    ids=["rows", "cells", "columns", "bytes"],
)
def test_what_is_too_large_is_refused_and_not_cut_off(tmp_path: Path, content: bytes) -> None:
    """Goal: the stated limits hold. Method: small limits, files just above one of them."""
    path = write(tmp_path / "a.csv", content)
    assert code_of(path, Reading(limits=SMALL)) == "contributions.file_too_large"


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"a.csv": b"a\n1\n", "b.csv": b"a\n1\n"},
        {"folder/": b""},
        {"../a.csv": b"a\n1\n"},
        {"/etc/a.csv": b"a\n1\n"},
        {"folder/a.csv": b"a\n1\n"},
        {"..\\a.csv": b"a\n1\n"},
        {"C:a.csv": b"a\n1\n"},
        {"inner.zip": b"PK\x05\x06" + bytes(18)},
        {"inner.csv": b"PK\x05\x06" + bytes(18)},
        {"inner.csv.gz": b"\x1f\x8b\x08" + bytes(18)},
    ],
    ids=lambda members: ",".join(members) or "nothing",
)
def test_a_zip_holds_one_plain_file_or_is_refused(
    tmp_path: Path, members: dict[str, bytes]
) -> None:
    """Goal: no name leads out, no zip in a zip. Method: one fault at a time."""
    assert code_of(zipped(tmp_path / "a.zip", members)) == "contributions.file_zip"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_zip_that_is_locked_rare_or_damaged_is_refused(tmp_path: Path) -> None:
    """Goal: no surprise from odd zips. Method: a link, a rare packing, bytes changed."""
    rare = zipped(tmp_path / "lzma.zip", {"a.csv": b"a\n1\n"}, zipfile.ZIP_LZMA)
    assert code_of(rare) == "contributions.file_zip"
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert code_of(tmp_path / "link.zip") == "contributions.file_zip"
    whole = zipped(tmp_path / "whole.zip", {"a.csv": b"a\n" + b"12345\n" * 100}).read_bytes()
    damaged = whole[:45] + bytes([whole[45] ^ 0xFF]) + whole[46:]
    assert code_of(write(tmp_path / "damaged.zip", damaged)) == "contributions.file_zip"
    assert code_of(write(tmp_path / "cut.zip", whole[:60])) == "contributions.file_zip"


def test_a_zip_bomb_is_refused_before_and_while_unpacking(tmp_path: Path) -> None:
    """Goal: neither a true nor a false size helps. Method: a bomb, and one that lies about it."""
    bomb = zipped(tmp_path / "bomb.zip", {"a.csv": b"a\n" + b"1\n" * 5_000_000})
    assert bomb.stat().st_size < 50_000
    assert code_of(bomb) == "contributions.file_zip_bomb"
    content = bytearray(bomb.read_bytes())
    size = (10_000_002).to_bytes(4, "little")
    for place in (content.find(size), content.rfind(size)):
        content[place : place + 4] = (100).to_bytes(4, "little")
    lying = code_of(write(tmp_path / "lying.zip", bytes(content)))
    assert lying in {"contributions.file_zip", "contributions.file_zip_bomb"}
    large = zipped(tmp_path / "large.zip", {"a.csv": os.urandom(5_000)})
    limits = Limits(unpacked_bytes=4_000)
    assert code_of(large, Reading(limits=limits)) == "contributions.file_zip_bomb"


@pytest.mark.parametrize(
    "column",
    [pa.array([[1, 2]]), pa.array([{"a": 1}]), pa.array([b"bytes"])],
    ids=["list", "struct", "binary"],
)
def test_parquet_columns_that_no_row_can_hold_are_refused(tmp_path: Path, column: pa.Array) -> None:
    """Goal: a clear reason. Method: one nested or binary column."""
    pq.write_table(pa.table({"a": column}), tmp_path / "a.parquet")
    assert code_of(tmp_path / "a.parquet") == "contributions.file_parquet"


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    """Goal: no crash from broken files. Method: cut it, and change each of some bytes."""
    pq.write_table(pa.table({"a": list(range(100))}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    assert code_of(write(tmp_path / "cut.parquet", whole[:-9])) == "contributions.file_parquet"
    garbage = whole[:4] + b"\xff" * (len(whole) - 12) + whole[-8:]
    assert code_of(write(tmp_path / "b.parquet", garbage)) == "contributions.file_parquet"


def test_without_pyarrow_the_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: the person learns what to install. Method: a reader that finds no pyarrow."""
    from auzolan.house.rooms.contributions import parquet_rows

    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    program = parquet_rows.parquet_child.__file__
    hide = f"import sys; sys.modules['pyarrow']=None; sys.argv[1:]=sys.argv[1:]; exec(open({program!r}).read())"
    monkeypatch.setattr(
        parquet_rows, "_command",
        lambda limits: [sys.executable, "-c", hide, "1000000000", "60", "10", "10"],
    )  # fmt: skip
    with pytest.raises(ImportError, match="pyarrow"):
        read_table(tmp_path / "a.parquet")
