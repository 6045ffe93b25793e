"""A member checks her own entries and lines with a file of her own; it shows nobody else's."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from audit.forging import differences
from audit.small_folder import PEOPLE, SmallFolder
from auzolan.audit.folder import Folder
from auzolan.audit.member_file import MemberFile, ProvedLine, read_member_file
from auzolan.audit.verify import verify
from auzolan.foundation import canonical
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.record.member_file import NotPublished, export_member_file

replace = msgspec.structs.replace
OFFICERS = ("m001", "m002")


@pytest.fixture(scope="session")
def files(clean: Folder) -> dict[str, MemberFile]:
    """Everybody's file."""
    desk = Desk(clean)
    found = {one: read_member_file(export_member_file(desk, member=one)) for one in PEOPLE}
    desk.close()
    return found


def checked(folder: Folder, file: MemberFile, tmp_path: Path) -> set[tuple[str, str]]:
    """Account and field of each difference."""
    path = tmp_path / "own.json"
    path.write_bytes(canonical.encode(file))
    found = differences(folder, member_file=path)
    return {(one.account, one.field) for one in found}


@pytest.mark.parametrize("member", PEOPLE)
def test_each_member_s_file_holds(
    clean: Folder, files: dict[str, MemberFile], member: str, tmp_path: Path
) -> None:
    """Goal: everybody can check herself. Method: every member's file against the public record."""
    assert checked(clean, files[member], tmp_path) == set()


def test_her_accounts_follow_from_her_lines(
    clean: Folder, files: dict[str, MemberFile], tmp_path: Path
) -> None:
    """Goal: what she owns is what her lines say. Method: counts in the report; one cent more."""
    path = tmp_path / "own.json"
    path.write_bytes(canonical.encode(files["m003"]))
    report = verify(clean.public, member_file=path)
    assert report.level == "member"
    assert report.checked["her lines"] == 5  # work, pay, value, recheck, distribution
    assert report.checked["her accounts"] == 3
    accounts = tuple((name, cents + 1) for name, cents in files["m003"].accounts)
    found = checked(clean, replace(files["m003"], accounts=accounts), tmp_path)
    assert found == {
        ("account m003 capital:compulsory", "balance"),
        ("account m003 capital:returns", "balance"),
        ("account m003 payable", "balance"),
    }  # fmt: skip


def test_a_changed_line_is_no_line_of_the_annex(
    clean: Folder, files: dict[str, MemberFile], tmp_path: Path
) -> None:
    """Goal: no other amount can be shown to her. Method: each number of each line, one more."""
    file = files["m002"]
    for place, line in enumerate(file.lines):
        for column, value in enumerate(line.values):
            if not isinstance(value, int):
                continue
            values = (*line.values[:column], value + 1, *line.values[column + 1 :])
            lines = (*file.lines[:place], replace(line, values=values), *file.lines[place + 1 :])
            found = checked(clean, replace(file, lines=lines), tmp_path)
            assert any("line of m002" in account for account, _ in found), (line.kind, column)


def test_a_proof_is_bound_to_its_annex(
    clean: Folder, files: dict[str, MemberFile], tmp_path: Path
) -> None:
    """Goal: no line is proved by another's tree. Method: change each part of a proof."""
    file = files["m002"]
    line = next(one for one in file.lines if one.kind == "distribution/2")
    first, second = line.parts
    forged: list[ProvedLine] = [
        replace(line, n_leaves=line.n_leaves - 2),
        replace(line, parts=(second, first)),
        replace(line, parts=(first,)),
        replace(line, parts=(first, first)),
        replace(line, parts=(replace(first, place=first.place + 1), second)),
        replace(line, parts=(replace(first, salt="0" * 32), second)),
        replace(line, entry=line.entry + 1),
        replace(line, part="treasury.plan/1"),
    ]
    for one in forged:
        found = checked(clean, replace(file, lines=(one,)), tmp_path)
        assert any("line of m002" in account for account, _ in found)


def test_another_s_line_is_refused(
    clean: Folder, files: dict[str, MemberFile], tmp_path: Path
) -> None:
    """Goal: her file proves her own. Method: put another member's line into it."""
    forged = replace(files["m002"], lines=files["m003"].lines)
    found = checked(clean, forged, tmp_path)
    assert ("line of m002 in distribution/2", "amount_cents") in found


def test_openings_and_receipts_in_it_must_hold(
    clean: Folder, files: dict[str, MemberFile], tmp_path: Path
) -> None:
    """Goal: her name and her entries are those on record. Method: change each."""
    file = files["m004"]
    admission = file.entries[0]
    (name,) = admission.openings
    for forged, field in (
        (replace(admission, openings=(replace(name, value="Somebody"),)), "name"),
        (replace(admission, openings=(replace(name, name="member"),)), "member"),
        (replace(admission, text=admission.text.replace("10000", "10001")), "receipt"),
        (replace(admission, receipt=file.entries[1].receipt), "receipt"),
    ):
        found = checked(clean, replace(file, entries=(forged,)), tmp_path)
        assert ("entry of m004", field) in found


def test_it_holds_her_name_and_nobody_else_s(files: dict[str, MemberFile]) -> None:
    """Goal: her file tells on nobody. Method: search each file for the others' ids and names."""
    for member, file in files.items():
        text = canonical.encode(file).decode()
        assert f"Person {member}" in text
        others = [other for other in PEOPLE if other != member]
        assert not [other for other in others if f"Person {other}" in text]
        if member not in OFFICERS:
            assert not [other for other in others if f'"{other}"' in text]
        else:
            assert "invoice 1" not in text  # the bank's words came through her hands


def test_it_never_holds_a_ballot(files: dict[str, MemberFile]) -> None:
    """Goal: nobody can be made to show how she voted. Method: no ballot in any file."""
    assert not [f for f in files.values() if "assembly.cast" in canonical.encode(f).decode()]


def test_it_is_read_strictly(files: dict[str, MemberFile]) -> None:
    """Goal: one file, one meaning. Method: white space, an unknown field, half a file."""
    text = canonical.encode(files["m001"])
    for broken in (text + b"\n", text.replace(b'"v":1', b'"v":1,"w":2'), text[:-5], b"{}"):
        with pytest.raises(ValueError, match="spelling|unknown field|Input data|missing required"):
            read_member_file(broken)


def test_a_file_is_made_of_a_published_record_only(tmp_path: Path) -> None:
    """Goal: every line in it can be proved. Method: ask before the last act is published."""
    small = SmallFolder(tmp_path / "coop")
    small.join()
    with pytest.raises(NotPublished, match="since the last publishing"):
        export_member_file(small.desk, member="m001")
    consent.withdraw(small.desk, member="m001", kind="purchases")
    small.desk.folder.checkpoint.unlink()
    with pytest.raises(NotPublished, match="nothing is published"):
        export_member_file(small.desk, member="m001")
    small.desk.close()
