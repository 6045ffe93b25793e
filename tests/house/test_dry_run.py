"""The dry run of an amendment: the last year divided again, uses of data, and one's own line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auzolan.assembly.acts import Call
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.assembly.state import Meeting
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.assembly import flows
from auzolan.house.rooms.assembly.dry_run import GINI_MEMBERS_MIN, use_changes
from auzolan.house.rooms.assembly.queries import dry_run_page
from auzolan.house.storage.reader import reader_of
from house.journals.conftest import books
from support.deciding import accept, propose_and_admit
from support.plain_charter import plain_charter

__all__ = ["books"]


@pytest.fixture
def desk(books: Folder, tmp_path: Path) -> Desk:
    """A desk over three years of books, one of which was planned: data and work, three members."""
    shutil.copytree(books.path, tmp_path / "coop")
    clock = SetClock(moment_from_iso("2028-02-01"))
    return Desk(Folder(tmp_path / "coop"), Ports(clock, SeededChance("dry run")))


def noticed(desk: Desk, *changes: Change) -> dict[str, tuple[str, str]]:
    """What the notice of an amendment lays down: before and after, by what it is about."""
    propose_and_admit(desk, ChangeCharter(changes), "p")
    accept(flows.call(desk, actor="m001", meeting="spring", agenda=("p",)))
    with reader_of(desk.folder) as reader:
        page = dry_run_page(reader, "p")
    assert page is not None
    return {one.what: (one.before, one.after) for one in page.noticed}


def test_a_notice_says_who_would_gain_and_lose(desk: Desk) -> None:
    """Goal: nobody votes blind on the surplus. Method: all of a known year's pool goes by data."""
    lines = noticed(
        desk, Change("surplus.pool_data_bp", 10_000), Change("surplus.pool_labour_bp", 0),
        Change("surplus.pool_equal_bp", 0),
    )  # fmt: skip
    assert lines["surplus.pool_labour_bp"][1] == "0"
    gained = {name: lines[f"year:year:{name}"][1] for name in ("gaining", "losing", "same")}
    assert gained == {"gaining": "2", "losing": "1", "same": "0"}


def test_of_few_members_no_coefficient_is_published(desk: Desk) -> None:
    """Goal: an open total tells nobody's amount. Method: three members are fewer than five."""
    lines = noticed(desk, Change("surplus.cash_bp", 2_500))
    assert GINI_MEMBERS_MIN > 3
    assert not any("gini" in what for what in lines)
    assert not any("m00" in what for what in lines)


def test_ones_own_line_is_shown_to_her_alone(desk: Desk) -> None:
    """Goal: "you would have got ..." is nobody else's. Method: with and without her name."""
    changes = (
        Change("surplus.pool_data_bp", 10_000), Change("surplus.pool_labour_bp", 0),
        Change("surplus.pool_equal_bp", 0),
    )  # fmt: skip
    noticed(desk, *changes)
    with reader_of(desk.folder) as reader:
        page, hers = dry_run_page(reader, "p"), dry_run_page(reader, "p", "m001")
    assert page is not None
    assert hers is not None
    assert page.mine is None
    assert hers.mine is not None
    assert (hers.mine.before_cents, hers.mine.after_cents) == (14_500, 22_500)


def test_a_change_that_touches_no_year_divides_none(desk: Desk) -> None:
    """Goal: silence where there is nothing to tell. Method: longer polls."""
    assert set(noticed(desk, Change("decisions.poll_days", 9))) == {"decisions.poll_days"}


def test_a_new_kind_of_rows_makes_uses_possible() -> None:
    """Goal: what members could be asked for is on the notice. Method: append a kind."""
    charter = plain_charter()
    kinds = ",".join((*charter.consent.kinds, "voices"))
    found = use_changes(charter, ChangeCharter((Change("consent.kinds", kinds),)))
    assert [(one.kind, one.purpose, one.before, one.after) for one in found] == [
        ("voices", purpose, "impossible", "possible")
        for purpose in sorted(charter.consent.purposes)
    ]


def test_what_is_laid_down_is_open_and_named_by_the_notice(desk: Desk) -> None:
    """Goal: no amendment without its dry run. Method: the open annex is named by the notice."""
    noticed(desk, Change("surplus.cash_bp", 2_500))
    with reading(desk.folder) as now:
        meeting = now.books.get(Meeting, "spring")
    assert meeting is not None
    with reader_of(desk.folder) as reader:
        act = reader.entry(meeting.entry).act
    assert isinstance(act, Call)
    assert act.dry_run is not None
    assert desk.folder.annex(act.dry_run.digest, is_open=True).is_file()
