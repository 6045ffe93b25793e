"""Whose rows are valued, and by which terms: moved in a table or in a re-signed record, it is found."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from audit.conftest import copied
from audit.forging import differences, entry_with, reforge, sql
from auzolan.audit.folder import Folder
from auzolan.contributions.acts import Part, Settle
from auzolan.cooperative import AnyEntry
from auzolan.foundation import canonical
from auzolan.house.rooms.record import flows as record
from auzolan.learning import recipes
from auzolan.record.entries import Act
from auzolan.valuation.acts import Value
from support.works import Works

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A valuation of works with a co-creator, a settled dispute and a copier; nobody changes it."""
    small = Works(tmp_path_factory.mktemp("works") / "coop")
    for step in (small.bring, small.own, small.learn, small.value):
        step()
    record.publish(small.desk)
    small.desk.close()
    return small.desk.folder


@pytest.fixture
def works(built: Folder, tmp_path: Path) -> Folder:
    """A copy to tamper with."""
    return copied(built, tmp_path)


def with_act(folder: Folder, tag: str, changed: Act) -> None:
    """Re-sign the whole record with another act in the place of the first with this tag."""
    seq = entry_with(folder, tag).seq

    def change(entry: AnyEntry) -> AnyEntry:
        return replace(entry, act=changed) if entry.seq == seq else entry

    reforge(folder, change)


def test_an_honest_record_has_no_difference(works: Folder) -> None:
    """Goal: those tests fail for their own reason. Method: verify it at both levels."""
    assert differences(works) == []
    assert differences(works, level="public") == []


@pytest.mark.parametrize(
    ("statement", "field"),
    [
        ("UPDATE contributions_settled_row SET member = 'm006' WHERE place = 0", "row"),
        ("UPDATE contributions_settled_row SET share_bp = 9999 WHERE place = 0", "share_bp"),
        ("DELETE FROM contributions_batch_share WHERE member = 'm003'", "row"),
        ("UPDATE contributions_batch_share SET share_bp = 9999 WHERE member = 'm003'", "share_bp"),
        ("UPDATE valuation_valuation SET cap_rows = 1", "cap_rows"),
        ("UPDATE valuation_valuation SET merging = 'observation'", "merging"),
        ("UPDATE valuation_valuation SET near_squared = 9", "near_squared"),
        ("""UPDATE charter_charter_in_force
            SET text = replace(text, '"cap_rows":0', '"cap_rows":1')""", "text"),
    ],
)  # fmt: skip
def test_a_holder_or_a_term_changed_in_a_table_is_named(
    works: Folder, statement: str, field: str
) -> None:
    """Goal: tables are worth what the record says. Method: change one cell, verify."""
    assert sql(works.database, statement) == 1
    found = differences(works)
    assert field in {one.field for one in found}


def test_a_valuation_by_another_cap_than_the_charters_is_caught_by_the_rule(works: Folder) -> None:
    """Goal: nobody chooses a cap for herself. Method: re-sign the report with a cap of 1.

    Its lines are those without a cap, so that the computation differs too.
    """
    act = entry_with(works, "valuation.value/1").act
    assert isinstance(act, Value)
    with_act(works, "valuation.value/1", replace(act, cap_rows=1))
    found = differences(works)
    assert any("valuation.other_terms" in one.expected for one in found if one.field == "answer")
    assert any(one.account.startswith("annex values/1") for one in found)


def test_a_recipe_that_merges_farther_than_its_entry_says_is_caught(works: Folder) -> None:
    """Goal: the distance in the entry is no empty word.

    Method: re-sign the report with the recipe of a wide distance, which the desk cannot see.
    """
    act = entry_with(works, "valuation.value/1").act
    assert isinstance(act, Value)
    wide = recipes.ValuationRecipe(k=2, near_squared=400)
    (works.recipes / f"{recipes.digest(wide)}.json").write_bytes(canonical.encode(wide))
    with_act(works, "valuation.value/1", replace(act, recipe=recipes.digest(wide)))
    assert any("the terms allow 0" in str(one.found) for one in differences(works))


def test_rows_moved_to_a_copier_in_a_re_signed_record_are_caught_by_the_values(
    works: Folder,
) -> None:
    """Goal: a dispute cannot be re-dealt after the fact. Method: the settlement names another.

    Tables, tree and head agree; the lines of the valuation still pay the one it was given to.
    """
    act = entry_with(works, "contributions.settle/1").act
    assert isinstance(act, Settle)
    with_act(works, "contributions.settle/1", replace(act, shares=(Part("m006", 10_000),)))
    found = {(one.account, one.field) for one in differences(works)}
    assert any(account.startswith("annex values/1") for account, _ in found)
    assert {account.rpartition(" ")[2] for account, field in found if field == "rows"} == {
        "m005", "m006",
    }  # fmt: skip


def test_a_moved_place_of_a_row_is_caught_by_the_values(works: Folder) -> None:
    """Goal: the very rows count. Method: the settlement names two of its test rows instead."""
    act = entry_with(works, "contributions.settle/1").act
    assert isinstance(act, Settle)
    with_act(works, "contributions.settle/1", replace(act, rows=(6, 7)))
    found = {
        one.account.rpartition(" ")[2] for one in differences(works) if one.field == "value_e9"
    }
    assert found == {"m004", "m005"}
