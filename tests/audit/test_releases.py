"""No name of a release switches the rules off: it must be known, and may never fall."""

from __future__ import annotations

import msgspec
import pytest

from audit.forging import differences, entries_of, entry_with, found, reforge
from audit.small_folder import ENTRIES
from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.folder import Folder
from auzolan.audit.replay import Replay
from auzolan.audit.report import Findings, Report
from auzolan.cooperative import RELEASE, RELEASES, AnyEntry

replace = msgspec.structs.replace
OLD, NEW = "0.0.9", RELEASE


def replayed(entries: list[AnyEntry], folder: Folder) -> Report:
    """The public replay of entries, by a program that knows two releases."""
    findings = Findings()
    annexes = AuditAnnexes(folder, findings, disclosed=False)
    replay = Replay(folder, annexes, findings, openings=None, rules=True, releases=(OLD, NEW))
    for entry in entries:
        replay.step(entry)
    replay.close()
    return findings.report("public", entries=len(entries), root="")


def released(folder: Folder, *, until: int) -> list[AnyEntry]:
    """The entries, those before `until` by the older release."""
    return [
        replace(entry, rules=OLD) if entry.seq < until else entry for entry in entries_of(folder)
    ]


@pytest.mark.parametrize("level", ["public", "auditor"])
@pytest.mark.parametrize("release", ["0.0.9", "9.9.9", "0.1", "0.1.0+x"])
def test_an_unknown_release_is_a_difference_and_hides_nothing(
    coop: Folder, release: str, level: str
) -> None:
    """Goal: the rules cannot be switched off. Method: a forged accrual under a made-up release."""
    entry = entry_with(coop, "licensing.meter/1")
    fact = replace(entry.facts[0], accrued_micro=entry.facts[0].accrued_micro + 1)
    reforge(
        coop,
        lambda one: replace(one, facts=(fact,), rules=release) if one.seq == entry.seq else one,
    )
    named = {(one.entry, one.field, one.found) for one in differences(coop, level=level)}
    assert named == {(entry.seq, "rules", release), (entry.seq, "accrued_micro", "123001")}


def test_an_amendment_that_nobody_voted_is_caught_whatever_its_release(coop: Folder) -> None:
    """Goal: a mandate is asked for always. Method: no vote, a made-up release, re-signed."""
    entry = entry_with(coop, "charter.amend/1")

    def change(one: AnyEntry) -> AnyEntry:
        if one.seq != entry.seq:
            return one
        act = replace(one.act, mandate="never-voted")
        return replace(one, act=act, facts=one.facts[:1], rules="9.9.9")

    reforge(coop, change)
    for level in ("public", "auditor"):
        expected = {one.expected for one in differences(coop, level=level) if one.field == "answer"}
        assert len(expected) == 1
        assert "charter.no_mandate" in expected.pop()


def test_entries_of_an_older_release_are_replayed_and_said_so(clean: Folder) -> None:
    """Goal: old facts stay readable, and nobody claims more. Method: the first 30 are older."""
    report = replayed(released(clean, until=30), clean)
    assert report.differences == ()
    left = {(one.what, one.why): one.count for one in report.not_checkable}
    why = f"release {OLD} re-runs them; right, mandate and subject were asked again"
    assert left["rules of entries", why] == 30
    public = replayed(entries_of(clean), clean)
    assert report.checked["entries decided again"] < public.checked["entries decided again"]


def test_right_and_mandate_of_an_older_release_are_asked_again(clean: Folder) -> None:
    """Goal: an older entry needs a right too. Method: forge actor, mandate and what was spent."""
    entries = released(clean, until=ENTRIES)
    amend = next(one for one in entries if type(one.act).__struct_config__.tag == "charter.amend/1")
    forged = {
        "charter.not_in_office": replace(amend, actor="m006"),
        "charter.no_mandate": replace(amend, act=replace(amend.act, mandate="mandate-none")),
        "mandate-p-split": replace(amend, facts=amend.facts[:1]),
    }
    for code, false in forged.items():
        lines = [false if one.seq == amend.seq else one for one in entries]
        differing = [one for one in replayed(lines, clean).differences if one.entry == amend.seq]
        assert len(differing) == 1, code
        assert code in differing[0].expected


def test_a_release_that_falls_is_a_difference_and_its_rules_run(clean: Folder) -> None:
    """Goal: nobody goes back to an older release. Method: one older entry behind newer ones."""
    withdrawal = entry_with(clean, "consent.withdraw/1")
    fact = replace(withdrawal.facts[0], retrain_by=1)
    false = replace(withdrawal, facts=(fact,), rules=OLD)
    lines = [false if one.seq == withdrawal.seq else one for one in entries_of(clean)]
    assert {(one.entry, one.field) for one in replayed(lines, clean).differences} == {
        (withdrawal.seq, "rules"), (withdrawal.seq, "retrain_by"),
    }  # fmt: skip


def test_the_public_asks_for_the_right_to_an_act_with_restricted_fields(coop: Folder) -> None:
    """Goal: who may act is open, even where amounts are not. Method: an index by no officer."""
    entry = entry_with(coop, "labour.assign_index/1")
    reforge(coop, lambda one: replace(one, actor="m006") if one.seq == entry.seq else one)
    (one,) = differences(coop, level="public")
    assert (one.entry, one.field) == (entry.seq, "answer")
    assert "charter.not_in_office" in one.expected


def test_this_release_is_the_newest_that_is_known(clean: Folder) -> None:
    """Goal: the table tells the truth. Method: every entry of a new folder names its last line."""
    assert RELEASES[-1] == RELEASE
    assert len(set(RELEASES)) == len(RELEASES)
    assert {entry.rules for entry in entries_of(clean)} == {RELEASE}
    assert found(clean).checked["entries decided again"] == ENTRIES
