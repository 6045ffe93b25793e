"""`auzolan labour`: a task offered, work logged, judged and appealed, by commands alone."""

from pathlib import Path
from typing import Any

import pytest

from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.labour.work.task_commands import micro_from_text
from house.cli.conftest import Cli, Said
from house.cli.test_life import done
from house.cli.test_treasury_commands import code_of

PILOT = "items,seconds,unpaid_seconds\n" + "10,120,30\n" * 5
LOG = (
    "member,task,work_class,basis,seconds,items,pay_micro,paid_seconds,judgments,batch\n"
    "ana,birds,work,measured,120,10,,,10,ana-1\n"
    "ben,birds,work,measured,90,10,625000,80,10,\n"
    "ana,,training,agreed,600,0,2000000,,0,\n"
)
BY_LEAD = ("--as", "ida")


@pytest.fixture
def offered(cli: Cli, coop: Path, tmp_path: Path) -> Path:
    """Two tasks on offer, two more members, a log beside them."""
    pilot, log = tmp_path / "pilot.csv", tmp_path / "may.csv"
    pilot.write_text(PILOT)
    log.write_text(LOG)
    for member in ("kim", "sue"):
        done(cli("members", "admit", member, "--name", member.title(), "--as", "ana", "--yes"))
    birds = ("labour", "open-task", "birds", "--words", "Name it", "--pilot", pilot, *BY_LEAD)
    done(cli(*birds, "--piece", "0.0625"))
    done(cli("labour", "open-task", "tidy", "--words", "Tidy", "--hour", "18.00", *BY_LEAD))
    return log


def submissions(cli: Cli, member: str = "ana") -> list[Any]:
    """One's own work."""
    found: list[Any] = done(cli("labour", "submissions", "--as", member, "--json")).json
    return found


def refusal(said: Said, code: str) -> bool:
    """Whether a command ended with this refusal."""
    return said.code == 1 and code_of(said) == code


def test_tasks_are_listed_with_both_prices(cli: Cli, offered: Path) -> None:
    """Goal: read before one begins. Method: the table, the JSON, a task that was closed."""
    table = done(cli("labour", "tasks")).out
    assert "0.062500 EUR" in table
    assert "15.00 EUR" in table
    assert "by the hour" in table
    done(cli("labour", "close-task", "birds", "--reason", "full", *BY_LEAD))
    assert [one["task"] for one in done(cli("labour", "tasks", "--json")).json] == ["tidy"]
    assert len(done(cli("labour", "tasks", "--all", "--json")).json) == 2


def test_a_price_below_the_floor_names_the_least(cli: Cli, offered: Path, tmp_path: Path) -> None:
    """Goal: the remedy is a number. Method: a millionth too little, and no price at all."""
    words = ("labour", "open-task", "low", "--words", "x", "--pilot", tmp_path / "pilot.csv")
    said = cli(*words, "--piece", "0.062499", *BY_LEAD, "--json")
    assert refusal(said, "labour.price_below_floor")
    assert "62500" in said.out + said.err
    assert refusal(cli(*words, *BY_LEAD, "--json"), "labour.price_unclear")


def test_a_log_is_booked_from_a_file_once(cli: Cli, offered: Path) -> None:
    """Goal: whole, once. Method: rehearse, book, book again, the file under another id."""
    words = ("labour", "log", offered, "--log", "may-1", *BY_LEAD, "--json")
    done(cli(*words, "--dry-run"))
    assert submissions(cli) == []
    booked = done(cli(*words)).json
    assert booked["facts"][0]["submissions"] == 3
    assert done(cli(*words)).json["repeated"]
    again = ("labour", "log", offered, "--log", "may-2", *BY_LEAD, "--json")
    assert refusal(cli(*again), "labour.file_booked")
    assert {(one["task"], one["pay_micro"]) for one in submissions(cli)} == {
        ("birds", 625_000), ("", 2_000_000),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LOG + "ana,birds,play,measured,1,1,,,1,\n", "work_class"),
        (LOG + "ana,birds,work,measured,-1,1,,,1,\n", "seconds"),
        (LOG + ",birds,work,measured,1,1,,,1,\n", "member"),
        (LOG.splitlines()[0] + "\n", "no lines"),
    ],
)
def test_a_file_of_work_is_taken_whole_or_not_at_all(
    cli: Cli, offered: Path, text: str, reason: str
) -> None:
    """Goal: nothing is dropped in silence. Method: one bad line among good ones, and none."""
    offered.write_text(text)
    said = cli("labour", "log", offered, "--log", "may-1", *BY_LEAD, "--json")
    assert refusal(said, "labour.file_not_sound")
    assert reason in said.out + said.err


def test_a_pilot_file_is_read_whole(cli: Cli, offered: Path, tmp_path: Path) -> None:
    """Goal: no price from a half-read pilot. Method: somebody who did nothing."""
    pilot = tmp_path / "pilot.csv"
    pilot.write_text(PILOT + "0,120,30\n")
    words = ("labour", "open-task", "low", "--words", "x", "--pilot", pilot, "--piece", "1")
    assert refusal(cli(*words, *BY_LEAD, "--json"), "labour.file_not_sound")


def test_work_is_judged_and_appealed(cli: Cli, coop: Path, offered: Path) -> None:
    """Goal: the whole way. Method: log, claim, accept, reject, appeal, panel, verdicts, verify."""
    done(cli("labour", "log", offered, "--log", "may-1", *BY_LEAD))
    done(cli("labour", "claim", "training", "--minutes", "90", "--as", "ben"))
    assert refusal(cli("labour", "queue", "--as", "ana", "--json"), "labour.not_the_lead")
    assert len(done(cli("labour", "queue", *BY_LEAD, "--json")).json) == 4
    (name,) = [one["submission"] for one in submissions(cli) if one["task"] == "birds"]
    reject = ("labour", "reject", name, *BY_LEAD, "--json")
    assert refusal(cli(*reject, "--reason", " "), "labour.reason_missing")
    done(cli(*reject, "--reason", "All are robins", "--dry-run"))
    done(cli(*reject, "--reason", "All are robins"))
    done(cli("labour", "accept", "--reason", "Looked through.", "--all", *BY_LEAD))
    assert done(cli("labour", "queue", *BY_LEAD, "--json")).json == []
    done(cli("labour", "appeal", name, "--words", "They are robins", "--as", "ana"))
    assert [one["submission"] for one in done(cli("labour", "appeals", "--json")).json] == [name]
    seat = ("labour", "seat-panel", name, "--as", "eve")
    done(cli(*seat, "--dry-run"))
    done(cli(*seat))
    drawn = [
        member
        for member in ("ben", "joe", "kim", "sue")
        if done(cli("labour", "panel", "--as", member, "--json")).json
    ]
    assert len(drawn) == 3
    for member in drawn[:2]:
        judge = ("labour", "judge", name, "overturn", "--reason", "They are", "--as", member)
        done(cli(*judge, "--dry-run"))
        done(cli(*judge))
    assert {one["state"] for one in submissions(cli)} == {"accepted"}
    assert done(cli("labour", "appeals", "--json")).json == []
    done(cli("verify", coop))
    done(cli("verify", coop, "--level", "public"))


def test_work_is_handed_back_and_in_again(cli: Cli, offered: Path) -> None:
    """Goal: the second chance. Method: hand back, read why, hand in again, place of work beside."""
    done(cli("labour", "log", offered, "--log", "may-1", *BY_LEAD))
    (name,) = [one["submission"] for one in submissions(cli, "ben")]
    done(cli("labour", "revise", name, "--reason", "Page 3 is missing", *BY_LEAD))
    assert submissions(cli, "ben")[0]["reason"] == "Page 3 is missing"
    again = ("labour", "hand-in-again", name, "--minutes", "2")
    assert refusal(cli(*again, "--as", "ana", "--json"), "labour.not_hers")
    done(cli(*again, "--as", "ben"))
    assert submissions(cli, "ben")[0]["seconds"] == 90 + 120
    done(cli("labour", "accept", "--reason", "Looked through.", name, *BY_LEAD))
    done(cli("labour", "place", "ES-PV", "--as", "ben"))
    assert refusal(
        cli("labour", "place", "Bilbo", "--as", "ben", "--json"), "labour.place_malformed"
    )


def test_accepting_says_what(cli: Cli, offered: Path) -> None:
    """Goal: nothing by accident. Method: neither names nor --all, both, --task without --all."""
    for more in ((), ("s-1", "--all"), ("s-1", "--task", "birds")):
        assert cli("labour", "accept", "--reason", "Looked through.", *more, *BY_LEAD).code == 2
    said = cli("labour", "accept", "--reason", "Looked through.", "--all", *BY_LEAD, "--json")
    assert refusal(said, "labour.nothing_waits")


@pytest.mark.parametrize(
    ("text", "micro"), [("0.0625", 62_500), ("1", 1_000_000), ("99999.999999", 99_999_999_999)]
)
def test_a_price_is_read_exactly(text: str, micro: int) -> None:
    """Goal: no float near a price. Method: prices by hand, then what is no price."""
    assert micro_from_text(text) == micro
    for bad in ("", "1,5", "-1", "0.0000001", "1e3", "100000", "٣"):
        with pytest.raises(Misused):
            micro_from_text(bad)
