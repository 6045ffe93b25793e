"""What a member gave and received: sums are her statement's, each line is in its entry, hers alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from audit.money_folder import MoneyFolder
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.foundation.refusals import Refusal
from auzolan.house.doors import cli
from auzolan.house.rooms.labour.voice.exchange import Days, Exchange, exchange
from auzolan.house.rooms.treasury.queries import currency, statement
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.members.state import Member
from auzolan.treasury.state import MemberPosting
from house.heard_desk import ALL, HeardDesk


def exchanged(reader: Reader, member: str, days: Days | None = None) -> Exchange:
    found = exchange(
        reader, asker=member, member=member, days=days or Days(), currency=currency(reader)
    )
    assert isinstance(found, Exchange)
    return found


def held_micro(reader: Reader, member: str) -> int:
    """What a member's statement says that her accounts hold, in millionths."""
    found = statement(reader, member)
    assert found is not None
    return sum(
        one.balance * (1 if one.asset.endswith("/6") else MICRO_PER_CENT) for one in found.accounts
    )


def assert_adds_up(reader: Reader, member: str) -> None:
    found = exchanged(reader, member)
    sums = found.sums
    assert sums.opening_micro == 0
    assert sums.closing_micro == held_micro(reader, member)
    for side, total in (
        ("gave", sums.gave_micro), ("received", sums.received_micro), ("left", sums.left_micro),
    ):  # fmt: skip
        assert sum(one.micro for one in found.lines if one.side == side) == total
    assert sums.gave_micro + sums.received_micro - sums.left_micro == sums.closing_micro


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeardDesk]:
    """Thirteen members with settled work."""
    made = HeardDesk(tmp_path_factory.mktemp("worked") / "coop")
    made.work()
    made.publish()
    yield made
    made.desk.close()


def test_money_sums_to_the_statement_whatever_money_did(tmp_path: Path) -> None:
    """Goal: no cent is left out or told twice.

    Method: after each stage of a year with bookings, royalties, payouts that come back, a surplus:
    everybody's exchange against her statement.
    """
    made = MoneyFolder(tmp_path / "coop")
    kinds = set()
    for _ in made.stages():
        with reader_of(made.desk.folder) as reader:
            for row in reader.rows(Member):
                assert_adds_up(reader, row.member)
                kinds |= {one.kind for one in exchanged(reader, row.member).lines}
    made.desk.close()
    assert {
        "capital", "pay", "royalties", "surplus-cash", "surplus-capital", "to-your-bank", "booking",
        "came-back", "rows",
    } <= kinds  # fmt: skip
    assert "other" not in kinds


def test_settled_work_is_told_by_what_it_is_made_of(worked: HeardDesk) -> None:
    """Goal: pay, interest and what lifts it stand apart.

    Method: an hour at 16.00 and a quarter of waiting under a floor of 15.00, so 16.00 + 2.75; the
    rejection that was overturned earns interest too.
    """
    with reader_of(worked.desk.folder) as reader:
        for member in ALL:
            assert_adds_up(reader, member)
        lines = {(one.kind, one.side): one for one in exchanged(reader, "ben").lines}
        late = {one.kind: one.amount for one in exchanged(reader, "nel1").lines}
    assert lines["pay", "received"].amount == 1_600
    assert lines["topup", "received"].amount == 275
    assert (lines["time-work", "gave"].amount, lines["time-waiting", "gave"].amount) == (3_600, 900)
    assert (lines["labels", "gave"].amount, lines["items", "gave"].amount) == (120, 60)
    assert late["interest"] > 0
    assert late["pay"] == 1_600


def test_every_line_stands_in_its_entry(worked: HeardDesk) -> None:
    """Goal: each figure opens to what it came from. Method: money lines against the movements."""
    with reader_of(worked.desk.folder) as reader:
        found = exchanged(reader, "ana")
        moved = {one.entry for one in reader.rows(MemberPosting, member="ana")}
        size = reader.log.head().size
    assert all(0 <= one.entry < size for one in found.lines)
    assert {one.entry for one in found.lines if one.micro} == moved
    assert all(one.command.startswith("auzolan ") for one in found.lines)


def test_days_cut_the_year_into_parts_that_join(worked: HeardDesk) -> None:
    """Goal: what closes one span opens the next. Method: cut after every day with an entry."""
    with reader_of(worked.desk.folder) as reader:
        whole = exchanged(reader, "ben")
        days = sorted({day_from_moment(reader.entry(one.entry).at) for one in whole.lines})
        assert len(days) > 1
        for before, after in pairwise(days):
            first = exchanged(reader, "ben", Days("", before))
            rest = exchanged(reader, "ben", Days(after, ""))
            assert first.sums.closing_micro == rest.sums.opening_micro
            assert rest.sums.closing_micro == whole.sums.closing_micro
            assert sorted((*first.lines, *rest.lines), key=repr) == sorted(whole.lines, key=repr)


def test_it_is_shown_to_nobody_else(worked: HeardDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: hers alone. Method: ask as another, and for nobody, by call and by command."""
    with reader_of(worked.desk.folder) as reader:
        other = exchange(reader, asker="ben", member="ana", days=Days(), currency="EUR")
        nobody = exchange(reader, asker="zoe", member="zoe", days=Days(), currency="EUR")
    assert isinstance(other, Refusal)
    assert other.code == "labour.exchange_not_your_own"
    assert isinstance(nobody, Refusal)
    assert nobody.code == "labour.member_unknown"
    folder = ["--folder", str(worked.desk.folder.path)]
    assert cli.run(["labour", "exchange", "ana", "--as", "ben", *folder]) == 1
    assert cli.run(["labour", "exchange", "ana", *folder]) == 1
    assert capsys.readouterr().out == ""


def test_the_command_takes_days_and_says_when_they_are_none(
    worked: HeardDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: JSON for programs, usage for typing errors. Method: both, and a span before all."""
    base = ["labour", "exchange", "ana", "--as", "ana", "--folder", str(worked.desk.folder.path)]
    assert cli.run([*base, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {
        "member", "first_day", "last_day", "currency", "lines", "sums", "checks",
    }  # fmt: skip
    assert cli.run([*base, "--to", "2024-12-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == []
    assert cli.run(base) == 0
    assert "topup" in capsys.readouterr().out
    for wrong in (["--from", "yesterday"], ["--from", "2025-02-30"],
                  ["--from", "2025-03-02", "--to", "2025-03-01"]):  # fmt: skip
        assert cli.run([*base, *wrong]) == 2
