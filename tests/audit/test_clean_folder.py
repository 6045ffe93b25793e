"""A sound folder has no difference at any level, and the report says what it could not see."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from audit.forging import differences, found, sql
from audit.small_folder import ENTRIES, ORIGIN, SmallFolder, done
from auzolan.audit.folder import Folder
from auzolan.audit.report import Report
from auzolan.audit.verify import CannotVerify, NothingToVerify, report_lines, verify
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.asking import ask
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.record import flows as record
from auzolan.record.acts import RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import rotation_message


@pytest.mark.parametrize("level", ["public", "auditor"])
def test_a_sound_folder_has_no_difference(clean: Folder, level: str) -> None:
    """Goal: no false alarm. Method: the whole small co-operative at each level of a folder."""
    report = found(clean, level=level)
    assert report.differences == ()
    assert report.level == level
    assert report.entries == ENTRIES
    assert report_lines(report)[-1].startswith(f"verified: {ENTRIES} entries")


def test_the_auditor_decides_every_entry_again(clean: Folder) -> None:
    """Goal: no rule is left out. Method: as many decided as entries; all annexes, all rows."""
    checked = found(clean).checked
    assert checked["entries decided again"] == ENTRIES
    assert checked["annexes"] == 14
    assert checked["tallies"] == 3
    assert checked["ballots"] == 18
    assert checked["rows of treasury_member_account"] == 18
    assert checked["erased openings that are gone"] == 1
    assert checked["erased batches that are gone"] == 1


def test_the_public_says_what_it_cannot_see(clean: Folder) -> None:
    """Goal: honesty about the limits. Method: restricted rules stand in the report, by act."""
    report = found(clean, level="public")
    left = {one.what: one.count for one in report.not_checkable}
    assert left["rule of treasury.plan/1"] == 1
    assert left["rule of assembly.close/1"] == 3
    assert report.checked["tallies"] == 3
    assert report.checked["uses"] == 3
    assert "rule of learning.seal/1" not in left


def test_it_says_whose_word_an_act_rests_on(clean: Folder) -> None:
    """Goal: members' signatures and the operator's word are told apart. Method: one act signed."""
    report = found(clean)
    left = {one.what: one.count for one in report.not_checkable}
    assert report.checked["acts signed with a member's own key"] == 1
    assert left["acts on the operator's word"] == ENTRIES - 1
    assert left["demo key"] == 1


def test_a_copied_public_folder_is_enough(clean: Folder, tmp_path: Path) -> None:
    """Goal: a mirror can be verified. Method: `public` alone, under another name."""
    copy = tmp_path / "mirror"
    shutil.copytree(clean.public, copy)
    assert verify(copy).level == "public"
    assert verify(copy).differences == ()


def test_a_pinned_key_must_be_the_one_that_signs(clean: Folder) -> None:
    """Goal: no other log passes for this one. Method: the right key, then another one."""
    vkey = clean.verifier_key.read_text().strip()
    assert differences(clean, level="public", key=vkey) == []
    unpinned = {one.what: one.why for one in found(clean, level="public").not_checkable}
    assert unpinned["key of the log"].startswith("the key beside the checkpoint was taken on trust")
    pinned = found(clean, level="public", key=vkey).not_checkable
    assert "key of the log" not in {one.what for one in pinned}
    other = f"{ORIGIN}+00000000+{vkey.rpartition('+')[2]}"
    assert any(one.field == "key" for one in differences(clean, level="public", key=other))


def test_entries_that_are_not_published_yet_are_verified_too(tmp_path: Path) -> None:
    """Goal: the auditor sees the whole record. Method: an act after the last publishing."""
    small = SmallFolder(tmp_path / "coop")
    small.join()
    record.publish(small.desk)
    consent.withdraw(small.desk, member="m004", kind="purchases")
    report = verify(tmp_path / "coop")  # the desk is still open: its log lies beside the file
    assert report.differences == ()
    assert report.entries == 20
    assert verify(tmp_path / "coop", level="public").entries == 19


def test_a_folder_where_nothing_is_published_can_be_audited(coop: Folder) -> None:
    """Goal: the database alone is a record. Method: take `public` away but for its annexes."""
    shutil.rmtree(coop.public / "tile")
    coop.checkpoint.unlink()
    coop.verifier_key.unlink()
    shutil.move(coop.public_annexes, coop.annexes / "more")
    for path in (coop.annexes / "more").iterdir():
        path.rename(coop.annexes / path.name)
    (coop.annexes / "more").rmdir()
    report = found(coop)
    assert report.differences == ()
    assert "published record" in {one.what for one in report.not_checkable}


def test_replay_equals_the_tables_with_every_sealed_text_erased(coop: Folder) -> None:
    """Goal: no rule and no table needs a name or a reason. Method: destroy all, then compare."""
    assert sql(coop.vault_database, "DELETE FROM sealed_opening") == 16
    report = found(coop)
    assert {one.account for one in report.differences} == {"opening"}
    assert {one.found for one in report.differences} == {"none"}
    assert report.checked["entries decided again"] == ENTRIES


def test_a_valuation_is_computed_again_from_the_rows(whole: Folder) -> None:
    """Goal: values are recomputed, not believed. Method: a folder in which no row was erased."""
    report = found(whole)
    assert report.differences == ()
    assert report.checked["valuations computed again"] == 1
    assert report.checked["lines of valuations computed again"] == 5


def test_a_valuation_whose_rows_were_erased_stays_attested(clean: Folder) -> None:
    """Goal: erasure is obeyed and said. Method: the report names rows and entry; no difference."""
    whys = {one.what: one.why for one in found(clean).not_checkable}
    erased_at = ENTRIES - 3
    assert whys["valuation v1"] == (
        f"attested, no longer re-computable (8 rows erased at entry {erased_at})"
    )


def test_the_report_has_the_agreed_json_form(clean: Folder) -> None:
    """Goal: machines can read it. Method: names of the fields, and a round trip."""
    report = found(clean, level="public")
    text = msgspec.json.encode(report)
    assert list(msgspec.json.decode(text)) == [
        "level", "entries", "root", "checked", "not_checkable", "differences",
    ]  # fmt: skip
    assert msgspec.json.decode(text, type=Report) == report


def test_django_is_never_imported(clean: Folder) -> None:
    """Goal: the audit stands on the base install. Method: a process of its own, asked after."""
    code = (
        "import sys; from auzolan.audit.verify import verify;"
        f"assert not verify({str(clean.path)!r}).differences;"
        "bad = [m for m in sys.modules if m.startswith(('django', 'auzolan.house', 'auzolan.engine'))];"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_rules_can_be_left_out(clean: Folder) -> None:
    """Goal: a quick look is possible and says so. Method: count what was not decided."""
    report = found(clean, rules=False)
    assert report.differences == ()
    assert (
        "entries decided again" not in report.checked or not report.checked["entries decided again"]
    )
    assert {one.what for one in report.not_checkable} >= {"rules of entries"}


def test_progress_is_told(clean: Folder) -> None:
    """Goal: long runs show how far they are. Method: gather the calls."""
    told: list[tuple[int, int]] = []
    found(clean, progress=lambda done, total: told.append((done, total)))
    assert told == [(ENTRIES, ENTRIES)]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"level": "deep"}, "a level is one of"),
        ({"level": "member"}, "needs a member file"),
        ({"member_file": "nowhere.json"}, "no member file"),
        ({"receipts": ["nowhere"]}, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(
    clean: Folder, how: dict[str, object], words: str
) -> None:
    """Goal: wrong wishes are no difference. Method: one of each."""
    with pytest.raises(CannotVerify, match=words):
        found(clean, **how)


def test_a_folder_that_is_no_co_operative_is_no_record(tmp_path: Path) -> None:
    """Goal: nothing is ever verified by accident. Method: an empty folder, another one, none."""
    (tmp_path / "other" / "public").mkdir(parents=True)
    (tmp_path / "other" / "public" / "index.html").write_text("a page")
    for path in (tmp_path, tmp_path / "other", tmp_path / "other" / "public"):
        for level in (None, "auditor"):
            with pytest.raises(NothingToVerify, match="is no co-operative: it holds no database"):
                verify(path, level=level)
    with pytest.raises(NothingToVerify, match="no folder"):
        verify(tmp_path / "nowhere")


def test_the_level_of_an_auditor_needs_the_database(clean: Folder) -> None:
    """Goal: a mirror is not audited by mistake. Method: ask for it in a copy of `public`."""
    with pytest.raises(NothingToVerify, match="no database"):
        verify(clean.public, level="auditor")


def test_a_file_that_is_no_database_is_refused(coop: Folder) -> None:
    """Goal: damage is said, not guessed around. Method: another file under its name."""
    coop.database.write_bytes(b"no database at all, but long enough to be read as one" * 100)
    with pytest.raises(CannotVerify, match="damaged or no database"):
        found(coop)


@pytest.mark.parametrize("publishes", [True, False])
def test_a_log_whose_key_was_rotated_is_sound(coop: Folder, publishes: bool) -> None:
    """Goal: a key can be changed. Method: rotate, act once more; published and not yet so."""
    desk = Desk(coop, Ports(SetClock(moment_from_iso("2025-06-01")), SeededChance("later")))
    old = coop.verifier_key.read_text().strip()
    key = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
    (coop.keys / "next.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    new = format_vkey(Signer(ORIGIN, key).verifier_key)
    signature = key.sign(rotation_message(ORIGIN, old, new)).hex()
    done(ask(desk, "rotate", "m001", RotateKey(old, new, signature)))
    if publishes:
        record.publish(desk)
        assert differences(coop) == []
    done(consent.withdraw(desk, member="m004", kind="purchases"))
    assert differences(coop) == []
    if publishes:
        record.publish(desk)
        assert differences(coop) == []
        assert differences(coop, key=new) == []
        assert {one.field for one in differences(coop, key=old)} == {"key", "signature"}
    desk.close()
