"""Figures: they count what happens, tell what is late, and name nobody."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from prometheus_client.parser import text_string_to_metric_families

from auzolan.audit.folder import Folder
from auzolan.cooperative import RULES
from auzolan.foundation.moments import DAY_MS, Moment, moment_from_iso
from auzolan.house.front import front_of
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.telling import figures, pages
from auzolan.house.telling.acts import ACCEPTED, Asked
from auzolan.house.telling.metrics import Metrics, metrics_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "metrics.md"
LATER = moment_from_iso("2026-06-01")
WORDS = {
    "method": {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"},
    "status": {"1xx", "2xx", "3xx", "4xx", "5xx", "other"},
    "kind": set(figures.DEADLINES),
    "store": set(figures.STORES),
    "state": set(figures.JOB_STATES),
    "queue": set(figures.QUEUES),
}


def _at(at: int) -> Ports:
    return Ports(SetClock(Moment(at)), SeededChance("figures"))


def _told(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def _value(metrics: Metrics, name: str, **labels: str) -> float:
    return _told(metrics)[name, tuple(sorted(labels.items()))]


def _routes(patterns: list[URLPattern | URLResolver], within: str = "") -> set[str]:
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{within}{one.namespace}:" if one.namespace else within
            found |= _routes(one.url_patterns, inner)
        elif one.name:
            found.add(f"{within}{one.name}")
    return found


def test_the_record_and_the_files_are_told_as_they_are(coop: Folder) -> None:
    """Goal: right figures. Method: compare with the database, the checkpoint and the files."""
    with sqlite3.connect(coop.database) as books:
        size, at = books.execute("SELECT size, at FROM record_head").fetchone()
    metrics = Metrics(coop, _at(at + 90_000))
    assert _value(metrics, "auzolan_entries") == size > 5
    assert _value(metrics, "auzolan_entries_published") == size
    assert _value(metrics, "auzolan_last_entry_age_seconds") == 90
    assert _value(metrics, "auzolan_store_bytes", store="books") == coop.database.stat().st_size
    assert _value(metrics, "auzolan_books_readable") == 1
    assert _value(metrics, "auzolan_figures_left_out") == 0
    assert _value(metrics, "process_resident_memory_bytes") > 0


def _write(coop: Folder, *statements: str) -> None:
    """Lay rows into the tables past the desk: only their reading is tested."""
    with sqlite3.connect(coop.database) as books:
        for one in statements:
            books.execute(one)
    books.close()


LATE = {
    "retrain": "INSERT INTO learning_model_duty VALUES (1, 'm', 'ana', {past}, {due}, {done}, '')",
    "notify": "INSERT INTO licensing_licensee_duty VALUES (1, 'l', {due}, {done}, {never}, -1)",
    "certify": "INSERT INTO licensing_licensee_duty VALUES (1, 'l', {never}, -1, {due}, {done})",
    "erase": (
        "UPDATE consent_consent SET withdrawn_at = 1000, erase_by = {due} "
        "WHERE member = 'ana' AND {done} < 0"
    ),
    "appeal": (
        "INSERT INTO labour_appeal_row VALUES ('s', 't', {due} - {days}, 1, 3, 0, 0, "
        "iif({done} < 0, '', 'uphold'))"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LATE)
@pytest.mark.parametrize(
    ("due", "done", "is_late"),
    [(-1, -1, 1), (-1, 1, 0), (DAY_MS, -1, 0)],
    ids=["passed", "done", "not yet"],
)
def test_a_deadline_is_late_once_it_has_passed_and_nothing_was_done(
    coop: Folder, kind: str, due: int, done: int, is_late: int
) -> None:
    """Goal: nobody is forgotten in silence. Method: one row of each kind: passed, done, not yet."""
    from auzolan.charter.articles import charter_from_text

    with sqlite3.connect(coop.database) as books:
        text = books.execute("SELECT text FROM charter_charter_in_force").fetchone()[0]
    days = charter_from_text(text).labour.appeal_days * DAY_MS
    row = LATE[kind].format(
        due=LATER + due, done=done, past=LATER - DAY_MS, never=LATER + DAY_MS, days=days
    )
    _write(coop, row)
    metrics = Metrics(coop, _at(LATER))
    for each in figures.DEADLINES:
        expected = is_late if each == kind else 0
        assert _value(metrics, "auzolan_deadlines_overdue", kind=each) == expected, each


def test_rights_requests_and_page_times_are_told_when_late(coop: Folder) -> None:
    """Goal: the other two kinds. Method: one row each by their columns, due a moment ago."""
    from auzolan.consent.state import RightsRequest
    from auzolan.labour.state import WorkLog

    for row, fixed in (
        (RightsRequest, {"state": "open", "due": LATER - 1}),
        (WorkLog, {"forget_by": LATER - 1, "forgotten": -1}),
    ):
        _write(coop, _insert(row, fixed))
    metrics = Metrics(coop, _at(LATER))
    assert _value(metrics, "auzolan_deadlines_overdue", kind="rights_request") == 1
    assert _value(metrics, "auzolan_deadlines_overdue", kind="page_times") == 1


def _insert(row: type, fixed: dict[str, object]) -> str:
    from auzolan.foundation.tables import column_kinds, table_name

    values = [
        repr(fixed.get(name, 0 if kind is int else "x")) for name, kind in column_kinds(row).items()
    ]
    return f"INSERT INTO {table_name(row)} VALUES ({', '.join(values)})"


def test_many_late_deadlines_are_counted_to_a_thousand(coop: Folder) -> None:
    """Goal: a scrape has an end. Method: 1,200 late rows."""
    _write(
        coop,
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1200) "
        "INSERT INTO learning_model_duty SELECT x, 'm', 'ana', 0, 1, -1, '' FROM n",
    )
    assert _value(Metrics(coop, _at(LATER)), "auzolan_deadlines_overdue", kind="retrain") == 1_000


def test_what_takes_too_long_is_left_out_and_counted(coop: Folder) -> None:
    """Goal: watching slows nobody down. Method: a budget of nothing and a million rows to scan."""
    _write(
        coop,
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000) "
        "INSERT INTO learning_model_duty SELECT x, 'm', 'ana', 0, 1, 1, '' FROM n",
    )
    read = figures.Figures(coop, _at(LATER), budget_s=0.0)
    told = {family.name: family for family in read.collect()}
    assert "auzolan_deadlines_overdue" not in told
    assert told["auzolan_figures_left_out"].samples[0].value >= 1


def test_books_that_cannot_be_read_are_a_figure_themselves(coop: Folder) -> None:
    """Goal: a scrape answers also then. Method: the database is rubbish."""
    coop.database.write_bytes(b"rubbish" * 1_000)
    metrics = Metrics(coop, _at(LATER))
    assert _value(metrics, "auzolan_books_readable") == 0
    assert _value(metrics, "auzolan_figures_left_out") >= 3
    assert ("auzolan_entries", ()) not in _told(metrics)


def test_jobs_are_told_by_their_state(coop: Folder) -> None:
    """Goal: long work that fails is seen. Method: the jobs' table with four rows, and without it."""
    with sqlite3.connect(coop.plain) as plain:
        plain.execute("DROP TABLE IF EXISTS jobs_job")
    assert not [name for name, _ in _told(Metrics(coop, _at(LATER))) if name == "auzolan_jobs"]
    with sqlite3.connect(coop.plain) as plain:
        plain.execute("CREATE TABLE jobs_job (id, state)")
        plain.executemany(
            "INSERT INTO jobs_job VALUES (?, ?)",
            [(1, "waiting"), (2, "waiting"), (3, "failed"), (4, "done")],
        )
    metrics = Metrics(coop, _at(LATER))
    assert _value(metrics, "auzolan_jobs", state="waiting") == 2
    assert _value(metrics, "auzolan_jobs", state="running") == 0
    assert _value(metrics, "auzolan_jobs", state="failed") == 1
    assert _value(metrics, "auzolan_figures_left_out") == 0


def test_jobs_are_looked_for_where_they_are_kept() -> None:
    """Goal: no figure goes missing by a change. Method: ask the model for its table and states."""
    from auzolan.house.jobs.models import Job

    assert Job._meta.db_table == figures._JOBS
    assert set(figures.JOB_STATES) <= set(Job.State.values)


def test_the_age_of_the_newest_whole_backup_is_told(coop: Folder, tmp_path: Path) -> None:
    """Goal: backups that stopped are seen. Method: an old one, a new one, a half one."""
    import os

    for name, at_s in (("old", 1_000), ("new", 2_000), (".half", 3_000)):
        (tmp_path / "backups" / name).mkdir(parents=True)
        manifest = tmp_path / "backups" / name / "manifest.json"
        manifest.write_text("{}")
        os.utime(manifest, (at_s, at_s))
    metrics = Metrics(coop, _at(5_000_000), backups=tmp_path / "backups")
    assert _value(metrics, "auzolan_backup_age_seconds") == 3_000
    assert ("auzolan_backup_age_seconds", ()) not in _told(Metrics(coop, _at(5_000_000)))


def test_what_waits_to_be_sent_is_told_by_queue(coop: Folder) -> None:
    """Goal: mail that hangs is seen. Method: two queues; a third is refused."""
    metrics = Metrics(coop, _at(LATER))
    metrics.figures.watch_queue("mail", lambda: 3)
    assert _value(metrics, "auzolan_queue_waiting", queue="mail") == 3
    with pytest.raises(ValueError, match="mail, webhook"):
        metrics.figures.watch_queue("ana", lambda: 1)


def test_letters_in_the_outbox_are_told(coop: Folder) -> None:
    """Goal: the same for the real outbox. Method: two letters and half of one."""
    (coop.path / "outbox").mkdir()
    for name in ("1.eml", "2.eml", "3.part"):
        (coop.path / "outbox" / name).write_text("x")
    assert _value(metrics_of(coop), "auzolan_queue_waiting", queue="mail") == 2


def test_acts_and_pages_are_counted(coop: Folder) -> None:
    """Goal: the counters count. Method: some acts and pages, one act of no known kind."""
    metrics = Metrics(coop, _at(LATER))
    metrics.heard([Asked("consent.grant/1", ACCEPTED), Asked("m017", "consent.no_such")], 0.004)
    metrics.answered("statement", "GET", 200, 0.01)
    metrics.answered("statement", "BREW", 999, 0.02)
    assert _value(metrics, "auzolan_acts_total", act="consent.grant/1", outcome="accepted") == 1
    assert _value(metrics, "auzolan_acts_total", act="other", outcome="consent.no_such") == 1
    assert _value(metrics, "auzolan_desk_seconds_count") == 1
    seen = {"route": "statement", "method": "GET", "status": "2xx"}
    assert _value(metrics, "auzolan_request_seconds_count", **seen) == 1
    odd = {"route": "statement", "method": "other", "status": "other"}
    assert _value(metrics, "auzolan_request_seconds_count", **odd) == 1


def test_no_label_can_hold_an_id_or_a_name(coop: Folder) -> None:
    """Goal: figures name nobody. Method: ask for pages by ids and names; compare every label."""
    reader = Client(raise_request_exception=False)
    addresses = (
        "/en/", "/en/members/m017/", "/en/decisions/ana-garcia/", "/en/models/begoña/", "/m017",
        "/en/record/3/", "/healthz", "/metrics?who=ana",
    )  # fmt: skip
    for address in addresses:
        _through_told(reader, address)
    metrics_of(coop).heard([Asked("consent.grant/1", "consent.purpose_unknown")], 0.1)
    tags = {str(kind.__struct_config__.tag) for kind in RULES}
    closed = WORDS | {
        "route": _routes(get_resolver().url_patterns) | {"none", "machines"},
        "act": tags | {"other"},
        "outcome": {"accepted", "repeated", "consent.purpose_unknown"},
    }
    numbers = {"le", "release"}
    seen = {pair for _, labels in _told(metrics_of(coop)) for pair in labels}
    assert {name for name, _ in seen} >= {"route", "method", "status", "act", "outcome", "kind"}
    assert [(n, v) for n, v in seen if n not in numbers and v not in closed[n]] == []
    assert all(re.fullmatch(r"[0-9.+Inf]+", value) for name, value in seen if name == "le")


def _through_told(reader: Client, address: str) -> None:
    """Ask for a page with `Told` and `Watched` around all that answers."""
    from django.test import override_settings

    from auzolan.house.settings import _portal

    outer = [f"auzolan.house.telling.middleware.{name}" for name in ("Told", "Watched")]
    inner = [one for one in _portal()["MIDDLEWARE"] if one not in outer]
    with override_settings(MIDDLEWARE=[*outer, *inner]):
        reader.handler.load_middleware()
        reader.get(address)


def test_every_figure_is_in_the_reference_and_no_other(coop: Folder) -> None:
    """Goal: figures can be read. Method: names in the text and names on the page are the same."""
    metrics = Metrics(coop, _at(LATER))
    metrics.figures.watch_queue("mail", lambda: 0)
    metrics.answered("front", "GET", 200, 0.1)
    metrics.heard([Asked("consent.grant/1", ACCEPTED)], 0.1)
    named = {family.name for family in text_string_to_metric_families(metrics.text().decode())}
    ours = {name for name in named if name.startswith("auzolan_")}
    page = set(re.findall(r"^\| `(auzolan_[a-z_]+)`", PAGE.read_text("utf-8"), re.M))
    bare = {name.removesuffix("_total") for name in page}
    assert bare == ours | {"auzolan_jobs", "auzolan_backup_age_seconds"}


# --- who may read them -------------------------------------------------------------------------

KEY = "0123456789abcdef" * 4


def _may(**headers: str) -> bool:
    given = {"REMOTE_ADDR": "127.0.0.1"} | headers
    return pages.may_see_figures(RequestFactory().get("/metrics", **given))  # type: ignore[arg-type]


def _lay_key(coop: Folder, *, mode: int = 0o600) -> None:
    path = coop.keys / pages.KEY_FILE
    path.write_text(f"{KEY}\n")
    path.chmod(mode)


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "192.0.2.17"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.17"}, False),
        ({"HTTP_FORWARDED": "for=192.0.2.17"}, False),
        ({"REMOTE_ADDR": "192.0.2.17", "HTTP_AUTHORIZATION": f"Bearer {KEY}"}, False),
    ],
)
def test_without_a_key_only_this_machine_reads_figures(
    coop: Folder, headers: dict[str, str], may: bool
) -> None:
    """Goal: figures stay inside. Method: who asks, and over which ways."""
    assert _may(**headers) is may


@pytest.mark.parametrize(
    ("said", "may"),
    [(f"Bearer {KEY}", True), (f"Bearer {KEY[:-1]}", False), ("Bearer ", False), (KEY, False)],
)
def test_from_elsewhere_the_key_alone_opens(coop: Folder, said: str, may: bool) -> None:
    """Goal: Prometheus on another machine. Method: the key, half of it, none."""
    _lay_key(coop)
    assert _may(REMOTE_ADDR="192.0.2.17", HTTP_AUTHORIZATION=said) is may


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_no_key(coop: Folder, mode: int) -> None:
    """Goal: a slip opens nothing. Method: modes that are too wide."""
    _lay_key(coop, mode=mode)
    assert not _may(REMOTE_ADDR="192.0.2.17", HTTP_AUTHORIZATION=f"Bearer {KEY}")


def test_behind_a_proxy_even_this_machine_needs_the_key(coop: Folder) -> None:
    """Goal: a proxy makes everybody local. Method: settings with one; with and without the key."""
    coop.settings.write_text(
        '[portal]\npublic_address = "https://coop.example"\nproxy = "127.0.0.1"\n'
    )
    assert front_of(coop).is_behind_proxy
    _lay_key(coop)
    assert not _may()
    assert _may(HTTP_AUTHORIZATION=f"Bearer {KEY}")
