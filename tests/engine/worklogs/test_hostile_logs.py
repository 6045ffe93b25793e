"""Files that are broken, or made to break things: refused with the reason, nothing half done."""

import codecs
import json
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auzolan.engine.worklogs import opening, read_work_log
from auzolan.engine.worklogs.log import BadLog, Options
from auzolan.engine.worklogs.personal import is_address
from auzolan.engine.worklogs.summing import imported_work, totals_of
from engine.worklogs import made_logs
from engine.worklogs.made_logs import zip_at

FRAME = made_logs.CROWD_KIT


def code(path: Path, tool: str, **given: str) -> str:
    with pytest.raises(BadLog) as caught:
        read_work_log(path, tool, Options(**given))
    refusal = caught.value.refusal
    assert refusal.because
    assert refusal.remedy
    return refusal.code.removeprefix("labour.")


def file(folder: Path, content: bytes, name: str = "log") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_byte_order_marks_are_no_part_of_a_name(tmp_path: Path) -> None:
    """Goal: spreadsheets' exports are read. Method: UTF-8 with a mark, UTF-16 of both kinds."""
    for number, content in enumerate(
        (
            codecs.BOM_UTF8 + FRAME.encode(),
            codecs.BOM_UTF16_LE + FRAME.encode("utf-16-le"),
            codecs.BOM_UTF16_BE + FRAME.encode("utf-16-be"),
        )
    ):
        found = read_work_log(file(tmp_path, content, str(number)), "crowd-kit", Options())
        assert found.log.task.names == ("1", "2")
    marked = file(tmp_path, codecs.BOM_UTF8 + json.dumps(made_logs.LABEL_STUDIO).encode(), "json")
    assert read_work_log(marked, "label-studio", Options()).read == 5


def test_latin_1_is_read_when_it_is_named_and_refused_when_not(tmp_path: Path) -> None:
    """Goal: no letter is guessed. Method: one accented worker."""
    path = file(tmp_path, "task,worker,label\n1,begoña,sí\n".encode("latin-1"))
    assert code(path, "crowd-kit") == "work_log_not_text"
    found = read_work_log(path, "crowd-kit", Options(encoding="latin-1"))
    assert found.log.worker.names == ("begoña",)
    assert code(path, "crowd-kit", encoding="klingon") == "work_log_encoding_unknown"
    assert code(path, "crowd-kit", encoding="base64") == "work_log_encoding_unknown"


def test_what_is_cut_off_is_refused(tmp_path: Path) -> None:
    """Goal: nobody knows what is missing. Method: JSON, XML, zip and an open quote, cut short."""
    text = json.dumps(made_logs.LABEL_STUDIO)
    assert code(file(tmp_path, text[:-9].encode()), "label-studio") == "work_log_no_json"
    assert code(file(tmp_path, made_logs.CVAT[:-9].encode()), "cvat") == "work_log_no_xml"
    whole = zip_at(tmp_path / "whole.zip", dict(made_logs.DOCCANO)).read_bytes()
    assert code(file(tmp_path, whole[:-30]), "doccano") == "work_log_zip"
    assert code(file(tmp_path, FRAME.encode() + b'3,"ana,x\n4,ben,y\n'), "crowd-kit") == (
        "work_log_quote_open"
    )


@pytest.mark.parametrize(
    ("content", "tool", "expected"),
    [
        (b"", "crowd-kit", "work_log_empty"),
        (b"task,worker,label\n", "crowd-kit", "work_log_empty"),
        (b"[]", "argilla", "work_log_empty"),
        (b"\n\n", "prodigy", "work_log_not_of_tool"),
        (pickle.dumps({"task": 1}), "table", "work_log_is_pickle"),
        (b"task,worker,label,label\n1,a,x,y\n", "crowd-kit", "work_log_column"),
        (b"a," * 5000 + b"\n", "table", "work_log_no_table"),
        (b"[" * 100_000, "label-studio", "work_log_no_json"),
        (b'{"a":' * 100_000, "prodigy", "work_log_not_of_tool"),
        (b"<annotations>" + b"<a>" * 100 + b"</a>" * 100 + b"</annotations>", "cvat", "work_log_no_xml"),
        (b"<other/>", "cvat", "work_log_not_of_tool"),
        (b"<annotations/>", "cvat", "workers_unknown"),
    ],
)  # fmt: skip
def test_a_file_without_rows_or_sense_is_refused(
    content: bytes, tool: str, expected: str, tmp_path: Path
) -> None:
    """Goal: every fault has its reason. Method: one small file each."""
    assert code(file(tmp_path, content), tool) == expected


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    """Goal: no bomb of entities, no file read through XML. Method: a billion laughs, a file beside."""
    for declared in (
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "other.xml">',
    ):
        head, rest = made_logs.CVAT.split("\n", 1)
        text = f"{head}\n<!DOCTYPE annotations [{declared}]>\n{rest.replace('crow', '&c;')}"
        assert code(file(tmp_path, text.encode()), "cvat") == "work_log_xml_entities"


def test_zips_that_lead_out_grow_or_hold_nothing_are_refused(tmp_path: Path) -> None:
    """Goal: a zip is only read. Method: names with `..`, a bomb, an empty one, no JSON at all."""
    for name in ("../ana.jsonl", "/ana.jsonl", "a\\ana.jsonl", "c:ana.jsonl"):
        assert code(zip_at(tmp_path / "out.zip", {name: "{}"}), "doccano") == "work_log_zip"
    bomb = zip_at(tmp_path / "bomb.zip", {"ana.jsonl": b"0" * 10_000_000})
    assert code(bomb, "doccano") == "work_log_zip_bomb"
    assert code(zip_at(tmp_path / "empty.zip", {}), "doccano") == "work_log_zip"
    pictures = zip_at(tmp_path / "p.zip", {"a.png": "x"})
    assert code(pictures, "doccano") == "work_log_not_of_tool"
    bad_text = zip_at(tmp_path / "t.zip", {"ana.jsonl": b"\xff\xfe{"})
    assert code(bad_text, "doccano") == "work_log_not_text"


def test_a_zip_whose_header_lies_about_its_size_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: what comes out counts, not what is claimed. Method: a low limit, several files."""
    monkeypatch.setattr(opening, "WHOLE_BYTES_MAX", 50)
    several = zip_at(tmp_path / "s.zip", {f"{name}.jsonl": "[" + "1" * 30 for name in "abc"})
    assert code(several, "doccano") in {"work_log_too_large", "work_log_zip_bomb"}


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """Goal: a line of two gigabytes costs nothing. Method: a sparse file of them; the first MiBs."""
    path = tmp_path / "endless.csv"
    with path.open("wb") as stream:
        stream.write(b"task,worker,label\n")
        stream.truncate(2 * 2**30)
    assert code(path, "crowd-kit") == "work_log_line_too_long"
    last = file(tmp_path, b"task,worker,label\n1,a,b\n" + b"x" * (9 * 2**20))
    assert code(last, "crowd-kit") == "work_log_line_too_long"


def test_json_may_stand_on_one_line_of_any_length(tmp_path: Path) -> None:
    """Goal: lines mean nothing in JSON. Method: twelve megabytes of tasks without a line's end."""
    task = {**made_logs.LABEL_STUDIO[0], "data": {"text": "x" * 100_000}}
    tasks = [{**task, "annotations": [{**task["annotations"][0], "id": at}]} for at in range(120)]
    path = file(tmp_path, json.dumps(tasks).encode())
    assert read_work_log(path, "label-studio", Options()).imported == 120


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """Goal: no device, no pipe, no way around a folder. Method: folder, link, pipe, nothing."""
    target = file(tmp_path, FRAME.encode())
    (tmp_path / "link").symlink_to(target)
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "link", "pipe", "nothing"):
        assert code(tmp_path / name, "crowd-kit") == "work_log_unreadable"


def test_too_large_a_file_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a stated limit. Method: JSON above it."""
    path = file(tmp_path, json.dumps(made_logs.ARGILLA).encode())
    monkeypatch.setattr("auzolan.engine.worklogs.argilla.WHOLE_BYTES_MAX", 10)
    assert code(path, "argilla") == "work_log_too_large"


def test_a_nul_byte_is_refused_where_it_stands(tmp_path: Path) -> None:
    """Goal: no hidden half of an id. Method: a NUL inside a worker's id."""
    path = file(tmp_path, b"task,worker,label\n1,a\0b,x\n2,c,y\n")
    found = read_work_log(path, "crowd-kit", Options())
    assert [(one.row, one.reason) for one in found.refused] == [
        (1, "worker holds a control character")
    ]


def test_a_reason_never_repeats_what_stood_in_the_file(tmp_path: Path) -> None:
    """Goal: a reject file holds nothing personal and nothing to run. Method: formulas in all cells."""
    cell = '=HYPERLINK("http://evil.example")'
    rows = "worker,task,started,pay\n" + ",".join([json.dumps(cell.replace('"', ""))] * 4) + "\n"
    found = read_work_log(file(tmp_path, rows.encode()), "table", Options(zone="UTC"))
    assert found.refused
    assert "evil" not in repr(found.refused)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Path]]:
    """One sound export of each kind."""
    return made_logs.write_all(tmp_path_factory.mktemp("exports"))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_damage_gets_past_the_reader(
    exports: dict[str, tuple[str, Path]], tmp_path: Path, data: st.DataObject
) -> None:
    """Goal: refused, or every row accounted for; never a fault of ours.

    Method: sound exports of all tools, a piece replaced by anything, read under their own flag.
    """
    kind = data.draw(st.sampled_from(sorted(exports)))
    tool, path = exports[kind]
    content = path.read_bytes()
    begin = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(begin, min(len(content), begin + 40)))
    pieces = st.binary(max_size=8) | st.sampled_from(
        [b'"', b"\n", b"\t", b",", b"[", b"{}", b"null", b"1e999", b"<a>", b"\\u0000", b'"\\ud800"']
    )
    damaged = content[:begin] + data.draw(pieces) + content[end:]
    log = file(tmp_path, damaged)
    try:
        found = read_work_log(log, tool, Options(pseudonym_key=b"k"))
        totals_of(imported_work(found))
    except BadLog:
        return
    numbers = sorted([*found.log.row.tolist(), *(one.row for one in found.refused)])
    assert numbers == list(range(1, found.read + 1))
    assert "@" not in "".join(found.log.worker.names) or not any(
        map(is_address, found.log.worker.names)
    )
