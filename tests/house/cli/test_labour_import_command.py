"""`auzolan labour import` as a person or a program runs it: looking at a file, and booking it."""

import json
import os
from pathlib import Path

import pytest

from engine.worklogs.made_logs import CROWD_KIT, LABEL_STUDIO_MIN, MTURK, TOLOKA
from house.cli.conftest import Cli

KEYS = (
    "read imported refused dropped_columns workers tasks seconds_measured pay_minor currency "
    "rejection_events median_hourly"
).split()


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No co-operative in the current folder, none named."""
    monkeypatch.delenv("AUZOLAN_FOLDER", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "batch.csv").write_text(MTURK)
    (tmp_path / "pool.tsv").write_text(TOLOKA)
    (tmp_path / "frame.csv").write_text(CROWD_KIT)
    (tmp_path / "min.json").write_text(json.dumps(LABEL_STUDIO_MIN))


def brought(cli: Cli, *words: str) -> dict[str, object]:
    said = cli("labour", "import", *words, "--dry-run", "--json")
    assert said.code == 0, said.err
    (line,) = said.out.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_a_program_gets_exactly_the_promised_keys(cli: Cli) -> None:
    """Goal: the shape that programs rely on. Method: counts done by hand, to the letter."""
    found = brought(cli, "batch.csv", "--from", "mturk")
    assert list(found) == KEYS
    refused = found.pop("refused")
    assert [one["row"] for one in refused] == [5, 6, 7, 8, 9, 10]
    assert {tuple(one) for one in refused} == {("row", "reason")}
    assert found == {
        "read": 10, "imported": 4, "workers": 2, "tasks": 2, "seconds_measured": 819,
        "pay_minor": 45, "currency": "USD", "rejection_events": 2,
        "dropped_columns": ["LifetimeApprovalRate", "Last30DaysApprovalRate", "Answer.userAgent"],
        "median_hourly": {"all_time": None, "paid_time": None, "naive": None},
    }  # fmt: skip


def test_medians_are_numbers_with_two_decimals(cli: Cli, tmp_path: Path) -> None:
    """Goal: 2.17 and not 1.09. Method: ten pages of two rows of one worker, 20 minutes each."""
    rows = ["worker,task,started,submitted,pay"]
    for hour in range(10):
        moments = f"2024-01-01T{hour:02d}:00:00Z,2024-01-01T{hour:02d}:20:00Z"
        rows += [f"w,{hour}-{half},{moments},0.3617" for half in (1, 2)]
    (tmp_path / "log.csv").write_text("\n".join(rows))
    said = cli("labour", "import", "log.csv", "--from", "table", "--currency", "USD",
               "--dry-run", "--json")  # fmt: skip
    assert '"median_hourly":{"all_time":2.17,"paid_time":2.17,"naive":1.09}' in said.out
    assert '"seconds_measured":12000' in said.out


def test_a_person_sees_the_mapping_before_anything_else(cli: Cli) -> None:
    """Goal: a preview. Method: columns, what was dropped, totals in words."""
    said = cli("labour", "import", "batch.csv", "--from", "mturk", "--dry-run")
    assert said.code == 0
    assert "dropped: personal" in said.out
    assert "10 rows read: 4 imported, 6 refused." in said.out
    assert "0.45 USD" in said.out
    assert "SHA-256 of the file: " in said.out


def test_unknown_is_null_and_never_nought(cli: Cli) -> None:
    """Goal: no made-up zero. Method: a frame of labels has neither time nor pay."""
    found = brought(cli, "frame.csv", "--from", "crowd_kit")
    assert (found["seconds_measured"], found["pay_minor"], found["currency"]) == (None,) * 3
    said = cli("labour", "import", "frame.csv", "--from", "crowd-kit", "--dry-run")
    assert "Time of work: unknown. Pay due: unknown." in said.out


def test_refused_rows_and_labels_go_to_new_files(cli: Cli, tmp_path: Path) -> None:
    """Goal: a reject file and a frame; nothing is overwritten. Method: twice the same names."""
    words = ("labour", "import", "batch.csv", "--from", "mturk", "--dry-run", "--json",
             "--rejects", "no.csv", "--to-frame", "frame-out.csv")  # fmt: skip
    assert cli(*words).code == 0
    assert (tmp_path / "no.csv").read_text().splitlines()[:2] == [
        "row,reason", "5,AcceptTime is no date and time that is understood",
    ]  # fmt: skip
    assert (tmp_path / "frame-out.csv").read_text().startswith("task,worker,label\nH1,W1,crow\n")
    again = cli(*words)
    assert again.code == 2
    assert "no.csv is there already" in again.err


def test_without_a_log_a_file_is_looked_at_and_nothing_is_booked(cli: Cli) -> None:
    """Goal: a first look needs no option. Method: with and without --dry-run, the same counts."""
    words = ("labour", "import", "batch.csv", "--from", "mturk", "--json")
    shown, rehearsed = cli(*words), cli(*words, "--dry-run")
    assert (shown.code, shown.json) == (0, rehearsed.json)
    assert "Nothing was booked." in shown.err
    assert "Nothing was booked." not in rehearsed.err
    assert cli(*words, "--as", "ida").code == 2


def test_addresses_are_never_shown(cli: Cli) -> None:
    """Goal: codes instead. Method: an export with addresses; both streams, twice: other codes."""
    said = cli("labour", "import", "min.json", "--from", "label-studio", "--dry-run")
    assert "Addresses of workers that became codes: 1." in said.out
    assert "@" not in said.out + said.err


@pytest.mark.parametrize(
    ("words", "code", "words_of_it"),
    [
        (("pool.tsv", "--from", "mturk"), 1, "Try --from toloka."),
        (("pool.tsv", "--from", "excel"), 1, "The readers are argilla, "),
        (("nothing.csv", "--from", "mturk"), 1, "cannot be opened"),
        (("pool.tsv", "--from", "toloka", "--map", "worker"), 2, "--map FIELD=COLUMN"),
        (("pool.tsv", "--from", "toloka", "--clip", "-1"), 2, "--clip"),
        (("pool.tsv", "--from", "toloka", "--currency", "euro"), 2, "--currency"),
        (("pool.tsv", "--from", "toloka", "--zone", "Mars/Base"), 1, "There is no time zone"),
        (("frame.csv", "--from", "crowd-kit", "--pay", "0,05"), 1, "--currency USD"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_remedy(
    cli: Cli, words: tuple[str, ...], code: int, words_of_it: str
) -> None:
    """Goal: wrong flags and files. Method: one of each; nothing on standard output."""
    said = cli("labour", "import", *words, "--dry-run")
    assert said.code == code, said.err
    assert words_of_it in said.err
    assert said.out == ""


def test_a_page_is_clipped_at_what_the_caller_declares(cli: Cli) -> None:
    """Goal: the task's declared longest time. Method: suites of 60 and 30 s, clipped at 45."""
    found = brought(cli, "pool.tsv", "--from", "toloka", "--clip", "45")
    assert found["seconds_measured"] == 75


# --- booked -------------------------------------------------------------------------------------

MAP = "worker,member\nW1,ana\nW2,ben\n"
BOOKED = ("log", "submissions", "workers_without_member", "entry", "repeated")


@pytest.fixture
def booking(coop: Path, tmp_path: Path) -> tuple[str, ...]:
    """The words that book the made-up batch, with who is who; pay is the co-operative's own."""
    (tmp_path / "who.csv").write_text(MAP)
    (tmp_path / "euros.csv").write_text(MTURK.replace("Reward", "Fee"))
    return (
        "labour", "import", "euros.csv", "--from", "mturk", "--pay", "0.15", "--currency", "EUR",
        "--members", "who.csv", "--as", "ida",
    )  # fmt: skip


def test_an_export_is_booked_judged_and_settled_by_commands(
    cli: Cli, coop: Path, booking: tuple[str, ...], tmp_path: Path
) -> None:
    """Goal: the whole way. Method: rehearse, book, judge, settle, verify; the same file once more."""
    words = (*booking, "--log", "may-1", "--json")
    shown = cli(*words, "--dry-run")
    assert shown.code == 0, shown.err
    assert (shown.json["entry"], shown.json["submissions"]) == (None, 2)
    assert not (coop / "vault" / "workers.key").exists()
    unsaid = cli(*words)
    assert (unsaid.code, "--yes" in unsaid.err) == (2, True)
    said = cli(*words, "--rejects", "no.csv", "--yes")
    assert said.code == 0, said.err
    assert len(said.out.splitlines()) == 1
    found = said.json
    assert tuple(found) == (*KEYS, *BOOKED)
    assert found["read"] == found["imported"] + len(found["refused"]) == 10
    assert (found["log"], found["submissions"], found["repeated"]) == ("may-1", 2, False)
    assert found["entry"] > 0
    again = cli(*words, "--yes").json
    assert (again["entry"], again["repeated"]) == (found["entry"], True)
    other = cli(*booking, "--log", "may-2", "--yes", "--json")
    assert other.code == 1
    refusal = other.json["refusal"]
    assert (refusal["code"], "may-1" in refusal["because"]) == ("labour.file_booked", True)
    for submission in ("ana", "ben"):
        (line,) = cli("labour", "submissions", "--as", submission, "--json").json
        accept = ("labour", "accept", line["submission"], "--as", "ida")
        assert cli(*accept, "--reason", "Looked through.").code == 0
    assert cli("labour", "settle", "--as", "joe", "--yes").code == 0
    for level in ("public", "auditor"):
        assert cli("verify", coop, "--level", level).code == 0
    assert not list((coop / "vault" / "pages").glob("may-2*"))


def test_workers_without_a_member_are_named_before_anything_is_booked(
    cli: Cli, booking: tuple[str, ...], tmp_path: Path
) -> None:
    """Goal: the lead sees whom she has forgotten. Method: no map, so that W1 is nobody; then W1 alone."""
    bare = booking[: booking.index("--members")]
    said = cli(*bare, "--as", "ida", "--log", "may-1", "--dry-run", "--json")
    assert said.code == 1
    assert said.json["refusal"]["code"] == "labour.import_of_nobody"
    (tmp_path / "who.csv").write_text("worker,member\nW1,ana\n")
    words = (*booking, "--log", "may-1", "--dry-run")
    said = cli(*words, "--rejects", "no.csv")
    assert said.code == 0, said.err
    assert "Workers without a member: 1. W2" in said.out
    assert "Submissions that will wait to be judged: 1." in said.out
    assert "no member is named for its worker" in (tmp_path / "no.csv").read_text()


@pytest.mark.parametrize(
    ("words", "code", "words_of_it"),
    [
        ((), 2, "--log"),
        (("--log", "../../may"), 2, "../../may"),
        (("--log", "may-1", "--task-of", "birds"), 2, "--task-of TYPE=TASK"),
        (("--log", "may-1", "--task-of", "T9=birds"), 2, "T9"),
        (("--log", "may-1", "--task", "no-such", "--yes"), 1, "no-such"),
        (("--log", "may-1", "--as", "ben", "--yes"), 1, "office"),
        (("--log", "may-1", "--as", "", "--yes"), 2, "--as"),
    ],
)
def test_what_cannot_be_booked_is_said(
    cli: Cli, booking: tuple[str, ...], words: tuple[str, ...], code: int, words_of_it: str
) -> None:
    """Goal: nothing half done. Method: a wrong word each; no log and no page time is there after."""
    said = cli(*booking, *words)
    assert said.code == code, said
    assert words_of_it in said.err
    assert cli("labour", "submissions", "--as", "ana", "--json").json == []
    assert not list(Path(os.environ["AUZOLAN_FOLDER"]).glob("vault/pages/*"))
