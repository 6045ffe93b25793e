"""`auzolan contributions traces`: what it shows, what it brings, and what it leaves alone."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.rows import read_batch, rows_of
from auzolan.audit.verify import verify
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.cli import run
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from house.importing.files import write
from house.importing.trace_files import ACTOR, browsing, outbox, post, search, shared, visit
from house.small_desk import SEATS, accepted
from support.plain_charter import plain_charter

KINDS = ("purchases", "browsing", "posts")
SECRET = "Zerbitzari-sekretua"
Said = tuple[int, str, str]
Cli = Callable[..., Said]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run one command of traces in this process."""

    def call(*words: str | Path) -> Said:
        code = run(["contributions", "traces", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def coop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A co-operative of five whose charter knows kinds for traces; commands find it."""
    path = tmp_path / "coop"
    ports = Ports(SetClock(moment_from_iso("2025-03-01")), SeededChance("traces"))
    desk = found_cooperative(
        path, name="Small", origin="small.demo.invalid", ports=ports,
        charter=plain_charter(kinds=KINDS), period="2025", seats=SEATS,
    )  # fmt: skip
    people = [members.NewMember(one, one.title()) for one in ("ana", "ben", "eve", "ida", "joe")]
    for answer in members.admit_all(desk, actor="ana", people=people):
        accepted(answer)
    publish(desk)
    desk.close()
    monkeypatch.setenv("AUZOLAN_FOLDER", str(path))
    return path


def history(path: Path, *more: object) -> Path:
    """A history of three visits whose titles are secret."""
    visits = [visit(title=SECRET), visit(title=SECRET + "2"), visit("https://b.example/" + SECRET)]
    return write(path / "History.json", browsing(*visits, *more))


def files_of(path: Path) -> dict[Path, bytes]:
    """Everything below a folder."""
    return {one: one.read_bytes() for one in path.rglob("*") if one.is_file()}


def test_a_preview_needs_no_cooperative_and_writes_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: look before anything leaves. Method: an empty folder; compare all files after it."""
    monkeypatch.delenv("AUZOLAN_FOLDER", raising=False)
    monkeypatch.chdir(tmp_path)
    file = history(tmp_path, visit("about:blank"))
    before = files_of(tmp_path)
    code, out, err = cli("preview", file, "--drop", "title")
    assert (code, err) == (0, "")
    assert files_of(tmp_path) == before
    assert SECRET not in out
    for line in ("format      browsing", "dropped     title", "entries     4", "rows        3"):
        assert line in out
    assert "1: no page of the web, as one of her own machine; first at 4" in out
    assert "b.example" in out


def test_a_preview_loads_neither_a_desk_nor_a_database(tmp_path: Path) -> None:
    """Goal: it runs from the base install. Method: see what a new process has loaded."""
    program = (
        "import sys\n"
        "from auzolan.house.doors.cli import run\n"
        "assert run(['contributions', 'traces', 'preview', sys.argv[1], '--json']) == 0\n"
        "heavy = {'django', 'pyarrow', 'sqlite3', 'duckdb', 'auzolan.house.desk'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(history(tmp_path))],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr.splitlines() == ["[]"]


def test_what_is_brought_is_what_was_shown(cli: Cli, coop: Path, tmp_path: Path) -> None:
    """Goal: the preview does not lie. Method: compare its rows with the vault's, row by row."""
    file = history(tmp_path)
    _, shown, _ = cli("preview", file, "--drop", "title", "--drop", "transition,date", "--json")
    preview = json.loads(shown)
    assert preview["dropped"] == ["title", "transition", "date"]
    words = ("--drop", "title", "--drop", "transition,date", "--kind", "browsing", "--as", "ana")
    code, out, err = cli("import", file, *words, "--batch", "b1", "--json")
    assert code == 0, err
    report = json.loads(out)
    assert (report["imported"], report["repeated"], report["batch"]) == (3, 0, "b1")
    columns, _ = read_batch(Folder(coop), "b1")
    assert rows_of(columns) == preview["first_rows"]
    assert verify(coop).differences == ()
    code, out, _ = cli("import", file, *words, "--json")
    again = json.loads(out)
    assert (again["imported"], again["repeated"], again["entry"]) == (0, 3, None)


def test_a_dropped_value_is_nowhere_in_the_cooperative(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: it never leaves the reader. Method: search every file, and what was said."""
    words = ("--drop", "title", "--kind", "browsing", "--as", "ana")
    said = cli("import", history(tmp_path), *words, "--batch", "b1")
    assert said[0] == 0, said[2]
    assert SECRET not in said[1] + said[2]
    guilty = [path for path, content in files_of(coop).items() if SECRET.encode() in content]
    assert guilty == []
    assert SECRET not in repr(read_batch(Folder(coop), "b1"))


def test_a_dry_run_and_a_refused_import_leave_the_cooperative_as_it_was(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: all or nothing. Method: each way to fail; rows in the vault and the record's end."""
    file = history(tmp_path)
    before = files_of(coop / "public")
    code, out, err = cli("import", file, "--kind", "browsing", "--as", "ana", "--dry-run", "--json")
    assert (code, json.loads(out)["imported"]) == (0, 3)
    assert "Nothing has been kept" in err
    wrong = {
        ("browsing", "nobody", ""): "contributions.not_a_member",
        ("speech", "ana", ""): "contributions.unknown_kind",
        ("purchases", "ana", ""): "contributions.trace_kind_shaped",
        ("../x", "ana", ""): "contributions.bad_id",
        ("browsing", "ana", "../../keys/x"): "contributions.bad_id",
    }
    for (kind, member, batch), refusal in wrong.items():
        more = ("--batch", batch) if batch else ()
        code, _, err = cli("import", file, "--kind", kind, "--as", member, *more)
        assert (code, refusal in err) == (1, True), err
    empty = write(tmp_path / "a.json", browsing(visit("about:blank")))
    code, _, err = cli("import", empty, "--kind", "browsing", "--as", "ana")
    assert (code, "contributions.file_no_good_rows" in err) == (1, True)
    assert files_of(coop / "public") == before
    assert list((coop / "vault").rglob("*.parquet")) == []


def test_posts_come_in_without_shared_and_private_ones(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: third persons stay outside. Method: one of each; read the vault."""
    handle = '<p>Kaixo <a href="https://x.example/@ben">@<span>ben</span></a></p>'
    private = post(3, SECRET, to=f"{ACTOR}/followers")
    file = write(tmp_path / "outbox.json", outbox(post(1, handle), shared(2), private))
    code, out, err = cli("import", file, "--kind", "posts", "--as", "ana", "--batch", "b1")
    assert code == 0, err
    assert "1: somebody else's words; first at 2" in out
    assert "1: a private message, or one for followers only; first at 3" in out
    columns, _ = read_batch(Folder(coop), "b1")
    assert columns["text"] == ["Kaixo @someone"]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("--url", "none"), "--url is one of host, path, full"),
        (("--times", "hour"), "--times is one of day, full"),
        (("--dates", "iso"), "--dates is one of ymd, dmy, mdy"),
        (("--delimiter", ";;"), "A delimiter is one character"),
        (("--rows", "101"), "Between 0 and 100 rows"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(
    cli: Cli, tmp_path: Path, words: tuple[str, ...], about: str
) -> None:
    """Goal: a typing error is no choice. Method: one fault each; exit 2 and the words."""
    code, _, err = cli("preview", history(tmp_path), *words)
    assert code == 2
    assert about in " ".join(err.split())


def test_a_misspelt_field_is_refused_with_the_list(cli: Cli, tmp_path: Path) -> None:
    """Goal: she sees what there is. Method: exit 1, the code, the fields; as JSON too."""
    code, out, err = cli("preview", history(tmp_path), "--drop", "titel", "--json")
    assert code == 1
    assert "url, title, transition, visits, date, nth" in err
    refusal = json.loads(out)["refusal"]
    assert refusal["code"] == "contributions.trace_field_unknown"


def test_a_foreign_title_commands_no_terminal(cli: Cli, tmp_path: Path) -> None:
    """Goal: a page's title is only shown. Method: escape signs, a name of a column with them."""
    odd = search("\x1b]0;owned\x07\x9b31mred", **{"a\x1bb": 1})
    code, out, _ = cli("preview", write(tmp_path / "a.json", json.dumps([odd])))
    assert code == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(out)


def test_a_preview_as_json_holds_what_the_page_promises(cli: Cli, tmp_path: Path) -> None:
    """Goal: programs can rely on it. Method: decode it strictly into its type."""
    from auzolan.house.rooms.contributions.traces.previewing import Preview

    _, out, _ = cli("preview", history(tmp_path), "--json", "--rows", "1")
    found = msgspec.json.decode(out, type=Preview)
    assert len(found.first_rows) == 1
    assert found.rows == 3
