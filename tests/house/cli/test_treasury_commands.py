"""Bookings, holds, royalties and payouts by commands alone, down to the last cent."""

from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.submission import Submission
from auzolan.treasury.payouts.acts import ExportPayout, SetPayee
from house.cli.conftest import Cli, Said
from house.small_desk import accepted

BY = ("--as", "joe", "--yes", "--json")
SURE = ("--yes", "--json")


def done(said: Said) -> Said:
    """The same, once it is sure that the command did it."""
    assert said.code == 0, said
    return said


def code_of(said: Said) -> str:
    """The code of a refusal."""
    assert said.code == 1, said
    code = said.json["refusal"]["code"]
    assert isinstance(code, str)
    return code


def balances(cli: Cli) -> dict[str, int]:
    """What is in each account."""
    found = done(cli("treasury", "balance", "--json")).json
    return {one["account"]: one["balance"] for one in found["accounts"]}


def owed(cli: Cli, member: str) -> int:
    """What a member's statement says that she is owed."""
    cents = done(cli("treasury", "statement", member, "--json")).json["payable_cents"]
    assert isinstance(cents, int)
    return cents


@pytest.fixture
def trips(tmp_path: Path) -> Path:
    """What three members laid out."""
    path = tmp_path / "trips.csv"
    path.write_text("member,amount_cents\nana,4000\nben,2500\neve,50\n")
    return path


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """Something that a bank has sent."""
    path = tmp_path / "answer.xml"
    path.write_text("<Document/>")
    return path


def book_trips(cli: Cli, trips: Path) -> Said:
    return cli("treasury", "book", "trips", "--leg", "expense:other=65.50", "--owed", trips,
               "--why", "Trips in May", *BY)  # fmt: skip


# --- bookings, holds, periods ---------------------------------------------------------------------------


def test_a_bill_is_booked_and_undone(cli: Cli, coop: Path) -> None:
    """Goal: the two commands work. Method: book, look, undo, look, undo again."""
    booked = done(cli("treasury", "book", "b1", "--leg", "expense:fees=12.50", "--leg",
                      "bank=-12.50", "--why", "Bank fees of May", *BY)).json  # fmt: skip
    assert booked["facts"][0]["type"] == "treasury.booked/1"
    assert balances(cli)["expense:2025:fees"] == 1_250
    page = done(cli("record", "show", str(booked["entry"]), "--json")).json
    assert page["opened"] == {"why": "Bank fees of May"}
    done(cli("treasury", "reverse", "b1", *BY))
    assert balances(cli)["expense:2025:fees"] == 0
    assert cli("treasury", "reverse", "b1", *BY).json["repeated"]
    assert code_of(cli("treasury", "reverse", "b2", *BY)) == "treasury.booking_unknown"


def test_what_is_owed_comes_from_a_file(cli: Cli, coop: Path, trips: Path) -> None:
    """Goal: many members in one booking. Method: three lines; statements; verify."""
    done(book_trips(cli, trips))
    assert [owed(cli, member) for member in ("ana", "ben", "eve", "ida")] == [4_000, 2_500, 50, 0]
    assert done(cli("verify", coop)).out.splitlines()[-1].startswith("verified:")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("member,amount_cents\nana,0\n", "treasury.list_not_sound"),
        ("member,amount_cents\nana,-5\n", "treasury.list_not_sound"),
        ("member,amount_cents\nana,1.5\n", "treasury.list_not_sound"),
        ("member,amount_cents\n,5\n", "treasury.list_not_sound"),
        ("member,amount_cents\n", "treasury.list_not_sound"),
        ("member,amount_cents\nana,5\nben,1\nana,5\n", "treasury.list_not_sound"),
        ("member,cents\nana,5\n", "contributions.file_header"),
        ("member,amount_cents\nzoe,6550\n", "treasury.no_such_member"),
        ("member,amount_cents\njoe,6550\n", "treasury.own_booking"),
        ("member,amount_cents\nana,6549\n", "treasury.legs_differ"),
    ],
)
def test_a_list_with_one_bad_line_books_nothing(
    cli: Cli, coop: Path, trips: Path, content: str, code: str
) -> None:
    """Goal: whole or not at all. Method: one fault in each list."""
    trips.write_text(content)
    assert code_of(book_trips(cli, trips)) == code
    assert owed(cli, "ana") == 0


@pytest.mark.parametrize(
    "words",
    [
        ("book", "b1", "--leg", "bank", "--why", "x"),
        ("book", "b1", "--leg", "bank=1,000.00", "--why", "x"),
        ("book", "b1", "--leg", "bank=--5.00", "--why", "x"),
        ("book", "b1", "--leg", "=5.00", "--why", "x"),
        ("hold", "h1", "--account", "bank", "--amount", "5.0", "--until", "2026-01-01"),
        ("hold", "h1", "--account", "bank", "--amount", "5.00", "--until", "soon"),
        ("payout", "return", "p", "--payment", "ana", "--file", "nowhere"),
        ("payout", "return", "p", "--payment", "ana=1.00", "--payment", "ana=1.00", "--file", "x"),
    ],
)
def test_what_could_be_read_in_two_ways_is_wrong_usage(
    cli: Cli, coop: Path, words: tuple[str, ...]
) -> None:
    """Goal: no amount is guessed. Method: each written in another way."""
    assert cli("treasury", *words, *BY).code == 2


def test_holds_are_placed_spent_and_let_go(cli: Cli, coop: Path) -> None:
    """Goal: the three commands work. Method: hold twice, spend one, void one."""
    for name, cents in (("rent", "300.00"), ("trip", "200.00")):
        done(cli("treasury", "hold", name, "--account", "bank", "--amount", cents, "--until",
                 _in_a_month(), *BY))  # fmt: skip
    full = ("--account", "bank", "--amount", "0.01", "--until", _in_a_month())
    assert code_of(cli("treasury", "hold", "more", *full, *BY)) == "treasury.not_enough"
    spent = ("--to", "expense:other", "--amount", "290.00")
    done(cli("treasury", "post-hold", "rent", *spent, *BY))
    done(cli("treasury", "void-hold", "trip", *BY))
    assert balances(cli)["bank"] == 21_000
    done(cli("treasury", "hold", "more", "--account", "bank", "--amount", "210.00", "--until",
             _in_a_month(), *BY))  # fmt: skip


def _in_a_month() -> str:
    from auzolan.foundation.moments import DAY_MS, day_from_moment
    from auzolan.house.ports import system_ports

    return day_from_moment(system_ports().clock() + 30 * DAY_MS)


def test_a_period_begins_to_close(cli: Cli, coop: Path) -> None:
    """Goal: late bills enter the old period, new work the new one. Method: begin, book, close."""
    done(cli("treasury", "begin-closing", "2025", "--next", "2026", *BY))
    late = ("--leg", "expense:fees=1.00", "--leg", "bank=-1.00", "--why", "late")
    done(cli("treasury", "book", "late", *late, "--period", "2025", *BY))
    done(cli("treasury", "book", "new", *late, *BY))
    found = balances(cli)
    assert (found["expense:2025:fees"], found["expense:2026:fees"]) == (100, 100)
    done(cli("treasury", "close", "2025", "--next", "2026", *BY))
    assert balances(cli)["expense:2025:fees"] == 0


def test_royalties_need_a_licence_and_a_cent(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: both commands reach their rules. Method: no licence, nothing accrued, a bad list."""
    day = tmp_path / "day.csv"
    day.write_text("member,amount_micro\nana,12345\n")
    words = ("--accrual", "d1", "--licence", "dairy", "--as", "eve", *SURE)
    assert code_of(cli("treasury", "accrue", day, *words)) == "treasury.licence_unknown"
    day.write_text("member,amount_cents\nana,12345\n")
    assert code_of(cli("treasury", "accrue", day, *words)) == "contributions.file_header"
    assert code_of(cli("treasury", "settle-royalties", "r1", *BY)) == "treasury.no_whole_cent"


# --- payouts --------------------------------------------------------------------------------------------


def with_accounts(coop: Path, *members: str) -> None:
    """Members name accounts on a day long ago, so that the cooling-off has passed."""
    _submit(coop, *[
        Submission(f"payee-{member}", member, SetPayee(member, ""), {"payee": "ES91"})
        for member in members
    ])  # fmt: skip


def _submit(coop: Path, *submissions: Submission) -> None:
    ports = Ports(SetClock(_last_moment(coop)), SeededChance("payouts"))
    desk = Desk(Folder(coop), ports)
    for answered in desk.submit(list(submissions)):
        accepted(answered)
    desk.close()


def _last_moment(coop: Path) -> int:
    from auzolan.house.asking import reading

    with reading(Folder(coop)) as now:
        return now.log.head().at


def test_a_payout_is_gathered_approved_sent_returned_and_closed(
    cli: Cli, coop: Path, trips: Path, answer: Path
) -> None:
    """Goal: the whole way by commands. Method: two paid, one refused, one returned; verify."""
    with_accounts(coop, "ana", "ben", "eve")
    done(book_trips(cli, trips))
    words = ("payout", "draft", "may", "--pay-on", "2099-06-01")
    assert done(cli("treasury", *words, "--as", "joe", "--dry-run", "--json")).json["facts"]
    drafted = done(cli("treasury", *words, *BY)).json["facts"][0]
    assert (drafted["total_cents"], drafted["count"], drafted["left_out"]) == (6_500, 2, 1)
    assert cli("treasury", *words, *BY).json["repeated"]
    for by in ("joe", "ana"):
        said = cli("treasury", "payout", "approve", "may", "--as", by, *SURE)
        assert code_of(said) == "charter.not_in_office"
    for by in ("eve", "ida"):
        done(cli("treasury", "payout", "approve", "may", "--as", by, *SURE))
    _submit(coop, Submission("export-may", "joe", ExportPayout("may", ""), {"file_digest": "ab"}))
    assert code_of(cli("treasury", "payout", "cancel", "may", *BY)) == "treasury.payout_elsewhere"
    done(cli("treasury", "payout", "report", "may", "--file", answer, "--rejected", "ben=25.00",
             *BY))  # fmt: skip
    wrong = cli("treasury", "payout", "settle", "may", "--amount", "65.00", "--file", answer, *BY)
    assert code_of(wrong) == "treasury.settled_differently"
    done(cli("treasury", "payout", "settle", "may", "--amount", "40.00", "--file", answer, *BY))
    assert [owed(cli, member) for member in ("ana", "ben")] == [0, 2_500]
    back = ("payout", "return", "may", "--payment", "ana=40.00", "--file", answer, *BY)
    done(cli("treasury", *back))
    assert done(cli("treasury", *back)).json["repeated"]
    assert code_of(cli("treasury", "payout", "close", "may", *BY)) == "treasury.still_in_suspense"
    done(cli("treasury", "payout", "clear", "may", *BY))
    done(cli("treasury", "payout", "close", "may", *BY))
    assert [owed(cli, member) for member in ("ana", "ben", "eve")] == [4_000, 2_500, 50]
    found = balances(cli)
    assert (found["bank"], found["paying"], found["suspense"]) == (50_000, 0, 0)
    assert done(cli("verify", coop)).out.splitlines()[-1].startswith("verified:")


def test_a_payout_can_be_given_up_before_it_is_sent(cli: Cli, coop: Path, trips: Path) -> None:
    """Goal: cancel works. Method: gather, give up; everything is payable again."""
    with_accounts(coop, "ana")
    done(book_trips(cli, trips))
    done(cli("treasury", "payout", "draft", "may", "--pay-on", "2099-06-01", *BY))
    assert owed(cli, "ana") == 0
    done(cli("treasury", "payout", "cancel", "may", *BY))
    assert owed(cli, "ana") == 4_000


def test_nobody_is_paid_without_an_account(cli: Cli, coop: Path, trips: Path) -> None:
    """Goal: the treasurer learns why. Method: gather with no account named."""
    done(book_trips(cli, trips))
    said = cli("treasury", "payout", "draft", "may", "--pay-on", "2099-06-01", *BY)
    assert code_of(said) == "treasury.nothing_to_pay"
    assert "3 members" in said.json["refusal"]["because"]
