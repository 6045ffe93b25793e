"""What a page may cost: how often it asks the books, how long it is, and that lists come in parts.

Counts alone are tested; seconds are printed by `bench/portal.py`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from architecture.test_access import pages
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS
from auzolan.house.doors.access.matrix import Role, relations
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.portal import pages as portal
from auzolan.house.ports import system_ports
from auzolan.house.rooms.assembly import drafting, flows
from auzolan.house.rooms.assembly.pages import PAGE_DECISIONS, PAGE_REMARKS
from auzolan.house.rooms.consent.duty_page_queries import overdue_by_kind
from auzolan.house.rooms.labour.voice import fairwork_queries
from auzolan.house.rooms.treasury import statement_plans
from auzolan.house.rooms.valuation.taking_apart import EQUAL, LARGE
from auzolan.house.rooms.valuation.why import Why, why
from auzolan.house.settings import configure
from auzolan.house.storage import at_head
from auzolan.house.storage.lending import let_go
from auzolan.house.storage.reader import reader_of
from auzolan.learning.state import ModelDuty
from auzolan.licensing.state import LicenseeDuty
from support.house import found
from support.portal import accept, sign_in

MEMBER, WORKER = "m050", "m100"
VALUED = "m018"
MANY = 57
QUESTIONS_MAX, FIRST_MAX = 20, 24
KB_MAX = 150
_ASKING = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "REPLACE")
"""What begins and ends a transaction is no question; all else is, on whichever connection."""
HERS = frozenset({Role.VISITOR, Role.OPEN, Role.CONTRIBUTOR, Role.MEMBER, Role.WORKER})
JOB = "0123456789abcdef0123456789abcdef"
NAMED: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "benefit_file": ({"kind": "csv"},),
    "certificate": ({"batch": f"{MEMBER}-2024"},),
    "control_file": ({"kind": "json"},),
    "entry": ({"seq": "0"}, {"seq": "100"}),
    "entry_file": ({"seq": "100"},),
    "impact": ({"name": "labour-yogurt-1"}, {"name": "labour-model-yogurt-2-1"}),
    "impact_file": ({"name": "labour-yogurt-1"},),
    "job": ({"name": JOB},),
    "log_file": ({"path": "checkpoint"},),
    "model": ({"name": "yogurt-1"}, {"name": "yogurt-2"}),
    "over_time_file": ({"series": "people", "kind": "csv"},),
    "payout": ({"name": "winter-2025"},),
    "proof_file": ({"seq": "100"},),
    "proposal": ({"name": "share-2024"}, {"name": "split-45-10-45"}, {"name": "dairy-licence"}),
    "proposal_for_me": ({"name": "split-45-10-45"},),
    "report": ({"period": "2024"},),
    "report_file": ({"period": "2024"},),
    "rules_changes": ({"version": "2"},),
    "statement_file": ({"form": "csv"}, {"form": "pdf"}),
    "table": ({"name": "learning.Model"},),
    "table_file": ({"name": "learning.Model", "kind": "json"},),
    "verify_file": ({"name": "vkey"},),
}
"""What addresses name, as the demo calls it. A new page with a name in its address stands here."""
NOT_ASKED = frozenset({"found_file", "join_confirm", "receipt_file", "waiting"})
"""A draft of other house rules, a letter to who is no member yet, a file of one use, a request that
an office has begun: there is none of them in the demo, or it is not hers."""
ONLY_SENT = frozenset({"everything_file", "own_language", "upload"})
"""Nothing is shown there: a form is sent."""


def _addresses() -> list[tuple[str, str]]:
    """Every address of the portal that a member can look at, from the table of addresses itself."""
    found = []
    for page in pages():
        is_hers = bool(relations(page.callback.action, HERS))
        if not is_hers or page.name in NOT_ASKED | ONLY_SENT:
            continue
        for values in NAMED.get(page.name, ({},)):
            route = str(page.pattern)
            for name, value in {"member": MEMBER, **values}.items():
                route = re.sub(rf"<(?:\w+:)?{name}>", value, route)
            assert "<" not in route, f"{page.name} needs a line in NAMED, or in NOT_ASKED"
            found.append((page.name, route))
    return sorted(found)


OF_WORKERS = tuple(
    (name, route.replace(MEMBER, WORKER)) for name, route in _addresses()
    if name in {"home", "own_work", "own_exchange", "panel", "statement", "whole", "own_money"}
)  # fmt: skip


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every question to any database from now on, of connections that are opened from now on."""
    asked: list[str] = []
    connect = sqlite3.connect

    def watched(*args: object, **named: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(
            lambda text: asked.append(text) if text.lstrip().upper().startswith(_ASKING) else None
        )
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", watched)
    connections.close_all()
    let_go()
    yield asked
    connections.close_all()
    let_go()


@pytest.fixture
def finished(demo: Path) -> Iterator[None]:
    """Some long work of hers that is over."""
    configure(demo)
    from auzolan.house.jobs.models import Job

    Job.objects.create(
        id=JOB,
        doing="learning.train",
        member=MEMBER,
        state=Job.State.DONE,
        made_on=date(2026, 1, 5),
    )
    yield
    Job.objects.filter(pk=JOB).delete()


@pytest.mark.parametrize(
    ("name", "address", "member"),
    [
        *((*one, MEMBER) for one in _addresses()),
        *((*one, WORKER) for one in OF_WORKERS),
    ],
)
@pytest.mark.usefixtures("finished")
def test_a_page_asks_the_books_a_few_times(
    demo: Path, name: str, address: str, member: str, questions: list[str]
) -> None:
    """Goal: no page asks once for each thing. Method: count all questions of a page that was seen before."""
    client = _reader(demo, member)
    _read(client, address)
    questions.clear()
    status, size, is_page = _read(client, address)
    assert status == 200
    assert len(questions) <= QUESTIONS_MAX, "\n".join(questions)
    assert not is_page or size <= 1000 * KB_MAX


def test_a_form_asks_the_books_a_few_times(demo: Path, questions: list[str]) -> None:
    """Goal: no form asks for each choice alone. Method: every form that a member may open."""
    client, opened, over = _reader(demo, MEMBER), 0, {}
    for name in sorted(doings()):
        if not relations(f"do:{name}", HERS):
            continue
        _read(client, f"do/{name}/")
        questions.clear()
        status, size, _ = _read(client, f"do/{name}/")
        opened += status == 200
        if len(questions) > QUESTIONS_MAX or size > 1000 * KB_MAX:
            over[name] = len(questions), size
    assert opened > 30
    assert over == {}


@pytest.mark.parametrize("address", ["", "home/", "work/", f"members/{MEMBER}/whole/"])
def test_a_page_asks_little_more_when_nobody_has_seen_it_before(
    demo: Path, address: str, questions: list[str]
) -> None:
    """Goal: what is remembered is no excuse. Method: forget all of it, and count the first look."""
    client = _reader(demo, MEMBER)
    _read(client, "rules/")
    for memory in (at_head._KEPT, fairwork_queries._OVER, statement_plans._WORKED_OUT):
        memory.clear()
    questions.clear()
    assert _read(client, address)[0] == 200
    assert len(questions) <= FIRST_MAX, "\n".join(questions)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative whose lists are longer than a page: members, drafts, comments on the first."""
    desk = found(tmp_path_factory.mktemp("grown"), members=MANY)
    for number in range(MANY):
        measure = ChangeCharter((Change("labour.floor_cents_hour", 1_505 + number),))
        proposed = flows.propose(
            desk, member="m003", proposal=f"draft-{number:02}", measure=measure,
            title=f"Title {number:02}", reasons="Reasons.",
        )  # fmt: skip
        accept(proposed)
    for number in range(MANY):
        said = drafting.comment(
            desk, member="m004", proposal="draft-00", text=f"Comment {number:02}."
        )
        accept(said)
    desk.close()
    return desk.folder.path


@pytest.mark.parametrize(
    ("address", "shown", "each"),
    [
        ("members/", r"(?<=line-no\">)m\d{3}", 50),
        ("decisions/", r"Title \d\d", PAGE_DECISIONS),
        ("decisions/draft-00/", r"Comment \d\d", PAGE_REMARKS),
    ],
)
def test_a_long_list_comes_in_parts_and_loses_nothing(
    grown: Path, questions: list[str], address: str, shown: str, each: int
) -> None:
    """Goal: no page without end. Method: follow the links to the next part; each thing comes once."""
    client, found_, asked = _reader(grown), [], []
    where = f"/en/{address}"
    while where:
        questions.clear()
        text = client.get(where).content.decode()
        asked.append(len(questions))
        part = re.findall(shown, text)
        assert 0 < len(part) <= each
        found_ += part
        following = re.search(r'href="([^"]+)" rel="next"', text)
        where = following[1] if following else ""
    assert len(asked) == 2
    assert len(found_) == len(set(found_)) == MANY
    assert max(asked) <= QUESTIONS_MAX, "a long part asks no more often than a short one"


def test_a_page_works_out_no_valuation_that_would_keep_it_waiting(demo: Path) -> None:
    """Goal: a page is no computation of minutes. Method: a limit of one pair; her line stands as recorded."""
    found_ = why(Folder(demo), asker=VALUED, member=VALUED, valuation="worth-2025", pairs_max=1)
    whole = why(Folder(demo), asker=VALUED, member=VALUED, valuation="worth-2025")
    assert isinstance(found_, Why)
    assert isinstance(whole, Why)
    assert (found_.state, found_.questions, found_.best) == (LARGE, (), ())
    assert (found_.value_e9, found_.rows, found_.command) == (
        whole.value_e9, whole.rows, whole.command,
    )  # fmt: skip
    assert whole.state == EQUAL


def test_the_front_shows_the_newest_models_and_leads_to_all(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no list without end. Method: a limit of one model, in a co-operative with two."""
    monkeypatch.setattr(portal, "MODELS_SHOWN", 1)
    text = _reader(demo).get("/en/").content.decode()
    assert "/en/models/yogurt-2/" in text
    assert "/en/models/yogurt-1/" not in text
    assert "/en/tables/learning.Model/" in text


@pytest.mark.parametrize("days", [-4_000, -600, -300, -30, 0, 30, 4_000])
def test_overdue_duties_are_those_that_the_rows_say(demo: Path, days: int) -> None:
    """Goal: one question counts what four did. Method: the rows themselves, at many moments."""
    configure(demo)
    at = system_ports().clock() + days * DAY_MS
    with reader_of(Folder(demo)) as reader:
        licensees, consents = reader.rows(LicenseeDuty), reader.rows(Consent)
        stopped = {
            (one.member, one.kind) for one in consents
            if 0 < one.erase_by < at and one.withdrawn_at > one.entry
        }  # fmt: skip
        plain = {
            "models": sum(one.done_at == -1 and one.due < at for one in reader.rows(ModelDuty)),
            "told": sum(one.notified_at == -1 and one.notify_by < at for one in licensees),
            "certified": sum(one.certified_at == -1 and one.certify_by < at for one in licensees),
            "erased": sum(
                one.erased_at == -1 and (one.member, one.kind) in stopped
                for one in reader.rows(Batch)
            ),
        }
    assert overdue_by_kind(at) == plain


def _reader(folder: Path, member: str = MEMBER) -> Client:
    configure(folder)
    return sign_in(Client(), member)


def _read(client: Client, address: str) -> tuple[int, int, bool]:
    """The status of an answer, its size in bytes, and whether it is a page."""
    answer = client.get(f"/en/{address}")
    content = b"".join(answer) if answer.streaming else answer.content
    is_page = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code, len(content), is_page
