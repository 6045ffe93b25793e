"""Capital that comes, tax that is kept back, and the end, by commands and down to the audit."""

from pathlib import Path

import pytest

from auzolan.assembly.resolutions import ChangeCharter, Dissolve
from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.charter.articles import Change
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.assembly.measures import Described, measure_from
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.house.rooms.treasury import flows_capital as capital
from auzolan.house.rooms.treasury.arguments import creditor_from_text
from auzolan.house.rooms.treasury.flows_bookings import book
from auzolan.treasury.capital.contribution_acts import ContributionKind
from auzolan.treasury.capital.winding_up_acts import Creditor
from auzolan.treasury.ledger.posting import Leg, own_balance
from auzolan.treasury.state import WindingUp
from house.cli.conftest import Cli
from house.cli.test_treasury_commands import balances, code_of, done
from house.small_desk import MEMBERS, SmallDesk, accepted, refused
from support.deciding import decided

BY = ("--as", "joe", "--yes", "--json")


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """What two members added."""
    path = tmp_path / "more.csv"
    path.write_text("member,amount_cents\nana,4000\nben,2500\n")
    return path


def test_capital_is_noted_from_a_file(cli: Cli, coop: Path, more: Path) -> None:
    """Goal: one list, one entry. Method: rehearse, note, note again, and what nobody owes."""
    words = ("treasury", "contribute", more, "--contribution", "c1")
    rehearsed = done(cli(*words, "--voluntary", "--as", "joe", "--dry-run", "--json")).json
    assert rehearsed["facts"][0]["amount_cents"] == 6_500
    assert balances(cli).get("capital:voluntary") == 0
    done(cli(*words, "--voluntary", "--reference", "transfer 17", *BY))
    assert balances(cli)["capital:voluntary"] == -6_500
    again = ("treasury", "contribute", more, "--contribution", "c2")
    assert code_of(cli(*again, *BY)) == "treasury.more_than_due"
    assert code_of(cli(*again, "--voluntary", "--as", "ana", "--yes", "--json")) == (
        "charter.not_in_office"
    )


def test_tax_commands_say_what_is_missing(cli: Cli, coop: Path) -> None:
    """Goal: refusals with codes. Method: nothing shared, nothing kept back."""
    assert code_of(cli("treasury", "withhold", "share", *BY)) == "treasury.plan_not_shared"
    assert code_of(cli("treasury", "remit", "q1", *BY)) == "treasury.nothing_withheld"


def test_the_end_is_planned_and_proposed_by_commands(cli: Cli, coop: Path) -> None:
    """Goal: no end without a vote. Method: plan, propose, and try to book it at once."""
    plan = ("treasury", "wind-up", "plan", "end")
    assert code_of(cli(*plan, "--creditor", "power=99999.00", *BY)) == "treasury.insolvent"
    done(cli(*plan, "--creditor", "power=40.00", *BY))
    propose = ("assembly", "propose", "stop", "--title", "The end", "--as", "ana", "--json")
    done(cli(*propose, "--wind-up", "end"))
    said = cli("treasury", "wind-up", "do", "end", "--proposal", "stop", *BY)
    assert code_of(said) == "charter.no_mandate"
    unknown = cli("assembly", "propose", "other", "--title", "x", "--wind-up", "none", "--as", "ana",
                  "--json")  # fmt: skip
    assert code_of(unknown) == "treasury.winding_up_unknown"


@pytest.mark.parametrize("text", ["power", "power=", "Power=1.00", "power=0.00", "power=1,00"])
def test_a_creditor_is_written_in_one_way(text: str) -> None:
    """Goal: no amount read in two ways. Method: misspell it."""
    assert creditor_from_text("power-ltd=120.50") == Creditor("power-ltd", 12_050)
    with pytest.raises(Misused):
        creditor_from_text(text)


def ended(tmp_path: Path) -> SmallDesk:
    """A co-operative with instalments that has been wound up by vote."""
    small = SmallDesk(tmp_path / "coop")
    desk = small.desk
    terms = (Change("surplus.entry_fee_bp", 500), Change("surplus.entry_instalments", 4))
    by = {"author": "ana", "secretary": "ida", "auditor": "ben"}
    decided(desk, ChangeCharter(terms), "terms", **by)
    accepted(execute(desk, actor="ida", proposal="terms"))
    (kim,) = members.admit_all(desk, actor="ana", people=[members.NewMember("kim", "Kim")])
    assert accepted(kim).facts[0].contribution_cents == 2_500
    due, free = ContributionKind.COMPULSORY, ContributionKind.VOLUNTARY
    for name, kind, paid in (
        ("c1", due, {"kim": 5_000}), ("c2", free, {"ana": 3_000, "eve": 1_000})
    ):  # fmt: skip
        accepted(
            capital.contribute(
                desk, actor="joe", contribution=name, kind=kind, paid=paid, reference="r"
            )
        )
    accepted(
        capital.plan_winding_up(
            desk, actor="joe", winding_up="end", creditors=[Creditor("power", 300)], given_up=()
        )
    )
    measure = measure_from(tmp_path / "coop", Described(wind_up="end"))
    assert isinstance(measure, Dissolve)
    decided(desk, measure, "stop", **by)
    accepted(execute(desk, actor="joe", proposal="stop"))
    publish(desk)
    return small


def test_an_end_is_booked_through_the_desk_and_verified_by_all(tmp_path: Path) -> None:
    """Goal: anybody can check the end. Method: public, auditor, and every member's own file."""
    small = ended(tmp_path)
    desk, folder = small.desk, Folder(tmp_path / "coop")
    with reading(desk.folder) as now:
        row = now.books.get(WindingUp, "end")
        assert row is not None
        assert row.state == "done"
        owed = {name: own_balance(now.books, name) for name in ("payable", "fund:co_operation")}
    # Five with 100.00, kim with 75.00, 40.00 added; the fee of 5.00 less 3.00 for power is locked.
    assert owed == {"payable": 61_500, "fund:co_operation": 200}
    late = members.admit_all(desk, actor="ana", people=[members.NewMember("zoe", "Zoe")])
    assert [refused(one) for one in late] == ["charter.dissolved"]
    sent = book(
        desk, actor="joe", booking="union", period="2025", owed={}, why="to the union",
        legs=[Leg("fund:co_operation", 200), Leg("bank", -200)],
    )  # fmt: skip
    assert not isinstance(sent, Refusal)
    publish(desk)
    for member in (*MEMBERS, "kim"):
        path = tmp_path / f"{member}.json"
        path.write_bytes(export_member_file(desk, member=member))
        report = verify(folder.public, member_file=path)
        assert report.differences == (), member
    desk.close()
    report = verify(folder.path)
    assert report.level == "auditor"
    assert report.differences == ()
