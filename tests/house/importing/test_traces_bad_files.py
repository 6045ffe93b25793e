"""Exports that are broken, hostile or something else: refused whole, or their bad entries named."""

import json
import os
import pickle
import tracemalloc
from pathlib import Path

import pytest

from auzolan.house.rooms.contributions.limits import MIB, Limits
from auzolan.house.rooms.contributions.traces.choices import Choice
from auzolan.house.rooms.contributions.traces.gathering import REASONS_MAX
from auzolan.house.rooms.contributions.traces.reading import read_trace
from house.importing.files import write, zipped
from house.importing.test_traces_formats import AMAZON, LETTERBOXD
from house.importing.trace_files import (
    browsing,
    code_of,
    outbox,
    place,
    post,
    read,
    reasons,
    search,
    visit,
)

DEEP = 100_000
SMALL = Limits(file_bytes=4_000, rows=5, columns=12, cells=25, line_bytes=600, cell_chars=50)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"no json, no table", "trace_unknown"),
        (b"{", "trace_not_json"),
        (b"{}", "trace_unknown"),
        (b"[]", "trace_unknown"),
        (b"[1, 2]", "trace_unknown"),
        (b'[{"a": 1}]', "trace_unknown"),
        (b'{"Browser History": {}}', "trace_unknown"),
        (b'{"Browser History": []} x', "trace_not_json"),
        (b'{"Browser History": []', "trace_not_json"),
        (b'{"Browser History": [], "Browser History": []}', "trace_not_json"),
        (b'{"Browser History": [{}} ', "trace_not_json"),
        (b'{"Browser History": [{"url": "https://exa', "trace_not_json"),
        (b'{"Browser History": [{"url": unquoted}]}', "trace_not_json"),
        (b"{'Browser History': []}", "trace_not_json"),
        (b"{1: 2}", "trace_not_json"),
        (b'{"Browser History": [' + b"[" * DEEP + b"]" * DEEP + b"]}", "trace_not_json"),
        (b'{"x": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}", "trace_not_json"),
        (b"[" * DEEP, "trace_not_json"),
        (b'[{"a": "\xe9"}]', "file_not_utf8"),
        (browsing(visit()).encode("utf-16"), "file_has_nul"),
        (b'{"Browser History": []}\x00', "file_has_nul"),
        (b"a,b\n1,2\n", "trace_unknown"),
        (AMAZON.encode("utf-16"), "file_has_nul"),
        (AMAZON.replace("Shop", "Tiénda").encode("latin-1"), "file_not_utf8"),
        (b"PK\x03\x04....", "trace_unknown"),
        (b"SQLite format 3\x00....", "trace_unknown"),
        (b"\x1f\x8b\x08....", "trace_unknown"),
        (pickle.dumps({"Browser History": []}), "file_is_pickle"),
    ],
)
def test_a_file_that_is_no_known_export_is_refused_whole(
    tmp_path: Path, content: bytes, code: str
) -> None:
    """Goal: a clear code for each. Method: one broken or foreign file at a time, both names."""
    assert code_of(tmp_path, content) == f"contributions.{code}"
    if code != "file_is_pickle":
        assert code_of(tmp_path, content, "a.csv") == f"contributions.{code}"


def test_a_mark_of_utf8_at_the_start_does_no_harm(tmp_path: Path) -> None:
    """Goal: what Windows writes is read. Method: both forms with the mark before them."""
    mark = b"\xef\xbb\xbf"
    assert read(tmp_path, mark + browsing(visit()).encode()).rows == 1
    assert read(tmp_path, mark + LETTERBOXD.encode(), "r.csv").rows == 1


def test_signs_that_are_cut_by_a_chunk_are_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no chunk shows in the rows. Method: chunks of 1 to 7 bytes against one large chunk."""
    from auzolan.house.rooms.contributions.traces import documents

    visits = [visit(title="Ñandú 🐦 kaixo"), visit(title='\\"x')]
    raw = json.dumps({"Browser History": visits}, ensure_ascii=False).encode()
    whole = read(tmp_path, raw).found
    for size in range(1, 8):
        monkeypatch.setattr(documents, "_CHUNK_BYTES", size)
        assert read(tmp_path, raw, limits=Limits(line_bytes=300)).found == whole


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (browsing(*[visit()] * 20), "a.json"),
        (browsing(*[visit(favicon_url="")] * 6), "a.json"),
        (browsing(visit(title="x" * 700)), "a.json"),
        (json.dumps({"Session": "x" * 700, "Browser History": []}), "a.json"),
        (LETTERBOXD + "2024-03-01,Handia,2017,x,5\n" * 5, "a.csv"),
        (LETTERBOXD.replace("Date", "Date" + ",x" * 10), "a.csv"),
    ],
    ids=["bytes", "entries", "entry", "value", "table", "columns"],
)
def test_what_is_too_large_is_refused_and_not_cut_off(
    tmp_path: Path, content: str, name: str
) -> None:
    """Goal: the stated limits hold. Method: small limits, files just above one of them."""
    assert code_of(tmp_path, content, name, limits=SMALL) == "contributions.file_too_large"


def test_a_number_longer_than_an_entry_is_not_taken_for_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: nothing is cut off. Method: a number that ends behind what is looked at, by each chunk."""
    from auzolan.house.rooms.contributions.traces import documents

    text = '{"n": ' + "1" * 400 + ', "Browser History": []}'
    for size in (1, 7, 1_000):
        monkeypatch.setattr(documents, "_CHUNK_BYTES", size)
        code = code_of(tmp_path, text, limits=Limits(line_bytes=300))
        assert code == "contributions.file_too_large"


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    """Goal: no time and no memory. Method: a sparse file; the peak of allocations is measured."""
    path = tmp_path / "BrowserHistory.json"
    with path.open("wb") as made:
        made.write(b'{"Browser History": [')
        made.truncate(1024 * MIB)
    tracemalloc.start()
    try:
        found = read_trace(path, Choice())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert getattr(found, "code", "") == "contributions.file_too_large"
    assert peak < MIB


def test_a_large_document_is_never_whole_in_memory(tmp_path: Path) -> None:
    """Goal: memory grows with the rows kept. Method: 20 MiB of entries that are all left out."""
    text = browsing(*[visit("about:blank", title="y" * 10_000)] * 2_000)
    path = write(tmp_path / "a.json", text)
    del text
    tracemalloc.start()
    try:
        found = read_trace(path, Choice())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert getattr(found, "rows", -1) == 0
    assert peak < 12 * MIB


@pytest.mark.parametrize(
    "entry",
    [
        7, None, "text", [], [[]], {}, {"url": {}}, {"url": ["https://example.org"]},
        visit(title={"a": 1}), visit(title=["x"]), visit(title=7), visit(title="nul\0"),
        visit(title="\ud800"), visit(title="x" * 20_000), visit(page_transition={"a": []}),
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_of_another_shape_costs_itself_alone(tmp_path: Path, entry: object) -> None:
    """Goal: one bad entry spoils nothing. Method: each between two good ones."""
    found = read(tmp_path, browsing(visit(), entry, visit("https://b.example/")))
    assert found.rows == 2
    assert found.found.left_out[0].first == (2,)


def test_a_name_that_stands_twice_in_an_entry_costs_it(tmp_path: Path) -> None:
    """Goal: nobody guesses which is meant. Method: two titles; the hidden one shows nowhere."""
    double = '{"url": "https://example.org/", "title": "a", "title": "hush", "time_usec": 1}'
    text = json.dumps({"Browser History": [visit()]}).replace("[", f"[{double}, ")
    found = read(tmp_path, text)
    assert "hush" not in repr(found)
    assert found.rows == 1
    assert reasons(found) == {"no object with names and values, or a name stands twice": 1}


@pytest.mark.parametrize(
    "entry",
    [
        post(1, tag="x"), post(1, tag=[{"type": "Hashtag", "name": 7}]), post(1, content=None),
        post(1, content=["x"]), post(1, published=5), post(1, summary={}),
        post(1) | {"object": "https://x.example/1"}, post(1) | {"object": None},
        post(1) | {"to": {"a": 1}}, post(1) | {"type": ["Create"]},
        post(1) | {"actor": {"id": "x"}}, post(1, type=["Note"]), post(1, content="x" * 70_000),
    ],
)  # fmt: skip
def test_a_post_of_another_shape_costs_itself_alone(
    tmp_path: Path, entry: dict[str, object]
) -> None:
    """Goal: no crash from foreign JSON. Method: each behind a good post."""
    found = read(tmp_path, outbox(post(99), entry))
    assert found.rows == 1
    assert found.found.left_out[0].first == (2,)


def test_ids_that_are_no_ids_are_no_repeats(tmp_path: Path) -> None:
    """Goal: no crash, no loss. Method: places whose ids are lists, missing, or equal."""
    rows = [place(1), place(1, guid=["x"]), place(1, guid=["x"]), place(2), place(2)]
    found = read(tmp_path, json.dumps(rows))
    assert found.rows == 4
    assert reasons(found) == {"its id stands twice": 1}


def test_broken_quotes_cost_their_lines_and_not_the_rest(tmp_path: Path) -> None:
    """Goal: one quotation mark swallows nothing. Method: two kinds of fault between good lines."""
    text = LETTERBOXD + '2024-03-01,"Open,2014,x,4\n2024-03-01,"a"b,2014,x,4\n1,2\n'
    text += "2024-03-02,Handia,2017,x,5\n"
    found = read(tmp_path, text, "r.csv")
    assert found.found.columns["title"] == ["Loreak", "Handia"]
    assert [one.first for one in found.found.left_out] == [(3, 4), (5,)]


@pytest.mark.parametrize("rating", ["four", "1e5", "--1", "NaN", "", "1/2", "9" * 40])
def test_a_rating_that_is_no_number_costs_its_line(tmp_path: Path, rating: str) -> None:
    """Goal: plain numbers alone. Method: each behind a good line."""
    found = read(tmp_path, LETTERBOXD + f"2024-03-01,Handia,2017,x,{rating}\n", "r.csv")
    assert found.rows == 1
    assert found.found.left_out[0].reason.startswith("rating is ")


def test_reasons_do_not_grow_without_end(tmp_path: Path) -> None:
    """Goal: a hostile file cannot make a book of reasons. Method: lines of 200 different widths."""
    wide = "".join("x" + ",x" * width + "\n" for width in range(10, 210))
    found = read(tmp_path, LETTERBOXD + wide, "r.csv")
    assert len(found.found.left_out) <= REASONS_MAX + 1
    assert sum(one.entries for one in found.found.left_out) == 200


@pytest.mark.parametrize(
    ("content", "name", "format"),
    [
        (browsing(visit()), "a.json", "ratings"),
        (LETTERBOXD, "a.csv", "browsing"),
        (LETTERBOXD, "a.csv", "purchases"),
        (browsing(visit()), "a.json", "takeout"),
        (LETTERBOXD.replace(",", ";"), "a.csv", ""),
    ],
)
def test_a_format_that_the_content_is_not_is_refused(
    tmp_path: Path, content: str, name: str, format: str  # noqa: A002
) -> None:  # fmt: skip
    """Goal: what she says is believed only so far. Method: one contradiction each."""
    assert code_of(tmp_path, content, name, format=format) == "contributions.trace_unknown"


def test_a_format_may_be_said_where_an_entry_does_not_tell(tmp_path: Path) -> None:
    """Goal: no export is lost to detection. Method: an array without hints, and another object."""
    bare = json.dumps([{"url": "https://example.org/", "title": "x"}])
    assert code_of(tmp_path, bare) == "contributions.trace_unknown"
    assert read(tmp_path, bare, format="browsing", drop=("date",)).rows == 1
    other = json.dumps({"orderedItems": []})
    assert code_of(tmp_path, other, format="browsing") == "contributions.trace_not_json"


@pytest.mark.parametrize("drop", ["titel", "URL", "client_id", "title "])
def test_a_misspelt_field_to_drop_refuses_the_file(tmp_path: Path, drop: str) -> None:
    """Goal: nothing goes out because of a typing error. Method: the refusal lists the fields."""
    found = read_trace(write(tmp_path / "a.json", browsing(visit())), Choice(drop=(drop,)))
    assert getattr(found, "code", "") == "contributions.trace_field_unknown"
    assert "url, title, transition, visits, date, nth" in getattr(found, "remedy", "")


def test_rows_that_say_nothing_are_refused(tmp_path: Path) -> None:
    """Goal: no empty offer. Method: drop all fields, with and without the number."""
    fields = ("url", "title", "transition", "visits", "date")
    for drop in (fields, (*fields, "nth")):
        code = code_of(tmp_path, browsing(visit()), drop=drop)
        assert code == "contributions.trace_nothing_left"


def test_links_folders_pipes_and_archives_are_refused(tmp_path: Path) -> None:
    """Goal: a name leads to one plain file. Method: one of each; none may hang."""
    write(tmp_path / "real.json", browsing(visit()))
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    zipped(tmp_path / "takeout.zip", {"a.json": browsing(visit()).encode()})
    expected = {
        "link.json": "file_not_regular", "folder.json": "file_not_regular",
        "pipe.json": "file_not_regular", "takeout.zip": "trace_unknown",
        "none.json": "file_not_readable",
    }  # fmt: skip
    for name, code in expected.items():
        found = read_trace(tmp_path / name, Choice())
        assert getattr(found, "code", "") == f"contributions.{code}", name


def test_a_search_entry_with_odd_products_costs_itself(tmp_path: Path) -> None:
    """Goal: no crash from lists. Method: products that are text, a nest, and too many."""
    odd = [search(products=one) for one in ("Search", [["x"]], [7], ["x"] * 21)]
    assert read(tmp_path, json.dumps([search(), *odd])).rows == 1
