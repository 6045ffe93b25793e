"""Reading at the door for programs: pages, files, rows and the record, for whom they are meant."""

from __future__ import annotations

import base64
import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from auzolan.audit.folder import Folder
from auzolan.cooperative.rows import ROWS
from auzolan.house.storage.row_pages import public_rows
from auzolan.record.frontier import leaf_hash
from auzolan.record.notes import parse_vkey
from auzolan.record.receipts import verify_receipt
from support.programs import Program, items, key_for, refused

PAGE = 7
OPEN_ROWS = list(public_rows().values())
OWN_ROWS = [row for row in ROWS if row not in OPEN_ROWS and "member" in row.__struct_fields__]


def path_of(row: Any) -> str:
    """The address of a type of row."""
    return f"rows/{row.__module__.split('.')[1]}.{row.__name__}"


def all_of(program: Program, path: str, limit: int = PAGE) -> list[dict[str, Any]]:
    """A whole list, page by page, by the address that each page names next."""
    found: list[dict[str, Any]] = []
    address: str | None = f"{path}{'&' if '?' in path else '?'}limit={limit}"
    for _ in range(2_000):
        assert address is not None
        answer = program.get(address)
        lines = items(answer)
        assert len(lines) <= limit
        found += lines
        link = answer.headers.get("Link")
        assert bool(link) == bool(answer.json()["next"])
        if link is None:
            return found
        assert link.endswith('>; rel="next"')
        address = link.removeprefix("</api/v1/").removesuffix('>; rel="next"')
    raise AssertionError("a list ends")


def test_the_pages_of_rows_are_the_rows(demo: Path) -> None:
    """Goal: nothing is left out and nothing comes twice. Method: every open type of row, page by page."""
    from auzolan.house.storage.reader import reader_of

    program = Program(key_for("m017"))
    with reader_of(Folder(demo)) as reader:
        for row in OPEN_ROWS:
            wanted = reader.rows(row)[:400]
            limit = PAGE if len(wanted) < 400 else 1_000
            found = all_of(program, path_of(row), limit)
            if len(wanted) < 400:
                texts = [
                    {name: getattr(one, name) for name in row.__struct_fields__} for one in wanted
                ]
                in_order = sorted(map(json.dumps, texts))
                assert sorted(map(json.dumps, found)) == in_order, row.__name__


def test_a_search_gives_what_stands_in_the_index(demo: Path) -> None:
    """Goal: a search is the whole list, narrowed. Method: every value of two indexed fields."""
    program = Program(key_for("m017"))
    postings = all_of(program, "rows/treasury.Posting", 500)
    for account in {one["account"] for one in postings}:
        wanted = [one for one in postings if one["account"] == account]
        assert all_of(program, f"rows/treasury.Posting?account={account}", 100) == wanted
    holder = all_of(program, "rows/charter.Mandate", 100)[0]["holder"]
    assert all_of(program, f"rows/charter.Mandate?holder={holder}")
    assert all_of(program, "rows/charter.Mandate?holder=nobody") == []
    refused(program.get("rows/treasury.Posting?amount=1"), 422, "api.malformed")


def test_rows_about_persons_are_only_ever_ones_own(demo: Path) -> None:
    """Goal: nobody reads another's figures. Method: every such type, by her and by another."""
    found = 0
    for member in ("m017", "m018"):
        program = Program(key_for(member))
        for row in OWN_ROWS:
            lines = all_of(program, path_of(row), 100)
            assert {one["member"] for one in lines} <= {member}, row.__name__
            found += len(lines)
            refused(program.get(f"{path_of(row)}?member=m001"), 422, "api.malformed")
            refused(Program().get(path_of(row)), 401, "access.not_signed_in")
    assert found > 20, "a demo in which nobody has figures would show nothing"
    closed = [row for row in ROWS if row not in OWN_ROWS and row not in OPEN_ROWS]
    for row in closed:
        refused(program.get(path_of(row)), 404, "api.no_such_thing")


def test_a_cursor_that_was_made_up_is_refused(coop: Path) -> None:
    """Goal: nobody steers a search by a cursor. Method: change each sign of one, and take another's."""
    program = Program(key_for("m003"))
    cursor = program.get("rows/charter.Mandate?limit=1").json()["next"]
    assert items(program.get(f"rows/charter.Mandate?limit=1&cursor={cursor}"))
    for place in range(len(cursor)):
        other = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        answer = program.get(f"rows/charter.Mandate?cursor={other}")
        assert refused(answer, 422, "api.malformed")["field"] == "cursor"
    forged = base64.urlsafe_b64encode(b'["m001"]').decode()
    refused(program.get(f"rows/charter.Mandate?cursor={forged}.{'0' * 20}"), 422, "api.malformed")
    refused(program.get(f"rows/charter.CharterVersion?cursor={cursor}"), 422, "api.malformed")


@pytest.mark.parametrize(
    "limit", ["0", "1001", "-1", "x", "1.5", "", "1&limit=2", "99999999999999999999"]
)
def test_a_page_has_between_one_and_a_thousand_lines(coop: Path, limit: str) -> None:
    """Goal: no page is without end. Method: limits that are none."""
    program = Program(key_for("m003"))
    refused(program.get(f"rows/charter.Mandate?limit={limit}"), 422, "api.malformed")


def test_a_list_as_a_file_is_the_same_list(demo: Path) -> None:
    """Goal: a file and a page say the same. Method: both forms of one list, asked for in two ways."""
    program = Program(key_for("m017"))
    lines = all_of(program, "rows/treasury.Posting", 50)
    for answer in (
        program.get("rows/treasury.Posting?format=csv"),
        program.get("rows/treasury.Posting", Accept="text/csv"),
    ):
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
        rows = list(csv.DictReader(StringIO(text, newline="")))
        assert rows == [{name: str(value) for name, value in one.items()} for one in lines]
    refused(program.get("rows/treasury.Posting?format=xml"), 422, "api.malformed")


def test_a_file_longer_than_a_page_is_whole(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: the seams between the pages of a file lose nothing. Method: pages of three lines."""
    from auzolan.house.doors.api import showing

    program = Program(key_for("m017"))
    wanted = [str(one["entry"]) for one in all_of(program, "rows/treasury.Posting", 100)]
    monkeypatch.setattr(showing, "LIMIT_MAX", 3)
    answer: Any = program.get("rows/treasury.Posting?format=csv")
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [one["entry"] for one in rows] == wanted


def test_a_name_that_is_a_formula_is_text_in_a_file(coop: Path) -> None:
    """Goal: no spreadsheet runs what a member typed. Method: a member whose name is a formula."""
    from auzolan.house.doors.open_desk import writing
    from auzolan.house.rooms.members import flows
    from support.portal import accept

    with writing(Folder(coop)) as desk:
        accept(flows.admit(desk, actor="m001", member="m004", name="=HYPERLINK(1)"))
    program = Program(key_for("m003"))
    answer: Any = program.get("members?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_every_entry_hashes_to_its_leaf_and_is_proved(coop: Path) -> None:
    """Goal: a program can check the record by itself. Method: hash, proof and key from answers alone."""
    program = Program(key_for("m003"))
    entries = all_of(program, "record/entries")
    head = program.get("record/checkpoint").json()
    assert [one["seq"] for one in entries] == list(range(head["size"]))
    for one in entries:
        leaf = leaf_hash(one["text"].encode())
        assert leaf.hex() == one["leaf"]
        proof = program.get(f"record/proof/{one['seq']}").json()
        verify_receipt(proof["receipt"].encode(), leaf, [parse_vkey(head["vkey"])])
    assert all_of(program, "record/entries?since=5") == entries[5:]
    for path in (
        "record/entries/999999",
        "record/entries/-1",
        "record/proof/999999",
        "record/entries/x",
    ):
        refused(program.get(path), 404, "api.no_such_thing")


def test_the_record_is_for_members_until_they_open_it(coop: Path) -> None:
    """Goal: what is meant for members stays with them. Method: a visitor at every list."""
    for path in ("record/entries", "record/entries/0", "rows/charter.Mandate", "mandates"):
        refused(Program().get(path), 401, "access.not_signed_in")
    assert Program().get("record/checkpoint").status_code == 200
    assert Program().get("rules").json()["charter"]["version"] == 1


def test_nobody_reads_another_member_by_a_program(coop: Path) -> None:
    """Goal: a look is for people, who say what for. Method: every list about a member, of another."""
    from auzolan.house.doors.api.operations import operations

    tried = 0
    for one in operations():
        if one.showing is None or not one.showing.about:
            continue
        path = one.path.replace(f"{{{one.showing.about}}}", "m002")
        path = path.replace("{", "").replace("}", "")
        for member in ("m003", "m001"):
            answer = Program(key_for(member)).get(path)
            assert answer.status_code == 403, (one.name, member, answer.content)
        tried += 1
    assert tried > 5


def test_addresses_that_are_none_are_said_so_in_the_same_shape(coop: Path) -> None:
    """Goal: a program never meets a page. Method: unknown addresses, other methods, strange parts."""
    program = Program(key_for("m003"))
    for path in (
        "nothing",
        "rows/members.Nothing",
        "do/consent.withdraw/",
        "rules/versions/%00/changes",
    ):
        refused(program.get(path), 404, "api.no_such_thing")
    answer = program.get("do/consent.withdraw")
    refused(answer, 405, "api.other_method")
    assert answer["Allow"] == "POST"
    refused(program.post("rules"), 405, "api.other_method")
