"""A member sees what her line rests on: the same figures, her own rows, and nobody else's."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from auzolan.audit.folder import Folder
from auzolan.charter.acts import Seat
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.rooms.valuation.queries import valuation_page
from auzolan.house.rooms.valuation.taking_apart import DIFFERS, EQUAL, ERASED, MISSING, STOPPED
from auzolan.house.rooms.valuation.why import Why, why
from auzolan.house.rooms.valuation.why_words import why_lines
from auzolan.house.storage.reader import reader_of
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from house.small_desk import MEMBERS, OFFICERS, SmallDesk, accepted, purchases
from support.plain_charter import plain_charter

ROWS = 8
TESTED = 2


def valued(path: Path) -> SmallDesk:
    """Five members, a model of their rows, and what the rows are worth to it."""
    small = SmallDesk(path)
    small.bring(rows=ROWS)
    value(small.desk)
    return small


def value(desk: Desk) -> None:
    """Seal and value all rows, and value them again."""
    accepted(
        learning.seal(desk, actor="eve", snapshot="spring", kind="purchases", purpose="commercial")
    )
    trained = learning.train(
        desk, actor="eve", model="m1", snapshot="spring", recipe=TrainingRecipe()
    )
    assert not isinstance(trained, Refusal), trained
    accepted(
        valuation.value(desk, actor="eve", valuation="v1", model="m1", recipe=ValuationRecipe())
    )
    accepted(valuation.recheck(desk, actor="ben", valuation="v1"))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A valued co-operative, made once; tests that change it take a copy."""
    path = tmp_path_factory.mktemp("why") / "coop"
    valued(path).desk.close()
    return Folder(path)


@pytest.fixture
def copy(once: Folder, tmp_path: Path) -> Folder:
    """A copy of it to spoil."""
    shutil.copytree(once.path, tmp_path / "coop")
    return Folder(tmp_path / "coop")


def looked(folder: Folder, member: str = "ana", *, asker: str = "") -> Why:
    """What a member, or somebody in an office, is shown."""
    found = why(folder, asker=asker or member, member=member, valuation="v1")
    assert isinstance(found, Why), found
    return found


def test_everyone_finds_her_own_line_worked_out_again(once: Folder) -> None:
    """Goal: figure and reasons are one. Method: each member's page against the lines on the record."""
    with reader_of(once) as reader:
        page = valuation_page(reader, "v1")
    assert page is not None
    for line in page.lines:
        found = looked(once, line.member)
        assert found.state == EQUAL
        assert (found.value_e9, found.low_e9, found.high_e9, found.rows) == (
            line.value_e9, line.low_e9, line.high_e9, line.rows,
        )  # fmt: skip
        assert found.rows_merged is not None
        assert found.rows + found.rows_merged == ROWS - TESTED
        assert (found.rows_tested, found.n_queries) == (TESTED, TESTED * len(MEMBERS))
        assert (found.entry, found.recipe, found.rechecked_by) == (page.entry, page.recipe, "ben")
        assert found.rows_below_zero is not None
        assert len(found.worst) == min(3, found.rows_below_zero)


def test_reasons_name_her_own_rows_and_nobody_elses(once: Folder) -> None:
    """Goal: no neighbour is shown. Method: batches of all reasons, and other members' names."""
    for member in MEMBERS:
        found = looked(once, member)
        shown = (*found.questions, *found.best, *found.worst)
        assert shown
        assert {one.batch for one in shown} == {f"{member}-1"}
        assert {one.row for one in shown} <= set(range(ROWS - TESTED))
        text = msgspec.json.encode(msgspec.structs.replace(found, by="", rechecked_by="")).decode()
        assert not any(f'"{other}' in text for other in MEMBERS if other != member)


def test_a_reason_says_what_her_row_says(once: Folder) -> None:
    """Goal: she recognises her row. Method: answers in the reasons against her rows in the vault."""
    from auzolan.audit.rows import read_batch

    columns, _ = read_batch(once, "ana-1")
    found = looked(once)
    for one in (*found.questions, *found.best, *found.worst):
        assert one.answer == columns["choice"][one.row]


@pytest.mark.parametrize("asker", ["eve", "ben"])
def test_who_values_or_rechecks_may_look(once: Folder, asker: str) -> None:
    """Goal: offices look, and are not told what is below zero. Method: offices of data and audit."""
    for member in MEMBERS:
        hers = msgspec.structs.replace(looked(once, member), rows_below_zero=None, worst=())
        assert looked(once, member, asker=asker) == (
            looked(once, member) if asker == member else hers
        )


@pytest.mark.parametrize("asker", ["ida", "joe", "nobody", ""])
def test_nobody_else_may_look(once: Folder, asker: str) -> None:
    """Goal: what her rows are worth is hers. Method: other offices, a stranger, an empty name."""
    found = why(once, asker=asker, member="ana", valuation="v1")
    assert isinstance(found, Refusal)
    assert (found.code, found.article) == ("valuation.not_your_own", "Art. 2")
    assert found.remedy


def test_what_is_not_there_is_refused_in_order(once: Folder) -> None:
    """Goal: plain answers, and no hint to a stranger. Method: no valuation, a stranger, no line."""
    for asker, member, name, code in (
        ("ida", "ana", "v9", "valuation.no_such_valuation"),
        ("ida", "zoe", "v1", "valuation.not_your_own"),
        ("zoe", "zoe", "v1", "valuation.no_line"),
    ):
        found = why(once, asker=asker, member=member, valuation=name)
        assert isinstance(found, Refusal)
        assert found.code == code


def test_copies_of_a_work_are_counted_as_copies(tmp_path: Path) -> None:
    """Goal: she learns why copies earn nothing. Method: ben brings what ana brought before him."""
    ports = Ports(SetClock(moment_from_iso("2025-03-01")), SeededChance("works"))
    desk = found_cooperative(
        tmp_path / "coop", name="Works", origin="works.demo.invalid", ports=ports, period="2025",
        charter=plain_charter(works=("purchases",)),
        seats=[Seat(office, holder) for office, holder in OFFICERS.items()],
    )  # fmt: skip
    people = [members.NewMember(member, member) for member in MEMBERS]
    for answer in members.admit_all(desk, actor="ana", people=people):
        accepted(answer)
    for member, household in (("ana", 0), ("ben", 0), ("eve", 1)):
        report = contributions.offer_rows(
            desk, member=member, kind="purchases", columns=purchases(household, ROWS),
            batch=f"{member}-1",
        )  # fmt: skip
        assert not isinstance(report, Refusal), report
        accepted(consent.grant(desk, member=member, kind="purchases", purposes=("commercial",)))
    value(desk)
    ana, ben = looked(desk.folder), looked(desk.folder, "ben")
    desk.close()
    assert (ana.state, ana.rows_merged) == (EQUAL, 0)
    assert ana.value_e9 != 0
    assert (ben.state, ben.rows, ben.value_e9) == (EQUAL, 0, 0)
    assert (ben.rows_merged, ben.rows_tested) == (ROWS, 0)
    assert ben.questions == ()


def test_stopped_rows_are_not_read_again(tmp_path: Path) -> None:
    """Goal: a stop is a stop, and nobody is told whose. Method: joe withdraws; ana looks."""
    small = valued(tmp_path / "coop")
    before = looked(small.desk.folder)
    accepted(consent.withdraw(small.desk, member="joe", kind="purchases"))
    found = looked(small.desk.folder)
    assert (found.state, found.questions, found.best, found.worst) == (STOPPED, (), (), ())
    assert (found.value_e9, found.rows) == (before.value_e9, before.rows)
    assert found.rows_merged is None
    assert "joe" not in msgspec.json.encode(found).decode()
    accepted(contributions.erase_rows(small.desk, actor="eve", batch="joe-1", reason="asked"))
    gone = looked(small.desk.folder)
    assert gone.state == ERASED
    assert gone.because.startswith("Attested, no longer re-computable: 8 rows were erased at entry")
    assert str(gone.erased_at) in gone.because
    assert "joe" not in msgspec.json.encode(gone).decode().replace('"by"', "")
    assert gone.value_e9 == before.value_e9
    small.desk.close()


def test_rows_that_are_missing_leave_the_line_attested(copy: Folder) -> None:
    """Goal: no made-up reason. Method: a folder without one file of rows."""
    copy.batch_rows("eve-1").unlink()
    found = looked(copy)
    assert (found.state, found.questions) == (MISSING, ())
    assert str(copy.path) not in found.because


def test_another_recipe_in_the_folder_is_noticed(copy: Folder) -> None:
    """Goal: a look is a check. Method: write another recipe under the digest of the first."""
    recipe = looked(copy).recipe
    (copy.recipes / f"{recipe}.json").write_bytes(msgspec.json.encode(ValuationRecipe(k=1)))
    found = looked(copy)
    assert found.state == DIFFERS
    assert "auzolan verify" in found.because


def test_words_name_every_figure(once: Folder) -> None:
    """Goal: the terminal tells as much as the data. Method: look for each figure in the text."""
    found = looked(once)
    text = "\n".join(why_lines(found))
    for part in (
        found.recipe, found.lines, found.charter, found.rules, found.method, found.command,
        f"entry {found.entry}", "likely range", "again by ben", "your nearest: ana-1 row",
    ):  # fmt: skip
        assert part in text
