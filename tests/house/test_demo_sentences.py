"""The demo on sentences and labels: real people's work at published pay, and time that stays unknown."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.cooperative import read_entry
from auzolan.engine import dynasent
from auzolan.house.asking import reading
from auzolan.house.demo.choosing import story_of
from auzolan.house.demo.fetching import NotFetched, fetch
from auzolan.house.demo.sentences import EVERYTHING, SENTENCES, SHEET
from auzolan.house.demo.story import DemoSummary, run_demo
from auzolan.house.demo.telling import PLAN
from auzolan.house.doors.errors import Misused
from auzolan.labour.state import Submission, WorkSheet
from auzolan.labour.statements.acts import UNKNOWN, LabourFigures, StatementPublished
from auzolan.learning.state import Evaluation
from auzolan.record.entries import Entry
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.year_books import planned_from

DOCS = Path(__file__).resolve().parents[2] / "docs"
PEOPLE, SENTENCES_COUNT, LABELS = 405, 1_440, 7_200
"""Of the published set."""


@pytest.fixture(scope="module")
def lived(
    test_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[DemoSummary, list[str]]:
    """The demo once, for all tests that only read it."""
    said: list[str] = []
    story = story_of("dynasent", data=test_data("dynasent"), sha256=None)
    path = tmp_path_factory.mktemp("sentences") / "coop"
    return run_demo(path, say=said.append, story=story), said


def entries_of(path: Path) -> list[Entry]:
    """Every entry."""
    with reading(Folder(path)) as now:
        return [read_entry(bytes(body)) for _, body in now.log.entries(0, now.log.head().size)]


def figures_of(path: Path, name: str) -> LabourFigures:
    """The figures of the statement about a snapshot or a model."""
    for entry in entries_of(path):
        if type(entry.act).__name__ == "PublishStatement" and entry.act.name == name:
            (fact,) = [one for one in entry.facts if isinstance(one, StatementPublished)]
            return fact.figures
    raise AssertionError(f"nobody stated the labour behind {name}")


@pytest.mark.slow
def test_the_whole_story_is_verified_and_says_what_is_real(
    lived: tuple[DemoSummary, list[str]],
) -> None:
    """Goal: no difference, nothing passed off as real. Method: the check, and each step's last line."""
    summary, said = lived
    assert (summary.differences, summary.is_complete) == (0, True)
    assert summary.verdict.startswith("verified")
    assert sum("real:" in line and "made up by the seed:" in line for line in said) == 11
    told = "\n".join(said)
    for words in ("432.00 USD", "180.00 USD", "612.00 USD", "Time was never published", "1 in 3"):
        assert words in told
    for code in ("labour.own_work", "learning.nothing_permitted", "labour.comments_open"):
        assert f"refused: {code} (Art. " in told


@pytest.mark.slow
def test_everyone_is_paid_what_was_published_and_nobody_is_lifted(
    lived: tuple[DemoSummary, list[str]],
) -> None:
    """Goal: 0.30 a sentence, 0.25 for ten labels. Method: the lines of the logs, and the sheet."""
    with reading(Folder(lived[0].path)) as now:
        work = now.books.rows(Submission)
        sheet = now.books.get(WorkSheet, SHEET)
    by_kind = [
        sum(one.pay_micro for one in work if bool(one.batch) == rows) for rows in (True, False)
    ]
    assert by_kind == [432_000_000, 180_000_000]
    assert sum(one.judgments for one in work) == LABELS
    assert {(one.basis, one.seconds, one.settled_floor) for one in work} == {("unknown", 0, 0)}
    assert sheet is not None
    assert (sheet.members, sheet.seconds, sheet.topup_cents) == (PEOPLE, 0, 0)
    assert 0 <= sheet.pay_cents - 61_200 < PEOPLE


@pytest.mark.slow
def test_the_statement_counts_all_405_and_says_unknown_of_their_time(
    lived: tuple[DemoSummary, list[str]],
) -> None:
    """Goal: unknown is not 0. Method: the figures of the data set, and of the model on fewer rows."""
    figures = figures_of(lived[0].path, EVERYTHING)
    (hours,) = figures.hours
    assert (figures.people, figures.rows, figures.tasks) == (PEOPLE, SENTENCES_COUNT, 0)
    assert (hours.measured, hours.claimed, hours.agreed, hours.accepted) == (UNKNOWN,) * 4
    assert (hours.unknown_times, figures.accepted) == (447, 447)
    assert (figures.before.p50, figures.after.p50, figures.floor_cents) == (UNKNOWN,) * 3
    assert (figures.rejections, figures.unpaid_bp, figures.floor_basis) == (UNKNOWN, UNKNOWN, "")
    model = figures_of(lived[0].path, SENTENCES.model)
    assert model.rows < figures.rows
    assert model.people < PEOPLE


@pytest.mark.slow
def test_the_model_does_little_better_than_chance_and_that_is_told(
    lived: tuple[DemoSummary, list[str]],
) -> None:
    """Goal: an honest figure. Method: the counts on the record, near 0.48, in the telling."""
    with reading(Folder(lived[0].path)) as now:
        row = now.books.get(Evaluation, SENTENCES.model)
    assert row is not None
    assert 0.44 < row.correct / row.total < 0.52
    assert row.baseline_correct / row.total < 0.36
    assert f"names {row.correct} of {row.total} labels right" in "\n".join(lived[1])


@pytest.mark.slow
def test_writers_share_by_worth_and_labelers_by_labels(
    lived: tuple[DemoSummary, list[str]],
) -> None:
    """Goal: who brings no rows is not left out. Method: the plan's pools, and the line of a labeler."""
    with reading(Folder(lived[0].path)) as now:
        plan = now.books.get(Plan, PLAN)
        assert plan is not None
        work = now.books.rows(Submission)
    pools = {str(pool.basis): pool.cents for pool in planned_from(plan).pools}
    assert set(pools) == {"labels", "equal", "value"}
    assert sum(pools.values()) == plan.cash_cents + plan.capitalised_cents
    assert sum(one.items for one in work if one.batch) == 0


@pytest.mark.slow
def test_the_page_on_this_demo_shows_what_it_prints(lived: tuple[DemoSummary, list[str]]) -> None:
    """Goal: no stale figure. Method: every line of the page's run is among those that were told."""
    page = (DOCS / "how-to" / "run-the-demo-on-dynasent.md").read_text(encoding="utf-8")
    shown = page.partition("```console\n")[2].partition("```")[0].splitlines()[1:]
    lines = [line for line in shown if line != "…"]
    assert len(lines) == 10
    assert [line for line in lines if line not in lived[1]] == []


def test_a_set_that_is_not_the_published_one_makes_no_folder(tmp_path: Path) -> None:
    """Goal: refused before anything is made. Method: missing, wrong and other sets, as a user has them."""
    for name, data, sha256, words in (
        ("dynasent", None, None, "--data"),
        ("dynasent", tmp_path / "none", None, "there is no folder"),
        ("dynasent", tmp_path, None, "0 files of the split dev"),
        ("dynasent", tmp_path, "", "--sha256"),
        ("yogurt", tmp_path, None, "leave --data out"),
        ("other", None, None, "yogurt or dynasent"),
    ):
        with pytest.raises(Misused, match=words):
            story_of(name, data=data, sha256=sha256)
    for split in ("dev", "test"):
        (tmp_path / f"round02-{split}.jsonl").write_text(made_up_line(split))
    with pytest.raises(Misused, match="these files have 2 sentences, 1 authors"):
        story_of("dynasent", data=tmp_path, sha256=None)


def made_up_line(name: str) -> str:
    """A line as it is published."""
    votes = {"positive": ["w1", "w2", "w3", "w4", "w5"], "negative": [], "neutral": [], "mixed": []}
    return (
        json.dumps(
            {
                "text_id": name, "sentence": f"Fine {name}.", "sentence_author": "w1",
                "label_distribution": votes, "gold_label": "positive",
            }
        )
        + "\n"
    )  # fmt: skip


def zipped(*names: str) -> bytes:
    """A zip as it is published, with some of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("dynasent-v1.1/dynasent-v1.1-round01-yelp-dev.jsonl", "not read")
        for name in names:
            path = f"dynasent-v1.1/dynasent-v1.1-round02-dynabench-{name}.jsonl"
            archive.writestr(path, made_up_line(name))
    return out.getvalue()


@contextmanager
def served(content: bytes) -> Iterator[str]:
    """Serve some bytes on this machine; gives their address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/set.zip"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_set_is_fetched_whole_and_with_its_digest(tmp_path: Path) -> None:
    """Goal: only what the user trusts is kept. Method: the right digest over HTTP on this machine."""
    content = zipped("dev", "test", "train")
    with served(content) as url:
        files = fetch(tmp_path / "in", sha256=hashlib.sha256(content).hexdigest(), url=url)
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == sorted(
        path.name for path in files
    )
    assert [one.text_id for one in dynasent.read(tmp_path / "in").sentences] == ["dev", "test"]


@pytest.mark.parametrize(
    ("content", "digest", "fault"),
    [
        (zipped("dev", "test"), "0" * 64, "has the SHA-256"),
        (zipped("dev"), "", "0 files of the split test"),
        (b"no zip", "", "no zip that can be read"),
    ],
)
def test_what_is_not_the_set_leaves_nothing_behind(
    tmp_path: Path, content: bytes, digest: str, fault: str
) -> None:
    """Goal: nothing half made. Method: another digest, a file missing, no zip at all."""
    with served(content) as url, pytest.raises(NotFetched, match=fault):
        fetch(tmp_path, sha256=digest or hashlib.sha256(content).hexdigest(), url=url)
    assert not list(tmp_path.iterdir())


def test_nothing_is_fetched_in_the_open(tmp_path: Path) -> None:
    """Goal: HTTPS or this machine. Method: another address, and a port where nobody listens."""
    with pytest.raises(NotFetched, match="only what comes over HTTPS"):
        fetch(tmp_path, sha256="0" * 64, url="http://example.org/set.zip")
    with pytest.raises(NotFetched, match="could not be fetched"):
        fetch(tmp_path, sha256="0" * 64, url="http://127.0.0.1:9/set.zip")
