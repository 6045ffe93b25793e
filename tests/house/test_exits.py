"""A whole exit through the desk and the command line: voted, paid, lapsed, checked by everybody."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import msgspec
import pytest

from auzolan.assembly.resolutions import SettleExit
from auzolan.audit.folder import Folder
from auzolan.audit.member_file import read_member_file
from auzolan.audit.verify import verify
from auzolan.charter.distribution import Reason
from auzolan.foundation import canonical
from auzolan.foundation.moments import Moment
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.rooms.treasury.flows_exits import lapse, pay_exit
from auzolan.house.rooms.treasury.statement_csv import statement_csv
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.capital.exit_acts import ExitTerms
from auzolan.treasury.state import Claim, Exit
from house.small_desk import SmallDesk, accepted, refused
from support.deciding import decided

LEAVERS = ("max", "zoe")


def begun(path: Path) -> SmallDesk:
    """Three exits are opened: uma has died, zoe is paid back, ben takes over what max had."""
    small = SmallDesk(path)
    desk = small.desk
    people = [members.NewMember(name, name.title()) for name in (*LEAVERS, "uma")]
    for answer in members.admit_all(desk, actor="ana", people=people):
        accepted(answer)
    small.on("2025-03-02")
    for name in LEAVERS:
        accepted(members.leave(desk, member=name, reason="moving away"))
    accepted(treasury.close_period(desk, actor="joe", period="2025", next_period="2026"))
    for proposal, terms in (
        ("rest", ExitTerms("uma", Reason.DEATH)),
        ("pay-back", ExitTerms("zoe", Reason.JUSTIFIED)),
        ("hand-on", ExitTerms("max", Reason.TRANSFER, transfer_to="ben")),
    ):
        decided(
            desk, SettleExit(terms), proposal, author="ana", secretary="ida", auditor="ben"
        )  # fmt: skip
        accepted(execute(desk, actor="joe", proposal=proposal))
    return small


@pytest.fixture(scope="module")
def coop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Zoe's first year is payable, and nobody claims it."""
    path = tmp_path_factory.mktemp("exits") / "coop"
    small = begun(path)
    desk = small.desk
    first = partial(pay_exit, desk, exit_id="exit-pay-back", year=1)
    assert refused(first(actor="joe")) == "treasury.exit_too_early"
    small.on("2026-03-02")
    assert refused(first(actor="ana")) == "charter.not_in_office"
    accepted(first(actor="joe"))
    assert refused(lapse(desk, actor="joe", member="zoe")) == "treasury.claim_not_over"
    small.on("2031-03-02")
    accepted(lapse(desk, actor="joe", member="zoe"))
    publish(desk)
    desk.close()
    return path


@pytest.mark.parametrize("level", ["auditor", "public"])
def test_an_exit_verifies_at_every_level(coop: Path, level: str) -> None:
    """Goal: replay, rules and tables agree. Method: verify the folder, and what is public of it."""
    path = coop if level == "auditor" else coop / "public"
    report = verify(path, level=level)
    assert report.differences == ()
    assert report.checked["totals of bookings, royalties and payouts"] == 3


@pytest.mark.parametrize(
    ("member", "accounts"),
    [
        ("zoe", {"redemption": 8_000, "payable": 0}),
        ("max", {"capital:compulsory": 0}),
        ("ben", {"capital:compulsory": 10_000, "capital:voluntary": 10_000}),
        ("uma", {"redemption": 10_000}),
    ],
)
def test_her_own_file_explains_every_account(
    coop: Path, tmp_path: Path, member: str, accounts: dict[str, int]
) -> None:
    """Goal: who left can check too. Method: her file against the public record, then one cent more."""
    desk = Desk(Folder(coop), ports=Ports(SetClock(Moment(0)), SeededChance("file")))
    file = read_member_file(export_member_file(desk, member=member))
    desk.close()
    assert accounts.items() <= dict(file.accounts).items()
    path = tmp_path / "own.json"
    path.write_bytes(canonical.encode(file))
    assert verify(coop / "public", member_file=path).differences == ()
    more = tuple((name, cents + 1) for name, cents in file.accounts)
    path.write_bytes(canonical.encode(msgspec.structs.replace(file, accounts=more)))
    found = {one.account for one in verify(coop / "public", member_file=path).differences}
    assert found == {f"account {member} {name}" for name, _ in more}


def test_her_statement_shows_the_schedule(coop: Path) -> None:
    """Goal: she sees what comes when. Method: zoe's five years, six years after she left."""
    with reader_of(Folder(coop)) as reader:
        found = member_statement(reader, "zoe")
        row, claim = reader.get(Exit, "exit-pay-back"), reader.get(Claim, "zoe")
    assert found is not None
    assert [(one.due, one.principal_cents, one.interest_cents) for one in found.exits] == [
        ("2026-03-02", 2_000, 325), ("2027-03-02", 2_000, 260), ("2028-03-02", 2_000, 195),
        ("2029-03-02", 2_000, 130), ("2030-03-02", 2_000, 65),
    ]  # fmt: skip
    assert [one.state for one in found.exits] == ["payable", *["due"] * 4]
    assert row is not None
    assert claim is not None
    assert {one.entry for one in found.exits} == {row.entry}
    assert "redemption,,exit-pay-back-year-1,,2325,,,payable," in statement_csv(found)


def test_commands_show_and_pay_exits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: the command line says the same. Method: show one and all; what cannot be done."""
    path = tmp_path / "coop"
    begun(path).desk.close()
    here = ("--folder", str(path))
    assert run(["treasury", "exit", "show", "zoe", *here, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(one["year"], one["principal_cents"], one["state"]) for one in shown] == [
        (year, 2_000, "later") for year in range(1, 6)
    ]
    assert run(["treasury", "exit", "show", *here]) == 0
    out = capsys.readouterr().out
    assert "exit-rest" in out
    assert "exit-hand-on" not in out
    for words, code, said in (
        (("pay", "exit-pay-back", "--year", "6"), 1, "treasury.exit_over"),
        (("lapse", "ana"), 1, "treasury.not_a_former_member"),
        (("open", "nothing"), 2, "no proposal"),
    ):
        assert run(["treasury", "exit", *words, "--as", "joe", *here, "--yes"]) == code
        assert said in capsys.readouterr().err
    assert run(["treasury", "exit", "open", "rest", "--as", "joe", *here, "--yes"]) == 0
    assert "as it was answered before" in capsys.readouterr().out
