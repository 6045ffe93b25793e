"""From a file to the record: what is offered, what is repeated, what a refusal leaves behind."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from auzolan.audit.rows import read_batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.jobs.progress import Cancelled, heard_by
from auzolan.house.rooms.contributions.importing import ImportReport, import_file
from auzolan.house.storage.reader import reader_of
from house.importing.files import csv_text, purchase, write
from house.small_desk import SmallDesk


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """A co-operative of five; tests use members and kinds of their own."""
    return SmallDesk(tmp_path_factory.mktemp("importing") / "coop")


def bring(small: SmallDesk, path: Path, member: str, **more: str) -> ImportReport:
    """Import a file that is not refused."""
    report = import_file(small.desk, path, member=member, kind="purchases", **more)
    assert isinstance(report, ImportReport), report
    assert report.read == report.imported + report.repeated + len(report.refused)
    return report


def size_of(small: SmallDesk) -> int:
    """How many entries there are."""
    with reader_of(small.desk.folder) as reader:
        return reader.log.head().size


def test_good_rows_come_in_bad_ones_are_named_and_nothing_comes_in_twice(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: counts add up, a second import adds nothing. Method: one mixed file, twice."""
    rows = [purchase(place) for place in range(4)]
    text = csv_text([*rows, rows[0]]) + "nonsense\n"
    path = write(tmp_path / "rows.csv", text)
    first = bring(small, path, "ana", batch="first")
    assert (first.read, first.imported, first.repeated) == (6, 4, 1)
    assert [row.line for row in first.refused] == [7]
    assert first.batch == "first"
    columns, salts = read_batch(small.desk.folder, "first")
    assert columns["position"] == [0, 1, 2, 3]
    assert len(set(salts)) == 4
    again = bring(small, path, "ana")
    assert (again.imported, again.repeated, again.entry, again.batch) == (0, 5, None, "")


def test_the_same_rows_in_another_form_are_known_too(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: the form hides no repeat. Method: CSV first, then the same as JSON and Parquet."""
    rows = [purchase(place) for place in range(3)]
    assert bring(small, write(tmp_path / "a.csv", csv_text(rows)), "ben").imported == 3
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    assert bring(small, write(tmp_path / "a.jsonl", lines), "ben").repeated == 3
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    assert bring(small, tmp_path / "a.parquet", "ben").repeated == 3
    assert bring(small, tmp_path / "a.parquet", "eve").imported == 3


@pytest.mark.parametrize(
    ("member", "kind", "batch", "code"),
    [
        ("ida", "purchases", "../../keys/x", "contributions.bad_id"),
        ("ida", "purchases", "/tmp/x", "contributions.bad_id"),
        ("../ida", "purchases", "", "contributions.bad_id"),
        ("nobody", "purchases", "", "contributions.not_a_member"),
        ("ida", "speech", "", "contributions.unknown_kind"),
    ],
)
def test_a_refused_import_leaves_nothing_behind(
    small: SmallDesk, tmp_path: Path, *, member: str, kind: str, batch: str, code: str
) -> None:
    """Goal: all or nothing, and no name leads out of the vault. Method: compare all names."""
    path = write(tmp_path / "rows.csv", csv_text([purchase(9)]))
    before = sorted(small.desk.folder.path.rglob("*"))
    found = import_file(small.desk, path, member=member, kind=kind, batch=batch)
    assert isinstance(found, Refusal)
    assert found.code == code
    after = sorted(small.desk.folder.path.rglob("*"))
    assert [one for one in after if one not in before and one.suffix == ".parquet"] == []


def test_a_file_without_one_good_row_offers_nothing(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: no empty batch. Method: only bad rows, and only a header."""
    for content in (csv_text([purchase(1, choice="muller")]), csv_text([])):
        found = import_file(
            small.desk, write(tmp_path / "rows.csv", content), member="ida", kind="purchases"
        )
        assert isinstance(found, Refusal)
        assert found.code == "contributions.file_no_good_rows"


def test_an_import_says_how_far_it_is_and_stops_when_it_is_told(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: n of m while a large file is read, and a stop that leaves nothing. Method: hear, then stop."""
    monkeypatch.setattr("auzolan.house.rooms.contributions.importing.TOLD_EVERY", 10)
    path = write(
        tmp_path / "rows.csv", csv_text([purchase(place) for place in range(1_000, 1_025)])
    )
    heard: list[tuple[str, int, int | None]] = []

    def stop_at_twenty(stage: str, done: int, total: int | None) -> None:
        heard.append((stage, done, total))
        if done == 20:
            raise Cancelled

    before = size_of(small)
    with heard_by(stop_at_twenty), pytest.raises(Cancelled):
        import_file(small.desk, path, member="eve", kind="purchases", batch="stopped")
    assert heard == [("reading", 0, 26), ("reading", 10, 26), ("reading", 20, 26)]
    assert size_of(small) == before
    assert not small.desk.folder.batch_rows("stopped").exists()
    assert bring(small, path, "eve", batch="stopped").imported == 25
