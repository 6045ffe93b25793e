"""The frame that crowd-kit takes, and the list of refused rows: round trips and harmless cells."""

import io
from pathlib import Path

import pytest

from auzolan.engine.worklogs import read_work_log
from auzolan.engine.worklogs.frames import guarded, write_frame, write_rejects
from auzolan.engine.worklogs.log import Options, RowRefused
from engine.worklogs import made_logs


def test_a_frame_goes_out_as_it_came_in(tmp_path: Path) -> None:
    """Goal: in and out. Method: read, write, read again: equal labels; unlabelled rows told."""
    path = tmp_path / "frame.csv"
    path.write_text(made_logs.CROWD_KIT)
    first = read_work_log(path, "crowd-kit", Options())
    again = tmp_path / "again.csv"
    with again.open("w", newline="") as file:
        written = write_frame(first.log, file)
    assert (written.rows, written.unlabelled, written.guarded) == (2, 1, 0)
    assert again.read_text() == "task,worker,label\n1,ana,cat\n1,ben,-1\n"


def test_a_frame_weighs_as_labels(tmp_path: Path) -> None:
    """Goal: the frame is what consensus reads. Method: give it to the room's own reader."""
    from auzolan.labour.consensus.frames import read_frame

    path = tmp_path / "toloka.tsv"
    path.write_text(made_logs.TOLOKA)
    out = io.StringIO()
    write_frame(read_work_log(path, "toloka", Options()).log, out)
    frame = read_frame(out.getvalue(), ("task", "worker", "label"))
    assert frame.columns[2] == ["cat", "dog", "dog", "dog"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("=1+1", "'=1+1"), ("+x", "'+x"), ("@a", "'@a"), ("-1", "-1"), ("-1.5", "-1.5"), ("-x", "'-x"),
     ("\t=1", "'\t=1"), ("cat", "cat"), ("", "")],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell: str, shown: str) -> None:
    """Goal: no formula goes out; numbers stay. Method: one cell each."""
    assert guarded(cell) == shown


def test_refused_rows_go_out_with_their_reasons() -> None:
    """Goal: a reject file. Method: two rows."""
    out = io.StringIO()
    write_rejects((RowRefused(2, "x, y"), RowRefused(5, "z")), out)
    assert out.getvalue() == 'row,reason\n2,"x, y"\n5,z\n'
