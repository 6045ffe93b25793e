"""Files that can be read: what becomes of their rows, whatever form they came in."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.importing import Reading, Table, read_table
from auzolan.house.rooms.contributions.limits import LIMITS, MIB
from auzolan.house.rooms.contributions.shapes import SHAPES, whole
from auzolan.learning.purchases import purchases
from house.importing.files import PURCHASE_NAMES, csv_text, purchase, write, zipped


def good(path: Path, **options: str) -> Table:
    """The table of a file that must not be refused whole."""
    found = read_table(path, reading=Reading(**options))
    assert isinstance(found, Table), found
    return found


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), min_size=0, max_size=12
)


@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_a_csv_that_python_writes_is_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Goal: no value is bent. Method: write any texts with the csv module, read, compare."""
    rows = [("t" + first, "t" + second) for first, second in rows]  # never read as numbers
    content = io.StringIO()
    csv.writer(content, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])
    path = write(tmp_path_factory.mktemp("csv") / "rows.csv", content.getvalue())
    table = good(path)
    assert list(zip(table.columns["a"], table.columns["b"], strict=True)) == rows
    assert table.refused == ()


@given(
    good_lines=st.lists(st.integers(0, 999), max_size=8),
    bad_lines=st.lists(st.sampled_from(["1,2", '"never closed,1,2', '"a"b,1,2', "1,2,3,4"])),
    seed=st.randoms(use_true_random=False),
)
def test_each_bad_line_costs_itself_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, good_lines: list[int], bad_lines: list[str],
    seed: object,
) -> None:  # fmt: skip
    """Goal: counts add up and good rows survive. Method: mix good and bad lines in any order."""
    lines = [f"{number},x,y" for number in good_lines] + bad_lines
    seed.shuffle(lines)  # type: ignore[attr-defined]
    path = write(tmp_path_factory.mktemp("csv") / "rows.csv", "\n".join(["n,b,c", *lines]) + "\n")
    table = good(path)
    kept = [int(line.split(",")[0]) for line in lines if line.endswith(",x,y")]
    assert table.columns["n"] == kept
    bad = {place for place, line in enumerate(lines, start=2) if not line.endswith(",x,y")}
    assert {row.line for row in table.refused} == bad
    assert table.read == len(lines)


def test_a_quoted_row_may_span_lines(tmp_path: Path) -> None:
    """Goal: texts with line breaks come in whole. Method: one such row between two plain ones."""
    path = write(tmp_path / "rows.csv", 'a,b\n1,one\n2,"two\nlines"\n3,three\n')
    table = good(path)
    assert table.columns == {"a": [1, 2, 3], "b": ["one", "two\nlines", "three"]}


def test_the_same_rows_mean_the_same_in_every_form(tmp_path: Path) -> None:
    """Goal: the form does not matter. Method: the same purchases as CSV, JSON, Parquet, zips."""
    rows = [purchase(place) for place in range(3)]
    shape = SHAPES["purchases"]
    text = csv_text(rows)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "rows.parquet")
    files = [
        write(tmp_path / "rows.csv", text),
        write(tmp_path / "marked.csv", b"\xef\xbb\xbf" + text.encode()),
        write(tmp_path / "dos.csv", text.replace("\n", "\r\n")),
        write(tmp_path / "rows.jsonl", lines),
        tmp_path / "rows.parquet",
        zipped(tmp_path / "csv.zip", {"rows.csv": text.encode()}),
        zipped(tmp_path / "parquet.zip", {"r.parquet": (tmp_path / "rows.parquet").read_bytes()}),
    ]
    tables = [read_table(path, shape) for path in files]
    wanted = {name: [row[name] for row in rows] for name in PURCHASE_NAMES}
    for path, table in zip(files, tables, strict=True):
        assert isinstance(table, Table), (path, table)
        assert table.columns == wanted, path
        assert table.refused == ()


def test_purchases_that_come_in_can_be_trained_on(tmp_path: Path) -> None:
    """Goal: the shape fits the training. Method: the learning room reads what was let in."""
    table = read_table(
        write(tmp_path / "rows.csv", csv_text([purchase(0), purchase(1)])), SHAPES["purchases"]
    )
    assert isinstance(table, Table)
    assert len(purchases(table.columns).choice) == 2


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("position", "-1", "a whole number from 0"),
        ("position", "1.5", "a whole number from 0"),
        ("position", "", "a whole number from 0"),
        ("choice", "muller", "expected yoplait, dannon"),
        ("feat_dannon", "2", "from 0 to 1"),
        ("price_dannon", "8", "one decimal"),
        ("price_dannon", "8.15", "one decimal"),
        ("price_dannon", "1000.1", "at most 1000.0"),
    ],
)
def test_a_purchase_with_a_bad_value_is_refused_by_line_and_reason(
    tmp_path: Path, name: str, value: str, reason: str
) -> None:
    """Goal: what training could not use never comes in. Method: one bad value at a time."""
    rows = [purchase(0), purchase(1, **{name: value}), purchase(2)]
    table = read_table(write(tmp_path / "rows.csv", csv_text(rows)), SHAPES["purchases"])
    assert isinstance(table, Table)
    assert table.columns["position"] == [0, 2]
    assert [row.line for row in table.refused] == [3]
    assert name in table.refused[0].reason
    assert reason in table.refused[0].reason


def test_decimals_stay_text_and_binary_numbers_become_their_shortest_text(tmp_path: Path) -> None:
    """Goal: no float enters. Method: decimals from CSV, JSON, and Parquet in two widths."""
    assert good(write(tmp_path / "a.csv", "x\n8.10\n")).columns == {"x": ["8.10"]}
    assert good(write(tmp_path / "a.jsonl", '{"x": 8.10}\n')).columns == {"x": ["8.1"]}
    table = pa.table({"x": pa.array([8.1], pa.float64()), "y": pa.array([8.1], pa.float32())})
    pq.write_table(table, tmp_path / "a.parquet")
    assert good(tmp_path / "a.parquet").columns == {"x": ["8.1"], "y": ["8.1"]}


def test_numbers_that_would_lose_something_stay_text(tmp_path: Path) -> None:
    """Goal: an id such as 007 keeps its zeros. Method: columns with one such value each."""
    path = write(tmp_path / "a.csv", f"a,b,c\n007,+5,{2**53}\n1,2,3\n")
    assert good(path).columns == {"a": ["007", "1"], "b": ["+5", "2"], "c": [str(2**53), "3"]}
    assert whole("-0") is None
    assert whole("٣") is None


def test_missing_values_and_yes_and_no_are_written_as_said(tmp_path: Path) -> None:
    """Goal: the documented reading holds. Method: null and booleans from JSON and Parquet."""
    lines = '{"a": null, "b": true}\n{"a": "x", "b": false}\n'
    wanted = {"a": ["", "x"], "b": [1, 0]}
    assert good(write(tmp_path / "a.jsonl", lines)).columns == wanted
    pq.write_table(pa.table({"a": [None, "x"], "b": [True, False]}), tmp_path / "a.parquet")
    assert good(tmp_path / "a.parquet").columns == wanted


def test_names_of_columns_are_brought_into_one_spelling(tmp_path: Path) -> None:
    """Goal: real headers come in. Method: spaces, capitals and points."""
    path = write(tmp_path / "a.csv", "Worker ID,feat.yoplait,Price (EUR)\n1,2,3\n")
    assert list(good(path).columns) == ["worker_id", "feat_yoplait", "price_eur"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "an object"),
        ("nonsense", "not JSON"),
        ('{"a": 1}', "has no 'b'"),
        ('{"a": 1, "b": 2, "c": 3}', "other rows have not"),
        ('{"a": 1, "a": 2, "b": 1}', "stands twice"),
        ('{"a": [1], "b": 1}', "one number or text"),
        ('{"a": 9007199254740992, "b": 1}', "below 2^53"),
        ('{"a": NaN, "b": 1}', "no number"),
        ('{"a": 1e999, "b": 1}', "too large"),
        ('{"a": "\\ud800", "b": 1}', "no text in UTF-8"),
        ('{"a": "\\u0000", "b": 1}', "no text in UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5_000 + ', "b": 1}', "not JSON that can be taken"),
        ('{"a": "' + "x" * 20_000 + '", "b": 1}', "at most 16384 characters"),
        ('{"a": "' + "x" * 2_000_000 + '", "b": 1}', "longer than 1048576 bytes"),
    ],
)
def test_a_bad_line_of_json_is_refused_by_line_and_reason(
    tmp_path: Path, line: str, reason: str
) -> None:
    """Goal: the rest is imported. Method: one bad line between two good ones."""
    text = f'{{"a": 1, "b": 2}}\n{line}\n{{"a": 3, "b": 4}}\n'
    table = good(write(tmp_path / "a.jsonl", text))
    assert table.columns == {"a": [1, 3], "b": [2, 4]}
    assert [row.line for row in table.refused] == [2]
    assert reason in table.refused[0].reason


def test_a_row_that_the_record_could_not_take_is_refused(tmp_path: Path) -> None:
    """Goal: the row's digest never fails later. Method: many middling values in one row."""
    names = ",".join(f"c{place}" for place in range(8))
    path = write(tmp_path / "a.csv", f"{names}\n{','.join(['x' * 10_000] * 8)}\n{',' * 7}\n")
    table = good(path)
    assert [row.reason for row in table.refused] == ["the row is longer than 60000 bytes"]


def test_a_file_may_say_another_delimiter_and_another_form(tmp_path: Path) -> None:
    """Goal: files from elsewhere come in. Method: semicolons, and a name without an ending."""
    assert good(write(tmp_path / "a.csv", "a;b\n1;2\n"), delimiter=";").columns == {
        "a": [1],
        "b": [2],
    }
    assert good(write(tmp_path / "rows", "a,b\n1,2\n"), format="csv").rows == 1


def test_a_parquet_row_is_named_by_its_number(tmp_path: Path) -> None:
    """Goal: a person finds the row. Method: one number too large in the second row."""
    pq.write_table(pa.table({"a": pa.array([1, 2**53, 3], pa.int64())}), tmp_path / "a.parquet")
    table = good(tmp_path / "a.parquet")
    assert table.columns == {"a": [1, 3]}
    assert [row.line for row in table.refused] == [2]


def test_a_table_is_no_refusal(tmp_path: Path) -> None:
    """Goal: callers can tell them apart. Method: one of each."""
    assert isinstance(read_table(tmp_path / "none.csv"), Refusal)


def test_the_limits_that_the_help_states_are_the_limits() -> None:
    """Goal: what is written is what holds. Method: find each number in the command's text."""
    from auzolan.house.rooms.contributions.commands import import_rows

    text = import_rows.__doc__ or ""
    stated = (
        f"{LIMITS.file_bytes // MIB} MiB, {LIMITS.unpacked_bytes // MIB} MiB unpacked",
        f"{LIMITS.rows:,} rows, {LIMITS.columns} columns, {LIMITS.cells:,} values",
        f"{LIMITS.cell_chars:,} characters, a row of {LIMITS.row_bytes:,} bytes",
        f"a line of {LIMITS.line_bytes // MIB} MiB",
    )
    for words in stated:
        assert words in " ".join(text.split()), words
