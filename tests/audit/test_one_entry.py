"""One entry worked out again: it agrees where nobody changed it, and says where somebody did."""

from __future__ import annotations

import msgspec
import pytest

from audit.forging import entries_of, entry_with, reforge
from audit.small_folder import ENTRIES
from auzolan.audit.database import NothingToVerify
from auzolan.audit.folder import Folder
from auzolan.audit.one_entry import NOT_SEEN, work_out_again
from auzolan.cooperative import AnyEntry
from auzolan.record.fields import field_classes

replace = msgspec.structs.replace


def test_every_entry_of_a_folder_is_answered_again_as_it_stands(clean: Folder) -> None:
    """Goal: each receipt of a figure can be worked out. Method: one entry of every kind of act."""
    first: dict[type, AnyEntry] = {}
    for entry in entries_of(clean):
        first.setdefault(type(entry.act), entry)
    assert len(first) > 20
    for entry in first.values():
        found = work_out_again(clean.path, entry.seq)
        assert (found.decided, found.differences, found.level) == (True, (), "auditor")
        named = {one.fact for one in found.fields}
        assert named == {str(type(fact).__struct_config__.tag) for fact in entry.facts}


def test_published_files_alone_answer_what_is_open(clean: Folder) -> None:
    """Goal: an outsider works out what needs no closed field. Method: the public folder, each entry."""
    decided = 0
    for entry in entries_of(clean)[::3]:
        found = work_out_again(clean.public, entry.seq)
        assert (found.level, found.differences) == ("public", ())
        assert found.decided or found.why_not == NOT_SEEN
        assert not (found.decided and field_classes(type(entry.act)).restricted)
        decided += found.decided
    assert decided > 0


def test_a_figure_that_does_not_follow_is_named(coop: Folder) -> None:
    """Goal: a re-signed lie does not pass. Method: raise what a meter entry accrued, on all files."""
    entry = entry_with(coop, "licensing.meter/1")
    fact = replace(entry.facts[0], accrued_micro=entry.facts[0].accrued_micro + 1)
    reforge(coop, lambda one: replace(one, facts=(fact,)) if one.seq == entry.seq else one)
    (wrong,) = work_out_again(coop.path, entry.seq).differences
    assert (wrong.entry, wrong.field, wrong.found) == (entry.seq, "accrued_micro", "123001")
    assert work_out_again(coop.path, entry.seq - 1).differences == ()


def test_a_valuation_is_computed_again_from_the_rows(unerased: Folder) -> None:
    """Goal: what data is worth follows from the rows. Method: rows that are there, and rows that went."""
    entry = entry_with(unerased, "valuation.value/1")
    found = work_out_again(unerased.path, entry.seq)
    assert found.checked["valuations computed again"] == 1
    assert (found.left, found.differences) == ((), ())


def test_what_is_not_there_is_said(clean: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Goal: no answer without an entry. Method: one behind the end, and an empty folder."""
    with pytest.raises(LookupError):
        work_out_again(clean.path, ENTRIES)
    with pytest.raises(NothingToVerify):
        work_out_again(tmp_path_factory.mktemp("empty"), 0)
