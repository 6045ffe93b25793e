"""Exports that carry more about people than they say: dropped by name, and by what an id holds."""

from pathlib import Path

import pytest

from auzolan.engine.worklogs import read_work_log
from auzolan.engine.worklogs.log import Imported, Options, State
from auzolan.engine.worklogs.personal import is_personal, pseudonym

MTURK = "HITId,HITTypeId,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime,Reward,{}\n"
ROW = "H1,T1,A1,W1,Approved,Sun Nov 05 01:30:00 PDT 2017,Sun Nov 05 01:10:00 PST 2017,$0.15,{}\n"


def read(folder: Path, text: str, tool: str) -> Imported:
    path = folder / "log"
    path.write_text(text)
    return read_work_log(path, tool, Options(pseudonym_key=b"k"))


@pytest.mark.parametrize(
    "column",
    [
        "emailaddress", "EMAILADDRESS", "WORKEREMAIL", "\uff45\uff4d\uff41\uff49\uff4c", "ipaddr",
        "clientip", "LIFETIMEAPPROVALRATE", "lifetimeapprovalrate", "workercity", "phonenumber",
        " E-Mail ", "\ufeffemail", "e\u00admail",
    ],
)  # fmt: skip
def test_a_personal_column_is_dropped_however_it_is_written(tmp_path: Path, column: str) -> None:
    """Goal: no column slips by through its spelling. Method: as the only answer of a batch."""
    assert is_personal(column)
    found = read(
        tmp_path, MTURK.format(f"Answer.{column.strip()}") + ROW.format("me@x.org"), "mturk"
    )
    assert found.dropped_columns == (f"Answer.{column.strip()}",)
    assert (found.imported, found.log.label.names) == (1, ())


@pytest.mark.parametrize(
    "column", ["velocity", "capacity", "phonemes", "allocation", "clip", "statement", "rankings"]
)
def test_what_only_sounds_like_it_is_kept(column: str) -> None:
    """Goal: work is not dropped with people. Method: words that hold city, phone, location, ip."""
    assert not is_personal(column)


def test_an_address_inside_an_id_is_one_and_the_same_person(tmp_path: Path) -> None:
    """Goal: no address is kept because something stands around it. Method: four ways to write one."""
    text = "task,worker,label\n1,ana@b.org,x\n2,Ana <ana@b.org>,x\n3,mailto:Ana@B.org,x\n4,(ana@b.org),x\n"
    found = read(tmp_path, text, "crowd-kit")
    assert found.log.worker.names == (pseudonym("ana@b.org", b"k"),)
    assert (found.imported, found.pseudonyms) == (4, 1)


def test_a_table_may_have_a_column_called_state(tmp_path: Path) -> None:
    """Goal: the reader's own field is no place where somebody lives. Method: rejected and approved."""
    text = "task,worker,label,state,country\n1,a,x,rejected,ES\n2,a,x,approved,ES\n"
    found = read(tmp_path, text, "table")
    assert found.log.state.tolist() == [State.REJECTED, State.ACCEPTED]
    assert found.dropped_columns == ("country",)


def test_a_bare_amount_among_several_currencies_is_no_amount(tmp_path: Path) -> None:
    """Goal: no currency is guessed. Method: dollars, euros and a bare 1; then euros and a bare 1."""
    text = "task,worker,pay\n1,a,€1\n2,b,€1\n3,c,$1\n4,d,1\n"
    found = read(tmp_path, text, "table")
    assert [one.row for one in found.refused] == [3, 4]
    assert read(tmp_path, text.replace("3,c,$1\n", ""), "table").imported == 3
