"""Bookings, earnings by use, payouts and a slow closing: checked by the public, a member, an auditor."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from audit.conftest import copied
from audit.forging import (
    annex_path,
    change_cell,
    differences,
    entries_of,
    entry_with,
    found,
    lay_down,
    reforge,
)
from audit.money_folder import MoneyFolder
from audit.small_folder import PEOPLE
from audit.test_releases import replayed
from auzolan.audit.annexes import refs_of
from auzolan.audit.folder import Folder
from auzolan.audit.member_file import MemberFile, read_member_file
from auzolan.cooperative import AnyEntry
from auzolan.foundation import canonical
from auzolan.house.desk import Desk
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.record.annexes import decode
from auzolan.treasury.accounts import PAYABLE, PAYING, ROYALTIES

replace = msgspec.structs.replace


def file_of(desk: Desk, member: str) -> MemberFile:
    """A member's own file."""
    return read_member_file(export_member_file(desk, member=member))


@pytest.fixture
def moved(moneyed: Folder, tmp_path: Path) -> Folder:
    """A copy of the folder with money that moved, to tamper with."""
    return copied(moneyed, tmp_path)


@pytest.mark.parametrize("level", ["public", "auditor"])
def test_every_way_of_money_verifies(moneyed: Folder, level: str) -> None:
    """Goal: no step leaves the books in doubt. Method: the whole life, at both levels."""
    report = found(moneyed, level=level)
    assert report.differences == ()
    assert report.checked["totals of bookings, royalties and payouts"] == 13
    assert report.checked["trial balances"] == 2


def test_her_accounts_follow_from_her_lines_at_every_stage(tmp_path: Path) -> None:
    """Goal: nobody waits for the end. Method: after each stage every member's file, by the public.

    A cent more in any account is found in each of them.
    """
    made = MoneyFolder(tmp_path / "coop")
    own, seen = tmp_path / "own.json", set()
    for stage in made.stages():
        for member in PEOPLE[1:5]:
            file = file_of(made.desk, member)
            own.write_bytes(canonical.encode(file))
            assert differences(made.desk.folder, level="member", member_file=own) == [], stage
            seen |= {account for account, amount in file.accounts if amount}
        forged = tuple((account, amount + 1) for account, amount in file.accounts)
        own.write_bytes(canonical.encode(replace(file, accounts=forged)))
        named = differences(made.desk.folder, level="member", member_file=own)
        assert len(named) == len(forged), stage
    made.desk.close()
    assert {PAYABLE, PAYING, ROYALTIES} <= seen


def test_an_account_that_no_line_explains_is_named(moneyed: Folder, tmp_path: Path) -> None:
    """Goal: every account is looked at. Method: one that she does not have."""
    desk = Desk(moneyed)
    file = file_of(desk, "m004")
    desk.close()
    own = tmp_path / "own.json"
    accounts = (*file.accounts, ("capital:voluntary", 5))
    own.write_bytes(canonical.encode(replace(file, accounts=accounts)))
    (one,) = differences(moneyed, member_file=own)
    assert (one.account, one.expected, one.found) == ("account m004 capital:voluntary", "0", "5")


def test_a_line_or_an_entry_is_shown_once(moneyed: Folder, tmp_path: Path) -> None:
    """Goal: what was paid to her cannot be counted twice. Method: repeat her payout, her entry."""
    desk = Desk(moneyed)
    file = file_of(desk, "m005")
    desk.close()
    paid = next(line for line in file.lines if line.part == "treasury.payout_drafted/1")
    own = tmp_path / "own.json"
    for forged in (
        replace(file, lines=(*file.lines, paid)),
        replace(file, entries=(*file.entries, file.entries[0])),
    ):
        own.write_bytes(canonical.encode(forged))
        (one,) = differences(moneyed, member_file=own)
        assert (one.field, one.found) == ("file", "twice")


def restricted_annexes(folder: Folder) -> list[tuple[AnyEntry, str]]:
    """Entries of the treasury's new acts, with the digest of each annex that they name."""
    return [
        (entry, ref.digest)
        for entry in entries_of(folder)
        if type(entry.act).__struct_config__.tag.startswith("treasury.")
        for part in (entry.act, *entry.facts)
        for ref in refs_of(part)
    ]


def test_a_changed_line_of_any_annex_of_money_is_named(moneyed: Folder, tmp_path: Path) -> None:
    """Goal: members' lines stand. Method: one unit more in each annex, one at a time."""
    found_annexes = restricted_annexes(moneyed)
    assert len(found_annexes) == 11
    for place, (entry, digest) in enumerate(found_annexes):
        folder = copied(moneyed, tmp_path / str(place))
        path = folder.annex(digest, is_open=False)
        amounts = {"royalties/1": "amount_micro"}
        kind = path.read_text().partition('"kind":"')[2].partition('"')[0]
        before = change_cell(path, amounts.get(kind, "amount_cents"), 0, 987_654)
        assert before != 987_654
        assert entry.seq in {one.entry for one in differences(folder)}, kind


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("treasury.book/1", "owed_cents"),
        ("treasury.accrue/1", "amount_micro"),
        ("treasury.settle_royalties/1", "amount_cents"),
        ("treasury.draft_payout/1", "total_cents"),
        ("treasury.draft_payout/1", "count"),
        ("treasury.export_payout/1", "control_sum_cents"),
        ("treasury.report_payout/1", "rejected_cents"),
        ("treasury.settle_payout/1", "amount_cents"),
        ("treasury.return_payments/1", "amount_cents"),
    ],
)
def test_the_public_sees_an_amount_that_its_lines_do_not_sum_to(
    moneyed: Folder, act: str, field: str
) -> None:
    """Goal: what members' lines sum to is open. Method: one more in the fact, replayed by anyone."""
    entry = entry_with(moneyed, act)
    fact = replace(entry.facts[0], **{field: getattr(entry.facts[0], field) + 1})
    false = replace(entry, facts=(fact,))
    entries = [false if one.seq == entry.seq else one for one in entries_of(moneyed)]
    tag = fact.__struct_config__.tag
    named = [
        one for one in replayed(entries, moneyed).differences
        if one.entry == entry.seq and one.account == tag
    ]  # fmt: skip
    assert len(named) == 1
    assert int(named[0].found) == int(named[0].expected) + 1


def test_a_payout_to_somebody_else_cannot_even_be_replayed(moved: Folder) -> None:
    """Goal: nobody is paid another's money. Method: swap two amounts of a payout, re-signed."""
    entry = entry_with(moved, "treasury.draft_payout/1")
    ref = entry.facts[0].lines
    annex = decode(annex_path(moved, ref).read_bytes(), ref)
    amounts = annex.columns[annex.names.index("amount_cents")]
    at = annex.names.index("amount_cents")
    swapped = (amounts[1], amounts[0], *amounts[2:])
    assert swapped != amounts
    columns = (*annex.columns[:at], swapped, *annex.columns[at + 1 :])
    parts = tuple(0 for _ in annex.parts)
    false = lay_down(moved, replace(annex, columns=columns, parts=parts), is_open=False)

    def change(one: AnyEntry) -> AnyEntry:
        if one.seq != entry.seq:
            return one
        return replace(one, facts=(replace(one.facts[0], lines=false),))

    with pytest.raises(AssertionError, match="below zero"):
        reforge(moved, change)  # her account would pay more than is hers
