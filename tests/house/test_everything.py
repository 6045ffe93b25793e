"""Everything about me, the rights desk by commands, and the pages of consent."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pyarrow import parquet

from auzolan.audit.verify import verify
from auzolan.consent import acts as consent_acts
from auzolan.consent.receipts import read_signed, verify_signed
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.foundation.moments import DAY_MS
from auzolan.house.asking import ask
from auzolan.house.doors.cli import run
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.everything import everything, hand_over
from auzolan.house.rooms.consent.request_flows import (
    answer_request,
    request_lines,
    request_right,
)
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record import flows as record
from auzolan.house.rooms.record.flows import publish
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.record.notes import parse_vkey
from house.small_desk import SmallDesk, accepted, refused

NAME, OTHER = "Zoe Etxeberria", "Begoña Iturralde"
WORDS = "What do you hold about me, and who has seen it?"
SAID = "Row 3 is not mine at all."


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """Seven members; zoe and five others brought rows, which were used."""
    made = SmallDesk(tmp_path / "coop")
    for member, name in (("zoe", NAME), ("uma", OTHER)):
        accepted(members.admit(made.desk, actor="ana", member=member, name=name))
    made.bring()
    columns: dict[str, list[int | str]] = {"number": [1, 2, 3], "word": ["bat", "bi, hiru", "lau"]}
    report = contributions.offer_rows(
        made.desk, member="zoe", kind="purchases", columns=columns, batch="zoe-1"
    )
    assert not hasattr(report, "code"), report
    accepted(consent.grant(made.desk, member="zoe", kind="purchases", purposes=("commercial",)))
    named = {"actor": "eve", "snapshot": "spring", "purpose": "commercial"}
    accepted(learning.seal(made.desk, kind="purchases", **named))
    accepted(learning.use(made.desk, use="u1", operation="value", **named))
    accepted(request_right(made.desk, member="zoe", asks="explain", words=SAID, request="why"))
    publish(made.desk)
    return made


def opened(path: Path) -> dict[str, bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(path) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def handed(small: SmallDesk, out: Path, actor: str = "zoe") -> Any:
    """Hand everything about zoe over, published before."""
    publish(small.desk)
    return hand_over(small.desk, actor=actor, member="zoe", out=out)


# --- the zip --------------------------------------------------------------------------------------


def test_everything_holds_her_rows_words_receipts_and_the_way_they_went(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: articles 15 and 20, nothing left out. Method: open the zip; read each file."""
    out = tmp_path / "zoe.zip"
    done = handed(small, out)
    found = opened(out)
    assert (done.files, done.sha256) == (len(found), hashlib.sha256(out.read_bytes()).hexdigest())
    rows = list(csv.reader(io.StringIO(found["rows/zoe-1.csv"].decode(), newline="")))
    assert rows == [["number", "word"], ["1", "bat"], ["2", "bi, hiru"], ["3", "lau"]]
    table = parquet.read_table(io.BytesIO(found["rows/zoe-1.parquet"]))
    assert table.column_names == ["number", "word", "salt"]
    assert (
        "You allow: store, analyse, index, embed, evaluate, train for commercial"
        in found["consent/statements.txt"].decode()
    )
    (line,) = json.loads(found["lineage.json"])
    assert (line["snapshot"], line["use"], line["rows"]) == ("spring", "u1", 3)
    (asked,) = json.loads(found["requests.json"])
    assert (asked["request"], asked["words"], asked["state"]) == ("why", SAID, "open")
    texts = {one["text"] for one in json.loads(found["words.json"])}
    assert texts == {NAME, SAID}
    assert json.loads(found["statement.json"])["member"] == "zoe"
    key = parse_vkey(small.desk.folder.verifier_key.read_text().strip())
    receipts = [name for name in found if name.startswith("receipts/")]
    assert len(receipts) == 2
    for name in receipts:
        verify_signed(read_signed(found[name]), [key])


def test_the_description_explains_every_file_and_says_what_is_missing(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: documented. Method: each name of the zip stands in the first file, or its folder does."""
    handed(small, tmp_path / "zoe.zip")
    found = opened(tmp_path / "zoe.zip")
    first, *others = found
    assert first == "README.txt"
    assert others == sorted(others)
    text = found["README.txt"].decode()
    for name in others:
        shown = (f"\n  {name}\n", f"\n  {name.partition('/')[0]}/ (")
        assert any(one in text for one in shown), name
    assert "your ballots" in text


def test_nothing_of_others_is_in_it(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: her right ends at others'. Method: search all files for names and rows of others."""
    handed(small, tmp_path / "zoe.zip")
    content = b"".join(opened(tmp_path / "zoe.zip").values())
    for foreign in (OTHER.encode(), b"yoplait", b"ana-1", b"ben-1", b"PRIVATE KEY"):
        assert foreign not in content


def test_the_same_state_gives_the_same_bytes_that_only_she_can_read(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: deterministic, private. Method: write it twice; compare bytes and permissions."""
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    handed(small, one)
    handed(small, two)
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coop", "one.zip", "two.zip"]


def test_her_file_verifies_the_record_about_herself(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: she need not believe it. Method: verify the published record with the file inside."""
    handed(small, tmp_path / "zoe.zip")
    own = tmp_path / "own.json"
    own.write_bytes(opened(tmp_path / "zoe.zip")["member-file.json"])
    report = verify(small.desk.folder.public, level="member", member_file=own)
    assert not report.differences


def test_no_file_is_ever_overwritten(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: nothing is lost by a slip. Method: hand over onto a file that is there."""
    out = tmp_path / "zoe.zip"
    out.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        handed(small, out)
    assert out.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coop", "zoe.zip"]


def test_erased_rows_and_texts_are_not_in_it(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: what is gone stays gone. Method: withdraw, erase rows and a text, then look."""
    desk = small.desk
    accepted(consent.withdraw(desk, member="zoe", kind="purchases"))
    accepted(contributions.erase_rows(desk, actor="eve", batch="zoe-1", reason="withdrawn"))
    with reader_of(desk.folder) as reader:
        (line,) = request_lines(reader, now=0, member="zoe")
    accepted(record.redact(desk, actor="ida", entry=line.entry, field="words", reason="asked"))
    handed(small, tmp_path / "zoe.zip")
    found = opened(tmp_path / "zoe.zip")
    assert not [name for name in found if name.startswith("rows/")]
    assert SAID.encode() not in b"".join(found.values())
    assert "You stopped all use" in found["consent/statements.txt"].decode()


def test_only_she_and_the_office_of_data_have_it(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: nobody reads about somebody else. Method: a member, another officer, a stranger."""
    for actor in ("uma", "ben", "nobody"):
        assert refused(handed(small, tmp_path / "z.zip", actor)) == "consent.data_of_others"
    answer = hand_over(small.desk, actor="nobody", member="nobody", out=tmp_path / "z.zip")
    assert refused(answer) == "consent.no_such_member"
    assert not (tmp_path / "z.zip").exists()


def test_the_office_answers_an_open_request_by_handing_over(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: each has an answer on record. Method: ask to see and to move; the older is answered."""
    desk = small.desk
    accepted(request_right(desk, member="zoe", asks="move", words=WORDS, request="r1"))
    accepted(request_right(desk, member="zoe", asks="see", words=WORDS, request="r2"))
    assert handed(small, tmp_path / "own.zip").answered is None
    done = handed(small, tmp_path / "office.zip", "eve")
    assert done.answered == "r1"
    states = lines_of(small)
    assert {name: one.state for name, one in states.items()} == {
        "r1": "done", "r2": "open", "why": "open",
    }  # fmt: skip
    handed(small, tmp_path / "later.zip")
    asked = json.loads(opened(tmp_path / "later.zip")["requests.json"])
    assert done.sha256 in {one["request"]: one["answer"] for one in asked}["r1"]


def lines_of(small: SmallDesk, now: int = 0) -> dict[str, Any]:
    """The requests by name."""
    with reader_of(small.desk.folder) as reader:
        return {one.request: one for one in request_lines(reader, now=now)}


# --- the rights desk ------------------------------------------------------------------------------


def test_requests_are_listed_by_their_due_day_and_late_ones_by_themselves(small: SmallDesk) -> None:
    """Goal: no deadline is missed unseen. Method: three requests, one answered, one extended."""
    desk = small.desk
    accepted(request_right(desk, member="uma", asks="see", words=WORDS, request="r1"))
    accepted(request_right(desk, member="uma", asks="stop", words=WORDS, request="r2"))
    accepted(answer_request(desk, actor="eve", request="r1", outcome="more-time", words="later"))
    accepted(answer_request(desk, actor="eve", request="r2", outcome="done", words="stopped"))
    now = small.clock.at + 31 * DAY_MS
    with reader_of(desk.folder) as reader:
        found = [one.request for one in request_lines(reader, now=now)]
        late = [one.request for one in request_lines(reader, now=now, only_overdue=True)]
    assert found == ["why", "r1", "r2"]
    assert late == ["why"]


def test_what_was_asked_is_sealed_and_a_retry_is_the_same_request(small: SmallDesk) -> None:
    """Goal: the record tells nobody what about. Method: search the entry; ask again alike."""
    first = accepted(request_right(small.desk, member="uma", asks="see", words=WORDS, request="r1"))
    again = accepted(request_right(small.desk, member="uma", asks="see", words=WORDS, request="r1"))
    assert (again.seq, again.repeated) == (first.seq, True)
    with reader_of(small.desk.folder) as reader:
        assert WORDS.encode() not in reader.log.body(first.seq)


def test_the_desk_works_by_commands(
    small: SmallDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: a person can do all of it. Method: ask, look, answer, hand over; each refusal too."""
    small.desk.close()
    folder = ("--folder", str(small.desk.folder.path))
    asking = ("consent", "ask", "uma", "--right", "move", "--words", WORDS, "--request", "r1")
    assert run([*asking, "--dry-run", *folder]) == 0
    capsys.readouterr()
    assert run(["consent", "requests", "--member", "uma", "--json", *folder]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run([*asking, *folder]) == 0
    assert run(["consent", "ask", "uma", "--right", "fly", "--words", "x", *folder]) == 2
    answering = ("consent", "answer", "r1", "--outcome", "done", "--words", "x")
    assert run([*answering, "--as", "uma", *folder]) == 1
    out = ("--out", str(tmp_path / "uma.zip"))
    assert run(["members", "everything", "uma", *out, "--as", "zoe", *folder]) == 1
    capsys.readouterr()
    assert run(["members", "everything", "uma", *out, "--dry-run", "--json", *folder]) == 0
    assert {one["name"] for one in json.loads(capsys.readouterr().out)} >= {"README.txt"}
    assert not (tmp_path / "uma.zip").exists()
    assert run(["members", "everything", "uma", *out, "--as", "eve", "--json", *folder]) == 0
    assert json.loads(capsys.readouterr().out)["answered"] == "r1"
    assert run(["members", "everything", "uma", *out, *folder]) == 2
    assert run([*answering, "--as", "eve", *folder]) == 1
    capsys.readouterr()
    assert run(["consent", "requests", "--overdue", "--json", *folder]) == 0
    assert [one["request"] for one in json.loads(capsys.readouterr().out)] in ([], ["why"])


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def pages(small: SmallDesk) -> Iterator[Client]:
    """A reader of the small co-operative's pages, who finds it as it is when she first looks."""
    configure(small.desk.folder.path)
    yield Client()
    connections.close_all()


def test_the_page_of_consent_says_what_holds_and_how_to_stop_it(
    small: SmallDesk, pages: Client
) -> None:
    """Goal: plain words, no dead end. Method: a permission with limits, a strike-free day, a use."""
    terms = consent_acts.Terms(
        "replica.voice", "research", 0, 0, ("milk-ltd",), ("ES",), None, TAXONOMY.version
    )
    scope = consent_acts.Scope("purchases")
    act = consent_acts.Permit("my-voice", "zoe", "", scope, terms, None, credit=True)
    accepted(ask(small.desk, "permit-1", "zoe", act))
    publish(small.desk)
    text = pages.get("/en/members/zoe/consent/").content.decode()
    for words in (
        "Make a copy of your voice that can speak for you.",
        "Only for milk-ltd.",
        "Only in ES.",
        "Only where those who made the data are named.",
        "There is no strike.",
        "Hand out copies of your data",
        "Your receipt",
    ):
        assert words in text, words
    nobody = pages.get("/en/members/uma/consent/").content.decode()
    assert "You have said nothing that holds today" in nobody
    assert pages.get("/en/members/nobody/consent/").status_code == 404


def test_a_member_takes_her_receipt_from_the_page(small: SmallDesk, pages: Client) -> None:
    """Goal: latest uses with receipts. Method: follow the link; it is the file."""
    text = pages.get("/en/members/zoe/consent/").content.decode()
    address = next(part for part in text.split('"') if part.endswith(".jsonld"))
    answer = pages.get(address)
    assert answer["Content-Type"] == "application/ld+json"
    assert read_signed(answer.content).record.data_subject.identifier == "zoe"
    assert pages.get("/en/members/zoe/receipts/0.jsonld").status_code == 404
    assert pages.get("/en/members/nobody/receipts/1.jsonld").status_code == 404
    assert small.desk.folder.path.is_dir()


def test_the_rights_page_counts_without_names(small: SmallDesk, pages: Client) -> None:
    """Goal: everybody sees that it works, nobody sees who asked. Method: four requests, one page."""
    desk = small.desk
    for name, asks in (("r1", "see"), ("r2", "move"), ("r3", "be-heard")):
        accepted(request_right(desk, member="uma", asks=asks, words=WORDS, request=name))
    accepted(answer_request(desk, actor="eve", request="r2", outcome="refused", words="no"))
    accepted(answer_request(desk, actor="eve", request="r3", outcome="more-time", words="soon"))
    text = pages.get("/en/rights/").content.decode()
    for words in ("See what is held", "Take it elsewhere", "Be heard about a decision", "late"):
        assert words in text, words
    for hidden in ("uma", "zoe", OTHER, NAME, WORDS, "r1"):
        assert f">{hidden}" not in text
    assert OTHER not in text


def test_the_pages_of_persons_wait_for_sign_in_where_it_is_no_demo(tmp_path: Path) -> None:
    """Goal: nobody reads about somebody else. Method: a real co-operative's pages, not signed in."""
    from support.portal import real_coop

    desk = real_coop(tmp_path / "real")
    publish(desk)
    desk.close()
    configure(desk.folder.path)
    client = Client()
    for address in ("consent/", "receipts/1.jsonld"):
        assert "/account/login/" in client.get(f"/en/members/m001/{address}")["Location"]
    assert client.get("/en/rights/").status_code == 200
    connections.close_all()


def test_everything_is_made_without_writing_anything(small: SmallDesk) -> None:
    """Goal: a rehearsal is one. Method: gather all files; no new entry, no new file."""
    before = sorted(small.desk.folder.path.rglob("*.zip"))
    found = [name for name, _ in everything(small.desk, "zoe")]
    assert found[0] == "README.txt"
    assert sorted(small.desk.folder.path.rglob("*.zip")) == before
